# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The modules that read, through ansible-playbook."""

from __future__ import annotations

import dataclasses
import typing as t

import pytest

from harness.accounts import World, fill

if t.TYPE_CHECKING:
    from harness.plays import Controller, Json, Run
    from voximplant_emulator import Emulator

pytestmark = pytest.mark.measured

SCENARIOS: dict[str, tuple[Json, list[str], int]] = {
    "all": ({}, ["common", "menu", "voicemail", "loose", "foreign"], 5),
    "exact name": ({"scenario_name": "menu"}, ["menu"], 1),
    "part of a name": ({"scenario_name": "men"}, [], 0),
    "another case": ({"name": "Menu"}, [], 0),
    "contains": ({"name_contains": "OM"}, ["common"], 1),
    "contains nothing": ({"name_contains": "zzz"}, [], 0),
    "limit": ({"limit": 2}, ["common", "menu"], 5),
    "offset": ({"offset": 3}, ["loose", "foreign"], 5),
    "limit and offset": ({"name_contains": "o", "limit": 1, "offset": 2}, ["loose"], 4),
    "beyond the end": ({"offset": 99}, [], 5),
    "limit of none": ({"limit": 0}, [], 5),
    "id": ({"scenario_id": "{{ menu }}"}, ["menu"], 1),
    "unknown id": ({"scenario_id": 4711}, [], 0),
    "application": ({"application_name": "sales"}, ["foreign"], 1),
    "application without scenarios": ({"application_id": "{{ support }}"}, [], 0),
    "id in another application": ({"scenario_id": "{{ menu }}", "application_id": "{{ sales }}"}, [], 0),
}
RULES: dict[str, tuple[Json, list[str]]] = {
    "all": ({}, ["inbound", "spare", "meeting", "orders"]),
    "application": ({"application_name": "support"}, ["inbound", "spare", "meeting"]),
    "exact name": ({"rule_name": "spare"}, ["spare"]),
    "exact name in an application": ({"rule_name": "spare", "application_name": "sales"}, []),
    "part of a name": ({"rule_name": "spar"}, []),
    "contains": ({"name_contains": "R"}, ["spare", "orders"]),
    "id": ({"rule_id": "{{ meeting }}"}, ["meeting"]),
    "unknown id": ({"rule_id": 4711}, []),
}
APPLICATIONS: dict[str, tuple[Json, list[str]]] = {
    "all": ({}, ["support", "sales"]),
    "short name": ({"application_name": "sales"}, ["sales"]),
    "full name": ({"application_name": "sales.demoaccount.voximplant.com"}, ["sales"]),
    "part of a name": ({"application_name": "sale"}, []),
    "contains": ({"name_contains": "PORT"}, ["support"]),
    "contains the account": ({"name_contains": "demoaccount"}, []),
    "id": ({"application_id": "{{ support }}"}, ["support"]),
    "unknown id": ({"application_id": 4711}, []),
    "with rules": ({"with_rules": True}, ["support", "sales"]),
}


def tasks() -> t.Iterator[Json]:
    """One task for each row of the tables, every other one in check mode, where it does the same."""
    for kind, table in (("scenario", SCENARIOS), ("rule", RULES), ("application", APPLICATIONS)):
        for number, (name, row) in enumerate(table.items()):
            module = f"voximplant.platform.vox_{kind}_info"
            yield {"name": f"{kind}: {name}", module: row[0], "check_mode": bool(number % 2)}
    yield {
        "name": "scenario: texts",
        "voximplant.platform.vox_scenario_info": {"with_script": True, "application_name": "sales"},
    }
    yield {"name": "scenario: all texts", "voximplant.platform.vox_scenario_info": {"with_script": True}}


def play(controller: Controller, world: World) -> Run:
    """Run the play of these tests."""
    return controller.run(list(tasks()), vars=dataclasses.asdict(world))


@pytest.mark.parametrize("name", SCENARIOS)
def test_scenarios_when_selected_then_exactly_those_are_listed(run: Run, name: str) -> None:
    _unused, names, total = SCENARIOS[name]
    found = run[f"scenario: {name}"].result
    assert [row["scenario_name"] for row in found["scenarios"]] == names
    assert found["total_count"] == total
    assert found["changed"] is False


@pytest.mark.parametrize("name", RULES)
def test_rules_when_selected_then_exactly_those_are_listed(run: Run, name: str) -> None:
    _unused, names = RULES[name]
    found = run[f"rule: {name}"].result
    assert [row["rule_name"] for row in found["rules"]] == names
    assert found["total_count"] == len(names)


@pytest.mark.parametrize("name", APPLICATIONS)
def test_applications_when_selected_then_exactly_those_are_listed(run: Run, name: str) -> None:
    _unused, names = APPLICATIONS[name]
    found = run[f"application: {name}"].result
    assert [row["application_name"].split(".")[0] for row in found["applications"]] == names
    assert found["total_count"] == len(names)


def test_info_when_anything_is_read_then_nothing_is_written(run: Run) -> None:
    assert [outcome.task for outcome in run.outcomes if outcome.writes] == []
    assert all(outcome.reads for outcome in run.outcomes)


def test_scenarios_when_texts_are_wanted_then_each_row_has_its_own(run: Run, world: World) -> None:
    rows = run["scenario: all texts"].result["scenarios"]
    assert {row["scenario_name"]: row["scenario_script"] for row in rows} == {
        "common": "// common\n",
        "menu": "// menu\n",
        "voicemail": "// voicemail\n",
        "loose": "// loose\n",
        "foreign": "",
    }
    assert all("scenario_script" not in row for row in run["scenario: all"].result["scenarios"])
    (foreign,) = run["scenario: texts"].result["scenarios"]
    assert foreign["application_id"] == world.sales


def test_rules_when_listed_then_they_show_what_they_run_in_order(run: Run, world: World) -> None:
    inbound = run["rule: all"].result["rules"][0]
    assert [bound["scenario_id"] for bound in inbound["scenarios"]] == [world.common, world.menu, world.voicemail]
    assert (inbound["rule_pattern"], inbound["video_conference"]) == (".*", False)
    assert run["rule: id"].result["rules"][0]["video_conference"] is True


def test_applications_when_rules_are_wanted_then_each_row_has_its_own(run: Run) -> None:
    support, sales = run["application: with rules"].result["applications"]
    assert [rule["rule_name"] for rule in support["rules"]] == ["inbound", "spare", "meeting"]
    assert [rule["rule_name"] for rule in sales["rules"]] == ["orders"]
    assert all("rules" not in row for row in run["application: all"].result["applications"])


def test_info_when_pages_are_capped_then_everything_is_listed(controller: Controller, emulator: Emulator) -> None:
    emulator.reset()
    world = fill(emulator)
    for number in range(60):
        emulator.call("AddScenario", scenario_name=f"bulk_{number}")
        emulator.call("AddRule", rule_name=f"rule_{number}", application_id=world.sales, rule_pattern=".*")
    emulator.set_switches(count_cap=20)
    run = controller.run(
        [
            {"name": "scenarios", "voximplant.platform.vox_scenario_info": {}},
            {"name": "rules", "voximplant.platform.vox_rule_info": {"application_name": "sales"}},
        ]
    )
    assert run["scenarios"].result["total_count"] == len(run["scenarios"].result["scenarios"]) == 65
    assert run["rules"].result["total_count"] == len(run["rules"].result["rules"]) == 61
    assert len(run["scenarios"].reads) == 4
