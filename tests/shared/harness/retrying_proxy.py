# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A proxy that sends a request again by itself when no answer comes, as some that end TLS do."""

from __future__ import annotations

import http.client
import http.server
import threading
import typing as t
from urllib.parse import urlsplit

TRIES = 2


class RetryingProxy(http.server.ThreadingHTTPServer):
    """A server that passes requests on to another one; use it in a `with` statement.

    :arg target: the address that requests go to
    """

    daemon_threads = True

    def __init__(self, target: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        parts = urlsplit(target)
        self.target = parts.netloc
        self.url = f"http://127.0.0.1:{self.server_port}{parts.path}"
        self.received: list[str] = []
        self.passed_on: list[str] = []

    def __enter__(self) -> RetryingProxy:
        self._thread = threading.Thread(target=self.serve_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_reason: object) -> None:
        self.shutdown()
        self.server_close()
        self._thread.join()


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: RetryingProxy

    def do_POST(self) -> None:
        """Pass a request on until it is answered."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        method = self.path.rstrip("/").rpartition("/")[2]
        self.server.received.append(method)
        for _try in range(TRIES):
            self.server.passed_on.append(method)
            connection = http.client.HTTPConnection(self.server.target, timeout=60)
            try:
                connection.request("POST", self.path, body, dict(self.headers))
                answer = connection.getresponse()
                self._answer(answer.status, answer.read())
                return
            except (OSError, http.client.HTTPException):
                continue
            finally:
                connection.close()
        self._answer(502, b"<html></html>")

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: t.Any) -> None:
        """Write nothing."""
