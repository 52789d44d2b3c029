# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every refusal of the contract: condition, code, text; the switches have their defaults."""

from __future__ import annotations

import typing as t

import pytest

if t.TYPE_CHECKING:
    from voximplant_emulator import Emulator

    from .conftest import Api, Json, World

SCENARIO_ID = "The 'scenario_id' parameter is invalid."
RULE_ID = "'rule_id' parameter is invalid."
RULE_NAME = "The 'rule_name' parameter is invalid."
APPLICATION_ID = "The 'application_id' parameter is invalid."
APPLICATION_NAME = "Invalid application name."
TAKEN = "Scenario name is not unique."
EMPTY = "Required parameter is empty."
PATTERN = "The 'rule_pattern' parameter is invalid."
START = "StartScenarios"
NEW_RULE = {"application_name": "support", "rule_name": "new", "rule_pattern": ".*"}
NEW_USER = {"application_name": "support", "user_name": "bob", "user_display_name": "B", "user_password": "Secret-1"}


def without(params: Json, name: str) -> Json:
    """Return parameters without one of them."""
    return {key: value for key, value in params.items() if key != name}


# A value such as "@first" stands for the id of that object.
ERRORS: list[tuple[str, Json, int, str]] = [
    ("NoSuchMethod", {}, 103, "Unknown command."),
    ("getscenarios", {}, 103, "Unknown command."),
    ("AddScenario", {}, 134, EMPTY),
    ("AddScenario", {"scenario_name": ""}, 134, EMPTY),
    ("AddScenario", {"scenario_name": "x" * 30}, 168, "The 'scenario_name' parameter is invalid."),
    ("AddScenario", {"scenario_name": "x", "scenario_script": "x" * 131072}, 130, "The script text is too long."),
    ("AddScenario", {"scenario_name": "first"}, 133, TAKEN),
    ("AddScenario", {"scenario_name": "first", "application_id": "@support"}, 133, TAKEN),
    ("AddScenario", {"scenario_name": "foreign"}, 133, TAKEN),
    ("AddScenario", {"scenario_name": "x", "rule_id": 1}, 147, RULE_ID),
    ("AddScenario", {"scenario_name": "x", "rule_name": "none"}, 156, RULE_NAME),
    ("AddScenario", {"scenario_name": "x", "application_id": 1}, 116, APPLICATION_ID),
    ("AddScenario", {"scenario_name": "x", "application_name": "none"}, 107, APPLICATION_NAME),
    ("AddScenario", {"scenario_name": "x", "rewrite": "perhaps"}, 101, "Invalid arguments."),
    ("AddScenario", {"scenario_name": "x", "rule_id": "seven"}, 101, 'For input string: "seven"'),
    ("SetScenarioInfo", {"scenario_script": "x"}, 134, EMPTY),
    ("SetScenarioInfo", {"scenario_id": 1}, 132, SCENARIO_ID),
    ("SetScenarioInfo", {"required_scenario_name": "none"}, 132, SCENARIO_ID),
    ("SetScenarioInfo", {"scenario_id": "@first", "scenario_name": "second"}, 133, TAKEN),
    ("SetScenarioInfo", {"scenario_id": "@first", "scenario_name": "x" * 30}, 168, ""),
    ("SetScenarioInfo", {"scenario_id": "@first", "scenario_script": "x" * 131072}, 130, ""),
    ("DelScenario", {}, 134, EMPTY),
    ("DelScenario", {"scenario_id": 1}, 132, SCENARIO_ID),
    ("DelScenario", {"scenario_name": "none"}, 132, SCENARIO_ID),
    ("GetScenarios", {"application_id": 1}, 116, APPLICATION_ID),
    ("GetScenarios", {"application_name": "none"}, 107, APPLICATION_NAME),
    ("GetScenarios", {"count": "many"}, 101, 'For input string: "many"'),
    ("BindScenario", {"rule_id": "@inbound"}, 134, EMPTY),
    ("BindScenario", {"scenario_id": "@first"}, 147, RULE_ID),
    ("BindScenario", {"scenario_id": "@first", "rule_id": 1}, 147, RULE_ID),
    ("BindScenario", {"scenario_id": "@first", "rule_id": "@inbound", "application_id": "@sales"}, 147, RULE_ID),
    (
        "BindScenario",
        {"scenario_id": "@first", "rule_name": "inbound"},
        485,
        "Specify the 'application_id' parameter.",
    ),
    ("BindScenario", {"scenario_id": "@first", "rule_name": "none", "application_id": "@support"}, 156, RULE_NAME),
    ("BindScenario", {"scenario_id": 1, "rule_id": "@inbound"}, 132, SCENARIO_ID),
    ("BindScenario", {"scenario_name": "none", "rule_id": "@inbound"}, 132, SCENARIO_ID),
    ("BindScenario", {"scenario_id": "@foreign", "rule_id": "@inbound"}, 132, SCENARIO_ID),
    ("BindScenario", {"scenario_id": "1,2", "rule_id": "@inbound"}, 101, 'For input string: "1,2"'),
    ("ReorderScenarios", {"scenario_id": "@first"}, 147, RULE_ID),
    ("ReorderScenarios", {"rule_id": "@inbound", "scenario_id": "@loose"}, 132, SCENARIO_ID),
    ("ReorderScenarios", {"rule_id": "@inbound", "scenario_id": "@first;@first"}, 101, "Invalid arguments."),
    ("AddRule", without(NEW_RULE, "rule_name"), 134, EMPTY),
    ("AddRule", without(NEW_RULE, "rule_pattern"), 134, EMPTY),
    ("AddRule", without(NEW_RULE, "application_name"), 134, EMPTY),
    ("AddRule", {**NEW_RULE, "application_name": "none"}, 107, APPLICATION_NAME),
    ("AddRule", {**NEW_RULE, "application_id": 1}, 116, APPLICATION_ID),
    ("AddRule", {**NEW_RULE, "rule_name": "inbound"}, 175, "The 'rule_name' is not unique."),
    ("AddRule", {**NEW_RULE, "rule_name": "x" * 100}, 156, RULE_NAME),
    ("AddRule", {**NEW_RULE, "rule_pattern": "("}, 148, PATTERN),
    ("AddRule", {**NEW_RULE, "rule_pattern": "x" * 65536}, 148, PATTERN),
    ("AddRule", {**NEW_RULE, "rule_pattern_exclude": "["}, 149, "The 'rule_pattern_exclude' parameter is invalid."),
    ("AddRule", {**NEW_RULE, "scenario_id": 1}, 132, SCENARIO_ID),
    ("AddRule", {**NEW_RULE, "scenario_name": "none"}, 132, SCENARIO_ID),
    ("AddRule", {**NEW_RULE, "scenario_id": "@foreign"}, 132, SCENARIO_ID),
    ("AddRule", {**NEW_RULE, "bind_key_id": "none"}, 433, "Invalid key id."),
    ("SetRuleInfo", {}, 147, RULE_ID),
    ("SetRuleInfo", {"rule_id": 1}, 147, RULE_ID),
    ("SetRuleInfo", {"rule_id": "@inbound", "rule_name": "empty"}, 175, ""),
    ("DelRule", {}, 147, RULE_ID),
    ("DelRule", {"rule_id": "@inbound;1"}, 147, RULE_ID),
    ("DelRule", {"rule_name": "none", "application_id": "@support"}, 156, RULE_NAME),
    ("ReorderRules", {}, 147, RULE_ID),
    ("ReorderRules", {"rule_id": 1}, 147, RULE_ID),
    ("ReorderRules", {"rule_id": "@inbound;@inbound"}, 101, "Invalid arguments."),
    ("AddApplication", {}, 134, EMPTY),
    ("AddApplication", {"application_name": "Upper"}, 107, APPLICATION_NAME),
    ("AddApplication", {"application_name": "x" * 66}, 107, APPLICATION_NAME),
    ("AddApplication", {"application_name": "support"}, 129, "Application name is not unique."),
    ("SetApplicationInfo", {}, 134, EMPTY),
    ("SetApplicationInfo", {"application_id": 1}, 116, APPLICATION_ID),
    ("SetApplicationInfo", {"required_application_name": "none"}, 107, APPLICATION_NAME),
    ("SetApplicationInfo", {"application_id": "@support", "application_name": "sales"}, 129, ""),
    ("DelApplication", {}, 134, EMPTY),
    ("DelApplication", {"application_id": "@support;1"}, 116, APPLICATION_ID),
    ("DelApplication", {"application_name": "none"}, 107, APPLICATION_NAME),
    ("AddUser", without(NEW_USER, "user_password"), 134, EMPTY),
    ("AddUser", {**NEW_USER, "user_name": "ab"}, 122, ""),
    ("GetUsers", {"order_by": "age"}, 101, "Invalid arguments."),
    (START, {}, 147, RULE_ID),
    (START, {"rule_id": 1}, 147, RULE_ID),
    (START, {"rule_name": "none", "application_name": "support"}, 156, RULE_NAME),
    (START, {"rule_id": "@inbound", "application_id": 1}, 116, APPLICATION_ID),
    (START, {"rule_id": "@empty"}, 375, "No scenario is bound to the rule."),
    (START, {"rule_id": "@inbound", "user_id": 1}, 117, "The 'user_id' parameter is invalid."),
    (START, {"rule_id": "@inbound", "user_name": "none"}, 117, "The 'user_id' parameter is invalid."),
    (START, {"rule_id": "@inbound", "reference_ip": "here"}, 257, "The 'reference_ip' parameter is invalid."),
    (START, {"rule_id": "@inbound", "server_location": "1"}, 496, "The 'server_location' parameter is invalid."),
    ("StartConference", {"rule_id": "@meeting"}, 134, EMPTY),
    ("StartConference", {"conference_name": "x"}, 147, RULE_ID),
    ("StartConference", {"conference_name": "x", "rule_id": "@inbound"}, 269, ""),
    (
        "StartConference",
        {"conference_name": "x" * 50, "rule_id": "@meeting"},
        270,
        "The 'conference_name' parameter length should be less than 50.",
    ),
    ("GetCallHistory", {"from_date": "yesterday"}, 111, "Invalid date format."),
    ("GetCallHistory", {"from_date": "2026-02-02 00:00:00", "to_date": "2026-02-01 00:00:00"}, 123, ""),
    ("GetCallHistory", {"output": "csv"}, 105, ""),
    ("GetCallHistory", {"rule_name": "inbound"}, 485, "Specify the 'application_id' parameter."),
    ("GetCallHistory", {"count": 1001}, 101, ""),
    ("GetCallHistory", {"offset": 10001}, 101, ""),
    ("GetCallHistory", {"timezone": "Mars/Base"}, 496, "The 'timezone' parameter is invalid."),
]


