# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Counts a run: each test that pytest ran, and each nox session that ran no pytest.

Called as ``python .ci/summary.py REPORT RESULTS``: nox's report, and the folder of pytest's JUnit files. Prints a line
for each session and ends with ``N passed, N failed``.
"""

from __future__ import annotations

import json
import pathlib
import sys
from xml.etree import ElementTree


def count_tests(results: pathlib.Path) -> tuple[int, int]:
    """Return how many tests of one JUnit file passed and failed; a skipped one did neither."""
    suites = ElementTree.parse(results).getroot().iter("testsuite")
    totals = [{key: int(suite.get(key, "0")) for key in ("tests", "failures", "errors", "skipped")} for suite in suites]
    failed = sum(suite["failures"] + suite["errors"] for suite in totals)
    return sum(suite["tests"] - suite["skipped"] for suite in totals) - failed, failed


def count_session(session: dict[str, object], results: pathlib.Path) -> tuple[int, int]:
    """Return how much passed and failed in one session: its tests, or the session itself."""
    succeeded = session["result"] == "success"
    counts = [count_tests(file) for file in sorted(results.glob(f"{session['signature']}-*.xml"))]
    passed, failed = sum(one for one, _ in counts), sum(two for _, two in counts)
    if counts and (succeeded or failed):
        return passed, failed
    return passed + succeeded, failed + (not succeeded)


def main(report: pathlib.Path, results: pathlib.Path) -> None:
    sessions = json.loads(report.read_text(encoding="utf-8"))["sessions"] if report.exists() else []
    totals = [count_session(session, results) for session in sessions]
    for session, (passed, failed) in zip(sessions, totals, strict=True):
        print(f"{session['signature']:<40} {session['result']:<8} {passed:>5} passed {failed:>3} failed")
    print(f"{sum(passed for passed, _ in totals)} passed, {sum(failed for _, failed in totals)} failed")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
