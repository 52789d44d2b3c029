# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Who calls: from options and environment to one family of credentials, and from there to a request."""

from __future__ import annotations

import dataclasses
import functools
import json
import os
import threading
import time
import typing as t

from .errors import AuthenticationError, InputError, MissingLibraryError

ENVIRONMENT = {
    "account_id": "VOXIMPLANT_ACCOUNT_ID",
    "account_name": "VOXIMPLANT_ACCOUNT_NAME",
    "account_email": "VOXIMPLANT_ACCOUNT_EMAIL",
    "api_key": "VOXIMPLANT_API_KEY",
    "session_id": "VOXIMPLANT_SESSION_ID",
    "credentials_file": "VOXIMPLANT_CREDENTIALS",
    "credentials": "VOXIMPLANT_CREDENTIALS_JSON",
    "child_account_id": "VOXIMPLANT_CHILD_ACCOUNT_ID",
}
_ACCOUNTS = ("account_id", "account_name", "account_email")
_PROOFS = ("api_key", "session_id", "credentials_file", "credentials")
_KEY_FILE_BYTES = 1024 * 1024
_LINE_WORTH_HIDING = 12

TOKEN_SECONDS = 300
_CLOCK_SKEW_SECONDS = 5
_RENEW_BEFORE_SECONDS = 60


@dataclasses.dataclass(frozen=True)
class ParameterCredentials:
    """An account and its proof, sent as two parameters of every call."""

    account: t.Tuple[str, str]
    proof: t.Tuple[str, str] = dataclasses.field(repr=False)

    @property
    def secrets(self) -> t.Tuple[str, ...]:
        """What must never be shown."""
        return (self.proof[1],)

    def form(self) -> t.Mapping[str, str]:
        """The parameters: C(account_id), C(account_name) or C(account_email), and C(api_key) or C(session_id)."""
        return dict((self.account, self.proof))

    def headers(self) -> t.Mapping[str, str]:
        """No header is needed."""
        return {}

    def renew(self) -> bool:
        """There is no other proof."""
        return False


@dataclasses.dataclass(frozen=True)
class ServiceAccountKey:
    """What the key file of a service account holds."""

    account_id: int
    key_id: str
    private_key: str = dataclasses.field(repr=False)

    @property
    def secrets(self) -> t.Tuple[str, ...]:
        """What must never be shown: the key as a whole, as it stands in JSON, and each of its lines."""
        lines = tuple(
            line
            for line in self.private_key.splitlines()
            if len(line) >= _LINE_WORTH_HIDING and not line.startswith("-----")
        )
        return (self.private_key, json.dumps(self.private_key)[1:-1], *lines)


class ServiceAccountCredentials:
    """Signs tokens with the key of a service account; safe to use from several threads.

    :arg key: the key
    :arg child_account_id: the account to act in, instead of the key's own
    :arg clock: the time in seconds since 1970
    """

    def __init__(
        self,
        key: ServiceAccountKey,
        child_account_id: t.Optional[int] = None,
        clock: t.Callable[[], float] = time.time,
    ) -> None:
        self._key = key
        self._account_id = child_account_id or key.account_id
        self._clock = clock
        self._lock = threading.Lock()
        self._token = ""
        self._renew_at = 0.0

    @property
    def secrets(self) -> t.Tuple[str, ...]:
        """What must never be shown."""
        return self._key.secrets

    @property
    def account(self) -> t.Tuple[str, str]:
        """The account that the token acts in."""
        return ("account_id", str(self._account_id))

    def form(self) -> t.Mapping[str, str]:
        """No parameter is needed."""
        return {}

    def headers(self) -> t.Mapping[str, str]:
        """The header C(Authorization) with a token that is valid now."""
        with self._lock:
            if self._clock() >= self._renew_at:
                self._sign()
            return {"Authorization": f"Bearer {self._token}"}

    def renew(self) -> bool:
        """Forget the token, so that the next call carries a new one."""
        with self._lock:
            self._renew_at = 0.0
        return True

    def _sign(self) -> None:
        try:
            import jwt
            from cryptography.hazmat.primitives.serialization import load_pem_private_key
        except ImportError as error:
            raise MissingLibraryError("PyJWT[crypto]") from error
        issued = int(self._clock()) - _CLOCK_SKEW_SECONDS
        claims = {"iss": str(self._account_id), "iat": issued, "exp": issued + TOKEN_SECONDS}
        try:
            private_key = load_pem_private_key(self._key.private_key.encode(), password=None)
            self._token = jwt.encode(
                claims, t.cast(t.Any, private_key), algorithm="RS256", headers={"kid": self._key.key_id}
            )
        except (ValueError, TypeError, jwt.PyJWTError) as error:
            raise AuthenticationError(
                "The private_key of the service account is not a usable RSA key.",
                field="private_key",
                advice="Download the key file again from the control panel.",
            ) from error
        self._renew_at = issued + TOKEN_SECONDS - _RENEW_BEFORE_SECONDS


