# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Users of applications."""

from __future__ import annotations

import typing as t

import pytest

if t.TYPE_CHECKING:
    from voximplant_emulator import Emulator

    from .conftest import Api, Json, World

PASSWORD, OTHER_PASSWORD = "First-Pass-1", "Second-Pass-2"
NEW = {
    "application_name": "support",
    "user_name": "bob",
    "user_display_name": "Bob",
    "user_password": PASSWORD,
}


@pytest.fixture
def bob(api: Api, world: World) -> int:
    """Give the application support a user bob, and return its id."""
    user_id: int = api.call("AddUser", **NEW, user_custom_data="desk 1")["user_id"]
    return user_id


def shown(api: Api, user_id: int) -> Json:
    """Return a user as GetUsers shows it."""
    row: Json = api.call("GetUsers", user_id=user_id)["result"][0]
    return row


def test_user_when_added_then_has_what_was_given_and_defaults(emulator: Emulator, api: Api, bob: int) -> None:
    row = shown(api, bob)
    names = ("user_name", "user_display_name", "user_active", "parent_accounting", "user_custom_data")
    assert [row[name] for name in names] == ["bob", "Bob", True, True, "desk 1"]
    assert not [name for name in row if "password" in name or "digest" in name]
    assert (emulator.has_password(bob, PASSWORD), emulator.has_password(bob, OTHER_PASSWORD)) == (True, False)
    with pytest.raises(LookupError):
        emulator.has_password(1, PASSWORD)


@pytest.mark.parametrize(
    ("change", "name", "expected"),
    [
        ({"new_user_name": "robert"}, "user_name", "robert"),
        ({"user_display_name": "Robert"}, "user_display_name", "Robert"),
        ({"user_active": "false"}, "user_active", False),
        ({"parent_accounting": "false"}, "parent_accounting", False),
        ({"user_custom_data": ""}, "user_custom_data", ""),
        ({"new_user_name": "bob"}, "user_name", "bob"),
    ],
)
def test_user_when_changed_then_only_that_differs(
    emulator: Emulator, api: Api, bob: int, change: Json, name: str, expected: object
) -> None:
    before = shown(api, bob)
    assert api.call("SetUserInfo", user_id=bob, **change) == {"result": 1}
    now = shown(api, bob)
    assert now[name] == expected
    assert {**before, name: expected, "modified": now["modified"]} == now
    assert emulator.has_password(bob, PASSWORD)


def test_user_when_named_with_its_application_then_is_changed_and_deleted(
    emulator: Emulator, api: Api, world: World, bob: int
) -> None:
    api.call("SetUserInfo", user_name="bob", application_id=world.support, user_password=OTHER_PASSWORD)
    assert (emulator.has_password(bob, OTHER_PASSWORD), emulator.has_password(bob, PASSWORD)) == (True, False)
    api.call("DelUser", user_name="bob", application_name="support")
    assert api.call("GetUsers")["total_count"] == 0


def test_users_when_deleted_then_the_listed_ones_or_all_of_the_application_go(api: Api, world: World, bob: int) -> None:
    second = api.call("AddUser", **{**NEW, "user_name": "second"})["user_id"]
    third = api.call("AddUser", **{**NEW, "user_name": "third"})["user_id"]
    elsewhere = api.call("AddUser", **{**NEW, "application_name": "sales"})["user_id"]
    assert api.code("DelUser", user_id=f"{bob};1") == 117
    api.call("DelUser", user_id=f"{bob};{second}")
    assert [row["user_id"] for row in api.call("GetUsers")["result"]] == [third, elsewhere]
    api.call("DelUser", user_id="all", application_id=world.support)
    assert [row["user_id"] for row in api.call("GetUsers")["result"]] == [elsewhere]
    api.call("DelApplication", application_id=world.sales)
    assert api.call("GetUsers")["total_count"] == 0


