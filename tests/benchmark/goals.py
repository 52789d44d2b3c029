# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the collection promises about its speed, and whether the measurements show it."""

from __future__ import annotations

import typing as t

from .figures import BARE, Key, growth
from .scope import API_KEY, COMPARED, IN_PROCESS, LOOPS, NO_OP, REMEMBERED, SERVICE_ACCOUNT, SHIPPED, SYNC, URI

if t.TYPE_CHECKING:
    from .figures import Results, Row

LATENCY = 20
SMALL, LARGE = 200, 5000


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
    return [*_loops(results), *_sync(results)]


def own_time(results: Results, key: Key) -> float:
    """Return the seconds that an item takes beside its calls, as one kept connection with an API key makes them."""
    sought = (BARE, key.case.replace(SERVICE_ACCOUNT, API_KEY), key.latency)
    bare = [row.wall / row.key.size for row in results if (row.key.way, row.key.case, row.key.latency) == sought]
    return results.item(results[key]) - sum(bare)


def _loops(results: Results) -> t.Iterator[Goal]:
    loop = f"{COMPARED} in a loop of {SMALL}, {LATENCY} ms"
    for credentials in (API_KEY, SERVICE_ACCOUNT):
        key = Key(LOOPS, IN_PROCESS, f"{COMPARED}, {credentials}", SMALL, LATENCY)
        if results.get(key) is not None:
            yield Goal(f"{loop}, {credentials}: own time of an item", own_time(results, key) * 1000, 35, "ms")
    here = results.get(Key(LOOPS, IN_PROCESS, f"{COMPARED}, {API_KEY}", SMALL, LATENCY))
    for way in (SHIPPED, URI):
        there = here and results.get(here.key._replace(way=way))
        if here and there:
            times = own_time(results, there.key) / own_time(results, here.key)
            yield Goal(f"{loop}: own time of {way} to that in process", times, 8, "times", at_least=True)
            times = results.item(there) / results.item(here)
            yield Goal(f"{loop}: time of {way} to that in process, calls included", times, 8, "times", at_least=True)


def _sync(results: Results) -> t.Iterator[Goal]:
    small, large = (results.get(Key(SYNC, SYNC, NO_OP, size, LATENCY)) for size in (SMALL, LARGE))
    bare = small and results.bare(small.key)
    if small and bare:
        limit = 1.3 * bare + results.start
        yield Goal(
            f"{SYNC} no-op, {SMALL} scenarios, {LATENCY} ms: 1.3 x bare calls + start-up", small.wall, limit, "s"
        )
    remembered = results.get(Key(SYNC, SYNC, REMEMBERED, LARGE, LATENCY))
    if remembered:
        yield Goal(f"{SYNC} no-op with cache_file, {LARGE} scenarios: texts read", remembered.texts, 0)
    if large:
        yield Goal(f"{SYNC} no-op, {LARGE} scenarios: memory", large.memory, 250, "MB")
        points = over_size(results, NO_OP, LATENCY, results.working_time)[-2:]
        sizes = " to ".join(str(size) for size, _time in points)
        promise = f"{SYNC} no-op, {sizes} scenarios: time grows with their number to the power of"
        yield Goal(promise, growth(points).exponent, 1.05)


def over_size(results: Results, case: str, latency: int, value: t.Callable[[Row], float]) -> list[tuple[float, float]]:
    """Return a case of `vox_sync` as (size, value) points, smallest first."""
    rows = [row for row in results.of(SYNC) if (row.key.case, row.key.latency) == (case, latency)]
    return sorted((row.key.size, value(row)) for row in rows)
