# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The benchmark at its smallest: everything runs, and the report has what was run. Nothing is timed."""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys

import pytest

from ansible_collections.voximplant.platform.tests.benchmark.figures import BARE, PYTHON, START, Key, Results
from ansible_collections.voximplant.platform.tests.benchmark.scope import (
    API_KEY,
    COMPARED,
    DEBUG,
    FIRST,
    FLEET,
    IN_PROCESS,
    NO_OP,
    REMEMBERED,
    SERVICE_ACCOUNT,
    SHIPPED,
    SYNC,
    TINY,
    URI,
)
from ansible_collections.voximplant.platform.tests.benchmark.store import load
from ansible_collections.voximplant.platform.tests.benchmark.tables import NOT_MEASURED, tables

PACKAGE = "ansible_collections.voximplant.platform.tests.benchmark"
SIZE = TINY.syncs[0].size
LISTINGS = 3  # applications, scenarios, rules
ADDED = 2  # the application and its rule
CLOSING = 2  # scenarios and rules, listed once more to see that nothing was lost


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """Run the benchmark once, and give the folder of its report."""
    output = tmp_path_factory.mktemp("report")
    tree = os.environ["ANSIBLE_COLLECTIONS_PATH"]
    done = subprocess.run(
        [sys.executable, "-m", PACKAGE, "--scope", TINY.name, "--output", str(output)],
        env={"PYTHONPATH": tree, "ANSIBLE_COLLECTIONS_PATH": tree, "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return output


@pytest.fixture(scope="module")
def results(folder: pathlib.Path) -> Results:
    """Give what was measured."""
    return load(folder)[1]


def test_benchmark_when_run_then_every_row_has_its_figures(results: Results) -> None:
    rows = list(results)
    assert [row.key for row in rows if min(row.wall, row.cpu, row.memory) <= 0] == []
    assert [row.key.way for row in rows if not row.calls] == [START, PYTHON, START, PYTHON, DEBUG, START, PYTHON]


@pytest.mark.parametrize(
    ("case", "calls", "texts"),
    [(FIRST, LISTINGS + ADDED + SIZE + CLOSING, 0), (NO_OP, LISTINGS + SIZE, SIZE), (REMEMBERED, LISTINGS, 0)],
)
def test_sync_when_measured_then_its_calls_are_those_of_the_case(
    results: Results, case: str, calls: int, texts: int
) -> None:
    row = results[Key(SYNC, SYNC, case, SIZE, 0)]
    assert (row.calls, row.texts) == (calls, texts)


@pytest.mark.parametrize("case", [FIRST, NO_OP])
def test_bare_calls_when_made_then_they_are_as_many_as_those_of_the_play(results: Results, case: str) -> None:
    row = results[Key(SYNC, SYNC, case, SIZE, 0)]
    assert results[row.key._replace(way=BARE)].calls == row.calls


def test_loops_when_measured_then_every_way_makes_the_same_calls(results: Results) -> None:
    ways = [(IN_PROCESS, API_KEY), (SHIPPED, API_KEY), (URI, API_KEY), (BARE, API_KEY)]
    ways += [(IN_PROCESS, SERVICE_ACCOUNT), (SHIPPED, SERVICE_ACCOUNT)]
    rows = [
        row for row in results if (row.key.way, row.key.case) in [(way, f"{COMPARED}, {login}") for way, login in ways]
    ]
    assert len(rows) == len(ways)
    assert [row for row in rows if (row.calls, row.texts) != (2 * row.key.size, row.key.size)] == []


def test_fleet_when_measured_then_every_account_is_looked_at(results: Results) -> None:
    fleet = TINY.fleet
    (forks,) = fleet.forks
    row = results[Key(FLEET, f"forks {forks}", NO_OP, fleet.accounts, fleet.latency)]
    assert (row.calls, row.texts) == (fleet.accounts * (LISTINGS + fleet.size), fleet.accounts * fleet.size)


def test_report_when_written_then_it_has_every_table_and_plot(folder: pathlib.Path) -> None:
    assert sorted(path.name for path in folder.iterdir()) == ["loop.svg", "memory.svg", "results.json", "time.svg"]
    assert all("prefers-color-scheme: dark" in path.read_text(encoding="utf-8") for path in folder.glob("*.svg"))
    found = tables(*load(folder))
    empty = [name for name, table in found.items() if table == NOT_MEASURED]
    assert empty == ["goals", "growth", "workers"]  # they need larger sizes
