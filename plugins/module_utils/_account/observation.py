# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""What the platform shows of an account after many writes."""

from __future__ import annotations

import functools
import typing as t

from .._apply.observation import Observation
from .._objects.concurrency import run_concurrently
from .._objects.models import require_id

if t.TYPE_CHECKING:
    from .._api.call_limit import WorkerCount
    from .._api.client import Client
    from .._apply.verify import Accepted
    from .._objects.resources import Secret
    from .._plan.operations import Operation
    from .records import Key


class AccountObservation(Observation):
    """What the platform shows after many writes: one listing of each kind that was written.

    A script, and the value of a secret, is read again only where the time of the last change has not moved.

    :arg modified: time of the last change of each object before it was written
    """

    def __init__(
        self,
        client: Client,
        accepted: t.Sequence[Accepted],
        modified: t.Mapping[Key, t.Optional[str]],
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
        key = ("scenario", scenario_id)
        if key not in self._modified:
            return True  # created by this run
        return found.modified != self._modified[key] or super().shows_script(scenario_id, script)

    def has_secret_value(self, secret: Secret, value: str) -> bool:
        """Return whether a secret has changed since it was read, or has a value."""
        key = ("secret", require_id(secret.secret_id))
        if key not in self._modified:
            return True  # created by this run
        return secret.modified != self._modified[key] or super().has_secret_value(secret, value)

    def is_in_application(self, scenario_id: int, application_id: int) -> bool:
        """Return True: the listing of the account does not hold scopes, and the platform chose none by itself."""
        return True


def listings_of(observation: Observation, operations: t.Iterable[Operation]) -> t.List[t.Callable[[], t.Any]]:
    """Return the reads that show everything that operations write: one listing a kind."""
    listings: t.Dict[t.Tuple[str, t.Optional[int]], t.Callable[[], t.Any]] = {}
    for operation in operations:
        kind = "rule" if operation.method == "ReorderRules" else operation.object
        scope = operation.application_id if kind in _LISTINGS_BY_APPLICATION else None
        if kind in _LISTINGS_BY_APPLICATION and isinstance(scope, int):
            listings[kind, scope] = functools.partial(_LISTINGS_BY_APPLICATION[kind], observation, scope)
        elif kind in _LISTINGS:
            listings[kind, None] = functools.partial(_LISTINGS[kind], observation)
    return list(listings.values())


_LISTINGS: t.Dict[str, t.Callable[[Observation], t.Any]] = {
    "scenario": Observation.scenarios,
    "application": Observation.applications,
    "phone_number": Observation.phone_numbers,
}
_LISTINGS_BY_APPLICATION: t.Dict[str, t.Callable[[Observation, int], t.Any]] = {
    "rule": Observation.rules,
    "secret": Observation.secrets,
    "user": Observation.users,
}


def rules_of(observation: Observation, application_id: int) -> t.Callable[[], t.Any]:
    """Return the read of an application's rules."""
    return functools.partial(observation.rules, application_id)


def content_of(observation: Observation, application_id: int) -> t.List[t.Callable[[], t.Any]]:
    """Return the reads of what belongs to an application: rules, scenarios, secrets and users."""
    reads = (observation.rules, observation.scenarios, observation.secrets, observation.users)
    return [functools.partial(read, application_id) for read in reads]
