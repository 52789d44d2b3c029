# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""vox_export of a voxengine-ci project: what it makes of it, without an account."""

from __future__ import annotations

import typing as t

import pytest
import yaml

from harness.tasks import actions, export, tree

if t.TYPE_CHECKING:
    import pathlib

    from harness.plays import Controller
    from voximplant_emulator import Emulator

pytestmark = pytest.mark.usefixtures("world")


def test_export_when_it_is_from_voxengine_ci_then_no_credentials_and_no_calls_are_needed(
    controller: Controller, tmp_path: pathlib.Path
) -> None:
    source = "old/voxfiles/scenarios/src"
    controller.write(f"{source}/first.voxengine.js", b"// first\r\n")
    controller.write(f"{source}/second.voxengine.ts", b"let second: string;\n")
    controller.write(
        "old/voxfiles/applications/support.acme.voximplant.com/rules.config.json",
        b'[{"ruleName": "inbound", "scenarios": ["first", "second"], "rulePattern": "1.*"}]',
    )
    options = {"dest": str(tmp_path / "out"), "from_voxengine_ci": "old"}
    warning = "These scenarios are TypeScript"  # an older core breaks the line behind it
    run = controller.run([export(**options), export("Again", **options)], defaults={}, expected=[warning])
    assert "'second' to scenarios/second.js" in run.output
    assert tree(tmp_path / "out") == {
        "voximplant.yml": (
            b"---\nscenarios:\n"
            b"  - name: first\n    src: scenarios/first.js\n"
            b"  - name: second\n    src: scenarios/second.js\n"
            b"applications:\n"
            b"  - name: support\n"
            b"    rules:\n"
            b"      - name: inbound\n"
            b"        pattern: 1.*\n"
            b"        scenarios:\n          - first\n          - second\n"
        ),
        "scenarios/first.js": b"// first\r\n",
    }
    assert not run["Again"].result["changed"]
    assert run["Export"].calls == ()


def test_export_when_a_project_of_version_36_is_converted_then_it_deletes_nothing_that_it_does_not_know(
    controller: Controller, emulator: Emulator, tmp_path: pathlib.Path
) -> None:
    """Empty directories for all applications, rules in YAML, a Shared scenario without a source, an unused one."""
    root = "version36/src/voice"
    name = f"support.{emulator.account_name}.voximplant.com"
    for kind in ("src", "dist"):
        (controller.folder / root / "applications" / f"sales.{emulator.account_name}.voximplant.com" / kind).mkdir(
            parents=True
        )
    rules = [
        {"ruleName": "inbound", "scenarios": ["common", "menu", "voicemail"], "rulePattern": ".*"},
        {"ruleName": "spare", "scenarios": [], "rulePattern": ".*"},
        {"ruleName": "meeting", "scenarios": ["common"], "rulePattern": ".*"},
    ]
    controller.write(f"{root}/applications/{name}/rules.config.yml", rules)
    for scenario in ("menu", "voicemail", "draft"):
        source = f"// {scenario}\n".encode()
        controller.write(f"{root}/applications/{name}/scenarios/src/{scenario}.voxengine.js", source)
        controller.write(f"{root}/scenarios/src/{scenario}.voxengine.js", source)
    before = emulator.state()
    options = {"dest": str(tmp_path), "from_voxengine_ci": root}
    sync = {"manifest": str(tmp_path / "voximplant.yml"), "prune": ["rules", "bindings"]}
    expected = ["No rule runs these scenarios", "Rules run these scenarios, but the project has no source for them"]
    run = controller.run(
        [export(**options), {"name": "Sync", "voximplant.platform.vox_sync": sync}],
        expected=expected,
    )
    manifest = yaml.safe_load(tree(tmp_path)["voximplant.yml"])
    assert manifest["scenarios"] == [
        {"name": "menu", "src": "scenarios/menu.js"},
        {"name": "voicemail", "src": "scenarios/voicemail.js"},
        {"name": "common"},
    ]
    assert [application["name"] for application in manifest["applications"]] == ["support"]
    assert run["Export"].calls == ()
    assert run["Sync"].writes == []
    assert emulator.state() == before
    everything = controller.run([export(**options, include_unused=True, force=True)], expected=expected[1:])
    assert "scenarios/draft.js" in actions(everything)


def test_export_when_a_voxengine_ci_project_has_mistakes_then_the_manifest_is_written_with_a_warning_that_names_them(
    controller: Controller, tmp_path: pathlib.Path
) -> None:
    rules = {
        "support": [
            {"ruleName": "inbound", "scenarios": ["menu"], "rulePattern": ""},
            {"ruleName": "r" * 101, "scenarios": ["other"], "rulePattern": ".*"},
        ],
        "renamed": [],
        "sales": [{"ruleName": "foreign", "scenarios": ["menu"], "rulePattern": ".*"}],
    }
    for name, entries in rules.items():
        place = f"mistaken/applications/{name}.acme.voximplant.com"
        controller.write(f"{place}/rules.config.yml", entries)
    controller.write("mistaken/applications/support.acme.voximplant.com/scenarios/src/menu.voxengine.js", b"// menu\n")
    controller.write(
        "mistaken/applications/renamed.acme.voximplant.com/application.config.yml", {"applicationName": "support"}
    )
    controller.write("mistaken/scenarios/src/other.voxengine.ts", b"let other: string;\n")
    options = {"dest": str(tmp_path / "out"), "from_voxengine_ci": "mistaken"}
    expected = ["The manifest has mistakes", "These scenarios are TypeScript"]
    run = controller.run([export(**options), export("Again", **options)], defaults={}, expected=expected)
    for mistake in (
        "must not be empty",
        "'menu' belongs to the application 'support'",
        "has 101 characters",
        "more than once",
    ):
        assert mistake in " ".join(run.output.split()), run.output  # an older core breaks lines
    assert sorted(tree(tmp_path / "out")) == ["scenarios/menu.js", "voximplant.yml"]
    assert not run["Again"].result["changed"]
