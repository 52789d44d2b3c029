# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Describe what a plan changes, and its outcome, in lines of plain text: one for each object."""

from __future__ import annotations

import dataclasses
import re
import typing as t

from ...module_utils._api.screen import one_line

if t.TYPE_CHECKING:
    import collections.abc as c

Result = t.Mapping[str, t.Any]
# Object, name and the short name of the application, which is empty for an object without one.
ObjectKey = t.Tuple[str, str, str]

ADD, CHANGE, DELETE, UNDECLARED = "+", "~", "-", "?"
LONGEST_LINE = 300
_LONGEST_VALUE = 80
_MOST_NAMES = 3
_OUTCOMES = {
    "operations": "done",
    "undone": "put back",
    "not_undone": "not put back",
    "left_alone": "left alone",
    "not_reached": "not reached",
}
_COUNTED_LINES = re.compile(r"\((\+\d+ -\d+)\)$")


@dataclasses.dataclass(frozen=True)
class Row:
    """What happens to one object.

    :arg mark: + (is created), ~ (changes), - (is deleted) or ? (is not declared, and left alone)
    :arg name: its name with that of its application before it
    :arg text: what changes
    :arg modified: time of the last change; empty if it is not known
    """

    mark: str
    object: str
    name: str
    text: str
    modified: str = ""

    def __str__(self) -> str:
        return f"{self.mark} {self.object} {self.name}" + (f"  {self.text}" if self.text else "")


def rows_of(result: Result) -> t.List[Row]:
    """Return what a plan changes, one row an object, in the order of C(drift).

    :arg result: a result of vox_sync or vox_restore
    """
    differences = group_by_object(result.get("drift", ()))
    deleted = {_key_of(found) for found in _operations(result) if _is_removal(found)}
    rows = [_row(key, found, is_deleted=key in deleted) for key, found in differences.items()]
    moved = {key[:2] for key in differences if key[0] == "phone_number"}  # unbound from another application
    others = (key for key in sorted(deleted - set(differences)) if key[:2] not in moved)
    return rows + [Row(DELETE, key[0], _full_name(key), "") for key in others]


def group_by_object(drift: t.Iterable[Result]) -> t.Dict[ObjectKey, t.List[Result]]:
    """Return the differences of each object, in their order."""
    grouped: t.Dict[ObjectKey, t.List[Result]] = {}
    for difference in drift:
        grouped.setdefault(_key_of(difference), []).append(difference)
    return grouped


def value_as_text(value: t.Any) -> str:
    """Return the value of an attribute as people write it."""
    if isinstance(value, bool):
        return str(value).lower()
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str("" if value is None else value)


def summary_of(rows: c.Iterable[Row], *, is_plan: bool) -> str:
    """Return the numbers of rows by mark, such as C(1 to add, 2 to change).

    :arg is_plan: the rows are going to be changed; otherwise they are only reported
    """
    marks = [row.mark for row in rows]
    words = (
        {ADD: "to add", CHANGE: "to change", DELETE: "to delete"} if is_plan else {ADD: "missing", CHANGE: "different"}
    )
    words[UNDECLARED] = "not declared"
    counted = [f"{marks.count(mark)} {word}" for mark, word in words.items() if mark in marks]
    return ", ".join(counted) or "nothing to change"


def is_plan(result: Result) -> bool:
    """Return whether a result has operations, planned or done; otherwise it only reports differences."""
    return bool(result.get("operations") or result.get("not_reached") or result.get("undone"))


def outcome_of(result: Result) -> t.List[str]:
    """Return the outcome of an applied plan, one line for each object: what was done, put back, and so on."""
    outcome = []
    for name, title in _OUTCOMES.items():
        found = result.get(name, ())
        texts = found if name == "left_alone" else _operations_as_text(found)
        outcome += [f"{title}: {text}" for text in texts]
    return outcome


def outcome_summary(result: Result) -> str:
    """Return the numbers of what was done, put back, and so on."""
    counts = {title: len(result.get(name, ())) for name, title in _OUTCOMES.items()}
    return ", ".join(f"{count} {word}" for word, count in counts.items() if count) or "nothing done"


def clean(line: str) -> str:
    """Return a line that neither a terminal nor a CI system obeys."""
    return one_line(line, LONGEST_LINE)


def _operations(result: Result) -> t.List[Result]:
    return [*result.get("operations", ()), *result.get("not_reached", ())]


def _is_removal(operation: Result) -> bool:
    """Return whether an operation may remove an object; phone numbers are only unbound."""
    action, kind = operation["action"], operation["object"]
    return action == "delete" or (action, kind) == ("unbind", "phone_number")


def _operations_as_text(operations: t.Sequence[Result]) -> t.List[str]:
    return [f"{found['action']} {found['object']} {_full_name(_key_of(found))}" for found in operations]


def _key_of(found: Result) -> ObjectKey:
    return (found["object"], found["name"], found["application"] or "")


def _full_name(key: ObjectKey) -> str:
    _object, name, application = key
    return f"{application}/{name}" if application else name


def _row(key: ObjectKey, differences: t.Sequence[Result], *, is_deleted: bool) -> Row:
    kinds = {difference["kind"] for difference in differences}
    mark = ADD if "missing" in kinds else CHANGE
    if "unmanaged" in kinds:
        mark = DELETE if is_deleted else UNDECLARED
    if "binding" in kinds:  # its scenarios are listed in their new order already
        differences = [difference for difference in differences if difference["kind"] != "order"]
    texts = [text for difference in differences for text in _texts(difference)]
    return Row(mark, key[0], _full_name(key), ", ".join(texts), differences[0]["modified"])


def _texts(difference: Result) -> t.Iterator[str]:
    """Return what differs, attribute by attribute."""
    kind, before, after = difference["kind"], difference["before"], difference["after"]
    if kind in ("missing", "unmanaged"):
        known = after or before
        yield from (_attribute(name, known[name]) for name in ("script", "pattern", "scenarios") if known.get(name))
    elif kind == "renamed":
        yield f"renamed from {_value(before.get('name'))}"
        yield from (_change(name, before.get(name), after.get(name)) for name in {**before, **after} if name != "name")
    else:
        for name in {**before, **after}:
            yield _change("order" if kind == "order" else name, before.get(name), after.get(name))


def _attribute(name: str, value: t.Any) -> str:
    if name == "scenarios" and len(value) > _MOST_NAMES:
        return f"{len(value)} scenarios"
    return _value(value) if name == "script" else f"{name} {_value(value)}"


def _change(name: str, before: t.Any, after: t.Any) -> str:
    if name in ("value", "bind_key_id"):  # of a secret, and of a rule: what it was is not known
        return f"{name} {_value(after)}"
    counted = _COUNTED_LINES.search(str(after)) if name == "script" else None
    return f"{counted[1]} lines" if counted else f"{name} {_value(before)} -> {_value(after)}"


def _value(value: t.Any) -> str:
    return one_line(value_as_text(value), _LONGEST_VALUE) or "(empty)"
