# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The switches for numbers, secrets, users and deleted applications: each value, and what the platform then does."""

from __future__ import annotations

import typing as t

import pytest

if t.TYPE_CHECKING:
    from voximplant_emulator import Emulator

    from .conftest import Api, World

FREE, BOUND = "12025550100", "12025550101"
BIND = "BindPhoneNumberToApplication"
ADD_SECRET = {"application_name": "support", "secret_name": "key", "secret_value": "x"}
ADD_USER = {"application_name": "support", "user_name": "alice", "user_display_name": "A", "user_password": "Secret-12"}
Look = t.Callable[["Emulator", "Api"], object]


def code(method: str, **params: object) -> Look:
    """Return a look at the error code of a call, 0 for a success."""
    return lambda emulator, api: api.send(method, **params).json().get("error", {}).get("code", 0)


def bound(number: str, method: str, **params: object) -> Look:
    """Return a look at the names of a number's application and rule after a call, or at its error code."""

    def look(emulator: Emulator, api: Api) -> object:
        error = code(method, **params)(emulator, api)
        row = api.call("GetPhoneNumbers", phone_number=number)["result"][0]
        names = [row.get(name, "").split(".", maxsplit=1)[0] for name in ("application_name", "rule_name")]
        return error or " ".join(filter(None, names))

    return look


def shown(method: str, change: tuple[str, dict[str, object]], name: str, **params: object) -> Look:
    """Return a look at a field of the first row that a getter lists after a call, or at the call's error code."""

    def look(emulator: Emulator, api: Api) -> object:
        return code(change[0], **change[1])(emulator, api) or api.call(method, **params)["result"][0].get(name)

    return look


def scopes(emulator: Emulator, api: Api) -> object:
    """Look at the scenario of sales after sales is deleted: gone, or shared."""
    api.call("DelApplication", application_name="sales")
    return [row["application_id"] for row in emulator.state()["scenarios"] if row["scenario_name"] == "foreign"]


def result_of_add(emulator: Emulator, api: Api) -> object:
    """Look at the type of the result of AddSecret."""
    return type(api.call("AddSecret", **ADD_SECRET)["result"]).__name__


def value_reply(emulator: Emulator, api: Api) -> object:
    """Look at where GetSecretValue has the value."""
    reply = api.call("GetSecretValue", application_name="support", secret_name="KEY")
    return reply.get("secret_value") or reply["result"]["secret_value"] + " nested"


def separator(emulator: Emulator, api: Api) -> object:
    """Look at what stands between date and time."""
    return api.call("GetSecrets", application_name="support")["result"][0]["created"][10]


def unbind(number: str, application: str) -> Look:
    """Return a look at what unbinding a number does."""
    return bound(number, BIND, phone_number=number, application_name=application, bind="false")


