# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A roll-back beside somebody else who writes, with reads that lag, and when the task's time is over."""

from __future__ import annotations

import dataclasses
import threading
import time
import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.smoke_test import SmokeTest
from ansible_collections.voximplant.platform.plugins.module_utils._account.writer import Deployment
from harness.rich_project import RICH, WRITES
from harness.whole_accounts import Account, Disturbance, Line, Outcome

if t.TYPE_CHECKING:
    import collections.abc as c

    from voximplant_emulator import Emulator

ATOMIC = Deployment(workers=1, atomic=True)
LAST_BEFORE_DELETIONS = 20


@pytest.fixture(scope="module")
def account(emulator: Emulator) -> Account:
    return Account(emulator)


class Somebody:
    """Somebody else, who works in the same account."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self.call = account.emulator.call

    def application(self, name: str) -> int:
        rows = self._account.emulator.state()["applications"]
        return next(int(row["application_id"]) for row in rows if row["application_name"] == name)

    def rule(self, application: str, name: str) -> int:
        rows = self._account.emulator.state()["applications"]
        rules = next(row["rules"] for row in rows if row["application_name"] == application)
        return next(int(rule["rule_id"]) for rule in rules if rule["rule_name"] == name)

    def scenario(self, name: str) -> int:
        return self._account.named(name)

    def edits_a_script(self) -> None:
        self.call("SetScenarioInfo", scenario_id=self.scenario("common"), scenario_script="// repaired by hand\n")

    def unbinds_a_scenario_that_stays(self) -> None:
        self.bind("sales", "inbound", "menu", bind=False)

    def orders_scenarios(self) -> None:
        ids = [self.scenario(name) for name in ("new", "menu", "common")]
        self.call("ReorderScenarios", rule_id=self.rule("sales", "inbound"), scenario_id=ids)

    def bind(self, application: str, rule: str, scenario: str, *, bind: bool = True) -> None:
        self.call(
            "BindScenario",
            rule_id=self.rule(application, rule),
            application_id=self.application(application),
            scenario_id=self.scenario(scenario),
            bind=bind,
        )

    def renames_a_rule(self) -> None:
        self.call("SetRuleInfo", rule_id=self.rule("sales", "evening"), rule_name="repaired")

    def binds_a_scenario_to_a_rule_that_was_changed(self) -> None:
        self.bind("help", "last", "after")

    def binds_a_new_scenario_to_a_rule_of_their_own(self) -> None:
        self.call("AddRule", application_id=self.application("closed"), rule_name="theirs", rule_pattern="5")
        self.bind("closed", "theirs", "new")

    def adds_a_rule_to_a_new_application(self) -> None:
        self.call("AddRule", application_id=self.application("fresh"), rule_name="theirs", rule_pattern="5")

    def deletes_a_rule(self) -> None:
        self.call("DelRule", rule_id=self.rule("help", "inbound"))

    def changes_a_new_scenario(self) -> None:
        self.call("SetScenarioInfo", scenario_id=self.scenario("new_own"), scenario_script="// theirs now\n")

    def orders_rules(self) -> None:
        rules = ("inbound", "first", "evening", "old")
        self.call("ReorderRules", rule_id=[self.rule("sales", name) for name in rules])

    def adds_a_rule_of_the_same_name_elsewhere(self) -> None:
        self.call("AddRule", application_id=self.application("help"), rule_name="first", rule_pattern=".*")

    def adds_an_object_of_their_own(self) -> None:
        self.call("AddScenario", scenario_name="theirs", scenario_script="// new\n")


LEFT_ALONE: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    # what somebody does: what is left alone, and the keys of the content that therefore are not as before
    "edits_a_script": (("scenario common",), ("scenario common",)),
    "unbinds_a_scenario_that_stays": (("rule sales/inbound", "scenario new"), ("application sales", "scenario new")),
    "orders_scenarios": (("rule sales/inbound", "scenario new"), ("application sales", "scenario new")),
    "renames_a_rule": (("rule sales/repaired",), ("application sales",)),
    "binds_a_scenario_to_a_rule_that_was_changed": (("rule support/last",), ("application support",)),
    "binds_a_new_scenario_to_a_rule_of_their_own": (("scenario new",), ("scenario new", "application closed")),
    "adds_a_rule_to_a_new_application": (("application fresh",), ("application fresh",)),
    "deletes_a_rule": (("rule support/inbound",), ("application support",)),
    "changes_a_new_scenario": (
        ("scenario fresh/new_own", "application fresh"),
        ("scenario new_own", "application fresh"),
    ),
    "orders_rules": (("order of the rules of sales",), ("application sales",)),
    "adds_a_rule_of_the_same_name_elsewhere": ((), ("application support",)),
    "adds_an_object_of_their_own": ((), ("scenario theirs",)),
}


def rule_names(content: t.Mapping[str, t.Any]) -> set[str]:
    """Return the names of all rules."""
    applications = [content[key] for key in content if key.startswith("application")]
    return {rule["rule_name"] for application in applications for rule in application["rules"]}


def fail_beside(account: Account, action: c.Callable[[], None], number: int = LAST_BEFORE_DELETIONS) -> Outcome:
    """Deploy; somebody acts before a write, which is refused."""

    def act(write: int) -> None:
        if write == number:
            action()

    desired = RICH.fill(account.emulator)
    account.emulator.clear_journal()
    line = Line(account.http, Disturbance("refused", number), act)
    return account.deploy(desired, account.client(line), ATOMIC)


@pytest.mark.parametrize("action", LEFT_ALONE)
def test_atomic_when_somebody_changes_something_meanwhile_then_only_that_is_left_alone(
    account: Account, action: str
) -> None:
    RICH.fill(account.emulator)
    before = account.content()
    theirs: dict[str, t.Any] = {}

    def act() -> None:
        getattr(Somebody(account), action)()
        theirs.update(account.content())

    outcome = fail_beside(account, act)

    after = account.content()
    named, changed = LEFT_ALONE[action]
    assert outcome.error is not None
    left_alone = outcome.error.result["left_alone"]
    assert [name for name in named if not any(found.startswith(f"{name} (") for found in left_alone)] == []
    assert len(left_alone) == len(named), left_alone
    assert all(found in outcome.message for found in left_alone)
    assert [key for key in changed if key.startswith("scenario") and after[key] != theirs[key]] == []
    assert rule_names(after) >= rule_names(theirs) & {"theirs", "repaired"}
    differing = {key for key in {*before, *after} if before.get(key) != after.get(key)}
    assert differing <= set(changed), differing
    assert "roll-back failed" not in outcome.message


def before_deletions(action: c.Callable[[], None]) -> t.Callable[[int], None]:
    """Return a hook that acts once, after the last write that deletes nothing."""

    def act(write: int) -> None:
        if write == LAST_BEFORE_DELETIONS:
            action()

    return act


class Vandal(Somebody):
    """Somebody who changes what is about to be deleted."""

    def binds_the_scenario_that_goes(self) -> None:
        self.bind("help", "inbound", "obsolete")

    def repairs_the_rule_that_goes(self) -> None:
        self.call("SetRuleInfo", rule_id=self.rule("sales", "old"), rule_pattern="99")

    def edits_the_scenario_that_goes(self) -> None:
        self.call("SetScenarioInfo", scenario_id=self.scenario("obsolete"), scenario_script="// needed again\n")

    def adds_a_rule_to_the_application_that_goes(self) -> None:
        self.call("AddRule", application_id=self.application("closed"), rule_name="theirs", rule_pattern="5")

    def adds_a_scenario_to_the_application_that_goes(self) -> None:
        self.call("AddScenario", scenario_name="theirs", application_id=self.application("closed"))


@pytest.mark.parametrize("action", [name for name in vars(Vandal) if not name.startswith("_")])
def test_sync_when_somebody_changes_what_is_about_to_be_deleted_then_it_is_not_deleted(
    account: Account, action: str
) -> None:
    desired = RICH.fill(account.emulator)
    account.emulator.clear_journal()
    line = Line(account.http, before_write=before_deletions(getattr(Vandal(account), action)))

    outcome = account.deploy(desired, account.client(line))

    assert "Somebody else changed" in outcome.message
    assert [call["method"] for call in account.executed() if call["method"].startswith("Del")] == []
    assert account.seen() and line.writes == LAST_BEFORE_DELETIONS + 1


@pytest.mark.parametrize("kind", ["refused", "executed"])
def test_atomic_when_reads_lag_behind_writes_then_a_failure_is_put_back_all_the_same(
    account: Account, kind: str
) -> None:
    desired = RICH.fill(account.emulator)
    before = account.content()
    line = Line(account.http, Disturbance(kind, 16, outage=0 if kind == "refused" else 1))
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
            threading.Timer(seconds, client.cancel).start()

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
    assert outcome.error.result["left_alone"] == ["rule sales/inbound (a key that may have been bound to it stays)"]


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
    """The task's time is over during a write, and once more during the roll-back."""
    desired = RICH.fill(account.emulator)
    before = account.content()
    account.emulator.clear_journal()

    def cancel(write: int) -> None:
        if write in (number, number + 2):
            client.cancel()

    line = Line(account.http, before_write=cancel)
    client = account.client(line)
    outcome = account.deploy(desired, client, ATOMIC)

    assert account.content() == before, outcome.message
    assert outcome.error is not None
    forward = [operation.method for operation in outcome.error.done]
    executed = [call["method"] for call in account.executed()]
    assert executed[: len(forward)] == forward
    assert len(executed) == len(forward) + len(outcome.error.result.get("undone", ()))
