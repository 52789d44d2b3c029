# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plans for one phone number: tables of cases."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api import errors
from ansible_collections.voximplant.platform.plugins.module_utils._objects.resources import PhoneNumber
from ansible_collections.voximplant.platform.plugins.module_utils._plan.operations import Plan
from ansible_collections.voximplant.platform.plugins.module_utils._plan.phone_number import (
    NO_RULE,
    DesiredPhoneNumber,
    PhoneNumberState,
    plan_phone_number,
)

SUPPORT: dict[str, t.Any] = {"application_id": 20, "application_name": "support.acme.voximplant.com"}
SALES: dict[str, t.Any] = {"application_id": 21, "application_name": "sales.acme.voximplant.com"}
INBOUND: dict[str, t.Any] = {"rule_id": 31, "rule_name": "inbound"}
ORDERS: dict[str, t.Any] = {"rule_id": 32, "rule_name": "orders"}
FREE = PhoneNumber(1, "12025550100", is_sms_supported=True)
BOUND = PhoneNumber(1, "12025550100", **SUPPORT, **INBOUND, is_sms_supported=True)
UNBIND = ("unbind", {"phone_id": 1, "application_id": 20, "bind": False})


def plan_of(current: PhoneNumber, **desired: t.Any) -> Plan[PhoneNumberState]:
    """Plan one number."""
    return plan_phone_number(current, DesiredPhoneNumber(**desired))


def bind(application_id: int, rule_id: int | None = None) -> tuple[str, dict[str, t.Any]]:
    """Return a binding as the plan has it."""
    rule = {} if rule_id is None else {"rule_id": rule_id}
    return "bind", {"phone_id": 1, "application_id": application_id, "bind": True, **rule}


CASES: dict[str, tuple[PhoneNumber, dict[str, t.Any], list[tuple[str, dict[str, t.Any]]]]] = {
    "free without a rule": (FREE, SUPPORT, [bind(20)]),
    "free with a rule": (FREE, {**SUPPORT, **INBOUND}, [bind(20, 31)]),
    "free without any rule": (FREE, {**SUPPORT, "rule_id": NO_RULE}, [bind(20)]),
    "rule left alone": (BOUND, SUPPORT, []),
    "same rule": (BOUND, {**SUPPORT, **INBOUND}, []),
    "other rule": (BOUND, {**SUPPORT, **ORDERS}, [bind(20, 32)]),
    "rule removed": (BOUND, {**SUPPORT, "rule_id": NO_RULE}, [UNBIND, bind(20)]),
    "moved": (BOUND, {**SALES, "force": True}, [UNBIND, bind(21)]),
    "moved with a rule": (BOUND, {**SALES, **ORDERS, "force": True}, [UNBIND, bind(21, 32)]),
    "unbound": (BOUND, {"bound": False}, [UNBIND]),
    "unbound from its application": (BOUND, {"bound": False, **SUPPORT}, [UNBIND]),
    "unbound from another": (BOUND, {"bound": False, **SALES}, []),
    "unbound already": (FREE, {"bound": False}, []),
}


@pytest.mark.parametrize("case", CASES)
def test_number_when_bound_or_unbound_then_only_the_difference_is_sent(case: str) -> None:
    current, desired, expected = CASES[case]
    plan = plan_of(current, **desired)
    assert [(operation.action, operation.params) for operation in plan.operations] == expected
    assert {operation.method for operation in plan.operations} <= {"BindPhoneNumberToApplication"}
    assert not plan_of(plan.after.number, **desired).changed


def test_number_when_unbound_then_neither_an_application_nor_a_rule_is_left() -> None:
    assert plan_of(BOUND, bound=False).after.number == FREE


@pytest.mark.parametrize(
    ("desired", "expected"),
    [
        ({"sms_enabled": True}, [("ControlSms", {"phone_number": "12025550100", "command": "enable"})]),
        ({"sms_enabled": False}, []),
        (
            {"incoming_sms_callback_url": "https://a", "sms_enabled": True},
            [
                ("SetPhoneNumberInfo", {"phone_id": 1, "incoming_sms_callback_url": "https://a"}),
                ("ControlSms", {"phone_number": "12025550100", "command": "enable"}),
            ],
        ),
        ({"incoming_sms_callback_url": ""}, []),
    ],
)
def test_number_when_its_sms_settings_differ_then_the_url_comes_first(
    desired: dict[str, t.Any], expected: list[t.Any]
) -> None:
    plan = plan_of(BOUND, **SUPPORT, **desired)
    assert [(operation.method, operation.params) for operation in plan.operations] == expected
    assert not plan_of(plan.after.number, **SUPPORT, **desired).changed


@pytest.mark.parametrize("end", ["\n", "\r", "\x85", "\u2028", "\x1b"])
def test_url_when_it_has_a_line_end_then_it_is_refused(end: str) -> None:
    with pytest.raises(errors.InputError, match="incoming_sms_callback_url contains a line end") as caught:
        DesiredPhoneNumber("12025550100", incoming_sms_callback_url=f"https://x{end}rule: y")
    assert caught.value.field == "incoming_sms_callback_url"
    assert DesiredPhoneNumber("12025550100", incoming_sms_callback_url="").incoming_sms_callback_url == ""


def test_number_when_bound_elsewhere_then_it_moves_with_force_alone() -> None:
    with pytest.raises(errors.ConflictError, match=r"is bound to the application support \(id 20\)") as caught:
        plan_of(BOUND, **SALES)
    assert caught.value.field == "force"
    assert caught.value.advice == "Set force to bind it to another application."
    operations = plan_of(BOUND, **SALES, force=True).operations
    assert [operation.application for operation in operations] == ["support", "sales"]


def test_number_when_it_does_not_support_sms_then_only_a_change_is_refused() -> None:
    mute = PhoneNumber(1, "12025550100", **SUPPORT)
    with pytest.raises(errors.InputError, match="does not support SMS") as caught:
        plan_of(mute, **SUPPORT, sms_enabled=True)
    assert caught.value.field == "sms_enabled"
    assert caught.value.advice == "Remove sms_enabled, or use a number that supports SMS."
    assert not plan_of(mute, **SUPPORT, sms_enabled=False).changed


def test_diff_when_shown_then_it_has_the_names_of_both_sides() -> None:
    plan = plan_of(BOUND, **SALES, **ORDERS, force=True, sms_enabled=True)
    before, after = (state.diff_sections()["attributes"] for state in (plan.before, plan.after))
    assert before.header == "phone number 12025550100 (id 1)"
    assert before.text.splitlines() == [
        "application: support",
        "rule: inbound",
        "incoming_sms_callback_url: ",
        "sms_enabled: false",
    ]
    assert after.text.splitlines()[:2] == ["application: sales", "rule: orders"]
