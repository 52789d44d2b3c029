# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""The way back of phone numbers, secrets and users."""

from __future__ import annotations

import dataclasses
import typing as t

from .._objects.models import Id, PendingId
from .._objects.resources import PhoneNumber
from .._plan.operations import Operation
from .._plan.phone_number import NO_RULE, DesiredPhoneNumber, plan_phone_number, unbind_number
from .object_records import PhoneNumberRecord, SecretRecord, UserRecord
from .records import Key
from .reversal import Reversal

Params = t.Dict[str, t.Any]
R = t.TypeVar("R", PhoneNumberRecord, SecretRecord, UserRecord)

_SECRET_PARAMS = {"name": "new_secret_name", "description": "description", "value": "secret_value"}
_USER_PARAMS = {
    "name": "new_user_name",
    "display_name": "user_display_name",
    "active": "user_active",
    "parent_accounting": "parent_accounting",
    "custom_data": "user_custom_data",
}


class ObjectUndo:
    """Makes the operations that put phone numbers, secrets and users back."""

    def __init__(self, reversal: Reversal) -> None:
        self._reversal = reversal
        self._numbers = [
            operation
            for key, target, shown in self._changed(PhoneNumberRecord)
            for operation in self._number_operations(key, target, shown)
        ]

    def number_operations(self, kind: str) -> t.List[Operation]:
        """Return the operations on phone numbers with this action or method."""
        return [operation for operation in self._numbers if kind in (operation.action, operation.method)]

    def delete_secrets(self) -> t.List[Operation]:
        """Delete the secrets that were created (DelSecret)."""
        return [
            self._operation("delete", key, shown, "DelSecret", {"secret_id": key[1], **self._scope(shown)})
            for key, shown in self._created(SecretRecord)
        ]

    def delete_users(self) -> t.List[Operation]:
        """Delete the users that were created (DelUser)."""
        return [
            self._operation("delete", key, shown, "DelUser", {"user_id": key[1]})
            for key, shown in self._created(UserRecord)
        ]

    def update_secrets(self) -> t.List[Operation]:
        """Put names, descriptions and values back (SetSecretInfo)."""
        operations = []
        for key, target, shown in self._changed(SecretRecord):
            params = _differing(target, shown, _SECRET_PARAMS)
            if params:
                action = "rename" if "new_secret_name" in params else "update"
                params = {"secret_id": key[1], **self._scope(target), **params}
                operations.append(self._operation(action, key, target, "SetSecretInfo", params))
        return operations

    def update_users(self) -> t.List[Operation]:
        """Put the attributes of users back (SetUserInfo)."""
        operations = []
        for key, target, shown in self._changed(UserRecord):
            params = _differing(target, shown, _USER_PARAMS)
            if params:
                action = "rename" if "new_user_name" in params else "update"
                operations.append(self._operation(action, key, target, "SetUserInfo", {"user_id": key[1], **params}))
        return operations

    def create_secrets(self) -> t.List[Operation]:
        """Create deleted secrets again (AddSecret)."""
        operations = []
        for key, target, pending in self._deleted(SecretRecord):
            params = {**self._scope(target), "secret_name": target.name, "secret_value": target.value}
            params.update({"description": target.description} if target.description else {})
            operation = self._operation("create", key, target, "AddSecret", params)
            operations.append(dataclasses.replace(operation, provides=pending.key))
        return operations

    def create_users(self) -> t.List[Operation]:
        """Create deleted users again (AddUser)."""
        operations = []
        for key, target, pending in self._deleted(UserRecord):
            params = {
                **self._scope(target),
                "user_name": target.name,
                "user_password": self._reversal.password(key),
                "user_display_name": target.display_name or target.name,
                "user_active": target.active,
                "parent_accounting": target.parent_accounting,
            }
            params.update({"user_custom_data": target.custom_data} if target.custom_data else {})
            operation = self._operation("create", key, target, "AddUser", params)
            operations.append(dataclasses.replace(operation, provides=pending.key))
        return operations

    def _number_operations(
        self, key: Key, target: PhoneNumberRecord, shown: PhoneNumberRecord
    ) -> t.Sequence[Operation]:
        """Bind a number where it was, with the SMS settings that it had."""
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
        first: t.List[Operation] = []
        if shown.application_id is not None and self._is_deleted("rule", shown.rule_id):
            first = [unbind_number(number)]
            number = dataclasses.replace(number, application_id=None, application_name=None, rule_id=None)
        scope, rule_id = target.application_id, target.rule_id
        keeps_rule = rule_id is not None and self._reversal.exists("rule", rule_id)
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

    def _is_deleted(self, kind: str, object_id: t.Optional[Id]) -> bool:
        """Return whether the way back deletes an object."""
        return object_id is not None and self._reversal.targets.get((kind, object_id), True) is None

    def _changed(self, kind: t.Type[R]) -> t.Iterator[t.Tuple[Key, R, R]]:
        """Yield the objects that exist before and now: key, record before, record now."""
        for key, target in self._reversal.targets.items():
            shown = self._reversal.shown.get(key)
            if isinstance(target, kind) and isinstance(shown, kind):
                yield key, target, shown

    def _created(self, kind: t.Type[R]) -> t.Iterator[t.Tuple[Key, R]]:
        """Yield the objects that did not exist before."""
        for key, target in self._reversal.targets.items():
            shown = self._reversal.shown.get(key)
            if target is None and isinstance(shown, kind):
                yield key, shown

    def _deleted(self, kind: t.Type[R]) -> t.Iterator[t.Tuple[Key, R, PendingId]]:
        """Yield the objects to create again, with the pending ids that they will have."""
        for key, new_id in self._reversal.recreated.items():
            target = self._reversal.targets.get(key)
            if isinstance(new_id, PendingId) and isinstance(target, kind):
                yield key, target, new_id

    def _scope(self, record: t.Union[SecretRecord, UserRecord]) -> Params:
        return {"application_id": self._reversal.new_id("application", record.application_id)}

    def _application_name(self, application_id: t.Optional[Id]) -> t.Optional[str]:
        return None if application_id is None else self._reversal.application_name(application_id)

    def _operation(
        self, action: str, key: Key, record: t.Union[SecretRecord, UserRecord], method: str, params: Params
    ) -> Operation:
        scope = self._reversal.new_id("application", record.application_id)
        application = self._application_name(record.application_id)
        return Operation(action, key[0], record.name, method, params, application=application, application_id=scope)


def _differing(target: R, shown: R, names: t.Mapping[str, str]) -> Params:
    """Return the attributes that differ and are known, as parameters."""
    values = {field: getattr(target, field) for field in names}
    return {
        names[field]: value for field, value in values.items() if value is not None and value != getattr(shown, field)
    }
