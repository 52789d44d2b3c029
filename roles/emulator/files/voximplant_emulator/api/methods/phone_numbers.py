# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""GetPhoneNumbers, IsAccountPhoneNumber and BindPhoneNumberToApplication."""

from __future__ import annotations

import typing as t

from .. import lookups
from ..call import Call, Reply, success
from ..changes import store_changes
from ..errors import ApiError

if t.TYPE_CHECKING:
    import collections.abc as c

    from ...state.store import Row

_COLUMNS = {  # of the table, by the names in a row of the listing
    "phone_id": "phone_number_id",
    "phone_number": "phone_number",
    "phone_price": "price",
    "phone_country_code": "country_code",
    "phone_next_renewal": "next_renewal",
    "phone_purchase_date": "purchase_date",
    "modified": "modified",
}
_LISTS = {  # columns by the parameter that lists accepted values
    "phone_number": "phone_number",
    "country_code": "country_code",
    "phone_category_name": "category_name",
    "phone_region_name": "region_name",
}
_RANGES = ("phone_next_renewal", "phone_purchase_date")
_CONSTANTS = {"canceled": False, "deactivated": False, "can_be_used": True}
_ACTIVE = "ACTIVE"


def selected_numbers(call: Call) -> list[Row]:
    """Return the account's numbers that the call lists, by ids first; raise 181 or 121 for an unknown one."""
    ids = call.params.integers("phone_id")
    if ids is not None:
        return [_by_column(call, "phone_number_id", phone_id, 181) for phone_id in ids]
    return [_by_column(call, "phone_number", number, 121) for number in call.params.names("phone_number") or ()]


def _by_column(call: Call, column: str, value: object, code: int) -> Row:
    row = call.store.row(f"SELECT * FROM phone_number WHERE account_id = ? AND {column} = ?", call.account_id, value)
    if row is None:
        raise ApiError(code)
    return row


def is_account_phone_number(call: Call) -> Reply:
    """Execute IsAccountPhoneNumber: tell whether the account has a number."""
    number = call.params.required("phone_number")
    found = "SELECT 1 FROM phone_number WHERE account_id = ? AND phone_number = ?"
    return {"result": call.store.row(found, call.account_id, number) is not None}


def bind_phone_number_to_application(call: Call) -> Reply:
    """Execute BindPhoneNumberToApplication: bind numbers, with a rule or without, or unbind them."""
    numbers = selected_numbers(call)
    binds = call.params.boolean("bind", True)
    application = lookups.required_application(call)
    rule = lookups.optional_rule(call, application)
    for number in numbers:
        if binds:
            _bind(call, number, application["application_id"], rule)
        else:
            _unbind(call, number, application["application_id"])
    return success()


def _bind(call: Call, number: Row, application_id: int, rule: Row | None) -> None:
    elsewhere = number["application_id"] not in (None, application_id)
    if elsewhere and call.switches.value("bind_bound_number") == "error":
        raise ApiError(182)
    rule_id = None if rule is None else rule["rule_id"]
    if rule is None and not elsewhere and call.switches.value("bind_without_rule") == "keep":
        rule_id = number["rule_id"]
    store_changes(call, "phone_number", number, application_id=application_id, rule_id=rule_id)


def _unbind(call: Call, number: Row, application_id: int) -> None:
    if number["application_id"] is None:
        if call.switches.value("unbind_unbound_number") == "error":
            raise ApiError(116)
        return
    if number["application_id"] != application_id:
        behaviour = call.switches.value("unbind_other_application")
        if behaviour == "error":
            raise ApiError(116)
        if behaviour == "noop":
            return
    store_changes(call, "phone_number", number, application_id=None, rule_id=None)


def get_phone_numbers(call: Call) -> Reply:
    """Execute GetPhoneNumbers: list the numbers of the account, or of its child accounts."""
    params = call.params
    applications = _application_ids(call)
    if params.non_empty("rule_name") and applications is None:
        raise ApiError(485, "application_id")
    order = params.non_empty("order_by") or "phone_id"
    if order not in _COLUMNS:
        raise ApiError(101, "order_by")
    accounts = ", ".join(str(account_id) for account_id in call.asked_accounts("children_phones_only"))
    rows = call.store.rows(
        "SELECT phone_number.*, application.name AS application_name, rule.name AS rule_name FROM phone_number"
        " LEFT JOIN application USING (application_id) LEFT JOIN rule USING (rule_id)"
        f" WHERE phone_number.account_id IN ({accounts})"
        f" ORDER BY phone_number.{_COLUMNS[order]}, phone_number_id"
    )
    found = [row for row in rows if _matches(call, row, applications)]
    return call.listing([phone_info(call, row) for row in found])


def _application_ids(call: Call) -> list[int] | None:
    ids, names = call.params.integers("application_id"), call.params.names("application_name")
    if ids is not None:
        return [lookups.application_by_id(call, application_id)["application_id"] for application_id in ids]
    if names is not None:
        return [lookups.application_by_name(call, name)["application_id"] for name in names]
    return None


def _matches(call: Call, row: Row, applications: list[int] | None) -> bool:
    """Tell whether a number passes the call's filters."""
    params = call.params
    bound = {"is_bound_to_application": row["application_id"], "is_bound_to_rule": row["rule_id"]}
    constants = {**_CONSTANTS, "auto_charge": bool(row["auto_charge"])}
    return (
        _is_in(params.integers("phone_id"), row["phone_number_id"])
        and _is_in(params.integers("rule_id"), row["rule_id"])
        and _is_in(params.names("rule_name"), row["rule_name"])
        and _is_in(applications, row["application_id"])
        and _is_in(params.names("activation_status"), _ACTIVE)
        and _is_in(params.names("verification_status"), None)
        and all(_is_in(params.names(name), row[column]) for name, column in _LISTS.items())
        and all(params.optional_boolean(name) in (None, value is not None) for name, value in bound.items())
        and all(params.optional_boolean(name) in (None, value) for name, value in constants.items())
        and row["phone_number"].startswith(params.non_empty("phone_template") or "")
        and params.non_empty("sandbox") in (None, "all", "false")
        and all(_in_range(call, name, row[_COLUMNS[name]]) for name in _RANGES)
    )


def _is_in(accepted: c.Collection[object] | None, value: object) -> bool:
    return accepted is None or value in accepted


def _in_range(call: Call, name: str, value: str) -> bool:
    since, until = call.params.non_empty(f"from_{name}") or "", call.params.non_empty(f"to_{name}") or "9999"
    return since <= value <= until


def phone_info(call: Call, row: Row) -> Reply:
    """Return an AttachedPhoneInfoType, without the fields that are not set."""
    info: Reply = {
        **{name: row[column] for name, column in _COLUMNS.items()},
        **_CONSTANTS,
        "activation_status": _ACTIVE,
        "auto_charge": bool(row["auto_charge"]),
        "category_name": row["category_name"],
        "phone_region_name": row["region_name"],
        "is_sms_supported": bool(row["is_sms_supported"]),
        "is_sms_enabled": bool(row["is_sms_enabled"]),
        "emergency_calls_to_be_enabled": False,
        "emergency_calls_enabled": False,
        "subscription_id": row["phone_number_id"],
    }
    if row["application_id"] is not None:
        info.update(call.application_names(row["application_id"], row["application_name"]))
    if row["rule_id"] is not None:
        info.update(rule_id=row["rule_id"], rule_name=row["rule_name"])
    if row["incoming_sms_callback_url"]:
        info["incoming_sms_callback_url"] = row["incoming_sms_callback_url"]
    return info
