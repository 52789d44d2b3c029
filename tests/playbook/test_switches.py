# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every change under everything that is not known of the platform: it works whichever way the platform does it."""

from __future__ import annotations

import dataclasses
import typing as t

import pytest

from harness.accounts import World, fill, login, rules, texts
from harness.in_process import run_module
from harness.transitions import check_change
from voximplant_emulator.state.switches import CHOICES

if t.TYPE_CHECKING:
    from harness.plays import Json
    from voximplant_emulator import Emulator

pytestmark = pytest.mark.one_core

SCENARIO, BINDING, ORDER = "vox_scenario", "vox_scenario_binding", "vox_scenario_order"
ADD, SET, BIND, REORDER, DELETE = "AddScenario", "SetScenarioInfo", "BindScenario", "ReorderScenarios", "DelScenario"
TEXT = "\ufeff// a/b\r\n// Zoë\r\n\r\n"
KEPT = "// a/b\n// Zoë"
FLOWS: tuple[tuple[str, Json, tuple[str, ...]], ...] = (
    (SCENARIO, {"scenario_name": "ivr", "scenario_script": TEXT}, (ADD,)),
    (SCENARIO, {"scenario_name": "empty"}, (ADD,)),
    (SCENARIO, {"scenario_name": "voice"}, (ADD,)),
    (SCENARIO, {"scenario_name": "men", "application_name": "support", "rule_name": "spare"}, (ADD,)),
    (SCENARIO, {"scenario_name": "menu", "scenario_script": TEXT}, (SET,)),
    (SCENARIO, {"scenario_name": "hello", "renamed_from": "ivr", "scenario_script": TEXT + "//"}, (SET,)),
    (SCENARIO, {"scenario_id": "loose", "scenario_name": "tight"}, (SET,)),
    (SCENARIO, {"scenario_name": "men", "application_name": "support", "scenario_script": TEXT}, (SET,)),
    (SCENARIO, {"scenario_name": "hello", "rule_id": "spare"}, (BIND,)),
    (BINDING, {"application_name": "support", "rule_name": "spare", "scenarios": ["menu", "common"]}, (BIND,)),
    (BINDING, {"rule_id": "spare", "scenario_ids": ["common"], "state": "absent"}, (BIND,)),
    (BINDING, {"rule_id": "spare", "scenarios": ["tight", "menu", "hello"], "exclusive": True}, (BIND, BIND)),
    (ORDER, {"rule_id": "spare", "scenarios": ["tight", "menu", "hello"]}, (REORDER,)),
    (ORDER, {"application_name": "support", "rule_name": "spare", "scenarios": ["hello"]}, (REORDER,)),
    (BINDING, {"rule_id": "inbound", "scenarios": [], "exclusive": True}, (BIND,)),
    (SCENARIO, {"scenario_name": "voicemail", "state": "absent"}, (DELETE,)),
    (SCENARIO, {"scenario_id": "common", "state": "absent", "force": True}, (BIND, DELETE)),
    (SCENARIO, {"scenario_id": "4711", "state": "absent"}, ()),
    (SCENARIO, {"scenario_name": "no_such", "state": "absent", "force": True}, ()),
)
VALUES = [(name, value) for name, values in CHOICES.items() for value in values[1:]]


def known(options: Json, world: World) -> Json:
    """The options with ids in the place of the names that stand for them."""
    ids = dataclasses.asdict(world)
    lists = {"scenario_ids": [ids[name] for name in options.get("scenario_ids", ())]}
    single = {
        name: str(ids.get(options[name], options[name])) for name in ("scenario_id", "rule_id") if name in options
    }
    return {**options, **single, **(lists if "scenario_ids" in options else {})}


def plain(text: str) -> str:
    """What every platform keeps of a text."""
    return text.lstrip("\ufeff").replace("\r\n", "\n").rstrip()


def go_through(emulator: Emulator, world: World) -> None:
    """Make every change in check mode, for real, and again."""
    for module, wanted, methods in FLOWS:
        check_change(emulator, module, known(wanted, world), methods)


def start(emulator: Emulator, world: World) -> None:
    """Start a session, and look whether its address can be used as it comes."""
    started = run_module("vox_session", {**login(emulator), "rule_id": world.spare})
    host = started["media_session_access_secure_url"].split("/")[2].split(":")[0]
    assert host in {"localhost", "127.0.0.1"}


@pytest.fixture
def fresh(emulator: Emulator) -> World:
    emulator.reset()
    return fill(emulator)


@pytest.mark.parametrize(("name", "value"), [("count_cap", 0), ("count_cap", 1), ("count_cap", 2), *VALUES])
def test_modules_when_the_platform_behaves_so_then_every_change_works(
    emulator: Emulator, fresh: World, name: str, value: object
) -> None:
    emulator.set_switches(**{name: value})
    go_through(emulator, fresh)
    start(emulator, fresh)
    left = texts(emulator)
    assert sorted(left) == ["empty", "foreign", "hello", "men", "menu", "tight", "voice"]
    assert [plain(left[name]) for name in ("menu", "men", "hello")] == [KEPT, KEPT, KEPT + "\n\n//"]
    ids = {row["scenario_name"]: row["scenario_id"] for row in emulator.state()["scenarios"]}
    assert rules(emulator) == {
        "inbound": [],
        "spare": [ids["hello"], ids["tight"], ids["menu"]],
        "meeting": [],
        "orders": [],
    }


@pytest.mark.parametrize("value", CHOICES["missing_id_get"])
@pytest.mark.parametrize("code", CHOICES["missing_name_error"])
def test_scenario_when_its_id_is_unknown_then_it_is_the_same_error(
    emulator: Emulator, fresh: World, value: str, code: str
) -> None:
    assert fresh.menu
    emulator.set_switches(missing_id_get=value, missing_name_error=code)
    result = run_module(SCENARIO, {**login(emulator), "scenario_id": "4711", "scenario_script": ""})
    assert result["failed"]
    assert "There is no scenario with the ID 4711." in result["msg"]


@pytest.mark.parametrize("value", CHOICES["name_filter"])
def test_scenario_when_a_name_differs_in_case_only_then_the_refusal_names_it(
    emulator: Emulator, fresh: World, value: str
) -> None:
    assert fresh.menu
    emulator.set_switches(name_case="insensitive", name_filter=value)
    result = run_module(SCENARIO, {**login(emulator), "scenario_name": "MENU"})
    assert result["error"]["code"] == 133
    assert "menu, which differs only in case" in result["msg"]
    assert "MENU" not in texts(emulator)


def test_scenario_when_names_differ_in_case_then_each_is_its_own(emulator: Emulator, fresh: World) -> None:
    assert fresh.menu
    result = run_module(SCENARIO, {**login(emulator), "scenario_name": "MENU", "scenario_script": "// loud\n"})
    assert result["changed"]
    assert (texts(emulator)["MENU"], texts(emulator)["menu"]) == ("// loud\n", "// menu\n")
