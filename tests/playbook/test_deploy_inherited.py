# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role `deploy` with keywords, defaults and variables of its caller that must not turn its outcome round."""

from __future__ import annotations

import pathlib

import pytest
import yaml

from harness import accounts, own_emulator
from harness.deployments import (
    MISSING,
    ROLE,
    SMOKE,
    content,
    deploy,
    failure,
    fill,
    occupied,
    rule,
    unwritten,
    write_project,
    write_second_version,
)
from harness.plays import GROUP, HOSTS, Controller, Json
from voximplant_emulator import Emulator

controller = own_emulator.controller
emulator = own_emulator.emulator

REFUSED: Json = {"kind": "api_error", "method": "BindScenario", "code": 100, "times": 0}
SPEC = pathlib.Path(__file__).resolve().parents[2] / "roles" / "deploy" / "meta" / "argument_specs.yml"
VARIABLES: Json = yaml.safe_load(SPEC.read_text(encoding="utf-8"))["argument_specs"]["main"]["options"]
SYNC = f"{ROLE} : Synchronize the account with the project"
LAST = f"{ROLE} : Fail if the deployment or a report failed"


def project_of(controller: Controller) -> str:
    return str(controller.folder / "project")


def test_deploy_when_a_script_holds_a_secret_and_the_deployment_fails_then_the_script_comes_back(
    controller: Controller, emulator: Emulator
) -> None:
    """The account is one whose key the harness does not look for in the journal."""
    account = emulator.add_account()
    account_id, api_key = account["account_id"], account["api_key"]
    fill(emulator, account_id)
    script = f"const KEY = '{api_key}', ACCOUNT = {account_id};\n"
    emulator.call("SetScenarioInfo", account_id=account_id, required_scenario_name="common", scenario_script=script)
    before = content(emulator, account_id)
    write_second_version(controller)
    emulator.add_fault(**REFUSED)
    login = {"api_url": emulator.api_url, "account_id": account_id, "api_key": api_key}
    run = deploy(controller, "--diff", play={"defaults": login})
    assert "update scenario common" in failure(run)
    assert api_key not in run.output
    assert content(emulator, account_id) == before


@pytest.mark.parametrize(
    "keyword", [{"any_errors_fatal": True}, {"environment": {"ANSIBLE_ANY_ERRORS_FATAL": "1"}}], ids=["play", "setting"]
)
def test_deploy_when_any_error_is_fatal_and_one_of_two_accounts_is_refused_then_each_ends_on_its_own(
    controller: Controller, emulator: Emulator, tmp_path: pathlib.Path, keyword: Json
) -> None:
    """The report of a third account, and its map, cannot be written."""
    made = {name: emulator.add_account() for name in ("good", "bad", "unreported")}
    before = {name: fill(emulator, account["account_id"]) for name, account in made.items()}
    hosts = {
        name: {**HOSTS["localhost"], "voximplant_credentials": account["credentials"]} for name, account in made.items()
    }
    hosts["unreported"]["deploy_report"] = occupied(tmp_path, "report.md", "map.html")
    controller.write("inventory/hosts.yml", {"all": {"hosts": hosts, "vars": {"voximplant_api_url": emulator.api_url}}})
    emulator.add_fault(**REFUSED, account_id=made["bad"]["account_id"])
    write_second_version(controller)

    run = deploy(controller, play={"hosts": "all", "defaults": {}, **keyword})

    ends = {outcome.host: outcome for outcome in run.outcomes if outcome.task == LAST}
    assert {host: end.status for host, end in ends.items()} == {
        "good": "skipped",
        "bad": "failed",
        "unreported": "failed",
    }
    assert run.returncode != 0 and "Put back: " in ends["bad"].message
    assert unwritten(ends["unreported"].message) == ["", *hosts["unreported"]["deploy_report"]]
    assert content(emulator, made["bad"]["account_id"]) == before["bad"]
    results = {outcome.task: outcome.result for outcome in run.outcomes if outcome.host == "unreported"}
    kept = results[f"{ROLE} : Keep the ID of the plan"]["ansible_facts"]["deploy_plan_id"]
    assert kept == results[SYNC]["plan_id"] != ""
    for name in ("good", "unreported"):
        deployed = emulator.state(made[name]["account_id"])["scenarios"]
        assert {scenario["scenario_name"] for scenario in deployed} == {"common", "inbound", "new", "extra", "spare"}


