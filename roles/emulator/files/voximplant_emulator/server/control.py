# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The control API under /_control, with which tests and the role arrange the emulator and look into it."""

from __future__ import annotations

import hmac
import typing as t

from werkzeug.exceptions import Forbidden, HTTPException, Unauthorized
from werkzeug.routing import Map, Rule

from ..api import faults
from ..api.response import Response, encode_json
from ..state import accounts, content, journal, phone_numbers, sessions, settings, switches
from . import setup

if t.TYPE_CHECKING:
    import collections.abc as c

    from werkzeug.wrappers import Request

    from ..state.store import Store

PREFIX = "/_control"
_OK = {"ok": True}


class Control:
    """Responds to requests to /_control that carry the token and do not come from a web page."""

    def __init__(self, store: Store, token: str) -> None:
        self._store = store
        self._authorization = f"Bearer {token}"
        rules = [Rule(PREFIX + path, methods=[verb], endpoint=run) for (verb, path), run in self._operations().items()]
        self._map = Map(rules, strict_slashes=False)

    def _operations(self) -> dict[tuple[str, str], c.Callable[..., object]]:
        return {
            ("GET", "/journal"): self._journal,
            ("DELETE", "/journal"): self._clear_journal,
            ("GET", "/switches"): self._switches,
            ("PUT", "/switches"): self._replace_switches,
            ("GET", "/faults"): self._faults,
            ("POST", "/faults"): self._add_fault,
            ("PUT", "/faults"): self._replace_faults,
            ("DELETE", "/faults"): self._clear_faults,
            ("GET", "/latency"): self._latency,
            ("PUT", "/latency"): self._set_latency,
            ("GET", "/setup"): self._setup,
            ("PUT", "/setup"): self._replace_setup,
            ("PUT", "/media"): self._set_media,
            ("POST", "/reset"): self._reset,
            ("GET", "/state"): self._state,
            ("GET", "/accounts"): self._accounts,
            ("POST", "/accounts"): self._add_account,
            ("PUT", "/accounts/<int:account_id>"): self._change_account,
            ("POST", "/accounts/<int:account_id>/phone_numbers"): self._add_phone_numbers,
            ("DELETE", "/accounts/<int:account_id>/phone_numbers/<phone_number>"): self._release_phone_number,
            ("POST", "/sessions/<int:history_id>/finish"): self._finish_session,
        }

    def respond(self, request: Request) -> Response:
        """Return the response to a request; for an invalid request it has the reason under `error`."""
        try:
            self._authorize(request)
            run, values = self._map.bind_to_environ(request.environ).match()
            with self._store.transaction():
                sessions.finish_due(self._store)
                return Response(encode_json(run(request, **values)))
        except HTTPException as error:
            return Response(encode_json({"error": error.description or error.name}), error.code or 500)
        except LookupError as error:
            return Response(encode_json({"error": str(error)}), 404)
        except (TypeError, ValueError) as error:
            return Response(encode_json({"error": str(error)}), 400)

    def _authorize(self, request: Request) -> None:
        """Raise Forbidden if the request comes from a web page, and Unauthorized if it lacks the token."""
        if "Origin" in request.headers:
            raise Forbidden("The control API does not answer web pages.")
        given = request.headers.get("Authorization", "")
        if not hmac.compare_digest(given.encode(), self._authorization.encode()):
            raise Unauthorized("Send the control_token of endpoint.json as a bearer token.")

    def _journal(self, request: Request) -> object:
        write = request.args.get("write")
        return journal.read(
            self._store,
            since=request.args.get("since", 0, type=int),
            account_id=request.args.get("account_id", type=int),
            write=None if write is None else write == "true",
        )

    def _clear_journal(self, request: Request) -> object:
        journal.clear(self._store)
        return _OK

    def _switches(self, request: Request) -> object:
        return switches.load(self._store).all_values()

    def _replace_switches(self, request: Request) -> object:
        switches.replace(self._store, request.get_json())
        return self._switches(request)

    def _faults(self, request: Request) -> object:
        return faults.read(self._store)

    def _add_fault(self, request: Request) -> object:
        return {"fault_id": faults.add(self._store, request.get_json())}

    def _replace_faults(self, request: Request) -> object:
        faults.replace(self._store, request.get_json())
        return self._faults(request)

    def _clear_faults(self, request: Request) -> object:
        faults.clear(self._store)
        return _OK

    def _latency(self, request: Request) -> object:
        return {"latency_ms": settings.latency_ms(self._store)}

    def _set_latency(self, request: Request) -> object:
        settings.set_latency_ms(self._store, request.get_json()["latency_ms"])
        return self._latency(request)

    def _setup(self, request: Request) -> object:
        return setup.read(self._store)

    def _replace_setup(self, request: Request) -> object:
        change = setup.preview if request.args.get("check") == "true" else setup.replace
        return {"changed": change(self._store, request.get_json())}

    def _set_media(self, request: Request) -> object:
        settings.set_media_reply(self._store, request.get_json())
        return _OK

    def _reset(self, request: Request) -> object:
        accounts.reset(self._store)
        return _OK

    def _state(self, request: Request) -> object:
        first = accounts.first_id(self._store)
        return content.read(self._store, request.args.get("account_id", first, type=int))

    def _accounts(self, request: Request) -> object:
        rows = self._store.rows("SELECT account_id FROM account ORDER BY account_id")
        return [accounts.credentials(self._store, row["account_id"]) for row in rows]

    def _add_account(self, request: Request) -> object:
        account_id = accounts.create(self._store, **request.get_json())
        return accounts.credentials(self._store, account_id)

    def _change_account(self, request: Request, account_id: int) -> object:
        accounts.change(self._store, account_id, request.get_json())
        return _OK

    def _add_phone_numbers(self, request: Request, account_id: int) -> object:
        if accounts.by_id(self._store, account_id) is None:
            raise LookupError(f"there is no account {account_id}")
        return {"added": phone_numbers.ensure(self._store, account_id, request.get_json())}

    def _release_phone_number(self, request: Request, account_id: int, phone_number: str) -> object:
        phone_numbers.release(self._store, account_id, phone_number)
        return _OK

    def _finish_session(self, request: Request, history_id: int) -> object:
        sessions.finish(self._store, history_id, **request.get_json())
        return _OK
