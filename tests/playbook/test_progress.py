# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Long tasks tell on the screen how far they are; quick ones, and results, say nothing about it."""

from __future__ import annotations

import json
import re
import typing as t

import pytest

from harness.plays import Controller, Run

if t.TYPE_CHECKING:
    from voximplant_emulator import Emulator

pytestmark = pytest.mark.every_core

COUNT = 9
SCENARIOS = [{"name": f"scenario_{number}", "script": f"// {number}\n"} for number in range(COUNT)]
LINE = re.compile(r"^\[localhost\] (vox_\w+): (read|written) (\d) of (\d)$", re.MULTILINE)
TASKS: tuple[tuple[str, dict[str, t.Any]], ...] = (
    ("vox_sync", {"scenarios": SCENARIOS, "workers": 1}),  # writes all of them
    ("vox_sync", {"scenarios": SCENARIOS, "workers": 1}),  # reads all of them
    ("vox_export", {"dest": "export"}),
)


def run(controller: Controller, emulator: Emulator, milliseconds: int) -> Run:
    """Run the tasks, with so much time for each call."""
    emulator.set_latency(milliseconds)
    tasks = [
        {"name": str(number), f"voximplant.platform.{module}": options}
        for number, (module, options) in enumerate(TASKS)
    ]
    return controller.run(tasks)


@pytest.fixture(scope="module")
def slow(controller: Controller, emulator: Emulator) -> Run:
    """Run them against a slow platform."""
    return run(controller, emulator, 450)


def test_tasks_when_they_take_long_then_they_tell_how_far_they_are(slow: Run) -> None:
    told = {(module, what, int(total)) for module, what, _done, total in LINE.findall(slow.output)}
    assert {("vox_sync", "written", COUNT), ("vox_sync", "read", COUNT)} <= told
    assert all(0 < int(done) <= COUNT for _module, _what, done, _total in LINE.findall(slow.output))


def test_export_when_it_takes_long_then_it_tells_how_far_it_is(
    controller: Controller, emulator: Emulator, slow: Run
) -> None:
    emulator.set_latency(1600)
    exported = controller.run([{"name": "export", "voximplant.platform.vox_export": {"dest": "slow"}}])
    told = {(module, what, int(total)) for module, what, _done, total in LINE.findall(exported.output)}
    assert told == {("vox_export", "read", COUNT)}


def test_tasks_when_they_take_long_then_results_do_not_hold_it(slow: Run) -> None:
    results = [outcome.result for outcome in slow.outcomes]
    assert [result["changed"] for result in results] == [True, False, True]
    assert not re.search(r"(?:read|written) \d of \d", json.dumps(results))


def test_tasks_when_they_are_quick_then_nothing_is_told(controller: Controller, emulator: Emulator, slow: Run) -> None:
    assert LINE.search(slow.output)
    assert not LINE.search(run(controller, emulator, 0).output)
