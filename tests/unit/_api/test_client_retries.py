# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Repeated calls through the client: every cell of the table, and the edges of the budget."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api import errors
from ansible_collections.voximplant.platform.plugins.module_utils._api.response import ApiObject
from ansible_collections.voximplant.platform.plugins.module_utils._api.retry import Verdict
from ansible_collections.voximplant.platform.plugins.module_utils._api.transport import Response
from ansible_collections.voximplant.platform.tests.unit.support.fault_table import EXECUTED, Cell, cells
from harness.fakes import Renewing, failed, ok, raw, talk

UNKNOWN = "It is unknown whether"


def lost() -> errors.TransportError:
    """A call whose answer did not arrive."""
    return errors.TransportError("Silence.", ambiguous=True)


def cells_of(*verdicts: Verdict) -> list[Cell]:
    """The cells with one of these verdicts."""
    return [cell for cell in cells() if cell.verdict in verdicts]


@pytest.mark.parametrize("cell", cells_of(Verdict.RETRY), ids=str)
def test_call_when_fault_passes_then_second_try_answers(cell: Cell) -> None:
    talking = talk(cell.step(), cell.success())
    assert talking.client.call(cell.method).fields["result"] == cell.success_result()
    assert talking.http.methods == [cell.method] * 2
    assert talking.waits == [0.75]


@pytest.mark.parametrize("cell", cells_of(Verdict.RETRY), ids=str)
def test_call_when_no_retries_are_allowed_then_first_fault_is_final_and_not_ambiguous(cell: Cell) -> None:
    talking = talk(cell.step(), retries=0)
    with pytest.raises(errors.VoximplantError) as caught:
        talking.client.call(cell.method)
    assert not caught.value.ambiguous
    assert UNKNOWN not in str(caught.value)
    assert (talking.http.methods, talking.waits) == ([cell.method], [])


@pytest.mark.parametrize("cell", cells_of(Verdict.VERIFY), ids=str)
def test_call_when_a_look_finds_it_executed_then_it_is_not_made_again(cell: Cell) -> None:
    talking = talk(cell.step())
    assert talking.client.call(cell.method, probe=lambda: EXECUTED) is EXECUTED
    assert (talking.http.methods, talking.waits) == ([cell.method], [])


@pytest.mark.parametrize("cell", cells_of(Verdict.VERIFY), ids=str)
def test_call_when_a_look_finds_it_not_executed_then_it_is_made_again(cell: Cell) -> None:
    talking = talk(cell.step(), cell.success())
    assert talking.client.call(cell.method, probe=lambda: None).fields["result"] == 1
    assert talking.http.methods == [cell.method] * 2
    assert talking.waits == [0.75]


@pytest.mark.parametrize("cell", cells_of(Verdict.VERIFY, Verdict.AMBIGUOUS), ids=str)
def test_call_when_nothing_can_look_then_it_is_unknown_and_not_made_again(cell: Cell) -> None:
    talking = talk(cell.step(), cell.success())
    with pytest.raises(errors.VoximplantError) as caught:
        talking.client.call(cell.method)
    assert caught.value.ambiguous
    assert f"{UNKNOWN} {cell.method} was executed." in str(caught.value)
    assert talking.http.methods == [cell.method]


@pytest.mark.parametrize("cell", cells_of(Verdict.AMBIGUOUS), ids=str)
def test_call_when_ambiguous_then_no_look_changes_that(cell: Cell) -> None:
    talking = talk(cell.step(), cell.success())
    with pytest.raises(errors.VoximplantError) as caught:
        talking.client.call(cell.method, probe=lambda: EXECUTED)
    assert caught.value.ambiguous
    assert talking.http.methods == [cell.method]


@pytest.mark.parametrize("cell", cells_of(Verdict.REAUTHENTICATE), ids=str)
def test_call_when_token_is_out_of_time_then_it_is_signed_again_once(cell: Cell) -> None:
    credentials = Renewing()
    talking = talk(cell.step(), cell.success(), retries=0, credentials=credentials)
    assert talking.client.call(cell.method).fields["result"] == cell.success_result()
    assert [sent.headers["Authorization"] for sent in talking.http.sent] == ["Bearer 0", "Bearer 1"]
    assert talking.waits == []


