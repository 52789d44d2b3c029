# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A headless Chromium, spoken to over a pipe in the DevTools protocol."""

from __future__ import annotations

import base64
import json
import os
import pathlib
import select
import shutil
import subprocess
import time
import typing as t

Json = dict[str, t.Any]
PATIENCE = 60.0


def find_chromium() -> str:
    """The browser's path."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert found, "These tests need Chromium. On Debian: apt-get install chromium"
    return found


class Chromium:
    """One page of a browser whose profile is a folder of its own."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.events: list[Json] = []
        self._buffer = b""
        self._number = 0
        theirs_in, self._to = os.pipe()
        self._from, theirs_out = os.pipe()
        # The browser reads from descriptor 3 and writes to 4.
        script = f'exec "$0" "$@" 3<&{theirs_in} 4>&{theirs_out}'
        options = ("--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe", "--hide-scrollbars")
        self._process = subprocess.Popen(
            ["bash", "-c", script, find_chromium(), *options, f"--user-data-dir={folder}", "about:blank"],
            pass_fds=(theirs_in, theirs_out),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        self._session = ""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Log", "Runtime"):
            self.call(f"{domain}.enable")

    def close(self) -> None:
        """End the browser."""
        self._session = ""
        self.call("Browser.close")
        self._process.wait(PATIENCE)
        os.close(self._to)
        os.close(self._from)

    def call(self, method: str, **params: t.Any) -> Json:
        """Call a method; what happens meanwhile is added to the events."""
        self._number += 1
        message: Json = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                result: Json = answer["result"]
                return result
            self.events.append(answer)

    def _next(self) -> Json:
        deadline = time.monotonic() + PATIENCE
        while b"\0" not in self._buffer:
            ready = select.select([self._from], [], [], max(deadline - time.monotonic(), 0))[0]
            assert ready, "The browser does not answer."
            part = os.read(self._from, 1 << 20)
            assert part, "The browser has ended."
            self._buffer += part
        line, self._buffer = self._buffer.split(b"\0", 1)
        message: Json = json.loads(line)
        return message

    def open(self, url: str, width: int, height: int, scheme: str = "light") -> None:
        """Open a page in a window of this size."""
        self.show(width, height, scheme)
        self.events.clear()
        self.call("Page.navigate", url=url)
        while not any(event["method"] == "Page.loadEventFired" for event in self.events):
            self.events.append(self._next())

    def show(self, width: int, height: int, scheme: str) -> None:
        """Change the size of the window, and the color scheme that pages are asked for."""
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600
        )
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def evaluate(self, expression: str) -> t.Any:
        """The value of an expression in the page."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def screenshot(self, path: pathlib.Path, *, whole: bool = True) -> None:
        """Write the whole page, or what the window shows of it, to a PNG file."""
        data = self.call("Page.captureScreenshot", captureBeyondViewport=whole)["data"]
        path.write_bytes(base64.b64decode(data))

    def named(self, *methods: str) -> list[Json]:
        """The events of these kinds since the page was opened."""
        return [event for event in self.events if event["method"] in methods]
