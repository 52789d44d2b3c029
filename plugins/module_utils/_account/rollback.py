# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Put an account back after a deployment that failed."""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.deadline import Deadline
from .._api.errors import VoximplantError
from .._apply.task import Run
from .._apply.verify import Accepted, verify
from .._objects.applications import list_applications
from .._objects.concurrency import Workers
from .._objects.models import Application, Scenario, require_id
from .._objects.rules import list_rules
from .._objects.scenarios import list_scenarios, read_scripts, scenario_id_of
from .._plan.operations import Operation
from .desired import CurrentAccount
from .records import History, Records, records_of
from .undo import plan_undo

if t.TYPE_CHECKING:
    from .._api.client import Client


@dataclasses.dataclass(frozen=True)
class RolledBack:
    """What a roll-back did.

    :arg undone: the operations that the platform accepted
    :arg left_alone: objects that were not put back, with the reason
    :arg failure: what ended the roll-back early
    """

    undone: t.Tuple[Operation, ...] = ()
    left_alone: t.Tuple[str, ...] = ()
    failure: t.Optional[VoximplantError] = None

    def __str__(self) -> str:
        sentences = []
        if self.failure is not None:
            sentences.append(f"The roll-back failed: {self.failure}")
        if self.undone:
            sentences.append(f"Put back: {', '.join(map(str, self.undone))}.")
        elif self.failure is None and not self.left_alone:
            sentences.append("Nothing had to be put back.")
        if self.left_alone:
            sentences.append(f"Left alone: {', '.join(self.left_alone)}.")
        return " ".join(sentences)


def roll_back(
    client: Client,
    before: Records,
    accepted: t.Sequence[Accepted],
    doubtful: t.Sequence[Operation] = (),
    *,
    workers: int,
    timeout: float,
    is_verified: bool = False,
) -> RolledBack:
    """Put back what was written, as far as nobody else has changed it since.

    :arg before: the records before the first write
    :arg accepted: the writes that the platform accepted, in order
    :arg doubtful: writes that may have been executed
    :arg timeout: seconds after which no further call begins
    :arg is_verified: the platform has shown all accepted writes
    """
    client.deadline = Deadline(timeout)
    history = History(before)
    for operation, response in accepted:
        history.replay(operation, response)
    for operation in doubtful:
        history.replay(operation)
    run = None
    try:
        if not is_verified:
            _wait_for(client, accepted)
        undo = plan_undo(history, read_records(client, history, workers))
        run = Run(client, [operation for stage in undo.stages for operation in stage], workers)
        for stage in undo.stages:
            run.make(stage)
        verify(client, run.accepted)
        return RolledBack(run.done, undo.left_alone)
    except VoximplantError as error:
        return RolledBack(() if run is None else run.done, (), error)


def read_records(client: Client, history: History, workers: int) -> Records:
    """Read all applications, rules and scenarios, and the scripts of those scenarios that were written."""
    with Workers(workers) as pool:
        applications = list_applications(client)
        with_rules = pool.map(lambda found: _with_rules(client, found), applications)
        created = [found for found in applications if not history.existed(("application", found.application_id or 0))]
        scopes = pool.map(lambda found: list_scenarios(client, require_id(found.application_id)), created)
        scenarios = list_scenarios(client)
        own = {scenario.scenario_id: scenario for scope in scopes for scenario in scope}
        scripts = dict(_scripts(client, history, scenarios, pool))
        return records_of(
            CurrentAccount(
                tuple(with_rules), tuple(own.get(scenario.scenario_id, scenario) for scenario in scenarios), scripts
            )
        )


def _with_rules(client: Client, application: Application) -> Application:
    return dataclasses.replace(application, rules=list_rules(client, require_id(application.application_id)))


def _scripts(
    client: Client, history: History, scenarios: t.Sequence[Scenario], pool: Workers
) -> t.Iterator[t.Tuple[int, str]]:
    """Read the scripts of scenarios that were written, or that may have been created."""
    keys = set(history.keys)
    written = [
        scenario
        for scenario in scenarios
        if ("scenario", scenario_id_of(scenario)) in keys or not history.existed(("scenario", scenario_id_of(scenario)))
    ]
    for scenario, script in read_scripts(client, written, pool):
        yield scenario_id_of(scenario), script


def _wait_for(client: Client, accepted: t.Sequence[Accepted]) -> None:
    """Give reads that lag behind writes the time to show them; what never shows is told apart by its record."""
    try:
        verify(client, accepted)
    except VoximplantError:
        client.deadline.check()
