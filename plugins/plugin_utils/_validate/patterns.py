# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Compile patterns of rules, and find those that are not regular expressions in any dialect."""

from __future__ import annotations

import re
import typing as t
import warnings

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


def compile_pattern(pattern: str) -> t.Optional[re.Pattern[str]]:
    """Return a compiled pattern; C(None) if Python does not understand it, as with another dialect."""
    try:
        return _compile(pattern)
    except (re.error, OverflowError, RecursionError):
        return None


def pattern_problem(pattern: str) -> t.Optional[str]:
    """Say why a pattern is not a regular expression; C(None) if it can be one."""
    try:
        _compile(pattern)
    except re.error as error:
        if error.msg.startswith(_MISTAKES):
            place = "" if error.pos is None else f" at position {error.pos + 1}"
            return f"is not a regular expression: {error.msg}{place}"
    except (OverflowError, RecursionError):
        return None
    return None


def _compile(pattern: str) -> re.Pattern[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return re.compile(pattern)
