# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which calls a task makes when nothing is to be done, in an account of many scenarios."""

from __future__ import annotations

import dataclasses
import typing as t

import pytest

from harness.accounts import World, fill, fill_with_objects, login
from harness.in_process import run_module

if t.TYPE_CHECKING:
    from harness.plays import Controller, Json
    from voximplant_emulator import Emulator

pytestmark = pytest.mark.one_core

SCENARIO, ORDERED, BOUND = "vox_scenario", "vox_scenario_order", "vox_scenario_binding"
SCENARIO_INFO, APPLICATION_INFO, RULE_INFO = "vox_scenario_info", "vox_application_info", "vox_rule_info"
SUPPORT, SUPPORT_ID = {"application_name": "support"}, {"application_id": "{support}"}
INBOUND = {"rule_name": "inbound"}
RULE = {"rule_id": "{inbound}"}
TEXT = {"scenario_script": "// menu\n"}
NAMES = {"scenarios": ["common", "menu", "voicemail"]}
IDS = {"scenario_ids": ["{common}", "{menu}", "{voicemail}"]}
ABSENT = {"state": "absent"}
SCENARIOS, RULES, APPLICATIONS = "GetScenarios", "GetRules", "GetApplications"
USERS, SECRETS, NUMBERS = "GetUsers", "GetSecrets", "GetPhoneNumbers"
USER, SECRET, PHONE = {"user_name": "anna"}, {"secret_name": "CRM_KEY"}, {"phone_number": "12025550100"}
NUMBER = "vox_phone_number"
CALLS: tuple[tuple[str, Json, list[str]], ...] = (
    (SCENARIO, {"name": "menu"}, [SCENARIOS]),
    (SCENARIO, {"name": "menu", **TEXT}, [SCENARIOS, SCENARIOS]),
    (SCENARIO, {"name": "menu", **TEXT, "renamed_from": "old"}, [SCENARIOS, SCENARIOS]),
    (SCENARIO, {"name": "menu", **RULE}, [RULES, SCENARIOS]),
    (SCENARIO, {"name": "foreign", "application_id": "{sales}"}, [SCENARIOS]),
    (SCENARIO, {"name": "foreign", "application_name": "sales"}, [APPLICATIONS, SCENARIOS]),
    (SCENARIO, {"name": "no_such", **ABSENT}, [SCENARIOS, SCENARIOS]),
    (SCENARIO, {"scenario_id": "{menu}"}, [SCENARIOS]),
    (SCENARIO, {"scenario_id": "{menu}", "name": "menu", **TEXT}, [SCENARIOS]),
    (SCENARIO, {"scenario_id": "{menu}", **RULE}, [RULES, SCENARIOS]),
    (SCENARIO, {"scenario_id": "4711", **ABSENT}, [SCENARIOS]),
    (SCENARIO_INFO, {}, [SCENARIOS]),
    (SCENARIO_INFO, {"limit": 1}, [SCENARIOS]),
    (SCENARIO_INFO, {"scenario_id": "{menu}"}, [SCENARIOS]),
    (SCENARIO_INFO, {"scenario_id": "{menu}", "with_script": True}, [SCENARIOS]),
    (SCENARIO_INFO, {"name": "menu", "with_script": True}, [SCENARIOS, SCENARIOS]),
    (SCENARIO_INFO, {"application_id": "{sales}"}, [SCENARIOS]),
    (SCENARIO_INFO, {"application_name": "sales"}, [APPLICATIONS, SCENARIOS]),
    (BOUND, {**RULE, **IDS}, [RULES]),
    (BOUND, {**RULE, **NAMES, "exclusive": True}, [RULES]),
    (BOUND, {**RULE, "scenarios": ["loose"], **ABSENT}, [RULES]),
    (BOUND, {**INBOUND, **SUPPORT_ID, **NAMES}, [RULES]),
    (BOUND, {**INBOUND, **SUPPORT, **NAMES}, [APPLICATIONS, RULES]),
    (ORDERED, {**RULE, **IDS}, [RULES]),
    (ORDERED, {**RULE, **NAMES}, [RULES]),
    (ORDERED, {**INBOUND, **SUPPORT_ID, **NAMES}, [RULES]),
    (ORDERED, {**INBOUND, **SUPPORT, **NAMES}, [APPLICATIONS, RULES]),
    ("vox_application", {"name": "support"}, [APPLICATIONS]),
    ("vox_application", {**SUPPORT_ID, "name": "support"}, [APPLICATIONS]),
    ("vox_application", {"name": "no-such", **ABSENT}, [APPLICATIONS]),
    (APPLICATION_INFO, {}, [APPLICATIONS]),
    (APPLICATION_INFO, SUPPORT_ID, [APPLICATIONS]),
    (APPLICATION_INFO, {**SUPPORT_ID, "with_rules": True}, [APPLICATIONS, RULES]),
    ("vox_rule", {**INBOUND, **SUPPORT_ID, **NAMES, "position": "first"}, [RULES]),
    ("vox_rule", {**INBOUND, **SUPPORT}, [APPLICATIONS, RULES]),
    ("vox_rule", {**RULE, **SUPPORT_ID}, [RULES]),
    ("vox_rule", RULE, [RULES, RULES]),  # the rule, and then its application's
    ("vox_rule", {"rule_name": "no such", **SUPPORT_ID, **ABSENT}, [RULES]),
    (RULE_INFO, {}, [APPLICATIONS, RULES, RULES]),
    (RULE_INFO, RULE, [RULES]),
    (RULE_INFO, {**INBOUND, **SUPPORT_ID}, [RULES]),
    (RULE_INFO, {**INBOUND, **SUPPORT}, [APPLICATIONS, RULES]),
    ("vox_rule", {**INBOUND, **SUPPORT_ID, "bind_key_id": "{key}"}, [RULES, RULES]),  # that of the key
    ("vox_rule", {**INBOUND, **SUPPORT_ID, "bind_key_id": "emulator"}, [RULES, "GetKeys", RULES]),
    ("vox_rule", {**INBOUND, **SUPPORT_ID, "bind_key_id": "none", "update_bind_key": False}, [RULES]),
    ("vox_user", {**USER, **SUPPORT_ID, "user_display_name": "Anna"}, [USERS]),
    ("vox_user", {**USER, **SUPPORT, "user_password": "Another1!"}, [APPLICATIONS, USERS]),
    ("vox_user", {"user_name": "nobody", **SUPPORT_ID, **ABSENT}, [USERS]),
    ("vox_user_info", {}, [APPLICATIONS, USERS, USERS]),
    ("vox_user_info", {**USER, **SUPPORT_ID}, [USERS]),
    ("vox_secret", {**SECRET, **SUPPORT_ID}, [SECRETS]),
    ("vox_secret", {**SECRET, **SUPPORT, "secret_value": "a value"}, [APPLICATIONS, SECRETS, "GetSecretValue"]),
    ("vox_secret", {**SECRET, **SUPPORT_ID, "secret_value": "x", "update_value": "on_create"}, [SECRETS]),
    ("vox_secret", {"secret_name": "NONE", **SUPPORT_ID, **ABSENT}, [SECRETS]),
    ("vox_secret_info", SUPPORT_ID, [SECRETS]),
    ("vox_secret_info", SUPPORT, [APPLICATIONS, SECRETS]),
    (NUMBER, {**PHONE, "application_id": "{sales}"}, [NUMBERS]),
    (NUMBER, {**PHONE, "application_name": "sales"}, [NUMBERS, APPLICATIONS]),
    (NUMBER, {**PHONE, "application_name": "sales", "rule_name": "orders"}, [NUMBERS, APPLICATIONS, RULES]),
    (NUMBER, {**PHONE, "rule_id": "{orders}"}, [NUMBERS, RULES]),
    (NUMBER, {**PHONE, **SUPPORT, "state": "unbound"}, [NUMBERS, APPLICATIONS]),
    (f"{NUMBER}_info", {}, [NUMBERS]),
    (f"{NUMBER}_info", PHONE, [NUMBERS]),
    (f"{NUMBER}_info", {"application_name": "sales", "rule_name": "orders"}, [APPLICATIONS, RULES, NUMBERS]),
    ("vox_session_info", {"call_session_history_id": "{session}"}, ["GetCallHistory"]),
)