@pytest.mark.parametrize("cell", cells_of(Verdict.REAUTHENTICATE), ids=str)
def test_call_when_new_token_is_refused_too_then_it_fails(cell: Cell) -> None:
    credentials = Renewing()
    talking = talk(cell.step(), cell.step(), cell.success(), credentials=credentials)
    with pytest.raises(errors.AuthenticationError) as caught:
        talking.client.call(cell.method, probe=lambda: EXECUTED)
    assert not caught.value.ambiguous
    assert (credentials.renewed, talking.http.left) == (1, 1)


@pytest.mark.parametrize("cell", cells_of(Verdict.REAUTHENTICATE), ids=str)
def test_call_when_there_is_no_other_proof_then_it_fails(cell: Cell) -> None:
    talking = talk(cell.step(), cell.success())
    with pytest.raises(errors.AuthenticationError):
        talking.client.call(cell.method)
    assert talking.http.methods == [cell.method]


@pytest.mark.parametrize("cell", cells_of(Verdict.FAIL), ids=str)
def test_call_when_refused_for_good_then_it_fails_and_is_not_ambiguous(cell: Cell) -> None:
    talking = talk(cell.step(), cell.success())
    with pytest.raises(errors.VoximplantError) as caught:
        talking.client.call(cell.method, probe=lambda: EXECUTED)
    assert caught.value.method == cell.method
    assert not caught.value.ambiguous
    assert UNKNOWN not in str(caught.value)
    assert (talking.http.methods, talking.waits) == ([cell.method], [])


@pytest.mark.parametrize("retries", [0, 1, 4])
def test_read_when_fault_stays_then_it_is_tried_as_often_as_allowed(retries: int) -> None:
    talking = talk(*(lost() for _try in range(9)), retries=retries)
    with pytest.raises(errors.TransportError) as caught:
        talking.client.call("GetRules")
    assert not caught.value.ambiguous  # a read that was executed changed nothing
    assert len(talking.http.sent) == retries + 1
    assert talking.waits == [0.75, 1.5, 3.0, 6.0][:retries]


def test_write_when_lost_again_and_again_then_it_is_looked_for_after_every_try() -> None:
    talking = talk(*(lost() for _try in range(3)), retries=2)
    looks: list[int] = []
    with pytest.raises(errors.TransportError) as caught:
        talking.client.call("SetRuleInfo", probe=lambda: looks.append(1))
    assert caught.value.ambiguous
    assert (len(talking.http.sent), len(looks)) == (3, 3)


def test_write_when_found_executed_after_the_last_try_then_it_succeeds() -> None:
    talking = talk(lost(), retries=0)
    assert talking.client.call("SetRuleInfo", probe=lambda: EXECUTED) is EXECUTED


def test_write_when_the_look_fails_then_the_first_error_is_told_as_unknown() -> None:
    def look() -> ApiObject | None:
        raise errors.AuthenticationError("Out.")

    with pytest.raises(errors.TransportError) as caught:
        talk(lost()).client.call("SetRuleInfo", probe=look)
    assert caught.value.ambiguous
    assert isinstance(caught.value.__cause__, errors.AuthenticationError)


@pytest.mark.parametrize(
    ("header", "wait"),
    [("7", 7.0), ("600", 60.0), ("0", 0.75), ("soon", 0.75), ("Wed, 21 Oct 2026 07:28:00 GMT", 0.75), ("-5", 0.75)],
)
@pytest.mark.parametrize("code", [314, "RATE_LIMITED"])
def test_call_when_server_says_how_long_to_wait_then_that_is_honoured_up_to_a_minute(
    code: t.Any, header: str, wait: float
) -> None:
    talking = talk(failed(code, status=429, retry_after=header), ok())
    talking.client.call("AddRule")
    assert talking.waits == [wait]


def test_add_when_the_name_is_taken_by_the_lost_try_then_the_look_answers() -> None:
    talking = talk(failed(133))
    assert talking.client.call("AddScenario", probe=lambda: EXECUTED) is EXECUTED


def test_add_when_the_name_is_taken_by_another_then_it_is_a_conflict() -> None:
    talking = talk(failed(133), ok())
    with pytest.raises(errors.ConflictError) as caught:
        talking.client.call("AddScenario", probe=lambda: None)
    assert (caught.value.code, caught.value.ambiguous) == (133, False)
    assert talking.http.left == 1


