# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plans for one rule: tables of cases."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api import errors
from ansible_collections.voximplant.platform.plugins.module_utils._objects.models import BoundScenario, Rule, pending_id
from ansible_collections.voximplant.platform.plugins.module_utils._plan.operations import Plan
from ansible_collections.voximplant.platform.plugins.module_utils._plan.rule import (
    LAST,
    CurrentRule,
    DesiredRule,
    RuleState,
    plan_rule,
)

IDS = {"a": 1, "b": 2, "c": 3, "d": 4}
KNOWN = tuple(BoundScenario(number, name) for name, number in IDS.items())
APPLICATION = 20


def rule_of(rule_id: int, name: str, scenarios: str = "", **fields: t.Any) -> Rule:
    """Return a rule that runs the scenarios of these one-letter names."""
    bound = tuple(BoundScenario(IDS[letter], letter) for letter in scenarios)
    return Rule(rule_id, name, APPLICATION, **{"rule_pattern": ".*", "scenarios": bound, **fields})


BUSY: dict[str, t.Any] = {"rule_pattern_exclude": "9", "video_conference": True}
FIRST, SECOND, THIRD = rule_of(31, "first", "ab"), rule_of(32, "second", **BUSY), rule_of(33, "third")
SIBLINGS = (FIRST, SECOND, THIRD)


def plan_of(has_key: bool = False, scenarios: t.Sequence[str] | None = None, **desired: t.Any) -> Plan[RuleState]:
    """Plan among three rules."""
    options = {"renamed_from": None, "video_conference": None, "bind_key_id": None, "scenarios": scenarios}
    options.update({name: desired.pop(name) for name in list(desired) if name in options})
    return plan_rule(CurrentRule(APPLICATION, SIBLINGS, KNOWN, has_key), DesiredRule.from_options(options, **desired))


def sent(**desired: t.Any) -> list[tuple[str, str, t.Mapping[str, t.Any]]]:
    """Return the calls of a plan."""
    return [(operation.action, operation.method, operation.params) for operation in plan_of(**desired).operations]


@pytest.mark.parametrize(
    ("desired", "params"),
    [
        ({"rule_pattern": "1.*"}, {"rule_pattern": "1.*"}),
        ({"rule_pattern_exclude": "9"}, {"rule_pattern_exclude": "9"}),
        ({"video_conference": True}, {"video_conference": True}),
        ({"bind_key_id": "k"}, {"bind_key_id": "k"}),
    ],
)
def test_present_when_an_attribute_differs_then_it_alone_is_sent(
    desired: dict[str, t.Any], params: dict[str, t.Any]
) -> None:
    assert sent(rule_name="first", **desired) == [("update", "SetRuleInfo", {"rule_id": 31, **params})]


@pytest.mark.parametrize(
    "desired",
    [
        {"rule_name": "first"},
        {"rule_id": 31},
        {"rule_name": "first", "rule_pattern": ".*", "rule_pattern_exclude": "", "video_conference": False},
        {"rule_name": "second"},
        {"rule_name": "second", **BUSY},
        {"rule_name": "first", "scenarios": ("a", "b")},
        {"rule_name": "first", "renamed_from": "gone"},
        {"rule_name": "first", "position": 0},
        {"rule_name": "third", "position": LAST},
        {"rule_name": "third", "position": 2},
        {"rule_name": "first", "bind_key_id": "k", "has_key": True},
        {"rule_name": "missing", "present": False},
        {"rule_id": 99, "present": False},
    ],
)
def test_plan_when_the_rule_is_as_desired_then_nothing_is_sent(desired: dict[str, t.Any]) -> None:
    plan = plan_of(**desired)
    assert plan.operations == ()
    assert plan.before.diff_sections() == plan.after.diff_sections()
    assert ("bind_key_id: k\n" in plan.before.diff_sections()["attributes"].text) is ("bind_key_id" in desired)


def test_present_when_missing_then_it_is_created_in_one_call_with_its_scenarios() -> None:
    everything = {"rule_pattern": "1.*", "rule_pattern_exclude": "9", "video_conference": True, "bind_key_id": "k"}
    assert sent(rule_name="new", rule_pattern="1.*") == [
        ("create", "AddRule", {"application_id": 20, "rule_name": "new", "rule_pattern": "1.*"})
    ]
    assert sent(rule_name="new", scenarios=("c", "a"), **everything) == [
        ("create", "AddRule", {"application_id": 20, "rule_name": "new", "scenario_id": (3, 1), **everything})
    ]
    created = plan_of(rule_name="new", rule_pattern="1.*").operations[0]
    assert (created.provides, created.application_id) == (pending_id("rule", "new", 20).key, 20)


