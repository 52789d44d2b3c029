# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How media sessions end."""

from __future__ import annotations

import json
import time
import typing as t

if t.TYPE_CHECKING:
    from .store import Store

NORMAL = "Normal termination"
FINISH_REASONS = (
    NORMAL,
    "Insufficient funds",
    "Internal error (billing timeout)",
    "Terminated administratively",
    "JS session error",
    "Timeout",
)


def finish(store: Store, history_id: int, finish_reason: str = NORMAL, duration: int = 1, **details: object) -> None:
    """End a session; raise LookupError if it does not exist.

    `details` are its `calls`, `records` and `other_resource_usage`.
    """
    store.require_row("SELECT 1 FROM session WHERE call_session_history_id = ?", history_id)
    store.change(
        "session",
        "call_session_history_id",
        history_id,
        active=0,
        finish_reason=finish_reason,
        duration=duration,
        details=json.dumps(details),
    )


def finish_due(store: Store) -> None:
    """End the sessions whose time, set when they were started, is over."""
    rows = store.rows("SELECT * FROM session WHERE active AND ends_at <= ?", time.time())
    for row in rows:
        duration = max(round(row["ends_at"] - row["started_at"]), 1)
        finish(store, row["call_session_history_id"], row["ends_with"], duration)
