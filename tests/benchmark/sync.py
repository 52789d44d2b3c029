# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The part about `vox_sync`: accounts of several sizes, at several latencies."""

from __future__ import annotations

import functools
import itertools
import time
import typing as t

from .figures import Key
from .project import Json, Project
from .scope import FIRST, ONE, REMEMBERED, SYNC, TENTH, WORKERS

if t.TYPE_CHECKING:
    import pathlib

    from .runs import Runs
    from .scope import SyncScope

OPTIONS = {"manifest": "voximplant.yml", "scenarios_dir": "scenarios", "workers": WORKERS}
TASK: Json = {"name": "Synchronise", "voximplant.platform.vox_sync": OPTIONS}
REMEMBERING: Json = {**TASK, "voximplant.platform.vox_sync": {**OPTIONS, "cache_file": "cache.json"}}
_SETTLED_SECONDS = 3  # a change younger than two seconds is not remembered
_editions = itertools.count(1)


def measure_sync(runs: Runs, folder: pathlib.Path, scope: SyncScope) -> None:
    """Run every case of a size in rounds; in each of them, a case and its bare calls follow each other."""
    project = Project(folder, scope.size)
    for _round in range(scope.rounds):
        runs.start(SYNC, project)
        for latency in scope.cases:
            runs.platform.set_latency(latency)
            _measure_cases(runs, project, scope, latency)


def _measure_cases(runs: Runs, project: Project, scope: SyncScope, latency: int) -> None:
    made = {}
    for case in scope.cases[latency]:
        key = Key(SYNC, SYNC, case, scope.size, latency)
        _prepare(runs, project, case)
        task = REMEMBERING if case == REMEMBERED else TASK
        made[key] = runs.take(key, functools.partial(project.play, [task], runs.platform.login))
        if case in scope.floors and case != FIRST:
            runs.bare(key, project, made[key], WORKERS)
    # Made again, the calls of a first run lead to other ids, which no later case may find.
    for key, calls in made.items():
        if key.case == FIRST and FIRST in scope.floors:
            runs.platform.reset()
            runs.bare(key, project, calls, WORKERS)


def _prepare(runs: Runs, project: Project, case: str) -> None:
    """Bring the account and the files to where a case begins."""
    if case == FIRST:
        runs.platform.reset()
    elif case == REMEMBERED:
        time.sleep(_SETTLED_SECONDS)
        project.play([REMEMBERING], runs.platform.login)
    elif case in (ONE, TENTH):
        count = 1 if case == ONE else len(project.names) // 10
        project.edit(count, f"edition {next(_editions)}")
