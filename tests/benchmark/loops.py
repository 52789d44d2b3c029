# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The part about single modules: loops over unchanged tasks, in the controller's process and shipped."""

from __future__ import annotations

import dataclasses
import functools
import typing as t

from .figures import Key
from .project import APPLICATION, Project
from .scope import API_KEY, BY_ID, COMPARED, DEBUG, IN_PROCESS, LOOPS, NO_CALL, SERVICE_ACCOUNT, SHIPPED, URI
from .sync import TASK

if t.TYPE_CHECKING:
    import pathlib

    from .calls import Call
    from .emulation import Platform
    from .meter import Reading
    from .project import Json
    from .runs import Runs
    from .scope import LoopScope

Way = tuple[str, str, int]  # how a module is run, with which credentials, and for how many items


@dataclasses.dataclass(frozen=True)
class Loop:
    """A task of a module that changes nothing; `item` is a scenario's name and id."""

    title: str  # begins with the module's name
    options: Json

    def task(self, items: list[Json]) -> Json:
        """Return the task, looped over items."""
        return {
            "name": "Look",
            f"voximplant.platform.{self.title.split()[0]}": self.options,
            "loop": items,
            "loop_control": {"label": "{{ item.name }}"},
        }


def loops(platform: Platform) -> tuple[Loop, ...]:
    """Return a loop for each module that is often looped, with the ids of the account."""
    (application,) = platform.state()["applications"]
    rule = application["rules"][0]
    return (
        Loop(COMPARED, {"name": "{{ item.name }}", "src": "scenarios/{{ item.name }}.js"}),
        Loop(BY_ID, {"scenario_id": "{{ item.id }}", "src": "scenarios/{{ item.name }}.js"}),
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


def debug_task(items: list[Json]) -> Json:
    """Return the task that does nothing for each item."""
    return {
        "name": "Say",
        DEBUG: {"msg": "{{ item.name }}"},
        "loop": items,
        "loop_control": {"label": "{{ item.name }}"},
    }


def measure_loops(runs: Runs, folder: pathlib.Path, scope: LoopScope) -> None:
    """Run the loops in rounds; in each of them, the ways follow each other."""
    project = Project(folder, scope.items)
    platform = runs.platform
    platform.reset()
    platform.set_latency(0)
    project.play([TASK], platform.login)
    items = [{"name": row["scenario_name"], "id": row["scenario_id"]} for row in platform.state()["scenarios"]]
    _measure_round(runs, project, items, scope)
    for _round in range(1, scope.rounds):
        _measure_round(runs, project, items, dataclasses.replace(scope, latencies=scope.latencies[:1]), (IN_PROCESS,))


def _measure_round(
    runs: Runs,
    project: Project,
    items: list[Json],
    scope: LoopScope,
    wanted: tuple[str, ...] = (IN_PROCESS, SHIPPED, URI),
) -> None:
    """Run the loops in the ways that are wanted; later rounds leave out what is slow, and so differs little."""
    first_latency = scope.latencies[0]
    runs.start(LOOPS, project)
    for latency in scope.latencies:
        runs.platform.set_latency(latency)
        if latency == first_latency:
            key = Key(LOOPS, DEBUG, NO_CALL, scope.items, latency)
            runs.take(key, functools.partial(project.play, [debug_task(items)], {}))
        for loop in loops(runs.platform):
            ways = _ways(scope, loop.title == COMPARED, latency == first_latency)
            _Measured(runs, project, loop, latency, items).run([way for way in ways if way[0] in wanted])


def _ways(scope: LoopScope, is_compared: bool, is_first_latency: bool) -> list[Way]:
    """Return in which ways a module is looped; those that are slow have few items where that tells as much."""
    many, few = scope.items, scope.few_items
    if is_compared and is_first_latency:
        ways = [(IN_PROCESS, API_KEY, many), (SHIPPED, API_KEY, many), (URI, API_KEY, many)]
        return [*ways, (IN_PROCESS, SERVICE_ACCOUNT, many), (SHIPPED, SERVICE_ACCOUNT, few)]
    if is_compared:
        return [(IN_PROCESS, API_KEY, many), (SHIPPED, API_KEY, few), (URI, API_KEY, few)]
    if is_first_latency and scope.others:
        return [(IN_PROCESS, API_KEY, many), (SHIPPED, API_KEY, few), (IN_PROCESS, SERVICE_ACCOUNT, many)]
    return []


class _Measured:
    """One loop at one latency."""

    def __init__(self, runs: Runs, project: Project, loop: Loop, latency: int, items: list[Json]) -> None:
        self._runs = runs
        self._project = project
        self._loop = loop
        self._latency = latency
        self._items = items
        self._calls: list[Call] = []

    def run(self, ways: list[Way]) -> None:
        """Loop in these ways, the first of which makes the calls that are made again without a module."""
        for way, credentials, count in ways:
            key = Key(LOOPS, way, f"{self._loop.title}, {credentials}", count, self._latency)
            if way == URI:
                calls = self._calls[: len(self._calls) * count // len(self._items)]
                task = uri_task(self._runs.platform, calls)
            else:
                task = self._loop.task(self._items[:count])
            made = self._runs.take(key, functools.partial(self._play, task, way, credentials))
            if not self._calls:
                self._calls = made
                self._runs.bare(key, self._project, made, 1)

    def _play(self, task: Json, way: str, credentials: str) -> Reading:
        platform = self._runs.platform
        login = platform.login if credentials == API_KEY else platform.service_login
        variables = {} if way == URI else {"VOXIMPLANT_EXECUTION": way}
        return self._project.play([task], login, environment=variables)
