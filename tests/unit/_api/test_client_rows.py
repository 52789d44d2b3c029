# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rows of answers, and listings that come page by page."""

from __future__ import annotations

import itertools
import json
import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api import errors
from ansible_collections.voximplant.platform.plugins.module_utils._api import listing as client_listing
from ansible_collections.voximplant.platform.plugins.module_utils._api.response import ApiObject
from ansible_collections.voximplant.platform.plugins.module_utils._api.transport import Response
from harness.fakes import ok, talk

BIG = 2**63 + 11
ENDLESS = 10**50


def listing(numbers: t.Iterable[int], **fields: t.Any) -> Response:
    """A page of a listing."""
    return ok([{"id": number} for number in numbers], **fields)


def ids(rows: t.Iterable[ApiObject]) -> list[int]:
    """The ids of rows."""
    return [row.integer("id") for row in rows]


@pytest.mark.parametrize(
    ("pages", "offsets"),
    [
        ([listing([1, 2, 3], total_count=3)], ["0"]),
        ([listing([1, 2], total_count=3), listing([2, 3], total_count=3)], ["0", "1"]),  # fewer than were asked for
        ([listing([1, 2], total_count="3"), listing([2, 3], total_count="3")], ["0", "1"]),
        ([listing([1, 2, 3])], ["0"]),  # without a total, a short page is the last one
        ([listing([number], total_count=3) for number in (1, 2, 3)], ["0", "1", "2"]),  # nothing can overlap
    ],
)
def test_pages_when_server_pages_in_its_own_way_then_every_row_comes_and_no_call_is_wasted(
    pages: list[Response], offsets: list[str]
) -> None:
    talking = talk(*pages)
    assert ids(talking.client.pages("GetScenarios", {"x": 1})) == [1, 2, 3]
    assert [sent.form for sent in talking.http.sent] == [
        {"x": "1", "count": "1000", "offset": offset} for offset in offsets
    ]


def test_pages_when_full_pages_come_without_a_total_then_the_next_one_is_asked_for() -> None:
    talking = talk(listing(range(1000)), listing(range(999, 1999)), listing([1998]))
    assert ids(talking.client.pages("GetScenarios")) == list(range(1999))
    assert talking.http.left == 0


def test_pages_when_listing_is_empty_then_one_call_is_made() -> None:
    talking = talk(listing([]), listing([1]))
    assert ids(talking.client.pages("GetScenarios")) == []
    assert talking.http.left == 1


def test_pages_when_result_is_an_object_then_it_is_a_protocol_error() -> None:
    with pytest.raises(errors.ProtocolError):
        list(talk(ok({"id": 1})).client.pages("GetScenarios"))


def test_pages_when_rows_are_no_objects_then_it_is_a_protocol_error() -> None:
    with pytest.raises(errors.ProtocolError):
        list(talk(ok([1, 2])).client.pages("GetScenarios"))


@pytest.mark.parametrize(
    ("offset", "limit", "asked"),
    [
        (0, 0, []),
        (5, 10, [("10", "5")]),
        (0, 1000, [("1000", "0")]),
        (7, 1001, [("1000", "7"), ("1", "1007")]),
        (0, 2500, [("1000", "0"), ("1000", "1000"), ("500", "2000")]),
    ],
)
def test_answers_when_a_part_is_wanted_then_only_that_is_asked_for(
    offset: int, limit: int, asked: list[tuple[str, str]]
) -> None:
    pages = [listing(range(int(count)), total_count=9999) for count, _offset in asked]
    talking = talk(*pages, listing([1]))
    answers = list(talking.client.answers("GetScenarios", None, offset, limit))
    assert [(sent.form["count"], sent.form["offset"]) for sent in talking.http.sent] == asked
    assert sum(len(answer.rows("result")) for answer in answers) == limit


def test_answers_when_there_are_parameters_then_each_call_has_them() -> None:
    talking = talk(listing(range(1000), total_count=9999), listing([1]))
    assert len(list(talking.client.answers("GetScenarios", {"application_id": 7}, 0, 1001))) == 2
    assert [sent.form["application_id"] for sent in talking.http.sent] == ["7", "7"]


def test_answers_when_the_part_is_behind_the_end_then_what_is_there_comes() -> None:
    talking = talk(listing([1], total_count=6), listing([2]))
    assert len(list(talking.client.answers("GetScenarios", None, 5, 10))) == 1
    assert talking.http.left == 1