TO_SALES = bound(BOUND, BIND, phone_number=BOUND, application_name="sales")
WITHOUT_RULE = bound(BOUND, BIND, phone_number=BOUND, application_name="support")
EMPTY_URL = shown(
    "GetPhoneNumbers",
    ("SetPhoneNumberInfo", {"phone_number": BOUND, "incoming_sms_callback_url": ""}),
    "incoming_sms_callback_url",
    phone_number=BOUND,
)
LONG = {"application_name": "support", "secret_name": "KEY", "description": "x" * 201}
DESCRIPTION = shown("GetSecrets", ("SetSecretInfo", LONG), "description", application_name="support")
EMPTY_VALUE = {**ADD_SECRET, "secret_name": "EMPTY", "secret_value": ""}
MISSING = code("GetSecretValue", application_name="support", secret_name="none")
NAMELESS = {name: value for name, value in ADD_USER.items() if name != "user_display_name"}
SAME_PASSWORD = code("SetUserInfo", application_name="support", user_name="bob", user_password="Secret-12")
CASES: list[tuple[str, str, Look, object]] = [
    ("delete_application_scenarios", "delete", scopes, []),
    ("delete_application_scenarios", "share", scopes, [None]),
    ("delete_application_numbers", "unbind", bound(BOUND, "DelApplication", application_name="support"), ""),
    ("delete_application_numbers", "error", bound(BOUND, "DelApplication", application_name="support"), 182),
    ("delete_application_numbers", "error", code("DelApplication", application_name="sales"), 0),
    ("bind_bound_number", "move", TO_SALES, "sales"),
    ("bind_bound_number", "error", TO_SALES, 182),
    ("bind_bound_number", "error", bound(FREE, BIND, phone_number=FREE, application_name="sales"), "sales"),
    ("bind_without_rule", "clear", WITHOUT_RULE, "support"),
    ("bind_without_rule", "keep", WITHOUT_RULE, "support inbound"),
    ("bind_without_rule", "keep", TO_SALES, "sales"),
    ("unbind_other_application", "error", unbind(BOUND, "sales"), 116),
    ("unbind_other_application", "noop", unbind(BOUND, "sales"), "support inbound"),
    ("unbind_other_application", "unbind", unbind(BOUND, "sales"), ""),
    ("unbind_other_application", "error", unbind(BOUND, "support"), ""),
    ("unbind_unbound_number", "noop", unbind(FREE, "support"), ""),
    ("unbind_unbound_number", "error", unbind(FREE, "support"), 116),
    ("clear_sms_url", "clear", EMPTY_URL, None),
    ("clear_sms_url", "keep", EMPTY_URL, "https://example.test/sms"),
    ("clear_sms_url", "error", EMPTY_URL, 496),
    ("secret_name_case", "sensitive", code("AddSecret", **ADD_SECRET), 0),
    ("secret_name_case", "insensitive", code("AddSecret", **ADD_SECRET), 493),
    ("secret_name_case", "sensitive", code("DelSecret", application_name="support", secret_name="key"), 496),
    ("secret_name_case", "insensitive", code("DelSecret", application_name="support", secret_name="key"), 0),
    ("secret_taken_error", "493", code("AddSecret", **{**ADD_SECRET, "secret_name": "KEY"}), 493),
    ("secret_taken_error", "496", code("AddSecret", **{**ADD_SECRET, "secret_name": "KEY"}), 496),
    ("secret_missing_error", "496", MISSING, 496),
    ("secret_missing_error", "492", MISSING, 492),
    ("secret_missing_error", "546", MISSING, 546),
    ("secret_empty_value", "error", code("AddSecret", **EMPTY_VALUE), 134),
    ("secret_empty_value", "accept", code("AddSecret", **EMPTY_VALUE), 0),
    ("secret_description", "cut", DESCRIPTION, "x" * 200),
    ("secret_description", "error", DESCRIPTION, 477),
    ("secret_add_reply", "object", result_of_add, "dict"),
    ("secret_add_reply", "list", result_of_add, "list"),
    ("secret_value_reply", "nested", value_reply, "value nested"),
    ("secret_value_reply", "flat", value_reply, "value"),
    ("secret_times", "utc", separator, " "),
    ("secret_times", "iso", separator, "T"),
    ("secret_limit", "1", code("AddSecret", **ADD_SECRET), 512),
    ("secret_limit", "2", code("AddSecret", **ADD_SECRET), 0),
    ("secret_limit", "1", code("AddSecret", **{**ADD_SECRET, "application_name": "sales"}), 0),
    (
        "user_name_scope",
        "application",
        code("AddUser", **{**ADD_USER, "application_name": "sales", "user_name": "bob"}),
        0,
    ),
    (
        "user_name_scope",
        "account",
        code("AddUser", **{**ADD_USER, "application_name": "sales", "user_name": "bob"}),
        118,
    ),
    ("user_name_minimum", "3", code("AddUser", **{**ADD_USER, "user_name": "eve"}), 0),
    ("user_name_minimum", "5", code("AddUser", **{**ADD_USER, "user_name": "eve"}), 122),
    ("user_display_name_required", "true", code("AddUser", **NAMELESS), 134),
    ("user_display_name_required", "false", code("AddUser", **NAMELESS), 0),
    ("reused_password", "accept", SAME_PASSWORD, 0),
    ("reused_password", "error", SAME_PASSWORD, 535),
    ("default_count", "1", lambda emulator, api: api.call("GetPhoneNumbers")["count"], 1),
    ("default_count", "20", lambda emulator, api: api.call("GetPhoneNumbers")["count"], 2),
]


@pytest.fixture
def objects(emulator: Emulator, world: World) -> None:
    """Give the account two numbers, one bound to the rule inbound, a secret and a user."""
    emulator.add_phone_numbers(FREE, BOUND)
    emulator.call(BIND, phone_number=BOUND, application_id=world.support, rule_id=world.inbound)
    emulator.call("SetPhoneNumberInfo", phone_number=BOUND, incoming_sms_callback_url="https://example.test/sms")
    emulator.call("AddSecret", **{**ADD_SECRET, "secret_name": "KEY", "secret_value": "value"})
    emulator.call("AddUser", **{**ADD_USER, "user_name": "bob"})


@pytest.mark.usefixtures("objects")
@pytest.mark.parametrize(("name", "value", "look", "expected"), CASES)
def test_platform_when_switched_then_behaves_so(
    emulator: Emulator, api: Api, name: str, value: str, look: Look, expected: object
) -> None:
    emulator.set_switches(**{name: value})
    assert look(emulator, api) == expected
