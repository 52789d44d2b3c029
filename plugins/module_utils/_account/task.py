# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Bring a whole account to its desired state."""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.errors import ConflictError
from .._apply.task import ApiTask
from .._apply.verify import Accepted, verify
from .._objects.concurrency import Progress, no_progress
from .._plan.operations import Plan
from .observation import AccountObservation, check_unmodified, modified_times
from .plan import AccountState, plan_account
from .read_current import read_account

if t.TYPE_CHECKING:
    from .._api.client import Client
    from .._apply.observation import Observation
    from .cache import ScriptCache
    from .desired import DesiredAccount


class AccountTask(ApiTask[AccountState]):
    """Manage a whole account.

    :arg on_drift: fix, report or fail
    :arg cache: knows scripts that need not be read
    :arg warn: adds a warning to the task's result
    """

    def __init__(
        self,
        client: Client,
        desired: DesiredAccount,
        *,
        workers: int,
        on_drift: str = "fix",
        cache: t.Optional[ScriptCache] = None,
        warn: t.Callable[[str], None] = lambda text: None,
        progress: Progress = no_progress,
    ) -> None:
        super().__init__(client, workers, progress)
        self.desired = desired
        self.on_drift = on_drift
        self.cache = cache
        self.warn = warn

    def plan(self) -> Plan[AccountState]:
        """Read the account and plan."""
        current = read_account(self.client, self.desired, self.workers, self.cache, self.progress)
        return apply_on_drift(plan_account(current, self.desired), self.on_drift)

    def apply(self, plan: Plan[AccountState]) -> AccountState:
        """Look once more at what will change, then carry out the plan."""
        self.save_cache(plan)
        if plan.changed:
            check_unmodified(self.client, plan)
        return super().apply(plan)

    def verify(self, plan: Plan[AccountState], accepted: t.Sequence[Accepted]) -> Observation:
        """List each kind that was written, once."""
        modified = modified_times(plan)
        return verify(
            self.client, accepted, lambda client: AccountObservation(client, accepted, modified, self.workers)
        )

    def save_cache(self, plan: Plan[AccountState]) -> None:
        """Write the cache, if there is one; a failure is only a warning."""
        if self.cache is None:
            return
        try:
            self.cache.save(modified_times(plan))
        except OSError as error:
            self.warn(f"cache_file {self.cache.path} cannot be written: {error.strerror}.")


def apply_on_drift(plan: Plan[AccountState], on_drift: str) -> Plan[AccountState]:
    """Return the plan that C(on_drift) asks for: fix keeps it, report drops its operations.

    :raises ConflictError: if there is drift and it should fail
    """
    drift = plan.after.as_result()["drift"]
    if on_drift == "fail" and drift:
        named = ", ".join(f"{found['object']} {found['name']} ({found['kind']})" for found in drift)
        error = ConflictError(f"The account differs from what is declared: {named}.", field="on_drift")
        error.result = {"drift": drift}
        raise error
    return dataclasses.replace(plan, stages=()) if on_drift == "report" else plan