@pytest.mark.parametrize("way", ["roles", "import_role", "include_role"])
def test_deploy_when_errors_are_ignored_and_tags_select_it_then_the_account_is_put_back_and_the_role_fails(
    controller: Controller, emulator: Emulator, tmp_path: pathlib.Path, way: str
) -> None:
    """Neither the report nor the map can be written, and that is told after the deployment's failure."""
    before = fill(emulator)
    write_second_version(controller)
    emulator.add_fault(**REFUSED)
    files = occupied(tmp_path, "report.md", "map.html")
    variables = {"deploy_project_dir": project_of(controller), "deploy_report": files}
    keywords: Json = {"ignore_errors": True, "tags": ["voximplant"]}
    if way == "roles":
        play: Json = {"roles": [{"role": ROLE, **keywords, **variables}]}
        tasks: list[Json] = []
    else:
        include: Json = {"name": ROLE, **({"apply": keywords} if way == "include_role" else {})}
        play = {}
        tasks = [{"name": "Deploy", f"ansible.builtin.{way}": include, "vars": variables, **keywords}]
    run = controller.run(tasks, "--tags", "voximplant", ignore_errors=False, **play)
    outcome, *others = unwritten(failure(run))
    assert "Put back: " in outcome and others == files
    assert content(emulator) == before


@pytest.mark.parametrize(
    ("variables", "script", "reason"),
    [
        ({"deploy_build_command": "echo broken >&2; exit 3"}, "// a\n", "The build failed: "),
        ({}, "(", "project/src/common.js:1: invalid JavaScript"),
    ],
)
def test_deploy_when_errors_are_ignored_and_the_build_or_the_project_is_wrong_then_nothing_is_sent(
    controller: Controller, emulator: Emulator, variables: Json, script: str, reason: str
) -> None:
    write_project(controller, {"common": script}, [rule("smoke", "common")])
    run = deploy(controller, play={"ignore_errors": True}, **variables)
    assert reason in failure(run)
    assert run[SYNC].status == "skipped" and run.returncode != 0
    assert emulator.journal() == []


def test_deploy_when_its_caller_loops_and_its_defaults_use_the_item_then_the_roll_back_is_whole(
    controller: Controller, emulator: Emulator
) -> None:
    before = fill(emulator)
    write_second_version(controller)
    emulator.add_fault(**REFUSED)
    defaults = {"api_url": "{{ item.url }}", "credentials_file": "{{ item.key }}"}
    task = {
        "name": "Deploy",
        "ansible.builtin.include_role": {"name": ROLE},
        "loop": [{"url": emulator.api_url, "key": emulator.credentials_file}],
        "loop_control": {"label": "account"},
        "vars": {"deploy_project_dir": project_of(controller)},
    }
    run = controller.run([task], ignore_errors=False, module_defaults={GROUP: defaults})
    assert "Put back: " in failure(run)
    assert content(emulator) == before


def test_compare_when_an_earlier_run_of_the_role_found_mistakes_then_it_tells_its_own_failure(
    controller: Controller, emulator: Emulator, tmp_path: pathlib.Path
) -> None:
    """The earlier run could not write its map either, and this one has none."""
    write_project(controller, {"common": "("}, [rule("smoke", "common")])
    controller.write("project/good.yml", {"applications": [{"name": "support"}]})
    emulator.add_fault("api_error", method="GetApplications", code=127, skip=1)  # the first is for the map
    include = {"ansible.builtin.include_role": {"name": ROLE}}
    compare = {"ansible.builtin.include_role": {"name": ROLE, "tasks_from": "compare"}}
    task = {
        "block": [{"name": "Deploy", **include, "vars": {"deploy_report": occupied(tmp_path, "map.html")}}],
        "rescue": [{"name": "Compare", **compare, "vars": {"deploy_manifest": "good.yml"}}],
        "vars": {"deploy_project_dir": project_of(controller)},
    }
    run = controller.run([task], ignore_errors=False)
    earlier, message = [outcome.message for outcome in run.outcomes if outcome.task == LAST]
    assert "invalid JavaScript" in earlier and "was not written" in earlier
    assert "GetApplications" in message and "invalid JavaScript" not in message and "was not written" not in message


