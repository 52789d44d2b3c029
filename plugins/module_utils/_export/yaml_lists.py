# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Add, remove and move items of a YAML list in its text."""

from __future__ import annotations

import dataclasses
import re
import typing as t

from .snapshot import dump_yaml
from .yaml_tree import Node, Uneditable

Replacement = t.Tuple[int, int, str]  # start, end, new text

_INDENT = 2
_LINE_END = re.compile(r"\r?\n")
_COMMENT = re.compile(r"[ \t]*#")


@dataclasses.dataclass(frozen=True)
class New:
    """An item that the list does not have yet."""

    value: t.Any


Item = t.Union[int, New]


@dataclasses.dataclass(frozen=True)
class _Slot:
    """The text of an item: in a block list, from its dash to the end of its last line.

    :arg above: where the comment lines directly above it begin, which move together with it
    """

    above: int
    start: int
    end: int


def set_items(text: str, parent: Node, key: Node, node: Node, items: t.Sequence[Item]) -> t.List[Replacement]:
    """Return the replacements that give a list these items.

    :arg parent: the mapping that contains the list
    :arg key: the list's key in it
    :raises Uneditable: if the list is written in a way that does not allow it
    """
    if not node.children:
        return _fill(text, parent, key, node, [item.value for item in items if isinstance(item, New)])
    kept = [item for item in items if isinstance(item, int)]
    if node.flow:
        slots = [_Slot(child.start, child.start, child.end) for child in node.children]
        if len(kept) < len(slots):
            return _rebuild(text, node, slots, items)
        return _arrange(text, slots, items, lambda item: _flow(item.value), ", ")
    slots = _slots(text, key, node)
    if not items:
        colon = text.index(":", key.end) + 1
        return [(colon, colon, " []"), *(_removal(text, slot) for slot in slots)]
    gone = [slot for number, slot in enumerate(slots) if number not in kept]
    separator = line_end_of(text) + " " * column_of(text, node.start)
    if not kept:
        new = separator.join(_block(item.value, separator) for item in items if isinstance(item, New))
        return [(gone[0].start, gone[0].end, new), *(_removal(text, slot) for slot in gone[1:])]
    arranged = _arrange(text, slots, items, lambda item: _block(item.value, separator), separator)
    return arranged + [_removal(text, slot) for slot in gone]


def line_end_of(text: str) -> str:
    """Return the line end that most lines of a text have."""
    return "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"


def end_of_line(text: str, at: int) -> int:
    """Return where the line of a character ends, its line end not included."""
    found = _LINE_END.search(text, at)
    return len(text) if found is None else found.start()


def column_of(text: str, at: int) -> int:
    """Return how many characters of its line are before a character."""
    return at - _start_of_line(text, at)


def _start_of_line(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _arrange(
    text: str, slots: t.Sequence[_Slot], items: t.Sequence[Item], render: t.Callable[[New], str], separator: str
) -> t.List[Replacement]:
    """Put the kept items in the desired order into their places, and each new item after its predecessor."""
    kept = [item for item in items if isinstance(item, int)]
    places = [slots[number] for number in sorted(kept)]
    moves = kept != sorted(kept)
    texts: t.List[str] = []
    leading = ""
    for item in items:
        if isinstance(item, int):
            slot = slots[item]
            texts.append(text[slot.above if moves else slot.start : slot.end])
        elif texts:
            texts[-1] += separator + render(item)
        else:
            leading += render(item) + separator
    result = [(place.above if moves else place.start, place.end, new) for place, new in zip(places, texts)]
    result.append((places[0].above, places[0].above, leading))
    return [(start, end, new) for start, end, new in result if text[start:end] != new]


def _removal(text: str, slot: _Slot) -> Replacement:
    """Remove the lines of an item of a block list; comments above it stay."""
    start = _start_of_line(text, slot.start)
    found = _LINE_END.match(text, slot.end)
    if found is not None:
        return start, found.end(), ""
    before = text[:start]  # the last line of the file, which has no line end
    return len(before) - (2 if before.endswith("\r\n") else 1), slot.end, ""


def _fill(text: str, parent: Node, key: Node, node: Node, values: t.Sequence[t.Any]) -> t.List[Replacement]:
    """Fill an empty list, which YAML can only write as C([])."""
    if parent.flow:
        return [(node.start, node.end, f"[{', '.join(map(_flow, values))}]")]
    separator = line_end_of(text) + " " * (column_of(text, key.start) + _INDENT)
    at = end_of_line(text, node.end)
    block = "".join(separator + _block(value, separator) for value in values)
    return [(text.index(":", key.end) + 1, node.end, ""), (at, at, block)]


def _rebuild(text: str, node: Node, slots: t.Sequence[_Slot], items: t.Sequence[Item]) -> t.List[Replacement]:
    """Write a flow list anew from the texts of its items."""
    separators = [text[slot.end : following.start] for slot, following in zip(slots, slots[1:])]
    if any("#" in separator for separator in separators):
        raise Uneditable(node.line, "the list has comments between brackets")
    texts = [
        text[slots[item].start : slots[item].end] if isinstance(item, int) else _flow(item.value) for item in items
    ]
    return [(slots[0].start, slots[-1].end, (separators or [", "])[0].join(texts))]


def _slots(text: str, key: Node, node: Node) -> t.List[_Slot]:
    column = column_of(text, node.start)
    dash = re.compile(f"^ {{{column}}}(?=-(?:\\s|\\Z))", re.MULTILINE)
    slots: t.List[_Slot] = []
    previous = key.end
    for child in node.children:
        found = dash.search(text, previous)
        if found is None or found.end() >= max(child.start, previous + 1):
            raise Uneditable(child.line, "the list does not have one item per line")
        slots.append(_Slot(_start_of_comments(text, found.end(), previous), found.end(), end_of_line(text, child.end)))
        previous = child.end
    return slots


def _start_of_comments(text: str, at: int, limit: int) -> int:
    """Return where the comment lines directly above a line begin, after their indentation."""
    above = at
    while True:
        line = _start_of_line(text, above)
        previous = _start_of_line(text, line - 1) if line else 0
        comment = _COMMENT.match(text, previous)
        if not line or previous <= limit or comment is None:
            return above
        above = comment.end() - 1


def _flow(value: t.Any) -> str:
    return dump_yaml([value], flow=True).strip()[1:-1]


def _block(value: t.Any, separator: str) -> str:
    return separator.join(dump_yaml([value]).rstrip("\n").split("\n"))
