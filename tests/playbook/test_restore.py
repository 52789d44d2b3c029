# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""vox_restore and its playbook: an account comes back as a backup holds it."""

from __future__ import annotations

import os
import pathlib
import signal
import subprocess
import sys
import threading
import time

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.withheld import Withheld
from harness import accounts, rich_deployments
from harness.deployments import occupied
from harness.in_process import run_module
from harness.plays import Controller
from harness.rich_deployments import FOR_GOOD, RESTORE, SYNC, options, run
from harness.rich_project import WRITES
from harness.whole_accounts import Account
from voximplant_emulator import Emulator

account = rich_deployments.account


def test_restore_when_a_deployment_is_unwanted_then_it_is_put_back_once(
    controller: Controller, account: Account
) -> None:
    task = {SYNC: options(account, backup_dir="unwanted")}
    before = account.content()
    (done,) = run(controller, task, expected=FOR_GOOD)
    restore = {"backup_file": f"unwanted/{os.path.basename(done.result['backup_file'])}", "prune_limit": 8}

    warnings = ["Created again, with a new ID: ", "Created again, with a new ID: "]
    checked, restored, again = run(
        controller,
        {RESTORE: restore, "check_mode": True},
        {RESTORE: restore},
        {RESTORE: restore},
        expected=warnings,
    )

    assert checked.writes == [] and account.content() == before
    for key in ("changed", "operations", "diff", "plan_id", "left_alone"):
        assert checked.result[key] == restored.result[key], key
    assert restored.writes == [operation["method"] for operation in restored.result["operations"]]
    assert (again.result["changed"], again.writes, again.result["operations"]) == (False, [], [])
    diff = "".join(str(section) for section in restored.result["diff"])
    assert "Grüße" in diff and "日本語" in diff and "order of the rules of sales" in diff


@pytest.mark.one_core
def test_restore_when_the_limit_the_plan_or_the_account_is_another_then_nothing_is_written(
    controller: Controller, account: Account
) -> None:
    (done,) = run(controller, {SYNC: options(account, backup_dir="backups")}, expected=FOR_GOOD)
    restore = {"backup_file": done.result["backup_file"], "prune_limit": 1000}
    outcomes = run(
        controller,
        {RESTORE: {**restore, "prune_limit": 7}},
        {RESTORE: {**restore, "expected_plan": "1-0"}},
        {RESTORE: {**restore, "api_url": account.emulator.api_url.replace("127.0.0.1", "localhost")}},
        {RESTORE: {**restore, "backup_file": "missing.json"}},
    )
    fields = [outcome.result["error"]["field"] for outcome in outcomes]
    assert fields == ["prune_limit", "expected_plan", "backup_file", "backup_file"]
    assert [outcome.writes for outcome in outcomes] == [[]] * 4


def kill_worker(process: subprocess.Popen[str], account: Account, count: int) -> None:
    """Kill the worker of a play by its process id, as the kernel does, after so many writes."""

    def watch() -> None:
        deadline = time.monotonic() + 60
        while len(account.emulator.journal(write=True)) < count:
            assert time.monotonic() < deadline
            time.sleep(0.005)
        for child in pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split():
            os.kill(int(child), signal.SIGKILL)
        process.kill()

    threading.Thread(target=watch).start()


@pytest.mark.one_core
@pytest.mark.parametrize("count", [3, 13, 22])
def test_restore_when_the_worker_was_killed_then_the_account_is_as_it_was(
    controller: Controller, account: Account, tmp_path: pathlib.Path, count: int
) -> None:
    task = {SYNC: options(account, backup_dir=str(tmp_path), workers=4)}
    before = account.content()
    account.emulator.clear_journal()
    account.emulator.set_latency(60)
    with pytest.raises(AssertionError):  # nothing was recorded
        run(controller, task, watch=lambda process: kill_worker(process, account, count))
    time.sleep(0.5)
    account.emulator.set_latency(0)
    assert count <= len(account.emulator.journal(write=True)) < WRITES
    assert account.content() != before
    (path,) = tmp_path.iterdir()

    restore = {RESTORE: {"backup_file": str(path), "prune_limit": 100}}
    played = controller.run([{"name": "restore", **restore}], expected=["Created again"] * (count > 20))

    assert not played["restore"].result["failed"], played["restore"].result
    assert account.content() == before


