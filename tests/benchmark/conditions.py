# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Under which conditions the benchmark ran."""

from __future__ import annotations

import datetime
import importlib.metadata
import os
import platform
import statistics

from .observer import Observer

PACKAGES = ("ansible-core", "requests", "PyJWT", "cryptography", "Werkzeug")
_STEP_SECONDS = 5


class Watch(Observer):
    """Looks at the machine's load while a `with` block runs."""

    def __init__(self) -> None:
        super().__init__()
        self._loads: list[float] = []

    def observe(self) -> None:
        """Note the load now and then."""
        self._loads.append(os.getloadavg()[0])
        while not self.done.wait(_STEP_SECONDS):
            self._loads.append(os.getloadavg()[0])

    def told(self, scope: str) -> dict[str, str]:
        """Return what a reader has to know."""
        versions = [f"{name} {importlib.metadata.version(name)}" for name in PACKAGES]
        return {
            "Date": f"{datetime.datetime.now(datetime.UTC):%Y-%m-%d}",
            "Versions": ", ".join([f"Python {platform.python_version()}", *versions]),
            "Machine": f"{os.cpu_count()} cores, {platform.system()}; the emulator runs on it too",
            "Priority": _priority(),
            "Load average": f"{statistics.median(self._loads):.1f} (median), {max(self._loads):.1f} (highest)",
            "Scope": scope,
        }


def _priority() -> str:
    """Return how the kernel prefers this process, and so all that it starts, to others."""
    if os.sched_getscheduler(0) in (os.SCHED_RR, os.SCHED_FIFO):
        return "real-time, so that other work on the machine hardly counts"
    return f"nice {os.nice(0)}"
