# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What every file of the collection keeps to: who imports whom, what is documented, what belongs together."""

from __future__ import annotations

import ast
import importlib
import pathlib
import sys
import typing as t

import pytest
import yaml
from ansible.plugins.loader import fragment_loader
from ansible.utils.plugin_docs import get_docstring

ROOT = pathlib.Path(__file__).resolve().parents[2]
PLUGINS = ROOT / "plugins"
UTILS = {
    path.relative_to(PLUGINS / "module_utils").with_suffix("").as_posix(): path
    for path in sorted((PLUGINS / "module_utils").rglob("*.py"))
}
MODULES = {path.stem: path for path in sorted((PLUGINS / "modules").glob("*.py"))}
RUN_MODULES = [name for name in MODULES if name != "vox_validate"]  # its action does all of the work
ACTIONS = {path.stem: path for path in sorted((PLUGINS / "action").glob("*.py"))}
PACKAGE = "ansible_collections.voximplant.platform.plugins"
PRIVATE = "# This file is private to the collection: it may change in any release.\n"

# A room imports, also for types alone, only itself and the rooms before it; a file that lies flat imports `_api` alone.
ROOMS = ("_api", "_objects", "_plan", "_apply", "_account", "_export", "_module")
CONTROLLER_ROOMS = ("_controller", "_manifest", "_validate", "_account_map")
MAX_FLAT_FILES = 3
PURE = ("_api/errors", "_objects/models", "_objects/script")  # what planners may import beside each other


def parsed(path: pathlib.Path) -> ast.Module:
    """Parse a file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def imports_of(path: pathlib.Path) -> set[str]:
    """Return what a file imports, for types alone too: files of the plugins by their path, others by their package."""
    found: set[str] = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            found.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = (node.module or "").split(".") if node.module else []
            if not node.level:
                found.add(module[0])
                continue
            base = path.parents[node.level - 1].joinpath(*module)
            files = [base] if base.with_suffix(".py").is_file() else [base / alias.name for alias in node.names]
            found.update(file.relative_to(PLUGINS).as_posix() for file in files)
    return found


def room_of(name: str) -> tuple[str, str]:
    """Split the path of a util into its area and its room; the room of a flat file is empty."""
    area, *rest = name.split("/")
    return area, rest[0] if len(rest) > 1 else ""


def sources() -> list[pathlib.Path]:
    """All Python files of the plugins."""
    return sorted(PLUGINS.rglob("*.py"))


def users_of(library: str) -> list[str]:
    """The files of the plugins that import a library."""
    return [path.stem for path in sources() if library in imports_of(path)]


@pytest.mark.parametrize("name", UTILS)
def test_util_when_it_imports_then_only_from_its_own_room_and_those_before_it(name: str) -> None:
    own = name.split("/", maxsplit=1)[0] if "/" in name else ""
    allowed = {"", *ROOMS[: ROOMS.index(own) + 1]} if own else {"", "_api"}
    imported = {
        room_of(found) for found in imports_of(UTILS[name]) if found.startswith(("module_utils/", "plugin_utils/"))
    }
    assert imported <= {("module_utils", room) for room in allowed}


def test_controller_utils_when_they_import_then_only_from_rooms_before_them() -> None:
    upward = [
        (path.name, found)
        for number, room in enumerate(CONTROLLER_ROOMS)
        for path in (PLUGINS / "plugin_utils" / room).glob("*.py")
        for found in imports_of(path)
        if room_of(found) in {("plugin_utils", later) for later in CONTROLLER_ROOMS[number + 1 :]}
    ]
    assert upward == []


def test_rooms_when_listed_then_every_util_has_one_and_few_lie_flat() -> None:
    rooms = {name.split("/")[0] for name in UTILS if "/" in name}
    assert rooms == set(ROOMS)
    assert len([name for name in UTILS if "/" not in name]) <= MAX_FLAT_FILES
    assert {path.parent.name for path in (PLUGINS / "plugin_utils").rglob("*.py")} == set(CONTROLLER_ROOMS)


@pytest.mark.parametrize("name", [name for name in UTILS if name.startswith("_plan/")])
def test_planner_when_it_imports_then_only_values_errors_and_the_standard_library(name: str) -> None:
    pure = {f"module_utils/{found}" for found in UTILS if found in PURE or found.startswith("_plan/")}
    imported = imports_of(UTILS[name])
    assert {found for found in imported if "/" in found} <= pure
    assert {found for found in imported if "/" not in found} <= sys.stdlib_module_names - {"socket"}


def test_ansible_module_when_it_is_imported_then_by_one_util_alone() -> None:
    names = {
        path.stem
        for path in sources()
        for node in ast.walk(parsed(path))
        if isinstance(node, (ast.ImportFrom, ast.Name)) and "AnsibleModule" in ast.unparse(node)
    }
    assert names == {"runner"}


def test_requests_when_it_is_imported_then_by_the_utils_of_http_alone() -> None:
    assert users_of("requests") == users_of("urllib3") == ["connections", "transport"]


def test_check_mode_when_it_is_asked_for_then_in_one_line_for_all_modules() -> None:
    lines = [
        (path.stem, node.lineno)
        for path in sources()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute) and node.attr == "check_mode"
    ]
    assert [name for name, _line in lines] == ["vox_validate", "runner"]  # the first one has no code in a module


@pytest.mark.parametrize("path", UTILS.values(), ids=UTILS)
def test_util_when_it_is_opened_then_it_says_that_it_is_private(path: pathlib.Path) -> None:
    assert any(part.startswith("_") for part in path.relative_to(PLUGINS).parts)
    assert PRIVATE in path.read_text(encoding="utf-8").split('"""')[0]


