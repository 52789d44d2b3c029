# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is read back after a change: what the platform assigned, and whether it did what it said."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api import errors
from ansible_collections.voximplant.platform.plugins.module_utils._apply.read_current import (
    read_candidates,
    read_rule_state,
    read_scenario_state,
)
from ansible_collections.voximplant.platform.plugins.module_utils._apply.verify import (
    confirm_application,
    confirm_binding,
    confirm_order,
    confirm_rule,
    confirm_scenario,
)
from ansible_collections.voximplant.platform.plugins.module_utils._objects.applications import (
    ApplicationSelector,
    list_applications,
    resolve_application,
)
from ansible_collections.voximplant.platform.plugins.module_utils._objects.rules import (
    RuleSelector,
    list_matching,
    read_rule,
    resolve_rule,
)
from ansible_collections.voximplant.platform.plugins.module_utils._plan.application import (
    CurrentApplication,
    DesiredApplication,
    plan_application,
)
from ansible_collections.voximplant.platform.plugins.module_utils._plan.bindings import (
    DesiredBindings,
    plan_binding,
    plan_order,
)
from ansible_collections.voximplant.platform.plugins.module_utils._plan.operations import Plan
from ansible_collections.voximplant.platform.plugins.module_utils._plan.rule import DesiredRule, plan_rule
from ansible_collections.voximplant.platform.plugins.module_utils._plan.scenario import DesiredScenario, plan_scenario
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform

NOWHERE = ApplicationSelector(None, None)


@pytest.fixture
def platform() -> Platform:
    """An application with a rule that runs two scenarios."""
    account = Platform()
    application = account.add_application("one")
    account.add_rule("r", application, account.add_scenario("a", "x"), account.add_scenario("b"))
    account.add_rule("s", application)
    return account


def ignoring(platform: Platform, method: str, monkeypatch: pytest.MonkeyPatch, **answer: t.Any) -> None:
    """Let the account accept a call without doing anything."""
    monkeypatch.setattr(platform, method, lambda form: {"result": 1, **answer})


def carried_out(platform: Platform, plan: Plan[t.Any]) -> list[t.Any]:
    """The answers to a plan's calls."""
    return [platform.execute(operation) for operation in plan.operations]


def scenario_plan(platform: Platform, *desired: t.Any, rule: int | None = None, **more: t.Any) -> Plan[t.Any]:
    """The plan for a scenario."""
    wanted = DesiredScenario(*desired, **more)
    read = None if rule is None else read_rule(platform.client, platform.rules[rule].rule_id)
    return plan_scenario(read_scenario_state(platform.client, wanted, read), wanted)


def test_scenario_when_created_then_its_id_and_time_are_filled_in(platform: Platform) -> None:
    plan = scenario_plan(platform, "new", scenario_script="y", rule=1)
    reached = confirm_scenario(platform.client, plan, carried_out(platform, plan))
    row = platform.scenarios[-1]
    assert reached.as_result()["scenario"] == {
        "scenario_id": row.scenario_id,
        "scenario_name": "new",
        "modified": row.modified,
    }


@pytest.mark.parametrize(
    ("desired", "kind"),
    [
        ({"scenario_name": "a", "scenario_script": "other"}, errors.ConflictError),
        ({"scenario_name": "new", "renamed_from": "a"}, errors.NotFoundError),
    ],
)
def test_scenario_when_the_platform_does_not_show_the_change_then_it_is_an_error(
    platform: Platform, monkeypatch: pytest.MonkeyPatch, desired: dict[str, t.Any], kind: type[Exception]
) -> None:
    ignoring(platform, "SetScenarioInfo", monkeypatch)
    plan = scenario_plan(platform, **desired)
    with pytest.raises(kind) as caught:
        confirm_scenario(platform.client, plan, carried_out(platform, plan))
    assert str(caught.value).startswith(f"scenario {desired['scenario_name']}: The platform accepted the ")


