# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Authentication: the families of credentials, and the roles of service accounts."""

from __future__ import annotations

import dataclasses
import hmac
import typing as t

from ..state.accounts import Account
from . import tokens
from .errors import ApiError

if t.TYPE_CHECKING:
    import collections.abc as c

    from ..state.store import Row, Store
    from ..state.switches import Switches
    from .methods import ApiMethod

WHO = ("account_id", "account_name", "account_email")
PROOFS = {"api_key": "api_key", "account_password": "password", "session_id": "session"}
PARAMETERS = frozenset({*WHO, *PROOFS})
_BEARER = "bearer "


@dataclasses.dataclass(frozen=True)
class Credentials:
    """The credentials in a request."""

    authorization: str
    parameters: c.Mapping[str, str]

    @property
    def family(self) -> str:
        """Return the authentication family of the request; a token takes precedence."""
        if self.authorization.lower().startswith(_BEARER):
            return "token"
        return next((family for name, family in PROOFS.items() if self.parameters.get(name)), "none")


def authenticate(store: Store, switches: Switches, credentials: Credentials, method: ApiMethod) -> Account:
    """Return the account that a call runs in; raise 100, or the error for an invalid token or a missing role."""
    if credentials.family == "token":
        account, roles = tokens.check(store, switches, credentials.authorization[len(_BEARER) :].strip())
        allowed = method.allowed_roles(switches)
        if allowed is not None and not roles & allowed:
            raise ApiError(switches.number("role_error"))
        return account
    return _by_parameters(store, credentials)


def _by_parameters(store: Store, credentials: Credentials) -> Account:
    row = _claimed_account(store, credentials.parameters)
    proof = next((name for name in PROOFS if credentials.parameters.get(name)), None)
    if row is None or proof is None or not _proves(store, row, proof, credentials.parameters[proof]):
        raise ApiError(100)
    return Account.of(row)


def _claimed_account(store: Store, parameters: c.Mapping[str, str]) -> Row | None:
    column = next((name for name in WHO if parameters.get(name)), None)
    return None if column is None else store.row(f"SELECT * FROM account WHERE {column} = ?", parameters[column])


def _proves(store: Store, account: Row, proof: str, given: str) -> bool:
    if proof == "session_id":
        login = store.row("SELECT account_id FROM login WHERE session_id = ?", given)
        return login is not None and bool(login["account_id"] == account["account_id"])
    return hmac.compare_digest(str(account[proof]).encode(), given.encode())
