# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The variables of the role `deploy` and of the playbooks: every option of the modules, and every connection option."""

from __future__ import annotations

import pathlib
import re
import types
import typing as t

import pytest
import yaml
from ansible.parsing.dataloader import DataLoader
from ansible.plugins.loader import fragment_loader
from ansible.template import Templar, trust_as_template
from ansible.utils.plugin_docs import get_docstring

from ansible_collections.voximplant.platform.plugins.module_utils._module.argument_spec import CONNECTION
from ansible_collections.voximplant.platform.plugins.modules import (
    vox_export,
    vox_restore,
    vox_sync,
    vox_validate,
)

ROOT = pathlib.Path(__file__).resolve().parents[2]
ROLE = ROOT / "roles" / "deploy"
PLAYBOOKS = ROOT / "playbooks"
IN_THE_MANIFEST = {"scenarios", "applications"}
SMOKE_VARIABLES = {"script_custom_data": "custom_data"}
# Not options of a module: what there is to build, where, and the report.
OWN = {"deploy_project_dir", "deploy_build_command", "deploy_report"}
# Of the playbook `validate` alone.
ONLY_VALIDATED = {"rendered_dir"}
# Of the playbooks `validate`, `restore` and `export` alone.
OWN_OF_PLAYBOOKS = {
    *("deploy_rendered_dir", "deploy_backup_file", "restore_force"),
    *("export_update", "export_force", "export_prune", "export_applications", "export_name_contains"),
    *("export_from_voxengine_ci", "export_include_unused"),
}


def read(path: str) -> t.Any:
    return yaml.safe_load((ROLE / path).read_text(encoding="utf-8"))


def without_comments(*paths: pathlib.Path) -> str:
    """Return the text of YAML files without their comments."""
    return re.sub("#.*", "", "".join(path.read_text(encoding="utf-8") for path in paths))


def options(module: types.ModuleType) -> dict[str, t.Any]:
    """The options of a module, those that it shares with others too, but for those of the connection."""
    found: dict[str, t.Any] = get_docstring(str(module.__file__), fragment_loader)[0]["options"]
    return {name: option for name, option in found.items() if name not in CONNECTION}


VARIABLES = read("meta/argument_specs.yml")["argument_specs"]["main"]["options"]


def test_variables_when_compared_with_the_modules_then_every_option_has_one() -> None:
    sync = options(vox_sync)
    smoke = sync.pop("smoke_test")["suboptions"]
    expected = {f"deploy_{option}" for option in sync if option not in IN_THE_MANIFEST}
    expected |= {f"deploy_smoke_{SMOKE_VARIABLES.get(option, option)}" for option in smoke}
    expected |= {f"deploy_{option}" for option in options(vox_validate) if option not in ONLY_VALIDATED}
    expected |= {f"voximplant_{option}" for option in CONNECTION}
    assert set(VARIABLES) == expected | OWN


def test_variables_when_a_survey_leaves_them_blank_then_ansible_does_not_refuse_them() -> None:
    assert {variable["type"] for variable in VARIABLES.values()} == {"raw"}


def test_variables_when_documented_then_they_are_read_and_their_defaults_are_right() -> None:
    code = without_comments(*ROLE.glob("tasks/*"), *ROLE.glob("vars/*"))
    readme = (ROLE / "README.md").read_text(encoding="utf-8")
    connection = read("vars/main.yml")["__deploy_connection_options"]
    read_variables = {*re.findall(r"\bdeploy_\w+", code), *(f"voximplant_{option}" for option in connection)}
    assert set(VARIABLES) <= read_variables
    assert {name for name in VARIABLES if f"`{name}`" not in readme and not name.startswith("voximplant_")} == set()
    defaults = {name: variable["default"] for name, variable in VARIABLES.items() if "default" in variable}
    # A required variable is empty, so that a task refuses it; the argument spec would print all of itself.
    required = {name: "" for name, variable in VARIABLES.items() if variable.get("required")}
    assert read("defaults/main.yml") == {**required, **defaults}


def test_options_when_messages_name_them_then_the_role_knows_their_variables() -> None:
    known = read("vars/main.yml")["__deploy_sync_options"]
    assert set(known) == set(options(vox_sync)) - IN_THE_MANIFEST - {"smoke_test"}


MESSAGES = {
    "argument 'prune_limit' is of type str and we were unable to convert to int: 'x'": "deploy_prune_limit",
    "argument 'timeout' is of type str and we were unable to convert to int: 'x'": "voximplant_timeout",
    "argument 'timeout' is of type str found in 'smoke_test'. and we were unable": "deploy_smoke_timeout",
    "value of state must be one of: present, absent, got: gone": "deploy_state",
    "value of syntax must be one of: check, auto, skip, got: x": "deploy_syntax",
    "ignore has unknown keys: x. The keys are applications.": "deploy_ignore",
    "secret_values.support is not a dictionary.": "deploy_secret_values",
    "typings: Could not find or access '/nowhere'": "deploy_typings",
    "scenario common: the call failed. List its directory in the option src_roots": "deploy_src_roots",
    "application support: SetRuleInfo failed.": "",
    "manifests differ.": "",
    "": "",
}