def choose(
    options: t.Mapping[str, t.Any], environment: t.Mapping[str, str]
) -> t.Union[ParameterCredentials, ServiceAccountCredentials]:
    """The credentials that options and environment describe; an option beats any environment value.

    :raises InputError: when no family is given, or more than one at the same level
    :raises AuthenticationError: when a service account's key cannot be used
    """
    _refuse_empty(options)
    given = {name: options[name] for name in ENVIRONMENT if options.get(name) is not None}
    inherited = {name: environment[variable] for name, variable in ENVIRONMENT.items() if environment.get(variable)}
    proof, value, origin = _proof(given, inherited)
    if proof in ("credentials_file", "credentials"):
        _refuse_beside(given, _ACCOUNTS, f"{origin} names the account itself")
        key = _key_from_file(origin, value) if proof == "credentials_file" else _key_from_value(origin, value)
        child = given.get("child_account_id", inherited.get("child_account_id"))
        return _signer(key, None if child is None else _account_number(child))
    _refuse_beside(given, ("child_account_id",), f"{origin} is not the key of a service account")
    return ParameterCredentials(_account(given, inherited, origin), (proof, str(value)))


@functools.lru_cache(maxsize=16)
def _signer(key: ServiceAccountKey, child_account_id: t.Optional[int]) -> ServiceAccountCredentials:
    """The signer of a key: one for all of the process, so that the items of a loop share a token."""
    return ServiceAccountCredentials(key, child_account_id)


def _refuse_empty(options: t.Mapping[str, t.Any]) -> None:
    """An empty option is a mistake: the environment's account must not silently stand in for it."""
    for name in ENVIRONMENT:
        if options.get(name) == "":
            raise InputError(f"The option {name} is empty.", field=name, advice="Leave it out, or give it a value.")


def _proof(given: t.Mapping[str, t.Any], inherited: t.Mapping[str, t.Any]) -> t.Tuple[str, t.Any, str]:
    """The one proof of the highest level that has any: its name, its value, and how a person would call it."""
    for level, names in ((given, {name: name for name in _PROOFS}), (inherited, ENVIRONMENT)):
        present = [name for name in _PROOFS if name in level]
        if len(present) > 1:
            called = " and ".join(names[name] for name in present)
            raise InputError(f"{called} are given together.", field=present[0], advice="Give one kind of credentials.")
        if present:
            return present[0], level[present[0]], names[present[0]]
    variables = ", ".join(ENVIRONMENT[name] for name in _PROOFS)
    raise InputError(
        "There are no credentials.",
        field="credentials_file",
        advice=f"Give one of the options {', '.join(_PROOFS)}, or set one of the variables {variables}.",
    )


def _account(given: t.Mapping[str, t.Any], inherited: t.Mapping[str, t.Any], origin: str) -> t.Tuple[str, str]:
    """The one account of the highest level that has any, as a parameter and its value."""
    for level, names in ((given, {name: name for name in _ACCOUNTS}), (inherited, ENVIRONMENT)):
        present = [name for name in _ACCOUNTS if name in level]
        if len(present) > 1:
            called = " and ".join(names[name] for name in present)
            raise InputError(f"{called} are given together.", field=present[0], advice="One of them is enough.")
        if present:
            return present[0], str(level[present[0]])
    raise InputError(
        f"{origin} is given without an account.",
        field="account_id",
        advice="Give one of account_id, account_name and account_email with it.",
    )


def _refuse_beside(given: t.Mapping[str, t.Any], names: t.Sequence[str], why: str) -> None:
    for name in names:
        if name in given:
            raise InputError(f"The option {name} cannot be used here: {why}.", field=name)


def _account_number(value: t.Any) -> int:
    if not str(value).isdecimal():
        raise InputError("child_account_id is not a number.", field="child_account_id")
    return int(value)


def _key_from_file(origin: str, path: str) -> ServiceAccountKey:
    """The key in a file."""
    try:
        with open(os.path.expanduser(path), "rb") as file:
            content = file.read(_KEY_FILE_BYTES)
    except OSError as error:
        raise AuthenticationError(
            f"{origin}: the file {path} cannot be read: {error.strerror}.", field="credentials_file"
        ) from None
    return _key_from_json("credentials_file", f"{origin}: the file {path}", content)


def _key_from_value(origin: str, value: t.Any) -> ServiceAccountKey:
    """The key in a mapping, or in JSON text."""
    if isinstance(value, t.Mapping):
        return _key_from_mapping(origin, value)
    if not isinstance(value, str):
        raise AuthenticationError(f"{origin} is neither a mapping nor JSON text.", field="credentials")
    return _key_from_json("credentials", origin, value.encode("utf-8", "replace"))


def _key_from_json(option: str, origin: str, content: bytes) -> ServiceAccountKey:
    """The key in JSON; the errors of the JSON parser are not repeated, since they hold parts of the text."""
    try:
        value = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise AuthenticationError(f"{origin} is not JSON.", field=option) from None
    return _key_from_mapping(origin, value)


def _key_from_mapping(origin: str, value: t.Any) -> ServiceAccountKey:
    """The key in a mapping, flat or wrapped in C(result) as the method CreateKey answers it."""
    if isinstance(value, t.Mapping) and isinstance(value.get("result"), t.Mapping):
        value = value["result"]
    fields = value if isinstance(value, t.Mapping) else {}
    missing = [name for name in ("account_id", "key_id", "private_key") if not fields.get(name)]
    if missing:
        raise AuthenticationError(
            f"{origin} is not the key of a service account: it has no {', '.join(missing)}.",
            field=missing[0],
            advice="Download the key file again from the control panel.",
        )
    if not str(fields["account_id"]).isdecimal():
        raise AuthenticationError(f"{origin}: account_id is not a number.", field="account_id")
    return ServiceAccountKey(int(fields["account_id"]), str(fields["key_id"]), str(fields["private_key"]))
