# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The kinds of fault: what each does to a call and to its response."""

from __future__ import annotations

import base64
import dataclasses
import json
import typing as t

from .errors import ApiError
from .response import Ending, Response, encode_json

if t.TYPE_CHECKING:
    import collections.abc as c

HANG_LIMIT = 120.0
_HTML = "<html><head><title>{status}</title></head><body><h1>{status}</h1><hr>gateway</body></html>"
Details = dict[str, t.Any]


@dataclasses.dataclass(frozen=True)
class Kind:
    """A kind of fault.

    `executes` says whether the call is executed; None leaves it to the option `commit`. `required` are options that
    have no default.
    """

    alter_response: c.Callable[[Response, Details], Response]
    options: tuple[str, ...] = ()
    executes: bool | None = None
    required: tuple[str, ...] = ()


def _pass_on(response: Response, details: Details) -> Response:
    return response


def _http_status(response: Response, details: Details) -> Response:
    status = int(details.get("status", 503))
    retry_after = details.get("retry_after")
    body = str(details.get("body", _HTML.format(status=status)))
    headers = () if retry_after is None else (("Retry-After", str(retry_after)),)
    return Response(body.encode(), status, str(details.get("content_type", "text/html")), headers)


def _api_error(response: Response, details: Details) -> Response:
    error = ApiError(int(details.get("code", 2)), details.get("field_name"), details.get("msg"))
    in_list = details.get("as") == "errors"
    content = {"errors": [error.as_reply()]} if in_list else {"error": error.as_reply()}
    return Response(encode_json(content), code=error.code)


def _result_zero(response: Response, details: Details) -> Response:
    return Response(encode_json({"result": 0}))


def _warnings(response: Response, details: Details) -> Response:
    if not response.body.startswith(b"{"):  # a media session answers plain text
        return response
    content = json.loads(response.body)
    content["warnings"] = details.get("warnings", ["This is a warning."])
    return dataclasses.replace(response, body=encode_json(content))


def _delay(response: Response, details: Details) -> Response:
    return dataclasses.replace(response, pause=float(details.get("ms", 1000)) / 1000)


def _hang(response: Response, details: Details) -> Response:
    pause = min(float(details.get("seconds", HANG_LIMIT)), HANG_LIMIT)
    return dataclasses.replace(response, pause=pause, ending=Ending.HANGING)


def _truncate(response: Response, details: Details) -> Response:
    body = response.body or encode_json({"result": 1, "count": 1})
    if details.get("incomplete"):
        return dataclasses.replace(response, body=body, ending=Ending.CUT_SHORT)
    return dataclasses.replace(response, body=body[: len(body) // 2])


def _non_json(response: Response, details: Details) -> Response:
    body = str(details.get("body", _HTML.format(status="Please wait")))
    return Response(body.encode(), content_type=str(details.get("content_type", "text/html")))


def _reset(response: Response, details: Details) -> Response:
    return dataclasses.replace(response, ending=Ending.RESET)


def _raw(response: Response, details: Details) -> Response:
    return Response(
        base64.b64decode(details.get("body", "")),
        int(details.get("status", 200)),
        str(details.get("content_type", "application/octet-stream")),
        tuple((str(name), str(value)) for name, value in dict(details.get("headers", {})).items()),
        ending=Ending.ENDLESS if details.get("endless") else Ending.ANSWERED,
    )


KINDS = {
    "http_status": Kind(_http_status, ("status", "retry_after", "body", "content_type", "commit")),
    "api_error": Kind(_api_error, ("code", "msg", "field_name", "as", "commit")),
    "result_zero": Kind(_result_zero, ("commit",)),
    "warnings": Kind(_warnings, ("warnings",), executes=True),
    "delay": Kind(_delay, ("ms",), executes=True),
    "hang": Kind(_hang, ("seconds", "commit")),
    "truncated": Kind(_truncate, ("incomplete", "commit")),
    "non_json": Kind(_non_json, ("body", "content_type", "commit")),
    "reset_before_commit": Kind(_reset, executes=False),
    "reset_after_commit": Kind(_reset, executes=True),
    "raw": Kind(_raw, ("body", "status", "content_type", "headers", "endless", "commit")),
    "lost": Kind(_pass_on, executes=True),
    "cut": Kind(_pass_on, ("parameter", "length"), executes=True, required=("parameter",)),
    "meanwhile": Kind(_pass_on, ("call", "params"), executes=True, required=("call",)),
    "shift_rows": Kind(_pass_on, ("by",), executes=True),
}
