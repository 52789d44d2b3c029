# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Actions: the connection options of all of them mean the same, and a script is a string."""

from __future__ import annotations

import datetime
import importlib
import json
import pathlib
import types
import typing as t

import pytest
import yaml
from ansible.errors import AnsibleActionFail
from ansible.parsing.dataloader import DataLoader

from ansible_collections.voximplant.platform.plugins.action import vox_restore, vox_scenario
from ansible_collections.voximplant.platform.plugins.module_utils._module.account_spec import (
    OBJECTS,
    ROLLBACK,
    SCOPE,
    VALUES,
)
from ansible_collections.voximplant.platform.plugins.module_utils._module.argument_spec import CONNECTION, PROJECT
from ansible_collections.voximplant.platform.plugins.plugin_utils._controller import in_process

KEY = {"account_id": 7, "key_id": "kid-1", "private_key": "-----BEGIN PRIVATE KEY-----\ns3cret\n"}
ACTIONS = sorted(pathlib.Path(vox_restore.__file__).parent.glob("vox_*.py"))
SHARED = (*CONNECTION, *PROJECT, *OBJECTS, *SCOPE, *ROLLBACK, *VALUES)

ODD: tuple[t.Any, ...] = (True, 5, 1.5, "", "x", [], [True], ["x"], [[]], [{}], [{"name": [1]}], {}, {"a": 1}, {1: {}})


class Action:
    """An action with options and files, which only says what its module would get."""

    def __init__(self, directory: pathlib.Path, **options: t.Any) -> None:
        self._task = types.SimpleNamespace(
            args=options, action="voximplant.platform.vox", name="", no_log=False, check_mode=True, async_val=0
        )
        self._base = directory
        self._loader = DataLoader()
        self._connection = types.SimpleNamespace(transport="local")
        self.given: dict[str, t.Any] = {}

    def _find_needle(self, dirname: str, needle: str) -> str:
        return str(self._base / dirname / needle)

    def run_here(
        self, main: t.Any, task_vars: t.Any, arguments: t.Mapping[str, t.Any] | None = None
    ) -> dict[str, t.Any]:
        """Keep the module's arguments."""
        self.given = dict(arguments or {})
        return {}


def action_of(name: str, directory: pathlib.Path, **options: t.Any) -> t.Any:
    """Make the action of a module with these options."""
    real = importlib.import_module(f"{vox_restore.__package__}.{name}").ActionModule
    return type(name, (Action, real), {})(directory, **options)