def filled_in(params: Json, world: World) -> Json:
    """Return parameters with ids in place of the names that stand for them."""

    def fill_in(part: str) -> str:
        return str(getattr(world, part[1:])) if part.startswith("@") else part

    return {name: ";".join(map(fill_in, str(value).split(";"))) for name, value in params.items()}


@pytest.mark.parametrize(("method", "params", "code", "text"), ERRORS)
def test_call_when_refused_then_code_and_text_and_nothing_changes(
    emulator: Emulator, api: Api, world: World, method: str, params: Json, code: int, text: str
) -> None:
    before = emulator.state()
    error = api.error(method, **filled_in(params, world))
    assert error["code"] == code
    assert error["msg"].endswith(".") or "For input string" in error["msg"]
    assert text in ("", error["msg"])
    assert emulator.state() == before
    row = emulator.journal()[-1]
    assert (row["code"], row["status"], row["executed"]) == (code, 200, False)


def test_call_when_no_method_is_named_then_102(api: Api) -> None:
    reply = api.http.post(api.url, data=api.login).json()
    assert reply == {"error": {"code": 102, "msg": "Missing 'cmd' parameter."}}


@pytest.mark.parametrize(
    ("method", "params", "field_name"),
    [("AddScenario", {}, "scenario_name"), ("AddUser", {**NEW_USER, "user_name": "ab"}, "user_name")],
)
def test_call_when_a_parameter_is_to_blame_then_names_it(
    api: Api, world: World, method: str, params: Json, field_name: str
) -> None:
    assert api.error(method, **params)["field_name"] == field_name


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # what is wrong first in the list is told first
        ({"scenario_name": "", "rule_id": "seven"}, 134),
        ({"rule_id": "seven", "application_id": "1"}, 101),
        ({"rule_id": "1", "scenario_name": "x" * 30}, 147),
        ({"scenario_name": "x" * 30, "scenario_script": "x" * 131072}, 168),
        ({"scenario_name": "first", "scenario_script": "x" * 131072}, 130),
    ],
)
def test_call_when_several_things_are_wrong_then_tells_the_first(
    api: Api, world: World, first: Json, second: int
) -> None:
    assert api.code("AddScenario", **{"scenario_name": "new", **first}) == second


def test_user_when_it_exists_or_is_of_another_application_then_118_and_393(api: Api, world: World) -> None:
    user_id = api.call("AddUser", **{**NEW_USER, "application_name": "sales"})["user_id"]
    assert api.code("AddUser", **{**NEW_USER, "application_name": "sales"}) == 118
    assert api.code(START, rule_id=world.inbound, user_id=user_id) == 393
    assert api.code(START, rule_id=world.inbound, user_name="bob") == 393


@pytest.mark.parametrize(("state", "code"), [({"frozen": True}, 131), ({"active": False}, 131), ({"balance": 0}, 127)])
def test_start_when_the_account_cannot_pay_or_act_then_its_code(
    emulator: Emulator, api: Api, world: World, state: Json, code: int
) -> None:
    emulator.set_account(**state)
    assert api.code(START, rule_id=world.inbound) == code
    assert api.call("GetScenarios")["total_count"] == 5
    assert emulator.state()["sessions"] == []
