# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads that lag behind writes: copies of the database as it was before each write."""

from __future__ import annotations

import time
import typing as t

if t.TYPE_CHECKING:
    from .store import Store

_MERGED_PART = 20  # writes closer together than this part of the lag share a copy


class Past:
    """What readers still see: copies of the database, each with the time until which it was current."""

    def __init__(self) -> None:
        self._copies: list[tuple[float, Store]] = []

    def keep(self, store: Store, lag: float) -> None:
        """Keep the present state for readers that lag by `lag` seconds. Call it outside a transaction."""
        now = time.monotonic()
        self._forget(now - lag)
        if not self._copies or self._copies[-1][0] < now - lag / _MERGED_PART:
            self._copies.append((now, store.copy()))

    def as_of(self, store: Store, lag: float) -> Store:
        """Return the state of `lag` seconds ago."""
        self._forget(time.monotonic() - lag)
        return self._copies[0][1] if self._copies else store

    def clear(self) -> None:
        """Forget every copy."""
        self._forget(float("inf"))

    def _forget(self, moment: float) -> None:
        while self._copies and self._copies[0][0] <= moment:
            self._copies.pop(0)[1].close()
