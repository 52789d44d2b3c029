# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""What the platform shows of an account after many writes."""

from __future__ import annotations

import typing as t

from .._apply.observation import Observation
from .._objects.concurrency import run_concurrently

if t.TYPE_CHECKING:
    from .._api.call_limit import WorkerCount
    from .._api.client import Client
    from .._apply.verify import Accepted
    from .._plan.operations import Operation, Plan
    from .plan import AccountState


class AccountObservation(Observation):
    """What the platform shows after many writes: one listing of each kind that was written.

    A script is read again only where the time of its last change has not moved.

    :arg modified: time of the last change of each scenario before it was written, by id
    """

    def __init__(
        self,
        client: Client,
        accepted: t.Sequence[Accepted],
        modified: t.Mapping[int, t.Optional[str]],
        workers: WorkerCount,
    ) -> None:
        super().__init__(client)
        self._modified = modified
        operations = [operation for operation, _response in accepted]
        for _listed in run_concurrently(lambda listing: listing(), listings_of(self, operations), workers):
            pass

    def shows_script(self, scenario_id: int, script: str) -> bool:
        """Return whether a scenario has changed since it was read, or has a script."""
        found = self.scenario(scenario_id)
        if found is None:
            return False
        if scenario_id not in self._modified:
            return True  # created by this run
        return found.modified != self._modified[scenario_id] or super().shows_script(scenario_id, script)

    def is_in_application(self, scenario_id: int, application_id: int) -> bool:
        """Return True: the listing of the account does not hold scopes, and the platform chose none by itself."""
        return True


def listings_of(observation: Observation, operations: t.Iterable[Operation]) -> t.List[t.Callable[[], t.Any]]:
    """Return the reads that show everything that operations write: one listing a kind."""
    objects = {operation.object for operation in operations if operation.method != "ReorderRules"}
    scopes = {operation.application_id for operation in operations if operation.object != "scenario"}
    listings: t.List[t.Callable[[], t.Any]] = []
    if "scenario" in objects:
        listings.append(observation.scenarios)
    if "application" in objects:
        listings.append(observation.applications)
    listings += [rules_of(observation, scope) for scope in scopes if isinstance(scope, int)]
    return listings


def modified_times(plan: Plan[AccountState]) -> t.Dict[int, t.Optional[str]]:
    """Return the time of each scenario's last change when the account was read, by id."""
    scenarios = plan.before.current.scenarios
    return {scenario.scenario_id: scenario.modified for scenario in scenarios if scenario.scenario_id is not None}


def rules_of(observation: Observation, application_id: int) -> t.Callable[[], t.Any]:
    """Return the read of an application's rules."""
    return lambda: observation.rules(application_id)
