# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Put an account back after a deployment that failed."""

from __future__ import annotations

import contextlib
import dataclasses
import typing as t

from .._api.deadline import Deadline
from .._api.errors import ConflictError, VoximplantError
from .._apply.run import Run
from .._apply.verify import VERIFY_SECONDS, Written, verify
from .._objects.applications import list_applications
from .._objects.concurrency import Workers
from .._objects.models import Scenario, require_id
from .._objects.names import compose
from .._objects.rules import with_rules
from .._objects.scenarios import list_scenarios, read_scripts, scenario_id_of, with_own
from .._plan.operations import Operation
from .desired import CurrentAccount
from .read_objects import read_written_objects
from .records import History, Records, records_of
from .undo import Undo, plan_undo

if t.TYPE_CHECKING:
    from .._api.client import Client
    from .deployment import Deployment


_PATIENCE = 10**6  # tries of a call: they end with the rollback's time


@dataclasses.dataclass(frozen=True)
class RolledBack:
    """What a rollback did.

    :arg undone: the operations that the platform accepted
    :arg left_alone: objects that were not put back, with the reason
    :arg not_undone: the operations that failed, or whose calls were not made
    :arg failure: why the rollback is not complete
    """

    undone: t.Tuple[Operation, ...] = ()
    left_alone: t.Tuple[str, ...] = ()
    not_undone: t.Tuple[Operation, ...] = ()
    failure: t.Optional[Exception] = None

    def __str__(self) -> str:
        sentences = []
        if self.failure is not None:
            sentences.append(f"The rollback failed: {describe_error(self.failure)}")
        if self.undone:
            sentences.append(f"Put back: {', '.join(map(str, self.undone))}.")
        elif self.failure is None and not self.left_alone:
            sentences.append("Nothing had to be put back.")
        if self.not_undone:
            sentences.append(f"Not put back: {', '.join(map(str, self.not_undone))}.")
        if self.left_alone:
            sentences.append(f"Left alone: {', '.join(self.left_alone)}.")
        return " ".join(sentences)


def roll_back(client: Client, before: Records, run: Run, deployment: Deployment, *, is_verified: bool) -> RolledBack:
    """Put back what was written, except what somebody else has changed since.

    A call is repeated until the rollback's own time is over, and one that is refused does not keep the others from
    being made. The task's timeout does not end a rollback.

    :arg before: the records before the first write
    :arg run: what was written, or may have been
    :arg is_verified: the platform has shown all accepted writes
    """
    client.deadline = Deadline(deployment.rollback_timeout, is_final=True)
    client.retries = _PATIENCE
    undo = Undo(())
    back = Run(client, ())
    failure: t.Optional[Exception] = None
    try:
        history = History.of(before, [*run.in_doubt, *run.unexplained], run.accepted)
        if not is_verified:
            _wait_for(client, run, deployment.rollback_timeout / 3)
        undo = plan_undo(history, read_records(client, history), deployment.withheld)
        back = Run(client, undo.operations, keep_going=True)
        back.make(undo.stages)
        verify(client, back.accepted)
    except Exception as error:
        failure = error
    failed = back.failed
    if failed:
        failure = failed[0][1]
    return RolledBack(back.done, undo.left_alone, back.not_done, failure)


def describe_error(error: Exception) -> str:
    """Return an error's message; that of an unexpected one begins with its class."""
    return str(error) if isinstance(error, VoximplantError) else f"{type(error).__name__}: {error}."


def read_records(client: Client, history: History) -> Records:
    """Read all applications, rules and scenarios, the scripts that were written, and objects of other kinds that were.

    What created applications contain is read, too: it would go with them.
    """
    with Workers(client.limit) as pool:
        applications = list_applications(client)
        complete = pool.map(lambda found: with_rules(client, found), applications)
        created = [
            application
            for application in applications
            if history.first(("application", require_id(application.application_id))) is None
        ]
        scopes = pool.map(lambda found: list_scenarios(client, require_id(found.application_id)), created)
        scenarios = with_own(list_scenarios(client), scopes)
        scripts = dict(_scripts(client, history, scenarios, pool))
        account = CurrentAccount(tuple(complete), scenarios, scripts)
        new = [require_id(application.application_id) for application in created]
        return records_of(read_written_objects(client, account, history, new, pool))


def _scripts(
    client: Client, history: History, scenarios: t.Sequence[Scenario], pool: Workers
) -> t.Iterator[t.Tuple[int, str]]:
    """Read the scripts of scenarios that were written, and of those that have a name that was written."""
    keys = {key for key in history.keys if key[0] == "scenario"}
    names = {compose(getattr(state, "name", "")) for key in keys for state in history.states(key)}
    written = [
        scenario
        for scenario in scenarios
        if ("scenario", scenario_id_of(scenario)) in keys or compose(scenario.scenario_name) in names
    ]
    for scenario, script in read_scripts(client, written, pool):
        yield scenario_id_of(scenario), script


def _wait_for(client: Client, run: Run, seconds: float) -> None:
    """Give reads that lag behind writes the time to show them; what never shows is told apart by its record.

    Writes that failed without an explanation are not waited for: they were rarely executed.
    """
    written: t.List[Written] = [*run.accepted, *((operation, None) for operation in run.in_doubt)]
    with contextlib.suppress(ConflictError):
        verify(client, written, seconds=min(seconds, VERIFY_SECONDS))