@pytest.mark.parametrize(
    ("desired", "action"),
    [({"rule_id": 31, "rule_name": "new"}, "rename"), ({"renamed_from": "first", "rule_name": "new"}, "rename")],
)
def test_present_when_the_name_differs_then_it_is_renamed_and_keeps_its_id(
    desired: dict[str, t.Any], action: str
) -> None:
    assert sent(**desired) == [(action, "SetRuleInfo", {"rule_id": 31, "rule_name": "new"})]
    moved = plan_of(position=LAST, **desired)
    assert moved.after.order == ("second", "third", "new")


@pytest.mark.parametrize(
    ("desired", "found"),
    [
        ({"rule_name": "first"}, FIRST),
        ({"rule_name": "first", "renamed_from": "second"}, FIRST),
        ({"rule_name": "new", "renamed_from": "second"}, SECOND),
        ({"rule_id": 33, "rule_name": "first"}, THIRD),
        ({"rule_name": "new"}, None),
    ],
)
def test_rule_when_it_is_looked_for_then_its_id_comes_first_and_its_previous_name_last(
    desired: dict[str, t.Any], found: Rule | None
) -> None:
    assert CurrentRule(APPLICATION, SIBLINGS).find(DesiredRule(**desired)) == found


@pytest.mark.parametrize(
    ("position", "name", "ids"),
    [
        (0, "third", (33, 31, 32)),
        (1, "third", (31, 33, 32)),
        (LAST, "first", (32, 33, 31)),
        (2, "first", (32, 33, 31)),
        (1, "first", (32, 31, 33)),
    ],
)
def test_position_when_it_differs_then_the_complete_order_is_sent(
    position: int, name: str, ids: tuple[int, ...]
) -> None:
    plan = plan_of(rule_name=name, position=position)
    (operation,) = plan.operations
    assert (operation.method, operation.params, operation.name) == ("ReorderRules", {"rule_id": ids}, name)
    names = {31: "first", 32: "second", 33: "third"}
    assert plan.after.order == tuple(names[rule_id] for rule_id in ids)


@pytest.mark.parametrize(("position", "place"), [(None, 3), (LAST, 3), (3, 3), (0, 0), (1, 1)])
def test_position_when_the_rule_is_new_then_its_id_is_filled_in_later(position: int | None, place: int) -> None:
    plan = plan_of(rule_name="new", rule_pattern="1.*", position=position)
    ids: list[t.Any] = [31, 32, 33]
    ids.insert(place, pending_id("rule", "new", 20))
    methods = ["AddRule"] if place == 3 else ["AddRule", "ReorderRules"]
    assert [[operation.method for operation in stage] for stage in plan.stages] == [[method] for method in methods]
    reordered = [operation.params["rule_id"] for operation in plan.operations[1:]]
    assert reordered == [tuple(ids) for _method in methods[1:]]


@pytest.mark.parametrize(
    "desired",
    [{"rule_id": 31, "rule_name": "new"}, {"rule_name": "new", "rule_pattern": "1.*"}, {"rule_name": "first"}],
)
def test_position_when_no_rule_moves_then_the_order_is_shown_as_it_is(desired: dict[str, t.Any]) -> None:
    plan = plan_of(**desired)
    assert plan.before.order == plan.after.order == ("first", "second", "third")


def test_scenarios_when_they_differ_then_they_are_unbound_bound_and_ordered_after_the_attributes() -> None:
    plan = plan_of(rule_name="first", rule_pattern="1.*", scenarios=("c", "a"), position=1)
    assert [[operation.action for operation in stage] for stage in plan.stages] == [
        *(["update"], ["unbind"], ["bind"], ["reorder"], ["reorder"])
    ]
    assert [operation.params["scenario_id"] for operation in plan.operations[1:4]] == [(2,), (3,), (3, 1)]
    assert [operation.method for operation in plan.operations[3:]] == ["ReorderScenarios", "ReorderRules"]
    assert plan.after.diff_sections()["scenarios"].text == "c\na\n"
    assert sent(rule_name="first", scenarios=()) == [
        (
            *("unbind", "BindScenario"),
            {"scenario_id": (1, 2), "rule_id": 31, "application_id": 20, "bind": False},
        )
    ]


