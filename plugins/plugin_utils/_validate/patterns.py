# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Patterns of rules: which numbers they match, and which of them are not regular expressions in any dialect."""

from __future__ import annotations

import dataclasses
import functools
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
_MOST_STEPS = 1_000_000
_BY_LENGTH = range(_LONGEST + 1)

Counts = t.Tuple[int, ...]
_NONE: Counts = (0,) * (_LONGEST + 1)
_EMPTY: Counts = (1, *_NONE[1:])


@functools.lru_cache(maxsize=4096)
def compile_pattern(pattern: str) -> t.Optional[re.Pattern[str]]:
    """Return a compiled pattern.

    C(None) if Python does not understand it, as with another dialect, or could match a number for hours.
    """
    try:
        match_steps(pattern)
        return _quietly(re.compile, pattern)
    except _UNREADABLE:
        return None


def takes_number(
    digits: str, pattern: t.Optional[str], exclude: t.Optional[str], video_conference: t.Optional[bool]
) -> t.Optional[bool]:
    """Return whether a rule takes the calls to a phone number; C(None) if that is not known.

    Its pattern has to match the whole number, with or without a plus sign before it, and the other one must not.
    A rule for video conferences takes no calls.
    """
    if video_conference:
        return False
    matches = _matches(digits, pattern) if pattern else None
    excludes = _matches(digits, exclude) if exclude else False
    if matches is False or excludes:
        return False
    return None if None in (matches, excludes) else True


def _matches(digits: str, pattern: str) -> t.Optional[bool]:
    """Return whether a pattern matches a whole number; C(None) if Python cannot tell."""
    compiled = compile_pattern(pattern)
    if compiled is None or len(digits) >= _LONGEST:
        return None
    return any(map(compiled.fullmatch, (digits, f"+{digits}")))


def match_steps(pattern: str) -> int:
    """Return the most steps in which a match of a number of 16 characters with a pattern can fail.

    :raises OverflowError: if they are too many
    :raises re.error: if Python does not understand the pattern; other exceptions are possible too
    """
    return sum(_sequence(_quietly(importlib.import_module("re._parser").parse, pattern)).steps)


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


@dataclasses.dataclass(frozen=True)
class _Work:
    """What a part of a pattern costs if it takes any character, and a match that fails tries everything.

    :arg ways: in how many ways the part matches a text of each length
    :arg steps: how often something is tried after a text of each length
    """

    ways: Counts = _EMPTY
    steps: Counts = _NONE

    def then(self, following: _Work) -> _Work:
        """Return the work of two parts, one after the other."""
        steps = map(sum, zip(self.steps, _product(self.ways, following.steps), strict=True))
        return _Work(_product(self.ways, following.ways), _limited(steps))


def _sequence(parts: t.Iterable[t.Tuple[t.Any, t.Any]]) -> _Work:
    work = _Work()
    for kind, content in parts:
        work = work.then(_work_of(str(kind), content))
        if not any(work.ways):
            break
    return work


def _work_of(kind: str, content: t.Any) -> _Work:
    if kind in ("BRANCH", "GROUPREF_EXISTS"):
        return _branch(content[1] if kind == "BRANCH" else [part or () for part in content[1:]])
    if kind in ("SUBPATTERN", "ATOMIC_GROUP"):
        return _sequence(content[-1] if kind == "SUBPATTERN" else content)
    if kind.endswith("_REPEAT"):
        return _repeat(*content)
    if kind in ("ASSERT", "ASSERT_NOT"):
        return _Work(steps=(1 + sum(_sequence(content[1]).steps), *_NONE[1:]))
    length = 0 if kind == "AT" else 1
    ways = tuple(int(kind == "GROUPREF" or place == length) for place in _BY_LENGTH)
    return _Work(ways, (len(content) if kind == "IN" else 1, *_NONE[1:]))


def _branch(options: t.Sequence[t.Any]) -> _Work:
    works = [_sequence(option) for option in options]
    ways = map(sum, zip(*(work.ways for work in works), strict=True))
    steps = map(sum, zip((len(works), *_NONE[1:]), *(work.steps for work in works), strict=True))
    return _Work(tuple(ways), _limited(steps))


def _repeat(least: int, most: int, part: t.Any) -> _Work:
    """Return the work of a repeated part.

    Python makes the least repetitions also if they match nothing; one of the others that matches nothing is the last.

    :raises OverflowError: if there are more repetitions that can match nothing than a number has characters
    """
    once = _sequence(part)
    empty, *filled = once.ways
    if empty and least > _LONGEST:
        raise OverflowError
    rest = _Work(_EMPTY, _EMPTY)
    for _count in range(min(most - least, _LONGEST + 1)):
        more = _Work((0, *filled), once.steps).then(rest)
        rest = _Work((1 + empty, *more.ways[1:]), (1 + empty + more.steps[0], *more.steps[1:]))
    for _count in range(min(least, _LONGEST + 1)):
        rest = _Work(once.ways, (1 + once.steps[0], *once.steps[1:])).then(rest)
    return rest


def _product(first: Counts, second: Counts) -> Counts:
    """Return the counts of two parts, one after the other."""
    product = [0] * (_LONGEST + 1)
    for length, count in enumerate(first):
        if count:
            for place in range(_LONGEST + 1 - length):
                product[length + place] += count * second[place]
    return tuple(product)


def _limited(steps: t.Iterable[int]) -> Counts:
    """Return the steps.

    :raises OverflowError: if they are too many
    """
    counts = tuple(steps)
    if sum(counts) > _MOST_STEPS:
        raise OverflowError
    return counts
