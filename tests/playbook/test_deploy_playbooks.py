# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbooks `.deploy`, `.drift` and `.export` of the installed collection, against the emulator."""

from __future__ import annotations

import json
import os
import pathlib
import re
import subprocess
import sys

import pytest

from harness import accounts, own_emulator
from harness.deployments import MISSING, occupied, rule, write_project
from harness.plays import HOSTS, Controller, check_calm
from voximplant_emulator import Emulator

controller = own_emulator.controller
emulator = own_emulator.emulator

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROJECT = ("-e", "deploy_project_dir=project")
PLAYBOOKS = ("deploy", "drift", "export")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """Install the collection as users do, and return the directory that holds it."""
    directory = tmp_path_factory.mktemp("installed")
    galaxy = [str(pathlib.Path(sys.executable).with_name("ansible-galaxy")), "collection"]
    environment = {**os.environ, "ANSIBLE_HOME": str(directory / "home"), "ANSIBLE_COLLECTIONS_PATH": str(directory)}
    build = [*galaxy, "build", str(ROOT), "--output-path", str(directory)]
    subprocess.run(build, check=True, capture_output=True, env=environment)
    (archive,) = directory.glob("*.tar.gz")
    install = [*galaxy, "install", "--offline", str(archive), "--collections-path", str(directory)]
    subprocess.run(install, check=True, capture_output=True, env=environment)
    return directory


