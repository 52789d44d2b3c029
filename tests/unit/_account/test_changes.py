# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Objects before and after calls, with names instead of ids."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.changes import (
    Change,
    changes_of,
    undeclared_changes,
)
from ansible_collections.voximplant.platform.plugins.module_utils._account.records import (
    History,
    Key,
    Records,
    RuleRecord,
)
from ansible_collections.voximplant.platform.tests.unit.support.recorded import BEFORE, Call, call

KEY = {"name": "KEY", "description": "", "application": "sales"}
RULE = {"name": "second", "pattern": "2", "pattern_exclude": "", "video_conference": False, "application": "sales"}
SECOND = {**RULE, "scenarios": []}
NUMBER = {"name": "101", "sms_enabled": False, "incoming_sms_callback_url": ""}
ON_FIRST = {**NUMBER, "application": "sales", "rule": "first"}
ORDER = {"rules": ["first", "second", "third"]}
NOT_READ: Records = {("rule", 22): RuleRecord("second", 7, "2")}
TIME = "2026-11-26 12:00:00"


def changes(*calls: Call, before: Records | None = None, times: t.Mapping[Key, str] | None = None) -> list[Change]:
    """Return what calls change in an account, by default in that of the other tests."""
    operations = [operation for operation, _response in calls]
    return list(changes_of(History.of(BEFORE if before is None else before, operations), times))


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (
            call("AddSecret", "secret", secret_name="NEW", application_id=1, secret_value="x"),
            Change("secret", "NEW", "sales", None, {**KEY, "name": "NEW", "value": "set"}),
        ),
        (
            call("SetSecretInfo", "secret", secret_id=41, secret_value="x"),
            Change("secret", "KEY", "sales", KEY, {**KEY, "value": "changed"}),
        ),
        (call("DelSecret", "secret", secret_id=41), Change("secret", "KEY", "sales", KEY, None)),
        (
            call("SetRuleInfo", "rule", rule_id=22, rule_name="other"),
            Change("rule", "other", "sales", SECOND, {**SECOND, "name": "other"}),
        ),
        (
            call("SetRuleInfo", "rule", rule_id=22, bind_key_id="key-1"),
            Change("rule", "second", "sales", SECOND, {**SECOND, "bind_key_id": "key-1"}),
        ),
        (
            call("ReorderRules", "application", 1, rule_id=(23, 21, 22)),
            Change("order", "sales", "sales", ORDER, {"rules": ["third", "first", "second"]}),
        ),
        (
            call("BindPhoneNumberToApplication", "phone_number", phone_id=61, bind=False),
            Change("phone_number", "101", None, ON_FIRST, NUMBER),
        ),
    ],
    ids=lambda value: value[0].method if isinstance(value, tuple) else "",
)
def test_change_when_a_call_is_made_then_it_has_all_that_is_known_of_the_object_before_and_after(
    made: Call, expected: Change
) -> None:
    assert changes(made) == [expected]


def test_change_when_an_application_is_created_then_its_order_of_rules_is_named_like_it() -> None:
    made = call("AddApplication", "application", application_name="new")
    assert changes(made) == [
        Change("application", "new", None, None, {"name": "new", "secure_record_storage": False}),
        Change("order", "new", "new", None, {"rules": []}),
    ]


def test_change_when_the_application_was_not_read_then_it_is_named_by_its_id() -> None:
    (change,) = changes(call("SetRuleInfo", "rule", rule_id=22, rule_name="other"), before=NOT_READ)
    assert (change.name, change.application) == ("other", "7")


def test_changes_when_times_are_known_then_each_object_has_its_own() -> None:
    times: dict[Key, str] = {("secret", 41): TIME, ("secret", 42): "2026-01-01 00:00:00"}
    made = [call("DelSecret", "secret", secret_id=41), call("DelUser", "user", user_id=51)]
    assert [change.modified for change in changes(*made, times=times)] == [TIME, ""]
    unread = {**KEY, "name": "UNREAD"}
    assert undeclared_changes(History(BEFORE), [("secret", 41), ("secret", 42)], {("secret", 41): TIME}) == (
        Change("secret", "KEY", "sales", KEY, None, TIME),
        Change("secret", "UNREAD", "sales", unread, None),
    )
