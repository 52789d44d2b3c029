# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Phone numbers: listing, binding, and their settings."""

from __future__ import annotations

import typing as t

import pytest

from voximplant_emulator.api.methods import METHODS

if t.TYPE_CHECKING:
    from voximplant_emulator import Emulator

    from .conftest import Api, Json, World

FIRST, SECOND, THIRD, MOBILE = "12025550100", "12025550101", "442079460000", "447700900000"
BIND = "BindPhoneNumberToApplication"
ROW = {
    "phone_number": FIRST,
    "phone_price": 1.0,
    "phone_country_code": "US",
    "activation_status": "ACTIVE",
    "deactivated": False,
    "canceled": False,
    "auto_charge": True,
    "category_name": "GEOGRAPHIC",
    "phone_region_name": "New York",
    "can_be_used": True,
    "is_sms_supported": True,
    "is_sms_enabled": False,
    "emergency_calls_to_be_enabled": False,
    "emergency_calls_enabled": False,
}


@pytest.fixture
def ids(emulator: Emulator, world: World) -> dict[str, int]:
    """Give the account four numbers, and return their ids; the second is bound to support, the third to its rule."""
    mobile = {"phone_number": MOBILE, "country_code": "GB", "category_name": "MOBILE", "is_sms_supported": False}
    london = {"phone_number": THIRD, "country_code": "GB", "region_name": "London", "price": 2.5}
    emulator.add_phone_numbers(FIRST, SECOND, london, mobile)
    emulator.call(BIND, phone_number=SECOND, application_id=world.support)
    emulator.call(BIND, phone_number=THIRD, application_id=world.support, rule_id=world.inbound)
    return {row["phone_number"]: row["phone_id"] for row in emulator.state()["phone_numbers"]}


def row(emulator: Emulator, number: str) -> Json:
    """Return a number as the emulator holds it."""
    found: Json = next(row for row in emulator.state()["phone_numbers"] if row["phone_number"] == number)
    return found


def test_listing_when_a_number_is_not_bound_then_its_row_has_the_documented_fields(
    api: Api, ids: dict[str, int]
) -> None:
    reply = api.call("GetPhoneNumbers", phone_number=FIRST)
    assert (reply["count"], reply["total_count"]) == (1, 1)
    times = {"phone_next_renewal", "phone_purchase_date", "modified"}
    assert {name: value for name, value in reply["result"][0].items() if name not in times} == {
        **ROW,
        "phone_id": ids[FIRST],
        "subscription_id": ids[FIRST],
    }


def test_listing_when_a_number_is_bound_then_its_row_names_application_and_rule(
    api: Api, world: World, ids: dict[str, int]
) -> None:
    second, third = api.call("GetPhoneNumbers", phone_number=f"{SECOND};{THIRD}")["result"]
    assert (second["application_id"], second["application_name"]) == (
        world.support,
        "support.demoaccount.voximplant.com",
    )
    assert "rule_id" not in second
    assert (third["rule_id"], third["rule_name"]) == (world.inbound, "inbound")


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, [FIRST, SECOND, THIRD, MOBILE]),
        ({"phone_id": "@" + FIRST}, [FIRST]),
        ({"phone_number": f"{MOBILE};{FIRST}"}, [FIRST, MOBILE]),
        ({"phone_template": "4420"}, [THIRD]),
        ({"is_bound_to_application": "true"}, [SECOND, THIRD]),
        ({"is_bound_to_application": "false"}, [FIRST, MOBILE]),
        ({"is_bound_to_rule": "true"}, [THIRD]),
        ({"is_bound_to_rule": "false", "is_bound_to_application": "true"}, [SECOND]),
        ({"application_name": "support"}, [SECOND, THIRD]),
        ({"application_name": "sales"}, []),
        ({"application_name": "support", "rule_name": "inbound"}, [THIRD]),
        ({"rule_id": 1}, []),
        ({"country_code": "GB"}, [THIRD, MOBILE]),
        ({"phone_category_name": "MOBILE"}, [MOBILE]),
        ({"phone_region_name": "London"}, [THIRD]),
        ({"activation_status": "ACTIVE"}, [FIRST, SECOND, THIRD, MOBILE]),
        ({"activation_status": "DEACTIVATED"}, []),
        ({"verification_status": "REQUIRED"}, []),
        ({"deactivated": "true"}, []),
        ({"canceled": "false"}, [FIRST, SECOND, THIRD, MOBILE]),
        ({"can_be_used": "true"}, [FIRST, SECOND, THIRD, MOBILE]),
        ({"auto_charge": "false"}, []),
        ({"sandbox": "true"}, []),
        ({"sandbox": "all"}, [FIRST, SECOND, THIRD, MOBILE]),
        ({"from_phone_purchase_date": "2200-01-01 00:00:00"}, []),
        ({"to_phone_next_renewal": "2000-01-01"}, []),
        ({"order_by": "phone_price"}, [FIRST, SECOND, MOBILE, THIRD]),
        ({"count": 2, "offset": 1}, [SECOND, THIRD]),
        ({"children_phones_only": "true"}, []),
    ],
)
def test_listing_when_filtered_then_has_those_numbers(
    api: Api, ids: dict[str, int], filters: Json, expected: list[str]
) -> None:
    known = {name: ids.get(str(value)[1:], value) for name, value in filters.items()}
    assert [row["phone_number"] for row in api.call("GetPhoneNumbers", **known)["result"]] == expected


