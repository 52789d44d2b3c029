# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Answers that are JSON, but not such as two readers agree about, or such as can be shown."""

from __future__ import annotations

import json
import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import ProtocolError, VoximplantError
from ansible_collections.voximplant.platform.plugins.module_utils._api.response import (
    ApiObject,
    parse_response,
    warnings_in,
)
from ansible_collections.voximplant.platform.plugins.module_utils._api.transport import Response
from harness.fakes import ok, talk

MANY_DIGITS = "9" * 5000


def read(body: str) -> ApiObject:
    """An answer of success."""
    return parse_response("AddScenario", Response(200, {}, body.encode()))


def nested(levels: int) -> t.Any:
    """A list in a list, and so on."""
    value: t.Any = []
    for _level in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    "field",
    ["NaN", "Infinity", "-Infinity", "1e999", "-1e999", MANY_DIGITS, f"-{MANY_DIGITS}", "9" * 101, '{"b": 1, "b": 1}'],
    ids=lambda field: field[:10],
)
def test_answer_when_a_value_anywhere_is_not_the_same_to_every_reader_then_it_is_no_answer(field: str) -> None:
    for body in (f'{{"result": 1, "a": {field}}}', f'{{"result": 1, "a": [{{"c": [{field}]}}]}}'):
        with pytest.raises(ProtocolError, match="not the platform's JSON"):
            read(body)


def test_answer_when_a_key_is_there_twice_then_it_is_no_answer() -> None:
    with pytest.raises(ProtocolError, match="not the platform's JSON"):
        read('{"result": 1, "scenario_id": 1, "scenario_id": 2}')


@pytest.mark.parametrize("half", ["\\ud83d", "\\uDE00", "\\ude00\\ud83d", "a\\uD83Db"])
def test_answer_when_half_a_character_is_anywhere_then_it_is_no_answer(half: str) -> None:
    for body in (f'{{"result": 1, "a": [{{"b": "{half}"}}]}}', f'{{"result": 1, "{half}": 1}}'):
        with pytest.raises(ProtocolError, match="not the platform's JSON"):
            read(body)


def test_answer_when_a_character_has_both_its_halves_then_it_is_read() -> None:
    assert read('{"result": 1, "a": "\\ud83d\\ude00 \\u0416"}').text("a") == "\U0001f600 \u0416"


@pytest.mark.parametrize("part", ["{}", "[]"])
@pytest.mark.parametrize(("count", "is_read"), [(499_998, True), (499_999, False)])
def test_answer_when_it_has_too_many_parts_then_it_is_no_answer(part: str, count: int, is_read: bool) -> None:
    body = f'{{"result": 1, "a": [{",".join([part] * count)}]}}'
    if is_read:
        assert len(read(body).fields["a"]) == count
    else:
        with pytest.raises(ProtocolError, match="not the platform's JSON"):
            read(body)


def test_answer_when_numbers_are_large_but_whole_then_they_are_read() -> None:
    row = read(f'{{"result": 1, "a": {"9" * 100}, "b": "{"9" * 100}", "c": 1e308}}')
    assert row.integer("a") == row.integer("b") == int("9" * 100)
    assert row.fields["c"] == 1e308


def test_integer_when_it_is_text_of_too_many_digits_then_it_is_a_protocol_error() -> None:
    with pytest.raises(ProtocolError) as caught:
        ApiObject("M", {"x": MANY_DIGITS}).integer("x")
    assert caught.value.field == "x"


@pytest.mark.parametrize(("levels", "is_plain"), [(18, True), (19, False), (900, False)])
def test_row_when_it_is_handed_on_as_it_came_then_it_is_not_nested_deeply(levels: int, is_plain: bool) -> None:
    row = ApiObject("GetCallHistory", {"a": nested(levels)})
    if is_plain:
        assert row.plain() == row.fields
    else:
        with pytest.raises(ProtocolError, match="nested too deeply") as caught:
            row.plain()
        assert caught.value.method == "GetCallHistory"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Not now", "Not now."),
        ("\x1b[2J\r\nNo\u202e", " [2J  No ."),
        ("x" * 10000, "x" * 500 + " ..."),
        ({"a": nested(900)}, "no text."),
        (None, "no text."),
    ],
    ids=range(5),
)
def test_error_when_its_text_is_odd_then_the_message_is_short_and_plain(text: t.Any, shown: str) -> None:
    body = json.dumps({"error": {"code": 499, "msg": text}})
    with pytest.raises(VoximplantError) as caught:
        read(body)
    assert str(caught.value) == f"AddScenario failed with code 499: {shown}"


def test_warnings_when_there_are_enough_then_no_further_one_is_read() -> None:
    read: list[str] = []

    def clean(text: str) -> str:
        read.append(text)
        return text

    answer = ApiObject("GetRules", {"warnings": [str(number) for number in range(5)]})
    assert warnings_in(answer, clean, 2) == ("0", "1")
    assert read == ["0", "1"]


def test_warnings_when_they_are_many_long_or_deep_then_few_and_short_ones_are_kept() -> None:
    told = [nested(900), *(f"{number} {'x' * 1000}" for number in range(200)), {"code": 2}]
    talking = talk(ok(warnings=[{"code": 1}, {"code": 1}]), ok(warnings=told))
    for _call in range(2):
        talking.client.call("AddScenario")
    assert talking.client.warnings[:2] == ["AddScenario: {'code': 1}", f"AddScenario: 0 {'x' * 498} ..."]
    assert len(talking.client.warnings) == 100
    assert max(map(len, talking.client.warnings)) < 600


@pytest.mark.parametrize(("before", "added"), [(98, ["M: 1", "M: 2"]), (99, ["M: 1"]), (100, []), (101, [])])
def test_warnings_when_the_limit_is_near_then_only_those_below_it_are_kept(before: int, added: list[str]) -> None:
    talking = talk(ok(warnings=[1, 2, 3]))
    known = [str(number) for number in range(before)]
    talking.client.warnings.extend(known)
    talking.client.call("M")
    assert talking.client.warnings == known + added


def test_warnings_when_another_thread_is_about_to_add_one_then_both_are_kept() -> None:
    talking = talk(ok(warnings=["ours", "ours"]))
    add = talking.client.warnings.append  # as the other thread has it when this one goes on
    talking.client.call("M")
    add("theirs")
    assert talking.client.warnings == ["M: ours", "theirs"]
