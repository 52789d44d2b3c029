# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""The objects of an account as records that can be compared, replayed and kept in a file."""

from __future__ import annotations

import dataclasses
import itertools
import typing as t

from .._api.response import ApiObject
from .._objects.models import Application, Id, Rule, require_id
from .._objects.script import is_same
from .._plan.operations import Operation
from .desired import CurrentAccount
from .object_records import (
    OBJECT_REPLAYS,
    ObjectRecord,
    PhoneNumberRecord,
    SecretRecord,
    UserRecord,
    assigned_id,
    delete_object,
    set_object,
)

Key = t.Tuple[str, Id]
"""Kind (of an object, or order) and id; an order has the id of its application."""


@dataclasses.dataclass(frozen=True)
class ScenarioRecord:
    """A scenario.

    :arg script: None if it was not read
    :arg application_id: None if the scenario is Shared
    """

    name: str
    script: t.Optional[str] = None
    application_id: t.Optional[Id] = None


@dataclasses.dataclass(frozen=True)
class RuleRecord:
    """A rule with its scenarios in running order."""

    name: str
    application_id: Id
    pattern: str
    pattern_exclude: str = ""
    video_conference: bool = False
    scenario_ids: t.Tuple[Id, ...] = ()

    @classmethod
    def of(cls, rule: Rule) -> RuleRecord:
        """Return the record of a rule."""
        return cls(
            rule.rule_name,
            require_id(rule.application_id),
            rule.rule_pattern,
            rule.rule_pattern_exclude,
            rule.video_conference,
            rule.scenario_ids,
        )


@dataclasses.dataclass(frozen=True)
class ApplicationRecord:
    """An application; the name is short."""

    name: str
    secure_record_storage: bool = False

    @classmethod
    def of(cls, application: Application) -> ApplicationRecord:
        """Return the record of an application."""
        return cls(application.short_name, application.secure_record_storage)


Record = t.Union[ScenarioRecord, RuleRecord, ApplicationRecord, ObjectRecord, t.Tuple[Id, ...]]
Records = t.Dict[Key, Record]


def records_of(account: CurrentAccount) -> Records:
    """Return the records of what was read of an account."""
    return {key: record for key, record, _modified in _content_of(account)}


def modified_of(account: CurrentAccount) -> t.Dict[Key, str]:
    """Return the times of the last changes of what was read of an account."""
    return {key: modified for key, _record, modified in _content_of(account)}


def _content_of(account: CurrentAccount) -> t.Iterator[t.Tuple[Key, Record, str]]:
    """Yield the key, the record and the time of the last change of everything that was read of an account."""
    for number in account.phone_numbers or ():
        yield ("phone_number", number.phone_id), PhoneNumberRecord.of(number), number.modified
    for secret in itertools.chain.from_iterable(account.secrets.values()):
        secret_id = require_id(secret.secret_id)
        yield ("secret", secret_id), SecretRecord.of(secret, account.secret_values.get(secret_id)), secret.modified
    for user in itertools.chain.from_iterable(account.users.values()):
        yield ("user", require_id(user.user_id)), UserRecord.of(user), user.modified
    for application in account.applications:
        application_id = require_id(application.application_id)
        yield ("application", application_id), ApplicationRecord.of(application), application.modified
        if application.rules is not None:
            yield ("order", application_id), tuple(require_id(rule.rule_id) for rule in application.rules), ""
        for rule in application.rules or ():
            yield ("rule", require_id(rule.rule_id)), RuleRecord.of(rule), rule.modified
    for scenario in account.scenarios:
        scenario_id = require_id(scenario.scenario_id)
        script = account.scripts.get(scenario_id)
        record = ScenarioRecord(scenario.scenario_name, script, scenario.application_id)
        yield ("scenario", scenario_id), record, scenario.modified or ""


def is_equal(record: t.Optional[Record], shown: t.Optional[Record]) -> bool:
    """Return whether the platform shows a record.

    A script counts as equal if the platform normalized it; a scope is not compared, since nothing can change it.
    """
    if isinstance(record, ScenarioRecord) and isinstance(shown, ScenarioRecord):
        is_same_script = record.script is None or (shown.script is not None and is_same(record.script, shown.script))
        return record.name == shown.name and is_same_script
    if isinstance(record, SecretRecord) and isinstance(shown, SecretRecord):
        return record.is_equal(shown)
    return record == shown


