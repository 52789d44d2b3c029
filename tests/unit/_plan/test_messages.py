# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Messages of the planners: every refusal with its option and advice, every header of a diff."""

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
from ansible_collections.voximplant.platform.plugins.module_utils._objects.resources import Secret, User
from ansible_collections.voximplant.platform.plugins.module_utils._plan.application import (
    CurrentApplication,
    DesiredApplication,
    plan_application,
)
from ansible_collections.voximplant.platform.plugins.module_utils._plan.bindings import (
    DesiredBindings,
    plan_bindings,
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
from ansible_collections.voximplant.platform.plugins.module_utils._plan.secret import (
    CurrentSecret,
    DesiredSecret,
    plan_secret,
)
from ansible_collections.voximplant.platform.plugins.module_utils._plan.session import (
    check_start,
    plan_command,
    plan_start,
)
from ansible_collections.voximplant.platform.plugins.module_utils._plan.user import CurrentUser, DesiredUser, plan_user
from ansible_collections.voximplant.platform.plugins.modules import vox_scenario_binding

RULE = Rule(30, "r", 20, scenarios=(BoundScenario(1, "a"), BoundScenario(2, "b")))
BARE = dataclasses.replace(RULE, scenarios=())
URL = "https://session.test:12092/request"
NO_CONTEXT = t.cast(t.Any, None)
NONE, OTHER, BOUND = DesiredBindings(()), DesiredBindings(("x",)), DesiredBindings(("b", "a"), ordered=True)
RULES = CurrentRule(20, (RULE, Rule(31, "s", 20)), (BoundScenario(1, "a"), BoundScenario(2, "b")))
TWINS = CurrentRule(20, (RULE, Rule(31, "r", 20)))
SCENARIO, FOREIGN = Scenario(1, "a"), Scenario(2, "b", parent=True)
SUPPORT, SALES = Application(20, "support.acme.test", rules=(RULE,)), Application(21, "sales.acme.test")


def binding_options(**options: t.Any) -> dict[str, t.Any]:
    """Return options of vox_scenario_binding with an empty list of scenarios."""
    rule = {"rule_id": 30, "rule_name": None, "application_id": None, "application_name": None}
    return {**rule, "scenarios": [], "scenario_ids": None, "state": "present", **options}


def rule_plan(current: CurrentRule = RULES, **desired: t.Any) -> Plan[t.Any]:
    """Plan a rule of an application that has two."""
    return plan_rule(current, DesiredRule(**desired))


def scenario_plan(current: CurrentScenario, **desired: t.Any) -> Plan[t.Any]:
    """Plan a scenario."""
    return plan_scenario(current, DesiredScenario(**desired))


def secret_plan(name: str, **desired: t.Any) -> Plan[t.Any]:
    """Plan a secret of an application that has one."""
    return plan_secret(CurrentSecret(20, (Secret(41, "OLD", 20),)), DesiredSecret(name, **desired))


def user_plan(name: str, **desired: t.Any) -> Plan[t.Any]:
    """Plan a user of an application that has one."""
    return plan_user(CurrentUser(20, (User(51, "anna", 20),)), DesiredUser(name, **desired))


def application_plan(**desired: t.Any) -> Plan[t.Any]:
    """Plan an application of an account that has two."""
    application = DesiredApplication(**desired)
    return plan_application(CurrentApplication.among((SUPPORT, SALES), application), application)


@pytest.mark.parametrize(
    ("refused", "field", "text", "advice"),
    [
        (
            lambda: vox_scenario_binding.build_task(binding_options(exclusive=False), NO_CONTEXT),
            *("scenarios", "scenarios is empty.", "Set exclusive to unbind all scenarios from the rule."),
        ),
        (
            lambda: plan_bindings(RULE, OTHER, ()),
            *("scenarios", "This rule cannot run 'x': no such scenario.", ""),
        ),
        (NONE.require_entries, "scenarios", "scenarios is empty.", ""),
        (
            lambda: plan_order(RULE, OTHER),
            *("scenarios", "Not bound to the rule: 'x'. It runs: a, b."),
            "Bind them first, for example with vox_scenario_binding.",
        ),
        (
            lambda: plan_order(BARE, OTHER),
            *("scenarios", "Not bound to the rule: 'x'. It runs: nothing."),
            "Bind them first, for example with vox_scenario_binding.",
        ),
        (
            lambda: plan_start(BARE, None, {}),
            *("rule_name", "No scenario is bound to the rule."),
            "Bind one first, for example with vox_scenario_binding.",
        ),
        (
            lambda: plan_start(RULE, "standup", {}),
            *(
                "conference_name",
                "The rule does not run video conferences.",
                "Set video_conference of the rule to true.",
            ),
        ),
        (
            lambda: check_start("x" * 51, None),
            *("conference_name", "conference_name has 51 characters; it needs 1 to 49.", ""),
        ),
        (
            lambda: plan_command("ftp://x", "GET", {}),
            *("access_url", "access_url must be an http or https URL without spaces.", ""),
        ),
        (
            lambda: rule_plan(rule_id=30, rule_name="x", present=False),
            *("rule_name", "rule r (id 30) is not named 'x' and is not deleted.", ""),
        ),
        (
            lambda: rule_plan(rule_id=30, rule_name="s"),
            *("rule_name", "Cannot rename rule r (id 30): rule s (id 31) already exists.", ""),
        ),
        (
            lambda: rule_plan(TWINS, rule_name="r"),
            *("rule_name", "Several rules are named 'r': rule r (id 30), rule r (id 31)."),
            "Rename or delete one of them with rule_id of vox_rule.",
        ),
        (
            lambda: rule_plan(rule_name="r", position=2),
            *("position", "position 3 is out of range: the application has 2 rules, including this one.", ""),
        ),
        (
            lambda: scenario_plan(CurrentScenario(SCENARIO), scenario_id=1, scenario_name="x", present=False),
            *("scenario_name", "scenario a (id 1) is not named 'x' and is not deleted.", ""),
        ),
        (
            lambda: scenario_plan(CurrentScenario(SCENARIO, bound_rules=(RULE,)), scenario_name="a", present=False),
            *("force", "It is bound to rule r (id 30)."),
            "Unbind it first, or set force to unbind it from all of them.",
        ),
        (
            lambda: scenario_plan(CurrentScenario(SCENARIO, name_conflict=FOREIGN), scenario_id=1, scenario_name="b"),
            *("scenario_name", "Cannot rename scenario a (id 1): scenario b (id 2) already exists.", ""),
        ),
        (
            lambda: scenario_plan(
                CurrentScenario(SCENARIO, actual_scope="Shared"), scenario_name="a", application_id=20
            ),
            *("application_id", "It is not in the application with the ID 20, but in Shared."),
            "Scenarios cannot be moved between applications: correct the application, or create a scenario with "
            "a different name.",
        ),
        (
            lambda: scenario_plan(CurrentScenario(FOREIGN), scenario_name="b", present=False),
            *(
                "scenario_name",
                "scenario b (id 2) belongs to the parent account and cannot be changed from this one.",
                "",
            ),
        ),
        (
            lambda: application_plan(application_name="", present=False),
            *("application_name", "application_name is empty.", "Omit it, or give it a value."),
        ),
        (
            lambda: application_plan(application_id=20, application_name="x", present=False),
            *("application_name", "application support (id 20) is not named 'x' and is not deleted.", ""),
        ),
        (
            lambda: application_plan(application_id=20, application_name="sales"),
            "application_name",
            *("Cannot rename application support (id 20): application sales (id 21) already exists.", ""),
        ),
        (
            lambda: application_plan(application_name="support", present=False),
            *("force", "It still has rule r (id 30)."),
            "Delete them first, or set force to delete the application with all of them.",
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
    (left,), (right,) = (tuple(state.diff_sections().values()) for state in (plan.before, plan.after))
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
        (lambda: secret_plan("OLD", description="e"), "secret OLD (id 41)", "secret OLD (id 41)"),
        (lambda: secret_plan("OLD", present=False), "secret OLD (id 41)", "secret OLD (absent)"),
        (lambda: secret_plan("NEW", secret_value="x"), "secret NEW (absent)", "secret NEW"),
        (lambda: secret_plan("GONE", present=False), "secret GONE (absent)", "secret GONE (absent)"),
        (lambda: user_plan("anna", user_active=False), "user anna (id 51)", "user anna (id 51)"),
        (lambda: user_plan("anna", present=False), "user anna (id 51)", "user anna (absent)"),
        (lambda: user_plan("carl", user_password="Aa1-5678"), "user carl (absent)", "user carl"),
        (lambda: user_plan("gone", present=False), "user gone (absent)", "user gone (absent)"),
    ],
)
def test_plan_when_something_comes_or_goes_then_its_absence_is_in_the_header(
    made: t.Callable[[], Plan[t.Any]], before: str, after: str
) -> None:
    plan = made()
    headers = tuple(next(iter(state.diff_sections().values())).header for state in (plan.before, plan.after))
    assert headers == (before, after)


def test_rule_when_it_is_planned_then_the_result_has_it() -> None:
    assert rule_plan(rule_name="r").after.as_result() == {"rule": RULE.as_result()}


def test_session_when_custom_data_may_be_cut_then_the_warning_says_what_else_to_do() -> None:
    assert check_start(None, "x" * 201) == (
        "script_custom_data has 201 bytes; data over 200 bytes may be truncated. "
        "Send larger data as a command to the running session.",
    )


def test_session_when_it_is_planned_then_the_result_has_its_rule() -> None:
    assert plan_start(RULE, None, {}).after.as_result()["rule"] == RULE.as_result()
