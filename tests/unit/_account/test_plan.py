# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What holds for every plan of a whole account, whatever is there and whatever is declared."""

from __future__ import annotations

import fnmatch

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from ansible_collections.voximplant.platform.plugins.module_utils._account.desired import DesiredAccount
from ansible_collections.voximplant.platform.plugins.module_utils._account.plan import AccountState
from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import VoximplantError
from ansible_collections.voximplant.platform.plugins.module_utils._plan.operations import Plan
from ansible_collections.voximplant.platform.tests.unit.support.declarations import (
    declarations,
    deploy,
    names_run_by,
    plan_for,
    rules_of,
    scenarios_called,
    whole_accounts,
)
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform

LENIENT = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
WRITES = ("Add", "Set", "Del", "Bind", "Reorder", "Start")


def reachable(data: st.DataObject, platform: Platform) -> tuple[DesiredAccount, Plan[AccountState]]:
    """Something declared that has a plan; whether it has one or not, nothing is written."""
    declared = data.draw(declarations(platform))
    before = platform.snapshot()
    platform.calls.clear()
    try:
        return declared, plan_for(platform, declared)
    except VoximplantError as error:
        assume(error is None)
        raise
    finally:
        assert platform.snapshot() == before
        assert not [method for method in platform.calls if method.startswith(WRITES)]


def deployed(data: st.DataObject, platform: Platform) -> tuple[DesiredAccount, Platform]:
    """Something declared and deployed, each stage in any order; and the account as it was."""
    declared, _plan = reachable(data, platform)
    before = Platform()
    before.scenarios, before.rules, before.applications = platform.snapshot()
    deploy(platform, declared, lambda operations: data.draw(st.permutations(operations)))
    return declared, before


@LENIENT
@given(whole_accounts(), st.data())
def test_plan_when_carried_out_in_any_order_within_stages_then_nothing_is_left_to_do(
    platform: Platform, data: st.DataObject
) -> None:
    declared, _before = deployed(data, platform)
    again = plan_for(platform, declared)
    assert again.operations == ()
    assert {one.kind for one in again.after.drift} <= {"unmanaged"}
    assert again.before.diff_sections() == again.after.diff_sections()


@LENIENT
@given(whole_accounts(), st.data())
def test_plan_when_made_then_drift_and_summary_tell_what_it_does(platform: Platform, data: st.DataObject) -> None:
    _declared, plan = reachable(data, platform)
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
        assert sum(len(one.params["scenario_id"]) for one in plan.operations if one.action == action) == count
    managed = [one for one in plan.after.drift if one.kind != "unmanaged"]
    assert bool(managed) == any(action != "delete" for action in actions)
    assert len(set(plan.after.drift)) == len(plan.after.drift)
    unmanaged = {(one.object, one.name) for one in plan.after.drift if one.kind == "unmanaged"}
    for one in plan.operations:
        if one.action == "delete" and (one.object, one.name) not in unmanaged:
            assert one.object == "rule"
            assert any(method == "DelApplication" for method in [other.method for other in plan.operations])


@LENIENT
@given(whole_accounts(), st.data())
def test_scenarios_when_deployed_then_they_are_as_declared_and_the_others_are_untouched(
    platform: Platform, data: st.DataObject
) -> None:
    declared, before = deployed(data, platform)
    taken = [one for one in declared.scenarios if declared.selection.takes_scenario(one.name)]
    for one in taken:
        row = platform.named(one.name)
        assert row is not None
        formerly = scenarios_called(before, one.name, one.renamed_from)
        assert [row.scenario_id] == ([known.scenario_id for known in formerly] or [row.scenario_id])
        wanted = scenarios_called(before, one.name, one.renamed_from)
        if one.script is None and wanted:
            assert row.scenario_script == wanted[0].scenario_script
        if one.application_name is not None:
            assert platform.application(row.application_id or 0).application_name == one.application_name
    names = {name for one in taken for name in (one.name, one.renamed_from)}
    for old in before.scenarios:
        if old.scenario_name not in names and old in platform.scenarios:
            assert platform.scenario(old.scenario_id) == old
    gone = [old for old in before.scenarios if old.scenario_id not in {row.scenario_id for row in platform.scenarios}]
    for old in gone:
        assert declared.prune.takes("scenarios", old.scenario_name)
        assert declared.selection.takes_scenario(old.scenario_name)
        assert old.scenario_name not in {one.name for one in declared.scenarios}


