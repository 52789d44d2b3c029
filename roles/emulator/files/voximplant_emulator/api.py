# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The API itself: from a request to its answer, by way of authentication, faults, the method and the journal."""

from __future__ import annotations

import dataclasses
import typing as t

from . import auth, faults, incoming, journal, settings, switches
from .answers import Answer, encoded
from .call import Call, MediaAddresses, Reply
from .errors import ApiError
from .methods import METHODS, writes
from .params import Params

if t.TYPE_CHECKING:
    import collections.abc as c

    from werkzeug.wrappers import Request

    from .accounts import Account
    from .incoming import Incoming
    from .store import Store
    from .switches import Switches


class PlatformApi:
    """Answers what comes to /platform_api; a call, its effect and its journal row are one transaction."""

    def __init__(self, store: Store, media: MediaAddresses) -> None:
        self._store = store
        self._media = media

    def answer(self, request: Request) -> Answer:
        """Return the answer to a request, with the latency that is set."""
        call = incoming.read(request)
        with self._store.transaction():
            answer = self._settled(call)
            latency = settings.latency_ms(self._store) / 1000
        return dataclasses.replace(answer, pause=answer.pause + latency) if latency else answer

    def execute(self, account: Account, method: str, parameters: c.Mapping[str, str]) -> Reply:
        """Execute a method for an account, past the journal and the faults; raise ApiError if it is refused."""
        with self._store.transaction():
            return self._run(_known(method), self._call(account, switches.load(self._store), "api_key", parameters))

    def _settled(self, incoming_call: Incoming) -> Answer:
        now = switches.load(self._store)
        call, answer = self._admitted(incoming_call, now)
        account_id = None if call is None else call.account_id
        fault = faults.met(self._store, incoming_call.method or "", account_id)
        executed = False
        if call is not None and (fault is None or fault.commits):
            answer, executed = self._attempted(_known(incoming_call.method), call)
        spoiled = answer if fault is None else fault.spoil(answer)
        self._write_down(incoming_call, account_id, spoiled, executed, fault)
        return spoiled

    def _admitted(self, incoming_call: Incoming, now: Switches) -> tuple[Call | None, Answer]:
        """Return the authenticated call, or None and the answer that refuses it."""
        try:
            method = METHODS[_known(incoming_call.method)]
            account = auth.authenticate(self._store, now, incoming_call.evidence, method)
        except ApiError as error:
            return None, _refused(error, now)
        return self._call(account, now, incoming_call.evidence.family, incoming_call.parameters), Answer()

    def _call(self, account: Account, now: Switches, family: str, parameters: c.Mapping[str, str]) -> Call:
        return Call(self._store, now, account, family, Params(parameters), self._media)

    def _attempted(self, method: str, call: Call) -> tuple[Answer, bool]:
        try:
            reply = self._run(method, call)
        except ApiError as error:
            return _refused(error, call.switches), False
        return Answer(encoded(reply, escape_slashes=call.switches.on("escape_slashes"))), True

    def _run(self, method: str, call: Call) -> Reply:
        if writes(method) and (call.account.frozen or not call.account.active):
            raise ApiError(131)
        call.params.check(METHODS[method].required)
        with self._store.transaction():
            return METHODS[method].run(call)

    def _write_down(
        self, call: Incoming, account_id: int | None, answer: Answer, executed: bool, fault: faults.Fault | None
    ) -> None:
        journal.write_down(
            self._store,
            account_id=account_id,
            method=call.method,
            params=call.for_the_journal(),
            auth=call.evidence.family,
            http_method=call.http_method,
            url_form=call.url_form,
            query_keys=call.query_keys,
            encoding=call.encoding,
            status=answer.sent_status,
            code=answer.code,
            executed=executed,
            write=writes(call.method or "Get"),
            connection=call.connection,
            user_agent=call.user_agent,
            fault=fault and fault.kind,
        )


def _known(method: str | None) -> str:
    """Return the name of a method that there is; raise 102 for none and 103 for an unknown one."""
    if method is None:
        raise ApiError(102)
    if method not in METHODS:
        raise ApiError(103)
    return method


def _refused(error: ApiError, now: Switches) -> Answer:
    content = {"error": error.as_reply()}
    return Answer(encoded(content, escape_slashes=now.on("escape_slashes")), code=error.code)
