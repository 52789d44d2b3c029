# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Writes to phone numbers, secrets and users: whether the platform shows them."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api.response import ApiObject
from ansible_collections.voximplant.platform.plugins.module_utils._apply.observation import Observation
from ansible_collections.voximplant.platform.plugins.module_utils._apply.verify import find, verify
from ansible_collections.voximplant.platform.plugins.module_utils._plan.operations import Operation
from harness.fakes import ok, talk

BIND = "BindPhoneNumberToApplication"
NUMBER = {"phone_id": 1, "phone_number": "12", "application_id": 20, "rule_id": 31, "is_sms_enabled": True}
FREE = {"phone_id": 1, "phone_number": "12", "incoming_sms_callback_url": "https://a"}
TO_RULE = {"phone_id": 1, "application_id": 20, "rule_id": 31, "bind": True}
FROM = {"phone_id": 1, "application_id": 20, "bind": False}


def operation_of(method: str, params: t.Mapping[str, t.Any]) -> Operation:
    """Return an operation with these parameters."""
    return Operation("update", "phone_number", "12", method, params, application_id=20)


@pytest.mark.parametrize(
    ("method", "params", "shown", "hidden"),
    [
        (BIND, TO_RULE, NUMBER, FREE),
        (BIND, TO_RULE, NUMBER, {**NUMBER, "rule_id": 32}),
        (BIND, TO_RULE, NUMBER, {**NUMBER, "application_id": 21}),
        (BIND, {**TO_RULE, "rule_id": None}, {**FREE, "application_id": 20}, NUMBER),
        (BIND, FROM, FREE, NUMBER),
        (BIND, FROM, {**NUMBER, "application_id": 21}, NUMBER),
        ("SetPhoneNumberInfo", {"phone_id": 1, "incoming_sms_callback_url": "https://a"}, FREE, NUMBER),
        ("SetPhoneNumberInfo", {"phone_id": 1, "incoming_sms_callback_url": ""}, NUMBER, FREE),
        ("ControlSms", {"phone_number": "12", "command": "enable"}, NUMBER, FREE),
        ("ControlSms", {"phone_number": "12", "command": "disable"}, FREE, NUMBER),
    ],
)
def test_number_when_the_platform_shows_the_write_then_it_is_found(
    method: str, params: dict[str, t.Any], shown: dict[str, t.Any], hidden: dict[str, t.Any]
) -> None:
    operation = operation_of(method, {name: value for name, value in params.items() if value is not None})
    for row, is_shown in ((shown, True), (hidden, False), (None, False)):
        rows = [] if row is None else [row]
        talking = talk(ok(rows, total_count=len(rows)))
        found = find(operation, Observation(talking.client))
        assert (found is not None) is is_shown
        (sent,) = talking.http.sent
        name = "phone_number" if method == "ControlSms" else "phone_id"
        assert {key: value for key, value in sent.form.items() if key.startswith("phone")} == {name: str(params[name])}


def test_number_when_unbound_and_bound_again_then_only_the_latter_has_to_show() -> None:
    talking = talk(ok([NUMBER], total_count=1))
    written = [(operation_of(BIND, params), None) for params in (FROM, TO_RULE)]
    verify(talking.client, written)
    assert (talking.http.methods, talking.waits) == (["GetPhoneNumbers"], [])


SECRET = {"secret_id": 5, "secret_name": "KEY", "description": "d"}
ADD_SECRET = {"application_id": 20, "secret_name": "KEY", "secret_value": "v", "description": "d"}


def value(text: str) -> t.Any:
    """A response of GetSecretValue."""
    return ok({**SECRET, "secret_value": text})


