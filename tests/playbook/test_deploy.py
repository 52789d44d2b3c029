# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role `deploy` against the emulator: it validates, deploys atomically, tests and fails."""

from __future__ import annotations

import json
import pathlib
import shutil
import subprocess

from harness import accounts, own_emulator
from harness.deployments import (
    NORMAL,
    ODD_SCRIPT,
    ROLE,
    SMOKE,
    deploy,
    failure,
    rule,
    sessions_that_end,
    write_project,
)
from harness.plays import Controller
from voximplant_emulator import Emulator

controller = own_emulator.controller
emulator = own_emulator.emulator
BUNDLED = (
    'import { hello } from "./hello";\nVoxEngine.addEventListener(AppEvents.Started, () => Logger.write(hello));\n'
)


def test_deploy_when_run_in_check_mode_for_real_and_again_then_it_tells_and_writes_and_rests(
    controller: Controller, emulator: Emulator
) -> None:
    write_project(controller, {"common": ODD_SCRIPT}, [rule("smoke", "common")])
    with sessions_that_end(emulator):
        checked = deploy(controller, "--check", "--diff", **SMOKE)
        assert emulator.journal(write=True) == []
        done = deploy(controller, **SMOKE)
        again = deploy(controller, **SMOKE)
    assert done.returncode == 0, done.output
    assert "+/* {{ nope }} {% raw %} Zoë" in checked.output
    assert "changed=1" in checked.output and checked.returncode == 0
    assert accounts.texts(emulator) == {"common": ODD_SCRIPT}
    assert "changed=1" in done.output and done.returncode == 0
    assert [session["finish_reason"] for session in emulator.state()["sessions"]] == [NORMAL]
    assert "changed=0" in again.output and [call for outcome in again.outcomes for call in outcome.writes] == []


def test_deploy_when_sessions_are_started_then_their_addresses_stay_out_of_the_output(
    controller: Controller, emulator: Emulator
) -> None:
    write_project(controller, {"common": "// a\n"}, [rule("smoke", "common")])
    run = deploy(
        controller, "-vvv", **{**SMOKE, "deploy_smoke_timeout": 1, "deploy_smoke_custom_data": {"pin": "4711"}}
    )
    assert "/request/" not in run.output
    assert [session["custom_data"] for session in emulator.state()["sessions"]] == ['{"pin":"4711"}']


def test_deploy_when_options_are_given_then_they_reach_the_module(controller: Controller, emulator: Emulator) -> None:
    """The plan that was approved is applied, a backup is written, and another plan is refused."""
    others = [{"name": "sales", "secrets": ["CRM_KEY"], "users": [{"name": "__WHO__1"}]}]
    write_project(controller, {"common": "call('__WHO__');\n"}, [rule("smoke", "common")], others)
    variables = {
        "deploy_substitutions": {"__WHO__": "agent"},
        "deploy_secret_values": {"sales": {"CRM_KEY": "1"}},
        "deploy_user_passwords": {"sales": {"agent1": "Pass-word-1"}},
        "deploy_backup_dir": str(controller.folder / "backups"),
        "deploy_cache_file": str(controller.folder / "cache.json"),
        "deploy_ignore": {"scenarios": ["lab_*"]},
        "deploy_prune": "bindings,scenarios",
        "deploy_prune_limit": "0",
        "deploy_prune_pattern": "*",
        "deploy_workers": "2",
    }
    sync = f"{ROLE} : Synchronize the account with the project"
    plan_id = deploy(controller, "--check", **variables)[sync].result["plan_id"]
    refused = deploy(controller, **variables, deploy_expected_plan="1-" + 32 * "0")
    assert plan_id in failure(refused) and failure(refused).endswith("(The variable is deploy_expected_plan.)")
    assert emulator.journal(write=True) == []
    done = deploy(controller, **variables, deploy_expected_plan=plan_id)[sync].result
    assert accounts.texts(emulator) == {"common": "call('agent');\n"}
    value = emulator.call("GetSecretValue", application_name="sales", secret_name="CRM_KEY")["result"]["secret_value"]
    made = {application["application_name"]: application for application in emulator.state()["applications"]}
    (user,) = made["sales"]["users"]
    assert (value, emulator.has_password(user["user_id"], "Pass-word-1")) == ("1", True)
    assert json.loads(pathlib.Path(done["backup_file"]).read_text(encoding="utf-8").splitlines()[0])
    emulator.call("AddScenario", scenario_name="console", scenario_script="// console\n")
    emulator.call("AddScenario", scenario_name="lab_1", scenario_script="// lab\n")
    assert failure(deploy(controller, **variables)).endswith("(The variable is deploy_prune_limit.)")
    deploy(controller, **{**variables, "deploy_prune_limit": 1})
    assert set(accounts.texts(emulator)) == {"common", "lab_1"}
    deploy(controller, **variables, deploy_state="absent")
    assert "common" in accounts.texts(emulator)
    (smoke,) = made["support"]["rules"]
    emulator.call("SetRuleInfo", rule_id=smoke["rule_id"], bind_key_id=emulator.add_key("robot"))
    for_good = {
        "expected": [
            "put back if application support is deleted: the",  # ansible-core 2.18 wraps lines
            "put back if application sales is deleted",
            "vox_restore cannot put back the values of secrets",
        ]
    }
    forced = {**variables, "deploy_prune_limit": 9, "deploy_force_delete": "true"}
    deploy(controller, play=for_good, **forced, deploy_state="absent")
    assert set(accounts.texts(emulator)) == {"lab_1"} and emulator.state()["applications"] == []


