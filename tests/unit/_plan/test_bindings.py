# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plans for the scenarios of a rule: tables of cases."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api import errors
from ansible_collections.voximplant.platform.plugins.module_utils._objects.models import BoundScenario, Rule
from ansible_collections.voximplant.platform.plugins.module_utils._plan.bindings import (
    BoundState,
    DesiredBindings,
    bind_and_order,
    plan_bindings,
    plan_order,
)
from ansible_collections.voximplant.platform.plugins.module_utils._plan.operations import Operation, Plan, in_sequence
from ansible_collections.voximplant.platform.plugins.modules import vox_scenario_binding, vox_scenario_order
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform
from ansible_collections.voximplant.platform.tests.unit.support.tasks import bindings_task, context_of

IDS = {"a": 1, "b": 2, "c": 3, "d": 4}
ALL = tuple(BoundScenario(number, name) for name, number in IDS.items())


def rule_of(names: str, rule_id: int = 30) -> Rule:
    """Return a rule that runs the scenarios of these one-letter names."""
    return Rule(rule_id, "r", 20, scenarios=tuple(BoundScenario(IDS[name], name) for name in names))


def desired_of(names: t.Sequence[str], by_id: bool, **how: t.Any) -> DesiredBindings:
    """Return the names as a list of names, or of ids."""
    if by_id:
        return DesiredBindings(ids=tuple(IDS[name] for name in names), **how)
    return DesiredBindings(names=tuple(names), **how)


def options_of(field: str, keys: t.Sequence[str | int], rule_id: int = 30, **options: t.Any) -> dict[str, t.Any]:
    """Return the options of vox_scenario_binding or vox_scenario_order."""
    rule = {"rule_id": rule_id, "rule_name": None, "application_id": None, "application_name": None}
    return {**rule, "scenarios": None, "scenario_ids": None, field: list(keys), **options}


def bindings_of(names: t.Sequence[str], by_id: bool, present: bool, exclusive: bool) -> DesiredBindings:
    """Return what vox_scenario_binding makes of its options."""
    keys: list[str | int] = [IDS[name] for name in names] if by_id else list(names)
    options = {"state": "present" if present else "absent", "exclusive": exclusive}
    params = options_of("scenario_ids" if by_id else "scenarios", keys, **options)
    return vox_scenario_binding.build_task(params, context_of(Platform())).desired


def calls_of(operations: t.Sequence[Operation]) -> list[str]:
    """Return calls with their scenarios."""
    letters = {number: name for name, number in IDS.items()}
    return [
        f"{operation.action} {''.join(letters[number] for number in operation.params['scenario_id'])}"
        for operation in operations
    ]


def shown(plan: Plan[BoundState]) -> tuple[list[str], str]:
    """Return the calls of a plan with their scenarios, and the names in the order that follows."""
    return calls_of(plan.operations), plan.after.diff_sections()["scenarios"].text.replace("\n", "")


@pytest.mark.parametrize("by_id", [True, False])
@pytest.mark.parametrize(
    ("bound", "names", "present", "exclusive", "calls", "after"),
    [
        ("", "ab", True, False, ["bind ab"], "ab"),
        ("ab", "ba", True, False, [], "ab"),
        ("ab", "ba", True, True, [], "ab"),
        ("ab", "ca", True, False, ["bind c"], "abc"),
        ("ab", "dc", True, False, ["bind dc"], "abdc"),
        ("ab", "ca", True, True, ["unbind b", "bind c"], "ac"),
        ("abc", "b", True, True, ["unbind ac"], "b"),
        ("ab", "", True, True, ["unbind ab"], ""),
        ("", "", True, True, [], ""),
        ("abc", "ca", False, False, ["unbind ac"], "b"),
        ("ab", "cd", False, False, [], "ab"),
        ("ab", "bd", False, True, ["unbind b"], "a"),
        ("", "a", False, False, [], ""),
    ],
)
def test_binding_when_sets_differ_then_only_the_difference_is_sent(
    by_id: bool, bound: str, names: str, present: bool, exclusive: bool, calls: list[str], after: str
) -> None:
    plan = plan_bindings(rule_of(bound), bindings_of(names, by_id, present, exclusive), ALL)
    assert shown(plan) == (calls, after)
    assert plan.before == BoundState(rule_of(bound))
    assert plan.after.as_result()["rule"]["rule_id"] == 30


@pytest.mark.parametrize("by_id", [True, False])
@pytest.mark.parametrize(
    ("bound", "names", "calls", "after"),
    [
        ("abc", "abc", [], "abc"),
        ("abc", "a", [], "abc"),
        ("abc", "cba", ["reorder cba"], "cba"),
        ("abcd", "c", ["reorder cabd"], "cabd"),
        ("abcd", "ba", ["reorder bacd"], "bacd"),
        ("a", "a", [], "a"),
    ],
)
def test_order_when_it_differs_then_the_complete_one_is_sent(
    by_id: bool, bound: str, names: str, calls: list[str], after: str
) -> None:
    assert shown(plan_order(rule_of(bound), desired_of(names, by_id, ordered=True))) == (calls, after)


