# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""vox_export through ansible-playbook: byte for byte, all or nothing, nothing local lost."""

from __future__ import annotations

import typing as t

import pytest
import yaml

if t.TYPE_CHECKING:
    import pathlib

    from harness.plays import Controller, Json, Run
    from voximplant_emulator import Emulator

pytestmark = pytest.mark.usefixtures("world")

DRY = "Export, dry"


def export(name: str = "Export", **options: object) -> Json:
    """A task that exports."""
    return {"name": name, "voximplant.platform.vox_export": options}


def tree(folder: pathlib.Path) -> dict[str, bytes]:
    """The files below a folder with their contents."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if not path.is_dir()}


def actions(run: Run, task: str = "Export") -> dict[str, str]:
    """What was done with each file."""
    return {file["path"]: file["action"] for file in run[task].result["files"]}


def test_export_when_an_account_is_small_then_manifest_and_texts_are_as_it_is(
    controller: Controller, emulator: Emulator, tmp_path: pathlib.Path
) -> None:
    dry = {**export(DRY, dest=str(tmp_path / "out")), "check_mode": True, "diff": True}
    run = controller.run([dry, export(dest=str(tmp_path / "out")), export("Again", dest=str(tmp_path / "out"))])
    files = tree(tmp_path / "out")
    assert set(files) == {
        "voximplant.yml",
        *(f"scenarios/{name}.js" for name in ("common", "foreign", "loose", "menu", "voicemail")),
    }
    assert files["scenarios/menu.js"] == b"// menu\n"
    assert yaml.safe_load(files["voximplant.yml"])["scenarios"][1] == {
        "name": "foreign",
        "src": "scenarios/foreign.js",
        "application_name": "sales",
    }
    assert yaml.safe_load(files["voximplant.yml"])["applications"] == [
        {
            "name": "sales",
            "secure_record_storage": False,
            "rules": [rule("orders")],
        },
        {
            "name": "support",
            "secure_record_storage": False,
            "rules": [
                rule("inbound", "common", "menu", "voicemail"),
                rule("spare"),
                {**rule("meeting", "common"), "video_conference": True},
            ],
        },
    ]
    assert run[DRY].result["changed"]
    assert run[DRY].result["files"] == run["Export"].result["files"]
    (diff,) = run[DRY].result["diff"]
    assert diff["before"] == ""
    assert [line.split(" ")[0] for line in diff["after"].splitlines()] == list(actions(run))
    assert set(actions(run).values()) == {"created"}
    assert not run["Again"].result["changed"]
    assert run["Again"].result["summary"] == {"created": 0, "updated": 0, "deleted": 0, "unchanged": 6}
    assert run["Export"].result["manifest"] == str(tmp_path / "out" / "voximplant.yml")
    assert all(outcome.writes == [] and outcome.result["operations"] == [] for outcome in run.outcomes)


def rule(name: str, *scenarios: str) -> Json:
    """A rule as an export writes it."""
    return {
        "name": name,
        "pattern": ".*",
        "pattern_exclude": "",
        "video_conference": False,
        "scenarios": list(scenarios),
    }


def test_export_when_it_is_a_check_then_nothing_is_written(controller: Controller, tmp_path: pathlib.Path) -> None:
    run = controller.run([export(dest=str(tmp_path / "deep" / "out"))], "--check")
    assert run["Export"].result["changed"]
    assert list(tmp_path.iterdir()) == []


def test_export_when_dest_is_relative_then_it_is_beside_the_play(controller: Controller) -> None:
    run = controller.run([export(dest="exported")])
    assert run["Export"].result["manifest"] == str(controller.folder / "exported" / "voximplant.yml")
    assert "scenarios/menu.js" in tree(controller.folder / "exported")


def test_export_when_local_files_differ_then_all_are_named_and_nothing_is_written(
    controller: Controller, tmp_path: pathlib.Path
) -> None:
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "menu.js").write_bytes(b"// my edit\n")
    (tmp_path / "scenarios" / "mine.js").write_bytes(b"// mine\n")
    (tmp_path / "voximplant.yml").write_bytes(b"scenarios: []\n")
    before = tree(tmp_path)
    run = controller.run(
        [
            export("Refused", dest=str(tmp_path)),
            {**export(DRY, dest=str(tmp_path)), "check_mode": True},
            export("Forced", dest=str(tmp_path), force=True),
        ]
    )
    for task in ("Refused", DRY):
        assert "voximplant.yml, scenarios/menu.js" in run[task].message
        assert run[task].result["error"]["field"] == "dest"
    assert run["Forced"].result["summary"] == {"created": 4, "updated": 2, "deleted": 0, "unchanged": 0}
    after = tree(tmp_path)
    assert after["scenarios/mine.js"] == before["scenarios/mine.js"]
    assert after["scenarios/menu.js"] == b"// menu\n"


def test_export_when_local_files_differ_then_they_are_as_they_were(
    controller: Controller, tmp_path: pathlib.Path
) -> None:
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "menu.js").write_bytes(b"// my edit\n")
    controller.run([export(dest=str(tmp_path))])
    assert tree(tmp_path) == {"scenarios/menu.js": b"// my edit\n"}


@pytest.mark.parametrize(
    ("method", "force"),
    [("GetApplications", False), ("GetRules", True), ("GetScenarios", False), ("GetScenarios", True)],
)
def test_export_when_one_read_fails_then_nothing_is_written_and_local_edits_stay(
    controller: Controller, emulator: Emulator, tmp_path: pathlib.Path, method: str, force: bool
) -> None:
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "menu.js").write_bytes(b"// my edit\n")
    emulator.add_fault(kind="api_error", code=104, method=method, skip=5 if method == "GetScenarios" else 0, times=1)
    run = controller.run([export(dest=str(tmp_path), force=force)])
    emulator.clear_faults()
    assert run["Export"].result["error"]["code"] == 104
    assert tree(tmp_path) == {"scenarios/menu.js": b"// my edit\n"}


def test_export_when_applications_are_named_then_only_what_they_need_is_written(
    controller: Controller, emulator: Emulator, tmp_path: pathlib.Path
) -> None:
    name = f"sales.{emulator.account_name}.voximplant.com"
    run = controller.run(
        [
            export("Short", dest=str(tmp_path / "support"), applications=["support"]),
            export("Full", dest=str(tmp_path / "sales"), applications=[name]),
            export("Part", dest=str(tmp_path / "part"), name_contains="O", applications=["support"]),
            export("None", dest=str(tmp_path / "none"), applications=["support", "shop"]),
        ]
    )
    assert list(actions(run, "Short")) == [
        "voximplant.yml",
        "scenarios/common.js",
        "scenarios/menu.js",
        "scenarios/voicemail.js",
    ]
    assert list(actions(run, "Full")) == ["voximplant.yml", "scenarios/foreign.js"]
    assert list(actions(run, "Part")) == ["voximplant.yml", "scenarios/common.js", "scenarios/voicemail.js"]
    assert "'shop'" in run["None"].message
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("place", ["scenarios", "scenarios/menu.js", "voximplant.yml"])
def test_export_when_a_link_leads_elsewhere_then_nothing_is_written_through_it(
    controller: Controller, tmp_path: pathlib.Path, place: str
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    out = tmp_path / "out"
    (out / place).parent.mkdir(parents=True)
    (out / place).symlink_to(elsewhere if place == "scenarios" else elsewhere / "file")
    run = controller.run([export(dest=str(out), force=True)])
    assert str(out / place) in run["Export"].message
    assert tree(elsewhere) == {}
    assert not (out / "voximplant.yml").is_file()


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


def test_playbook_when_it_is_run_by_its_name_then_it_writes_below_the_folder_of_the_command(
    controller: Controller, emulator: Emulator
) -> None:
    login = {
        "VOXIMPLANT_API_URL": emulator.api_url,
        "VOXIMPLANT_ACCOUNT_ID": str(emulator.account_id),
        "VOXIMPLANT_API_KEY": emulator.api_key,
        "PWD": str(controller.folder),
    }
    nothing = [{"name": "Nothing", "ansible.builtin.debug": {"msg": "The playbook follows."}}]
    playbook = "voximplant.platform.export"
    run = controller.run(nothing, playbook, "-e", "deploy_project_dir=by_name", defaults={}, environment=login)
    assert run["Write the account"].result["manifest"] == str(controller.folder / "by_name" / "voximplant.yml")
    assert "scenarios/menu.js" in tree(controller.folder / "by_name")
    without = controller.run(nothing, playbook, defaults={}, environment=login)
    assert without.outcomes[-1].message.startswith("deploy_project_dir is empty")
