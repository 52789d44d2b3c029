# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a request to the API says: the method, its parameters, and how they came."""

from __future__ import annotations

import dataclasses
import typing as t

from werkzeug.wrappers import Request

from . import auth

if t.TYPE_CHECKING:
    import collections.abc as c

PREFIX = "/platform_api"
CONNECTION = "voximplant_emulator.connection"
_ENCODINGS = {"multipart/form-data": "multipart", "application/x-www-form-urlencoded": "urlencoded"}
_HIDDEN = frozenset({"user_password"})


class ApiRequest(Request):
    """A request without Werkzeug's limit on a form's size: a script may fill it three times over when encoded."""

    max_form_memory_size = None


@dataclasses.dataclass(frozen=True)
class Incoming:
    """One API call as it came in."""

    method: str | None
    url_form: str | None
    parameters: c.Mapping[str, str]
    evidence: auth.Evidence
    query_keys: tuple[str, ...]
    encoding: str
    http_method: str
    connection: str
    user_agent: str

    def for_the_journal(self) -> dict[str, str]:
        """Return the parameters without any secret."""
        return {
            name: "***" if name in _HIDDEN else value
            for name, value in self.parameters.items()
            if name not in auth.PARAMETERS
        }


def read(request: Request) -> Incoming:
    """Return what a request says; a parameter that came in the URL too is taken from there."""
    merged = {**request.form.to_dict(), **request.args.to_dict()}
    command = merged.pop("cmd", None) or None
    in_path = request.path[len(PREFIX) :].strip("/") or None
    if in_path and command:
        url_form: str | None = "both"
    else:
        url_form = "path" if in_path else "cmd" if command else None
    return Incoming(
        method=in_path or command,
        url_form=url_form,
        parameters=merged,
        evidence=auth.Evidence(request.headers.get("Authorization", ""), merged),
        query_keys=tuple(request.args),
        encoding=_ENCODINGS.get(request.mimetype, "none"),
        http_method=request.method,
        connection=request.environ[CONNECTION],
        user_agent=request.headers.get("User-Agent", ""),
    )
