# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Listings of scenarios, rules and applications: in order, each object once, and what counts as missing."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api import errors
from ansible_collections.voximplant.platform.plugins.module_utils._api.call_limit import CallLimit
from ansible_collections.voximplant.platform.plugins.module_utils._objects.applications import list_applications
from ansible_collections.voximplant.platform.plugins.module_utils._objects.concurrency import Workers
from ansible_collections.voximplant.platform.plugins.module_utils._objects.rules import list_rules
from ansible_collections.voximplant.platform.plugins.module_utils._objects.scenarios import (
    find_by_name,
    list_matching,
    list_scenarios,
    read_every_script,
    read_scenario,
    read_script,
    read_scripts,
)
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform
from harness.fakes import failed, ok, talk


def scenario(number: int, name: str = "a", **fields: t.Any) -> dict[str, t.Any]:
    """A row of GetScenarios."""
    return {"scenario_id": number, "scenario_name": name, **fields}


def test_scenarios_when_a_row_is_deleted_between_two_pages_then_the_listing_is_read_again() -> None:
    pages = (ok([scenario(5), scenario(3)], total_count=4), ok([scenario(1)], total_count=3))
    again = (ok([scenario(3), scenario(2)], total_count=3), ok([scenario(2), scenario(1)], total_count=3))
    talking = talk(*pages, *again)
    assert [found.scenario_id for found in list_scenarios(talking.client)] == [1, 2, 3]
    assert talking.http.left == 0


def test_scenarios_when_of_an_application_then_it_is_asked_for_and_told() -> None:
    talking = talk(ok([scenario(1)], total_count=1))
    assert [found.application_id for found in list_scenarios(talking.client, 20)] == [20]
    assert talking.http.sent[0].form["application_id"] == "20"


def test_rules_when_a_row_comes_twice_then_each_is_listed_once_in_the_platforms_order() -> None:
    rows = [{"rule_id": number, "rule_name": "r", "application_id": 20} for number in (9, 2, 5)]
    pages = (ok(rows[:2], total_count=3), ok(rows[1:], total_count=3))
    talking = talk(*pages)
    assert [rule.rule_id for rule in list_rules(talking.client, 20)] == [9, 2, 5]
    assert [request.form["with_scenarios"] for request in talking.http.sent] == ["true", "true"]


def test_applications_when_listed_then_they_are_in_the_order_of_ids() -> None:
    rows = [{"application_id": number, "application_name": "a"} for number in (7, 3, 7)]
    assert [found.application_id for found in list_applications(talk(ok(rows, total_count=2)).client)] == [3, 7]


def test_name_when_the_filter_matches_more_then_only_exactly_that_one_counts() -> None:
    rows = [scenario(1, "Inbound"), scenario(2, "inbound2"), scenario(3, "inbound")]
    found = find_by_name(talk(ok(rows, total_count=3)).client, "inbound")
    assert found is not None
    assert found.scenario_id == 3
    assert find_by_name(talk(ok(rows[:2], total_count=2)).client, "inbound") is None


@pytest.mark.parametrize("code", [132, 168])
def test_scenario_when_the_platform_does_not_know_its_id_then_there_is_none(code: int) -> None:
    assert read_script(talk(failed(code)).client, 5) is None
    assert read_scenario(talk(failed(code)).client, 5) is None


@pytest.mark.parametrize("code", [116, 100])
def test_scenario_when_the_platform_fails_otherwise_then_it_is_not_taken_for_missing(code: int) -> None:
    with pytest.raises(errors.VoximplantError) as caught:
        read_script(talk(failed(code)).client, 5)
    assert caught.value.code == code


def test_scenario_when_another_one_is_answered_then_there_is_none() -> None:
    assert read_scenario(talk(ok([scenario(6)])).client, 5) is None


def test_text_when_the_row_has_none_then_it_is_empty() -> None:
    talking = talk(ok([scenario(6), scenario(5)]), ok([scenario(5)]))
    read = read_script(talking.client, 5)
    assert read is not None
    assert (read[0].scenario_id, read[1]) == (5, "")
    read_scenario(talking.client, 5)
    assert [sent.form for sent in talking.http.sent] == [
        {"scenario_id": "5", "with_script": "true"},
        {"scenario_id": "5"},
    ]


def test_texts_when_a_scenario_is_deleted_meanwhile_then_it_has_none() -> None:
    platform = Platform()
    kept, gone = platform.add_scenario("kept", "x"), platform.add_scenario("gone", "y")
    listing = list_scenarios(platform.client)
    platform.scenarios.remove(gone)
    with Workers(CallLimit(8, 8)) as workers:
        read = [(found.scenario_id, text) for found, text in read_scripts(platform.client, listing, workers)]
    assert read == [(kept.scenario_id, "x")]


@pytest.mark.parametrize(
    ("by_id", "name", "scoped", "found"),
    [
        (True, None, False, ["a"]),
        (True, None, True, []),
        (False, "own", False, ["own"]),
        (False, "own", True, ["own"]),
        (False, "a", True, []),
        (False, "A", False, []),
        (False, None, True, ["own"]),
        (False, None, False, ["a", "own"]),
    ],
)
def test_scenarios_when_selected_then_those_that_match_come(
    by_id: bool, name: str | None, scoped: bool, found: list[str]
) -> None:
    platform = Platform()
    application_id = platform.add_application("one").application_id
    row = platform.add_scenario("a")
    platform.add_scenario("own", application_id=application_id)
    matching = list_matching(
        platform.client, row.scenario_id if by_id else None, name, application_id if scoped else None
    )
    assert [scenario.scenario_name for scenario in matching] == found


def test_scenario_when_its_id_is_unknown_then_none_is_listed() -> None:
    assert list_matching(Platform().client, 5, None, None) == ()


def test_every_script_when_several_scenarios_are_deleted_meanwhile_then_the_error_names_them_all() -> None:
    platform = Platform()
    for name in ("menu", "old"):
        platform.add_scenario(name, "x")
    menu, old = list_scenarios(platform.client)
    platform.scenarios.clear()
    with Workers(CallLimit(1, 1)) as pool, pytest.raises(errors.NotFoundError) as failure:
        list(read_every_script(platform.client, (menu, old), pool))
    assert (failure.value.object, failure.value.name) == ("scenario", "menu")
    assert f"the ID {menu.scenario_id} was deleted" in str(failure.value)
    assert f"; also deleted: scenario old (id {old.scenario_id}). Nothing" in str(failure.value)
