# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The journal: one row for each API call and each request to a media session, never with a secret in it."""

from __future__ import annotations

import json
import time
import typing as t

if t.TYPE_CHECKING:
    from .store import Row, Store

_JSON_COLUMNS = ("params", "query_keys")
_TRUTH_COLUMNS = ("executed", "write")


def write_down(store: Store, **columns: object) -> None:
    """Add a row; `params` and `query_keys` are stored as JSON."""
    texts = {name: json.dumps(columns.pop(name), ensure_ascii=False) for name in _JSON_COLUMNS}
    store.add("journal", time=time.time(), **columns, **texts)


def read(
    store: Store, *, since: int = 0, account_id: int | None = None, write: bool | None = None
) -> list[dict[str, object]]:
    """Return the rows after number `since`, of one account or all, of writing calls, reading calls or both."""
    rows = store.rows("SELECT * FROM journal WHERE n > ? ORDER BY n", since)
    return [
        _entry(row) for row in rows if account_id in (None, row["account_id"]) and write in (None, bool(row["write"]))
    ]


def _entry(row: Row) -> dict[str, object]:
    entry = dict(row)
    entry.update({name: json.loads(entry[name]) for name in _JSON_COLUMNS})
    entry.update({name: bool(entry[name]) for name in _TRUTH_COLUMNS})
    return entry


def clear(store: Store) -> None:
    """Forget every row; the numbers go on from where they were."""
    store.run("DELETE FROM journal")
