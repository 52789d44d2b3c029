# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the journal says of calls, and what it leaves out."""

from __future__ import annotations

import json
import socket
import typing as t
import urllib.parse

import pytest

from .conftest import Api, Control, Json

if t.TYPE_CHECKING:
    from voximplant_emulator import Emulator

    from .conftest import World


def test_journal_when_a_call_was_made_then_says_what_and_how(emulator: Emulator, api: Api) -> None:
    api.http.headers["User-Agent"] = "tester/1"
    api.call("AddScenario", scenario_name="new", scenario_script="x")
    row = emulator.journal()[-1]
    del row["time"], row["connection"]
    assert row == {
        "n": 1,
        "account_id": emulator.account_id,
        "method": "AddScenario",
        "params": {"scenario_name": "new", "scenario_script": "x"},
        "auth": "api_key",
        "http_method": "POST",
        "url_form": "path",
        "query_keys": [],
        "encoding": "urlencoded",
        "status": 200,
        "code": None,
        "executed": True,
        "write": True,
        "user_agent": "tester/1",
        "fault": None,
        "call_session_history_id": None,
    }


def test_journal_when_filtered_then_lists_those(emulator: Emulator, api: Api, control: Control) -> None:
    other = emulator.add_account()
    api.call("AddScenario", scenario_name="new")
    api.call("GetScenarios")
    Api(emulator.api_url, {"account_id": other["account_id"], "api_key": other["api_key"]}).call("GetRules")

    def methods(query: str) -> list[str]:
        return [row["method"] for row in control("GET", f"journal{query}")]

    assert methods("") == ["AddScenario", "GetScenarios", "GetRules"]
    assert methods("?write=true") == ["AddScenario"]
    assert methods("?write=false&since=2") == ["GetRules"]
    assert methods(f"?account_id={emulator.account_id}") == ["AddScenario", "GetScenarios"]
    assert [row["method"] for row in emulator.journal(write=True, since=0)] == ["AddScenario"]
    control("DELETE", "journal")
    assert emulator.journal() == []


def test_journal_when_a_command_was_sent_then_names_the_session_and_not_its_url(
    emulator: Emulator, api: Api, world: World
) -> None:
    started = emulator.call("StartScenarios", rule_id=world.inbound)
    api.http.post(started["media_session_access_url"], data="hello")
    row = emulator.journal()[-1]
    assert (row["method"], row["executed"], row["status"]) == ("media", True, 200)
    assert row["call_session_history_id"] == started["call_session_history_id"]


def secrets_of(account: Json) -> list[str]:
    """Return the secrets of an account."""
    key = account["credentials"]["private_key"]
    return [account["api_key"], account["account_password"], account["session_id"], key.splitlines()[1]]


def test_journal_and_output_when_secrets_were_sent_in_every_way_then_have_none(
    emulator: Emulator, world: World, token: t.Callable[..., str], capfd: pytest.CaptureFixture[str]
) -> None:
    account = emulator.add_account()
    secrets = [*secrets_of(account), token(account["credentials"]), "Users-Secret-1"]
    api = Api(emulator.api_url, {})
    who = {"account_id": account["account_id"]}
    for name in ("api_key", "account_password", "session_id"):
        for method in ("GetAccountInfo", "Logon", "NoSuchMethod"):
            api.send(method, **who, **{name: account[name]})
            api.http.get(f"{api.url}/{method}", params={**who, name: account[name]})
    api.http.post(f"{api.url}/GetScenarios", headers={"Authorization": f"Bearer {secrets[4]}"})
    api.http.post(f"{api.url}/GetScenarios", headers={"Authorization": f"Basic {secrets[0]}"})
    emulator.call("AddApplication", account_id=account["account_id"], application_name="app")
    user = {"application_name": "app", "user_name": "bob", "user_display_name": "B", "user_password": secrets[5]}
    api.call("AddUser", **who, api_key=account["api_key"], **user)
    started = emulator.call("StartScenarios", rule_id=world.inbound)
    api.http.get(started["media_session_access_url"], headers={"Authorization": f"Bearer {secrets[4]}"})
    with socket.create_connection(("127.0.0.1", urllib.parse.urlsplit(api.url).port or 0)) as connection:
        connection.sendall(f"GET /platform_api/?api_key={secrets[0]} and more HTTP/1.1\r\n\r\n".encode())
        assert b"Bad request" in connection.recv(1000)
    secrets.append(started["media_session_access_url"].rsplit("/", 1)[-1])
    written = json.dumps(emulator.journal()) + "".join(capfd.readouterr())
    assert len(emulator.journal()) == 22
    assert [secret for secret in secrets if secret in written] == []


CREDENTIALS = [
    "parent_account_api_key",
    "subuser_password",
    "admin_user_api_key",
    "admin_user_password",
    "user_password",
    "secret_value",
    "account_password_2",
    "callback_salt",
    "sip_password",
    "private_key",
    "access_token",
    "new_user_password",
    "credentials_json",
    "push_credential_file",
    "apikey",
]
HARMLESS = [
    "secret_name",
    "secret_id",
    "new_secret_name",
    "secret_name_part",
    "bind_key_id",
    "key_id",
    "attached_key_id",
    "scenario_name",
    "rule_pattern",
    "user_name",
    "call_session_history_id",
    "keyword",
    "passenger",
]


def test_journal_when_a_parameter_is_a_credential_by_its_name_then_is_masked(emulator: Emulator, api: Api) -> None:
    api.send("AddUser", **dict.fromkeys((*CREDENTIALS, *HARMLESS), "hidden-or-not"))
    params = emulator.journal()[-1]["params"]
    assert {name for name, value in params.items() if value == "***"} == set(CREDENTIALS)
    assert {name for name, value in params.items() if value == "hidden-or-not"} == set(HARMLESS)
