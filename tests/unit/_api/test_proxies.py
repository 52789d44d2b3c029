# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Test proxies that speak SOCKS or TLS, and a machine without the library for SOCKS."""

from __future__ import annotations

import contextlib
import socket
import ssl
import sys
import threading
import typing as t

import pytest
import trustme
import urllib3.contrib

from ansible_collections.voximplant.platform.plugins.module_utils._api import connections
from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import (
    CertificateError,
    InputError,
    MissingLibraryError,
    ProxyError,
    TransportError,
)
from ansible_collections.voximplant.platform.plugins.module_utils._api.transport import Http
from ansible_collections.voximplant.platform.tests.unit.support.libraries import break_library
from harness.servers import serving, unused_port

pytestmark = pytest.mark.usefixtures("bare_environment")
USER, PASSWORD = b"user", b"s3cret"
NO_LOGIN, LOGIN, REFUSED = 0, 2, 255


class SocksProxy:
    """A proxy of SOCKS 5 that connects everybody who knows its password to one port."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.asked: list[str] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Stop listening."""
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection = self._listener.accept()[0]
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, near: socket.socket) -> None:
        with contextlib.suppress(OSError), near:
            methods = near.recv(2)[1]
            offered = near.recv(methods)
            near.sendall(bytes([5, LOGIN if LOGIN in offered else REFUSED]))
            if LOGIN not in offered:
                return
            near.recv(1)
            user = near.recv(near.recv(1)[0])
            password = near.recv(near.recv(1)[0])
            is_known = (user, password) == (USER, PASSWORD)
            near.sendall(bytes([1, 0 if is_known else 1]))
            if not is_known:
                return
            kind = near.recv(4)[3]
            name = near.recv(near.recv(1)[0]).decode() if kind == 3 else socket.inet_ntoa(near.recv(4))
            near.recv(2)
            self.asked.append(name)
            with socket.create_connection(("127.0.0.1", self._port)) as far:
                near.sendall(bytes([5, 0, 0, 1, 127, 0, 0, 1, 0, 0]))
                back = threading.Thread(target=_copy, args=(far, near), daemon=True)
                back.start()
                _copy(near, far)
                back.join()


