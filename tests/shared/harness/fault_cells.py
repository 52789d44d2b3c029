# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The cells of the fault matrix: each fault at each call of each task."""

from __future__ import annotations

import dataclasses
import zlib

from .fault_object_tasks import OBJECT_TASKS
from .fault_table import DURATIONS, LOGINS, SLOW, Fault, ending, faults
from .fault_tasks import TASKS, Task

ALL_TASKS = (*TASKS, *OBJECT_TASKS)


def kind_of(method: str) -> str:
    """What sort of call a method is, in the words of the table of faults."""
    return {"Get": "read", "Add": "add", "Sta": "start"}.get(method[:3], "write")


@dataclasses.dataclass(frozen=True)
class Cell:
    """One cell: a call of a task that meets a fault.

    :arg before: how many calls of the method come before it
    """

    task: Task
    method: str
    place: str
    before: int
    fault: Fault
    duration: str
    login: str

    def __str__(self) -> str:
        return f"{self.task}: {self.place} {self.method}, {self.fault}, {self.duration}, {self.login}"

    @property
    def kind(self) -> str:
        """The column of the table."""
        return kind_of(self.method)

    @property
    def index(self) -> int:
        """The place of the call among all calls of the task, from 0."""
        return [place for place, method in enumerate(self.task.methods()) if method == self.method][self.before]

    @property
    def is_planned(self) -> bool:
        """Whether the task knows what it is going to do when it makes the call."""
        writes = [place for place, method in enumerate(self.task.methods()) if kind_of(method) != "read"]
        return bool(writes) and self.index >= writes[0] - self.task.checks


def cells() -> list[Cell]:
    """Every cell that the table has an entry for."""
    known = faults()
    return [
        cell
        for task in ALL_TASKS
        for method, place, before in places(task)
        for fault in known
        for duration in DURATIONS
        for login in LOGINS
        if exists(cell := Cell(task, method, place, before, fault, duration, login))
    ]


def places(task: Task) -> list[tuple[str, str, int]]:
    """The first, the middle and the last call of each method of a task, where these are different ones."""
    methods = task.methods()
    found = []
    for method in dict.fromkeys(methods):
        count = methods.count(method)
        named = {count // 2: "middle", count - 1: "last", 0: "first"}
        found += [(method, named[before], before) for before in sorted(named)]
    return found


def exists(cell: Cell) -> bool:
    """Whether the cell is one of the matrix: a read is the same, executed or not.

    A fault that stays does not depend on the login, unless a new token may help; what costs a second is rare. An outage
    does not begin with a certain call where several are made at a time.
    """
    end = ending(cell.fault, cell.kind)
    if end is None or (cell.kind == "read" and cell.fault.executed):
        return False
    if cell.kind == "read" and cell.task.is_parallel and cell.duration == "outage":
        return False
    is_plain = (cell.duration, cell.login) == (DURATIONS[0], LOGINS[0])
    is_either = DURATIONS[0] == cell.duration or LOGINS[0] == cell.login
    return is_plain or (cell.fault.name != SLOW and (is_either or end == "REAUTHENTICATE"))


def part_of(every: list[Cell]) -> list[Cell]:
    """Cells that have each fault with each kind of call, duration and login, and each call of each task."""
    met: set[tuple[object, ...]] = set()
    chosen = []
    mixed = sorted(every, key=lambda cell: _number_of(str(cell)))
    for news in (2, 1):  # first those that have two things to show
        for cell in mixed:
            pairs = {
                (cell.fault, cell.kind, cell.duration, cell.login),
                (cell.task, cell.method, cell.place, cell.duration),
            }
            if len(pairs - met) >= news:
                met |= pairs
                chosen.append(cell)
    return sorted(chosen, key=every.index)


def _number_of(text: str) -> int:
    """A number that is the same in every run and unlike those of similar texts."""
    return zlib.crc32(text.encode())
