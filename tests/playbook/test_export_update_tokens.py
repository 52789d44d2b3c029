# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""vox_export with update, and values that differ between environments: they stay tokens."""

from __future__ import annotations

import typing as t

import pytest

from harness import console_edits
from harness.console_edits import changed_lines, deploy, edit_script, rules, sync, update

if t.TYPE_CHECKING:
    import pathlib

    from harness.plays import Controller
    from voximplant_emulator import Emulator

pytestmark = pytest.mark.one_core

project = console_edits.project


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


def test_update_when_the_value_of_a_token_is_null_then_the_default_of_the_manifest_counts(
    controller: Controller, emulator: Emulator, project: pathlib.Path
) -> None:
    deploy(controller, project)
    edit_script(emulator, "inbound", "// inbound", "// inbound!")
    values = {**console_edits.SUBSTITUTIONS, "__GREETING__": None}
    options = {"substitutions": values, "ignore": {"files": None}, "src_roots": None, "scenarios_dir": None}
    run = controller.run([update(project, **options), sync(project, substitutions=values)])
    assert changed_lines(project) == ["-// inbound", "+// inbound!"]
    assert not run["Sync"].result["changed"], run["Sync"].result


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
    run = controller.run([update(project)], expected=["These tokens no longer occur in the project"])
    assert "in the project: __GREETING__." in run.output.replace("\n", " ")
    assert (project / "src" / "inbound.js").read_bytes() == b"// inbound\n"
    assert (project / "src" / "common.js").read_bytes() == b"// common\r\n// nothing\r\n"
