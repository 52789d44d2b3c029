# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""When a call may begin: what the platform asks of one thread applies to all threads."""

from __future__ import annotations

import contextlib
import threading
import typing as t

from .call_limit import CallLimit, Slots
from .errors import VoximplantError
from .retry import OVERLOADED, fault_of


class Throttle:
    """Pauses, and a number of calls at a time, that several threads share.

    :arg sleep: waits a number of seconds, or less if the task's time ends
    :arg clock: a monotonic clock
    :arg check: raises once the task's time is over
    :arg limit: how many calls may be under way at a time
    """

    def __init__(
        self,
        sleep: t.Callable[[float], None],
        clock: t.Callable[[], float],
        check: t.Callable[[], None] = lambda: None,
        limit: t.Optional[CallLimit] = None,
    ) -> None:
        self._sleep = sleep
        self._check = check
        self._clock = clock
        self._limit = limit or CallLimit()
        self._lock = threading.Lock()
        self._slots = Slots(self._limit)
        self._full_at = float("-inf")
        self._quiet_until = clock()

    def pause_all(self, seconds: float) -> None:
        """Let no thread begin a call for so many seconds, or longer if that was requested before."""
        with self._lock:
            self._quiet_until = max(self._quiet_until, self._clock() + seconds)

    @contextlib.contextmanager
    def turn(self) -> t.Iterator[None]:
        """Wait until a call may begin, and make it inside the block: its time and its failure count for the limit.

        :raises CancelledError: if the task's time ends before
        """
        with self._slots as taken:
            taken_at = self._clock()
            if taken >= self._limit.calls:
                self._full_at = taken_at
            self.wait()
            begun = self._clock()
            try:
                yield
            except VoximplantError as error:
                if fault_of(error) in OVERLOADED:
                    with self._lock:
                        self._limit.record_refusal(begun, self._clock())
                raise
            with self._lock:
                self._limit.record_answer(begun, self._clock(), was_full=self._full_at >= taken_at)

    def wait(self) -> None:
        """Wait until the pause that the platform asked for is over.

        :raises CancelledError: if the task's time ends before
        """
        while True:
            self._check()
            with self._lock:
                left = self._quiet_until - self._clock()
            if left <= 0:
                return
            self._sleep(left)