def _copy(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """Who issues the server's certificate."""
    return trustme.CA()


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_proxy_when_it_speaks_socks_then_requests_go_through_it(
    monkeypatch: pytest.MonkeyPatch, authority: trustme.CA, tmp_path: t.Any, scheme: str
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("api.test").configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    with serving(lambda exchange: exchange.reply(b"fine"), context if scheme == "https" else None) as server:
        proxy = SocksProxy(server.port)
        monkeypatch.setenv("all_proxy", f"socks5h://user:s3cret@127.0.0.1:{proxy.port}")
        http = Http(timeout=5, ca_path=str(tmp_path / "ca.pem"))
        for _call in range(2):
            assert http.send("POST", f"{scheme}://api.test/", {}, b"").body == b"fine"
        proxy.close()
    assert (proxy.asked, server.connections) == (["api.test"], 1)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1 ",
        " http://127.0.0.1:1",
        "http://127.0.0.1:1\n",
        "http://127.0.0.1:99999",
        "127.0.0.1:abc",
        "http://",
        "http://[::1",
        "http://user:s3cret@:3128",
        "http://пользователь:s3cret@127.0.0.1:1",
        "http://%D0%BF:s3cret@127.0.0.1:1",
        "http://us\udce9r:s3cret@127.0.0.1:1",
        "http://" + "a" * 64 + ":1",
        "http://" + "ä" * 64 + ":1",
        "ftp://127.0.0.1:1",
    ],
    ids=ascii,
)
def test_proxy_when_its_url_is_invalid_then_its_variables_are_named(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("HTTPS_PROXY", url)
    with pytest.raises(InputError, match="The environment names a proxy with an invalid URL") as caught:
        Http(timeout=5).send("POST", "https://api.test/", {}, b"")
    assert (caught.value.field, caught.value.advice) == (None, "Correct HTTPS_PROXY, HTTP_PROXY or ALL_PROXY.")
    assert not caught.value.ambiguous
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize("url", ["", "ftp://127.0.0.1:1"])
def test_proxy_when_the_url_of_another_scheme_is_invalid_then_it_does_not_matter(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:99999")
    monkeypatch.setenv("http_proxy", url)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with serving(lambda exchange: exchange.reply(b"fine")) as server:
        assert Http(timeout=5).send("POST", server.url, {}, b"").body == b"fine"


def test_proxy_when_it_refuses_by_socks_then_nothing_was_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    proxy = SocksProxy(1)
    for login in ("user:wrong-s3cret@", ""):
        monkeypatch.setenv("all_proxy", f"socks5h://{login}127.0.0.1:{proxy.port}")
        with pytest.raises(ProxyError, match="The SOCKS proxy refused") as caught:
            Http(timeout=5).send("POST", "http://api.test/", {}, b"")
        assert not caught.value.ambiguous
        assert not caught.value.retryable
        assert "s3cret" not in str(caught.value)
    proxy.close()


def test_proxy_when_it_speaks_socks_and_cannot_be_reached_then_nothing_was_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("all_proxy", f"socks5://127.0.0.1:{unused_port()}")
    with pytest.raises(TransportError, match="Connection refused") as caught:
        Http(timeout=5).send("POST", "http://192.0.2.1/", {}, b"")
    assert not caught.value.ambiguous


@pytest.mark.filterwarnings("ignore")
def test_proxy_when_the_library_for_socks_is_missing_then_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "socks", None)
    monkeypatch.delitem(sys.modules, "urllib3.contrib.socks", raising=False)
    monkeypatch.delattr(urllib3.contrib, "socks", raising=False)
    monkeypatch.setenv("all_proxy", "socks5h://127.0.0.1:1")
    connections._socks_pools.cache_clear()
    with pytest.raises(MissingLibraryError) as caught:
        Http(timeout=5).send("POST", "http://api.test/", {}, b"")
    assert caught.value.library == "PySocks"
    assert "SOCKS proxy" in caught.value.reason


@pytest.mark.filterwarnings("ignore")
def test_proxy_when_the_library_for_socks_is_broken_then_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    break_library(monkeypatch, "urllib3.contrib.socks", AttributeError())
    monkeypatch.delattr(urllib3.contrib, "socks", raising=False)
    monkeypatch.setenv("all_proxy", "socks5h://127.0.0.1:1")
    connections._socks_pools.cache_clear()
    with pytest.raises(MissingLibraryError, match=r"PySocks.*cannot be imported: AttributeError"):
        Http(timeout=5).send("POST", "http://api.test/", {}, b"")


def test_proxy_when_it_speaks_tls_then_it_is_trusted_as_servers_are(
    monkeypatch: pytest.MonkeyPatch, authority: trustme.CA, tmp_path: t.Any
) -> None:
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    trustme.CA().cert_pem.write_to_path(str(tmp_path / "other.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    with serving(lambda exchange: exchange.reply(b"fine"), context) as proxy:
        monkeypatch.setenv("http_proxy", f"https://localhost:{proxy.port}")
        http = Http(timeout=5, ca_path=str(tmp_path / "ca.pem"))
        assert http.send("POST", "http://api.test/", {}, b"").body == b"fine"
        with pytest.raises(CertificateError):
            Http(timeout=5, ca_path=str(tmp_path / "other.pem")).send("POST", "http://api.test/", {}, b"")
        monkeypatch.setenv("http_proxy", f"https://127.0.0.1:{proxy.port}")
        with pytest.raises(TransportError) as caught:
            Http(timeout=5, ca_path=str(tmp_path / "ca.pem")).send("POST", "http://api.test/", {}, b"")
        assert not caught.value.ambiguous
    assert len(proxy.requests) == 1
