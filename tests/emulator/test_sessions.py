# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""StartScenarios, the media listeners and GetCallHistory."""

from __future__ import annotations

import datetime
import re
import time
import typing as t

import pytest
import requests

from voximplant_emulator.state.sessions import FINISH_REASONS

if t.TYPE_CHECKING:
    from voximplant_emulator import Emulator

    from .conftest import Api, Json, World

URL = r"https?://[a-z0-9.]+:\d+/request/[0-9A-F]{16}\.\d+\.\d+_127\.0\.0\.1/[0-9A-F]{16}"
START = "StartScenarios"
DATES = {"from_date": "2020-01-01 00:00:00", "to_date": "2120-01-01 00:00:00"}


@pytest.fixture
def started(api: Api, world: World) -> Json:
    """Start a session and give the reply."""
    return api.call("StartScenarios", rule_id=world.inbound, script_custom_data='{"a":"ü"}')


def session(emulator: Emulator) -> Json:
    """Return the only session as the emulator holds it."""
    rows: list[Json] = emulator.state()["sessions"]
    assert len(rows) == 1
    return rows[0]


def history(api: Api, **params: object) -> list[Json]:
    """Return sessions as GetCallHistory shows them."""
    rows: list[Json] = api.call("GetCallHistory", **{**DATES, **params})["result"]
    return rows


def test_start_when_answered_then_has_both_urls_and_a_long_id(emulator: Emulator, started: Json, api: Api) -> None:
    assert re.fullmatch(URL, started["media_session_access_url"])
    assert re.fullmatch(URL, started["media_session_access_secure_url"])
    assert started["media_session_access_url"].startswith(emulator.media_url)
    assert started["media_session_access_secure_url"].startswith(emulator.media_secure_url)
    assert started["call_session_history_id"] == 4294967294


def test_start_when_repeated_then_starts_another_session_whose_id_needs_64_bits(
    api: Api, world: World, started: Json
) -> None:
    ids = [api.call("StartScenarios", rule_id=world.inbound)["call_session_history_id"] for _unused in range(2)]
    assert ids[-1] == 2**32
    assert len(history(api)) == 3


def test_start_when_everything_is_given_then_keeps_it(emulator: Emulator, api: Api, world: World) -> None:
    new = {"application_id": world.support, "user_display_name": "Bob", "user_password": "Secret-1"}
    user_id = api.call("AddUser", user_name="bob", **new)["user_id"]
    api.call(
        "StartScenarios",
        rule_name="inbound",
        application_name="support",
        user_name="bob",
        script_custom_data="data",
        reference_ip="192.0.2.7",
        server_location="us-01",
    )
    row = session(emulator)
    assert (row["rule_id"], row["user_id"], row["custom_data"]) == (world.inbound, user_id, "data")
    assert (row["reference_ip"], row["server_location"]) == ("192.0.2.7", "us-01")
    assert history(api, user_id=user_id)[0]["user_id"] == user_id


def test_command_when_sent_over_both_listeners_then_is_delivered(emulator: Emulator, api: Api, started: Json) -> None:
    emulator.set_media(status=201, body="done ü", headers={"X-Reply": "yes"})
    sent = {"data": '{"say":"ü"}'.encode(), "headers": {"X-Order": "7", "Content-Type": "application/json"}}
    for name, verify in (("media_session_access_url", True), ("media_session_access_secure_url", emulator.ca_path)):
        response = api.http.post(started[name], verify=verify, **sent)  # type: ignore[arg-type]  # two keywords
        assert (response.status_code, response.content) == (201, "done ü".encode())
        assert response.headers["X-Reply"] == "yes"
    commands = session(emulator)["commands"]
    assert [(command["method"], command["secure"], command["body"]) for command in commands] == [
        ("POST", False, '{"say":"ü"}'),
        ("POST", True, '{"say":"ü"}'),
    ]
    assert commands[0]["headers"]["X-Order"] == "7"


def test_command_when_an_authorization_comes_with_it_then_its_value_is_not_kept(
    emulator: Emulator, api: Api, started: Json
) -> None:
    api.http.get(started["media_session_access_url"], headers={"Authorization": "Bearer secret-token"})
    assert session(emulator)["commands"][0]["headers"]["Authorization"] == "***"


def test_command_when_the_token_is_wrong_then_404(emulator: Emulator, api: Api, started: Json) -> None:
    url = started["media_session_access_url"]
    assert api.http.post(url[:-1] + ("0" if url[-1] != "0" else "1")).status_code == 404
    assert session(emulator)["commands"] == []


