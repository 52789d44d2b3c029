# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Imports of the code and the tests, as rooms.py allows them, and what the development guide says about the rooms."""

from __future__ import annotations

import ast
import pathlib
import re
import typing as t

import pytest
import yaml

from ansible_collections.voximplant.platform.tests.repository.imports import COLLECTION, PLUGINS, ROOT, parse
from ansible_collections.voximplant.platform.tests.repository.rooms import (
    AREAS,
    CONTROLLER_ROOMS,
    MODULE_ROOMS,
    SHIPPED,
    UTILS,
    Room,
    list_foreign_imports,
    list_impurities,
    list_upward_imports,
)

DOCSITE = ROOT / "docs" / "docsite"
GUIDES = DOCSITE / "rst"
MAX_FLAT_FILES = 3
MAX_LINES = 300
DOCUMENTATION = {"DOCUMENTATION", "EXAMPLES", "RETURN"}
DIRECTORIES = (".ci", "docs", "extensions", "plugins", "roles", "tests")
CODE = {".css", ".html", ".js", ".j2", ".py", ".sh", ".yml"}


def count_lines(path: pathlib.Path) -> int:
    """Count the lines of a file without the documentation of modules and fragments, which are texts in YAML."""
    lines = len(path.read_text(encoding="utf-8").splitlines())
    if path.suffix != ".py":
        return lines
    documentation = (
        node
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in DOCUMENTATION
    )
    return lines - sum(t.cast(int, node.end_lineno) - node.lineno + 1 for node in documentation)


def test_shared_code_when_it_imports_then_only_from_its_own_room_and_lower_ones() -> None:
    assert list_upward_imports(ROOT) == []


def test_planner_when_it_imports_then_only_what_is_listed_as_pure() -> None:
    assert list_impurities(ROOT) == []


def test_tests_when_they_import_then_only_from_their_directory_and_the_shared_one() -> None:
    assert list_foreign_imports(ROOT) == []


UPWARD = [
    ("module_utils/_api/low.py", "from .._plan.high import name", f"{UTILS}._plan.high"),
    ("module_utils/_api/low.py", "from .._plan import high", f"{UTILS}._plan.high"),
    ("module_utils/_api/low.py", "def f():\n    from .._plan import high", f"{UTILS}._plan.high"),
    ("module_utils/_api/low.py", "if t.TYPE_CHECKING:\n    from .._plan.high import name", f"{UTILS}._plan.high"),
    ("module_utils/_api/low.py", "from ..flat import name", f"{UTILS}.flat"),
    ("module_utils/flat.py", "from ._plan.high import name", f"{UTILS}._plan.high"),
    ("module_utils/_apply/low.py", "from ...modules.vox_x import main", f"{SHIPPED}.modules.vox_x"),
    ("module_utils/_apply/low.py", "from ...plugin_utils._manifest.x import y", f"{SHIPPED}.plugin_utils._manifest.x"),
    ("plugin_utils/_controller/low.py", "from .._manifest.x import y", f"{SHIPPED}.plugin_utils._manifest.x"),
    ("module_utils/_objects/low.py", "from .. import _account", f"{UTILS}._account"),
    ("module_utils/_objects/low.py", "from .._account import *", f"{UTILS}._account"),
    ("plugin_utils/_manifest/low.py", "from .. import _report", f"{SHIPPED}.plugin_utils._report"),
    ("module_utils/_objects/low.py", "from .. import *", UTILS),
    ("module_utils/_objects/low.py", "from ... import plugin_utils", f"{SHIPPED}.plugin_utils"),
    ("module_utils/_objects/low.py", "from ... import module_utils", UTILS),
    ("module_utils/_objects/low.py", "from ....plugins import module_utils", UTILS),
    ("module_utils/_objects/low.py", "from .... import plugins", SHIPPED),
    ("module_utils/_api/low.py", f"from {UTILS}._plan.high import name", f"{UTILS}._plan.high"),
    ("module_utils/_api/low.py", f"from {UTILS} import _plan", f"{UTILS}._plan"),
    ("module_utils/_api/low.py", f"from {SHIPPED} import module_utils", UTILS),
    ("module_utils/_api/low.py", "from ansible_collections import voximplant", "ansible_collections"),
    ("module_utils/_api/low.py", f"import {UTILS}._plan.high", "ansible_collections"),
    ("module_utils/_api/low.py", f"import {UTILS}._plan", "ansible_collections"),
    ("module_utils/_api/low.py", f"import {UTILS}._plan.high as high", f"{UTILS}._plan.high"),
    ("module_utils/_api/low.py", f"import {UTILS}._plan as plan", f"{UTILS}._plan"),
    ("module_utils/_api/low.py", f'importlib.import_module("{UTILS}._account.high")', f"{UTILS}._account.high"),
    ("module_utils/_api/low.py", 'importlib.import_module(".._plan.high", __package__)', "import_module"),
    ("module_utils/_api/low.py", "importlib.import_module(name)", "import_module"),
    ("module_utils/_api/low.py", "load = importlib.import_module", "import_module"),
    ("module_utils/_api/low.py", "from importlib import import_module as load", "import_module"),
    ("module_utils/_api/low.py", f'__import__("{UTILS}._plan.high")', "__import__"),
    ("module_utils/_api/low.py", 'exec("from .._plan import high")', "exec"),
]
FOREIGN = [
    ("shared/harness/low.py", f"from {COLLECTION}.tests.unit.support.x import y", f"{COLLECTION}.tests.unit.support.x"),
    ("shared/harness/low.py", f"from {COLLECTION}.tests import unit", f"{COLLECTION}.tests.unit"),
    ("shared/harness/low.py", f"from {COLLECTION} import tests", f"{COLLECTION}.tests"),
    ("shared/harness/low.py", "from ...unit.support import x", f"{COLLECTION}.tests.unit.support.x"),
    ("shared/harness/low.py", f"import {COLLECTION}.tests.unit.support.x", "ansible_collections"),
    ("unit/low.py", "from blocks import x", "blocks"),
    ("unit/low.py", "import probe.x", "probe"),
]


