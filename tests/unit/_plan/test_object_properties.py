# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Properties of every plan of a phone number, a secret and a user, whatever is there and whatever is desired."""

from __future__ import annotations

import dataclasses
import typing as t

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import VoximplantError
from ansible_collections.voximplant.platform.plugins.module_utils._apply.read_secret import read_secret_state
from ansible_collections.voximplant.platform.plugins.module_utils._objects.phone_numbers import list_phone_numbers
from ansible_collections.voximplant.platform.plugins.module_utils._objects.users import list_users
from ansible_collections.voximplant.platform.plugins.module_utils._plan import phone_number, secret, user
from ansible_collections.voximplant.platform.plugins.module_utils._plan.operations import Plan
from ansible_collections.voximplant.platform.tests.unit.support.accounts import MOSTLY
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform

D = t.TypeVar("D")
Row = dict[str, t.Any]
SUPPORT, SALES = 20, 21
RULES = {SUPPORT: (30, 31), SALES: (32,)}
FLAGS, TEXTS = st.none() | st.booleans(), st.sampled_from((None, "", "x", "y"))
"""What is desired of a field; None leaves it unchanged."""
NAMES = ("one", "two", "three")
PREVIOUS = st.sampled_from((None, None, *NAMES))
UPDATES = ("update_value", "update_password")
BINDING = ("application_id", "application_name", "rule_id", "rule_name")
UNCOMPARED = ("phone_id", "secret_id", "user_id", "modified", "application_name", "rule_name")
COLUMNS = ("user_name", "user_display_name", "user_active", "parent_accounting", "user_custom_data")


def rows_of(platform: Platform) -> dict[int, Row]:
    """Return the rows of all objects by id, without times and names that go with ids."""
    kinds = ((platform.numbers, "phone_id"), (platform.secrets, "secret_id"), (platform.users, "user_id"))
    return {
        row[key]: {name: value for name, value in row.items() if name not in UNCOMPARED}
        for rows, key in kinds
        for row in rows
    }


def check(
    platform: Platform, plan_of: t.Callable[[D], Plan[t.Any]], desired: D, own: int | None, expected: Row | None
) -> None:
    """Make a plan and apply it; compare the object with what is expected, and all others with what they were.

    :arg own: id of the object; None if it does not exist
    :arg expected: its row afterwards; None if it should not exist
    """
    before = rows_of(platform)
    plan = plan_of(desired)
    assert (rows_of(platform), platform.writes) == (before, [])
    for operation in plan.operations:
        platform.execute(operation)
    after = rows_of(platform)
    created = after.keys() - before.keys()
    assert len(created) == (own is None and expected is not None)
    others = {key: row for key, row in before.items() if key != own}
    assert after == (others if expected is None else {**others, own or created.pop(): expected})
    (planned,) = plan.after.as_result().values()
    assert (planned is None) is (expected is None)
    assert expected is None or {**expected, **planned} == {**planned, **expected}
    # A task that always writes a value or a password would do so again.
    once = {name: user.ON_CREATE for name in UPDATES if getattr(desired, name, "") == user.ALWAYS}
    assert plan_of(dataclasses.replace(t.cast(t.Any, desired), **once)).operations == ()


def check_refused(platform: Platform, plan_of: t.Callable[[], object]) -> None:
    """Make sure that there is no plan, and that nothing was written."""
    with pytest.raises(VoximplantError):
        plan_of()
    assert platform.writes == []


@given(st.data())
def test_number_when_the_plan_is_applied_then_it_is_as_desired_and_all_else_is_as_before(data: st.DataObject) -> None:
    platform = Platform()
    for digits in ("12025550100", "12025550101"):
        is_supported = data.draw(st.booleans())
        row = platform.add_number(digits, is_sms_supported=is_supported)
        row["is_sms_enabled"] = is_supported and data.draw(st.booleans())
        row["incoming_sms_callback_url"] = data.draw(st.sampled_from(("", "x")))
        bound_to = data.draw(st.sampled_from((None, SUPPORT, SUPPORT, SALES)))
        if bound_to is not None:
            row.update(application_id=bound_to, application_name="name")
            rule_id = data.draw(st.sampled_from((None, *RULES[bound_to])))
            row.update({} if rule_id is None else {"rule_id": rule_id, "rule_name": "name"})
    row = platform.numbers[0]
    bound = data.draw(MOSTLY)
    application_id = data.draw(st.sampled_from((SUPPORT, SALES) if bound else (None, SUPPORT, SALES)))
    desired = phone_number.DesiredPhoneNumber(
        application_id=application_id,
        application_name="name",
        rule_id=data.draw(st.sampled_from((None, None, phone_number.NO_RULE, *RULES[application_id or SUPPORT]))),
        sms_enabled=data.draw(FLAGS),
        incoming_sms_callback_url=data.draw(TEXTS),
        bound=bound,
        force=data.draw(MOSTLY),
    )

    def plan_of(desired: phone_number.DesiredPhoneNumber) -> Plan[phone_number.PhoneNumberState]:
        return phone_number.plan_phone_number(list_phone_numbers(platform.client, {})[0], desired)

    moves = row.get("application_id") not in (None, application_id)
    if (bound and moves and not desired.force) or (desired.sms_enabled and not row["is_sms_supported"]):
        check_refused(platform, lambda: plan_of(desired))
        return
    expected = {name: value for name, value in rows_of(platform)[row["phone_id"]].items() if name not in BINDING}
    if bound:
        kept = None if moves else row.get("rule_id")
        rule_id = kept if desired.rule_id is None else desired.rule_id
        expected["application_id"] = application_id
        expected.update({"rule_id": rule_id} if rule_id else {})
    elif application_id not in (None, row.get("application_id")):
        expected.update({name: row[name] for name in ("application_id", "rule_id") if name in row})
    declared = {"is_sms_enabled": desired.sms_enabled, "incoming_sms_callback_url": desired.incoming_sms_callback_url}
    expected.update({name: value for name, value in declared.items() if value is not None})
    check(platform, plan_of, desired, row["phone_id"], expected)


