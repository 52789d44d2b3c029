# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks that write through the API: order, ids of new objects, failures, and the report."""

from __future__ import annotations

import dataclasses
import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api import errors
from ansible_collections.voximplant.platform.plugins.module_utils._apply.observation import Observation
from ansible_collections.voximplant.platform.plugins.module_utils._apply.run import ApiTask, Run
from ansible_collections.voximplant.platform.plugins.module_utils._apply.task import _diff_entry, report
from ansible_collections.voximplant.platform.plugins.module_utils._apply.verify import Accepted
from ansible_collections.voximplant.platform.plugins.module_utils._objects.models import PendingId
from ansible_collections.voximplant.platform.plugins.module_utils._plan.operations import DiffSection, Operation, Plan
from ansible_collections.voximplant.platform.tests.unit.support.runs import FakeClient, names, operation
from harness.fakes import failed, ok, talk


@dataclasses.dataclass(frozen=True)
class State:
    """A state with one text for each aspect."""

    texts: tuple[str, ...]

    def as_result(self) -> dict[str, t.Any]:
        """Return the texts."""
        return {"texts": list(self.texts)}

    def diff_sections(self) -> dict[str, DiffSection]:
        """Return a section for each text."""
        return {str(number): DiffSection(f"header of {text}", text) for number, text in enumerate(self.texts)}


def plan_of(*stages: t.Sequence[Operation]) -> Plan[State]:
    """Return a plan with these stages."""
    return Plan(State(("same", "old")), State(("same", "new")), tuple(map(tuple, stages)))


class RecordingTask(ApiTask[State]):
    """A task whose verification records what was accepted."""

    def __init__(
        self, client: t.Any, error: errors.VoximplantError | None = None, late: errors.VoximplantError | None = None
    ) -> None:
        super().__init__(client)
        self._error = error
        self._late = late
        self.verified: list[t.Sequence[Accepted]] = []
        self.observation = Observation(client)

    def verify(self, accepted: t.Sequence[Accepted]) -> Observation:
        """Record what was accepted."""
        self.verified.append(accepted)
        if self._error is not None:
            raise self._error
        return self.observation

    def complete(self, plan: Plan[State], run: Run, observation: Observation) -> State:
        """Return a state of its own."""
        assert observation is self.observation
        if self._late is not None:
            raise self._late
        return State(("completed", *(accepted.name for accepted in run.done)))


def failure(task: ApiTask[State], plan: Plan[State]) -> errors.VoximplantError:
    """Apply a plan that fails, and return the error."""
    with pytest.raises(errors.VoximplantError) as caught:
        task.apply(plan)
    return caught.value


def test_apply_when_nothing_is_planned_then_nothing_is_called_or_read_back() -> None:
    task = RecordingTask(FakeClient())
    plan = plan_of()
    assert task.apply(plan) is plan.after
    assert (task.client.made, task.verified) == ([], [])


def test_apply_when_there_are_stages_then_each_follows_the_one_before_and_the_state_is_completed() -> None:
    client = FakeClient()
    task = RecordingTask(client)
    plan = plan_of([operation("a")], [operation("b")], [operation("c"), operation("d")])
    assert task.apply(plan) == State(("completed", "a", "b", "c", "d"))
    assert client.names == ["a", "b", "c", "d"]
    (accepted,) = task.verified
    assert names(found for found, _response in accepted) == ["a", "b", "c", "d"]
    assert [response.integer("rule_id") for _found, response in accepted[:2]] == [1, 2]


def test_apply_when_an_object_is_new_then_its_id_is_filled_in_wherever_it_is_needed() -> None:
    client = FakeClient()
    new = PendingId("rule new", "rule_id")
    later = operation("b", params={"single": new, "many": (7, new), "text": "rule new"}, application_id=new)
    task = RecordingTask(client)
    task.apply(plan_of([operation("a", provides="rule new")], [later]))
    assert client.made[1] == {"name": "b", "single": 1, "many": (7, 1), "text": "rule new"}
    sent = task.verified[0][1][0]
    assert (sent.params, sent.application_id) == (client.made[1], 1)


def test_apply_when_a_response_has_no_id_then_it_is_a_protocol_error() -> None:
    new = PendingId("rule new", "application_id")
    plan = plan_of([operation("a", provides="rule new")], [operation("b", params={"x": new})])
    error = failure(RecordingTask(FakeClient()), plan)
    assert isinstance(error, errors.ProtocolError)
    assert (names(error.done), names(error.not_reached)) == (["a"], ["b"])


