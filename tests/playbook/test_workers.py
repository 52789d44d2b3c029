# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How many calls are under way at a time, as the emulator sees it: `workers` of vox_sync and vox_restore."""

from __future__ import annotations

import pathlib
import typing as t

import pytest

from harness.accounts import login, most_at_a_time
from harness.in_process import run_module
from voximplant_emulator import Emulator

pytestmark = pytest.mark.one_core
LATENCY = 0.05


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> t.Iterator[Emulator]:
    """Run an emulator with an account of 120 scenarios that takes its time to answer."""
    with Emulator(tmp_path_factory.mktemp("emulator")) as running:
        for number in range(120):
            running.call("AddScenario", scenario_name=f"s{number}", scenario_script=f"// {number}\n")
        running.set_latency(LATENCY * 1000)
        yield running


def sync(emulator: Emulator, count: int, **options: t.Any) -> dict[str, t.Any]:
    """Synchronise so many scenarios of the account, and forget the calls before."""
    emulator.clear_journal()
    scenarios = [{"name": f"s{number}", "script": f"// {number}\n"} for number in range(count)]
    return run_module("vox_sync", {**login(emulator), "scenarios": scenarios, **options})


def test_sync_when_workers_is_not_given_then_more_than_8_calls_are_under_way_and_never_more_than_32(
    emulator: Emulator,
) -> None:
    result = sync(emulator, 120)
    assert (result["changed"], len(emulator.journal())) == (False, 122)
    assert 8 < most_at_a_time(emulator, LATENCY) <= 32


@pytest.mark.parametrize(("workers", "most"), [("3", 3), (5, 5), ("auto", 16)])
def test_sync_when_workers_is_given_then_at_most_so_many_calls_are_under_way(
    emulator: Emulator, workers: str | int, most: int
) -> None:
    assert not sync(emulator, 20, workers=workers)["changed"]
    assert 2 <= most_at_a_time(emulator, LATENCY) <= most


@pytest.mark.parametrize("workers", ["0", "quick"])
@pytest.mark.parametrize("module", ["vox_sync", "vox_restore"])
def test_task_when_workers_is_no_number_then_it_is_refused_before_any_call(
    emulator: Emulator, tmp_path: pathlib.Path, module: str, workers: str
) -> None:
    emulator.clear_journal()
    options = {"backup_file": str(tmp_path / "none.json")} if module == "vox_restore" else {"scenarios": []}
    result = run_module(module, {**login(emulator), **options, "workers": workers})
    assert result["failed"]
    assert (result["msg"], result["error"]["field"]) == ("workers must be auto or a number from 1 to 1000.", "workers")
    assert emulator.journal() == []
