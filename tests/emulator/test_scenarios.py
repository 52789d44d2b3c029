# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""AddScenario, SetScenarioInfo, DelScenario, GetScenarios, BindScenario and ReorderScenarios with default switches."""

from __future__ import annotations

import typing as t

import pytest

if t.TYPE_CHECKING:
    from voximplant_emulator import Emulator

    from .conftest import Api, Json, World

Bound = t.Callable[[int], list[int]]


def stored(emulator: Emulator, scenario_id: int) -> Json:
    """Return a scenario as the emulator holds it."""
    rows: list[Json] = emulator.state()["scenarios"]
    return next(row for row in rows if row["scenario_id"] == scenario_id)


def test_add_when_only_named_then_is_shared_and_empty(emulator: Emulator, api: Api) -> None:
    reply = api.call("AddScenario", scenario_name="plain")
    assert set(reply) == {"result", "scenario_id"}
    row = stored(emulator, reply["scenario_id"])
    assert (row["scenario_script"], row["application_id"]) == ("", None)


@pytest.mark.parametrize("by", ["application_id", "application_name"])
def test_add_when_an_application_is_named_then_is_scoped_to_it(
    emulator: Emulator, api: Api, world: World, by: str
) -> None:
    value = {"application_id": world.sales, "application_name": "sales"}[by]
    scenario_id = api.call("AddScenario", scenario_name="scoped", **{by: value})["scenario_id"]
    assert stored(emulator, scenario_id)["application_id"] == world.sales


@pytest.mark.parametrize("by", ["rule_id", "rule_name"])
def test_add_when_a_rule_is_named_then_is_bound_behind_the_others(
    api: Api, world: World, bound: Bound, by: str
) -> None:
    value = {"rule_id": world.inbound, "rule_name": "inbound"}[by]
    scenario_id = api.call("AddScenario", scenario_name="bound", **{by: value})["scenario_id"]
    assert bound(world.inbound) == [world.first, world.second, world.third, scenario_id]


def test_add_when_rewriting_then_keeps_id_and_bindings_and_replaces_the_script(
    emulator: Emulator, api: Api, world: World, bound: Bound
) -> None:
    reply = api.call("AddScenario", scenario_name="second", scenario_script="new", rewrite="true", rule_id=world.empty)
    assert reply["scenario_id"] == world.second
    assert stored(emulator, world.second)["scenario_script"] == "new"
    assert bound(world.inbound) == [world.first, world.second, world.third]
    assert bound(world.empty) == [world.second]


def test_add_when_rewriting_across_scopes_then_133(api: Api, world: World) -> None:
    assert api.code("AddScenario", scenario_name="second", rewrite="true", application_id=world.support) == 133
    assert api.code("AddScenario", scenario_name="foreign", rewrite="true") == 133


def test_add_when_the_rule_is_of_another_application_then_147_and_nothing_is_made(
    emulator: Emulator, api: Api, world: World
) -> None:
    before = emulator.state()
    assert api.code("AddScenario", scenario_name="x", application_id=world.sales, rule_id=world.inbound) == 147
    assert emulator.state() == before


def test_set_when_renaming_then_keeps_id_bindings_and_script(
    emulator: Emulator, api: Api, world: World, bound: Bound
) -> None:
    assert api.call("SetScenarioInfo", scenario_id=world.second, scenario_name="renamed") == {"result": 1}
    assert stored(emulator, world.second)["scenario_script"] == "// second"
    assert bound(world.inbound) == [world.first, world.second, world.third]
    assert api.names("GetScenarios", scenario_id=world.second) == ["renamed"]


def test_set_when_named_instead_of_numbered_then_changes_the_script(emulator: Emulator, api: Api, world: World) -> None:
    api.call("SetScenarioInfo", required_scenario_name="first", scenario_name="first", scenario_script="")
    assert stored(emulator, world.first)["scenario_script"] == ""


def test_set_when_id_and_name_come_then_the_id_counts(emulator: Emulator, api: Api, world: World) -> None:
    api.call("SetScenarioInfo", scenario_id=world.first, required_scenario_name="second", scenario_script="x")
    assert stored(emulator, world.first)["scenario_script"] == "x"
    assert stored(emulator, world.second)["scenario_script"] == "// second"


@pytest.mark.parametrize("selector", ["ids", "names"])
def test_del_when_a_list_comes_then_deletes_those_and_their_bindings(
    emulator: Emulator, api: Api, world: World, bound: Bound, selector: str
) -> None:
    ids, names = f"{world.first};{world.loose}", "first;loose"
    api.call("DelScenario", **({"scenario_id": ids} if selector == "ids" else {"scenario_name": names}))
    assert [row["scenario_name"] for row in emulator.state()["scenarios"]] == ["second", "third", "foreign"]
    assert bound(world.inbound) == [world.second, world.third]


def test_del_when_one_of_a_list_is_unknown_then_deletes_none(emulator: Emulator, api: Api, world: World) -> None:
    assert api.code("DelScenario", scenario_id=f"{world.loose};1") == 132
    assert len(emulator.state()["scenarios"]) == 5


