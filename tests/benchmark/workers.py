# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The part about the option `workers`: unchanged accounts with 8 and with `auto`, also when the platform throttles."""

from __future__ import annotations

import functools
import typing as t

from .figures import Key
from .project import Json, Project
from .scope import PARALLEL, THROTTLED
from .sync import OPTIONS

if t.TYPE_CHECKING:
    import collections.abc as c
    import pathlib

    from .runs import Runs
    from .scope import WorkersScope


def measure_workers(runs: Runs, folder: pathlib.Path, scopes: c.Sequence[WorkersScope]) -> None:
    """Fill an account of each size, and look at it again in every way."""
    for scope in scopes:
        project = Project(folder / str(scope.size), scope.size)
        platform = runs.platform
        platform.set_latency(0)
        platform.reset()
        runs.start(PARALLEL, project)
        project.play([task_with("auto")], platform.login)
        for latency, cases in scope.cases.items():
            platform.set_latency(latency)
            for case in cases:
                platform.throttle(0.1 if case == THROTTLED else 0)
                for workers in scope.workers:
                    key = Key(PARALLEL, f"workers {workers}", case, scope.size, latency)
                    runs.take(key, functools.partial(project.play, [task_with(workers)], platform.login))
            platform.throttle(0)


def task_with(workers: str) -> Json:
    """Return the task with this value of the option; by chance, a call may be throttled many times."""
    return {"name": "Synchronise", "voximplant.platform.vox_sync": {**OPTIONS, "workers": workers, "retries": 10}}
