# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run the demo in a terminal of 80 columns, and write what it prints as an animated SVG: ``record_demo.py FILE``.

Each step of the demo is a frame. Without animation, for readers who prefer reduced motion, one frame is shown.
"""

from __future__ import annotations

import fcntl
import html
import os
import pathlib
import pty
import re
import struct
import sys
import termios
import typing as t

from rich.ansi import AnsiDecoder
from svg import svg_head

if t.TYPE_CHECKING:
    from rich.style import Style
    from rich.text import Text

DEMO = pathlib.Path(__file__).resolve().parent.parent / "docs" / "examples" / "demo.sh"
COLUMNS = 80
SECONDS = 5  # for a frame
# Frames by how their headings begin: the first one of the animation, and the one that is shown without it.
FIRST, STILL = "Plan", "Drift"
CELL, LINE, MARGIN, BAR = 7.8, 17, 14, 34
HEADING = re.compile(r"── \d+\. (?P<title>.+)")
COLORS = {
    "paper": ("#ffffff", "#14171b"),
    "bar": ("#eef4fb", "#22344a"),
    "edge": ("#4f7cac", "#7fa9d6"),
    "plain": ("#1b1f24", "#e6e8eb"),
    "dim": ("#57606a", "#a8b1bb"),
    "red": ("#b3261e", "#ff8c82"),
    "green": ("#116329", "#8fd694"),
    "yellow": ("#7d4e00", "#e0c04c"),
    "blue": ("#0550ae", "#8ab8ff"),
    "magenta": ("#8250df", "#d7a6e8"),
    "cyan": ("#0b5f6b", "#6fd3e0"),
}
ANSI = ("plain", "red", "green", "yellow", "blue", "magenta", "cyan", "plain")


def run(command: list[str]) -> str:
    """Run a command in a terminal, and return what it prints; fail if the command does."""
    process, terminal = pty.fork()
    if process == 0:
        os.execvpe(command[0], command, {**os.environ, "TERM": "xterm-256color"})
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, COLUMNS, 0, 0))
    parts = []
    while True:
        try:
            part = os.read(terminal, 1 << 16)
        except OSError:  # what Linux raises when the other end is closed
            break
        if not part:
            break
        parts.append(part)
    printed = b"".join(parts).decode()
    if status := os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]):
        sys.exit(f"{printed}\nThe demo failed with status {status}.")
    return printed


def frames(printed: str) -> list[tuple[str, list[Text]]]:
    """Return the steps of the demo: the heading and the lines of each."""
    found: list[tuple[str, list[Text]]] = []
    for text in AnsiDecoder().decode(printed.replace("\r", "")):
        if heading := HEADING.fullmatch(text.plain):
            found.append((heading["title"], []))
        elif found:
            found[-1][1].append(text)
    _heading, last = found[-1]
    del last[next((number for number, text in enumerate(last) if text.plain.startswith("The emulator")), len(last)) :]
    for _heading, lines in found:
        while lines and not lines[-1].plain.strip():
            lines.pop()
    return found


def draw(steps: list[tuple[str, list[Text]]]) -> str:
    """Return the SVG."""
    rows = max(len(lines) for _heading, lines in steps)
    width, height = COLUMNS * CELL + 2 * MARGIN, BAR + rows * LINE + 2 * MARGIN
    names = ", ".join(heading.partition(":")[0].lower() for heading, _lines in steps)
    first, still = (
        next(number for number, (heading, _lines) in enumerate(steps) if heading.startswith(start))
        for start in (FIRST, STILL)
    )
    parts = [
        *svg_head("Recorded by", width, height, "title desc"),
        '<title id="title">The demo in a terminal</title>',
        f'<desc id="desc">{len(steps)} steps: {html.escape(names)}.</desc>',
        f"<style>\n{style(len(steps))}\n</style>",
        f'<rect class="paper" x="1" y="1" width="{width - 2:g}" height="{height - 2:g}" rx="8"/>',
        f'<path class="bar" d="M1 {BAR}V9Q1 1 9 1H{width - 9:g}Q{width - 1:g} 1 {width - 1:g} 9V{BAR}z"/>',
    ]
    for number, (heading, lines) in enumerate(steps):
        classes = "frame still" if number == still else "frame"
        delay = (number - first) % len(steps) * SECONDS
        parts.append(f'<g class="{classes}" style="animation-delay:{delay}s">')
        parts.append(f'<text class="title" x="{MARGIN}" y="22">{number + 1}. {html.escape(heading)}</text>')
        parts += [row(text, BAR + MARGIN + LINE * (place + 0.7)) for place, text in enumerate(lines) if text.plain]
        parts.append("</g>")
    return "\n".join([*parts, "</svg>", ""])


def style(count: int) -> str:
    """Return the style sheet: both color schemes, and the animation for those who do not object to it."""
    sheets = []
    for scheme in (0, 1):
        rules = [
            f".{name} {{ fill: {colors[scheme]}; }}" for name, colors in COLORS.items() if name not in ("edge", "paper")
        ]
        paper, edge = COLORS["paper"][scheme], COLORS["edge"][scheme]
        sheets.append("\n".join([f".paper {{ fill: {paper}; stroke: {edge}; }}", *rules]))
    return (
        "text { font: 13px ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace; white-space: pre; }\n"
        ".title { font: bold 14px system-ui, sans-serif; }\n.bold { font-weight: bold; }\n"
        f"{sheets[0]}\n.title {{ fill: {COLORS['plain'][0]}; }}\n"
        f"@media (prefers-color-scheme: dark) {{\n{sheets[1]}\n.title {{ fill: {COLORS['plain'][1]}; }}\n}}\n"
        ".frame { visibility: hidden; }\n.still { visibility: visible; }\n"
        "@media (prefers-reduced-motion: no-preference) {\n"
        f".frame {{ visibility: hidden; animation: demo {count * SECONDS}s step-end infinite; }}\n}}\n"
        "</style>\n<style>\n"
        f"@keyframes demo {{ 0% {{ visibility: visible; }} {100 / count:.4f}% {{ visibility: hidden; }} }}"
    )


def row(text: Text, y: float) -> str:
    """Return a line of the terminal."""
    runs = []
    for part in text.divide(sorted({edge for span in text.spans for edge in (span.start, span.end)})):
        if part.plain:
            names = sorted({name for span in part.spans for name in classes(t.cast("Style", span.style))})
            runs.append(f'<tspan class="{" ".join(names) or "plain"}">{html.escape(part.plain)}</tspan>')
    length = len(text.plain) * CELL
    return f'<text x="{MARGIN}" y="{y:g}" textLength="{length:g}">{"".join(runs)}</text>'


def classes(style: Style) -> list[str]:
    """Return the classes of a style: its color, bold, dim."""
    number = style.color.number if style.color else None
    color = ANSI[number % 8] if number else ""
    return [name for name, used in ((color, color), ("bold", style.bold), ("dim", style.dim)) if used]


if __name__ == "__main__":
    pathlib.Path(sys.argv[1]).write_text(draw(frames(run([str(DEMO)]))), encoding="utf-8")
