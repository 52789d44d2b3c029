# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the benchmark makes of its figures: the best of several rounds, growth, goals, tables."""

from __future__ import annotations

import dataclasses
import pathlib

import pytest

from ansible_collections.voximplant.platform.tests.benchmark.calls import Call, stages
from ansible_collections.voximplant.platform.tests.benchmark.figures import BARE, Key, Results, Row, growth, start_of
from ansible_collections.voximplant.platform.tests.benchmark.goals import goals, own_time
from ansible_collections.voximplant.platform.tests.benchmark.scope import (
    API_KEY,
    COMPARED,
    IN_PROCESS,
    LOOPS,
    NO_OP,
    PARALLEL,
    REMEMBERED,
    SERVICE_ACCOUNT,
    SHIPPED,
    SYNC,
    THROTTLED,
    URI,
)
from ansible_collections.voximplant.platform.tests.benchmark.store import load, merged, save
from ansible_collections.voximplant.platform.tests.benchmark.tables import put_into, tables

PROMISES = 13
CONDITIONS = {part: {"Date": "2026-11-25"} for part in (SYNC, LOOPS)}


def row(key: Key, wall: float, *, memory: float = 100.0, texts: int = 0) -> Row:
    return Row(key, 1, 400, texts, wall, wall / 2, memory, 0.1)


def loop(way: str, login: str = API_KEY) -> Key:
    return Key(LOOPS, way, f"{COMPARED}, {login}", 200, 20)


def sync(size: int, case: str = NO_OP) -> Key:
    return Key(SYNC, SYNC, case, size, 20)


def parallel(workers: str, case: str = NO_OP) -> Key:
    return Key(PARALLEL, f"workers {workers}", case, 5000, 100)


def measured(**changes: float) -> Results:
    """Figures of a collection that keeps every promise, but for the changes."""
    seconds = {"here": 12.5, "account": 13.0, "there": 100.5, "uri": 120.5, "small": 1.2, "texts": 0, "memory": 90.0}
    seconds |= {"middle": 3.5, "large": 15.5, "auto": 19.0, "heavy": 240.0, "throttled": 290.0, **changes}
    return Results(
        [
            row(start_of(SYNC), 0.5),
            row(start_of(LOOPS), 0.5),
            row(loop(IN_PROCESS), seconds["here"]),
            row(loop(BARE), 8.4),
            row(loop(IN_PROCESS, SERVICE_ACCOUNT), seconds["account"]),
            row(loop(SHIPPED), seconds["there"]),
            row(loop(URI), seconds["uri"]),
            row(sync(200), seconds["small"]),
            row(sync(200)._replace(way=BARE), 0.6),
            row(sync(1000), seconds["middle"]),
            row(sync(5000), seconds["large"], memory=seconds["memory"]),
            row(sync(5000, REMEMBERED), 1.0, texts=int(seconds["texts"])),
            row(parallel("auto"), seconds["auto"], memory=seconds["heavy"]),
            row(parallel("8", THROTTLED), 300.0),
            row(parallel("auto", THROTTLED), seconds["throttled"]),
        ]
    )


def test_round_when_added_then_fastest_counts_with_the_largest_memory() -> None:
    results = Results()
    for wall, memory in ((3.0, 90.0), (2.0, 95.0), (4.0, 80.0)):
        results.add(row(sync(50), wall, memory=memory))
    assert list(results) == [dataclasses.replace(row(sync(50), 2.0, memory=95.0), rounds=3)]


@pytest.mark.parametrize("exponent", [0.5, 1.0, 2.0])
def test_growth_when_points_follow_a_power_then_it_is_found(exponent: float) -> None:
    assert growth([(size, 3 * size**exponent) for size in (50, 200, 1000)]).exponent == pytest.approx(exponent)


def test_growth_when_points_are_on_a_line_then_its_slope_is_found() -> None:
    assert growth([(size, 7 + 0.25 * size) for size in (50, 200, 1000)]).slope == pytest.approx(0.25)


def test_own_time_when_calls_were_made_again_then_they_and_the_start_are_no_part_of_it() -> None:
    assert own_time(measured(), measured()[loop(IN_PROCESS)]) == pytest.approx((12.5 - 0.5 - 8.4) / 200)
    assert own_time(measured(), measured()[loop(IN_PROCESS, SERVICE_ACCOUNT)]) == pytest.approx(
        (13.0 - 0.5 - 8.4) / 200
    )


