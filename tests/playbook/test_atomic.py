# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""vox_sync that puts back what it wrote, tests it, keeps a backup and waits for approval; and vox_restore."""

from __future__ import annotations

import json
import os
import pathlib
import signal
import stat
import subprocess
import sys
import threading
import time
import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.withheld import Withheld
from harness import accounts
from harness.in_process import run_module
from harness.plays import Controller, Json, Outcome, Unsafe
from harness.projects import Project
from harness.rich_project import RICH, WRITES, as_options, without_secret
from harness.whole_accounts import Account
from voximplant_emulator import Emulator

pytestmark = pytest.mark.slow

SYNC = "voximplant.platform.vox_sync"
RESTORE = "voximplant.platform.vox_restore"
SMOKE = {"rule_name": "first", "application_name": "sales", "timeout": 20}
PROJECT = without_secret()
START_SECONDS = 1  # of a task
FOR_GOOD = ["This cannot be put back if application closed is deleted"]  # what a plan warns of


@pytest.fixture
def account(emulator: Emulator) -> Account:
    """The account before the deployment."""
    PROJECT.fill(emulator)
    return Account(emulator)


def options(account: Account, project: Project = PROJECT, **changes: object) -> Json:
    """What is declared; texts are not templated."""
    found = as_options(project.fill(account.emulator))
    for scenario in found["scenarios"]:
        if "script" in scenario:
            scenario["script"] = Unsafe(scenario["script"])
    return {**found, **changes}


def run(controller: Controller, *tasks: Json, **how: t.Any) -> list[Outcome]:
    """Run tasks one after the other, each named by its number."""
    played = controller.run([{"name": str(number), "diff": True, **task} for number, task in enumerate(tasks)], **how)
    return [played[str(number)] for number in range(len(tasks))]


def test_atomic_when_a_deletion_is_refused_then_all_is_put_back_and_the_next_run_succeeds(
    controller: Controller, account: Account
) -> None:
    task = {SYNC: options(account, atomic=True)}
    before = account.content()
    account.emulator.add_fault("api_error", method="DelApplication", code=127)

    checked, failed = run(controller, {**task, "check_mode": True}, task, expected=FOR_GOOD)

    assert checked.writes == [] and len(checked.result["operations"]) == WRITES
    assert account.content() == before, failed.message
    assert failed.result["changed"] and failed.result["error"]["method"] == "DelApplication"
    assert failed.result["operations"] == checked.result["operations"][:-1]
    undone = [operation["method"] for operation in failed.result["undone"]]
    done = [operation["method"] for operation in failed.result["operations"]]
    assert sorted([*done, *undone, "DelApplication"]) == sorted(failed.writes)
    assert failed.result["left_alone"] == []
    assert "Put back: " in failed.message

    done_now, again = run(controller, task, task, expected=FOR_GOOD)
    assert not done_now.result["failed"] and done_now.result["changed"]
    assert (again.result["changed"], again.writes) == (False, [])


def test_atomic_when_a_script_holds_the_key_of_the_account_then_it_is_put_back_byte_for_byte(
    controller: Controller, account: Account
) -> None:
    task = {SYNC: options(account, RICH, atomic=True)}
    before = account.content()
    account.emulator.add_fault("api_error", method="DelRule", code=127)
    (failed,) = run(controller, task, expected=FOR_GOOD, scripts_hold_secrets=True)
    assert account.content() == before, failed.message
    assert account.emulator.api_key in str(before)


def test_smoke_test_when_it_is_checked_done_and_done_again_then_one_session_runs(
    controller: Controller, account: Account
) -> None:
    task = {SYNC: options(account, atomic=True, smoke_test=SMOKE)}
    with account.switched(session_seconds=0.2):
        checked, done, again = run(controller, {**task, "check_mode": True}, task, task, expected=FOR_GOOD)
    assert checked.writes == [] and again.writes == []
    assert done.writes.count("StartScenarios") == 1 and len(done.writes) == WRITES + 1
    assert done.result["session"]["finish_reason"] == "Normal termination"
    assert set(done.result["session"]) == {"call_session_history_id", "finish_reason", "log_file_url"}
    assert "session" not in checked.result and "session" not in again.result


@pytest.mark.parametrize("fault", ["finish_reason", "timeout", "start"])
def test_smoke_test_when_it_fails_then_all_is_put_back(controller: Controller, account: Account, fault: str) -> None:
    task = {SYNC: options(account, atomic=True, smoke_test={**SMOKE, "timeout": 2})}
    before = account.content()
    seconds = 0 if fault == "timeout" else 0.2
    if fault == "start":
        account.emulator.add_fault("reset_after_commit", method="StartScenarios")
    reason = "Insufficient funds" if fault == "finish_reason" else "Normal termination"
    with account.switched(session_seconds=seconds, session_finish_reason=reason):
        (failed,) = run(controller, task, expected=FOR_GOOD)
    account.emulator.clear_faults()
    assert account.content() == before, failed.message
    assert failed.writes.count("StartScenarios") == 1
    assert failed.result["ambiguous"] == (fault == "start")
    assert "Put back: " in failed.message and "smoke test sales/first" in failed.message


