# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the site adds to Sphinx: lists and pages made from the collection, tables for phones, pictures in the page."""

from __future__ import annotations

import typing as t

from extension import example_map, lists, pages, pictures, tables

if t.TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, bool]:
    """Register all parts."""
    for part in (example_map, lists, pages, pictures, tables):
        part.setup(app)
    return {"parallel_read_safe": True}
