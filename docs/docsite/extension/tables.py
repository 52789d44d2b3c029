# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tables that fit their page.

Each cell knows the heading of its column, and the style sheet turns rows into cards on phones. Long names may break
between their words.
"""

from __future__ import annotations

import html
import re
import typing as t

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator

if t.TYPE_CHECKING:
    from sphinx.application import Sphinx

_BREAK = re.compile(r"(?<=[_./])(?=\w)|(?<=[a-z])(?=[A-Z])")


def label_cells(_app: Sphinx, doctree: nodes.document) -> None:
    """Give each cell of a table with headings the heading of its column."""
    for table in doctree.findall(nodes.table):
        head = next(table.findall(nodes.thead), None)
        if head is None or "ansible-option-table" in table["classes"]:
            continue
        labels = [entry.astext() for entry in head.findall(nodes.entry)]
        for body in table.findall(nodes.tbody):
            for row in body.findall(nodes.row):
                for label, entry in zip(labels, row.findall(nodes.entry)):
                    entry["label"] = label


def visit_entry(self: HTML5Translator, node: nodes.entry) -> None:
    """Write the beginning of a cell with its heading."""
    start = len(self.body)
    HTML5Translator.visit_entry(self, node)
    if node.get("label"):
        self.body[start] = self.body[start].replace("<td", f'<td data-label="{html.escape(node["label"])}"', 1)


def depart_entry(self: HTML5Translator, node: nodes.entry) -> None:
    """Write the end of a cell."""
    HTML5Translator.depart_entry(self, node)


def break_names(_app: Sphinx, _page: str, _template: str, context: dict[str, t.Any], _doctree: object) -> None:
    """Allow names in tables to break behind underscores, dots and slashes, and before capitals."""
    context["body"] = re.sub(r"<table .*?</table>", _with_breaks, context.get("body", ""), flags=re.DOTALL)


def _with_breaks(table: re.Match[str]) -> str:
    return re.sub(r'(<span class="pre">)([^<]{10,})', lambda name: name[1] + _BREAK.sub("<wbr>", name[2]), table[0])


def setup(app: Sphinx) -> None:
    """Register the functions above."""
    app.connect("doctree-read", label_cells)
    app.connect("html-page-context", break_names)
    app.add_node(nodes.entry, override=True, html=(visit_entry, depart_entry))
