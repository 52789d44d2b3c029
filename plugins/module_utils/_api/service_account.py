# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""The key of a service account: found in a file or a value, and used to sign tokens."""

from __future__ import annotations

import dataclasses
import json
import os
import typing as t

from .credentials import looks_like_key
from .errors import AuthenticationError, InputError, MissingLibraryError
from .libraries import Library
from .local_files import read_regular_file

LONGEST_KEY_FILE = 1024 * 1024
_LINE_WORTH_HIDING = 12
_LONGEST_NUMBER = 20
_LEAST_PYJWT = 2
_LEAST_CRYPTOGRAPHY = (3, 4)


@dataclasses.dataclass(frozen=True)
class ServiceAccountKey:
    """The key of a service account, as in its key file."""

    account_id: int
    key_id: str
    private_key: str = dataclasses.field(repr=False)

    @property
    def secrets(self) -> t.Tuple[str, ...]:
        """Return the values that must never be shown: the key, as it stands in JSON, and each of its lines."""
        lines = tuple(
            line
            for line in self.private_key.splitlines()
            if len(line) >= _LINE_WORTH_HIDING and not line.startswith("-----")
        )
        return (self.private_key, json.dumps(self.private_key)[1:-1], *lines)


def key_from_file(origin: str, path: str) -> ServiceAccountKey:
    """Return the key in a file.

    :arg origin: the option or environment variable that names it
    :raises VoximplantError: if it cannot be read, or contains no key
    """
    refuse_key_as_path(origin, path)
    try:
        content = read_regular_file(os.path.expanduser(path), origin, LONGEST_KEY_FILE, "credentials_file")
    except InputError as error:
        raise AuthenticationError(error.text, field=error.field) from None
    return key_from_json("credentials_file", f"{origin}: the file {path}", content)


def refuse_key_as_path(origin: str, path: str) -> None:
    """Raise if a path is the text of a key, which is never shown."""
    if looks_like_key(path) or "\n" in path:
        other = "the option credentials" if origin == "credentials_file" else "VOXIMPLANT_CREDENTIALS_JSON"
        raise InputError(
            f"{origin} contains a key instead of the path of a key file.",
            field="credentials_file",
            advice=f"Set it to a path, or set {other} to the key.",
        )


def key_from_value(origin: str, value: t.Any) -> ServiceAccountKey:
    """Return the key in a mapping, or in JSON text.

    :raises AuthenticationError: if there is none
    """
    if isinstance(value, t.Mapping):
        return _key_from_mapping(origin, value)
    if not isinstance(value, str):
        raise AuthenticationError(f"{origin} is neither a dictionary nor JSON text.", field="credentials")
    if "{" not in value and "PRIVATE KEY" not in value and "\n" not in value.strip():
        other = "credentials_file" if origin == "credentials" else "VOXIMPLANT_CREDENTIALS"
        raise AuthenticationError(
            f"{origin} is not JSON but looks like a path.", field="credentials", advice=f"Set {other} to the path."
        )
    return key_from_json("credentials", origin, value.encode("utf-8", "replace"))


def key_from_json(option: str, origin: str, content: bytes) -> ServiceAccountKey:
    """Return the key in JSON; the parser's errors are not repeated, since they contain parts of the text.

    :raises AuthenticationError: if there is none
    """
    try:
        value = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise AuthenticationError(f"{origin} is not JSON.", field=option) from None
    return _key_from_mapping(origin, value)


def account_number(field: str, value: t.Any, origin: str) -> int:
    """Return the number of an account.

    :arg origin: what the value is called in a message
    :raises InputError: if it is not one; the value is not shown
    """
    is_text = isinstance(value, str) and value.isdecimal() and len(value) <= _LONGEST_NUMBER
    number = int(value) if is_text else value
    if not isinstance(number, int) or not 0 < number < 10**_LONGEST_NUMBER:
        raise InputError(f"{origin} is not a number.", field=field)
    return number


def _key_from_mapping(origin: str, value: t.Any) -> ServiceAccountKey:
    """Return the key in a mapping, flat or wrapped in C(result) as the method CreateKey answers it."""
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
    try:
        account_id = account_number("account_id", fields["account_id"], f"{origin}: account_id")
    except InputError as error:
        raise AuthenticationError(error.text, field=error.field) from None
    return ServiceAccountKey(account_id, str(fields["key_id"]), str(fields["private_key"]))


def sign_token(claims: t.Mapping[str, t.Any], private_key: str, key_id: str) -> str:
    """Return a JSON Web Token signed with RS256.

    :raises MissingLibraryError: if PyJWT or cryptography is missing, broken or too old
    :raises AuthenticationError: if the key is not a usable RSA key
    """
    with Library("PyJWT[crypto]") as library:
        import cryptography
        import jwt
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.serialization import load_pem_private_key
    library.require()
    _check_pyjwt(jwt)
    _check_cryptography(cryptography.__version__)
    unusable = (ValueError, TypeError, AttributeError, NotImplementedError, UnsupportedAlgorithm, jwt.PyJWTError)
    try:
        key = load_pem_private_key(private_key.encode(), password=None)
        return jwt.encode(dict(claims), t.cast(t.Any, key), algorithm="RS256", headers={"kid": key_id})
    except unusable as error:
        raise AuthenticationError(
            "The private_key of the service account is not a usable RSA key.",
            field="private_key",
            advice="Download the key file again from the control panel.",
        ) from error


def _check_cryptography(version: str) -> None:
    """Raise if the version is too old: its functions take other arguments."""
    numbers = tuple(int(part) for part in version.split(".") if part.isdecimal())
    if numbers < _LEAST_CRYPTOGRAPHY:
        raise MissingLibraryError("cryptography>=3.4", f"instead of cryptography {version}, which is installed")


def _check_pyjwt(jwt: t.Any) -> None:
    """Raise unless the package C(jwt) is PyJWT of a usable version: another package has the same name."""
    version = str(getattr(jwt, "__version__", "of an unknown version"))
    major = version.partition(".")[0]
    is_pyjwt = hasattr(jwt, "PyJWTError") and hasattr(jwt, "encode")
    if is_pyjwt and major.isdecimal() and int(major) >= _LEAST_PYJWT:
        return
    if is_pyjwt:
        present = f"PyJWT {version}"
    else:
        import importlib.metadata

        try:
            present = f"the other package jwt {importlib.metadata.version('jwt')}"
        except importlib.metadata.PackageNotFoundError:
            present = "another package jwt"
    raise MissingLibraryError("PyJWT[crypto]>=2", f"instead of {present}, which is installed")
