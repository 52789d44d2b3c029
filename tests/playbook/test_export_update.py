# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""vox_export with update: an edit in the console becomes exactly that edit in the project."""

from __future__ import annotations

import subprocess
import typing as t

import pytest

if t.TYPE_CHECKING:
    import pathlib

    from harness.plays import Controller, Json
    from voximplant_emulator import Emulator

pytestmark = [pytest.mark.one_core, pytest.mark.slow]

MANIFEST = b"""\
# The hotline of a small shop.
---
substitutions:
  __HOTLINE__: null   # differs between environments
  __GREETING__: Welcome

scenarios:
  # Shared by all rules
  - name: common
    src: src/common.js
  - {name: 'inbound', src: "src/inbound.js"}   # the entry

applications:
  - name: support
    rules:
      # Day
      - name: inbound
        pattern: '__HOTLINE__'
        scenarios: [common, inbound]

      # Night
      - name: night
        pattern: "__HOTLINE__9"   # one digit more
        pattern_exclude: ''
        scenarios:
          - common

# End of the file
"""
COMMON = b"// common\r\nvar greeting = '__GREETING__';\r\n"
INBOUND = b"// inbound\nsay('__GREETING__ to __HOTLINE__');\n"
SUBSTITUTIONS = {"__HOTLINE__": "12025550100"}


@pytest.fixture
def project(controller: Controller, emulator: Emulator, request: pytest.FixtureRequest) -> pathlib.Path:
    """A project below git that the account is deployed from."""
    number = str(abs(hash(request.node.name)))
    for kind in ("GetApplications",):
        for application in emulator.call(kind)["result"]:
            emulator.call("DelApplication", application_id=application["application_id"])
    for scenario in emulator.call("GetScenarios")["result"]:
        emulator.call("DelScenario", scenario_id=scenario["scenario_id"])
    controller.write(f"{number}/voximplant.yml", MANIFEST)
    controller.write(f"{number}/src/common.js", COMMON)
    controller.write(f"{number}/src/inbound.js", INBOUND)
    directory = controller.folder / number
    git(directory, "init", "-q")
    return directory