def filled(value: t.Any, ids: dict[str, t.Any]) -> t.Any:
    """A value with ids in the place of their names."""
    if isinstance(value, dict):
        return {name: filled(part, ids) for name, part in value.items()}
    if isinstance(value, list):
        return [filled(part, ids) for part in value]
    return value.format_map(ids) if isinstance(value, str) else value


def name_of(value: object) -> str | None:
    """The name of a test's parameter."""
    return " ".join(f"{name}={part}" for name, part in value.items()) if isinstance(value, dict) else None


@pytest.fixture(scope="module")
def ids(emulator: Emulator, world: World) -> dict[str, t.Any]:
    """Give the ids by name, those of a session and of a key too."""
    fill_with_objects(emulator, world, PHONE["phone_number"])
    emulator.call("BindPhoneNumberToApplication", **PHONE, application_id=world.sales, rule_id=world.orders)
    (key,) = emulator.call("GetKeys")["result"]
    emulator.call("SetRuleInfo", rule_id=world.inbound, bind_key_id=key["key_id"])
    started = emulator.call("StartScenarios", rule_id=world.inbound)
    return {**dataclasses.asdict(world), "session": started["call_session_history_id"], "key": key["key_id"]}


@pytest.mark.parametrize(("module", "options", "methods"), CALLS, ids=name_of)
def test_module_when_nothing_changes_then_no_call_is_needless(
    emulator: Emulator, ids: dict[str, t.Any], module: str, options: Json, methods: list[str]
) -> None:
    seen = len(emulator.journal())
    result = run_module(module, {**login(emulator), **filled(options, ids)})
    assert not result.get("failed"), result
    assert not result["changed"]
    assert [call["method"] for call in emulator.journal()[seen:]] == methods


