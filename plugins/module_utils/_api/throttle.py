# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Pauses between calls: what the platform asks of one thread holds for all threads."""

from __future__ import annotations

import threading
import typing as t


class Throttle:
    """Pauses that several threads share.

    :arg sleep: waits a number of seconds, or less if the task's time ends
    :arg clock: a monotonic clock
    :arg check: raises once the task's time is over
    """

    def __init__(
        self,
        sleep: t.Callable[[float], None],
        clock: t.Callable[[], float],
        check: t.Callable[[], None] = lambda: None,
    ) -> None:
        self._sleep = sleep
        self._check = check
        self._clock = clock
        self._lock = threading.Lock()
        self._quiet_until = clock()

    def sleep(self, seconds: float) -> None:
        """Pause this thread only."""
        self._sleep(seconds)

    def pause_all(self, seconds: float) -> None:
        """Let no thread begin a call for so many seconds, or longer if that was requested before."""
        with self._lock:
            self._quiet_until = max(self._quiet_until, self._clock() + seconds)

    def wait(self) -> None:
        """Wait until a call may begin.

        :raises CancelledError: if the task's time ends before
        """
        while True:
            self._check()
            with self._lock:
                left = self._quiet_until - self._clock()
            if left <= 0:
                return
            self._sleep(left)
