# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The user's own check of scripts in vox_sync: which scripts it sees, when, and what its failure does."""

from __future__ import annotations

import pathlib

import pytest

from harness.plays import Controller

pytestmark = pytest.mark.one_core

SCENARIOS = [{"name": "kept", "script": "// kept\n"}, {"name": "changed", "script": "// __WHO__\n"}]


def validator(folder: pathlib.Path) -> tuple[str, pathlib.Path]:
    """Write a command that records the scripts it is run with, and refuses one that holds `bad`."""
    log, command = folder / "checked", folder / "check.sh"
    command.write_text(f'#!/bin/sh\ncat "$1" >>{log}\n! grep bad "$1"\n', encoding="utf-8")
    command.chmod(0o755)
    log.write_text("", encoding="utf-8")
    return f"{command} %s", log


def test_sync_when_scripts_are_validated_then_each_that_would_be_sent_is_checked_before_the_first_write(
    controller: Controller, tmp_path: pathlib.Path
) -> None:
    command, log = validator(tmp_path)
    options = {"scenarios": SCENARIOS, "validate": command}

    def sync(who: str, **keywords: object) -> dict[str, object]:
        given = {**options, "substitutions": {"__WHO__": who}}
        return {"name": who, "voximplant.platform.vox_sync": given, "ignore_errors": True, **keywords}

    run = controller.run([sync("me"), sync("bad", check_mode=True), sync("bad one"), sync("you")])
    assert [outcome.status for outcome in run.outcomes] == ["ok", "failed", "failed", "ok"], run.output
    assert run["bad"].writes == run["bad one"].writes == []
    assert "The script of the scenario changed is not valid" in run["bad one"].message
    assert "// bad one" in run["bad one"].message
    assert run["you"].writes == ["SetScenarioInfo"]
    assert sorted(log.read_text(encoding="utf-8").splitlines()) == sorted(
        ["// kept", "// me", "// bad", "// bad one", "// you"]
    )


@pytest.mark.parametrize("command", ["true", "unbalanced ' %s"])
def test_sync_when_the_command_is_not_one_then_the_task_says_so(controller: Controller, command: str) -> None:
    options = {"scenarios": SCENARIOS[:1], "validate": command}
    run = controller.run([{"name": "sync", "voximplant.platform.vox_sync": options, "ignore_errors": True}])
    assert run["sync"].status == "failed"
    assert run["sync"].message.startswith("validate ")
