# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Situations in which deployments are known to go wrong, one test each, named after what goes wrong there."""

from __future__ import annotations

import json
import pathlib
import subprocess
import sys
import typing as t

import pytest

from harness import accounts, alone, situations
from harness.plays import Controller
from harness.situations import COLLECTION, SOURCES, check_settled, declare, deploy, rule_id, run, scenario_id
from voximplant_emulator import Emulator

pytestmark = pytest.mark.one_core

controller = situations.controller
emulator = situations.emulator
shared_emulator = situations.shared_emulator
Json = dict[str, t.Any]


def test_text_edited_in_the_console_is_seen_and_put_right(controller: Controller, emulator: Emulator) -> None:
    deploy(controller)
    emulator.call("SetScenarioInfo", scenario_id=scenario_id(emulator, "inbound"), scenario_script="// console\n")
    done = deploy(controller)
    assert done.writes == ["SetScenarioInfo"]
    (shown,) = done.result["diff"]
    assert (shown["before"], shown["after"]) == ("// console\n", "// calls\n")
    check_settled(controller, emulator)


def test_scenario_deleted_in_the_console_is_made_again_and_bound(controller: Controller, emulator: Emulator) -> None:
    deploy(controller)
    emulator.call("DelScenario", scenario_id=scenario_id(emulator, "common"))
    done = deploy(controller)
    assert done.result["summary"]["created"] == 1 and done.result["summary"]["bound"] == 2
    check_settled(controller, emulator)


def test_order_reversed_in_a_rule_is_put_right_and_settles(controller: Controller, emulator: Emulator) -> None:
    deploy(controller)
    ids = [scenario_id(emulator, "inbound"), scenario_id(emulator, "common")]
    emulator.call("ReorderScenarios", rule_id=rule_id(emulator, "in"), scenario_id=ids)
    assert deploy(controller).writes == ["ReorderScenarios"]
    check_settled(controller, emulator)


def test_rule_made_in_the_console_stays_behind_and_settles(controller: Controller, emulator: Emulator) -> None:
    deploy(controller)
    emulator.call("AddRule", application_name="support", rule_name="console", rule_pattern=".*")
    order = [rule_id(emulator, name) for name in ("console", "in", "out")]
    emulator.call("ReorderRules", rule_id=order)
    assert deploy(controller).writes == ["ReorderRules"]
    (application,) = emulator.state()["applications"]
    assert [rule["rule_name"] for rule in application["rules"]] == ["in", "out", "console"]
    check_settled(controller, emulator)


def test_scenario_and_rule_removed_from_the_files_are_reported_and_removed_on_request(
    controller: Controller, emulator: Emulator
) -> None:
    deploy(controller)
    emulator.call("AddScenario", scenario_name="obsolete")
    emulator.call("AddRule", application_name="support", rule_name="obsolete", rule_pattern="9")
    reported = deploy(controller)
    assert [(found["object"], found["name"], found["kind"]) for found in reported.result["drift"]] == [
        ("rule", "obsolete", "unmanaged"),
        ("scenario", "obsolete", "unmanaged"),
    ]
    assert reported.writes == []
    assert deploy(controller, prune=["rules", "scenarios"]).writes == ["DelRule", "DelScenario"]
    check_settled(controller, emulator)


def test_more_names_that_contain_the_wanted_one_than_a_page_holds(controller: Controller, emulator: Emulator) -> None:
    for number in range(30):
        emulator.call("AddScenario", scenario_name=f"a{number}common")
    deploy(controller)
    emulator.set_switches(count_cap=20)
    check_settled(controller, emulator)
    single = run(controller, "vox_scenario", name="common", src="scenarios/common.js")
    assert single.writes == [] and not single.result["changed"]


def test_same_checkout_serves_a_second_account(controller: Controller, emulator: Emulator) -> None:
    second = emulator.add_account()
    deploy(controller)
    other = {"account_id": second["account_id"], "api_key": second["api_key"]}
    assert deploy(controller, **other).result["summary"]["created"] == 6
    assert not deploy(controller, **other).result["changed"]
    check_settled(controller, emulator)