@pytest.mark.parametrize(
    ("desired", "kind", "field"),
    [
        ({"rule_id": 99}, errors.NotFoundError, "rule_id"),
        ({"rule_name": "first", "renamed_from": "second"}, errors.ConflictError, "renamed_from"),
        ({"rule_id": 31, "rule_name": "second"}, errors.ConflictError, "rule_name"),
        ({"rule_id": 31, "rule_name": "other", "present": False}, errors.ConflictError, "rule_name"),
        ({"rule_name": "new"}, errors.InputError, "rule_pattern"),
        ({"rule_name": "first", "scenarios": ("x",)}, errors.NotFoundError, "scenarios"),
        ({"rule_name": "new", "rule_pattern": "1", "scenarios": ("x",)}, errors.NotFoundError, "scenarios"),
        ({"rule_name": "first", "position": 3}, errors.InputError, "position"),
        ({"rule_name": "new", "rule_pattern": "1", "position": 4}, errors.InputError, "position"),
        ({"rule_name": ""}, errors.InputError, "rule_name"),
        ({"rule_name": "a", "renamed_from": ""}, errors.InputError, "renamed_from"),
        ({"rule_name": "a", "rule_pattern": ""}, errors.InputError, "rule_pattern"),
        ({"rule_name": "x" * 100}, errors.LimitError, "rule_name"),
        ({"rule_name": "a", "rule_pattern": "é" * 32768}, errors.LimitError, "rule_pattern"),
        ({"rule_name": "a", "rule_pattern_exclude": "x" * 65536}, errors.LimitError, "rule_pattern_exclude"),
        ({"rule_name": "a", "scenarios": ("b", "c", "b")}, errors.InputError, "scenarios"),
    ],
)
def test_plan_when_there_is_none_then_the_error_says_which_option_is_at_fault(
    desired: dict[str, t.Any], kind: type[errors.VoximplantError], field: str
) -> None:
    with pytest.raises(errors.VoximplantError) as caught:
        plan_of(**desired)
    assert (type(caught.value), caught.value.field) == (kind, field)


def test_limits_when_values_are_as_long_as_they_may_be_then_they_are_taken() -> None:
    assert plan_of(rule_name="x" * 99, rule_pattern="x" * 65535).changed


def test_name_when_several_rules_have_it_then_the_error_names_them() -> None:
    current = CurrentRule(APPLICATION, (FIRST, rule_of(34, "first")))
    with pytest.raises(errors.ConflictError, match=r"rule first \(id 31\), rule first \(id 34\)"):
        plan_rule(current, DesiredRule("first"))
    assert not plan_rule(current, DesiredRule(rule_id=34)).changed


@pytest.mark.parametrize("desired", [{"rule_name": "first"}, {"rule_id": 31}, {"rule_id": 31, "rule_name": "first"}])
def test_absent_when_it_is_there_then_it_is_deleted(desired: dict[str, t.Any]) -> None:
    assert sent(present=False, **desired) == [("delete", "DelRule", {"rule_id": 31})]
    assert plan_of(present=False, **desired).after.as_result() == {"rule": None}


def test_diff_when_a_rule_changes_then_they_show_attributes_scenarios_and_order() -> None:
    plan = plan_of(rule_name="first", video_conference=True, scenarios=("b",), position=1, bind_key_id="k")
    before, after = plan.before.diff_sections(), plan.after.diff_sections()
    assert before["attributes"].text == (
        "rule_name: first\nrule_pattern: .*\nrule_pattern_exclude: \nvideo_conference: false\n"
    )
    assert after["attributes"].text.endswith("video_conference: true\nbind_key_id: k\n")
    assert (before["scenarios"].text, after["scenarios"].text) == ("a\nb\n", "b\n")
    assert (before["order"].text, after["order"].text) == ("first\nsecond\nthird\n", "second\nfirst\nthird\n")
    new = plan_of(rule_name="new", rule_pattern="1.*")
    assert new.before.diff_sections()["attributes"].header == "rule new (absent)"
    assert new.before.diff_sections()["attributes"].text == ""
