# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""How many calls may be under way at a time: more while the platform keeps up, fewer when it does not."""

from __future__ import annotations

import threading
import typing as t

from .errors import InputError

AUTO = "auto"
LOWEST = 8
HIGHEST = 32
MAX_WORKERS = 1000  # each is a thread
_MAX_DIGITS = 20
_AS_QUICK = 1.5  # times the usual time of a call
_SLOW = 2.0


class CallLimit:
    """The number of calls that may be under way at a time; it neither waits nor counts them.

    The time of calls is judged in rounds of as many calls as the limit. While they are about as quick as with the
    lowest limit, the limit is doubled after each round, and raised by one after it had to be lowered once. It is halved
    if they are slow, or if the platform refuses a call for now.

    :arg lowest: the limit at the beginning
    :arg highest: never more than this
    """

    def __init__(self, lowest: int = LOWEST, highest: int = HIGHEST) -> None:
        self.calls = lowest
        self.lowest = lowest
        self.highest = highest
        self._usual: t.Optional[float] = None
        self._round: t.List[float] = []
        self._changed_at = float("-inf")
        self._was_lowered = False

    @classmethod
    def from_option(cls, workers: t.Optional[str]) -> CallLimit:
        """Return the limit that the option C(workers) asks for: V(auto), which is the default, or a number.

        :raises InputError: if it is neither
        """
        given = (workers or AUTO).strip().lower() or AUTO
        if given == AUTO:
            return cls()
        if not given.isdecimal() or len(given) > _MAX_DIGITS or not 0 < int(given) <= MAX_WORKERS:
            raise InputError(f"workers must be auto or a number from 1 to {MAX_WORKERS}.", field="workers")
        return cls(int(given), int(given))

    def record_answer(self, begun: float, ended: float, *, was_full: bool) -> None:
        """Take notice of a call that was answered.

        :arg begun: time of a monotonic clock in seconds
        :arg ended: the same clock, after the answer
        :arg was_full: whether as many calls as the limit were under way meanwhile
        """
        if not was_full or begun < self._changed_at:
            return  # it says nothing about the present limit
        self._round.append(ended - begun)
        if len(self._round) >= self.calls:
            self._judge(sorted(self._round)[len(self._round) // 2], ended)

    def record_refusal(self, begun: float, now: float) -> None:
        """Take notice of a call that the platform, or the network, could not serve at the moment."""
        if begun >= self._changed_at:
            self._lower(now)

    def _judge(self, median: float, now: float) -> None:
        """End a round."""
        self._round = []
        if self._usual is None or self.calls == self.lowest:
            self._usual = median
        if median > self._usual * _SLOW:
            self._lower(now)
        elif median <= self._usual * _AS_QUICK:
            self._set(self.calls + 1 if self._was_lowered else self.calls * 2, now)

    def _lower(self, now: float) -> None:
        self._was_lowered = True
        self._set(self.calls // 2, now)

    def _set(self, calls: int, now: float) -> None:
        """Change the limit; what was measured with another one no longer counts."""
        self.calls = min(self.highest, max(self.lowest, calls))
        self._changed_at = now
        self._round = []


class Slots:
    """As many places as a limit has calls; a C(with) statement waits for one, and gives the number of those taken."""

    def __init__(self, limit: CallLimit) -> None:
        self._limit = limit
        self._freed = threading.Condition()
        self._taken = 0

    def __enter__(self) -> int:
        with self._freed:
            self._freed.wait_for(lambda: self._taken < self._limit.calls)
            self._taken += 1
            return self._taken

    def __exit__(self, *_error: object) -> None:
        with self._freed:
            self._taken -= 1
            self._freed.notify(max(1, self._limit.calls - self._taken))
