# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run checks and count them: each test that pytest ran, and each nox session that ran no pytest.

Called as ``python .ci/summary.py COMMAND...``, from the directory of the checkout. The command writes nox's reports and
pytest's JUnit files to the directories below. Prints a line for each session and ends with ``N passed, N failed``.
"""

from __future__ import annotations

import json
import pathlib
import shutil
import subprocess
import sys
import time
import typing as t
from xml.etree import ElementTree

REPORTS = pathlib.Path(".nox/reports")
RESULTS = pathlib.Path(".nox/results")


class Count(t.NamedTuple):
    """How many checks passed and how many failed."""

    passed: int
    failed: int


def add(counts: t.Iterable[Count]) -> Count:
    """Return the sum of several counts."""
    counts = list(counts)
    return Count(sum(count.passed for count in counts), sum(count.failed for count in counts))


def count_suite(suite: ElementTree.Element) -> Count:
    """Count the tests of one JUnit suite; a skipped one neither passed nor failed."""
    tests, skipped, failures, errors = (int(suite.get(key, "0")) for key in ("tests", "skipped", "failures", "errors"))
    return Count(tests - skipped - failures - errors, failures + errors)


def count_session(name: str, result: str, results: pathlib.Path) -> Count:
    """Count a session's tests, or the session itself where they do not tell how it ended."""
    files = sorted(results.glob(f"{name}-*.xml"))
    tests = add(count_suite(suite) for file in files for suite in ElementTree.parse(file).getroot().iter("testsuite"))
    if result == "skipped":  # a matrix that is empty on this machine
        return Count(0, 0)
    if result != "success":
        return Count(tests.passed, max(tests.failed, 1))
    return tests if files else Count(1, 0)


def print_summary(seconds: int, status: int) -> None:
    """Print a line for each session, then the sums. A command that failed before any session counts as a failure."""
    files = sorted(REPORTS.glob("*.json"), key=lambda file: file.stat().st_mtime)
    counts = []
    for session in (session for file in files for session in json.loads(file.read_text("utf-8"))["sessions"]):
        name, result = (session["signatures"] or [session["name"]])[0], session["result"]
        count = count_session(name, result, RESULTS)
        counts.append(count)
        print(f"{name:<40} {result:<8} {count.passed:>5} passed {count.failed:>3} failed {session['duration']:>6.1f} s")
    total = add(counts)
    failed = total.failed or int(status != 0)
    print(f"{len(counts)} sessions in {seconds // 60} min {seconds % 60} s")
    print(f"{total.passed} passed, {failed} failed")


def main(command: list[str]) -> int:
    """Run the command, print the summary and return the command's exit code."""
    for directory in (REPORTS, RESULTS):
        shutil.rmtree(directory, ignore_errors=True)
        directory.mkdir(parents=True)
    start = time.monotonic()
    status = subprocess.run(command, check=False).returncode
    print_summary(int(time.monotonic() - start), status)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
