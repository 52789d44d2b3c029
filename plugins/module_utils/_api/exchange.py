# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""One request and its answer: whether it has left, and which socket it uses, to be shut down in time."""

from __future__ import annotations

import contextlib
import socket
import threading
import typing as t

from .deadline import Deadline, shut_down


class NotConnectedError(Exception):
    """No connection was made, so nothing of a request has left; the cause says why."""


class Exchange:
    """One request and its answer, made by one thread.

    :ivar is_sent: whether a part of the request may have left
    :ivar proxy_status: the HTTP status with which a proxy answered CONNECT
    """

    def __init__(self, deadline: Deadline) -> None:
        self.deadline = deadline
        self.is_connecting = False
        self.is_sent = False
        self.proxy_status: t.Optional[int] = None
        self._watched = contextlib.ExitStack()
        self._descriptor: t.Optional[int] = None

    def watch(self, connection: t.Any) -> None:
        """Shut this socket down when the task is cancelled, instead of the one before."""
        self.release()
        self._descriptor = connection.fileno()
        self._watched.enter_context(self.deadline.watch(connection.fileno()))

    @contextlib.contextmanager
    def limit_time(self, seconds: float) -> t.Iterator[None]:
        """Shut the watched socket down if the block takes longer: a proxy can be slow in each part of its answers.

        :raises socket.timeout: if it did
        """
        lock, ended = threading.Lock(), threading.Event()
        is_late = False

        def end() -> None:
            nonlocal is_late
            with lock:
                is_late = not ended.is_set()
                if is_late and self._descriptor is not None:
                    shut_down(self._descriptor)

        timer = threading.Timer(seconds, end)
        timer.daemon = True
        timer.start()
        try:
            yield
        except Exception as error:
            if is_late:
                raise socket.timeout from error
            raise
        finally:
            with lock:
                ended.set()
            timer.cancel()
        if is_late:
            raise socket.timeout

    def release(self) -> None:
        """Leave the socket alone."""
        self._descriptor = None
        self._watched.close()


class _Current(threading.local):
    """The exchange of each thread: libraries between us and the socket hand nothing through."""

    exchange = Exchange(Deadline())


current = _Current()


@contextlib.contextmanager
def open_exchange(deadline: Deadline) -> t.Iterator[Exchange]:
    """Make what this thread does inside the block one exchange."""
    exchange = current.exchange = Exchange(deadline)
    try:
        yield exchange
    finally:
        exchange.release()
        del current.exchange
