# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A module in a process of its own: its result, and how long it took and how much memory at most.

As a script, `python measured.py MODULE ARGUMENTS`, it is that process: it runs the module as `alone.py` does, and
writes the most memory that it had, in KiB, to its standard error output.
"""

from __future__ import annotations

import dataclasses
import json
import os
import pathlib
import subprocess
import sys
import time
import typing as t

if t.TYPE_CHECKING:
    import collections.abc as c

MOST_SECONDS = 120
_PASSED_ON = ("ANSIBLE_COLLECTIONS_PATH", "PATH")


@dataclasses.dataclass(frozen=True)
class Measured:
    """What came of a module, and what it took."""

    result: dict[str, t.Any]
    output: str
    seconds: float
    mebibytes: float


def measure(module: str, options: c.Mapping[str, t.Any], home: pathlib.Path) -> Measured:
    """Run a module with these options in a bare environment."""
    begun = time.monotonic()
    process = subprocess.run(
        [sys.executable, __file__, module, json.dumps(dict(options))],
        env={**{name: os.environ[name] for name in _PASSED_ON}, "HOME": str(home), "LC_ALL": "C.UTF-8"},
        cwd=home,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=MOST_SECONDS,
        check=False,
    )
    seconds = time.monotonic() - begun
    *complaints, kibibytes = process.stderr.splitlines()
    assert complaints == [], process.stderr
    return Measured(json.loads(process.stdout), process.stdout, seconds, int(kibibytes) / 1024)


def main(module: str, arguments: str) -> None:
    """Run the module, and tell the high-water mark of this process."""
    from alone import main as run

    try:
        run(module, arguments)
    finally:
        status = pathlib.Path("/proc/self/status").read_text(encoding="utf-8")
        (line,) = (line for line in status.splitlines() if line.startswith("VmHWM:"))
        sys.stderr.write(f"{line.split()[1]}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