@pytest.mark.parametrize(
    ("method", "params", "rows", "values", "is_shown"),
    [
        ("AddSecret", ADD_SECRET, [SECRET], ["v"], True),
        ("AddSecret", ADD_SECRET, [SECRET], ["other"], False),
        ("AddSecret", ADD_SECRET, [{**SECRET, "description": ""}], [], False),
        ("AddSecret", ADD_SECRET, [{**SECRET, "secret_name": "KEY2"}], [], False),
        ("SetSecretInfo", {"secret_id": 5, "secret_value": "v"}, [SECRET], ["v"], True),
        ("SetSecretInfo", {"secret_id": 5, "secret_value": "v"}, [SECRET], ["other"], False),
        ("SetSecretInfo", {"secret_id": 5, "description": ""}, [{**SECRET, "description": ""}], [], True),
        ("SetSecretInfo", {"secret_id": 5, "description": ""}, [SECRET], [], False),
        ("SetSecretInfo", {"secret_id": 5, "new_secret_name": "KEY"}, [SECRET], [], True),
        ("SetSecretInfo", {"secret_id": 5, "new_secret_name": "NEW"}, [SECRET], [], False),
        ("SetSecretInfo", {"secret_id": 6, "description": "d"}, [SECRET], [], False),
        ("DelSecret", {"secret_id": 5}, [], [], True),
        ("DelSecret", {"secret_id": 5}, [SECRET], [], False),
    ],
)
def test_secret_when_the_platform_shows_the_write_then_it_is_found(
    method: str, params: dict[str, t.Any], rows: list[t.Any], values: list[str], is_shown: bool
) -> None:
    talking = talk(ok(rows, total_count=len(rows)), *map(value, values))
    operation = operation_of(method, {"application_id": 20, **params})
    found = find(operation, Observation(talking.client))
    assert (found is not None, talking.http.left) == (is_shown, 0)
    if found is not None and method == "AddSecret":
        assert found.integer("secret_id") == 5


USER = {"user_id": 5, "user_name": "anna", "user_display_name": "Anna", "user_active": True, "parent_accounting": True}
ADD_USER = {"application_id": 20, "user_name": "anna", "user_password": "p", "user_display_name": "Anna"}
PASSWORD = {"user_id": 5, "user_password": "p"}


@pytest.mark.parametrize(
    ("method", "params", "rows", "is_shown"),
    [
        ("AddUser", ADD_USER, [USER], True),
        ("AddUser", ADD_USER, [{**USER, "user_display_name": "Other"}], False),
        ("AddUser", {**ADD_USER, "user_active": False}, [USER], False),
        ("AddUser", {**ADD_USER, "parent_accounting": False}, [USER], False),
        ("AddUser", {**ADD_USER, "user_custom_data": "d"}, [USER], False),
        ("AddUser", ADD_USER, [{**USER, "user_name": "anna2"}], False),
        ("SetUserInfo", {"user_id": 5, "new_user_name": "anna"}, [USER], True),
        ("SetUserInfo", {"user_id": 5, "new_user_name": "ann"}, [USER], False),
        ("SetUserInfo", {"user_id": 5, "user_active": False}, [USER], False),
        ("SetUserInfo", {"user_id": 6, "user_active": True}, [USER], False),
        ("SetUserInfo", PASSWORD, [USER], False),
        ("DelUser", {"user_id": 5}, [], True),
        ("DelUser", {"user_id": 5}, [USER], False),
    ],
)
def test_user_when_the_platform_shows_the_write_then_it_is_found(
    method: str, params: dict[str, t.Any], rows: list[t.Any], is_shown: bool
) -> None:
    talking = talk(ok(rows, total_count=len(rows)))
    found = find(operation_of(method, params), Observation(talking.client))
    assert (found is not None) is is_shown
    if found is not None and method == "AddUser":
        assert found.integer("user_id") == 5


@pytest.mark.parametrize(("assigned", "is_shown"), [(5, True), (6, False)])
def test_object_when_its_name_was_in_use_before_then_the_assigned_id_tells_which_one_shows(
    assigned: int, is_shown: bool
) -> None:
    added: list[tuple[str, dict[str, t.Any], str, list[t.Any]]] = [
        ("AddSecret", ADD_SECRET, "secret_id", [ok([SECRET], total_count=1), value("v")]),
        ("AddUser", ADD_USER, "user_id", [ok([USER], total_count=1)]),
    ]
    for method, params, field, steps in added:
        response = ApiObject(method, {"result": 1, field: assigned})
        found = find(operation_of(method, params), Observation(talk(*steps).client), response)
        assert (found is not None) is is_shown


def test_password_when_its_change_was_accepted_then_that_is_enough() -> None:
    talking = talk(ok(), ok([USER], total_count=1))
    operation = operation_of("SetUserInfo", PASSWORD)
    response = talking.client.call(operation.method, operation.params)
    assert find(operation, Observation(talking.client), response) is not None
