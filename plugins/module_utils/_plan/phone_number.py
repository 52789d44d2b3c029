# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Plan one phone number: what it is bound to, and its SMS settings. Numbers are neither bought nor released."""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.errors import ConflictError, InputError
from .._api.option_values import refuse_empty
from .._objects.models import Id, short_name_of
from .._objects.resources import PhoneNumber
from .operations import DiffSection, Operation, Plan, in_sequence

NO_RULE = 0


@dataclasses.dataclass(frozen=True)
class DesiredPhoneNumber:
    """A phone number as a task or a manifest describes it; C(None) leaves a field unchanged.

    :arg phone_number: its digits in a manifest, without a plus sign; a task selects the number by itself
    :arg application_id: the application to bind the number to; to unbind, C(None) stands for any
    :arg application_name: full name of that application
    :arg rule_id: the rule of that application to bind the number to; C(NO_RULE) binds it without a rule
    :arg rule_name: name of that rule; C(None) keeps the rule that the number has in this application
    :arg bound: whether to bind or unbind the number
    :arg force: bind the number even if it is bound to another application
    """

    phone_number: str = ""
    application_id: t.Optional[Id] = None
    application_name: str = ""
    rule_id: t.Optional[Id] = None
    rule_name: t.Optional[str] = None
    sms_enabled: t.Optional[bool] = None
    incoming_sms_callback_url: t.Optional[str] = None
    bound: bool = True
    force: bool = False

    def __post_init__(self) -> None:
        refuse_empty(vars(self), "rule_name")
        check_callback_url(self.incoming_sms_callback_url)


@dataclasses.dataclass(frozen=True)
class PhoneNumberState:
    """A phone number, its binding and its settings."""

    number: PhoneNumber

    def as_result(self) -> t.Dict[str, t.Any]:
        """Return the values that the task returns."""
        return {"phone_number": self.number.as_result()}

    def diff_sections(self) -> t.Mapping[str, DiffSection]:
        """Return what can be changed, one attribute a line."""
        number = self.number
        lines = [
            f"application: {short_name_of(number.application_name or '')}",
            f"rule: {number.rule_name or ''}",
            f"incoming_sms_callback_url: {number.incoming_sms_callback_url}",
            f"sms_enabled: {str(number.is_sms_enabled).lower()}",
        ]
        return {"attributes": DiffSection.of_lines(str(number), lines)}


def check_callback_url(url: t.Optional[str]) -> None:
    """Refuse a URL with a line end or another control character.

    :raises InputError: if there is one
    """
    if url is not None and not url.isprintable():
        field = "incoming_sms_callback_url"
        raise InputError(f"{field} contains a line end or another control character.", field=field)


def plan_phone_number(current: PhoneNumber, desired: DesiredPhoneNumber) -> Plan[PhoneNumberState]:
    """Plan one phone number.

    :raises VoximplantError: if the desired state cannot be reached
    """
    after, operations = _bind(current, desired) if desired.bound else _unbind(current, desired)
    after, settings = _change_sms(after, desired)
    return Plan(PhoneNumberState(current), PhoneNumberState(after), in_sequence((*operations, *settings)))


def _unbind_number(number: PhoneNumber) -> Operation:
    """Return the operation that unbinds a number from its application and rule (BindPhoneNumberToApplication)."""
    params = {"phone_id": number.phone_id, "application_id": number.application_id, "bind": False}
    return _operation("unbind", number, "BindPhoneNumberToApplication", params)


def _bind(current: PhoneNumber, desired: DesiredPhoneNumber) -> t.Tuple[PhoneNumber, t.Tuple[Operation, ...]]:
    """Plan to bind the number to the desired application and rule, unless it is already.

    It is unbound first if it would move to another application or lose its rule: whether the platform replaces such a
    binding, refuses the call or keeps the rule is not documented.
    """
    is_elsewhere = current.application_id not in (None, desired.application_id)
    if is_elsewhere and not desired.force:
        raise ConflictError(
            f"{current} is bound to the application {short_name_of(current.application_name or '')} "
            f"(id {current.application_id}).",
            field="force",
            advice="Set force to bind it to another application.",
        )
    after = dataclasses.replace(
        current, application_id=desired.application_id, application_name=desired.application_name
    )
    if desired.rule_id is not None or is_elsewhere:
        has_rule = desired.rule_id not in (None, NO_RULE)
        rule_id, rule_name = (desired.rule_id, desired.rule_name) if has_rule else (None, None)
        after = dataclasses.replace(after, rule_id=rule_id, rule_name=rule_name)
    if (after.application_id, after.rule_id) == (current.application_id, current.rule_id):
        return current, ()
    loses_rule = current.rule_id is not None and after.rule_id is None
    params = {"phone_id": current.phone_id, "application_id": after.application_id, "bind": True}
    if after.rule_id is not None:
        params["rule_id"] = after.rule_id
    bind = _operation("bind", after, "BindPhoneNumberToApplication", params)
    return after, ((_unbind_number(current), bind) if is_elsewhere or loses_rule else (bind,))


def _unbind(current: PhoneNumber, desired: DesiredPhoneNumber) -> t.Tuple[PhoneNumber, t.Tuple[Operation, ...]]:
    """Plan to unbind the number, unless it is not bound, or bound to another application than the task names."""
    if current.application_id is None or desired.application_id not in (None, current.application_id):
        return current, ()
    after = dataclasses.replace(current, application_id=None, application_name=None, rule_id=None, rule_name=None)
    return after, (_unbind_number(current),)


def _change_sms(current: PhoneNumber, desired: DesiredPhoneNumber) -> t.Tuple[PhoneNumber, t.Tuple[Operation, ...]]:
    """Plan to change the callback URL before SMS is enabled, so that no message is lost.

    SetPhoneNumberInfo, ControlSms.
    """
    operations = []
    after = current
    url = desired.incoming_sms_callback_url
    if url not in (None, current.incoming_sms_callback_url):
        after = dataclasses.replace(after, incoming_sms_callback_url=url)
        params: t.Dict[str, t.Any] = {"phone_id": current.phone_id, "incoming_sms_callback_url": url}
        operations.append(_operation("update", after, "SetPhoneNumberInfo", params))
    if desired.sms_enabled not in (None, current.is_sms_enabled):
        if not current.is_sms_supported:
            raise InputError(
                f"{current} does not support SMS.",
                field="sms_enabled",
                advice="Remove sms_enabled, or use a number that supports SMS.",
            )
        after = dataclasses.replace(after, is_sms_enabled=bool(desired.sms_enabled))
        params = {"phone_number": current.phone_number, "command": "enable" if desired.sms_enabled else "disable"}
        operations.append(_operation("update", after, "ControlSms", params))
    return after, tuple(operations)


def _operation(action: str, number: PhoneNumber, method: str, params: t.Mapping[str, t.Any]) -> Operation:
    application = short_name_of(number.application_name) if number.application_name else None
    return Operation(
        action,
        "phone_number",
        number.phone_number,
        method,
        params,
        application=application,
        application_id=number.application_id,
    )
