# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""How an account differs from what is declared, and the number of changes."""

from __future__ import annotations

import dataclasses
import typing as t

from .changes import Attributes, PendingName

if t.TYPE_CHECKING:
    from .._plan.operations import Operation
    from .changes import Change


@dataclasses.dataclass(frozen=True)
class Difference:
    """One difference between the account and what is declared.

    :arg object: application, rule, scenario, phone_number, secret or user
    :arg application: short name of the application that the object belongs to, or a phone number is bound to
    :arg kind: missing, changed, renamed, unmanaged, order or binding
    :arg before: the attributes that differ, as they are; of a script only the number of lines
    :arg after: the same attributes as they are declared
    :arg modified: time of the object's last change in the platform's format; empty if it is not known
    """

    object: str
    name: str
    application: t.Optional[str]
    kind: str
    before: Attributes = dataclasses.field(default_factory=dict, hash=False)
    after: Attributes = dataclasses.field(default_factory=dict, hash=False)
    modified: str = ""

    def as_result(self) -> t.Dict[str, t.Any]:
        """Return the difference for a task's result; an object without an application has an empty one."""
        return {**dataclasses.asdict(self), "application": self.application or ""}


@dataclasses.dataclass(frozen=True)
class Summary:
    """Numbers of objects; for C(bound) and C(unbound), of scenarios on rules and of phone numbers."""

    created: int = 0
    updated: int = 0
    renamed: int = 0
    bound: int = 0
    unbound: int = 0
    reordered: int = 0
    deleted: int = 0
    unchanged: int = 0


_COUNTED_AS = {
    "create": "created",
    "update": "updated",
    "rename": "renamed",
    "bind": "bound",
    "unbind": "unbound",
    "reorder": "reordered",
    "delete": "deleted",
}
_KINDS = {
    "create": "missing",
    "update": "changed",
    "rename": "renamed",
    "bind": "binding",
    "unbind": "binding",
    "reorder": "order",
}


def summarize(operations: t.Sequence[Operation], unchanged: int) -> Summary:
    """Count operations.

    :arg unchanged: number of declared objects that need none
    """
    counts = {field.name: 0 for field in dataclasses.fields(Summary)}
    for operation in operations:
        counts[_COUNTED_AS[operation.action]] += operation.size
    return Summary(**{**counts, "unchanged": unchanged})


_ATTRIBUTES = {
    "binding": ("scenarios", "application", "rule"),
    "order": ("scenarios", "rules"),
}
_OTHER = {"scenarios", "application", "rule"}  # differences of their own
_LEFT_OUT = {"missing": {"name", "application"}, "changed": {"name", *_OTHER}, "renamed": _OTHER}


def differences(
    operations: t.Sequence[Operation], changes: t.Sequence[Change], undeclared: t.Sequence[Change] = ()
) -> t.Tuple[Difference, ...]:
    """Return what the operations change, each difference once, and what is not declared.

    :arg changes: what the operations change
    """
    known = {
        _key(change.kind, change.name, change.application): change for change in changes if change.after is not None
    }
    found = [
        _difference(operation, known.get(_key_of(operation)))
        for operation in operations
        if operation.action in _KINDS and not operation.is_removal
    ]
    return (*dict.fromkeys(found), *map(_unmanaged_difference, undeclared))


_Key = t.Tuple[str, str, t.Optional[str]]


def _key(kind: str, name: str, application: t.Optional[str]) -> _Key:
    """Return kind, name and application of an object; a phone number has no application here: it can move."""
    return (kind, name, None if kind == "phone_number" else application)


def _key_of(operation: Operation) -> _Key:
    """Return the key of the change that an operation is part of."""
    if operation.method == "ReorderRules":
        return _key("order", operation.name, operation.name)
    return _key(operation.object, operation.name, operation.application)


def _difference(operation: Operation, change: t.Optional[Change]) -> Difference:
    kind = _KINDS[operation.action]
    difference = Difference(operation.object, operation.name, operation.application, kind)
    if change is None:  # a partial deployment leaves the application of the change its previous name
        return difference
    names = _ATTRIBUTES.get(kind) or _names(change, _LEFT_OUT[kind])
    before, after = _values(change, names)
    application = change.application if change.kind == "phone_number" else operation.application
    return dataclasses.replace(
        difference, application=application, before=before, after=after, modified=change.modified
    )


def _unmanaged_difference(change: Change) -> Difference:
    before, after = _values(change, _names(change, {"name", "application"}))
    return Difference(change.kind, change.name, change.application, "unmanaged", before, after, change.modified)


def _names(change: Change, others: t.AbstractSet[str]) -> t.List[str]:
    """Return the names of the attributes of an object but for others."""
    return [name for name in {**(change.before or {}), **(change.after or {})} if name not in others]


def _values(change: Change, names: t.Iterable[str]) -> t.Tuple[Attributes, Attributes]:
    """Return the values of attributes that differ, before and after a change."""
    before, after = change.before or {}, change.after or {}
    differing = [name for name in names if before.get(name) != after.get(name)]
    shown_before = {name: _display_value(name, before[name]) for name in differing if before.get(name) is not None}
    shown_after = {name: _display_value(name, after[name]) for name in differing if after.get(name) is not None}
    if "script" in shown_before and "script" in shown_after:
        added, removed = count_lines(before["script"], after["script"])
        shown_after["script"] += f" (+{added} -{removed})"
    return shown_before, shown_after


def _display_value(name: str, value: t.Any) -> t.Any:
    """Return a value for a result: of a script its number of lines, and of references the names."""
    if name == "script":
        number = len(value.splitlines())
        return f"{number} line{'' if number == 1 else 's'}"
    if isinstance(value, (list, tuple)):
        return [_display_value(name, item) for item in value]
    return value.name if isinstance(value, PendingName) else value


def count_lines(before: str, after: str) -> t.Tuple[int, int]:
    """Return how many lines a change of a script adds and removes."""
    import difflib

    old, new = before.splitlines(), after.splitlines()
    same = sum(block.size for block in difflib.SequenceMatcher(None, old, new).get_matching_blocks())
    return len(new) - same, len(old) - same
