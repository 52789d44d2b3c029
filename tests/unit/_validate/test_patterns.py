# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Patterns of rules in projects: which of them no dialect of regular expressions accepts."""

from __future__ import annotations

import re
import typing as t

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from ansible_collections.voximplant.platform.plugins.plugin_utils._account_map.calls import numbers_by_rule
from ansible_collections.voximplant.platform.plugins.plugin_utils._manifest.project import Given, read_options
from ansible_collections.voximplant.platform.plugins.plugin_utils._validate.checks import check_project
from ansible_collections.voximplant.platform.plugins.plugin_utils._validate.patterns import (
    compile_pattern,
    match_steps,
    pattern_problem,
    takes_number,
)

from .backtracking import Backtracking, TooManyStepsError


@pytest.mark.parametrize(
    ("pattern", "problem"),
    [
        ("(['", "unterminated character set at position 2"),
        ("(1", "missing ), unterminated subpattern at position 1"),
        ("1)", "unbalanced parenthesis at position 2"),
        ("+12025550100", "nothing to repeat at position 1"),
        ("*", "nothing to repeat at position 1"),
        ("[9-1]", "bad character range 9-1 at position 2"),
        ("1{3,2}", "min repeat greater than max repeat at position 3"),
        ("1\\", "bad escape (end of pattern) at position 2"),
    ],
)
def test_pattern_when_no_dialect_accepts_it_then_its_place_is_named(pattern: str, problem: str) -> None:
    assert pattern_problem(pattern) == f"is not a regular expression: {problem}"


@pytest.mark.parametrize(
    "pattern",
    [
        *("", ".*", r"\+?1\d{10}", "^(?!900)[0-9]+$", "a|b", "(?<name>1)", r"\p{L}+", r"[[:digit:]]+", "1{", "1{,3}"),
        *(r"\z", "(?i)abc", "a++", "(?>a)", r"\Qa\E", r"\h", "]", "}", "(?<=a)b+", "a" * 60_000, r"(a)\2", "[]a]"),
    ],
)
def test_pattern_when_some_dialect_accepts_it_then_nothing_is_wrong(pattern: str) -> None:
    assert pattern_problem(pattern) is None


@pytest.mark.parametrize("pattern", [f"a{{{'9' * 5000}}}", "(" * 3000 + ")" * 3000, "(?L)x", "a{4294967296}"])
def test_pattern_when_python_cannot_read_it_then_it_is_left_to_the_platform(pattern: str) -> None:
    assert (pattern_problem(pattern), compile_pattern(pattern)) == (None, None)


NUMBER = "1" * 16  # a part of these patterns takes every character of it, so that a match that fails tries everything
HOSTILE = [
    *(r"(((\d+)+)+)+x", r"(\d?\d?\d?\d?)+\d*\d*\d*\d*x", r"(?:(?:(\d|\d\d)+)+)+x", r"(?=(((\d+)+)+)+x)1"),
    *("(?:1?){24}x", "(?:[0-9]?){60}x", "(?:1?){4294967294}", "(?:1*){17}", "(?:1?){16}(?:1?){16}x", "(?:1?){17,}?x"),
    *(r"(?:[0-9]1|1[0-9]|[1-9]1|.[0-9]|\d1|\w1){8}x", r"(?:(?:\d|.|1|\w)(?:1|\w|\d|.)){8}xx", "(?:1?|1?){10}x"),
    *("(?:" * 90 + "1?" + "){16}" * 90, "(?:1|){16}(?:|1){16}", "((?:1?){12}|2){3}x", "(?:|||){12}"),
    *("(?:(?=1*1*1*1*x)|1*){12}x", "(?!(?:1?){24}x)1", "(?<=1)(?:1?){24}x", "(?>(?:1?){24}x)", "(?:1?){24}+x"),
    *("(1)?(?(1)(?:1?){24}|2)x", r"(1*)\1\1\1\1\1\1\1\1\1x", "(?i:(?:1?){24}x)", "(?:^?){24}", "(?:(?:)){99}"),
]
USUAL = [
    *(".*", "12025550100", r"\+?1\d{10}", "1900.*", "1.*", r"^\+?(7|8)?\d{10}$", "^(?!900)[0-9]+$", r"(\d+)+x"),
    *(r"^(\d{1,4}-?){1,5}$", r"(a)?(?(1)b|c)", r"(?:a|b){2,5}[0-9]+(?=x)(?<!y)(.)\1", "(?>a*)*", "a*+b", ".*.*.*.*x"),
    *("(?:1202|1303|1404)[0-9]{7}", "[0-9]{0,100}", ".{1000}", "^.+$", "(sip:)?.+@example[.]com", "(?:00|[+])?49[1-9]"),
    "|".join(f"1202555{number:04}" for number in range(2000)),
]
REPEATS = ["*", "+", "?", "{2}", "{3,}", "{0,2}", "{2,5}", "{7}", "{16}"]
PARTS = st.recursive(
    st.sampled_from(["1", "[0-9]", r"\d", ".", "^", "(?:)", "11"]),
    lambda part: st.one_of(
        st.lists(part, min_size=1, max_size=3).map("".join),
        st.lists(part, min_size=2, max_size=3).map(lambda options: f"(?:{'|'.join(options)})"),
        st.tuples(part, st.sampled_from(REPEATS), st.sampled_from(["", "?"])).map("(?:{0[0]}){0[1]}{0[2]}".format),
    ),
    max_leaves=5,
)


