# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rooms of the code, from the lowest to the highest: a file imports only its own room and those before it.

The development guide shows the same rooms. This is the only list of them that is not checked against another.
"""

from __future__ import annotations

import ast
import functools
import math
import pathlib
import typing as t

from ansible_collections.voximplant.platform.tests.repository.imports import (
    COLLECTION,
    LOADERS,
    list_imports,
    list_sources,
    module_of,
    parse,
)

SHIPPED = f"{COLLECTION}.plugins"
UTILS = f"{SHIPPED}.module_utils"


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
    f"{UTILS}._api.errors",
    f"{UTILS}._api.option_values",
    f"{UTILS}._api.screen",
    f"{UTILS}._objects.models",
    f"{UTILS}._objects.names",
    f"{UTILS}._objects.resources",
    f"{UTILS}._objects.script",
    *("__future__", "dataclasses", "re", "typing", "urllib.parse"),
}
ALSO = {"repository": {"benchmark"}}  # what directories of tests import besides their own and the shared one


def height(module: str) -> float:
    """Return how high the room of a module is. What is in no room, such as a whole area, is above all of them.

    Files that lie flat are between the first room and the second, and plugin_utils is above module_utils.
    """
    area, *rest = module.removeprefix(f"{SHIPPED}.").split(".")
    if area not in AREAS or not rest:
        return math.inf
    names = [room.name for room in AREAS[area]]
    lower = len(MODULE_ROOMS) if area == "plugin_utils" else 0
    return lower + (names.index(rest[0]) if rest[0] in names else 0.5)


def list_upward_imports(root: pathlib.Path) -> list[str]:
    """List the imports of shared code that go to a higher room, or out of the shared code."""
    return [
        f"{path.relative_to(root / 'plugins')} imports {imported}"
        for path in list_sources(root / "plugins")
        if height(module_of(path, root)) < math.inf
        for imported in sorted(list_imports(path, root))
        if imported.split(".")[0] == "ansible_collections" or imported in LOADERS
        if height(imported) > height(module_of(path, root))
    ]


def list_impurities(root: pathlib.Path) -> list[str]:
    """List what planners import or open that is neither in the list of what is pure nor in their room."""
    return [
        f"{path.name} uses {used}"
        for path in list_sources(root / "plugins" / "module_utils" / "_plan")
        for used in sorted(list_imports(path, root) | ({"open"} & list_names(path)))
        if used not in PURE and not used.startswith(f"{UTILS}._plan.")
    ]


def list_names(path: pathlib.Path) -> set[str]:
    """Return the names that a file uses."""
    return {node.id for node in ast.walk(parse(path)) if isinstance(node, ast.Name)}


def list_foreign_imports(root: pathlib.Path) -> list[str]:
    """List the imports of tests from directories of tests that are not theirs, not shared, and not in ``ALSO``."""
    tests = root / "tests"
    return [
        f"{path.relative_to(tests)} imports {imported}"
        for directory in sorted(tests.iterdir())
        for path in sorted(directory.rglob("*.py"))
        for imported in sorted(list_imports(path, root))
        if (homes := list_homes(imported, tests))
        and not homes & {directory.name, "shared", *ALSO.get(directory.name, ())}
    ]


@functools.cache
def list_homes(module: str, tests: pathlib.Path) -> set[str]:
    """Return the directories of tests that can be meant by a module: by its full name, or by its name in sys.path."""
    if f"{COLLECTION}.tests.".startswith(f"{module}."):
        return {"tests"}
    if module.startswith(f"{COLLECTION}.tests."):
        return {module.split(".")[4]}
    name = module.split(".", maxsplit=1)[0]
    return {path.parent.name for path in tests.glob(f"*/{name}*") if path.name in (name, f"{name}.py")}