def write_files(root: pathlib.Path, *files: str) -> None:
    """Write empty files of Python."""
    for file in files:
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).touch()


@pytest.mark.parametrize(("file", "line", "imported"), UPWARD)
def test_import_when_it_goes_up_then_it_is_found(tmp_path: pathlib.Path, file: str, line: str, imported: str) -> None:
    plugins = tmp_path / "plugins"
    write_files(plugins, "module_utils/flat.py", "module_utils/_plan/high.py", "module_utils/_account/high.py")
    write_files(plugins, "modules/vox_x.py", "plugin_utils/_manifest/x.py", "plugin_utils/_report/x.py", file)
    (plugins / file).write_text(f"{line}\n", encoding="utf-8")
    assert list_upward_imports(tmp_path) == [f"{file} imports {imported}"]


@pytest.mark.parametrize(("file", "line", "imported"), FOREIGN)
def test_import_when_it_leaves_a_directory_of_tests_then_it_is_found(
    tmp_path: pathlib.Path, file: str, line: str, imported: str
) -> None:
    write_files(tmp_path / "tests", "unit/support/x.py", "docs/blocks.py", "playbook/probe/x.py", file)
    (tmp_path / "tests" / file).write_text(f"{line}\n", encoding="utf-8")
    assert list_foreign_imports(tmp_path) == [f"{file} imports {imported}"]


@pytest.mark.parametrize(
    ("line", "used"),
    [
        ("import socket", "socket"),
        ("import os.path", "os"),
        ("import urllib.parse", "urllib"),
        ("from urllib import request", "urllib"),
        ("from http import client", "http"),
        ("import sqlite3", "sqlite3"),
        ("import requests", "requests"),
        ("from .._api.client import Client", f"{UTILS}._api.client"),
        ("from .. import _api", f"{UTILS}._api"),
        ("__import__('socket')", "__import__"),
        ("x = open('x')", "open"),
    ],
)
def test_planner_when_it_could_do_input_or_output_then_it_is_found(
    tmp_path: pathlib.Path, line: str, used: str
) -> None:
    planner = "plugins/module_utils/_plan/rule.py"
    write_files(tmp_path, "plugins/module_utils/_api/client.py", "plugins/module_utils/_api/errors.py", planner)
    (tmp_path / planner).write_text(f"import re\nfrom .._api.errors import InputError\n{line}\n", encoding="utf-8")
    assert list_impurities(tmp_path) == [f"rule.py uses {used}"]