def test_own_time_when_fewer_items_were_shipped_then_their_calls_are_fewer_too() -> None:
    results = measured()
    fewer = row(loop(SHIPPED)._replace(size=50), 25.5)
    assert own_time(results, fewer) == pytest.approx(25.0 / 50 - 8.4 / 200)


def test_goals_when_everything_is_fast_then_all_are_met() -> None:
    assert [goal.met for goal in goals(measured())] == [True] * PROMISES


@pytest.mark.parametrize(
    ("changes", "broken"),
    [
        ({"account": 16.0}, 1),
        ({"there": 90.0}, 1),
        ({"uri": 30.0}, 2),
        ({"small": 1.3}, 1),
        ({"texts": 1}, 1),
        ({"memory": 251.0}, 1),
        ({"large": 25.0}, 1),
        ({"auto": 21.0}, 1),
        ({"heavy": 251.0}, 1),
        ({"throttled": 316.0}, 1),
    ],
)
def test_goals_when_something_is_slow_then_they_say_so(changes: dict[str, float], broken: int) -> None:
    assert [goal.met for goal in goals(measured(**changes))].count(False) == broken


def test_goals_when_little_was_measured_then_there_are_none() -> None:
    assert goals(Results([row(start_of(SYNC), 0.5)])) == []


def test_stages_when_calls_are_split_then_only_pages_and_writes_wait_for_each_other() -> None:
    pages = [Call("GetScenarios", {"offset": offset}) for offset in ("0", "1000")]
    texts = [Call("GetScenarios", {"scenario_id": number, "with_script": "true"}) for number in ("1", "2")]
    write = Call("SetScenarioInfo", {"scenario_id": "1"})
    rule = Call("AddRule", {})
    assert stages([pages[0], texts[0], pages[1], texts[1], write, write, rule, pages[0]]) == [
        *(pages[:1], pages[1:], texts),
        *([write, write], [rule]),
        pages[:1],
    ]


def test_figures_when_saved_then_they_can_be_loaded(tmp_path: pathlib.Path) -> None:
    save(tmp_path, CONDITIONS, measured())
    conditions, results = load(tmp_path)
    assert (conditions, list(results)) == (CONDITIONS, list(measured()))


def test_figures_when_a_part_is_measured_again_then_it_alone_is_replaced() -> None:
    again = {SYNC: {"Date": "2026-11-26"}}
    conditions, results = merged(
        (CONDITIONS, measured()), (again, Results([row(start_of(SYNC), 0.4), row(sync(50), 0.9)]))
    )
    assert conditions == {**CONDITIONS, **again}
    assert [figure.key for figure in results if figure.key.part == SYNC] == [start_of(SYNC), sync(50)]
    assert results.of(LOOPS) == measured().of(LOOPS)


def test_page_when_tables_are_put_in_then_the_rest_stays() -> None:
    page = "Before\n\n.. begin goals\n\nold\n\n.. end goals\n\nAfter\n"
    wanted = "Before\n\n.. begin goals\n\nnew\n\n.. end goals\n\nAfter\n"
    assert put_into(page, {"goals": "new\n"}) == wanted
    assert put_into(wanted, {"goals": "new\n"}) == wanted
    with pytest.raises(LookupError, match="fleet"):
        put_into(page, {"fleet": "new\n"})


def test_tables_when_made_then_they_show_the_figures() -> None:
    found = tables(CONDITIONS, measured())
    assert "   * - 200\n     - 20\n     - no-op\n" in found["vox_sync"]
    assert "     - 1.17\n" in found["vox_sync"]  # (1.2 - 0.5) / 0.6
    assert f"   * - {COMPARED}, {API_KEY}\n     - {IN_PROCESS}\n" in found["loops"]
    assert f"   * - 5000\n     - 100\n     - {THROTTLED}\n     - workers auto\n" in found["workers"]
    assert "2026-11-25" in found["conditions"]


def test_results_when_none_were_kept_then_there_is_nothing_to_merge_with(tmp_path: pathlib.Path) -> None:
    conditions, results = load(tmp_path)
    assert (conditions, list(results)) == ({}, [])
