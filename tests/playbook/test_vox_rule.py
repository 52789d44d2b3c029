# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""vox_rule through ansible-playbook: every change in check mode, for real, and again."""

from __future__ import annotations

import dataclasses
import json
import typing as t

import pytest

from harness import transitions
from harness.transitions import Transition

if t.TYPE_CHECKING:
    from harness.accounts import World
    from harness.plays import Controller, Run
    from voximplant_emulator import Emulator

pytestmark = [pytest.mark.one_core, pytest.mark.measured]

SUPPORT = {"application_name": "support"}
NIGHT = {**SUPPORT, "name": "night"}
TRANSITIONS = (
    Transition("new", {**NIGHT, "rule_pattern": "2.*"}, ("AddRule",)),
    Transition(
        "new with everything",
        {
            **SUPPORT,
            "name": "full",
            "rule_pattern": "3.*",
            "rule_pattern_exclude": "33.*",
            "video_conference": True,
            "scenarios": ["voicemail", "common"],
            "position": "first",
            "bind_key_id": "{{ key_id }}",
            "update_bind_key": False,
        },
        ("AddRule", "ReorderRules"),
    ),
    Transition("other pattern", {**NIGHT, "rule_pattern": "4.*"}, ("SetRuleInfo",)),
    Transition("exclude", {**NIGHT, "rule_pattern_exclude": "44.*"}, ("SetRuleInfo",)),
    Transition("exclude nothing", {**NIGHT, "rule_pattern_exclude": ""}, ("SetRuleInfo",)),
    Transition("conference", {**NIGHT, "video_conference": True}, ("SetRuleInfo",)),
    Transition("key by name", {**NIGHT, "bind_key_id": "emulator"}, ("SetRuleInfo",)),
    Transition("the same key", {**NIGHT, "bind_key_id": "{{ key_id }}"}),
    Transition("a key for new rules only", {**NIGHT, "bind_key_id": "no such key", "update_bind_key": False}),
    Transition("another key", {**NIGHT, "bind_key_id": "spare"}, ("SetRuleInfo",)),
    Transition("second", {**NIGHT, "position": "2"}, ("ReorderRules",)),
    Transition("last", {**NIGHT, "position": "last"}, ("ReorderRules",)),
    Transition("scenarios", {**NIGHT, "scenarios": ["menu", "common"]}, ("BindScenario",)),
    Transition("scenarios in another order", {**NIGHT, "scenarios": ["common", "menu"]}, ("ReorderScenarios",)),
    Transition(
        "scenarios of which one is new",
        {**NIGHT, "scenarios": ["voicemail", "common"]},
        ("BindScenario", "BindScenario", "ReorderScenarios"),
    ),
    Transition("no scenarios", {**NIGHT, "scenarios": []}, ("BindScenario",)),
    Transition("rename by id", {"rule_id": "{{ spare }}", "name": "kept"}, ("SetRuleInfo",)),
    Transition(
        "rename by the previous name",
        {**SUPPORT, "name": "late", "renamed_from": "night", "rule_pattern": "5.*", "scenarios": ["menu"]},
        ("SetRuleInfo", "BindScenario"),
    ),
    Transition("gone", {**SUPPORT, "name": "late", "state": "absent"}, ("DelRule",)),
    Transition("gone by id", {"rule_id": "{{ meeting }}", **SUPPORT, "state": "absent"}, ("DelRule",)),
    Transition("gone before", {**SUPPORT, "name": "no such", "state": "absent"}),
)
REFUSED = {
    "no pattern": ({**SUPPORT, "name": "fresh"}, "A new rule needs a pattern"),
    "no application": ({"name": "fresh", "rule_pattern": ".*"}, "requires an application"),
    "unknown application": ({"application_name": "no-such", "name": "fresh"}, "no application named 'no-such'"),
    "unknown scenario": (
        {**SUPPORT, "name": "inbound", "scenarios": ["common", "no_such"]},
        "rule inbound: This rule cannot run 'no_such': no such scenario.",
    ),
    "scenario twice": (
        {**SUPPORT, "name": "inbound", "scenarios": ["common", "common"]},
        "scenarios lists more than once: common.",
    ),
    "foreign scenario": ({**SUPPORT, "name": "inbound", "scenarios": ["foreign"]}, "belongs to application sales"),
    "both names exist": (
        {**SUPPORT, "name": "inbound", "renamed_from": "kept"},
        "exist, and renamed_from names the second.",
    ),
    "name is taken": ({"rule_id": "{{ spare }}", "name": "inbound"}, "Cannot rename rule kept"),
    "name is long": ({**SUPPORT, "name": "x" * 100, "rule_pattern": "1"}, "more than 99 characters"),
    "position is a word": (
        {**SUPPORT, "name": "inbound", "position": "top"},
        "position must be first, last or a number from 1: 'top'.",
    ),
    "position is too far": (
        {**SUPPORT, "name": "inbound", "position": "9"},
        "position 9 is out of range: the application has 3 rules",
    ),
    "unknown key": (
        {**SUPPORT, "name": "inbound", "bind_key_id": "robot"},
        "key with the ID or name 'robot'. Existing keys",
    ),
    "id has another name": ({"rule_id": "{{ spare }}", **SUPPORT, "name": "other", "state": "absent"}, "not deleted"),
}