def test_failure_when_in_the_middle_then_it_says_what_was_done_and_what_was_not_reached() -> None:
    plan = plan_of(*([operation(name, application="support")] for name in "abcd"))
    task = RecordingTask(FakeClient("b"))
    error = failure(task, plan)
    assert (names(error.done), names(error.not_reached)) == (["a"], ["c", "d"])
    assert (error.object, error.name) == ("rule", "support/b")
    assert str(error) == (
        "rule support/b: No b. Done before the failure: update rule support/a. "
        "Not reached: update rule support/c, update rule support/d."
    )
    assert task.verified == []


def test_failure_when_within_a_stage_then_no_further_call_is_begun() -> None:
    client = FakeClient("b")
    error = failure(RecordingTask(client), plan_of([operation(name) for name in "abcd"]))
    assert client.names == ["a", "b"]
    assert (names(error.done), names(error.not_reached)) == (["a"], ["c", "d"])


def test_failure_when_it_is_the_reading_back_then_everything_was_done() -> None:
    task = RecordingTask(FakeClient(), error=errors.ConflictError("Not as planned."))
    error = failure(task, plan_of([operation("a")], [operation("b")]))
    assert (names(error.done), error.not_reached) == (["a", "b"], ())


def test_failure_when_it_is_the_reading_of_the_result_then_everything_was_done() -> None:
    task = RecordingTask(FakeClient(), late=errors.TransientError("Later."))
    error = failure(task, plan_of([operation("a")], [operation("b", application="support")]))
    assert (names(error.done), error.not_reached) == (["a", "b"], ())
    assert (error.object, error.name) == ("rule", "support/b")


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        (lambda: errors.error_for_code("AddScenario", 133, "Taken."), "May be x. The name must be unique in the whole"),
        (lambda: errors.TransportError("Silence.", advice="Wait."), "Wait."),
    ],
)
def test_failure_when_the_platform_refuses_a_call_then_the_operations_advice_comes_first(
    error: t.Callable[[], errors.VoximplantError], advice: str
) -> None:
    client = FakeClient("a", error=error())
    assert failure(RecordingTask(client), plan_of([operation("a", on_conflict="May be x.")])).advice.startswith(advice)


def test_apply_when_a_write_cannot_be_read_back_then_nothing_is_read() -> None:
    conversation = talk(ok(media_session_access_url="x"))
    plan = plan_of([Operation("start", "session", "r", "StartScenarios", {"rule_id": 5})])
    assert ApiTask[State](conversation.client).apply(plan) is plan.after
    assert conversation.http.methods == ["StartScenarios"]


def test_apply_when_a_write_is_refused_then_it_is_not_read_back() -> None:
    conversation = talk(failed(104))
    plan = plan_of([Operation("update", "rule", "r", "SetRuleInfo", {"rule_id": 5})])
    error = failure(ApiTask[State](conversation.client), plan)
    assert (error.code, error.done, conversation.http.methods) == (104, (), ["SetRuleInfo"])


def test_report_when_something_changed_then_it_names_calls_and_only_the_aspects_that_differ() -> None:
    plan = plan_of([operation("a", params={"secret": "s3cret"}, application="support", application_id=5)])
    result = report(plan, State(("reached",)), with_diff=True)
    assert result == {
        "changed": True,
        "operations": [
            {"action": "update", "object": "rule", "name": "a", "application": "support", "method": "SetRuleInfo"}
        ],
        "texts": ["reached"],
        "diff": [{"before_header": "header of old", "after_header": "header of new", "before": "old", "after": "new"}],
    }


def test_diff_when_a_name_is_hostile_then_its_header_is_one_line_that_nothing_obeys() -> None:
    hostile = "a\n::error::b\x1b[31m\u202e"
    entry = _diff_entry(DiffSection(hostile * 100, "old"), DiffSection(hostile, "new"))
    for header in (entry["before_header"], entry["after_header"]):
        assert header.isprintable() and "::error" not in header and len(header) < 400
    assert (entry["before"], entry["after"]) == ("old", "new")


def test_report_when_nothing_changed_then_it_says_so() -> None:
    plan = Plan(State(("x",)), State(("x",)))
    assert report(plan, plan.after, with_diff=True) == {"changed": False, "operations": [], "texts": ["x"], "diff": []}


def test_report_when_no_diff_is_asked_for_then_there_is_none() -> None:
    assert "diff" not in report(plan_of([operation("a")]), State(("x",)), with_diff=False)


def test_operation_when_returned_then_it_has_its_application_and_no_parameters() -> None:
    found = operation("x", params={"scenario_script": "s3cret"}, application_id=3, on_conflict="advice", provides="p")
    assert found.as_result() == {
        "action": "update",
        "object": "rule",
        "name": "x",
        "application": None,
        "method": "SetRuleInfo",
    }
    (named,) = plan_of([found]).with_applications({3: "support", 4: "other"}).operations
    assert named == dataclasses.replace(found, application="support")
    assert str(named) == "update rule support/x"
    assert plan_of([found]).with_applications({4: "other"}).operations == (found,)
