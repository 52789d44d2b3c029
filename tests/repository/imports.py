# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Read what the files of the plugins import."""

from __future__ import annotations

import ast
import pathlib
import typing as t

ROOT = pathlib.Path(__file__).resolve().parents[2]
PLUGINS = ROOT / "plugins"
PACKAGE = ["ansible_collections", "voximplant", "platform", "plugins"]


def parse(path: pathlib.Path) -> ast.Module:
    """Parse a file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def list_sources(plugins: pathlib.Path = PLUGINS) -> list[pathlib.Path]:
    """List all Python files of the plugins."""
    return sorted(plugins.rglob("*.py"))


def list_imports(path: pathlib.Path, plugins: pathlib.Path = PLUGINS) -> set[str]:
    """Return what a file imports, anywhere in it and also for types alone.

    Files of the plugins are returned by their path, such as ``module_utils/_api/client``, others by their module.
    """
    found: set[str] = set()
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                found.update(_name(plugins, alias.name.split(".")))
        elif isinstance(node, ast.ImportFrom):
            module = node.module.split(".") if node.module else []
            if node.level:
                module = [*PACKAGE, *path.parents[node.level - 1].relative_to(plugins).parts, *module]
            found.update(_name(plugins, module, [alias.name for alias in node.names]))
    return found


def _name(plugins: pathlib.Path, module: list[str], names: t.Iterable[str] = ()) -> t.Iterator[str]:
    """Name the files of an import, or its module. A name imported from a directory is a file of it."""
    if module[: len(PACKAGE)] != PACKAGE:
        yield ".".join(module)
        return
    parts = module[len(PACKAGE) :]
    if plugins.joinpath(*parts).with_suffix(".py").is_file():
        yield "/".join(parts)
    else:
        yield from ("/".join([*parts, name]) for name in names)


def list_users(library: str) -> list[str]:
    """List the files of the plugins that import a library, by their path without its ending."""
    return [name_of(path) for path in list_sources() if library in {name.split(".")[0] for name in list_imports(path)}]


def name_of(path: pathlib.Path, plugins: pathlib.Path = PLUGINS) -> str:
    """Return the path of a file below the plugins without its ending."""
    return path.relative_to(plugins).with_suffix("").as_posix()
