# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""The one place that talks HTTP: bytes out, bytes in, within bounds."""

from __future__ import annotations

import collections
import dataclasses
import functools
import http.client
import os
import socket
import ssl
import time
import typing as t
import urllib.request
import zlib

from . import connections
from .errors import CertificateError, InputError, MissingLibraryError, ProtocolError, TransportError

try:
    import requests
    import urllib3.exceptions
except ImportError:
    HAS_REQUESTS = False
else:
    HAS_REQUESTS = True

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
_BUNDLE_VARIABLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")


@dataclasses.dataclass(frozen=True)
class Response:
    """What a server answered."""

    status: int
    headers: t.Mapping[str, str]
    body: bytes


class Http:
    """Sends requests over kept connections, as many as there are requests at a time.

    Proxies and certificate bundles of the environment are used; netrc is not, redirects are not followed, and no
    cookie is kept.

    :arg validate_certs: whether certificates are checked
    :arg ca_path: a file of certificates to trust instead of the system's
    :arg timeout: how long a connection may be silent, and how long an answer may take in all, in seconds
    """

    def __init__(self, *, validate_certs: bool = True, ca_path: t.Optional[str] = None, timeout: float = 30) -> None:
        if not HAS_REQUESTS:
            raise MissingLibraryError("requests")
        self._verify: t.Union[bool, str] = (ca_path or True) if validate_certs else False
        self._timeout = timeout
        self._idle: t.Deque[t.Tuple[float, connections.Adapter]] = collections.deque()
        self._ways: t.Dict[str, t.Mapping[str, t.Any]] = {}

    def send(self, verb: str, url: str, headers: t.Mapping[str, str], body: bytes) -> Response:
        """Send one request, once, and return the whole answer, whatever its status is.

        :raises TransportError: with C(ambiguous) unless the request certainly did not leave
        :raises ProtocolError: when the answer is larger than it may be, never ends, or cannot be unpacked
        """
        adapter = self._adapter()
        try:
            request = requests.Request(verb, url, {**_HEADERS, **headers}, data=body, auth=_leave_as_is).prepare()
            with adapter.send(request, timeout=self._timeout, **self._way(url)) as response:
                return Response(response.status_code, dict(response.headers.lower_items()), _read(response))
        except connections.NotConnectedError as error:
            raise _unconnected(error) from error
        except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError) as error:
            raise _translated(error) from error
        finally:
            self._idle.append((time.monotonic(), adapter))

    def _way(self, url: str) -> t.Mapping[str, t.Any]:
        """What the environment says about a server, such as its proxy; asked once, since the answer takes a while."""
        server = "/".join(url.split("/")[:3])
        if server not in self._ways:
            self._ways[server] = requests.Session().merge_environment_settings(url, {}, True, self._verify, None)
        return self._ways[server]

    def _adapter(self) -> connections.Adapter:
        """An adapter that no thread is using; not a session, which would unpack redirects before their size is known.

        One that was idle for long is not taken: the server may be about to close its connection, and a request that
        meets such an end may or may not have been executed.
        """
        while True:
            try:
                since, adapter = self._idle.pop()
            except IndexError:
                return connections.Adapter()
            if time.monotonic() - since < _IDLE_SECONDS:
                return adapter
            adapter.close()


def shared_http(*, validate_certs: bool, ca_path: t.Optional[str], timeout: float) -> Http:
    """The one of this process for these settings, so that the items of a loop share connections."""
    bundles = ((name, os.environ[name]) for name in _BUNDLE_VARIABLES if name in os.environ)
    environment = (*bundles, *sorted(urllib.request.getproxies().items()))
    return _http_for(validate_certs, ca_path, timeout, environment)


@functools.lru_cache(maxsize=16)
def _http_for(
    validate_certs: bool, ca_path: t.Optional[str], timeout: float, environment: t.Tuple[t.Tuple[str, str], ...]
) -> Http:
    """Keep one for each combination; a kept connection is trusted, and led by a proxy, as the environment was."""
    return Http(validate_certs=validate_certs, ca_path=ca_path, timeout=timeout)


