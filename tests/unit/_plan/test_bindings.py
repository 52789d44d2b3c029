# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plans for the scenarios of a rule: tables of cases, and what holds for all of them."""

from __future__ import annotations

import typing as t

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ansible_collections.voximplant.platform.plugins.module_utils._api import errors
from ansible_collections.voximplant.platform.plugins.module_utils._apply.read_current import read_candidates
from ansible_collections.voximplant.platform.plugins.module_utils._apply.verify import confirm_binding, confirm_order
from ansible_collections.voximplant.platform.plugins.module_utils._objects.models import BoundScenario, Rule
from ansible_collections.voximplant.platform.plugins.module_utils._objects.rules import read_rule
from ansible_collections.voximplant.platform.plugins.module_utils._plan.bindings import (
    BoundState,
    DesiredBindings,
    check_bound,
    check_order,
    plan_binding,
    plan_order,
)
from ansible_collections.voximplant.platform.plugins.module_utils._plan.operations import Plan
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform

IDS = {"a": 1, "b": 2, "c": 3, "d": 4}
ALL = tuple(BoundScenario(number, name) for name, number in IDS.items())


def rule_of(names: str, rule_id: int = 30) -> Rule:
    """A rule that runs the scenarios of these one-letter names."""
    return Rule(rule_id, "r", 20, scenarios=tuple(BoundScenario(IDS[name], name) for name in names))


def wanted_of(names: t.Sequence[str], by_id: bool) -> DesiredBindings:
    """The names as a list of names, or of ids."""
    return DesiredBindings(ids=tuple(IDS[name] for name in names)) if by_id else DesiredBindings(names=tuple(names))


def shown(plan: Plan[BoundState]) -> tuple[list[str], str]:
    """The calls of a plan with their scenarios, and the names in the order that follows."""
    letters = {number: name for name, number in IDS.items()}
    calls = [
        f"{one.action} {''.join(letters[number] for number in one.params['scenario_id'])}" for one in plan.operations
    ]
    return calls, plan.after.diff_sections()["scenarios"].text.replace("\n", "")


@pytest.mark.parametrize("by_id", [True, False])
@pytest.mark.parametrize(
    ("bound", "wanted", "present", "exclusive", "calls", "after"),
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
        ("abc", "ca", False, False, ["unbind ca"], "b"),
        ("ab", "cd", False, False, [], "ab"),
        ("ab", "bd", False, True, ["unbind b"], "a"),
        ("", "a", False, False, [], ""),
    ],
)
def test_binding_when_sets_differ_then_only_what_is_missing_or_surplus_is_sent(
    by_id: bool, bound: str, wanted: str, present: bool, exclusive: bool, calls: list[str], after: str
) -> None:
    plan = plan_binding(rule_of(bound), wanted_of(wanted, by_id), ALL, present=present, exclusive=exclusive)
    assert shown(plan) == (calls, after)
    assert plan.before == BoundState(rule_of(bound))
    assert plan.after.as_result()["rule"]["rule_id"] == 30


@pytest.mark.parametrize("by_id", [True, False])
@pytest.mark.parametrize(
    ("bound", "wanted", "calls", "after"),
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
    by_id: bool, bound: str, wanted: str, calls: list[str], after: str
) -> None:
    assert shown(plan_order(rule_of(bound), wanted_of(wanted, by_id))) == (calls, after)


@pytest.mark.parametrize("by_id", [True, False])
@pytest.mark.parametrize(("present", "exclusive"), [(True, False), (False, False), (False, True)])
def test_binding_when_the_list_is_empty_then_only_an_exclusive_present_one_is_taken(
    by_id: bool, present: bool, exclusive: bool
) -> None:
    wanted = wanted_of("", by_id)
    with pytest.raises(errors.InputError) as caught:
        plan_binding(rule_of("ab"), wanted, ALL, present=present, exclusive=exclusive)
    assert caught.value.field == ("scenario_ids" if by_id else "scenarios")


def test_binding_when_scenarios_do_not_exist_then_they_are_named() -> None:
    with pytest.raises(errors.NotFoundError, match=r"There is no scenario 'x', 'y' that this rule could run\."):
        plan_binding(rule_of("a"), DesiredBindings(("x", "a", "b", "y")), ALL, present=True, exclusive=False)


def test_order_when_the_list_is_empty_then_it_is_refused() -> None:
    with pytest.raises(errors.InputError) as caught:
        plan_order(rule_of("ab"), DesiredBindings(names=()))
    assert caught.value.field == "scenarios"


@pytest.mark.parametrize(
    ("bound", "wanted", "says"),
    [
        ("ab", DesiredBindings(("a", "x", "y")), "'x', 'y' is not bound to the rule, which runs: a, b."),
        ("ab", DesiredBindings(ids=(1, 9)), "9 is not bound to the rule, which runs: 1, 2."),
        ("", DesiredBindings(("x",)), "'x' is not bound to the rule, which runs: nothing."),
    ],
)
def test_order_when_scenarios_are_not_bound_then_they_are_named(bound: str, wanted: DesiredBindings, says: str) -> None:
    with pytest.raises(errors.NotFoundError) as caught:
        plan_order(rule_of(bound), wanted)
    assert caught.value.text == says


