# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs plays and bare calls against the emulator, and takes down what they took."""

from __future__ import annotations

import json
import pathlib
import sys
import typing as t

from .calls import stages
from .figures import BARE, Key, Results, Row, python_of, start_of
from .meter import Reading, measure

if t.TYPE_CHECKING:
    import collections.abc as c

    from .calls import Call
    from .emulation import Platform
    from .project import Project

NOTHING = {"name": "Do nothing", "ansible.builtin.debug": {"msg": "nothing"}}
SCRIPT = pathlib.Path(__file__).with_name("bare_calls.py")


class Runs:
    """What is measured: each run is taken down with its calls and with what the emulator had to do."""

    def __init__(self, platform: Platform) -> None:
        self.platform = platform
        self.results = Results()

    def take(self, key: Key, run: c.Callable[[], Reading]) -> list[Call]:
        """Run something, take it down, and return its calls."""
        self.platform.take_calls()
        before = self.platform.cpu()
        reading = run()
        emulator = self.platform.cpu() - before
        calls = self.platform.take_calls()
        texts = sum(call.reads_text for call in calls)
        self.results.add(Row(key, 1, len(calls), texts, *reading, emulator))
        _say(key, reading, len(calls))
        return calls

    def start(self, part: str, project: Project) -> None:
        """Measure what Ansible takes for a play whose task does nothing, and a bare process that makes no call."""
        self.take(start_of(part), lambda: project.play([NOTHING], self.platform.login))
        self.take(python_of(part), lambda: _made_again(self.platform, project.folder, (), 1)[0])

    def bare(self, key: Key, project: Project, calls: c.Sequence[Call], workers: int) -> None:
        """Make the calls of a run again, from one bare Python process."""
        self.take(
            key._replace(way=BARE), lambda: _calls_alone(*_made_again(self.platform, project.folder, calls, workers))
        )


def _made_again(platform: Platform, folder: pathlib.Path, calls: c.Sequence[Call], workers: int) -> tuple[Reading, str]:
    """What a bare process with these calls takes, and the seconds that it has printed: those of the calls alone."""
    path = folder / "bare_calls.json"
    path.touch(mode=0o600)
    content = {
        "url": platform.api_url,
        "login": {name: str(value) for name, value in platform.login.items() if name != "api_url"},
        "workers": workers,
        "stages": [[[call.method, dict(call.params)] for call in stage] for stage in stages(calls)],
    }
    path.write_text(json.dumps(content), encoding="utf-8")
    return measure([sys.executable, str(SCRIPT), str(path)], folder, {"LC_ALL": "C.UTF-8"})


def _calls_alone(reading: Reading, printed: str) -> Reading:
    """Only the time that the calls take counts, not Python's start and its imports."""
    return reading._replace(wall=float(printed))


def _say(key: Key, reading: Reading, calls: int) -> None:
    """Tell how far the benchmark is."""
    name = " | ".join(str(part) for part in key if part != "")
    print(f"{name:<75} {calls:>6} calls {reading.wall:>7.2f} s {reading.memory:>5.0f} MB", file=sys.stderr, flush=True)
