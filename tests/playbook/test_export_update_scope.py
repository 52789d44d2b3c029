# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""vox_export with update: what it reports and does not write, and projects that it refuses."""

from __future__ import annotations

import subprocess
import typing as t

import pytest

from harness import console_edits
from harness.console_edits import (
    COMMON,
    MANIFEST,
    changed_lines,
    commit,
    deploy,
    edit_script,
    edited,
    rules,
    scenario,
    sync,
    update,
)

if t.TYPE_CHECKING:
    import pathlib

    from harness.plays import Controller
    from voximplant_emulator import Emulator

pytestmark = pytest.mark.one_core

project = console_edits.project
PLAIN: dict[str, object] = {"substitutions": {}}


def test_update_when_scripts_are_built_then_they_are_only_reported(
    controller: Controller, emulator: Emulator, project: pathlib.Path
) -> None:
    deploy(controller, project)
    edit_script(emulator, "inbound", "// inbound", "// built")
    emulator.call("SetRuleInfo", rule_id=rules(emulator)["night"]["rule_id"], rule_name="dark")
    expected = ["These scripts differ from the account's and were not updated"]
    run = controller.run([update(project, update_scripts=False)], expected=expected)
    assert run["Update"].result["not_updated"] == [
        {"path": "src/inbound.js", "scenario_name": "inbound", "reason": "update_scripts is false"}
    ]
    assert changed_lines(project) == ["-      - name: night", "+      - name: dark"]


def test_update_when_scripts_are_out_of_reach_then_they_are_only_reported(
    controller: Controller, emulator: Emulator, project: pathlib.Path
) -> None:
    (project / "src" / "common.js").rename(project.parent / f"{project.name}.js")
    (project / "src" / "common.js").symlink_to(project.parent / f"{project.name}.js")
    roots = {"src_roots": [str(project.parent)]}
    controller.run([sync(project, **roots)])
    commit(project)
    edit_script(emulator, "common", "// common", "// elsewhere")
    expected = ["These scripts differ from the account's and were not updated"]
    run = controller.run([update(project, **roots)], expected=expected)
    (outside,) = run["Update"].result["not_updated"]
    assert outside["reason"] == "the file is outside of the directory of the manifest"
    assert (project.parent / f"{project.name}.js").read_bytes() == COMMON
    assert changed_lines(project) == []


def test_update_when_the_project_has_mistakes_or_no_manifest_then_it_is_refused(
    controller: Controller, emulator: Emulator, project: pathlib.Path
) -> None:
    (project / "voximplant.yml").write_bytes(MANIFEST + b"unknown: 1\n")
    run = controller.run([update(project), update(project / "src", "Without")])
    assert "voximplant.yml:29: unknown" in run["Update"].message
    assert "Export without update first." in run["Without"].message
    assert run["Update"].calls == ()


def test_update_when_a_new_file_is_in_the_way_then_it_is_not_overwritten(
    controller: Controller, emulator: Emulator, project: pathlib.Path
) -> None:
    deploy(controller, project)
    emulator.call("AddScenario", scenario_name="late", scenario_script="// late")
    controller.write(f"{project.name}/src/late.js", b"// mine")
    run = controller.run([update(project), update(project, "Forced", force=True)])
    assert "src/late.js" in run["Update"].message
    assert run["Forced"].result["changed"]
    assert (project / "src" / "late.js").read_bytes() == b"// late"


def test_update_when_scripts_are_found_by_their_names_then_a_new_one_is_a_file_alone(
    controller: Controller, emulator: Emulator, project: pathlib.Path
) -> None:
    (project / "voximplant.yml").write_bytes(b"applications: [{name: support, rules: [{name: r, pattern: '1'}]}]\n")
    (project / "src" / "inbound.js").write_bytes(b"// inbound\n")
    (project / "src" / "common.js").write_bytes(b"// common\n")
    options = {"scenarios_dir": str(project / "src"), "substitutions": {}}
    controller.run([sync(project, **options)])
    commit(project)
    emulator.call("AddScenario", scenario_name="late", scenario_script="// late")
    edit_script(emulator, "common", "common", "shared")
    run = controller.run(
        [update(project, **options), update(project, "Again", **options), sync(project, **options, prune=["scenarios"])]
    )
    assert changed_lines(project) == ["-// common", "+// shared", "+// late"]
    for task in ("Again", "Sync"):
        assert not run[task].result["changed"], run[task].result


def test_update_when_only_some_applications_are_selected_then_the_others_stay_out(
    controller: Controller, emulator: Emulator, project: pathlib.Path
) -> None:
    deploy(controller, project)
    shop = emulator.call("AddApplication", application_name="shop")["application_id"]
    emulator.call("AddScenario", scenario_name="theirs", scenario_script="", application_id=shop)
    emulator.call("AddScenario", scenario_name="unused", scenario_script="")
    edit_script(emulator, "common", "// common", "// common!")
    run = controller.run(
        [update(project, applications=["support"]), update(project, "None", ignore={"applications": ["shop"]})]
    )
    assert run["Update"].result["summary"] == {"created": 0, "updated": 1, "deleted": 0, "unchanged": 2}
    assert run["None"].result["summary"] == {"created": 1, "updated": 1, "deleted": 0, "unchanged": 2}
    assert sorted(path.name for path in (project / "src").iterdir()) == ["common.js", "inbound.js", "unused.js"]


