# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The pure part of repeating calls: the table, kinds, faults and pauses."""

from __future__ import annotations

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api import errors
from ansible_collections.voximplant.platform.plugins.module_utils._api.response import checked
from ansible_collections.voximplant.platform.plugins.module_utils._api.retry import (
    Kind,
    Verdict,
    fault_of,
    kind_of,
    may_have_been_executed_before,
    pause,
    verdict,
)
from ansible_collections.voximplant.platform.tests.unit.support.fault_table import METHODS, Cell, cells

VERDICTS = {
    "retry": Verdict.RETRY,
    "settle": Verdict.SETTLE,
    "sign": Verdict.SIGN_AGAIN,
    "fail": Verdict.FAIL,
    "unknown": Verdict.UNKNOWN,
}


def error_of(cell: Cell) -> errors.VoximplantError:
    """The error that a call meets."""
    step = cell.step()
    if isinstance(step, errors.VoximplantError):
        return step
    with pytest.raises(errors.VoximplantError) as caught:
        checked(cell.method, step)
    return caught.value


@pytest.mark.parametrize("cell", cells(), ids=str)
def test_verdict_when_fault_and_kind_are_given_then_it_is_that_of_the_table(cell: Cell) -> None:
    assert verdict(kind_of(cell.method), fault_of(error_of(cell))) is VERDICTS[cell.expected]


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
    ("error", "expected"),
    [
        (errors.ConflictError("Taken."), True),
        (errors.NotFoundError("Gone."), True),
        (errors.RejectedError("No."), False),
        (errors.TransientError("Later."), False),
    ],
)
def test_refusal_when_it_may_be_the_echo_of_a_lost_call_then_that_is_said(
    error: errors.VoximplantError, expected: bool
) -> None:
    assert may_have_been_executed_before(error) is expected
