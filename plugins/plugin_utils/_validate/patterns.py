# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Compile patterns of rules, and find those that are not regular expressions in any dialect."""

from __future__ import annotations

import importlib
import re
import typing as t
import warnings

T = t.TypeVar("T")

# Which dialect the platform speaks is not documented, so only what no dialect accepts is a mistake.
_MISTAKES = (
    "missing ), unterminated subpattern",
    "unbalanced parenthesis",
    "unterminated character set",
    "nothing to repeat",
    "bad character range",
    "min repeat greater than max repeat",
    "bad escape (end of pattern)",
)


_UNREADABLE = (re.error, ArithmeticError, AssertionError, LookupError, RecursionError, ValueError)
_LONGEST = 16  # characters of a number with its plus sign
_MOST_WAYS = 2_000_000


def compile_pattern(pattern: str) -> t.Optional[re.Pattern[str]]:
    """Return a compiled pattern.

    C(None) if Python does not understand it, as with another dialect, or could search a number for hours.
    """
    try:
        compiled = _quietly(re.compile, pattern)
        parsed = _quietly(importlib.import_module("re._parser").parse, pattern)
        return compiled if sum(_ways(parsed)) <= _MOST_WAYS else None
    except _UNREADABLE:
        return None


def pattern_problem(pattern: str) -> t.Optional[str]:
    """Say why a pattern is not a regular expression; C(None) if it can be one."""
    try:
        _quietly(re.compile, pattern)
    except re.error as error:
        if error.msg.startswith(_MISTAKES):
            place = "" if error.pos is None else f" at position {error.pos + 1}"
            return f"is not a regular expression: {error.msg}{place}"
    except _UNREADABLE:
        return None
    return None


def _quietly(read: t.Callable[[str], T], pattern: str) -> T:
    """Read a pattern without the warnings that Python has about it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return read(pattern)


def _ways(parts: t.Iterable[t.Tuple[t.Any, t.Any]]) -> t.List[int]:
    """Return in how many ways a part of a pattern can match texts of each length, if it takes any character.

    A search that fails tries all of them.
    """
    ways = [1] + [0] * _LONGEST
    for kind, content in parts:
        ways = _product(ways, _ways_of(str(kind), content))
    return ways


def _ways_of(kind: str, content: t.Any) -> t.List[int]:
    if kind in ("BRANCH", "GROUPREF_EXISTS"):
        options = content[1] if kind == "BRANCH" else [part or () for part in content[1:]]
        return [sum(counts) for counts in zip(*map(_ways, options), strict=True)]
    if kind in ("SUBPATTERN", "ATOMIC_GROUP"):
        return _ways(content[-1] if kind == "SUBPATTERN" else content)
    if kind.endswith("_REPEAT"):
        return _repeat(*content)
    if kind in ("ASSERT", "ASSERT_NOT"):
        return [sum(_ways(content[1])), *[0] * _LONGEST]
    length = 0 if kind == "AT" else 1
    return [int(kind == "GROUPREF" or place == length) for place in range(_LONGEST + 1)]


def _repeat(least: int, most: int, part: t.Any) -> t.List[int]:
    """Return the ways of a repeated part; the repetition of nothing ends at once."""
    once = _ways(part)
    each = [0, *once[1:]]
    ways = [int(least == 0 or once[0] > 0), *[0] * _LONGEST]
    power = [1] + [0] * _LONGEST
    for _count in range(min(int(most), _LONGEST)):
        power = _product(power, each)
        ways = [known + new for known, new in zip(ways, power, strict=True)]
    return ways


def _product(first: t.Sequence[int], second: t.Sequence[int]) -> t.List[int]:
    """Return the ways of two parts, one after the other."""
    return [sum(first[place] * second[length - place] for place in range(length + 1)) for length in range(_LONGEST + 1)]
