# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The plots of the report: how time and memory grow, and what an item of a loop takes.

They are SVG files as wide as a phone, with text that stays text, and with colors for light and dark.
"""

from __future__ import annotations

import contextlib
import re
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

_WIDTH, _HEIGHT = 5.0, 3.4  # inches, of 72 points
_INK, _GRID = "#1b1f24", "#8c959f"
_SETTINGS = {
    "svg.fonttype": "none",
    "svg.hashsalt": "voximplant",
    "font.family": "sans-serif",
    "axes.prop_cycle": matplotlib.cycler(color=["#2f6fb5", "#b4691f", "#3f8a4f", "#a3418f", "#8a7a00"]),
    **dict.fromkeys(("axes.edgecolor", "axes.labelcolor", "text.color", "xtick.color", "ytick.color"), _INK),
}
_STYLE = f"""<style>
text {{ font-family: system-ui, sans-serif; }}
@media (prefers-color-scheme: dark) {{
  text {{ fill: #e6e8eb !important; }}
  :not(text)[style*="stroke: {_INK}"] {{ stroke: #a8b1bb !important; }}
  :not(text)[style*="fill: {_INK}"] {{ fill: #a8b1bb !important; }}
}}
</style>"""


def draw(results: Results, folder: pathlib.Path) -> None:
    """Write the plots into a folder."""
    latencies = sorted({row.key.latency for row in results.of(SYNC)})
    with _figure(folder / "time.svg", len(latencies)) as panels:
        for axes, latency in zip(panels, latencies, strict=True):
            _time(axes, results, latency)
    with _figure(folder / "memory.svg") as (axes,):
        _memory(axes, results, latencies[0])
    with _figure(folder / "loop.svg") as (axes,):
        _loop(axes, results)


@contextlib.contextmanager
def _figure(path: pathlib.Path, panels: int = 1) -> t.Iterator[t.Sequence[Axes]]:
    with matplotlib.rc_context(_SETTINGS):
        figure, grid = pyplot.subplots(
            panels, 1, figsize=(_WIDTH, _HEIGHT * panels), layout="constrained", sharex=True, squeeze=False
        )
        yield grid[:, 0]
        for axes in grid[:, 0]:
            axes.grid(alpha=0.3, color=_GRID)
            axes.legend(fontsize="small", framealpha=0)
        figure.savefig(path, transparent=True, metadata={"Date": None, "Creator": None})
        pyplot.close(figure)
    path.write_text(_adapted(path.read_text(encoding="utf-8")), encoding="utf-8")


def _adapted(svg: str) -> str:
    """Return a plot without what only matplotlib needs, and with a style sheet for both color schemes."""
    svg = re.sub(r"^<\?xml.*?(?=<svg)|<metadata>.*?</metadata>\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<style [^>]*>.*?</style>", _STYLE, svg, count=1, flags=re.DOTALL)
    return re.sub(r" font-family: [^;]*;", "", svg).replace("<svg ", '<svg role="img" ', 1)


def _time(axes: Axes, results: Results, latency: int) -> None:
    axes.set(title=f"vox_sync, {latency} ms a call", ylabel="seconds, without Ansible's start", yscale="log")
    for case, rows in _curves(results, latency).items():
        (line,) = axes.plot(_sizes(rows), [results.working_time(row) for row in rows], "o-", label=case)
        bare = [found for row in rows if (found := results.get(row.key._replace(way=BARE)))]
        axes.plot(_sizes(bare), [row.wall for row in bare], ":", color=line.get_color())
    axes.plot([], [], ":", color=_INK, label="its bare calls")
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
    axes.margins(y=0.4)  # for the legend
    axes.set_xticks(
        [place + 0.25 for place in range(len(latencies))], [f"{latency} ms a call" for latency in latencies]
    )
