# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Sockets to servers and proxies: the time for all addresses counts as a whole."""

from __future__ import annotations

import contextlib
import importlib
import socket
import time
import typing as t

if t.TYPE_CHECKING:
    from .exchange import Exchange

_LEAST_SECONDS = 2.0  # for one of several addresses


class SocksProxy:
    """A proxy that speaks SOCKS, and where it has to connect to.

    :arg options: as urllib3 reads them from the proxy's URL
    """

    def __init__(self, options: t.Mapping[str, t.Any], destination: t.Tuple[str, int]) -> None:
        self.address = (options["proxy_host"], options["proxy_port"])
        self.destination = destination
        self._options = options

    def socket(self, kind: t.Tuple[int, int, int], address: t.Tuple[t.Any, ...]) -> t.Any:
        """Return a socket that connects through the proxy at this address."""
        options = self._options
        connection: t.Any = importlib.import_module("socks").socksocket(*kind)
        login = (options["username"], options["password"])
        connection.set_proxy(options["socks_version"], address[0], address[1], options["rdns"], *login)
        return connection


def open_socket(
    host: str,
    port: int,
    seconds: float,
    options: t.Any,
    exchange: Exchange,
    *,
    socks_proxy: t.Optional[SocksProxy] = None,
) -> t.Any:
    """Connect to the first address of a host that answers.

    :arg seconds: time limit for all addresses together
    :arg socks_proxy: the host is such a proxy, which has to connect to another one
    :raises OSError: if none answers in time
    """
    end = time.monotonic() + seconds
    addresses = socket.getaddrinfo(host.strip("[]"), port, 0, socket.SOCK_STREAM)
    failure = OSError("The host has no address.")
    for place, (family, kind, protocol, _name, address) in enumerate(addresses):
        remaining = end - time.monotonic()
        if remaining <= 0:
            raise socket.timeout
        share = max(remaining / (len(addresses) - place), min(_LEAST_SECONDS, remaining))
        with contextlib.ExitStack() as on_failure:
            try:
                if socks_proxy is None:
                    connection = socket.socket(family, kind, protocol)
                else:
                    connection = socks_proxy.socket((family, kind, protocol), address)
                on_failure.callback(connection.close)
                on_failure.callback(exchange.release)
                exchange.watch(connection)
                for option in options or ():
                    connection.setsockopt(*option)
                connection.settimeout(share)
                connection.connect(address if socks_proxy is None else socks_proxy.destination)
                connection.settimeout(max(0.001, end - time.monotonic()))
            except OSError as error:
                failure = error
            else:
                on_failure.pop_all()
                return connection
    raise failure
