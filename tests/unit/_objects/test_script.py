# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Scripts: when two are the same, what substitution does, how long one may be."""

from __future__ import annotations

import itertools
import typing as t

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import InputError, LimitError
from ansible_collections.voximplant.platform.plugins.module_utils._objects.script import (
    Match,
    check_length,
    compare,
    is_same,
    substitute,
)

LIMIT = 131_072  # characters; a script has fewer
TEXTS = st.text(st.sampled_from("\ufeffab\r\n \t\u2028"), max_size=12)
NORMALIZERS: tuple[t.Callable[[str], str], ...] = (
    lambda text: text.removeprefix("\ufeff"),
    lambda text: text.replace("\r\n", "\n"),
    str.rstrip,
)


@pytest.mark.parametrize(
    ("ours", "theirs", "match"),
    [
        ("", "", Match.EXACT),
        ("a\r\n", "a\r\n", Match.EXACT),
        ("a\r\nb", "a\nb", Match.NORMALIZED),
        ("\ufeffa", "a", Match.NORMALIZED),
        ("a \n\t", "a", Match.NORMALIZED),
        ("\ufeffa\r\nb\r\n", "a\nb", Match.NORMALIZED),
        ("\ufeffa\r\nb\r\n", "a\r\nb", Match.NORMALIZED),
        ("\ufeffa\r\nb\r\n", "\ufeffa\nb\n", Match.NORMALIZED),
        ("\ufeffa\r\nb\r\n", "\ufeffa\nb", Match.NORMALIZED),
        ("a\nb", "a\r\nb", Match.DIFFERENT),
        ("a", "\ufeffa", Match.DIFFERENT),
        ("a", "a\n", Match.DIFFERENT),
        ("a\n\n", "a\n", Match.DIFFERENT),
        (" a", "a", Match.DIFFERENT),
        ("a\rb", "a\nb", Match.DIFFERENT),
        ("\ufeff\ufeffa", "a", Match.DIFFERENT),
        ("a\ufeff", "a", Match.DIFFERENT),
        ("a  b", "a b", Match.DIFFERENT),
        ("a", "A", Match.DIFFERENT),
        ("e\u0301", "\u00e9", Match.DIFFERENT),
    ],
)
def test_compare_when_texts_differ_in_what_a_platform_normalises_then_they_are_the_same(
    ours: str, theirs: str, match: Match
) -> None:
    assert compare(ours, theirs) is match
    assert is_same(ours, theirs) is (match is not Match.DIFFERENT)


@given(TEXTS, st.sets(st.sampled_from(range(3))))
def test_compare_when_a_platform_normalises_in_any_way_then_its_text_is_ours(text: str, chosen: set[int]) -> None:
    kept = text
    for number in sorted(chosen):
        kept = NORMALIZERS[number](kept)
    assert compare(text, kept) is (Match.EXACT if kept == text else Match.NORMALIZED)


@given(TEXTS, TEXTS)
def test_compare_when_texts_are_anything_then_only_normalised_ones_are_the_same(ours: str, theirs: str) -> None:
    possible = {ours}
    for count in (1, 2, 3):
        for chosen in itertools.combinations(NORMALIZERS, count):
            kept = ours
            for normalizer in chosen:
                kept = normalizer(kept)
            possible.add(kept)
    assert is_same(ours, theirs) is (theirs in possible)


@pytest.mark.parametrize(
    ("text", "substitutions", "expected"),
    [
        ("a __X__ b __X__", {"__X__": "1"}, "a 1 b 1"),
        ("__X__", {"__X__": 12025550100}, "12025550100"),
        ("__X__", {"__X__": ""}, ""),
        ("__X__", {"__X__": r"\1 \g<0>"}, r"\1 \g<0>"),
        ("a.c abc", {"a.c": "x"}, "x abc"),
        ("A B", {"A": "B", "B": "A"}, "B A"),
        ("XY X", {"X": "1", "XY": "2"}, "2 1"),
        ("7", {7: "seven"}, "seven"),
        ("text", {}, "text"),
    ],
)
def test_substitute_when_tokens_occur_then_all_are_replaced_at_once_and_literally(
    text: str, substitutions: t.Mapping[t.Any, t.Any], expected: str
) -> None:
    assert substitute({"one": text}, substitutions) == {"one": expected}


def test_substitute_when_texts_are_several_then_a_token_need_occur_in_one_only() -> None:
    assert substitute({"one": "X", "two": "Y"}, {"Y": "1"}) == {"one": "X", "two": "1"}


@pytest.mark.parametrize(
    ("texts", "substitutions", "says"),
    [
        ({"one": "a"}, {"X": "1", "Y": "2", "a": "3"}, "in the script of one: 'X', 'Y'."),
        ({"one": "a", "two": "b"}, {"X": "1"}, "in any script: 'X'."),
        ({}, {"X": "1"}, "in any script: 'X'."),
        ({"one": "a"}, {"": "1"}, "in the script of one: ''."),
    ],
)
def test_substitute_when_a_token_does_not_occur_then_it_is_named(
    texts: t.Mapping[str, str], substitutions: t.Mapping[str, str], says: str
) -> None:
    with pytest.raises(InputError) as caught:
        substitute(texts, substitutions)
    assert caught.value.field == "substitutions"
    assert str(caught.value).endswith(says)


@pytest.mark.parametrize("value", [1.1, True, False, None, [], {}, b"x"])
def test_substitute_when_a_value_is_neither_a_string_nor_a_whole_number_then_its_token_is_named(value: t.Any) -> None:
    with pytest.raises(InputError) as caught:
        substitute({"one": "X"}, {"X": value})
    assert "'X'" in str(caught.value)
    assert caught.value.field == "substitutions"
    assert caught.value.advice == "Put it in quotes, or convert it with the string filter."


def test_length_when_a_script_is_as_long_as_it_may_be_then_it_is_taken_without_a_warning() -> None:
    assert check_length("x" * (LIMIT - 1)) == ()
    assert check_length("") == ()


def test_length_when_a_script_is_one_character_too_long_then_it_is_refused() -> None:
    with pytest.raises(LimitError) as caught:
        check_length("x" * LIMIT)
    assert caught.value.field == "scenario_script"
    assert caught.value.advice == "Split it into several scenarios of one rule."
    assert "The script has 131072 characters; the maximum is 131071." in str(caught.value)


@pytest.mark.parametrize(("text", "warnings"), [("é" * 65_535 + "x", 0), ("é" * 65_536, 1), ("\ud800" * 50_000, 1)])
def test_length_when_a_script_is_long_in_bytes_alone_then_it_warns(text: str, warnings: int) -> None:
    assert len(check_length(text)) == warnings
