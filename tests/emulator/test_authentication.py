# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The authentication families, tokens and what is wrong with them, child accounts and roles."""

from __future__ import annotations

import json
import time
import typing as t

import pytest

from voximplant_emulator.api.methods import METHODS

from .conftest import Api, Json

if t.TYPE_CHECKING:
    from voximplant_emulator import Emulator

Sign = t.Callable[..., str]
ANYBODY = {"GetAccountInfo", "GetKeys", "Logon"}
APPLICATIONS = {"AddApplication", "SetApplicationInfo", "DelApplication"}
USERS = {"AddUser", "SetUserInfo", "DelUser"}
SECRETS = {"AddSecret", "SetSecretInfo", "DelSecret", "GetSecrets", "GetSecretValue"}
SOME_ROLES = ("Admin", "Developer", "Support")


def bearer(emulator: Emulator, token: str) -> Api:
    """Return a client that sends a token and nothing else."""
    client = Api(emulator.api_url, {})
    client.http.headers["Authorization"] = f"Bearer {token}"
    return client


@pytest.fixture
def key(emulator: Emulator) -> Json:
    """Give the service account of the first account."""
    with open(emulator.credentials_file, encoding="utf-8") as stream:
        content: Json = json.load(stream)
    return content


@pytest.mark.parametrize("who", ["account_id", "account_name", "account_email"])
@pytest.mark.parametrize(
    ("proof", "family"), [("api_key", "api_key"), ("account_password", "password"), ("session_id", "session")]
)
def test_parameters_when_they_match_then_the_call_runs_in_the_account(
    emulator: Emulator, who: str, proof: str, family: str
) -> None:
    account = emulator.add_account()
    reply = Api(emulator.api_url, {who: account[who], proof: account[proof]}).call("GetAccountInfo")
    assert reply["result"]["account_id"] == account["account_id"]
    assert ("api_key" in reply["result"]) is (family != "session")
    assert emulator.journal()[-1]["auth"] == family


@pytest.mark.parametrize("proof", ["api_key", "account_password", "session_id"])
def test_parameters_when_the_secret_is_wrong_then_100(emulator: Emulator, proof: str) -> None:
    other = emulator.add_account()
    assert Api(emulator.api_url, {"account_id": emulator.account_id, proof: other[proof]}).code("GetAccountInfo") == 100


@pytest.mark.parametrize("names", [(), ("account_id",), ("api_key",), ("account_id", "nothing")])
def test_parameters_when_incomplete_then_100(emulator: Emulator, names: tuple[str, ...]) -> None:
    known = {"account_id": emulator.account_id, "api_key": emulator.api_key, "nothing": "x"}
    login = {name: known[name] for name in names}
    assert Api(emulator.api_url, login).error("GetScenarios") == {"code": 100, "msg": "Authorization failed."}
    assert emulator.journal()[-1]["account_id"] is None


def test_logon_when_called_with_the_password_then_gives_a_session_that_works(emulator: Emulator) -> None:
    account = emulator.add_account()
    login = {"account_name": account["account_name"]}
    client = Api(emulator.api_url, {**login, "account_password": account["account_password"]})
    session_id = client.call("Logon")["result"]
    assert session_id != account["session_id"]
    assert Api(emulator.api_url, {**login, "session_id": session_id}).call("GetScenarios")["total_count"] == 0


def test_logon_when_called_with_the_api_key_then_100(api: Api) -> None:
    assert api.code("Logon") == 100


@pytest.mark.parametrize("issuer", [str, int])
def test_token_when_signed_by_the_key_then_the_call_runs_in_its_account(
    emulator: Emulator, key: Json, token: Sign, issuer: type
) -> None:
    client = bearer(emulator, token(key, iss=issuer(key["account_id"])))
    assert client.call("GetAccountInfo")["result"]["account_id"] == emulator.account_id
    assert emulator.journal()[-1]["auth"] == "token"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"iat": None}, 447),
        ({"exp": None}, 447),
        ({"iss": None}, 447),
        ({"iss": "somebody"}, 447),
        ({"headers": {"kid": None}}, 447),
        ({"headers": {"alg": "HS256"}}, 447),
        ({"iat": 60, "exp": 120}, 455),
        ({"iat": -120, "exp": -60}, 456),
        ({"iat": 0, "exp": 3601}, 454),
        ({"iss": "1"}, 100),
        ({"headers": {"kid": "b2a4e5c0-0000-4000-8000-000000000000"}}, 100),
    ],
)
def test_token_when_something_is_wrong_with_it_then_its_code(
    emulator: Emulator, key: Json, token: Sign, change: Json, code: int
) -> None:
    now = int(time.time())
    times = {name: now + value for name, value in change.items() if name in ("iat", "exp") and value is not None}
    assert bearer(emulator, token(key, **{**change, **times})).code("GetScenarios") == code


@pytest.mark.parametrize("text", ["", "x", "a.b.c", "e30.e30.e30"])
def test_token_when_it_is_none_then_447(emulator: Emulator, text: str) -> None:
    assert bearer(emulator, text).code("GetScenarios") == 447


def test_token_when_signed_by_another_key_then_100(emulator: Emulator, key: Json, token: Sign) -> None:
    other = emulator.add_account()["credentials"]
    assert bearer(emulator, token({**key, "private_key": other["private_key"]})).code("GetScenarios") == 100