class Machine:
    """A machine with the installed collection, in the project's parent directory."""

    def __init__(self, controller: Controller, installed: pathlib.Path) -> None:
        self.controller = controller
        self._installed = installed

    def play(self, playbook: str, *options: str, fails: bool = False, login: bool = True, warning: str = "") -> str:
        """Run a playbook and return its output.

        :arg warning: part of the one warning that has to come
        :arg login: credentials are in the environment
        """
        emulator, home = self.controller.emulator, str(self._installed / "home")
        credentials = {"VOXIMPLANT_API_URL": emulator.api_url, "VOXIMPLANT_CREDENTIALS": emulator.credentials_file}
        done = subprocess.run(
            [
                str(pathlib.Path(sys.executable).with_name("ansible-playbook")),
                f"voximplant.platform.{playbook}",
                *options,
            ],
            cwd=self.controller.folder,
            env={
                "ANSIBLE_COLLECTIONS_PATH": str(self._installed),
                "ANSIBLE_HOME": home,
                "ANSIBLE_INVENTORY": str(self.controller.folder / "inventory"),
                "ANSIBLE_NOCOLOR": "1",
                "HOME": home,
                "LC_ALL": "C.UTF-8",
                "PATH": os.environ["PATH"],
                **(credentials if login else {}),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        check_calm(done.stdout, [warning] if warning else [])
        assert (done.returncode != 0) is fails, done.stdout
        return done.stdout


@pytest.fixture
def machine(controller: Controller, installed: pathlib.Path) -> Machine:
    """Return a machine with the installed collection."""
    return Machine(controller, installed)


def test_playbooks_when_installed_then_they_deploy_report_and_put_right(machine: Machine, emulator: Emulator) -> None:
    write_project(machine.controller, {"common": "// a\n"}, [rule("first", "common"), rule("second", "common")])
    machine.play("deploy", *PROJECT)
    (application,) = emulator.state()["applications"]
    first, second = (row["rule_id"] for row in application["rules"])
    emulator.call("SetScenarioInfo", required_scenario_name="common", scenario_script="// console\n")
    emulator.call("ReorderRules", rule_id=[second, first])
    emulator.call("SetRuleInfo", rule_id=second, rule_pattern="3.*")
    writes = emulator.journal(write=True)

    shown = machine.play("drift", *PROJECT, "-e", "deploy_on_drift=fix deploy_expected_plan=1-0 deploy_atomic=")
    strict = machine.play("drift", *PROJECT, "-e", "deploy_on_drift=fail", "--diff", fails=True)

    mistyped = machine.play("drift", *PROJECT, "-e", "deploy_on_drift=Fail", fails=True)

    assert emulator.journal(write=True) == writes
    assert "deploy_on_drift must be fix, report, or fail, not Fail." in mistyped
    for line in (
        "~ application support  order second, first -> first, second",
        "~ scenario common  +1 -1 lines",
        f"~ rule support/second  pattern 3.* -> {rule('second')['pattern']}",
    ):
        assert shown.count(f"  {line}\n") == 1
    assert "changed=0" in shown and "-// console" not in shown
    for line in ("-// console", "+// a", "The account differs from the project. Number of differences: 3."):
        assert line in strict
    machine.play("deploy", *PROJECT)
    assert "The account is as the project declares it." in machine.play("drift", *PROJECT, "-e", "deploy_on_drift=fail")


def test_playbooks_when_a_plan_is_approved_then_exactly_it_is_deployed(machine: Machine, emulator: Emulator) -> None:
    write_project(machine.controller, {"common": "// a\n"}, [rule("first", "common")])
    checked = machine.play("deploy", *PROJECT, "--check", "--diff")
    (plan,) = re.findall(r"^  .* to add[.] Plan (\S+)$", checked, re.MULTILINE)
    write_project(machine.controller, {"common": "// b\n"}, [rule("first", "common")])
    refused = machine.play("deploy", *PROJECT, "-e", f"deploy_expected_plan={plan}", fails=True)
    assert "(The variable is deploy_expected_plan.)" in refused and emulator.journal(write=True) == []
    assert refused.count("fatal: ") == 1 and "...ignoring" not in refused
    write_project(machine.controller, {"common": "// a\n"}, [rule("first", "common")])
    assert f" done. Plan {plan}\n" in machine.play("deploy", *PROJECT, "-e", f"deploy_expected_plan={plan}")
    assert accounts.texts(emulator) == {"common": "// a\n"}


def test_playbooks_when_a_variable_is_wrong_then_each_failure_is_shown_once_and_names_it(
    machine: Machine, emulator: Emulator
) -> None:
    write_project(machine.controller, {"common": "// a\n"}, [rule("first", "common")])
    deploy = {"deploy_user_passwords": "foo", "deploy_secret_values": {"app": {"K": 5}}, "deploy_validate": "x"}
    paths = ("deploy_project_dir", "deploy_manifest", "deploy_scenarios_dir", "export_from_voxengine_ci")
    export: dict[str, object] = {**dict.fromkeys(paths, 5), "deploy_src_roots": "gone", "export_update": True}
    for playbook, variables in (("deploy", deploy), ("export", export)):
        hosts = {name: {"deploy_project_dir": "project", name: value} for name, value in variables.items()}
        if playbook == "export":
            hosts["deploy_src_roots"]["export_update"] = True
            hosts["export_update"]["deploy_project_dir"] = "empty"
        inventory = machine.controller.write("wrong.yml", {"all": {"hosts": hosts}})
        output = machine.play(playbook, "-i", str(inventory), "-e", "voximplant_accounts=all", fails=True)
        assert output.count("fatal: ") == len(hosts) and "...ignoring" not in output, output
        for name in hosts:
            message = f"These variables must be paths: {name}." if name in paths else f"(The variable is {name}.)"
            assert message in output, output
    assert emulator.journal(write=True) == []


@pytest.mark.parametrize("playbook", PLAYBOOKS)
def test_playbooks_when_the_project_is_not_named_then_they_say_so(
    machine: Machine, emulator: Emulator, playbook: str
) -> None:
    machine.controller.write("voximplant.yml", {"scenarios": []})
    for options in ((), ("-e", "deploy_project_dir="), ("-e", '{"deploy_project_dir": null}')):
        output = machine.play(playbook, *options, fails=True)
        assert "deploy_project_dir is empty" in output and "argument_spec_data" not in output
    assert emulator.journal() == []


def test_playbook_when_the_environment_names_a_missing_key_then_no_other_variable_is_named(
    machine: Machine, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_project(machine.controller, {"common": "// a\n"}, [rule("first", "common")])
    monkeypatch.setattr(emulator, "credentials_file", "nowhere.json")
    output = machine.play("deploy", *PROJECT, fails=True)
    assert "VOXIMPLANT_CREDENTIALS: there is no file nowhere.json." in output and "The variable is" not in output


def test_playbook_when_the_manifest_is_missing_then_it_says_once_how_to_make_one(machine: Machine) -> None:
    (machine.controller.folder / "empty").mkdir()
    output = machine.play("deploy", "-e", "deploy_project_dir=empty", fails=True)
    assert output.count("fatal: ") == 1 and "...ignoring" not in output
    assert "empty/voximplant.yml" in output and "voximplant.platform.export writes one" in output
    missing = machine.play("deploy", "-e", "deploy_project_dir=nowhere", fails=True)
    assert "deploy_project_dir is not a directory: " in missing and missing.count("fatal: ") == 1


@pytest.mark.parametrize(("playbook", "blank"), [("deploy", ""), ("drift", " "), ("export", None), ("restore", [])])
def test_playbooks_when_the_accounts_are_blank_then_they_fail(
    machine: Machine, emulator: Emulator, playbook: str, blank: object
) -> None:
    write_project(machine.controller, {"common": "// a\n"}, [rule("first", "common")])
    output = machine.play(playbook, *PROJECT, "-e", json.dumps({"voximplant_accounts": blank}), fails=True)
    assert "voximplant_accounts is empty" in output
    assert emulator.journal() == []


def test_playbooks_when_accounts_are_hosts_then_each_has_its_connection_options(
    machine: Machine, emulator: Emulator
) -> None:
    made = {name: emulator.add_account() for name in ("berlin", "tokyo")}
    made["child"] = emulator.add_account(parent_account_id=made["berlin"]["account_id"])
    variables = {
        "berlin": {"voximplant_credentials": made["berlin"]["credentials"], "voximplant_timeout": ""},
        "child": {
            "voximplant_credentials": made["berlin"]["credentials"],
            "voximplant_child_account_id": made["child"]["account_id"],
        },
        "tokyo": {
            "voximplant_account_id": made["tokyo"]["account_id"],
            "voximplant_api_key": made["tokyo"]["api_key"],
            "voximplant_child_account_id": None,
            "voximplant_retries": "2",
        },
    }
    hosts = {name: {**HOSTS["localhost"], **variables[name]} for name in made}
    group = {"hosts": hosts, "vars": {"voximplant_api_url": emulator.api_url}}
    machine.controller.write("inventory/hosts.yml", {"accounts": group})
    write_project(machine.controller, {"common": "// a\n"}, [rule("first", "common")])
    selected = ("-e", "voximplant_accounts=accounts")
    machine.play("deploy", *PROJECT, *selected, login=False)
    for account in made.values():
        scenarios = emulator.state(account["account_id"])["scenarios"]
        assert [scenario["scenario_name"] for scenario in scenarios] == ["common"]
    report = machine.play("drift", *PROJECT, *selected, "-e", "deploy_on_drift=fail", login=False)
    assert report.count("The account is as the project declares it.") == len(made)
    directory = '{"deploy_project_dir": "exported/{{ inventory_hostname }}"}'
    machine.play("export", "-e", directory, *selected, login=False)
    exported = machine.controller.folder / "exported"
    assert {path.name for path in exported.iterdir()} == set(made)


def test_playbooks_when_the_control_panel_is_right_then_export_brings_its_edit_into_the_project(
    machine: Machine, emulator: Emulator
) -> None:
    write_project(machine.controller, {"common": "say('__WHO__'); // a\n"}, [rule("first", "common")])
    values = ("-e", '{"deploy_substitutions": {"__WHO__": "agent"}, "deploy_ignore": null, "export_force": ""}')
    machine.play("deploy", *PROJECT, *values)
    emulator.call("SetScenarioInfo", required_scenario_name="common", scenario_script="say('agent'); // b\n")
    shown = machine.play("export", *PROJECT, *values, "-e", "export_update=true", "--diff")
    script = machine.controller.folder / "project" / "src" / "common.js"
    assert "+say('__WHO__'); // b" in shown and script.read_bytes() == b"say('__WHO__'); // b\n"
    assert "changed=0" in machine.play("deploy", *PROJECT, *values)
    built = (*values, "-e", "export_update=true", "-e", "deploy_build_command=true")
    emulator.call("SetScenarioInfo", required_scenario_name="common", scenario_script="say('agent'); // c\n")
    machine.play("export", *PROJECT, *built, warning="These scripts differ")
    assert script.read_bytes() == b"say('__WHO__'); // b\n"


@pytest.mark.parametrize("playbook", ["deploy", "drift", "validate", "export"])
def test_playbooks_when_the_build_fails_then_its_old_output_is_not_used(
    machine: Machine, emulator: Emulator, playbook: str
) -> None:
    write_project(machine.controller, {"common": "// a\n"}, [rule("first", "common")])
    build = ("-e", "deploy_build_command='exit 3'", "-e", "export_update=true")
    output = machine.play(playbook, *PROJECT, *build, fails=True)
    assert "non-zero return code" in output
    assert emulator.journal() == []


@pytest.mark.one_core
def test_playbooks_when_a_map_is_wanted_then_they_draw_the_account(machine: Machine, emulator: Emulator) -> None:
    odd = "<b>{{ odd }}</b>"
    emulator.call("AddScenario", scenario_name=odd, scenario_script="12345")
    write_project(machine.controller, {"common": "// a\n"}, [rule("first", "common")])
    drift = ("drift", *PROJECT, "-e", '{"deploy_report": "{{ inventory_hostname }}.html"}')
    page = machine.controller.folder / "localhost.html"

    checked = machine.play(*drift, "--check", "--diff")
    assert "<!DOCTYPE" not in checked and page.exists()
    assert "changed=0" in machine.play(*drift)
    text = page.read_text(encoding="utf-8")
    for part in (
        '&lt;b&gt;{{ odd }}&lt;/b&gt;</bdi> <span class="mark unmanaged">unmanaged</span>',
        ">5 bytes<",
        '<bdi>common</bdi></a></td><td role="cell" data-label="Application"><bdi></bdi></td>',
        MISSING,
    ):
        assert part in text
    assert "12345" not in text
    assert "changed=0" in machine.play(*drift)
    assert emulator.journal(write=True) == []

    export = ("export", "-e", "deploy_project_dir=exported", "-e", f"deploy_report={page}")
    assert "changed=1" in machine.play(*export)
    assert "Differences from the project" not in page.read_text(encoding="utf-8")
    assert (machine.controller.folder / "exported" / "voximplant.yml").exists()
    (other,) = occupied(machine.controller.folder, "other.html")
    again = machine.play(*export[:-1], f"deploy_report={other}", fails=True)
    assert "changed=0" in again and f"{other} was not written: " in again
