# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The media listener: commands to running sessions, at the addresses that StartScenarios gave out."""

from __future__ import annotations

import json
import typing as t

from ..api import faults
from ..api.request import CONNECTION
from ..api.response import Response
from ..state import journal, sessions, settings

if t.TYPE_CHECKING:
    from werkzeug.wrappers import Request

    from ..state.store import Row, Store

TEXT = "text/plain; charset=utf-8"
TERMINATE = "terminate"
_SECRET_HEADERS = frozenset({"authorization", "cookie", "proxy-authorization"})


class MediaSessions:
    """Responds to requests to the media listener, over http and https alike."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def respond(self, request: Request) -> Response:
        """Return a session's response to a command: 404 if it is unknown, finished or not listening yet."""
        with self._store.transaction():
            sessions.finish_due(self._store)
            session = self._store.row("SELECT * FROM session WHERE path = ?", request.path)
            fault = faults.match(self._store, faults.MEDIA, session["account_id"] if session else None)
            response, delivered = Response(), False
            if fault is None or fault.executes:
                response, delivered = self._run(request, session)
            sent = response if fault is None else fault.alter_response(response)
            self._record(request, session, sent, delivered, fault)
        return sent

    def _run(self, request: Request, session: Row | None) -> tuple[Response, bool]:
        reply = settings.media_reply(self._store)
        if session is None or not session["active"]:
            return _not_found(), False
        history_id, hits = session["call_session_history_id"], session["hits"] + 1
        self._store.change("session", "call_session_history_id", history_id, hits=hits)
        if hits <= reply.not_found_first:
            return _not_found(), False
        self._deliver(request, history_id)
        return Response(reply.body.encode(), reply.status, TEXT, tuple(reply.headers.items())), True

    def _deliver(self, request: Request, history_id: int) -> None:
        body = request.get_data(as_text=True)
        headers = {
            name: journal.MASK if name.lower() in _SECRET_HEADERS else value for name, value in request.headers.items()
        }
        self._store.add(
            "command",
            call_session_history_id=history_id,
            method=request.method,
            secure=request.scheme == "https",
            headers=json.dumps(headers),
            body=body,
        )
        if _asks_to_terminate(body):
            sessions.finish(self._store, history_id)

    def _record(
        self, request: Request, session: Row | None, response: Response, delivered: bool, fault: faults.Fault | None
    ) -> None:
        journal.record(
            self._store,
            account_id=session and session["account_id"],
            method=faults.MEDIA,
            params={},
            auth="token" if "Authorization" in request.headers else "none",
            http_method=request.method,
            url_form=None,
            query_keys=list(request.args),
            encoding="none",
            status=response.sent_status,
            executed=delivered,
            write=True,
            connection=request.environ[CONNECTION],
            user_agent=request.headers.get("User-Agent", ""),
            fault=fault and fault.kind,
            call_session_history_id=session and session["call_session_history_id"],
        )


def _not_found() -> Response:
    return Response(b"Not Found", 404, TEXT)


def _asks_to_terminate(body: str) -> bool:
    if body.strip() == TERMINATE:
        return True
    try:
        content = json.loads(body)
    except ValueError:
        return False
    return isinstance(content, dict) and content.get("command") == TERMINATE
