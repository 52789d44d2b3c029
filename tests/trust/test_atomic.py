# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A deployment that fails leaves the account as it was (`atomic`), or the next run finishes it."""

from __future__ import annotations

import typing as t

import hypothesis
import pytest
from hypothesis import strategies as st

from ansible_collections.voximplant.platform.plugins.module_utils._account.deployment import Deployment
from harness.projects import Project, projects
from harness.rich_project import RICH, WRITES
from harness.whole_accounts import FOREVER, KINDS, PROPERTY, Account, Disturbance, Line, Outcome, begin, short

if t.TYPE_CHECKING:
    from ansible_collections.voximplant.platform.plugins.module_utils._account.desired import DesiredAccount
    from voximplant_emulator import Emulator

everything = pytest.mark.everything
OTHERS = ("lost", "broken", "broken_after", "truncated")
Figure = t.Callable[[str, t.Any], None]


@pytest.fixture(scope="module")
def account(emulator: Emulator) -> Account:
    return Account(emulator)


@hypothesis.given(projects(), st.sampled_from(KINDS), st.integers(0, 3), st.sampled_from((1, 4)), st.data())
@PROPERTY
def test_atomic_when_a_write_fails_then_the_account_is_as_it_was(
    account: Account, figure: Figure, project: Project, kind: str, outage: int, workers: int, data: st.DataObject
) -> None:
    desired, writes = begin(account, project)
    number = data.draw(st.integers(0, writes - 1))
    undone = check_put_back(account, desired, Disturbance(kind, number, outage), workers)
    figure("failed deployments that were put back", int(undone is not None))
    figure("operations that were undone", len(undone or ()))


def check_put_back(
    account: Account, desired: DesiredAccount, disturbance: Disturbance, workers: int = 1
) -> t.Sequence[t.Any] | None:
    """Deploy, and compare; return the operations of the rollback, or None if the deployment outlasted it."""
    before, content = account.rows(), account.content()
    account.emulator.clear_journal()

    client = account.client(Line(account.http, disturbance), workers=workers)
    outcome = account.deploy(desired, client, Deployment(atomic=True))

    if outcome.error is None:
        assert disturbance.kind != "refused"
        assert not account.deploy(desired, account.client()).plan.changed
        return None
    assert account.content() == content, outcome.message + short([account.content(), content])
    deleted = [deleted_key(call) for call in account.executed()]
    after = account.rows()
    for key, row in before.items():
        assert key in deleted or comparable(after.get(key)) == comparable(row), outcome.message
    check_reported(account, outcome)
    return t.cast("t.Sequence[t.Any]", outcome.error.result.get("undone", ()))


def comparable(row: t.Any) -> t.Any:
    """Return a row without ids that may have changed, since what they belong to was deleted and made again."""
    return row and {name: value for name, value in row.items() if name not in ("application_id", "scenario_ids")}


def deleted_key(call: t.Mapping[str, t.Any]) -> t.Any:
    """Return the kind and the id of what a call deleted."""
    kind = call["method"].removeprefix("Del").lower()
    return (kind, int(call["params"][f"{kind}_id"])) if call["method"].startswith("Del") else None


def check_reported(account: Account, outcome: Outcome) -> None:
    """Compare what is reported with what arrived."""
    error = outcome.error
    assert error is not None
    arrived = [call["method"] for call in account.executed()]
    done = [operation.method for operation in error.done]
    undone = [operation["method"] for operation in error.result.get("undone", ())]
    rest = list(arrived)
    for method in (*done, *undone):
        assert method in rest, (outcome.message, arrived)
        rest.remove(method)
    assert len(rest) <= 1, (outcome.message, arrived)
    assert not error.result.get("left_alone"), outcome.message
    assert "rollback failed" not in outcome.message


