# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The variables of the role `deploy`: every option of the module that it runs, and every connection option."""

from __future__ import annotations

import pathlib
import re
import types
import typing as t

import yaml
from ansible.plugins.loader import fragment_loader
from ansible.utils.plugin_docs import get_docstring

from ansible_collections.voximplant.platform.plugins.module_utils._module.argument_spec import CONNECTION
from ansible_collections.voximplant.platform.plugins.modules import vox_sync, vox_validate

ROLE = pathlib.Path(__file__).resolve().parents[2] / "roles" / "deploy"
IN_THE_MANIFEST = {"scenarios", "applications"}
SMOKE_VARIABLES = {"script_custom_data": "custom_data"}
# Not options of a module: what there is to build, where, and the report.
OWN = {"deploy_project_dir", "deploy_build_command", "deploy_report"}
# Of the playbook `validate` alone.
ONLY_VALIDATED = {"rendered_dir"}


def read(path: str) -> t.Any:
    return yaml.safe_load((ROLE / path).read_text(encoding="utf-8"))


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
    code = "".join(
        path.read_text(encoding="utf-8") for folder in ("tasks", "vars") for path in (ROLE / folder).glob("*")
    )
    readme = (ROLE / "README.md").read_text(encoding="utf-8")
    connection = read("vars/main.yml")["__deploy_connection_options"]
    read_variables = {*re.findall(r"\bdeploy_\w+", code), *(f"voximplant_{option}" for option in connection)}
    assert set(VARIABLES) <= read_variables
    assert {name for name in VARIABLES if f"`{name}`" not in readme and not name.startswith("voximplant_")} == set()
    defaults = {name: variable["default"] for name, variable in VARIABLES.items() if "default" in variable}
    assert read("defaults/main.yml") == defaults


def test_options_when_messages_name_them_then_the_role_knows_their_variables() -> None:
    known = read("vars/main.yml")["__deploy_sync_options"]
    assert set(known) == set(options(vox_sync)) - IN_THE_MANIFEST - {"smoke_test"}