@pytest.mark.parametrize("path", sources(), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_source_when_it_runs_with_optimisation_then_no_check_is_lost(path: pathlib.Path) -> None:
    assert [node.lineno for node in ast.walk(parsed(path)) if isinstance(node, ast.Assert)] == []


def test_values_when_they_are_dataclasses_then_nobody_can_change_them() -> None:
    decorated = {
        node.name: {ast.unparse(decorator) for decorator in node.decorator_list}
        for path in sources()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ClassDef)
    }
    values = {name: lines for name, lines in decorated.items() if "dataclass" in str(lines)}
    changeable = {name for name, lines in values.items() if not any("frozen=True" in line for line in lines)}
    assert {name for name in changeable if not name.startswith("_")} == set()
    assert len(values) > len(changeable)


def test_action_group_when_read_then_it_holds_every_module_and_nothing_else() -> None:
    runtime = yaml.safe_load((ROOT / "meta" / "runtime.yml").read_text(encoding="utf-8"))
    assert list(runtime["action_groups"]) == ["vox"]
    assert runtime["action_groups"]["vox"] == sorted(MODULES)


def test_action_when_it_exists_then_there_is_a_module_of_its_name() -> None:
    assert set(ACTIONS) <= set(MODULES)
    assert set(ACTIONS) >= {"vox_scenario", "vox_session"}


def test_integration_targets_when_listed_then_they_are_the_modules() -> None:
    targets = {path.name for path in (ROOT / "tests" / "integration" / "targets").iterdir() if path.is_dir()}
    assert targets - {"setup_emulator"} == set(MODULES)


class _Captured(Exception):
    """Carries what a module gives to AnsibleModule."""

    def __init__(self, **arguments: t.Any) -> None:
        super().__init__("captured")
        self.arguments = arguments


def arguments_of(name: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, t.Any]:
    """What a module gives to AnsibleModule."""
    module = importlib.import_module(f"{PACKAGE}.modules.{name}")
    monkeypatch.setattr(f"{PACKAGE}.module_utils._module.runner.BriefModule", _raise)
    with pytest.raises(_Captured) as caught:
        module.main()
    return caught.value.arguments


def _raise(**arguments: t.Any) -> t.NoReturn:
    raise _Captured(**arguments)


def comparable(options: t.Mapping[str, t.Any], nested: str) -> dict[str, t.Any]:
    """What documentation and argument spec have in common.

    :arg nested: the key of the options of an option
    """
    return {
        name: {
            "type": option.get("type", "str"),
            "elements": option.get("elements"),
            "required": bool(option.get("required", False)),
            "default": option.get("default"),
            "choices": sorted(option.get("choices") or ()),
            "aliases": sorted(option.get("aliases") or ()),
            "options": comparable(option.get(nested) or {}, nested),
        }
        for name, option in options.items()
    }


@pytest.mark.parametrize("name", RUN_MODULES)
def test_documentation_when_compared_with_the_argument_spec_then_every_option_is_the_same(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    documentation = get_docstring(str(MODULES[name]), fragment_loader)[0]
    arguments = arguments_of(name, monkeypatch)
    assert comparable(documentation["options"], "suboptions") == comparable(arguments["argument_spec"], "options")
    assert documentation["module"] == name


def test_documentation_when_an_action_does_all_of_the_work_then_it_describes_the_actions_options() -> None:
    documentation = get_docstring(str(MODULES["vox_validate"]), fragment_loader)[0]
    action = importlib.import_module(f"{PACKAGE}.action.vox_validate")
    assert comparable(documentation["options"], "suboptions") == comparable(action.OPTIONS, "options")


@pytest.mark.parametrize("name", RUN_MODULES)
def test_module_when_it_runs_then_it_supports_check_mode_and_hides_secrets(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = arguments_of(name, monkeypatch)
    assert arguments["supports_check_mode"] is True
    hidden = {option for option, spec in arguments["argument_spec"].items() if spec.get("no_log")}
    assert {"api_key", "session_id", "credentials"} <= hidden


@pytest.mark.parametrize("name", RUN_MODULES)
def test_module_when_options_exclude_or_need_each_other_then_all_of_them_exist(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = arguments_of(name, monkeypatch)
    groups = [*arguments["mutually_exclusive"], *arguments["required_one_of"]]
    groups += [(option, *others) for option, others in arguments["required_by"].items()]
    assert {option for group in groups for option in group} <= set(arguments["argument_spec"])
    assert all(len(group) == len(set(group)) > 1 for group in groups)
