# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The tables of the report, in reStructuredText, and their places in a page."""

from __future__ import annotations

import typing as t

from .figures import growth, python_of, start_of
from .goals import goals, over_size, own_time
from .scope import FLEET, LOOPS, PARALLEL, SYNC

if t.TYPE_CHECKING:
    import collections.abc as c

    from .figures import Results, Row
    from .store import Conditions

NOT_MEASURED = "These figures have not been measured yet.\n"


def tables(conditions: Conditions, results: Results) -> dict[str, str]:
    """Return every table by its name."""
    return {
        "conditions": _conditions(conditions, results),
        "goals": _goals(results),
        "vox_sync": _syncs(results),
        "growth": _growths(results),
        "workers": _workers(results),
        "loops": _loops(results),
        "fleet": _fleets(results),
    }


def put_into(page: str, found: c.Mapping[str, str]) -> str:
    """Return a page with every table between the comments `begin NAME` and `end NAME`."""
    for name, table in found.items():
        before, begin, rest = page.partition(f".. begin {name}\n\n")
        _old, end, after = rest.partition(f".. end {name}\n")
        if not end:
            raise LookupError(f"the page has no place for the table {name}")
        page = f"{before}{begin}{table}\n{end}{after}"
    return page


def _conditions(conditions: Conditions, results: Results) -> str:
    names = dict.fromkeys(name for told in conditions.values() for name in told)
    rows = [(name, *(told.get(name, "") for told in conditions.values())) for name in names]
    starts = [f"{row.wall:.2f} s" if (row := results.get(start_of(part))) else "" for part in conditions]
    pythons = [f"{row.wall:.2f} s" if (row := results.get(python_of(part))) else "" for part in conditions]
    return _table(("Condition", *conditions), [*rows, ("Ansible's start", *starts), ("Python's start", *pythons)])


def _table(head: c.Sequence[str], rows: c.Iterable[c.Sequence[str]]) -> str:
    found = list(rows)
    if not found:
        return NOT_MEASURED
    lines = [".. list-table::", "   :class: dense", "   :header-rows: 1", "   :widths: auto", ""]
    for row in (head, *found):
        lines += [f"   {'* -' if not number else '  -'} {cell}".rstrip() for number, cell in enumerate(row)]
    return "\n".join(lines) + "\n"


def _goals(results: Results) -> str:
    rows = [
        (
            goal.promise,
            f"{goal.measured:.2f} {goal.unit}".rstrip(),
            f"at {'least' if goal.at_least else 'most'} {goal.limit:.2f}",
            "yes" if goal.met else "no",
        )
        for goal in goals(results)
    ]
    return _table(("What", "Measured", "Goal", "Met"), rows)


def _syncs(results: Results) -> str:
    head = (
        "Scenarios",
        "Latency, ms",
        "Case",
        "Calls",
        "Scripts read",
        "Seconds",
        "Bare calls, s",
        "Ratio",
        "CPU, s",
        "Memory, MB",
    )
    return _table((*head, "Emulator's load"), (_sync(results, row) for row in results.of(SYNC)))


def _sync(results: Results, row: Row) -> tuple[str, ...]:
    bare = results.bare(row.key)
    return (
        *(str(row.key.size), str(row.key.latency), row.key.case, str(row.calls), str(row.texts), f"{row.wall:.2f}"),
        f"{bare:.2f}" if bare else "",
        f"{results.working_time(row) / bare:.2f}" if bare else "",
        *(f"{row.cpu:.2f}", f"{row.memory:.0f}", _load(row)),
    )


def _load(row: Row) -> str:
    return f"{row.emulator / row.wall:.0%}"


def _growths(results: Results) -> str:
    rows = []
    for case, latency in dict.fromkeys((row.key.case, row.key.latency) for row in results.of(SYNC)):
        times = over_size(results, case, latency, results.working_time)
        if len(times) > 1:
            sizes = ", ".join(str(size) for size, _time in times)
            time, memory = growth(times), growth(over_size(results, case, latency, lambda row: row.memory))
            figures = (f"{time.slope * 1000:.2f}", f"{memory.slope * 1000:.1f}", f"{growth(times[-2:]).exponent:.2f}")
            rows.append((case, str(latency), sizes, *figures))
    head = (
        "Case",
        "Latency, ms",
        "Scenarios",
        "Seconds for 1000 more",
        "MB for 1000 more",
        "Exponent of time at the end",
    )
    return _table(head, rows)


def _workers(results: Results) -> str:
    head = ("Scenarios", "Latency, ms", "Case", "Way", "Calls", "Seconds", "CPU, s", "Memory, MB", "Emulator's load")
    rows = [
        (
            *(str(row.key.size), str(row.key.latency), row.key.case, row.key.way, str(row.calls), f"{row.wall:.2f}"),
            *(f"{row.cpu:.2f}", f"{row.memory:.0f}", _load(row)),
        )
        for row in results.of(PARALLEL)
    ]
    return _table(head, rows)


def _loops(results: Results) -> str:
    head = (
        "Module, credentials",
        "Way",
        "Latency, ms",
        "Items",
        "Calls",
        "ms per item",
        "Own ms",
        "CPU ms",
        "Memory, MB",
    )
    return _table(head, (_loop(results, row) for row in results.of(LOOPS)))


def _loop(results: Results, row: Row) -> tuple[str, ...]:
    size = row.key.size
    return (
        *(row.key.case, row.key.way, str(row.key.latency), str(size), str(row.calls)),
        f"{results.item(row) * 1000:.0f}",
        f"{own_time(results, row) * 1000:.0f}",
        f"{(row.cpu - results.start(LOOPS).cpu) / size * 1000:.0f}",
        f"{row.memory:.0f}",
    )


def _fleets(results: Results) -> str:
    head = ("Accounts", "Case", "Way", "Calls an account", "Seconds", "Seconds an account", "CPU, s", "Memory, MB")
    return _table((*head, "Emulator's load"), (_fleet(results, row) for row in results.of(FLEET)))


def _fleet(results: Results, row: Row) -> tuple[str, ...]:
    return (
        *(str(row.key.size), row.key.case, row.key.way, f"{row.calls / row.key.size:.0f}", f"{row.wall:.1f}"),
        *(f"{results.item(row):.2f}", f"{row.cpu:.1f}", f"{row.memory:.0f}", _load(row)),
    )
