# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""The way back of phone numbers, secrets and users."""

from __future__ import annotations

import typing as t

from .._objects.models import Id
from .._objects.resources import PhoneNumber
from .._plan.operations import Operation
from .._plan.phone_number import NO_RULE, DesiredPhoneNumber, plan_phone_number
from .object_records import PhoneNumberRecord, SecretRecord, UserRecord
from .records import Key
from .reversal import Reversal
from .undo_builder import UndoBuilder


class ObjectUndo(UndoBuilder):
    """Makes the operations that put phone numbers back, and create secrets and users again."""

    def __init__(self, reversal: Reversal) -> None:
        super().__init__(reversal)
        self._numbers = [
            operation
            for key, target, shown in self._changes(PhoneNumberRecord)
            for operation in self._number_operations(key, target, shown)
        ]

    def number_operations(self, kind: str) -> t.List[Operation]:
        """Return the operations on phone numbers with this action or method."""
        return [operation for operation in self._numbers if kind in (operation.action, operation.method)]

    def create_secrets(self) -> t.Iterator[Operation]:
        """Yield the operations that create deleted secrets again (AddSecret)."""
        for key, target, pending in self._deletions(SecretRecord):
            params = {**self._scope(target), "secret_name": target.name, "secret_value": target.value}
            params.update({"description": target.description} if target.description else {})
            yield self._create(key, target, pending, "AddSecret", params)

    def create_users(self) -> t.Iterator[Operation]:
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

    def _number_operations(
        self, key: Key, target: PhoneNumberRecord, shown: PhoneNumberRecord
    ) -> t.Sequence[Operation]:
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
