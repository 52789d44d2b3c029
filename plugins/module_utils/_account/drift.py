# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""How an account differs from what is declared, and the number of changes."""

from __future__ import annotations

import dataclasses
import typing as t

if t.TYPE_CHECKING:
    from .._plan.operations import Operation


@dataclasses.dataclass(frozen=True)
class Difference:
    """One difference between the account and what is declared.

    :arg object: application, rule or scenario
    :arg application: short name of the application that the object belongs to
    :arg kind: missing, changed, renamed, unmanaged, order or binding
    """

    object: str
    name: str
    application: t.Optional[str]
    kind: str

    def as_result(self) -> t.Dict[str, t.Any]:
        """Return the difference for a task's result; the application of others than rules is empty."""
        return {**dataclasses.asdict(self), "application": self.application or ""}


@dataclasses.dataclass(frozen=True)
class Summary:
    """Numbers of objects; for C(bound) and C(unbound), of scenarios on rules."""

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
        several = len(operation.params["scenario_id"]) if operation.action in ("bind", "unbind") else 1
        counts[_COUNTED_AS[operation.action]] += several
    return Summary(**{**counts, "unchanged": unchanged})


def differences(operations: t.Sequence[Operation], unmanaged: t.Sequence[Difference]) -> t.Tuple[Difference, ...]:
    """Return what the operations change, each difference once, and what is not declared."""
    found = [
        Difference(operation.object, operation.name, operation.application, _KINDS[operation.action])
        for operation in operations
        if operation.action in _KINDS
    ]
    return (*dict.fromkeys(found), *unmanaged)
