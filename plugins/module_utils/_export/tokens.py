# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Bring an edit of an expanded text into the text with tokens that it was expanded from."""

from __future__ import annotations

import dataclasses
import re
import typing as t

from .._objects.script import Tokens, is_same
from .diff import Edit, find_edits

_BYTE_ORDER_MARK = "\ufeff"


@dataclasses.dataclass(frozen=True)
class Adopted:
    """A text with tokens that expands to the desired one.

    :arg broken: line and name of each token whose value was edited, and which is literal now
    :arg faithful: False if no text with these tokens expands to the desired one, because that contains a token itself
    """

    text: str
    broken: t.Tuple[t.Tuple[int, str], ...] = ()
    faithful: bool = True


@dataclasses.dataclass(frozen=True)
class _Unit:
    """A part of a text that expands to something else: a token, or a line end that the platform changes.

    :arg start: where its value begins in the expanded text
    :arg line: the line of the text that it is on
    """

    raw: str
    start: int
    end: int
    line: int
    is_token: bool

    @property
    def span(self) -> t.Tuple[int, int]:
        """Return where its value is in the expanded text."""
        return self.start, self.end


class ProjectTokens(Tokens):
    """The tokens of a project without mistakes; they stay where the texts around them change."""

    def __init__(self, values: t.Mapping[str, t.Any]) -> None:
        super().__init__({str(token): str(value) for token, value in values.items()})

    def adopt(self, text: str, expanded: str) -> Adopted:
        """Change a string so that it expands to another one, and keep every token whose value was not edited."""
        changed, broken = self._adopt(text, expanded, drops_cr=False)
        return Adopted(changed, broken, self.expand(changed) == expanded)

    def adopt_script(self, text: str, expanded: str) -> Adopted:
        """Change a script likewise.

        White space at the end, a byte order mark and CR LF line ends that the platform dropped stay as they are.
        """
        prefix = _BYTE_ORDER_MARK if text.startswith(_BYTE_ORDER_MARK) > expanded.startswith(_BYTE_ORDER_MARK) else ""
        body = text[len(prefix) :]
        suffix = body[len(body.rstrip()) :] if expanded == expanded.rstrip() else ""
        body = body[: len(body) - len(suffix)]
        changed, broken = self._adopt(body, expanded, drops_cr="\r\n" in body and "\r\n" not in expanded)
        changed = prefix + changed + suffix
        return Adopted(changed, broken, is_same(self.expand(changed), expanded))

    def _adopt(self, text: str, expanded: str, *, drops_cr: bool) -> t.Tuple[str, t.Tuple[t.Tuple[int, str], ...]]:
        """Return the changed text, and the tokens whose values were edited."""
        old, units = self._expand_units(text, drops_cr=drops_cr)
        edits = find_edits(old, expanded, [unit.span for unit in units if unit.is_token])
        broken = tuple(
            (unit.line, unit.raw) for unit in units if unit.is_token and any(edit.cuts(unit.span) for edit in edits)
        )
        line_end = "\r\n" if drops_cr and text.count("\r\n") * 2 > text.count("\n") else "\n"
        return _apply(old, expanded, units, edits, line_end), broken

    def _expand_units(self, text: str, *, drops_cr: bool) -> t.Tuple[str, t.List[_Unit]]:
        """Return the expanded text, and where each token's value is in it."""
        expanded: t.List[str] = []
        units: t.List[_Unit] = []
        length, at, line = 0, 0, 1
        pattern = re.compile(f"{self._pattern.pattern}|\r\n") if drops_cr else self._pattern
        for found in pattern.finditer(text):
            literal, raw = text[at : found.start()], found.group()
            line += literal.count("\n")
            value = self._values.get(raw, "\n")
            value = value.replace("\r\n", "\n") if drops_cr else value
            length += len(literal)
            units.append(_Unit(raw, length, length + len(value), line, raw in self._values))
            expanded += [literal, value]
            length += len(value)
            line += raw.count("\n")
            at = found.end()
        return "".join([*expanded, text[at:]]), units


def _apply(old: str, new: str, units: t.Sequence[_Unit], edits: t.Sequence[Edit], line_end: str) -> str:
    """Apply edits of an expanded text to the text with the units."""
    parts: t.List[str] = []
    waiting = [unit for unit in units if not any(edit.cuts(unit.span) or edit.removes(unit.span) for edit in edits)]
    waiting.reverse()

    def keep(start: int, end: int) -> None:
        while waiting and waiting[-1].start >= start and waiting[-1].end <= end:
            unit = waiting.pop()
            parts.extend([old[start : unit.start], unit.raw])
            start = unit.end
        parts.append(old[start:end])

    at = 0
    for edit in edits:
        keep(at, edit.old_start)
        parts.append(new[edit.new_start : edit.new_end].replace("\n", line_end))
        at = edit.old_end
    keep(at, len(old))
    return "".join(parts)
