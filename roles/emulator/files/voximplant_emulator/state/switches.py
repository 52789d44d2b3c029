# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Switches for behaviour of the platform that is not documented; the first value of each is the default."""

from __future__ import annotations

import re
import typing as t

from .sessions import FINISH_REASONS

if t.TYPE_CHECKING:
    import collections.abc as c

    from .store import Store

_GENERAL: dict[str, tuple[str, ...]] = {
    "name_filter": ("exact", "substring"),
    "name_case": ("sensitive", "insensitive"),
    "getrules_app_required": ("false", "true"),
    "rebind": ("noop", "move_last", "error"),
    "unbind_missing": ("noop", "error"),
    "reorder_partial": ("listed_first", "error"),
    "delete_bound": ("auto_unbind", "error"),
    "normalize": ("none", "crlf", "strip", "bom", "all"),
    "missing_id_get": ("empty", "error"),
    "role_error": ("104", "100"),
    "include_parent_field": ("true", "false"),
    "secure_url_host": ("name", "ip"),
    "escape_slashes": ("false", "true"),
    "bind_app_required": ("false", "true"),
    "set_noop_bumps_modified": ("true", "false"),
    "missing_name_error": ("132", "168"),
    "name_length_error": ("168", "499"),
    "missing_application_name_error": ("107", "558"),
    "foreign_scenario_error": ("132", "496"),
    "unknown_key_error": ("100", "433"),
    "script_length": ("characters", "bytes"),
    "session_finish_reason": FINISH_REASONS,
}
_ROLES: dict[str, tuple[str, ...]] = {
    "developer_manages": ("false", "true"),
    "secret_roles": ("developer", "admin", "anybody"),
}
_APPLICATIONS: dict[str, tuple[str, ...]] = {
    "delete_application_scenarios": ("delete", "share"),
    "delete_application_numbers": ("unbind", "error"),
}
_NUMBERS: dict[str, tuple[str, ...]] = {
    "bind_bound_number": ("move", "error"),
    "bind_without_rule": ("clear", "keep"),
    "unbind_other_application": ("error", "noop", "unbind"),
    "unbind_unbound_number": ("noop", "error"),
    "clear_sms_url": ("clear", "keep", "error"),
}
_SECRETS: dict[str, tuple[str, ...]] = {
    "secret_name_case": ("sensitive", "insensitive"),
    "secret_taken_error": ("493", "496"),
    "secret_missing_error": ("496", "492", "546"),
    "secret_empty_value": ("error", "accept"),
    "secret_description": ("cut", "error"),
    "secret_add_reply": ("object", "list"),
    "secret_value_reply": ("nested", "flat"),
    "secret_times": ("utc", "iso"),
}
_USERS: dict[str, tuple[str, ...]] = {
    "user_name_scope": ("application", "account"),
    "user_name_minimum": ("3", "5"),
    "user_display_name_required": ("true", "false"),
    "reused_password": ("accept", "error"),
}
CHOICES = {**_GENERAL, **_ROLES, **_APPLICATIONS, **_NUMBERS, **_SECRETS, **_USERS}
NUMBERS = {
    "count_cap": "0",
    "default_count": "20",
    "read_lag_ms": "0",
    "secret_limit": "0",
    "session_seconds": "0",
    "user_limit": "1000",
}
_NUMBER = re.compile(r"\d+(\.\d+)?", re.ASCII)


def as_text(value: object) -> str:
    """Return a switch's value as text, so that true, True and "True" are the same."""
    text = str(value)
    return text.lower() if text in ("True", "False") else text


def validate(name: str, value: str) -> str | None:
    """Return what is wrong with a switch, or None."""
    if name in NUMBERS:
        return None if _NUMBER.fullmatch(value) else f"{name} must be a number, not {value!r}"
    if name not in CHOICES:
        return f"there is no switch {name!r}; there are: {', '.join(sorted({*CHOICES, *NUMBERS}))}"
    if value not in CHOICES[name]:
        return f"{name} must be one of {', '.join(CHOICES[name])}, not {value!r}"
    return None


class Switches:
    """The switches in force for one call."""

    def __init__(self, saved: c.Mapping[str, str]) -> None:
        self._saved = saved

    def value(self, name: str) -> str:
        """Return the value in force."""
        return self._saved.get(name) or (NUMBERS[name] if name in NUMBERS else CHOICES[name][0])

    def on(self, name: str) -> bool:
        """Tell whether a switch with the values true and false is true."""
        return self.value(name) == "true"

    def number(self, name: str) -> int:
        """Return the value in force of a switch that is a number or an error code."""
        return int(self.fraction(name))

    def fraction(self, name: str) -> float:
        """Return the value in force of a switch that is a number of seconds or milliseconds."""
        return float(self.value(name))

    def all_values(self) -> dict[str, str]:
        """Return every switch with its value in force."""
        return {name: self.value(name) for name in (*CHOICES, *NUMBERS)}


def load(store: Store) -> Switches:
    """Return the switches in force."""
    return Switches(read_saved(store))


def read_saved(store: Store) -> dict[str, str]:
    """Return the switches that have been set, even if to the default."""
    return {row["name"]: row["value"] for row in store.rows("SELECT name, value FROM switch")}


def replace(store: Store, values: c.Mapping[str, object]) -> None:
    """Set these switches and reset the others to their defaults; raise ValueError as `save` does."""
    with store.transaction():
        store.run("DELETE FROM switch")
        save(store, values)


def save(store: Store, changes: c.Mapping[str, object]) -> None:
    """Set switches; raise ValueError, changing none, if one is unknown or its value is invalid."""
    texts = {name: as_text(value) for name, value in changes.items()}
    problems = [found for found in (validate(name, value) for name, value in texts.items()) if found]
    if problems:
        raise ValueError("; ".join(problems))
    with store.transaction():
        for name, value in texts.items():
            store.run("INSERT OR REPLACE INTO switch (name, value) VALUES (?, ?)", name, value)
