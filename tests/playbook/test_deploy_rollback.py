# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role `deploy` when a deployment goes wrong: everything is put back, and the role fails."""

from __future__ import annotations

import threading
import time

import pytest

from harness import accounts, own_emulator
from harness.deployments import (
    ODD_SCRIPT,
    SMOKE,
    content,
    deploy,
    failure,
    fill,
    rule,
    sessions_that_end,
    without_ids,
    write_project,
    write_second_version,
)
from harness.plays import Controller
from voximplant_emulator import Emulator

pytestmark = pytest.mark.one_core

controller = own_emulator.controller
emulator = own_emulator.emulator


def test_deploy_when_the_smoke_test_fails_then_everything_is_put_back(
    controller: Controller, emulator: Emulator
) -> None:
    before = fill(emulator)
    write_second_version(controller)
    with sessions_that_end(emulator, "Script error"):
        run = deploy(controller, **SMOKE)
    message = failure(run)
    assert "ended with 'Script error'" in message
    for part in ("rename scenario old", "update scenario common", "delete rule support/extra", "delete scenario extra"):
        assert part in message
    assert content(emulator) == before
    assert len(emulator.state()["sessions"]) == 1


def test_deploy_when_the_session_does_not_end_in_time_then_everything_is_put_back_and_the_variable_is_named(
    controller: Controller, emulator: Emulator
) -> None:
    before = fill(emulator)
    write_second_version(controller)
    message = failure(deploy(controller, **{**SMOKE, "deploy_smoke_timeout": "1", "deploy_smoke_custom_data": ["a"]}))
    assert "has not finished within 1 seconds" in message and "Put back: " in message
    assert message.endswith("(The variable is deploy_smoke_timeout.)")
    assert content(emulator) == before
    (session,) = emulator.state()["sessions"]
    assert session["custom_data"] == '["a"]'
    assert f"The ID of the session is {session['call_session_history_id']}. Its log: http" in message


def test_deploy_when_no_session_could_be_started_then_it_says_why_and_writes_nothing(
    controller: Controller, emulator: Emulator
) -> None:
    write_project(controller, {"common": "// a\n"}, [rule("smoke")])
    message = failure(deploy(controller, **SMOKE))
    assert "No scenario is bound to the rule." in message
    assert message.endswith("(The variable is deploy_smoke_rule_name.)")
    assert (emulator.state()["applications"], emulator.state()["scenarios"]) == ([], [])


def test_deploy_when_something_was_pruned_and_a_write_fails_then_it_comes_back_in_its_place(
    controller: Controller, emulator: Emulator
) -> None:
    fill(emulator)
    (application,) = emulator.state()["applications"]
    for name in ("own", "own_too"):
        own = {"scenario_name": name, "scenario_script": ODD_SCRIPT, "application_id": application["application_id"]}
        emulator.call("AddScenario", **own)
    before = content(emulator)
    write_project(controller, {"common": "// broken\n"}, [rule("smoke", "common")])
    emulator.add_fault("api_error", method="DelScenario", code=100, skip=4)
    message = failure(deploy(controller, deploy_prune=["scenarios", "rules", "bindings"], deploy_workers=1))
    assert "create scenario support/own" in message
    assert without_ids(content(emulator)) == without_ids(before)


@pytest.mark.parametrize(
    ("method", "executed"),
    [
        ("SetScenarioInfo", False),
        ("SetScenarioInfo", True),
        ("AddScenario", False),
        ("SetRuleInfo", True),
        ("BindScenario", True),
        ("ReorderRules", False),
    ],
)
def test_deploy_when_a_write_fails_then_what_was_done_is_put_back(
    controller: Controller, emulator: Emulator, method: str, executed: bool
) -> None:
    before = fill(emulator)
    write_second_version(controller)
    emulator.add_fault("api_error", method=method, code=100, commit=executed)
    message = failure(deploy(controller, deploy_workers=1))
    assert method in message
    assert content(emulator) == before


def test_deploy_when_somebody_else_creates_the_same_scenario_meanwhile_then_theirs_stays(
    controller: Controller, emulator: Emulator
) -> None:
    fill(emulator)
    write_second_version(controller)
    emulator.add_fault("delay", method="SetScenarioInfo", ms=3000)

    def create_after_the_rename() -> None:
        while "new" not in accounts.texts(emulator):
            time.sleep(0.1)
        emulator.call("AddScenario", scenario_name="extra", scenario_script="// theirs\n")

    colleague = threading.Thread(target=create_after_the_rename)
    colleague.start()
    message = failure(deploy(controller, deploy_workers=1))
    colleague.join()
    assert "133" in message and "rename scenario old" in message
    scripts = accounts.texts(emulator)
    assert (scripts["extra"], scripts["old"], scripts["common"]) == ("// theirs\n", "// old\n", ODD_SCRIPT)


def test_deploy_when_putting_back_fails_then_it_says_so(controller: Controller, emulator: Emulator) -> None:
    fill(emulator)
    write_second_version(controller)
    emulator.add_fault("api_error", method="DelRule", code=100, times=0)
    message = failure(deploy(controller, **{**SMOKE, "deploy_smoke_timeout": 1}))
    assert "has not finished within 1 seconds" in message and "rollback failed" in message
    assert "DelRule" in message


def test_deploy_when_somebody_edits_all_the_time_then_nothing_is_written(
    controller: Controller, emulator: Emulator
) -> None:
    fill(emulator)
    write_second_version(controller)
    (common,) = (row["scenario_id"] for row in emulator.state()["scenarios"] if row["scenario_name"] == "common")
    over = threading.Event()

    def edit_all_the_time() -> None:
        number = 0
        while not over.wait(0.3):
            number += 1
            emulator.call("SetScenarioInfo", scenario_id=common, scenario_script=f"// console {number}\n")

    emulator.add_fault("delay", method="GetScenarios", ms=1500, times=0)
    editor = threading.Thread(target=edit_all_the_time)
    editor.start()
    try:
        message = failure(deploy(controller))
    finally:
        over.set()
        editor.join()
    assert "Somebody else changed the scenario" in message
    assert emulator.journal(write=True) == []
    assert accounts.texts(emulator)["common"].startswith("// console")


def test_deploy_when_it_is_not_atomic_then_it_only_fails(controller: Controller, emulator: Emulator) -> None:
    fill(emulator)
    write_second_version(controller)
    message = failure(deploy(controller, **{**SMOKE, "deploy_smoke_timeout": 1}, deploy_atomic=False))
    assert "Put back" not in message
    assert accounts.texts(emulator)["common"] == "// broken\n"
