# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What holds for every plan of applications, rules and scenarios, whatever exists and whatever is declared."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.voximplant.platform.plugins.module_utils._account.desired import DesiredAccount
from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import InputError
from ansible_collections.voximplant.platform.tests.unit.support.declarations import deploy, plan_for, whole_accounts
from ansible_collections.voximplant.platform.tests.unit.support.deployments import (
    THOROUGH,
    bindings,
    copy_of,
    deployed,
    ids,
    names,
    reachable,
)
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform


@THOROUGH
@given(whole_accounts(), st.data())
def test_plan_when_applied_in_any_order_within_stages_then_nothing_is_left_to_do(
    platform: Platform, data: st.DataObject
) -> None:
    desired, _before = deployed(data, platform)
    again = plan_for(platform, desired)
    assert again.operations == ()
    assert {difference.kind for difference in again.after.drift} <= {"unmanaged"}
    assert again.before.diff_sections() == again.after.diff_sections()


@THOROUGH
@given(whole_accounts(), st.data())
def test_summary_when_deployed_then_it_counts_what_became_of_the_account(
    platform: Platform, data: st.DataObject
) -> None:
    desired, plan = reachable(data, platform)
    before = copy_of(platform)
    deploy(platform, desired)
    summary = plan.after.summary
    assert summary.created == len(ids(platform) - ids(before))
    assert summary.deleted == len(ids(before) - ids(platform))
    kept = ids(before) & ids(platform)
    assert summary.renamed == sum(names(before)[number] != names(platform)[number] for number in kept)
    old, new = bindings(before), bindings(platform)
    assert summary.bound == sum(len(new[rule_id] - old[rule_id]) for rule_id in old.keys() & new.keys())
    assert summary.unbound == sum(len(old[rule_id] - new[rule_id]) for rule_id in old.keys() & new.keys())
    changed = {
        (operation.object, operation.application, operation.name)
        for operation in plan.operations
        if operation.action != "delete" and (operation.action, operation.object) != ("reorder", "application")
    }
    assert summary.unchanged + len(changed) == plan_for(platform, desired).after.summary.unchanged


@THOROUGH
@given(whole_accounts(), st.data())
def test_plan_when_made_then_drift_and_summary_say_what_it_does(platform: Platform, data: st.DataObject) -> None:
    _desired, plan = reachable(data, platform)
    summary = plan.after.summary
    actions = [operation.action for operation in plan.operations]
    for action, count in (
        ("create", summary.created),
        ("update", summary.updated),
        ("rename", summary.renamed),
        ("reorder", summary.reordered),
        ("delete", summary.deleted),
    ):
        assert actions.count(action) == count
    for action, count in (("bind", summary.bound), ("unbind", summary.unbound)):
        scenario_ids = [found.params["scenario_id"] for found in plan.operations if found.action == action]
        assert sum(map(len, scenario_ids)) == count
    managed = [found for found in plan.after.drift if found.kind != "unmanaged"]
    assert {(found.object, found.application, found.name) for found in managed} == {
        (found.object, found.application, found.name) for found in plan.operations if found.action != "delete"
    }
    assert all(found.before or found.after for found in managed)
    assert len(set(plan.after.drift)) == len(plan.after.drift)
    unmanaged = {(found.object, found.application, found.name) for found in plan.after.drift} - {
        (found.object, found.application, found.name) for found in managed
    }
    deletions = [operation for operation in plan.operations if operation.action == "delete"]
    deleted_applications = {operation.name for operation in deletions if operation.object == "application"}
    for operation in deletions:
        if (operation.object, operation.application, operation.name) not in unmanaged:
            assert operation.object == "rule"
            assert operation.application in deleted_applications


@THOROUGH
@given(whole_accounts(), st.data())
def test_operations_when_planned_then_those_on_rules_and_scoped_scenarios_have_the_application(
    platform: Platform, data: st.DataObject
) -> None:
    desired, plan = reachable(data, platform)
    ids_by_name = {row.application_name: row.application_id for row in platform.applications}
    names_by_id = {row.application_id: row.application_name for row in platform.applications}
    scopes = {scenario.name: scenario.application_name for scenario in desired.scenarios}
    owners = {scenario.scenario_id: scenario.application_id for scenario in plan.before.current.scenarios}
    for operation in plan.operations:
        if operation.object == "application":
            assert operation.application is None
        elif operation.action == "delete" and operation.object == "scenario":
            scope = platform.scenario(operation.params["scenario_id"]).application_id
            assert operation.application == (None if scope is None else names_by_id[scope])
        elif operation.object == "scenario":
            owner = names_by_id.get(owners.get(operation.params.get("scenario_id")))
            assert operation.application == (owner or scopes[operation.name])
        elif "rule_id" in operation.params:
            row = platform.rule(operation.params["rule_id"])
            assert row.application_id == ids_by_name[str(operation.application)]
        else:
            new = [found for found in desired.applications if found.short_name == operation.application]
            assert operation.name in [rule.name for found in new for rule in found.rules or ()]


@THOROUGH
@given(whole_accounts(), st.data())
def test_removals_when_deployed_then_they_are_at_most_the_limit_and_a_lower_one_refuses_them(
    platform: Platform, data: st.DataObject
) -> None:
    desired, before = deployed(data, platform)
    gone = len(ids(before) - ids(platform))
    left = bindings(platform)
    gone += sum(len(old - left.get(rule_id, old)) for rule_id, old in bindings(before).items())
    assert gone <= desired.prune.limit
    plan_for(before, with_limit(desired, gone))
    if gone:
        with pytest.raises(InputError) as refusal:
            plan_for(before, with_limit(desired, gone - 1))
        assert refusal.value.field == "prune_limit"


def with_limit(desired: DesiredAccount, limit: int) -> DesiredAccount:
    """Return the desired account with another limit of removals."""
    return dataclasses.replace(desired, prune=dataclasses.replace(desired.prune, limit=limit))
