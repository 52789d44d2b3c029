# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Find out what has to be put back: compare what was written with what the platform shows."""

from __future__ import annotations

import dataclasses
import typing as t

from .._objects.models import Id, PendingId
from .object_records import PhoneNumberRecord, SecretRecord, UserRecord
from .recognition import is_written
from .records import ApplicationRecord, History, Key, Record, Records, RuleRecord, ScenarioRecord, is_equal
from .withheld import NOTHING, Withheld

KINDS = ("application", "scenario", "rule", "order", "secret", "user", "phone_number")
_CHANGED = "somebody changed it since"
_NOT_AS_PLANNED = "it may have been created by the deployment, but differs from the plan"


class Reversal:
    """What has to be put back, and what has to be left alone.

    :arg history: what was written, or may have been written
    :arg shown: what the platform shows now: all applications, rules and scenarios, and other kinds that were written
    :arg withheld: passwords of users that may have to be created again
    :arg force: put back what somebody else has changed, too
    """

    def __init__(self, history: History, shown: Records, withheld: Withheld = NOTHING, *, force: bool = False) -> None:
        self.history = history
        self.shown = shown
        self._withheld = withheld
        self._force = force
        self.targets: t.Dict[Key, t.Optional[Record]] = {}
        self.recreated: t.Dict[Key, Id] = {}
        self.left_alone: t.List[str] = []
        self._ids: t.Dict[Id, Id] = {}
        rules = (record for record in shown.values() if isinstance(record, RuleRecord))
        run = (("scenario", found) for rule in rules for found in rule.scenario_ids)  # some are the parent account's
        self._scenarios = {*run, *(key for key in shown if key[0] == "scenario")}
        for kind in KINDS:
            for key in history.keys:
                if key[0] == kind:
                    self._classify(key)
        self._keep_what_lost_its_parts()
        self._name_what_is_unknown()
        while self._keep_what_others_use():
            pass

    def bound_ids(self, rule: RuleRecord) -> t.Tuple[Id, ...]:
        """Return the ids of the scenarios that a rule ran and that exist or are created again."""
        ids = [self.new_id("scenario", scenario_id) for scenario_id in rule.scenario_ids]
        return tuple(found for found in ids if isinstance(found, PendingId) or ("scenario", found) in self._scenarios)

    def new_id(self, kind: str, object_id: Id) -> Id:
        """Return the id that an object will have."""
        return self.recreated.get((kind, object_id), object_id)

    def application_name(self, application_id: Id) -> t.Optional[str]:
        """Return the short name of an application."""
        record = self.history.first(("application", application_id)) or self.shown.get(("application", application_id))
        return record.name if isinstance(record, ApplicationRecord) else None

    def password(self, key: Key) -> t.Optional[str]:
        """Return the password that was given for a user who existed, by the previous or present application name."""
        record = self.history.first(key)
        if not isinstance(record, UserRecord):
            return None
        scope = ("application", record.application_id)
        applications = (self.history.first(scope), self.history.last(scope))
        names = (found.name for found in applications if isinstance(found, ApplicationRecord))
        passwords = (self._withheld.user_password(name, record.name) for name in names)
        return next((password for password in passwords if password is not None), None)

    def exists(self, kind: str, object_id: t.Optional[Id]) -> bool:
        """Return whether an object exists, or is created again."""
        new_id = None if object_id is None else self.new_id(kind, object_id)
        return isinstance(new_id, PendingId) or (new_id is not None and (kind, new_id) in self.shown)

    def title_of(self, key: Key) -> str:
        """Return the kind and the name of an object, such as C(rule support/inbound)."""
        kind, object_id = key
        if kind == "order":
            return f"order of the rules of {self.application_name(object_id)}"
        record: t.Any = self.shown.get(key) or self.history.first(key) or self.history.last(key)
        scope = getattr(record, "application_id", None)
        application = None if scope is None else self.application_name(scope)
        return f"{kind} {application}/{record.name}" if application else f"{kind} {record.name}"

    def _classify(self, key: Key) -> None:
        states = [_with_ids(state, self._resolve) for state in self.history.states(key)]
        found = self._find(key, states)
        shown = self.shown.get(found)
        before = _with_ids(states[0], self.new_id)
        if key[0] == "order":
            self._classify_order(found, t.cast(t.Sequence[t.Optional[t.Tuple[Id, ...]]], states))
        elif isinstance(found[1], PendingId):
            if any(state is not None and self._is_name_taken(found, state) for state in states):
                self._leave_alone(found, _NOT_AS_PLANNED)
        elif _is_exactly(before, shown) or (shown is None and self._is_recreated(found, before)):
            return
        elif self._force or is_written(list(map(self._without_missing, states)), shown):
            obstacle = self._obstacle(found, before)
            if obstacle:
                self._leave_alone(found, obstacle)
                return
            self.targets[found] = states[0]
            if shown is None:
                self.recreated[found] = PendingId(f"{key[0]} {key[1]}", f"{key[0]}_id")
        else:
            self._leave_alone(found, _CHANGED)

    def _without_missing(self, state: t.Optional[Record]) -> t.Optional[Record]:
        """Return a rule without scenarios that do not exist any more: nobody had to change the rule for that."""
        if not isinstance(state, RuleRecord):
            return state
        ids = tuple(found for found in state.scenario_ids if ("scenario", found) in self._scenarios)
        return dataclasses.replace(state, scenario_ids=ids)

    def _classify_order(self, key: Key, states: t.Sequence[t.Optional[t.Tuple[Id, ...]]]) -> None:
        """Compare orders of the rules that all have; a rule that somebody added does not count."""
        shown = t.cast(t.Tuple[Id, ...], self.shown.get(key, ()))
        known = {rule_id for state in states for rule_id in state or ()}
        ours = [rule_id for rule_id in shown if rule_id in known]
        if not states[0]:
            return
        if self._force or any(ours == [rule_id for rule_id in state or () if rule_id in shown] for state in states):
            self.targets[key] = states[0]
        else:
            self._leave_alone(key, _CHANGED)

    def _is_recreated(self, key: Key, before: t.Optional[Record]) -> bool:
        """Return whether a deleted object has been created again already, with another id."""
        for found, record in self.shown.items():
            is_free = self._is_unknown(found, key[0]) and found[1] not in self.recreated.values()
            if is_free and is_equal(before, record):
                self.recreated[key] = found[1]
                return True
        return False

    def _find(self, key: Key, states: t.Sequence[t.Optional[Record]]) -> Key:
        """Return the key under which the platform shows an object; one without a known id is found by its content."""
        kind, object_id = key
        if not isinstance(object_id, PendingId):
            return key
        if object_id in self._ids:
            return kind, self._ids[object_id]
        for found, record in self.shown.items():
            is_unknown = self._is_unknown(found, kind)
            if is_unknown and any(state is not None and _is_same_object(state, record) for state in states):
                self._ids[object_id] = found[1]
                return found
        return key

    def _is_unknown(self, found: Key, kind: str) -> bool:
        """Return whether an object of a kind is new, and not known to be written."""
        return found[0] == kind and found not in self.history.keys and self.history.first(found) is None

    def _obstacle(self, key: Key, before: t.Optional[Record]) -> str:
        """Return why an object cannot be put back; usually nothing."""
        if before is None:
            return ""
        if self._is_name_taken(key, before):
            return f"another {key[0]} has its name now"
        return "" if key in self.shown else self._obstacle_to_creation(key, before)

    def _obstacle_to_creation(self, key: Key, before: Record) -> str:
        """Return why an object cannot be created again."""
        scope = getattr(before, "application_id", None)
        if isinstance(scope, int) and ("application", scope) not in self.shown:
            return "its application does not exist"
        if isinstance(before, ScenarioRecord) and before.script is None:
            return "its script is not known"
        if isinstance(before, SecretRecord) and before.value is None:
            return "its value is not known"
        if isinstance(before, PhoneNumberRecord):
            return "the account no longer has it"
        if isinstance(before, UserRecord) and self.password(key) is None:
            return "its password is not known"
        return ""

    def _is_name_taken(self, key: Key, state: Record) -> bool:
        """Return whether an object that the deployment is not known to have written has the name of a state."""
        return any(
            found[0] == key[0] and found not in self.history.keys and found != key and _is_namesake(record, state)
            for found, record in self.shown.items()
        )

    def _keep_what_lost_its_parts(self) -> None:
        """Name the rules and phone numbers whose bindings cannot be put back, because what they need is gone.

        A rule stays as it is, or is created with fewer scenarios. A number stays where it is without its application,
        and is bound to it without a rule if only the rule is gone.
        """
        for key, target in list(self.targets.items()):
            if isinstance(target, RuleRecord) and len(self.bound_ids(target)) < len(target.scenario_ids):
                leave_alone = self._drop if key in self.shown else self._leave_alone
                leave_alone(key, "a scenario that it ran no longer exists")
            elif isinstance(target, PhoneNumberRecord) and target.application_id is not None:
                if not self.exists("application", target.application_id):
                    self._drop(key, "its application no longer exists")
                elif target.rule_id is not None and not self.exists("rule", target.rule_id):
                    self._leave_alone(key, "its rule no longer exists")

    def _keep_what_others_use(self) -> bool:
        """Leave alone what was created and is used by objects that stay, and return whether there is anything."""
        deleted = [key for key, before in self.targets.items() if before is None]
        staying = [self.targets.get(key) or record for key, record in self.shown.items() if key not in deleted]
        used_scenarios = {
            found for record in staying if isinstance(record, RuleRecord) for found in record.scenario_ids
        }
        used_rules = {record.rule_id for record in staying if isinstance(record, PhoneNumberRecord)}
        used_applications = {getattr(record, "application_id", None) for record in staying}
        for key in deleted:
            kind, object_id = key
            if kind == "scenario" and object_id in used_scenarios:
                self._drop(key, "a rule that stays runs it")
            elif kind == "rule" and object_id in used_rules:
                self._drop(key, "a phone number that stays is bound to it")
            elif kind == "application" and object_id in used_applications:
                self._drop(key, "it holds what is not put back")
        return any(key not in self.targets for key in deleted)

    def _name_what_is_unknown(self) -> None:
        """Name the secrets and rules whose previous values and keys are not known."""
        for key in sorted(self.history.with_new_value & set(self.shown)):
            first = self.history.first(key)
            if isinstance(first, SecretRecord) and first.value is None:
                self._leave_alone(key, "its value was changed, and its previous value is not known")
        for key in sorted(set(self.history.with_new_key) & set(self.shown)):
            if self.history.first(key) is not None:
                self._leave_alone(key, "a key that may have been bound to it stays bound")

    def _drop(self, key: Key, reason: str) -> None:
        del self.targets[key]
        self._leave_alone(key, reason)

    def _leave_alone(self, key: Key, reason: str) -> None:
        self.left_alone.append(f"{self.title_of(key)} ({reason})")

    def _resolve(self, _kind: str, object_id: Id) -> Id:
        """Return the id that was found for a pending one."""
        return self._ids.get(object_id, object_id)


