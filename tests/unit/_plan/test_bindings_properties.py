# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Properties of every plan for the scenarios of a rule."""

from __future__ import annotations

import typing as t

from hypothesis import assume, given
from hypothesis import strategies as st

from ansible_collections.voximplant.platform.plugins.module_utils._plan.bindings import DesiredBindings
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform
from ansible_collections.voximplant.platform.tests.unit.support.tasks import bindings_task
from harness.examples import examples

NAMES = ("a", "b", "c", "d")
THOROUGH = examples(2)


@st.composite
def accounts_with_a_rule(draw: st.DrawFn) -> Platform:
    """Draw an account with a rule that runs some of its scenarios, and two others that run all of them."""
    platform = Platform()
    application = platform.add_application("one")
    rows = [platform.add_scenario(name) for name in draw(st.permutations(NAMES))]
    bound = draw(st.permutations(rows))[: draw(st.integers(0, len(rows)))]
    platform.add_rule("r", application, *bound)
    for other in (application, platform.add_application("two")):
        platform.add_rule("r", other, *rows)
    return platform


def but_first_rule(platform: Platform) -> t.Any:
    """Return everything but the rule that is changed."""
    scenarios, rules, *others = platform.snapshot()
    return scenarios, rules[1:], others


def draw_list(data: st.DataObject, platform: Platform, ids: t.Sequence[int], **how: t.Any) -> DesiredBindings:
    """Draw a list of some of these scenarios by name or by id."""
    chosen = data.draw(st.lists(st.sampled_from(ids), unique=True)) if ids else []
    if data.draw(st.booleans()):
        return DesiredBindings(ids=tuple(chosen), **how)
    return DesiredBindings(tuple(platform.scenario(scenario_id).scenario_name for scenario_id in chosen), **how)


def chosen_ids(platform: Platform, desired: DesiredBindings) -> list[int]:
    """Return the ids of the scenarios of a list."""
    return [
        row.scenario_id
        for key in desired.keys
        for row in platform.scenarios
        if key in (row.scenario_id, row.scenario_name)
    ]


@THOROUGH
@given(accounts_with_a_rule(), st.booleans(), st.booleans(), st.data())
def test_binding_when_applied_then_the_rule_runs_what_was_planned_and_nothing_is_left(
    platform: Platform, present: bool, exclusive: bool, data: st.DataObject
) -> None:
    row = platform.rules[0]
    exclusive = exclusive and present
    ids = [scenario.scenario_id for scenario in platform.scenarios]
    desired = draw_list(data, platform, ids, present=present, unbind_pattern="*" if exclusive else None)
    before, others = list(row.scenario_ids), but_first_rule(platform)
    task = bindings_task(platform, row.rule_id, desired)
    plan = task.plan()
    reached = task.apply(plan)
    listed = chosen_ids(platform, desired)
    if exclusive:
        kept = [scenario_id for scenario_id in before if scenario_id in listed]
    elif present:
        kept = before
    else:
        kept = [scenario_id for scenario_id in before if scenario_id not in listed]
    added = [scenario_id for scenario_id in listed if scenario_id not in before] if present else []
    assert row.scenario_ids == kept + added
    assert list(plan.after.rule.scenario_ids) == row.scenario_ids
    assert reached == plan.after
    assert but_first_rule(platform) == others
    assert task.plan().operations == ()


@THOROUGH
@given(accounts_with_a_rule(), st.data())
def test_order_when_applied_then_the_rule_runs_in_that_order_and_nothing_is_left(
    platform: Platform, data: st.DataObject
) -> None:
    row = platform.rules[0]
    desired = draw_list(data, platform, row.scenario_ids, ordered=True)
    assume(desired.keys)
    before, others = list(row.scenario_ids), but_first_rule(platform)
    task = bindings_task(platform, row.rule_id, desired)
    plan = task.plan()
    reached = task.apply(plan)
    ids = chosen_ids(platform, desired)
    assert row.scenario_ids == ids + [scenario_id for scenario_id in before if scenario_id not in ids]
    assert reached == plan.after
    assert but_first_rule(platform) == others
    assert task.plan().operations == ()
