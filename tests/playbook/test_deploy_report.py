# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The report that the role `deploy` and the playbook `validate` write."""

from __future__ import annotations

import json
import os
import pathlib
import re
import subprocess
import sys
from xml.etree import ElementTree

import pytest

from harness import own_emulator
from harness.deployments import MISSING, ROLE, deploy, failure, occupied, rule, write_project
from harness.plays import HOSTS, Controller
from voximplant_emulator import Emulator

controller = own_emulator.controller
emulator = own_emulator.emulator


def test_report_when_checked_and_deployed_then_it_is_written_without_a_change_more(
    controller: Controller, emulator: Emulator, tmp_path: pathlib.Path
) -> None:
    write_project(controller, {"common": "// {{ nope }}\n"}, [rule("smoke", "common")])
    checked = deploy(controller, "--check", "--diff", deploy_report=str(tmp_path / "plan.md"))
    assert "changed=1" in checked.output and emulator.journal(write=True) == []
    comment = (tmp_path / "plan.md").read_text(encoding="utf-8")
    assert comment.startswith("### Voximplant: plan <code>1&#45;") and "+// {{ nope }}" in comment
    done = deploy(controller, deploy_report=[str(tmp_path / "result.json"), str(tmp_path / "map.html")])
    assert "changed=1" in done.output
    result = json.loads((tmp_path / "result.json").read_text(encoding="utf-8"))
    page = (tmp_path / "map.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>") and MISSING not in page
    assert result["changed"] and not result["failed"] and result["plan_id"].replace("-", "&#45;") in comment


def test_report_when_a_deployment_fails_then_it_says_so_and_the_role_fails(
    controller: Controller, emulator: Emulator, tmp_path: pathlib.Path
) -> None:
    write_project(controller, {"common": "// a\n"}, [rule("smoke", "common")])
    emulator.add_fault("api_error", method="AddRule", code=127)
    failed = deploy(controller, deploy_report=f"{tmp_path / 'report.txt'}, {tmp_path / 'report.xml'}")
    report = (tmp_path / "report.txt").read_text(encoding="utf-8").splitlines()
    assert "put back: delete scenario common" in report
    assert any(line.startswith("failed: ") for line in report)
    assert ElementTree.parse(tmp_path / "report.xml").findall(".//testcase[@name='task']/failure") != []
    assert "AddRule" in failure(failed)


def test_report_when_the_account_cannot_be_drawn_then_the_role_fails_and_says_why(
    controller: Controller, emulator: Emulator, tmp_path: pathlib.Path
) -> None:
    write_project(controller, {"common": "// a\n"}, [rule("smoke", "common")])
    emulator.add_fault("api_error", method="GetPhoneNumbers", code=127)
    failed = deploy(controller, deploy_report=str(tmp_path / "map.html"))
    assert failed.returncode != 0 and not (tmp_path / "map.html").exists()
    message = failure(failed)
    assert message.startswith("The map of the account was not written: ") and "GetPhoneNumbers" in message
    assert failed[f"{ROLE} : Keep the ID of the plan"].result["ansible_facts"]["deploy_plan_id"].startswith("1-")


