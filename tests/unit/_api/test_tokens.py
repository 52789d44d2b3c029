# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tokens of service accounts: what they say, how long they live, how often they are signed."""

from __future__ import annotations

import concurrent.futures
import importlib
import subprocess
import sys
import types
import typing as t

import cryptography
import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from ansible_collections.voximplant.platform.plugins.module_utils._api import credentials as auth
from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import (
    AuthenticationError,
    MissingLibraryError,
)
from ansible_collections.voximplant.platform.plugins.module_utils._api.service_account import ServiceAccountKey
from ansible_collections.voximplant.platform.tests.unit.support.libraries import PanicException, break_library

NOW = 1_790_000_000.75
LONGEST_SECONDS = 3600
PACKAGE = "ansible_collections.voximplant.platform.plugins.module_utils"


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> float:
        return self.now


def pem(key: t.Any) -> str:
    """A private key as a key file has it."""
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


@pytest.fixture(scope="module")
def private_key() -> rsa.RSAPrivateKey:
    """A key of the kind that the platform makes."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def credentials(key: rsa.RSAPrivateKey, clock: Clock, child: int | None = None) -> auth.ServiceAccountCredentials:
    """Credentials of the account 7."""
    return auth.ServiceAccountCredentials(ServiceAccountKey(7, "kid-1", pem(key)), child, clock)


def token(signer: auth.ServiceAccountCredentials) -> str:
    """The token of the header."""
    scheme, text = signer.headers()["Authorization"].split(" ")
    assert scheme == "Bearer"
    return text


@pytest.mark.parametrize(("child", "account"), [(None, "7"), (99, "99")])
def test_token_when_signed_then_the_platform_can_verify_who_and_when(
    private_key: rsa.RSAPrivateKey, child: int | None, account: str
) -> None:
    signer = credentials(private_key, Clock(), child)
    text = token(signer)
    claims = jwt.decode(
        text, private_key.public_key(), algorithms=["RS256"], options={"verify_exp": False, "verify_iat": False}
    )
    assert claims == {"iss": account, "iat": int(NOW) - 5, "exp": int(NOW) - 5 + auth.TOKEN_SECONDS}
    assert jwt.get_unverified_header(text) == {"alg": "RS256", "typ": "JWT", "kid": "kid-1"}
    assert claims["iat"] < NOW < claims["exp"]
    assert 0 < claims["exp"] - claims["iat"] <= LONGEST_SECONDS
    assert signer.form() == {}


def test_token_when_time_passes_then_it_is_kept_and_renewed_well_before_it_expires(
    private_key: rsa.RSAPrivateKey,
) -> None:
    clock = Clock()
    signer = credentials(private_key, clock)
    first = token(signer)
    expires = int(NOW) - 5 + auth.TOKEN_SECONDS
    clock.now = expires - 60 - 0.01
    assert token(signer) == first
    clock.now = expires - 60
    second = token(signer)
    assert second != first
    assert token(signer) == second


def test_token_when_renewed_then_the_next_one_is_new(private_key: rsa.RSAPrivateKey) -> None:
    clock = Clock()
    signer = credentials(private_key, clock)
    first = token(signer)
    clock.now += 1
    assert token(signer) == first
    assert signer.renew() is True
    assert token(signer) != first


@pytest.fixture
def signed(monkeypatch: pytest.MonkeyPatch) -> list[t.Any]:
    """What has been signed."""
    calls: list[t.Any] = []
    encode = jwt.encode

    def record(*args: t.Any, **named: t.Any) -> str:
        calls.append(args)
        return encode(*args, **named)

    monkeypatch.setattr(jwt, "encode", record)
    return calls


def test_token_when_many_threads_call_then_it_is_signed_once(
    private_key: rsa.RSAPrivateKey, signed: list[t.Any]
) -> None:
    signer = credentials(private_key, Clock())
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        tokens = set(pool.map(lambda _number: token(signer), range(64)))
    assert (len(tokens), len(signed)) == (1, 1)


def test_token_when_several_tasks_of_a_process_choose_the_same_key_then_they_share_it(
    private_key: rsa.RSAPrivateKey, signed: list[t.Any]
) -> None:
    def chosen(**options: t.Any) -> str:
        key = {"account_id": 7, "key_id": "kid", "private_key": pem(private_key)}
        return auth.resolve_credentials({"credentials": key, **options}, {}).headers()["Authorization"]

    assert chosen() == chosen()
    assert chosen(child_account_id=8) != chosen()
    assert len(signed) == 2


@pytest.mark.parametrize("text", ["", "s3cret", "-----BEGIN PRIVATE KEY-----\ns3cret\n-----END PRIVATE KEY-----\n"])
def test_token_when_the_key_is_none_then_the_error_does_not_show_it(text: str) -> None:
    signer = auth.ServiceAccountCredentials(ServiceAccountKey(7, "kid", text))
    with pytest.raises(AuthenticationError) as caught:
        signer.headers()
    assert caught.value.field == "private_key"
    assert str(caught.value) == (
        "The private_key of the service account is not a usable RSA key. "
        "Download the key file again from the control panel."
    )


def test_token_when_the_key_is_of_another_kind_then_it_is_refused() -> None:
    signer = auth.ServiceAccountCredentials(ServiceAccountKey(7, "kid", pem(ec.generate_private_key(ec.SECP256R1()))))
    with pytest.raises(AuthenticationError):
        signer.headers()


@pytest.mark.parametrize("library", ["jwt", "cryptography.hazmat.primitives.serialization"])
def test_token_when_a_library_is_missing_then_the_error_names_what_to_install(
    private_key: rsa.RSAPrivateKey, monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(MissingLibraryError) as caught:
        credentials(private_key, Clock()).headers()
    assert caught.value.library == "PyJWT[crypto]"


@pytest.mark.parametrize("library", ["jwt", "cryptography.exceptions"])
@pytest.mark.parametrize("error", [AttributeError("module 'lib' has no attribute 'X'"), PanicException()])
def test_token_when_a_library_is_broken_then_that_is_said(
    private_key: rsa.RSAPrivateKey, monkeypatch: pytest.MonkeyPatch, library: str, error: BaseException
) -> None:
    break_library(monkeypatch, library, error)
    with pytest.raises(MissingLibraryError, match=f"cannot be imported: {type(error).__name__}") as caught:
        credentials(private_key, Clock()).headers()
    assert caught.value.library == "PyJWT[crypto]"


def test_import_when_no_service_account_is_used_then_nothing_is_loaded_that_it_does_not_need() -> None:
    package = importlib.import_module(PACKAGE)
    code = (
        "import importlib, sys, types\n"
        "parent = types.ModuleType('utils'); parent.__path__ = [sys.argv[1]]; sys.modules['utils'] = parent\n"
        "client, auth = (importlib.import_module(f'utils.{name}') for name in ('_api.client', '_api.credentials'))\n"
        "chosen = auth.resolve_credentials({'account_id': 1, 'api_key': 'k'}, {})\n"
        "client.Client(client.Http(), 'https://api.test', chosen)\n"
        "importlib.import_module('utils._apply.run')\n"
        "watched = {'jwt', 'cryptography', 'concurrent', 'requests'}\n"
        "print(sorted({name.split('.')[0] for name in sys.modules} & watched))\n"
    )
    command = [sys.executable, "-c", code, next(iter(package.__path__))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stderr, done.stdout) == ("", "['requests']\n")


@pytest.mark.parametrize(("version", "is_used"), [("2.8", False), ("3.3.2", False), ("3.4", True), ("3.4.8", True)])
def test_token_when_cryptography_is_too_old_then_its_version_is_named(
    monkeypatch: pytest.MonkeyPatch, private_key: rsa.RSAPrivateKey, version: str, is_used: bool
) -> None:
    monkeypatch.setattr(cryptography, "__version__", version)
    if is_used:
        assert credentials(private_key, Clock()).headers()
        return
    with pytest.raises(MissingLibraryError) as caught:
        credentials(private_key, Clock()).headers()
    assert caught.value.library == "cryptography>=3.4"
    assert caught.value.reason == f"instead of cryptography {version}, which is installed"


@pytest.mark.parametrize(
    ("package", "found"),
    [
        (types.SimpleNamespace(__version__="1.7.1", PyJWTError=ValueError, encode=print), "PyJWT 1.7.1"),
        (types.SimpleNamespace(PyJWTError=ValueError, encode=print), "PyJWT of an unknown version"),
        (types.SimpleNamespace(__version__="1.3.1", JWT=object, encode=print), "another package jwt"),
        (types.SimpleNamespace(), "another package jwt"),
    ],
    ids=["old", "unknown", "other", "empty"],
)
def test_token_when_another_package_has_the_name_then_it_is_named_with_its_version(
    monkeypatch: pytest.MonkeyPatch, private_key: rsa.RSAPrivateKey, package: t.Any, found: str
) -> None:
    monkeypatch.setitem(sys.modules, "jwt", package)
    with pytest.raises(MissingLibraryError) as caught:
        credentials(private_key, Clock()).headers()
    assert caught.value.library == "PyJWT[crypto]>=2"
    assert caught.value.reason == f"instead of {found}, which is installed"


def test_secrets_when_a_token_was_sent_then_it_is_one_of_them(private_key: rsa.RSAPrivateKey) -> None:
    signer = credentials(private_key, Clock())
    before = signer.secrets
    sent = token(signer)
    assert {*signer.secrets} - {*before} == {sent}