@pytest.mark.parametrize(
    ("bound", "names", "unbind_pattern", "calls", "after"),
    [
        ("ab", "ab", "*", [], "ab"),
        ("ab", "ba", "*", ["reorder ba"], "ba"),
        ("ab", "c", "*", ["unbind ab", "bind c"], "c"),
        ("ab", "ca", "*", ["unbind b", "bind c", "reorder ca"], "ca"),
        ("ab", "abc", "*", ["bind c"], "abc"),
        ("ab", "", "*", ["unbind ab"], ""),
        ("ab", "c", None, ["bind c", "reorder cab"], "cab"),
        ("ab", "a", None, [], "ab"),
        ("abc", "c", "b", ["unbind b", "reorder ca"], "ca"),
        ("", "dc", "*", ["bind dc"], "dc"),
    ],
)
def test_declared_list_when_it_differs_then_unbinding_comes_first_and_order_last(
    bound: str, names: str, unbind_pattern: str | None, calls: list[str], after: str
) -> None:
    desired = desired_of(names, by_id=False, ordered=True, unbind_pattern=unbind_pattern)
    target, operations = bind_and_order(rule_of(bound), desired, ALL)
    assert (calls_of(operations), "".join(scenario.scenario_name for scenario in target)) == (calls, after)
    plan = plan_bindings(rule_of(bound), desired, ALL)
    assert plan.stages == in_sequence(operations) == tuple((operation,) for operation in operations)


@pytest.mark.parametrize(
    ("module", "options"),
    [
        ("vox_scenario_binding", {"state": "present", "exclusive": False}),
        ("vox_scenario_binding", {"state": "absent", "exclusive": False}),
        ("vox_scenario_binding", {"state": "absent", "exclusive": True}),
        ("vox_scenario_order", {}),
    ],
)
@pytest.mark.parametrize("field", ["scenarios", "scenario_ids"])
def test_list_when_it_is_empty_then_only_an_exclusive_present_one_is_accepted(
    field: str, module: str, options: dict[str, t.Any]
) -> None:
    modules = {"vox_scenario_binding": vox_scenario_binding, "vox_scenario_order": vox_scenario_order}
    with pytest.raises(errors.InputError) as caught:
        modules[module].build_task(options_of(field, [], **options), context_of(Platform()))
    assert (caught.value.field, caught.value.text) == (field, f"{field} is empty.")


def test_list_when_it_is_empty_and_exclusive_then_the_rule_is_emptied() -> None:
    platform = Platform()
    rule = platform.add_rule("r", platform.add_application("one"), platform.add_scenario("a"))
    params = options_of("scenarios", [], rule.rule_id, state="present", exclusive=True)
    task = vox_scenario_binding.build_task(params, context_of(platform))
    task.apply(task.plan())
    assert rule.scenario_ids == []


def test_binding_when_scenarios_do_not_exist_then_they_are_named() -> None:
    with pytest.raises(errors.NotFoundError, match=r"This rule cannot run 'x', 'y': no such scenario\.") as caught:
        plan_bindings(rule_of("a"), DesiredBindings(("x", "a", "b", "y")), ALL)
    assert caught.value.field == "scenarios"


@pytest.mark.parametrize(
    ("bound", "desired", "says"),
    [
        ("ab", DesiredBindings(("a", "x", "y")), "Not bound to the rule: 'x', 'y'. It runs: a, b."),
        ("ab", DesiredBindings(ids=(1, 9)), "Not bound to the rule: 9. It runs: 1, 2."),
        ("", DesiredBindings(("x",)), "Not bound to the rule: 'x'. It runs: nothing."),
    ],
)
def test_order_when_scenarios_are_not_bound_then_they_are_named(
    bound: str, desired: DesiredBindings, says: str
) -> None:
    with pytest.raises(errors.NotFoundError) as caught:
        plan_order(rule_of(bound), desired)
    assert caught.value.text == says


@pytest.mark.parametrize(
    ("given_list", "field", "says"),
    [
        ({"names": ("b", "a", "b", "a", "c")}, "scenarios", "scenarios lists more than once: a, b."),
        ({"ids": (3, 3)}, "scenario_ids", "scenario_ids lists more than once: 3."),
        ({"names": ("a", "")}, "scenarios", "scenarios contains an empty name."),
    ],
)
def test_list_when_it_makes_no_sense_then_it_is_refused(given_list: dict[str, t.Any], field: str, says: str) -> None:
    with pytest.raises(errors.InputError) as caught:
        DesiredBindings(**given_list)
    assert (caught.value.field, str(caught.value)) == (field, says)


def test_list_when_read_from_options_then_the_given_one_counts() -> None:
    assert DesiredBindings.from_options({"scenarios": ["a"], "scenario_ids": None}) == DesiredBindings(("a",))
    assert DesiredBindings.from_options({"scenarios": None, "scenario_ids": [1]}) == DesiredBindings(ids=(1,))
    assert DesiredBindings.from_options({"scenarios": [], "scenario_ids": None}).keys == ()


@pytest.mark.parametrize(
    ("bound", "desired", "shown_names"),
    [
        ("a", DesiredBindings(("a", "b")), "a"),
        ("a", DesiredBindings(("b",)), ""),
        ("ab", DesiredBindings(("a",), present=False), "ab"),
        ("ab", DesiredBindings(("b", "a"), ordered=True), "ab"),
        ("ab", DesiredBindings(("b", "a"), ordered=True), "b"),
    ],
)
def test_binding_when_the_platform_shows_something_else_then_the_task_fails(
    bound: str, desired: DesiredBindings, shown_names: str
) -> None:
    platform = Platform()
    rows = {name: platform.add_scenario(name) for name in IDS}
    rule = platform.add_rule("r", platform.add_application("one"), *(rows[name] for name in bound))
    task = bindings_task(platform, rule.rule_id, desired)
    plan = task.plan()
    for method in ("BindScenario", "ReorderScenarios"):  # accepted, but without that effect
        setattr(platform, method, lambda _form: {"result": 1})
    rule.scenario_ids = [rows[name].scenario_id for name in shown_names]
    with pytest.raises(
        errors.ConflictError, match=f"accepted {plan.operations[0].method}, but does not show"
    ) as caught:
        task.apply(plan)
    assert (caught.value.object, caught.value.name, caught.value.done) == ("rule", "one/r", plan.operations)
