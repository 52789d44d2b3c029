# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A part of the list of scenarios, read without the rest."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._objects.scenarios import list_part
from harness.fakes import ok, talk

if t.TYPE_CHECKING:
    from ansible_collections.voximplant.platform.plugins.module_utils._api.transport import Response


def listing(*ids: int, **fields: t.Any) -> Response:
    """A page of scenarios."""
    return ok([{"scenario_id": number, "scenario_name": f"s{number}"} for number in ids], **fields)


def test_part_when_the_server_sends_less_than_it_was_asked_for_then_the_rest_is_asked_for() -> None:
    talking = talk(listing(7, 3, total_count=9), listing(5, total_count=9))
    part = list_part(talking.client, 11, 4, 3)
    assert part is not None
    assert [scenario.scenario_id for scenario in part[0]] == [7, 3, 5]
    assert {scenario.application_id for scenario in part[0]} == {11}
    assert part[1] == 9
    forms = [sent.form for sent in talking.http.sent]
    assert [(form["count"], form["offset"]) for form in forms] == [("3", "4"), ("1", "6")]


def test_part_when_the_server_sends_more_than_it_was_asked_for_then_it_is_cut() -> None:
    part = list_part(talk(listing(1, 2, 3, total_count=3)).client, None, 0, 2)
    assert part is not None
    assert [scenario.scenario_id for scenario in part[0]] == [1, 2]
    assert part[1] == 3


def test_part_when_the_server_does_not_tell_the_length_then_there_is_none() -> None:
    assert list_part(talk(listing(1, 2)).client, None, 0, 2) is None


@pytest.mark.parametrize(
    "second",
    [listing(3, 4, total_count=8), listing(2, 3, total_count=9), listing(total_count=9), listing(3, 4)],
    ids=["a row less", "a row twice", "an empty page", "no length"],
)
def test_part_when_the_listing_moves_between_two_pages_then_there_is_none(second: Response) -> None:
    assert list_part(talk(listing(1, 2, total_count=9), second).client, None, 0, 4) is None


def test_part_when_it_begins_behind_the_end_then_it_is_empty() -> None:
    assert list_part(talk(listing(total_count=3)).client, None, 5, 2) == ((), 3)


def test_part_when_nothing_is_wanted_then_nothing_is_sent() -> None:
    talking = talk()
    assert list_part(talking.client, None, 5, 0) is None
    assert talking.http.sent == []
