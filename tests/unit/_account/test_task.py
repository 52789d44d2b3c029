# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Deployments of whole accounts: those that are cut short and those that follow, and the cache."""

from __future__ import annotations

import dataclasses
import threading
import typing as t

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ansible_collections.voximplant.platform.plugins.module_utils._account.deployment import Deployment
from ansible_collections.voximplant.platform.plugins.module_utils._account.desired import DesiredAccount, Prune
from ansible_collections.voximplant.platform.plugins.module_utils._account.plan import AccountState
from ansible_collections.voximplant.platform.plugins.module_utils._account.task import AccountTask
from ansible_collections.voximplant.platform.plugins.module_utils._api.call_limit import CallLimit
from ansible_collections.voximplant.platform.plugins.module_utils._api.client import Client
from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import (
    ConflictError,
    NotPermittedError,
)
from ansible_collections.voximplant.platform.plugins.module_utils._api.transport import Response
from ansible_collections.voximplant.platform.plugins.module_utils._plan.operations import Plan
from ansible_collections.voximplant.platform.plugins.module_utils._plan.scenario import DesiredScenario
from ansible_collections.voximplant.platform.tests.unit.support.declarations import (
    NEW,
    apply_plan,
    deploy,
    plan_for,
    scripts,
    whole_accounts,
)
from ansible_collections.voximplant.platform.tests.unit.support.deployments import THOROUGH, reachable
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform, is_write
from harness.fakes import CREDENTIALS, URL, failed

LATER = "2026-02-02 00:00:00"


class Line:
    """A line to the platform on which writes are refused after some.

    :arg writes: number of writes that get through
    :arg workers: number of calls under way at a time
    """

    def __init__(self, platform: Platform, writes: int, workers: int) -> None:
        self._platform = platform
        self._left = writes
        self._limit = CallLimit(workers, workers)
        self._lock = threading.Lock()

    @property
    def client(self) -> Client:
        """Return a client that uses this line."""
        return Client(t.cast(t.Any, self), URL, CREDENTIALS, limit=self._limit)

    def send(self, verb: str, url: str, headers: t.Mapping[str, str], body: bytes, *_deadline: object) -> Response:
        """Execute a request, or refuse it."""
        with self._lock:
            if is_write(url.rsplit("/", 2)[1]):
                self._left -= 1
                if self._left < 0:
                    return failed(104)
            return self._platform.send(verb, url, headers, body)


def planned(data: st.DataObject, platform: Platform) -> tuple[DesiredAccount, Plan[AccountState]]:
    """Draw a desired state that takes at least one call."""
    desired, plan = reachable(data, platform)
    assume(plan.changed)
    return desired, plan


def keys(operations: t.Iterable[t.Any]) -> list[tuple[str, ...]]:
    """Return what identifies each operation: params may hold ids that were pending in the plan."""
    return [(found.action, found.method, found.qualified_name) for found in operations]


@THOROUGH
@given(whole_accounts(), st.data())
def test_deployment_when_cut_short_then_each_call_is_reported_and_the_next_one_finishes_the_job(
    platform: Platform, data: st.DataObject
) -> None:
    desired, plan = planned(data, platform)
    writes = data.draw(st.integers(0, len(plan.operations) - 1))
    workers = data.draw(st.sampled_from((1, 3)))
    line = Line(platform, writes, workers)
    platform.calls.clear()
    with pytest.raises(NotPermittedError) as failure:
        AccountTask(line.client, desired, Deployment()).apply(plan)
    done, left = failure.value.done, failure.value.not_reached
    assert len(done) == writes == len(platform.writes)
    stages = {key: number for number, stage in enumerate(plan.stages) for key in keys(stage)}
    refused = [key for key in keys(plan.operations) if key not in (*keys(done), *keys(left))]
    assert 1 <= len(refused) <= workers
    assert failure.value.name in [name for _action, _method, name in refused]
    (stage,) = {stages[key] for key in refused}
    assert all(stages[key] <= stage for key in keys(done))
    assert all(stages[key] >= stage for key in keys(left))
    roomy = dataclasses.replace(desired, prune=dataclasses.replace(desired.prune, limit=99))
    deploy(platform, roomy)
    assert plan_for(platform, roomy).operations == ()


@THOROUGH
@given(whole_accounts(), st.data())
def test_deployment_when_a_scenario_was_edited_meanwhile_then_nothing_is_written(
    platform: Platform, data: st.DataObject
) -> None:
    desired, plan = planned(data, platform)
    methods = ("SetScenarioInfo", "DelScenario")
    touched = [found.params["scenario_id"] for found in plan.operations if found.method in methods]
    assume(touched)
    platform.scenario(data.draw(st.sampled_from(touched))).modified = LATER
    before = platform.snapshot()
    platform.calls.clear()
    with pytest.raises(ConflictError, match="Somebody else changed the scenario") as failure:
        apply_plan(platform, desired, plan)
    assert platform.snapshot() == before
    assert platform.writes == []
    assert (failure.value.done, set(failure.value.result)) == ((), {"plan_id", "drift"})


