# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every module that can run on a target, on one that has the oldest Python: check mode, then the real run.

The session `targets` sets TARGET_PYTHON to an interpreter that has the libraries of the modules.
"""

from __future__ import annotations

import os
import typing as t

import pytest

from harness.main_flows import FLOWS, MODULES, MainFlow, refill

if t.TYPE_CHECKING:
    import pathlib

    from harness.plays import Controller, Json
    from voximplant_emulator import Emulator

PYTHON = os.environ["TARGET_PYTHON"]
TARGET = {"vox_execution": "shipped", "ansible_python_interpreter": PYTHON}
VERSION = os.environ["TARGET_VERSION"]
READING = {
    "vox_application_info",
    "vox_export",
    "vox_phone_number_info",
    "vox_rule_info",
    "vox_scenario_info",
    "vox_secret_info",
    "vox_session_info",
    "vox_user_info",
}
# What needs the controller's files or its screen never runs elsewhere.
ON_CONTROLLER = {"vox_export", "vox_session", "vox_sync"}


def test_target_when_asked_for_its_version_then_it_is_the_oldest(controller: Controller) -> None:
    setup: Json = {"name": "Version", "ansible.builtin.setup": {"gather_subset": ["!all", "python"]}}
    run = controller.run([setup], vars=TARGET)
    assert run["Version"].result["ansible_facts"]["ansible_python_version"].startswith(f"{VERSION}.")


def test_flows_when_listed_then_every_module_has_one() -> None:
    assert sorted({flow.module for flow in FLOWS}) == MODULES


@pytest.fixture
def starts(tmp_path: pathlib.Path) -> pathlib.Path:
    """Give the path of a file that gets a line for each start of the target's Python by `python` beside it."""
    log = tmp_path / "starts"
    log.touch()
    script = tmp_path / "python"
    script.write_text(f'#!/bin/sh\necho start >> {log}\nexec {PYTHON} "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    return log


@pytest.mark.parametrize("flow", FLOWS, ids=str)
def test_module_when_run_on_the_oldest_python_then_it_does_what_check_mode_said(
    flow: MainFlow, controller: Controller, emulator: Emulator, tmp_path: pathlib.Path, starts: pathlib.Path
) -> None:
    options = flow.filled(refill(emulator, tmp_path / "export"))
    task = {f"voximplant.platform.{flow.module}": options}
    variables = {**TARGET, "ansible_python_interpreter": str(starts.with_name("python"))}
    run = controller.run([{"name": "Check", **task, "check_mode": True}, {"name": "Real", **task}], vars=variables)
    check, real = run["Check"], run["Real"]
    assert [check.status, real.status] == ["ok", "ok"], run.output
    assert check.result["changed"] is real.result["changed"] is (flow.module not in READING - {"vox_export"})
    assert check.writes == []
    assert bool(real.writes) is (flow.module not in READING)
    assert check.reads and real.reads
    expected = 0 if flow.module in ON_CONTROLLER else 2
    assert starts.read_text(encoding="utf-8").count("start") == expected
