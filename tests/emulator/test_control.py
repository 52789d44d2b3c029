# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The control API that tests and the role use."""

from __future__ import annotations

import json
import pathlib
import typing as t

import pytest
import requests

from .conftest import Api, Control

if t.TYPE_CHECKING:
    from voximplant_emulator import Emulator

    from .conftest import World


def test_switches_when_put_then_are_exactly_these(control: Control) -> None:
    assert control("GET", "switches")["rebind"] == "noop"
    now = control("PUT", "switches", {"rebind": "error", "escape_slashes": True, "count_cap": 5})
    assert (now["rebind"], now["escape_slashes"], now["count_cap"]) == ("error", "true", "5")
    assert control("PUT", "switches", {"name_filter": "substring"})["rebind"] == "noop"


def test_faults_when_put_then_are_exactly_these(control: Control) -> None:
    control("POST", "faults", {"kind": "hang"})
    wanted = [{"kind": "http_status", "status": 502, "times": 2}, {"kind": "result_zero"}]
    assert [row["fault"] for row in control("PUT", "faults", wanted)] == wanted
    assert [row["seen"] for row in control("GET", "faults")] == [0, 0]
    assert control.response("PUT", "faults", [{"kind": "delay"}, {"kind": "none"}]).status_code == 400
    assert [row["fault"] for row in control("GET", "faults")] == wanted
    control("DELETE", "faults")
    assert control("GET", "faults") == []


def test_setup_when_put_then_is_exactly_this_or_nothing_changes(control: Control, emulator: Emulator) -> None:
    emulator.set_switches(name_filter="substring")
    faults = [{"kind": "hang", "skip": 9}]
    desired = {"switches": {"rebind": "error"}, "faults": faults, "latency_ms": 2, "phone_numbers": ["12025550100"]}
    before = control("GET", "setup")
    parts = ["switches", "faults", "latency_ms", "phone_numbers"]
    assert control("PUT", "setup?check=true", desired) == {"changed": parts}
    assert control("GET", "setup") == before
    assert control("PUT", "setup", desired) == {"changed": parts}
    assert control("GET", "setup") == desired
    assert control("PUT", "setup", {**desired, "phone_numbers": []}) == {"changed": []}
    for bad in ({"latency_ms": "slow"}, {"colour": "blue"}, {"phone_numbers": ["12025550101", "x"]}):
        assert control.response("PUT", "setup", bad).status_code == 400
    assert control("GET", "setup") == desired


def test_setup_when_a_fault_is_used_up_then_the_same_list_does_not_arm_it_again(
    control: Control, emulator: Emulator, api: Api
) -> None:
    desired = {"faults": [{"kind": "api_error", "code": 340}]}
    control("PUT", "setup", desired)
    assert api.code("GetScenarios") == 340
    control("PUT", "setup", desired)
    assert api.call("GetScenarios")["total_count"] == 0


def test_latency_when_put_then_is_this(control: Control) -> None:
    assert control("PUT", "latency", {"latency_ms": 5}) == {"latency_ms": 5.0}
    assert control("GET", "latency") == {"latency_ms": 5.0}


def test_media_when_put_then_sessions_answer_so(emulator: Emulator, api: Api, world: World, control: Control) -> None:
    control("PUT", "media", {"status": 202, "body": "later"})
    url = emulator.call("StartScenarios", rule_id=world.inbound)["media_session_access_url"]
    response = api.http.post(url)
    assert (response.status_code, response.text) == (202, "later")


def test_session_when_finished_then_has_ended_so(emulator: Emulator, world: World, control: Control) -> None:
    started = emulator.call("StartScenarios", rule_id=world.inbound)["call_session_history_id"]
    control("POST", f"sessions/{started}/finish", {"finish_reason": "JS session error", "duration": 3})
    row = emulator.state()["sessions"][0]
    assert (row["active"], row["finish_reason"], row["duration"]) == (False, "JS session error", 3)


def test_accounts_when_posted_then_can_be_used_and_changed(control: Control, emulator: Emulator) -> None:
    made = control("POST", "accounts", {"account_name": "child", "parent_account_id": emulator.account_id})
    assert [row["account_name"] for row in control("GET", "accounts")] == ["demoaccount", "child"]
    api = Api(emulator.api_url, {"account_id": made["account_id"], "api_key": made["api_key"]})
    api.call("AddScenario", scenario_name="new")
    control("PUT", f"accounts/{made['account_id']}", {"frozen": True})
    assert api.code("AddScenario", scenario_name="newer") == 131
    state = control("GET", f"state?account_id={made['account_id']}")
    assert [row["scenario_name"] for row in state["scenarios"]] == ["new"]


