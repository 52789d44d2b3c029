# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Match regular expressions as Python does, by trying one way after the other, and count the steps."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_MATCHES = {"LITERAL": lambda char, content: char == chr(content), "ANY": lambda char, _content: char != "\n"}
_CATEGORIES = {"CATEGORY_DIGIT": str.isdigit, "CATEGORY_WORD": str.isalnum}


class TooManyStepsError(Exception):
    """A match takes longer than the test wants to wait."""


class Backtracking:
    """All ways in which a pattern matches a text from its start.

    :arg most: steps after which to stop
    """

    def __init__(self, pattern: str, text: str, most: int) -> None:
        self.text = text
        self.steps = 0
        self._most = most
        self._parts = list(importlib.import_module("re._parser").parse(pattern))

    def ends(self) -> list[int]:
        """Return the places at which the matches end, in the order in which they are found.

        :raises TooManyStepsError: if there are more steps than wanted
        """
        return list(self._sequence(self._parts, 0))

    def _sequence(self, parts: list[Any], place: int) -> Iterator[int]:
        if not parts:
            yield place
            return
        for end in self._part(parts[0], place):
            yield from self._sequence(parts[1:], end)

    def _part(self, part: Any, place: int) -> Iterator[int]:
        kind, content = str(part[0]), part[1]
        if kind == "SUBPATTERN":
            yield from self._sequence(list(content[-1]), place)
        elif kind in ("MAX_REPEAT", "MIN_REPEAT"):
            least, most, repeated = content
            yield from self._repeat((int(least), int(most), list(repeated)), kind == "MIN_REPEAT", (0, -1), place)
        elif kind == "BRANCH":
            for option in content[1]:
                self._step()
                yield from self._sequence(list(option), place)
        elif kind == "ASSERT":
            self._step()
            if next(self._sequence(list(content[1]), place), None) is not None:
                yield place
        else:
            self._step(len(content) if kind == "IN" else 1)
            yield from self._one(kind, content, place)

    def _repeat(
        self, repeat: tuple[int, int, list[Any]], lazy: bool, made: tuple[int, int], place: int
    ) -> Iterator[int]:
        """Repeat a part.

        :arg repeat: the least and the most repetitions, and the part
        :arg made: the number of repetitions, and where the last one began that was not required
        """
        self._step()
        (least, most, part), (count, begun) = repeat, made
        if count < least:
            for end in self._sequence(part, place):
                yield from self._repeat(repeat, lazy, (count + 1, begun), end)
            return
        if lazy:
            yield place
        if count < most and place != begun:
            for end in self._sequence(part, place):
                yield from self._repeat(repeat, lazy, (count + 1, place), end)
        if not lazy:
            yield place

    def _one(self, kind: str, content: Any, place: int) -> Iterator[int]:
        if kind == "AT":
            if place == 0:
                yield place
        elif place < len(self.text) and self._takes(kind, content, self.text[place]):
            yield place + 1

    def _takes(self, kind: str, content: Any, char: str) -> bool:
        if kind == "IN":
            return any(self._takes(str(item[0]), item[1], char) for item in content)
        if kind == "RANGE":
            return content[0] <= ord(char) <= content[1]
        if kind == "CATEGORY":
            return _CATEGORIES[str(content)](char)
        return _MATCHES[kind](char, content)

    def _step(self, count: int = 1) -> None:
        self.steps += count
        if self.steps > self._most:
            raise TooManyStepsError
