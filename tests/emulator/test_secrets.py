# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Secrets of applications, and the keys of service accounts."""

from __future__ import annotations

import typing as t

import pytest

if t.TYPE_CHECKING:
    from voximplant_emulator import Emulator

    from .conftest import Api, Json, World

NEW = {"application_name": "support", "secret_name": "NEW", "secret_value": "new-value"}


@pytest.fixture
def key(api: Api, world: World) -> int:
    """Give the application support a secret KEY, and return its id."""
    params = {"secret_name": "KEY", "secret_value": "first-value", "description": "of the CRM"}
    secret_id: int = api.call("AddSecret", application_id=world.support, **params)["result"]["secret_id"]
    return secret_id


def secrets(api: Api, **params: object) -> list[Json]:
    """Return the secrets of the application support."""
    rows: list[Json] = api.call("GetSecrets", application_name="support", **params)["result"]
    return rows


def value(api: Api, name: str) -> str:
    """Return the value of a secret of the application support."""
    text: str = api.call("GetSecretValue", application_name="support", secret_name=name)["result"]["secret_value"]
    return text


def test_secret_when_added_then_the_result_is_its_id_and_listings_have_no_value(api: Api, world: World) -> None:
    reply = api.call("AddSecret", **NEW)
    assert reply == {"result": {"secret_id": 385}}
    shown = secrets(api)[0]
    assert set(shown) == {"secret_id", "secret_name", "created", "modified"}
    assert (shown["secret_id"], shown["secret_name"]) == (385, "NEW")


def test_secret_when_its_value_is_asked_for_then_comes_with_it(api: Api, world: World, key: int) -> None:
    reply = api.call("GetSecretValue", application_id=world.support, secret_id=key)
    assert set(reply) == {"result"}
    shown = reply["result"]
    assert (shown["secret_id"], shown["secret_name"], shown["secret_value"]) == (key, "KEY", "first-value")
    assert shown["description"] == "of the CRM"


def test_secret_when_changed_then_each_part_alone(api: Api, world: World, key: int) -> None:
    where = {"application_id": world.support}
    api.call("SetSecretInfo", secret_id=key, secret_value="second-value", **where)
    assert (value(api, "KEY"), secrets(api)[0]["description"]) == ("second-value", "of the CRM")
    api.call("SetSecretInfo", secret_name="KEY", new_secret_name="TOKEN", **where)
    assert value(api, "TOKEN") == "second-value"
    api.call("SetSecretInfo", secret_name="TOKEN", description="", **where)
    assert "description" not in secrets(api)[0]
    api.call("SetSecretInfo", secret_name="TOKEN", new_secret_name="TOKEN", **where)
    assert secrets(api)[0]["secret_id"] == key


def test_secrets_when_filtered_and_paged_then_lists_those(api: Api, world: World) -> None:
    for name in ("CRM_KEY", "CRM_USER", "MAIL"):
        api.call("AddSecret", **{**NEW, "secret_name": name})
    api.call("AddSecret", **{**NEW, "application_name": "sales"})
    assert [row["secret_name"] for row in secrets(api)] == ["CRM_KEY", "CRM_USER", "MAIL"]
    assert [row["secret_name"] for row in secrets(api, secret_name_part="crm")] == ["CRM_KEY", "CRM_USER"]
    reply = api.call("GetSecrets", application_name="support", count=1, offset=1)
    assert (reply["result"][0]["secret_name"], reply["count"], reply["total_count"]) == ("CRM_USER", 1, 3)


def test_secrets_when_deleted_then_the_listed_ones_or_all_of_the_application_go(
    api: Api, world: World, key: int
) -> None:
    api.call("AddSecret", **NEW)
    api.call("AddSecret", **{**NEW, "secret_name": "THIRD"})
    api.call("AddSecret", **{**NEW, "application_name": "sales"})
    api.call("DelSecret", application_id=world.support, secret_name="NEW;THIRD")
    assert [row["secret_id"] for row in secrets(api)] == [key]
    assert api.code("DelSecret", application_id=world.support, secret_id=f"{key};1") == 496
    api.call("DelSecret", application_id=world.support, secret_id="all")
    assert secrets(api) == []
    assert api.call("GetSecrets", application_name="sales")["total_count"] == 1


