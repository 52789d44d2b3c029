# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Connections that know whether a request has left, end at the task's deadline, and bound answers in time and size."""

from __future__ import annotations

import contextlib
import functools
import http.client
import io
import socket
import ssl
import threading
import time
import typing as t

from .deadline import Deadline
from .errors import MissingLibraryError, ProtocolError

try:
    import requests.adapters
    import urllib3.connection
    import urllib3.connectionpool
except ImportError:
    HAS_REQUESTS = False
else:
    HAS_REQUESTS = True
    # Older versions compare the server's name themselves, since they cannot have OpenSSL do it for an address.
    COMPARES_NAMES = str(vars(urllib3).get("__version__")).startswith("1.")

TRUST_VARIABLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR")
MAX_ANSWER_BYTES = 16 * 1024 * 1024
_MAX_HEAD_BYTES = 1024 * 1024
_LEAST_SECONDS = 2.0  # for one of several addresses
_SWITCHING_PROTOCOLS = 101
_INTERIM_STATUS = range(100, 200)


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

    def watch(self, connection: t.Any) -> None:
        """Shut this socket down when the task is cancelled, instead of the one before."""
        self.release()
        self._watched.enter_context(self.deadline.watching(connection.fileno()))

    def release(self) -> None:
        """Leave the socket alone."""
        self._watched.close()


class _Current(threading.local):
    """The exchange of each thread: libraries between us and the socket hand nothing through."""

    exchange = Exchange(Deadline())


_current = _Current()


@contextlib.contextmanager
def exchanging(deadline: Deadline) -> t.Iterator[Exchange]:
    """Make what this thread does inside the block one exchange."""
    exchange = _current.exchange = Exchange(deadline)
    try:
        yield exchange
    finally:
        exchange.release()
        del _current.exchange


class BoundedReader(io.RawIOBase):
    """Reads the answer to one request from a socket.

    :arg connection: the socket; its timeout is the time limit for the whole answer
    """

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._file = connection.makefile("rb", buffering=0)
        self._timeout = connection.gettimeout() or 0.0
        self._deadline = time.monotonic() + _current.exchange.deadline.limit(self._timeout)
        self._left = MAX_ANSWER_BYTES + _MAX_HEAD_BYTES

    def readable(self) -> bool:
        """Return true: this can be read."""
        return True

    def readinto(self, buffer: t.Any) -> t.Optional[int]:
        """Read what there is, or wait for it until the time limit."""
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
        """Release the socket."""
        self._file.close()
        super().close()


