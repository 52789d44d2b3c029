# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Connections that know whether they were ever made, and whose answers are bounded in time and size."""

from __future__ import annotations

import contextlib
import http.client
import io
import socket
import time
import typing as t

from .errors import ProtocolError

try:
    import requests.adapters
    import urllib3.connection
    import urllib3.connectionpool
except ImportError:
    HAS_REQUESTS = False
else:
    HAS_REQUESTS = True

MAX_ANSWER_BYTES = 16 * 1024 * 1024
_MAX_HEAD_BYTES = 1024 * 1024


class NotConnectedError(Exception):
    """No connection was made, so nothing of a request has left; the cause says why."""


class Wire(io.RawIOBase):
    """The answer to one request, as it comes from a socket.

    :arg connection: the socket; its timeout is how long the answer may take from now on, in all
    """

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._file = connection.makefile("rb", buffering=0)
        self._timeout = connection.gettimeout() or 0.0
        self._deadline = time.monotonic() + self._timeout
        self._left = MAX_ANSWER_BYTES + _MAX_HEAD_BYTES

    def readable(self) -> bool:
        """Say that this can be read."""
        return True

    def readinto(self, buffer: t.Any) -> t.Optional[int]:
        """Read what there is, or wait for it until the deadline."""
        remaining = self._deadline - time.monotonic()
        if remaining <= 0:
            raise socket.timeout
        self._connection.settimeout(remaining)
        try:
            count = self._file.readinto(buffer)
        finally:
            self._connection.settimeout(self._timeout)
        self._left -= count or 0
        if self._left < 0:
            raise too_large()
        return count

    def close(self) -> None:
        """Give the socket back."""
        self._file.close()
        super().close()


class _Source:
    """Stands for a socket where only its file is wanted."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection

    def makefile(self, _mode: str) -> io.BufferedReader:
        """The answer as a file."""
        return io.BufferedReader(Wire(self._connection))


@contextlib.contextmanager
def _connecting() -> t.Iterator[None]:
    """Whatever goes wrong inside, nothing of the request has left."""
    try:
        yield
    except Exception as error:
        raise NotConnectedError from error


def too_large() -> ProtocolError:
    """The error for an answer that is larger than it may be, or never ends."""
    return ProtocolError(f"The answer is larger than {MAX_ANSWER_BYTES} bytes.", ambiguous=True)


class _Answer(http.client.HTTPResponse):
    """An answer that is read in this way."""

    def __init__(self, connection: socket.socket, *args: t.Any, **named: t.Any) -> None:
        super().__init__(t.cast(socket.socket, _Source(connection)), *args, **named)


if HAS_REQUESTS:

    class _Connection(urllib3.connection.HTTPConnection):
        response_class = _Answer

        def connect(self) -> None:
            """Connect, perhaps by way of a proxy."""
            with _connecting():
                super().connect()

    class _TlsConnection(urllib3.connection.HTTPSConnection):
        response_class = _Answer

        def connect(self) -> None:
            """Connect, perhaps by way of a proxy, and shake hands."""
            with _connecting():
                super().connect()

    class _Pool(urllib3.connectionpool.HTTPConnectionPool):
        ConnectionCls = _Connection

    class _TlsPool(urllib3.connectionpool.HTTPSConnectionPool):
        ConnectionCls = _TlsConnection

    _POOLS = {"http": _Pool, "https": _TlsPool}

    class Adapter(requests.adapters.HTTPAdapter):
        """Makes a session of requests use such connections."""

        def init_poolmanager(self, *args: t.Any, **named: t.Any) -> None:
            """Take them for servers."""
            super().init_poolmanager(*args, **named)
            self.poolmanager.pool_classes_by_scheme = _POOLS

        def proxy_manager_for(self, *args: t.Any, **named: t.Any) -> t.Any:
            """Take them for proxies, too."""
            manager = super().proxy_manager_for(*args, **named)
            manager.pool_classes_by_scheme = _POOLS
            return manager
