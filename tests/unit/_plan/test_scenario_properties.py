# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Properties of every plan of a scenario, whatever is there and whatever is desired."""

from __future__ import annotations

import dataclasses

from hypothesis import HealthCheck, assume, given, reject, settings
from hypothesis import strategies as st

from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import VoximplantError
from ansible_collections.voximplant.platform.plugins.module_utils._apply.read_scenario import read_scenario_state
from ansible_collections.voximplant.platform.plugins.module_utils._objects.models import Rule
from ansible_collections.voximplant.platform.plugins.module_utils._objects.rules import list_all_rules, read_rule
from ansible_collections.voximplant.platform.plugins.module_utils._objects.scenarios import list_scenarios
from ansible_collections.voximplant.platform.plugins.module_utils._objects.script import is_same
from ansible_collections.voximplant.platform.plugins.module_utils._plan.operations import Plan
from ansible_collections.voximplant.platform.plugins.module_utils._plan.scenario import (
    DesiredScenario,
    ScenarioState,
    plan_delete_all,
    plan_scenario,
)
from ansible_collections.voximplant.platform.tests.unit.support.accounts import accounts, desired_scenarios
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform
from ansible_collections.voximplant.platform.tests.unit.support.tasks import scenario_task

LENIENT = settings(suppress_health_check=[HealthCheck.too_slow])


def planned(platform: Platform, desired: DesiredScenario, rule_id: int | None) -> Plan[ScenarioState]:
    """Read an account and plan a scenario."""
    rule = None if rule_id is None else read_rule(platform.client, rule_id)
    return plan_scenario(read_scenario_state(platform.client, desired, rule), desired)


def possible(platform: Platform, desired: DesiredScenario, rule_id: int | None) -> Plan[ScenarioState]:
    """Return the plan, if there is one; nothing is written in either case."""
    before = platform.snapshot()
    platform.calls.clear()
    try:
        return planned(platform, desired, rule_id)
    except VoximplantError:
        reject()
    finally:
        assert platform.snapshot() == before
        assert platform.writes == []


def draw_rule(data: st.DataObject, platform: Platform, desired: DesiredScenario) -> int | None:
    """Draw a rule that should run the scenario, or None."""
    ids = [rule.rule_id for rule in platform.rules]
    return data.draw(st.none() | st.sampled_from(ids)) if ids and desired.present else None


@LENIENT
@given(accounts(), st.data())
def test_plan_when_applied_then_the_account_is_as_planned_and_nothing_is_left_to_do(
    platform: Platform, data: st.DataObject
) -> None:
    desired = data.draw(desired_scenarios(platform))
    rule_id = draw_rule(data, platform, desired)
    plan = possible(platform, desired, rule_id)
    before = platform.snapshot()[0]
    task = scenario_task(platform, desired, rule_id)
    assert task.desired == dataclasses.replace(desired, application_id=None)  # which the task looks up
    reached = task.apply(plan)
    again = planned(platform, desired, rule_id)
    assert again.operations == ()
    assert (reached.scenario is not None) is desired.present
    if reached.scenario is None:
        assert platform.named(desired.scenario_name or "") is None
        assert desired.scenario_id not in [row.scenario_id for row in platform.scenarios]
        return
    row = platform.scenario(reached.scenario.scenario_id or 0)
    assert row.scenario_name == reached.scenario.scenario_name == again.after.as_result()["scenario"]["scenario_name"]
    assert desired.scenario_name in (None, row.scenario_name)
    for script in (plan.after.script, desired.scenario_script):
        assert script is None or is_same(script, row.scenario_script)
    assert desired.application_id in (None, row.application_id)
    previous = next((old for old in before if old.scenario_id == row.scenario_id), None)
    if previous is not None:
        assert row.application_id == previous.application_id
        assert desired.scenario_script is not None or row.scenario_script == previous.scenario_script
    assert rule_id is None or row.scenario_id in platform.rule(rule_id).scenario_ids


@LENIENT
@given(accounts(), st.data())
def test_plan_when_applied_then_nothing_else_is_touched(platform: Platform, data: st.DataObject) -> None:
    desired = data.draw(desired_scenarios(platform))
    rule_id = draw_rule(data, platform, desired)
    plan = possible(platform, desired, rule_id)
    names = {desired.scenario_name, desired.renamed_from}
    meant = [row for row in platform.scenarios if row.scenario_name in names or row.scenario_id == desired.scenario_id]
    ids = {row.scenario_id for row in meant}
    before = platform.snapshot()
    for operation in plan.operations:
        platform.execute(operation)
    created = {row.scenario_id for row in platform.scenarios} - {row.scenario_id for row in before[0]}
    assert len(created) == sum(operation.action == "create" for operation in plan.operations)
    assert [row for row in platform.scenarios if row.scenario_id not in ids | created] == [
        row for row in before[0] if row.scenario_id not in ids
    ]
    assert platform.snapshot()[2:] == before[2:]
    for rule, previous in zip(platform.rules, before[1], strict=True):
        assert dataclasses.replace(rule, scenario_ids=previous.scenario_ids) == previous
        assert rule == previous or rule.rule_id == rule_id or not desired.present
        others = [scenario_id for scenario_id in previous.scenario_ids if scenario_id not in ids]
        assert [scenario_id for scenario_id in rule.scenario_ids if scenario_id not in ids | created] == others


@LENIENT
@given(accounts(), st.data())
def test_plan_when_the_account_is_as_desired_then_it_is_empty(platform: Platform, data: st.DataObject) -> None:
    assume(platform.scenarios)
    row = data.draw(st.sampled_from(platform.scenarios))
    by_id = data.draw(st.booleans())
    desired = DesiredScenario(
        scenario_name=row.scenario_name,
        scenario_id=row.scenario_id if by_id else None,
        scenario_script=row.scenario_script,
        application_id=row.application_id,
    )
    rule_ids = [rule.rule_id for rule in platform.rules if row.scenario_id in rule.scenario_ids]
    plan = planned(platform, desired, data.draw(st.sampled_from([None, *rule_ids])))
    assert plan.operations == ()
    assert plan.before == plan.after


@LENIENT
@given(accounts())
def test_delete_all_when_applied_then_no_own_scenario_is_left_and_every_one_was_named(platform: Platform) -> None:
    rules: tuple[Rule, ...] = list_all_rules(platform.client)
    plan = plan_delete_all(list_scenarios(platform.client), rules)
    own = {row.scenario_name for row in platform.scenarios if not row.parent}
    parents = {row.scenario_id for row in platform.scenarios if row.parent}
    for operation in plan.operations:
        platform.execute(operation)
    assert {row.scenario_id for row in platform.scenarios} == parents
    assert {operation.name for operation in plan.operations if operation.action == "delete"} == own
    assert all(set(rule.scenario_ids) <= parents for rule in platform.rules)
    again = plan_delete_all(list_scenarios(platform.client), list_all_rules(platform.client))
    assert again.operations == ()
    assert again.before.diff_sections() == plan.after.diff_sections()