class _SocketAdapter:
    """Stands in for a socket where only its file is needed."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection

    def makefile(self, _mode: str) -> io.BufferedReader:
        """Return the answer as a file."""
        return io.BufferedReader(BoundedReader(self._connection))


def too_large() -> ProtocolError:
    """Return the error for an answer that is larger than it may be, or never ends."""
    return ProtocolError(f"The answer is larger than {MAX_ANSWER_BYTES} bytes.", ambiguous=True)


class _BoundedResponse(http.client.HTTPResponse):
    """An answer that is read through a bounded reader, without the interim answers before it."""

    def __init__(self, connection: socket.socket, *args: t.Any, **named: t.Any) -> None:
        super().__init__(t.cast(socket.socket, _SocketAdapter(connection)), *args, **named)

    def _read_status(self) -> t.Tuple[str, int, str]:
        while True:
            version, status, reason = super()._read_status()  # type: ignore[misc]
            if status not in _INTERIM_STATUS or status == _SWITCHING_PROTOCOLS:
                break
            http.client.parse_headers(self.fp)
        if _current.exchange.is_connecting:
            _current.exchange.proxy_status = status
        return version, status, reason


def open_socket(host: str, port: int, seconds: float, options: t.Any, exchange: Exchange) -> socket.socket:
    """Connect to the first address of a host that answers.

    :arg seconds: time limit for all addresses together
    :raises OSError: if none answers in time
    """
    end = time.monotonic() + seconds
    addresses = socket.getaddrinfo(host.strip("[]"), port, 0, socket.SOCK_STREAM)
    failure = OSError("The host has no address.")
    for place, (family, kind, protocol, _name, address) in enumerate(addresses):
        remaining = end - time.monotonic()
        if remaining <= 0:
            raise socket.timeout
        share = max(remaining / (len(addresses) - place), min(_LEAST_SECONDS, remaining))
        with contextlib.ExitStack() as on_failure:
            try:
                connection = socket.socket(family, kind, protocol)
                on_failure.callback(connection.close)
                on_failure.callback(exchange.release)
                exchange.watch(connection)
                for option in options or ():
                    connection.setsockopt(*option)
                connection.settimeout(share)
                connection.connect(address)
                connection.settimeout(max(0.001, end - time.monotonic()))
            except OSError as error:
                failure = error
            else:
                on_failure.pop_all()
                return connection
    raise failure


def _bounded(base: t.Any, is_socks: bool = False) -> t.Any:
    """Return a subclass of a connection class of urllib3."""

    class BoundedConnection(base):  # type: ignore[misc]
        response_class = _BoundedResponse

        def connect(self) -> None:
            """Connect, through a proxy if there is one; whatever goes wrong, nothing of the request has left."""
            exchange = _current.exchange
            exchange.is_connecting = True
            try:
                super().connect()
            except Exception as error:
                raise NotConnectedError from error
            finally:
                exchange.is_connecting = False
            self.sock.settimeout(self.timeout)

        def _new_conn(self) -> t.Any:
            exchange = _current.exchange
            if is_socks:
                connection = super()._new_conn()
                exchange.watch(connection)
                return connection
            host = str(getattr(self, "_dns_host", self.host))
            return open_socket(host, self.port, exchange.deadline.limit(self.timeout), self.socket_options, exchange)

        def send(self, data: t.Any) -> None:
            """Send a part of the request."""
            if self.sock is None:
                self.connect()
            exchange = _current.exchange
            if not exchange.is_connecting and not exchange.is_sent:
                exchange.watch(self.sock)
                exchange.is_sent = True
            super().send(data)

    return BoundedConnection


def _pools(plain: t.Any, encrypted: t.Any, is_socks: bool = False) -> t.Dict[str, t.Any]:
    """Return pools for both schemes that make such connections."""

    class Pool(urllib3.connectionpool.HTTPConnectionPool):
        ConnectionCls = _bounded(plain, is_socks)

    class TlsPool(urllib3.connectionpool.HTTPSConnectionPool):
        ConnectionCls = _bounded(encrypted, is_socks)

        def _validate_conn(self, conn: t.Any) -> None:
            """Connect, without the warning of urllib3 for certificates that the task does not want to be checked."""
            if conn.sock is None:
                conn.connect()

    return {"http": Pool, "https": TlsPool}


@functools.lru_cache(maxsize=1)
def _socks_pools() -> t.Dict[str, t.Any]:
    try:
        from urllib3.contrib import socks
    except ImportError as error:
        raise MissingLibraryError("PySocks", "for the SOCKS proxy that the environment names") from error
    return _pools(socks.SOCKSConnection, socks.SOCKSHTTPSConnection, is_socks=True)


if HAS_REQUESTS:
    _POOLS = _pools(urllib3.connection.HTTPConnection, urllib3.connection.HTTPSConnection)

    class Adapter(requests.adapters.HTTPAdapter):
        """Makes such connections for requests.

        :arg context: whom connections to servers trust, directly or through proxies; C(None) if none uses TLS
        :arg proxy_context: returns whom connections to proxies trust
        """

        def __init__(self, context: t.Optional[ssl.SSLContext], proxy_context: t.Callable[[], ssl.SSLContext]) -> None:
            self._context = context
            self._proxy_context = proxy_context
            super().__init__()

        def init_poolmanager(self, *args: t.Any, **named: t.Any) -> None:
            """Use such connections to servers."""
            super().init_poolmanager(*args, ssl_context=self._context, **named)
            self.poolmanager.pool_classes_by_scheme = _POOLS

        def proxy_manager_for(self, proxy: str, **named: t.Any) -> t.Any:
            """Use such connections to proxies."""
            pools = _POOLS
            if proxy.lower().startswith("socks"):
                pools = _socks_pools()
            elif proxy.lower().startswith("https"):
                named["proxy_ssl_context"] = self._proxy_context()
            manager = super().proxy_manager_for(proxy, ssl_context=self._context, **named)
            manager.pool_classes_by_scheme = pools
            return manager

        def cert_verify(self, conn: t.Any, url: t.Any, verify: t.Any, cert: t.Any) -> None:
            """Leave trust to the context alone; requests would add certifi."""
            conn.cert_reqs = "CERT_REQUIRED" if verify else "CERT_NONE"
