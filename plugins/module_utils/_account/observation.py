# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Look at an account just before it is written to, and at what was written."""

from __future__ import annotations

import typing as t

from .._api.errors import ConflictError, error_context
from .._apply.observation import Observation
from .._objects.concurrency import run_concurrently
from .._objects.scenarios import list_scenarios

if t.TYPE_CHECKING:
    from .._api.client import Client
    from .._apply.verify import Accepted
    from .._plan.operations import Plan
    from .plan import AccountState

_SCENARIO_WRITES = ("SetScenarioInfo", "DelScenario")


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
        workers: int,
    ) -> None:
        super().__init__(client)
        self._modified = modified
        listings: t.List[t.Callable[[], t.Any]] = []
        objects = {operation.object for operation, _response in accepted}
        if "scenario" in objects:
            listings.append(self.scenarios)
        if "application" in objects:
            listings.append(self.applications)
        scopes = {
            operation.application_id for operation, _response in accepted if isinstance(operation.application_id, int)
        }
        listings += [_rules_of(self, scope) for scope in sorted(scopes)]
        for _listed in run_concurrently(lambda listing: listing(), listings, workers):
            pass

    def shows_script(self, scenario_id: int, script: str) -> bool:
        """Return whether a scenario has changed since it was read, or has a script."""
        found = self.scenario(scenario_id)
        if found is None:
            return False
        if scenario_id not in self._modified:
            return True  # created by this run
        return found.modified != self._modified[scenario_id] or super().shows_script(scenario_id, script)


def check_unmodified(client: Client, plan: Plan[AccountState]) -> None:
    """List the scenarios once more, and refuse to change one that was modified since it was read.

    :raises ConflictError: if there is one; nothing has been sent yet
    """
    written = {
        operation.params["scenario_id"]: operation.name
        for operation in plan.operations
        if operation.method in _SCENARIO_WRITES
    }
    if not written:
        return
    modified = {scenario.scenario_id: scenario.modified for scenario in list_scenarios(client)}
    before = modified_times(plan)
    for scenario_id, name in written.items():
        if modified.get(scenario_id) != before[scenario_id]:
            with error_context("scenario", name):
                raise ConflictError(
                    "Somebody else modified it while this task was reading the account.",
                    method="GetScenarios",
                    advice="Nothing was written. Run the task again to see the difference.",
                )


def modified_times(plan: Plan[AccountState]) -> t.Dict[int, t.Optional[str]]:
    """Return the time of each scenario's last change when the account was read, by id."""
    scenarios = plan.before.current.scenarios
    return {scenario.scenario_id: scenario.modified for scenario in scenarios if scenario.scenario_id is not None}


def _rules_of(observation: Observation, application_id: int) -> t.Callable[[], t.Any]:
    return lambda: observation.rules(application_id)
