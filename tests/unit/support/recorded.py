# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An account as records, and calls that change it, for the way back from them."""

from __future__ import annotations

import typing as t

from ansible_collections.voximplant.platform.plugins.module_utils._account.object_records import (
    PhoneNumberRecord,
    SecretRecord,
    UserRecord,
)
from ansible_collections.voximplant.platform.plugins.module_utils._account.records import (
    ApplicationRecord,
    History,
    Records,
    RuleRecord,
    ScenarioRecord,
)
from ansible_collections.voximplant.platform.plugins.module_utils._account.undo import Undo, plan_undo
from ansible_collections.voximplant.platform.plugins.module_utils._api.response import ApiObject
from ansible_collections.voximplant.platform.plugins.module_utils._plan.operations import Operation
from ansible_collections.voximplant.platform.tests.unit.support.ways_back import Changes, changed

MENU = ScenarioRecord("menu", "// menu\n")
FIRST, SECOND = RuleRecord("first", 1, "1", scenario_ids=(11,)), RuleRecord("second", 1, "2")
KEY = SecretRecord("KEY", 1, value="old")
BEFORE: Records = {
    ("application", 1): ApplicationRecord("sales"),
    ("application", 2): ApplicationRecord("help"),
    ("order", 1): (21, 22, 23),
    ("order", 2): (),
    ("rule", 21): FIRST,
    ("rule", 22): SECOND,
    ("rule", 23): RuleRecord("third", 1, "3", scenario_ids=(21, 11)),
    ("scenario", 11): MENU,
    ("scenario", 21): ScenarioRecord("extra", "// extra\n"),
    ("secret", 41): KEY,
    ("secret", 42): SecretRecord("UNREAD", 1),
    ("user", 51): UserRecord("101", 1, "Named like a number"),
    ("phone_number", 61): PhoneNumberRecord("101", 1, 21),
    ("phone_number", 62): PhoneNumberRecord("102"),
    ("phone_number", 63): PhoneNumberRecord("103", 1),
}
"""Two applications, of which the second one is empty; the value of one secret was not read."""
Call = tuple[Operation, ApiObject | None]
Made = list[tuple[str, dict[str, t.Any]]]


def call(method: str, kind: str, scope: t.Any = None, /, *, assigned: int | None = None, **params: t.Any) -> Call:
    """Return a call with its response.

    :arg scope: the application, where no parameter holds it
    :arg assigned: the id in the response; without one, there is no response
    """
    provides = f"{kind} new" if method.startswith("Add") else ""
    operation = Operation("x", kind, "x", method, params, application_id=scope, provides=provides)
    return operation, None if assigned is None else ApiObject(method, {f"{kind}_id": assigned})


def history_of(*calls: Call) -> History:
    """Return what calls do to the account."""
    history = History(BEFORE)
    for operation, response in calls:
        history.replay(operation, response)
    return history


def undo(calls: t.Sequence[Call], shown: Changes) -> Undo:
    """Plan the way back.

    :arg shown: what differs now from what there was; None is an object that does not exist
    """
    return plan_undo(history_of(*calls), changed(shown, BEFORE))


def made(undone: Undo) -> Made:
    """Return the calls of the way back."""
    return [(operation.method, dict(operation.params)) for stage in undone.stages for operation in stage]
