# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""The one flow of every task that changes something: plan, carry out, confirm, report."""

from __future__ import annotations

import dataclasses
import typing as t

from ._errors import VoximplantError, about
from ._plan import Operation, Plan, S

if t.TYPE_CHECKING:
    from ._client import Row


@dataclasses.dataclass(frozen=True)
class Flow(t.Generic[S]):
    """What a task does.

    :arg plan: reads, and plans without sending anything that writes
    :arg execute: makes the call of one operation
    :arg confirm: reads back, and fills in what the platform assigned
    """

    plan: t.Callable[[], Plan[S]]
    execute: t.Callable[[Operation], Row]
    confirm: t.Callable[[Plan[S], t.Sequence[Row]], S]


def carry_out(flow: Flow[S], plan: Plan[S]) -> S:
    """Make the plan's calls in their order and return the state that they led to.

    :raises VoximplantError: with C(done), the operations that were carried out before
    """
    answers: t.List[Row] = []
    try:
        for operation in plan.operations:
            with about(operation.object, operation.name):
                answers.append(_execute(flow, operation))
        return flow.confirm(plan, answers) if plan.changed else plan.after
    except VoximplantError as error:
        error.done = plan.operations[: len(answers)]
        raise


def _execute(flow: Flow[S], operation: Operation) -> Row:
    try:
        return flow.execute(operation)
    except VoximplantError as error:
        if operation.on_conflict and error.code is not None:
            error.advice = f"{operation.on_conflict} {error.advice}".strip()
        raise


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
