# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""The one place that talks HTTP: bytes out, bytes in, within bounds."""

from __future__ import annotations

import collections
import dataclasses
import functools
import http.cookiejar
import os
import ssl
import time
import typing as t

from ._errors import CertificateError, InputError, MissingLibraryError, ProtocolError, TransportError

try:
    import requests
    import urllib3.exceptions
except ImportError:
    HAS_REQUESTS = False
else:
    HAS_REQUESTS = True

MAX_ANSWER_BYTES = 32 * 1024 * 1024
_CHUNK_BYTES = 64 * 1024
_USER_AGENT = "ansible-voximplant.platform"
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
        self._idle: t.Deque[t.Tuple[float, requests.Session]] = collections.deque()

    def send(self, verb: str, url: str, headers: t.Mapping[str, str], body: bytes) -> Response:
        """Send one request, once, and return the whole answer, whatever its status is.

        :raises TransportError: with C(ambiguous) unless the request certainly did not leave
        :raises ProtocolError: when the answer is larger than it may be, or never ends
        """
        session = self._session()
        try:
            with session.request(
                verb,
                url,
                data=body,
                headers={"User-Agent": _USER_AGENT, **headers},
                timeout=self._timeout,
                verify=self._verify,
                allow_redirects=False,
                stream=True,
            ) as response:
                return Response(response.status_code, dict(response.headers.lower_items()), self._read(response))
        except requests.exceptions.RequestException as error:
            raise _translated(error) from error
        finally:
            self._idle.append((time.monotonic(), session))

    def _session(self) -> requests.Session:
        """A session that no thread is using: those of requests are not made to be shared.

        One that was idle for long is not taken: the server may be about to close its connection, and a request that
        meets such an end may or may not have been executed.
        """
        while True:
            try:
                since, session = self._idle.pop()
            except IndexError:
                return _new_session()
            if time.monotonic() - since < _IDLE_SECONDS:
                return session
            session.close()

    def _read(self, response: requests.Response) -> bytes:
        """The whole body, as long as it is neither too long nor too slow."""
        deadline = time.monotonic() + self._timeout
        chunks = []
        size = 0
        for chunk in response.iter_content(_CHUNK_BYTES):
            size += len(chunk)
            if size > MAX_ANSWER_BYTES:
                raise ProtocolError(f"The answer is larger than {MAX_ANSWER_BYTES} bytes.")
            if time.monotonic() > deadline:
                raise TransportError(f"The answer took longer than {self._timeout} seconds.", ambiguous=True)
            chunks.append(chunk)
        return b"".join(chunks)


def shared_http(*, validate_certs: bool, ca_path: t.Optional[str], timeout: float) -> Http:
    """The one of this process for these settings, so that the items of a loop share connections."""
    bundles = tuple(os.environ.get(name) for name in _BUNDLE_VARIABLES)
    return _http_for(validate_certs, ca_path, timeout, bundles)


@functools.lru_cache(maxsize=16)
def _http_for(
    validate_certs: bool, ca_path: t.Optional[str], timeout: float, bundles: t.Tuple[t.Optional[str], ...]
) -> Http:
    """Keep one for each combination; some versions of requests trust a kept connection whatever the bundle is now."""
    return Http(validate_certs=validate_certs, ca_path=ca_path, timeout=timeout)


def _new_session() -> requests.Session:
    session = requests.Session()
    session.auth = _leave_as_is
    session.cookies.set_policy(http.cookiejar.DefaultCookiePolicy(allowed_domains=()))
    return session


def _leave_as_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Stand where an authentication would, so that requests does not look for one in netrc."""
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
        waiting += [current.__cause__, current.__context__, getattr(current, "reason", None), *current.args]


def _translated(error: requests.exceptions.RequestException) -> t.Union[TransportError, InputError]:
    """The collection's error for one of requests'; texts of requests are not repeated, since they hold URLs."""
    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return CertificateError(
                f"The server's certificate is not trusted: {cause.verify_message}.",
                advice="Give the issuer's certificate as ca_path, or correct the host in the URL.",
            )
    no_url = (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema, requests.exceptions.MissingSchema)
    if isinstance(error, no_url):
        return InputError("The URL is not one that can be asked.", field="api_url")
    if isinstance(error, requests.exceptions.ConnectTimeout):
        return TransportError("The server cannot be reached: no connection in time.")
    before_sending = (urllib3.exceptions.NewConnectionError, urllib3.exceptions.ProxyError)
    if any(isinstance(cause, before_sending) for cause in causes):
        return TransportError(f"The server cannot be reached: {_reason(causes)}.")
    if isinstance(error, requests.exceptions.Timeout):
        return TransportError("The server did not answer in time.", ambiguous=True)
    return TransportError(f"The connection broke before the answer was complete: {_reason(causes)}.", ambiguous=True)


def _reason(causes: t.Sequence[BaseException]) -> str:
    """What the operating system said, or else the name of the innermost exception."""
    for cause in causes:
        if isinstance(cause, OSError) and cause.strerror:
            return cause.strerror
    return type(causes[-1]).__name__