def test_listing_when_there_are_many_then_pages_are_of_20(emulator: Emulator, api: Api) -> None:
    emulator.add_phone_numbers(*(str(12025550000 + number) for number in range(45)))
    sizes = [api.call("GetPhoneNumbers", offset=offset)["count"] for offset in (0, 20, 40)]
    assert (sizes, api.call("GetPhoneNumbers")["total_count"]) == ([20, 20, 5], 45)


def test_number_when_of_a_child_then_is_listed_for_its_parent_only_when_asked(emulator: Emulator, api: Api) -> None:
    child = emulator.add_account(parent_account_id=emulator.account_id)["account_id"]
    emulator.add_phone_numbers(FIRST, account_id=child)
    assert api.call("GetPhoneNumbers")["result"] == []
    for filters in ({"children_phones_only": "true"}, {"child_account_id": child}):
        assert [row["phone_number"] for row in api.call("GetPhoneNumbers", **filters)["result"]] == [FIRST]
    assert api.code(BIND, phone_number=FIRST, application_id=1) == 121


def test_bind_when_with_rule_without_and_undone_then_the_number_has_them(
    emulator: Emulator, api: Api, world: World, ids: dict[str, int]
) -> None:
    def bound(**params: object) -> tuple[int | None, int | None]:
        api.call(BIND, phone_id=ids[FIRST], application_id=world.support, **params)
        number = row(emulator, FIRST)
        return number["application_id"], number["rule_id"]

    assert bound() == (world.support, None)
    assert bound(rule_id=world.inbound) == (world.support, world.inbound)
    assert bound(rule_name="empty") == (world.support, world.empty)
    assert bound(rule_id=world.inbound, bind="true") == (world.support, world.inbound)
    assert bound(bind="false") == (None, None)


def test_bind_when_several_numbers_are_listed_then_all_or_none_are_bound(
    emulator: Emulator, api: Api, world: World, ids: dict[str, int]
) -> None:
    assert api.code(BIND, phone_id=f"{ids[FIRST]};1", application_id=world.sales) == 181
    assert row(emulator, FIRST)["application_id"] is None
    api.call(BIND, phone_number=f"{FIRST};{MOBILE}", application_name="sales")
    assert [row(emulator, number)["application_id"] for number in (FIRST, MOBILE)] == [world.sales] * 2


