# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plans that lead from what a deployment wrote back to what was there before."""

from __future__ import annotations

import typing as t

from ansible_collections.voximplant.platform.plugins.module_utils._account.records import (
    ApplicationRecord,
    History,
    Key,
    Record,
    Records,
    RuleRecord,
    ScenarioRecord,
)
from ansible_collections.voximplant.platform.plugins.module_utils._account.undo import Undo, plan_undo
from ansible_collections.voximplant.platform.plugins.module_utils._account.withheld import Withheld
from ansible_collections.voximplant.platform.plugins.module_utils._objects.models import PendingId
from ansible_collections.voximplant.platform.plugins.module_utils._plan.operations import Operation

SCRIPT = "// menu\n"
RULE = RuleRecord("inbound", 1, "1", scenario_ids=(11, 12))
ACCOUNT: Records = {
    ("application", 1): ApplicationRecord("sales"),
    ("application", 2): ApplicationRecord("help"),
    ("scenario", 11): ScenarioRecord("menu", SCRIPT),
    ("scenario", 12): ScenarioRecord("common", SCRIPT),
    ("scenario", 13): ScenarioRecord("queue", SCRIPT),
    ("rule", 21): RULE,
    ("rule", 22): RuleRecord("night", 1, "2"),
    ("rule", 31): RuleRecord("desk", 2, "3"),
    ("order", 1): (21, 22),
    ("order", 2): (31,),
}
NAMES = {1: "sales", 2: "help"}
WITHHELD = Withheld(user_passwords={"sales": {"ann": "Open-sesame-1", "bob": "Open-sesame-2"}})
Changes = t.Mapping[Key, Record | None]


def changed(changes: Changes, records: Records | None = None) -> Records:
    """Return the records of an account, by default ACCOUNT, with some changed; one that is None does not exist."""
    return {key: record for key, record in {**(records or ACCOUNT), **changes}.items() if record is not None}


def undo(before: Records, after: Records, since: Changes | None = None, **given: bool) -> Undo:
    """Plan the way back from a deployment.

    :arg since: what somebody has changed after the deployment
    """
    history = History(before)
    for key in {**before, **after}:
        if before.get(key) != after.get(key):
            history.put(key, after.get(key))
    return plan_undo(history, changed(since or {}, after), WITHHELD, **given)


def op(
    text: str, method: str, params: t.Mapping[str, t.Any], scope: int | None = 1, new: int | None = None
) -> Operation:
    """Return an operation.

    :arg text: its action, the kind of the object and its name
    :arg scope: the application that the object belongs to
    :arg new: the id of the deleted object that the operation creates again
    """
    action, kind, name = text.split(" ", 2)
    provides = "" if new is None else f"{kind} {new}"
    return Operation(action, kind, name, method, params, NAMES.get(scope), scope, provides=provides)


def again(kind: str, object_id: int) -> PendingId:
    """Return the id that an object has once it is created again."""
    return PendingId(f"{kind} {object_id}", f"{kind}_id")


def stages(*operations: Operation | tuple[Operation, ...]) -> tuple[tuple[Operation, ...], ...]:
    """Return the stages of a plan; an operation stands for a stage of its own."""
    return tuple((stage,) if isinstance(stage, Operation) else stage for stage in operations)
