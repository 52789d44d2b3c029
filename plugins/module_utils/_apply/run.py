# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Tasks that write through the API: they make the calls of a plan, and verify them."""

from __future__ import annotations

import typing as t

from .._api.errors import CancelledError, ProtocolError, VoximplantError, error_context
from .._objects.concurrency import Progress, no_progress, run_concurrently
from .._objects.models import Id, PendingId
from .._plan.operations import Operation, Plan, S
from .observation import Observation
from .task import Task
from .verify import Accepted, is_verifiable, probe, verify

if t.TYPE_CHECKING:
    from .._api.client import Client
    from .._api.response import ApiObject

# The platform's code for a failure without a code of its own: it may have come after the call was executed.
_UNEXPLAINED = 100


class ApiTask(Task[S]):
    """A task that writes through the API: it makes the calls of a plan and verifies them.

    :arg client: makes the calls
    """

    def __init__(self, client: Client) -> None:
        self.client = client

    def apply(self, plan: Plan[S]) -> S:
        """Make the calls stage by stage, look whether the platform shows them, and fill in what it assigned."""
        if not plan.changed:
            return plan.after
        run = Run(self.client, plan.operations)
        try:
            run.make(plan.stages)
            observation = self.verify(run.accepted)
            last = plan.operations[-1]
            with error_context(last.object, last.qualified_name):
                return self.complete(plan, run, observation)
        except VoximplantError as error:
            run.describe(error)
            raise

    def verify(self, accepted: t.Sequence[Accepted]) -> Observation:
        """Read back what the accepted writes changed."""
        return verify(self.client, [pair for pair in accepted if is_verifiable(pair[0])])

    def complete(self, plan: Plan[S], run: Run, observation: Observation) -> S:
        """Return the planned state with what the platform assigned."""
        return plan.after


class Run:
    """The calls of one plan that were made.

    :arg operations: all operations of the plan, in order
    :arg record: called with each operation that the platform accepted, and the response
    :arg keep_going: make the other calls even if one fails, except those that need what it would have created
    """

    def __init__(
        self,
        client: Client,
        operations: t.Sequence[Operation],
        progress: Progress = no_progress,
        record: t.Callable[[Operation, ApiObject], None] = lambda operation, response: None,
        *,
        keep_going: bool = False,
    ) -> None:
        self._client = client
        self._operations = operations
        self._progress = progress
        self._record = record
        self._keep_going = keep_going
        self._responses: t.Dict[int, Accepted] = {}
        self._assigned: t.Dict[str, ApiObject] = {}
        self._begun: t.Dict[int, Operation] = {}
        self._failures: t.Dict[int, Exception] = {}
        self._next = 0

    @property
    def accepted(self) -> t.List[Accepted]:
        """Return the operations that the platform accepted, as they were sent, in the order of the plan."""
        return [self._responses[index] for index in sorted(self._responses)]

    @property
    def done(self) -> t.Tuple[Operation, ...]:
        """Return the operations that the platform accepted."""
        return tuple(operation for operation, _response in self.accepted)

    @property
    def not_reached(self) -> t.Tuple[Operation, ...]:
        """Return the operations whose calls were not made."""
        unsent = {index for index, error in self._failures.items() if _is_unsent(error)}
        return tuple(
            operation
            for index, operation in enumerate(self._operations)
            if index not in self._begun or index in unsent - set(self._responses)
        )

    @property
    def not_done(self) -> t.Tuple[Operation, ...]:
        """Return the operations that the platform is not known to have accepted."""
        return tuple(found for index, found in enumerate(self._operations) if index not in self._responses)

    @property
    def in_doubt(self) -> t.List[Operation]:
        """Return the operations, as they were sent, of which it is unknown whether they were executed."""
        return [
            self._begun[index]
            for index, error in sorted(self._failures.items())
            if index not in self._responses and getattr(error, "unclear", True)
        ]

    @property
    def unexplained(self) -> t.List[Operation]:
        """Return the operations, as they were sent, that failed without explanation, perhaps after being executed."""
        return [
            self._begun[index]
            for index, error in sorted(self._failures.items())
            if isinstance(error, VoximplantError) and error.code == _UNEXPLAINED and not error.unclear
        ]

    @property
    def failed(self) -> t.List[t.Tuple[Operation, Exception]]:
        """Return the operations that failed after they were begun, and why."""
        return [(self._operations[index], error) for index, error in sorted(self._failures.items())]

    @property
    def attempted(self) -> bool:
        """Return whether anything was written, or may have been."""
        return bool(self._responses or self.in_doubt or self.unexplained)

    def id_of(self, value: Id) -> int:
        """Return an id, also one that was assigned during this run."""
        return self._assigned[value.key].integer(value.field) if isinstance(value, PendingId) else value

    @property
    def created_id(self) -> int:
        """Return the id of the object that was created, where a plan creates one."""
        return next(made.integer(f"{operation.object}_id") for operation, made in self.accepted if operation.provides)

    def make(self, stages: t.Sequence[t.Sequence[Operation]]) -> None:
        """Make the calls of the next stages, several of a stage at a time; after a failure, begin no further one.

        :raises VoximplantError: the first failure, unless the run keeps going
        """
        for stage in stages:
            first, self._next = self._next, self._next + len(stage)
            for _made in run_concurrently(self._make_call, range(first, self._next), self._client.limit):
                self._progress("written", len(self._responses), len(self._operations))
            if not self._keep_going:
                self.raise_failure()

    def describe(self, error: VoximplantError) -> None:
        """Say in an error what was done and what was not reached."""
        error.done = self.done
        error.not_reached = self.not_reached

    def raise_failure(self) -> None:
        """Raise the first failure that the platform or the network caused, with what is unclear of the others."""
        if not self._failures:
            return
        (_operation, first), *others = sorted(self.failed, key=lambda failure: _is_unsent(failure[1]))
        if isinstance(first, VoximplantError):
            first.ambiguous = first.ambiguous or bool(self.in_doubt)
            first.failed = tuple(operation for operation, error in others if not _is_unsent(error))
        raise first

    def _make_call(self, index: int) -> None:
        if self._failures and not self._keep_going:
            return
        try:
            operation = self._operations[index].with_ids(self.id_of)
        except KeyError:  # what it needs could not be created
            return
        self._begun[index] = operation
        try:
            response = self._call(operation)
            self._responses[index] = (operation, response)
            self._assigned[operation.provides] = response
            self._record(operation, response)
        except Exception as error:
            self._failures[index] = error

    def _call(self, operation: Operation) -> ApiObject:
        look = (lambda: probe(self._client, operation)) if is_verifiable(operation) else None
        with error_context(operation.object, operation.qualified_name):
            try:
                response = self._client.call(operation.method, operation.params, look)
                if operation.provides:
                    response.integer(f"{operation.object}_id")
                return response
            except VoximplantError as error:
                error.ambiguous = error.ambiguous or isinstance(error, ProtocolError)
                if operation.on_conflict and error.code is not None:
                    error.advice = f"{operation.on_conflict} {error.advice}".strip()
                raise


def _is_unsent(error: Exception) -> bool:
    """Return whether a call was not made, because the task's time was over."""
    return isinstance(error, CancelledError) and not error.unclear
