# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""vox_export through ansible-playbook: byte for byte, all or nothing, nothing local lost."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import threading
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


def tree(directory: pathlib.Path) -> dict[str, bytes]:
    """Return the files below a directory with their contents."""
    return {
        str(path.relative_to(directory)): path.read_bytes()
        for path in sorted(directory.rglob("*"))
        if not path.is_dir()
    }


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


def play_by_name(controller: Controller, emulator: Emulator, *options: str, **keywords: t.Any) -> Run:
    """Run the playbook, with the login in the environment and nothing else."""
    login = {
        "VOXIMPLANT_API_URL": emulator.api_url,
        "VOXIMPLANT_ACCOUNT_ID": str(emulator.account_id),
        "VOXIMPLANT_API_KEY": emulator.api_key,
        "PWD": str(controller.folder),
    }
    nothing = [{"name": "Nothing", "ansible.builtin.debug": {"msg": "The playbook follows."}}]
    arguments = ("voximplant.platform.export", *options)
    return controller.run(nothing, *arguments, defaults={}, environment=login, **keywords)


def test_playbook_when_it_is_run_by_its_name_then_it_writes_below_the_directory_of_the_command(
    controller: Controller, emulator: Emulator
) -> None:
    run = play_by_name(controller, emulator, "-e", "deploy_project_dir=by_name")
    assert run["Write the account"].result["manifest"] == str(controller.folder / "by_name" / "voximplant.yml")
    assert "scenarios/menu.js" in tree(controller.folder / "by_name")
    without = play_by_name(controller, emulator)
    assert without.outcomes[-1].message.startswith("deploy_project_dir is empty")


def test_playbook_when_answers_of_a_survey_are_blank_then_they_count_as_not_given(
    controller: Controller, emulator: Emulator
) -> None:
    variables = [
        *("deploy_manifest", "deploy_substitutions", "deploy_scenarios_dir", "deploy_src_roots", "deploy_ignore"),
        *("deploy_build_command", "export_update", "export_force", "export_prune", "export_applications"),
        *("export_name_contains", "export_from_voxengine_ci", "export_include_unused", "export_map"),
        *("voximplant_credentials_file", "voximplant_api_url", "voximplant_validate_certs", "voximplant_timeout"),
        *("voximplant_retries", "voximplant_ca_path", "voximplant_account_name", "voximplant_child_account_id"),
    ]
    for number, blank in enumerate(('""', "null")):
        answers = "{" + ", ".join(f'"{name}": {blank}' for name in variables) + "}"
        run = play_by_name(controller, emulator, "-e", f"deploy_project_dir=blank{number}", "-e", answers)
        assert run["Write the account"].result["changed"], run["Write the account"].result
        assert "scenarios/menu.js" in tree(controller.folder / f"blank{number}")


def test_playbook_when_it_updates_a_project_then_it_reads_the_variables_of_the_role(
    controller: Controller, emulator: Emulator
) -> None:
    base = "project-to-update"
    controller.write(
        f"{base}/accounts/prod.yml",
        b"scenarios: [{name: __MENU__, src: built/menu.js}, {name: common, src: built/common.js}]\n",
    )
    controller.write(f"{base}/accounts/source.js", b"// __MENU__\n")
    controller.write(f"{base}/accounts/built/common.js", b"// mine\n")
    variables = {
        "deploy_project_dir": base,
        "deploy_manifest": "accounts/prod.yml",
        "deploy_substitutions": {"__MENU__": "menu"},
        "deploy_build_command": ["cp", "accounts/source.js", "accounts/built/menu.js"],
        "deploy_ignore": {"applications": ["sales"]},
        "export_update": "true",
        "voximplant_retries": 0,
    }
    warning = "These scripts differ from the account's and were not updated"
    run = play_by_name(controller, emulator, "-e", json.dumps(variables), expected=[warning])
    result = run["Write the account"].result
    assert [entry["path"] for entry in result["not_updated"]] == ["built/common.js"]
    assert result["manifest"] == str(controller.folder / base / "accounts" / "prod.yml")
    assert tree(controller.folder / base / "accounts")["built/menu.js"] == b"// __MENU__\n"
    manifest = yaml.safe_load(tree(controller.folder / base / "accounts")["prod.yml"])
    assert manifest["scenarios"][0] == {"name": "__MENU__", "src": "built/menu.js"}
    assert [entry["name"] for entry in manifest["applications"]] == ["support"]
    assert not any(path.endswith("foreign.js") for path in tree(controller.folder / base))


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
    expected = ["No rule runs these scenarios", "Rules run these scenarios, and the project has no source for them"]
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