def test_expected_plan_when_the_plan_is_another_one_then_nothing_is_written(
    controller: Controller, account: Account
) -> None:
    task = options(account)
    (checked,) = run(controller, {SYNC: task, "check_mode": True})
    plan_id = checked.result["plan_id"]
    assert plan_id.startswith("1-") and len(plan_id) == 34

    account.emulator.call("SetScenarioInfo", scenario_id=account.named("common"), scenario_script="// edited\n")
    (refused,) = run(controller, {SYNC: {**task, "expected_plan": plan_id}})
    assert refused.writes == [] and refused.result["error"]["field"] == "expected_plan"
    assert refused.result["plan_id"] != plan_id

    approved = {**task, "expected_plan": refused.result["plan_id"]}
    done, again = run(controller, {SYNC: approved}, {SYNC: approved})
    assert len(done.writes) == WRITES and not done.result["failed"]
    assert not again.result["failed"] and again.writes == []


def test_backup_when_something_is_written_then_it_is_private_whole_and_new(
    controller: Controller, account: Account
) -> None:
    """A script that holds the account's key is kept as it is, and nothing else in the file is secret."""
    task = {SYNC: options(account, RICH, backup_dir="backups")}
    how = {"scripts_hold_secrets": True}
    checked, done, again = run(controller, {**task, "check_mode": True}, task, task, expected=FOR_GOOD, **how)
    directory = controller.folder / "backups"
    (path,) = directory.iterdir()
    assert "backup_file" not in checked.result and "backup_file" not in again.result
    assert done.result["backup_file"] == str(path)
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.name.startswith(f"{account.emulator.account_id}-20")
    assert path.name.endswith(f"-{done.result['plan_id']}.json")
    header, *accepted = map(json.loads, path.read_text(encoding="ascii").splitlines())
    methods = [entry["operation"]["method"] for entry in accepted]
    assert sorted(methods) == sorted(done.writes) and len(methods) == WRITES
    menu = next(
        record for key, record in header["before"] if record and "script" in record and record["name"] == "menu"
    )
    assert account.emulator.api_key in menu["script"]  # that script holds it; nothing else does
    menu["script"] = ""
    assert account.emulator.api_key not in json.dumps([header, *accepted])

    content = path.read_bytes()
    RICH.fill(account.emulator)
    run(controller, task, expected=FOR_GOOD, scripts_hold_secrets=True)
    assert len(list(directory.iterdir())) == 2 and path.read_bytes() == content


def test_restore_when_a_deployment_is_unwanted_then_it_is_put_back_once(
    controller: Controller, account: Account
) -> None:
    task = {SYNC: options(account, backup_dir="unwanted")}
    before = account.content()
    (done,) = run(controller, task, expected=FOR_GOOD)
    restore = {"backup_file": f"unwanted/{os.path.basename(done.result['backup_file'])}", "prune_limit": 8}

    warnings = ["Created again, with a new id: ", "Created again, with a new id: "]
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


@pytest.mark.parametrize("atomic", [False, True])
@pytest.mark.parametrize("method", ["GetScenarios", "BindScenario"])
def test_timeout_when_the_platform_hangs_then_the_task_ends_in_time_and_begins_nothing_more(
    controller: Controller, account: Account, atomic: bool, method: str
) -> None:
    task = {SYNC: options(account, atomic=atomic, workers=1), "timeout": 3}
    before = account.content()
    account.emulator.add_fault("hang", method=method, commit=True, times=1)

    expected = FOR_GOOD if atomic and method == "BindScenario" else []  # the other one hangs before there is a plan
    info = {"voximplant.platform.vox_application_info": {}}
    failed, next_task = run(controller, task, info, expected=expected)

    account.emulator.clear_faults()
    if not atomic:
        assert next_task.calls[0]["time"] - failed.calls[0]["time"] < 3 + 2 + START_SECONDS
    hung = next(call for call in failed.calls if call["fault"] == "hang")
    later = [call for call in failed.calls if call["n"] > hung["n"]]
    forward = [call for call in later if call["write"]] if not atomic else []
    assert forward == []
    if atomic or method == "GetScenarios":
        assert account.content() == before, failed.message
    if atomic and method == "BindScenario":
        assert "Put back: " in failed.message
        assert failed.result["changed"]
    assert failed.result["failed"]
    if method == "BindScenario" and not atomic:
        assert failed.result["ambiguous"] and len(failed.result["operations"]) == 14


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
        timeout=120,
        check=False,
    )
    return done.stdout + done.stderr


def test_playbook_when_no_file_is_given_then_it_lists_the_backups_else_it_restores_one(
    controller: Controller, account: Account
) -> None:
    before = account.content()
    (done,) = run(controller, {SYNC: options(account, backup_dir="listed")}, expected=FOR_GOOD)
    name = os.path.basename(done.result["backup_file"])

    assert "Set deploy_backup_file to a backup" in play_restore(controller, account)
    listed = play_restore(controller, account, "-e", "deploy_backup_dir=listed")
    assert name in listed and "changed=0" in listed and "failed=0" in listed
    variables = ("-e", "deploy_backup_dir=listed", "-e", f"deploy_backup_file={name}", "-e", "deploy_prune_limit=8")
    checked = play_restore(controller, account, *variables, "--check", "--diff")
    assert "changed=1" in checked and "日本語" in checked
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