def test_secret_when_its_application_is_deleted_then_goes_with_it(api: Api, world: World, key: int) -> None:
    api.call("DelApplication", application_id=world.support)
    api.call("AddApplication", application_name="support")
    assert secrets(api) == []


@pytest.mark.parametrize(
    ("method", "params", "code"),
    [
        ("AddSecret", {"application_name": ""}, 134),
        ("AddSecret", {"secret_name": ""}, 134),
        ("AddSecret", {"secret_value": None}, 134),
        ("AddSecret", {"application_name": "none"}, 107),
        ("AddSecret", {"secret_name": "KEY"}, 493),
        ("AddSecret", {"secret_name": "1KEY"}, 496),
        ("AddSecret", {"secret_name": "KEY-1"}, 496),
        ("AddSecret", {"secret_name": "K" * 65}, 496),
        ("AddSecret", {"secret_value": "x" * 8193}, 477),
        ("SetSecretInfo", {"secret_name": ""}, 134),
        ("SetSecretInfo", {"secret_name": ";"}, 496),
        ("SetSecretInfo", {"secret_name": "none"}, 496),
        ("SetSecretInfo", {"secret_name": "KEY", "application_name": "sales"}, 496),
        ("SetSecretInfo", {"secret_name": "KEY", "new_secret_name": "a b"}, 496),
        ("SetSecretInfo", {"secret_name": "KEY", "secret_value": "x" * 8193}, 477),
        ("DelSecret", {"secret_name": ""}, 134),
        ("DelSecret", {"secret_name": "KEY;none"}, 496),
        ("GetSecretValue", {"secret_name": "none"}, 496),
        ("GetSecretValue", {"secret_name": "", "secret_id": 1}, 496),
        ("GetSecrets", {"application_name": ""}, 134),
    ],
)
def test_call_when_refused_then_code_and_nothing_changes(
    emulator: Emulator, api: Api, world: World, key: int, method: str, params: Json, code: int
) -> None:
    before = emulator.state()
    assert api.code(method, **{**NEW, **params}) == code
    assert emulator.state() == before
    assert value(api, "KEY") == "first-value"


@pytest.mark.parametrize(
    ("name", "text", "description"), [("K" * 64, "x" * 8192, "é" * 200), ("k", "é" * 8192, ""), ("a_1", " \n", "x")]
)
def test_secret_when_as_long_as_allowed_then_comes_back_as_it_was(
    api: Api, world: World, name: str, text: str, description: str
) -> None:
    api.call("AddSecret", **{**NEW, "secret_name": name, "secret_value": text, "description": description})
    assert value(api, name) == text
    assert secrets(api)[0].get("description", "") == description


def test_secret_value_when_read_then_is_in_no_journal(emulator: Emulator, api: Api, world: World, key: int) -> None:
    api.call("SetSecretInfo", application_id=world.support, secret_id=key, secret_value="second-value")
    assert value(api, "KEY") == "second-value"
    assert "value" not in str(emulator.journal()).replace("secret_value", "").replace("GetSecretValue", "")
    assert emulator.journal(write=True)[-1]["params"]["secret_value"] == "***"


def test_keys_when_listed_then_have_ids_and_names_and_roles_if_asked(emulator: Emulator, api: Api) -> None:
    robot = emulator.add_key("robot", roles=["Developer", "Accountant"])
    keys = api.call("GetKeys")
    assert [(row["key_id"] == robot, row["key_name"]) for row in keys["result"]] == [
        (False, "emulator"),
        (True, "robot"),
    ]
    assert (keys["count"], keys["total_count"]) == (2, 2)
    assert [set(row) for row in keys["result"]] == [{"key_id", "key_name"}] * 2
    row = api.call("GetKeys", key_id=robot, with_roles="true")["result"][0]
    assert [role["role_name"] for role in row["roles"]] == ["Developer", "Accountant"]
    assert api.call("GetKeys", count=1, offset=1)["result"][0]["key_id"] == robot
    emulator.add_account()
    assert api.call("GetKeys")["total_count"] == 2


def test_key_when_listed_then_can_be_bound_to_a_rule(emulator: Emulator, api: Api, world: World) -> None:
    robot = emulator.add_key("robot")
    api.call("SetRuleInfo", rule_id=world.inbound, bind_key_id=robot)
    assert emulator.state()["applications"][0]["rules"][0]["bind_key_id"] == robot
