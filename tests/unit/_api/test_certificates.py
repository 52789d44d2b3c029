# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Test whom connections trust: the option, then the environment, then the system's store and certifi."""

from __future__ import annotations

import itertools
import os
import pathlib
import ssl
import subprocess
import types
import typing as t

import certifi
import pytest
import trustme

from ansible_collections.voximplant.platform.plugins.module_utils._api import certificates
from ansible_collections.voximplant.platform.plugins.module_utils._api.certificates import Authorities
from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import CertificateError, InputError
from ansible_collections.voximplant.platform.plugins.module_utils._api.transport import Http
from harness.servers import Server, serving

pytestmark = pytest.mark.usefixtures("bare_environment")
VARIABLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """Who issues the server's certificate."""
    return trustme.CA()


@pytest.fixture(scope="module")
def bundle(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """A file with the issuer's certificate, and one with another's."""
    directory = tmp_path_factory.mktemp("tls")
    authority.cert_pem.write_to_path(str(directory / "ca.pem"))
    trustme.CA().cert_pem.write_to_path(str(directory / "other.pem"))
    hashed = directory / "hashed"
    hashed.mkdir()
    command = ["openssl", "x509", "-noout", "-subject_hash", "-in", str(directory / "ca.pem")]
    name = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    authority.cert_pem.write_to_path(str(hashed / f"{name}.0"))
    return directory / "ca.pem"


@pytest.fixture
def server(authority: trustme.CA) -> t.Iterator[Server]:
    """A server with TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with serving(lambda exchange: exchange.reply(b"fine"), context) as running:
        yield running


def is_trusted(server: Server, **named: t.Any) -> bool:
    """Whether a request reaches the server."""
    try:
        return Http(timeout=5, **named).send("POST", f"{server.url}/", {}, b"").body == b"fine"
    except CertificateError:
        return False


@pytest.mark.parametrize("variable", VARIABLES)
def test_authority_when_a_variable_names_it_then_it_is_trusted(
    server: Server, bundle: pathlib.Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    assert not is_trusted(server)
    monkeypatch.setenv(variable, str(bundle))
    assert is_trusted(server)


def test_authority_when_it_is_in_a_directory_then_it_is_trusted(
    server: Server, bundle: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed = str(bundle.parent / "hashed")
    assert is_trusted(server, ca_path=hashed)
    monkeypatch.setenv("SSL_CERT_DIR", f"{bundle.parent}{os.pathsep}{hashed}")
    assert is_trusted(server)


@pytest.mark.parametrize(("stronger", "weaker"), [*itertools.combinations((None, *VARIABLES), 2)])
def test_authority_when_two_places_name_some_then_the_first_replaces_the_second(
    server: Server, bundle: pathlib.Path, monkeypatch: pytest.MonkeyPatch, stronger: str | None, weaker: str
) -> None:
    other = str(bundle.parent / "other.pem")
    monkeypatch.setenv(weaker, str(bundle))
    if stronger is None:
        assert not is_trusted(server, ca_path=other)
    else:
        monkeypatch.setenv(stronger, other)
        assert not is_trusted(server)
        monkeypatch.setenv(stronger, " ")
        assert is_trusted(server)


def test_authority_when_file_and_directory_are_named_then_both_are_trusted(
    server: Server, bundle: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(bundle.parent / "other.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", str(bundle.parent / "hashed"))
    assert is_trusted(server)


def test_authority_when_nothing_is_named_then_the_systems_and_certifis_are_trusted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert certificates._client_context().minimum_version is ssl.TLSVersion.TLSv1_2
    loaded: list[t.Any] = []
    context = types.SimpleNamespace(
        load_default_certs=lambda: loaded.append("system"), load_verify_locations=loaded.append
    )
    monkeypatch.setattr(certificates, "_client_context", lambda: context)
    assert Authorities.choose(None, {}).context(checks_names=True) is t.cast(t.Any, context)
    assert loaded == ["system", certifi.where()]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "does not exist"),
        ("fifo", "is neither a file nor a directory"),
        (b"no certificate", "does not contain a certificate in PEM format"),
        (b"", "does not contain a certificate in PEM format"),
    ],
)
@pytest.mark.parametrize("origin", ["ca_path", *VARIABLES, "SSL_CERT_DIR"])
def test_authority_when_its_path_is_unusable_then_it_is_named_with_where_it_stands(
    tmp_path: pathlib.Path, server: Server, monkeypatch: pytest.MonkeyPatch, origin: str, content: t.Any, says: str
) -> None:
    path = tmp_path / "ca.pem"
    if content == "fifo":
        os.mkfifo(path)
    elif content is not None:
        path.write_bytes(content)
    if origin != "ca_path":
        monkeypatch.setenv(origin, str(path))
    with pytest.raises(InputError, match=says) as caught:
        is_trusted(server, ca_path=str(path) if origin == "ca_path" else None)
    assert str(caught.value).startswith(f"{origin}: {path} ")
    assert caught.value.field == "ca_path"
    assert (origin == "ca_path") is (origin not in caught.value.advice)
    assert server.connections == 0


@pytest.mark.parametrize("path", ["a\0b", "\ud800"])
def test_authority_when_its_path_is_impossible_then_it_is_refused(server: Server, path: str) -> None:
    with pytest.raises(InputError, match=r"ca_path: .* does not exist"):
        is_trusted(server, ca_path=path)


@pytest.mark.parametrize("text", ["-----BEGIN PRIVATE KEY-----s3cret", "s3cret\ns3cret", '{"private_key": "s3cret"}'])
@pytest.mark.parametrize("origin", ["ca_path", *VARIABLES])
def test_authority_when_a_key_is_in_the_place_of_its_path_then_it_does_not_show(
    server: Server, monkeypatch: pytest.MonkeyPatch, text: str, origin: str
) -> None:
    if origin != "ca_path":
        monkeypatch.setenv(origin, text)
    with pytest.raises(InputError, match=f"{origin}: it contains text instead of the path of a file") as caught:
        is_trusted(server, ca_path=text if origin == "ca_path" else None)
    assert "s3cret" not in str(caught.value)


def test_authorities_when_a_file_is_deleted_after_it_was_chosen_then_the_error_names_it(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "c\u00e4.pem"
    with pytest.raises(InputError) as caught:
        Authorities((("ca_path", str(path)),)).context(checks_names=True)
    assert str(caught.value) == f"ca_path: {tmp_path}/c\\xe4.pem cannot be read: No such file or directory."


@pytest.mark.parametrize("problem", ["missing", "empty"])
def test_authorities_when_certifi_has_none_then_those_of_the_system_are_trusted(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, problem: str
) -> None:
    (tmp_path / "empty").write_text("")
    loaded: list[str] = []
    monkeypatch.setattr(certifi, "where", lambda: str(tmp_path / problem))
    monkeypatch.setattr(ssl.SSLContext, "load_default_certs", lambda _context: loaded.append("system"))
    assert Authorities().context(checks_names=True).verify_mode is ssl.CERT_REQUIRED
    assert loaded == ["system"]


def test_authority_when_certificates_are_not_checked_then_nobody_is_warned_and_no_path_matters(
    server: Server, recwarn: pytest.WarningsRecorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere")
    assert is_trusted(server, validate_certs=False)
    assert [str(warning.message) for warning in recwarn] == []


def test_context_when_several_connections_are_made_then_it_is_made_once(
    server: Server, bundle: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    context = Authorities.context
    monkeypatch.setattr(
        Authorities, "context", lambda authorities, **named: made.append(1) or context(authorities, **named)
    )
    http = Http(timeout=5, ca_path=str(bundle))
    http.send("POST", f"{server.url}/", {}, b"")
    http._idle[True].clear()
    http.send("POST", f"{server.url}/", {}, b"")
    assert (server.connections, made) == (2, [1])


def test_context_when_a_server_is_called_in_clear_then_none_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere")
    with serving(lambda exchange: exchange.reply(b"fine")) as server:
        assert is_trusted(server)