def _read(response: requests.Response) -> bytes:
    """The whole body, unpacked, as long as it is not too long."""
    body = bytearray()
    response.raw.enforce_content_length = True
    for piece in _unpacked(response.raw.stream(), response.headers.get("Content-Encoding", "").strip().lower()):
        body += piece
        if len(body) > connections.MAX_ANSWER_BYTES:
            raise connections.too_large()
    return bytes(body)


def _unpacked(chunks: t.Iterable[bytes], encoding: str) -> t.Iterable[bytes]:
    """What chunks hold, piece by piece: a small one may unpack to a large one."""
    if encoding in ("", "identity"):
        return chunks
    if encoding in ("gzip", "x-gzip"):
        return _unzipped(chunks)
    shown = ascii(encoding[:_SHOWN_CHARACTERS])
    raise ProtocolError(f"The answer is packed in a way that was not asked for: {shown}.", ambiguous=True)


def _unzipped(chunks: t.Iterable[bytes]) -> t.Iterator[bytes]:
    """What chunks of gzip hold."""
    unpacker = zlib.decompressobj(_GZIP)
    chunk = b""
    try:
        for chunk in chunks:
            rest = chunk
            while rest:
                yield unpacker.decompress(rest, _PIECE_BYTES)
                rest = unpacker.unconsumed_tail
    except zlib.error as error:
        raise ProtocolError("The answer cannot be unpacked.", ambiguous=True) from error
    if chunk and not unpacker.eof:
        raise ProtocolError("The answer cannot be unpacked: its end is missing.", ambiguous=True)


def _leave_as_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Stand where an authentication would, so that requests does not make one of what the URL says."""
    return request


def _causes(error: t.Optional[BaseException]) -> t.Iterator[BaseException]:
    """An exception and all that it carries: its causes, its contexts, its arguments and reasons."""
    seen: t.Set[int] = set()
    waiting: t.List[t.Any] = [error]
    while waiting:
        current = waiting.pop()
        if not isinstance(current, BaseException) or id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        context = None if current.__suppress_context__ else current.__context__
        waiting += [current.__cause__, context, getattr(current, "reason", None), *current.args]


def _unconnected(error: connections.NotConnectedError) -> TransportError:
    """The collection's error for a request that did not leave; texts of libraries are not repeated: they hold URLs."""
    causes = list(_causes(error.__cause__))
    for cause in causes:
        # Some versions of urllib3 have an error of their own for a certificate of another host.
        if isinstance(cause, ssl.SSLCertVerificationError) or type(cause).__name__ == "CertificateError":
            reason = getattr(cause, "verify_message", cause)
            return CertificateError(
                f"The server's certificate is not trusted: {reason}.",
                advice="Give the issuer's certificate as ca_path, or correct the host in the URL.",
            )
    if any(isinstance(cause, socket.timeout) for cause in causes):
        return TransportError("The server cannot be reached: no connection in time.")
    return TransportError(f"The server cannot be reached: {_reason(causes)}.")


def _translated(error: Exception) -> t.Union[TransportError, InputError]:
    """The collection's error for a request that may have left."""
    no_url = (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema, requests.exceptions.MissingSchema)
    if isinstance(error, no_url):
        return InputError("The URL is not one that can be asked.", field="api_url")
    causes = list(_causes(error))
    if any(isinstance(cause, (socket.timeout, urllib3.exceptions.ReadTimeoutError)) for cause in causes):
        return TransportError("The server did not answer in time.", ambiguous=True)
    for cause in filter(_is_no_http, causes):
        return TransportError(f"The server's answer is no HTTP: {type(cause).__name__}.", ambiguous=True)
    return TransportError(f"The connection broke before the answer was complete: {_reason(causes)}.", ambiguous=True)


def _is_no_http(cause: BaseException) -> bool:
    """Whether an answer is another thing than an incomplete one."""
    incomplete = (http.client.IncompleteRead, http.client.RemoteDisconnected)
    return isinstance(cause, http.client.HTTPException) and not isinstance(cause, incomplete)


def _reason(causes: t.Sequence[BaseException]) -> str:
    """What the operating system said, or else the name of the innermost exception."""
    for cause in causes:
        if isinstance(cause, OSError) and cause.strerror:
            return cause.strerror
    return type(causes[-1]).__name__