def test_add_when_the_name_is_taken_and_nothing_can_look_then_it_is_a_conflict() -> None:
    with pytest.raises(errors.ConflictError) as caught:
        talk(failed(133)).client.call("AddScenario")
    assert not caught.value.ambiguous


@pytest.mark.parametrize("refusal", [failed(133), failed(1)])
@pytest.mark.parametrize(
    ("before", "unclear"),
    [
        ([lost], True),
        ([lambda: failed(2)], True),
        ([lambda: failed(340)], False),
        ([lambda: raw(b"", 429)], False),
        ([lambda: errors.TransportError("Refused.")], False),
        ([lost, lambda: failed(340)], True),
        ([], False),
    ],
)
def test_add_when_it_is_refused_then_an_earlier_try_that_may_have_been_executed_is_remembered(
    before: list[t.Callable[[], t.Any]], unclear: bool, refusal: Response
) -> None:
    talking = talk(*(step() for step in before), refusal, ok())
    with pytest.raises(errors.VoximplantError, match="AddScenario failed with code") as caught:
        talking.client.call("AddScenario", probe=lambda: None)
    assert (caught.value.unclear, caught.value.ambiguous, talking.http.left) == (unclear, False, 1)


def test_add_when_the_look_after_a_conflict_fails_then_it_is_not_called_unknown() -> None:
    def look() -> ApiObject | None:
        raise errors.TransientError("Later.")

    with pytest.raises(errors.ConflictError) as caught:
        talk(failed(133)).client.call("AddScenario", probe=look)
    assert not caught.value.ambiguous


def test_delete_when_the_object_is_gone_already_then_the_look_answers() -> None:
    assert talk(failed(132)).client.call("DelScenario", probe=lambda: EXECUTED) is EXECUTED


def test_call_when_faults_differ_then_each_is_treated_by_its_own_rule() -> None:
    credentials = Renewing()
    steps = (failed(455), raw(b"", 502), failed(340), lost(), ok(scenario_id=7))
    talking = talk(*steps, credentials=credentials)
    assert talking.client.call("AddScenario", probe=lambda: None).integer("scenario_id") == 7
    assert (len(talking.waits), credentials.renewed) == (3, 1)


ADVISED = [
    (errors.TransportError("Refused."), "GetRules failed: Refused. Check api_url or VOXIMPLANT_API_URL, the"),
    (errors.ProtocolError("Too long."), "GetRules failed: Too long. Check api_url"),
    (
        raw(b"", 503),
        "GetRules returned HTTP status 503. The platform has an internal problem: run the task again later.",
    ),
    (raw(b"", 404), "GetRules returned HTTP status 404. Check api_url"),
    (failed(1), "GetRules failed with code 1: No. Look the code up"),
    (failed(131), "GetRules failed with code 131: No. Check the account's state"),
]


@pytest.mark.parametrize(("step", "message"), ADVISED, ids=[message[:40] for _step, message in ADVISED])
def test_failure_when_it_is_final_then_it_says_which_call_it_was_and_what_to_do(step: object, message: str) -> None:
    with pytest.raises(errors.VoximplantError) as caught:
        talk(step, retries=0).client.call("GetRules")
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("method", "step", "advice"),
    [
        ("StartScenarios", raw(b"", 503), "Check the call history before you start another session."),
        ("SetRuleInfo", raw(b"", 503), "Run the task again: it checks the account and completes what is missing."),
        ("SetRuleInfo", lost(), "Run the task again: it checks the account and completes what is missing."),
        (
            "SetRuleInfo",
            failed(484),
            "Run the task again: it checks the account and completes what is missing. "
            "The platform mistook the request for a repeated one: wait a moment before you try again.",
        ),
    ],
    ids=range(4),
)
def test_failure_when_it_is_unknown_then_it_says_where_to_look(method: str, step: object, advice: str) -> None:
    with pytest.raises(errors.VoximplantError) as caught:
        talk(step, retries=0).client.call(method)
    assert caught.value.advice == f"{UNKNOWN} {method} was executed. {advice}"
    assert caught.value.as_result()["ambiguous"] is True
