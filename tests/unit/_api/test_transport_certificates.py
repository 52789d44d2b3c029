# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Certificates: whom a request trusts."""

from __future__ import annotations

import pathlib
import ssl
import typing as t

import pytest
import trustme

from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import CertificateError, TransportError
from ansible_collections.voximplant.platform.plugins.module_utils._api.transport import Http
from harness.servers import Exchange, Server, serving

pytestmark = pytest.mark.usefixtures("bare_environment")
NAMES = {"right": "127.0.0.1", "wrong": "somewhere.test"}


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """Who issues the server's certificates."""
    return trustme.CA()


@pytest.fixture(scope="module")
def bundle(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A file with the issuer's certificate."""
    path: pathlib.Path = tmp_path_factory.mktemp("tls") / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return str(path)


@pytest.fixture
def server(authority: trustme.CA, request: pytest.FixtureRequest) -> t.Iterator[Server]:
    """A server with a certificate for its own name, or for another one."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(NAMES[getattr(request, "param", "right")]).configure_cert(context)
    with serving(lambda exchange: exchange.reply(b"fine"), context) as running:
        yield running


def body(server: Server, **named: t.Any) -> bytes:
    """The answer to a request."""
    return Http(timeout=5, **named).send("POST", f"{server.url}/", {}, b"s3cret").body


def refusal(server: Server, **named: t.Any) -> CertificateError:
    """The error of a request that was not sent."""
    with pytest.raises(CertificateError) as caught:
        body(server, **named)
    assert server.requests == []
    return caught.value


def test_certificate_when_its_issuer_is_given_then_it_is_trusted(server: Server, bundle: str) -> None:
    assert body(server, ca_path=bundle) == b"fine"


@pytest.mark.parametrize("scheme", [" https", "\nhttps", "HTTPS"], ids=ascii)
def test_certificate_when_the_scheme_is_written_otherwise_then_its_issuer_is_trusted_too(
    server: Server, bundle: str, scheme: str
) -> None:
    url = server.url.replace("https", scheme)
    assert Http(timeout=5, ca_path=bundle).send("POST", url, {}, b"s3cret").body == b"fine"


def test_certificate_when_the_environment_names_its_issuer_then_it_is_trusted(
    server: Server, bundle: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", bundle)
    assert body(server) == b"fine"


def test_certificate_when_its_issuer_is_unknown_then_nothing_is_sent(server: Server) -> None:
    error = refusal(server)
    assert not error.ambiguous
    assert error.text == "The server's certificate is not trusted: unable to get local issuer certificate."
    assert error.field == "ca_path"
    assert error.advice == "Set ca_path to the issuer's certificate, or correct the host in the URL."


@pytest.mark.parametrize("server", ["wrong"], indirect=True)
def test_certificate_when_it_is_for_another_host_then_nothing_is_sent(server: Server, bundle: str) -> None:
    assert "127.0.0.1" in str(refusal(server, ca_path=bundle))


@pytest.mark.parametrize("server", ["right", "wrong"], indirect=True)
@pytest.mark.filterwarnings("ignore::urllib3.exceptions.InsecureRequestWarning")
def test_certificate_when_it_is_not_to_be_checked_then_any_is_taken(server: Server, bundle: str) -> None:
    assert body(server, validate_certs=False) == b"fine"
    assert body(server, validate_certs=False, ca_path=bundle) == b"fine"


def test_certificate_when_the_option_and_the_environment_differ_then_the_option_counts(
    server: Server, bundle: str, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other.pem"
    trustme.CA().cert_pem.write_to_path(str(other))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(other))
    refusal(server)
    assert body(server, ca_path=bundle) == b"fine"


def test_handshake_when_the_server_speaks_no_tls_then_it_is_a_transport_error() -> None:
    with serving(Exchange.reset) as plain, pytest.raises(TransportError) as caught:
        Http(timeout=0.2).send("POST", f"https://127.0.0.1:{plain.port}/", {}, b"s3cret")
    assert not isinstance(caught.value, CertificateError)
    assert plain.requests == []
