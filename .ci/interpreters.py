# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Choose the Pythons of this machine, and the ansible-cores to test on them."""

from __future__ import annotations

import pathlib
import subprocess

FINDER = pathlib.Path(__file__).with_name("find-pythons")

# The Pythons on which each supported ansible-core runs, oldest core first.
CORES = {
    "2.18": ("3.11", "3.12", "3.13"),
    "2.19": ("3.11", "3.12", "3.13"),
    "2.20": ("3.12", "3.13", "3.14"),
    "2.21": ("3.12", "3.13", "3.14"),
}
# The oldest Python on which each of them runs modules.
OLDEST_TARGETS = {"2.18": "3.8", "2.19": "3.8", "2.20": "3.9", "2.21": "3.9"}


def find_pythons() -> dict[str, str]:
    """Map the version of each interpreter of this machine to its path."""
    found = subprocess.run([FINDER], check=True, capture_output=True, text=True).stdout
    return dict(line.split(" ", 1) for line in found.splitlines())


def pair_cores_with(present: dict[str, str]) -> list[tuple[str, str]]:
    """Choose (Python, core) to test on: the newest core on its newest Python, every other on its oldest."""
    pairs = [[(python, core) for python in CORES[core] if python in present] for core in CORES]
    runnable = [found for found in pairs if found]
    if not runnable:
        raise SystemExit(f"No ansible-core of {', '.join(CORES)} runs on Python {', '.join(present)}")
    return [*(found[0] for found in runnable[:-1]), runnable[-1][-1]]


PYTHONS = find_pythons()
PAIRS = pair_cores_with(PYTHONS)
*OTHER_PAIRS, (NEWEST_PYTHON, NEWEST_CORE) = PAIRS
# The oldest and the newest core that run modules on a Python of this machine.
TARGET_PAIRS = [pair for pair in PAIRS if OLDEST_TARGETS[pair[1]] in PYTHONS]
TARGET_PAIRS = [*TARGET_PAIRS[:1], *TARGET_PAIRS[1:][-1:]]
