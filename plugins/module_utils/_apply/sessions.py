# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Deliver commands to running sessions."""

from __future__ import annotations

import typing as t

from .._api.response import Row
from .._objects.sessions import send_command

if t.TYPE_CHECKING:
    from .._api.transport import Http
    from .._plan.operations import Operation


def execute_command(http: Http, operation: Operation) -> Row:
    """Send the command of an operation; the answer's body is text, whatever bytes it has."""
    params = operation.params
    body = params["command"] or ""
    headers = {"Content-Type": _content_type(body), **{name: str(value) for name, value in params["headers"].items()}}
    response = send_command(http, operation.method, params["access_url"], headers, body)
    return Row(operation.method, {"status": response.status, "content": response.body.decode("utf-8", "replace")})


def _content_type(body: str) -> str:
    """What the body is: JSON, or other text."""
    return "application/json" if body[:1] in ("{", "[") else "text/plain; charset=utf-8"
