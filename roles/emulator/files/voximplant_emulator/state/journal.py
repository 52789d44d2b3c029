# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The journal: a row for each API call and each request to a media session, without credentials."""

from __future__ import annotations

import json
import re
import time
import typing as t

if t.TYPE_CHECKING:
    import collections.abc as c

    from .store import Row, Store

_JSON_COLUMNS = ("params", "query_keys")
_TRUTH_COLUMNS = ("executed", "write")
_CREDENTIAL = re.compile(
    r"(^|[_-])(pass(word|phrase|wd)?|secret|token|salt|credentials?|jwt|signature|authorization|(api|private)?key)([_-]|$)"
    r"|^session_id$"
)
_NOT_A_CREDENTIAL = re.compile(r"_(id|name|part|date|count)s?$")  # such as bind_key_id and secret_name_part
MASK = "***"


def mask(parameters: c.Mapping[str, str]) -> dict[str, str]:
    """Return parameters with `***` in place of each whose name says that it is a credential."""
    return {name: MASK if is_credential(name) else value for name, value in parameters.items()}


def is_credential(name: str) -> bool:
    """Tell from a parameter's name whether its value is a credential, such as `subuser_password`."""
    lowered = name.lower()
    named = _CREDENTIAL.search(lowered) is not None
    return named and (lowered == "session_id" or _NOT_A_CREDENTIAL.search(lowered) is None)


def record(store: Store, **columns: object) -> None:
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
