# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the plans say: every refusal with its option and advice, every heading of a diff."""

from __future__ import annotations

import dataclasses
import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api import errors
from ansible_collections.voximplant.platform.plugins.module_utils._objects.models import (
    Application,
    BoundScenario,
    Rule,
    Scenario,
)
from ansible_collections.voximplant.platform.plugins.module_utils._plan.application import (
    CurrentApplication,
    DesiredApplication,
    plan_application,
)
from ansible_collections.voximplant.platform.plugins.module_utils._plan.bound_scenarios import (
    WantedScenarios,
    plan_binding,
    plan_order,
)
from ansible_collections.voximplant.platform.plugins.module_utils._plan.operations import Plan
from ansible_collections.voximplant.platform.plugins.module_utils._plan.rule import (
    CurrentRule,
    DesiredRule,
    plan_rule,
)
from ansible_collections.voximplant.platform.plugins.module_utils._plan.scenario import (
    CurrentScenario,
    DesiredScenario,
    plan_scenario,
)
from ansible_collections.voximplant.platform.plugins.module_utils._plan.session import (
    check_start,
    plan_command,
    plan_start,
)

RULE = Rule(30, "r", 20, scenarios=(BoundScenario(1, "a"), BoundScenario(2, "b")))
BARE = dataclasses.replace(RULE, scenarios=())
URL = "https://session.test:12092/request"
NONE, OTHER, BOUND = WantedScenarios(names=()), WantedScenarios(names=("x",)), WantedScenarios(names=("b", "a"))
RULES = CurrentRule(20, (RULE, Rule(31, "s", 20)), (BoundScenario(1, "a"), BoundScenario(2, "b")))
TWINS = CurrentRule(20, (RULE, Rule(31, "r", 20)))
SCENARIO, FOREIGN = Scenario(1, "a"), Scenario(2, "b", parent=True)
SUPPORT, SALES = Application(20, "support.acme.test", rules=(RULE,)), Application(21, "sales.acme.test")


def rule_plan(current: CurrentRule = RULES, **desired: t.Any) -> Plan[t.Any]:
    """The plan for a rule of an application that has two."""
    return plan_rule(current, DesiredRule(**desired))


def scenario_plan(current: CurrentScenario, **desired: t.Any) -> Plan[t.Any]:
    """The plan for a scenario."""
    return plan_scenario(current, DesiredScenario(**desired))


def application_plan(**desired: t.Any) -> Plan[t.Any]:
    """The plan for an application of an account that has two."""
    wanted = DesiredApplication(**desired)
    return plan_application(CurrentApplication.among((SUPPORT, SALES), wanted), wanted)


@pytest.mark.parametrize(
    ("refused", "field", "text", "advice"),
    [
        (
            lambda: plan_binding(RULE, NONE, (), present=True, exclusive=False),
            *("scenarios", "scenarios is empty.", "Set exclusive to leave the rule no scenario."),
        ),
        (
            lambda: plan_binding(RULE, OTHER, (), present=True, exclusive=False),
            *("scenarios", "There is no scenario 'x' that this rule could run.", ""),
        ),
        (lambda: plan_order(RULE, NONE), "scenarios", "scenarios is empty.", ""),
        (
            lambda: plan_order(RULE, OTHER),
            *("scenarios", "'x' is not bound to the rule, which runs: a, b."),
            "Bind it first, for example with vox_scenario_binding.",
        ),
        (
            lambda: plan_order(BARE, OTHER),
            *("scenarios", "'x' is not bound to the rule, which runs: nothing."),
            "Bind it first, for example with vox_scenario_binding.",
        ),
        (
            lambda: plan_start(BARE, None, {}),
            *("rule_name", "No scenario is bound to the rule."),
            "Bind one first, for example with vox_scenario_binding.",
        ),
        (
            lambda: plan_start(RULE, "standup", {}),
            *("conference_name", "The rule is not one for video conferences.", "Set its video_conference."),
        ),
        (
            lambda: check_start("x" * 51, None),
            *("conference_name", "conference_name has 51 characters; 1 to 49 are possible.", ""),
        ),
        (lambda: plan_command("ftp://x", "GET", {}), "access_url", "access_url is not an http or https URL.", ""),
        (lambda: plan_command("http://[", "GET", {}), "access_url", "access_url is not an http or https URL.", ""),
        (
            lambda: rule_plan(rule_id=30, rule_name="x", present=False),
            *("rule_name", "rule r (id 30) is not called 'x'; it is not deleted.", ""),
        ),
        (
            lambda: rule_plan(rule_id=30, rule_name="s"),
            *("rule_name", "rule r (id 30) cannot be renamed: there is rule s (id 31) already.", ""),
        ),
        (
            lambda: rule_plan(TWINS, rule_name="r"),
            *("rule_name", "Several rules are called 'r': rule r (id 30), rule r (id 31)."),
            "Give rule_id, or delete one of them.",
        ),
        (
            lambda: rule_plan(rule_name="r", position=2),
            *("position", "position 3 is behind the last place; with this rule the application has 2.", ""),
        ),
        (
            lambda: scenario_plan(CurrentScenario(SCENARIO), scenario_id=1, scenario_name="x", present=False),
            *("scenario_name", "scenario a (id 1) is not called 'x'; it is not deleted.", ""),
        ),
        (
            lambda: scenario_plan(CurrentScenario(SCENARIO, running=(RULE,)), scenario_name="a", present=False),
            *("force", "It is run by rule r (id 30)."),
            "Unbind it first, or set force to unbind it from all of them.",
        ),
        (
            lambda: scenario_plan(CurrentScenario(SCENARIO, namesake=FOREIGN), scenario_id=1, scenario_name="b"),
            *("scenario_name", "scenario a (id 1) cannot be renamed: there is scenario b (id 2) already.", ""),
        ),
        (
            lambda: scenario_plan(CurrentScenario(SCENARIO, elsewhere="Shared"), scenario_name="a", application_id=20),
            *("application_id", "It is not in the application with the id 20, but in Shared."),
            "Scenarios cannot be moved: leave the application out, with rule_id for a rule, or rename it.",
        ),
        (
            lambda: scenario_plan(CurrentScenario(FOREIGN), scenario_name="b", present=False),
            *("scenario_name", "scenario b (id 2) belongs to the parent account and cannot be changed from here.", ""),
        ),
        (
            lambda: application_plan(application_name="", present=False),
            *("application_name", "application_name is empty.", "Leave it out, or give it a value."),
        ),
        (
            lambda: application_plan(application_id=20, application_name="x", present=False),
            *("application_name", "application support (id 20) is not called 'x'; it is not deleted.", ""),
        ),
        (
            lambda: application_plan(application_id=20, application_name="sales"),
            "application_name",
            *("application support (id 20) cannot be renamed: there is application sales (id 21) already.", ""),
        ),
        (
            lambda: application_plan(application_name="support", present=False),
            *("force", "It has rule r (id 30)."),
            "Delete its rules first, or set force to delete it with all of them.",
        ),
    ],
)
def test_plan_when_it_is_refused_then_it_names_the_option_and_what_to_do(
    refused: t.Callable[[], object], field: str, text: str, advice: str
) -> None:
    with pytest.raises(errors.VoximplantError) as caught:
        refused()
    assert (caught.value.field, caught.value.text, caught.value.advice) == (field, text, advice)


