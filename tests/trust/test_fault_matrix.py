# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every fault at every call of every module, with both ways to log in: the account and the message come out right."""

from __future__ import annotations

import collections
import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api import client, listing
from ansible_collections.voximplant.platform.plugins.module_utils._api.call_limit import CallLimit
from harness import fault_cells
from harness.fault_cells import ALL_TASKS, Cell
from harness.fault_stage import Stage, Undisturbed, Wire
from harness.fault_table import REFUSED, WAIT, WITH_A_WAIT, expected
from harness.fault_tasks import CHANGES, READS, STARTS, Task
from harness.main_flows import MODULES

if t.TYPE_CHECKING:
    import pathlib

    from harness.plays import Json
    from voximplant_emulator import Emulator

UNKNOWN = "It is unknown whether"
NOT_ALLOWED = 100
SLEEP = client.Client.sleep
LEFT_OUT = ("GetPhoneNumbers", "GetSecrets", "GetUsers")
"""An export goes on without what the credentials may not list, with a warning."""
ONE_PAGE = (
    *("edit and rename an application", "read scenarios", "read a session", "unbind a phone number"),
    *("create a user", "edit and rename a user", "delete a user", "read users"),
    *("create a secret", "edit and rename a secret", "delete a secret", "read secrets"),
)
"""Tasks that list no more than two objects of a kind."""
LOOK_FIRST = {"start": "Check the call history", "write": "Run the task again", "add": "Run the task again"}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Take every cell, or the part that is chosen so that everything is in it at least once."""
    if "cell" in metafunc.fixturenames:
        every = fault_cells.cells()
        chosen = every if metafunc.config.getoption("--everything") else fault_cells.part_of(every)
        metafunc.parametrize("cell", chosen, ids=str)


@pytest.fixture
def stage(
    request: pytest.FixtureRequest, emulator: Emulator, monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path
) -> Stage:
    """Set the account up, and hold the wire."""
    given = request.node.callspec.params
    task = given["task"] if "task" in given else given["cell"].task
    stage = Stage(emulator, Wire(monkeypatch), tmp_path, with_objects=task.has_objects)
    stage.begin()
    return stage


_UNDISTURBED: dict[Task, Undisturbed] = {}


def undisturbed(stage: Stage, task: Task) -> Undisturbed:
    """What a task leads to when nothing goes wrong; the account is then made as it was before."""
    if task not in _UNDISTURBED:
        _UNDISTURBED[task] = Undisturbed(stage.run(task), stage.account())
        stage.begin()
    return _UNDISTURBED[task]


def test_tasks_when_they_are_listed_then_every_module_has_one() -> None:
    assert sorted({task.module for task in ALL_TASKS}) == MODULES


@pytest.mark.parametrize("task", ALL_TASKS, ids=str)
def test_task_when_nothing_disturbs_it_then_it_makes_the_calls_that_the_cells_count(stage: Stage, task: Task) -> None:
    plain = undisturbed(stage, task)
    assert not plain.result.get("failed"), plain.result
    assert stage.run(task)["changed"] is plain.result["changed"] is (task.sort != READS or task.module == "vox_export")
    assert stage.wire.sent == task.methods() or (task.sort == READS and task.is_parallel)
    assert sorted(stage.wire.sent) == sorted(task.methods())
    if task.sort == CHANGES:
        assert stage.run(task)["changed"] is False


def test_fault_when_cell_by_cell_then_a_task_ends_as_specified(stage: Stage, cell: Cell) -> None:
    plain = undisturbed(stage, cell.task)
    wanted = expected(cell.fault, cell.kind, cell.duration, cell.login)

    result = stage.disturb(cell)

    check_arrivals(stage, cell, wanted.tries, ends=wanted.end != "succeeds")
    is_left_out = cell.task.module == "vox_export" and cell.method in LEFT_OUT and cell.fault.code == NOT_ALLOWED
    if wanted.end == "succeeds" or is_left_out:
        assert not result.get("failed"), result
        assert stage.account() == plain.account
        assert result["changed"] == plain.result["changed"]
        assert result.get("operations") == plain.result.get("operations")
    else:
        check_failure(cell, result, is_unknown=wanted.end == "unknown")
        check_progress(cell, result, plain)
    check_repair(stage, cell.task, plain)


WRITES = [
    pytest.param(task, method, before, id=f"{task}: {place} {method}")
    for task in ALL_TASKS
    if task.sort == CHANGES
    for method, place, before in fault_cells.places(task)
    if fault_cells.kind_of(method) != "read"
]


@pytest.mark.parametrize(("task", "method", "before"), WRITES)
def test_write_when_the_platform_accepts_and_loses_it_then_the_task_fails_unless_the_account_is_as_planned(
    stage: Stage, task: Task, method: str, before: int
) -> None:
    plain = undisturbed(stage, task)
    stage.emulator.add_fault("lost", method=method, skip=before, times=1)
    result = stage.run(task)
    stage.emulator.clear_faults()
    assert "Traceback" not in str(result)
    assert result.get("failed") or stage.account() == plain.account, result
    check_repair(stage, task, plain)


@pytest.mark.parametrize(
    ("task", "method", "before"),
    [written for written in WRITES if written.values[1] in ("AddScenario", "SetScenarioInfo")],
)
def test_script_when_the_platform_keeps_a_part_of_it_then_the_task_fails_or_the_next_one_repairs_it(
    stage: Stage, task: Task, method: str, before: int
) -> None:
    plain = undisturbed(stage, task)
    stage.emulator.add_fault("cut", method=method, skip=before, times=1, parameter="scenario_script", length=2)
    result = stage.run(task)
    stage.emulator.clear_faults()
    scripts = [call["params"].get("scenario_script") for call in stage.emulator.journal() if call["method"] == method]
    if task.module == "vox_sync":  # it does not read again what it has written
        assert not result.get("failed"), result
    else:
        assert bool(result.get("failed")) is bool(scripts[before]), result
    check_repair(stage, task, plain)


@pytest.mark.parametrize("task", [task for task in ALL_TASKS if task.name not in ONE_PAGE], ids=str)
def test_listing_when_its_rows_move_before_a_later_page_then_it_begins_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, task: Task
) -> None:
    plain = undisturbed(stage, task)
    monkeypatch.setattr(listing, "PAGE_SIZE", 2)
    monkeypatch.setattr(client, "CallLimit", lambda: CallLimit(1, 1))  # calls come in the same order every time
    stage.run(task)
    still = offsets_of_listings(stage)
    later_pages = [(method, place) for method in still for place, offset in enumerate(still[method]) if offset > 0]
    assert later_pages
    for method, place in later_pages:
        stage.begin()
        stage.emulator.add_fault("shift_rows", method=method, skip=place, times=1)
        result = stage.run(task)
        moved = offsets_of_listings(stage)[method]
        assert moved[: place + 2] == [*still[method][: place + 1], 0]
        assert len(moved) > len(still[method])
        assert not result.get("failed"), result
        assert stage.account() == plain.account
        assert result.get("operations") == plain.result.get("operations")


def offsets_of_listings(stage: Stage) -> dict[str, list[int]]:
    """Return for each API method from which row on its calls have listed."""
    offsets = collections.defaultdict(list)
    for call in stage.emulator.journal():
        offsets[call["method"]].append(int(call["params"].get("offset", 0)))
    return offsets


@pytest.mark.parametrize("task", [task for task in ALL_TASKS if task.sort == CHANGES], ids=str)
def test_task_when_reads_lag_behind_its_writes_then_it_does_the_same(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, task: Task
) -> None:
    plain = undisturbed(stage, task)
    monkeypatch.setattr(client.Client, "sleep", SLEEP)
    stage.emulator.set_switches(read_lag_ms=300)
    result = stage.run(task)
    stage.emulator.set_switches(read_lag_ms=0)
    assert not result.get("failed"), result
    assert stage.account() == plain.account
    assert result.get("operations") == plain.result.get("operations")


def check_arrivals(stage: Stage, cell: Cell, tries: int, *, ends: bool) -> None:
    """Make sure that the call was made as often as specified, arrived as often as made, and was executed once."""
    arrived = [call for call in stage.emulator.journal() if call["method"] == cell.method]
    made = stage.wire.sent.count(cell.method)
    others = cell.before if ends else cell.task.methods().count(cell.method) - 1
    if cell.duration == "always" and not ends:  # each later call of the method meets the fault, too
        others = (cell.task.methods().count(cell.method) - 1 - cell.before) * tries + cell.before
    is_parallel = cell.kind == "read" and cell.task.is_parallel
    assert made == others + tries or (is_parallel and made >= others + tries)
    assert len(stage.wire.sent) - stage.wire.refused == len(stage.emulator.journal())
    assert bool(stage.wire.refused) is (cell.fault.name == REFUSED)
    if cell.kind == "start":
        assert sum(call["executed"] for call in arrived) == len(stage.emulator.state()["sessions"]) <= 1
    if cell.fault.name == WITH_A_WAIT:
        assert min(stage.wire.pauses) >= WAIT


def check_failure(cell: Cell, result: Json, *, is_unknown: bool) -> None:
    """Make sure that a failure names the method, the code, the object and what to do about it."""
    assert result.get("failed"), result
    message, error = result["msg"], result["error"]
    assert error["method"] == cell.method
    assert (error["code"], error["http_status"]) == (cell.fault.code, cell.fault.http_status)
    assert (f"{UNKNOWN} {cell.method} was executed" in message) is (UNKNOWN in message) is is_unknown
    assert result["ambiguous"] is is_unknown
    advice = LOOK_FIRST[cell.kind] if is_unknown else cell.fault.advice
    for part in (cell.method, str(cell.fault.code or ""), str(cell.fault.http_status or ""), advice):
        assert part in message, message
    about = None if error["object"] is None else f"{error['object']} {error['name']}"
    if cell.kind == "read":
        written = {f"{operation['object']} {display_name(operation)}" for operation in result["operations"]}
        if cell.task.about is None:
            assert about is None or about in written or not written, result
        else:
            assert about in (written or {cell.task.about}), result
    assert about is None or message.startswith(f"{about}: ")


def display_name(operation: Json) -> str:
    """Return the name by which a message calls the object of an operation."""
    application, name = operation["application"], operation["name"]
    return name if application is None else f"{application}/{name}"


def check_progress(cell: Cell, result: Json, plain: Undisturbed) -> None:
    """Make sure that a failure tells what was done before it, what it was about, and what was not reached."""
    if cell.task.sort == READS:
        return
    planned = plain.result["operations"]
    before = sum(fault_cells.kind_of(method) != "read" for method in cell.task.methods()[: cell.index])
    assert result["operations"] == planned[:before]
    if cell.kind == "read":
        reached = before
    else:
        reached = before + 1
        error = result["error"]
        assert (error["object"], error["name"]) == (planned[before]["object"], display_name(planned[before]))
    assert result["not_reached"] == (planned[reached:] if cell.is_planned else [])


def check_repair(stage: Stage, task: Task, plain: Undisturbed) -> None:
    """Make sure that a second run without a fault repairs what was left half-done, and that a third has no work."""
    if task.sort == STARTS:
        return
    runs = [stage.run(task)]
    if task.sort == CHANGES and runs[0].get("changed"):
        runs.append(stage.run(task))
    assert [run for run in runs if run.get("failed")] == []
    assert stage.account() == plain.account
    if task.sort == CHANGES:
        assert (runs[-1]["changed"], runs[-1]["operations"]) == (False, [])
    added = [call for call in stage.emulator.journal(write=True) if call["executed"] and call["method"][:3] == "Add"]
    names = [(call["method"], call["params"].get(f"{call['method'][3:].lower()}_name")) for call in added]
    assert len(set(names)) == len(names), names
