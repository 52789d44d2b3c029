# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A deployment that fails leaves the account as it was (`atomic`), or the next run finishes it."""

from __future__ import annotations

import typing as t

import hypothesis
import pytest
from hypothesis import strategies as st

from ansible_collections.voximplant.platform.plugins.module_utils._account.writer import Deployment
from harness.projects import Project, projects
from harness.whole_accounts import KINDS, PROPERTY, Account, Disturbance, Line, Outcome, begin, short

if t.TYPE_CHECKING:
    from ansible_collections.voximplant.platform.plugins.module_utils._account.desired import DesiredAccount
    from voximplant_emulator import Emulator

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
    """Deploy, and compare; return the operations of the roll-back, or None if the deployment outlasted it."""
    before, content = account.rows(), account.content()
    account.emulator.clear_journal()

    outcome = account.deploy(desired, account.client(Line(account.http, disturbance)), Deployment(workers, atomic=True))

    if outcome.error is None:
        assert disturbance.kind != "refused"
        assert not account.deploy(desired, account.client()).plan.changed
        return None
    assert account.content() == content, outcome.message + short([account.content(), content])
    deleted = [deleted_key(call) for call in account.executed()]
    after = account.rows()
    for key, row in before.items():
        assert key in deleted or comparable(after.get(key)) == comparable(row), outcome.message
    check_truth(account, outcome)
    return t.cast("t.Sequence[t.Any]", outcome.error.result.get("undone", ()))


def comparable(row: t.Any) -> t.Any:
    """Return a row without ids that may have changed, since what they belong to was deleted and made again."""
    return row and {name: value for name, value in row.items() if name not in ("application_id", "scenario_ids")}


def deleted_key(call: t.Mapping[str, t.Any]) -> t.Any:
    """Return the kind and the id of what a call deleted."""
    kind = call["method"].removeprefix("Del").lower()
    return (kind, int(call["params"][f"{kind}_id"])) if call["method"].startswith("Del") else None


def check_truth(account: Account, outcome: Outcome) -> None:
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
    assert "roll-back failed" not in outcome.message