@pytest.mark.parametrize("area", AREAS)
def test_rooms_when_listed_then_each_is_there_and_few_files_lie_flat(area: str) -> None:
    paths = [path.relative_to(PLUGINS / area) for path in (PLUGINS / area).rglob("*.py")]
    assert {path.parts[0] for path in paths if len(path.parts) > 1} == {room.name for room in AREAS[area]}
    assert {len(path.parts) for path in paths} <= {1, 2}
    assert len([path for path in paths if len(path.parts) == 1]) <= MAX_FLAT_FILES


def test_unit_tests_when_listed_then_each_room_has_its_own() -> None:
    rooms = {path.name for path in (ROOT / "tests" / "unit").iterdir() if any(path.glob("test_*.py"))}
    assert rooms == {room.name for rooms in AREAS.values() for room in rooms}


def test_file_when_counted_then_it_has_few_lines() -> None:
    shipped = [path for name in ("plugins", "roles") for path in (ROOT / name).rglob("*") if path.suffix in CODE]
    code = {path for path in shipped if path.name != "argument_specs.yml"}
    python = {*ROOT.glob("*.py"), *(path for name in DIRECTORIES for path in (ROOT / name).rglob("*.py"))}
    assert {path.parent.name for path in python} >= {ROOT.name, ".ci", "extension", "modules", "harness", "repository"}
    counted = {str(path.relative_to(ROOT)): count_lines(path) for path in code | python}
    assert {name: lines for name, lines in counted.items() if lines > MAX_LINES} == {}


def test_lines_when_a_module_documents_itself_then_its_documentation_does_not_count(tmp_path: pathlib.Path) -> None:
    module = tmp_path / "module.py"
    module.write_text('DOCUMENTATION = r"""\na: 1\nb: 2\n"""\n\nX = """\na\n"""\n', encoding="utf-8")
    assert count_lines(module) == len(["", 'X = """', "a", '"""'])


def test_lines_when_a_fragment_documents_options_then_they_do_not_count(tmp_path: pathlib.Path) -> None:
    fragment = tmp_path / "fragment.py"
    fragment.write_text('class ModuleDocFragment:\n    DOCUMENTATION = r"""\na: 1\n"""\n    x = 1\n', encoding="utf-8")
    assert count_lines(fragment) == len(["class ModuleDocFragment:", "    x = 1"])


def test_guide_when_it_lists_rooms_then_they_are_these_in_this_order() -> None:
    guide = (GUIDES / "guide_development.rst").read_text(encoding="utf-8")
    listed = re.findall(r"^   \* - ``(_\w+)``\n     - (.+)$", guide, re.MULTILINE)
    assert [Room(*row) for row in listed] == [*MODULE_ROOMS, *CONTROLLER_ROOMS]


def test_picture_when_it_shows_rooms_then_the_highest_is_at_the_top() -> None:
    picture = yaml.safe_load((DOCSITE / "pictures" / "rooms.yml").read_text(encoding="utf-8"))
    shown = [layer["text"] for layer in picture["layers"] if layer["text"].startswith("_")]
    assert shown[::-1] == [room.name for room in (*MODULE_ROOMS, *CONTROLLER_ROOMS)]


def test_guide_when_it_names_a_file_then_it_is_there() -> None:
    guide = (GUIDES / "guide_development.rst").read_text(encoding="utf-8")
    named = re.findall(r"``((?:\w+/)+\w+\.\w+)``", guide)
    places = (ROOT, *(PLUGINS / area for area in AREAS))
    assert len(named) > len(MODULE_ROOMS)
    assert [file for file in named if not any((place / file).is_file() for place in places)] == []