def test_scenario_when_the_platform_has_lost_it_then_it_is_an_error(platform: Platform) -> None:
    plan = scenario_plan(platform, "new")
    answers = carried_out(platform, plan)
    platform.scenarios.pop()
    with pytest.raises(errors.NotFoundError):
        confirm_scenario(platform.client, plan, answers)


def test_scenario_when_the_binding_is_not_shown_then_it_is_an_error(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    ignoring(platform, "BindScenario", monkeypatch)
    plan = scenario_plan(platform, "a", rule=1)
    with pytest.raises(errors.ConflictError, match="does not run it"):
        confirm_scenario(platform.client, plan, carried_out(platform, plan))


def test_binding_and_order_when_not_shown_then_it_is_an_error(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    for method in ("BindScenario", "ReorderScenarios"):
        ignoring(platform, method, monkeypatch)
    rule = read_rule(platform.client, platform.rules[0].rule_id)
    wanted = DesiredBindings(("b",))
    bound = plan_binding(rule, wanted, read_candidates(platform.client, rule, wanted), present=True, exclusive=True)
    for plan, confirm in ((bound, confirm_binding), (plan_order(rule, wanted), confirm_order)):
        with pytest.raises(errors.ConflictError, match=r"^rule r: The platform accepted the"):
            confirm(platform.client, plan, carried_out(platform, plan))


@pytest.mark.parametrize(
    ("method", "desired"),
    [
        ("SetRuleInfo", {"rule_name": "r", "rule_pattern": "9"}),
        ("SetRuleInfo", {"rule_name": "r", "video_conference": True}),
        ("ReorderRules", {"rule_name": "s", "position": 0}),
        ("BindScenario", {"rule_name": "s", "scenarios": ("a",)}),
        ("ReorderScenarios", {"rule_name": "r", "scenarios": ("b", "a")}),
    ],
)
def test_rule_when_the_platform_does_not_show_the_change_then_it_is_an_error(
    platform: Platform, monkeypatch: pytest.MonkeyPatch, method: str, desired: dict[str, t.Any]
) -> None:
    ignoring(platform, method, monkeypatch)
    wanted = DesiredRule(**desired)
    plan = plan_rule(read_rule_state(platform.client, platform.applications[0].application_id, wanted), wanted)
    with pytest.raises(errors.ConflictError, match=f"^rule {desired['rule_name']}: The platform accepted the change"):
        confirm_rule(platform.client, plan, carried_out(platform, plan))


def test_rule_when_a_new_one_is_not_listed_then_it_is_an_error(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    ignoring(platform, "AddRule", monkeypatch, rule_id=99)
    wanted = DesiredRule("new", rule_pattern="1")
    plan = plan_rule(read_rule_state(platform.client, platform.applications[0].application_id, wanted), wanted)
    with pytest.raises(errors.ConflictError):
        confirm_rule(platform.client, plan, carried_out(platform, plan))


@pytest.mark.parametrize(
    ("method", "desired"),
    [
        ("SetApplicationInfo", {"application_name": "one", "secure_record_storage": True}),
        ("SetApplicationInfo", {"application_name": "new", "renamed_from": "one"}),
        ("AddApplication", {"application_name": "new"}),
    ],
)
def test_application_when_the_platform_does_not_show_the_change_then_it_is_an_error(
    platform: Platform, monkeypatch: pytest.MonkeyPatch, method: str, desired: dict[str, t.Any]
) -> None:
    ignoring(platform, method, monkeypatch, application_id=platform.applications[0].application_id)
    wanted = DesiredApplication(**desired)
    plan = plan_application(CurrentApplication.among(list_applications(platform.client), wanted), wanted)
    with pytest.raises(errors.ConflictError, match="does not show it"):
        confirm_application(platform.client, plan, carried_out(platform, plan))


def test_rule_when_selected_then_it_is_found_by_id_or_by_name_in_its_application(platform: Platform) -> None:
    application, row = platform.applications[0], platform.rules[0]
    for selector in (
        RuleSelector(row.rule_id, None, NOWHERE),
        RuleSelector(row.rule_id, None, ApplicationSelector(application.application_id, None)),
        RuleSelector(None, "r", ApplicationSelector(None, "one")),
        RuleSelector(None, "r", ApplicationSelector(None, "one.acme.voximplant.com")),
    ):
        assert resolve_rule(platform.client, selector).rule_id == row.rule_id


def test_rule_when_selected_in_vain_then_the_error_names_the_candidates(platform: Platform) -> None:
    other = platform.add_application("two")
    here = ApplicationSelector(None, "one")
    with pytest.raises(errors.NotFoundError, match=r"no rule called 'x'; it has: r \(id \d+\), s \(id \d+\)\."):
        resolve_rule(platform.client, RuleSelector(None, "x", here))
    with pytest.raises(errors.NotFoundError, match="it has: none"):
        resolve_rule(platform.client, RuleSelector(None, "x", ApplicationSelector(None, "two")))
    with pytest.raises(errors.NotFoundError, match="no rule with the id 99"):
        resolve_rule(platform.client, RuleSelector(99, None, NOWHERE))
    elsewhere = ApplicationSelector(other.application_id, None)
    with pytest.raises(errors.NotFoundError, match=f"in the application with the id {other.application_id}"):
        resolve_rule(platform.client, RuleSelector(platform.rules[0].rule_id, None, elsewhere))
    platform.add_rule("r", platform.applications[0])
    with pytest.raises(errors.ConflictError, match="Several rules are called 'r'"):
        resolve_rule(platform.client, RuleSelector(None, "r", here))
    with pytest.raises(errors.InputError, match="without an application"):
        RuleSelector(None, "r", NOWHERE)


def test_application_when_selected_in_vain_then_the_error_names_the_candidates(platform: Platform) -> None:
    with pytest.raises(errors.NotFoundError, match=r"called 'x'; there are: one\.acme\.voximplant\.com \(id \d+\)\."):
        resolve_application(platform.client, ApplicationSelector(None, "x"))
    with pytest.raises(errors.NotFoundError, match="there are: none"):
        resolve_application(Platform().client, ApplicationSelector(None, "x"))
    platform.add_application("one")
    with pytest.raises(errors.ConflictError, match="Several applications are called 'one'"):
        resolve_application(platform.client, ApplicationSelector(None, "one"))


def test_application_when_its_id_is_given_then_nothing_is_read(platform: Platform) -> None:
    assert resolve_application(platform.client, ApplicationSelector(5, None)) == 5
    assert platform.calls == []


@pytest.mark.parametrize(
    ("rule_id", "name", "found"), [(None, None, ["r", "s"]), (None, "s", ["s"]), (None, "x", []), (99, None, [])]
)
def test_rules_when_listed_then_those_that_match_come(
    platform: Platform, rule_id: int | None, name: str | None, found: list[str]
) -> None:
    for application_id in (None, platform.applications[0].application_id):
        rules = list_matching(platform.client, rule_id, name, application_id)
        assert [rule.rule_name for rule in rules] == found
    (rule,) = list_matching(platform.client, platform.rules[1].rule_id, None, None)
    assert rule.rule_name == "s"


@pytest.mark.parametrize("code", [116, 134, 485])
def test_rule_when_the_platform_wants_an_application_then_each_is_asked_in_turn(
    platform: Platform, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    listing = platform.GetRules

    def demanding(form: t.Mapping[str, str]) -> t.Any:
        return listing(form) if "application_id" in form else {"error": {"code": code, "msg": "No."}}

    monkeypatch.setattr(platform, "GetRules", demanding)
    assert read_rule(platform.client, platform.rules[1].rule_id).rule_name == "s"
