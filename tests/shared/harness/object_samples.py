# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks that between them send every parameter of the API methods for phone numbers, secrets and users."""

from __future__ import annotations

import typing as t

from .parameter_samples import (
    Sample,
)

if t.TYPE_CHECKING:
    from .accounts import World

HIDDEN = "***"  # what the journal has in the place of a secret value or a password


def number_samples(world: World, phone_id: int) -> list[Sample]:
    """Tasks that bind, unbind and list phone numbers; `phone_id` is the id of the only one, 12025550100."""
    bind, change, sms, get = "BindPhoneNumberToApplication", "SetPhoneNumberInfo", "ControlSms", "GetPhoneNumbers"
    by_number = {"phone_number": "+1 202-555-0100"}
    url = "https://example.com/sms"
    return [
        Sample(
            "vox_phone_number",
            {"phone_id": phone_id, "application_id": world.support, "rule_id": world.inbound, "sms_enabled": True},
            {
                (get, "phone_id", "phone_id"): phone_id,
                (bind, "phone_id", "phone_id"): phone_id,
                (bind, "application_id", "application_id"): world.support,
                (bind, "rule_id", "rule_id"): world.inbound,
                (sms, "phone_number", "phone_id"): "12025550100",
                (sms, "command", "sms_enabled"): "enable",
            },
        ),
        Sample(
            "vox_phone_number",
            {
                **by_number,
                "application_name": "sales",
                "rule_name": "orders",
                "force": True,
                "sms_enabled": False,
                "incoming_sms_callback_url": url,
            },
            {
                (get, "phone_number", "phone_number"): "12025550100",
                (bind, "phone_number", "phone_number"): phone_id,
                (bind, "application_name", "application_name"): world.sales,
                (bind, "rule_name", "rule_name"): world.orders,
                (bind, "bind", "force"): "false",
                (change, "phone_number", "phone_number"): phone_id,
                (change, "incoming_sms_callback_url", "incoming_sms_callback_url"): url,
                (sms, "phone_number", "phone_number"): "12025550100",
                (sms, "command", "sms_enabled"): "disable",
            },
        ),
        Sample(
            "vox_phone_number_info",
            {"phone_id": phone_id, "application_id": world.sales, "rule_id": world.orders, "limit": 7, "offset": 0},
            {
                (get, "phone_id", "phone_id"): phone_id,
                (get, "application_id", "application_id"): world.sales,
                (get, "rule_id", "rule_id"): world.orders,
                (get, "count", "limit"): 1000,
                (get, "offset", "offset"): 0,
            },
        ),
        Sample(
            "vox_phone_number_info",
            {**by_number, "application_name": "sales", "rule_name": "orders", "bound": True, "country_code": "US"},
            {
                (get, "phone_number", "phone_number"): "12025550100",
                (get, "application_name", "application_name"): world.sales,
                (get, "rule_name", "rule_name"): world.orders,
                (get, "is_bound_to_application", "bound"): "true",
                (get, "country_code", "country_code"): "US",
            },
        ),
        Sample(
            "vox_phone_number",
            {"phone_id": phone_id, "incoming_sms_callback_url": "", "state": "unbound"},
            {(bind, "bind", "state"): "false", (change, "phone_id", "phone_id"): phone_id},
        ),
    ]


