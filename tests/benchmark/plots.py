# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The plots of the report: how time and memory grow, and what an item of a loop takes."""

from __future__ import annotations

import contextlib
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

_WIDTH, _HEIGHT = 6.5, 4.5


def draw(results: Results, folder: pathlib.Path) -> None:
    """Write the plots into a folder."""
    latencies = sorted({row.key.latency for row in results.of(SYNC)})
    with _figure(folder / "time.png", len(latencies)) as panels:
        for axes, latency in zip(panels, latencies, strict=True):
            _time(axes, results, latency)
    with _figure(folder / "memory.png") as (axes,):
        _memory(axes, results, latencies[0])
    with _figure(folder / "loop.png") as (axes,):
        _loop(axes, results)


@contextlib.contextmanager
def _figure(path: pathlib.Path, panels: int = 1) -> t.Iterator[t.Sequence[Axes]]:
    figure, grid = pyplot.subplots(
        1, panels, figsize=(_WIDTH * panels, _HEIGHT), layout="constrained", sharey=True, squeeze=False
    )
    yield grid[0]
    for axes in grid[0]:
        axes.grid(alpha=0.3)
        axes.legend(fontsize="small")
    figure.savefig(path, dpi=100, metadata={"Software": None})
    pyplot.close(figure)


def _time(axes: Axes, results: Results, latency: int) -> None:
    axes.set(title=f"vox_sync, {latency} ms a call", ylabel="seconds, without Ansible's start", yscale="log")
    for case, rows in _curves(results, latency).items():
        (line,) = axes.plot(_sizes(rows), [results.working_time(row) for row in rows], "o-", label=case)
        bare = [found for row in rows if (found := results.get(row.key._replace(way=BARE)))]
        axes.plot(_sizes(bare), [row.wall for row in bare], ":", color=line.get_color())
    axes.plot([], [], "k:", label="its bare calls")
    axes.yaxis.set_major_formatter("{x:g}")
    sizes = sorted(set(_sizes(results.of(SYNC))))
    axes.set(xlabel="scenarios", xscale="log")
    axes.set_xticks(sizes, [str(size) for size in sizes])
    axes.set_xticks([], minor=True)


def _memory(axes: Axes, results: Results, latency: int) -> None:
    axes.set(title="vox_sync", ylabel="MB at the peak")
    for case, rows in _curves(results, latency).items():
        axes.plot(_sizes(rows), [row.memory for row in rows], "o-", label=case)
    axes.set_xlabel("scenarios")
    axes.set_ylim(bottom=0)


def _curves(results: Results, latency: int) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in results.of(SYNC):
        if row.key.latency == latency:
            found.setdefault(row.key.case, []).append(row)
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
