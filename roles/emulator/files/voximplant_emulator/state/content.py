# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An account's whole content, for tests to look at without the API."""

from __future__ import annotations

import json
import typing as t

if t.TYPE_CHECKING:
    import collections.abc as c

    from .store import Row, Store


def read(store: Store, account_id: int) -> dict[str, object]:
    """Return the content of an account, without passwords and secret values."""
    return {
        "account_id": account_id,
        "applications": _applications(store, account_id),
        "scenarios": _scenarios(store, account_id),
        "phone_numbers": _phone_numbers(store, account_id),
        "sessions": _sessions(store, account_id),
    }


def _applications(store: Store, account_id: int) -> list[dict[str, object]]:
    rows = store.rows("SELECT * FROM application WHERE account_id = ? ORDER BY application_id", account_id)
    return [
        {
            "application_id": row["application_id"],
            "application_name": row["name"],
            "secure_record_storage": bool(row["secure_record_storage"]),
            "modified": row["modified"],
            "rules": _rules(store, row["application_id"]),
            "users": _users(store, row["application_id"]),
            "secrets": _secrets(store, row["application_id"]),
        }
        for row in rows
    ]


def _rules(store: Store, application_id: int) -> list[dict[str, object]]:
    bound = "SELECT scenario_id FROM binding WHERE rule_id = ? ORDER BY position"
    rows = store.rows("SELECT * FROM rule WHERE application_id = ? ORDER BY position", application_id)
    return [
        {
            "rule_id": row["rule_id"],
            "rule_name": row["name"],
            "rule_pattern": row["pattern"],
            "rule_pattern_exclude": row["pattern_exclude"],
            "video_conference": bool(row["video_conference"]),
            "bind_key_id": row["bind_key_id"],
            "modified": row["modified"],
            "scenario_ids": [binding["scenario_id"] for binding in store.rows(bound, row["rule_id"])],
        }
        for row in rows
    ]


def _users(store: Store, application_id: int) -> list[dict[str, object]]:
    rows = store.rows("SELECT * FROM user WHERE application_id = ? ORDER BY user_id", application_id)
    names = ("user_id", "user_name", "user_display_name", "user_custom_data", "modified")
    flags = ("user_active", "parent_accounting")
    return [_pick(row, names, flags) for row in rows]


def _secrets(store: Store, application_id: int) -> list[dict[str, object]]:
    rows = store.rows("SELECT * FROM secret WHERE application_id = ? ORDER BY secret_id", application_id)
    return [_pick(row, ("secret_id", "secret_name", "description", "modified"), ()) for row in rows]


def _phone_numbers(store: Store, account_id: int) -> list[dict[str, object]]:
    rows = store.rows("SELECT * FROM phone_number WHERE account_id = ? ORDER BY phone_number_id", account_id)
    names = ("phone_number", "application_id", "rule_id", "incoming_sms_callback_url", "modified")
    flags = ("is_sms_supported", "is_sms_enabled", "auto_charge")
    return [{"phone_id": row["phone_number_id"], **_pick(row, names, flags)} for row in rows]


def _pick(row: Row, names: c.Iterable[str], flags: c.Iterable[str]) -> dict[str, object]:
    """Return some columns of a row, `flags` as booleans."""
    return {**{name: row[name] for name in names}, **{name: bool(row[name]) for name in flags}}


def _scenarios(store: Store, account_id: int) -> list[dict[str, object]]:
    rows = store.rows("SELECT * FROM scenario WHERE account_id = ? ORDER BY scenario_id", account_id)
    return [
        {
            "scenario_id": row["scenario_id"],
            "scenario_name": row["name"],
            "scenario_script": row["script"],
            "application_id": row["application_id"],
            "modified": row["modified"],
        }
        for row in rows
    ]


def _sessions(store: Store, account_id: int) -> list[dict[str, object]]:
    names = (
        "call_session_history_id",
        "application_id",
        "rule_id",
        "rule_name",
        "user_id",
        "conference_name",
        "custom_data",
        "reference_ip",
        "server_location",
        "start_date",
        "duration",
        "finish_reason",
    )
    rows = store.rows("SELECT * FROM session WHERE account_id = ? ORDER BY call_session_history_id", account_id)
    return [
        {
            **{name: row[name] for name in names},
            "active": bool(row["active"]),
            "commands": _commands(store, row["call_session_history_id"]),
        }
        for row in rows
    ]


def _commands(store: Store, history_id: int) -> list[dict[str, object]]:
    rows = store.rows("SELECT * FROM command WHERE call_session_history_id = ? ORDER BY command_id", history_id)
    return [
        {
            "method": row["method"],
            "secure": bool(row["secure"]),
            "headers": json.loads(row["headers"]),
            "body": row["body"],
        }
        for row in rows
    ]