MOVES = {
    "a row went away": [listing([1, 2], total_count=3), listing([], total_count=2)],
    "a row was added": [listing([1, 2], total_count=3), listing([3, 4], total_count=4)],
    "the first went away and one was added": [listing([1, 2], total_count=4), listing([3, 4, 5], total_count=4)],
    "one was added and the last went away": [listing([1, 2], total_count=4), listing([1, 2, 3], total_count=4)],
    "fewer rows than announced": [listing([1, 2, 3], total_count=9), listing([], total_count=9)],
    "more rows than announced": [listing([1, 2, 3], total_count=2)],
    "a page without a new row": [listing([1, 2], total_count=9), listing([1, 2], total_count=9)],
    "the total disappears": [listing([1, 2], total_count=3), listing([3])],
}


@pytest.mark.parametrize("pages", MOVES.values(), ids=MOVES)
def test_pages_when_the_listing_moves_while_it_is_read_then_it_is_read_again(pages: list[Response]) -> None:
    talking = talk(*pages, listing([1, 2, 4], total_count=3))
    assert ids(talking.client.pages("GetScenarios")) == [1, 2, 4]
    assert talking.http.left == 0
    assert talking.waits == [0.5]


@pytest.mark.parametrize("pages", MOVES.values(), ids=MOVES)
def test_pages_when_the_listing_never_stands_still_then_it_is_an_error(pages: list[Response]) -> None:
    talking = talk(*pages * 4, listing([1], total_count=1))
    with pytest.raises(errors.ProtocolError, match=r"GetScenarios listed \d different rows") as caught:
        talking.client.pages("GetScenarios")
    assert caught.value.method == "GetScenarios"
    assert talking.http.left == 1
    assert talking.waits == [0.5, 1.0, 1.5]


def test_pages_when_a_row_changes_between_two_pages_then_it_is_the_same_row() -> None:
    before, after = ({"scenario_id": 7, "modified": modified} for modified in ("a", "b"))
    other = {"scenario_id": 8, "modified": "a"}
    talking = talk(ok([before], total_count=2), ok([after, other], total_count=2))
    assert [row.fields for row in talking.client.pages("GetScenarios")] == [before, other]


@pytest.mark.parametrize(
    ("name", "bound", "read"), [("MAX_ROWS", 3, 4), ("MAX_BYTES", 4 * len(listing([0], total_count=ENDLESS).body), 5)]
)
def test_pages_when_they_never_end_then_rows_and_bytes_are_bounded_over_the_whole_listing(
    monkeypatch: pytest.MonkeyPatch, name: str, bound: int, read: int
) -> None:
    pages = [listing([number], total_count=ENDLESS) for number in range(10)]
    monkeypatch.setattr(client_listing, name, bound)
    talking = talk(*pages)
    with pytest.raises(errors.ProtocolError, match="lists more than"):
        talking.client.pages("GetScenarios")
    assert len(talking.http.sent) == read
    assert talking.waits == []


def test_pages_when_they_are_as_large_as_is_allowed_then_they_are_complete(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_listing, "MAX_ROWS", 3)
    assert ids(talk(listing([1, 2, 3], total_count=3)).client.pages("GetScenarios")) == [1, 2, 3]


@pytest.mark.parametrize(("value", "number"), [(0, 0), (BIG, BIG), (str(BIG), BIG), ("007", 7), (-1, -1)])
def test_integer_when_it_is_one_then_it_is_read(value: t.Any, number: int) -> None:
    assert ApiObject("M", {"x": value}).integer("x") == number
    assert ApiObject("M", {"x": value}).optional_integer("x") == number


@pytest.mark.parametrize("value", [True, False, 1.0, "-1", "", "x", "1.0", [], {}, "²"])
def test_integer_when_it_is_something_else_then_it_is_a_protocol_error(value: t.Any) -> None:
    for read in (ApiObject("M", {"x": value}).integer, ApiObject("M", {"x": value}).optional_integer):
        with pytest.raises(errors.ProtocolError) as caught:
            read("x")
        assert (caught.value.method, caught.value.field) == ("M", "x")


