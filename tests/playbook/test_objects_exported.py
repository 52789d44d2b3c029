# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Phone numbers, secrets and users in exports and in the output of plays: no value shows."""

from __future__ import annotations

import json
import typing as t

import pytest
from ansible.module_utils import basic
from ansible.parsing.vault import VaultLib, VaultSecret

from ansible_collections.voximplant.platform.plugins.module_utils._account.withheld import Withheld
from ansible_collections.voximplant.platform.plugins.plugin_utils._manifest.project import Given, read_manifest
from harness import objects_in_sync
from harness.accounts import login
from harness.in_process import run_module
from harness.objects_in_sync import DIGITS, HIDDEN, KINDS, PASSWORDS, SYNC, VALUES, Account, application, declared
from harness.plays import Vaulted, check_hidden

if t.TYPE_CHECKING:
    import pathlib

    from harness.plays import Controller, Json
    from voximplant_emulator import Emulator

pytestmark = pytest.mark.one_core

account = objects_in_sync.account
empty = objects_in_sync.empty


def test_play_when_values_are_vaulted_then_no_output_holds_them(
    empty: Account, controller: Controller, tmp_path: pathlib.Path
) -> None:
    """The action takes the values out: also short ones hide nothing else, and failed tasks do not show them."""
    vault = VaultLib([("default", VaultSecret(b"password"))])
    (tmp_path / "password").write_text("password", encoding="utf-8")
    manifest = declared()
    for scenario in manifest["scenarios"]:
        controller.write(f"js/{scenario['name']}.js", scenario.pop("script").encode())
    manifest["applications"][0]["secrets"].append("PORT")
    controller.write("voximplant.yml", {**manifest, "scenarios_dir": "js"})
    secrets = {
        name: {key: Vaulted(vault.encrypt(text).decode()) for key, text in VALUES[name].items()} for name in VALUES
    }
    secrets["support"]["PORT"] = "1"
    controller.write("vaulted.yml", {"secret_values": secrets, "user_passwords": PASSWORDS})
    task: Json = {
        SYNC: {
            "manifest": "voximplant.yml",
            "secret_values": "{{ secret_values }}",
            "user_passwords": "{{ user_passwords }}",
        },
        "diff": True,
    }
    undeclared = {"support": "{{ secret_values.support | combine({'TYPO': 'sesame-9'}) }}"}
    lacking = {SYNC: {**task[SYNC], "secret_values": undeclared}}
    tasks = [{"name": "Check", **task, "check_mode": True}, {"name": "Sync", **task}, {"name": "Again", **task}]
    run = controller.run(
        [*tasks, {"name": "Undeclared", **lacking}],
        "-vvv",
        "--vault-password-file",
        str(tmp_path / "password"),
        "-e",
        f"@{controller.folder}/vaulted.yml",
    )
    assert run["Sync"].result["plan_id"] == run["Check"].result["plan_id"]
    assert len(run["Sync"].result["operations"]) == 56  # with nothing masked in them
    assert [run[name].writes for name in ("Check", "Again", "Undeclared")] == [[], [], []]
    assert "the application 'support' declares no secret 'TYPO'" in run["Undeclared"].message
    assert "+ secret support/PORT" in run.output
    check_hidden([*HIDDEN, "sesame-9"], run.output, repr(run.outcomes))
    assert empty.value(empty.application_id("support"), "PORT") == "1"
    assert empty.value(empty.application_id("sales"), "SALES_CRM") == VALUES["sales"]["SALES_CRM"]


def test_export_when_it_is_deployed_again_then_nothing_changes_and_no_value_is_in_it(
    account: Account, tmp_path: pathlib.Path
) -> None:
    account.emulator.call("SetSecretInfo", application_name="lab", secret_name="LAB_TTS", description="")
    account.emulator.call("BindPhoneNumberToApplication", phone_number=DIGITS[7], application_name="lab", bind=False)
    account.emulator.call("BindPhoneNumberToApplication", phone_number=DIGITS[7], application_name="lab")
    account.emulator.clear_journal()
    exported = run_module("vox_export", {**login(account.emulator), "dest": str(tmp_path)})
    assert not exported.get("failed"), exported["msg"]
    assert "GetSecretValue" not in [call["method"] for call in account.emulator.journal()]
    text = (tmp_path / "voximplant.yml").read_text(encoding="utf-8")
    check_hidden(HIDDEN, text, repr(exported))
    project = read_manifest("voximplant.yml", str(tmp_path / "voximplant.yml"), text, read_text, Given())
    assert project.mistakes == ()
    lab = next(found for found in project.applications if found["name"] == "lab")
    assert lab["phone_numbers"] == [
        {"number": DIGITS[6], "rule": "in", "sms_enabled": False, "incoming_sms_callback_url": ""},
        {"number": DIGITS[7], "sms_enabled": False, "incoming_sms_callback_url": ""},
    ]
    assert lab["secrets"] == [{"name": "LAB_CRM", "description": "of lab"}, {"name": "LAB_TTS"}]
    assert len(lab["users"]) == 6
    options = {"scenarios": project.scenarios, "applications": project.applications}
    again = account.sync(options, Withheld(), prune=["applications", "rules", "scenarios", "bindings", *KINDS])
    assert (again["changed"], again["drift"], account.writes) == (False, [], [])


def test_export_when_the_key_may_not_read_secrets_and_users_then_it_leaves_them_out_and_alone(
    emulator: Emulator, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    warnings: list[str] = []
    monkeypatch.setattr(basic.AnsibleModule, "warn", lambda _module, warning: warnings.append(warning))
    other = emulator.add_account(roles=["Developer"])
    emulator.add_phone_numbers("12025550199", account_id=other["account_id"])
    owner = {"api_url": emulator.api_url, "account_id": other["account_id"], "api_key": other["api_key"]}
    scenarios = [found for found in declared()["scenarios"] if found["name"].startswith("support")]
    options = {"scenarios": scenarios, "applications": [application("support", ["12025550199"])]}
    withheld = Withheld({"support": VALUES["support"]}, {"support": PASSWORDS["support"]})
    assert run_module("vox_sync", {**owner, **options}, withheld=withheld)["changed"]
    (tmp_path / "key.json").write_text(json.dumps(other["credentials"]), encoding="utf-8")
    emulator.set_switches(secret_roles="admin")
    emulator.add_fault("api_error", method="GetUsers", code=104)  # which no role with scenarios lacks
    robot = {"api_url": emulator.api_url, "credentials_file": str(tmp_path / "key.json")}
    exported = run_module("vox_export", {**robot, "dest": str(tmp_path / "out")})
    assert not exported.get("failed"), exported["msg"]
    without_secrets, without_users = warnings
    assert "leaves out secrets" in without_secrets and "leaves out users" in without_users
    path = tmp_path / "out" / "voximplant.yml"
    project = read_manifest("voximplant.yml", str(path), path.read_text(encoding="utf-8"), read_text, Given())
    assert [{*KINDS} & {*found} for found in project.applications] == [{"phone_numbers"}]
    options = {"scenarios": project.scenarios, "applications": project.applications}
    again = run_module("vox_sync", {**robot, **options}, withheld=Withheld())
    assert (again["changed"], again["operations"]) == (False, []), again


def read_text(path: str, _roots: object) -> str:
    """Read a script of an export."""
    with open(path, encoding="utf-8", newline="") as file:
        return file.read()