@pytest.mark.parametrize("workers", [1, 8])
def test_deployment_when_applied_then_its_progress_ends_with_all_operations(workers: int) -> None:
    progress: list[tuple[str, int, int]] = []
    platform = Platform()
    platform.workers = workers
    task = AccountTask(
        platform.client,
        NEW,
        Deployment(),
        progress=lambda label, done, total: progress.append((label, done, total)),
    )
    plan = task.plan()
    assert task.apply(plan) == plan.after
    assert progress[-1] == ("written", 5, 5)


@pytest.mark.parametrize(("atomic", "added"), [(True, 300), (False, 0)])
def test_deployment_when_it_begins_to_write_then_only_an_atomic_one_has_time_to_roll_back(
    atomic: bool, added: int
) -> None:
    client = Platform().client
    grace = client.deadline.grace_seconds
    task = AccountTask(client, NEW, Deployment(atomic=atomic))
    plan = task.plan()
    assert client.deadline.grace_seconds == grace
    task.apply(plan)
    assert client.deadline.grace_seconds == grace + added


def test_deployment_when_the_precheck_refuses_it_then_it_has_no_time_to_roll_back() -> None:
    platform = Platform()
    task = AccountTask(platform.client, NEW, Deployment(atomic=True))
    deadline = task.client.deadline
    grace = deadline.grace_seconds
    scenario = platform.add_scenario("common", "old")
    plan = task.plan()
    scenario.modified = LATER
    with pytest.raises(ConflictError, match="Somebody else changed the scenario"):
        task.apply(plan)
    assert (platform.writes, deadline.grace_seconds) == ([], grace)


def change(platform: Platform, cache: t.Any) -> tuple[AccountTask, Plan[AccountState]]:
    """Return a task that changes one scenario and leaves another, with its plan."""
    for name in ("kept", "changed"):
        platform.add_scenario(name, "old")
    desired = DesiredAccount(
        (DesiredScenario("kept", scenario_script="old"), DesiredScenario("changed", scenario_script="new")),
        prune=Prune(frozenset()),
    )
    task = AccountTask(platform.client, desired, Deployment(), cache=cache)
    return task, task.plan()


class FakeCache:
    """A cache that knows nothing, and remembers which scripts it was given.

    :arg error: what saving raises
    """

    path = "/cache.json"

    def __init__(self, platform: Platform, error: OSError | None = None) -> None:
        self._platform = platform
        self._error = error
        self.saved: list[tuple[t.Mapping[int, str | None], int]] = []
        self.scripts: list[str] = []

    def get(self, scenario: t.Any, desired: str) -> None:
        """Know no script."""

    def add(self, scenario: t.Any, script: str, read_after: t.Any) -> None:
        """Record a script."""
        self.scripts.append(script)

    def save(self, modified: t.Mapping[int, str | None]) -> None:
        """Record the times, and how many writes were made before."""
        self.saved.append((modified, len(self._platform.writes)))
        if self._error is not None:
            raise self._error


def test_cache_when_a_plan_is_applied_then_it_is_saved_once_before_the_first_write() -> None:
    platform = Platform()
    cache = FakeCache(platform)
    task, plan = change(platform, cache)
    assert (cache.scripts, cache.saved) == (["old", "old"], [])
    task.apply(plan)
    assert cache.saved == [({row.scenario_id: row.modified for row in platform.scenarios}, 0)]
    assert task.client.warnings == []


def test_plan_when_scripts_are_read_then_the_progress_counts_them() -> None:
    platform = Platform()
    progress: list[tuple[str, int, int]] = []
    for name in ("a", "b"):
        platform.add_scenario(name, "old")
    task = AccountTask(
        platform.client,
        scripts(a="old", b="old"),
        Deployment(),
        progress=lambda label, done, total: progress.append((label, done, total)),
    )
    task.plan()
    assert progress[-1] == ("read", 2, 2)


def test_cache_when_it_cannot_be_saved_then_it_is_a_warning_and_the_plan_is_applied() -> None:
    platform = Platform()
    task, plan = change(platform, FakeCache(platform, OSError(28, "No space left on device")))
    task.apply(plan)
    assert task.client.warnings == ["cache_file /cache.json cannot be written: No space left on device."]
    assert [row.scenario_script for row in platform.scenarios] == ["old", "new"]
