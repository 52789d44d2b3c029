# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every fault at every call of every module, with both ways to log in: the account and the message come out right."""

from __future__ import annotations

import copy
import dataclasses
import datetime
import shutil
import socket
import typing as t
from urllib.parse import urlsplit

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api import client as _client
from ansible_collections.voximplant.platform.plugins.module_utils._api import retry as _retry
from ansible_collections.voximplant.platform.plugins.module_utils._api import transport as _http
from harness import fault_cells
from harness.accounts import fill, fill_with_objects, login
from harness.fault_cells import CHANGES, READS, STARTS, TASKS, Cell, Task
from harness.fault_table import REFUSED, SLOW, TRIES, WAIT, WITH_A_WAIT, expected
from harness.in_process import run_module
from voximplant_emulator.state import clock

if t.TYPE_CHECKING:
    import pathlib

    from harness.plays import Json
    from voximplant_emulator import Emulator

UNKNOWN = "It is unknown whether"
EXPORT = "export"
LOOK_FIRST = {"start": "Look into the call history", "write": "Run the task again", "add": "Run the task again"}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Take every cell, or the part that is chosen so that everything is in it at least once."""
    if "cell" in metafunc.fixturenames:
        every = fault_cells.cells()
        chosen = every if metafunc.config.getoption("--everything") else fault_cells.part_of(every)
        metafunc.parametrize("cell", chosen, ids=str)


class Wire:
    """What leaves this machine: it notes each call, and lets one of them meet what no server can do to it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.sent: list[str] = []
        self.refused = 0
        self.pauses: list[float] = []
        self.cell: Cell | None = None
        send = _http.Http.send

        def pass_on(http: _http.Http, verb: str, url: str, *rest: t.Any) -> _http.Response:
            method = urlsplit(url).path.rstrip("/").rpartition("/")[2]
            self.sent.append(method)
            return send(self._impatient(http, method), verb, self._address(url, method), *rest)

        monkeypatch.setattr(_http.Http, "send", pass_on)
        monkeypatch.setattr(_client, "pause", self._note_pause)

    def _note_pause(self, *arguments: t.Any) -> float:
        """Wait no time, and remember how long it would have been."""
        self.pauses.append(_retry.pause(*arguments))
        return 0.0

    def _impatient(self, http: _http.Http, method: str) -> _http.Http:
        """What waits a second for a call that hangs."""
        if self.cell is not None and self.cell.fault.name == SLOW and method == self.cell.method:
            http = copy.copy(http)
            vars(http).update(_timeout=1)
        return http

    def _address(self, url: str, method: str) -> str:
        """Where a call goes: to a port where nobody listens, if it is to be refused."""
        if self.cell is None or self.cell.fault.name != REFUSED or not self._is_met(self.cell, method):
            return url
        self.refused += 1
        return url.replace(urlsplit(url).netloc, f"127.0.0.1:{closed_port()}")

    def _is_met(self, cell: Cell, method: str) -> bool:
        """Whether the call that has just been noted is one that the cell is about."""
        if cell.duration == "outage":
            return len(self.sent) > cell.index
        before = self.sent.count(method) - 1
        return method == cell.method and (before == cell.before or (before > cell.before and cell.duration == "always"))


