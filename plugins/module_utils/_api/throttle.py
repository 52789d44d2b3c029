# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""How fast calls follow each other: what the platform asks of one thread holds for all of them."""

from __future__ import annotations

import threading
import typing as t


class Pace:
    """The pauses between calls that several threads make.

    :arg sleep: waits so many seconds
    :arg clock: a time in seconds that never goes back
    """

    def __init__(self, sleep: t.Callable[[float], None], clock: t.Callable[[], float]) -> None:
        self._sleep = sleep
        self._clock = clock
        self._lock = threading.Lock()
        self._quiet_until = clock()

    def rest(self, seconds: float) -> None:
        """Wait, and let others go on."""
        self._sleep(seconds)

    def hush(self, seconds: float) -> None:
        """Let nobody begin a call for so many seconds; a longer wait that was asked for before stays."""
        with self._lock:
            self._quiet_until = max(self._quiet_until, self._clock() + seconds)

    def wait_for_turn(self) -> None:
        """Wait until a call may begin."""
        while True:
            with self._lock:
                left = self._quiet_until - self._clock()
            if left <= 0:
                return
            self._sleep(left)
