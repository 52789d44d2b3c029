# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What holds for every application, rule and scenario after every deployment."""

from __future__ import annotations

import fnmatch

from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.voximplant.platform.plugins.module_utils._account.desired import DesiredAccount
from ansible_collections.voximplant.platform.plugins.module_utils._plan.rule import DesiredRule
from ansible_collections.voximplant.platform.plugins.module_utils._plan.scenario import DesiredScenario
from ansible_collections.voximplant.platform.tests.unit.support.accounts import NORMALIZERS
from ansible_collections.voximplant.platform.tests.unit.support.declarations import (
    names_run_by,
    rules_of,
    scenarios_called,
    whole_accounts,
)
from ansible_collections.voximplant.platform.tests.unit.support.deployments import THOROUGH, deployed, ids, names
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform
from ansible_collections.voximplant.platform.tests.unit.support.rows import RuleRow, ScenarioRow

without_line_ends = NORMALIZERS[1]


@THOROUGH
@given(whole_accounts(), st.data())
def test_scenarios_when_deployed_then_they_are_as_declared(platform: Platform, data: st.DataObject) -> None:
    desired, before = deployed(data, platform)
    selected = [scenario for scenario in desired.scenarios if desired.selection.includes_scenario(scenario.name)]
    for scenario in selected:
        row = platform.named(scenario.name)
        assert row is not None
        previous = scenarios_called(before, scenario.name, scenario.renamed_from)
        assert len(previous) <= 1
        check_scenario(platform, row, scenario, previous[0] if previous else None)
    created = [row.scenario_name for row in platform.scenarios if row.scenario_id not in ids(before)]
    assert set(created) <= {scenario.name for scenario in selected}


def check_scenario(
    platform: Platform, row: ScenarioRow, desired: DesiredScenario, previous: ScenarioRow | None
) -> None:
    """Check one scenario against what is declared, and what is not declared against what it was."""
    if previous is not None:
        assert row.scenario_id == previous.scenario_id
    script = (previous.scenario_script if previous else "") if desired.scenario_script is None else None
    if script is not None:
        assert row.scenario_script == script
    else:
        assert without_line_ends(row.scenario_script) == without_line_ends(desired.scenario_script or "")
    if desired.application_name is not None:
        assert platform.application(row.application_id or 0).application_name == desired.application_name
    else:
        assert row.application_id == (previous.application_id if previous else None)


@THOROUGH
@given(whole_accounts(), st.data())
def test_scenarios_when_not_declared_then_they_are_untouched_or_pruned_as_allowed(
    platform: Platform, data: st.DataObject
) -> None:
    desired, before = deployed(data, platform)
    selected = [scenario for scenario in desired.scenarios if desired.selection.includes_scenario(scenario.name)]
    declared = {name for scenario in selected for name in (scenario.name, scenario.renamed_from)}
    left = {row.scenario_id: row for row in platform.scenarios}
    for old in before.scenarios:
        if old.scenario_id in left:
            if old.scenario_name not in declared:
                new = left[old.scenario_id]
                assert (new.scenario_name, new.scenario_script, new.application_id) == (
                    old.scenario_name,
                    old.scenario_script,
                    old.application_id,
                )
            continue
        assert desired.prune.includes("scenarios", old.scenario_name)
        assert desired.selection.includes_scenario(old.scenario_name)
        assert old.scenario_name not in {
            name for scenario in desired.scenarios for name in (scenario.name, scenario.renamed_from)
        }


@THOROUGH
@given(whole_accounts(), st.data())
def test_rules_when_deployed_then_they_are_as_declared_and_keep_their_ids(
    platform: Platform, data: st.DataObject
) -> None:
    desired, before = deployed(data, platform)
    declared = set()
    for application in desired.applications:
        name = application.short_name
        for rule in application.rules or ():
            if not desired.selection.includes_rule(rule.name):
                continue
            declared.add((name, rule.name))
            (found,) = [row for row in rules_of(platform, name) if row.rule_name == rule.rule_name]
            previous = [row for row in rules_of(before, name) if row.rule_name in (rule.rule_name, rule.renamed_from)]
            assert len(previous) <= 1
            old = previous[0] if previous else RuleRow(found.rule_id, rule.name, found.application_id)
            check_rule(found, rule, old)
            check_bindings(platform, before, desired, found, rule, old)
    applications = names(platform)
    new = {
        (applications[row.application_id], row.rule_name) for row in platform.rules if row.rule_id not in ids(before)
    }
    assert new <= declared


