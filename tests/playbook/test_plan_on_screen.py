# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plans on the screen: what is going to be written, what was done and what was put back."""

from __future__ import annotations

import json
import re
import typing as t

import pytest

from harness.plays import Controller, Json, Run

if t.TYPE_CHECKING:
    import pathlib

    from voximplant_emulator import Emulator

pytestmark = pytest.mark.every_core

SYNC = "voximplant.platform.vox_sync"
RESTORE = "voximplant.platform.vox_restore"
BLOCK = re.compile(r"^\[localhost\] (vox_\w+: .*)\n((?:  .*\n)+)", re.MULTILINE)
PLAN = re.compile(r"1-[0-9a-f]{32}")


def options(script: str, pattern: str = "1.*", **others: object) -> Json:
    """Return a project with one scenario and one rule."""
    rule = {"name": "inbound", "pattern": pattern, "scenarios": ["menu"]}
    return {
        "scenarios": [{"name": "menu", "script": script}],
        "applications": [{"name": "screen", "rules": [rule]}],
        **others,
    }


def run(controller: Controller, *tasks: Json, play: t.Sequence[str] = ()) -> Run:
    """Run tasks one after the other, each named by its number."""
    return controller.run([{"name": str(number), **task} for number, task in enumerate(tasks)], *play)


def blocks(output: str) -> list[list[str]]:
    """Return the blocks of an output, without the ids of plans."""
    return [[PLAN.sub("ID", line) for line in [title, *lines.splitlines()]] for title, lines in BLOCK.findall(output)]


def test_screen_when_a_project_is_checked_deployed_and_deployed_again_then_it_shows_plan_and_outcome_once(
    controller: Controller, emulator: Emulator
) -> None:
    wanted = options("// a\n// b\n")
    played = run(controller, {SYNC: wanted, "check_mode": True}, {SYNC: wanted}, {SYNC: wanted})
    plan = [
        "  + application screen",
        "  + scenario menu  2 lines",
        "  + rule screen/inbound  pattern 1.*, scenarios menu",
        "  3 to add. Plan ID",
    ]
    assert blocks(played.output) == [
        ["vox_sync: plan ID, nothing written", *plan],
        ["vox_sync: plan ID", *plan],
        ["vox_sync: done", "  3 done. Plan ID"],
    ]
    assert set(PLAN.findall(played.output)) == {played["0"].result["plan_id"]}
    assert "to add" not in json.dumps([outcome.result for outcome in played.outcomes])


def test_screen_when_there_is_drift_then_it_is_shown_and_with_no_log_it_is_not(
    controller: Controller, emulator: Emulator
) -> None:
    run(controller, {SYNC: options("// a\n// b\n")})
    report = {SYNC: options("// a\n// c\n// d\n", "2.*", on_drift="report")}
    assert blocks(run(controller, report).output) == [
        [
            "vox_sync: differences ID",
            "  ~ scenario menu  +2 -1 lines",
            "  ~ rule screen/inbound  pattern 1.* -> 2.*",
            "  2 different. Plan ID",
        ]
    ]
    hidden = run(controller, {**report, "no_log": True}).output
    assert "vox_sync: " not in hidden and "2.*" not in hidden


def test_screen_when_a_deployment_fails_then_it_says_what_was_done_and_put_back_and_so_does_a_restoration(
    controller: Controller, emulator: Emulator, tmp_path: pathlib.Path
) -> None:
    run(controller, {SYNC: options("// a\n")})
    emulator.add_fault("api_error", method="SetRuleInfo", code=127)
    failing = {SYNC: options("// b\n", "2.*", atomic=True)}
    assert blocks(run(controller, failing).output)[1:] == [
        [
            "vox_sync: failed",
            "  done: update scenario menu",
            "  put back: update scenario menu",
            "  1 done, 1 put back. Plan ID",
        ]
    ]
    emulator.clear_faults()
    deployed = run(controller, {SYNC: options("// b\n", "2.*", backup_dir=str(tmp_path))})
    backup = deployed["0"].result["backup_file"]
    assert blocks(deployed.output)[1][1].startswith("  backup: ")
    assert blocks(run(controller, {RESTORE: {"backup_file": backup}}).output) == [
        [
            "vox_restore: plan ID",
            "  ~ scenario menu  +1 -1 lines",
            "  ~ rule screen/inbound  pattern 2.* -> 1.*",
            "  2 to change. Plan ID",
        ],
        ["vox_restore: done", "  2 done. Plan ID"],
    ]


def test_screen_when_another_plan_was_approved_then_the_plan_that_is_not_is_shown(
    controller: Controller, emulator: Emulator
) -> None:
    refused = {SYNC: options("// z\n", "3.*", expected_plan=f"1-{'0' * 32}")}
    output = run(controller, refused).output
    assert [block[0] for block in blocks(output)] == ["vox_sync: differences ID"]