def test_state_when_read_then_has_rules_and_scenarios_in_order(
    emulator: Emulator, world: World, control: Control
) -> None:
    state = control("GET", "state")
    assert [rule["rule_name"] for rule in state["applications"][0]["rules"]] == ["inbound", "empty", "meeting"]
    assert state["applications"][0]["rules"][0]["scenario_ids"] == [world.first, world.second, world.third]
    assert [row["application_id"] for row in state["scenarios"]] == [None, None, None, None, world.sales]
    assert state == emulator.state()


def test_reset_when_posted_then_only_the_first_account_and_its_secrets_stay(
    emulator: Emulator, api: Api, world: World, control: Control
) -> None:
    emulator.set_switches(rebind="error")
    emulator.set_account(frozen=True)
    emulator.add_account()
    emulator.add_phone_numbers("12025550100")
    emulator.add_fault("hang", skip=1)
    emulator.call("GetRules")
    api.call("GetRules")
    assert control("POST", "reset") == {"ok": True}
    assert [row["account_id"] for row in control("GET", "accounts")] == [emulator.account_id]
    assert emulator.switches()["rebind"] == "noop"
    assert (emulator.faults(), emulator.journal()) == ([], [])
    lists = ("applications", "scenarios", "phone_numbers", "sessions")
    assert emulator.state() == {"account_id": emulator.account_id, **{name: [] for name in lists}}
    assert api.call("AddScenario", scenario_name="new")["scenario_id"] == world.first
    assert emulator.journal()[0]["n"] == 1


@pytest.mark.parametrize(
    ("verb", "path", "content", "status"),
    [
        ("PUT", "switches", {"rebind": "maybe"}, 400),
        ("PUT", "latency", {"latency_ms": -1}, 400),
        ("PUT", "media", {"colour": "blue"}, 400),
        ("POST", "faults", {"kind": "flood"}, 400),
        ("POST", "accounts", {"colour": "blue"}, 400),
        ("PUT", "accounts/3456750", {"api_key": "x"}, 400),
        ("PUT", "accounts/1", {"frozen": True}, 404),
        ("POST", "sessions/1/finish", {}, 404),
        ("GET", "nothing", None, 404),
        ("POST", "switches", {}, 405),
    ],
)
def test_control_when_asked_for_what_cannot_be_then_says_so(
    control: Control, verb: str, path: str, content: object, status: int
) -> None:
    response = control.response(verb, path, content)
    assert response.status_code == status
    assert response.json()["error"]


def test_credentials_file_when_read_then_only_by_its_owner(emulator: Emulator) -> None:
    directory = pathlib.Path(emulator.credentials_file).parent
    modes = {path.name: path.stat().st_mode & 0o777 for path in directory.iterdir()}
    private = ("credentials.json", "endpoint.json", "control_token", "ca-key.pem", "emulator.sqlite3")
    assert [modes[name] for name in private] == [0o600] * len(private)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"Authorization": "Bearer "}, 401),
        ({"Authorization": "Bearer guessed"}, 401),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
@pytest.mark.parametrize(("verb", "path"), [("GET", "state"), ("POST", "reset"), ("GET", "nothing")])
def test_control_when_the_request_is_not_from_the_owner_then_is_refused_and_nothing_happens(
    emulator: Emulator, verb: str, path: str, headers: dict[str, str], status: int
) -> None:
    emulator.call("AddScenario", scenario_name="kept")
    if "Origin" in headers:
        headers = {**emulator.control_headers, **headers}
    response = requests.request(verb, f"{emulator.control_url}/{path}", headers=headers, timeout=10)
    assert (response.status_code, list(response.json())) == (status, ["error"])
    assert [row["scenario_name"] for row in emulator.state()["scenarios"]] == ["kept"]


def test_state_when_there_are_secrets_and_users_then_has_no_value_and_no_password(
    emulator: Emulator, world: World, control: Control
) -> None:
    emulator.call("AddSecret", application_id=world.support, secret_name="KEY", secret_value="very-secret")
    user = {"user_name": "bob", "user_display_name": "B", "user_password": "Users-Secret-1"}
    emulator.call("AddUser", application_id=world.support, **user)
    state = control("GET", "state")
    application = state["applications"][0]
    assert [row["secret_name"] for row in application["secrets"]] == ["KEY"]
    assert [row["user_name"] for row in application["users"]] == ["bob"]
    assert [text for text in ("very-secret", "Users-Secret-1", "digest") if text in json.dumps(state)] == []


def test_phone_numbers_when_posted_then_the_account_has_them(control: Control, emulator: Emulator) -> None:
    path = f"accounts/{emulator.account_id}/phone_numbers"
    assert control("POST", path, ["12025550100"]) == {"added": ["12025550100"]}
    assert control("POST", path, ["12025550100"]) == {"added": []}
    assert control.response("POST", "accounts/1/phone_numbers", ["12025550101"]).status_code == 404
    control("DELETE", f"{path}/12025550100")
    assert emulator.state()["phone_numbers"] == []
    assert control.response("DELETE", f"{path}/12025550100").status_code == 404
