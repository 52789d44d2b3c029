# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Send a command to a running session."""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.errors import error_context
from .._api.headers import encode_headers, header_secrets
from .._api.redact import Redactor
from .._api.urls import url_tokens
from .._objects.sessions import send_command
from .._plan.session import CommandState, plan_command
from .task import Task

if t.TYPE_CHECKING:
    from .._api.deadline import Deadline
    from .._api.transport import Http
    from .._plan.operations import Operation, Plan


@dataclasses.dataclass(frozen=True)
class CommandTask(Task[CommandState]):
    """Send one HTTP request to a running session, without the account's credentials.

    :arg http: sends the request
    :arg request: the command and the headers
    :arg deadline: the end of the task's time
    """

    http: Http
    access_url: str = dataclasses.field(repr=False)
    verb: str
    request: t.Mapping[str, t.Any] = dataclasses.field(repr=False)
    deadline: Deadline

    def plan(self) -> Plan[CommandState]:
        """Plan the request; nothing is read."""
        return plan_command(self.access_url, self.verb, self.request)

    def apply(self, plan: Plan[CommandState]) -> CommandState:
        """Send the request and return the response."""
        (operation,) = plan.operations
        with error_context(operation.object, operation.name):
            return dataclasses.replace(plan.after, response=send(self.http, operation, self.deadline))


def send(http: Http, operation: Operation, deadline: Deadline) -> t.Dict[str, t.Any]:
    """Send the command of an operation, and return the response as text, without secrets of the URL and headers."""
    params = operation.params
    body = params["command"] or ""
    headers = {"Content-Type": _content_type(body), **encode_headers(params["headers"])}
    response = send_command(http, operation.method, params["access_url"], headers, body, deadline=deadline)
    redactor = Redactor([*url_tokens(params["access_url"]), *header_secrets(params["headers"])])
    content = redactor.clean(response.body.decode("utf-8", "replace"), longest=None)
    return {"status": response.status, "content": content}


def _content_type(body: str) -> str:
    return "application/json" if body[:1] in ("{", "[") else "text/plain; charset=utf-8"
