# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Patterns of rules in projects: which of them no dialect of regular expressions accepts."""

from __future__ import annotations

import time

import pytest

from ansible_collections.voximplant.platform.plugins.plugin_utils._manifest.project import Given, read_options
from ansible_collections.voximplant.platform.plugins.plugin_utils._validate.checks import check_project
from ansible_collections.voximplant.platform.plugins.plugin_utils._validate.patterns import (
    compile_pattern,
    pattern_problem,
)


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


@pytest.mark.parametrize(
    "pattern", [r"(((\d+)+)+)+x", r"(\d?\d?\d?\d?)+\d*\d*\d*\d*x", r"(?:(?:(\d|\d\d)+)+)+x", r"(?=(((\d+)+)+)+x)1"]
)
def test_pattern_when_a_search_with_it_could_take_hours_then_no_number_is_searched(pattern: str) -> None:
    assert compile_pattern(pattern) is None


@pytest.mark.parametrize(
    "pattern",
    [
        ".*",
        r"^\+?(7|8)?\d{10}$",
        r"(\d+)+x",
        r"^(\d{1,4}-?){1,5}$",
        r"(a)?(?(1)b|c)",
        r"(?:a|b){2,5}[0-9]+(?=x)(?<!y)(.)\1",
        "(?>a*)*",
        "a*+b",
        ".*.*.*.*x",
    ],
)
def test_pattern_when_it_is_quick_then_numbers_are_searched(pattern: str) -> None:
    compiled = compile_pattern(pattern)
    assert compiled is not None
    begun = time.monotonic()
    compiled.search("1234567890123456")
    assert time.monotonic() - begun < 2


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