def test_del_when_all_then_deletes_every_scenario_of_the_account_only(
    emulator: Emulator, api: Api, world: World
) -> None:
    other = emulator.add_account()["account_id"]
    emulator.call("AddScenario", account_id=other, scenario_name="theirs")
    api.call("DelScenario", scenario_id="all")
    assert emulator.state()["scenarios"] == []
    assert len(emulator.state(other)["scenarios"]) == 1


def test_get_when_nothing_is_asked_then_lists_by_id_without_script_or_scope(api: Api, world: World) -> None:
    reply = api.call("GetScenarios")
    assert set(reply) == {"result", "count", "total_count"}
    assert (reply["count"], reply["total_count"]) == (5, 5)
    ids = [row["scenario_id"] for row in reply["result"]]
    assert ids == sorted(ids)
    assert set(reply["result"][0]) == {"scenario_id", "scenario_name", "modified", "parent"}


def test_get_when_the_script_is_asked_without_an_id_then_leaves_it_out(api: Api, world: World) -> None:
    assert "scenario_script" not in api.call("GetScenarios", with_script="true", scenario_name="first")["result"][0]


def test_get_when_the_script_is_asked_with_an_id_then_gives_it(api: Api, world: World) -> None:
    rows = api.call("GetScenarios", with_script="true", scenario_id=world.first)["result"]
    assert [row["scenario_script"] for row in rows] == ["// first"]


def test_get_when_an_application_is_asked_then_leaves_out_shared_ones_and_echoes_it(api: Api, world: World) -> None:
    reply = api.call("GetScenarios", application_name="sales.demoaccount.voximplant.com")
    assert [row["scenario_id"] for row in reply["result"]] == [world.foreign]
    assert reply["application_id"] == world.sales
    assert reply["application_name"] == "sales.demoaccount.voximplant.com"
    assert "extended_application_name" in reply


@pytest.mark.parametrize(("count", "offset", "expected"), [(None, 0, 20), (7, 0, 7), (1000, 0, 25), (10, 20, 5)])
def test_get_when_paged_then_gives_that_page_and_the_total(
    emulator: Emulator, api: Api, count: int | None, offset: int, expected: int
) -> None:
    for number in range(25):
        emulator.call("AddScenario", scenario_name=f"scenario-{number:02}")
    reply = api.call("GetScenarios", offset=offset, **({} if count is None else {"count": count}))
    assert (reply["count"], reply["total_count"]) == (expected, 25)
    assert reply["result"][0]["scenario_name"] == f"scenario-{offset:02}"


def test_get_when_of_another_account_then_sees_nothing(emulator: Emulator, api: Api, world: World) -> None:
    other = emulator.add_account()["account_id"]
    theirs = emulator.call("AddScenario", account_id=other, scenario_name="theirs")["scenario_id"]
    assert api.call("GetScenarios", scenario_id=theirs)["result"] == []
    assert api.code("SetScenarioInfo", scenario_id=theirs, scenario_script="x") == 132
    assert api.code("BindScenario", scenario_id=theirs, rule_id=world.inbound) == 132


@pytest.mark.parametrize(
    "selector",
    [
        {"rule_id": "inbound"},
        {"rule_id": "inbound", "application_id": "support"},
        {"rule_name": "inbound", "application_id": "support"},
        {"rule_name": "inbound", "application_name": "support"},
    ],
)
def test_bind_when_the_rule_is_selected_in_a_known_way_then_binds_at_the_end(
    api: Api, world: World, bound: Bound, selector: Json
) -> None:
    known = {"rule_id": world.inbound, "application_id": world.support}
    api.call("BindScenario", scenario_id=world.loose, **{**selector, **{k: known[k] for k in known if k in selector}})
    assert bound(world.inbound)[-1] == world.loose


def test_bind_when_false_then_unbinds_by_name(api: Api, world: World, bound: Bound) -> None:
    api.call("BindScenario", scenario_name="first;third", rule_id=world.inbound, bind="false")
    assert bound(world.inbound) == [world.second]


def test_bind_when_one_of_a_list_is_unknown_then_binds_none(api: Api, world: World, bound: Bound) -> None:
    assert api.code("BindScenario", scenario_id=f"{world.loose};1", rule_id=world.empty) == 132
    assert bound(world.empty) == []


def test_reorder_when_the_list_is_complete_then_is_the_new_order(api: Api, world: World, bound: Bound) -> None:
    wanted = [world.third, world.first, world.second]
    api.call("ReorderScenarios", rule_id=world.inbound, scenario_id=";".join(map(str, wanted)))
    assert bound(world.inbound) == wanted
    rows = api.call("GetRules", rule_id=world.inbound, with_scenarios="true")["result"]
    assert [row["scenario_id"] for row in rows[0]["scenarios"]] == wanted


def test_reorder_when_no_list_comes_then_changes_nothing(api: Api, world: World, bound: Bound) -> None:
    assert api.call("ReorderScenarios", rule_id=world.inbound) == {"result": 1}
    assert bound(world.inbound) == [world.first, world.second, world.third]
