# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How many calls a task makes when nothing is to be done, in an account of many scenarios."""

from __future__ import annotations

import typing as t

import pytest

from harness.accounts import World, fill

if t.TYPE_CHECKING:
    from harness.plays import Controller
    from voximplant_emulator import Emulator


@pytest.fixture(scope="module")
def world(emulator: Emulator) -> World:
    """Fill the account with 60 scenarios more, and a last one."""
    filled = fill(emulator)
    for number in range(60):
        emulator.call("AddScenario", scenario_name=f"bulk_{number}", scenario_script=f"// {number}\n")
    emulator.call("AddScenario", scenario_name="last", scenario_script="// last\n")
    return filled


@pytest.mark.parametrize("cap", [0, 20])
def test_tasks_when_nothing_changes_then_two_reads_are_enough(
    controller: Controller, emulator: Emulator, world: World, cap: int
) -> None:
    emulator.set_switches(count_cap=cap)
    (last,) = (row["scenario_id"] for row in emulator.state()["scenarios"] if row["scenario_name"] == "last")
    text = {"scenario_script": "// last\n"}
    bound = [world.common, world.menu, world.voicemail]
    tasks = {
        "name": ("vox_scenario", {"scenario_name": "last", **text}),
        "id": ("vox_scenario", {"scenario_id": last, **text}),
        "binding": ("vox_scenario_binding", {"rule_id": world.inbound, "scenario_ids": bound}),
        "exclusive": ("vox_scenario_binding", {"rule_id": world.inbound, "scenario_ids": bound, "exclusive": True}),
        "order": ("vox_scenario_order", {"rule_id": world.inbound, "scenario_ids": bound}),
    }
    run = controller.run(
        [{"name": name, f"voximplant.platform.{module}": options} for name, (module, options) in tasks.items()]
    )
    assert {outcome.task: outcome.result["changed"] for outcome in run.outcomes} == dict.fromkeys(tasks, False)
    assert {outcome.task: len(outcome.calls) for outcome in run.outcomes if len(outcome.calls) > 2} == {}
    assert all(not outcome.writes for outcome in run.outcomes)
