# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Pictures inside the page: SVG files as elements, so that they follow the theme's switch for light and dark."""

from __future__ import annotations

import html
import pathlib
import re
import typing as t

from docutils import nodes

if t.TYPE_CHECKING:
    from sphinx.application import Sphinx

DARK = "@media (prefers-color-scheme: dark) {"


def put_in(app: Sphinx, doctree: nodes.document, _page: str) -> None:
    """Replace each SVG image by its content."""
    for image in list(doctree.findall(nodes.image)):
        path = pathlib.Path(app.srcdir) / image["uri"]
        if path.suffix == ".svg":
            classes = " ".join(["picture", *image["classes"]])
            svg = inline(path.read_text(encoding="utf-8"), path.stem, classes, image.get("alt", ""))
            image.replace_self(nodes.raw("", f'<div class="{classes}">{svg}</div>', format="html"))


def inline(svg: str, name: str, classes: str, alt: str) -> str:
    """Return an SVG file as an element: its identifiers and its style sheet apply to itself only."""
    svg = re.sub(r"<!--.*?-->\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r'\bid="([\w-]+)"', rf'id="{name}-\1"', svg)
    svg = re.sub(r"url\(#([\w-]+)\)", rf"url(#{name}-\1)", svg)
    svg = re.sub(r'href="#([\w-]+)"', rf'href="#{name}-\1"', svg)
    svg = re.sub(r' aria-labelledby="[^"]*"', "", svg)
    svg = re.sub(
        "<style>(.*?)</style>",
        lambda sheet: f"<style>{scope(sheet[1], name)}</style>",
        svg,
        count=1,
        flags=re.DOTALL,
    )
    return svg.replace("<svg ", f'<svg id="{name}" aria-label="{html.escape(alt)}" ', 1)


def scope(sheet: str, name: str) -> str:
    """Return a style sheet for one picture, whose dark colors follow the theme: automatic, light, or dark."""
    before, media, rest = sheet.partition(DARK)
    dark, after = split_block(rest) if media else ("", "")
    automatic = f'{DARK}\nbody:not([data-theme="light"]) #{name} {{{dark}}}\n}}' if media else ""
    return f'#{name} {{{before}}}\n{automatic}\nbody[data-theme="dark"] #{name} {{{dark}}}\n#{name} {{{after}}}'


def split_block(text: str) -> tuple[str, str]:
    """Split a text at the brace that closes a block."""
    depth = 1
    for place, character in enumerate(text):
        depth += {"{": 1, "}": -1}.get(character, 0)
        if depth == 0:
            return text[:place], text[place + 1 :]
    raise ValueError("the style sheet has a block without an end")


def setup(app: Sphinx) -> None:
    """Register the function above."""
    app.connect("doctree-resolved", put_in)