@LENIENT
@given(whole_accounts(), st.data())
def test_rules_when_deployed_then_they_are_as_declared_and_keep_their_ids(
    platform: Platform, data: st.DataObject
) -> None:
    declared, before = deployed(data, platform)
    for application in declared.applications:
        name = application.desired.short_name
        for rule in application.rules or ():
            if not declared.selection.takes_rule(rule.rule_name or ""):
                continue
            found = [row for row in rules_of(platform, name) if row.rule_name == rule.rule_name]
            assert len(found) == 1
            old = [row for row in rules_of(before, name) if row.rule_name in (rule.rule_name, rule.renamed_from)]
            assert [row.rule_id for row in old] in ([found[0].rule_id], [])
            assert found[0].rule_pattern == rule.rule_pattern
            assert rule.rule_pattern_exclude in (None, found[0].rule_pattern_exclude)
            assert rule.video_conference in (None, found[0].video_conference)
            assert rule.bind_key_id is None or rule.bind_key_id in found[0].key_ids
            run = names_run_by(platform, found[0])
            wanted = rule.scenarios if rule.scenarios is not None else run
            assert tuple(run[: len(wanted)]) == tuple(wanted)
            behind = set(run[len(wanted) :])
            if "bindings" in declared.prune.kinds:
                assert not fnmatch.filter(behind, declared.prune.pattern)
            elif old:
                assert len(run) == len({*old[0].scenario_ids, *found[0].scenario_ids})


@LENIENT
@given(whole_accounts(), st.data())
def test_rule_order_when_deployed_then_declared_ones_lead_and_others_follow_as_they_were(
    platform: Platform, data: st.DataObject
) -> None:
    declared, before = deployed(data, platform)
    for application in declared.applications:
        name = application.desired.short_name
        former = [row.rule_id for row in rules_of(before, name)]
        present = [(row.rule_id, row.rule_name) for row in rules_of(platform, name)]
        if application.rules is None or declared.selection.is_partial:
            assert [number for number, _name in present if number in former] == [
                number for number in former if number in dict(present)
            ]
            continue
        wanted = [rule.rule_name for rule in application.rules]
        assert [called for _number, called in present][: len(wanted)] == wanted
        others = [number for number, _name in present][len(wanted) :]
        assert others == [number for number in former if number in others]


@LENIENT
@given(whole_accounts(), st.data())
def test_rules_when_not_declared_then_they_are_untouched_or_pruned_as_allowed(
    platform: Platform, data: st.DataObject
) -> None:
    declared, before = deployed(data, platform)
    applications = {row.application_id: row.application_name for row in before.applications}
    left = {row.rule_id: row for row in platform.rules}
    for old in before.rules:
        application = declared.application(applications[old.application_id])
        rules = (application.rules or ()) if application is not None else ()
        taken = [rule for rule in rules if declared.selection.takes_rule(rule.rule_name or "")]
        if old.rule_name in {name for rule in taken for name in (rule.rule_name, rule.renamed_from)}:
            continue
        if old.rule_id in left:
            assert left[old.rule_id] == old
            continue
        assert declared.prune.takes("rules", old.rule_name)
        assert declared.selection.takes_rule(old.rule_name)
        assert old.rule_name not in {rule.rule_name for rule in rules}
        if application is None or application.rules is None:
            assert application is None
            assert old.application_id not in {row.application_id for row in platform.applications}


@LENIENT
@given(whole_accounts(), st.data())
def test_applications_when_deployed_then_they_are_as_declared_and_others_are_untouched_or_pruned_as_allowed(
    platform: Platform, data: st.DataObject
) -> None:
    declared, before = deployed(data, platform)
    left = {row.application_id: row for row in platform.applications}
    for old in before.applications:
        one = declared.application(old.application_name)
        if one is None and old.application_id not in left:
            assert declared.prune.takes("applications", old.application_name)
            assert not declared.selection.is_partial
            assert old.application_name not in {scenario.application_name for scenario in declared.scenarios}
            continue
        kept = left[old.application_id]
        assert kept.application_name == old.application_name
        if one is None or one.desired.secure_record_storage is None:
            assert kept == old
        elif not declared.selection.is_partial:
            assert kept.secure_record_storage == one.desired.secure_record_storage
    if not declared.selection.is_partial:
        assert {one.desired.short_name for one in declared.applications} <= {
            row.application_name for row in platform.applications
        }


@LENIENT
@given(whole_accounts(), st.data())
def test_removals_when_deployed_then_they_are_at_most_the_limit(platform: Platform, data: st.DataObject) -> None:
    declared, before = deployed(data, platform)
    gone = 0
    for old, new, key in (
        (before.scenarios, platform.scenarios, "scenario_id"),
        (before.rules, platform.rules, "rule_id"),
        (before.applications, platform.applications, "application_id"),
    ):
        gone += len({getattr(row, key) for row in old} - {getattr(row, key) for row in new})
    left = {row.rule_id: set(row.scenario_ids) for row in platform.rules}
    gone += sum(len(set(old.scenario_ids) - left.get(old.rule_id, set(old.scenario_ids))) for old in before.rules)
    assert gone <= declared.prune.limit