@pytest.mark.parametrize("fields", [{}, {"x": None}])
def test_row_when_a_value_is_missing_then_only_what_may_be_missing_is(fields: t.Mapping[str, t.Any]) -> None:
    row = ApiObject("M", fields)
    assert row.optional_integer("x") is None
    assert row.text("x", "default") == "default"
    assert row.rows("x") == ()
    assert row.flag("x") is False
    for read in (row.integer, row.text):
        with pytest.raises(errors.ProtocolError):
            read("x")


def test_row_when_values_are_there_then_they_are_read() -> None:
    row = ApiObject("M", {"text": "", "yes": True, "no": False, "list": [{"a": 1}]})
    assert (row.text("text", "default"), row.flag("yes"), row.flag("no"), row.flag("missing")) == (
        "",
        True,
        False,
        False,
    )
    assert row.rows("list") == (ApiObject("M", {"a": 1}),)


@pytest.mark.parametrize(
    ("read", "value"),
    [
        *itertools.product(["text"], [1, True, [], {}, 1.5]),
        *itertools.product(["flag"], [1, 0, "true", []]),
        *itertools.product(["rows"], [{}, "text", 1, [1], [{}, None], False]),
    ],
)
def test_row_when_a_value_has_the_wrong_type_then_it_is_a_protocol_error(read: str, value: t.Any) -> None:
    with pytest.raises(errors.ProtocolError):
        getattr(ApiObject("M", {"x": value}), read)("x")


def answers(*pages: Response) -> t.Callable[[int, int], ApiObject]:
    """Return what reads these pages, one after the other, and repeats the last one."""
    rest = [ApiObject("GetScenarios", json.loads(page.body)) for page in pages]
    return lambda _offset, _count: rest.pop(0) if len(rest) > 1 else rest[0]


def rows_of(*pages: Response, method: str = "GetScenarios") -> list[int]:
    """Return the ids of a whole listing."""
    return ids(client_listing.complete_rows(answers(*pages), method, lambda _seconds: None))


def test_listing_when_the_last_row_comes_second_on_the_next_page_then_it_is_begun_again() -> None:
    moved = (listing([1, 2], total_count=4), listing([3, 2, 4], total_count=4))
    assert rows_of(*moved, listing([1, 3, 2, 4], total_count=4)) == [1, 3, 2, 4]


def test_listing_when_its_total_changes_between_two_pages_then_it_is_begun_again() -> None:
    changed = (listing([1, 2], total_count=4), listing([2, 3], total_count=3))
    assert rows_of(*changed, listing([5, 6, 7], total_count=3)) == [5, 6, 7]


def test_listing_when_a_page_brings_nothing_new_then_it_is_begun_again_and_at_last_an_error() -> None:
    read: list[int] = []

    def same(offset: int, _count: int) -> ApiObject:
        read.append(offset)
        return ApiObject("GetScenarios", {"result": [{"id": 1}], "total_count": 9})

    with pytest.raises(errors.ProtocolError) as caught:
        list(client_listing.complete_rows(same, "GetScenarios", lambda _seconds: None))
    assert read == [0, 1] * client_listing.TRIES
    assert (caught.value.method, caught.value.advice) == (
        "GetScenarios",
        "Run the task again when nobody else is changing the account.",
    )


def test_listing_when_rows_have_no_id_then_the_order_of_their_fields_tells_none_from_another() -> None:
    pages = [{"c": 3}, {"a": 1, "b": 2}], [{"b": 2, "a": 1}, {"d": 4}]
    read = answers(*(ok(rows, total_count=3) for rows in pages))
    found = client_listing.complete_rows(read, "GetSomething", lambda _seconds: None)
    assert [dict(row.fields) for row in found] == [{"c": 3}, {"a": 1, "b": 2}, {"d": 4}]


def test_listing_when_it_is_too_large_then_the_error_has_its_method(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_listing, "MAX_ROWS", 2)
    with pytest.raises(errors.ProtocolError, match="lists more than 2 rows") as caught:
        rows_of(listing([1, 2, 3], total_count=3))
    assert caught.value.method == "GetScenarios"


def test_part_of_a_listing_when_pages_have_one_row_then_all_that_were_asked_for_come() -> None:
    read = answers(*(listing([number], total_count=9) for number in (1, 2, 3, 4)))
    pages = client_listing.part_pages(read, 0, 3)
    assert [ids(page.rows("result")) for page in pages] == [[1], [2], [3]]
