# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs a command and measures it: time, processor time and memory, its children included."""

from __future__ import annotations

import contextlib
import os
import pathlib
import re
import subprocess
import tempfile
import time
import typing as t

import psutil

from .observer import Observer

if t.TYPE_CHECKING:
    import collections.abc as c

MEGABYTE = 1_000_000
_PAUSE = 0.02
_SHARE_OF_TIME = 0.05  # of one core, what looking at the memory may cost


class CommandFailedError(Exception):
    """A command that was to be measured has failed."""


class Reading(t.NamedTuple):
    """What one run took: seconds, seconds of processor time, and megabytes at the peak."""

    wall: float
    cpu: float
    memory: float


def measure(command: c.Sequence[str], folder: pathlib.Path, environment: c.Mapping[str, str]) -> tuple[Reading, str]:
    """Run a command in a folder; return what it took, and what it printed.

    The memory is looked at many times a second: the proportional share (PSS) of the process and its descendants, in
    which a page that several of them share, as forked workers do, counts once. A peak that was over too soon to be
    seen, the kernel has noted for each of the processes.
    """
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        began = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env=dict(environment), stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
        with _Scales(process.pid) as scales:
            _unused, status, usage = os.wait4(process.pid, 0)
            wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        printed = output.read()
    if process.returncode:
        raise CommandFailedError(f"{' '.join(command)} ended with {process.returncode}:\n{printed[-4000:]}")
    return Reading(wall, usage.ru_utime + usage.ru_stime, scales.peak / MEGABYTE), printed


class _Scales(Observer):
    """Looks again and again at the memory of a process and its descendants, while a `with` block runs."""

    def __init__(self, pid: int) -> None:
        super().__init__()
        self.peak = 0
        self._root = psutil.Process(pid)

    def observe(self) -> None:
        """Weigh the processes at least as often as `_PAUSE` says, unless that takes too much time."""
        pause = _PAUSE
        while not self.done.wait(pause):
            used = time.thread_time()
            self.peak = max(self.peak, self._weigh())
            pause = max(_PAUSE, (time.thread_time() - used) / _SHARE_OF_TIME)

    def _weigh(self) -> int:
        shares, highest = 0, 0
        with contextlib.suppress(psutil.NoSuchProcess):
            for process in (self._root, *self._root.children(recursive=True)):
                with contextlib.suppress(psutil.Error, OSError):
                    shares += process.memory_full_info().pss
                    highest = max(highest, _high_water_mark(process.pid))
        return max(shares, highest)


def _high_water_mark(pid: int) -> int:
    """Return the largest resident size that a process has had, in bytes; 0 if it is ending."""
    status = pathlib.Path(f"/proc/{pid}/status").read_text(encoding="utf-8", errors="replace")
    found = re.search(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE)
    return int(found[1]) * 1024 if found else 0
