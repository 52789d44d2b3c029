# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Small servers on the loopback interface that do exactly what a test wants with a connection."""

from __future__ import annotations

import contextlib
import dataclasses
import socket
import ssl
import struct
import threading
import typing as t

Behaviour = t.Callable[["Exchange"], None]
_LONGEST_SECONDS = 10


@dataclasses.dataclass
class Exchange:
    """A request that came, and the connection to answer it on."""

    connection: socket.socket
    number: int
    head: str
    body: bytes

    def reply(self, body: bytes, status: str = "200 OK", headers: str = "") -> None:
        """Answer with a whole response."""
        head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{headers}\r\n"
        self.connection.sendall(head.encode() + body)

    def reset(self) -> None:
        """Break the connection so that the other side sees a reset."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def close(self) -> None:
        """End the connection."""
        self.connection.close()

    def header(self, name: str) -> str | None:
        """A header of the request."""
        for line in self.head.split("\r\n")[1:]:
            key, _colon, value = line.partition(":")
            if key.lower() == name.lower():
                return value.strip()
        return None


class Server:
    """Listens on a free port until it is closed; every request is remembered, and handed to the behaviour."""

    def __init__(self, behaviour: Behaviour, tls: ssl.SSLContext | None = None) -> None:
        self._behaviour = behaviour
        self._tls = tls
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._stopped = threading.Event()
        self.requests: list[Exchange] = []
        self.connections = 0
        self._accepted: list[socket.socket] = []
        self.port: int = self._listener.getsockname()[1]
        self.url = f"{'http' if tls is None else 'https'}://127.0.0.1:{self.port}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Stop listening, and break what clients have kept: a later server may get the same port."""
        self._stopped.set()
        for accepted in (self._listener, *self._accepted):
            with contextlib.suppress(OSError):
                accepted.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        while not self._stopped.is_set():
            try:
                connection, _address = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._accepted.append(connection)
            threading.Thread(target=self._serve, args=(connection, self.connections), daemon=True).start()

    def _serve(self, connection: socket.socket, number: int) -> None:
        connection.settimeout(_LONGEST_SECONDS)
        with contextlib.suppress(OSError), contextlib.ExitStack() as stack:
            stack.callback(connection.close)
            if self._tls is not None:
                connection = self._tls.wrap_socket(connection, server_side=True)
                stack.callback(connection.close)
            while True:
                head, body = _received(connection, b"", b"\r\n\r\n")
                exchange = Exchange(connection, number, head.decode(), b"")
                exchange.body, _rest = _received(connection, body, int(exchange.header("Content-Length") or 0))
                self.requests.append(exchange)
                self._behaviour(exchange)


def _received(connection: socket.socket, content: bytes, end: bytes | int) -> tuple[bytes, bytes]:
    """What comes up to an end, which is a mark or a length, and what came behind it."""
    while (end not in content) if isinstance(end, bytes) else len(content) < end:
        part = connection.recv(65536)
        if not part:
            raise ConnectionResetError
        content += part
    if isinstance(end, int):
        return content[:end], content[end:]
    head, _mark, rest = content.partition(end)
    return head, rest


@contextlib.contextmanager
def serving(behaviour: Behaviour, tls: ssl.SSLContext | None = None) -> t.Iterator[Server]:
    """A server for as long as the block runs."""
    server = Server(behaviour, tls)
    try:
        yield server
    finally:
        server.close()


def unused_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
