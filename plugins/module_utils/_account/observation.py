# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""What the platform shows of an account after many writes."""

from __future__ import annotations

import typing as t

from .._apply.observation import Observation
from .._objects.concurrency import run_concurrently
from .._objects.models import require_id

if t.TYPE_CHECKING:
    from .._api.client import Client
    from .._apply.verify import Accepted
    from .._objects.resources import Secret
    from .._plan.operations import Operation
    from .records import Key


Listing = t.Tuple[str, t.Optional[int]]
"""Kind, and the id of the application that is listed, or C(None) for the whole account."""


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
    ) -> None:
        super().__init__(client)
        self._modified = modified
        read_listings(client, self, listings_of(operation for operation, _response in accepted))

    def shows_script(self, scenario_id: int, script: str) -> bool:
        """Return whether a scenario has changed since it was read, or has a script."""
        found = self.scenario(scenario_id)
        if found is None:
            return False
        return self._is_written(("scenario", scenario_id), found.modified) or super().shows_script(scenario_id, script)

    def has_secret_value(self, secret: Secret, value: str) -> bool:
        """Return whether a secret has changed since it was read, or has a value."""
        key = ("secret", require_id(secret.secret_id))
        return self._is_written(key, secret.modified) or super().has_secret_value(secret, value)

    def _is_written(self, key: Key, modified: t.Optional[str]) -> bool:
        """Return whether this run created an object, or its time has moved since it was read."""
        return key not in self._modified or modified != self._modified[key]

    def is_in_application(self, scenario_id: int, application_id: int) -> bool:
        """Return True: the listing of the account does not hold scopes, and the platform chose none by itself."""
        return True


def listings_of(operations: t.Iterable[Operation]) -> t.List[Listing]:
    """Return the listings that show everything that operations write: one a kind, each once."""
    listings: t.Dict[Listing, None] = {}
    for operation in operations:
        kind = "rule" if operation.method == "ReorderRules" else operation.object
        scope = operation.application_id
        if kind not in OF_APPLICATION:
            listings[kind, None] = None
        elif isinstance(scope, int):
            listings[kind, scope] = None
    return list(listings)


def read_listings(client: Client, observation: Observation, listings: t.Sequence[Listing]) -> None:
    """Read listings, several at a time, for the observation to know them."""
    for _read in run_concurrently(lambda listing: _READS[listing[0]](observation, listing[1]), listings, client.limit):
        pass


OF_APPLICATION = ("rule", "secret", "user")
_READS: t.Dict[str, t.Callable[[Observation, t.Any], t.Any]] = {
    "application": lambda observation, _scope: observation.applications(),
    "phone_number": lambda observation, _scope: observation.phone_numbers(),
    "scenario": Observation.scenarios,
    "rule": Observation.rules,
    "secret": Observation.secrets,
    "user": Observation.users,
}
