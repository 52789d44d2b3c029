# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Draw the pictures of the guides from their descriptions in docs/docsite/pictures: boxes, a sequence, or layers.

A description has a ``title``, and either ``boxes`` and ``arrows``, or ``actors`` and ``messages``, or ``layers`` and
what the arrow ``beside`` them means. Boxes have a place (column and row, both from 0), one or two lines of text, and a
kind: ``box``, ``write`` or ``pure``.
"""

from __future__ import annotations

import html
import pathlib
import typing as t

import yaml
from svg import svg_head

DOCSITE = pathlib.Path(__file__).resolve().parent.parent / "docs" / "docsite"
WIDTH = 360  # fits a phone
ROW, BOX_HEIGHT, MARGIN = 88, 52, 12
MESSAGE, ACTOR_HEIGHT = 36, 40
LAYER, LAYER_WIDTH, LAYER_HEIGHT = 44, 290, 34
STYLE = """\
    text { font: 14px system-ui, sans-serif; fill: #1b1f24; text-anchor: middle; }
    .small { font-size: 12px; fill: #57606a; }
    .label { paint-order: stroke; stroke: #ffffff; stroke-width: 4px; }
    .paper { fill: #ffffff; }
    .box { fill: #eef4fb; stroke: #4f7cac; }
    .write { fill: #fdf0e0; stroke: #b4691f; }
    .pure { fill: #eaf6ec; stroke: #3f8a4f; }
    .line { fill: none; stroke: #57606a; stroke-width: 1.5; }
    .tip { fill: #57606a; }
    .dashed { stroke-dasharray: 5 4; }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6e8eb; }
      .small { fill: #a8b1bb; }
      .label { stroke: #1b1f24; }
      .paper { fill: #1b1f24; }
      .box { fill: #22344a; stroke: #7fa9d6; }
      .write { fill: #46321c; stroke: #e0a15e; }
      .pure { fill: #1f3a26; stroke: #7cc28b; }
      .line { stroke: #a8b1bb; }
      .tip { fill: #a8b1bb; }
    }"""
Json = dict[str, t.Any]


def draw(picture: Json) -> str:
    """Return the SVG of a description."""
    kinds = {"boxes": _boxes, "actors": _sequence, "layers": _layers}
    parts, height = next(kind(picture) for key, kind in kinds.items() if key in picture)
    title = html.escape(picture["title"])
    return "\n".join(
        [
            *svg_head("Drawn by", WIDTH, height),
            f'  <title id="title">{title}</title>\n  <style>\n{STYLE}\n  </style>',
            '  <defs>\n    <marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" '
            'orient="auto-start-reverse">\n      <path class="tip" d="M0 0 8 4 0 8z"/>\n    </marker>\n  </defs>',
            f'  <rect class="paper" width="{WIDTH}" height="{height}" rx="8"/>',
            *(f"  {part}" for part in parts),
            "</svg>\n",
        ]
    )


def _boxes(picture: Json) -> tuple[list[str], int]:
    """Draw boxes on a grid, and the arrows between them."""
    boxes = picture["boxes"]
    columns = 1 + max(box["at"][0] for box in boxes.values())
    step = (WIDTH - MARGIN) / columns
    rows = 1 + max(box["at"][1] for box in boxes.values())
    places = {
        name: (
            MARGIN + box["at"][0] * step,
            MARGIN + box["at"][1] * ROW,
            step * box.get("columns", 1) - MARGIN,
        )
        for name, box in boxes.items()
    }
    parts = [_arrow(places[start], places[end], *label) for start, end, *label in picture["arrows"]]
    for name, box in boxes.items():
        x, y, width = places[name]
        parts.append(_box(box.get("kind", "box"), x, y, width, BOX_HEIGHT))
        parts += _lines(x + width / 2, y + 22, str(box["text"]), box.get("small", ""))
    return parts, round(2 * MARGIN + (rows - 1) * ROW + BOX_HEIGHT)


def _box(kind: str, x: float, y: float, width: float, height: float) -> str:
    return f'<rect class="{kind}" x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="6"/>'


def _lines(x: float, y: float, text: str, small: str) -> list[str]:
    """Write the text of a box: one line in its middle, or two."""
    first = y if small else y + 9
    lines = [f'<text x="{x:g}" y="{first:g}">{html.escape(text)}</text>']
    return [*lines, f'<text class="small" x="{x:g}" y="{y + 18:g}">{html.escape(small)}</text>'] if small else lines


def _arrow(start: tuple[float, ...], end: tuple[float, ...], label: str = "", kind: str = "") -> str:
    """Draw an arrow from the edge of one box to that of another, with its label beside it."""
    (x1, y1, width1), (x2, y2, width2) = start, end
    if y1 == y2:
        right = x2 > x1
        xs = (x1 + width1 if right else x1, x2 if right else x2 + width2)
        ys = (y1 + BOX_HEIGHT / 2, y2 + BOX_HEIGHT / 2)
        beside = (sum(xs) / 2, ys[0] - 5, "middle")
    else:
        down = y2 > y1
        # An arrow between boxes of different width is upright where it can be.
        low, high = max(x1, x2), min(x1 + width1, x2 + width2)
        middle = (low + high) / 2
        xs = (middle, middle) if low < high else (x1 + width1 / 2, x2 + width2 / 2)
        ys = (y1 + BOX_HEIGHT if down else y1, y2 - 1 if down else y2 + BOX_HEIGHT + 1)
        beside = (xs[0] + (xs[1] - xs[0]) * 0.45 + (8 if xs[1] >= xs[0] else -8), sum(ys) / 2 + 4, "")
    anchor = beside[2] or ("start" if xs[1] >= xs[0] else "end")
    line = f'<path class="line {kind}" d="M{xs[0]:g} {ys[0]:g}L{xs[1]:g} {ys[1]:g}" marker-end="url(#tip)"/>'
    if not label:
        return line
    where = f'x="{beside[0]:g}" y="{beside[1]:g}" style="text-anchor: {anchor}"'
    return f'{line}\n  <text class="small label" {where}>{html.escape(label)}</text>'


def _sequence(picture: Json) -> tuple[list[str], int]:
    """Draw actors side by side, and the messages between them from top to bottom."""
    actors, messages = picture["actors"], picture["messages"]
    step = WIDTH / len(actors)
    middles = {name: step * (place + 0.5) for place, name in enumerate(actors)}
    bottom = MARGIN + ACTOR_HEIGHT + MESSAGE * len(messages) + 20
    parts = [
        f'<path class="line dashed" d="M{x:g} {MARGIN + ACTOR_HEIGHT}V{bottom - MARGIN}"/>' for x in middles.values()
    ]
    for name, x in middles.items():
        parts.append(_box("box", x - step / 2 + 5, MARGIN, step - 10, ACTOR_HEIGHT))
        parts.append(f'<text x="{x:g}" y="{MARGIN + 25}">{html.escape(name)}</text>')
    for place, (start, end, text, *kind) in enumerate(messages, start=1):
        y = MARGIN + ACTOR_HEIGHT + MESSAGE * place
        parts += _message(middles[start], middles[end], y, text, kind[0] if kind else "")
    return parts, bottom


def _message(start: float, end: float, y: float, text: str, kind: str) -> list[str]:
    """Draw a message above its arrow, or what an actor does itself as a box over its line."""
    label = html.escape(text)
    if start == end:
        width = 7 * len(text) + 16
        x = min(max(start - width / 2, 4), WIDTH - 4 - width)
        box = _box(kind or "pure", x, y - 18, width, 24)
        return [box, f'<text class="small" x="{x + width / 2:g}" y="{y - 2:g}">{label}</text>']
    middle = (start + end) / 2
    arrow = (
        f'<path class="line {kind}" d="M{start:g} {y}H{end - (2 if end > start else -2):g}" marker-end="url(#tip)"/>'
    )
    return [f'<text class="small label" x="{middle:g}" y="{y - 6}">{label}</text>', arrow]


def _layers(picture: Json) -> tuple[list[str], int]:
    """Draw boxes on top of each other, their two texts at both ends, and an arrow down beside them."""
    parts = []
    for place, layer in enumerate(picture["layers"]):
        y = MARGIN + LAYER * place
        parts.append(_box(layer.get("kind", "box"), MARGIN, y, LAYER_WIDTH, LAYER_HEIGHT))
        for kind, x, anchor in (("text", 2 * MARGIN, "start"), ("small", LAYER_WIDTH, "end")):
            where = f'x="{x}" y="{y + 22}" style="text-anchor: {anchor}"'
            parts.append(f'<text class="{kind}" {where}>{html.escape(layer.get(kind, ""))}</text>')
    bottom = MARGIN + LAYER * (len(picture["layers"]) - 1) + LAYER_HEIGHT
    x = MARGIN + LAYER_WIDTH + 20
    parts.append(f'<path class="line" d="M{x} {2 * MARGIN}V{bottom}" marker-end="url(#tip)"/>')
    turned = f'transform="translate({x + 20} {bottom / 2:g}) rotate(90)"'
    return [*parts, f'<text class="small" {turned}>{html.escape(picture["beside"])}</text>'], bottom + MARGIN


def main() -> None:
    """Draw every picture."""
    for path in sorted((DOCSITE / "pictures").glob("*.yml")):
        picture = yaml.safe_load(path.read_text(encoding="utf-8"))
        (DOCSITE / "rst" / f"{path.stem}.svg").write_text(draw(picture), encoding="utf-8")


if __name__ == "__main__":
    main()
