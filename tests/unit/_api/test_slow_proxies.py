# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Test proxies that are slow: the time for a connection counts as a whole, and the end of the task ends it."""

from __future__ import annotations

import contextlib
import pathlib
import socket
import ssl
import threading
import time
import typing as t

import pytest
import trustme

from ansible_collections.voximplant.platform.plugins.module_utils._api.deadline import Deadline
from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import CancelledError, TransportError
from ansible_collections.voximplant.platform.plugins.module_utils._api.transport import Http

if t.TYPE_CHECKING:
    import collections.abc as c

pytestmark = pytest.mark.usefixtures("bare_environment")
TIMEOUT = 1
ACCEPTED = b"HTTP/1.1 200 OK\r\n\r\n"


class SlowProxy:
    """A proxy that answers at once up to a point, and from there on a byte each 0.2 seconds.

    :arg speak: what it does with a connection before it gets slow; returns where it goes on
    :arg rest: what it says slowly
    """

    def __init__(self, speak: c.Callable[[socket.socket], socket.socket], rest: bytes) -> None:
        self._speak, self._rest = speak, rest
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._ended = threading.Event()
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        """Stop listening and talking."""
        self._ended.set()
        self._listener.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near = self._listener.accept()[0]
                with contextlib.suppress(OSError), self._speak(near) as connection:
                    for byte in self._rest:
                        if self._ended.wait(0.2):
                            break
                        connection.sendall(bytes([byte]))


def socks(connection: socket.socket) -> socket.socket:
    """Greet, and begin to say which address of 255 bytes was connected to."""
    connection.recv(100)
    connection.sendall(bytes([5, 0]))
    connection.recv(300)
    connection.sendall(bytes([5, 0, 0, 3, 255]))
    return connection


def http(connection: socket.socket) -> socket.socket:
    """Read the request to connect, and answer after most of the time."""
    connection.recv(5000)
    time.sleep(TIMEOUT * 0.8)
    connection.sendall(ACCEPTED)
    return connection


def over_tls(context: ssl.SSLContext) -> c.Callable[[socket.socket], socket.socket]:
    """Do so inside TLS, at once."""

    def speak(connection: socket.socket) -> socket.socket:
        encrypted = context.wrap_socket(connection, server_side=True)
        encrypted.recv(5000)
        encrypted.sendall(ACCEPTED)
        return encrypted

    return speak


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """Who issues the certificate of the proxy."""
    return trustme.CA()


@pytest.fixture(params=["socks", "http", "https"])
def slow(
    request: pytest.FixtureRequest, authority: trustme.CA, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> t.Iterator[Http]:
    """Return a client behind a slow proxy."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    record = bytes([22, 3, 3, 64, 0]) + bytes(250)  # the beginning of a message of TLS
    scheme, proxy = {
        "socks": ("socks5h", SlowProxy(socks, b"x" * 255)),
        "http": ("http", SlowProxy(http, record)),
        "https": ("https", SlowProxy(over_tls(context), record)),
    }[request.param]
    monkeypatch.setenv("all_proxy", f"{scheme}://127.0.0.1:{proxy.port}")
    yield Http(timeout=TIMEOUT, ca_path=str(tmp_path / "ca.pem"))
    proxy.close()


def test_connection_when_a_proxy_is_slow_then_the_timeout_counts_for_all_of_it(slow: Http) -> None:
    begun = time.monotonic()
    with pytest.raises(TransportError, match="the connection timed out") as caught:
        slow.send("POST", "https://api.test/", {}, b"")
    assert TIMEOUT * 0.9 < time.monotonic() - begun < TIMEOUT * 1.6
    assert not caught.value.ambiguous


def test_connection_when_the_task_ends_meanwhile_then_it_ends_at_once(slow: Http) -> None:
    deadline = Deadline()
    timer = threading.Timer(0.3, deadline.cancel)
    timer.start()
    begun = time.monotonic()
    with pytest.raises(CancelledError) as caught:
        slow.send("POST", "https://api.test/", {}, b"", deadline)
    assert time.monotonic() - begun < 0.9
    assert not caught.value.ambiguous
