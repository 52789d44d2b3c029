# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""The one place that talks HTTP: bytes out, bytes in, within bounds."""

from __future__ import annotations

import collections
import dataclasses
import functools
import os
import ssl
import threading
import time
import typing as t
import urllib.request
import zlib
from urllib.parse import urlsplit

from . import connections
from .deadline import Deadline
from .errors import InputError, ProtocolError, VoximplantError
from .exchange import open_exchange
from .headers import encode_headers
from .urls import is_loopback, url_passwords

with connections.REQUESTS:
    import requests
    import requests.utils

MAX_TIMEOUT_SECONDS = 24 * 60 * 60
_PIECE_BYTES = 64 * 1024
_SHOWN_CHARACTERS = 20
_GZIP = zlib.MAX_WBITS | 16
_HEADERS = {
    "User-Agent": "ansible-voximplant.platform",
    "Accept": "*/*",
    "Accept-Encoding": "gzip",
    "Connection": "keep-alive",
}
_IDLE_SECONDS = 4


@dataclasses.dataclass(frozen=True)
class Response:
    """The answer of a server."""

    status: int
    headers: t.Mapping[str, str]
    body: bytes


class Http:
    """Sends requests over kept connections, as many as there are requests at a time.

    Proxies of the environment are used, but not for plain http to loopback; netrc is not consulted, redirects are not
    followed, and no cookie is kept.

    :arg validate_certs: whether certificates are checked
    :arg ca_path: a file or directory of certificates to trust instead of those of the environment or the system
    :arg timeout: time limit in seconds for making a connection, and again for the whole answer
    :raises MissingLibraryError: if requests cannot be imported
    :raises InputError: if the timeout is out of range
    """

    def __init__(self, *, validate_certs: bool = True, ca_path: t.Optional[str] = None, timeout: float = 30) -> None:
        connections.REQUESTS.require()
        if not 0 < timeout <= MAX_TIMEOUT_SECONDS:
            raise InputError(f"timeout must be a number of seconds from 1 to {MAX_TIMEOUT_SECONDS}.", field="timeout")
        self._validate_certs = validate_certs
        self._ca_path = ca_path
        self._timeout = timeout
        self._environment = {name: os.environ.get(name, "") for name in connections.TRUST_VARIABLES}
        self._contexts: t.Dict[bool, ssl.SSLContext] = {}
        self._context_lock = threading.Lock()
        self._idle: t.Dict[bool, t.Deque[t.Tuple[float, connections.Adapter]]] = {
            needs_tls: collections.deque() for needs_tls in (True, False)
        }
        self._proxies: t.Dict[str, t.Dict[str, str]] = {}

    def send(
        self,
        verb: str,
        url: str,
        headers: t.Mapping[str, t.Any],
        body: bytes,
        deadline: t.Optional[Deadline] = None,
    ) -> Response:
        """Send one request, once, and return the whole answer, whatever its status is.

        :arg headers: C(None) leaves one out; true and false are written in lower case
        :arg deadline: the end of the task's time
        :raises InputError: if the URL, a header or the proxy's URL cannot be used; nothing was sent
        :raises CancelledError: if the deadline came first
        :raises TransportError: with C(ambiguous) unless the request certainly did not leave
        :raises ProtocolError: if the answer is too large, never ends, or cannot be decompressed
        """
        deadline = deadline or Deadline()
        deadline.check()
        request = _prepare(verb, url, headers, body)
        with open_exchange(deadline) as exchange:
            try:
                return self._exchange(request, deadline)
            except VoximplantError as error:
                if isinstance(error, ProtocolError) and deadline.is_over:
                    raise deadline.error(ambiguous=exchange.is_sent) from error
                raise
            except Exception as error:
                from .http_errors import failure_of

                raise failure_of(error, exchange) from error

    def _exchange(self, request: t.Any, deadline: Deadline) -> Response:
        url = request.url  # which may differ from the given one, for example in white space in front
        proxies = self._proxies_for(url)
        needs_tls = "https" in (url[:5].lower(), (requests.utils.select_proxy(url, proxies) or "")[:5].lower())
        adapter = self._adapter(needs_tls)
        try:
            with adapter.send(
                request,
                stream=True,
                timeout=deadline.limit(self._timeout),
                verify=self._validate_certs,
                proxies=proxies,
            ) as answer:
                response = Response(answer.status_code, dict(answer.headers.lower_items()), _read(answer))
        except BaseException:
            adapter.close()
            raise
        self._idle[needs_tls].append((time.monotonic(), adapter))
        return response

    def _proxies_for(self, url: str) -> t.Dict[str, str]:
        """Return the environment's proxies for a server; looked up once, since that takes a while.

        :raises InputError: if the URL of the one to use is invalid
        """
        server = "/".join(url.split("/")[:3])
        if server not in self._proxies:
            parts = urlsplit(url)
            goes_straight = parts.scheme.lower() == "http" and is_loopback(parts.hostname or "")
            proxies = {} if goes_straight else requests.utils.get_environ_proxies(url, no_proxy=None)
            connections.check_proxy(requests.utils.select_proxy(url, proxies) or "")
            self._proxies[server] = proxies
        return self._proxies[server]

    def _adapter(self, needs_tls: bool) -> connections.Adapter:
        """Return an adapter that no thread is using; not a session, which would decompress redirects of any size.

        One that was idle for long is not taken: the server may be about to close its connection, and a request that
        meets such an end may or may not have been executed.
        """
        while True:
            try:
                since, adapter = self._idle[needs_tls].pop()
            except IndexError:
                context = self._tls_context(checks_names=not connections.COMPARES_NAMES) if needs_tls else None
                return connections.Adapter(context, lambda: self._tls_context(checks_names=True))
            if time.monotonic() - since < _IDLE_SECONDS:
                return adapter
            adapter.close()

    def _tls_context(self, *, checks_names: bool) -> ssl.SSLContext:
        """Return the one context of all connections; loading certificates takes a while."""
        from .certificates import Authorities, trust_all

        with self._context_lock:
            if checks_names not in self._contexts:
                if self._validate_certs:
                    authorities = Authorities.choose(self._ca_path, self._environment)
                    self._contexts[checks_names] = authorities.context(checks_names=checks_names)
                else:
                    self._contexts[checks_names] = trust_all()
            return self._contexts[checks_names]


