# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The plots of the report: how time and memory grow, and what an item of a loop takes."""

from __future__ import annotations

import typing as t

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot

from .figures import BARE
from .scope import API_KEY, COMPARED, IN_PROCESS, LOOPS, SHIPPED, SYNC, URI

if t.TYPE_CHECKING:
    import pathlib

    from matplotlib.axes import Axes

    from .figures import Results, Row

_SIZE = (7.5, 4.5)


def draw(results: Results, folder: pathlib.Path) -> None:
    """Write the plots into a folder."""
    _save(_time, results, folder / "time.png")
    _save(_memory, results, folder / "memory.png")
    _save(_loop, results, folder / "loop.png")


def _save(draw_on: t.Callable[[Axes, Results], None], results: Results, path: pathlib.Path) -> None:
    figure, axes = pyplot.subplots(figsize=_SIZE, layout="constrained")
    draw_on(axes, results)
    axes.grid(alpha=0.3)
    axes.legend(fontsize="small")
    figure.savefig(path, dpi=110, metadata={"Software": None})
    pyplot.close(figure)


def _time(axes: Axes, results: Results) -> None:
    axes.set(
        title="vox_sync: time",
        xlabel="scenarios",
        ylabel="seconds, without Ansible's start",
        xscale="log",
        yscale="log",
    )
    for (case, latency), rows in _curves(results).items():
        points = [row.wall - results.start for row in rows]
        (line,) = axes.plot(_sizes(rows), points, "o-", label=f"{case}, {latency} ms")
        bare = [found for row in rows if (found := results.get(row.key._replace(way=BARE)))]
        axes.plot(_sizes(bare), [row.wall for row in bare], ":", color=line.get_color())
    axes.plot([], [], "k:", label="its bare calls")


def _memory(axes: Axes, results: Results) -> None:
    axes.set(title="vox_sync: memory at the peak", xlabel="scenarios", ylabel="MB", xscale="log")
    for (case, latency), rows in _curves(results).items():
        axes.plot(_sizes(rows), [row.memory for row in rows], "o-", label=f"{case}, {latency} ms")
    axes.set_ylim(bottom=0)


def _curves(results: Results) -> dict[tuple[str, int], list[Row]]:
    found: dict[tuple[str, int], list[Row]] = {}
    for row in results.of(SYNC):
        found.setdefault((row.key.case, row.key.latency), []).append(row)
    return found


def _sizes(rows: list[Row]) -> list[int]:
    return [row.key.size for row in rows]


def _loop(axes: Axes, results: Results) -> None:
    case = f"{COMPARED}, {API_KEY}"
    latencies = sorted({row.key.latency for row in results.of(LOOPS)})
    axes.set(title=f"{COMPARED} without a change, in a loop", ylabel="milliseconds an item")
    for place, way in enumerate((IN_PROCESS, SHIPPED, URI)):
        rows = [row for row in results.of(LOOPS) if (row.key.way, row.key.case) == (way, case)]
        at = [latencies.index(row.key.latency) + 0.25 * place for row in rows]
        bars = axes.bar(at, [results.item(row) * 1000 for row in rows], 0.22, label=way)
        axes.bar_label(bars, fmt="%.0f")
    axes.set_xticks(
        [place + 0.25 for place in range(len(latencies))], [f"{latency} ms a call" for latency in latencies]
    )