def test_deploy_when_check_mode_is_a_keyword_then_nothing_is_written_or_started(
    controller: Controller, emulator: Emulator, tmp_path: pathlib.Path
) -> None:
    write_second_version(controller)
    run = deploy(controller, play={"check_mode": True}, **SMOKE, deploy_report=str(tmp_path / "map.html"))
    assert run.returncode == 0 and "changed=1" in run.output, run.output
    assert run[LAST].status == "skipped"
    assert emulator.journal(write=True) == [] and emulator.state()["sessions"] == []
    assert MISSING in (tmp_path / "map.html").read_text(encoding="utf-8")


def test_deploy_when_defaults_of_other_modules_are_given_then_the_build_runs_and_the_report_is_replaced(
    controller: Controller, emulator: Emulator
) -> None:
    write_project(controller, {"common": "// a\n"}, [rule("smoke", "common")])
    login = accounts.login(emulator)
    defaults = {
        "ansible.builtin.command": {"creates": "/", "removes": "/nowhere", "chdir": "/"},
        "ansible.builtin.copy": {"force": False, "backup": True, "remote_src": True},
        "voximplant.platform.vox_sync": {"on_drift": "report", "atomic": False},
        GROUP: login,
    }
    command = "echo '// built' >src/common.js"
    reports = [controller.write(f"reports/plan.{ending}", b"old") for ending in ("txt", "html")]
    reported = {"deploy_report": [str(path) for path in reports]}
    deploy(controller, play={"module_defaults": defaults}, deploy_build_command=command, **reported)
    assert accounts.texts(emulator) == {"common": "// built\n"}
    assert [path.read_bytes()[:3] == b"old" for path in reports] == [False, False]
    assert sorted(reports[0].parent.iterdir()) == sorted(reports)


@pytest.mark.parametrize("blank", [None, ""], ids=["null", "empty"])
@pytest.mark.parametrize("way", ["extra variables", "variables"])
def test_deploy_when_all_optional_variables_are_blank_then_they_count_as_not_given(
    controller: Controller, emulator: Emulator, blank: str | None, way: str
) -> None:
    before = fill(emulator)
    write_second_version(controller)
    variables = {name: blank for name in VARIABLES if name != "deploy_project_dir"}
    extra = controller.write("variables.yml", variables)
    options = ("-e", f"@{extra}") if way == "extra variables" else ()
    emulator.add_fault("api_error", method="BindScenario", code=100)
    refused = deploy(controller, *options, **({} if options else variables))
    assert "Put back: " in failure(refused)
    assert content(emulator) == before
    done = deploy(controller, *options, **({} if options else variables))
    assert done.returncode == 0 and "changed=1" in done.output, done.output
    assert emulator.state()["sessions"] == []


@pytest.mark.parametrize("blank", [None, "", " "], ids=["null", "empty", "blank"])
def test_deploy_when_the_project_directory_is_blank_then_it_is_refused_before_anything_is_read(
    controller: Controller, emulator: Emulator, blank: str | None
) -> None:
    controller.write("voximplant.yml", {"scenarios": []})
    run = deploy(controller, play={"ignore_errors": True}, deploy_project_dir=blank)
    assert run.returncode != 0 and "deploy_project_dir" in run.outcomes[-1].message
    assert emulator.journal() == []


def test_deploy_when_two_applications_have_rules_of_one_name_then_both_are_put_back(
    controller: Controller, emulator: Emulator
) -> None:
    fill(emulator)
    sales = emulator.call("AddApplication", application_name="sales")["application_id"]
    emulator.call("AddRule", application_id=sales, rule_name="inbound", rule_pattern="7.*")
    before = content(emulator)
    scripts = {"common": "// new\n", "inbound": "// new\n"}
    others = [{"name": "sales", "rules": [rule("inbound", "common", pattern="8.*")]}]
    write_project(controller, scripts, [rule("inbound", "inbound", pattern="0.*")], others)
    emulator.add_fault(**REFUSED)
    message = failure(deploy(controller))
    for part in ("update rule support/inbound", "update rule sales/inbound"):
        assert part in message
    assert content(emulator) == before
