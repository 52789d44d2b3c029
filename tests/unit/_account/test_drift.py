# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Differences between an account and what is declared, and the numbers of changes."""

from __future__ import annotations

import dataclasses

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.drift import (
    Difference,
    Summary,
    differences,
    summarize,
)
from ansible_collections.voximplant.platform.plugins.module_utils._plan.operations import Operation

STRAY = Difference("scenario", "stray", None, "unmanaged")


def operation(action: str, *scenario_ids: int, application: str = "support") -> Operation:
    """Return an operation on the rule inbound."""
    return Operation(action, "rule", "inbound", "Any", {"scenario_id": scenario_ids}, application=application)


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


@pytest.mark.parametrize(
    ("action", "kind"),
    [
        ("create", "missing"),
        ("update", "changed"),
        ("rename", "renamed"),
        ("bind", "binding"),
        ("unbind", "binding"),
        ("reorder", "order"),
    ],
)
def test_differences_when_an_operation_corrects_something_then_they_say_what_was_wrong(action: str, kind: str) -> None:
    assert differences([operation(action)], [STRAY]) == (Difference("rule", "inbound", "support", kind), STRAY)


def test_differences_when_something_is_deleted_then_only_that_it_is_unmanaged_counts() -> None:
    assert differences([operation("delete")], [STRAY]) == (STRAY,)
    assert differences([], []) == ()


def test_differences_when_an_object_takes_several_calls_then_it_is_listed_once() -> None:
    operations = [operation("unbind"), operation("bind"), operation("bind", application="sales")]
    assert differences(operations, []) == (
        Difference("rule", "inbound", "support", "binding"),
        Difference("rule", "inbound", "sales", "binding"),
    )