@pytest.mark.parametrize(
    ("given_list", "field", "says"),
    [
        ({"names": ("b", "a", "b", "a", "c")}, "scenarios", "scenarios has a, b twice."),
        ({"ids": (3, 3)}, "scenario_ids", "scenario_ids has 3 twice."),
        ({"names": ("a", "")}, "scenarios", "scenarios has an empty name."),
    ],
)
def test_wanted_when_a_list_makes_no_sense_then_it_is_refused(
    given_list: dict[str, t.Any], field: str, says: str
) -> None:
    with pytest.raises(errors.InputError) as caught:
        DesiredBindings(**given_list)
    assert (caught.value.field, str(caught.value)) == (field, says)


def test_wanted_when_read_from_options_then_the_given_list_counts() -> None:
    assert DesiredBindings.from_params({"scenarios": ["a"], "scenario_ids": None}) == DesiredBindings(("a",))
    assert DesiredBindings.from_params({"scenarios": None, "scenario_ids": [1]}) == DesiredBindings(ids=(1,))
    assert DesiredBindings.from_params({"scenarios": [], "scenario_ids": None}).wanted == ()


def test_check_when_the_platform_reports_something_else_then_it_is_named() -> None:
    check_bound(rule_of("ab"), rule_of("ba"))
    check_order(rule_of("ab"), rule_of("ab"))
    for check, reported, says in (
        (check_bound, "ac", "runs a, c."),
        (check_bound, "", "runs nothing."),
        (check_bound, "abc", "runs a, b, c."),
        (check_order, "ba", "another one: b, a."),
    ):
        with pytest.raises(errors.ConflictError, match=says):
            check(rule_of("ab"), rule_of(reported))


@st.composite
def accounts_with_a_rule(draw: st.DrawFn) -> Platform:
    """An account with a rule that runs some of its scenarios."""
    platform = Platform()
    application = platform.add_application("one")
    rows = [platform.add_scenario(name) for name in draw(st.permutations(list(IDS)))]
    bound = draw(st.permutations(rows))[: draw(st.integers(0, len(rows)))]
    platform.add_rule("r", application, *bound)
    return platform


def drawn_list(data: st.DataObject, platform: Platform, ids: t.Sequence[int]) -> DesiredBindings:
    """A list of some of these scenarios by name or by id."""
    chosen = data.draw(st.lists(st.sampled_from(ids), unique=True)) if ids else []
    if data.draw(st.booleans()):
        return DesiredBindings(ids=tuple(chosen))
    return DesiredBindings(names=tuple(platform.scenario(one).scenario_name for one in chosen))


def chosen_ids(platform: Platform, wanted: DesiredBindings) -> list[int]:
    """The ids of the scenarios of a list."""
    return [
        row.scenario_id
        for key in wanted.wanted
        for row in platform.scenarios
        if key in (row.scenario_id, row.scenario_name)
    ]


@given(accounts_with_a_rule(), st.booleans(), st.booleans(), st.data())
def test_binding_when_carried_out_then_the_rule_runs_what_was_planned_and_nothing_is_left(
    platform: Platform, present: bool, exclusive: bool, data: st.DataObject
) -> None:
    row = platform.rules[0]
    wanted = drawn_list(data, platform, [one.scenario_id for one in platform.scenarios])
    assume(wanted.wanted or (present and exclusive))
    before = list(row.scenario_ids)

    def plan() -> Plan[BoundState]:
        rule = read_rule(platform.client, row.rule_id)
        known = read_candidates(platform.client, rule, wanted) if present else ()
        return plan_binding(rule, wanted, known, present=present, exclusive=exclusive)

    first = plan()
    answers = [platform.execute(operation) for operation in first.operations]
    ids = chosen_ids(platform, wanted)
    kept = [one for one in before if (one in ids if present and exclusive else present or one not in ids)]
    assert row.scenario_ids == kept + ([one for one in ids if one not in before] if present else [])
    assert list(first.after.rule.scenario_ids) == row.scenario_ids
    assert confirm_binding(platform.client, first, answers) == first.after
    assert plan().operations == ()


@given(accounts_with_a_rule(), st.data())
def test_order_when_carried_out_then_the_rule_runs_in_that_order_and_nothing_is_left(
    platform: Platform, data: st.DataObject
) -> None:
    row = platform.rules[0]
    wanted = drawn_list(data, platform, row.scenario_ids)
    assume(wanted.wanted)
    before = list(row.scenario_ids)
    plan = plan_order(read_rule(platform.client, row.rule_id), wanted)
    answers = [platform.execute(operation) for operation in plan.operations]
    ids = chosen_ids(platform, wanted)
    assert row.scenario_ids == ids + [one for one in before if one not in ids]
    assert confirm_order(platform.client, plan, answers) == plan.after
    assert plan_order(read_rule(platform.client, row.rule_id), wanted).operations == ()