def secret_samples(world: World, secret_id: int) -> list[Sample]:
    """Tasks that manage and list secrets; `secret_id` is the id of `OLD`, a secret of the application `sales`."""
    add, change, delete, get, value = "AddSecret", "SetSecretInfo", "DelSecret", "GetSecrets", "GetSecretValue"
    by_id, by_name = {"application_id": world.sales}, {"application_name": "sales"}
    new = {"secret_name": "NEW", "secret_value": "a-Value-1", "description": "Key of the CRM"}
    arriving = {**new, "secret_value": HIDDEN}
    sent = {"description": "Key of the CRM", "secret_value": "a-Value-2"}

    def scope(*methods: str, option: str = "application_id") -> dict[tuple[str, str, str], object]:
        return {(method, option, option): world.sales for method in methods}

    return [
        Sample(
            "vox_secret",
            {**by_id, **new},
            {**scope(add, get), **{(add, name, name): text for name, text in arriving.items()}},
        ),
        Sample("vox_secret", {**by_name, **new, "secret_name": "B"}, scope(add, get, option="application_name")),
        Sample(
            "vox_secret",
            {**by_id, "secret_name": "OLD", **sent},
            {
                **scope(change, value),
                (value, "secret_id", "secret_value"): secret_id,
                (value, "secret_name", "secret_name"): secret_id,
                (change, "secret_id", "secret_name"): secret_id,
                (change, "secret_name", "secret_name"): secret_id,
                (change, "description", "description"): sent["description"],
                (change, "secret_value", "secret_value"): HIDDEN,
            },
        ),
        Sample(
            "vox_secret",
            {**by_name, "secret_name": "LATE", "renamed_from": "OLD", "secret_value": "x-Value-3"},
            {
                **scope(change, value, option="application_name"),
                (change, "secret_name", "renamed_from"): secret_id,
                (change, "new_secret_name", "secret_name"): "LATE",
            },
        ),
        Sample(
            "vox_secret",
            {**by_id, "secret_name": "LATE", "secret_value": "x-Value-3", "update_value": "always"},
            {(change, "secret_value", "update_value"): HIDDEN},
        ),
        Sample("vox_secret_info", {**by_id, "limit": 7}, {**scope(get), (get, "count", "limit"): 1000}),
        Sample(
            "vox_secret_info",
            {**by_name, "offset": 1},
            {**scope(get, option="application_name"), (get, "offset", "offset"): 0},
        ),
        Sample(
            "vox_secret",
            {**by_id, "secret_name": "LATE", "state": "absent"},
            {
                **scope(delete),
                (delete, "secret_id", "secret_name"): secret_id,
                (delete, "secret_name", "secret_name"): secret_id,
            },
        ),
        Sample(
            "vox_secret", {**by_name, "secret_name": "B", "state": "absent"}, scope(delete, option="application_name")
        ),
    ]


def user_samples(world: World, user_id: int) -> list[Sample]:
    """Tasks that manage and list users; `user_id` is the id of `old`, a user of the application `sales`."""
    add, change, delete, get = "AddUser", "SetUserInfo", "DelUser", "GetUsers"
    by_id, by_name = {"application_id": world.sales}, {"application_name": "sales"}
    data = {
        "user_display_name": "Carla",
        "user_active": False,
        "parent_accounting": False,
        "user_custom_data": "x",
    }
    flags = {"user_active": "false", "parent_accounting": "false"}
    new = {"user_name": "carla", "user_password": "A-word-1"}

    def scope(*methods: str, option: str = "application_id") -> dict[tuple[str, str, str], object]:
        return {(method, option, option): world.sales for method in methods}

    return [
        Sample(
            "vox_user",
            {**by_id, **new, **data},
            {
                **scope(add, get),
                (add, "user_name", "user_name"): "carla",
                (add, "user_password", "user_password"): HIDDEN,
                **{(add, name, name): value for name, value in {**data, **flags}.items()},
            },
        ),
        Sample("vox_user", {**by_name, **new, "user_name": "dora"}, scope(add, get, option="application_name")),
        Sample(
            "vox_user",
            {**by_id, "user_name": "old", **data},
            {
                (change, "user_id", "user_name"): user_id,
                (change, "user_name", "user_name"): user_id,
                **{(change, name, name): value for name, value in {**data, **flags}.items()},
            },
        ),
        Sample(
            "vox_user",
            {
                **by_name,
                "user_name": "late",
                "renamed_from": "old",
                "user_password": "A-word-2",
                "update_password": "always",
            },
            {
                (change, "user_name", "renamed_from"): user_id,
                (change, "new_user_name", "user_name"): "late",
                (change, "user_password", "user_password"): HIDDEN,
                (change, "user_password", "update_password"): HIDDEN,
            },
        ),
        Sample("vox_user_info", {**by_id, "limit": 7}, {**scope(get), (get, "count", "limit"): 1000}),
        Sample(
            "vox_user_info",
            {**by_name, "offset": 1},
            {**scope(get, option="application_name"), (get, "offset", "offset"): 0},
        ),
        Sample(
            "vox_user",
            {**by_id, "user_name": "late", "state": "absent"},
            {(delete, "user_id", "user_name"): user_id, (delete, "user_name", "user_name"): user_id},
        ),
    ]
