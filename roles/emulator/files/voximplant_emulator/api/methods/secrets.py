# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""AddSecret, SetSecretInfo, DelSecret, GetSecrets and GetSecretValue."""

from __future__ import annotations

import re
import typing as t

from ...state import clock
from .. import lookups
from ..call import Call, Reply, success
from ..changes import store_changes
from ..errors import ApiError

if t.TYPE_CHECKING:
    from ...state.store import Row

VALUE_LIMIT = 8192
DESCRIPTION_LIMIT = 200
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}", re.ASCII)


def add_secret(call: Call) -> Reply:
    """Execute AddSecret: create a secret of an application; the result is its id instead of 1."""
    application_id = lookups.required_application(call)["application_id"]
    name = _new_name(call, call.params.required("secret_name"), application_id, None)
    value = _new_value(call)
    if value is None:
        raise ApiError(134, "secret_value")
    count = "SELECT COUNT(*) AS count FROM secret WHERE application_id = ?"
    limit = call.switches.number("secret_limit")
    if limit and call.store.require_row(count, application_id)["count"] >= limit:
        raise ApiError(512, "secret_name")
    now = clock.timestamp()
    secret_id = call.store.add(
        "secret",
        application_id=application_id,
        secret_name=name,
        secret_value=value,
        description=_new_description(call) or "",
        created=now,
        modified=now,
    )
    result = {"secret_id": secret_id}
    return {"result": [result] if call.switches.value("secret_add_reply") == "list" else result}


def _new_name(call: Call, name: str, application_id: int, own_id: int | None) -> str:
    """Return a name for a secret; raise 496 if it is malformed and the code for a taken name if it is taken."""
    if not _NAME.fullmatch(name):
        raise ApiError(496, "secret_name")
    taken = _by_name(call, application_id, name)
    if taken is not None and taken["secret_id"] != own_id:
        raise ApiError(call.switches.number("secret_taken_error"), "secret_name")
    return name


def _new_value(call: Call) -> str | None:
    value = call.params.text("secret_value")
    if value == "" and call.switches.value("secret_empty_value") == "error":
        raise ApiError(134, "secret_value")
    if value is not None and len(value) > VALUE_LIMIT:
        raise ApiError(477, "secret_value", limit=VALUE_LIMIT)
    return value


def _new_description(call: Call) -> str | None:
    """Return the description, cut to its limit or refused, as the switch says."""
    description = call.params.text("description")
    if description is None or len(description) <= DESCRIPTION_LIMIT:
        return description
    if call.switches.value("secret_description") == "error":
        raise ApiError(477, "description", limit=DESCRIPTION_LIMIT)
    return description[:DESCRIPTION_LIMIT]


def _by_name(call: Call, application_id: int, name: str) -> Row | None:
    insensitive = call.switches.value("secret_name_case") == "insensitive"
    same = "fold(secret_name) = fold(?)" if insensitive else "secret_name = ?"
    return call.store.row(f"SELECT * FROM secret WHERE application_id = ? AND {same}", application_id, name)


def _select(call: Call) -> list[Row]:
    """Return the secrets of the application that the call lists, by ids first; raise the code for an unknown one."""
    application_id = lookups.required_application(call)["application_id"]
    if call.params.is_all("secret_id"):
        return call.store.rows("SELECT * FROM secret WHERE application_id = ?", application_id)
    ids = call.params.integers("secret_id")
    if ids is not None:
        query = "SELECT * FROM secret WHERE secret_id = ? AND application_id = ?"
        return [
            _require_known(call, call.store.row(query, secret_id, application_id), "secret_id") for secret_id in ids
        ]
    names = call.params.names("secret_name") or []
    return [_require_known(call, _by_name(call, application_id, name), "secret_name") for name in names]


def _require_known(call: Call, row: Row | None, parameter: str) -> Row:
    if row is None:
        raise ApiError(call.switches.number("secret_missing_error"), parameter)
    return row


def _select_one(call: Call) -> Row:
    """Return the first secret that the call lists; raise the code for an unknown one if it lists none."""
    rows = _select(call)
    if not rows:
        raise ApiError(call.switches.number("secret_missing_error"), "secret_id")
    return rows[0]


def set_secret_info(call: Call) -> Reply:
    """Execute SetSecretInfo: change a secret's name, value or description."""
    row = _select_one(call)
    new_name = call.params.non_empty("new_secret_name")
    name = (
        row["secret_name"] if new_name is None else _new_name(call, new_name, row["application_id"], row["secret_id"])
    )
    value, description = _new_value(call), _new_description(call)
    store_changes(
        call,
        "secret",
        row,
        secret_name=name,
        secret_value=row["secret_value"] if value is None else value,
        description=row["description"] if description is None else description,
    )
    return success()


def del_secret(call: Call) -> Reply:
    """Execute DelSecret: delete the secrets listed, all of them or none; `all` is every secret of the application."""
    for row in _select(call):
        call.store.run("DELETE FROM secret WHERE secret_id = ?", row["secret_id"])
    return success()


def get_secrets(call: Call) -> Reply:
    """Execute GetSecrets: list the secrets of an application, without their values."""
    application_id = lookups.required_application(call)["application_id"]
    rows = call.store.rows("SELECT * FROM secret WHERE application_id = ? ORDER BY secret_id", application_id)
    part = (call.params.non_empty("secret_name_part") or "").lower()
    return call.listing([secret_info(call, row) for row in rows if part in row["secret_name"].lower()])


def get_secret_value(call: Call) -> Reply:
    """Execute GetSecretValue: return a secret with its value."""
    row = _select_one(call)
    info = {**secret_info(call, row), "secret_value": row["secret_value"]}
    return {"result": 1, **info} if call.switches.value("secret_value_reply") == "flat" else {"result": info}


def secret_info(call: Call, row: Row) -> Reply:
    """Return a secret as listings show it."""
    iso = call.switches.value("secret_times") == "iso"
    times = {name: clock.to_iso(row[name]) if iso else row[name] for name in ("created", "modified")}
    info: Reply = {"secret_id": row["secret_id"], "secret_name": row["secret_name"], **times}
    if row["description"]:
        info["description"] = row["description"]
    return info
