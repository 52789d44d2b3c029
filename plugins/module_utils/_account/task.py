# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Bring a whole account to its desired state."""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.errors import ConflictError
from .._apply.task import Task
from .._objects.concurrency import Progress, no_progress
from .._objects.scenarios import scenario_id_of
from .._plan.operations import Plan
from .changes import check_plan_id
from .deployment import Deployment
from .irreversible import read_irreversible
from .plan import AccountState, plan_account, plan_removals
from .read_current import read_account, read_removed, resolve_keys

if t.TYPE_CHECKING:
    from .._api.client import Client
    from .._api.deadline import Deadline
    from .cache import ScriptCache
    from .desired import DesiredAccount


CheckScript = t.Callable[[str, str, "Deadline"], None]
"""Called with the name and the script of a scenario, and the end of the task's time; raises if it is refused."""


def accept(name: str, script: str, deadline: Deadline) -> None:
    """Accept every script."""


class AccountTask(Task[AccountState]):
    """Manage a whole account.

    :arg on_drift: fix, report or fail
    :arg expected_plan: the id of the only plan that may be applied
    :arg cache: knows scripts that need not be read
    :arg check_script: called for each scenario that would be sent
    """

    def __init__(
        self,
        client: Client,
        desired: DesiredAccount,
        deployment: Deployment,
        *,
        on_drift: str = "fix",
        expected_plan: t.Optional[str] = None,
        cache: t.Optional[ScriptCache] = None,
        check_script: CheckScript = accept,
        progress: Progress = no_progress,
    ) -> None:
        self.client = client
        # Only a task that writes has a limit and needs an approval: a report is there to show what nobody expected.
        prune = desired.prune if on_drift == "fix" else dataclasses.replace(desired.prune, limit=None)
        self.desired = dataclasses.replace(desired, prune=prune)
        self.deployment = deployment
        self.on_drift = on_drift
        self.expected_plan = expected_plan if on_drift == "fix" else None
        self.cache = cache
        self.check_script = check_script
        self.progress = progress
        self._read_at = 0.0

    def plan(self) -> Plan[AccountState]:
        """Read the account and plan."""
        self._read_at = self.client.clock()
        desired = resolve_keys(self.client, self.desired)
        deployment = self.deployment
        current = read_account(self.client, desired, self.cache, self.progress)
        removals = plan_removals(current, desired)
        if removals.plans:
            current = read_removed(self.client, current, removals, with_values=deployment.atomic)
        plan = plan_account(current, desired, self.client.account_name)
        check_plan_id(plan, self.expected_plan)
        plan = self._with_warnings(apply_on_drift(plan, self.on_drift))
        if deployment.smoke_test is not None:
            plan = deployment.smoke_test.check(self.client, plan)
        for operation in plan.operations:
            if operation.params.get("scenario_script") is not None:
                self.check_script(operation.name, operation.params["scenario_script"], self.client.deadline)
        return plan

    def _with_warnings(self, plan: Plan[AccountState]) -> Plan[AccountState]:
        """Return the plan with a warning for what cannot be put back, where anything else is, or can be later.

        :raises InputError: if an application would be deleted that C(atomic) could not make again
        """
        deployment = self.deployment
        if not deployment.atomic and deployment.backup_dir is None:
            return plan
        lost = read_irreversible(self.client, plan.operations, deployment.withheld)
        if deployment.atomic:
            lost.check(force_delete=deployment.force_delete)
        warnings = lost.warnings(has_backup=deployment.backup_dir is not None)
        return dataclasses.replace(plan, warnings=(*plan.warnings, *warnings))

    def apply(self, plan: Plan[AccountState]) -> AccountState:
        """Write what the plan changes."""
        self.save_cache(plan)
        if not plan.changed:
            return plan.after
        from .writer import AccountWriter

        return AccountWriter(self.client, plan, self.deployment, self.progress, self._read_at).write()

    def save_cache(self, plan: Plan[AccountState]) -> None:
        """Write the cache, if there is one; a failure is only a warning."""
        if self.cache is None:
            return
        scenarios = plan.before.current.scenarios
        try:
            self.cache.save({scenario_id_of(scenario): scenario.modified for scenario in scenarios})
        except OSError as error:
            self.client.warn(f"cache_file {self.cache.path} cannot be written: {error.strerror}.")


def apply_on_drift(plan: Plan[AccountState], on_drift: str) -> Plan[AccountState]:
    """Return the plan that C(on_drift) asks for: fix keeps it, report drops its operations.

    :raises ConflictError: if there is drift and it should fail
    """
    result = plan.after.as_result()
    drift = result["drift"]
    if on_drift == "fail" and drift:
        named = ", ".join(f"{difference['object']} {difference['name']} ({difference['kind']})" for difference in drift)
        error = ConflictError(f"The account differs from the desired state: {named}.", field="on_drift")
        error.result = {"plan_id": result["plan_id"], "drift": drift}
        raise error
    return dataclasses.replace(plan, stages=()) if on_drift == "report" else plan
