# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""URLs of the API and of sessions: which may be called, and what in them is secret."""

from __future__ import annotations

import ipaddress
import re
import typing as t
from urllib.parse import unquote, urlsplit

from .errors import InputError

_SHORTEST_TOKEN = 8
_EXAMPLE = "Set it, or VOXIMPLANT_API_URL, to a URL such as https://api.voximplant.com/platform_api."
_SEPARATORS = re.compile(r"[/?&=#;]")


def parse_api_url(url: str) -> str:
    """Return the API's URL without a slash at its end.

    :raises InputError: if it is not a plain URL, or would send credentials unencrypted over a network
    """
    if not url.strip():
        raise InputError("api_url is empty.", field="api_url", advice="Omit it, or set the URL of the API.")
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        has_port = parts.port != 0  # a port that is not a number raises
    except ValueError as error:
        raise InputError("api_url is not a URL.", field="api_url") from error
    if "@" in parts.netloc:
        raise InputError(
            "api_url contains a user or a password.", field="api_url", advice="Use the options for credentials."
        )
    is_plain = host and has_port and url.isascii() and url.isprintable() and not set(url) & set(" ?#")
    if parts.scheme not in ("https", "http") or not is_plain:
        text = "api_url must be an https URL without spaces, a query, or a fragment."
        raise InputError(text, field="api_url", advice=_EXAMPLE)
    if parts.scheme == "http" and not is_loopback(host):
        raise InputError(f"api_url would send credentials unencrypted to {host}.", field="api_url", advice="Use https.")
    return url.rstrip("/")


def invalid_proxy_url() -> InputError:
    """Return the error for a proxy that cannot be used; its URL is not shown, since it may contain a password."""
    return InputError(
        "The environment names a proxy with an invalid URL.",
        advice="Correct HTTPS_PROXY, HTTP_PROXY or ALL_PROXY.",
    )


def is_loopback(host: str) -> bool:
    """Return whether a host name or address is this machine's loopback interface."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def url_passwords(url: t.Any) -> t.Tuple[str, ...]:
    """Return the password of a URL as it stands there and decoded, so that it can be masked; works for broken URLs."""
    if not isinstance(url, str) or "@" not in url:
        return ()
    user_info = url.rpartition("@")[0].rpartition("//")[2]
    password = user_info.partition(":")[2]
    return tuple({password, unquote(password)} - {""})


def url_tokens(url: t.Any) -> t.Tuple[str, ...]:
    """Return the parts of a session's access URL that grant access: the long ones after the host."""
    if not isinstance(url, str):
        return ()
    path = url.partition("//")[2].partition("/")[2]
    return tuple(dict.fromkeys(part for part in _SEPARATORS.split(path) if len(part) >= _SHORTEST_TOKEN))
