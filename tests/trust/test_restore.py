# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A deployment that was killed, or that nobody wants any more, is put back from its backup."""

from __future__ import annotations

import contextlib
import pathlib
import tempfile
import typing as t

import hypothesis
import pytest
from hypothesis import strategies as st

from ansible_collections.voximplant.platform.plugins.module_utils._account.deployment import Deployment
from ansible_collections.voximplant.platform.plugins.module_utils._account.restore import RestoreTask
from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import TransientError, VoximplantError
from harness.projects import Project, projects
from harness.rich_project import RICH
from harness.somebody import Somebody
from harness.whole_accounts import KILLS, NONE, PROPERTY, Account, Disturbance, Killed, Line, begin, short

if t.TYPE_CHECKING:
    from ansible_collections.voximplant.platform.plugins.module_utils._account.desired import DesiredAccount
    from ansible_collections.voximplant.platform.plugins.module_utils._account.restore import RestoreState
    from ansible_collections.voximplant.platform.plugins.module_utils._plan.operations import Plan
    from voximplant_emulator import Emulator

Figure = t.Callable[[str, t.Any], None]


@pytest.fixture(scope="module")
def account(emulator: Emulator) -> Account:
    return Account(emulator)


@hypothesis.given(projects(), st.sampled_from((*KILLS, "finished")), st.sampled_from((1, 4)), st.data())
@PROPERTY
def test_restore_when_a_deployment_was_killed_or_finished_then_the_account_is_as_it_was(
    account: Account, figure: Figure, project: Project, kind: str, workers: int, data: st.DataObject
) -> None:
    desired, writes = begin(account, project)
    disturbance = NONE if kind == "finished" else Disturbance(kind, data.draw(st.integers(0, writes - 1)))
    before = account.content()
    with tempfile.TemporaryDirectory() as directory:
        path = deploy_until_killed(account, desired, disturbance, pathlib.Path(directory), workers)
        if path is None:
            assert kind != "finished"
            assert account.content() == before
            return
        plan = restore(account, path)
        assert account.content() == before, short([account.content(), before])
        assert plan.after.left_alone == ()
        assert not restore(account, path).changed, "a second restoration"
    figure("deployments that were killed and restored", int(kind != "finished"))
    figure("operations that were restored", len(plan.operations))


@pytest.fixture
def backup(account: Account, tmp_path: pathlib.Path) -> pathlib.Path:
    """Deploy the rich project, and return the backup."""
    path = deploy_until_killed(account, RICH.fill(account.emulator), NONE, tmp_path, 1)
    assert path is not None
    return path


def test_restore_when_somebody_has_changed_something_then_it_is_left_alone_unless_forced(
    account: Account, backup: pathlib.Path
) -> None:
    call, emulator = account.emulator.call, account.emulator
    somebody = Somebody(account)
    somebody.edits_a_script()
    somebody.renames_a_rule()
    call("DelScenario", scenario_id=account.named("menu"))
    somebody.adds_a_rule_to_a_new_application()
    edited = account.content()

    plan = restore(account, backup)

    assert plan.after.left_alone == (
        "scenario common (somebody changed it since)",
        "scenario menu (somebody changed it since)",
        "rule sales/repaired (somebody changed it since)",
        "rule sales/inbound (a scenario that it ran no longer exists)",
        "rule support/inbound (a scenario that it ran no longer exists)",
        "application fresh (it holds what is not put back)",
        "scenario new (a rule that stays runs it)",
    )
    assert "Left alone: scenario common" in plan.warnings[-1]
    after = account.content()
    assert after["scenario common"] == edited["scenario common"] and "scenario menu" not in after
    assert after["scenario obsolete"] == ("// 日本語\n\n", None) and "application support" in after

    forced = restore(account, backup, force=True)

    assert forced.after.left_alone == ("application fresh (it holds what is not put back)",)
    assert not restore(account, backup, force=True).changed
    last = account.content()
    fresh = last.pop("application fresh")
    assert [rule["rule_name"] for rule in fresh["rules"]] == ["theirs"]
    RICH.fill(emulator)
    assert last == account.content()


def test_restore_when_the_account_keeps_changing_then_nothing_is_written(
    account: Account, backup: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A deployment that was killed goes on for a while, or does not stop."""
    before = account.content()
    client = account.client()
    sleep, slept = client.sleep, []

    def write_meanwhile(seconds: float) -> None:
        slept.append(seconds)
        sleep(seconds)
        if len(slept) <= changes:
            account.emulator.call("AddScenario", scenario_name=f"late {changes} {len(slept)}")

    monkeypatch.setattr(client, "sleep", write_meanwhile)
    changes, task = 3, RestoreTask(client, str(backup), prune_limit=100)
    assert task.plan().changed and slept == [5] * 4

    slept.clear()
    changes = 10**6
    account.emulator.clear_journal()
    with pytest.raises(TransientError, match="has kept changing for 60 seconds"):
        task.plan()
    assert sum(slept) == 60 and account.executed() == []
    assert before.items() <= account.content().items()


def test_restore_when_a_call_is_refused_then_the_others_are_made_and_the_next_run_ends_it(
    account: Account, backup: pathlib.Path
) -> None:
    account.emulator.add_fault("api_error", method="SetScenarioInfo", code=127, times=1)
    with pytest.raises(VoximplantError) as raised:
        restore(account, backup)
    account.emulator.clear_faults()
    assert "Not reached" not in str(raised.value) and len(raised.value.done) > 20
    assert [operation.method for operation in restore(account, backup).operations] == ["SetScenarioInfo"]
    after = account.content()
    RICH.fill(account.emulator)
    assert after == account.content()


def deploy_until_killed(
    account: Account, desired: DesiredAccount, disturbance: Disturbance, directory: pathlib.Path, workers: int
) -> pathlib.Path | None:
    """Deploy with a backup, and return the backup if there is one."""
    client = account.client(Line(account.http, disturbance), workers=workers)
    with contextlib.suppress(Killed):
        assert account.deploy(desired, client, Deployment(backup_dir=str(directory))).error is None
    return next(directory.iterdir(), None)


def restore(account: Account, path: pathlib.Path, **options: t.Any) -> Plan[RestoreState]:
    """Plan twice, which has to give the same plan, and apply."""
    options = {"prune_limit": 1000, **options}
    plan = RestoreTask(account.client(), str(path), **options).plan()
    task = RestoreTask(account.client(), str(path), **options, expected_plan=plan.after.plan_id)
    task.apply(task.plan())
    return plan
