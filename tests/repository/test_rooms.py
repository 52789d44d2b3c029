# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rooms of the code, from the lowest to the highest: a file imports only its own room and those before it.

The development guide shows the same rooms. This is the only list of them that is not checked against another.
"""

from __future__ import annotations

import ast
import pathlib
import re
import sys
import typing as t

import pytest

from ansible_collections.voximplant.platform.tests.repository.imports import (
    PLUGINS,
    ROOT,
    list_imports,
    list_sources,
    name_of,
    parse,
)

GUIDES = ROOT / "docs" / "docsite" / "rst"


class Room(t.NamedTuple):
    """A directory of shared code and what it holds, as the development guide says it."""

    name: str
    holds: str


MODULE_ROOMS = (
    Room("_api", "One call to the API: credentials, transport, throttle, retries, response and errors."),
    Room("_objects", "The objects of the platform and how they are read: applications, rules, scenarios, sessions."),
    Room("_plan", "Pure functions from current and desired state to operations. Never imports a client."),
    Room("_apply", "Reads the current state of one object, applies its plan and verifies the result."),
    Room("_account", "The same for a whole account, with deletions, drift and cache."),
    Room("_export", "Writes an account, or a project of another tool, to files."),
    Room("_module", "Argument specs, and the only importer of ``AnsibleModule``."),
)
CONTROLLER_ROOMS = (
    Room("_controller", "Runs a module in the process of the controller, and reads the controller's files."),
    Room("_manifest", "Reads a manifest and reports mistakes with their lines."),
    Room("_validate", "Checks a project without an account: syntax, patterns, references and platform modules."),
    Room("_report", "Shows plans on the screen, and turns results into reports."),
    Room("_account_map", "Renders the map of an account as a page."),
)
AREAS = {"module_utils": MODULE_ROOMS, "plugin_utils": CONTROLLER_ROOMS}
PURE = {
    "module_utils/_api/errors",
    "module_utils/_objects/models",
    "module_utils/_objects/names",
    "module_utils/_objects/resources",
    "module_utils/_objects/script",
}
INPUT_OUTPUT = {"asyncio", "http.client", "os", "pathlib", "socket", "subprocess", "urllib.request"}
MAX_FLAT_FILES = 3
MAX_LINES = 300
DOCUMENTATION = {"DOCUMENTATION", "EXAMPLES", "RETURN"}
DIRECTORIES = (".ci", "docs", "extensions", "plugins", "roles", "tests")
CODE = {".css", ".html", ".js", ".j2", ".py", ".sh", ".yml"}


def rank(name: str) -> int:
    """Return how high the room of a file is.

    Files that lie flat are between the first room and the second. Everything outside of module_utils is higher.
    """
    area, *rest = name.split("/")
    number = 0.5 if len(rest) == 1 else [room.name for room in AREAS[area]].index(rest[0])
    return int(2 * (number + (len(MODULE_ROOMS) if area == "plugin_utils" else 0)))


def is_shared(name: str) -> bool:
    """Whether a file is shared code, and no module, action or filter."""
    return name.split("/", maxsplit=1)[0] in AREAS


def list_upward_imports(plugins: pathlib.Path) -> list[str]:
    """List the imports of shared code that go to a higher room, or out of the shared code."""
    return [
        f"{name_of(path, plugins)} imports {imported}"
        for path in list_sources(plugins)
        if is_shared(name_of(path, plugins))
        for imported in sorted(list_imports(path, plugins))
        if "/" in imported and (not is_shared(imported) or rank(imported) > rank(name_of(path, plugins)))
    ]


def list_impure_imports(plugins: pathlib.Path) -> list[str]:
    """List the imports of planners that are neither pure files nor parts of the standard library that do no I/O."""
    return [
        f"{name_of(path, plugins)} imports {imported}"
        for path in sorted((plugins / "module_utils" / "_plan").glob("*.py"))
        for imported in sorted(list_imports(path, plugins))
        if not is_pure(imported)
    ]


def is_pure(imported: str) -> bool:
    """Whether a planner may import this."""
    if "/" in imported:
        return imported in PURE or imported.startswith("module_utils/_plan/")
    return imported.split(".", maxsplit=1)[0] in sys.stdlib_module_names and imported not in INPUT_OUTPUT


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
    assert list_upward_imports(PLUGINS) == []


def test_planner_when_it_imports_then_only_values_errors_and_the_standard_library() -> None:
    assert list_impure_imports(PLUGINS) == []


UPWARD = [
    ("module_utils/_api/low.py", "from .._plan.high import name", "module_utils/_plan/high"),
    ("module_utils/_api/low.py", "def f():\n    from .._plan import high", "module_utils/_plan/high"),
    ("module_utils/_api/low.py", "if t.TYPE_CHECKING:\n    from .._plan.high import name", "module_utils/_plan/high"),
    ("module_utils/_api/low.py", "from ..flat import name", "module_utils/flat"),
    ("module_utils/flat.py", "from ._plan.high import name", "module_utils/_plan/high"),
    ("module_utils/_apply/low.py", "from ...modules.vox_x import main", "modules/vox_x"),
    ("module_utils/_apply/low.py", "from ...plugin_utils._manifest.x import y", "plugin_utils/_manifest/x"),
    ("plugin_utils/_controller/low.py", "from .._manifest.x import y", "plugin_utils/_manifest/x"),
    (
        "module_utils/_api/low.py",
        "import ansible_collections.voximplant.platform.plugins.module_utils._plan.high",
        "module_utils/_plan/high",
    ),
    (
        "module_utils/_api/low.py",
        "from ansible_collections.voximplant.platform.plugins.module_utils._plan.high import name",
        "module_utils/_plan/high",
    ),
]


def write_files(plugins: pathlib.Path, *files: str) -> None:
    """Write empty files of Python."""
    for file in files:
        (plugins / file).parent.mkdir(parents=True, exist_ok=True)
        (plugins / file).touch()


@pytest.mark.parametrize(("file", "line", "imported"), UPWARD)
def test_import_when_it_goes_up_then_it_is_found(tmp_path: pathlib.Path, file: str, line: str, imported: str) -> None:
    write_files(tmp_path, *(f"{case[2]}.py" for case in UPWARD), *(case[0] for case in UPWARD))
    (tmp_path / file).write_text(f"{line}\n", encoding="utf-8")
    assert list_upward_imports(tmp_path) == [f"{file[:-3]} imports {imported}"]


@pytest.mark.parametrize(
    "line", ["import socket", "import urllib.request", "import requests", "from .._api.client import Client"]
)
def test_planner_when_it_could_reach_the_network_then_it_is_found(tmp_path: pathlib.Path, line: str) -> None:
    write_files(tmp_path, "module_utils/_api/client.py", "module_utils/_api/errors.py", "module_utils/_plan/rule.py")
    planner = tmp_path / "module_utils" / "_plan" / "rule.py"
    planner.write_text(f"import dataclasses\nfrom .._api.errors import InputError\n{line}\n", encoding="utf-8")
    assert len(list_impure_imports(tmp_path)) == 1


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
    picture = (GUIDES / "rooms.svg").read_text(encoding="utf-8")
    shown = re.findall(r'<text class="room" x="\d+" y="(\d+)">(\w+)</text>', picture)
    from_the_bottom = sorted(shown, key=lambda room: int(room[0]), reverse=True)
    assert [name for _height, name in from_the_bottom] == [room.name for room in MODULE_ROOMS]


def test_guide_when_it_names_a_file_then_it_is_there() -> None:
    guide = (GUIDES / "guide_development.rst").read_text(encoding="utf-8")
    named = re.findall(r"``((?:\w+/)+\w+\.\w+)``", guide)
    places = (ROOT, *(PLUGINS / area for area in AREAS))
    assert len(named) > len(MODULE_ROOMS)
    assert [file for file in named if not any((place / file).is_file() for place in places)] == []
