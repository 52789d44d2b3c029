# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Read what the files of the plugins and of the tests import."""

from __future__ import annotations

import ast
import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
PLUGINS = ROOT / "plugins"
COLLECTION = "ansible_collections.voximplant.platform"
LOADERS = {"import_module", "__import__", "resolve_name", "run_module", "run_path", "exec_module", "exec", "eval"}


def parse(path: pathlib.Path) -> ast.Module:
    """Parse a file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def list_sources(plugins: pathlib.Path = PLUGINS) -> list[pathlib.Path]:
    """List all Python files of the plugins."""
    return sorted(plugins.rglob("*.py"))


def list_imports(path: pathlib.Path, root: pathlib.Path = ROOT) -> set[str]:
    """Return the modules that a file imports, anywhere in it and also for types alone.

    A name imported from a directory of the collection is a module of it. ``import a.b`` without an alias makes all of
    ``a`` available, so it is ``a``. Code that can load any module is the name of its function, such as ``exec``.
    """
    tree = parse(path)
    package = module_of(path, root).split(".")[:-1]
    arguments = {id(node.func): node.args for node in ast.walk(tree) if isinstance(node, ast.Call)}
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(alias.name if alias.asname else alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) + 1 - node.level] if node.level else []
            module = ".".join([*above, *([node.module] if node.module else [])])
            found.update(_imported(module, alias.name, root) for alias in node.names)
        elif isinstance(node, (ast.Attribute, ast.Name)):
            name = node.attr if isinstance(node, ast.Attribute) else node.id
            if name in LOADERS:
                found.add(_loaded(name, arguments.get(id(node), [])))
    return found


def _imported(module: str, name: str, root: pathlib.Path) -> str:
    """Return the module that an import of a name from a module is of."""
    if name in LOADERS:
        return name
    parts = module.split(".")
    is_file = root.joinpath(*parts[COLLECTION.count(".") + 1 :]).with_suffix(".py").is_file()
    return f"{module}.{name}" if f"{module}.".startswith(f"{COLLECTION}.") and not is_file and name != "*" else module


def _loaded(loader: str, arguments: list[ast.expr]) -> str:
    """Return the module that ``import_module`` is called with, if it is written there, or else the loader."""
    module = arguments[0].value if arguments and isinstance(arguments[0], ast.Constant) else None
    is_absolute = isinstance(module, str) and not module.startswith(".")
    return str(module) if loader == "import_module" and is_absolute else loader


def list_users(library: str) -> list[str]:
    """List the files of the plugins that import a library, by their path without its ending."""
    return [name_of(path) for path in list_sources() if library in {name.split(".")[0] for name in list_imports(path)}]


def name_of(path: pathlib.Path) -> str:
    """Return the path of a file below the plugins without its ending."""
    return path.relative_to(PLUGINS).with_suffix("").as_posix()


def module_of(path: pathlib.Path, root: pathlib.Path = ROOT) -> str:
    """Return the name that a file of the collection is imported by."""
    return ".".join([COLLECTION, *path.relative_to(root).with_suffix("").parts])
