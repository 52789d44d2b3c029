# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the collection contains, read from its files."""

from __future__ import annotations

import ast
import dataclasses
import pathlib
import re
import typing as t

import yaml
from antsibull_docs_parser.parser import Context, parse
from antsibull_docs_parser.rst import to_rst_plain

ROOT = pathlib.Path(__file__).resolve().parents[3]


@dataclasses.dataclass(frozen=True)
class Entry:
    """Something that has a page of its own.

    :arg page: the page's name, without an extension
    """

    name: str
    page: str
    description: str


@dataclasses.dataclass(frozen=True)
class Playbook:
    """A playbook, and the comment at its beginning.

    :arg paragraphs: the paragraphs of the comment; an indented one contains commands
    :arg plays: its YAML after the comment
    """

    name: str
    paragraphs: list[str]
    plays: str

    @property
    def description(self) -> str:
        """The first sentence of the comment."""
        return self.paragraphs[0].partition(". ")[0].rstrip(".:").replace("`", "")


def entries(kind: str) -> list[Entry]:
    """Return everything of a kind: ``modules``, ``roles``, ``playbooks`` or ``filters``."""
    if kind == "playbooks":
        return [Entry(book.name, f"{book.name}_playbook", book.description) for book in playbooks()]
    if kind == "roles":
        specs = {path.parts[-3]: yaml.safe_load(_read(path)) for path in _files("roles/*/meta/argument_specs.yml")}
        found = {name: spec["argument_specs"]["main"] for name, spec in specs.items()}
    else:
        folder = {"modules": "modules", "filters": "filter"}[kind]
        found = {path.stem: documentation(path) for path in _files(f"plugins/{folder}/*.py")}
    suffix = kind.removesuffix("s")
    return [Entry(name, f"{name}_{suffix}", about["short_description"]) for name, about in found.items()]


def guides() -> dict[str, list[str]]:
    """Return the pages of the guides by the title of their section."""
    sections = yaml.safe_load(_read(ROOT / "docs" / "docsite" / "extra-docs.yml"))["sections"]
    return {section["title"]: [f"docsite/{name}" for name in section["toctree"]] for section in sections}


def documentation(plugin: pathlib.Path) -> dict[str, t.Any]:
    """Return the documentation of a module or a filter, without fragments."""
    return _constant(plugin, "DOCUMENTATION")


def playbooks() -> list[Playbook]:
    """Return the playbooks, by name."""
    return [_playbook(path) for path in _files("playbooks/*.yml")]


def role_variables(role: str) -> dict[str, str]:
    """Return the variables of a role, and the first sentence of each description, in reStructuredText."""
    options = yaml.safe_load(_read(ROOT / "roles" / role / "meta" / "argument_specs.yml"))["argument_specs"]["main"]
    return {name: _first_sentence(about["description"]) for name, about in options["options"].items()}


def module_options(module: str) -> dict[str, str]:
    """Return the options of a module, and the first sentence of each description, in reStructuredText."""
    about = documentation(ROOT / "plugins" / "modules" / f"{module}.py")
    options = dict(about["options"])
    for fragment in about["extends_documentation_fragment"]:
        name, _dot, part = fragment.removeprefix("voximplant.platform.").partition(".")
        path = ROOT / "plugins" / "doc_fragments" / f"{name}.py"
        options.update(_constant(path, part or "DOCUMENTATION").get("options", {}))
    return {name: _first_sentence(about["description"]) for name, about in options.items()}


def text_of_playbook(playbook: Playbook) -> str:
    """Return a playbook's text, with the tasks of the role `deploy` that it includes, and the values that these use."""
    role = ROOT / "roles" / "deploy"
    names = sorted(set(re.findall(r"tasks_from: (\w+)", playbook.plays)))
    text = "\n".join([*playbook.paragraphs, playbook.plays, *(_read(role / "tasks" / f"{name}.yml") for name in names)])
    private = yaml.safe_load(_read(role / "vars" / "main.yml"))
    found: set[str] = set()
    while used := {name for name in private if name in text} - found:
        found |= used
        text += "".join(f"\n{private[name]}" for name in sorted(used))
    return text


def environment() -> dict[str, tuple[str, str]]:
    """Return the environment variables: the description of each, and the guide that has it."""
    found = {}
    for path in _files("docs/docsite/rst/*.rst"):
        for name, text in re.findall(r"^\.\. envvar:: (\w+)\n\n((?:   .+\n)+)", _read(path), re.MULTILINE):
            found[name] = (" ".join(text.split()), path.stem)
    return dict(sorted(found.items()))


def role_example(role: str) -> str:
    """Return the section with the example of a role's README, in Markdown."""
    readme = _read(ROOT / "roles" / role / "README.md")
    return readme.partition("\n## Example\n")[2].partition("\n## ")[0]


def _playbook(path: pathlib.Path) -> Playbook:
    body = _read(path).partition("---\n")[2]
    comment = re.match(r"(?:#.*\n)+", body)
    lines = [line[2:] for line in comment[0].splitlines()] if comment else []
    return Playbook(path.stem, "\n".join(lines).split("\n\n"), body[comment.end() if comment else 0 :])


def _first_sentence(description: str | list[str]) -> str:
    text = description if isinstance(description, str) else description[0]
    sentence = re.split(r"(?<=[.:])\s+(?=[A-Z])", text, maxsplit=1)[0]
    rst: str = to_rst_plain(parse(sentence, Context()))
    return rst.replace("\n", " ")


def _files(pattern: str) -> list[pathlib.Path]:
    return sorted(ROOT.glob(pattern))


def _constant(path: pathlib.Path, name: str) -> dict[str, t.Any]:
    """Return the YAML in a constant of a file."""
    (text,) = (
        node.value
        for node in ast.walk(ast.parse(_read(path)))
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == name
    )
    about: dict[str, t.Any] = yaml.safe_load(ast.literal_eval(text))
    return about


def _read(path: pathlib.Path) -> str:
    return path.read_text(encoding="utf-8")
