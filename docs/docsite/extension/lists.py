# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The directives of the landing page: all guides, and all modules, roles, playbooks or filters with descriptions."""

from __future__ import annotations

import typing as t

from sphinx.util.docutils import SphinxDirective

from extension.collection import entries, guides

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
        return self.parse_text_to_nodes(_table(rows) + _navigation(kind.capitalize(), pages))


class GuideList(SphinxDirective):
    """A table of all guides by section, which are also added to the navigation.

    The content of the directive are further pages for the section "Reference".
    """

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the table and its entries for the navigation."""
        sections = {title: [f"/{page}" for page in pages] for title, pages in guides().items()}
        sections["Reference"] += [line for line in self.content if line]
        rows = [
            f"   * - {title}\n     - {' · '.join(f':doc:`{page}`' for page in pages)}"
            for title, pages in sections.items()
        ]
        navigation = "".join(_navigation(title, [f"   {page}" for page in pages]) for title, pages in sections.items())
        return self.parse_text_to_nodes(_table(rows) + navigation)


def _table(rows: list[str]) -> str:
    return "\n".join([".. list-table::", "   :class: entries", "   :widths: 35 65", "", *rows, "", ""])


def _navigation(caption: str, pages: list[str]) -> str:
    return "\n".join([".. toctree::", "   :hidden:", f"   :caption: {caption}", "", *pages, "", ""])


def setup(app: Sphinx) -> None:
    """Register the directives."""
    app.add_directive("collection-list", CollectionList)
    app.add_directive("guide-list", GuideList)
