# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rooms of the package: each imports only from those before it, for type hints too, and says so."""

from __future__ import annotations

import ast
import pathlib

import pytest

import voximplant_emulator

PACKAGE = pathlib.Path(voximplant_emulator.__file__).parent
NAME = PACKAGE.name
ROOMS = ("state", "api", "server")
TOP = ""
LINES = 300


def modules(directory: pathlib.Path = PACKAGE) -> list[pathlib.Path]:
    """Return every module below a directory."""
    return sorted(directory.rglob("*.py"))


def room_of(parts: tuple[str, ...]) -> str:
    """Return the room of a module, given as its path below the package; the top is a room as well."""
    return parts[0] if parts and parts[0] in ROOMS else TOP


def imported(path: pathlib.Path, package: pathlib.Path = PACKAGE) -> set[tuple[str, ...]]:
    """Return the modules and names of the package that a module imports, anywhere in it, as paths."""
    found = set()
    here = path.relative_to(package).parent.parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [tuple(alias.name.split(".")) for alias in node.names]
            found |= {name[1:] for name in names if name[0] == NAME}
        elif isinstance(node, ast.ImportFrom):
            module = tuple((node.module or "").split(".")) if node.module else ()
            if node.level:
                module = (*here[: len(here) - node.level + 1], *module)
            elif module[0] != NAME:
                continue
            else:
                module = module[1:]
            found |= {(*module, alias.name) for alias in node.names}
    return found


def upward(path: pathlib.Path, package: pathlib.Path = PACKAGE) -> list[str]:
    """Return the imports of a module that go to a room after its own, or out of a room to the top."""
    rooms = (*ROOMS, TOP)
    allowed = rooms[: rooms.index(room_of(path.relative_to(package).parts)) + 1]
    return sorted(".".join(parts) for parts in imported(path, package) if room_of(parts) not in allowed)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_module_when_it_imports_then_only_from_its_room_and_those_before_it(path: pathlib.Path) -> None:
    assert upward(path) == []


def test_modules_when_counted_then_each_room_has_some_and_uses_the_room_before_it() -> None:
    used = {room: {room_of(parts) for path in modules(PACKAGE / room) for parts in imported(path)} for room in ROOMS}
    assert used == {"state": {"state"}, "api": {"state", "api"}, "server": {"state", "api", "server"}}
    assert {path.stem for path in PACKAGE.glob("*.py")} == {"__init__", "cli", "embedded"}


@pytest.mark.parametrize(
    ("room", "line", "expected"),
    [
        ("state", "from ..api import errors", ["api.errors"]),
        ("state", "from ..api.errors import ApiError", ["api.errors.ApiError"]),
        ("state", "if t.TYPE_CHECKING:\n    from ..server.site import Site", ["server.site.Site"]),
        ("state", "import voximplant_emulator.api.call", ["api.call"]),
        ("api/methods", "def late():\n    from ...server import listener", ["server.listener"]),
        ("api", "from .. import embedded", ["embedded"]),
        ("api", "from voximplant_emulator.cli import main", ["cli.main"]),
        ("api/methods", "from ...state import clock\nfrom .. import lookups\nfrom . import rules", []),
        ("server", "from ..state import clock\nimport json", []),
        (".", "from .server import process", []),
    ],
)
def test_import_when_it_goes_up_then_is_found(
    tmp_path: pathlib.Path, room: str, line: str, expected: list[str]
) -> None:
    path = tmp_path / room / "module.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(line, encoding="utf-8")
    assert upward(path, tmp_path) == expected


@pytest.mark.parametrize("room", ROOMS)
def test_room_when_read_then_says_in_a_sentence_what_it_imports(room: str) -> None:
    rule = (ast.get_docstring(ast.parse((PACKAGE / room / "__init__.py").read_text(encoding="utf-8"))) or "").split(
        "\n"
    )
    assert rule[-1].startswith("Imports ")
    assert {name for name in ROOMS if f"`{name}`" in rule[-1]} == set(ROOMS[: ROOMS.index(room)])


def test_modules_when_measured_then_none_has_more_than_300_lines() -> None:
    lengths = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}
    assert {name: length for name, length in lengths.items() if length > LINES} == {}