@pytest.mark.parametrize("pattern", HOSTILE)
def test_pattern_when_a_match_with_it_could_take_hours_then_no_number_is_matched(pattern: str) -> None:
    assert compile_pattern(pattern) is None


@pytest.mark.parametrize("pattern", USUAL)
def test_pattern_when_it_is_quick_then_numbers_are_matched(pattern: str) -> None:
    assert compile_pattern(pattern) is not None


@given(pattern=PARTS)
@settings(deadline=None)
@example(pattern="(?:1?){9}")
@example(pattern="(?:1?){2,5}(?:1|11){3}?")
@example(pattern="(?:1[0-9]|11){8}1")
@example(pattern="(?:1??){3,}(?:1*){2}")
def test_pattern_when_a_match_fails_then_its_steps_are_those_that_are_counted(pattern: str) -> None:
    found = Backtracking(pattern, NUMBER, most=5_000)
    try:
        steps = match_steps(pattern)
        ends = found.ends()
    except (OverflowError, TooManyStepsError):
        assume(False)
    assert found.steps == steps or (found.steps < steps and "^" in pattern)
    lengths = range(len(NUMBER) + 1)
    expected = [length for length in lengths if re.compile(pattern).match(NUMBER[:length])]
    assert [length for length in lengths if Backtracking(pattern, NUMBER[:length], most=steps).ends()] == expected
    assert bool(ends) == (len(NUMBER) in expected)


@pytest.mark.parametrize(
    ("pattern", "exclude", "conference", "takes"),
    [
        *(("1202.*", None, None, True), ("1202", "", False, False), ("202555", None, False, False)),
        *((r"^\+1202\d+$", "", False, True), (r"\+?1202555", "", False, True), ("1202555|", "1202", False, True)),
        *((".*", "1202.*", False, False), (".*", r"\+1202555", False, False), (".*", "", True, False)),
        *((None, None, None, None), ("", "", False, None), (r"\p{N}+", "", False, None)),
        (".*", r"\p{N}+", False, None),
        ("44.*", r"\p{N}+", False, False),
    ],
)
def test_rule_when_a_number_is_called_then_validation_and_map_agree_whether_it_takes_the_call(
    pattern: str | None, exclude: str | None, conference: bool | None, takes: bool | None
) -> None:
    assert takes_number("1202555", pattern, exclude, conference) is takes
    declared = {"pattern": pattern, "pattern_exclude": exclude, "video_conference": conference}
    rule = {"name": "r", **{key: value for key, value in declared.items() if value is not None}}
    options = {"applications": [{"name": "a", "rules": [rule], "phone_numbers": [{"number": "1202555"}]}]}
    warned = any("no rule of the application matches" in text for text in unmatched_numbers(options))
    assert warned is (takes is False)
    row = {"rule_id": 7, "rule_pattern": pattern or "", "rule_pattern_exclude": exclude or ""}
    application = {"application_id": 1, "rules": [{**row, "video_conference": conference is True}]}
    number = {"phone_number": "1202555", "application_id": 1, "rule_id": None}
    assert numbers_by_rule([number], [application]) == {7 if takes else 0: ("1202555",)}


def test_number_when_it_is_longer_than_any_then_no_pattern_is_tried() -> None:
    assert takes_number("1" * 16, "1+", None, None) is None


def unmatched_numbers(options: dict[str, t.Any]) -> tuple[str, ...]:
    """Return the warnings of a project."""
    return check_project(read_options(options, {}, str, Given()), None).warnings


def test_patterns_of_rules_when_they_are_wrong_then_they_are_named_after_substitution() -> None:
    rules = [{"name": "r", "pattern": "(__A__", "pattern_exclude": "__A__"}, {"name": "s", "pattern": ".*"}]
    options = {"applications": [{"name": "a", "rules": rules}]}
    project = read_options(options, {}, str, Given(substitutions={"__A__": "+1"}))
    assert [str(mistake) for mistake in check_project(project, None).mistakes] == [
        "applications[0].rules[0].pattern: is not a regular expression: nothing to repeat at position 2 "
        "(expanded from '(__A__')",
        "applications[0].rules[0].pattern_exclude: is not a regular expression: nothing to repeat at position 1 "
        "(expanded from '__A__')",
    ]