def git(directory: pathlib.Path, *arguments: str) -> str:
    """Run git in a project."""
    command = ["git", "-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "core.autocrlf=false", *arguments]
    return subprocess.run(command, cwd=directory, check=True, capture_output=True).stdout.decode()


def commit(directory: pathlib.Path) -> None:
    """Commit the project as it is."""
    git(directory, "add", "-A")
    git(directory, "commit", "-qm", "state")


def changed_lines(directory: pathlib.Path) -> list[str]:
    """Return the lines that were removed and added since the commit, with new files, in order."""
    git(directory, "add", "-A")
    lines = git(directory, "diff", "--cached", "--no-renames", "-U0").split("\n")
    return [line for line in lines if line[:1] in "+-" and line and line[:4] not in ("--- ", "+++ ")]


def sync(directory: pathlib.Path, name: str = "Sync", **options: object) -> Json:
    """A task that deploys the project."""
    return {
        "name": name,
        "voximplant.platform.vox_sync": {
            "manifest": str(directory / "voximplant.yml"),
            "substitutions": SUBSTITUTIONS,
            **options,
        },
    }


def update(directory: pathlib.Path, name: str = "Update", **options: object) -> Json:
    """A task that brings the account into the project."""
    return {
        "name": name,
        "diff": True,
        "voximplant.platform.vox_export": {
            "dest": str(directory),
            "update": True,
            "substitutions": SUBSTITUTIONS,
            **options,
        },
    }


def deploy(controller: Controller, directory: pathlib.Path) -> None:
    """Deploy and commit the project."""
    run = controller.run([sync(directory)])
    assert run["Sync"].result["changed"], run["Sync"].result
    commit(directory)


def scenario(emulator: Emulator, name: str) -> Json:
    """Find a scenario with its script."""
    (row,) = (row for row in emulator.call("GetScenarios", count=1000)["result"] if row["scenario_name"] == name)
    (found,) = emulator.call("GetScenarios", scenario_id=row["scenario_id"], with_script=True)["result"]
    return t.cast("Json", found)


def rules(emulator: Emulator) -> dict[str, Json]:
    """Return the rules by name."""
    applications = emulator.call("GetApplications")["result"]
    found = [
        emulator.call("GetRules", application_id=row["application_id"], with_scenarios=True) for row in applications
    ]
    return {rule["rule_name"]: rule for listing in found for rule in listing["result"]}


def edit_script(emulator: Emulator, name: str, old: str, new: str) -> None:
    """Edit a script in the control panel."""
    script = scenario(emulator, name)["scenario_script"]
    assert old in script
    emulator.call("SetScenarioInfo", required_scenario_name=name, scenario_script=script.replace(old, new))


def test_update_when_a_script_and_a_pattern_were_edited_then_the_git_diff_is_that_edit(
    controller: Controller, emulator: Emulator, project: pathlib.Path
) -> None:
    deploy(controller, project)
    edit_script(emulator, "common", "// common", "// common to all")
    edit_script(emulator, "inbound", "to 12025550100", "to 12025550100!")
    night = rules(emulator)["night"]["rule_id"]
    emulator.call("SetRuleInfo", rule_id=night, rule_pattern="12025550100[89]", rule_pattern_exclude="no: x")
    dry = {**update(project, "Dry"), "check_mode": True}
    report = sync(project, "Drift", on_drift="report")
    run = controller.run([report, dry, update(project), update(project, "Again"), sync(project)])
    assert {(drift["object"], drift["name"]) for drift in run["Drift"].result["drift"]} == {
        ("scenario", "common"),
        ("scenario", "inbound"),
        ("rule", "night"),
    }
    assert changed_lines(project) == [
        "-// common\r",
        "+// common to all\r",
        "-say('__GREETING__ to __HOTLINE__');",
        "+say('__GREETING__ to __HOTLINE__!');",
        '-        pattern: "__HOTLINE__9"   # one digit more',
        "-        pattern_exclude: ''",
        '+        pattern: "__HOTLINE__[89]"   # one digit more',
        "+        pattern_exclude: 'no: x'",
    ]
    for task in ("Dry", "Update"):
        assert run[task].result["changed"], run[task].result
        assert run[task].writes == []
    assert run["Dry"].result["files"] == run["Update"].result["files"]
    assert run["Dry"].result["diff"] == run["Update"].result["diff"]
    assert [diff["after_header"] for diff in run["Update"].result["diff"]] == [
        "voximplant.yml",
        "src/common.js",
        "src/inbound.js",
    ]
    for task in ("Again", "Sync"):
        assert run[task].status == "ok" and not run[task].result["changed"], run[task].result
    assert run["Again"].result["summary"] == {"created": 0, "updated": 0, "deleted": 0, "unchanged": 3}


def test_update_when_objects_were_added_then_they_are_added_and_nothing_else(
    controller: Controller, emulator: Emulator, project: pathlib.Path
) -> None:
    deploy(controller, project)
    support = emulator.call("GetApplications")["result"][0]["application_id"]
    emulator.call("AddScenario", scenario_name="late", scenario_script="// late\r\n__NO")
    emulator.call("AddScenario", scenario_name="Common", scenario_script="", application_id=support)
    rule = emulator.call("AddRule", application_id=support, rule_name="first", rule_pattern="0")["rule_id"]
    emulator.call("BindScenario", application_id=support, rule_id=rule, scenario_name="late", bind=True)
    others = [found["rule_id"] for found in rules(emulator).values() if found["rule_id"] != rule]
    emulator.call("ReorderRules", rule_id=[rule, *others])
    shop = emulator.call("AddApplication", application_name="shop")["application_id"]
    emulator.call("AddRule", application_id=shop, rule_name="any", rule_pattern=".*")
    run = controller.run([update(project), update(project, "Again"), sync(project)])
    (digest,) = (path.name for path in (project / "src").iterdir() if path.name.startswith("Common-"))
    assert (project / "src" / digest).read_bytes() == b""
    assert (project / "src" / "late.js").read_bytes() == b"// late\r\n__NO"
    assert (project / "voximplant.yml").read_bytes() == edited(
        after(
            b'src: "src/inbound.js"}   # the entry\n',
            f"  - name: Common\n    src: src/{digest}\n    application_name: support\n"
            "  - name: late\n    src: src/late.js\n",
        ),
        after(
            b"    rules:\n",
            "      - name: first\n        pattern: '0'\n        pattern_exclude: ''\n        video_conference: false\n"
            "        scenarios:\n          - late\n",
        ),
        after(
            b"          - common\n",
            "  - name: shop\n    secure_record_storage: false\n    rules:\n      - name: any\n        pattern: .*\n"
            "        pattern_exclude: ''\n        video_conference: false\n        scenarios: []\n",
        ),
    )
    assert len(git(project, "status", "--porcelain").splitlines()) == 3
    assert run["Update"].result["missing"] == []
    for task in ("Again", "Sync"):
        assert not run[task].result["changed"], run[task].result


def after(place: bytes, lines: str) -> tuple[bytes, bytes]:
    """Return a place in the manifest, and the place with further lines."""
    return place, place + lines.encode()


def edited(*edits: tuple[bytes, bytes]) -> bytes:
    """Return the manifest with other bytes at these places, each of which it has once."""
    content = MANIFEST
    for old, new in edits:
        assert content.count(old) == 1, old
        content = content.replace(old, new)
    return content


def test_update_when_objects_were_renamed_then_names_change_and_files_stay(
    controller: Controller, emulator: Emulator, project: pathlib.Path
) -> None:
    deploy(controller, project)
    emulator.call("SetScenarioInfo", scenario_id=scenario(emulator, "common")["scenario_id"], scenario_name="library")
    emulator.call("SetRuleInfo", rule_id=rules(emulator)["night"]["rule_id"], rule_name="late hours")
    run = controller.run([update(project), update(project, "Again"), sync(project)])
    assert changed_lines(project) == [
        "-  - name: common",
        "+  - name: library",
        "-        scenarios: [common, inbound]",
        "+        scenarios: [library, inbound]",
        "-      - name: night",
        "+      - name: late hours",
        "-          - common",
        "+          - library",
    ]
    for task in ("Again", "Sync"):
        assert not run[task].result["changed"], run[task].result


def test_update_when_an_application_was_renamed_then_its_name_changes_wherever_it_stands(
    controller: Controller, emulator: Emulator, project: pathlib.Path
) -> None:
    content = edited((b"""inbound', src""", b"""inbound', application_name: support, src"""))
    (project / "voximplant.yml").write_bytes(content)
    deploy(controller, project)
    support = emulator.call("GetApplications")["result"][0]["application_id"]
    emulator.call("SetApplicationInfo", application_id=support, application_name="help")
    run = controller.run([update(project), update(project, "Again"), sync(project)])
    assert (project / "voximplant.yml").read_bytes() == content.replace(b"support", b"help")
    for task in ("Again", "Sync"):
        assert not run[task].result["changed"], run[task].result


def test_update_when_objects_are_gone_then_they_are_named_and_go_only_with_prune(
    controller: Controller, emulator: Emulator, project: pathlib.Path
) -> None:
    deploy(controller, project)
    emulator.call("DelRule", rule_id=rules(emulator)["inbound"]["rule_id"])
    emulator.call("DelScenario", scenario_id=scenario(emulator, "inbound")["scenario_id"])
    expected = ["The account does not have these"]
    run = controller.run(
        [update(project), {**update(project, "Dry", prune=True), "check_mode": True}], expected=expected
    )
    assert run["Update"].result["missing"] == [
        {"object": "scenario", "name": "inbound", "application": None},
        {"object": "rule", "name": "inbound", "application": "support"},
    ]
    assert "rule support/inbound" in run.output
    assert not run["Update"].result["changed"]
    assert run["Dry"].result["missing"] == []
    assert changed_lines(project) == []
    run = controller.run([update(project, prune=True), update(project, "Again"), sync(project)])
    assert (project / "voximplant.yml").read_bytes() == edited(
        (b"""  - {name: 'inbound', src: "src/inbound.js"}   # the entry\n""", b""),
        (b"""      - name: inbound\n        pattern: '__HOTLINE__'\n        scenarios: [common, inbound]\n""", b""),
    )
    assert not (project / "src" / "inbound.js").exists()
    assert run["Update"].result["summary"] == {"created": 0, "updated": 1, "deleted": 1, "unchanged": 1}
    for task in ("Again", "Sync"):
        assert not run[task].result["changed"], run[task].result


def test_update_when_a_value_was_edited_then_file_line_and_token_are_named_and_force_makes_it_literal(
    controller: Controller, emulator: Emulator, project: pathlib.Path
) -> None:
    deploy(controller, project)
    edit_script(emulator, "inbound", "12025550100", "12025550199")
    emulator.call("SetRuleInfo", rule_id=rules(emulator)["night"]["rule_id"], rule_pattern="1202555019")
    refused = [update(project, "Refused"), {**update(project, "Dry"), "check_mode": True}]
    run = controller.run([*refused, update(project, force=True), sync(project)])
    for task in ("Refused", "Dry"):
        assert "src/inbound.js:2: __HOTLINE__" in run[task].message
        assert "voximplant.yml:23: __HOTLINE__" in run[task].message
        assert run[task].result["error"]["field"] == "substitutions"
    assert changed_lines(project) == [
        "-say('__GREETING__ to __HOTLINE__');",
        "+say('__GREETING__ to 12025550199');",
        '-        pattern: "__HOTLINE__9"   # one digit more',
        '+        pattern: "1202555019"   # one digit more',
    ]
    assert not run["Sync"].result["changed"], run["Sync"].result


def test_update_when_new_text_holds_a_value_then_it_stays_literal(
    controller: Controller, emulator: Emulator, project: pathlib.Path
) -> None:
    deploy(controller, project)
    edit_script(emulator, "inbound", "// inbound", "// inbound: Welcome from 12025550100")
    controller.run([update(project)])
    assert changed_lines(project) == ["-// inbound", "+// inbound: Welcome from 12025550100"]


def test_update_when_new_text_holds_a_token_then_it_is_refused(
    controller: Controller, emulator: Emulator, project: pathlib.Path
) -> None:
    deploy(controller, project)
    edit_script(emulator, "inbound", "// inbound", "// __GREETING__")
    run = controller.run([update(project, force=True)])
    assert "src/inbound.js" in run["Update"].message
    assert "Choose other tokens." in run["Update"].message
    assert changed_lines(project) == []


def test_update_when_the_last_token_is_gone_then_a_warning_names_it(
    controller: Controller, emulator: Emulator, project: pathlib.Path
) -> None:
    deploy(controller, project)
    edit_script(emulator, "inbound", "say('Welcome to 12025550100');\n", "")
    edit_script(emulator, "common", "var greeting = 'Welcome';", "// nothing")
    run = controller.run([update(project)], expected=["These tokens occur nowhere in the project any more"])
    assert "any more: __GREETING__." in run.output.replace("\n", " ")
    assert (project / "src" / "inbound.js").read_bytes() == b"// inbound\n"
    assert (project / "src" / "common.js").read_bytes() == b"// common\r\n// nothing\r\n"


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
