# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Deployments of whole accounts that are cut short, and those that follow."""

from __future__ import annotations

import dataclasses
import threading

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from ansible_collections.voximplant.platform.plugins.module_utils._account.desired import DesiredAccount
from ansible_collections.voximplant.platform.plugins.module_utils._account.plan import AccountState
from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import (
    ConflictError,
    TransientError,
    VoximplantError,
)
from ansible_collections.voximplant.platform.plugins.module_utils._api.response import ApiObject
from ansible_collections.voximplant.platform.plugins.module_utils._apply.task import Flow, carry_out
from ansible_collections.voximplant.platform.plugins.module_utils._plan.operations import Operation, Plan
from ansible_collections.voximplant.platform.tests.unit.support.declarations import (
    declarations,
    deploy,
    plan_for,
    whole_accounts,
)
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform

LENIENT = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


class Line:
    """A line to the platform that breaks.

    :arg calls: how many calls it lets through
    """

    def __init__(self, platform: Platform, calls: int) -> None:
        self._platform = platform
        self._left = calls
        self._lock = threading.Lock()

    def execute(self, operation: Operation) -> ApiObject:
        """Make a call, or fail."""
        with self._lock:
            if not self._left:
                raise TransientError("Cut.", method=operation.method)
            self._left -= 1
            return self._platform.execute(operation)


def planned(data: st.DataObject, platform: Platform) -> tuple[DesiredAccount, Plan[AccountState]]:
    """Something declared that takes at least one call."""
    declared = data.draw(declarations(platform))
    try:
        plan = plan_for(platform, declared)
    except VoximplantError as error:
        assume(error is None)
        raise
    assume(plan.changed)
    return declared, plan


@LENIENT
@given(whole_accounts(), st.data())
def test_deployment_when_cut_short_then_it_tells_each_call_and_the_next_one_finishes_the_job(
    platform: Platform, data: st.DataObject
) -> None:
    declared, plan = planned(data, platform)
    calls = data.draw(st.integers(0, len(plan.operations) - 1))
    workers = data.draw(st.sampled_from((1, 3)))
    execute = Line(platform, calls).execute
    with pytest.raises(TransientError) as failure:
        carry_out(Flow(lambda: plan, execute, lambda done, answers: done.after, workers=workers), plan)
    done, left = failure.value.done, failure.value.not_reached
    assert len(done) == calls
    failed = [one for one in plan.operations if one not in (*done, *left)]
    assert 1 <= len(failed) <= workers
    assert failure.value.name in {one.name for one in failed}
    stages = {one.stage for one in failed}
    assert len(stages) == 1
    assert all(one.stage <= min(stages) for one in done) and all(one.stage >= max(stages) for one in left)
    roomy = dataclasses.replace(declared, prune=dataclasses.replace(declared.prune, limit=99))
    deploy(platform, roomy)
    assert plan_for(platform, roomy).operations == ()


@LENIENT
@given(whole_accounts(), st.data())
def test_deployment_when_a_scenario_was_edited_meanwhile_then_nothing_is_written(
    platform: Platform, data: st.DataObject
) -> None:
    declared, plan = planned(data, platform)
    touched = [one.params["scenario_id"] for one in plan.operations if one.method in ("SetScenarioInfo", "DelScenario")]
    assume(touched)
    edited = data.draw(st.sampled_from(touched))

    def edit(operations: tuple[Operation, ...]) -> tuple[Operation, ...]:
        platform.scenario(edited).modified = "2026-02-02 00:00:00"
        before.append(platform.snapshot())
        return operations

    before: list[object] = []
    with pytest.raises(ConflictError, match="modified by somebody else"):
        deploy(platform, declared, edit)
    assert platform.snapshot() == before[0]