def play(controller: Controller, world: World) -> Run:
    """Run the play of these tests."""
    with open(controller.emulator.credentials_file, encoding="utf-8") as file:
        key_id = json.load(file)["key_id"]
    controller.emulator.add_key("spare")
    return controller.run(
        [*transitions.tasks("vox_rule", TRANSITIONS), *transitions.refused_tasks("vox_rule", REFUSED)],
        vars={**dataclasses.asdict(world), "key_id": key_id},
    )


@pytest.mark.parametrize("transition", TRANSITIONS, ids=str)
def test_rule_when_declared_then_check_foretells_and_again_rests(run: Run, transition: Transition) -> None:
    transitions.check(run, transition)


@pytest.mark.parametrize("check", [True, False])
@pytest.mark.parametrize("name", REFUSED)
def test_rule_when_it_cannot_be_then_the_task_says_why_and_writes_nothing(run: Run, name: str, check: bool) -> None:
    transitions.check_refused(run, f"{name} {check}", REFUSED[name][1])


def test_rule_when_all_is_done_then_the_application_has_its_rules_in_order(
    run: Run, emulator: Emulator, world: World
) -> None:
    assert run["gone: again"].status == "ok"
    support = next(found for found in emulator.state()["applications"] if found["application_id"] == world.support)
    assert [(rule["rule_name"], rule["scenario_ids"]) for rule in support["rules"]] == [
        ("full", [world.voicemail, world.common]),
        ("inbound", [world.common, world.menu, world.voicemail]),
        ("kept", []),
    ]
    assert support["rules"][2]["rule_id"] == world.spare


def test_rule_when_scenarios_are_replaced_then_old_and_new_never_run_together(run: Run) -> None:
    calls = [call for call in run["scenarios of which one is new: real"].calls if call["write"]]
    assert [call["params"].get("bind") for call in calls] == ["false", "true", None]


def test_rule_when_its_key_is_given_by_name_then_the_id_is_sent_and_shown(run: Run) -> None:
    done = run["key by name: real"]
    (sent,) = (call["params"]["bind_key_id"] for call in done.calls if call["write"])
    assert sent != "emulator"
    assert f"bind_key_id: {sent}\n" in done.result["diff"][0]["after"]


def test_rule_when_only_new_rules_get_a_key_then_a_new_one_has_it(run: Run) -> None:
    (created,) = (call for call in run["new with everything: real"].calls if call["method"] == "AddRule")
    assert created["params"]["bind_key_id"]
    assert "bind_key_id" not in str(run["a key for new rules only: real"].result["diff"])


def test_rule_when_it_moves_then_the_diff_shows_the_order_of_the_rules(run: Run) -> None:
    (shown,) = run["second: check"].result["diff"]
    assert shown["before"].splitlines() == ["full", "inbound", "spare", "meeting", "night"]
    assert shown["after"].splitlines() == ["full", "night", "inbound", "spare", "meeting"]
