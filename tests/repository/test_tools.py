# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The scripts of .ci: interpreters that are remembered, and the last line of a run."""

from __future__ import annotations

import json
import pathlib
import shutil
import subprocess
import sys

import pytest

CI = pathlib.Path(__file__).resolve().parents[2] / ".ci"


class Interpreters:
    """A copy of find-pythons beside a directory of programs that pretend to be Python and count how often they run."""

    def __init__(self, directory: pathlib.Path) -> None:
        self.programs = directory / "programs"
        self.count = directory / "count"
        self.script = directory / ".ci" / "find-pythons"
        self.programs.mkdir()
        self.script.parent.mkdir()
        shutil.copy(CI / "find-pythons", self.script)

    def add(self, version: str, *, shown: str | None = None) -> None:
        """Add or replace an interpreter."""
        program = self.programs / f"python{version}"
        program.write_text(f'#!/bin/sh\necho x >>"{self.count}"\necho {shown or version} {program}\n', encoding="utf-8")
        program.chmod(0o755)

    def find(self) -> list[str]:
        """Return the versions that the script finds."""
        path = f"{self.programs}:/usr/bin:/bin"
        command = ["/bin/sh", str(self.script)]
        done = subprocess.run(command, env={"PATH": path}, check=True, capture_output=True, text=True)
        return [line.split()[0] for line in done.stdout.splitlines() if str(self.programs) in line]

    def asked(self) -> int:
        """Return how many interpreters have been started."""
        return len(self.count.read_text(encoding="utf-8").splitlines())


@pytest.fixture
def interpreters(tmp_path: pathlib.Path) -> Interpreters:
    """Give a directory with two interpreters."""
    found = Interpreters(tmp_path)
    found.add("3.13")
    found.add("3.11")
    return found


def test_interpreters_when_nothing_changes_then_they_are_asked_once(interpreters: Interpreters) -> None:
    assert interpreters.find() == interpreters.find() == ["3.13", "3.11"]
    assert interpreters.asked() == 2


def test_interpreters_when_one_is_gone_then_it_is_no_longer_found(interpreters: Interpreters) -> None:
    interpreters.find()
    (interpreters.programs / "python3.13").unlink()
    assert interpreters.find() == ["3.11"]


def test_interpreters_when_one_is_new_then_it_is_found(interpreters: Interpreters) -> None:
    interpreters.find()
    interpreters.add("3.14")
    assert interpreters.find() == ["3.14", "3.13", "3.11"]


def test_interpreters_when_one_is_replaced_then_it_is_asked_again(interpreters: Interpreters) -> None:
    interpreters.find()
    interpreters.add("3.11", shown="3.9")
    assert interpreters.find() == ["3.13", "3.9"]


SESSION_ENTRY = '{{"name": "{}", "signatures": [], "result": "{}", "duration": 1.5}}'
SESSION = f'{{{{"sessions": [{SESSION_ENTRY.replace("{}", "unit", 1)}]}}}}'
BOTH = f'{{"sessions": [{SESSION_ENTRY.format("style", "failed")}, {SESSION_ENTRY.format("unit", "failed")}]}}'
SUITE = '<testsuites><testsuite tests="5" skipped="1" failures="{}" errors="0"/></testsuites>'


@pytest.mark.parametrize(
    ("script", "last", "status"),
    [
        ("pass", "0 passed, 0 failed", 0),
        ("sys.exit(3)", "0 passed, 1 failed", 3),
        (f"report({SESSION.format('success')!r})", "1 passed, 0 failed", 0),
        (f"report({SESSION.format('success')!r}); suite({SUITE.format(0)!r})", "4 passed, 0 failed", 0),
        (f"report({SESSION.format('failed')!r}); suite({SUITE.format(2)!r}); sys.exit(1)", "2 passed, 2 failed", 1),
        (f"report({SESSION.format('failed')!r}); suite({SUITE.format(0)!r}); sys.exit(1)", "4 passed, 1 failed", 1),
        (f"report({BOTH!r}); suite({SUITE.format(2)!r}); sys.exit(1)", "2 passed, 3 failed", 1),
        (f"report({SESSION.format('skipped')!r})", "0 passed, 0 failed", 0),
    ],
    ids=["nothing", "no session", "session", "tests", "failed tests", "failed session", "both", "skipped"],
)
def test_summary_when_a_run_ends_then_its_last_line_counts(
    script: str, last: str, status: int, tmp_path: pathlib.Path
) -> None:
    report = "report = pathlib.Path('.nox/reports/unit.json').write_text"
    suite = "suite = pathlib.Path('.nox/results/unit-unit.xml').write_text"
    command = [sys.executable, "-c", f"import pathlib, sys\n{report}\n{suite}\n{script}"]
    done = subprocess.run(
        [sys.executable, str(CI / "summary.py"), *command], cwd=tmp_path, check=False, capture_output=True, text=True
    )
    assert done.stdout.splitlines()[-1:] == [last], done.stderr
    assert done.returncode == status


def test_summary_when_a_run_begins_then_results_of_the_last_one_are_gone(tmp_path: pathlib.Path) -> None:
    reports = tmp_path / ".nox" / "reports"
    reports.mkdir(parents=True)
    session = {"name": "old", "signatures": [], "result": "success", "duration": 1}
    (reports / "old.json").write_text(json.dumps({"sessions": [session]}), encoding="utf-8")
    command = [sys.executable, str(CI / "summary.py"), "true"]
    done = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "0 passed, 0 failed"