@pytest.mark.parametrize(
    ("method", "params", "code"),
    [
        (BIND, {"application_name": "support"}, 134),
        (BIND, {"phone_number": FIRST}, 134),
        (BIND, {"phone_id": 1, "application_name": "support"}, 181),
        (BIND, {"phone_number": "1", "application_name": "support"}, 121),
        (BIND, {"phone_number": FIRST, "application_id": 1}, 116),
        (BIND, {"phone_number": FIRST, "application_name": "none"}, 107),
        (BIND, {"phone_number": FIRST, "application_name": "support", "rule_id": 1}, 147),
        (BIND, {"phone_number": FIRST, "application_name": "support", "rule_name": "none"}, 156),
        (BIND, {"phone_number": FIRST, "application_name": "sales", "rule_id": "@inbound"}, 147),
        (BIND, {"phone_number": FIRST, "application_name": "support", "bind": "perhaps"}, 101),
        ("SetPhoneNumberInfo", {}, 134),
        ("SetPhoneNumberInfo", {"phone_id": 1, "incoming_sms_callback_url": "x"}, 181),
        ("ControlSms", {"phone_number": FIRST}, 134),
        ("ControlSms", {"command": "enable"}, 134),
        ("ControlSms", {"phone_number": FIRST, "command": "toggle"}, 496),
        ("ControlSms", {"phone_number": "1", "command": "enable"}, 121),
        ("ControlSms", {"phone_number": MOBILE, "command": "enable"}, 528),
        ("IsAccountPhoneNumber", {}, 134),
        ("GetPhoneNumbers", {"rule_name": "inbound"}, 485),
        ("GetPhoneNumbers", {"order_by": "colour"}, 101),
        ("GetPhoneNumbers", {"application_id": 1}, 116),
        ("GetPhoneNumbers", {"application_name": "none"}, 107),
        ("AttachPhoneNumber", {"phone_number": "12025550199"}, 103),
        ("DeactivatePhoneNumber", {"phone_number": FIRST}, 103),
    ],
)
def test_call_when_refused_then_code_and_nothing_changes(
    emulator: Emulator, api: Api, world: World, ids: dict[str, int], method: str, params: Json, code: int
) -> None:
    before = emulator.state()
    filled = {name: world.inbound if value == "@inbound" else value for name, value in params.items()}
    assert api.code(method, **filled) == code
    assert emulator.state() == before


def test_settings_when_written_then_are_kept_and_each_alone(emulator: Emulator, api: Api, ids: dict[str, int]) -> None:
    url = "https://example.test/sms"
    api.call("SetPhoneNumberInfo", phone_id=ids[FIRST], incoming_sms_callback_url=url)
    api.call("SetPhoneNumberInfo", phone_number=FIRST, auto_charge="false")
    api.call("ControlSms", phone_number=FIRST, command="enable")
    shown = api.call("GetPhoneNumbers", phone_number=FIRST)["result"][0]
    names = ("incoming_sms_callback_url", "auto_charge", "is_sms_enabled")
    assert [shown[name] for name in names] == [url, False, True]
    api.call("ControlSms", phone_number=FIRST, command="disable")
    assert row(emulator, FIRST)["is_sms_enabled"] is False


@pytest.mark.parametrize(("number", "expected"), [(FIRST, True), ("12025550199", False), (f"+{FIRST}", False)])
def test_number_when_asked_about_then_is_the_account_s_or_not(
    api: Api, ids: dict[str, int], number: str, expected: bool
) -> None:
    assert api.call("IsAccountPhoneNumber", phone_number=number) == {"result": expected}


def test_number_when_its_rule_or_application_is_deleted_then_stays_unbound(
    emulator: Emulator, api: Api, world: World, ids: dict[str, int]
) -> None:
    api.call("DelRule", rule_id=world.inbound)
    assert (row(emulator, THIRD)["application_id"], row(emulator, THIRD)["rule_id"]) == (world.support, None)
    api.call("DelApplication", application_id=world.support)
    assert [row(emulator, number)["application_id"] for number in (SECOND, THIRD)] == [None, None]


def test_number_when_given_again_or_badly_then_is_refused_or_left_alone(emulator: Emulator) -> None:
    assert emulator.add_phone_numbers(FIRST, FIRST) == [FIRST]
    assert emulator.add_phone_numbers(FIRST) == []
    for bad in ("+1", "12 34", {"phone_number": SECOND, "colour": "blue"}, {"country_code": "US"}):
        with pytest.raises(ValueError, match="phone number"):
            emulator.add_phone_numbers(bad)
    other = emulator.add_account()["account_id"]
    with pytest.raises(ValueError, match="has the phone number"):
        emulator.add_phone_numbers(FIRST, account_id=other)
    emulator.release_phone_number(FIRST)
    assert emulator.state()["phone_numbers"] == []
    with pytest.raises(LookupError):
        emulator.release_phone_number(FIRST)


def test_methods_when_listed_then_none_buys_or_releases_a_number() -> None:
    assert [name for name in METHODS if name.startswith(("Attach", "Deactivate"))] == []
