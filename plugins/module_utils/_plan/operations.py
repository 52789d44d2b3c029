# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Plans: two states, and the writing API calls that lead from one to the other."""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.screen import visible_line
from .._objects.models import Id, PendingId


def qualified_name_of(name: str, application: t.Optional[str]) -> str:
    """Return the name of an object with that of its application before it, as errors and operations show it."""
    return name if application is None else f"{application}/{name}"


@dataclasses.dataclass(frozen=True)
class Operation:
    """One writing API call.

    :arg action: create, update, rename, delete, bind, unbind, reorder, start or command
    :arg object: application, rule, scenario, session, phone_number, secret or user
    :arg name: the object's name
    :arg method: the API method
    :arg params: the method's parameters
    :arg application: short name of the application that the object belongs to; None if it belongs to none
    :arg application_id: id of that application, to read the object back; not sent
    :arg on_conflict: advice to add if the platform refuses the call
    :arg provides: the key of the C(PendingId) that this operation assigns
    :arg is_pruning: the operation removes what is not desired, though it deletes nothing
    """

    action: str
    object: str
    name: str
    method: str
    params: t.Mapping[str, t.Any]
    application: t.Optional[str] = None
    application_id: t.Optional[Id] = None
    on_conflict: str = ""
    provides: str = ""
    is_pruning: bool = False

    @property
    def is_removal(self) -> bool:
        """Return whether the operation removes what is not desired; such operations are made last."""
        return self.action == "delete" or self.is_pruning

    def as_result(self) -> t.Dict[str, t.Any]:
        """Return the operation for a task's result, without parameters: they may contain scripts and secrets."""
        return {
            "action": self.action,
            "object": self.object,
            "name": self.name,
            "application": self.application,
            "method": self.method,
        }

    def with_ids(self, id_of: t.Callable[[PendingId], Id]) -> Operation:
        """Return the operation with other ids in place of the pending ones."""

        def resolve(value: t.Any) -> t.Any:
            if isinstance(value, tuple):
                return tuple(resolve(item) for item in value)
            return id_of(value) if isinstance(value, PendingId) else value

        params = {name: resolve(value) for name, value in self.params.items()}
        return dataclasses.replace(self, params=params, application_id=resolve(self.application_id))

    @property
    def qualified_name(self) -> str:
        """Return the name with that of the application before it."""
        return qualified_name_of(self.name, self.application)

    @property
    def size(self) -> int:
        """Return the number of objects that it changes: a rule can bind or unbind several scenarios."""
        return len(self.params["scenario_id"]) if self.method == "BindScenario" else 1

    def __str__(self) -> str:
        return f"{self.action} {self.object} {self.qualified_name}"


Stages = t.Tuple[t.Tuple[Operation, ...], ...]


@dataclasses.dataclass(frozen=True)
class DiffSection:
    """One aspect of a state, as text for a diff.

    :arg is_content: it is the content of a script or a file, which is shown as it is but for control characters
    """

    header: str
    text: str
    is_content: bool = False

    @classmethod
    def of_lines(cls, header: str, lines: t.Iterable[object]) -> DiffSection:
        """Return a section of lines; a line end in a value is shown as an escape, so that it makes no line."""
        return cls(header, "".join(f"{visible_line(str(line))}\n" for line in lines))


class State(t.Protocol):
    """What a plan starts from and leads to."""

    def as_result(self) -> t.Dict[str, t.Any]:
        """Return the values that the task returns."""

    def diff_sections(self) -> t.Mapping[str, DiffSection]:
        """Return the state as text, under the same keys before and after."""


S = t.TypeVar("S", bound=State)


@dataclasses.dataclass(frozen=True)
class Plan(t.Generic[S]):
    """The way from one state to another.

    :arg after: the planned state, without what the platform assigns
    :arg stages: the operations; those of one stage are independent of each other and follow those of earlier stages
    """

    before: S
    after: S
    stages: Stages = ()
    warnings: t.Tuple[str, ...] = ()

    @property
    def operations(self) -> t.Tuple[Operation, ...]:
        """Return all operations in order."""
        return in_order(self.stages)

    @property
    def changed(self) -> bool:
        """Return whether anything has to be written."""
        return bool(self.stages)

    def with_applications(self, names: t.Mapping[int, str]) -> Plan[S]:
        """Return the plan with the short names of applications, given by id, in its operations."""

        def name(operation: Operation) -> Operation:
            application_id = operation.application_id
            known = names.get(application_id) if isinstance(application_id, int) else None
            return dataclasses.replace(operation, application=known or operation.application)

        return dataclasses.replace(self, stages=tuple(tuple(map(name, stage)) for stage in self.stages))


def in_order(stages: Stages) -> t.Tuple[Operation, ...]:
    """Return the operations of all stages."""
    return tuple(operation for stage in stages for operation in stage)


def in_sequence(operations: t.Iterable[Operation]) -> Stages:
    """Return stages of one operation each."""
    return tuple((operation,) for operation in operations)
