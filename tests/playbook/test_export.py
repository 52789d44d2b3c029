# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""vox_export through ansible-playbook: byte for byte, all or nothing, nothing local lost."""

from __future__ import annotations

import contextlib
import itertools
import os
import resource
import threading
import typing as t

import pytest
import yaml

from harness.tasks import actions, export, tree

if t.TYPE_CHECKING:
    import pathlib
    import subprocess

    from harness.plays import Controller, Json
    from voximplant_emulator import Emulator

pytestmark = pytest.mark.usefixtures("world")

DRY = "Export, dry"


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


@pytest.fixture
def long_script(emulator: Emulator) -> t.Iterator[str]:
    """A script of the account that is longer than the platform takes today."""
    scenario = emulator.call("AddScenario", scenario_name="long", scenario_script="")["scenario_id"]
    script = "// long\n" * 20000
    emulator._store.run("UPDATE scenario SET script = ? WHERE scenario_id = ?", script, scenario)
    yield script
    emulator.call("DelScenario", scenario_id=scenario)


def test_export_when_a_script_is_longer_than_allowed_then_it_is_written(
    controller: Controller, long_script: str, tmp_path: pathlib.Path
) -> None:
    run = controller.run([export(dest=str(tmp_path))])
    assert run["Export"].result["changed"]
    assert (tmp_path / "scenarios" / "long.js").read_bytes() == long_script.encode()


@pytest.mark.one_core
def test_export_when_a_file_cannot_be_written_then_the_task_says_whether_others_were(
    controller: Controller, long_script: str, tmp_path: pathlib.Path
) -> None:
    old = tmp_path / "old" / "scenarios" / "common.js"
    old.parent.mkdir(parents=True)
    old.write_bytes(b"// old")

    def limit(process: subprocess.Popen[str]) -> None:
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (len(long_script) - 1, resource.RLIM_INFINITY))

    run = controller.run(
        [export("New", dest=str(tmp_path / "new")), export("Old", dest=str(tmp_path / "old"), force=True)],
        watch=limit,
    )
    for task, changed in (("New", False), ("Old", True)):
        assert "scenarios/long.js cannot be written: File too large." in run[task].message
        assert run[task].result["changed"] == changed
    assert tree(tmp_path / "new") == {}
    assert list(tree(tmp_path / "old")) == ["scenarios/common.js"]
    assert old.read_bytes() != b"// old"


def test_sync_when_an_exported_script_is_longer_than_allowed_then_nothing_is_changed(
    controller: Controller, long_script: str, tmp_path: pathlib.Path
) -> None:
    sync = {"name": "Sync", "voximplant.platform.vox_sync": {"manifest": str(tmp_path / "voximplant.yml")}}
    run = controller.run([export(dest=str(tmp_path)), sync])
    assert run["Sync"].status == "ok", run["Sync"].result
    assert not run["Sync"].result["changed"]


@pytest.mark.parametrize("place", ["scenarios/menu.js", "voximplant.yml", "scenarios"])
def test_export_when_a_named_pipe_is_in_the_way_then_it_is_named_and_nothing_hangs(
    controller: Controller, tmp_path: pathlib.Path, place: str
) -> None:
    (tmp_path / place).parent.mkdir(exist_ok=True)
    os.mkfifo(tmp_path / place)
    run = controller.run([export(dest=str(tmp_path), force=True)])
    assert str(tmp_path / place) in run["Export"].message


def test_export_when_the_manifest_is_in_a_subdirectory_then_scripts_are_beside_it(
    controller: Controller, tmp_path: pathlib.Path
) -> None:
    sync = {"name": "Sync", "voximplant.platform.vox_sync": {"manifest": str(tmp_path / "accounts" / "prod.yml")}}
    run = controller.run([export(dest=str(tmp_path), manifest="accounts/prod.yml"), sync])
    assert {path for path in tree(tmp_path) if path.endswith("menu.js")} == {"accounts/scenarios/menu.js"}
    assert run["Export"].result["manifest"] == str(tmp_path / "accounts" / "prod.yml")
    assert not run["Sync"].result["changed"], run["Sync"].result


def test_export_when_a_directory_is_swapped_for_a_link_all_the_time_then_nothing_is_written_outside(
    controller: Controller, tmp_path: pathlib.Path
) -> None:
    outside, out = tmp_path / "outside", tmp_path / "out"
    for directory in (outside, out / "scenarios"):
        directory.mkdir(parents=True)
    done = threading.Event()

    def swap() -> None:
        for number in itertools.takewhile(lambda _: not done.is_set(), itertools.count()):
            with contextlib.suppress(OSError):
                (out / "scenarios").rename(tmp_path / f"aside-{number}")
                (out / "scenarios").symlink_to(outside, target_is_directory=True)
            with contextlib.suppress(OSError):
                (out / "scenarios").unlink()

    swapper = threading.Thread(target=swap)
    swapper.start()
    try:
        controller.run([export(f"Export {number}", dest=str(out), force=True) for number in range(12)])
    finally:
        done.set()
        swapper.join()
    assert list(outside.iterdir()) == []
    assert (out / "voximplant.yml").is_file()
