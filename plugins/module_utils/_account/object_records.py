# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Records of phone numbers, secrets and users, and what operations do to them."""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.response import ApiObject
from .._objects.models import Id, PendingId, require_id
from .._objects.resources import PhoneNumber, Secret, User

if t.TYPE_CHECKING:
    from .._plan.operations import Operation
    from .records import History


@dataclasses.dataclass(frozen=True)
class PhoneNumberRecord:
    """A phone number; the name is its digits.

    :arg application_id: None if the number is not bound
    """

    name: str
    application_id: t.Optional[Id] = None
    rule_id: t.Optional[Id] = None
    sms_enabled: bool = False
    incoming_sms_callback_url: str = ""

    @classmethod
    def of(cls, number: PhoneNumber) -> PhoneNumberRecord:
        """Return the record of a phone number."""
        return cls(
            number.phone_number,
            number.application_id,
            number.rule_id,
            number.is_sms_enabled,
            number.incoming_sms_callback_url,
        )

    def unbound(self) -> PhoneNumberRecord:
        """Return the record of the number once it is not bound any more."""
        return dataclasses.replace(self, application_id=None, rule_id=None)


@dataclasses.dataclass(frozen=True)
class SecretRecord:
    """A secret.

    :arg value: None if it is not known; backups and reports leave it out
    :arg is_modified: whether it has changed since it was created
    """

    name: str
    application_id: Id
    description: str = ""
    value: t.Optional[str] = dataclasses.field(default=None, repr=False)
    is_modified: bool = dataclasses.field(default=False, repr=False, compare=False)

    @classmethod
    def of(cls, secret: Secret, value: t.Optional[str] = None) -> SecretRecord:
        """Return the record of a secret."""
        is_modified = bool(secret.created) and secret.modified > secret.created
        return cls(secret.secret_name, require_id(secret.application_id), secret.description, value, is_modified)

    def is_equal(self, shown: SecretRecord) -> bool:
        """Return whether another record has the same attributes; a value that is not known does not matter."""
        is_known = None not in (self.value, shown.value)
        return self == (shown if is_known else dataclasses.replace(shown, value=self.value))


@dataclasses.dataclass(frozen=True)
class UserRecord:
    """A user, without the password.

    :arg active: None if the platform chooses
    :arg parent_accounting: None if the platform chooses
    """

    name: str
    application_id: Id
    display_name: str = ""
    active: t.Optional[bool] = None
    parent_accounting: t.Optional[bool] = None
    custom_data: str = ""

    @classmethod
    def of(cls, user: User) -> UserRecord:
        """Return the record of a user."""
        return cls(
            user.user_name,
            require_id(user.application_id),
            user.user_display_name,
            user.user_active,
            user.parent_accounting,
            user.user_custom_data,
        )


ObjectRecord = t.Union[PhoneNumberRecord, SecretRecord, UserRecord]
ObjectKey = t.Tuple[str, Id]


def assigned_id(operation: Operation, response: t.Optional[ApiObject], field: str) -> Id:
    """Return the id that an operation assigns; without one in a response, it is pending."""
    value = None if response is None else response.optional_integer(field)
    return PendingId(operation.provides, field) if value is None else value


PARAMETERS: t.Dict[str, t.Dict[str, str]] = {
    "SetApplicationInfo": {"name": "application_name", "secure_record_storage": "secure_record_storage"},
    "SetScenarioInfo": {"name": "scenario_name", "script": "scenario_script"},
    "SetRuleInfo": {
        "name": "rule_name",
        "pattern": "rule_pattern",
        "pattern_exclude": "rule_pattern_exclude",
        "video_conference": "video_conference",
    },
    "SetSecretInfo": {"name": "new_secret_name", "description": "description", "value": "secret_value"},
    "SetUserInfo": {
        "name": "new_user_name",
        "display_name": "user_display_name",
        "active": "user_active",
        "parent_accounting": "parent_accounting",
        "custom_data": "user_custom_data",
    },
}
"""The parameters of the methods that change objects, by attribute of a record."""


def set_object(history: History, operation: Operation, _response: t.Optional[ApiObject]) -> None:
    """Record that attributes of an object change."""
    params = operation.params
    key: ObjectKey = (operation.object, params[f"{operation.object}_id"])
    history.put(key, dataclasses.replace(history.get(key), **_changes(operation.method, params)))
    if "bind_key_id" in params:
        history.with_new_key[key] = params["bind_key_id"]
    if "secret_value" in params:
        history.with_new_value.add(key)


def delete_object(history: History, operation: Operation, _response: t.Optional[ApiObject]) -> None:
    """Record that an object is deleted, and nothing else with it."""
    history.put((operation.object, operation.params[f"{operation.object}_id"]), None)


def _changes(method: str, params: t.Mapping[str, t.Any]) -> t.Dict[str, t.Any]:
    return {field: params[name] for field, name in PARAMETERS[method].items() if name in params}


def _add_secret(history: History, operation: Operation, response: t.Optional[ApiObject]) -> None:
    params = operation.params
    record = SecretRecord(
        params["secret_name"], params["application_id"], params.get("description", ""), params.get("secret_value")
    )
    key: ObjectKey = ("secret", assigned_id(operation, response, "secret_id"))
    history.put(key, record)
    history.with_new_value.add(key)


def _add_user(history: History, operation: Operation, response: t.Optional[ApiObject]) -> None:
    params = operation.params
    record = UserRecord(params["user_name"], t.cast(Id, operation.application_id), **_changes("SetUserInfo", params))
    history.put(("user", assigned_id(operation, response, "user_id")), record)


def _bind_number(history: History, operation: Operation, _response: t.Optional[ApiObject]) -> None:
    params = operation.params
    key: ObjectKey = ("phone_number", params["phone_id"])
    record: PhoneNumberRecord = history.get(key).unbound()
    if params["bind"]:
        record = dataclasses.replace(record, application_id=params["application_id"], rule_id=params.get("rule_id"))
    history.put(key, record)


def _set_number(history: History, operation: Operation, _response: t.Optional[ApiObject]) -> None:
    key: ObjectKey = ("phone_number", operation.params["phone_id"])
    url = operation.params["incoming_sms_callback_url"]
    history.put(key, dataclasses.replace(history.get(key), incoming_sms_callback_url=url))


def _control_sms(history: History, operation: Operation, _response: t.Optional[ApiObject]) -> None:
    key = history.key_of_number(operation.params["phone_number"])
    is_enabled = operation.params["command"] == "enable"
    history.put(key, dataclasses.replace(history.get(key), sms_enabled=is_enabled))


OBJECT_REPLAYS: t.Dict[str, t.Callable[[History, Operation, t.Optional[ApiObject]], None]] = {
    "AddSecret": _add_secret,
    "SetSecretInfo": set_object,
    "DelSecret": delete_object,
    "AddUser": _add_user,
    "SetUserInfo": set_object,
    "DelUser": delete_object,
    "BindPhoneNumberToApplication": _bind_number,
    "SetPhoneNumberInfo": _set_number,
    "ControlSms": _control_sms,
}
