# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""vox_export with update: an edit in the console becomes exactly that edit in the project."""

from __future__ import annotations

import typing as t

import pytest

from harness import console_edits
from harness.console_edits import changed_lines, deploy, edit_script, edited, git, rules, scenario, sync, update

if t.TYPE_CHECKING:
    import pathlib

    from harness.plays import Controller
    from voximplant_emulator import Emulator

pytestmark = pytest.mark.one_core

project = console_edits.project


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
    expected = ["The account no longer has these objects"]
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
