# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Situations in which the platform or the network fails during a deployment, one test each."""

from __future__ import annotations

import time

import pytest

from harness import situations
from harness.plays import Controller
from harness.situations import COLLECTION, check_settled, deploy, rule_id, run, scenario_id
from voximplant_emulator import Emulator

pytestmark = pytest.mark.one_core

controller = situations.controller
emulator = situations.emulator
shared_emulator = situations.shared_emulator


def test_error_on_bind_is_not_taken_for_success(controller: Controller, emulator: Emulator) -> None:
    deploy(controller)
    bound = scenario_id(emulator, "inbound")
    emulator.call("BindScenario", rule_id=rule_id(emulator, "in"), scenario_id=bound, bind=False)
    emulator.add_fault("api_error", method="BindScenario", code=419, msg="Too many of them.", times=1)
    failed = deploy(controller)
    assert failed.result["error"]["code"] == 419 and failed.result["error"]["name"] == "support/in"
    assert "Too many of them." in failed.message
    assert deploy(controller).writes == ["BindScenario"]
    check_settled(controller, emulator)


def test_error_on_one_read_of_an_export_leaves_no_half_of_it(controller: Controller, emulator: Emulator) -> None:
    deploy(controller)
    emulator.add_fault("api_error", method="GetScenarios", code=1, skip=2, times=1)
    failed = run(controller, "vox_export", dest="exported")
    assert failed.status == "failed" and failed.result["error"]["method"] == "GetScenarios"
    assert not (controller.folder / "exported").exists() or not list((controller.folder / "exported").rglob("*.*"))


def test_forced_export_from_a_platform_that_refuses_touches_no_local_file(
    controller: Controller, emulator: Emulator
) -> None:
    deploy(controller)
    controller.write("scenarios/inbound.js", b"// not saved anywhere else\n")
    before = {path: path.read_bytes() for path in controller.folder.glob("scenarios/*.js")}
    emulator.add_fault("api_error", code=100, times=0)
    failed = run(controller, "vox_export", dest=".", force=True)
    assert failed.status == "failed" and failed.result["error"]["code"] == 100
    assert {path: path.read_bytes() for path in controller.folder.glob("scenarios/*.js")} == before


def test_rate_limit_in_the_middle_is_waited_for(controller: Controller, emulator: Emulator) -> None:
    emulator.add_fault("http_status", method="AddScenario", status=429, skip=2, times=1)
    assert deploy(controller).result["summary"]["created"] == 6
    check_settled(controller, emulator)


def test_bad_gateway_on_a_read_is_survived_without_showing_the_token(
    controller: Controller, emulator: Emulator
) -> None:
    login = {"api_url": emulator.api_url, "credentials_file": emulator.credentials_file}
    emulator.add_fault("http_status", method="GetScenarios", status=502, times=1)
    task = {"name": "task", f"{COLLECTION}.vox_sync": {"manifest": "voximplant.yml"}}
    done = controller.run([task], "-vvv", defaults=login)["task"]  # the run itself looks for secrets in the output
    assert done.result["changed"]
    emulator.add_fault("http_status", method="GetScenarios", status=502, times=0)
    failed = controller.run([task], "-vvv", defaults={**login, "retries": 0})["task"]
    assert failed.result["error"]["http_status"] == 502 and "GetScenarios" in failed.message


def test_text_of_a_refusal_reaches_the_user(controller: Controller, emulator: Emulator) -> None:
    emulator.add_fault("api_error", method="AddScenario", code=418, msg="Only 5 scenarios are left in your plan.")
    failed = deploy(controller, workers=1)
    assert "Only 5 scenarios are left in your plan." in failed.message
    assert "scenario common" in failed.message and "AddScenario" in failed.message and "418" in failed.message


def test_server_that_never_answers_is_given_up(controller: Controller, emulator: Emulator) -> None:
    emulator.add_fault("hang", method="GetApplications", seconds=30, times=0)
    began = time.monotonic()
    failed = deploy(controller, timeout=1, retries=1)
    assert time.monotonic() - began < 25
    assert "did not respond in time" in failed.message
    emulator.clear_faults()
