# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Pages that antsibull-docs does not make: playbooks, environment variables, and the examples of roles."""

from __future__ import annotations

import pathlib
import re
import typing as t

from extension import collection

if t.TYPE_CHECKING:
    from sphinx.application import Sphinx

PREFIX = "voximplant.platform"
SOURCE = "https://github.com/voximplant/ansible-platform/blob/main"
# Options of modules that a playbook takes as variables with a prefix of its own.
OPTIONS = {"export": "vox_export", "restore": "vox_restore"}
OF_PLAYBOOKS = {
    "deploy_rendered_dir": "Directory for the files that would be sent, with the values of their tokens.",
    "deploy_backup_file": "Backup to restore: a path, or the name of a file in ``deploy_backup_dir``.",
}


def write_playbooks(app: Sphinx) -> None:
    """Write a page for each playbook."""
    for playbook in collection.playbooks():
        page = pathlib.Path(app.srcdir) / f"{playbook.name}_playbook.rst"
        page.write_text(playbook_page(playbook), encoding="utf-8")


def playbook_page(playbook: collection.Playbook) -> str:
    """Return the page of a playbook."""
    title = f"{playbook.name} playbook"
    lines = [f".. _{PREFIX}.{playbook.name}_playbook:", "", title, "=" * len(title), ""]
    for paragraph in playbook.paragraphs:
        lines += [_commands(paragraph) if paragraph.startswith(" ") else _prose(paragraph), ""]
    lines += [*_variables(playbook), "Source", "------", ""]
    lines += [f"`playbooks/{playbook.name}.yml <{SOURCE}/playbooks/{playbook.name}.yml>`__", ""]
    lines += [".. code-block:: yaml+jinja", "", *(f"   {line}".rstrip() for line in playbook.plays.splitlines()), ""]
    return "\n".join(lines)


def complete_pages(_app: Sphinx, name: str, source: list[str]) -> None:
    """Fill the page of environment variables, and add the examples of roles to their pages."""
    if name == "environment_variables":
        source[0] = _environment_page()
    elif name.endswith("_role"):
        example = _from_markdown(collection.role_example(name.removesuffix("_role")))
        text = re.sub(r"^(Entry point ``main``) -- .*$", r"\1", source[0], count=1, flags=re.MULTILINE)
        source[0] = re.sub(r"^Parameters\n\^+$", rf"{_plain(example)}\g<0>", text, count=1, flags=re.MULTILINE)


def _plain(text: str) -> str:
    """Return a text so that it stands for itself in a replacement."""
    return text.replace("\\", "\\\\")


def _environment_page() -> str:
    rows = []
    for name, (text, _guide) in collection.environment().items():
        rows += [f"   * - :envvar:`{name}`", f"     - {text}"]
    title = "Environment variables"
    about = (
        "An option of a task takes precedence over all of these. Blank variables count as not set. They are read on "
        "the machine that runs the module, which is the controller with ``connection: local``."
    )
    table = [".. list-table::", "   :header-rows: 1", "   :widths: 40 60", "", "   * - Variable", "     - Description"]
    return "\n".join(["", title, "=" * len(title), "", about, "", *table, *rows, ""])


def _commands(paragraph: str) -> str:
    """Return each command as a block of code, below what it does."""
    lines = []
    for line in paragraph.splitlines():
        command, _gap, effect = re.sub(r" {2,}", "\0", line.strip()).partition("\0")
        lines += [f"{effect[0].upper()}{effect[1:]}:", ""] if effect else []
        lines += [".. code-block:: console", "", f"   $ {command}", ""]
    return "\n".join(lines)


def _prose(paragraph: str) -> str:
    """Return a paragraph with its code as such: variables, options of commands, and names in backquotes."""
    text = " ".join(paragraph.split())
    code = (
        r"`([^`]+)`|(-e '[^']+'|-e \w+=\S*\w|(?<!\w)--\w+|\b\w+_\w+(?:\.\w+)*|\b\w+\.(?:md|xml|txt|json|html|d\.ts)\b)"
    )
    return re.sub(code, lambda found: f"``{found[1] or found[2]}``", text)


def _variables(playbook: collection.Playbook) -> list[str]:
    """Return the section about the variables that a playbook reads."""
    whole = re.search(
        r"role: voximplant\.platform\.(\w+)|name: voximplant\.platform\.(\w+)\n        public", playbook.plays
    )
    if whole:
        role = whole[1] or whole[2]
        text = f"All variables of the :ref:`{role} role <ansible_collections.{PREFIX}.{role}_role>`."
        return ["Variables", "---------", "", text, ""]
    text = collection.text_of_playbook(playbook)
    rows = [
        row
        for name in sorted(set(re.findall(r"(?<![\w])(?:deploy|export|restore)_[a-z_]+\b", text)))
        if (row := _variable(name))
    ]
    head = [".. list-table::", "   :header-rows: 1", "   :widths: 35 65", "", "   * - Variable", "     - Description"]
    return ["Variables", "---------", "", *head, *(line for row in rows for line in row), ""]


def _variable(name: str) -> list[str]:
    """Return the row of a variable, or no lines if the variable does not exist."""
    about = {**collection.role_variables("deploy"), **OF_PLAYBOOKS}.get(name)
    prefix, _separator, option = name.partition("_")
    if about is None and prefix in OPTIONS:
        about = collection.module_options(OPTIONS[prefix]).get(option)
    return [f"   * - ``{name}``", f"     - {about}"] if about else []


def _from_markdown(text: str) -> str:
    """Return Markdown with paragraphs, code and fenced blocks as reStructuredText, below a heading."""
    parts = ["Examples", "^^^^^^^^", ""]
    for number, part in enumerate(re.split(r"^```", text, flags=re.MULTILINE)):
        if number % 2:
            language, _newline, code = part.partition("\n")
            parts += [f".. code-block:: {language}", "", *(f"   {line}".rstrip() for line in code.splitlines()), ""]
        else:
            parts += [re.sub(r"(?<!`)`([^`\n]+)`(?!`)", r"``\1``", part.strip()), ""]
    return "\n".join([*parts, ""])


def setup(app: Sphinx) -> None:
    """Register the functions above."""
    app.connect("builder-inited", write_playbooks)
    app.connect("source-read", complete_pages)
