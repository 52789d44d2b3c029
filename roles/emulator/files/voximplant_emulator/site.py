# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One emulator: its data directory, its database and its three listeners."""

from __future__ import annotations

import json
import os
import typing as t

from . import accounts, certificates
from .answers import Answer
from .api import PlatformApi
from .background import ENDPOINT
from .call import MediaAddresses
from .control import PREFIX as CONTROL_PREFIX
from .control import Control
from .files import take, write_private
from .incoming import PREFIX
from .listener import HOST, Listener
from .media import MediaDesk
from .store import Store

if t.TYPE_CHECKING:
    import pathlib

    from werkzeug.wrappers import Request

ACCOUNT_NAME = "demoaccount"


class Site:
    """A running emulator. It is seeded with one account when its data directory is new."""

    def __init__(self, directory: pathlib.Path, *, port: int = 0, media_port: int = 0, tls: bool = False) -> None:
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._lock = take(directory / "lock")
        self.directory = directory
        self.tls = tls
        self.store = Store(directory / "emulator.sqlite3")
        with self.store.transaction():
            self._seed()
        context = certificates.server_context(certificates.authority(directory))
        desk = MediaDesk(self.store)
        self._http = Listener(media_port, desk.answer)
        self._secure = Listener(media_port and media_port + 1, desk.answer, context)
        self.api = PlatformApi(self.store, MediaAddresses(self._http.port, self._secure.port))
        self._control = Control(self.store)
        self._main = Listener(port, self._answer, context if tls else None)

    def start(self) -> None:
        """Begin to serve, then write `endpoint.json`: when it is there, the emulator answers."""
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
        """Return where the emulator is and how to get in."""
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
            "pid": os.getpid(),
        }

    def _answer(self, request: Request) -> Answer:
        path = request.path
        if request.method not in ("GET", "POST") and not path.startswith(CONTROL_PREFIX):
            return Answer(b"Method Not Allowed", 405, "text/plain")
        if path == PREFIX or path.startswith(PREFIX + "/"):
            return self.api.answer(request)
        if path.startswith(CONTROL_PREFIX + "/"):
            return self._control.answer(request)
        return Answer(b"Not Found", 404, "text/plain")
