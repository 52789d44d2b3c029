# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Write the plan of an account: look once more, write, verify, test, delete, and put back if anything fails."""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.errors import ConflictError, VoximplantError
from .._apply.run import Run
from .._apply.verify import verify
from .backup import BackupFile, backup_of
from .observation import AccountObservation
from .precheck import precheck
from .records import History, Key, modified_of, records_of
from .rollback import describe_error, roll_back

if t.TYPE_CHECKING:
    from .._api.client import Client
    from .._api.response import ApiObject
    from .._objects.concurrency import Progress
    from .._plan.operations import Operation, Plan
    from .deployment import Deployment
    from .plan import AccountState


class AccountWriter:
    """One run of a plan.

    :arg progress: progress callback
    :arg read_at: the time of the client's clock before the account was read
    """

    def __init__(
        self,
        client: Client,
        plan: Plan[AccountState],
        deployment: Deployment,
        progress: Progress,
        read_at: float,
    ) -> None:
        self._client = client
        self._plan = plan
        self._deployment = deployment
        self._read_at = read_at
        self._before = records_of(plan.before.current)
        self._modified: t.Mapping[Key, str] = modified_of(plan.before.current)
        self._run = Run(client, plan.operations, progress, self._record)
        self._verified = 0
        self._backup: t.Optional[BackupFile] = None

    def write(self) -> AccountState:
        """Carry out the plan.

        :raises VoximplantError: with what was done, what was not reached and what was put back
        """
        try:
            return self._write_in_order()
        except VoximplantError as error:
            self._complete(error)
            raise
        except Exception as failure:
            unexpected = VoximplantError(describe_error(failure))
            self._complete(unexpected)
            raise unexpected from failure
        finally:
            if self._backup is not None:
                self._backup.close()

    def _write_in_order(self) -> AccountState:
        self._precheck(self._plan.operations)
        self._open_backup()
        if self._deployment.atomic:
            self._client.deadline.grace_seconds += self._deployment.rollback_timeout
        self._run.make([stage for stage in self._plan.stages if not _is_deletion(stage)])
        session = self._smoke_test()
        deletions = [stage for stage in self._plan.stages if _is_deletion(stage)]
        if deletions and self._run.done:
            self._precheck_deletions([operation for stage in deletions for operation in stage])
        self._run.make(deletions)
        self._verify()
        return dataclasses.replace(self._plan.after, session=session, **self._backup_result())

    def _precheck(self, operations: t.Sequence[Operation]) -> None:
        """Refuse to write if what is left to write is not as it was planned from."""
        history = History.of(self._before, self._run.done)
        age = self._client.clock() - self._read_at
        precheck(self._client, operations, history, self._modified, age=age)

    def _precheck_deletions(self, operations: t.Sequence[Operation]) -> None:
        """Check once more what is left to delete; give reads that lag behind this run's writes time to show them."""
        try:
            self._precheck(operations)
        except ConflictError as error:
            if error.code is not None or self._verified == len(self._run.accepted):
                raise
            self._verify()
            self._precheck(operations)

    def _smoke_test(self) -> t.Optional[t.Dict[str, t.Any]]:
        """Run the smoke test, if there is one, once the platform shows what was written."""
        if self._deployment.smoke_test is None or not self._run.done:
            return None
        self._verify()
        return self._deployment.smoke_test.run(self._client).as_summary()

    def _verify(self) -> None:
        """Look whether the platform shows the writes that were not verified yet: one listing a kind."""
        accepted = self._run.accepted[self._verified :]
        if accepted:
            verify(self._client, accepted, lambda client: AccountObservation(client, accepted, self._modified))
        self._verified = len(self._run.accepted)

    def _open_backup(self) -> None:
        directory = self._deployment.backup_dir
        if directory is not None:
            backup = backup_of(self._client.account, self._plan.after.plan_id, self._before, self._plan.operations)
            self._backup = BackupFile(directory, self._client.account_name, backup)

    def _backup_result(self) -> t.Dict[str, t.Any]:
        return {} if self._backup is None else {"backup_file": self._backup.path}

    def _record(self, operation: Operation, response: ApiObject) -> None:
        """Append an accepted write to the backup.

        :raises ConflictError: if that is not possible; the write is done
        """
        if self._backup is None:
            return
        try:
            self._backup.append(operation, response)
        except OSError as error:
            raise ConflictError(
                f"The backup {self._backup.path} can no longer be written: {error.strerror}.", field="backup_dir"
            ) from error

    def _complete(self, error: VoximplantError) -> None:
        """Roll back, and tell in the error what was done, what was not reached and what was put back."""
        self._run.describe(error)
        planned = self._plan.after.as_result()
        error.result = {
            "plan_id": planned["plan_id"],
            "drift": planned["drift"],
            **error.result,
            **self._backup_result(),
        }
        if not self._deployment.atomic or not self._run.attempted:
            return
        is_verified = self._verified == len(self._run.accepted) and not self._run.in_doubt
        rolled_back = roll_back(self._client, self._before, self._run, self._deployment, is_verified=is_verified)
        error.epilogue = str(rolled_back)
        error.result = {
            **error.result,
            "undone": [operation.as_result() for operation in rolled_back.undone],
            "not_undone": [operation.as_result() for operation in rolled_back.not_undone],
            "left_alone": list(rolled_back.left_alone),
        }


def _is_deletion(stage: t.Sequence[Operation]) -> bool:
    return stage[0].is_removal
