# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An API call as it arrived: its method, its parameters, and how they were sent."""

from __future__ import annotations

import dataclasses
import typing as t

from werkzeug.wrappers import Request

from ..state import journal
from . import auth

if t.TYPE_CHECKING:
    import collections.abc as c

PREFIX = "/platform_api"
CONNECTION = "voximplant_emulator.connection"
_ENCODINGS = {"multipart/form-data": "multipart", "application/x-www-form-urlencoded": "urlencoded"}


class ApiRequest(Request):
    """A request without Werkzeug's limit on a form's size: encoded, a script can be three times as long."""

    max_form_memory_size = None


@dataclasses.dataclass(frozen=True)
class ApiCall:
    """An API call as it arrived.

    `url_form` tells where the method stood: `path`, `cmd` or `both`. `connection` names the TCP connection.
    """

    method: str | None
    url_form: str | None
    parameters: c.Mapping[str, str]
    credentials: auth.Credentials
    query_keys: tuple[str, ...]
    encoding: str
    http_method: str
    connection: str
    user_agent: str

    @classmethod
    def from_request(cls, request: Request) -> ApiCall:
        """Read a request; if a parameter is in both the URL and the body, the one in the URL counts."""
        merged = {**request.form.to_dict(), **request.args.to_dict()}
        command = merged.pop("cmd", None) or None
        in_path = request.path[len(PREFIX) :].strip("/") or None
        if in_path and command:
            url_form: str | None = "both"
        else:
            url_form = "path" if in_path else "cmd" if command else None
        return cls(
            method=in_path or command,
            url_form=url_form,
            parameters=merged,
            credentials=auth.Credentials(request.headers.get("Authorization", ""), merged),
            query_keys=tuple(request.args),
            encoding=_ENCODINGS.get(request.mimetype, "none"),
            http_method=request.method,
            connection=request.environ[CONNECTION],
            user_agent=request.headers.get("User-Agent", ""),
        )

    def parameters_for_journal(self) -> dict[str, str]:
        """Return the parameters without those that log in, and with every other credential masked."""
        return journal.mask({name: value for name, value in self.parameters.items() if name not in auth.PARAMETERS})
