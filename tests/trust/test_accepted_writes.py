# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What counts as done: a write that was accepted although the rest failed, and not what somebody else wrote."""

from __future__ import annotations

import json
import typing as t

import pytest

from harness.accounts import World, fill, login
from harness.in_process import run_module
from voximplant_emulator import Emulator

if t.TYPE_CHECKING:
    from harness.plays import Json

PASSWORDS = {"mine": "Mine-55word?", "theirs": "Theirs-55word?"}


@pytest.fixture
def fresh(emulator: Emulator) -> World:
    emulator.reset()
    return fill(emulator)


def run(emulator: Emulator, module: str, **options: t.Any) -> Json:
    return run_module(module, {**login(emulator), "retries": 0, **options})


def calls_after(emulator: Emulator, method: str) -> list[str]:
    """The methods that were called after the first call of this one."""
    methods = [entry["method"] for entry in emulator.journal()]
    return methods[methods.index(method) + 1 :]


@pytest.mark.parametrize("answer", [{"call_session_history_id": "abc"}, {"media_session_access_url": 5}])
def test_start_when_its_answer_is_unusable_then_the_session_counts_as_started(
    emulator: Emulator, fresh: World, answer: Json
) -> None:
    body = json.dumps({"result": 1, **answer})
    emulator.add_fault("http_status", method="StartScenarios", status=200, commit=True, body=body)
    result = run(emulator, "vox_session", rule_id=fresh.inbound)
    assert (result["failed"], result["changed"]) == (True, True)
    assert [operation["method"] for operation in result["operations"]] == ["StartScenarios"]
    assert (result["error"]["object"], result["error"]["name"]) == ("session", "inbound")
    assert "check the call history before you start another one" in result["msg"]
    assert len(emulator.state()["sessions"]) == 1


def test_binding_when_the_reading_of_the_scenario_fails_then_it_counts_as_bound(
    emulator: Emulator, fresh: World
) -> None:
    options = {"scenario_id": fresh.loose, "rule_id": fresh.spare}
    reads = len([call for call in calls_of_check(emulator, options) if call == "GetScenarios"])
    emulator.add_fault("http_status", method="GetScenarios", status=503, skip=reads, times=99)
    result = run(emulator, "vox_scenario", **options)
    assert (result["failed"], result["changed"]) == (True, True)
    assert [operation["method"] for operation in result["operations"]] == ["BindScenario"]
    assert result["error"]["http_status"] == 503
    assert result["error"]["name"] is not None
    assert "Done before the failure: bind rule support/spare." in result["msg"]


def calls_of_check(emulator: Emulator, options: Json) -> list[str]:
    before = len(emulator.journal())
    run_module("vox_scenario", {**login(emulator), **options}, check_mode=True)
    return [entry["method"] for entry in emulator.journal()[before:]]


def test_result_when_a_change_was_read_back_then_nothing_is_read_again(emulator: Emulator, fresh: World) -> None:
    result = run(emulator, "vox_scenario", scenario_id=fresh.common, scenario_name="renamed")
    assert result["scenario"]["scenario_name"] == "renamed"
    assert calls_after(emulator, "SetScenarioInfo") == ["GetScenarios"]


def test_user_when_somebody_adds_the_same_name_first_then_it_is_theirs(emulator: Emulator, fresh: World) -> None:
    theirs = {"application_id": fresh.support, "user_name": "dora", "user_display_name": "dora"}
    password = {"user_password": PASSWORDS["theirs"]}
    emulator.add_fault("meanwhile", method="AddUser", call="AddUser", params={**theirs, **password})
    options = {"application_id": fresh.support, "user_name": "dora", "user_password": PASSWORDS["mine"]}
    result = run(emulator, "vox_user", **options)
    assert (result["failed"], result["changed"], result["ambiguous"]) == (True, False, False)
    assert result["error"]["code"] == 118
    assert emulator.call("GetUsers", application_id=fresh.support)["total_count"] == 1


@pytest.mark.parametrize("module", ["vox_rule", "vox_sync"])
def test_rule_when_somebody_adds_the_same_one_first_then_it_is_theirs_and_stays(
    emulator: Emulator, fresh: World, module: str
) -> None:
    rule = {"rule_name": "late", "rule_pattern": "1.*"}
    params = {"application_id": fresh.support, **rule}
    emulator.add_fault("meanwhile", method="AddRule", call="AddRule", params=params)
    declared = {"name": "late", "pattern": "1.*", "scenarios": []}
    project = {"applications": [{"name": "support", "rules": [declared]}], "atomic": True}
    result = run(emulator, module, **(params if module == "vox_rule" else project))
    assert (result["failed"], result["changed"]) == (True, False)
    assert "late" in [row["rule_name"] for row in emulator.call("GetRules", application_id=fresh.support)["result"]]
