# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Diffs and results of plans for one scenario."""

from __future__ import annotations

from ansible_collections.voximplant.platform.plugins.module_utils._objects.models import BoundScenario, Rule, Scenario
from ansible_collections.voximplant.platform.plugins.module_utils._plan.scenario import (
    CurrentScenario,
    DesiredScenario,
    plan_scenario,
)

FOUND = Scenario(5, "inbound", "2026-01-01 00:00:00")
RULE = Rule(30, "r", 20, scenarios=(BoundScenario(6, "old"),))
RUNNING = Rule(31, "s", 20, scenarios=(BoundScenario(5, "inbound"), BoundScenario(6, "old")))


def test_diff_when_a_scenario_changes_then_they_show_name_rule_and_text() -> None:
    desired = DesiredScenario("new", scenario_id=5, scenario_script="y")
    plan = plan_scenario(CurrentScenario(found=FOUND, script="x", rule=RULE), desired)
    before, after = plan.before.diff_sections(), plan.after.diff_sections()
    assert (before["attributes"].text, before["script"].text) == ("scenario_name: inbound\n", "x")
    assert after["attributes"].text == "scenario_name: new\nrule: rule r (id 30)\n"
    assert (after["script"].text, after["script"].header) == ("y", "scenario new (id 5)")
    assert (after["script"].is_content, after["attributes"].is_content) == (True, False)


def test_diff_when_a_scenario_is_made_or_deleted_then_one_side_is_absent() -> None:
    made = plan_scenario(CurrentScenario(rule=RULE), DesiredScenario("new", scenario_script="x"))
    assert made.before.diff_sections()["script"].header == "scenario new (absent)"
    assert made.after.diff_sections()["attributes"].text == "scenario_name: new\nrule: rule r (id 30)\n"
    assert made.after.diff_sections()["script"].text == "x"
    gone = plan_scenario(
        CurrentScenario(found=FOUND, script="x", bound_rules=(RUNNING,)),
        DesiredScenario("inbound", present=False, force=True),
    )
    assert gone.before.diff_sections()["attributes"].text == "scenario_name: inbound\nrule: rule s (id 31)\n"
    assert gone.before.diff_sections()["script"].text == "x"
    assert gone.after.diff_sections()["attributes"].text == gone.after.diff_sections()["script"].text == ""


def test_result_when_a_scenario_is_in_the_desired_application_then_it_says_so() -> None:
    plan = plan_scenario(CurrentScenario(found=FOUND), DesiredScenario("inbound", application_id=20))
    assert plan.after.as_result()["scenario"] == {**FOUND.as_result(), "application_id": 20}


def test_diff_when_a_scenario_is_made_for_no_rule_then_none_is_shown() -> None:
    plan = plan_scenario(CurrentScenario(), DesiredScenario("new", application_id=20))
    assert plan.after.diff_sections()["attributes"].text == "scenario_name: new\n"
    assert plan.after.as_result()["scenario"]["application_id"] == 20


def test_diff_when_a_rule_runs_the_scenario_already_then_both_sides_say_so() -> None:
    plan = plan_scenario(CurrentScenario(found=FOUND, rule=RUNNING), DesiredScenario("inbound"))
    assert plan.before.diff_sections() == plan.after.diff_sections()
    assert "rule: rule s (id 31)" in plan.before.diff_sections()["attributes"].text


def test_diff_when_only_white_space_changes_then_its_header_says_so() -> None:
    desired = DesiredScenario("inbound", scenario_script="a\u00a0b")
    plan = plan_scenario(CurrentScenario(found=FOUND, script="a b"), desired)
    header = "scenario inbound (id 5) (only white space or invisible characters differ)"
    assert [state.diff_sections()["script"].header for state in (plan.before, plan.after)] == [header, header]
