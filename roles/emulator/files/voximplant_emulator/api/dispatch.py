# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From a request to its response: authentication, faults, the method and the journal."""

from __future__ import annotations

import dataclasses
import typing as t

from ..state import journal, sessions, settings, switches
from . import auth, faults
from .call import Call, MediaPorts, Reply
from .errors import ApiError
from .methods import METHODS, is_write
from .params import Params
from .request import ApiCall
from .response import Response, encode_json

if t.TYPE_CHECKING:
    import collections.abc as c

    from werkzeug.wrappers import Request

    from ..state.accounts import Account
    from ..state.store import Store
    from ..state.switches import Switches


class PlatformApi:
    """Responds to requests to /platform_api; a call, its effect and its journal row are one transaction."""

    def __init__(self, store: Store, media: MediaPorts) -> None:
        self._store = store
        self._media = media

    def respond(self, request: Request) -> Response:
        """Return the response to a request, delayed by the latency setting."""
        api_call = ApiCall.from_request(request)
        with self._store.exclusive():
            self._keep_for_lagging_reads(api_call)
            with self._store.transaction():
                sessions.finish_due(self._store)
                response = self._respond(api_call)
                latency = settings.latency_ms(self._store) / 1000
        return dataclasses.replace(response, pause=response.pause + latency) if latency else response

    def execute(self, account: Account, method: str, parameters: c.Mapping[str, str]) -> Reply:
        """Execute a method for an account, bypassing the journal and the faults; raise ApiError on refusal."""
        with self._store.transaction():
            call = self._call(account, switches.load(self._store), "api_key", parameters)
            return self._run(_require_method(method), call)

    def _keep_for_lagging_reads(self, api_call: ApiCall) -> None:
        if is_write(api_call.method or "Get"):
            lag = switches.load(self._store).fraction("read_lag_ms") / 1000
            if lag:
                self._store.past.keep(self._store, lag)

    def _respond(self, api_call: ApiCall) -> Response:
        in_force = switches.load(self._store)
        call, response = self._authenticate(api_call, in_force)
        account_id = None if call is None else call.account_id
        fault = faults.match(self._store, api_call.method or "", account_id)
        executed = False
        if call is not None and (fault is None or fault.executes):
            response, executed = self._try_run(_require_method(api_call.method), call, fault)
        sent = response if fault is None else fault.alter_response(response)
        self._record(api_call, account_id, sent, executed, fault)
        return sent

    def _authenticate(self, api_call: ApiCall, in_force: Switches) -> tuple[Call | None, Response]:
        """Return the authenticated call, or None and the response that refuses it."""
        try:
            method = METHODS[_require_method(api_call.method)]
            account = auth.authenticate(self._store, in_force, api_call.credentials, method)
        except ApiError as error:
            return None, _error_response(error, in_force)
        return self._call(account, in_force, api_call.credentials.family, api_call.parameters), Response()

    def _call(self, account: Account, in_force: Switches, family: str, parameters: c.Mapping[str, str]) -> Call:
        return Call(self._store, in_force, account, family, Params(parameters), self._media)

    def _try_run(self, method: str, call: Call, fault: faults.Fault | None) -> tuple[Response, bool]:
        """Return the method's response and whether it was executed."""
        try:
            reply, executed = self._run_with(method, call, fault)
        except ApiError as error:
            return _error_response(error, call.switches), False
        return Response(encode_json(reply, escape_slashes=call.switches.on("escape_slashes"))), executed

    def _run_with(self, method: str, call: Call, fault: faults.Fault | None) -> tuple[Reply, bool]:
        if fault is None:
            return self._run(method, self._lag(method, call)), True
        if fault.meanwhile is not None:
            self._run_meanwhile(call, *fault.meanwhile)
        altered = dataclasses.replace(
            call, params=Params(fault.alter_parameters(call.params.values)), row_shift=fault.row_shift
        )
        if fault.discards:
            return self._run_and_undo(method, altered), False
        return self._run(method, self._lag(method, altered)), True

    def _lag(self, method: str, call: Call) -> Call:
        """Return the call as it reads: from the past if the switch `read_lag_ms` says so."""
        lag = call.switches.fraction("read_lag_ms") / 1000
        if is_write(method) or not lag:
            return call
        return dataclasses.replace(call, store=self._store.past.as_of(self._store, lag))

    def _run_meanwhile(self, call: Call, method: str, parameters: c.Mapping[str, str]) -> None:
        """Execute another client's call; if the platform refuses it, nothing happens."""
        try:
            self._run(_require_method(method), dataclasses.replace(call, params=Params(parameters)))
        except ApiError:
            return

    def _run_and_undo(self, method: str, call: Call) -> Reply:
        with self._store.undo_block():
            return self._run(method, call)

    def _run(self, method: str, call: Call) -> Reply:
        if is_write(method) and (call.account.frozen or not call.account.active):
            raise ApiError(131)
        call.params.check(METHODS[method].required)
        with self._store.transaction():
            return METHODS[method].run(call)

    def _record(
        self, call: ApiCall, account_id: int | None, response: Response, executed: bool, fault: faults.Fault | None
    ) -> None:
        journal.record(
            self._store,
            account_id=account_id,
            method=call.method,
            params=call.parameters_for_journal(),
            auth=call.credentials.family,
            http_method=call.http_method,
            url_form=call.url_form,
            query_keys=call.query_keys,
            encoding=call.encoding,
            status=response.sent_status,
            code=response.code,
            executed=executed,
            write=is_write(call.method or "Get"),
            connection=call.connection,
            user_agent=call.user_agent,
            fault=fault and fault.kind,
        )


def _require_method(method: str | None) -> str:
    """Return the method's name; raise 102 if there is none and 103 if it is unknown."""
    if method is None:
        raise ApiError(102)
    if method not in METHODS:
        raise ApiError(103)
    return method


def _error_response(error: ApiError, in_force: Switches) -> Response:
    content = {"error": error.as_reply()}
    return Response(encode_json(content, escape_slashes=in_force.on("escape_slashes")), code=error.code)
