# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""AddApplication, SetApplicationInfo, DelApplication and GetApplications."""

from __future__ import annotations

import re
import typing as t

from ...state import clock
from .. import lookups
from ..call import Call, Reply, success
from ..changes import store_changes
from ..errors import ApiError
from . import rules

if t.TYPE_CHECKING:
    from ...state.store import Row

_SHORT_NAME = re.compile(r"[a-z][a-z0-9-]{1,64}", re.ASCII)


def names(call: Call, row: Row) -> Reply:
    """Return an application's id and its full names, as listings repeat them."""
    return call.application_names(row["application_id"], row["name"])


def _new_short_name(call: Call, given: str, own_id: int | None) -> str:
    """Return the short form of a name for an application; raise 107 if it is malformed and 129 if it is taken."""
    short = lookups.short_name(call.account, given)
    if not _SHORT_NAME.fullmatch(short):
        raise ApiError(107)
    taken = call.store.row(
        "SELECT application_id FROM application WHERE account_id = ? AND name = ?", call.account_id, short
    )
    if taken is not None and taken["application_id"] != own_id:
        raise ApiError(129)
    return short


def add_application(call: Call) -> Reply:
    """Execute AddApplication: create an application; the reply contains its full name."""
    given = call.params.required("application_name")
    secure = call.params.boolean("secure_record_storage", False)
    now = clock.timestamp()
    application_id = call.store.add(
        "application",
        account_id=call.account_id,
        name=_new_short_name(call, given, None),
        secure_record_storage=secure,
        created=now,
        modified=now,
    )
    return _echo(call, application_id)


def _echo(call: Call, application_id: int) -> Reply:
    row = lookups.application_by_id(call, application_id)
    secure = bool(row["secure_record_storage"])
    return success(
        application_id=application_id,
        application_name=f"{row['name']}.{call.account.domain}",
        secure_record_storage=secure,
    )


def set_application_info(call: Call) -> Reply:
    """Execute SetApplicationInfo: change an application's name or settings; the reply contains its full name."""
    params = call.params
    secure = params.optional_boolean("secure_record_storage")
    row = lookups.required_application(call, "required_application_name")
    given = params.non_empty("application_name")
    short = row["name"] if given is None else _new_short_name(call, given, row["application_id"])
    new_secure = row["secure_record_storage"] if secure is None else int(secure)
    store_changes(call, "application", row, name=short, secure_record_storage=new_secure)
    return _echo(call, row["application_id"])


def del_application(call: Call) -> Reply:
    """Execute DelApplication: delete applications and their contents; phone numbers stay in the account."""
    params = call.params
    if params.is_all("application_id"):
        rows = call.store.rows("SELECT * FROM application WHERE account_id = ?", call.account_id)
    else:
        ids, by_name = params.integers("application_id"), params.names("application_name")
        rows = [lookups.application_by_id(call, application_id) for application_id in ids or ()]
        if ids is None:
            rows = [lookups.application_by_name(call, name) for name in by_name or ()]
    for row in rows:
        _detach(call, row["application_id"])
        call.store.run("DELETE FROM application WHERE application_id = ?", row["application_id"])
    return success()


def _detach(call: Call, application_id: int) -> None:
    """Handle the numbers and scenarios of an application that is about to be deleted, as the switches say."""
    number = call.store.row("SELECT 1 FROM phone_number WHERE application_id = ?", application_id)
    if number is not None and call.switches.value("delete_application_numbers") == "error":
        raise ApiError(182)
    if call.switches.value("delete_application_scenarios") == "share":
        call.store.change("scenario", "application_id", application_id, application_id=None)


def get_applications(call: Call) -> Reply:
    """Execute GetApplications: list applications, with their rules if asked."""
    params = call.params
    application_id = params.integer("application_id")
    with_scenarios = params.boolean("with_scenarios", False)
    with_rules = params.boolean("with_rules", False) or with_scenarios
    rows = call.store.rows("SELECT * FROM application WHERE account_id = ? ORDER BY application_id", call.account_id)
    part = (params.non_empty("application_name") or "").lower()
    found = [
        row
        for row in rows
        if application_id in (None, row["application_id"]) and part in f"{row['name']}.{call.account.domain}"
    ]
    if application_id is not None and not found and call.switches.value("missing_id_get") == "error":
        raise ApiError(116)
    return call.listing([application_info(call, row, with_rules, with_scenarios) for row in found])


def application_info(call: Call, row: Row, with_rules: bool, with_scenarios: bool) -> Reply:
    """Return an ApplicationInfoType."""
    info = {
        **names(call, row),
        "created": row["created"],
        "modified": row["modified"],
        "secure_record_storage": bool(row["secure_record_storage"]),
    }
    if with_rules:
        mine = call.store.rows("SELECT * FROM rule WHERE application_id = ? ORDER BY position", row["application_id"])
        info["rules"] = [rules.rule_info(call, rule, with_scenarios) for rule in mine]
    return info