def test_command_when_the_session_is_not_listening_yet_then_404_at_first(
    emulator: Emulator, api: Api, started: Json
) -> None:
    emulator.set_media(not_found_first=2)
    url = started["media_session_access_url"]
    assert [api.http.post(url).status_code for _unused in range(4)] == [404, 404, 200, 200]
    assert len(session(emulator)["commands"]) == 2


@pytest.mark.parametrize("body", ["terminate", " terminate\n", '{"command": "terminate"}'])
def test_command_when_it_terminates_then_the_session_ends_normally(
    emulator: Emulator, api: Api, started: Json, body: str
) -> None:
    url = started["media_session_access_url"]
    assert api.http.post(url, data=body).status_code == 200
    row = history(api)[0]
    assert (row["active"], row["finish_reason"]) == (False, "Normal termination")
    assert api.http.post(url, data="hello").status_code == 404


@pytest.mark.parametrize("body", ["", "terminated", '"terminate', '["terminate"]', '{"command": "stop"}'])
def test_command_when_it_says_something_else_then_the_session_goes_on(
    emulator: Emulator, api: Api, started: Json, body: str
) -> None:
    assert api.http.post(started["media_session_access_url"], data=body).status_code == 200
    assert session(emulator)["active"] is True
    assert len(session(emulator)["commands"]) == 1


def test_secure_url_when_the_authority_is_unknown_then_the_client_refuses_and_the_emulator_goes_on(
    emulator: Emulator, api: Api, started: Json
) -> None:
    with pytest.raises(requests.exceptions.SSLError):
        api.http.post(started["media_session_access_secure_url"])
    assert api.http.post(started["media_session_access_secure_url"], verify=emulator.ca_path).status_code == 200


def test_secure_url_when_it_has_the_address_then_the_certificate_does_not_cover_it(
    emulator: Emulator, api: Api, world: World
) -> None:
    emulator.set_switches(secure_url_host="ip")
    url = api.call("StartScenarios", rule_id=world.inbound)["media_session_access_secure_url"]
    with pytest.raises(requests.exceptions.SSLError, match=r"127\.0\.0\.1"):
        api.http.post(url, verify=emulator.ca_path)
    assert api.http.post(url.replace("127.0.0.1", "localhost", 1), verify=emulator.ca_path).status_code == 200


def test_history_when_the_session_runs_then_shows_it_as_active(api: Api, world: World, started: Json) -> None:
    row = history(api, call_session_history_id=started["call_session_history_id"])[0]
    assert row["active"] is True
    assert "finish_reason" not in row
    assert row["application_name"] == "support.demoaccount.voximplant.com"
    assert (row["rule_name"], row["duration"], row["custom_data"]) == ("inbound", 0, '{"a":"ü"}')
    assert row["log_file_url"].endswith(f"sessionid={started['call_session_history_id']}")
    assert not {"calls", "records", "other_resource_usage"} & set(row)


def test_history_when_the_session_has_finished_then_shows_how(emulator: Emulator, api: Api, started: Json) -> None:
    calls = [{"call_id": 1, "local_number": "100", "remote_number": "200", "successful": True}]
    emulator.finish_session(
        started["call_session_history_id"],
        finish_reason="Timeout",
        duration=42,
        calls=calls,
        records=[{"record_id": 1}],
    )
    asked = {"with_calls": "true", "with_records": "true", "with_other_resources": "true"}
    row = history(api, **asked)[0]
    assert (row["active"], row["finish_reason"], row["duration"]) == (False, "Timeout", 42)
    assert (row["calls"], row["records"], row["other_resource_usage"]) == (calls, [{"record_id": 1}], [])


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, [0, 1, 2]),
        ({"desc_order": "true"}, [2, 1, 0]),
        ({"count": 2}, [0, 1]),
        ({"count": 2, "offset": 2}, [2]),
        ({"call_session_history_id": "4294967294;4294967296"}, [0, 2]),
        ({"call_session_history_id": "1"}, []),
        ({"application_name": "support", "rule_name": "meeting"}, [2]),
        ({"application_name": "sales"}, []),
        ({"call_session_history_custom_data": "one"}, [1]),
        ({"remote_number": "200"}, [0]),
        ({"local_number": "200"}, []),
        ({"min_duration": 10}, [0]),
        ({"max_duration": 9}, [1, 2]),
        ({"to_date": "2021-01-01 00:00:00"}, []),
        ({"from_date": "2119-01-01 00:00:00"}, []),
    ],
)
def test_history_when_filtered_then_lists_those(
    emulator: Emulator, api: Api, world: World, filters: Json, expected: list[int]
) -> None:
    starts = [(world.inbound, None), (world.inbound, "one"), (world.meeting, None)]
    ids = [
        emulator.call("StartScenarios", rule_id=rule_id, script_custom_data=data)["call_session_history_id"]
        for rule_id, data in starts
    ]
    emulator.finish_session(ids[0], duration=10, calls=[{"local_number": "100", "remote_number": "200"}])
    assert [row["call_session_history_id"] for row in history(api, **filters)] == [ids[number] for number in expected]


