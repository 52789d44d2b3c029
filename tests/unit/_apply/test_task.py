# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The one flow of every change: order, ids of new objects, failures, and the report."""

from __future__ import annotations

import dataclasses
import threading
import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api import errors
from ansible_collections.voximplant.platform.plugins.module_utils._api.response import Row
from ansible_collections.voximplant.platform.plugins.module_utils._apply.task import Flow, carry_out, report
from ansible_collections.voximplant.platform.plugins.module_utils._objects.models import PendingId
from ansible_collections.voximplant.platform.plugins.module_utils._plan.operations import Document, Operation, Plan


@dataclasses.dataclass(frozen=True)
class State:
    """A state with one text for each aspect."""

    texts: tuple[str, ...]

    def as_result(self) -> dict[str, t.Any]:
        """What a task returns."""
        return {"texts": list(self.texts)}

    def documents(self) -> dict[str, Document]:
        """The texts."""
        return {str(number): Document(f"header of {text}", text) for number, text in enumerate(self.texts)}


def operation(name: str, stage: int = 0, **fields: t.Any) -> Operation:
    """An operation."""
    return Operation("update", "rule", name, "SetRuleInfo", fields.pop("params", {}), stage=stage, **fields)


def plan_of(*operations: Operation) -> Plan[State]:
    """A plan with these operations."""
    return Plan(State(("same", "old")), State(("same", "new")), operations)


class Recorder:
    """Executes operations: remembers them, answers with ids, and fails at those it is told to."""

    def __init__(self, *failing: str, error: errors.VoximplantError | None = None) -> None:
        self._failing = failing
        self._error = error
        self.made: list[Operation] = []
        self.guarded = 0
        self.confirmed: list[t.Sequence[Row]] = []

    def execute(self, one: Operation) -> Row:
        """Make a call."""
        self.made.append(one)
        if one.name in self._failing:
            raise self._error or errors.TransientError(f"No {one.name}.")
        return Row(one.method, {"result": 1, "rule_id": len(self.made), "name": one.name})

    def confirm(self, plan: Plan[State], answers: t.Sequence[Row]) -> State:
        """Take in the answers."""
        self.confirmed.append(answers)
        return State(("confirmed",))

    def guard(self, plan: Plan[State]) -> None:
        """Count the looks before the first write, which must come before it."""
        assert self.made == []
        self.guarded += 1

    def flow(self, workers: int = 1) -> Flow[State]:
        """A flow over this."""
        return Flow(plan_of, self.execute, self.confirm, self.guard, workers)

    @property
    def names(self) -> list[str]:
        """The names of what was made."""
        return [one.name for one in self.made]


def failure(recorder: Recorder, plan: Plan[State], workers: int = 1) -> errors.VoximplantError:
    """The error of a plan that cannot be carried out."""
    with pytest.raises(errors.VoximplantError) as caught:
        carry_out(recorder.flow(workers), plan)
    return caught.value


def test_carry_out_when_nothing_is_planned_then_nothing_is_done_or_read_back() -> None:
    recorder = Recorder()
    plan = plan_of()
    assert carry_out(recorder.flow(), plan) is plan.after
    assert (recorder.made, recorder.guarded, recorder.confirmed) == ([], 0, [])


@pytest.mark.parametrize("workers", [1, 4])
def test_carry_out_when_there_are_stages_then_lower_ones_come_first_and_answers_keep_the_plans_order(
    workers: int,
) -> None:
    recorder = Recorder()
    plan = plan_of(operation("c", 7), operation("a"), operation("d", 7), operation("b", 3))
    assert carry_out(recorder.flow(workers), plan) == State(("confirmed",))
    assert recorder.names[:2] == ["a", "b"]
    assert sorted(recorder.names[2:]) == ["c", "d"]
    assert [row.text("name") for row in recorder.confirmed[0]] == ["c", "a", "d", "b"]
    assert recorder.guarded == 1


def test_carry_out_when_workers_are_several_then_calls_of_one_stage_are_made_together() -> None:
    together = threading.Barrier(3, timeout=5)

    def execute(one: Operation) -> Row:
        together.wait()
        return Row(one.method, {})

    flow = Flow(plan_of, execute, lambda plan, answers: plan.after, workers=3)
    plan = plan_of(*(operation(name) for name in "abc"))
    assert carry_out(flow, plan) == plan.after


