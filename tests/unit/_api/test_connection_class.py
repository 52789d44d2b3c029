# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Test a bounded connection by itself, on top of a connection class that has no more than old versions of urllib3."""

from __future__ import annotations

import contextlib
import socket
import threading
import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api import connections
from ansible_collections.voximplant.platform.plugins.module_utils._api.deadline import Deadline
from ansible_collections.voximplant.platform.plugins.module_utils._api.exchange import (
    Exchange,
    NotConnectedError,
    open_exchange,
)

TIMEOUT = 5
NO_DELAY = (socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


class OldConnection:
    """What urllib3 1.25 has: no proxy, and nothing but the host to look up."""

    host = "127.0.0.1"
    timeout = TIMEOUT
    socket_options: t.ClassVar[t.Any] = [NO_DELAY]

    def __init__(self, port: int) -> None:
        self.port = port
        self.sock: t.Any = None
        self.timers: set[threading.Thread] = set()
        self.was_connecting = False

    def connect(self) -> None:
        """Connect, and remember what goes on meanwhile."""
        self.was_connecting = connections.current.exchange.is_connecting
        self.timers = {thread for thread in threading.enumerate() if isinstance(thread, threading.Timer)}
        self.sock = self._new_conn()
        self.send(b"CONNECT ")

    def _new_conn(self) -> t.Any:
        raise NotImplementedError

    def send(self, data: bytes) -> None:
        """Send something."""
        self.sock.sendall(data)


class Connection(connections._Bounded, OldConnection):
    """A bounded one."""


class Named(Connection):
    """One that keeps the name to look up, with its dot at the end, beside the name to show."""

    _dns_host = "127.0.0.1"
    host = "shown.test"


class Proxied(Connection):
    """One to a proxy."""

    proxy = "http://proxy.test"


@contextlib.contextmanager
def connected(kind: type[Connection]) -> t.Iterator[tuple[Connection, socket.socket, Exchange]]:
    """A connection that has sent a request in two parts, the far side, and the exchange."""
    with socket.create_server(("127.0.0.1", 0)) as listener, open_exchange(Deadline()) as exchange:
        connection = kind(listener.getsockname()[1])
        assert not exchange.is_sent
        connection.send(b"request")
        far, _address = listener.accept()
        with far, connection.sock:
            yield connection, far, exchange


@pytest.mark.parametrize(("kind", "has_timer"), [(Connection, False), (Named, False), (Proxied, True)])
def test_connection_when_it_sends_then_it_connects_first_and_only_the_time_of_proxies_needs_a_timer(
    kind: type[Connection], has_timer: bool
) -> None:
    before = {thread for thread in threading.enumerate() if isinstance(thread, threading.Timer)}
    with connected(kind) as (connection, far, exchange):
        assert connection.was_connecting
        assert not exchange.is_connecting
        assert exchange.is_sent
        assert connection.sock.gettimeout() == TIMEOUT
        assert connection.sock.getsockopt(*NO_DELAY[:2])
        connection.send(b" and more")
        connection.sock.close()
        assert b"".join(iter(lambda: far.recv(100), b"")) == b"CONNECT request and more"
    assert bool(connection.timers - before) is has_timer


def test_connection_when_it_only_connects_then_nothing_of_the_request_counts_as_sent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener, open_exchange(Deadline()) as exchange:
        connection = Connection(listener.getsockname()[1])
        connection.connect()
        assert not exchange.is_sent
        connection.sock.close()


def test_connection_when_the_task_is_cancelled_then_the_socket_in_use_is_shut_down() -> None:
    with connected(Connection) as (connection, far, exchange):
        far.settimeout(TIMEOUT)
        exchange.deadline.cancel()
        assert b"".join(iter(lambda: far.recv(100), b"")) == b"CONNECT request"
        with pytest.raises(OSError, match=r"\w"):
            connection.send(b"more")


@pytest.mark.parametrize("kind", [Connection, Proxied])
def test_connection_when_it_cannot_be_made_then_the_error_says_so_and_the_next_try_begins_anew(
    kind: type[Connection],
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with open_exchange(Deadline()) as exchange:
        with pytest.raises(NotConnectedError) as caught:
            kind(port).send(b"request")
        assert isinstance(caught.value.__cause__, ConnectionRefusedError)
        assert (exchange.is_connecting, exchange.is_sent) == (False, False)
