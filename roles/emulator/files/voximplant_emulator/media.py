# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The media listener: commands to running sessions, at the addresses that StartScenarios gave out."""

from __future__ import annotations

import json
import typing as t

from . import faults, journal, settings
from .answers import Answer
from .incoming import CONNECTION

if t.TYPE_CHECKING:
    from werkzeug.wrappers import Request

    from .store import Row, Store

TEXT = "text/plain; charset=utf-8"
TERMINATE = "terminate"
NORMAL = "Normal termination"
_SECRET_HEADERS = frozenset({"authorization", "cookie", "proxy-authorization"})


class MediaDesk:
    """Answers what comes to the media listener, over http and https alike."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def answer(self, request: Request) -> Answer:
        """Return what a session answers to a command: 404 if it is unknown, finished or not listening yet."""
        with self._store.transaction():
            session = self._store.row("SELECT * FROM session WHERE path = ?", request.path)
            fault = faults.met(self._store, faults.MEDIA, session["account_id"] if session else None)
            answer, delivered = Answer(), False
            if fault is None or fault.commits:
                answer, delivered = self._answer(request, session)
            spoiled = answer if fault is None else fault.spoil(answer)
            self._write_down(request, session, spoiled, delivered, fault)
        return spoiled

    def _answer(self, request: Request, session: Row | None) -> tuple[Answer, bool]:
        reply = settings.media_reply(self._store)
        if session is None or not session["active"]:
            return _not_found(), False
        history_id, hits = session["call_session_history_id"], session["hits"] + 1
        self._store.change("session", "call_session_history_id", history_id, hits=hits)
        if hits <= reply.not_found_first:
            return _not_found(), False
        self._deliver(request, history_id)
        return Answer(reply.body.encode(), reply.status, TEXT, tuple(reply.headers.items())), True

    def _deliver(self, request: Request, history_id: int) -> None:
        body = request.get_data(as_text=True)
        headers = {name: "***" if name.lower() in _SECRET_HEADERS else value for name, value in request.headers.items()}
        self._store.add(
            "command",
            call_session_history_id=history_id,
            method=request.method,
            secure=request.scheme == "https",
            headers=json.dumps(headers),
            body=body,
        )
        if _asks_to_terminate(body):
            finish(self._store, history_id)

    def _write_down(
        self, request: Request, session: Row | None, answer: Answer, delivered: bool, fault: faults.Fault | None
    ) -> None:
        journal.write_down(
            self._store,
            account_id=session and session["account_id"],
            method=faults.MEDIA,
            params={},
            auth="token" if "Authorization" in request.headers else "none",
            http_method=request.method,
            url_form=None,
            query_keys=list(request.args),
            encoding="none",
            status=answer.sent_status,
            executed=delivered,
            write=True,
            connection=request.environ[CONNECTION],
            user_agent=request.headers.get("User-Agent", ""),
            fault=fault and fault.kind,
            call_session_history_id=session and session["call_session_history_id"],
        )


def _not_found() -> Answer:
    return Answer(b"Not Found", 404, TEXT)


def _asks_to_terminate(body: str) -> bool:
    if body.strip() == TERMINATE:
        return True
    try:
        content = json.loads(body)
    except ValueError:
        return False
    return isinstance(content, dict) and content.get("command") == TERMINATE


def finish(
    store: Store,
    history_id: int,
    finish_reason: str = NORMAL,
    duration: int = 1,
    **details: object,
) -> None:
    """End a session; `details` are its `calls`, `records` and `other_resource_usage`. Raise LookupError if unknown."""
    store.the_row("SELECT 1 FROM session WHERE call_session_history_id = ?", history_id)
    store.change(
        "session",
        "call_session_history_id",
        history_id,
        active=0,
        finish_reason=finish_reason,
        duration=duration,
        details=json.dumps(details),
    )
