# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Plan how to put back what a deployment changed: by id, and only where nobody else has changed it since."""

from __future__ import annotations

import dataclasses
import typing as t

from .._objects.models import Id, PendingId
from .._plan.application import pending_key as application_key
from .._plan.operations import Operation, Stages
from .._plan.rule import pending_key as rule_key
from .._plan.scenario import pending_key as scenario_key
from .records import ApplicationRecord, History, Key, Record, Records, RuleRecord, ScenarioRecord, is_equal

_KINDS = ("application", "scenario", "rule", "order")


@dataclasses.dataclass(frozen=True)
class Undo:
    """What puts an account back.

    :arg left_alone: objects that somebody changed since they were written, or that cannot be put back, with the reason
    """

    stages: Stages
    left_alone: t.Tuple[str, ...] = ()


def plan_undo(history: History, shown: Records) -> Undo:
    """Plan the way back.

    :arg history: what was written or may have been written; objects whose ids are not known are looked for by content
    :arg shown: what the platform shows now: all applications, rules and scenarios
    """
    return _Planner(history, shown).plan()


class _Planner:
    def __init__(self, history: History, shown: Records) -> None:
        self._history = history
        self._shown = shown
        self._ids: t.Dict[PendingId, Id] = {}
        self._to_revert: t.Dict[Key, t.Optional[Record]] = {}
        self._left_alone: t.List[str] = []
        self._recreated: t.Dict[Key, PendingId] = {}

    def plan(self) -> Undo:
        """Sort what was written by what has to be done about it, and make the operations."""
        for kind in _KINDS:
            for key in self._history.keys:
                if key[0] == kind:
                    self._classify(key)
        self._keep_what_others_use()
        stages = (
            self._unbind(),
            self._delete("rule"),
            self._delete("scenario"),
            self._delete("application"),
            self._update_applications(),
            self._update_scenarios(),
            self._create_applications(),
            self._create_scenarios(),
            self._update_rules(),
            *((operation,) for operation in self._create_rules()),
            self._bind(),
            self._order_scenarios(),
            self._order_rules(),
        )
        return Undo(tuple(tuple(stage) for stage in stages if stage), tuple(dict.fromkeys(self._left_alone)))

    # What has to be done

    def _classify(self, key: Key) -> None:
        states = [self._resolve_record(state) for state in self._history.states(key)]
        found = self._find(key, states)
        shown = self._shown.get(found)
        before = states[0]
        if key[0] == "order":
            self._classify_order(found, t.cast(t.Sequence[t.Optional[t.Tuple[Id, ...]]], states))
        elif is_equal(before, shown):
            return
        elif any(is_equal(state, shown) for state in states[1:]):
            self._to_revert[found] = before
            if shown is None:
                self._recreate(found, before)
        else:
            self._leave_alone(found, "somebody changed it since")

    def _classify_order(self, key: Key, states: t.Sequence[t.Optional[t.Tuple[Id, ...]]]) -> None:
        """Compare orders of the rules that all have; a rule that somebody added does not count."""
        shown = t.cast(t.Tuple[Id, ...], self._shown.get(key, ()))
        known = {rule_id for state in states for rule_id in state or ()}
        ours = [rule_id for rule_id in shown if rule_id in known]
        if states[0] is None or not states[0]:
            return
        if any(ours == [rule_id for rule_id in state or () if rule_id in shown] for state in states):
            self._to_revert[key] = states[0]
        else:
            self._leave_alone(key, "somebody changed it since")

    def _find(self, key: Key, states: t.Sequence[t.Optional[Record]]) -> Key:
        """Return the key under which the platform shows an object; one without a known id is found by its content."""
        kind, object_id = key
        if not isinstance(object_id, PendingId):
            return key
        if object_id in self._ids:
            return kind, self._ids[object_id]
        for found, record in self._shown.items():
            is_new = found[0] == kind and found not in self._history.keys and not self._is_known_before(found)
            if is_new and any(state is not None and is_equal(state, record) for state in states):
                self._ids[object_id] = found[1]
                return found
        return key

    def _is_known_before(self, key: Key) -> bool:
        return self._history.existed(key)

    def _recreate(self, key: Key, before: t.Optional[Record]) -> None:
        """Remember under which pending id a deleted object is created again, if it can be."""
        kind, object_id = key
        if isinstance(before, ScenarioRecord):
            if before.script is None:
                self._drop(key, "its script is not known")
            elif any(is_named(record, before.name) for record in self._shown.values()):
                self._drop(key, "another scenario has its name now")
            else:
                self._recreated[key] = PendingId(scenario_key(before.name), "scenario_id")
        elif isinstance(before, ApplicationRecord):
            self._recreated[key] = PendingId(application_key(before.name), "application_id")
        elif isinstance(before, RuleRecord):
            application_id = self._new_id("application", before.application_id)
            self._recreated[key] = PendingId(rule_key(application_id, before.name), "rule_id")

    def _keep_what_others_use(self) -> None:
        """Leave alone what was created and is used by objects that stay."""
        staying = [
            record
            for key, record in self._shown.items()
            if not (key in self._to_revert and self._to_revert[key] is None)
        ]
        for key in [key for key, before in self._to_revert.items() if before is None]:
            kind, object_id = key
            if kind == "scenario" and any(self._will_run(record, object_id) for record in self._staying_rules()):
                self._drop(key, "somebody bound it to a rule")
            elif kind == "application" and any(
                getattr(record, "application_id", None) == object_id for record in staying
            ):
                self._drop(key, "somebody added objects to it")

    def _staying_rules(self) -> t.Iterator[RuleRecord]:
        """Return the rules as they will be."""
        for key, record in self._shown.items():
            if key[0] == "rule":
                target = self._to_revert.get(key, record) if key in self._to_revert else record
                if isinstance(target, RuleRecord):
                    yield target

    @staticmethod
    def _will_run(rule: RuleRecord, scenario_id: Id) -> bool:
        return scenario_id in rule.scenario_ids

    def _drop(self, key: Key, reason: str) -> None:
        self._to_revert.pop(key, None)
        self._leave_alone(key, reason)

    def _leave_alone(self, key: Key, reason: str) -> None:
        self._left_alone.append(f"{self._display_name(key)} ({reason})")

    # The operations

    def _unbind(self) -> t.List[Operation]:
        operations = []
        for key, target, shown in self._changed_rules():
            surplus = tuple(bound for bound in shown.scenario_ids if bound not in self._bound_ids(target))
            if surplus:
                operations.append(self._bind_operation("unbind", key, shown, surplus))
        return operations

    def _bind(self) -> t.List[Operation]:
        operations = []
        for key, target, shown in self._changed_rules():
            missing = tuple(bound for bound in self._bound_ids(target) if bound not in shown.scenario_ids)
            if missing:
                operations.append(self._bind_operation("bind", key, target, missing))
        return operations

    def _order_scenarios(self) -> t.List[Operation]:
        operations = []
        for key, target, shown in self._changed_rules():
            desired = self._bound_ids(target)
            kept = [bound for bound in shown.scenario_ids if bound in desired]
            if desired != (*kept, *(bound for bound in desired if bound not in kept)):
                params = {"rule_id": key[1], "scenario_id": desired}
                operations.append(self._operation("reorder", key, target, "ReorderScenarios", params))
        return operations

    def _delete(self, kind: str) -> t.List[Operation]:
        method = f"Del{kind.capitalize()}"
        return [
            self._operation("delete", key, self._shown[key], method, {f"{kind}_id": key[1]})
            for key, before in self._to_revert.items()
            if key[0] == kind and before is None
        ]

    def _update_applications(self) -> t.List[Operation]:
        names = {"name": "application_name", "secure_record_storage": "secure_record_storage"}
        return self._update("application", "SetApplicationInfo", names)

    def _update_scenarios(self) -> t.List[Operation]:
        return self._update("scenario", "SetScenarioInfo", {"name": "scenario_name", "script": "scenario_script"})

    def _update_rules(self) -> t.List[Operation]:
        names = {"name": "rule_name", "pattern": "rule_pattern", "pattern_exclude": "rule_pattern_exclude"}
        return self._update("rule", "SetRuleInfo", {**names, "video_conference": "video_conference"})

    def _update(self, kind: str, method: str, names: t.Mapping[str, str]) -> t.List[Operation]:
        """Send the attributes of existing objects that differ.

        :arg names: parameters by attribute
        """
        operations = []
        for key, target in self._to_revert.items():
            shown = self._shown.get(key)
            if key[0] != kind or target is None or shown is None:
                continue
            params = {
                names[field]: getattr(target, field)
                for field in names
                if getattr(target, field) is not None and getattr(target, field) != getattr(shown, field)
            }
            if params:
                action = "rename" if names["name"] in params else "update"
                params = {f"{kind}_id": key[1], **params}
                operations.append(self._operation(action, key, target, method, params))
        return operations

    def _create_applications(self) -> t.List[Operation]:
        operations = []
        for key, pending in self._recreated.items():
            target = self._to_revert.get(key)
            if isinstance(target, ApplicationRecord):
                params = {"application_name": target.name}
                secure = {"secure_record_storage": True} if target.secure_record_storage else {}
                operation = self._operation("create", key, target, "AddApplication", {**params, **secure})
                operations.append(dataclasses.replace(operation, provides=pending.key))
        return operations

    def _create_scenarios(self) -> t.List[Operation]:
        operations = []
        for key, pending in self._recreated.items():
            target = self._to_revert.get(key)
            if isinstance(target, ScenarioRecord):
                scope = target.application_id
                params: t.Dict[str, t.Any] = {"scenario_name": target.name}
                if target.script:
                    params["scenario_script"] = target.script
                if scope is not None:
                    params["application_id"] = self._new_id("application", scope)
                operation = self._operation("create", key, target, "AddScenario", params)
                operations.append(dataclasses.replace(operation, provides=pending.key))
        return operations

    def _create_rules(self) -> t.List[Operation]:
        """Create deleted rules in the order that they had."""
        operations = []
        for key in sorted((key for key in self._recreated if key[0] == "rule"), key=self._position):
            target = t.cast(RuleRecord, self._to_revert[key])
            params: t.Dict[str, t.Any] = {
                "application_id": self._new_id("application", target.application_id),
                "rule_name": target.name,
                "rule_pattern": target.pattern,
                "rule_pattern_exclude": target.pattern_exclude or None,
                "video_conference": target.video_conference or None,
                "scenario_id": self._bound_ids(target) or None,
            }
            params = {name: value for name, value in params.items() if value is not None}
            operation = self._operation("create", key, target, "AddRule", params)
            operations.append(dataclasses.replace(operation, provides=self._recreated[key].key))
        return operations

    def _order_rules(self) -> t.List[Operation]:
        operations = []
        for key, before in self._to_revert.items():
            if key[0] != "order" or before is None:
                continue
            shown = [
                rule_id
                for rule_id in t.cast(t.Tuple[Id, ...], self._shown.get(key, ()))
                if self._to_revert.get(("rule", rule_id), True) is not None
            ]
            desired = [self._new_id("rule", rule_id) for rule_id in t.cast(t.Tuple[Id, ...], before)]
            created = [rule_id for rule_id in desired if isinstance(rule_id, PendingId)]
            present = [*shown, *created]
            desired = [rule_id for rule_id in desired if rule_id in present]
            desired += [rule_id for rule_id in present if rule_id not in desired]
            if desired != present:
                application_id = self._new_id("application", key[1])
                params = {"rule_id": tuple(desired)}
                operation = Operation(
                    "reorder", "application", self._application_name(key[1]) or "", "ReorderRules", params
                )
                operations.append(dataclasses.replace(operation, application_id=application_id))
        return operations

    # Helpers

    def _changed_rules(self) -> t.Iterator[t.Tuple[Key, RuleRecord, RuleRecord]]:
        """Return the rules that exist before and now: key, record before, record now."""
        for key, target in self._to_revert.items():
            shown = self._shown.get(key)
            if isinstance(target, RuleRecord) and isinstance(shown, RuleRecord):
                yield key, target, shown

    def _bound_ids(self, rule: RuleRecord) -> t.Tuple[Id, ...]:
        """Return the ids of the scenarios that a rule ran, as far as they exist or are created again."""
        ids = [self._new_id("scenario", scenario_id) for scenario_id in rule.scenario_ids]
        return tuple(found for found in ids if isinstance(found, PendingId) or ("scenario", found) in self._shown)

    def _new_id(self, kind: str, object_id: Id) -> Id:
        """Return the id that an object will have."""
        return self._recreated.get((kind, object_id), object_id)

    def _position(self, key: Key) -> int:
        rule = t.cast(RuleRecord, self._to_revert[key])
        order = self._history.first(("order", rule.application_id)) or ()
        return list(t.cast(t.Tuple[Id, ...], order)).index(key[1])

    def _bind_operation(self, action: str, key: Key, rule: RuleRecord, scenario_ids: t.Tuple[Id, ...]) -> Operation:
        params = {
            "scenario_id": scenario_ids,
            "rule_id": key[1],
            "application_id": rule.application_id,
            "bind": action == "bind",
        }
        return self._operation(action, key, rule, "BindScenario", params)

    def _operation(
        self, action: str, key: Key, record: Record, method: str, params: t.Mapping[str, t.Any]
    ) -> Operation:
        scope = getattr(record, "application_id", None)
        application = None if scope is None else self._application_name(scope)
        name = getattr(record, "name", "")
        scope_id = None if scope is None else self._new_id("application", scope)
        return Operation(action, key[0], name, method, params, application=application, application_id=scope_id)

    def _application_name(self, application_id: Id) -> t.Optional[str]:
        record = self._history.first(("application", application_id)) or self._shown.get(
            ("application", application_id)
        )
        return record.name if isinstance(record, ApplicationRecord) else None

    def _display_name(self, key: Key) -> str:
        kind, object_id = key
        if kind == "order":
            return f"order of the rules of {self._application_name(object_id)}"
        record = self._shown.get(key) or self._history.first(key) or self._history.last(key)
        scope = getattr(record, "application_id", None)
        application = None if scope is None else self._application_name(scope)
        name = getattr(record, "name", "")
        return f"{kind} {application}/{name}" if application else f"{kind} {name}"

    def _resolve_record(self, record: t.Optional[Record]) -> t.Optional[Record]:
        """Return a record with the ids that were found for pending ones."""
        if isinstance(record, tuple):
            return tuple(self._resolve(found) for found in record)
        if isinstance(record, RuleRecord):
            scenario_ids = tuple(self._resolve(found) for found in record.scenario_ids)
            application_id = self._resolve(record.application_id)
            return dataclasses.replace(record, application_id=application_id, scenario_ids=scenario_ids)
        return record

    def _resolve(self, object_id: Id) -> Id:
        return self._ids.get(object_id, object_id) if isinstance(object_id, PendingId) else object_id


def is_named(record: Record, name: str) -> bool:
    """Return whether a record is that of a scenario with this name."""
    return isinstance(record, ScenarioRecord) and record.name == name