def find(rows: list[Row], column: str, desired: t.Any) -> tuple[Row | None, bool]:
    """Return the row that a task means, and whether its names mean two rows."""
    name, previous = getattr(desired, column), desired.renamed_from
    by_name = {row[column]: row for row in rows if row["application_id"] == SUPPORT}
    if not desired.present:
        return by_name.get(name), False
    return by_name.get(name) or by_name.get(previous), previous != name and {name, previous} <= by_name.keys()


def draw_names(data: st.DataObject) -> t.Iterator[tuple[int, str]]:
    """Draw the names of the objects of both applications."""
    for application_id in (SUPPORT, SALES):
        for name in NAMES:
            if data.draw(MOSTLY):
                yield application_id, name


@given(st.data())
def test_secret_when_the_plan_is_applied_then_it_is_as_desired_and_all_else_is_as_before(data: st.DataObject) -> None:
    platform = Platform()
    for application_id, name in draw_names(data):
        value, description = data.draw(st.sampled_from(("old", "value"))), data.draw(st.sampled_from(("", "x")))
        platform.add_secret(application_id, name, value, description=description)
    desired = secret.DesiredSecret(
        data.draw(st.sampled_from((*NAMES, "new"))),
        data.draw(PREVIOUS),
        data.draw(st.sampled_from((None, "value"))),
        data.draw(st.sampled_from((None, None, "", "x", "d" * 201))),
        data.draw(st.sampled_from((secret.COMPARE, secret.ON_CREATE, secret.ALWAYS))),
        data.draw(MOSTLY),
    )

    def plan_of(desired: secret.DesiredSecret) -> Plan[secret.SecretState]:
        return secret.plan_secret(read_secret_state(platform.client, SUPPORT, desired), desired)

    row, is_ambiguous = find(platform.secrets, "secret_name", desired)
    if is_ambiguous or (desired.present and row is None and desired.secret_value is None):
        check_refused(platform, lambda: plan_of(desired))
        return
    own = None if row is None else row["secret_id"]
    keeps_value = row is not None and desired.update_value == secret.ON_CREATE
    declared = {
        "secret_name": desired.secret_name,
        "value": None if keeps_value else desired.secret_value,
        "description": None if desired.description is None else desired.description[:200],
    }
    new = {"application_id": SUPPORT, "description": ""}
    given = {name: value for name, value in declared.items() if value is not None}
    check(platform, plan_of, desired, own, {**rows_of(platform).get(own, new), **given} if desired.present else None)


@given(st.data())
def test_user_when_the_plan_is_applied_then_it_is_as_desired_and_all_else_is_as_before(data: st.DataObject) -> None:
    platform = Platform()
    for application_id, name in draw_names(data):
        fields = {"user_display_name": data.draw(st.sampled_from((name, "x"))), "user_custom_data": "x"}
        flags = {flag: data.draw(st.booleans()) for flag in ("user_active", "parent_accounting")}
        platform.add_user(application_id, name, user_password="old", **fields, **flags)
    desired = user.DesiredUser(
        data.draw(st.sampled_from((*NAMES, "new"))),
        data.draw(PREVIOUS),
        data.draw(st.sampled_from((None, "x", "y"))),
        data.draw(st.sampled_from((None, "New-Word-1"))),
        data.draw(st.sampled_from((user.ON_CREATE, user.ALWAYS))),
        data.draw(FLAGS),
        data.draw(FLAGS),
        data.draw(TEXTS),
        data.draw(MOSTLY),
    )

    def plan_of(desired: user.DesiredUser) -> Plan[user.UserState]:
        return user.plan_user(user.CurrentUser(SUPPORT, list_users(platform.client, SUPPORT)), desired)

    row, is_ambiguous = find(platform.users, "user_name", desired)
    if is_ambiguous or (desired.present and row is None and desired.user_password is None):
        check_refused(platform, lambda: plan_of(desired))
        return
    own = None if row is None else row["user_id"]
    given = {column: getattr(desired, column) for column in COLUMNS if getattr(desired, column) is not None}
    if desired.user_password is not None and (row is None or desired.update_password == user.ALWAYS):
        given["user_password"] = desired.user_password
    new = {"application_id": SUPPORT, "user_display_name": desired.user_name, "user_custom_data": ""}
    new.update(user_active=True, parent_accounting=True)
    check(platform, plan_of, desired, own, {**rows_of(platform).get(own, new), **given} if desired.present else None)
