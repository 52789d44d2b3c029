# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The id of a plan: what it is made of, what changes it, and what an approval does not cover."""

from __future__ import annotations

import dataclasses
import hashlib
import itertools
import typing as t

import pytest
import yaml

from ansible_collections.voximplant.platform.plugins.module_utils._account.changes import changes_of
from ansible_collections.voximplant.platform.plugins.module_utils._account.deployment import Deployment
from ansible_collections.voximplant.platform.plugins.module_utils._account.desired import DesiredAccount
from ansible_collections.voximplant.platform.plugins.module_utils._account.plan import AccountState, plan_account
from ansible_collections.voximplant.platform.plugins.module_utils._account.read_current import read_account
from ansible_collections.voximplant.platform.plugins.module_utils._account.records import History, records_of
from ansible_collections.voximplant.platform.plugins.module_utils._account.smoke_test import SmokeTest
from ansible_collections.voximplant.platform.plugins.module_utils._account.task import AccountTask
from ansible_collections.voximplant.platform.plugins.module_utils._account.withheld import Withheld
from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import ConflictError, VoximplantError
from ansible_collections.voximplant.platform.plugins.module_utils._plan.operations import Plan
from ansible_collections.voximplant.platform.plugins.module_utils._plan.rule import DesiredRule
from ansible_collections.voximplant.platform.plugins.module_utils._plan.scenario import DesiredScenario
from ansible_collections.voximplant.platform.plugins.modules.vox_sync import RETURN
from ansible_collections.voximplant.platform.tests.unit.support.declarations import NEW, deploy, plan_for, support
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform

EDIT = DesiredAccount((DesiredScenario("menu", scenario_script="// new\n"),))
CONTENT = (
    '{"account":"1","changes":[{"after":{"name":"menu","script":"// new\\n"},"application":null,'
    '"before":{"name":"menu","script":"// \\u00fc\\n"},"kind":"scenario","name":"menu"}],'
    '"operations":[{"action":"update","application":null,"method":"SetScenarioInfo","name":"menu",'
    '"object":"scenario"}]}'
)


@pytest.fixture
def platform() -> Platform:
    """Return an account with a scenario."""
    made = Platform()
    made.add_scenario("menu", "// \u00fc\n")
    return made


def identify(platform: Platform, desired: DesiredAccount, account: str = "1") -> str:
    """Return the id of the plan for an account."""
    return plan_account(read_account(platform.client, desired), desired, account).after.plan_id


def test_plan_id_when_computed_then_it_is_a_digest_of_account_operations_and_changes(platform: Platform) -> None:
    assert identify(platform, EDIT) == f"1-{hashlib.sha256(CONTENT.encode()).hexdigest()[:32]}"


def test_plan_id_when_the_task_plans_then_it_is_that_of_its_account(platform: Platform) -> None:
    task = AccountTask(platform.client, EDIT, Deployment())
    assert task.plan().after.plan_id == identify(platform, EDIT, platform.client.account_name)


def test_plan_id_when_account_operations_or_objects_are_others_then_it_is_another(platform: Platform) -> None:
    ids = [identify(platform, EDIT), identify(platform, EDIT, "2")]
    ids.append(identify(platform, DesiredAccount((DesiredScenario("menu", scenario_script="// other\n"),))))
    ids.append(identify(platform, DesiredAccount((DesiredScenario("menu2", renamed_from="menu"),))))
    platform.scenarios[0].scenario_script = "// edited\n"
    ids.append(identify(platform, EDIT))
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("is_new", [True, False])
def test_plan_id_when_another_key_is_bound_to_a_rule_then_it_is_another_and_the_drift_names_the_key(
    is_new: bool,
) -> None:
    platform = Platform()
    application = platform.add_application("support")
    if not is_new:
        platform.add_rule("in", application, rule_pattern="1")
    keys = ("key-1", "key-2")
    rules = (DesiredRule("in", rule_pattern="1", bind_key_id=key) for key in keys)
    plans = [plan_for(platform, DesiredAccount(applications=(support(rule),))).after for rule in rules]
    assert plans[0].plan_id != plans[1].plan_id
    drift = [(found.kind, found.before, found.after["bind_key_id"]) for plan in plans for found in plan.drift]
    assert drift == [("missing" if is_new else "changed", {}, key) for key in keys]


def test_plan_id_when_only_times_ids_and_other_objects_differ_then_it_is_the_same(platform: Platform) -> None:
    before = identify(platform, EDIT)
    other = Platform()
    other.add_application("other")
    other.add_scenario("stray", "// stray\n")
    other.add_scenario("menu", "// \u00fc\n", modified="2027-01-01 00:00:00")
    assert other.named("menu") != platform.named("menu")
    assert identify(other, EDIT) == before


