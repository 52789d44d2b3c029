# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""The end of a task's time: after it no call begins, waits end at once, and connections in use are shut down."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
import typing as t

from .errors import CancelledError, InputError

_GRACE_SECONDS = 1.8
MAX_WAIT_SECONDS = 31 * 24 * 60 * 60


def check_seconds(field: str, seconds: int, least: int = 1) -> int:
    """Return a number of seconds that an option gives, if clocks and locks can count so many.

    :raises InputError: if it is too small or too large
    """
    if not least <= seconds <= MAX_WAIT_SECONDS:
        raise InputError(f"{field} must be a number of seconds from {least} to {MAX_WAIT_SECONDS}.", field=field)
    return seconds


class Deadline:
    """A moment that all threads of a task share; it comes by itself, or when the task is cancelled.

    :arg seconds: time from now; C(None) for no limit
    :arg is_final: it comes by itself alone: a rollback that has begun is not cancelled
    :ivar grace_seconds: time that a cancelled task has to say what was done, and to roll back
    """

    def __init__(self, seconds: t.Optional[float] = None, *, is_final: bool = False) -> None:
        self._end = None if seconds is None else time.monotonic() + seconds
        self._is_final = is_final
        self.grace_seconds = _GRACE_SECONDS
        self._cancelled = threading.Event()
        self._lock = threading.Lock()
        self._descriptors: t.Set[int] = set()

    @property
    def is_over(self) -> bool:
        """Return whether no further call may begin."""
        return self._cancelled.is_set() or (self._end is not None and time.monotonic() >= self._end)

    def cancel(self) -> None:
        """End the time now, wake every wait, and shut down every connection in use; may be called from any thread."""
        if self._is_final:
            return
        with self._lock:
            self._cancelled.set()
            for descriptor in self._descriptors:
                shut_down(descriptor)

    def check(self) -> None:
        """Raise if no further call may begin.

        :raises CancelledError: without C(ambiguous)
        """
        if self.is_over:
            raise self.error(ambiguous=False)

    def error(self, *, ambiguous: bool) -> CancelledError:
        """Return the error for a call that was not made, or not finished."""
        reason = "The task was cancelled" if self._cancelled.is_set() else "The task ran out of time"
        what = "the call was aborted" if ambiguous else "no call was made"
        return CancelledError(f"{reason}: {what}.", ambiguous=ambiguous)

    def limit(self, seconds: float) -> float:
        """Return a timeout in seconds that does not go beyond the deadline, and is never zero."""
        if self._end is None:
            return seconds
        return max(0.001, min(seconds, self._end - time.monotonic()))

    def sleep(self, seconds: float) -> None:
        """Wait, but not beyond the deadline."""
        if self._end is not None:
            seconds = min(seconds, max(0.0, self._end - time.monotonic()))
        self._cancelled.wait(seconds)

    @contextlib.contextmanager
    def watch(self, descriptor: int) -> t.Iterator[None]:
        """Shut down the socket with this descriptor if the task is cancelled inside the block.

        :raises CancelledError: if it was cancelled before
        """
        with self._lock:
            if self._cancelled.is_set():
                raise self.error(ambiguous=False)
            self._descriptors.add(descriptor)
        try:
            yield
        finally:
            with self._lock:
                self._descriptors.discard(descriptor)


def shut_down(descriptor: int) -> None:
    """Shut down a connection that another thread reads from or writes to; its own code closes the socket."""
    with contextlib.suppress(OSError), socket.fromfd(descriptor, socket.AF_INET, socket.SOCK_STREAM) as other:
        other.shutdown(socket.SHUT_RDWR)