def test_user_when_of_another_application_then_may_have_the_same_name(api: Api, world: World, bob: int) -> None:
    other = api.call("AddUser", **{**NEW, "application_name": "sales"})["user_id"]
    assert [row["user_id"] for row in api.call("GetUsers", application_name="sales")["result"]] == [other]
    assert [row["user_id"] for row in api.call("GetUsers", user_id=f"{bob};{other}")["result"]] == [bob, other]


@pytest.mark.parametrize(
    ("method", "params", "code"),
    [
        ("AddUser", {"user_name": ""}, 134),
        ("AddUser", {"user_password": ""}, 134),
        ("AddUser", {"user_display_name": ""}, 134),
        ("AddUser", {"application_name": ""}, 134),
        ("AddUser", {"application_name": "none"}, 107),
        ("AddUser", {"user_name": "bob"}, 118),
        ("AddUser", {"user_name": "xy"}, 122),
        ("AddUser", {"user_name": "Upper"}, 122),
        ("AddUser", {"user_name": "_under"}, 122),
        ("AddUser", {"user_name": "dot.ted"}, 122),
        ("AddUser", {"user_name": "x" * 51}, 122),
        ("AddUser", {"user_password": "Sh-0rt"}, 112),
        ("AddUser", {"user_password": "With a Space-1"}, 524),
        ("AddUser", {"user_password": "lower-case-1"}, 523),
        ("AddUser", {"user_password": "UPPER-CASE-1"}, 523),
        ("AddUser", {"user_password": "No-Digit-x"}, 523),
        ("AddUser", {"user_password": "NoSpecial1"}, 523),
        ("AddUser", {"user_display_name": "x" * 256}, 157),
        ("AddUser", {"user_custom_data": "x" * 8192}, 212),
        ("AddUser", {"user_active": "perhaps"}, 101),
        ("SetUserInfo", {"user_name": "", "user_password": ""}, 134),
        ("SetUserInfo", {"user_name": "bob", "application_name": ""}, 485),
        ("SetUserInfo", {"user_name": "none"}, 117),
        ("SetUserInfo", {"user_name": "bob", "application_name": "sales"}, 117),
        ("SetUserInfo", {"user_name": "bob", "new_user_name": "taken"}, 118),
        ("SetUserInfo", {"user_name": "bob", "new_user_name": "x"}, 122),
        ("SetUserInfo", {"user_name": "bob", "user_password": "short"}, 112),
        ("SetUserInfo", {"user_name": "bob", "user_display_name": "x" * 256}, 157),
        ("SetUserInfo", {"user_name": "bob", "user_custom_data": "x" * 8192}, 212),
        ("DelUser", {"user_name": ""}, 134),
        ("DelUser", {"user_name": "bob;none"}, 117),
        ("DelUser", {"user_name": "bob", "application_name": ""}, 485),
        ("DelUser", {"user_name": "", "user_id": "all", "application_name": ""}, 485),
    ],
)
def test_call_when_refused_then_code_and_nothing_changes(
    emulator: Emulator, api: Api, bob: int, method: str, params: Json, code: int
) -> None:
    emulator.call("AddUser", **{**NEW, "user_name": "taken"})
    before = emulator.state()
    given = {**NEW, "user_name": "newer", **params}
    assert api.code(method, **given) == code
    assert emulator.state() == before
    assert emulator.has_password(bob, PASSWORD)


def test_users_when_there_are_as_many_as_allowed_then_109(emulator: Emulator, api: Api, bob: int) -> None:
    emulator.set_switches(user_limit=2)
    api.call("AddUser", **{**NEW, "application_name": "sales"})
    assert api.code("AddUser", **{**NEW, "user_name": "third"}) == 109


def test_password_when_sent_then_is_in_no_journal(emulator: Emulator, api: Api, bob: int) -> None:
    api.call("SetUserInfo", user_id=bob, user_password=OTHER_PASSWORD)
    assert [text for text in (PASSWORD, OTHER_PASSWORD) if text in str(emulator.journal())] == []
    assert emulator.journal(write=True)[-1]["params"]["user_password"] == "***"
