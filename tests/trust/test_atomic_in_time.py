# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A rollback with reads that lag and writes that are not carried out, and when the task's time is over."""

from __future__ import annotations

import dataclasses
import threading
import time
import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.deployment import Deployment
from ansible_collections.voximplant.platform.plugins.module_utils._account.smoke_test import SmokeTest
from harness.rich_project import LAST_BEFORE_DELETIONS, RICH, WRITES
from harness.whole_accounts import Account, Disturbance, Line

if t.TYPE_CHECKING:
    from voximplant_emulator import Emulator

ATOMIC = Deployment(atomic=True)


@pytest.fixture(scope="module")
def account(emulator: Emulator) -> Account:
    return Account(emulator)


@pytest.mark.parametrize(("kind", "number"), [("refused", 16), ("executed", 16), ("executed", 0)])
def test_atomic_when_reads_lag_behind_writes_then_a_failure_is_put_back_all_the_same(
    account: Account, kind: str, number: int
) -> None:
    desired = RICH.fill(account.emulator)
    before = account.content()
    line = Line(account.http, Disturbance(kind, number, outage=0 if kind == "refused" else 1))
    with account.switched(read_lag_ms=400):
        time.sleep(0.5)
        outcome = account.deploy(desired, account.client(line, real_time=True), ATOMIC)
    assert "Put back" in outcome.message, outcome.message
    assert account.content() == before, outcome.message


def test_sync_when_reads_lag_behind_writes_then_it_succeeds(account: Account) -> None:
    desired = RICH.fill(account.emulator)
    with account.switched(read_lag_ms=400):
        time.sleep(0.5)
        outcome = account.deploy(desired, account.client(real_time=True), ATOMIC)
        assert outcome.error is None, outcome.message
    assert len(account.executed()) == WRITES


def test_sync_when_reads_lag_and_the_answer_to_a_new_rule_is_lost_then_there_is_one_rule(account: Account) -> None:
    desired = RICH.fill(account.emulator)
    account.emulator.clear_journal()
    account.emulator.add_fault("reset_after_commit", method="AddRule", times=1)
    with account.switched(read_lag_ms=1500):
        time.sleep(1.6)
        outcome = account.deploy(desired, account.client(real_time=True, retries=4), ATOMIC)
    account.emulator.clear_faults()
    assert outcome.error is None, outcome.message
    assert [call["method"] for call in account.executed()].count("AddRule") == 2
    (sales,) = (row for row in account.emulator.state()["applications"] if row["application_name"] == "sales")
    assert [rule["rule_name"] for rule in sales["rules"]] == ["first", "evening", "inbound"]


@pytest.mark.parametrize(
    ("method", "skip"),
    [
        ("SetScenarioInfo", 1),
        ("AddApplication", 0),
        ("AddScenario", 0),
        ("AddRule", 1),
        ("SetRuleInfo", 1),
        ("BindScenario", 1),
        ("ReorderScenarios", 0),
        ("ReorderRules", 0),
        ("DelRule", 0),
        ("DelScenario", 0),
        ("DelApplication", 0),
    ],
)
def test_atomic_when_a_write_is_accepted_and_not_carried_out_then_that_is_seen_and_all_is_put_back(
    account: Account, method: str, skip: int
) -> None:
    desired = RICH.fill(account.emulator)
    before = account.content()
    account.emulator.add_fault("lost", method=method, skip=skip, times=1)
    outcome = account.deploy(desired, account.client(), ATOMIC)
    account.emulator.clear_faults()
    assert outcome.error is not None
    if method not in ("AddApplication", "AddScenario"):  # what needs their ids is refused first
        assert f"accepted {method}, but does not show" in outcome.message
    assert account.content() == before, outcome.message


@pytest.mark.parametrize("seconds", [0.3, 1.5])
def test_smoke_test_when_the_task_is_cancelled_while_it_waits_then_all_is_put_back(
    account: Account, seconds: float
) -> None:
    desired = RICH.fill(account.emulator)
    before = account.content()
    account.emulator.add_fault("delay", method="StartScenarios", ms=100)

    def cancel_later(write: int) -> None:
        if write == LAST_BEFORE_DELETIONS + 1:
            threading.Timer(seconds, client.deadline.cancel).start()

    client = account.client(Line(account.http, before_write=cancel_later), real_time=True)
    begun = time.monotonic()
    outcome = account.deploy(desired, client, dataclasses.replace(ATOMIC, smoke_test=SMOKE))

    account.emulator.clear_faults()
    assert account.content() == before, outcome.message
    assert "cancelled" in outcome.message and "smoke test sales/first" in outcome.message
    assert time.monotonic() - begun < SMOKE.timeout


def test_atomic_when_a_key_was_bound_to_a_rule_then_it_is_said_that_it_stays(account: Account) -> None:
    project = RICH.fill(account.emulator)
    key_id = account.emulator.add_key("scripts")
    (sales, *others) = project.applications
    rules = (dataclasses.replace(t.cast("t.Any", sales.rules)[2], bind_key_id=key_id),)
    desired = dataclasses.replace(
        project, applications=(dataclasses.replace(sales, rules=(*(sales.rules or ())[:2], *rules)), *others)
    )
    outcome = account.deploy(desired, account.client(Line(account.http, Disturbance("refused", 20))), ATOMIC)
    assert outcome.error is not None
    assert outcome.error.result["left_alone"] == [
        "rule sales/inbound (a key that may have been bound to it stays bound)"
    ]


SMOKE = SmokeTest("first", "sales", timeout=20)


@pytest.mark.parametrize("reason", ["Normal termination", "Insufficient funds"])
def test_smoke_test_when_the_session_ends_then_how_it_ended_decides(account: Account, reason: str) -> None:
    desired = RICH.fill(account.emulator)
    before = account.content()
    account.emulator.clear_journal()
    deployment = dataclasses.replace(ATOMIC, smoke_test=SMOKE)
    with account.switched(session_seconds=0.2, session_finish_reason=reason):
        outcome = account.deploy(desired, account.client(real_time=True), deployment)

    methods = [call["method"] for call in account.executed()]
    assert methods.count("StartScenarios") == 1
    if reason == "Normal termination":
        assert outcome.state is not None and outcome.state.session is not None, outcome.message
        assert outcome.state.session["finish_reason"] == reason
        assert methods.index("StartScenarios") == LAST_BEFORE_DELETIONS + 1
    else:
        assert account.content() == before, outcome.message
        assert repr(reason) in outcome.message and "Put back" in outcome.message
        deleted = [call for call in account.executed() if call["method"] in ("DelRule", "DelScenario")]
        assert all(call["n"] > account.executed()[LAST_BEFORE_DELETIONS + 1]["n"] for call in deleted)


@pytest.mark.parametrize("number", range(0, WRITES, 3))
def test_atomic_when_the_task_is_cancelled_then_nothing_more_is_written_and_all_is_put_back(
    account: Account, number: int
) -> None:
    """The task's time is over during a write, and once more during the rollback."""
    desired = RICH.fill(account.emulator)
    before = account.content()
    account.emulator.clear_journal()

    def cancel(write: int) -> None:
        if write in (number, number + 2):
            client.deadline.cancel()

    line = Line(account.http, before_write=cancel)
    client = account.client(line)
    outcome = account.deploy(desired, client, ATOMIC)

    assert account.content() == before, outcome.message
    assert outcome.error is not None
    forward = [operation.method for operation in outcome.error.done]
    assert len(forward) == number
    executed = [call["method"] for call in account.executed()]
    assert executed[: len(forward)] == forward
    assert len(executed) == len(forward) + len(outcome.error.result.get("undone", ()))
