# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is made of the measurements: the best of several rounds, ratios, and how something grows."""

from __future__ import annotations

import dataclasses
import math
import statistics
import typing as t

if t.TYPE_CHECKING:
    import collections.abc as c

BARE, START, PYTHON = "bare calls", "start-up", "start of Python"


class Key(t.NamedTuple):
    """What was run: the part of the benchmark, the way, the case, how many objects, and the latency in ms."""

    part: str
    way: str
    case: str
    size: int
    latency: int


def start_of(part: str) -> Key:
    """Return under what the start of Ansible is taken down, which is measured anew for each part."""
    return Key(part, START, "", 0, 0)


def python_of(part: str) -> Key:
    """Return under what the start of a bare process, with its imports, is taken down."""
    return Key(part, PYTHON, "", 0, 0)


@dataclasses.dataclass(frozen=True)
class Row:
    """What all rounds of one run took.

    `wall`, `cpu` and `emulator` (its processor time) are seconds, `memory` is megabytes, and `texts` says how many of
    the calls read a scenario's text.
    """

    key: Key
    rounds: int
    calls: int
    texts: int
    wall: float
    cpu: float
    memory: float
    emulator: float


@dataclasses.dataclass(frozen=True)
class Growth:
    """How something grows: with the size to the power of `exponent`, or by `slope` for each object more."""

    exponent: float
    slope: float


class Results:
    """The rows of a benchmark, by what was run."""

    def __init__(self, rows: c.Iterable[Row] = ()) -> None:
        self._rows = {row.key: row for row in rows}

    def __iter__(self) -> t.Iterator[Row]:
        """Go through the rows, in the order in which they were run first."""
        return iter(self._rows.values())

    def __getitem__(self, key: Key) -> Row:
        """Return the row of a run."""
        return self._rows[key]

    def get(self, key: Key) -> Row | None:
        """Return the row of a run, or None if there was none."""
        return self._rows.get(key)

    def add(self, row: Row) -> None:
        """Take a round in: of several, the fastest counts, and the largest memory."""
        before = self._rows.get(row.key)
        if before is not None:
            best = min(before, row, key=lambda measured: measured.wall)
            row = dataclasses.replace(best, rounds=before.rounds + 1, memory=max(before.memory, row.memory))
        self._rows[row.key] = row

    def of(self, part: str) -> list[Row]:
        """Return the rows of a part that did something through Ansible."""
        return [row for row in self if row.key.part == part and row.key.way not in (BARE, START, PYTHON)]

    def start(self, part: str) -> Row:
        """Return what Ansible took for a play whose task did nothing when a part was measured."""
        return self[start_of(part)]

    def bare(self, key: Key) -> float | None:
        """Return the seconds that the bare calls of a run took, or None if they were not made."""
        row = self.get(key._replace(way=BARE))
        return None if row is None else row.wall

    def bare_process(self, key: Key) -> float | None:
        """Return the seconds that a bare process with these calls took from its start, or None if that is not known."""
        bare, python = self.bare(key), self.get(python_of(key.part))
        return None if bare is None or python is None else bare + python.wall

    def working_time(self, row: Row) -> float:
        """Return the seconds that a play takes beside the start of Ansible."""
        return row.wall - self.start(row.key.part).wall

    def item(self, row: Row) -> float:
        """Return the seconds that one item of a loop, or one account of a fleet, takes."""
        return self.working_time(row) / row.key.size


def growth(points: c.Iterable[tuple[float, float]]) -> Growth:
    """Fit a power law and a straight line through (size, value) points.

    For the power law, all points weigh the same. For the line, the large ones weigh most.
    """
    sizes, values = zip(*points, strict=True)
    power = statistics.linear_regression([math.log(size) for size in sizes], [math.log(value) for value in values])
    return Growth(power.slope, statistics.linear_regression(sizes, values).slope)
