# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Differences between an account and what is declared, and the numbers of changes."""

from __future__ import annotations

import dataclasses
import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.changes import Change, PendingName
from ansible_collections.voximplant.platform.plugins.module_utils._account.drift import (
    Difference,
    Summary,
    count_lines,
    differences,
    summarize,
)
from ansible_collections.voximplant.platform.plugins.module_utils._plan.operations import Operation

TIME = "2026-11-26 12:00:00"
STRAY = Change("scenario", "stray", None, {"name": "stray", "script": "a\nb\n"}, None, TIME)
UNMANAGED = Difference("scenario", "stray", None, "unmanaged", {"script": "2 lines"}, {}, TIME)
RULE: dict[str, t.Any] = {
    "name": "inbound",
    "pattern": "1.*",
    "pattern_exclude": "",
    "scenarios": ["common", "menu"],
    "application": "support",
}


def operation(action: str, *scenario_ids: int, application: str = "support") -> Operation:
    """Return an operation on the rule inbound."""
    method = "BindScenario" if action in ("bind", "unbind") else "SetRuleInfo"
    return Operation(action, "rule", "inbound", method, {"scenario_id": scenario_ids}, application=application)


@pytest.mark.parametrize(
    ("action", "counted_as", "count"),
    [
        ("create", "created", 1),
        ("update", "updated", 1),
        ("rename", "renamed", 1),
        ("bind", "bound", 3),
        ("unbind", "unbound", 3),
        ("reorder", "reordered", 1),
        ("delete", "deleted", 1),
    ],
)
def test_summary_when_there_is_one_operation_then_it_counts_where_it_belongs(
    action: str, counted_as: str, count: int
) -> None:
    summary = summarize([operation(action, 5, 6, 7)], 4)
    assert summary == dataclasses.replace(Summary(unchanged=4), **{counted_as: count})


def test_summary_when_there_are_several_operations_then_they_add_up() -> None:
    operations = [operation("bind", 5, 6), operation("bind", 7), operation("create"), operation("create")]
    assert summarize(operations, 0) == Summary(created=2, bound=3)


def changed(**after: t.Any) -> Change:
    """Return a change of the rule inbound."""
    return Change("rule", after.get("name", "inbound"), "support", RULE, {**RULE, **after}, TIME)


@pytest.mark.parametrize(
    ("action", "change", "kind", "before", "after"),
    [
        ("update", changed(pattern="2.*", scenarios=["menu"]), "changed", {"pattern": "1.*"}, {"pattern": "2.*"}),
        ("bind", changed(scenarios=["menu"]), "binding", {"scenarios": ["common", "menu"]}, {"scenarios": ["menu"]}),
        ("unbind", changed(scenarios=[], pattern="2"), "binding", {"scenarios": ["common", "menu"]}, {"scenarios": []}),
        (
            "reorder",
            changed(scenarios=["menu", "common"]),
            "order",
            {"scenarios": ["common", "menu"]},
            {"scenarios": ["menu", "common"]},
        ),
    ],
)
def test_differences_when_an_operation_corrects_something_then_they_say_what_was_wrong_and_how(
    action: str, change: Change, kind: str, before: t.Any, after: t.Any
) -> None:
    difference = Difference("rule", "inbound", "support", kind, before, after, TIME)
    assert differences([operation(action)], [change], [STRAY]) == (difference, UNMANAGED)


def test_differences_when_an_object_is_renamed_then_they_have_both_names_and_what_else_the_call_changes() -> None:
    rename = dataclasses.replace(operation("rename"), name="incoming")
    (difference,) = differences([rename], [changed(name="incoming", pattern="2", scenarios=["menu"])])
    assert (difference.kind, difference.before, difference.after) == (
        "renamed",
        {"name": "inbound", "pattern": "1.*"},
        {"name": "incoming", "pattern": "2"},
    )


def test_differences_when_an_object_is_missing_then_they_have_what_it_will_be_and_names_instead_of_references() -> None:
    scenarios = ["common", PendingName("scenario", "support", "menu")]
    created = Change("rule", "inbound", "support", None, {**RULE, "scenarios": scenarios})
    (difference,) = differences([operation("create")], [created])
    assert (difference.kind, difference.before, difference.modified) == ("missing", {}, "")
    assert difference.after == {"pattern": "1.*", "pattern_exclude": "", "scenarios": ["common", "menu"]}


def test_differences_when_the_order_of_rules_differs_then_it_is_one_of_the_application() -> None:
    reorder = Operation("reorder", "application", "support", "ReorderRules", {})
    order = Change("order", "support", "support", {"rules": ["a", "b"]}, {"rules": ["b", "a"]})
    expected = Difference("application", "support", None, "order", {"rules": ["a", "b"]}, {"rules": ["b", "a"]})
    assert differences([reorder], [order]) == (expected,)


def test_differences_when_a_script_differs_then_they_have_numbers_of_lines_and_no_line_of_it() -> None:
    before, after = {"name": "menu", "script": "a\nsecret\nc\n"}, {"name": "menu", "script": "a\nb\nc\nd\n"}
    update = Operation("update", "scenario", "menu", "SetScenarioInfo", {})
    (difference,) = differences([update], [Change("scenario", "menu", None, before, after)])
    assert (difference.before, difference.after) == ({"script": "3 lines"}, {"script": "4 lines (+2 -1)"})


@pytest.mark.parametrize(
    ("before", "after", "added", "removed"),
    [
        ("", "", 0, 0),
        ("a", "a\nb", 1, 0),
        ("a\nb\n", "", 0, 2),
        ("a\na\n", "a\n", 0, 1),
        ("a\nb\nc\n", "c\na\nb\n", 1, 1),
        ("x\na\ny\nb\nz\n", "x\nA\ny\nB\nz\n", 2, 2),
    ],
)
def test_lines_when_a_script_changes_then_they_are_counted_as_in_a_diff(
    before: str, after: str, added: int, removed: int
) -> None:
    assert count_lines(before, after) == (added, removed)


def test_differences_when_something_is_deleted_then_only_that_it_is_unmanaged_counts() -> None:
    unbind = dataclasses.replace(operation("unbind"), is_pruning=True)
    for removal in (operation("delete"), unbind):
        assert differences([removal], [dataclasses.replace(changed(), after=None)], [STRAY]) == (UNMANAGED,)
    assert differences([], []) == ()


def test_differences_when_an_object_takes_several_calls_then_it_is_listed_once() -> None:
    operations = [operation("unbind"), operation("bind"), operation("bind", application="sales")]
    found = differences(operations, [changed(scenarios=[])])
    assert [(difference.name, difference.application, difference.kind) for difference in found] == [
        ("inbound", "support", "binding"),
        ("inbound", "sales", "binding"),
    ]
