# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The directive ``collection-list``: all modules, roles, playbooks or filters with their descriptions."""

from __future__ import annotations

import typing as t

from sphinx.util.docutils import SphinxDirective

from extension.collection import entries

if t.TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx


class CollectionList(SphinxDirective):
    """A table of everything of a kind, which is also added to the navigation."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the table and its entries for the navigation."""
        kind = self.arguments[0]
        found = entries(kind)
        rows = [f"   * - :doc:`{entry.name} </{entry.page}>`\n     - {entry.description}" for entry in found]
        pages = [f"   {entry.name} </{entry.page}>" for entry in found]
        lines = [
            *(".. list-table::", "   :class: entries", "   :widths: 35 65", "", *rows, ""),
            *(".. toctree::", "   :hidden:", f"   :caption: {kind.capitalize()}", "", *pages, ""),
        ]
        return self.parse_text_to_nodes("\n".join(lines))


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("collection-list", CollectionList)
