# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Plan how to put back what a deployment changed: by id, and only where nobody else has changed it since."""

from __future__ import annotations

import dataclasses
import typing as t

from .._objects.models import Id, PendingId
from .._objects.resources import PhoneNumber
from .._plan.operations import Operation, Stages, in_order
from .._plan.phone_number import NO_RULE, DesiredPhoneNumber, plan_phone_number
from .object_records import PhoneNumberRecord, SecretRecord, UserRecord
from .records import ApplicationRecord, History, Key, Records, RuleRecord, ScenarioRecord
from .reversal import Reversal
from .undo_builder import Params, UndoBuilder
from .withheld import NOTHING, Withheld


@dataclasses.dataclass(frozen=True)
class Undo:
    """What puts an account back.

    :arg left_alone: objects that somebody changed since they were written, or that cannot be put back, with the reason
    """

    stages: Stages
    left_alone: t.Tuple[str, ...] = ()

    @property
    def operations(self) -> t.Tuple[Operation, ...]:
        """Return all operations in order."""
        return in_order(self.stages)


def plan_undo(history: History, shown: Records, withheld: Withheld = NOTHING, *, force: bool = False) -> Undo:
    """Plan the way back.

    :arg history: what was written or may have been written; objects whose ids are not known are looked for by content
    :arg shown: what the platform shows now: all applications, rules and scenarios, and other kinds that were written
    :arg withheld: passwords of users that may have to be created again
    :arg force: put back what somebody else has changed, too
    """
    reversal = Reversal(history, shown, withheld, force=force)
    return Undo(_AccountUndo(reversal).stages(), tuple(dict.fromkeys(reversal.left_alone)))