@pytest.mark.parametrize("order", [*itertools.permutations(range(3))])
def test_changes_when_operations_come_in_any_order_then_they_are_sorted_by_kind_application_and_name(
    order: tuple[int, ...],
) -> None:
    platform = Platform()
    for name in ("sales", "help"):
        platform.add_rule("in", platform.add_application(name))
    platform.add_scenario("menu", "x")
    rules = support(DesiredRule("in", rule_pattern="2"))
    desired = DesiredAccount(
        (DesiredScenario("menu", scenario_script="y"),),
        tuple(dataclasses.replace(rules, application_name=name) for name in ("sales", "help")),
    )
    plan = plan_for(platform, desired)
    operations = [plan.operations[number] for number in order]
    changes = changes_of(History.of(records_of(plan.before.current), operations))
    assert [(change.kind, change.application, change.name) for change in changes] == [
        ("rule", "help", "in"),
        ("rule", "sales", "in"),
        ("scenario", None, "menu"),
    ]


def test_changes_when_objects_do_not_exist_yet_then_they_refer_to_each_other_by_kind_application_and_name() -> None:
    plan = plan_for(Platform(), NEW)
    changes = changes_of(History.of(records_of(plan.before.current), plan.operations))
    first = next(change for change in changes if change.name == "first")
    assert first.after is not None
    assert list(map(str, first.after["scenarios"])) == ["scenario//common", "scenario/support/own"]
    assert str(first.after["application"]) == "application//support"


SMOKE = SmokeTest("in", "support")
SAME: dict[str, dict[str, t.Any]] = {
    "atomic": {"atomic": True},
    "smoke_test": {"smoke_test": SMOKE},
    "backup_dir": {"backup_dir": "/backups"},
    "secret_values": {"withheld": Withheld({"support": {"KEY": "sesame"}})},
    "user_passwords": {"withheld": Withheld(user_passwords={"support": {"ann": "Password-1"}})},
}
"""Options that an approval does not cover."""


@pytest.mark.parametrize("option", SAME)
def test_plan_id_when_an_option_changes_nothing_in_the_account_then_it_is_the_same(
    platform: Platform, option: str
) -> None:
    platform.add_rule("in", platform.add_application("support"), platform.scenarios[0])
    plain = AccountTask(platform.client, EDIT, Deployment()).plan()
    plan = AccountTask(platform.client, EDIT, Deployment(**SAME[option])).plan()
    assert plan.after.plan_id == plain.after.plan_id


def test_documentation_when_it_describes_an_approval_then_it_names_what_is_not_covered() -> None:
    (line,) = (text for text in yaml.safe_load(RETURN)["plan_id"]["description"] if "does not cover" in text)
    assert [option for option in SAME if f"O({option})" not in line] == []


def approve(platform: Platform, approved: str) -> Plan[AccountState]:
    """Plan with an approval, and apply the plan."""
    task = AccountTask(platform.client, EDIT, Deployment(), expected_plan=approved)
    plan = task.plan()
    task.apply(plan)
    return plan


def test_approval_when_the_plan_is_another_one_then_nothing_is_written_and_the_message_says_why_that_can_be(
    platform: Platform,
) -> None:
    found = AccountTask(platform.client, EDIT, Deployment()).plan().after.plan_id
    approved = f"1-{'0' * 32}"
    with pytest.raises(ConflictError) as refusal:
        approve(platform, approved)
    assert refusal.value.text == f"The plan is {found}, not {approved}. Nothing was written."
    assert "another version of the collection made that plan" in refusal.value.advice
    assert (refusal.value.field, refusal.value.result["plan_id"]) == ("expected_plan", found)
    assert platform.writes == []


def test_approval_when_there_is_nothing_to_do_then_any_passes(platform: Platform) -> None:
    approve(platform, AccountTask(platform.client, EDIT, Deployment()).plan().after.plan_id)
    assert approve(platform, f"1-{'0' * 32}").operations == ()


def test_approval_when_drift_is_only_reported_then_it_is_not_needed(platform: Platform) -> None:
    approved = f"1-{'0' * 32}"
    plan = AccountTask(platform.client, EDIT, Deployment(), on_drift="report", expected_plan=approved).plan()
    assert (len(plan.after.drift), plan.operations) == (1, ())
    with pytest.raises(ConflictError, match=r"^The account differs") as refusal:
        AccountTask(platform.client, EDIT, Deployment(), on_drift="fail", expected_plan=approved).plan()
    assert refusal.value.field == "on_drift"


def test_approval_when_a_deployment_failed_half_way_then_the_rest_is_another_plan(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    platform = Platform()
    plan = plan_for(platform, NEW)
    with monkeypatch.context() as patch:
        patch.setattr(platform, "AddRule", lambda form: {"error": {"code": 127, "msg": "Refused."}})
        with pytest.raises(VoximplantError, match="AddRule"):
            deploy(platform, NEW)
    rest = plan_for(platform, NEW)
    assert [operation.method for operation in rest.operations] == ["AddRule", "AddRule"]
    assert rest.after.plan_id != plan.after.plan_id
