# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Deliver commands to running sessions."""

from __future__ import annotations

import typing as t

from .._api.headers import encode_headers
from .._api.redact import Redactor
from .._api.response import ApiObject
from .._api.urls import url_tokens
from .._objects.sessions import send_command

if t.TYPE_CHECKING:
    from .._api.transport import Http
    from .._plan.operations import Operation


def execute_command(http: Http, operation: Operation) -> ApiObject:
    """Send the command of an operation; return the answer's body as text, without the URL's tokens."""
    params = operation.params
    body = params["command"] or ""
    headers = {"Content-Type": _content_type(body), **encode_headers(params["headers"])}
    response = send_command(http, operation.method, params["access_url"], headers, body)
    content = Redactor(url_tokens(params["access_url"])).clean(response.body.decode("utf-8", "replace"), longest=None)
    return ApiObject(operation.method, {"status": response.status, "content": content})


def _content_type(body: str) -> str:
    """What the body is: JSON, or other text."""
    return "application/json" if body[:1] in ("{", "[") else "text/plain; charset=utf-8"