def closed_port() -> int:
    """A port where nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@dataclasses.dataclass(frozen=True)
class Undisturbed:
    """What a task leads to when nothing goes wrong."""

    result: Json
    account: Json


class Stage:
    """An emulator, the wire to it, and what each task leads to on it.

    :arg with_objects: whether the account has a user, a secret and a phone number, too
    """

    def __init__(self, emulator: Emulator, wire: Wire, folder: pathlib.Path, *, with_objects: bool) -> None:
        self.emulator = emulator
        self.wire = wire
        self.folder = folder
        self.with_objects = with_objects

    def begin(self) -> None:
        """Make the account as it is before a task, an hour old and with nothing noted."""
        self.emulator.reset()
        with pytest.MonkeyPatch.context() as past:
            an_hour_ago = datetime.datetime.now(datetime.UTC) - datetime.timedelta(hours=1)
            past.setattr(clock, "now", lambda: an_hour_ago)
            world = fill(self.emulator)
            if self.with_objects:
                fill_with_objects(self.emulator, world, fault_cells.NUMBER)
        self.wire.sent.clear()

    def run(self, task: Task, *, with_key: bool = True) -> Json:
        """Run a task."""
        account = {"credentials_file": self.emulator.credentials_file, "api_url": self.emulator.api_url}
        options = {**(login(self.emulator) if with_key else account), **task.options, "retries": TRIES - 1}
        if task.module == "vox_export":
            options["dest"] = str(self.folder / EXPORT)
        return run_module(task.module, {"timeout": 60, **options})

    def disturb(self, cell: Cell) -> Json:
        """Run a task and let its call meet the fault."""
        self.wire.cell = cell
        if cell.fault.name != REFUSED:
            met = {"method": cell.method, "skip": cell.before, "times": int(cell.duration == "once")}
            if cell.duration == "outage":
                met = {"method": "*", "skip": cell.index, "times": 0}
            self.emulator.add_fault(**cell.fault.for_emulator(), **met)
        result = self.run(cell.task, with_key=cell.login == "key")
        self.wire.cell = None
        self.emulator.clear_faults()
        return result

    def account(self) -> Json:
        """The account by names; a name that is there twice is a failure."""
        state = self.emulator.state()
        names = {row["scenario_id"]: row["scenario_name"] for row in state["scenarios"]}
        homes = {row["application_id"]: row["application_name"] for row in state["applications"]}
        assert len(set(names.values())) == len(names), names
        assert len(set(homes.values())) == len(homes), homes
        scenarios = {
            row["scenario_name"]: (row["scenario_script"], homes.get(row["application_id"]))
            for row in state["scenarios"]
        }
        kept = ("rule_name", "rule_pattern", "rule_pattern_exclude", "video_conference")
        applications = {}
        for row in state["applications"]:
            rules = [
                {
                    **{name: rule[name] for name in kept},
                    "runs": [names[scenario_id] for scenario_id in rule["scenario_ids"]],
                }
                for rule in row["rules"]
            ]
            assert len({rule["rule_name"] for rule in rules}) == len(rules), rules
            applications[row["application_name"]] = (row["secure_record_storage"], rules, self.content_of(row))
        numbers = [
            {
                **{name: row[name] for name in ("phone_number", "is_sms_enabled", "incoming_sms_callback_url")},
                "application": homes.get(row["application_id"]),
                "has_rule": row["rule_id"] is not None,
            }
            for row in state["phone_numbers"]
        ]
        sessions = len(state["sessions"])
        return {"scenarios": scenarios, "applications": applications, "numbers": numbers, "sessions": sessions}

    def content_of(self, application: Json) -> Json:
        """The users and secrets of an application, with the passwords and values that a task may have set."""
        scope = {"application_id": application["application_id"]}
        users = {
            row["user_name"]: (
                *(row[name] for name in ("user_display_name", "user_active")),
                self.emulator.has_password(row["user_id"], fault_cells.PASSWORD),
            )
            for row in application["users"]
        }
        secrets = {
            row["secret_name"]: (
                row["description"],
                self.emulator.call("GetSecretValue", **scope, secret_id=row["secret_id"])["result"]["secret_value"],
            )
            for row in application["secrets"]
        }
        assert (len(users), len(secrets)) == (len(application["users"]), len(application["secrets"])), application
        return {"users": users, "secrets": secrets}


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
        shutil.rmtree(stage.folder / EXPORT, ignore_errors=True)
        stage.begin()
    return _UNDISTURBED[task]


@pytest.mark.parametrize("task", TASKS, ids=str)
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
    if wanted.end == "succeeds":
        assert not result.get("failed"), result
        assert stage.account() == plain.account
        assert result["changed"] == plain.result["changed"]
        assert result.get("operations") == plain.result.get("operations")
    else:
        check_failure(cell, result, is_unknown=wanted.end == "unknown")
        check_progress(cell, result, plain)
    check_repair(stage, cell.task, plain)


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