@pytest.mark.parametrize("kind", ["refused", "executed", *(pytest.param(kind, marks=everything) for kind in OTHERS)])
@pytest.mark.parametrize("number", range(WRITES))
def test_atomic_when_any_write_of_a_large_project_fails_then_the_account_is_as_it_was(
    account: Account, kind: str, number: int
) -> None:
    desired = RICH.fill(account.emulator)
    assert check_put_back(account, desired, Disturbance(kind, number, outage=1)) is not None or kind != "refused"


@pytest.mark.parametrize("fault", ["reset_before_commit", "reset_after_commit", "truncated", "http_status"])
def test_atomic_when_the_connection_breaks_for_a_while_then_the_account_is_as_it_was(
    account: Account, fault: str
) -> None:
    """The faults are the emulator's: real resets, real answers that are cut."""
    for number in range(0, WRITES - 1, 5):
        desired = RICH.fill(account.emulator)
        content = account.content()
        account.emulator.add_fault(fault, method="[!G]*", skip=number, times=1)
        account.emulator.add_fault("api_error", method="[!G]*", code=127, skip=number, times=1)
        outcome = account.deploy(desired, account.client(retries=2), Deployment(atomic=True))
        account.emulator.clear_faults()
        assert outcome.error is not None
        assert account.content() == content, outcome.message
        check_reported(account, outcome)


@hypothesis.given(projects(), st.sampled_from(("lost", "executed")), st.sampled_from((1, 4)), st.data())
@PROPERTY
def test_sync_when_the_network_dies_then_the_next_run_ends_where_an_undisturbed_one_ends(
    account: Account, figure: Figure, project: Project, kind: str, workers: int, data: st.DataObject
) -> None:
    desired, writes = begin(account, project)
    assert account.deploy(desired, account.client()).error is None
    undisturbed = account.content()
    desired = project.fill(account.emulator)
    number = data.draw(st.integers(0, writes - 1))
    line = Line(account.http, Disturbance(kind, number, outage=FOREVER))

    broken = account.deploy(desired, account.client(line, retries=1, workers=workers))
    assert broken.error is not None and broken.error.ambiguous
    assert account.deploy(desired, account.client(workers=workers)).error is None

    assert account.content() == undisturbed
    assert not account.deploy(desired, account.client()).plan.changed
    figure("deployments that were finished by the next run", 1)


def test_atomic_when_the_network_stays_dead_then_it_is_told_what_was_not_put_back(account: Account) -> None:
    desired = RICH.fill(account.emulator)
    account.emulator.clear_journal()
    line = Line(account.http, Disturbance("executed", 8, outage=FOREVER))

    outcome = account.deploy(desired, account.client(line, retries=1), Deployment(atomic=True, rollback_timeout=1))

    assert outcome.error is not None and outcome.error.ambiguous
    assert "The rollback failed" in outcome.message and "Put back" not in outcome.message
    assert [operation.method for operation in outcome.error.done] == [call["method"] for call in account.executed()][
        :-1
    ]
    assert outcome.error.result["undone"] == []


def test_atomic_when_a_call_of_the_roll_back_is_refused_then_the_others_are_made_and_it_is_named(
    account: Account,
) -> None:
    desired = RICH.fill(account.emulator)
    before = account.content()
    line = Line(account.http, Disturbance("refused", 16))
    account.emulator.add_fault("api_error", method="SetRuleInfo", code=127, skip=4, times=0)

    outcome = account.deploy(desired, account.client(line), Deployment(atomic=True))
    account.emulator.clear_faults()

    after = account.content()
    assert {key for key in before if before[key] != after.get(key)} == {"application sales", "application support"}
    for key in ("application sales", "application support"):
        assert [rule["scenario_ids"] for rule in after[key]["rules"]] == [
            rule["scenario_ids"] for rule in before[key]["rules"]
        ]
    assert "The rollback failed: rule " in outcome.message
    assert "Not put back: rename rule sales/night, " in outcome.message, outcome.message
    assert "Put back: " in outcome.message
    assert outcome.error is not None
    first, *_others = outcome.error.result["not_undone"]
    assert (first["method"], first["application"]) == ("SetRuleInfo", "sales")