@pytest.mark.parametrize(
    ("options", "methods"),
    [
        (RULE, [RULES, "StartScenarios"]),
        ({**INBOUND, **SUPPORT_ID}, [RULES, "StartScenarios"]),
        ({**INBOUND, **SUPPORT}, [APPLICATIONS, RULES, "StartScenarios"]),
    ],
    ids=name_of,
)
def test_session_when_started_then_only_its_rule_is_looked_up(
    emulator: Emulator, ids: dict[str, t.Any], options: Json, methods: list[str]
) -> None:
    seen = len(emulator.journal())
    assert run_module("vox_session", {**login(emulator), **filled(options, ids)})["changed"]
    assert [call["method"] for call in emulator.journal()[seen:]] == methods


@pytest.fixture(scope="module")
def world(emulator: Emulator) -> World:
    """Fill the account with 60 scenarios more, and a last one."""
    filled = fill(emulator)
    for number in range(60):
        emulator.call("AddScenario", scenario_name=f"bulk_{number}", scenario_script=f"// {number}\n")
    emulator.call("AddScenario", scenario_name="last", scenario_script="// last\n")
    return filled


@pytest.mark.parametrize("cap", [0, 20])
def test_tasks_when_nothing_changes_then_two_reads_are_enough(
    controller: Controller, emulator: Emulator, world: World, cap: int
) -> None:
    emulator.set_switches(count_cap=cap)
    (last,) = (row["scenario_id"] for row in emulator.state()["scenarios"] if row["scenario_name"] == "last")
    text = {"scenario_script": "// last\n"}
    bound = [world.common, world.menu, world.voicemail]
    tasks = {
        "name": ("vox_scenario", {"scenario_name": "last", **text}),
        "id": ("vox_scenario", {"scenario_id": last, **text}),
        "binding": ("vox_scenario_binding", {"rule_id": world.inbound, "scenario_ids": bound}),
        "exclusive": ("vox_scenario_binding", {"rule_id": world.inbound, "scenario_ids": bound, "exclusive": True}),
        "order": ("vox_scenario_order", {"rule_id": world.inbound, "scenario_ids": bound}),
    }
    run = controller.run(
        [{"name": name, f"voximplant.platform.{module}": options} for name, (module, options) in tasks.items()]
    )
    assert {outcome.task: outcome.result["changed"] for outcome in run.outcomes} == dict.fromkeys(tasks, False)
    assert {outcome.task: outcome.writes for outcome in run.outcomes if outcome.writes} == {}
    assert {outcome.task: len(outcome.reads) for outcome in run.outcomes if len(outcome.reads) not in (1, 2)} == {}
