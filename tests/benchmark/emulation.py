# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The emulator in a process of its own, as the benchmark sees it."""

from __future__ import annotations

import json
import pathlib
import subprocess
import sys
import typing as t

import psutil
import requests

from .calls import Call

EMULATOR = pathlib.Path(__file__).resolve().parents[2] / "roles" / "emulator" / "files" / "emulator.py"
Json = dict[str, t.Any]


class Platform:
    """A running emulator; use it in a `with` statement."""

    def __init__(self, folder: pathlib.Path) -> None:
        self._folder = folder
        self._http = requests.Session()
        self._http.trust_env = False

    def __enter__(self) -> Platform:
        self._command("--background")
        self.endpoint: Json = json.loads((self._folder / "endpoint.json").read_text(encoding="utf-8"))
        self._http.headers["Authorization"] = f"Bearer {self.endpoint['control_token']}"
        self._process = psutil.Process(self.endpoint["pid"])
        return self

    def __exit__(self, *_details: object) -> None:
        self._command("--stop")

    def _command(self, option: str) -> None:
        subprocess.run(
            [sys.executable, str(EMULATOR), "--data-dir", str(self._folder), option],
            check=True,
            stdout=subprocess.DEVNULL,
        )

    def _control(self, verb: str, path: str, body: object = None) -> t.Any:
        answer = self._http.request(verb, f"{self.endpoint['control_url']}/{path}", json=body, timeout=60)
        answer.raise_for_status()
        return answer.json()

    @property
    def login(self) -> Json:
        """Return the options that connect a task to the first account with its API key."""
        return {"api_url": self.api_url, "account_id": self.endpoint["account_id"], "api_key": self.endpoint["api_key"]}

    @property
    def service_login(self) -> Json:
        """Return the options that connect a task to the first account with its service account."""
        return {"api_url": self.api_url, "credentials_file": self.endpoint["credentials_file"]}

    @property
    def api_url(self) -> str:
        """Return the address of the API."""
        return str(self.endpoint["api_url"])

    def reset(self) -> None:
        """Forget everything but the first account and the latency."""
        latency = self._control("GET", "latency")
        self._control("POST", "reset")
        self._control("PUT", "latency", latency)

    def set_latency(self, milliseconds: int) -> None:
        """Let every call wait before it is answered."""
        self._control("PUT", "latency", {"latency_ms": milliseconds})

    def throttle(self, rate: float) -> None:
        """Refuse this share of the calls with HTTP 429, or none."""
        faults = [{"kind": "http_status", "status": 429, "rate": rate, "times": 0}] if rate else []
        self._control("PUT", "faults", faults)

    def add_account(self) -> Json:
        """Create an account and return its secrets."""
        created: Json = self._control("POST", "accounts", {})
        return created

    def take_calls(self) -> list[Call]:
        """Return the calls that were made since this was asked last."""
        rows = self._control("GET", "journal")
        self._control("DELETE", "journal")
        return [Call(row["method"], row["params"]) for row in rows]

    def state(self) -> Json:
        """Return what the first account has."""
        found: Json = self._control("GET", "state")
        return found

    def cpu(self) -> float:
        """Return the processor time that the emulator has used so far, in seconds."""
        times = self._process.cpu_times()
        return times.user + times.system
