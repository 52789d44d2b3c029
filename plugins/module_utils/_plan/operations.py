# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""A plan: what is there, what will be there, and the writing calls that lead from one to the other."""

from __future__ import annotations

import dataclasses
import typing as t


@dataclasses.dataclass(frozen=True)
class Operation:
    """One writing API call.

    :arg action: create, update, rename, delete, bind, unbind, reorder, start or command
    :arg object: application, rule, scenario or session
    :arg name: the object's name
    :arg method: the API method
    :arg params: the method's parameters
    :arg on_conflict: advice for the case that the platform finds the object in conflict with another one
    :arg stage: operations of lower stages come first; those of one stage do not depend on each other
    :arg creates: what C(PendingId) calls the object that this operation creates
    :arg place: the short name of the application that a rule is in, where several applications are planned for
    """

    action: str
    object: str
    name: str
    method: str
    params: t.Mapping[str, t.Any]
    on_conflict: str = ""
    stage: int = 0
    creates: str = ""
    place: str = ""

    def as_result(self) -> t.Dict[str, t.Any]:
        """The operation as a task returns it: without parameters, which may hold texts and secrets."""
        return {"action": self.action, "object": self.object, "name": self.name, "method": self.method}


@dataclasses.dataclass(frozen=True)
class Document:
    """One aspect of a state as a person reads it in a diff."""

    header: str
    text: str


class State(t.Protocol):
    """What a plan leads from and to."""

    def as_result(self) -> t.Dict[str, t.Any]:
        """The values that the task returns."""

    def documents(self) -> t.Mapping[str, Document]:
        """The state as texts; the same keys before and after."""


S = t.TypeVar("S", bound=State)


@dataclasses.dataclass(frozen=True)
class Plan(t.Generic[S]):
    """The way from one state to another; C(after) lacks only what the platform assigns."""

    before: S
    after: S
    operations: t.Tuple[Operation, ...] = ()
    warnings: t.Tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether anything has to be sent."""
        return bool(self.operations)
