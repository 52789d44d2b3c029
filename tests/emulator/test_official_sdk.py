# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The official Python SDK against the emulator, over TLS: every method for scenarios, rules, applications, sessions."""

from __future__ import annotations

import typing as t
import urllib.parse

import pytest
from voximplant.apiclient import VoximplantAPI, VoximplantException  # type: ignore[import-untyped]  # ships no types

from voximplant_emulator import Emulator

if t.TYPE_CHECKING:
    import pathlib


@pytest.fixture
def sdk(data_dir: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> t.Iterator[VoximplantAPI]:
    """Give the SDK, told where the emulator is and which authority to trust, as its users would tell it."""
    with Emulator(data_dir, tls=True) as emulator:
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


def test_sdk_when_users_and_account_are_asked_for_then_gets_them(sdk: VoximplantAPI) -> None:
    application_id = sdk.add_application("support")["application_id"]
    user_id = sdk.add_user("bob", "Bob", "Secret-123", application_id=application_id)["user_id"]
    assert ids(sdk.get_users(application_id=application_id)["result"], "user_id") == [user_id]
    assert sdk.get_account_info()["result"]["account_name"] == "demoaccount"


def test_sdk_when_refused_then_raises_with_the_code(sdk: VoximplantAPI) -> None:
    with pytest.raises(VoximplantException) as refusal:
        sdk.set_scenario_info(scenario_id=1, scenario_name="x")
    assert refusal.value.code == 132