def _is_same_object(state: Record, shown: Record) -> bool:
    """Return whether the platform shows what was created: names of secrets and users tell, of others the content."""
    if isinstance(state, (SecretRecord, UserRecord)):
        return _is_namesake(state, shown)
    return is_equal(state, shown)


def _with_ids(record: t.Optional[Record], id_of: t.Callable[[str, Id], Id]) -> t.Optional[Record]:
    """Return a record with other ids of what it belongs to, runs, orders or is bound to."""
    if record is None:
        return None
    if isinstance(record, tuple):
        return tuple(id_of("rule", found) for found in record)
    changes: t.Dict[str, t.Any] = {}
    application_id = getattr(record, "application_id", None)
    if application_id is not None:
        changes["application_id"] = id_of("application", application_id)
    if isinstance(record, RuleRecord):
        changes["scenario_ids"] = tuple(id_of("scenario", found) for found in record.scenario_ids)
    if isinstance(record, PhoneNumberRecord) and record.rule_id is not None:
        changes["rule_id"] = id_of("rule", record.rule_id)
    return dataclasses.replace(record, **changes)


def _is_namesake(record: t.Any, other: t.Any) -> bool:
    """Return whether two objects of one kind, which is not an order, cannot exist beside each other."""
    is_own = isinstance(record, (RuleRecord, SecretRecord, UserRecord))
    return record.name == other.name and (not is_own or record.application_id == other.application_id)


def _is_exactly(before: t.Optional[Record], shown: t.Optional[Record]) -> bool:
    """Return whether an object is as it was, byte for byte."""
    if isinstance(before, ScenarioRecord) and isinstance(shown, ScenarioRecord):
        return before.name == shown.name and before.script in (None, shown.script)
    return is_equal(before, shown)