class History:
    """The records through which operations take an account.

    :arg before: the records before the first operation
    """

    def __init__(self, before: Records) -> None:
        self._before = before
        self._now = dict(before)
        self._states: t.Dict[Key, t.List[t.Optional[Record]]] = {}
        self.with_new_key: t.Dict[Key, str] = {}
        """Ids of the keys that were bound to rules: nothing shows or removes them."""
        self.with_new_value: t.Set[Key] = set()
        """The secrets whose values were set, also where the value is not known any more."""

    @classmethod
    def of(
        cls,
        before: Records,
        operations: t.Iterable[Operation],
        accepted: t.Iterable[t.Tuple[Operation, ApiObject]] = (),
    ) -> History:
        """Return the history of accepted operations, followed by operations whose responses are not known."""
        history = cls(before)
        for operation, response in accepted:
            history.replay(operation, response)
        for operation in operations:
            history.replay(operation)
        return history

    @property
    def keys(self) -> t.Tuple[Key, ...]:
        """Return the keys of all objects that an operation changes, in the order of the operations."""
        return tuple(self._states)

    def states(self, key: Key) -> t.Sequence[t.Optional[Record]]:
        """Return the records that an object had, the first one before all operations; None where it did not exist."""
        return self._states[key]

    def first(self, key: Key) -> t.Optional[Record]:
        """Return the record that an object had before the first operation; None if it did not exist."""
        return self._before.get(key)

    def last(self, key: Key) -> t.Optional[Record]:
        """Return the last record of an object that was not None, whether or not an operation changes it."""
        states = reversed(self._states.get(key, ()))
        return next((state for state in states if state is not None), self._before.get(key))

    def replay(self, operation: Operation, response: t.Optional[ApiObject] = None) -> None:
        """Record what an operation does.

        :arg response: the response to it; without one, what it creates has a pending id
        """
        _REPLAYS[operation.method](self, operation, response)

    def put(self, key: Key, record: t.Optional[Record]) -> None:
        """Record a new state of an object."""
        states = self._states.setdefault(key, [self._now.get(key)])
        if record != states[-1]:
            states.append(record)
        if record is None:
            self._now.pop(key, None)
        else:
            self._now[key] = record

    def get(self, key: Key) -> t.Any:
        """Return the present record of an object."""
        return self._now.get(key)

    def key_of_number(self, phone_number: str) -> Key:
        """Return the key of a phone number, given by its digits.

        :raises KeyError: if the account does not have it
        """
        keys = {found.name: key for key, found in self._now.items() if isinstance(found, PhoneNumberRecord)}
        return keys[phone_number]

    def contents_of(self, application_id: Id) -> t.List[Key]:
        """Return everything that belongs to an application, its phone numbers and the order of its rules included."""
        return [
            key
            for key, record in self._now.items()
            if getattr(record, "application_id", None) == application_id or key == ("order", application_id)
        ]


def _add_scenario(history: History, operation: Operation, response: t.Optional[ApiObject]) -> None:
    params = operation.params
    record = ScenarioRecord(params["scenario_name"], params.get("scenario_script", ""), params.get("application_id"))
    history.put(("scenario", assigned_id(operation, response, "scenario_id")), record)


def _add_rule(history: History, operation: Operation, response: t.Optional[ApiObject]) -> None:
    params = operation.params
    rule_id = assigned_id(operation, response, "rule_id")
    record = RuleRecord(
        params["rule_name"],
        params["application_id"],
        params["rule_pattern"],
        params.get("rule_pattern_exclude", ""),
        params.get("video_conference", False),
        tuple(params.get("scenario_id", ())),
    )
    history.put(("rule", rule_id), record)
    if "bind_key_id" in params:
        history.with_new_key["rule", rule_id] = params["bind_key_id"]
    order: Key = ("order", params["application_id"])
    history.put(order, (*(history.get(order) or ()), rule_id))


def _delete_rule(history: History, operation: Operation, _response: t.Optional[ApiObject]) -> None:
    key: Key = ("rule", operation.params["rule_id"])
    order: Key = ("order", history.get(key).application_id)
    history.put(key, None)
    history.put(order, tuple(rule_id for rule_id in history.get(order) or () if rule_id != key[1]))


def _bind_scenario(history: History, operation: Operation, _response: t.Optional[ApiObject]) -> None:
    key: Key = ("rule", operation.params["rule_id"])
    record, named = history.get(key), operation.params["scenario_id"]
    kept = tuple(bound for bound in record.scenario_ids if bound not in named)
    if operation.params["bind"]:
        kept = (*record.scenario_ids, *(scenario_id for scenario_id in named if scenario_id not in record.scenario_ids))
    history.put(key, dataclasses.replace(record, scenario_ids=kept))


def _reorder_scenarios(history: History, operation: Operation, _response: t.Optional[ApiObject]) -> None:
    key: Key = ("rule", operation.params["rule_id"])
    history.put(key, dataclasses.replace(history.get(key), scenario_ids=tuple(operation.params["scenario_id"])))


def _reorder_rules(history: History, operation: Operation, _response: t.Optional[ApiObject]) -> None:
    history.put(("order", t.cast(Id, operation.application_id)), tuple(operation.params["rule_id"]))


def _add_application(history: History, operation: Operation, response: t.Optional[ApiObject]) -> None:
    application_id = assigned_id(operation, response, "application_id")
    is_secure = bool(operation.params.get("secure_record_storage"))
    history.put(("application", application_id), ApplicationRecord(operation.params["application_name"], is_secure))
    history.put(("order", application_id), ())


def _delete_application(history: History, operation: Operation, _response: t.Optional[ApiObject]) -> None:
    application_id = operation.params["application_id"]
    for key in history.contents_of(application_id):
        history.put(key, history.get(key).unbound() if key[0] == "phone_number" else None)
    history.put(("application", application_id), None)


_REPLAYS: t.Dict[str, t.Callable[[History, Operation, t.Optional[ApiObject]], None]] = {
    "AddScenario": _add_scenario,
    "SetScenarioInfo": set_object,
    "DelScenario": delete_object,
    "AddRule": _add_rule,
    "SetRuleInfo": set_object,
    "DelRule": _delete_rule,
    "BindScenario": _bind_scenario,
    "ReorderScenarios": _reorder_scenarios,
    "ReorderRules": _reorder_rules,
    "AddApplication": _add_application,
    "SetApplicationInfo": set_object,
    "DelApplication": _delete_application,
    **OBJECT_REPLAYS,
}