class _AccountUndo(UndoBuilder):
    def __init__(self, reversal: Reversal) -> None:
        super().__init__(reversal)
        self._numbers = [
            operation
            for key, target, shown in self._changes(PhoneNumberRecord)
            for operation in self._put_number_back(key, target, shown)
        ]

    def stages(self) -> Stages:
        """Return the operations: what was added goes first, so that its names are free again."""
        stages = (
            self._operations_on_numbers("unbind"),
            self._rebind("unbind"),
            self._delete(RuleRecord, "DelRule"),
            self._delete(ScenarioRecord, "DelScenario"),
            self._delete(SecretRecord, "DelSecret"),
            self._delete(UserRecord, "DelUser"),
            self._delete(ApplicationRecord, "DelApplication"),
            self._update(ApplicationRecord, "SetApplicationInfo"),
            self._update(ScenarioRecord, "SetScenarioInfo"),
            self._create_applications(),
            self._update(SecretRecord, "SetSecretInfo"),
            self._update(UserRecord, "SetUserInfo"),
            self._create_secrets(),
            self._create_users(),
            self._create_scenarios(),
            self._update(RuleRecord, "SetRuleInfo"),
            *((operation,) for operation in self._create_rules()),
            self._rebind("bind"),
            self._order_scenarios(),
            self._order_rules(),
            self._operations_on_numbers("bind"),
            self._operations_on_numbers("SetPhoneNumberInfo"),
            self._operations_on_numbers("ControlSms"),
        )
        return tuple(stage for stage in map(tuple, stages) if stage)

    def _rebind(self, action: str) -> t.Iterator[Operation]:
        """Yield operations that unbind scenarios a rule did not run before, or bind those it ran (BindScenario)."""
        is_bind = action == "bind"
        for key, target, shown in self._changes(RuleRecord):
            before, now = self._reversal.bound_ids(target), shown.scenario_ids
            rule, has, lacks = (target, before, now) if is_bind else (shown, now, before)
            ids = tuple(scenario_id for scenario_id in has if scenario_id not in lacks)
            if ids:
                params = {"scenario_id": ids, "rule_id": key[1], "application_id": rule.application_id, "bind": is_bind}
                yield self._operation(action, key, rule, "BindScenario", params)

    def _order_scenarios(self) -> t.Iterator[Operation]:
        for key, target, shown in self._changes(RuleRecord):
            desired = self._reversal.bound_ids(target)
            kept = [bound for bound in shown.scenario_ids if bound in desired]
            if desired != (*kept, *(bound for bound in desired if bound not in kept)):
                params = {"rule_id": key[1], "scenario_id": desired}
                yield self._operation("reorder", key, target, "ReorderScenarios", params)

    def _create_applications(self) -> t.Iterator[Operation]:
        for key, target, pending in self._deletions(ApplicationRecord):
            params: Params = {"application_name": target.name}
            if target.secure_record_storage:
                params["secure_record_storage"] = True
            yield self._create(key, target, pending, "AddApplication", params)

    def _create_scenarios(self) -> t.Iterator[Operation]:
        for key, target, pending in self._deletions(ScenarioRecord):
            params: Params = {"scenario_name": target.name}
            if target.script:
                params["scenario_script"] = target.script
            if target.application_id is not None:
                params["application_id"] = self._reversal.new_id("application", target.application_id)
            yield self._create(key, target, pending, "AddScenario", params)

    def _create_rules(self) -> t.Iterator[Operation]:
        """Yield operations that create deleted rules in the order that they had."""
        for key, target, pending in sorted(self._deletions(RuleRecord), key=lambda found: self._position(*found[:2])):
            params: Params = {
                **self._scope(target),
                "rule_name": target.name,
                "rule_pattern": target.pattern,
                "rule_pattern_exclude": target.pattern_exclude or None,
                "video_conference": target.video_conference or None,
                "scenario_id": self._reversal.bound_ids(target) or None,
            }
            params = {name: value for name, value in params.items() if value is not None}
            yield self._create(key, target, pending, "AddRule", params)

    def _order_rules(self) -> t.Iterator[Operation]:
        for key, before in self._targets.items():
            if not isinstance(before, tuple):
                continue
            application_id = self._reversal.new_id("application", key[1])
            shown = t.cast(t.Tuple[Id, ...], self._shown.get(("order", application_id), ()))
            desired = [self._reversal.new_id("rule", rule_id) for rule_id in before]
            created = [rule_id for rule_id in desired if isinstance(rule_id, PendingId)]
            present = [*(rule_id for rule_id in shown if not self._is_deleted(("rule", rule_id))), *created]
            desired = [rule_id for rule_id in desired if rule_id in present]
            for index, rule_id in enumerate(present):
                if rule_id not in desired:  # somebody added it: it stays behind the rule that it is behind
                    desired.insert(desired.index(present[index - 1]) + 1 if index else 0, rule_id)
            if desired != present:
                name, params = self._reversal.application_name(key[1]) or "", {"rule_id": tuple(desired)}
                yield Operation("reorder", "application", name, "ReorderRules", params, application_id=application_id)

    def _position(self, key: Key, rule: RuleRecord) -> int:
        order = self._reversal.history.first(("order", rule.application_id)) or ()
        return list(t.cast(t.Tuple[Id, ...], order)).index(key[1])

    def _operations_on_numbers(self, kind: str) -> t.List[Operation]:
        """Return the operations on phone numbers with this action or method."""
        return [operation for operation in self._numbers if kind in (operation.action, operation.method)]

    def _create_secrets(self) -> t.Iterator[Operation]:
        """Yield the operations that create deleted secrets again (AddSecret)."""
        for key, target, pending in self._deletions(SecretRecord):
            params = {**self._scope(target), "secret_name": target.name, "secret_value": target.value}
            params.update({"description": target.description} if target.description else {})
            yield self._create(key, target, pending, "AddSecret", params)

    def _create_users(self) -> t.Iterator[Operation]:
        """Yield the operations that create deleted users again (AddUser)."""
        for key, target, pending in self._deletions(UserRecord):
            params = {
                **self._scope(target),
                "user_name": target.name,
                "user_password": self._reversal.password(key),
                "user_display_name": target.display_name or target.name,
                "user_active": target.active,
                "parent_accounting": target.parent_accounting,
            }
            params.update({"user_custom_data": target.custom_data} if target.custom_data else {})
            yield self._create(key, target, pending, "AddUser", params)

    def _put_number_back(self, key: Key, target: PhoneNumberRecord, shown: PhoneNumberRecord) -> t.Sequence[Operation]:
        """Return the operations that bind a number where it was, with the SMS settings that it had."""
        number = PhoneNumber(
            t.cast(int, key[1]),
            shown.name,
            shown.application_id,
            self._application_name(shown.application_id),
            shown.rule_id,
            is_sms_supported=True,
            is_sms_enabled=shown.sms_enabled,
            incoming_sms_callback_url=shown.incoming_sms_callback_url,
        )
        first: t.Tuple[Operation, ...] = ()
        if shown.rule_id is not None and self._is_deleted(("rule", shown.rule_id)):
            plan = plan_phone_number(number, DesiredPhoneNumber(bound=False))
            first, number = plan.operations, plan.after.number
        scope, rule_id = target.application_id, target.rule_id
        keeps_rule = self._reversal.exists("rule", rule_id)
        desired = DesiredPhoneNumber(
            application_id=None if scope is None else self._reversal.new_id("application", scope),
            application_name=self._application_name(scope) or "",
            rule_id=self._reversal.new_id("rule", t.cast(Id, rule_id)) if keeps_rule else NO_RULE,
            sms_enabled=target.sms_enabled,
            incoming_sms_callback_url=target.incoming_sms_callback_url,
            bound=scope is not None,
            force=True,
        )
        return (*first, *plan_phone_number(number, desired).operations)
