# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Find the character edits that lead from one text to another, and keep them out of given spans where possible."""

from __future__ import annotations

import dataclasses
import difflib
import itertools
import re
import typing as t

# Lines are compared first, then the words of changed lines, then the characters of changed words.
_LEVELS = (re.compile(r"[^\n]*\n|[^\n]+"), re.compile(r"\w+|\s+|[^\w\s]"), re.compile(r".", re.DOTALL))
_CHARACTERS = len(_LEVELS) - 1
_MAX_COMPARED = 4000000  # characters of one text times characters of the other; beyond, all of them count as replaced
_MAX_SHIFT = 10000

Span = t.Tuple[int, int]


@dataclasses.dataclass(frozen=True)
class Edit:
    """Replace C(old[old_start:old_end]) with C(new[new_start:new_end])."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int

    def shift(self, by: int) -> Edit:
        """Return the edit at another place of both texts."""
        return Edit(self.old_start + by, self.old_end + by, self.new_start + by, self.new_end + by)

    def cuts(self, span: Span) -> bool:
        """Return whether it changes a span without removing all of it, or puts something else in its very place."""
        start, end = span
        if self.old_start == self.old_end:
            return start < self.old_start < end
        if (self.old_start, self.old_end) == span:
            return self.new_start < self.new_end
        return self.old_start < end and start < self.old_end and not self.removes(span)

    def removes(self, span: Span) -> bool:
        """Return whether it removes all of a span; an empty one only together with both its neighbours."""
        start, end = span
        if start == end:
            return self.old_start < start < self.old_end
        return self.old_start <= start and end <= self.old_end


def find_edits(old: str, new: str, spans: t.Sequence[Span] = ()) -> t.List[Edit]:
    """Return the edits from one text to another, in order and with at least one character between them.

    Where a repeated character leaves it open which one was added or removed, the spans stay whole.

    :arg spans: parts of the old text
    """
    edits: t.List[Edit] = []
    for edit in _compare(old, new, 0, 0, 0):
        last = edits[-1] if edits else None
        if last is not None and (last.old_end, last.new_end) == (edit.old_start, edit.new_start):
            edits[-1] = Edit(last.old_start, edit.old_end, last.new_start, edit.new_end)
        else:
            edits.append(edit)
    for number, edit in enumerate(edits):
        before = edits[number - 1].old_end if number else 0
        after = edits[number + 1].old_start if number + 1 < len(edits) else len(old)
        edits[number] = _move_out(edit, old, new, spans, (before, after))
    return edits


def _compare(old: str, new: str, old_at: int, new_at: int, level: int) -> t.Iterator[Edit]:
    """Compare two texts that begin at these places of the whole ones."""
    prefix = _common_prefix(old, new)
    old, new, old_at, new_at = old[prefix:], new[prefix:], old_at + prefix, new_at + prefix
    suffix = _common_prefix(old[::-1], new[::-1])
    old, new = old[: len(old) - suffix], new[: len(new) - suffix]
    if not old or not new or (level == _CHARACTERS and len(old) * len(new) > _MAX_COMPARED):
        if old or new:
            yield Edit(old_at, old_at + len(old), new_at, new_at + len(new))
        return
    old_parts, new_parts = (_LEVELS[level].findall(text) for text in (old, new))
    old_places, new_places = _places(old_parts, old_at), _places(new_parts, new_at)
    matcher = difflib.SequenceMatcher(None, old_parts, new_parts, autojunk=level != _CHARACTERS)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "replace" and level < _CHARACTERS:
            parts = "".join(old_parts[i1:i2]), "".join(new_parts[j1:j2])
            yield from _compare(*parts, old_places[i1], new_places[j1], level + 1)
        elif tag != "equal":
            yield Edit(old_places[i1], old_places[i2], new_places[j1], new_places[j2])


def _common_prefix(text: str, other: str) -> int:
    """Return how many characters both texts begin with."""
    pairs = enumerate(zip(text, other))
    return next((at for at, pair in pairs if pair[0] != pair[1]), min(len(text), len(other)))


def _places(parts: t.Sequence[str], start: int) -> t.List[int]:
    """Return where each part begins, and where the last one ends."""
    return list(itertools.accumulate(map(len, parts), initial=start))


def _move_out(edit: Edit, old: str, new: str, spans: t.Sequence[Span], limits: Span) -> Edit:
    """Return the nearest equivalent edit that cuts the fewest spans, and removes the fewest."""
    best, lowest = edit, _cost(edit, spans)
    if lowest == (0, 0) or (edit.old_start < edit.old_end and edit.new_start < edit.new_end):
        return best
    is_removal = edit.old_start < edit.old_end
    text, start, end = (old, edit.old_start, edit.old_end) if is_removal else (new, edit.new_start, edit.new_end)
    for direction in (-1, 1):
        for shift in range(1, _MAX_SHIFT):
            by = direction * shift
            moved = edit.shift(by)
            if moved.old_start < limits[0] or moved.old_end > limits[1]:
                break
            leaves, enters = (start + by, end + by) if direction < 0 else (end + by - 1, start + by - 1)
            if text[leaves] != text[enters]:
                break
            cost = _cost(moved, spans)
            if cost < lowest:
                best, lowest = moved, cost
    return best


def _cost(edit: Edit, spans: t.Iterable[Span]) -> t.Tuple[int, int]:
    cut = removed = 0
    for span in spans:
        cut += edit.cuts(span)
        removed += edit.removes(span) and span[0] < span[1]
    return cut, removed
