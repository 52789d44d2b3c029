# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Verification of the JSON Web Tokens of service accounts."""

from __future__ import annotations

import functools
import json
import time
import typing as t

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from ..state import accounts
from .errors import ApiError

if t.TYPE_CHECKING:
    from ..state.accounts import Account
    from ..state.store import Row, Store
    from ..state.switches import Switches

LIFETIME_LIMIT = 3600
CLOCK_SKEW = 5
_OURS_TO_CHECK = {name: False for name in ("verify_exp", "verify_iat", "verify_nbf", "verify_iss", "verify_sub")}


@functools.lru_cache(maxsize=64)
def _public_key(pem: str) -> RSAPublicKey:
    key = load_pem_public_key(pem.encode())
    if not isinstance(key, RSAPublicKey):
        raise TypeError("a service account has an RSA key")
    return key


def check(store: Store, switches: Switches, token: str) -> tuple[Account, frozenset[str]]:
    """Return the account of a token and the roles of its key; raise the platform's error for an invalid token."""
    key = _key(store, switches, token)
    claims = _claims(token, _public_key(key["public_key"]))
    issued, expires = _moment(claims, "iat"), _moment(claims, "exp")
    now = time.time()
    if issued > now + CLOCK_SKEW:
        raise ApiError(455)
    if expires < now:
        raise ApiError(456)
    if expires - issued > LIFETIME_LIMIT:
        raise ApiError(454)
    return _issuer(store, claims, key["account_id"]), frozenset(json.loads(key["roles"]))


def _key(store: Store, switches: Switches, token: str) -> Row:
    """Return the key that the token's header names; raise 447 if the header is malformed."""
    try:
        header = jwt.get_unverified_header(token)
    except jwt.PyJWTError as error:
        raise ApiError(447) from error
    if header.get("alg") != "RS256" or not isinstance(header.get("kid"), str):
        raise ApiError(447)
    row = store.row("SELECT * FROM service_key WHERE key_id = ?", header["kid"])
    if row is None:
        raise ApiError(switches.number("unknown_key_error"))
    return row


def _claims(token: str, key: RSAPublicKey) -> dict[str, object]:
    try:
        claims: dict[str, object] = jwt.decode(token, key, algorithms=["RS256"], options=t.cast(t.Any, _OURS_TO_CHECK))
    except jwt.InvalidSignatureError as error:
        raise ApiError(100) from error
    except jwt.PyJWTError as error:
        raise ApiError(447) from error
    return claims


def _moment(claims: dict[str, object], name: str) -> float:
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ApiError(447)
    return value


def _issuer(store: Store, claims: dict[str, object], owner_id: int) -> Account:
    """Return the account of the claim `iss`: the key's own or a child of it."""
    issuer = str(claims.get("iss", ""))
    if not issuer.isdecimal():
        raise ApiError(447)
    account = accounts.by_id(store, int(issuer))
    if account is None or owner_id not in (account.account_id, account.parent_account_id):
        raise ApiError(100)
    return account
