# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""The one flow of every task that changes something: plan, carry out, confirm, report."""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.errors import VoximplantError, about
from .._objects.concurrency import Progress, side_by_side, tell_nobody
from .._objects.models import PendingId
from .._plan.operations import Operation, Plan, S

if t.TYPE_CHECKING:
    from .._api.response import Row


@dataclasses.dataclass(frozen=True)
class Flow(t.Generic[S]):
    """What a task does.

    :arg plan: reads, and plans without sending anything that writes
    :arg execute: makes the call of one operation
    :arg confirm: reads back, and fills in what the platform assigned
    :arg guard: looks, just before the first write, whether the plan still holds
    :arg workers: how many operations that do not depend on each other are made at a time
    :arg remember: keeps on this machine, before the first write, what makes the next run quicker
    :arg progress: is told how many operations were carried out
    """

    plan: t.Callable[[], Plan[S]]
    execute: t.Callable[[Operation], Row]
    confirm: t.Callable[[Plan[S], t.Sequence[Row]], S]
    guard: t.Callable[[Plan[S]], None] = lambda plan: None
    workers: int = 1
    remember: t.Callable[[Plan[S]], None] = lambda plan: None
    progress: Progress = tell_nobody


def carry_out(flow: Flow[S], plan: Plan[S]) -> S:
    """Make the plan's calls, stage by stage, and return the state that they led to.

    :raises VoximplantError: with the operations that were done before, and those that were not reached
    """
    flow.remember(plan)
    if not plan.changed:
        return plan.after
    flow.guard(plan)
    answers: t.Dict[int, Row] = {}
    try:
        for stage in _stages(plan.operations):
            _carry_out_stage(flow, plan.operations, stage, answers)
        return flow.confirm(plan, [answers[index] for index in range(len(plan.operations))])
    except VoximplantError as error:
        error.done = tuple(plan.operations[index] for index in sorted(answers))
        raise


def _stages(operations: t.Sequence[Operation]) -> t.List[t.List[int]]:
    """The places of the operations, one list a stage."""
    by_stage: t.Dict[int, t.List[int]] = {}
    for index, operation in enumerate(operations):
        by_stage.setdefault(operation.stage, []).append(index)
    return [by_stage[stage] for stage in sorted(by_stage)]


def _carry_out_stage(
    flow: Flow[S], operations: t.Sequence[Operation], stage: t.Sequence[int], answers: t.Dict[int, Row]
) -> None:
    """Make the calls of one stage, several at a time; after a failure, no further one is begun."""
    ids = {operations[index].creates: answer for index, answer in answers.items() if operations[index].creates}
    failures: t.List[VoximplantError] = []
    begun: t.Set[int] = set()

    def make(index: int) -> None:
        if failures:
            return
        begun.add(index)
        try:
            answers[index] = _execute(flow, operations[index], ids)
        except VoximplantError as error:
            failures.append(error)

    for _done in side_by_side(make, stage, flow.workers):
        flow.progress("written", len(answers), len(operations))
    if failures:
        later = [index for index, operation in enumerate(operations) if operation.stage > operations[stage[0]].stage]
        left = [index for index in stage if index not in begun]
        failures[0].not_reached = tuple(operations[index] for index in sorted(left + later))
        raise failures[0]


def _execute(flow: Flow[S], operation: Operation, ids: t.Mapping[str, Row]) -> Row:
    """Make one call, with the ids that were assigned earlier in its parameters."""
    params = {name: _with_ids(value, ids) for name, value in operation.params.items()}
    with about(operation.object, operation.name):
        try:
            return flow.execute(dataclasses.replace(operation, params=params))
        except VoximplantError as error:
            if operation.on_conflict and error.code is not None:
                error.advice = f"{operation.on_conflict} {error.advice}".strip()
            raise


def _with_ids(value: t.Any, ids: t.Mapping[str, Row]) -> t.Any:
    if isinstance(value, PendingId):
        return ids[value.key].integer(value.field)
    return tuple(_with_ids(item, ids) for item in value) if isinstance(value, tuple) else value


def report(plan: Plan[S], after: S, *, with_diff: bool) -> t.Dict[str, t.Any]:
    """The result of a task; all but the returned object is told from the plan alone."""
    result = {
        "changed": plan.changed,
        "operations": [operation.as_result() for operation in plan.operations],
        **after.as_result(),
    }
    if with_diff:
        result["diff"] = _diff(plan)
    return result


def _diff(plan: Plan[S]) -> t.List[t.Dict[str, str]]:
    """One entry for each aspect that the plan changes."""
    before, after = plan.before.documents(), plan.after.documents()
    return [
        {
            "before_header": before[aspect].header,
            "after_header": after[aspect].header,
            "before": before[aspect].text,
            "after": after[aspect].text,
        }
        for aspect in before
        if before[aspect].text != after[aspect].text
    ]
