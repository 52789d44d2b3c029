# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Text from outside, made fit for a screen: nothing that a terminal or a CI parser obeys."""

from __future__ import annotations

import re

_UNUSUAL = re.compile(r"[^\x20-\x7e\t\n\r]|\r(?!\n)")
# What moves the cursor, switches modes or changes the direction of text.
_OBEYED = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|\r(?!\n)")
# GitHub Actions (::command::), Azure Pipelines (##vso[, ##[), TeamCity (##teamcity[).
_COMMAND = re.compile(r"(?<![\w:]):(?=:[A-Za-z])|#(?=#(?:vso|teamcity)?\[)")


def one_line(text: str, longest: int) -> str:
    """Return text as one line for a message.

    :arg longest: maximum number of characters; a longer text is cut and ends in " ..."
    """
    shown = _without_commands("".join(_printable(character) for character in text[:longest]))
    return f"{shown} ..." if len(text) > longest else shown


def lines(text: str) -> str:
    """Return text of several lines, such as a report, with each line safe to print."""
    return "\n".join(_without_commands("".join(map(_printable, line))) for line in text.split("\n"))


def with_visible_controls(text: str) -> str:
    """Return text with control, invisible and bidirectional characters as escapes; tabs and line ends stay."""
    return _UNUSUAL.sub(lambda match: match.group() if match.group().isprintable() else _escape(match.group()), text)


def terminal_safe(text: str) -> str:
    """Return text, such as a script in a diff, with what a terminal obeys as escapes; everything else stays."""
    return _OBEYED.sub(lambda match: _escape(match.group()), text)


def visible_line(text: str) -> str:
    """Return text as one line, with line ends, control and bidirectional characters as escapes."""
    return _without_commands("".join(found if found.isprintable() else _escape(found) for found in text))


def _printable(character: str) -> str:
    return character if character.isprintable() else " "


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def _without_commands(line: str) -> str:
    """Return a line in which no CI system finds a command."""
    return _COMMAND.sub(lambda match: f"{match.group()} ", line)
