# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The calls of a plan: what is said of them while they are made, and when several fail."""

from __future__ import annotations

import copy
import dataclasses
import threading
import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api import errors
from ansible_collections.voximplant.platform.plugins.module_utils._api.call_limit import CallLimit
from ansible_collections.voximplant.platform.plugins.module_utils._api.response import ApiObject
from ansible_collections.voximplant.platform.plugins.module_utils._apply.run import Run
from ansible_collections.voximplant.platform.plugins.module_utils._objects.models import PendingId
from ansible_collections.voximplant.platform.tests.unit.support.runs import FakeClient, names, operation, run_of


def test_run_when_an_id_was_assigned_then_it_can_be_asked_for() -> None:
    run = Run(t.cast(t.Any, FakeClient()), [operation("a", provides="rule new")])
    run.make([[operation("a", provides="rule new")]])
    assert (run.id_of(PendingId("rule new", "rule_id")), run.id_of(77), run.created_id) == (1, 77, 1)


def test_run_when_an_answer_has_no_id_then_what_it_created_is_in_doubt_and_what_needs_it_is_not_reached() -> None:
    class Nameless(FakeClient):
        def call(self, method: str, params: dict[str, t.Any], probe: t.Any = None) -> ApiObject:
            super().call(method, params, probe)
            return ApiObject(method, {"result": 1})

    operations = (
        operation("a", provides="rule a"),
        operation("b", params={"rule_id": PendingId("rule a", "rule_id")}),
        operation("c"),
    )
    run = Run(t.cast(t.Any, Nameless()), operations, keep_going=True)
    run.make([[made] for made in operations])
    with pytest.raises(errors.ProtocolError, match="rule a: SetRuleInfo did not return") as caught:
        run.raise_failure()
    assert caught.value.ambiguous
    assert tuple(map(names, (run.done, run.in_doubt, run.not_reached))) == (["c"], ["a"], ["b"])


def test_run_when_calls_are_made_then_progress_is_reported_after_each() -> None:
    progressed: list[tuple[str, int, int]] = []
    run = run_of(FakeClient(), "abc", progress=lambda *progress: progressed.append(progress))
    run.make([run.not_done[:2]])
    run.make([run.not_done])
    assert progressed == [("written", 1, 3), ("written", 2, 3), ("written", 3, 3)]


def test_run_when_there_are_several_workers_then_calls_of_one_stage_are_made_together() -> None:
    together = threading.Barrier(3, timeout=5)

    class Waiting(FakeClient):
        def call(self, method: str, params: dict[str, t.Any], _probe: t.Any = None) -> ApiObject:
            together.wait()
            return super().call(method, params)

    client = Waiting()
    client.limit = CallLimit(3, 3)
    run = run_of(client, "abc")
    run.make([run.not_done])
    assert (sorted(client.names), names(run.done)) == (["a", "b", "c"], ["a", "b", "c"])


UNSENT = errors.CancelledError("No time.")
REFUSED = errors.RejectedError("No.")
LOST = errors.TransportError("Silence.", ambiguous=True)
CUT_OFF = errors.CancelledError("No time for the answer.", ambiguous=True)
BROKEN = ZeroDivisionError("A mistake in the code.")


@pytest.mark.parametrize(
    ("failures", "first", "is_ambiguous", "others", "not_reached"),
    [
        ([UNSENT, REFUSED], REFUSED, False, [], ["a"]),
        ([UNSENT, CUT_OFF], CUT_OFF, True, [], ["a"]),
        ([CUT_OFF, UNSENT], CUT_OFF, True, [], ["b"]),
        ([REFUSED, REFUSED], REFUSED, False, ["b"], []),
        ([REFUSED, LOST], REFUSED, True, ["b"], []),
        ([REFUSED, BROKEN], REFUSED, True, ["b"], []),
        ([UNSENT, UNSENT], UNSENT, False, [], ["a", "b"]),
    ],
)
def test_run_when_several_calls_fail_then_the_first_one_that_was_made_says_what_is_unclear(
    failures: list[Exception],
    first: errors.VoximplantError,
    is_ambiguous: bool,
    others: list[str],
    not_reached: list[str],
) -> None:
    failures, first = copy.deepcopy((failures, first))

    class Failing(FakeClient):
        def call(self, method: str, params: dict[str, t.Any], _probe: t.Any = None) -> ApiObject:
            raise failures["ab".index(params["name"])]

    run = run_of(Failing(), "ab", keep_going=True)
    run.make([run.not_done])
    with pytest.raises(type(first)) as caught:
        run.raise_failure()
    assert (str(caught.value.text), caught.value.ambiguous) == (first.text, is_ambiguous)
    assert (names(caught.value.failed), names(run.not_reached)) == (others, not_reached)


@pytest.mark.parametrize(("method", "is_probed"), [("SetRuleInfo", True), ("StartScenarios", False)])
def test_run_when_nothing_would_show_a_call_then_there_is_nothing_to_look_for(method: str, is_probed: bool) -> None:
    probes = []

    class Probed(FakeClient):
        def call(self, method: str, params: dict[str, t.Any], probe: t.Any = None) -> ApiObject:
            probes.append(probe)
            return super().call(method, params)

    made = dataclasses.replace(operation("a"), method=method)
    Run(t.cast(t.Any, Probed()), [made]).make([[made]])
    assert [probe is not None for probe in probes] == [is_probed]
