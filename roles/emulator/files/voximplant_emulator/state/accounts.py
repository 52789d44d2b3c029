# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Accounts and their service-account keys, as the control panel would make them."""

from __future__ import annotations

import dataclasses
import json
import secrets
import typing as t
import uuid

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from . import clock

if t.TYPE_CHECKING:
    import collections.abc as c

    from .store import Row, Store

OWNER = "Owner"
_BALANCE = 19772.35


@dataclasses.dataclass(frozen=True)
class Account:
    """An account without its secrets."""

    account_id: int
    account_name: str
    account_email: str
    parent_account_id: int | None
    uses_parent_scenarios: bool
    active: bool
    frozen: bool
    balance: float
    created: str

    @classmethod
    def of(cls, row: Row) -> Account:
        """Return the account that a row of the table `account` contains."""
        known = {field.name: row[field.name] for field in dataclasses.fields(cls)}
        return cls(**{**known, **{name: bool(row[name]) for name in ("uses_parent_scenarios", "active", "frozen")}})

    @property
    def domain(self) -> str:
        """Return what follows an application's short name in its full name."""
        return f"{self.account_name}.voximplant.com"


def by_id(store: Store, account_id: object) -> Account | None:
    """Return the account with an id, or None."""
    row = store.row("SELECT * FROM account WHERE account_id = ?", account_id)
    return None if row is None else Account.of(row)


def new_key_pair() -> tuple[str, str]:
    """Return a new RSA private key and its public key, both in PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return private.decode(), public.decode()


def create(
    store: Store,
    *,
    account_name: str | None = None,
    parent_account_id: int | None = None,
    uses_parent_scenarios: bool = False,
    roles: c.Sequence[str] = (OWNER,),
) -> int:
    """Create an account with an API key, a password, a session and a service-account key; return its id."""
    name = account_name or f"acct{secrets.token_hex(4)}"
    account_id = store.add(
        "account",
        account_name=name,
        account_email=f"{name}@example.test",
        api_key=str(uuid.uuid4()),
        account_password=secrets.token_urlsafe(18),
        parent_account_id=parent_account_id,
        uses_parent_scenarios=uses_parent_scenarios,
        balance=_BALANCE,
        created=clock.timestamp(),
    )
    open_login(store, account_id)
    add_service_key(store, account_id, roles)
    return account_id


def open_login(store: Store, account_id: int) -> str:
    """Log an account in and return the `session_id`."""
    session_id = secrets.token_hex(32)
    store.add("login", session_id=session_id, account_id=account_id)
    return session_id


def add_service_key(store: Store, account_id: int, roles: c.Sequence[str], key_name: str = "emulator") -> str:
    """Give an account a service-account key with roles, and return the key's id."""
    private, public = new_key_pair()
    key_id = str(uuid.uuid4())
    store.add(
        "service_key",
        key_id=key_id,
        key_name=key_name,
        account_id=account_id,
        private_key=private,
        public_key=public,
        roles=json.dumps(list(roles)),
    )
    return key_id


def credentials(store: Store, account_id: int) -> dict[str, object]:
    """Return what a client needs to act as an account; `credentials` is the content of its key file."""
    account = store.require_row("SELECT * FROM account WHERE account_id = ?", account_id)
    login = store.require_row("SELECT session_id FROM login WHERE account_id = ? ORDER BY rowid", account_id)
    key = store.require_row("SELECT * FROM service_key WHERE account_id = ? ORDER BY rowid", account_id)
    names = ("account_id", "account_name", "account_email", "api_key", "account_password", "parent_account_id")
    return {
        **{name: account[name] for name in names},
        "session_id": login["session_id"],
        "credentials": {
            "account_email": account["account_email"],
            "account_id": account_id,
            "key_id": key["key_id"],
            "private_key": key["private_key"],
        },
    }


def first_id(store: Store) -> int:
    """Return the id of the account that the emulator was seeded with."""
    found: int = store.require_row("SELECT MIN(account_id) AS first FROM account")["first"]
    return found


def change(store: Store, account_id: int, changes: c.Mapping[str, object]) -> None:
    """Set an account's `active`, `frozen` or `balance`; raise ValueError or LookupError if that cannot be."""
    unknown = sorted(set(changes) - {"active", "frozen", "balance"})
    if unknown:
        raise ValueError(f"an account's {unknown[0]!r} cannot be set; active, frozen and balance can")
    if by_id(store, account_id) is None:
        raise LookupError(f"there is no account {account_id}")
    if changes:
        store.change("account", "account_id", account_id, **changes)


def reset(store: Store) -> None:
    """Forget everything but the account that the emulator was seeded with, whose secrets stay as they are."""
    first = first_id(store)
    with store.transaction():
        store.wipe(
            {
                "account": f"account_id = {first}",
                "service_key": f"account_id = {first} AND rowid = (SELECT MIN(rowid) FROM service_key)",
                "login": f"account_id = {first} AND rowid = (SELECT MIN(rowid) FROM login)",
            }
        )
        store.change("account", "account_id", first, active=1, frozen=0, balance=_BALANCE)
