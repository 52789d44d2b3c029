# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sphinx configuration for the site with the guides and the pages of antsibull-docs. Builds do not need a network."""

from __future__ import annotations

import pathlib
import re
import sys
import typing as t

from docutils import nodes

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

if t.TYPE_CHECKING:
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

project = "Voximplant platform collection"
author = "Voximplant platform collection contributors"
copyright = f"2026, {author}"
html_title = "Voximplant for Ansible"

extensions = ["sphinx_antsibull_ext", "sphinx_copybutton", "extension"]
nitpicky = True
suppress_warnings = ["toc.no_title"]  # the release notes have no title before the first release
highlight_language = "yaml+jinja"
pygments_style = "a11y-high-contrast-light"
pygments_dark_style = "a11y-high-contrast-dark"
copybutton_prompt_text = "$ "  # copy only the command

html_theme = "furo"
html_copy_source = False
html_show_sphinx = False
html_use_index = False
html_static_path = ["_static"]
html_css_files = ["site.css"]

# Builds do not download Ansible's Sphinx inventory. These are the pages that the site links to.
ANSIBLE = "https://docs.ansible.com/ansible/latest/"
ANSIBLE_PAGES = {
    "action_plugins": "plugins/action.html",
    "ansible_collections.ansible.builtin.copy_module": "collections/ansible/builtin/copy_module.html",
    "ansible_configuration_settings": "reference_appendices/config.html",
    "common_return_values": "reference_appendices/common_return_values.html",
}


def link_to_ansible(
    _app: Sphinx, _env: BuildEnvironment, node: pending_xref, text: nodes.TextElement
) -> t.Optional[nodes.reference]:
    """Return a link to a page of Ansible's documentation."""
    page = ANSIBLE_PAGES.get(node["reftarget"])
    return None if page is None else nodes.reference("", "", text, internal=False, refuri=f"{ANSIBLE}{page}")


def fit_to_theme(_app: Sphinx, _name: str, source: t.List[str]) -> None:
    """Remove the table of contents and the collection name, which the theme shows in its margins and in its title."""
    text = re.sub(r"^\.\. contents::.*\n(?:   :.*\n)*", "", source[0], flags=re.MULTILINE)
    title = "=============\nRelease notes\n============="  # with a line above, as of no other title of this page
    text = re.sub(r"^=+\nVoximplant\.Platform Release Notes\n=+$", title, text, flags=re.MULTILINE)
    source[0] = re.sub(r"^voximplant\.platform\.(?=\w+ \w+ -- )", "", text, flags=re.MULTILINE)


def setup(app: Sphinx) -> None:
    """Register the functions above."""
    app.connect("missing-reference", link_to_ansible)
    app.connect("source-read", fit_to_theme)
