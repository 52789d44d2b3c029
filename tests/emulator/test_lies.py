# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Writes that are lost or cut, reads that lag, and listings that change between pages."""

from __future__ import annotations

import time
import typing as t

import pytest

if t.TYPE_CHECKING:
    from voximplant_emulator import Emulator

    from .conftest import Api, Json, World

LAG_MS = 300
PATIENCE = 3.0


def names(emulator: Emulator) -> list[str]:
    """Return the names of the scenarios that there are."""
    return [row["scenario_name"] for row in emulator.state()["scenarios"]]


def pages(api: Api, size: int) -> tuple[list[str], set[int]]:
    """Page through GetScenarios, and return the names in the order received and every `total_count`."""
    seen: list[str] = []
    totals: set[int] = set()
    while True:
        reply = api.call("GetScenarios", count=size, offset=len(seen))
        totals.add(reply["total_count"])
        seen += [row["scenario_name"] for row in reply["result"]]
        if not reply["result"] or len(seen) >= reply["total_count"]:
            return seen, totals


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("AddScenario", {"scenario_name": "new"}),
        ("SetScenarioInfo", {"scenario_id": "@first", "scenario_script": "new"}),
        ("DelScenario", {"scenario_id": "@loose"}),
        ("BindScenario", {"scenario_id": "@loose", "rule_id": "@inbound"}),
        ("ReorderScenarios", {"scenario_id": "@third", "rule_id": "@inbound"}),
        ("AddRule", {"application_id": "@support", "rule_name": "new", "rule_pattern": ".*"}),
        ("DelApplication", {"application_id": "@support"}),
        ("AddSecret", {"application_id": "@support", "secret_name": "KEY", "secret_value": "x"}),
        ("StartScenarios", {"rule_id": "@inbound"}),
    ],
)
def test_write_when_lost_then_reports_success_and_changes_nothing(
    emulator: Emulator, api: Api, world: World, method: str, params: Json
) -> None:
    filled = {name: getattr(world, value[1:]) if value[0] == "@" else value for name, value in params.items()}
    before = emulator.state()
    emulator.add_fault("lost", method=method)
    api.call(method, **filled)
    assert emulator.state() == before
    row = emulator.journal()[-1]
    assert (row["fault"], row["status"], row["code"], row["executed"]) == ("lost", 200, None, False)
    api.call(method, **filled)
    assert emulator.state() != before


def test_write_when_lost_but_refused_then_reports_the_refusal(emulator: Emulator, api: Api, world: World) -> None:
    emulator.add_fault("lost")
    assert api.code("AddScenario", scenario_name="first") == 133


def test_write_when_cut_then_keeps_the_first_characters_and_the_journal_what_was_sent(
    emulator: Emulator, api: Api, world: World
) -> None:
    emulator.add_fault("cut", method="SetScenarioInfo", parameter="scenario_script")
    emulator.add_fault("cut", method="AddScenario", parameter="scenario_name", length=3)
    script = "// this is longer than twenty characters"
    api.call("SetScenarioInfo", scenario_id=world.first, scenario_script=script)
    api.call("AddScenario", scenario_name="shortened", scenario_script=script)
    scripts = {row["scenario_name"]: row["scenario_script"] for row in emulator.state()["scenarios"]}
    assert (scripts["first"], scripts["sho"]) == (script[:20], script)
    assert [row["params"].get("scenario_script") for row in emulator.journal()] == [script, script]
    assert [row["executed"] for row in emulator.journal()] == [True, True]


def test_write_when_the_parameter_to_cut_is_not_sent_then_is_executed(
    emulator: Emulator, api: Api, world: World
) -> None:
    emulator.add_fault("cut", parameter="scenario_script")
    api.call("SetScenarioInfo", scenario_id=world.first, scenario_name="renamed")
    assert "renamed" in names(emulator)


