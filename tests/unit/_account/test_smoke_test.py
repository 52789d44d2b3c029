# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Smoke tests that could not start, before anything is written, and those whose end cannot be read."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.deployment import Deployment
from ansible_collections.voximplant.platform.plugins.module_utils._account.desired import DesiredAccount, Prune
from ansible_collections.voximplant.platform.plugins.module_utils._account.smoke_test import SmokeTest
from ansible_collections.voximplant.platform.plugins.module_utils._account.task import AccountTask
from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import InputError, VoximplantError
from ansible_collections.voximplant.platform.plugins.module_utils._plan.application import DesiredApplication
from ansible_collections.voximplant.platform.plugins.module_utils._plan.rule import DesiredRule
from ansible_collections.voximplant.platform.plugins.module_utils._plan.scenario import DesiredScenario
from ansible_collections.voximplant.platform.tests.unit.support.declarations import running
from ansible_collections.voximplant.platform.tests.unit.support.object_methods import Refused
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform

from .test_rollback import Sessions, failure_of

OPTIONS = {
    "rule_name": "smoke",
    "application_name": "support",
    "script_custom_data": None,
    "timeout": 1,
    "finish_reason": "*",
}
MENU = DesiredScenario("menu", scenario_script="new")


def desired(*rules: DesiredRule, name: str = "support", **given: t.Any) -> DesiredAccount:
    """Return an account that declares these rules of an application, and another script."""
    application = DesiredApplication(application_name=name, rules=rules, renamed_from=given.pop("renamed_from", None))
    return DesiredAccount((MENU,), (application,), **given)


def runs_menu(name: str, **given: t.Any) -> DesiredRule:
    """Return a rule that runs the scenario."""
    return DesiredRule(name, rule_pattern="1", bindings=running("menu"), **given)


@pytest.fixture
def platform() -> Platform:
    """Return an account with a scenario, which rules of two applications run, and a rule without one."""
    platform = Platform()
    menu = platform.add_scenario("menu", "old")
    for name in ("support", "sales"):
        platform.add_rule("smoke", platform.add_application(name), menu)
    platform.add_rule("empty", platform.applications[0])
    return platform


def plan(platform: Platform, wanted: DesiredAccount, rule: str, application: str = "support", **given: t.Any) -> t.Any:
    """Plan a deployment with a smoke test."""
    deployment = Deployment(smoke_test=SmokeTest(rule, application))
    return AccountTask(platform.client, wanted, deployment, **given).plan()


@pytest.mark.parametrize("name", ["rule_name", "application_name"])
def test_suboption_when_a_required_one_is_empty_then_it_is_named(name: str) -> None:
    with pytest.raises(InputError) as failure:
        SmokeTest.from_options({**OPTIONS, name: ""})
    assert str(failure.value) == f"smoke_test.{name} is empty. Give it a value."
    assert failure.value.field == f"smoke_test.{name}"


EXISTING = DesiredAccount((MENU,))
FULL = "support.acme.voximplant.com"


@pytest.mark.parametrize(
    ("wanted", "rule", "application"),
    [
        (EXISTING, "smoke", "support"),
        (EXISTING, "smoke", FULL),
        (EXISTING, "smoke", "sales"),
        (desired(runs_menu("new")), "new", "support"),
        (desired(runs_menu("new")), "smoke", "support"),
        (desired(runs_menu("new"), prune=Prune(frozenset(["rules"]))), "smoke", "support"),
        (desired(runs_menu("new", renamed_from="smoke")), "new", "support"),
        (desired(runs_menu("empty")), "empty", "support"),
        (desired(runs_menu("new"), name="help"), "new", "help"),
        (desired(runs_menu("new"), name="help"), "new", "help.acme.voximplant.com"),
        (desired(name="help", renamed_from="support"), "smoke", "help"),
    ],
)
def test_plan_when_the_rule_of_the_test_will_be_there_then_it_is_accepted(
    platform: Platform, wanted: DesiredAccount, rule: str, application: str
) -> None:
    assert plan(platform, wanted, rule, application).changed


RULE, APPLICATION = "smoke_test.rule_name", "smoke_test.application_name"


@pytest.mark.parametrize(
    ("wanted", "rule", "application", "field", "text"),
    [
        (EXISTING, "smok", "support", RULE, "has no rule named 'smok'. Its rules: smoke (id "),
        (EXISTING, "smoke", "sport", APPLICATION, "There is no application named 'sport'. Existing applications: "),
        (EXISTING, "smoke", "other.account.voximplant.com", APPLICATION, "There is no application named 'other."),
        (EXISTING, "empty", "support", RULE, "No scenario is bound to the rule. Declare scenarios of the rule"),
        (desired(runs_menu("new", renamed_from="smoke")), "smoke", "support", RULE, "no rule named 'smoke'."),
        (desired(runs_menu("new")), "ne", "support", RULE, "has no rule named 'ne'. Its rules: new, smoke (id "),
        (desired(runs_menu("new"), name="help"), "ne", "help", RULE, "has no rule named 'ne'. Its rules: new."),
        (
            desired(name="help", renamed_from="support"),
            "smoke",
            "support",
            APPLICATION,
            "no application named 'support'",
        ),
    ],
)
def test_plan_when_the_test_could_not_start_then_it_is_refused_and_the_suboption_is_named(
    platform: Platform, wanted: DesiredAccount, rule: str, application: str, field: str, text: str
) -> None:
    with pytest.raises(VoximplantError) as failure:
        plan(platform, wanted, rule, application)
    assert text in str(failure.value)
    assert (failure.value.field, failure.value.object, failure.value.name) == (
        field,
        "smoke test",
        f"{application}/{rule}",
    )


def test_plan_when_no_test_would_be_run_then_its_rule_does_not_matter(platform: Platform) -> None:
    unchanged = DesiredAccount((DesiredScenario("menu", scenario_script="old"),))
    assert not plan(platform, unchanged, "gone").changed
    only_deletions = DesiredAccount(prune=Prune(frozenset(["rules", "scenarios", "applications"])))
    assert plan(platform, only_deletions, "gone").changed
    assert not plan(platform, EXISTING, "gone", on_drift="report").changed


@pytest.mark.parametrize(("size", "warnings"), [(200, ()), (201, ("201 bytes",))])
def test_plan_when_the_data_of_the_test_is_long_then_it_warns(
    platform: Platform, size: int, warnings: tuple[str, ...]
) -> None:
    smoke_test = SmokeTest("smoke", "support", "x" * size)
    made = AccountTask(platform.client, EXISTING, Deployment(smoke_test=smoke_test)).plan()
    assert made.warnings == tuple(
        f"smoke_test.script_custom_data has {text}; data over 200 bytes may be truncated." for text in warnings
    )


@pytest.mark.parametrize(("listed", "log"), [(0, ""), (1, " Its log: https://log.test")])
def test_run_when_the_history_cannot_be_read_after_the_start_then_the_session_is_named(listed: int, log: str) -> None:
    platform = Sessions("Normal termination")
    platform.listings = listed
    list_sessions = platform.GetCallHistory

    def refuse(form: t.Mapping[str, str]) -> t.Any:
        if platform.calls.count("GetCallHistory") > listed:
            raise Refused(103)
        return list_sessions(form)

    t.cast(t.Any, platform).GetCallHistory = refuse
    error = failure_of(SmokeTest("smoke", "support"), platform)
    assert str(error).endswith(f" The ID of the session is 7.{log}")
    assert (error.method, error.code) == ("GetCallHistory", 103)
