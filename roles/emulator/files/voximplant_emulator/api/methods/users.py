# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""AddUser, SetUserInfo, DelUser and GetUsers."""

from __future__ import annotations

import re
import typing as t

from ...state import clock, passwords
from .. import lookups
from ..call import Call, Reply, success
from ..changes import store_changes
from ..errors import ApiError

if t.TYPE_CHECKING:
    from ...state.store import Row

DISPLAY_NAME_LIMIT = 256
CUSTOM_DATA_LIMIT = 8192
PASSWORD_MINIMUM = 8
_CHARACTERS = (r"[A-Z]", r"[a-z]", r"[0-9]", r"[^A-Za-z0-9]")
_ORDERS = ("user_id", "user_name", "user_display_name")
_OF_ACCOUNT = "SELECT user.* FROM user JOIN application USING (application_id) WHERE account_id = ?"


def add_user(call: Call) -> Reply:
    """Execute AddUser: create a user of an application."""
    params = call.params
    name = params.required("user_name")
    password = params.required("user_password")
    active, parent_accounting = params.boolean("user_active", True), params.boolean("parent_accounting", True)
    application_id = lookups.required_application(call)["application_id"]
    if call.switches.on("user_display_name_required"):
        params.required("user_display_name")
    _check_name(call, name, application_id, None)
    _check_texts(call)
    _check_password(password)
    _check_limit(call)
    now = clock.timestamp()
    user_id = call.store.add(
        "user",
        application_id=application_id,
        user_name=name,
        user_display_name=params.text("user_display_name") or "",
        password_digest=passwords.digest(password),
        user_active=active,
        parent_accounting=parent_accounting,
        user_custom_data=params.text("user_custom_data"),
        created=now,
        modified=now,
    )
    return success(user_id=user_id)


def _check_name(call: Call, name: str, application_id: int, own_id: int | None) -> None:
    """Raise 122 if a user's name is malformed and 118 if another user has it."""
    minimum = call.switches.number("user_name_minimum")
    if not re.fullmatch(rf"[a-z0-9][a-z0-9_-]{{{minimum - 1},49}}", name, re.ASCII):
        raise ApiError(122, "user_name", limit=minimum)
    everywhere = call.switches.value("user_name_scope") == "account"
    for row in call.store.rows(f"{_OF_ACCOUNT} AND user_name = ?", call.account_id, name):
        if row["user_id"] != own_id and (everywhere or row["application_id"] == application_id):
            raise ApiError(118)


def _check_texts(call: Call) -> None:
    if len(call.params.text("user_display_name") or "") >= DISPLAY_NAME_LIMIT:
        raise ApiError(157)
    if len(call.params.text("user_custom_data") or "") >= CUSTOM_DATA_LIMIT:
        raise ApiError(212)


def _check_password(password: str) -> None:
    """Raise 112 if a password is too short, 524 if it has spaces and 523 if it is too simple."""
    if len(password) < PASSWORD_MINIMUM:
        raise ApiError(112)
    if re.search(r"\s", password):
        raise ApiError(524)
    if not all(re.search(pattern, password) for pattern in _CHARACTERS):
        raise ApiError(523)


def _check_limit(call: Call) -> None:
    limit = call.switches.number("user_limit")
    if limit and len(call.store.rows(_OF_ACCOUNT, call.account_id)) >= limit:
        raise ApiError(109)


def _select(call: Call) -> list[Row]:
    """Return the users that the call lists, by ids first; raise 117 for an unknown one, 485 without an application."""
    application = lookups.application(call)
    ids = call.params.integers("user_id") if not call.params.is_all("user_id") else None
    if ids is None and application is None:
        raise ApiError(485, "application_id")
    rows = call.store.rows(_OF_ACCOUNT, call.account_id)
    if application is not None:
        rows = [row for row in rows if row["application_id"] == application["application_id"]]
    if call.params.is_all("user_id"):
        return rows
    key = "user_name" if ids is None else "user_id"
    values = call.params.names("user_name") or [] if ids is None else ids
    by_key = {row[key]: row for row in rows}
    if not set(values) <= set(by_key):
        raise ApiError(117)
    return [by_key[value] for value in values]


def _select_one(call: Call) -> Row:
    """Return the first user that the call lists; raise the code for an unknown one if it lists none."""
    rows = _select(call)
    if not rows:
        raise ApiError(117)
    return rows[0]


def set_user_info(call: Call) -> Reply:
    """Execute SetUserInfo: change the given fields of a user."""
    params = call.params
    row = _select_one(call)
    name = params.non_empty("new_user_name") or row["user_name"]
    if name != row["user_name"]:
        _check_name(call, name, row["application_id"], row["user_id"])
    _check_texts(call)
    display_name, custom_data = params.non_empty("user_display_name"), params.text("user_custom_data")
    store_changes(
        call,
        "user",
        row,
        user_name=name,
        user_display_name=row["user_display_name"] if display_name is None else display_name,
        password_digest=_new_digest(call, row),
        user_active=int(params.boolean("user_active", row["user_active"])),
        parent_accounting=int(params.boolean("parent_accounting", row["parent_accounting"])),
        user_custom_data=row["user_custom_data"] if custom_data is None else custom_data,
    )
    return success()


def _new_digest(call: Call, row: Row) -> str:
    """Return the digest of the new password, or of the old one; raise 535 for the same one if switched so."""
    password, known = call.params.non_empty("user_password"), str(row["password_digest"])
    if password is None:
        return known
    _check_password(password)
    if passwords.matches(password, known):
        if call.switches.value("reused_password") == "error":
            raise ApiError(535)
        return known
    return passwords.digest(password)


def del_user(call: Call) -> Reply:
    """Execute DelUser: delete the users listed, all of them or none; `all` is every user of the application."""
    for row in _select(call):
        call.store.run("DELETE FROM user WHERE user_id = ?", row["user_id"])
    return success()


def get_users(call: Call) -> Reply:
    """Execute GetUsers: list the users of an application, or of all."""
    params = call.params
    application = lookups.application(call)
    active, ids = params.optional_boolean("user_active"), params.integers("user_id")
    order = params.non_empty("order_by") or "user_id"
    if order not in _ORDERS:
        raise ApiError(101, "order_by")
    rows = call.store.rows(f"{_OF_ACCOUNT} ORDER BY user.{order}, user_id", call.account_id)
    found = [
        user_info(row)
        for row in rows
        if (ids is None or row["user_id"] in ids)
        and active in (None, bool(row["user_active"]))
        and (application is None or application["application_id"] == row["application_id"])
        and all((params.non_empty(part) or "").lower() in row[part].lower() for part in _ORDERS[1:])
    ]
    return call.listing(found)


def user_info(row: Row) -> Reply:
    """Return a UserInfoType."""
    info: Reply = {
        "user_id": row["user_id"],
        "user_name": row["user_name"],
        "user_display_name": row["user_display_name"],
        "user_active": bool(row["user_active"]),
        "balance": 0,
        "fixed_balance": 0,
        "live_balance": 0,
        "frozen": False,
        "parent_accounting": bool(row["parent_accounting"]),
        "acd_status": "OFFLINE",
        "two_factor_auth_required": False,
        "created": row["created"],
        "modified": row["modified"],
    }
    if row["user_custom_data"] is not None:
        info["user_custom_data"] = row["user_custom_data"]
    return info