def test_listing_when_a_row_is_deleted_meanwhile_then_pages_miss_another_and_the_total_changes(
    emulator: Emulator, api: Api, world: World
) -> None:
    emulator.add_fault(
        "meanwhile", method="GetScenarios", skip=1, call="DelScenario", params={"scenario_id": world.first}
    )
    seen, totals = pages(api, 2)
    assert (seen, totals) == (["first", "second", "loose", "foreign"], {5, 4})
    assert "third" not in seen
    assert names(emulator) == ["second", "third", "loose", "foreign"]
    assert [row["method"] for row in emulator.journal(write=True)] == []


def test_call_when_another_comes_first_then_meets_its_effect(emulator: Emulator, api: Api, world: World) -> None:
    emulator.add_fault("meanwhile", method="AddScenario", call="AddScenario", params={"scenario_name": "new"})
    assert api.code("AddScenario", scenario_name="new") == 133
    emulator.add_fault("meanwhile", call="DelScenario", params={"scenario_id": 1})
    assert api.call("GetScenarios")["total_count"] == 6


def test_listing_when_its_rows_are_shifted_then_pages_repeat_one_and_miss_another_and_the_total_stays(
    emulator: Emulator, api: Api, world: World
) -> None:
    emulator.add_fault("shift_rows", method="GetScenarios", skip=1, by=-1)
    seen, totals = pages(api, 2)
    assert totals == {5}
    assert (len(seen), len(set(seen))) == (5, 4)
    assert seen[:2] == ["first", "second"]
    assert seen[2:4] == ["second", "third"]


def wait_until(condition: t.Callable[[], bool]) -> float:
    """Wait until a condition holds and return how many seconds that took."""
    started = time.monotonic()
    while not condition():
        assert time.monotonic() - started < PATIENCE
        time.sleep(0.01)
    return time.monotonic() - started


def test_reads_when_they_lag_then_show_a_write_only_after_that_time(emulator: Emulator, api: Api, world: World) -> None:
    emulator.set_switches(read_lag_ms=LAG_MS)
    started = time.monotonic()
    api.call("SetScenarioInfo", scenario_id=world.first, scenario_name="renamed")
    assert "renamed" in names(emulator)
    assert api.names("GetScenarios", scenario_id=world.first) == ["first"]
    assert api.call("GetRules", rule_id=world.inbound, with_scenarios="true")["result"][0]["scenarios"][0][
        "scenario_name"
    ] == ("first")
    wait_until(lambda: api.names("GetScenarios", scenario_id=world.first) == ["renamed"])
    assert time.monotonic() - started >= LAG_MS / 1000


def test_writes_when_reads_lag_then_see_the_present(emulator: Emulator, api: Api) -> None:
    emulator.set_switches(read_lag_ms=60_000)
    scenario_id = api.call("AddScenario", scenario_name="new")["scenario_id"]
    assert api.code("AddScenario", scenario_name="new") == 133
    api.call("SetScenarioInfo", scenario_id=scenario_id, scenario_script="x")
    assert api.call("GetScenarios")["total_count"] == 0
    emulator.set_switches(read_lag_ms=0)
    assert api.call("GetScenarios")["total_count"] == 1


def test_reads_when_they_lag_then_show_the_writes_one_after_the_other(emulator: Emulator, api: Api) -> None:
    emulator.set_switches(read_lag_ms=LAG_MS)
    for number in range(3):
        api.call("AddScenario", scenario_name=f"s{number}")
        time.sleep(LAG_MS / 1000 / 3)
    seen: list[int] = []

    def see_all() -> bool:
        seen.append(len(api.names("GetScenarios")))
        return seen[-1] == 3

    wait_until(see_all)
    assert seen == sorted(seen)
    assert set(seen) >= {1, 2, 3}


def test_reset_when_reads_lag_then_nothing_old_is_read_afterwards(emulator: Emulator, api: Api) -> None:
    emulator.set_switches(read_lag_ms=60_000)
    emulator.call("AddScenario", scenario_name="old")
    api.call("AddScenario", scenario_name="newer")
    assert api.names("GetScenarios") == ["old"]
    emulator.reset()
    emulator.set_switches(read_lag_ms=60_000)
    assert api.names("GetScenarios") == []
