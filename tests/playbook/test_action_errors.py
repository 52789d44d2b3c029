# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Errors that actions find before a module runs: results like any other, which the keywords of the task can judge."""

from __future__ import annotations

import typing as t

from harness import own_emulator
from harness.plays import Controller
from voximplant_emulator import Emulator

controller = own_emulator.controller
emulator = own_emulator.emulator

WRONG: dict[str, tuple[dict[str, t.Any], str]] = {
    "vox_application": ({"application_name": "a", "vox_execution": "elsewhere"}, "vox_execution is 'elsewhere'."),
    "vox_export": ({"dest": "out", "update": True}, "update: there is no manifest "),
    "vox_restore": ({"backup_file": "b.json", "user_passwords": "foo"}, "user_passwords is not a dictionary"),
    "vox_rule_info": ({"rule_name": 10**3000}, "The option rule_name contains a number with thousands of digits."),
    "vox_scenario": ({"scenario_name": "a", "src": "gone.js"}, "src: Could not find or access 'gone.js'"),
    "vox_session": ({"rule_name": 10**3000}, "The option rule_name contains a number with thousands of digits."),
    "vox_sync": ({"manifest": "gone.yml"}, "manifest: Could not find or access 'gone.yml'"),
    "vox_validate": ({"manifest": "gone.yml"}, "manifest: Could not find or access 'gone.yml'"),
}


NO_PROJECT = "one of the following is required: manifest, scenarios, applications, scenarios_dir"


def task(name: str, **keywords: t.Any) -> dict[str, t.Any]:
    """Return a task that an action refuses."""
    options = dict(WRONG[name][0])
    variables = {"vars": {"vox_execution": options.pop("vox_execution")}} if "vox_execution" in options else {}
    how = " ".join(keywords) or "plain"
    return {"name": f"{name} {how}", f"voximplant.platform.{name}": options, **variables, **keywords}


def test_action_when_it_refuses_a_task_then_the_keywords_of_the_task_judge_its_result(
    controller: Controller, emulator: Emulator
) -> None:
    judged = [task(name, failed_when=False) for name in WRONG]
    plain = [task(name, ignore_errors=True) for name in WRONG]
    retried = task("vox_sync", register="tried", until="tried.msg is undefined", retries=1, delay=0, ignore_errors=True)
    run = controller.run([*judged, *plain, retried])
    for name, (_options, message) in WRONG.items():
        accepted, failed = run[f"{name} failed_when"], run[f"{name} ignore_errors"]
        assert (accepted.status, accepted.result["msg"]) == ("ok", failed.message), name
        assert failed.message.startswith(message), name
        assert (accepted.result["changed"], failed.result["changed"]) == (False, False)
        assert set(failed.result) - set(accepted.result) <= {"exception"} and "exception" not in accepted.result
    assert run["vox_sync register until retries delay ignore_errors"].result["attempts"] == 1
    assert run.returncode == 0 and emulator.journal() == []


def test_sync_when_a_template_leaves_nothing_of_its_manifest_then_it_is_refused_and_nothing_is_deleted(
    controller: Controller, emulator: Emulator
) -> None:
    emulator.call("AddScenario", scenario_name="stays")
    options = {"manifest": "{{ undefined_here | default(none) }}", "prune": ["scenarios", "rules", "applications"]}
    before = emulator.journal()
    run = controller.run([{"name": "Sync", "voximplant.platform.vox_sync": options, "ignore_errors": True}])
    empty = "manifest is empty. Omit it, or give it a value."  # what an older core makes of none
    assert run["Sync"].message in (NO_PROJECT, empty)
    assert emulator.journal() == before
