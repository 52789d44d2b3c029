# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Updates of rows by Set methods."""

from __future__ import annotations

import typing as t

from ..state import clock

if t.TYPE_CHECKING:
    from ..state.store import Row
    from .call import Call


def store_changes(call: Call, table: str, row: Row, **columns: object) -> None:
    """Write new values into a row; `modified` changes even if nothing differs, unless switched off."""
    differs = any(row[name] != value for name, value in columns.items())
    if differs or call.switches.on("set_noop_bumps_modified"):
        key = f"{table}_id"
        call.store.change(table, key, row[key], **columns, modified=clock.timestamp())