@pytest.mark.parametrize("message", MESSAGES)
def test_message_when_it_names_an_option_then_the_role_finds_its_variable(message: str) -> None:
    loader = DataLoader()
    variables = loader.load_from_file(str(ROLE / "vars" / "main.yml"), trusted_as_template=True)
    variables |= {"__deploy_validation_failed": False, "__deploy_sync": {"msg": message}}
    templar = Templar(loader, variables=variables)
    assert templar.template(trust_as_template("{{ __deploy_variable }}")) == MESSAGES[message]


@pytest.mark.parametrize("path", sorted(PLAYBOOKS.glob("*.yml")), ids=lambda path: path.stem)
def test_playbook_when_it_reads_variables_then_they_are_those_of_the_role(path: pathlib.Path) -> None:
    found = set(re.findall(r"\b(?:deploy|export|restore|voximplant)_\w+", path.read_text(encoding="utf-8")))
    assert found - set(VARIABLES) - OWN_OF_PLAYBOOKS <= {"voximplant_accounts"}


def test_playbooks_when_a_variable_is_their_own_then_one_reads_it() -> None:
    code = without_comments(*PLAYBOOKS.glob("*.yml"), *ROLE.glob("tasks/*.yml"))
    assert {name for name in OWN_OF_PLAYBOOKS if not re.search(rf"\b{name}\b", code)} == set()


@pytest.mark.parametrize(
    ("path", "module"), [(PLAYBOOKS / "export.yml", vox_export), (ROLE / "tasks" / "restore.yml", vox_restore)]
)
def test_playbook_when_compared_with_its_module_then_every_option_is_set(
    path: pathlib.Path, module: types.ModuleType
) -> None:
    name = f"voximplant.platform.{module.__name__.rpartition('.')[2]}"
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    (given,) = (task[name] for task in document[0].get("tasks", document) if name in task)
    assert set(given) == set(options(module))


def test_role_when_compared_with_vox_sync_then_each_option_has_its_own_variable() -> None:
    name = "voximplant.platform.vox_sync"
    (given,) = (task[name] for task in read("tasks/sync.yml") if name in task)
    assert set(given) == set(options(vox_sync)) - IN_THE_MANIFEST
    assert [option for option, value in given.items() if not re.search(rf"deploy_{option}(_file)?\b", value)] == []


def test_playbooks_when_accounts_are_hosts_then_all_select_and_log_in_to_them_in_the_same_way() -> None:
    plays = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))[0] for path in PLAYBOOKS.glob("*.yml")}
    offline = {name for name, play in plays.items() if play["hosts"] == "localhost"}
    assert offline == {"emulator", "validate"}
    (hosts,) = {play["hosts"] for name, play in plays.items() if name not in offline}
    assert "undef(hint='voximplant_accounts is empty." in hosts
    shared = yaml.safe_load((PLAYBOOKS / "vars" / "connection.yml").read_text(encoding="utf-8"))
    assert shared["__voximplant_options"] == read("vars/main.yml")["__deploy_connection_options"]
    assert set(shared["__voximplant_options"]) == set(CONNECTION)


@pytest.mark.parametrize("path", sorted(ROLE.glob("tasks/*.yml")), ids=lambda path: path.stem)
def test_tasks_of_the_role_when_its_caller_loops_or_has_tags_then_they_use_neither(path: pathlib.Path) -> None:
    """A loop of the caller has the item, and a tag of a single task would let a run leave out the others.

    What is included has to run whatever tags the caller has, since Ansible does not hand them down.
    """
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"\bitem\b|^ *tags:(?! always )", text, re.MULTILINE) == []
    includes = re.findall(r"include_tasks:(.*(?:\n {4,}.*)*)", text)
    assert [include for include in includes if "apply:\n      tags: always " not in include] == []
    loops = [task for task in yaml.safe_load(text) if "loop" in task]
    assert [task for task in loops if not task["loop_control"]["loop_var"].startswith("__deploy_")] == []


def test_syntax_when_the_library_is_missing_then_the_role_goes_on_and_the_execution_environment_has_it() -> None:
    assert (read("defaults/main.yml")["deploy_syntax"], options(vox_validate)["syntax"]["default"]) == ("auto", "check")
    requirements = (ROOT / "meta" / "ee-requirements.txt").read_text(encoding="utf-8")
    assert re.search("^esprima-fork[>=]", requirements, re.MULTILINE)
