# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Credentials: from options and environment to one family, and from there to a request."""

from __future__ import annotations

import dataclasses
import functools
import re
import threading
import time
import typing as t

from .errors import InputError

if t.TYPE_CHECKING:
    from .service_account import ServiceAccountKey

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
_SHOWN = ("account_name", "account_email", "credentials_file", "ca_path", "timeout", "retries", "validate_certs")
_SECRET = re.compile(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\Z|[0-9A-Fa-f]{32,}\Z")
_FAMILIES = ("api_key", "session_id", "credentials_file", "credentials")

TOKEN_SECONDS = 300
_CLOCK_SKEW_SECONDS = 5
_RENEW_BEFORE_SECONDS = 60


@dataclasses.dataclass(frozen=True)
class ParameterCredentials:
    """An account with its API key or session id, sent as two parameters of every call."""

    account: t.Tuple[str, str]
    proof: t.Tuple[str, str] = dataclasses.field(repr=False)

    @property
    def secrets(self) -> t.Tuple[str, ...]:
        """Return the values that must never be shown."""
        return (self.proof[1],)

    def form(self) -> t.Mapping[str, str]:
        """Return C(account_id), C(account_name) or C(account_email), and C(api_key) or C(session_id)."""
        return dict((self.account, self.proof))

    def headers(self) -> t.Mapping[str, str]:
        """Return no header: none is needed."""
        return {}

    def renew(self) -> bool:
        """Return false: there is no token."""
        return False


class ServiceAccountCredentials:
    """Signs tokens with the key of a service account; safe to use from several threads.

    :arg child_account_id: the account to act in, instead of the key's own
    :arg clock: the Unix time in seconds
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
        """Return the values that must never be shown: the key, and the token that was sent last."""
        token = self._token
        return (*self._key.secrets, token) if token else self._key.secrets

    @property
    def account(self) -> t.Tuple[str, str]:
        """Return the account that the token acts in."""
        return ("account_id", str(self._account_id))

    def form(self) -> t.Mapping[str, str]:
        """Return no parameter: none is needed."""
        return {}

    def headers(self) -> t.Mapping[str, str]:
        """Return the header C(Authorization) with a token that is valid now."""
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
        issued = int(self._clock()) - _CLOCK_SKEW_SECONDS
        claims = {"iss": str(self._account_id), "iat": issued, "exp": issued + TOKEN_SECONDS}
        from .service_account import sign_token

        self._token = sign_token(claims, self._key.private_key, self._key.key_id)
        self._renew_at = issued + TOKEN_SECONDS - _RENEW_BEFORE_SECONDS


Credentials = t.Union[ParameterCredentials, ServiceAccountCredentials]


def resolve_credentials(options: t.Mapping[str, t.Any], environment: t.Mapping[str, str]) -> Credentials:
    """Return the credentials that options and environment describe; an option beats any environment variable.

    :raises InputError: if no family is given, or several at the same level, or a value is in the wrong place
    :raises AuthenticationError: if the key of a service account cannot be used
    """
    _refuse_empty(options)
    given = {name: options[name] for name in ENVIRONMENT if options.get(name) is not None}
    inherited = {
        name: environment[variable] for name, variable in ENVIRONMENT.items() if environment.get(variable, "").strip()
    }
    family, value, origin = _family(given, inherited)
    if family in ("credentials_file", "credentials"):
        from .service_account import account_number, key_from_file, key_from_value

        _refuse_beside(given, _ACCOUNTS, f"{origin} already determines the account")
        key = key_from_file(origin, value) if family == "credentials_file" else key_from_value(origin, value)
        child = _only_one(("child_account_id",), given, inherited, "")
        return _signer(key, None if child is None else account_number(*child))
    _refuse_beside(given, ("child_account_id",), f"{origin} is not the key of a service account")
    if looks_like_key(value):
        raise InputError(
            f"{origin} contains the key of a service account.",
            field=family,
            advice=_use(origin, "credentials"),
        )
    return ParameterCredentials(_account(given, inherited, origin), (family, str(value)))


def refuse_misplaced(values: t.Mapping[str, t.Any], origins: t.Mapping[str, str]) -> None:
    """Raise if an API key or a session id is where a name or a path belongs; it is not shown.

    :arg origins: where each value comes from, for messages
    """
    for name in _SHOWN:
        value = values.get(name)
        if isinstance(value, str) and _SECRET.match(value.strip()):
            raise InputError(
                f"{origins[name]} contains an API key or a session ID.",
                field=name,
                advice=_use(origins[name], "api_key", "session_id"),
            )


def _use(origin: str, *names: str) -> str:
    """Return the advice to set another option, or its variable if the value came from the environment."""
    what = "" if _is_variable(origin) else "the option "
    return f"Use {what}{' or '.join(_names_beside(origin, names))} for it."


def _names_beside(origin: str, names: t.Sequence[str]) -> t.Sequence[str]:
    """Return what to set where a value came from: options, or environment variables."""
    return [ENVIRONMENT[name] for name in names] if _is_variable(origin) else names


def _is_variable(origin: str) -> bool:
    return origin in ENVIRONMENT.values()


def looks_like_key(value: t.Any) -> bool:
    """Return whether a value is the text of a key file or of a private key, and not a path or an API key."""
    return isinstance(value, str) and (value.lstrip("\ufeff \t\r\n")[:1] == "{" or "PRIVATE KEY" in value)


@functools.lru_cache(maxsize=16)
def _signer(key: ServiceAccountKey, child_account_id: t.Optional[int]) -> ServiceAccountCredentials:
    """Return the signer of a key: one for all of the process, so that the items of a loop share a token."""
    return ServiceAccountCredentials(key, child_account_id)


def _refuse_empty(options: t.Mapping[str, t.Any]) -> None:
    """Refuse empty options: the environment's account must not silently stand in for one."""
    for name in ENVIRONMENT:
        if options.get(name) == "":
            raise InputError(f"The option {name} is empty.", field=name, advice="Omit it, or give it a value.")


def _family(given: t.Mapping[str, t.Any], inherited: t.Mapping[str, t.Any]) -> t.Tuple[str, t.Any, str]:
    """Return the one family of the highest level that has any: its option, its value, and where it came from."""
    found = _only_one(_FAMILIES, given, inherited, "Use only one kind of credentials.")
    if found is None:
        variables = ", ".join(ENVIRONMENT[name] for name in _FAMILIES)
        raise InputError(
            "No credentials are set.",
            field="credentials_file",
            advice=f"Set one of the options {', '.join(_FAMILIES)}, or one of the environment variables {variables}.",
        )
    return found


def _account(given: t.Mapping[str, t.Any], inherited: t.Mapping[str, t.Any], origin: str) -> t.Tuple[str, str]:
    """Return the one account of the highest level that has any, as a parameter and its value."""
    found = _only_one(_ACCOUNTS, given, inherited, "Set only one of them.")
    if found is None:
        first, second, third = _names_beside(origin, _ACCOUNTS)
        raise InputError(
            f"{origin} requires an account.",
            field="account_id",
            advice=f"Also set {first}, {second}, or {third}.",
        )
    return found[0], str(found[1])


def _only_one(
    names: t.Sequence[str], given: t.Mapping[str, t.Any], inherited: t.Mapping[str, t.Any], advice: str
) -> t.Optional[t.Tuple[str, t.Any, str]]:
    """Return name, value and origin of the only one that the options have, or else the environment."""
    for level, origins in ((given, {name: name for name in names}), (inherited, ENVIRONMENT)):
        present = [name for name in names if name in level]
        refuse_misplaced({name: level[name] for name in present}, origins)
        if len(present) > 1:
            origin = " and ".join(origins[name] for name in present)
            raise InputError(f"{origin} are mutually exclusive.", field=present[0], advice=advice)
        if present:
            return present[0], level[present[0]], origins[present[0]]
    return None


def _refuse_beside(given: t.Mapping[str, t.Any], names: t.Sequence[str], why: str) -> None:
    for name in names:
        if name in given:
            raise InputError(f"The option {name} cannot be used here: {why}.", field=name)
