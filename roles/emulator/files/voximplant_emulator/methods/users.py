# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""AddUser and GetUsers."""

from __future__ import annotations

import re
import typing as t

from .. import clock, lookups
from ..call import Call, Reply, done
from ..errors import ApiError

if t.TYPE_CHECKING:
    from ..store import Row

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{2,49}", re.ASCII)
_ORDERS = ("user_id", "user_name", "user_display_name")


def add_user(call: Call) -> Reply:
    """Execute AddUser: create a user of an application. The password is asked for and forgotten."""
    params = call.params
    name, display_name = params.required("user_name"), params.required("user_display_name")
    active = params.boolean("user_active", True)
    application_id = lookups.required_application(call)["application_id"]
    if not _NAME.fullmatch(name):
        raise ApiError(122, "user_name")
    if call.store.row("SELECT 1 FROM user WHERE application_id = ? AND user_name = ?", application_id, name):
        raise ApiError(118)
    now = clock.now_text()
    user_id = call.store.add(
        "user",
        application_id=application_id,
        user_name=name,
        user_display_name=display_name,
        user_active=active,
        user_custom_data=params.text("user_custom_data"),
        created=now,
        modified=now,
    )
    return done(user_id=user_id)


def get_users(call: Call) -> Reply:
    """Execute GetUsers: list the users of an application, or of all."""
    params = call.params
    application = lookups.application(call)
    active, user_id = params.asked("user_active"), params.integer("user_id")
    order = params.filled("order_by") or "user_id"
    if order not in _ORDERS:
        raise ApiError(101, "order_by")
    rows = call.store.rows(
        "SELECT user.* FROM user JOIN application USING (application_id)"
        f" WHERE account_id = ? ORDER BY user.{order}, user_id",
        call.account_id,
    )
    found = [
        user_info(row)
        for row in rows
        if user_id in (None, row["user_id"])
        and active in (None, bool(row["user_active"]))
        and (application is None or application["application_id"] == row["application_id"])
        and all((params.filled(part) or "").lower() in row[part].lower() for part in _ORDERS[1:])
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
        "parent_accounting": True,
        "acd_status": "OFFLINE",
        "two_factor_auth_required": False,
        "created": row["created"],
        "modified": row["modified"],
    }
    if row["user_custom_data"] is not None:
        info["user_custom_data"] = row["user_custom_data"]
    return info
