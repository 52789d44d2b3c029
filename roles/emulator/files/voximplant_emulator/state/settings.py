# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the control API sets for the whole emulator: the latency, and how media sessions answer."""

from __future__ import annotations

import dataclasses
import json
import math
import typing as t

if t.TYPE_CHECKING:
    import collections.abc as c

    from .store import Store


@dataclasses.dataclass(frozen=True)
class MediaReply:
    """What a media session answers to a command; its first `not_found_first` requests get a 404."""

    status: int = 200
    body: str = ""
    headers: c.Mapping[str, str] = dataclasses.field(default_factory=dict)
    not_found_first: int = 0


def _load(store: Store, name: str) -> t.Any:
    row = store.row("SELECT value FROM setting WHERE name = ?", name)
    return None if row is None else json.loads(row["value"])


def _save(store: Store, name: str, value: object) -> None:
    store.run("INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)", name, json.dumps(value))


def latency_ms(store: Store) -> float:
    """Return the milliseconds that every API call waits before it is answered."""
    return float(_load(store, "latency_ms") or 0)


def set_latency_ms(store: Store, milliseconds: float) -> None:
    """Set the latency; raise ValueError if it is negative, without end, or no number."""
    is_number = isinstance(milliseconds, (int, float)) and not isinstance(milliseconds, bool)
    if not is_number or not 0 <= milliseconds < math.inf:
        raise ValueError(f"latency_ms must be a number from 0, not {milliseconds!r}")
    _save(store, "latency_ms", milliseconds)


def media_reply(store: Store) -> MediaReply:
    """Return what media sessions answer."""
    return MediaReply(**(_load(store, "media") or {}))


def set_media_reply(store: Store, changes: c.Mapping[str, t.Any]) -> None:
    """Set what media sessions answer; raise ValueError if there is no such setting."""
    known = {field.name for field in dataclasses.fields(MediaReply)}
    unknown = sorted(set(changes) - known)
    if unknown:
        raise ValueError(f"there is no media setting {unknown[0]!r}; there are: {', '.join(sorted(known))}")
    _save(store, "media", {**dataclasses.asdict(media_reply(store)), **changes})