@pytest.mark.parametrize(
    ("made", "header", "before", "after"),
    [
        (lambda: plan_order(RULE, BOUND), f"scenarios of {RULE}", "a\nb\n", "b\na\n"),
        (lambda: plan_start(RULE, None, {}), f"session of {RULE}", "", "scenarios: a, b\n"),
        (lambda: plan_command(URL, "GET", {}), "session on session.test", "", "command: sent\n"),
    ],
)
def test_plan_when_it_is_shown_then_both_sides_say_what_they_are(
    made: t.Callable[[], Plan[t.Any]], header: str, before: str, after: str
) -> None:
    plan = made()
    (left,), (right,) = (tuple(state.documents().values()) for state in (plan.before, plan.after))
    assert (left.header, right.header, left.text, right.text) == (header, header, before, after)


@pytest.mark.parametrize(
    ("made", "before", "after"),
    [
        (lambda: rule_plan(rule_name="x", rule_pattern="1"), "rule x (absent)", "rule x"),
        (lambda: rule_plan(rule_name="r"), "rule r (id 30)", "rule r (id 30)"),
        (lambda: rule_plan(rule_name="r", present=False), "rule r (id 30)", "rule r (absent)"),
        (lambda: scenario_plan(CurrentScenario(), scenario_name="x"), "scenario x (absent)", "scenario x"),
        (lambda: scenario_plan(CurrentScenario(SCENARIO), scenario_name="a"), "scenario a (id 1)", "scenario a (id 1)"),
        (
            lambda: scenario_plan(CurrentScenario(SCENARIO), scenario_name="a", present=False),
            *("scenario a (id 1)", "scenario a (id 1) (absent)"),
        ),
        (
            lambda: scenario_plan(CurrentScenario(), scenario_name="x", present=False),
            *("scenario x (absent)", "scenario x (absent)"),
        ),
        (
            lambda: scenario_plan(CurrentScenario(), scenario_id=9, scenario_name="x", present=False),
            *("scenario x (id 9) (absent)", "scenario x (id 9) (absent)"),
        ),
        (
            lambda: rule_plan(rule_id=9, rule_name="x", present=False),
            *("rule x (id 9) (absent)", "rule x (id 9) (absent)"),
        ),
        (
            lambda: application_plan(application_id=9, application_name="xx", present=False),
            *("application xx (id 9) (absent)", "application xx (id 9) (absent)"),
        ),
        (lambda: application_plan(application_name="xx"), "application xx (absent)", "application xx"),
        (lambda: application_plan(application_name="sales"), "application sales (id 21)", "application sales (id 21)"),
        (
            lambda: application_plan(application_name="sales", present=False),
            *("application sales (id 21)", "application sales (absent)"),
        ),
    ],
)
def test_plan_when_something_comes_or_goes_then_its_absence_is_in_the_heading(
    made: t.Callable[[], Plan[t.Any]], before: str, after: str
) -> None:
    plan = made()
    headings = tuple(next(iter(state.documents().values())).header for state in (plan.before, plan.after))
    assert headings == (before, after)


def test_rule_when_it_is_planned_then_the_result_has_it() -> None:
    assert rule_plan(rule_name="r").after.as_result() == {"rule": RULE.as_result()}


def test_session_when_custom_data_may_be_cut_then_the_warning_says_what_else_to_do() -> None:
    assert check_start(None, "x" * 201) == (
        "script_custom_data has 201 bytes; only 200 are promised to arrive. "
        "Send more as a command to the session once it runs.",
    )


def test_session_when_it_is_planned_then_the_result_has_its_rule() -> None:
    assert plan_start(RULE, None, {}).after.as_result()["rule"] == RULE.as_result()