def test_report_when_the_caller_has_tags_another_user_and_a_remote_host_then_the_map_is_drawn_all_the_same(
    controller: Controller, emulator: Emulator, tmp_path: pathlib.Path
) -> None:
    write_project(controller, {"common": "// a\n"}, [rule("smoke", "common")])
    remote = {"ansible_connection": "ssh", "ansible_host": "127.0.0.1", "ansible_port": 1}
    controller.write("inventory/hosts.yml", {"all": {"hosts": {**HOSTS, "account": remote}}})
    variables = {"deploy_project_dir": str(controller.folder / "project"), "deploy_report": str(tmp_path / "map.html")}
    role = {"role": ROLE, "tags": ["deploy"], **variables}
    keywords = {"hosts": "account", "become": True, "become_user": "nobody", "ignore_errors": False}
    run = controller.run([], "--tags", "deploy", roles=[role], **keywords)
    assert run.returncode == 0, run.output
    assert (tmp_path / "map.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


PATHS = ("manifest", "scenarios_dir", "backup_dir", "cache_file", "typings", "rendered_dir")


@pytest.mark.one_core
def test_path_when_it_is_not_text_then_the_variable_is_named_once_and_nothing_is_sent(
    controller: Controller, emulator: Emulator
) -> None:
    write_project(controller, {"common": "// a\n"}, [rule("smoke", "common")])
    wrong: dict[str, dict[str, object]] = {
        name: {f"deploy_{name}": value} for name, value in zip(PATHS, (5, 1.5, True) * 2, strict=True)
    }
    roots: tuple[object, ...] = (5, True, {"a": "b"}, ["src", 5])
    wrong.update({f"roots{number}": {"deploy_src_roots": value} for number, value in enumerate(roots)})
    hosts = {name: {**HOSTS["localhost"], **variables} for name, variables in wrong.items()}
    controller.write("inventory/hosts.yml", {"all": {"hosts": hosts}})
    refused = deploy(controller, play={"hosts": "all", "ignore_errors": True})
    messages = [(outcome.host, outcome.message) for outcome in refused.outcomes if outcome.status == "failed"]
    assert sorted(messages) == sorted(
        [
            *((name, f"These variables must be paths: deploy_{name}.") for name in PATHS),
            *(
                (f"roots{number}", "deploy_src_roots must be a directory, or a list of directories.")
                for number in range(4)
            ),
        ]
    )
    assert emulator.journal() == []


def test_report_when_its_suffix_or_its_directory_is_unknown_then_the_variable_is_named_and_nothing_is_sent(
    controller: Controller, emulator: Emulator
) -> None:
    write_project(controller, {"common": "// a\n"}, [rule("smoke", "common")])
    reports = {"suffix": "report.pdf", "directory": "report.md, nowhere/report.md, nowhere/map.html"}
    hosts = {name: {**HOSTS["localhost"], "deploy_report": report} for name, report in reports.items()}
    controller.write("inventory/hosts.yml", {"all": {"hosts": hosts}})
    refused = deploy(controller, play={"hosts": "all", "ignore_errors": True}, deploy_build_command="touch built")
    messages = {outcome.host: outcome.message for outcome in refused.outcomes if outcome.status == "failed"}
    assert messages == {
        "suffix": "deploy_report contains files whose names do not end in one of .md, .xml, .txt, .json, .html. "
        "Change their suffixes.",
        "directory": f"deploy_report has a file in a directory that does not exist: {controller.folder / 'nowhere'}. "
        "Create the directory, or set deploy_report to files in other directories.",
    }
    assert refused.returncode != 0 and emulator.journal() == []
    assert not (controller.folder / "project" / "built").exists()


def test_report_when_a_project_is_validated_then_each_mistake_is_a_failed_case(
    controller: Controller, tmp_path: pathlib.Path
) -> None:
    write_project(controller, {"common": "var = ;\n"}, [rule("smoke", "common")])
    playbook = pathlib.Path(sys.executable).with_name("ansible-playbook")
    files = [str(tmp_path / "report.xml"), *occupied(tmp_path, "report.md")]
    variables = {"deploy_project_dir": "project", "deploy_report": files}
    done = subprocess.run(
        [playbook, "voximplant.platform.validate", "-e", json.dumps(variables)],
        cwd=controller.folder,
        env={**os.environ, "ANSIBLE_HOME": str(tmp_path / "home"), "ANSIBLE_NOCOLOR": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 2, done.stdout + done.stderr
    (suite,) = ElementTree.parse(tmp_path / "report.xml").getroot()
    failed = [case.attrib["name"] for case in suite if case.find("failure") is not None]
    assert len(failed) == 1 and "common.js:1: invalid JavaScript" in failed[0]
    assert re.search(rf"common.js:1: invalid JavaScript.* {files[1]} was not written: ", done.stdout)
