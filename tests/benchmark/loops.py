# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The part about single modules: loops over unchanged tasks, in the controller's process and shipped."""

from __future__ import annotations

import dataclasses
import typing as t

from .figures import Key
from .project import APPLICATION, Project
from .scope import API_KEY, COMPARED, IN_PROCESS, LOOPS, SERVICE_ACCOUNT, SHIPPED, URI
from .sync import TASK

if t.TYPE_CHECKING:
    import pathlib

    from .calls import Call
    from .emulation import Platform
    from .project import Json
    from .runs import Runs
    from .scope import LoopScope


@dataclasses.dataclass(frozen=True)
class Loop:
    """A task of a module that changes nothing; `item` is a scenario's name and id."""

    module: str
    options: Json

    def task(self, items: list[Json]) -> Json:
        """Return the task, looped over items."""
        return {
            "name": "Look",
            f"voximplant.platform.{self.module}": self.options,
            "loop": items,
            "loop_control": {"label": "{{ item.name }}"},
        }


def loops(platform: Platform) -> tuple[Loop, ...]:
    """Return a loop for each module that is often looped, with the ids of the account."""
    (application,) = platform.state()["applications"]
    rule = application["rules"][0]
    return (
        Loop(COMPARED, {"name": "{{ item.name }}", "src": "scenarios/{{ item.name }}.js"}),
        Loop("vox_scenario_info", {"scenario_id": "{{ item.id }}", "with_script": True}),
        Loop("vox_scenario_binding", {"rule_id": rule["rule_id"], "scenario_ids": rule["scenario_ids"]}),
        Loop("vox_scenario_order", {"rule_id": rule["rule_id"], "scenario_ids": rule["scenario_ids"]}),
        Loop("vox_rule", {"application_id": application["application_id"], "rule_name": rule["rule_name"]}),
        Loop("vox_application", {"application_name": APPLICATION}),
    )


def uri_task(platform: Platform, calls: list[Call]) -> Json:
    """Return the task that makes the same calls as one would without the collection."""
    return {
        "name": "Call",
        "ansible.builtin.uri": {
            "url": f"{platform.api_url}/{{{{ item.method }}}}/",
            "method": "POST",
            "body_format": "form-urlencoded",
            "body": "{{ item.params | combine({'account_id': login.account_id, 'api_key': login.api_key}) }}",
        },
        "register": "answer",
        "failed_when": "answer.json.result is undefined",
        "loop": [{"method": call.method, "params": dict(call.params)} for call in calls],
        "loop_control": {"label": "{{ item.method }}"},
    }


def measure_loops(runs: Runs, folder: pathlib.Path, scope: LoopScope) -> None:
    """Run every loop in rounds; in each of them, the ways follow each other."""
    project = Project(folder, scope.items)
    platform = runs.platform
    platform.reset()
    platform.set_latency(0)
    project.play([TASK], platform.login)
    items = [{"name": row["scenario_name"], "id": row["scenario_id"]} for row in platform.state()["scenarios"]]
    for _round in range(scope.rounds):
        runs.start(project)
        for latency in scope.latencies:
            platform.set_latency(latency)
            for loop in loops(platform) if scope.others else loops(platform)[:1]:
                _Measured(runs, project, loop, latency).run(items, scope.shipped_items)


class _Measured:
    """One loop at one latency, in all ways that are wanted."""

    def __init__(self, runs: Runs, project: Project, loop: Loop, latency: int) -> None:
        self._runs = runs
        self._project = project
        self._loop = loop
        self._latency = latency

    def run(self, items: list[Json], shipped_items: int) -> None:
        """Loop in the controller's process with both kinds of credentials, shipped, and without the collection."""
        compared = self._loop.module == COMPARED
        shipped = items if compared else items[:shipped_items]
        platform = self._runs.platform
        calls = self._take(IN_PROCESS, API_KEY, items, platform.login)
        self._runs.bare(self._key(IN_PROCESS, API_KEY, len(items)), self._project, calls, 1)
        self._take(SHIPPED, API_KEY, shipped, platform.login)
        self._take(IN_PROCESS, SERVICE_ACCOUNT, items, platform.service_login)
        if compared:
            self._take(SHIPPED, SERVICE_ACCOUNT, shipped, platform.service_login)
            task = uri_task(platform, calls)
            self._runs.take(self._key(URI, API_KEY, len(items)), lambda: self._project.play([task], platform.login))

    def _take(self, way: str, credentials: str, items: list[Json], login: Json) -> list[Call]:
        variables = {"VOXIMPLANT_EXECUTION": way}
        task = self._loop.task(items)
        return self._runs.take(
            self._key(way, credentials, len(items)), lambda: self._project.play([task], login, environment=variables)
        )

    def _key(self, way: str, credentials: str, items: int) -> Key:
        return Key(LOOPS, way, f"{self._loop.module}, {credentials}", items, self._latency)
