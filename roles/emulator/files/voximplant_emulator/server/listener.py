# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A threaded HTTP server that keeps connections open and sends each response in one piece."""

from __future__ import annotations

import contextlib
import io
import itertools
import os
import select
import socket
import ssl
import struct
import threading
import traceback
import typing as t

from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

from ..api.request import CONNECTION, ApiRequest
from ..api.response import Ending, Response

if t.TYPE_CHECKING:
    import collections.abc as c

    from werkzeug.wrappers import Request

HOST = "127.0.0.1"
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)
_PATIENCE = 0.02
_connection_numbers = itertools.count(1)


class Handler(WSGIRequestHandler):
    """Serves the requests of one connection, which Werkzeug's own handler would close after the first."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: Listener

    def setup(self) -> None:
        """Name the connection for the journal."""
        super().setup()
        self.name = f"{os.getpid()}-{next(_connection_numbers)}"
        self.server.connections.add(self.connection)

    def finish(self) -> None:
        """Forget the connection, even if the client went away in the middle of a response."""
        self.server.connections.discard(self.connection)
        with contextlib.suppress(OSError):
            super().finish()

    def log(self, type: str, message: str, *args: object) -> None:
        """Log nothing: a request line may contain an API key."""

    def run_wsgi(self) -> None:
        """Respond to one request."""
        environ = self.make_environ()
        environ[CONNECTION] = self.name
        environ["wsgi.input"] = io.BytesIO(self._body(environ))
        environ["wsgi.input_terminated"] = True
        try:
            response = self.server.page(ApiRequest(environ))
        except Exception:
            traceback.print_exc()
            response = Response(b"Internal Server Error", 500, "text/plain")
        self._deliver(response)

    def _body(self, environ: dict[str, t.Any]) -> bytes:
        if environ.get("wsgi.input_terminated"):
            return bytes(environ["wsgi.input"].read())
        return self.rfile.read(int(environ.get("CONTENT_LENGTH") or 0))

    def _deliver(self, response: Response) -> None:
        if response.ending is Ending.HANGING:
            self._hold(response.pause)
        elif response.pause:
            self.server.stopping.wait(response.pause)
        if response.ending in (Ending.HANGING, Ending.RESET):
            self._hang_up(reset=response.ending is Ending.RESET)
        else:
            self._send(response)

    def _hold(self, seconds: float) -> None:
        """Wait until the client goes away; until it gets a response, it has nothing more to send."""
        for _unused in range(int(seconds / _PATIENCE)):
            if self.server.stopping.is_set() or select.select([self.connection], [], [], _PATIENCE)[0]:
                return

    def _hang_up(self, reset: bool) -> None:
        if reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
        self.server.connections.discard(self.connection)
        os.close(self.connection.detach())
        raise ConnectionAbortedError

    def _send(self, response: Response) -> None:
        self.send_response(response.status)
        for name, value in (("Content-Type", response.content_type), *response.headers):
            self.send_header(name, value)
        if response.ending is Ending.ENDLESS:
            self.send_header("Connection", "close")
        else:
            self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        short = response.ending is Ending.CUT_SHORT
        self.wfile.write(response.body[: len(response.body) // 2] if short else response.body)
        while response.ending is Ending.ENDLESS and not self.server.stopping.is_set():
            self.wfile.write(response.body or b" ")
        self.wfile.flush()
        self.close_connection = self.close_connection or response.ending is not Ending.ANSWERED


class Listener(ThreadedWSGIServer):
    """One port on the loopback interface, over TLS if `context` is given; `page` responds to the requests."""

    def __init__(self, port: int, page: c.Callable[[Request], Response], context: ssl.SSLContext | None = None) -> None:
        super().__init__(HOST, port, app=_no_app, handler=Handler)
        self.page = page
        self.ssl_context = context
        self.stopping = threading.Event()
        self.connections: set[socket.socket] = set()
        self._thread = threading.Thread(target=self.serve_forever, args=(_PATIENCE,), daemon=True)

    def finish_request(self, request: t.Any, client_address: t.Any) -> None:
        """Serve a connection, with the TLS handshake in its own thread."""
        if self.ssl_context is None:
            super().finish_request(request, client_address)
            return
        try:
            secured = self.ssl_context.wrap_socket(request, server_side=True)
        except OSError:
            return  # a client that does not trust us, or speaks no TLS
        with secured:
            super().finish_request(secured, client_address)

    def start(self) -> None:
        """Serve in threads."""
        self._thread.start()

    def stop(self) -> None:
        """Close the port and every open connection."""
        self.stopping.set()
        self.shutdown()
        self._thread.join()
        for connection in list(self.connections):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # the client was faster


def _no_app(environ: t.Any, start_response: t.Any) -> list[bytes]:
    """Stand in for the WSGI application that Werkzeug's server requires; the handler never calls it."""
    return []
