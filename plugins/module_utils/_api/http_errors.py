# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Errors of the libraries below, as errors of the collection.

Nothing is left out: what a library raises before any byte of the request was sent says so, and everything afterwards
is ambiguous. Texts of libraries are not repeated, since they contain URLs. Which library raises what at which step:

connect: OSError and its kin (gaierror, timeout), UnicodeError (host names), ssl.SSLError, SSLCertVerificationError,
  urllib3's NewConnectionError, ConnectTimeoutError, NameResolutionError, LocationParseError, PySocks' ProxyError
proxy: requests' InvalidProxyURL, urllib3's ProxySchemeUnknown, OSError for an answer to CONNECT that is not 200
send: OSError, ssl.SSLError, ValueError and UnicodeError (http.client checks what it writes)
answer: http.client's HTTPException and kin, urllib3's ProtocolError, IncompleteRead, InvalidChunkLength, InvalidHeader,
  ReadTimeoutError, SSLError, requests' RequestException, ValueError (a negative chunk), OSError, zlib.error
"""

from __future__ import annotations

import http.client
import socket
import ssl
import typing as t

from .connections import REQUESTS
from .errors import CertificateError, InputError, ProxyError, TransportError, VoximplantError
from .exchange import Exchange, NotConnectedError
from .urls import invalid_proxy_url

with REQUESTS:
    import requests.exceptions
    import urllib3.exceptions

_OK = 200
_PROXY_AUTHENTICATION_REQUIRED = 407
_INTERNAL_SERVER_ERROR = 500
_SOCKS_REFUSALS = ("SOCKS5AuthError", "SOCKS5Error", "SOCKS4Error", "GeneralProxyError")
_PROXY_RULES = "Ask the operator of the proxy to allow this host, or add the host to NO_PROXY."
_PROXY_LOGIN = (
    "Put the proxy's user and password into its variable, such as HTTPS_PROXY=http://user:password@host:port."
)


def failure_of(error: Exception, exchange: Exchange) -> VoximplantError:
    """Return the collection's error for a request that failed with an error of a library."""
    if exchange.deadline.is_over:
        return exchange.deadline.error(ambiguous=exchange.is_sent)
    causes = list(causes_of(error))
    return _response_error(causes) if exchange.is_sent else _connection_error(causes, exchange.proxy_status)


def causes_of(error: t.Optional[BaseException]) -> t.Iterator[BaseException]:
    """Yield an exception and all that it carries: its causes, contexts, arguments and reasons."""
    seen: t.Set[int] = set()
    waiting: t.List[t.Any] = [error]
    while waiting:
        current = waiting.pop()
        if not isinstance(current, BaseException) or id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        context = None if current.__suppress_context__ else current.__context__
        reasons = (getattr(current, "reason", None), getattr(current, "socket_err", None))
        waiting += [current.__cause__, context, *reasons, *current.args]


def _connection_error(causes: t.Sequence[BaseException], proxy_status: t.Optional[int]) -> VoximplantError:
    """Return the error for a request that did not leave."""
    if _has(causes, requests.exceptions.InvalidProxyURL, urllib3.exceptions.ProxySchemeUnknown):
        return invalid_proxy_url()
    if any(isinstance(cause, NotConnectedError) and isinstance(cause.__cause__, socket.timeout) for cause in causes):
        return TransportError("The server cannot be reached: the connection timed out.")
    error: t.Optional[VoximplantError] = _certificate_error(causes) or _proxy_error(causes, proxy_status)
    if error is None and _has(causes, *_invalid_urls()):
        error = InputError("The URL is invalid.", field="api_url")
    if error is None and _has(causes, socket.timeout):
        error = TransportError("The server cannot be reached: the connection timed out.")
    return error or TransportError(f"The server cannot be reached: {_reason(causes)}.")


def _has(causes: t.Sequence[BaseException], *classes: t.Type[BaseException]) -> bool:
    return any(isinstance(cause, classes) for cause in causes)


def _certificate_error(causes: t.Sequence[BaseException]) -> t.Optional[CertificateError]:
    for cause in causes:
        # Some versions of urllib3 have an error of their own for a certificate of another host.
        if isinstance(cause, ssl.SSLCertVerificationError) or type(cause).__name__ == "CertificateError":
            return CertificateError(
                f"The server's certificate is not trusted: {getattr(cause, 'verify_message', cause)}.",
                field="ca_path",
                advice="Set ca_path to the issuer's certificate, or correct the host in the URL.",
            )
    return None


def _proxy_error(causes: t.Sequence[BaseException], status: t.Optional[int]) -> t.Optional[ProxyError]:
    if status is not None and status != _OK:
        needs_login = status == _PROXY_AUTHENTICATION_REQUIRED
        return ProxyError(
            f"The proxy refused to connect to the server: HTTP {status}.",
            http_status=status,
            advice=_PROXY_LOGIN if needs_login else _PROXY_RULES,
            retryable=status >= _INTERNAL_SERVER_ERROR,
        )
    if any(type(cause).__name__ in _SOCKS_REFUSALS for cause in causes):
        return ProxyError(
            "The SOCKS proxy refused the connection, or is not a SOCKS proxy.", retryable=False, advice=_PROXY_RULES
        )
    return None


def _response_error(causes: t.Sequence[BaseException]) -> TransportError:
    """Return the error for a request that may have been executed."""
    if any(isinstance(cause, (socket.timeout, urllib3.exceptions.ReadTimeoutError)) for cause in causes):
        return TransportError("The server did not respond in time.", ambiguous=True)
    for cause in causes:
        if _is_not_http(cause):
            return TransportError(f"The server's response is not HTTP: {type(cause).__name__}.", ambiguous=True)
    return TransportError(f"The connection broke before the response was complete: {_reason(causes)}.", ambiguous=True)


def _is_not_http(cause: BaseException) -> bool:
    """Return whether an answer is malformed, not only incomplete."""
    if isinstance(cause, (http.client.IncompleteRead, http.client.RemoteDisconnected)):
        return False
    malformed = (http.client.HTTPException, ValueError, TypeError, LookupError, urllib3.exceptions.InvalidHeader)
    return isinstance(cause, malformed) and not isinstance(cause, OSError)


def _invalid_urls() -> t.Tuple[t.Type[BaseException], ...]:
    invalid = requests.exceptions
    return (
        invalid.InvalidURL,
        invalid.InvalidSchema,
        invalid.MissingSchema,
        urllib3.exceptions.LocationValueError,
        UnicodeError,
    )


def _reason(causes: t.Sequence[BaseException]) -> str:
    """Return what the operating system said, or else the name of the innermost exception."""
    for cause in causes:
        if isinstance(cause, OSError) and cause.strerror:
            return cause.strerror
    return type(causes[-1]).__name__
