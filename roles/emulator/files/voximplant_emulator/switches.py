# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Switches for the behaviour of the platform that nobody outside knows; the first value of each is the default."""

from __future__ import annotations

import typing as t

if t.TYPE_CHECKING:
    import collections.abc as c

    from .store import Store

CHOICES: dict[str, tuple[str, ...]] = {
    "name_filter": ("substring", "exact"),
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
}
NUMBERS = {"count_cap": "0"}


def spelled(value: object) -> str:
    """Return a switch's value as text, so that true, True and "true" are the same."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def problem(name: str, value: str) -> str | None:
    """Return what is wrong with a switch, or None."""
    if name in NUMBERS:
        return None if value.isascii() and value.isdigit() else f"{name} must be a number, not {value!r}"
    if name not in CHOICES:
        return f"there is no switch {name!r}; there are: {', '.join(sorted({*CHOICES, *NUMBERS}))}"
    if value not in CHOICES[name]:
        return f"{name} must be one of {', '.join(CHOICES[name])}, not {value!r}"
    return None


class Switches:
    """The switches in force for one call."""

    def __init__(self, chosen: c.Mapping[str, str]) -> None:
        self._chosen = chosen

    def value(self, name: str) -> str:
        """Return the value in force."""
        return self._chosen.get(name) or (NUMBERS[name] if name in NUMBERS else CHOICES[name][0])

    def on(self, name: str) -> bool:
        """Tell whether a switch with the values true and false is true."""
        return self.value(name) == "true"

    def number(self, name: str) -> int:
        """Return the value in force of a switch that is a number or an error code."""
        return int(self.value(name))

    def everything(self) -> dict[str, str]:
        """Return every switch with its value in force."""
        return {name: self.value(name) for name in (*CHOICES, *NUMBERS)}


def load(store: Store) -> Switches:
    """Return the switches in force."""
    return Switches(chosen(store))


def chosen(store: Store) -> dict[str, str]:
    """Return the switches that somebody has set, be it to the default."""
    return {row["name"]: row["value"] for row in store.rows("SELECT name, value FROM switch")}


def replace(store: Store, wanted: c.Mapping[str, object]) -> None:
    """Set these switches and give the others back their defaults; raise ValueError as `save` does."""
    with store.transaction():
        store.run("DELETE FROM switch")
        save(store, wanted)


def save(store: Store, changes: c.Mapping[str, object]) -> None:
    """Set switches; raise ValueError, changing none, if one is unknown or has a value that it cannot have."""
    texts = {name: spelled(value) for name, value in changes.items()}
    problems = [found for found in (problem(name, value) for name, value in texts.items()) if found]
    if problems:
        raise ValueError("; ".join(problems))
    with store.transaction():
        for name, value in texts.items():
            store.run("INSERT OR REPLACE INTO switch (name, value) VALUES (?, ?)", name, value)
