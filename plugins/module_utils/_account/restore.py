# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Restore the objects of an account from a backup."""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.errors import InputError, TransientError, VoximplantError
from .._apply.run import Run
from .._apply.task import Task
from .._apply.verify import verify
from .._objects.concurrency import Progress, no_progress
from .._objects.script import describe_change
from .._plan.operations import DiffSection, Operation, Plan
from .backup import Backup, read_backup
from .changes import Attributes, Change, changes_of, check_plan_id, plan_id
from .drift import Difference, differences
from .records import History, Records
from .removals import over_limit
from .rollback import read_records
from .undo import Undo, plan_undo
from .withheld import NOTHING, Withheld

if t.TYPE_CHECKING:
    from .._api.client import Client

PRUNE_LIMIT = 10
STILL_SECONDS = 5
PATIENCE_SECONDS = 60


@dataclasses.dataclass(frozen=True)
class RestoreState:
    """The objects that a restoration changes.

    :arg left_alone: objects that are not put back, with the reason
    """

    sections: t.Mapping[str, DiffSection]
    plan_id: str = ""
    left_alone: t.Tuple[str, ...] = ()
    drift: t.Tuple[Difference, ...] = ()

    def as_result(self) -> t.Dict[str, t.Any]:
        """Return the values that the task returns."""
        return {
            "plan_id": self.plan_id,
            "drift": [difference.as_result() for difference in self.drift],
            "left_alone": list(self.left_alone),
        }

    def diff_sections(self) -> t.Mapping[str, DiffSection]:
        """Return the objects as text."""
        return self.sections


@dataclasses.dataclass(frozen=True)
class RestoreTask(Task[RestoreState]):
    """Put back what a deployment changed.

    :arg backup_file: path of the backup
    :arg expected_plan: the id of the only plan that may be applied
    :arg prune_limit: maximum number of objects to delete or unbind
    :arg force: put back what somebody has changed since, too
    :arg withheld: passwords of users to create again
    """

    client: Client
    backup_file: str
    expected_plan: t.Optional[str] = None
    prune_limit: int = PRUNE_LIMIT
    force: bool = False
    withheld: Withheld = NOTHING
    progress: Progress = no_progress

    def plan(self) -> Plan[RestoreState]:
        """Read the backup and the account, once nobody writes to it any more, and plan."""
        backup = read_backup(self.backup_file)
        check_account(backup, self.client.account)
        history = backup.history()
        shown = read_still_records(self.client, history)
        undo = plan_undo(history, shown, self.withheld, force=self.force)
        check_limit(undo.operations, self.prune_limit)
        changes = changes_of(History.of(shown, undo.operations))
        plan = Plan(
            RestoreState(change_sections(changes, lambda change: change.before)),
            RestoreState(
                change_sections(changes, lambda change: change.after),
                plan_id(self.client.account_name, undo.operations, changes),
                undo.left_alone,
                differences(undo.operations, changes, [change for change in changes if _is_removed(change)]),
            ),
            undo.stages,
            _warnings(undo),
        )
        check_plan_id(plan, self.expected_plan)
        return plan

    def apply(self, plan: Plan[RestoreState]) -> RestoreState:
        """Write what the plan changes; a call that is refused does not keep the others from being made."""
        run = Run(self.client, plan.operations, self.progress, keep_going=True)
        try:
            run.make(plan.stages)
            run.raise_failure()
            verify(self.client, run.accepted)
        except VoximplantError as error:
            run.describe(error)
            error.result = {**error.result, **plan.after.as_result()}
            raise
        return plan.after


def check_account(backup: Backup, account: str) -> None:
    """Refuse a backup of another account.

    :raises InputError: if it is of another one
    """
    if backup.account != account:
        raise InputError(
            f"The backup was made of {backup.account}, but this task uses {account}.",
            field="backup_file",
            advice="Use the api_url and the account_id, account_name or account_email of the deployment.",
        )


def check_limit(operations: t.Sequence[Operation], limit: int) -> None:
    """Refuse to remove more than is allowed, and name everything.

    :raises InputError: if the limit is exceeded
    """
    moved = {operation.name for operation in operations if _is_on_number(operation, "bind")}
    removed = [operation for operation in operations if operation.action in ("delete", "unbind")]
    removed = [
        operation for operation in removed if not (_is_on_number(operation, "unbind") and operation.name in moved)
    ]
    count = sum(operation.size for operation in removed)
    if count > limit:
        raise over_limit(count, limit, map(str, removed))


def _is_on_number(operation: Operation, action: str) -> bool:
    return (operation.object, operation.action) == ("phone_number", action)


def read_still_records(client: Client, history: History) -> Records:
    """Read the account once it has not changed for C(STILL_SECONDS): a killed deployment may still be writing.

    :raises TransientError: if it keeps changing
    """
    end = client.clock() + PATIENCE_SECONDS
    shown = read_records(client, history)
    while True:
        client.sleep(STILL_SECONDS)
        client.deadline.check()
        before, shown = shown, read_records(client, history)
        if shown == before:
            return shown
        if client.clock() >= end:
            raise TransientError(
                f"The account has kept changing for {PATIENCE_SECONDS} seconds. Nothing was written.",
                advice="Wait until no other deployment runs, then run the task again.",
            )


def _warnings(undo: Undo) -> t.Tuple[str, ...]:
    created = [str(operation).partition(" ")[2] for operation in undo.operations if operation.action == "create"]
    warnings = [f"Created again, with a new ID: {', '.join(created)}."] if created else []
    if undo.left_alone:
        warnings.append(f"Left alone: {', '.join(undo.left_alone)}.")
    return tuple(warnings)


def _is_removed(change: Change) -> bool:
    return change.after is None and change.kind != "order"


def change_sections(
    changes: t.Sequence[Change], side: t.Callable[[Change], t.Optional[Attributes]]
) -> t.Dict[str, DiffSection]:
    """Return one side of all changes as text."""
    sections = {}
    for number, change in enumerate(changes):
        attributes = side(change)
        name = f"{change.application}/{change.name}" if change.application and change.kind != "order" else change.name
        header = f"order of the rules of {name}" if change.kind == "order" else f"{change.kind} {name}"
        if attributes is None:
            header += " (absent)"
        lines = [f"{key}: {_as_text(value)}" for key, value in (attributes or {}).items() if key != "script"]
        sections[f"{number} attributes"] = DiffSection.of_lines(header, lines)
        script = (attributes or {}).get("script") or ""
        sections[f"{number} script"] = DiffSection(f"script of {header}{_remark(change)}", script, is_content=True)
    return sections


def _remark(change: Change) -> str:
    """Return what a header says about a change of a script that its lines do not show; usually nothing."""
    before, after = ((attributes or {}).get("script") for attributes in (change.before, change.after))
    return "" if before in (None, after) or after is None else describe_change(before, after)


def _as_text(value: t.Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return ", ".join(value) if isinstance(value, (list, tuple)) else str(value)