def test_history_when_no_dates_are_given_then_warns(api: Api, started: Json) -> None:
    reply = api.call("GetCallHistory")
    assert len(reply["warnings"]) == 1
    assert "warnings" not in api.call("GetCallHistory", **DATES)


def test_history_when_a_time_zone_is_asked_then_shows_its_clock(api: Api, started: Json) -> None:
    def when(**params: object) -> datetime.datetime:
        return datetime.datetime.fromisoformat(history(api, **params)[0]["start_date"])

    assert when(timezone="Asia/Tokyo") - when() == datetime.timedelta(hours=9)
    assert api.call("GetCallHistory", timezone="Asia/Tokyo", **DATES)["timezone"] == "Asia/Tokyo"
    assert api.call("GetCallHistory", timezone="auto", **DATES)["timezone"] == "Etc/GMT"


def test_history_when_the_total_is_not_wanted_then_leaves_it_out(api: Api, started: Json) -> None:
    assert api.call("GetCallHistory", **DATES)["total_count"] == 1
    assert "total_count" not in api.call("GetCallHistory", with_total_count="false", **DATES)


def test_history_when_of_children_then_lists_their_sessions(emulator: Emulator, api: Api, started: Json) -> None:
    child = emulator.add_account(parent_account_id=emulator.account_id)["account_id"]
    emulator.call("AddApplication", account_id=child, application_name="app")
    emulator.call("AddScenario", account_id=child, scenario_name="s")
    rule = {"application_name": "app", "rule_name": "r", "rule_pattern": ".*", "scenario_name": "s"}
    rule_id = emulator.call("AddRule", account_id=child, **rule)["rule_id"]
    emulator.call("StartScenarios", account_id=child, rule_id=rule_id)
    assert [row["account_id"] for row in history(api)] == [emulator.account_id]
    assert [row["account_id"] for row in history(api, children_calls_only="true")] == [child]
    assert [row["account_id"] for row in history(api, child_account_id=child)] == [child]


def test_session_when_its_application_is_deleted_then_stays_in_the_history(
    emulator: Emulator, api: Api, world: World, started: Json
) -> None:
    api.call("DelApplication", application_id=world.support)
    assert history(api)[0]["rule_name"] == "inbound"
    assert session(emulator)["rule_id"] == world.inbound


@pytest.mark.parametrize("reason", FINISH_REASONS)
def test_session_when_its_time_is_over_then_has_ended_as_switched(
    emulator: Emulator, api: Api, world: World, reason: str
) -> None:
    emulator.set_switches(session_seconds=1, session_finish_reason=reason)
    started = api.call(START, rule_id=world.inbound)
    emulator.set_switches(session_seconds=0, session_finish_reason=FINISH_REASONS[0])
    lasting = api.call(START, rule_id=world.inbound)["call_session_history_id"]
    session_id = started["call_session_history_id"]
    assert [row["active"] for row in history(api, call_session_history_id=session_id)] == [True]
    time.sleep(1.05)
    row = history(api, call_session_history_id=session_id)[0]
    assert (row["active"], row["finish_reason"], row["duration"]) == (False, reason, 1)
    assert api.http.post(started["media_session_access_url"], data="hello").status_code == 404
    assert [row["active"] for row in history(api, call_session_history_id=lasting)] == [True]


def test_session_when_its_time_is_over_then_state_and_command_know_it_too(
    emulator: Emulator, api: Api, world: World
) -> None:
    emulator.set_switches(session_seconds=0.05)
    api.call(START, rule_id=world.inbound)
    time.sleep(0.1)
    assert [row["active"] for row in emulator.state()["sessions"]] == [False]
    url = api.call(START, rule_id=world.inbound)["media_session_access_url"]
    time.sleep(0.1)
    assert api.http.post(url, data="hello").status_code == 404
    api.call(START, rule_id=world.inbound)
    time.sleep(0.1)
    state = requests.get(f"{emulator.control_url}/state", headers=emulator.control_headers, timeout=5).json()
    assert [row["active"] for row in state["sessions"]] == [False, False, False]
