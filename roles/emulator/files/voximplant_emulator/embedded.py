# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An emulator inside the process that uses it, for tests."""

from __future__ import annotations

import pathlib
import typing as t

from .api import faults
from .server.site import Site
from .state import accounts, content, journal, passwords, phone_numbers, sessions, settings, switches

if t.TYPE_CHECKING:
    import collections.abc as c
    import types


class Emulator:
    """A running emulator; use it in a `with` statement.

    Its attributes are the content of `endpoint.json`. A `call` bypasses the journal and the faults.
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
    control_token: str
    embedded: bool
    pid: int

    def __init__(
        self,
        data_dir: str | pathlib.Path,
        *,
        tls: bool = False,
        port: int = 0,
        media_port: int = 0,
        switches: c.Mapping[str, object] | None = None,
        phone_numbers: c.Iterable[str | c.Mapping[str, t.Any]] = (),
    ) -> None:
        self._site = Site(pathlib.Path(data_dir), port=port, media_port=media_port, tls=tls, embedded=True)
        self._store = self._site.store
        self.set_switches(**(switches or {}))
        self.add_phone_numbers(*phone_numbers, account_id=accounts.first_id(self._store))
        vars(self).update(self._site.endpoint())

    def __enter__(self) -> Emulator:
        self._site.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: types.TracebackType | None
    ) -> None:
        self._site.stop()

    def call(self, method: str, *, account_id: int | None = None, **params: object) -> dict[str, t.Any]:
        """Execute an API method for an account and return the reply; raise ApiError on refusal.

        True and False become `true` and `false`, the items of a list are joined with `;`, and None is left out.
        """
        account = accounts.by_id(self._store, account_id or self.account_id)
        if account is None:
            raise LookupError(f"there is no account {account_id}")
        texts = {name: _to_parameter(value) for name, value in params.items() if value is not None}
        return self._site.api.execute(account, method, texts)

    @property
    def control_headers(self) -> dict[str, str]:
        """Return the HTTP headers that a request to the control API needs."""
        return {"Authorization": f"Bearer {self.control_token}"}

    def journal(
        self, write: bool | None = None, since: int = 0, account_id: int | None = None
    ) -> list[dict[str, t.Any]]:
        """Return the journal: all of it, or the writing or reading calls, after row `since`, of one account."""
        return journal.read(self._store, since=since, account_id=account_id, write=write)

    def clear_journal(self) -> None:
        """Forget the journal."""
        journal.clear(self._store)

    def set_switches(self, **changes: object) -> None:
        """Set switches; raise ValueError if one is unknown or its value is invalid."""
        switches.save(self._store, changes)

    def switches(self) -> dict[str, str]:
        """Return every switch with its value."""
        return switches.load(self._store).all_values()

    def add_fault(self, kind: str, **options: object) -> int:
        """Add a fault and return its id; raise ValueError if there is no such kind or option."""
        return faults.add(self._store, {"kind": kind, **options})

    def faults(self) -> list[dict[str, object]]:
        """Return the faults with the number of calls that each has seen."""
        return faults.read(self._store)

    def clear_faults(self) -> None:
        """Remove every fault."""
        faults.clear(self._store)

    def reset(self) -> None:
        """Forget everything but the first account and its secrets: switches, faults and journal too."""
        accounts.reset(self._store)

    def state(self, account_id: int | None = None) -> dict[str, t.Any]:
        """Return the content of an account, without passwords and secret values."""
        with self._store.transaction():
            sessions.finish_due(self._store)
            return content.read(self._store, account_id or self.account_id)

    def add_account(self, **options: t.Any) -> dict[str, t.Any]:
        """Create an account and return its secrets; the options are those of `POST /_control/accounts`."""
        with self._store.transaction():
            return accounts.credentials(self._store, accounts.create(self._store, **options))

    def set_account(self, account_id: int | None = None, **changes: object) -> None:
        """Set an account's `active`, `frozen` or `balance`."""
        accounts.change(self._store, account_id or self.account_id, changes)

    def add_phone_numbers(self, *numbers: str | c.Mapping[str, t.Any], account_id: int | None = None) -> list[str]:
        """Give an account the numbers that it lacks, and return them.

        A mapping has `phone_number` and any of `is_sms_supported`, `country_code`, `category_name`, `region_name` and
        `price`.
        """
        return phone_numbers.ensure(self._store, account_id or self.account_id, numbers)

    def release_phone_number(self, phone_number: str, account_id: int | None = None) -> None:
        """Take a phone number away from an account."""
        phone_numbers.release(self._store, account_id or self.account_id, phone_number)

    def add_key(self, key_name: str, roles: c.Sequence[str] = ("Developer",), account_id: int | None = None) -> str:
        """Give an account a service-account key and return the key's id."""
        return accounts.add_service_key(self._store, account_id or self.account_id, roles, key_name)

    def has_password(self, user_id: int, password: str) -> bool:
        """Tell whether a user has a password; raise LookupError if there is no such user."""
        row = self._store.require_row("SELECT password_digest FROM user WHERE user_id = ?", user_id)
        return passwords.matches(password, row["password_digest"])

    def finish_session(self, call_session_history_id: int, **options: t.Any) -> None:
        """End a session; the options are `finish_reason`, `duration`, `calls`, `records`, `other_resource_usage`."""
        sessions.finish(self._store, call_session_history_id, **options)

    def set_media(self, **changes: object) -> None:
        """Set what media sessions answer: `status`, `body`, `headers`, `not_found_first`."""
        settings.set_media_reply(self._store, changes)

    def set_latency(self, milliseconds: float) -> None:
        """Let every API call wait before it is answered."""
        settings.set_latency_ms(self._store, milliseconds)


def _to_parameter(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return ";".join(str(part) for part in value) if isinstance(value, (list, tuple)) else str(value)