def test_carry_out_when_an_object_is_new_then_its_id_is_filled_in_wherever_it_is_needed() -> None:
    recorder = Recorder()
    new = PendingId("rule new", "rule_id")
    later = operation("b", 1, params={"one": new, "many": (7, new), "text": "rule new"})
    carry_out(recorder.flow(), plan_of(operation("a", creates="rule new"), later))
    assert recorder.made[1].params == {"one": 1, "many": (7, 1), "text": "rule new"}


def test_carry_out_when_an_answer_has_no_id_then_it_is_a_protocol_error() -> None:
    new = PendingId("rule new", "application_id")
    recorder = Recorder()
    plan = plan_of(operation("a", creates="rule new"), operation("b", 1, params={"x": new}))
    with pytest.raises(errors.ProtocolError):
        carry_out(recorder.flow(), plan)


def test_failure_when_in_the_middle_then_it_says_what_was_done_and_what_was_not_reached() -> None:
    plan = plan_of(*(operation(name, stage) for stage, name in enumerate("abcd")))
    error = failure(Recorder("b"), plan)
    assert [one.name for one in error.done] == ["a"]
    assert [one.name for one in error.not_reached] == ["c", "d"]
    assert (error.object, error.name) == ("rule", "b")
    assert str(error) == (
        "rule b: No b. Done before the failure: update rule a. Not reached: update rule c, update rule d."
    )


def test_failure_when_within_a_stage_then_no_further_call_is_begun() -> None:
    recorder = Recorder("b")
    error = failure(recorder, plan_of(*(operation(name) for name in "abcd")))
    assert recorder.names == ["a", "b"]
    assert ([one.name for one in error.done], [one.name for one in error.not_reached]) == (["a"], ["c", "d"])


def test_failure_when_it_is_the_look_before_then_nothing_is_done() -> None:
    def guard(plan: Plan[State]) -> None:
        raise errors.ConflictError("Somebody else.")

    recorder = Recorder()
    flow = dataclasses.replace(recorder.flow(), guard=guard)
    with pytest.raises(errors.ConflictError):
        carry_out(flow, plan_of(operation("a")))
    assert recorder.made == []


def test_failure_when_it_is_the_reading_back_then_everything_was_done() -> None:
    def confirm(plan: Plan[State], answers: t.Sequence[Row]) -> State:
        raise errors.ConflictError("Not as planned.")

    flow = dataclasses.replace(Recorder().flow(), confirm=confirm)
    with pytest.raises(errors.ConflictError) as caught:
        carry_out(flow, plan_of(operation("a"), operation("b")))
    assert [one.name for one in caught.value.done] == ["a", "b"]
    assert caught.value.not_reached == ()


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        (lambda: errors.error_for_code("AddScenario", 133, "Taken."), "May be x. Names are unique in the whole"),
        (lambda: errors.TransportError("Silence.", advice="Wait."), "Wait."),
    ],
)
def test_failure_when_the_platform_finds_a_conflict_then_the_operations_advice_comes_first(
    error: t.Callable[[], errors.VoximplantError], advice: str
) -> None:
    recorder = Recorder("a", error=error())
    assert failure(recorder, plan_of(operation("a", on_conflict="May be x."))).advice.startswith(advice)


def test_report_when_something_changed_then_it_names_calls_and_only_the_aspects_that_differ() -> None:
    plan = plan_of(operation("a", params={"secret": "s3cret"}))
    result = report(plan, State(("reached",)), with_diff=True)
    assert result == {
        "changed": True,
        "operations": [{"action": "update", "object": "rule", "name": "a", "method": "SetRuleInfo"}],
        "texts": ["reached"],
        "diff": [{"before_header": "header of old", "after_header": "header of new", "before": "old", "after": "new"}],
    }


def test_report_when_nothing_changed_then_it_says_so() -> None:
    plan = Plan(State(("x",)), State(("x",)))
    assert report(plan, plan.after, with_diff=True) == {"changed": False, "operations": [], "texts": ["x"], "diff": []}


def test_report_when_no_diff_is_asked_for_then_there_is_none() -> None:
    assert "diff" not in report(plan_of(operation("a")), State(("x",)), with_diff=False)
