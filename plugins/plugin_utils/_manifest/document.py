# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The value of a manifest or of a task's options, with a place for each mistake in it."""

from __future__ import annotations

import dataclasses
import typing as t

from ...module_utils._api.screen import visible_line

Path = t.Tuple[t.Union[str, int], ...]


@dataclasses.dataclass(frozen=True, order=True)
class Mistake:
    """Something that is wrong in a file or an option.

    :arg file: the file's name as the user knows it, or an option
    :arg line: counted from 1; 0 for the file as a whole, and in options
    :arg key: the place in the document, such as C(scenarios[2].name); empty for the document as a whole
    :arg message: what is wrong, without a full stop
    """

    file: str
    line: int
    key: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return visible_line(": ".join(part for part in (place, self.key, self.message) if part))

    def as_result(self) -> t.Dict[str, t.Any]:
        """Return the mistake as a part of a task's result."""
        return dataclasses.asdict(self)


class Document(t.Protocol):
    """A value whose parts have a place that can be named."""

    @property
    def value(self) -> t.Any:
        """Return the whole value."""

    def mistake(self, path: Path, message: str) -> Mistake:
        """Make a mistake at a place."""

    def place(self, path: Path) -> str:
        """Name a place, to refer to it in a message about another one."""


@dataclasses.dataclass(frozen=True)
class TaskOptions:
    """The options of a task that are the keys of a manifest."""

    value: t.Any

    def mistake(self, path: Path, message: str) -> Mistake:
        """Make a mistake at a place."""
        return Mistake(key_text(path), 0, "", message)

    def place(self, path: Path) -> str:
        """Name a place, to refer to it in a message about another one."""
        return f"in {key_text(path)}"


def key_text(path: Path) -> str:
    """Write a path as people do, such as C(applications[0].rules[1].name)."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def items(value: t.Any, key: t.Union[str, int]) -> t.Sequence[t.Any]:
    """Return the list under a key; empty if there is no mapping, or no list in it."""
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, list) else ()


def entries(value: t.Any, kind: str) -> t.Iterator[t.Tuple[Path, t.Dict[str, t.Any], t.Mapping[str, t.Any]]]:
    """Yield the mappings in a list of applications, such as C(rules), with their places, and their applications."""
    for number, application in enumerate(items(value, "applications")):
        for index, entry in enumerate(items(application, kind)):
            if isinstance(entry, dict):
                yield ("applications", number, kind, index), entry, application


def pluralize(number: int, noun: str) -> str:
    """Write a number with its noun, in the plural where it is needed."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
