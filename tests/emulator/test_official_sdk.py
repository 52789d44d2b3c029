# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The official Python SDK against the emulator, over TLS: every method that the emulator has and the SDK knows."""

from __future__ import annotations

import pathlib
import re
import typing as t
import urllib.parse

import pytest
from voximplant.apiclient import VoximplantAPI, VoximplantException  # type: ignore[import-untyped]  # ships no types

from voximplant_emulator import Emulator
from voximplant_emulator.api.methods import METHODS


@pytest.fixture
def sdk(data_dir: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> t.Iterator[VoximplantAPI]:
    """Give the SDK, told where the emulator is and which authority to trust, as its users would tell it."""
    numbers = ["12025550100", {"phone_number": "447700900000", "country_code": "GB"}]
    with Emulator(data_dir, tls=True, phone_numbers=numbers) as emulator:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", emulator.ca_path)
        yield VoximplantAPI(emulator.credentials_file, endpoint=urllib.parse.urlsplit(emulator.api_url).netloc)


def ids(rows: list[dict[str, t.Any]], name: str) -> list[int]:
    """Return the ids in rows."""
    return [row[name] for row in rows]


def test_sdk_when_it_manages_applications_and_scenarios_then_each_method_does_its_work(sdk: VoximplantAPI) -> None:
    application_id = sdk.add_application("support", secure_record_storage=False)["application_id"]
    assert sdk.set_application_info(application_id=application_id, application_name="help")["result"] == 1
    assert ids(sdk.get_applications(with_rules=True)["result"], "application_id") == [application_id]
    first = sdk.add_scenario("first", scenario_script="// ü")["scenario_id"]
    second = sdk.add_scenario("second", application_id=application_id)["scenario_id"]
    assert sdk.set_scenario_info(scenario_id=first, scenario_name="greeting")["result"] == 1
    row = sdk.get_scenarios(scenario_id=first, with_script=True)["result"][0]
    assert (row["scenario_name"], row["scenario_script"], row["modified"].year > 2000) == ("greeting", "// ü", True)
    assert sdk.del_scenario(scenario_id=[first, second])["result"] == 1
    assert sdk.del_application(application_id=application_id)["result"] == 1
    assert (sdk.get_scenarios()["total_count"], sdk.get_applications()["total_count"]) == (0, 0)


def test_sdk_when_it_manages_rules_and_bindings_then_each_method_does_its_work(sdk: VoximplantAPI) -> None:
    application_id = sdk.add_application("help")["application_id"]
    first, second = (sdk.add_scenario(name)["scenario_id"] for name in ("first", "second"))
    rule_id = sdk.add_rule("in", ".*", application_id=application_id, scenario_id=[first])["rule_id"]
    other = sdk.add_rule("out", "2.*", application_name="help", scenario_name=["first", "second"])["rule_id"]
    bind = {"scenario_id": [second], "rule_id": rule_id, "application_id": application_id}
    assert sdk.bind_scenario(**bind)["result"] == 1
    assert sdk.reorder_scenarios([second, first], rule_id=rule_id)["result"] == 1
    assert sdk.set_rule_info(rule_id, rule_pattern="1.*")["result"] == 1
    assert sdk.reorder_rules([other, rule_id])["result"] == 1
    rules = sdk.get_rules(application_id=application_id, with_scenarios=True)["result"]
    assert ids(rules, "rule_id") == [other, rule_id]
    assert ids(rules[1]["scenarios"], "scenario_id") == [second, first]
    assert sdk.bind_scenario(**bind, bind=False)["result"] == 1
    assert sdk.del_rule(rule_id=[other])["result"] == 1
    assert ids(sdk.get_rules(rule_id=rule_id, with_scenarios=True)["result"][0]["scenarios"], "scenario_id") == [first]


def test_sdk_when_it_starts_sessions_then_finds_them_in_the_history(sdk: VoximplantAPI) -> None:
    sdk.add_application("help")
    sdk.add_scenario("first")
    rule = {"application_name": "help", "scenario_name": ["first"], "rule_pattern": ".*"}
    rule_id = sdk.add_rule("in", **rule)["rule_id"]
    conference_id = sdk.add_rule("meet", video_conference=True, **rule)["rule_id"]
    started = sdk.start_scenarios(rule_id=rule_id, script_custom_data="x")["call_session_history_id"]
    meeting = sdk.start_conference("board", rule_id=conference_id)["call_session_history_id"]
    history = sdk.get_call_history(call_session_history_id=[started], with_calls=True)["result"]
    assert [(row["custom_data"], row["calls"], row["active"]) for row in history] == [("x", [], True)]
    assert meeting == started + 1


def test_sdk_when_it_manages_users_then_each_method_does_its_work(sdk: VoximplantAPI) -> None:
    application_id = sdk.add_application("support")["application_id"]
    where = {"application_id": application_id}
    user_id = sdk.add_user("bob", "Bob", "Secret-123", parent_accounting=False, user_active=True, **where)["user_id"]
    change = {"new_user_name": "robert", "user_password": "Secret-456", "user_active": False, "user_custom_data": "x"}
    assert sdk.set_user_info(user_id=user_id, **change)["result"] == 1
    row = sdk.get_users(**where)["result"][0]
    names = ("user_id", "user_name", "user_active", "parent_accounting", "user_custom_data")
    assert [row[name] for name in names] == [user_id, "robert", False, False, "x"]
    assert row["created"].year > 2000
    assert sdk.del_user(user_name=["robert"], **where)["result"] == 1
    assert sdk.get_users(**where)["total_count"] == 0


def test_sdk_when_it_manages_secrets_then_each_method_does_its_work(sdk: VoximplantAPI) -> None:
    where = {"application_id": sdk.add_application("support")["application_id"]}
    secret_id = sdk.add_secret("KEY", "first-value", description="d", **where)["result"]["secret_id"]
    assert sdk.set_secret_info(secret_id=secret_id, new_secret_name="TOKEN", secret_value="x", **where)["result"] == 1
    assert sdk.get_secret_value(secret_name="TOKEN", **where)["result"]["secret_value"] == "x"
    row = sdk.get_secrets(secret_name_part="TOK", **where)["result"][0]
    assert (row["secret_id"], row["secret_name"], row["created"].year > 2000) == (secret_id, "TOKEN", True)
    assert sdk.del_secret(secret_name=["TOKEN"], **where)["result"] == 1
    assert sdk.get_secrets(**where)["total_count"] == 0


def test_sdk_when_it_manages_phone_numbers_then_each_method_does_its_work(sdk: VoximplantAPI) -> None:
    application_id = sdk.add_application("support")["application_id"]
    rule_id = sdk.add_rule("in", ".*", application_id=application_id)["rule_id"]
    first, second = sdk.get_phone_numbers(order_by="phone_number")["result"]
    assert sdk.is_account_phone_number(first["phone_number"])["result"] is True
    bind = {"phone_id": [first["phone_id"]], "application_id": application_id}
    assert sdk.bind_phone_number_to_application(rule_id=rule_id, **bind)["result"] == 1
    assert sdk.set_phone_number_info(phone_id=[first["phone_id"]], incoming_sms_callback_url="https://a")["result"] == 1
    assert sdk.control_sms(first["phone_number"], "enable")["result"] == 1
    bound = sdk.get_phone_numbers(application_id=[application_id], rule_id=[rule_id], is_bound_to_rule=True)["result"]
    names = ("phone_id", "rule_id", "incoming_sms_callback_url", "is_sms_enabled")
    assert [[row[name] for name in names] for row in bound] == [[first["phone_id"], rule_id, "https://a", True]]
    assert (bound[0]["phone_next_renewal"].year > 2000, bound[0]["phone_purchase_date"].year > 2000) == (True, True)
    assert ids(sdk.get_phone_numbers(country_code=["GB"])["result"], "phone_id") == [second["phone_id"]]
    assert sdk.bind_phone_number_to_application(bind=False, **bind)["result"] == 1
    assert sdk.get_phone_numbers(is_bound_to_application=True)["total_count"] == 0


def test_sdk_when_account_and_keys_are_asked_for_then_gets_them(sdk: VoximplantAPI) -> None:
    assert sdk.get_account_info()["result"]["account_name"] == "demoaccount"
    keys = sdk.get_keys(with_roles=True)["result"]
    assert [(row["key_name"], row["roles"][0]["role_name"]) for row in keys] == [("emulator", "Owner")]


def test_tests_when_compared_with_the_methods_then_the_sdk_calls_each_that_it_knows() -> None:
    here = pathlib.Path(__file__).read_text(encoding="utf-8")
    known = {re.sub(r"(?<!^)([A-Z])", r"_\1", method).lower() for method in METHODS}
    assert {name for name in known if f"sdk.{name}(" not in here} == {"logon"}
    assert not hasattr(VoximplantAPI, "logon")


def test_sdk_when_refused_then_raises_with_the_code(sdk: VoximplantAPI) -> None:
    with pytest.raises(VoximplantException) as refusal:
        sdk.set_scenario_info(scenario_id=1, scenario_name="x")
    assert refusal.value.code == 132