def check_rule(found: RuleRow, desired: DesiredRule, old: RuleRow) -> None:
    """Check the attributes of one rule; those that are not declared stay as they were.

    :arg old: the rule as it was, or one with the platform's defaults
    """
    assert found.rule_id == old.rule_id
    assert found.rule_pattern == desired.rule_pattern
    exclude, video = desired.rule_pattern_exclude, desired.video_conference
    assert found.rule_pattern_exclude == (old.rule_pattern_exclude if exclude is None else exclude)
    assert found.video_conference == (old.video_conference if video is None else video)
    assert found.key_ids == (old.key_ids | ({desired.bind_key_id} if desired.bind_key_id else set()))


def check_bindings(
    platform: Platform, before: Platform, account: DesiredAccount, found: RuleRow, desired: DesiredRule, old: RuleRow
) -> None:
    """Check which scenarios one rule runs: the declared ones, then those that it ran and may keep, as they were."""
    if desired.bindings is None:
        assert found.scenario_ids == old.scenario_ids
        return
    declared = list(desired.bindings.names or ())
    names_after = {**names(before), **names(platform)}
    kept = [names_after[number] for number in old.scenario_ids if names_after[number] not in declared]
    if "bindings" in account.prune.kinds:
        kept = [name for name in kept if not fnmatch.fnmatchcase(name, account.prune.pattern)]
    assert names_run_by(platform, found) == declared + kept


@THOROUGH
@given(whole_accounts(), st.data())
def test_rule_order_when_deployed_then_declared_rules_lead_and_others_follow_as_they_were(
    platform: Platform, data: st.DataObject
) -> None:
    desired, before = deployed(data, platform)
    for name in {row.application_name for row in platform.applications}:
        application = desired.application(name)
        former = [row.rule_id for row in rules_of(before, name)]
        present = [row.rule_id for row in rules_of(platform, name)]
        if application is None or application.rules is None or desired.selection.is_partial:
            assert [number for number in present if number in former] == [
                number for number in former if number in present
            ]
            continue
        declared = [rule.rule_name for rule in application.rules]
        assert [row.rule_name for row in rules_of(platform, name)][: len(declared)] == declared
        others = present[len(declared) :]
        assert others == [number for number in former if number in others]


@THOROUGH
@given(whole_accounts(), st.data())
def test_rules_when_not_declared_then_they_are_untouched_or_pruned_as_allowed(
    platform: Platform, data: st.DataObject
) -> None:
    desired, before = deployed(data, platform)
    applications = {row.application_id: row.application_name for row in before.applications}
    left = {row.rule_id: row for row in platform.rules}
    for old in before.rules:
        application = desired.application(applications[old.application_id])
        rules = (application.rules or ()) if application is not None else ()
        selected = [rule for rule in rules if desired.selection.includes_rule(rule.name)]
        if old.rule_name in {name for rule in selected for name in (rule.rule_name, rule.renamed_from)}:
            continue
        if old.rule_id in left:
            assert left[old.rule_id] == old
            continue
        assert desired.prune.includes("rules", old.rule_name)
        assert desired.selection.includes_rule(old.rule_name)
        assert old.rule_name not in {rule.rule_name for rule in rules}
        if application is None or application.rules is None:
            assert application is None
            assert old.application_id not in {row.application_id for row in platform.applications}


@THOROUGH
@given(whole_accounts(), st.data())
def test_applications_when_deployed_then_they_are_as_declared_and_others_are_untouched_or_pruned_as_allowed(
    platform: Platform, data: st.DataObject
) -> None:
    desired, before = deployed(data, platform)
    left = {row.application_id: row for row in platform.applications}
    for old in before.applications:
        declared = desired.application(old.application_name)
        if declared is None and old.application_id not in left:
            assert desired.prune.includes("applications", old.application_name)
            assert not desired.selection.is_partial
            assert old.application_name not in {scenario.application_name for scenario in desired.scenarios}
            continue
        kept = left[old.application_id]
        assert kept.application_name == old.application_name
        if declared is None or declared.secure_record_storage is None:
            assert kept == old
        elif not desired.selection.is_partial:
            assert kept.secure_record_storage == declared.secure_record_storage
    declared_names = {application.short_name for application in desired.applications}
    created = {row.application_name: row for row in platform.applications if row.application_id not in ids(before)}
    assert created.keys() <= declared_names
    for name, row in created.items():
        declared = desired.application(name)
        assert declared is not None
        assert row.secure_record_storage == bool(declared.secure_record_storage)
    if not desired.selection.is_partial:
        assert declared_names <= {row.application_name for row in platform.applications}
