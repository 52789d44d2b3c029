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

from ansible_collections.voximplant.platform.plugins.module_utils._account.restore import RestoreTask
from ansible_collections.voximplant.platform.plugins.module_utils._account.writer import Deployment
from harness.projects import Project, projects
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


def deploy_until_killed(
    account: Account, desired: DesiredAccount, disturbance: Disturbance, directory: pathlib.Path, workers: int
) -> pathlib.Path | None:
    """Deploy with a backup, and return the backup if there is one."""
    client = account.client(Line(account.http, disturbance))
    with contextlib.suppress(Killed):
        assert account.deploy(desired, client, Deployment(workers, backup_dir=str(directory))).error is None
    return next(directory.iterdir(), None)


def restore(account: Account, path: pathlib.Path, **options: t.Any) -> Plan[RestoreState]:
    """Plan twice, which has to give the same plan, and apply."""
    options = {"workers": 1, "prune_limit": 1000, **options}
    plan = RestoreTask(account.client(), str(path), **options).plan()
    task = RestoreTask(account.client(), str(path), **options, expected_plan=plan.after.plan_id)
    task.apply(task.plan())
    return plan
