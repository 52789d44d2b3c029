# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Read sessions from the call history, and send commands to running ones."""

from __future__ import annotations

import dataclasses
import datetime
import json
import time
import typing as t

from .._api.errors import (
    InputError,
    NotFoundError,
    ProtocolError,
    RejectedError,
    TransientError,
    TransportError,
    VoximplantError,
)
from .._api.response import ApiObject
from .._api.retry import SERVER_ERROR
from .models import TIME_FORMAT

if t.TYPE_CHECKING:
    from .._api.client import Client, Value
    from .._api.deadline import Deadline
    from .._api.transport import Http, Response

HISTORY_DAYS = 31
GRACE_SECONDS = 5.0
_GRACE_PAUSE_SECONDS = 0.5
_NOT_FOUND = 404
_SUCCESS = range(200, 300)
_MAY_HAVE_ARRIVED = "It is unknown whether the session received the command; it is not sent again."


@dataclasses.dataclass(frozen=True)
class Session:
    """A session as GetCallHistory lists it."""

    call_session_history_id: int
    state: str
    application_name: str
    rule_name: str
    start_date: str
    duration: t.Optional[int]
    finish_reason: str
    log_file_url: str
    custom_data: str
    calls: t.Tuple[t.Mapping[str, t.Any], ...]

    @classmethod
    def from_row(cls, row: ApiObject) -> Session:
        """Read a row of GetCallHistory with C(with_calls)."""
        reason = row.text("finish_reason", "")
        finished = bool(reason) if row.fields.get("active") is None else not row.flag("active")
        return cls(
            row.integer("call_session_history_id"),
            "finished" if finished else "running",
            row.text("application_name", ""),
            row.text("rule_name", ""),
            row.text("start_date", ""),
            row.optional_integer("duration"),
            reason,
            row.text("log_file_url", ""),
            row.text("custom_data", ""),
            tuple(call.plain() for call in row.rows("calls")),
        )

    def as_result(self) -> t.Dict[str, t.Any]:
        """Return the session for a task's result."""
        return {**dataclasses.asdict(self), "calls": [dict(call) for call in self.calls]}

    def as_summary(self) -> t.Dict[str, t.Any]:
        """Return how the session ended."""
        names = ("call_session_history_id", "finish_reason", "log_file_url")
        return {name: getattr(self, name) for name in names}


def read_session(client: Client, history_id: int, now: t.Optional[datetime.datetime] = None) -> t.Optional[Session]:
    """Return a session of the last month, or C(None) if the history does not list it, or not yet (GetCallHistory)."""
    now = now or datetime.datetime.now(datetime.timezone.utc)
    params: t.Dict[str, Value] = {
        "call_session_history_id": history_id,
        "from_date": (now - datetime.timedelta(days=HISTORY_DAYS)).strftime(TIME_FORMAT),
        "to_date": (now + datetime.timedelta(days=1)).strftime(TIME_FORMAT),
        "with_calls": True,
    }
    try:
        rows = client.call("GetCallHistory", params).rows("result")
    except NotFoundError:
        return None
    sessions = (Session.from_row(row) for row in rows)
    return next((session for session in sessions if session.call_session_history_id == history_id), None)


def wait_for_end(
    read: t.Callable[[], t.Optional[Session]],
    timeout: float,
    pause: float,
    clock: t.Callable[[], float] = time.monotonic,
    sleep: t.Callable[[float], None] = time.sleep,
    *,
    field: str = "wait_timeout",
) -> Session:
    """Read a session until it has finished.

    :arg timeout: seconds to wait
    :arg pause: seconds between two reads
    :arg field: the option that sets the timeout
    :raises TransientError: if it has not finished in that time
    """
    deadline = clock() + timeout
    while True:
        session = read()
        if session is not None and session.state == "finished":
            return session
        remaining = deadline - clock()
        if remaining <= 0:
            seen = "the history does not list it" if session is None else "it is still running"
            raise TransientError(
                f"The session has not finished within {timeout:g} seconds: {seen}.",
                method="GetCallHistory",
                field=field,
                advice=f"Increase {field}.",
            )
        sleep(min(pause, remaining))


def as_text(field: str, value: t.Any) -> t.Optional[str]:
    """Return a string unchanged, and a mapping or a list as compact JSON.

    :arg field: the option that it is the value of
    :raises InputError: if it contains C(.nan) or C(.inf), which JSON cannot express
    """
    if value is None or isinstance(value, str):
        return value
    try:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    except ValueError:
        raise InputError(
            f"{field} contains .nan or .inf, which JSON cannot express.",
            field=field,
            advice="Remove it or put it in quotes.",
        ) from None


def send_command(
    http: Http,
    verb: str,
    url: str,
    headers: t.Mapping[str, str],
    body: str,
    *,
    deadline: Deadline,
    clock: t.Callable[[], float] = time.monotonic,
    sleep: t.Optional[t.Callable[[float], None]] = None,
) -> Response:
    """Deliver an HTTP request to a session, at most once.

    A session that has just started may answer 404 until its script listens, which delivers nothing.

    :arg deadline: the end of the task's time, after which it is not sent
    :raises VoximplantError: when it was not delivered; with C(ambiguous) when that is unknown
    """
    try:
        content = body.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InputError("command contains a character that is not valid Unicode.", field="command") from error
    end = clock() + GRACE_SECONDS
    while True:
        try:
            response = http.send(verb, url, headers, content, deadline)
        except InputError as error:
            error.field = "access_url" if error.field == "api_url" else error.field
            raise
        except (ProtocolError, TransportError) as error:
            error.method = verb
            if error.ambiguous:
                error.advice = _MAY_HAVE_ARRIVED
            raise
        if response.status in _SUCCESS:
            return response
        if response.status != _NOT_FOUND or clock() >= end:
            raise _session_error(verb, response.status)
        (sleep or deadline.sleep)(_GRACE_PAUSE_SECONDS)


def _session_error(verb: str, status: int) -> VoximplantError:
    kind: t.Type[VoximplantError] = RejectedError
    text, advice = f"The session returned HTTP status {status}.", ""
    if status == _NOT_FOUND:
        kind = NotFoundError
        text, advice = "There is no such session (HTTP 404).", "It may have finished, or access_url is incomplete."
    elif status >= SERVER_ERROR:  # of a proxy that gave up waiting, or of a script that has already done something
        kind, advice = TransientError, _MAY_HAVE_ARRIVED
    ambiguous = kind is TransientError
    return kind(text, method=verb, http_status=status, field="access_url", advice=advice, ambiguous=ambiguous)
