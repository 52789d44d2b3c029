# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the collection promises about its speed, and whether the measurements show it."""

from __future__ import annotations

import typing as t

from .figures import BARE, Key, growth
from .scope import (
    API_KEY,
    BY_ID,
    COMPARED,
    IN_PROCESS,
    LOOPS,
    NO_OP,
    PARALLEL,
    REMEMBERED,
    SERVICE_ACCOUNT,
    SHIPPED,
    SYNC,
    THROTTLED,
    URI,
)

if t.TYPE_CHECKING:
    from .figures import Results, Row

LATENCY = 20
SMALL, LARGE = 200, 5000
_SAME = 1.05  # by chance, not as many calls are throttled in one run as in another


class Goal(t.NamedTuple):
    """A promise in words, what was measured, and the limit; `at_least` says on which side of the limit is good."""

    promise: str
    measured: float
    limit: float
    unit: str = ""
    at_least: bool = False

    @property
    def met(self) -> bool:
        """Tell whether the promise is kept."""
        return self.measured >= self.limit if self.at_least else self.measured <= self.limit


def goals(results: Results) -> list[Goal]:
    """Return the goals of which everything that they need was measured."""
    return [*_loops(results), *_sync(results), *_workers(results)]


def own_time(results: Results, row: Row) -> float:
    """Return the seconds that an item takes beside its calls, as one kept connection with an API key makes them."""
    bare = looped(results, BARE, row.key.case.replace(SERVICE_ACCOUNT, API_KEY), row.key.latency)
    return results.item(row) - (0 if bare is None else bare.wall / bare.key.size)


def looped(results: Results, way: str, case: str, latency: int) -> Row | None:
    """Return the row of a loop, however many items it had, or None if it did not run."""
    sought = (LOOPS, way, case, latency)
    keys = ((row, row.key) for row in results)
    return next((row for row, key in keys if (key.part, key.way, key.case, key.latency) == sought), None)


def _loops(results: Results) -> t.Iterator[Goal]:
    for credentials in (API_KEY, SERVICE_ACCOUNT):
        row = results.get(Key(LOOPS, IN_PROCESS, f"{COMPARED}, {credentials}", SMALL, LATENCY))
        if row:
            promise = f"{row.key.case}, in a loop of {SMALL}, {LATENCY} ms: own time of an item"
            yield Goal(promise, own_time(results, row) * 1000, 35, "ms")
    yield from _times_faster(results, COMPARED, SHIPPED)
    yield from _times_faster(results, COMPARED, URI)
    yield from _times_faster(results, BY_ID, SHIPPED)


def _times_faster(results: Results, loop: str, way: str) -> t.Iterator[Goal]:
    """Compare what an item takes in another way with what it takes in the controller's process."""
    case = f"{loop}, {API_KEY}"
    here, there = (looped(results, path, case, LATENCY) for path in (IN_PROCESS, way))
    if here and there and here.key.size == SMALL:
        calls = round(here.calls / SMALL)
        promise = f"{case}, {LATENCY} ms, {calls} call{'s' if calls > 1 else ''} an item: {way} to in_process"
        own = own_time(results, there) / own_time(results, here)
        yield Goal(f"{promise}, own time", own, 8, "times", at_least=True)
        yield Goal(f"{promise}, calls included", results.item(there) / results.item(here), 8, "times", at_least=True)


def _sync(results: Results) -> t.Iterator[Goal]:
    small, large = (results.get(Key(SYNC, SYNC, NO_OP, size, LATENCY)) for size in (SMALL, LARGE))
    bare = small and results.bare(small.key)
    process = small and results.bare_process(small.key)
    for floor, seconds in (("a bare process", process), ("its calls alone", bare)):
        if small and seconds:
            limit = 1.3 * seconds + results.start(SYNC).wall
            promise = f"{SYNC} no-op, {SMALL} scenarios, {LATENCY} ms: 1.3 x {floor} + start-up"
            yield Goal(promise, small.wall, limit, "s")
    remembered = results.get(Key(SYNC, SYNC, REMEMBERED, LARGE, LATENCY))
    if remembered:
        yield Goal(f"{SYNC} no-op with cache_file, {LARGE} scenarios: scripts read", remembered.texts, 0)
    if large:
        yield Goal(f"{SYNC} no-op, {LARGE} scenarios: memory", large.memory, 250, "MB")
        points = over_size(results, NO_OP, LATENCY, results.working_time)[-2:]
        sizes = " to ".join(str(size) for size, _time in points)
        promise = f"{SYNC} no-op, {sizes} scenarios: time grows with their number to the power of"
        yield Goal(promise, growth(points).exponent, 1.05)


def _workers(results: Results) -> t.Iterator[Goal]:
    def run(workers: str, case: str) -> Row | None:
        return results.get(Key(PARALLEL, f"workers {workers}", case, LARGE, 100))

    quick = run("auto", NO_OP)
    if quick:
        yield Goal(f"{SYNC} no-op with workers auto, {LARGE} scenarios, 100 ms", quick.wall, 20, "s")
        yield Goal(f"{SYNC} no-op with workers auto, {LARGE} scenarios: memory", quick.memory, 250, "MB")
    eight, adapted = run("8", THROTTLED), run("auto", THROTTLED)
    if eight and adapted:
        promise = f"{SYNC} {THROTTLED}, {LARGE} scenarios: workers auto to workers 8"
        yield Goal(promise, adapted.wall / eight.wall, _SAME, "times")


def over_size(results: Results, case: str, latency: int, value: t.Callable[[Row], float]) -> list[tuple[float, float]]:
    """Return a case of `vox_sync` as (size, value) points, smallest first."""
    rows = [row for row in results.of(SYNC) if (row.key.case, row.key.latency) == (case, latency)]
    return sorted((row.key.size, value(row)) for row in rows)
