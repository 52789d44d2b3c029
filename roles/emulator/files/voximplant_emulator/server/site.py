# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One emulator: its data directory, its database and its three listeners."""

from __future__ import annotations

import json
import os
import secrets
import typing as t

from ..api.call import MediaPorts
from ..api.dispatch import PlatformApi
from ..api.request import PREFIX
from ..api.response import Response
from ..state import accounts
from ..state.files import lock, make_private, write_private
from ..state.store import Store
from . import certificates
from .control import PREFIX as CONTROL_PREFIX
from .control import Control
from .listener import HOST, Listener
from .media import MediaSessions
from .process import ENDPOINT, LOCK

if t.TYPE_CHECKING:
    import pathlib

    from werkzeug.wrappers import Request

ACCOUNT_NAME = "demoaccount"
TOKEN = "control_token"


class Site:
    """A running emulator. A new data directory is seeded with one account.

    `embedded` says that the process does more than run the emulator, so that it must not be stopped with it.
    """

    def __init__(
        self,
        directory: pathlib.Path,
        *,
        port: int = 0,
        media_port: int = 0,
        tls: bool = False,
        embedded: bool = False,
    ) -> None:
        make_private(directory)
        self._lock = lock(directory / LOCK)
        self.directory = directory
        self.tls = tls
        self._embedded = embedded
        self.store = Store.open(directory / "emulator.sqlite3")
        with self.store.transaction():
            self._seed()
        context = certificates.server_context(certificates.authority(directory))
        media = MediaSessions(self.store)
        self._http = Listener(media_port, media.respond)
        self._secure = Listener(media_port and media_port + 1, media.respond, context)
        self.api = PlatformApi(self.store, MediaPorts(self._http.port, self._secure.port))
        self._token = self._control_token()
        self._control = Control(self.store, self._token)
        self._main = Listener(port, self._respond, context if tls else None)

    def _control_token(self) -> str:
        """Return the token of the control API, made on the first start."""
        path = self.directory / TOKEN
        if not path.exists():
            write_private(path, secrets.token_urlsafe(32).encode())
        return path.read_text(encoding="ascii")

    def start(self) -> None:
        """Start the listeners, then write `endpoint.json`: once it exists, the emulator answers."""
        for listener in (self._http, self._secure, self._main):
            listener.start()
        write_private(self.directory / ENDPOINT, json.dumps(self.endpoint(), indent=2).encode())

    def stop(self) -> None:
        """Stop serving; the data directory keeps everything but `endpoint.json`."""
        (self.directory / ENDPOINT).unlink(missing_ok=True)
        for listener in (self._main, self._http, self._secure):
            listener.stop()
        self.store.close()
        self._lock.close()

    def _seed(self) -> None:
        if self.store.row("SELECT 1 FROM account") is None:
            accounts.create(self.store, account_name=ACCOUNT_NAME)
        key = accounts.credentials(self.store, accounts.first_id(self.store))["credentials"]
        write_private(self.directory / "credentials.json", json.dumps(key, indent=2).encode())

    def endpoint(self) -> dict[str, object]:
        """Return the addresses of the emulator and the credentials of its first account."""
        root = f"https://{certificates.NAME}" if self.tls else f"http://{HOST}"
        known = accounts.credentials(self.store, accounts.first_id(self.store))
        names = ("account_id", "account_name", "account_email", "api_key", "session_id")
        return {
            "api_url": f"{root}:{self._main.port}{PREFIX}",
            "control_url": f"{root}:{self._main.port}{CONTROL_PREFIX}",
            "media_url": f"http://{HOST}:{self._http.port}",
            "media_secure_url": f"https://{certificates.NAME}:{self._secure.port}",
            "ca_path": str(self.directory / "ca.pem"),
            **{name: known[name] for name in names},
            "credentials_file": str(self.directory / "credentials.json"),
            "control_token": self._token,
            "embedded": self._embedded,
            "pid": os.getpid(),
        }

    def _respond(self, request: Request) -> Response:
        path = request.path
        if request.method not in ("GET", "POST") and not path.startswith(CONTROL_PREFIX):
            return Response(b"Method Not Allowed", 405, "text/plain")
        if path == PREFIX or path.startswith(PREFIX + "/"):
            return self.api.respond(request)
        if path.startswith(CONTROL_PREFIX + "/"):
            return self._control.respond(request)
        return Response(b"Not Found", 404, "text/plain")
