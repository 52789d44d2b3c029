# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Test how the time for a connection is shared among the addresses of a host."""

from __future__ import annotations

import socket
import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api import sockets
from ansible_collections.voximplant.platform.plugins.module_utils._api.deadline import Deadline
from ansible_collections.voximplant.platform.plugins.module_utils._api.exchange import open_exchange


class Host:
    """A host of which only the last address answers, and its clock."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, addresses: int) -> None:
        self.addresses = addresses
        self.asked: list[t.Any] = []
        self.limits: list[list[float]] = []
        self.now = 100.0
        monkeypatch.setattr(sockets.time, "monotonic", lambda: self.now)
        monkeypatch.setattr(socket, "getaddrinfo", self._look_up)
        monkeypatch.setattr(socket, "socket", self._make_socket)

    def _look_up(self, *arguments: object) -> list[t.Any]:
        self.asked.append(arguments)
        return [(socket.AF_INET6, socket.SOCK_STREAM, 6, "", number) for number in range(1, self.addresses + 1)]

    def _make_socket(self, *kind: object) -> Connection:
        assert kind == (socket.AF_INET6, socket.SOCK_STREAM, 6)
        return Connection(self)


class Connection:
    """A socket that refuses to connect after a second, or connects to the last address at once."""

    def __init__(self, host: Host) -> None:
        self._host = host
        host.limits.append([])

    def fileno(self) -> int:
        """Return a number that no open file has."""
        return 1_000_000

    def settimeout(self, seconds: float) -> None:
        """Note the limit."""
        self._host.limits[-1].append(seconds)

    def connect(self, number: int) -> None:
        """Connect to the last address only."""
        if number < self._host.addresses:
            self._host.now += 1
            raise ConnectionRefusedError

    def close(self) -> None:
        """Close nothing."""


def test_host_when_addresses_refuse_then_the_others_share_the_time_that_is_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    host = Host(monkeypatch, 3)
    with open_exchange(Deadline()) as exchange:
        sockets.open_socket("[::1]", 443, 31, None, exchange)
    assert host.asked == [("::1", 443, 0, socket.SOCK_STREAM)]
    assert host.limits == [[31 / 3], [15], [29, 29]]


def test_host_when_no_time_is_left_then_no_address_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    host = Host(monkeypatch, 2)
    with open_exchange(Deadline()) as exchange, pytest.raises(socket.timeout):
        sockets.open_socket("api.test", 443, 0, None, exchange)
    assert host.limits == []
