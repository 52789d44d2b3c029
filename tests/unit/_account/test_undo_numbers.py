# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The way back of phone numbers: their bindings and SMS settings."""

from __future__ import annotations

import dataclasses

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.object_records import PhoneNumberRecord
from ansible_collections.voximplant.platform.plugins.module_utils._account.records import RuleRecord
from ansible_collections.voximplant.platform.plugins.module_utils._plan.operations import Operation
from ansible_collections.voximplant.platform.tests.unit.support.ways_back import Changes, changed, op, stages, undo

NUMBER = PhoneNumberRecord("1202", 1, 21, sms_enabled=True, incoming_sms_callback_url="https://a.test")
UNBOUND = NUMBER.unbound()
UNRULED = dataclasses.replace(NUMBER, rule_id=None)
NEW_RULE: Changes = {("rule", 24): RuleRecord("new", 1, "4"), ("order", 1): (21, 22, 24)}


def unbind(scope: int) -> Operation:
    """Return the operation that unbinds the number from an application."""
    params = {"phone_id": 71, "application_id": scope, "bind": False}
    return op("unbind phone_number 1202", "BindPhoneNumberToApplication", params, scope)


def bind(scope: int = 1, **rule: int) -> Operation:
    """Return the operation that binds the number."""
    params = {"phone_id": 71, "application_id": scope, "bind": True, **rule}
    return op("bind phone_number 1202", "BindPhoneNumberToApplication", params, scope)


def callback(url: str) -> Operation:
    """Return the operation that sets the callback URL of the number."""
    params = {"phone_id": 71, "incoming_sms_callback_url": url}
    return op("update phone_number 1202", "SetPhoneNumberInfo", params)


def sms(command: str, scope: int | None = 1) -> Operation:
    """Return the operation that enables or disables SMS of the number."""
    return op("update phone_number 1202", "ControlSms", {"phone_number": "1202", "command": command}, scope)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (NUMBER, dataclasses.replace(NUMBER, application_id=2, rule_id=31), [unbind(2), bind(rule_id=21)]),
        (NUMBER, dataclasses.replace(NUMBER, rule_id=22), [bind(rule_id=21)]),
        (UNBOUND, NUMBER, [unbind(1)]),
        (UNBOUND, dataclasses.replace(NUMBER, application_id=2, rule_id=None), [unbind(2)]),
        (UNRULED, NUMBER, [unbind(1), bind()]),
        (NUMBER, dataclasses.replace(NUMBER, sms_enabled=False), [sms("enable")]),
        (NUMBER, dataclasses.replace(NUMBER, incoming_sms_callback_url=""), [callback("https://a.test")]),
        (
            dataclasses.replace(NUMBER, sms_enabled=False, incoming_sms_callback_url=""),
            NUMBER,
            [callback(""), sms("disable")],
        ),
    ],
)
def test_undo_when_a_number_was_changed_then_it_is_bound_where_it_was_and_has_the_settings_it_had(
    before: PhoneNumberRecord, after: PhoneNumberRecord, expected: list[Operation]
) -> None:
    plan = undo(changed({("phone_number", 71): before}), changed({("phone_number", 71): after}))
    assert plan.stages == stages(*expected)


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (NUMBER, [bind(rule_id=21)]),
        (UNRULED, [bind()]),
        (dataclasses.replace(NUMBER, application_id=2, rule_id=31), [bind(2, rule_id=31)]),
        (dataclasses.replace(UNBOUND, sms_enabled=False), [sms("disable", None)]),
    ],
)
def test_undo_when_a_number_is_bound_to_a_new_rule_then_it_is_unbound_before_the_rule_is_deleted(
    before: PhoneNumberRecord, expected: list[Operation]
) -> None:
    after = changed({**NEW_RULE, ("phone_number", 71): dataclasses.replace(NUMBER, rule_id=24)})
    plan = undo(changed({("phone_number", 71): before}), after)
    assert plan.stages == stages(unbind(1), op("delete rule new", "DelRule", {"rule_id": 24}), *expected)


def test_undo_when_the_rule_of_a_number_cannot_come_back_then_the_number_is_bound_without_a_rule() -> None:
    deleted: Changes = {("phone_number", 71): UNBOUND, ("rule", 21): None, ("order", 1): (22,)}
    since: Changes = {("rule", 29): RuleRecord("inbound", 1, "8"), ("order", 1): (22, 29)}
    plan = undo(changed({("phone_number", 71): NUMBER}), changed(deleted), since)
    assert plan.stages == stages(bind())
    assert plan.left_alone == (
        "rule sales/inbound (another rule has its name now)",
        "phone_number 1202 (its rule no longer exists)",
    )
