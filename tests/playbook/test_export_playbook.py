# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbook `export` through ansible-playbook: where it writes, and which answers it takes."""

from __future__ import annotations

import json
import typing as t

import pytest
import yaml

from harness.tasks import tree

if t.TYPE_CHECKING:
    from harness.plays import Controller, Run
    from voximplant_emulator import Emulator

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.measured]


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
    controller.write("by_name/scenarios/menu.js", b"// my edit\n")
    refused = play_by_name(controller, emulator, "-e", "deploy_project_dir=by_name")
    assert refused.outcomes[-1].message.endswith("(The variables are deploy_project_dir, export_force, export_update.)")
    assert refused.output.count("fatal: ") == 1
    report = play_by_name(controller, emulator, "-e", "deploy_project_dir=reported", "-e", "deploy_report=plan.md")
    assert report.outcomes[-1].message.startswith("deploy_report has no file that ends in .html.")
    without = play_by_name(controller, emulator)
    assert without.outcomes[-1].message.startswith("deploy_project_dir is empty")


@pytest.mark.one_core
@pytest.mark.parametrize(
    ("report", "message"),
    [
        ("nodir/map.html", "deploy_report has a file in a directory that does not exist: "),
        ("map.html,map.xyz", "deploy_report contains files whose names do not end in one of "),
        ('{"deploy_report": 5}', "deploy_report must be the path of a file, or a list of paths."),
    ],
)
def test_playbook_when_a_report_cannot_be_written_then_nothing_is(
    controller: Controller, emulator: Emulator, report: str, message: str
) -> None:
    option = report if report.startswith("{") else f"deploy_report={report}"
    run = play_by_name(controller, emulator, "-e", "deploy_project_dir=unreported", "-e", option)
    assert run.outcomes[-1].message.startswith(message)
    assert not (controller.folder / "unreported").exists()
    assert all(outcome.calls == () for outcome in run.outcomes)


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
