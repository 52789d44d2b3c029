# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The pure part of repeating calls: the table, kinds, faults and pauses."""

from __future__ import annotations

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api import errors
from ansible_collections.voximplant.platform.plugins.module_utils._api.response import parse_response
from ansible_collections.voximplant.platform.plugins.module_utils._api.retry import (
    Fault,
    Kind,
    Verdict,
    fault_of,
    kind_of,
    may_be_done,
    pause,
    verdict,
)
from ansible_collections.voximplant.platform.tests.unit.support.fault_table import FAULTS, METHODS, Cell, cells


def error_of(cell: Cell) -> errors.VoximplantError:
    """The error that a call meets."""
    step = cell.step()
    if isinstance(step, errors.VoximplantError):
        return step
    with pytest.raises(errors.VoximplantError) as caught:
        parse_response(cell.method, step)
    return caught.value


@pytest.mark.parametrize("cell", cells(), ids=str)
def test_fault_when_an_error_is_met_then_it_belongs_to_its_row_of_the_table(cell: Cell) -> None:
    assert fault_of(error_of(cell)) is FAULTS[cell.fault]


EXECUTED_PERHAPS = (
    Fault.INTERRUPTED,
    Fault.INTERNAL_ERROR,
    Fault.GARBLED,
    Fault.TAKEN_FOR_RESENT,
    Fault.CANCELLED_AFTER_SENDING,
)


@pytest.mark.parametrize("fault", Fault)
def test_table_when_a_call_may_have_been_executed_then_no_writing_one_is_blindly_made_again(fault: Fault) -> None:
    by_kind = {kind: verdict(kind, fault) for kind in Kind}
    if fault in EXECUTED_PERHAPS:
        is_over = fault is Fault.CANCELLED_AFTER_SENDING
        assert by_kind[Kind.WRITE] is (Verdict.AMBIGUOUS if is_over else Verdict.VERIFY)
        assert by_kind[Kind.START] is Verdict.AMBIGUOUS
    else:
        assert by_kind[Kind.WRITE] is by_kind[Kind.READ]
        assert by_kind[Kind.START] in (by_kind[Kind.READ], Verdict.FAIL)
    assert by_kind[Kind.WRITE] is by_kind[Kind.ADD]
    assert by_kind[Kind.READ] not in (Verdict.VERIFY, Verdict.AMBIGUOUS)


def test_table_when_a_start_is_made_again_then_it_certainly_was_not_executed() -> None:
    again = {fault for fault in Fault if verdict(Kind.START, fault) in (Verdict.RETRY, Verdict.REAUTHENTICATE)}
    assert again == {Fault.NOT_SENT, Fault.THROTTLED_BY_HTTP, Fault.TOKEN_OUT_OF_TIME}


def test_table_when_the_tasks_time_is_over_then_nothing_is_made_again() -> None:
    for fault in (Fault.CANCELLED, Fault.CANCELLED_AFTER_SENDING):
        assert {verdict(kind, fault) for kind in Kind} <= {Verdict.FAIL, Verdict.AMBIGUOUS}


def test_table_when_a_fault_is_permanent_then_every_kind_of_call_fails() -> None:
    assert {verdict(kind, Fault.REJECTED) for kind in Kind} == {Verdict.FAIL}
    passing = {fault for fault in Fault if verdict(Kind.READ, fault) is Verdict.RETRY}
    assert passing == {*Fault} - {
        Fault.REJECTED,
        Fault.TOKEN_OUT_OF_TIME,
        Fault.CANCELLED,
        Fault.CANCELLED_AFTER_SENDING,
    }


@pytest.mark.parametrize(
    ("method", "kind"),
    [
        *((method, Kind[kind.upper()]) for kind, method in METHODS.items()),
        ("StartConference", Kind.START),
        ("AddRule", Kind.ADD),
        ("AddApplication", Kind.ADD),
        ("GetCallHistory", Kind.READ),
        ("BindScenario", Kind.WRITE),
        ("ReorderScenarios", Kind.WRITE),
        ("ReorderRules", Kind.WRITE),
        ("DelScenario", Kind.WRITE),
        ("SetRuleInfo", Kind.WRITE),
    ],
)
def test_kind_when_method_is_one_of_the_platforms_then_it_says_what_a_second_call_does(method: str, kind: Kind) -> None:
    assert kind_of(method) is kind


@pytest.mark.parametrize(
    ("attempt", "jitter", "retry_after", "seconds"),
    [
        (1, 0.0, None, 0.5),
        (1, 1.0, None, 1.0),
        (2, 1.0, None, 2.0),
        (3, 0.5, None, 3.0),
        (6, 1.0, None, 30.0),
        (50, 1.0, None, 30.0),
        (50, 0.0, None, 15.0),
        (1024, 1.0, None, 30.0),
        (1, 0.0, 7.0, 7.0),
        (1, 0.0, 60.0, 60.0),
        (1, 0.0, 61.0, 60.0),
        (1, 0.0, 86400.0, 60.0),
        (1, 1.0, 0.0, 1.0),
        (3, 1.0, 1.0, 4.0),
    ],
)
def test_pause_when_attempts_grow_then_it_doubles_up_to_a_limit_and_honours_the_server(
    attempt: int, jitter: float, retry_after: float | None, seconds: float
) -> None:
    assert pause(attempt, jitter, retry_after) == seconds


@pytest.mark.parametrize(
    ("error", "kinds"),
    [
        (errors.ConflictError("Taken."), {Kind.READ, Kind.WRITE, Kind.START}),
        (errors.ConflictError("Taken.", code=118), {Kind.READ, Kind.WRITE, Kind.START}),
        (errors.ConflictError("Taken.", code=133), set(Kind)),
        (errors.ConflictError("Taken.", ambiguous=True), set(Kind)),
        (errors.NotFoundError("Gone."), {Kind.READ, Kind.WRITE, Kind.START}),
        (errors.NotFoundError("Gone.", ambiguous=True), {Kind.READ, Kind.WRITE, Kind.START}),
        (errors.RejectedError("No.", ambiguous=True), set()),
        (errors.TransientError("Later."), set()),
    ],
)
def test_refusal_when_the_object_may_be_as_it_should_then_another_one_s_is_not_adopted(
    error: errors.VoximplantError, kinds: set[Kind]
) -> None:
    assert {kind for kind in Kind if may_be_done(error, kind)} == kinds
