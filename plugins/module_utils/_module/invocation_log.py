# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""What a module writes to the system's log: names and numbers, never scripts, data, commands or headers."""

from __future__ import annotations

import typing as t

_HARMLESS = ("state", "method")
_LOGIN = ("session_id", "account_name")  # a key may be in the place of the name
_HARMLESS_ENDS = ("_id", "_name")


def loggable(params: t.Mapping[str, t.Any]) -> t.Dict[str, t.Any]:
    """Return options for the log: those that may contain something private by their size only."""
    return {name: _loggable(name, value) for name, value in params.items()}


def _loggable(name: str, value: t.Any) -> t.Any:
    if value is None or isinstance(value, (bool, int, float)):
        return value
    is_harmless = name in _HARMLESS or (name.endswith(_HARMLESS_ENDS) and name not in _LOGIN)
    if isinstance(value, str) and is_harmless:
        return value
    return f"({len(value)} {'characters' if isinstance(value, str) else 'items'})"