def test_token_when_its_lifetime_is_an_hour_then_is_taken(emulator: Emulator, key: Json, token: Sign) -> None:
    now = int(time.time())
    assert bearer(emulator, token(key, iat=now, exp=now + 3600)).call("GetScenarios")["total_count"] == 0


def test_child_when_the_parent_signs_then_the_call_runs_in_the_child(
    emulator: Emulator, key: Json, token: Sign
) -> None:
    child = emulator.add_account(parent_account_id=emulator.account_id)
    client = bearer(emulator, token(key, iss=str(child["account_id"])))
    client.call("AddScenario", scenario_name="of the child")
    assert [row["scenario_name"] for row in emulator.state(child["account_id"])["scenarios"]] == ["of the child"]
    assert emulator.state()["scenarios"] == []


def test_child_when_the_stranger_signs_then_100(emulator: Emulator, token: Sign) -> None:
    child = emulator.add_account(parent_account_id=emulator.account_id)
    stranger = emulator.add_account()["credentials"]
    assert bearer(emulator, token(stranger, iss=str(child["account_id"]))).code("GetScenarios") == 100


def test_child_when_it_signs_for_the_parent_then_100(emulator: Emulator, token: Sign) -> None:
    child = emulator.add_account(parent_account_id=emulator.account_id)["credentials"]
    assert bearer(emulator, token(child, iss=str(emulator.account_id))).code("GetScenarios") == 100


def test_child_when_it_uses_parent_scenarios_then_sees_and_binds_but_does_not_change_them(
    emulator: Emulator,
) -> None:
    of_parent = emulator.call("AddScenario", scenario_name="common")["scenario_id"]
    child = emulator.add_account(parent_account_id=emulator.account_id, uses_parent_scenarios=True)
    api = Api(emulator.api_url, {"account_id": child["account_id"], "api_key": child["api_key"]})
    api.call("AddScenario", scenario_name="own")
    rows = api.call("GetScenarios")["result"]
    assert [(row["scenario_name"], row["parent"]) for row in rows] == [("common", True), ("own", False)]
    application_id = api.call("AddApplication", application_name="app")["application_id"]
    rule = {"application_id": application_id, "rule_name": "r", "rule_pattern": ".*"}
    assert api.call("AddRule", scenario_id=of_parent, **rule)["result"] == 1
    assert api.code("SetScenarioInfo", scenario_id=of_parent, scenario_script="x") == 132
    assert api.code("DelScenario", scenario_id=of_parent) == 132


def test_child_when_it_may_not_use_parent_scenarios_then_sees_only_its_own(emulator: Emulator) -> None:
    of_parent = emulator.call("AddScenario", scenario_name="common")["scenario_id"]
    child = emulator.add_account(parent_account_id=emulator.account_id)
    api = Api(emulator.api_url, {"account_id": child["account_id"], "api_key": child["api_key"]})
    assert api.call("GetScenarios", scenario_id=of_parent)["result"] == []


def allowed(emulator: Emulator, token: Sign, role: str) -> set[str]:
    """Return the methods that a service account with one role may call."""
    client = bearer(emulator, token(emulator.add_account(roles=[role])["credentials"]))
    replies = {method: client.send(method).json() for method in METHODS}
    return {method for method, reply in replies.items() if reply.get("error", {}).get("code") != 104}


def test_role_when_owner_then_may_call_everything(emulator: Emulator, token: Sign) -> None:
    assert allowed(emulator, token, "Owner") == set(METHODS)


def test_role_when_it_is_not_one_for_scenarios_then_104_for_what_others_may(emulator: Emulator, token: Sign) -> None:
    numbers = {"GetPhoneNumbers", "IsAccountPhoneNumber"}
    assert allowed(emulator, token, "CallsSMS") == ANYBODY | {"StartScenarios", "StartConference"}
    assert allowed(emulator, token, "Support") == ANYBODY | numbers | {"GetApplications", "GetCallHistory", "GetRules"}
    assert allowed(emulator, token, "Payer") == ANYBODY | numbers
    assert allowed(emulator, token, "Accountant") == ANYBODY | numbers | {"GetApplications", "SetPhoneNumberInfo"}
    assert allowed(emulator, token, "User manager") == ANYBODY | USERS | {"GetApplications", "GetUsers"}
    assert allowed(emulator, token, "Admin") == set(METHODS) - {"DelApplication"}


@pytest.mark.parametrize(("value", "more"), [("false", set()), ("true", APPLICATIONS | USERS)])
def test_role_when_developer_then_manages_applications_and_users_only_if_switched(
    emulator: Emulator, token: Sign, value: str, more: set[str]
) -> None:
    emulator.set_switches(developer_manages=value)
    others = set(METHODS) - APPLICATIONS - USERS - {"SetPhoneNumberInfo"}
    assert allowed(emulator, token, "Developer") == others | more


@pytest.mark.parametrize(
    ("value", "roles"), [("developer", {"Developer", "Admin"}), ("admin", {"Admin"}), ("anybody", set(SOME_ROLES))]
)
def test_role_when_for_secrets_then_as_switched(emulator: Emulator, token: Sign, value: str, roles: set[str]) -> None:
    emulator.set_switches(secret_roles=value)
    assert {role for role in SOME_ROLES if allowed(emulator, token, role) >= SECRETS} == roles
    assert {role for role in SOME_ROLES if allowed(emulator, token, role) & SECRETS} == roles
