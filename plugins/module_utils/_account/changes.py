# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""What a plan changes, object by object: for the plan's id, reports and backups."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import typing as t

from .._api.errors import ConflictError
from .._objects.models import Id, PendingId
from .._plan.operations import Operation, Plan
from .records import ApplicationRecord, History, Key, Record

Attributes = t.Mapping[str, t.Any]
FORMAT = 1
_ID_DIGITS = 32
_IN_PLAN_ID = ("kind", "name", "application", "before", "after")


@dataclasses.dataclass(frozen=True)
class Change:
    """One object before and after a plan.

    :arg kind: application, scenario, rule, order, phone_number, secret or user
    :arg name: the object's name after the plan, or before it if the object is deleted
    :arg application: short name of the application that the object belongs to, or a phone number is bound to
    :arg before: its attributes; None if it does not exist
    :arg after: its attributes; None if it will not exist
    :arg modified: time of its last change in the platform's format; empty if it is not known
    """

    kind: str
    name: str
    application: t.Optional[str]
    before: t.Optional[Attributes]
    after: t.Optional[Attributes]
    modified: str = ""


class PendingName(str):
    """A reference to an object that does not exist yet, by kind, application and name.

    :ivar name: the object's name
    """

    def __new__(cls, kind: str, application: str, name: str) -> PendingName:
        """Return the reference."""
        reference = super().__new__(cls, f"{kind}/{application}/{name}")
        reference.name = name
        return reference

    name: str


def changes_of(history: History, modified: t.Optional[t.Mapping[Key, str]] = None) -> t.Tuple[Change, ...]:
    """Return what operations change, sorted by kind, application and name.

    :arg modified: times of the objects' last changes
    """
    names = _Names(history)
    changes = [_change(key, history, names, (modified or {}).get(key, "")) for key in history.keys]
    return tuple(
        sorted(
            (change for change in changes if change.before != change.after),
            key=lambda change: (change.kind, change.application or "", change.name),
        )
    )


def undeclared_changes(history: History, keys: t.Iterable[Key], modified: t.Mapping[Key, str]) -> t.Tuple[Change, ...]:
    """Return undeclared objects as changes: with their state, and nothing after it.

    :arg history: its operations may rename what the objects belong to
    """
    names = _Names(history)
    return tuple(names.change(key, names.attributes(history.first(key)), None, modified.get(key, "")) for key in keys)


def plan_id(account: str, operations: t.Sequence[Operation], changes: t.Sequence[Change]) -> str:
    """Return the id of a plan: equal for equal plans, on any machine and in check mode.

    :arg account: the account
    """
    content = {
        "account": account,
        "operations": [operation.as_result() for operation in operations],
        "changes": [{name: getattr(change, name) for name in _IN_PLAN_ID} for change in changes],
    }
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return f"{FORMAT}-{hashlib.sha256(text.encode('ascii')).hexdigest()[:_ID_DIGITS]}"


def check_plan_id(plan: Plan[t.Any], expected: t.Optional[str]) -> None:
    """Refuse a plan that is not the approved one; a plan without operations always passes.

    :raises ConflictError: if it is another one; nothing has been written
    """
    found = plan.after.plan_id
    if expected is None or not plan.changed or found == expected:
        return
    error = ConflictError(
        f"The plan is {found}, not {expected}. Nothing was written.",
        field="expected_plan",
        advice="The account or the project has changed since, or another version of the collection made that plan: "
        "run the task in check mode and approve its plan.",
    )
    result = plan.after.as_result()
    error.result = {"plan_id": found, "drift": result["drift"]}
    raise error


def _change(key: Key, history: History, names: _Names, modified: str) -> Change:
    states = history.states(key)
    before, after = names.attributes(states[0]), names.attributes(states[-1])
    if after is not None and key in history.with_new_value:
        after["value"] = "set" if before is None else "changed"
    if after is not None and key in history.with_new_key:
        after["bind_key_id"] = history.with_new_key[key]
    return names.change(key, before, after, modified)


class _Names:
    """Changes and attributes of records, with names instead of ids."""

    def __init__(self, history: History) -> None:
        self._history = history

    def change(self, key: Key, before: t.Optional[Attributes], after: t.Optional[Attributes], modified: str) -> Change:
        """Return the change of an object, under the last name that it has."""
        kind, object_id = key
        record = self._history.last(key)
        scope = object_id if kind == "order" else getattr(record, "application_id", None)
        application = None if scope is None else self.application(scope)
        name = str(getattr(record, "name", application))  # an order is named like its application
        return Change(kind, name, application, before, after, modified)

    def application(self, application_id: Id) -> str:
        record = self._history.last(("application", application_id))
        return record.name if isinstance(record, ApplicationRecord) else str(application_id)

    def attributes(self, record: t.Optional[Record]) -> t.Optional[t.Dict[str, t.Any]]:
        if record is None:
            return None
        if isinstance(record, tuple):
            return {"rules": [self._reference("rule", rule_id) for rule_id in record]}
        attributes = {field.name: getattr(record, field.name) for field in dataclasses.fields(record) if field.repr}
        scope = attributes.pop("application_id", None)
        if scope is not None:
            attributes["application"] = self._reference("application", scope)
        if "scenario_ids" in attributes:
            ids = attributes.pop("scenario_ids")
            attributes["scenarios"] = [self._reference("scenario", scenario_id) for scenario_id in ids]
        if "rule_id" in attributes:
            rule_id = attributes.pop("rule_id")
            attributes.update({} if rule_id is None else {"rule": self._reference("rule", rule_id)})
        return attributes

    def _reference(self, kind: str, object_id: Id) -> str:
        """Return the name of an object; one that does not exist yet has no other id."""
        record = self._history.last((kind, object_id))
        name = getattr(record, "name", None)
        if name is None:
            return f"{kind}/{object_id}"
        if not isinstance(object_id, PendingId):
            return str(name)
        scope = getattr(record, "application_id", None)
        application = "" if scope is None else self.application(scope)
        return PendingName(kind, application, name)
