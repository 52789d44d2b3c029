# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Contracts of all files: what is documented, and what belongs together. test_rooms.py has those of imports."""

from __future__ import annotations

import ast
import importlib
import pathlib
import re
import typing as t

import pytest
import yaml
from ansible.plugins.loader import fragment_loader
from ansible.utils.plugin_docs import get_docstring

from ansible_collections.voximplant.platform.plugins.plugin_utils._manifest.schema import IGNORABLE, SCHEMA
from ansible_collections.voximplant.platform.tests.repository.imports import (
    PLUGINS,
    ROOT,
    list_sources,
    list_users,
    name_of,
    parse,
)

UTILS = {
    path.relative_to(PLUGINS / "module_utils").with_suffix("").as_posix(): path
    for path in sorted((PLUGINS / "module_utils").rglob("*.py"))
}
MODULES = {path.stem: path for path in sorted((PLUGINS / "modules").glob("*.py"))}
RUN_MODULES = [name for name in MODULES if name != "vox_validate"]  # its action does all of the work
ACTIONS = {path.stem: path for path in sorted((PLUGINS / "action").glob("*.py"))}
SECRETS = {
    "vox_restore": ("user_passwords",),
    "vox_secret": ("secret_value",),
    "vox_session": ("access_url",),
    "vox_sync": ("secret_values", "user_passwords"),
    "vox_user": ("user_password",),
}
PACKAGE = "ansible_collections.voximplant.platform.plugins"
PRIVATE = "# This file is private to the collection: it may change in any release.\n"


def test_ansible_module_when_it_is_imported_then_by_one_util_alone() -> None:
    names = {
        name_of(path)
        for path in list_sources()
        for node in ast.walk(parse(path))
        if isinstance(node, (ast.ImportFrom, ast.Name)) and "AnsibleModule" in ast.unparse(node)
    }
    assert names == {"module_utils/_module/runner"}


def test_requests_when_it_is_imported_then_by_the_utils_of_http_alone() -> None:
    names = ("connections", "http_errors", "transport")
    files = [f"module_utils/_api/{name}" for name in names]
    assert list_users("requests") == files
    assert list_users("urllib3") == files[:2]


def test_check_mode_when_it_is_asked_for_then_in_one_line_for_all_modules() -> None:
    lines = [
        (name_of(path), node.lineno)
        for path in list_sources()
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Attribute) and node.attr == "check_mode"
    ]
    # vox_validate reads no account and has no plan; its action leaves out the files of rendered_dir.
    asked = ["action/vox_validate", "module_utils/_module/runner"]
    assert [name for name, _line in lines] == asked


@pytest.mark.parametrize("path", UTILS.values(), ids=UTILS)
def test_util_when_it_is_opened_then_it_says_that_it_is_private(path: pathlib.Path) -> None:
    assert any(part.startswith("_") for part in path.relative_to(PLUGINS).parts)
    assert PRIVATE in path.read_text(encoding="utf-8").split('"""')[0]


@pytest.mark.parametrize("path", list_sources(), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_source_when_it_runs_with_optimisation_then_no_check_is_lost(path: pathlib.Path) -> None:
    assert [node.lineno for node in ast.walk(parse(path)) if isinstance(node, ast.Assert)] == []


def test_values_when_they_are_dataclasses_then_nobody_can_change_them() -> None:
    decorators = [
        (f"{path.stem}.{node.name}", line)
        for path in list_sources()
        for node in ast.walk(parse(path))
        if isinstance(node, ast.ClassDef)
        for line in map(ast.unparse, node.decorator_list)
        if "dataclass" in line
    ]
    assert "models.Rule" in dict(decorators)
    assert [name for name, line in decorators if "frozen=True" not in line] == []


def test_action_group_when_read_then_it_holds_every_module_and_nothing_else() -> None:
    runtime = yaml.safe_load((ROOT / "meta" / "runtime.yml").read_text(encoding="utf-8"))
    assert list(runtime["action_groups"]) == ["vox"]
    assert runtime["action_groups"]["vox"] == sorted(MODULES)


def test_actions_when_listed_then_they_are_the_modules() -> None:
    assert set(ACTIONS) == set(MODULES)


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


def keys_of(schema: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    """Return the keys of a part of the manifest, each with the keys below it."""
    properties = schema.get("properties") or schema.get("items", {}).get("properties") or {}
    return {name: keys_of(part) for name, part in properties.items()}


def options_of(spec: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    """Return the names of options, each with those below it."""
    return {name: options_of(option.get("options") or {}) for name, option in spec.items()}


def test_manifest_when_compared_with_the_options_of_vox_sync_then_every_key_is_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    keys, options = keys_of(SCHEMA), options_of(arguments_of("vox_sync", monkeypatch)["argument_spec"])
    assert keys.pop("ignore").keys() == set(IGNORABLE) and options["ignore"] == {}  # the action checks its keys
    assert options["scenarios"].pop("script") == {}  # a manifest names files alone
    # Secrets can be names, too.
    assert keys == {name: options[name] for name in keys}
    assert set(keys) == {"substitutions", "scenarios_dir", "scenarios", "applications"}


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
    assert hidden == {"api_key", "session_id", "credentials", *SECRETS.get(name, ())}


@pytest.mark.parametrize("name", RUN_MODULES)
def test_module_when_options_exclude_or_need_each_other_then_all_of_them_exist(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = arguments_of(name, monkeypatch)
    groups = [*arguments["mutually_exclusive"], *arguments["required_one_of"]]
    groups += [(option, *others) for option, others in arguments["required_by"].items()]
    assert {option for group in groups for option in group} <= set(arguments["argument_spec"])
    assert all(len(group) == len(set(group)) > 1 for group in groups)


def test_sections_when_they_are_no_content_then_they_are_made_of_lines() -> None:
    made = re.compile(r"\bDiffSection\((?!.*is_content=True)")
    found = [path.name for path in PLUGINS.rglob("*.py") if made.search(path.read_text(encoding="utf-8"))]
    assert found == []
