# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Connections that know whether a request has left, and bound answers in time and size."""

from __future__ import annotations

import contextlib
import functools
import http.client
import io
import socket
import ssl
import time
import typing as t

from .errors import ProtocolError
from .exchange import NotConnectedError, current
from .libraries import Library
from .sockets import SocksProxy, open_socket
from .urls import invalid_proxy_url

with Library("requests") as REQUESTS:
    import requests.adapters
    import requests.utils
    import urllib3.connection
    import urllib3.connectionpool
    import urllib3.util

    # Older versions compare the server's name themselves, since they cannot have OpenSSL do it for an address.
    COMPARES_NAMES = str(vars(urllib3).get("__version__")).startswith("1.")

TRUST_VARIABLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR")
MAX_ANSWER_BYTES = 16 * 1024 * 1024
_MAX_HEAD_BYTES = 1024 * 1024
_SWITCHING_PROTOCOLS = 101
_INTERIM_STATUS = range(100, 200)
_UnknownBase: t.Any = object


class BoundedReader(io.RawIOBase):
    """Reads the answer to one request from a socket.

    :arg connection: the socket; its timeout is the time limit for the whole answer
    """

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._file = connection.makefile("rb", buffering=0)
        self._timeout = connection.gettimeout() or 0.0
        self._deadline = time.monotonic() + current.exchange.deadline.limit(self._timeout)
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
    return ProtocolError(f"The response is larger than {MAX_ANSWER_BYTES} bytes.", ambiguous=True)


class _BoundedResponse(http.client.HTTPResponse):
    """An answer that is read through a bounded reader, without the interim answers before it."""

    def __init__(self, connection: socket.socket, *args: t.Any, **named: t.Any) -> None:
        super().__init__(t.cast(socket.socket, _SocketAdapter(connection)), *args, **named)

    def _read_status(self) -> t.Tuple[str, int, str]:
        while True:
            version, status, reason = super()._read_status()  # type: ignore[misc]  # typeshed leaves it out
            if status not in _INTERIM_STATUS or status == _SWITCHING_PROTOCOLS:
                break
            http.client.parse_headers(self.fp)
        if current.exchange.is_connecting:
            current.exchange.proxy_status = status
        return version, status, reason


def check_proxy(url: str) -> None:
    """Check the URL of a proxy before it is used, since the errors of the libraries do not say which URL is at fault.

    :raises InputError: if the libraries cannot use it
    """
    try:
        address = urllib3.util.parse_url(url)
        (address.host or "").encode("idna")
        "".join(requests.utils.get_auth_from_url(url)).encode("latin-1")
    except ValueError:
        raise invalid_proxy_url() from None


class _Bounded(_UnknownBase):  # type: ignore[misc]  # put before a connection class of urllib3
    """A connection that ends in time, and whose exchange knows whether a part of the request may have left."""

    response_class: t.Any = _BoundedResponse
    is_socks = False

    def connect(self) -> None:
        """Connect, through a proxy if there is one; whatever goes wrong, nothing of the request has left."""
        exchange = current.exchange
        exchange.is_connecting = True
        seconds = exchange.deadline.limit(self.timeout)
        uses_proxy = self.is_socks or getattr(self, "proxy", None) is not None
        try:
            with exchange.limit_time(seconds) if uses_proxy else contextlib.nullcontext():
                super().connect()
        except Exception as error:
            raise NotConnectedError from error
        finally:
            exchange.is_connecting = False
        self.sock.settimeout(self.timeout)

    def _new_conn(self) -> t.Any:
        exchange = current.exchange
        host, port = str(getattr(self, "_dns_host", self.host)), self.port
        socks_proxy = SocksProxy(self._socks_options, (host, port)) if self.is_socks else None
        if socks_proxy is not None:
            host, port = socks_proxy.address
        seconds = exchange.deadline.limit(self.timeout)
        return open_socket(host, port, seconds, self.socket_options, exchange, socks_proxy=socks_proxy)

    def send(self, data: t.Any) -> None:
        """Send a part of the request."""
        if self.sock is None:
            self.connect()
        exchange = current.exchange
        if not exchange.is_connecting and not exchange.is_sent:
            exchange.watch(self.sock)
            exchange.is_sent = True
        super().send(data)


@functools.lru_cache(maxsize=1)
def _socks_pools() -> t.Dict[str, t.Any]:
    with Library("PySocks", "for the SOCKS proxy that the environment names") as library:
        from urllib3.contrib import socks
    library.require()

    class Connection(_Bounded, socks.SOCKSConnection):
        is_socks = True

    class TlsConnection(_Bounded, socks.SOCKSHTTPSConnection):
        is_socks = True

    class Pool(_Pool):
        ConnectionCls = Connection

    class TlsPool(_TlsPool):
        ConnectionCls = TlsConnection

    return {"http": Pool, "https": TlsPool}


if REQUESTS.is_usable:

    class _Connection(_Bounded, urllib3.connection.HTTPConnection):
        pass

    class _TlsConnection(_Bounded, urllib3.connection.HTTPSConnection):
        pass

    class _Pool(urllib3.connectionpool.HTTPConnectionPool):
        ConnectionCls: t.Any = _Connection

    class _TlsPool(urllib3.connectionpool.HTTPSConnectionPool):
        ConnectionCls: t.Any = _TlsConnection

        def _validate_conn(self, conn: t.Any) -> None:
            """Skip urllib3's warning about unchecked certificates; C(send) makes the connection."""

    _POOLS = {"http": _Pool, "https": _TlsPool}

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