def test_update_when_a_script_is_vaulted_then_it_is_only_reported(
    controller: Controller, emulator: Emulator, project: pathlib.Path
) -> None:
    controller.write("vault-password", b"secret\n")
    vault = ["ansible-vault", "encrypt", "--vault-password-file", str(controller.folder / "vault-password")]
    subprocess.run([*vault, str(project / "src" / "inbound.js")], check=True, capture_output=True)
    password = ("--vault-password-file", str(controller.folder / "vault-password"))
    controller.run([sync(project)], *password)
    commit(project)
    edit_script(emulator, "inbound", "// inbound", "// vaulted")
    expected = ["These scripts differ from the account's and were not updated"]
    run = controller.run([update(project)], *password, expected=expected)
    (vaulted,) = run["Update"].result["not_updated"]
    assert vaulted["reason"] == "the file is encrypted with Ansible Vault"
    assert changed_lines(project) == []


def test_update_when_the_manifest_is_a_link_then_nothing_is_written_through_it(
    controller: Controller, emulator: Emulator, project: pathlib.Path
) -> None:
    deploy(controller, project)
    outside = project.parent / f"{project.name}.yml"
    (project / "voximplant.yml").rename(outside)
    (project / "voximplant.yml").symlink_to(outside)
    emulator.call("SetRuleInfo", rule_id=rules(emulator)["night"]["rule_id"], rule_name="dark")
    run = controller.run([update(project)])
    assert "voximplant.yml is a symbolic link, or not a regular file" in run["Update"].message
    assert outside.read_bytes() == MANIFEST


def test_update_when_scenarios_share_a_file_then_it_takes_no_edit_of_one_and_stays_for_the_other(
    controller: Controller, emulator: Emulator, project: pathlib.Path
) -> None:
    (project / "src" / "alias.js").symlink_to("common.js")
    entries = b"- {name: common, src: src/common.js}\n"
    (project / "voximplant.yml").write_bytes(b"scenarios:\n" + entries + b"- {name: alias, src: src/alias.js}\n")
    options = {"substitutions": {}}
    controller.run([sync(project, **options)])
    commit(project)
    edit_script(emulator, "alias", "// common", "// alias")
    run = controller.run([update(project, force=True, **options)])
    assert "src/common.js is the script of 'common', 'alias', which differ in the account" in run["Update"].message
    assert changed_lines(project) == []
    emulator.call("DelScenario", scenario_id=scenario(emulator, "alias")["scenario_id"])
    controller.run([update(project, prune=True, **options)])
    assert (project / "voximplant.yml").read_bytes() == b"scenarios:\n" + entries
    assert (project / "src" / "common.js").read_bytes() == COMMON


def test_update_when_the_change_is_in_an_anchor_then_its_line_is_named_and_nothing_is_written(
    controller: Controller, emulator: Emulator, project: pathlib.Path
) -> None:
    anchored = edited((b"scenarios: [common, inbound]", b"scenarios: &both [common, inbound]"))
    (project / "voximplant.yml").write_bytes(anchored)
    deploy(controller, project)
    support = emulator.call("GetApplications")["result"][0]["application_id"]
    inbound = rules(emulator)["inbound"]["rule_id"]
    emulator.call("BindScenario", application_id=support, rule_id=inbound, scenario_name="common", bind=False)
    edit_script(emulator, "common", "// common", "// common!")
    run = controller.run([update(project, force=True)])
    assert "voximplant.yml:19: " in run["Update"].message
    assert "the value has an anchor" in run["Update"].message
    assert changed_lines(project) == []


def test_update_when_the_project_could_not_be_read_afterwards_then_nothing_is_written(
    controller: Controller, emulator: Emulator
) -> None:
    """A renamed application, whose rule was edited, too, is a new one, with the number of the one that is declared."""
    emulator.add_phone_numbers("12025550100")
    application_id = emulator.call("AddApplication", application_name="hotline")["application_id"]
    place = {"application_id": application_id}
    rule_id = emulator.call("AddRule", **place, rule_name="inbound", rule_pattern="1")["rule_id"]
    emulator.call("BindPhoneNumberToApplication", **place, phone_number="12025550100", rule_id=rule_id)
    exported = controller.folder / "exported"
    controller.run([{"name": "Export", "voximplant.platform.vox_export": {"dest": str(exported)}}])
    manifest = (exported / "voximplant.yml").read_bytes()
    emulator.call("SetApplicationInfo", **place, application_name="helpdesk")
    emulator.call("SetRuleInfo", rule_id=rule_id, rule_pattern="2")

    check = {**update(exported, "Check", **PLAIN), "check_mode": True}
    run = controller.run([check, update(exported, **PLAIN)])
    for task in ("Check", "Update"):
        assert run[task].result["failed"] and not run[task].result["changed"]
        assert "the phone number 12025550100 is declared more than once" in run[task].message
        assert "Set prune to remove what the account no longer has" in run[task].message
    assert (exported / "voximplant.yml").read_bytes() == manifest

    run = controller.run([update(exported, "Pruned", prune=True, **PLAIN), sync(exported, **PLAIN)])
    assert run["Pruned"].result["changed"]
    assert not run["Sync"].result["changed"] and not run["Sync"].result["failed"]