def test_deploy_when_a_part_is_selected_then_it_does_not_say_that_all_is_as_declared_and_a_typo_fails(
    controller: Controller, emulator: Emulator
) -> None:
    write_project(controller, {"common": "// a\n", "other": "// b\n"}, [rule("smoke", "common")])
    deploy(controller, deploy_only_scenarios="common")
    again = deploy(controller, deploy_only_scenarios="common").output
    assert "The selected scenarios and rules are as the project declares them." in again
    assert "The account is as the project declares it." not in again
    assert list(accounts.texts(emulator)) == ["common"]
    for variables in ({"deploy_only_scenarios": "comon"}, {"deploy_only_rules": []}):
        (name,) = variables
        assert failure(deploy(controller, **variables)).endswith(f"(The variable is {name}.)")


def build_command(directory: pathlib.Path) -> list[str] | str:
    """Return a bundler from npm if npm can have one; otherwise the shell puts the files together."""
    npm = shutil.which("npm")
    install = [
        npm or "false",
        "install",
        "--no-audit",
        "--no-fund",
        "--fetch-retries=0",
        "--prefix",
        str(directory),
        "esbuild@0.25",
    ]
    if npm is None or subprocess.run(install, check=False, capture_output=True, timeout=240).returncode:
        return "mkdir -p dist && sed 's/^import.*//' src/main.ts >dist/inbound.js"
    esbuild = directory / "node_modules" / ".bin" / "esbuild"
    return [str(esbuild), "src/main.ts", "--bundle", "--outfile=dist/inbound.js", "--log-level=warning"]


def test_deploy_when_it_has_to_be_built_then_the_output_is_compared_in_check_mode_too(
    controller: Controller, emulator: Emulator, tmp_path: pathlib.Path
) -> None:
    command = build_command(tmp_path / "tools")
    controller.write("project/src/hello.ts", b'export const hello: string = "Hello";\n')
    controller.write("project/src/main.ts", BUNDLED.encode())
    manifest = {"scenarios": [{"name": "inbound", "src": "dist/inbound.js"}]}
    controller.write("project/voximplant.yml", manifest)
    checked = deploy(controller, "--check", "--diff", deploy_build_command=command)
    assert "VoxEngine.addEventListener(AppEvents.Started" in checked.output
    assert emulator.journal(write=True) == []
    assert "changed=1" in deploy(controller, deploy_build_command=command).output
    built = (controller.folder / "project" / "dist" / "inbound.js").read_text(encoding="utf-8")
    assert accounts.texts(emulator) == {"inbound": built} and "import " not in built
    assert "changed=0" in deploy(controller, deploy_build_command=command).output
