# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Measures, and writes a report: tables, plots, and the figures as JSON. `--help` shows the options."""

from __future__ import annotations

import argparse
import pathlib
import sys
import tempfile
import typing as t

from . import fleet, loops, plots, sync, workers
from .conditions import Watch
from .emulation import Platform
from .runs import Runs
from .scope import FLEET, FULL, LOOPS, PARALLEL, SCOPES, SYNC
from .store import load, merged, save
from .tables import put_into, tables

if t.TYPE_CHECKING:
    import collections.abc as c

    from .figures import Results
    from .scope import Scope
    from .store import Conditions

ROOT = pathlib.Path(__file__).resolve().parents[2]
OUTPUT = ROOT / "tests" / "output" / "benchmark"
DOCS = ROOT / "docs" / "benchmark"
GUIDE = ROOT / "docs" / "docsite" / "rst" / "guide_performance.rst"


def main(arguments: list[str] | None = None) -> None:
    """Run what the arguments ask for."""
    options = argparse.ArgumentParser(prog="benchmark", description=__doc__)
    options.add_argument("--scope", choices=SCOPES, default=FULL.name, help="how much is measured")
    options.add_argument("--quick", action="store_const", const="quick", dest="scope", help="--scope quick")
    options.add_argument(
        "--only", choices=PARTS, nargs="+", help="measure these parts, and keep the others as they are"
    )
    options.add_argument("--output", type=pathlib.Path, default=OUTPUT, help="the folder of the report")
    options.add_argument("--docs", action="store_true", help="write the report into the documentation instead")
    wanted = options.parse_args(arguments)
    folder = DOCS if wanted.docs else wanted.output
    folder.mkdir(parents=True, exist_ok=True)
    figures = measured(SCOPES[wanted.scope], wanted.only or PARTS)
    save(folder, *(merged(load(folder), figures) if wanted.only else figures))
    plots.draw(load(folder)[1], folder)
    print(report(folder, GUIDE if wanted.docs else None))


def measured(scope: Scope, parts: c.Iterable[str]) -> tuple[Conditions, Results]:
    """Measure parts of a scope, with an emulator of their own, and tell under which conditions each of them ran."""
    conditions: Conditions = {}
    with tempfile.TemporaryDirectory(prefix="voximplant-benchmark-") as name:
        folder = pathlib.Path(name)
        with Platform(folder / "emulator") as platform:
            runs = Runs(platform)
            for part in parts:
                with Watch() as watch:
                    PARTS[part](runs, folder, scope)
                conditions[part] = watch.told(scope.name)
            return conditions, runs.results


def _syncs(runs: Runs, folder: pathlib.Path, scope: Scope) -> None:
    for size in scope.syncs:
        sync.measure_sync(runs, folder / f"sync-{size.size}", size)


def _workers(runs: Runs, folder: pathlib.Path, scope: Scope) -> None:
    workers.measure_workers(runs, folder / "workers", scope.parallel)


def _loops(runs: Runs, folder: pathlib.Path, scope: Scope) -> None:
    loops.measure_loops(runs, folder / "loops", scope.loops)


def _fleet(runs: Runs, folder: pathlib.Path, scope: Scope) -> None:
    fleet.measure_fleet(runs, folder / "fleet", scope.fleet)


PARTS = {SYNC: _syncs, PARALLEL: _workers, LOOPS: _loops, FLEET: _fleet}


def report(folder: pathlib.Path, page: pathlib.Path | None) -> str:
    """Return the tables of what a folder holds, after putting them into a page, if there is one."""
    found = tables(*load(folder))
    if page is not None:
        page.write_text(put_into(page.read_text(encoding="utf-8"), found), encoding="utf-8")
    return "\n".join(f"{name}\n\n{table}" for name, table in found.items())


if __name__ == "__main__":
    main(sys.argv[1:])
