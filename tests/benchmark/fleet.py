# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The part about fleets: accounts as inventory hosts, one `vox_sync` for each."""

from __future__ import annotations

import functools
import typing as t

from .figures import Key
from .project import LOCAL, Project
from .scope import FIRST, FLEET, NO_OP
from .sync import TASK

if t.TYPE_CHECKING:
    import pathlib

    from .meter import Reading
    from .project import Json
    from .runs import Runs
    from .scope import FleetScope

GROUP = "voximplant_accounts"


def measure_fleet(runs: Runs, folder: pathlib.Path, scope: FleetScope) -> None:
    """Bring all accounts to the state of one project, and look again with every value of `forks`."""
    project = Project(folder, scope.size)
    platform = runs.platform
    runs.start(FLEET, project)
    platform.reset()
    platform.set_latency(scope.latency)
    hosts: Json = {}
    for number in range(scope.accounts):
        hosts[f"account_{number:03}"] = {"voximplant_key": platform.add_account()["credentials"]}
    inventory = {GROUP: {"hosts": hosts, "vars": LOCAL}}
    project.write("inventory/hosts.yml", inventory)
    for case, forks in ((FIRST, max(scope.forks)), *((NO_OP, forks) for forks in scope.forks)):
        key = Key(FLEET, f"forks {forks}", case, scope.accounts, scope.latency)
        runs.take(key, functools.partial(_play, project, forks, platform.api_url))


def _play(project: Project, forks: int, api_url: str) -> Reading:
    login = {"api_url": api_url, "credentials": "{{ voximplant_key }}"}
    return project.play([TASK], login, "--forks", str(forks), hosts=GROUP)