def play_restore(controller: Controller, account: Account, *arguments: str) -> str:
    """Run the playbook of the collection, and return what it shows."""
    login = [f"voximplant_{name}={value}" for name, value in accounts.login(account.emulator).items()]
    variables = [part for variable in login for part in ("-e", variable)]
    command = [str(pathlib.Path(sys.executable).with_name("ansible-playbook")), "voximplant.platform.restore"]
    environment = {
        "ANSIBLE_COLLECTIONS_PATH": os.environ["ANSIBLE_COLLECTIONS_PATH"],
        "HOME": str(controller.folder / "home"),
        "LC_ALL": "C.UTF-8",
        "PATH": os.environ["PATH"],
    }
    done = subprocess.run(
        [*command, *variables, *arguments],
        cwd=controller.folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    return done.stdout + done.stderr


@pytest.mark.one_core
def test_playbook_when_no_file_is_given_then_it_lists_the_backups_else_it_restores_one(
    controller: Controller, account: Account
) -> None:
    before = account.content()
    (done,) = run(controller, {SYNC: options(account, backup_dir="listed")}, expected=FOR_GOOD)
    name = os.path.basename(done.result["backup_file"])

    assert "Set deploy_backup_file to a backup" in play_restore(controller, account)
    wrong: dict[str, dict[str, object]] = {
        "dir": {"deploy_backup_dir": 5},
        "file": {"deploy_backup_file": True},
        "words": {"deploy_backup_dir": "listed", "deploy_backup_file": name, "deploy_user_passwords": "foo"},
        "force": {"deploy_backup_dir": "listed", "deploy_backup_file": name, "restore_force": "maybe"},
    }
    inventory = controller.write("wrong.yml", {"all": {"hosts": wrong}})
    refused = play_restore(controller, account, "-i", str(inventory), "-e", "voximplant_accounts=all")
    for variable in ("deploy_backup_dir", "deploy_backup_file"):
        assert f"These variables must be paths: {variable}." in refused
    assert "(The variable is restore_force.)" in refused and refused.count("fatal: ") == 4, refused
    assert "user_passwords is not a dictionary" in refused and "(The variable is deploy_user_passwords.)" in refused
    assert "deploy_backup_dir cannot be read" in play_restore(controller, account, "-e", "deploy_backup_dir=absent")
    listed = play_restore(controller, account, "-e", "deploy_backup_dir=listed")
    assert name in listed and "changed=0" in listed and "failed=0" in listed
    hosts = {"first": {"deploy_backup_dir": "listed"}, "second": {"deploy_backup_dir": "empty"}}
    (controller.folder / "empty").mkdir()
    inventory = controller.write("accounts.yml", {"all": {"hosts": hosts}})
    both = play_restore(controller, account, "-i", str(inventory), "-e", "voximplant_accounts=all")
    assert name in both and "There is no backup in empty." in both
    variables = ("-e", "deploy_backup_dir=listed", "-e", f"deploy_backup_file={name}", "-e", "deploy_prune_limit=8")
    checked = play_restore(controller, account, *variables, "--check", "--diff", "-e", "deploy_report=plan.md")
    assert "changed=1" in checked and "日本語" in checked
    report = (controller.folder / "plan.md").read_text(encoding="utf-8")
    assert report.startswith("### Voximplant: plan <code>1&#45;") and "日本語" in report

    (other,) = occupied(controller.folder, "other.md")
    reports = ("-e", f"deploy_report=r.txt,{other}")
    refused = play_restore(controller, account, *variables, "-e", "deploy_prune_limit=7", *reports)
    assert f"(The variable is deploy_prune_limit.) {other} was not written: " in refused and "failed=1" in refused
    assert refused.count("fatal: ") == 1
    assert "failed: 8 objects would be deleted" in (controller.folder / "r.txt").read_text(encoding="utf-8")
    assert account.content() != before

    assert "changed=1" in play_restore(controller, account, *variables)
    assert account.content() == before
    assert "changed=0" in play_restore(controller, account, *variables)


@pytest.mark.one_core
def test_playbook_when_a_user_was_deleted_then_it_comes_back_with_the_password_that_is_given(
    controller: Controller, emulator: Emulator
) -> None:
    password = "Pass-of-anna-1!"
    user = {"user_name": "anna", "user_display_name": "Anna", "user_password": password[::-1] + "A"}
    emulator.reset()
    emulator.call("AddApplication", application_name="lab")
    emulator.call("AddUser", application_name="lab", **user)
    removal = {"applications": [{"name": "lab", "users": []}], "prune": ["users"]}
    folder = {"backup_dir": str(controller.folder / "removed")}
    removed = run_module("vox_sync", {**accounts.login(emulator), **removal, **folder}, withheld=Withheld())
    assert [operation["method"] for operation in removed["operations"]] == ["DelUser"]
    controller.write("passwords.yml", {"deploy_user_passwords": {"lab": {"anna": password}}})

    variables = ("-e", f"deploy_backup_file={removed['backup_file']}", "-e", "@passwords.yml")
    restored = play_restore(controller, Account(emulator), *variables, "--diff", "-v")
    assert "changed=1" in restored and password not in restored, restored
    (application,) = emulator.state()["applications"]
    (created,) = application["users"]
    assert (created["user_name"], created["user_display_name"]) == ("anna", "Anna")
    assert emulator.has_password(created["user_id"], password)
    assert "changed=0" in play_restore(controller, Account(emulator), *variables)
