# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""URLs, encodings and values, as the platform takes them, and the connection underneath."""

from __future__ import annotations

import time
import typing as t

import pytest
import requests

if t.TYPE_CHECKING:
    from voximplant_emulator import Emulator

    from .conftest import Api, World

TRUE = ["true", "True", "TRUE", "1"]
FALSE = ["false", "False", "0"]


@pytest.mark.parametrize("http_method", ["GET", "POST"])
@pytest.mark.parametrize(
    ("path", "cmd", "url_form"),
    [
        ("/GetAccountInfo", None, "path"),
        ("/GetAccountInfo/", None, "path"),
        ("", "GetAccountInfo", "cmd"),
        ("/", "GetAccountInfo", "cmd"),
        ("/GetAccountInfo/", "GetAccountInfo", "both"),
    ],
)
def test_call_when_sent_in_a_known_url_form_then_answers_and_journals_the_form(
    emulator: Emulator, api: Api, http_method: str, path: str, cmd: str | None, url_form: str
) -> None:
    params = {**api.login, **({"cmd": cmd} if cmd else {})}
    where = {"params": params} if http_method == "GET" else {"data": params}
    response = api.http.request(http_method, api.url + path, **where)  # type: ignore[arg-type]  # one of two keywords
    assert response.json()["result"]["account_id"] == emulator.account_id
    row = emulator.journal()[-1]
    assert (row["http_method"], row["url_form"], row["method"]) == (http_method, url_form, "GetAccountInfo")


def test_call_when_parameters_are_mixed_then_reads_url_and_body(emulator: Emulator, api: Api) -> None:
    response = api.http.post(f"{api.url}/AddScenario", params=api.login, data={"scenario_name": "mixed"})
    assert response.json()["result"] == 1
    row = emulator.journal()[-1]
    assert (row["query_keys"], row["params"]) == (["account_id", "api_key"], {"scenario_name": "mixed"})


def test_call_when_multipart_then_reads_the_fields(emulator: Emulator, api: Api) -> None:
    fields = {**api.login, "scenario_name": "parts", "scenario_script": "a\r\né"}
    response = api.http.post(
        f"{api.url}/AddScenario/", files={name: (None, str(value)) for name, value in fields.items()}
    )
    assert response.json()["result"] == 1
    assert emulator.state()["scenarios"][0]["scenario_script"] == "a\r\né"
    assert emulator.journal()[-1]["encoding"] == "multipart"


def test_call_when_the_method_is_in_path_and_field_then_the_path_counts(api: Api) -> None:
    assert "total_count" in api.call("GetScenarios", cmd="GetAccountInfo")


def test_call_when_an_unknown_parameter_comes_then_ignores_it(api: Api) -> None:
    assert api.call("GetScenarios", colour="blue")["total_count"] == 0


@pytest.mark.parametrize(("text", "expected"), [(word, True) for word in TRUE] + [(word, False) for word in FALSE])
def test_boolean_when_spelled_in_a_known_way_then_is_understood(
    emulator: Emulator, api: Api, world: World, text: str, expected: bool
) -> None:
    api.call("SetApplicationInfo", application_id=world.support, secure_record_storage=text)
    assert emulator.state()["applications"][0]["secure_record_storage"] is expected


def test_boolean_when_spelled_otherwise_then_101(api: Api) -> None:
    assert api.code("GetScenarios", with_script="yes") == 101


def test_list_when_it_ends_in_a_semicolon_then_is_understood(
    api: Api, world: World, bound: t.Callable[[int], list[int]]
) -> None:
    api.call("BindScenario", rule_id=world.empty, scenario_id=f"{world.second};{world.first};")
    assert bound(world.empty) == [world.second, world.first]


def test_list_when_joined_with_commas_then_101_with_the_parse_message(api: Api, world: World) -> None:
    error = api.error("ReorderScenarios", rule_id=world.inbound, scenario_id="1,2")
    assert (error["code"], error["msg"]) == (101, 'For input string: "1,2"')


def test_script_when_large_and_not_ascii_then_comes_back_as_it_was(api: Api) -> None:
    script = "// \U0001f4de\r\n\ttab\u2028" + "é" * 131_000
    scenario_id = api.call("AddScenario", scenario_name="large", scenario_script=script)["scenario_id"]
    rows = api.call("GetScenarios", scenario_id=scenario_id, with_script="true")["result"]
    assert rows[0]["scenario_script"] == script


def test_reply_when_json_then_says_so(api: Api) -> None:
    assert api.send("GetScenarios").headers["Content-Type"] == "application/json; charset=utf-8"


@pytest.mark.parametrize(("path", "http_method", "status"), [("/elsewhere", "GET", 404), ("", "PUT", 405)])
def test_request_when_not_to_the_api_then_http_error(api: Api, path: str, http_method: str, status: int) -> None:
    url = api.url.replace("/platform_api", path) if path else api.url
    assert api.http.request(http_method, url).status_code == status


def test_connection_when_kept_then_is_one_for_many_calls_and_another_for_another_client(
    emulator: Emulator, api: Api
) -> None:
    for _unused in range(3):
        api.call("GetScenarios")
    requests.Session().post(f"{api.url}/GetScenarios/", data=api.login)
    connections = [row["connection"] for row in emulator.journal()]
    assert len(set(connections[:3])) == 1
    assert connections[3] != connections[0]


def test_connection_when_kept_then_answers_are_not_held_back(api: Api) -> None:
    """A server that sends an answer in two parts waits 40 ms for an acknowledgement, every time."""
    api.call("GetScenarios")
    seconds = []
    for _unused in range(20):
        started = time.monotonic()
        api.call("GetScenarios")
        seconds.append(time.monotonic() - started)
    assert min(seconds) < 0.03


def test_latency_when_set_then_each_call_waits(emulator: Emulator, api: Api) -> None:
    emulator.set_latency(60)
    started = time.monotonic()
    api.call("GetScenarios")
    assert time.monotonic() - started >= 0.06


def test_listeners_when_started_then_are_on_the_loopback_only(emulator: Emulator) -> None:
    assert emulator.api_url.startswith("http://127.0.0.1:")
    assert emulator.media_url.startswith("http://127.0.0.1:")
    assert emulator.media_secure_url.startswith("https://localhost:")