def test_export_and_sync_without_an_edit_rewrites_nothing(controller: Controller, emulator: Emulator) -> None:
    deploy(controller)
    run(controller, "vox_export", dest="exported")
    synced = run(controller, "vox_sync", manifest="exported/voximplant.yml")
    assert (synced.result["changed"], synced.writes) == (False, [])


def test_credentials_variable_of_another_tool_does_not_win(controller: Controller, emulator: Emulator) -> None:
    second = emulator.add_account()
    key_file = controller.write("other.json", json.dumps(second["credentials"]).encode())
    task = {"name": "task", f"{COLLECTION}.vox_sync": {"manifest": "voximplant.yml"}}
    done = controller.run([task], environment={"VOXIMPLANT_CREDENTIALS": str(key_file)})["task"]
    assert {call["auth"] for call in done.calls} == {"api_key"}
    assert emulator.state(second["account_id"])["scenarios"] == []


def test_space_in_the_path_of_the_project(controller: Controller, emulator: Emulator) -> None:
    assert " " in str(controller.folder)
    assert deploy(controller).result["summary"]["created"] == 6
    check_settled(controller, emulator)


def test_dry_run_for_an_unknown_application_says_so(controller: Controller, emulator: Emulator) -> None:
    checked = deploy(controller, check=True)
    assert ("application", "support", "missing") in [
        (found["object"], found["name"], found["kind"]) for found in checked.result["drift"]
    ]
    assert checked.writes == [] and emulator.state()["applications"] == []
    refused = run(controller, "vox_rule", check=True, application_name="support", name="in", rule_pattern="1")
    assert "There is no application named 'support'" in refused.message


def test_javascript_arrives_as_it_is(controller: Controller, emulator: Emulator) -> None:
    text = "\ufeffclass A { #p = 1; static { this.x ??= 2; } }\r\n// {{ no }} template, é 😀\n\n  \t"
    declare(controller, common=text, inbound="x", callback="y")
    deploy(controller)
    assert accounts.texts(emulator)["common"] == text
    assert not deploy(controller).result["changed"]


def test_one_rule_is_deployed_to_an_application_that_is_not_there(controller: Controller, emulator: Emulator) -> None:
    done = deploy(controller, only_rules=["out"], only_scenarios=["common", "callback"])
    assert done.result["summary"]["created"] == 4
    assert set(accounts.texts(emulator)) == {"common", "callback"}
    assert list(accounts.rules(emulator)) == ["out"]


def test_only_scenario_of_a_rule_is_replaced_without_both_or_a_lost_binding(
    controller: Controller, emulator: Emulator
) -> None:
    deploy(controller)
    binding = {"application_name": "support", "rule_name": "in", "exclusive": True}
    run(controller, "vox_scenario_binding", scenarios=["common"], **binding)
    replaced = run(controller, "vox_scenario_binding", scenarios=["callback"], **binding)
    assert [call["params"]["bind"] for call in replaced.calls if call["write"]] == ["false", "true"]
    assert accounts.rules(emulator)["in"] == [scenario_id(emulator, "callback")]
    renamed = run(controller, "vox_scenario", name="callback2", renamed_from="callback")
    assert renamed.writes == ["SetScenarioInfo"]
    assert accounts.rules(emulator)["in"] == [scenario_id(emulator, "callback2")]


def test_two_first_deployments_at_once_end_without_a_duplicate(controller: Controller, emulator: Emulator) -> None:
    options = {
        **accounts.login(emulator),
        "scenarios": [{"name": name, "script": text} for name, text in SOURCES.items()],
        "applications": [
            {
                "name": "support",
                "rules": [
                    {"name": "in", "pattern": "1.*", "scenarios": ["common", "inbound"]},
                    {"name": "out", "pattern": "2.*", "scenarios": ["common", "callback"]},
                ],
            }
        ],
    }
    emulator.set_latency(20)
    command = [sys.executable, str(pathlib.Path(alone.__file__)), "vox_sync", json.dumps(options)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _unused in range(2)]
    results = [json.loads(process.communicate(timeout=300)[0]) for process in both]
    emulator.set_latency(0)
    assert all("error" in result for result in results if result.get("failed")), results
    deploy(controller)
    (application,) = emulator.state()["applications"]
    assert sorted(rule["rule_name"] for rule in application["rules"]) == ["in", "out"]
    check_settled(controller, emulator)