@pytest.mark.parametrize("options", [{"credentials_file": "key.json"}, {"credentials": KEY}])
def test_restore_when_it_gets_a_key_then_its_module_gets_it_as_those_of_others_do(
    tmp_path: pathlib.Path, options: dict[str, t.Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "key.json").write_text(json.dumps(KEY), encoding="utf-8")
    action = action_of("vox_restore", tmp_path, backup_file="/backups/1.json", ca_path=None, **options)
    action.produce({})
    assert action.given == {"backup_file": "/backups/1.json", "credentials": json.dumps(KEY)}


@pytest.mark.parametrize("option", vox_scenario.SCRIPT_OPTIONS)
@pytest.mark.parametrize(("script", "kind"), [({"a": 1}, "dictionary"), ([], "list"), (7, "number")])
def test_scenario_when_a_template_makes_no_string_of_the_script_then_the_option_is_named(
    option: str, script: t.Any, kind: str
) -> None:
    action = object.__new__(vox_scenario.ActionModule)
    action._task = types.SimpleNamespace(args={"name": "inbound", option: script}, action="vox_scenario")
    action._connection = types.SimpleNamespace(transport="local")
    with pytest.raises(AnsibleActionFail, match=f"^{option} must be a string, not a {kind}\\. "):
        action.arguments()


@pytest.mark.parametrize("path", ACTIONS, ids=lambda path: path.stem)
def test_action_when_it_calls_the_platform_then_its_options_go_the_way_of_all_others(path: pathlib.Path) -> None:
    assert "_task.args" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "name", ["vox_export", "vox_restore", "vox_scenario", "vox_session", "vox_sync", "vox_validate"]
)
def test_action_when_an_option_has_another_type_then_there_is_no_traceback_and_a_failure_names_the_option(
    name: str, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = importlib.import_module(f"{vox_restore.__package__.replace('action', 'modules')}.{name}")
    usual = {"scenarios_dir": str(tmp_path)} if name == "vox_validate" else {"dest": str(tmp_path), "scenarios": []}
    for option in (*SHARED, *yaml.safe_load(module.DOCUMENTATION).get("options", ())):
        for value in ODD:
            action = action_of(name, tmp_path, **{**usual, option: value})
            try:
                action.arguments() if name == "vox_scenario" else action.produce({})
            except AnsibleActionFail as error:
                assert option in str(error), (option, value)


@pytest.mark.parametrize(
    ("name", "option", "options"),
    [
        ("vox_export", "update", {"update": True, "dest": "{}"}),
        ("vox_validate", "typings", {"typings": "{}/voximplant.yml", "scenarios_dir": "{}"}),
    ],
)
def test_action_when_a_file_cannot_be_read_then_the_failure_names_the_option(
    name: str, option: str, options: dict[str, t.Any], tmp_path: pathlib.Path
) -> None:
    path = tmp_path / "voximplant.yml"
    path.write_bytes(b"caf\xe9: 1\n")
    given = {key: value.format(tmp_path) if isinstance(value, str) else value for key, value in options.items()}
    with pytest.raises(AnsibleActionFail) as caught:
        action_of(name, tmp_path, **given).produce({})
    assert str(caught.value) == f"{option}: {path} is not UTF-8: byte 3 cannot be read. Nothing was sent."


def test_validate_when_a_path_is_a_list_then_it_is_refused(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vox_restore.InProcessAction.__base__, "run", lambda *_arguments: {})
    result = action_of("vox_validate", tmp_path, scenarios_dir=str(tmp_path), rendered_dir=["a"]).run(None, {})
    assert (result["failed"], result["msg"].split(". ")[0]) == (True, "rendered_dir must be a string, not a list")


@pytest.mark.parametrize("name", ["vox_sync", "vox_validate"])
def test_project_when_ansible_core_gives_values_of_its_own_then_validation_reads_them_as_a_deployment_does(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Before 2.19, inline values of vaults are such values too."""
    monkeypatch.setattr(in_process, "_PROFILES", ())
    monkeypatch.setattr(vox_restore.InProcessAction.__base__, "run", lambda *_arguments: {})
    (tmp_path / "a.js").write_text("// __DAY__")
    options = {"scenarios_dir": str(tmp_path), "substitutions": {"__DAY__": datetime.date(2026, 11, 20)}}
    action = action_of(name, tmp_path, **options)
    result = action.run(None, {})
    expected = {"mistakes": [], "warnings": [], "changed": False} if name == "vox_validate" else {}
    assert result == expected
    assert name == "vox_validate" or [row["script"] for row in action.given["scenarios"]] == ["// 2026-11-20"]


@pytest.mark.parametrize("substitutions", [{"__A__": "1"}, '{"__A__": "1"}', "__A__=1"])
def test_validate_when_substitutions_are_text_then_the_command_sees_the_script_that_would_be_sent(
    tmp_path: pathlib.Path, substitutions: t.Any
) -> None:
    options = {"scenario_name": "a", "script": "// __A__", "substitutions": substitutions}
    action = action_of("vox_scenario", tmp_path, validate="grep -qx '// 1' %s", **options)
    assert action.arguments() == options
    with pytest.raises(AnsibleActionFail, match="validate ended with 1"):
        action_of("vox_scenario", tmp_path, validate="grep __A__ %s", **options).arguments()
    with pytest.raises(AnsibleActionFail, match="substitutions is not a dictionary"):
        action_of("vox_scenario", tmp_path, **{**options, "validate": "true %s", "substitutions": ["a"]}).arguments()
