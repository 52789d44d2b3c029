# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An emulator inside the process that uses it, for tests."""

from __future__ import annotations

import pathlib
import typing as t

from . import accounts, faults, journal, media, settings, state, switches
from .site import Site

if t.TYPE_CHECKING:
    import collections.abc as c
    import types


class Emulator:
    """A running emulator; use it in a `with` statement.

    It has the content of `endpoint.json` as attributes. What `call` does is neither journaled nor met by a fault.
    """

    api_url: str
    control_url: str
    media_url: str
    media_secure_url: str
    ca_path: str
    account_id: int
    account_name: str
    account_email: str
    api_key: str
    session_id: str
    credentials_file: str
    pid: int

    def __init__(
        self,
        data_dir: str | pathlib.Path,
        *,
        tls: bool = False,
        port: int = 0,
        media_port: int = 0,
        switches: c.Mapping[str, object] | None = None,
    ) -> None:
        self._site = Site(pathlib.Path(data_dir), port=port, media_port=media_port, tls=tls)
        self._store = self._site.store
        self.set_switches(**(switches or {}))
        vars(self).update(self._site.endpoint())

    def __enter__(self) -> Emulator:
        self._site.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: types.TracebackType | None
    ) -> None:
        self._site.stop()

    def call(self, method: str, *, account_id: int | None = None, **params: object) -> dict[str, t.Any]:
        """Execute an API method for an account and return the reply; raise ApiError if it is refused.

        True and False become `true` and `false`, a list its parts joined with `;`, and None is left out.
        """
        account = accounts.by_id(self._store, account_id or self.account_id)
        if account is None:
            raise LookupError(f"there is no account {account_id}")
        texts = {name: _as_parameter(value) for name, value in params.items() if value is not None}
        return self._site.api.execute(account, method, texts)

    def journal(
        self, write: bool | None = None, since: int = 0, account_id: int | None = None
    ) -> list[dict[str, t.Any]]:
        """Return the journal, all of it or of writing or reading calls, after row `since`, of one account."""
        return journal.read(self._store, since=since, account_id=account_id, write=write)

    def clear_journal(self) -> None:
        """Forget the journal."""
        journal.clear(self._store)

    def set_switches(self, **changes: object) -> None:
        """Set switches; raise ValueError if one is unknown or cannot have the value."""
        switches.save(self._store, changes)

    def switches(self) -> dict[str, str]:
        """Return every switch with its value."""
        return switches.load(self._store).everything()

    def add_fault(self, kind: str, **options: object) -> int:
        """Add a fault and return its id; raise ValueError if there is no such kind or option."""
        return faults.add(self._store, {"kind": kind, **options})

    def faults(self) -> list[dict[str, object]]:
        """Return the faults with the number of calls that each has seen."""
        return faults.everything(self._store)

    def clear_faults(self) -> None:
        """Take every fault away."""
        faults.clear(self._store)

    def reset(self) -> None:
        """Forget everything but the first account and its secrets: switches, faults and journal too."""
        accounts.only_the_first(self._store)

    def state(self, account_id: int | None = None) -> dict[str, t.Any]:
        """Return the applications with their rules, the scenarios and the sessions of an account."""
        return state.of(self._store, account_id or self.account_id)

    def add_account(self, **options: t.Any) -> dict[str, t.Any]:
        """Create an account and return its secrets; the options are those of `POST /_control/accounts`."""
        with self._store.transaction():
            return accounts.credentials(self._store, accounts.create(self._store, **options))

    def set_account(self, account_id: int | None = None, **changes: object) -> None:
        """Set an account's `active`, `frozen` or `balance`."""
        accounts.change(self._store, account_id or self.account_id, changes)

    def finish_session(self, call_session_history_id: int, **options: t.Any) -> None:
        """End a session; the options are `finish_reason`, `duration`, `calls`, `records`, `other_resource_usage`."""
        media.finish(self._store, call_session_history_id, **options)

    def set_media(self, **changes: object) -> None:
        """Set what media sessions answer: `status`, `body`, `headers`, `not_found_first`."""
        settings.set_media_reply(self._store, changes)

    def set_latency(self, milliseconds: float) -> None:
        """Let every API call wait before it is answered."""
        settings.set_latency_ms(self._store, milliseconds)


def _as_parameter(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return ";".join(str(part) for part in value) if isinstance(value, (list, tuple)) else str(value)
