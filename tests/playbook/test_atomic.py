# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""vox_sync that puts back what it wrote, tests it, keeps a backup and waits for approval."""

from __future__ import annotations

import json
import stat

import pytest

from harness import rich_deployments
from harness.plays import Controller
from harness.rich_deployments import FOR_GOOD, SYNC, options, run
from harness.rich_project import RICH, WRITES
from harness.whole_accounts import Account

account = rich_deployments.account
SMOKE = {"rule_name": "first", "application_name": "sales", "timeout": 20}
START_SECONDS = 1  # of a task
TIMEOUT_SECONDS = 5  # a busy machine needs three to reach the call that hangs


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
    blank = {"timeout": None, "finish_reason": "", "script_custom_data": None}
    task = {SYNC: options(account, atomic=True, smoke_test={**SMOKE, **blank})}
    with account.switched(session_seconds=0.2):
        checked, done, again = run(controller, {**task, "check_mode": True}, task, task, expected=FOR_GOOD)
    assert checked.writes == [] and again.writes == []
    assert done.writes.count("StartScenarios") == 1 and len(done.writes) == WRITES + 1
    assert done.result["session"]["finish_reason"] == "Normal termination"
    assert set(done.result["session"]) == {"call_session_history_id", "finish_reason", "log_file_url"}
    assert "session" not in checked.result and "session" not in again.result


def test_smoke_test_when_it_could_not_start_then_nothing_is_written_in_check_mode_as_in_the_real_run(
    controller: Controller, account: Account
) -> None:
    task = {SYNC: options(account, atomic=True, smoke_test={**SMOKE, "rule_name": "frist"})}
    empty = {SYNC: options(account, smoke_test={**SMOKE, "application_name": ""})}
    checked, failed, refused = run(controller, {**task, "check_mode": True}, task, empty)
    assert checked.message == failed.message
    assert "smoke test sales/frist: The application has no rule named 'frist'. Its rules: " in failed.message
    assert (checked.writes, failed.writes, refused.calls) == ([], [], ())
    assert refused.message == "smoke_test.application_name is empty. Give it a value."


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


@pytest.mark.one_core
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


@pytest.mark.one_core
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


@pytest.mark.one_core
@pytest.mark.parametrize("atomic", [False, True])
@pytest.mark.parametrize("method", ["GetScenarios", "BindScenario"])
def test_timeout_when_the_platform_hangs_then_the_task_ends_in_time_and_begins_nothing_more(
    controller: Controller, account: Account, atomic: bool, method: str
) -> None:
    task = {SYNC: options(account, atomic=atomic, workers=1), "timeout": TIMEOUT_SECONDS}
    before = account.content()
    account.emulator.add_fault("hang", method=method, commit=True, times=1)

    expected = FOR_GOOD if atomic and method == "BindScenario" else []  # the other one hangs before there is a plan
    info = {"voximplant.platform.vox_application_info": {}}
    failed, next_task = run(controller, task, info, expected=expected)

    account.emulator.clear_faults()
    if not atomic:
        assert next_task.calls[0]["time"] - failed.calls[0]["time"] < TIMEOUT_SECONDS + 2 + START_SECONDS
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
    if method == "BindScenario":
        assert failed.result["ambiguous"] and len(failed.result["operations"]) == 14