def shared_http(*, validate_certs: bool, ca_path: t.Optional[str], timeout: float) -> Http:
    """Return the process's transport for these settings, so that the items of a loop share connections."""
    trust = ((name, os.environ[name]) for name in connections.TRUST_VARIABLES if name in os.environ)
    environment = (*trust, *sorted(urllib.request.getproxies().items()))
    return _http_for(validate_certs, ca_path, timeout, environment)


def proxy_passwords() -> t.Tuple[str, ...]:
    """Return the passwords of the environment's proxies."""
    return tuple(password for url in urllib.request.getproxies().values() for password in url_passwords(url))


@functools.lru_cache(maxsize=16)
def _http_for(
    validate_certs: bool, ca_path: t.Optional[str], timeout: float, environment: t.Tuple[t.Tuple[str, str], ...]
) -> Http:
    """Return the transport for these settings.

    Its connections use the certificates and proxies that the environment named when it was made.
    """
    return Http(validate_certs=validate_certs, ca_path=ca_path, timeout=timeout)


def _prepare(verb: str, url: str, headers: t.Mapping[str, t.Any], body: bytes) -> t.Any:
    """Return a request of the library; what goes wrong here is the caller's, and nothing was sent."""
    sent = encode_headers({**_HEADERS, **headers})
    try:
        request = _without_body(verb, url, tuple(sent.items())).copy()
        request.prepare_body(body, None)
        return request
    except Exception as error:  # the library's own errors, and those of the codecs that it uses
        raise InputError("The URL is invalid.", field="api_url") from error


@functools.lru_cache(maxsize=64)
def _without_body(verb: str, url: str, headers: t.Tuple[t.Tuple[str, str], ...]) -> t.Any:
    """Return what requests to one URL have in common; preparing it takes longer than everything else in a call."""
    return requests.Request(verb, url, dict(headers), auth=_leave_as_is).prepare()


def _read(response: t.Any) -> bytes:
    """Read and decompress the body, up to the size limit."""
    body = bytearray()
    response.raw.enforce_content_length = True
    for piece in _decompress(response.raw.stream(), response.headers.get("Content-Encoding", "").strip().lower()):
        body += piece
        if len(body) > connections.MAX_ANSWER_BYTES:
            raise connections.too_large()
    return bytes(body)


def _decompress(chunks: t.Iterable[bytes], encoding: str) -> t.Iterable[bytes]:
    """Return the content of chunks, in pieces: a small chunk may decompress to a large one."""
    if encoding in ("", "identity"):
        return chunks
    if encoding in ("gzip", "x-gzip"):
        return _gunzip(chunks)
    shown = ascii(encoding[:_SHOWN_CHARACTERS])
    raise ProtocolError(f"The response has a content encoding that was not requested: {shown}.", ambiguous=True)


def _gunzip(chunks: t.Iterable[bytes]) -> t.Iterator[bytes]:
    """Yield the content of chunks of gzip, which may have several members."""
    unpacker = zlib.decompressobj(_GZIP)
    chunk = b""
    try:
        for chunk in chunks:
            rest = chunk
            while rest:
                if unpacker.eof:
                    rest = rest.lstrip(b"\0")  # padding
                    if not rest:
                        break
                    unpacker = zlib.decompressobj(_GZIP)
                yield unpacker.decompress(rest, _PIECE_BYTES)
                rest = unpacker.unconsumed_tail or unpacker.unused_data
    except zlib.error as error:
        raise ProtocolError("The response cannot be decompressed.", ambiguous=True) from error
    if chunk and not unpacker.eof:
        raise ProtocolError("The response cannot be decompressed: it is truncated.", ambiguous=True)


def _leave_as_is(request: t.Any) -> t.Any:
    """Stand in for an authentication, so that requests does not make one of what the URL says."""
    return request
