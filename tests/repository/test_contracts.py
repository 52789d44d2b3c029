# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What every file of the collection keeps to: who imports whom, what is documented, what belongs together."""

from __future__ import annotations

import ast
import importlib
import pathlib
import typing as t

import pytest
import yaml
from ansible.plugins.loader import fragment_loader
from ansible.utils.plugin_docs import get_docstring

ROOT = pathlib.Path(__file__).resolve().parents[2]
PLUGINS = ROOT / "plugins"
UTILS = {path.stem: path for path in sorted((PLUGINS / "module_utils").glob("*.py")) if path.stem != "__init__"}
MODULES = {path.stem: path for path in sorted((PLUGINS / "modules").glob("*.py"))}
ACTIONS = {path.stem: path for path in sorted((PLUGINS / "action").glob("*.py"))}
PACKAGE = "ansible_collections.voximplant.platform.plugins"
PRIVATE = "# This file is private to the collection: it may change in any release.\n"

# Each util imports, when it runs, only utils that come before it.
LAYERS = {
    "errors": ("_error_advice", "_errors"),
    "client": ("_wire", "_http", "_retry", "_pace", "_auth", "_envelope", "_client"),
    "values": ("_plan", "_models", "_text", "_identity", "_file_names", "_listing", "_side_by_side"),
    "platform": ("_applications", "_scenarios", "_rules", "_sessions"),
    "planners": (
        "_plan_scenario",
        "_plan_binding",
        "_plan_session",
        "_plan_rule",
        "_plan_application",
        "_account",
        "_declared",
        "_drift",
        "_prune",
        "_plan_account",
        "_export",
        "_plan_export",
    ),
    "engine": (
        "_writes",
        "_gather",
        "_local_files",
        "_text_cache",
        "_gather_account",
        "_gather_export",
        "_voxengine_ci",
        "_confirm",
        "_confirm_account",
        "_flow",
    ),
    "glue": ("_argspec", "_module"),
}
ORDER = [name for names in LAYERS.values() for name in names]
IMPURE = {"_client", "_http", "_wire", "requests", "urllib3", "ansible", "socket"}


class _Imports(ast.NodeVisitor):
    """Collects what a file imports when it runs: relative names as they are, others by their first part."""

    def __init__(self) -> None:
        self.found: set[str] = set()

    def visit_If(self, node: ast.If) -> None:
        """Pass over what only type checkers see."""
        if ast.unparse(node.test) != "t.TYPE_CHECKING":
            self.generic_visit(node)

    def visit_Import(self, node: ast.Import) -> None:
        """Take in the packages."""
        self.found.update(alias.name.split(".")[0] for alias in node.names)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        """Take in the package, or the util."""
        if node.level and node.module is None:
            self.found.update(alias.name for alias in node.names)
        else:
            parts = (node.module or "").split(".")
            self.found.add(parts[-1] if node.level else parts[0])


def parsed(path: pathlib.Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def imports_of(path: pathlib.Path) -> set[str]:
    """What a file imports when it runs."""
    visitor = _Imports()
    visitor.visit(parsed(path))
    return visitor.found


def reached_from(name: str) -> set[str]:
    """What a util imports, and what that imports, and so on."""
    reached: set[str] = set()
    waiting = [name]
    while waiting:
        new = imports_of(UTILS[waiting.pop()]) - reached
        reached |= new
        waiting += [one for one in new if one in UTILS]
    return reached


def sources() -> list[pathlib.Path]:
    """All Python files of the plugins."""
    return sorted(PLUGINS.rglob("*.py"))


def users_of(library: str) -> list[str]:
    """The files of the plugins that import a library."""
    return [path.stem for path in sources() if library in imports_of(path)]


def test_layers_when_utils_are_listed_then_each_is_in_one_layer() -> None:
    assert sorted(ORDER) == sorted(UTILS)


@pytest.mark.parametrize("name", ORDER)
def test_util_when_it_runs_then_it_imports_only_utils_below_it(name: str) -> None:
    below = set(ORDER[: ORDER.index(name)])
    assert imports_of(UTILS[name]) & set(UTILS) <= below


@pytest.mark.parametrize("name", [*LAYERS["values"], *LAYERS["planners"]])
def test_planner_when_it_runs_then_neither_network_nor_ansible_is_within_reach(name: str) -> None:
    assert reached_from(name) & IMPURE == set()


@pytest.mark.parametrize("name", LAYERS["client"])
def test_client_when_it_runs_then_it_knows_nothing_about_scenarios_nor_ansible(name: str) -> None:
    above = {one for layer, names in LAYERS.items() if layer not in ("errors", "client") for one in names}
    assert reached_from(name) & (above | {"ansible"}) == set()


def test_ansible_module_when_it_is_imported_then_by_one_util_alone() -> None:
    names = {
        path.stem
        for path in sources()
        for node in ast.walk(parsed(path))
        if isinstance(node, (ast.ImportFrom, ast.Name)) and "AnsibleModule" in ast.unparse(node)
    }
    assert names == {"_module"}


def test_requests_when_it_is_imported_then_by_the_utils_of_http_alone() -> None:
    assert users_of("requests") == users_of("urllib3") == ["_http", "_wire"]


def test_check_mode_when_it_is_asked_for_then_in_one_line_alone() -> None:
    lines = [
        (path.stem, node.lineno)
        for path in sources()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute) and node.attr == "check_mode"
    ]
    assert [name for name, _line in lines] == ["_module"]


@pytest.mark.parametrize("path", UTILS.values(), ids=UTILS)
def test_util_when_it_is_opened_then_it_says_that_it_is_private(path: pathlib.Path) -> None:
    assert path.name.startswith("_")
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
    monkeypatch.setattr(f"{PACKAGE}.module_utils._module.BriefModule", _raise)
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


@pytest.mark.parametrize("name", MODULES)
def test_documentation_when_compared_with_the_argument_spec_then_every_option_is_the_same(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    documentation = get_docstring(str(MODULES[name]), fragment_loader)[0]
    arguments = arguments_of(name, monkeypatch)
    assert comparable(documentation["options"], "suboptions") == comparable(arguments["argument_spec"], "options")
    assert documentation["module"] == name


@pytest.mark.parametrize("name", MODULES)
def test_module_when_it_runs_then_it_supports_check_mode_and_hides_secrets(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = arguments_of(name, monkeypatch)
    assert arguments["supports_check_mode"] is True
    hidden = {option for option, spec in arguments["argument_spec"].items() if spec.get("no_log")}
    assert {"api_key", "session_id", "credentials"} <= hidden


@pytest.mark.parametrize("name", MODULES)
def test_module_when_options_exclude_or_need_each_other_then_all_of_them_exist(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = arguments_of(name, monkeypatch)
    groups = [*arguments["mutually_exclusive"], *arguments["required_one_of"]]
    groups += [(option, *others) for option, others in arguments["required_by"].items()]
    assert {option for group in groups for option in group} <= set(arguments["argument_spec"])
    assert all(len(group) == len(set(group)) > 1 for group in groups)
