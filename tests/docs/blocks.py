# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The code blocks of the documentation: of its pages, and the examples of modules and filters."""

from __future__ import annotations

import ast
import dataclasses
import pathlib
import re
import textwrap

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGES = (
    ROOT / "README.md",
    *sorted((ROOT / "roles").glob("*/README.md")),
    ROOT / "docs" / "docsite" / "index.rst",
    *sorted((ROOT / "docs" / "docsite" / "rst").glob("*.rst")),
)
PLUGINS = (*sorted((ROOT / "plugins" / "modules").glob("*.py")), *sorted((ROOT / "plugins" / "filter").glob("*.py")))

# Blocks that are not run here, by how they begin: what makes sure of them.
OTHER = {
    "collections:": "names this collection on Galaxy; galaxy.yml has the same name",
    "# inventory.yml": "is a part of the inventory of all runs",
    "ansible_connection: local": "variables that hosts.yml has in every run",
    "# environments.yml": "is an inventory; test_guides.py deploys with it",
    "# applications.yml": "is an inventory; test_guides.py deploys with it",
    "# .gitlab-ci.yml": "test_guides.py runs its commands",
    "- name: Show what restoring a backup would change": "needs a deployment before it; guide_deploy.rst has one",
    "# inventory/": "is in docs/examples/fleet, which tests/playbook/test_fleet.py runs",
    "# deploy_fleet.yml": "is in docs/examples/fleet, which tests/playbook/test_fleet.py runs",
    "vault_voximplant_key:": "stands for the content of a key file",
    "- name: Create the job template for the fleet": "uses a module of awx.awx; tests/awx runs others like it",
}

_START = re.compile(r"^( *)(?:\.\. code-block:: |```)([a-z]+)\S*$")


@dataclasses.dataclass(frozen=True)
class Block:
    """A block of code.

    :arg line: where it begins in its page
    """

    page: str
    line: int
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"

    @property
    def is_other(self) -> bool:
        """Whether something else than running it here makes sure of it."""
        return self.text.startswith(tuple(OTHER))

    @property
    def file(self) -> str:
        """The file that the block is said to be, by a comment in its first line; empty if it is not said."""
        named = re.match(r"(?:#|//) ([\w./-]+)\n", self.text)
        return named[1] if named else ""


def read_blocks(*languages: str) -> list[Block]:
    """All blocks in these languages, in the order of the pages."""
    found = [block for page in PAGES for block in _blocks_of(page)]
    found += [Block(str(path.relative_to(ROOT)), 1, "yaml", _examples_of(path)) for path in PLUGINS]
    return [block for block in found if block.language in languages]


def _blocks_of(page: pathlib.Path) -> list[Block]:
    lines = page.read_text(encoding="utf-8").splitlines()
    name = str(page.relative_to(ROOT))
    starts = [(number, match) for number, line in enumerate(lines) if (match := _START.match(line))]
    return [
        Block(name, number + 1, match[2], _text_behind(lines[number + 1 :], match[1], page.suffix))
        for number, match in starts
    ]


def _text_behind(lines: list[str], indent: str, suffix: str) -> str:
    """A block's text: up to the fence in Markdown, as far as it is indented in reStructuredText."""
    if suffix == ".md":
        return "".join(f"{line}\n" for line in lines[: lines.index(f"{indent}```")])
    text = []
    for line in lines:
        if line and not line.startswith(f"{indent}   "):
            break
        text.append(line)
    return textwrap.dedent("\n".join(text)).strip("\n") + "\n"


def _examples_of(plugin: pathlib.Path) -> str:
    """The constant EXAMPLES of a module or a filter."""
    (value,) = (
        node.value
        for node in ast.parse(plugin.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "EXAMPLES"
    )
    text: str = ast.literal_eval(value)
    return text.lstrip("\n")
