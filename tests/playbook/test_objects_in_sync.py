# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""vox_sync with phone numbers, secrets and users: 3 applications, 12 scenarios, 8 numbers, 6 secrets, 20 users."""

from __future__ import annotations

import collections
import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.withheld import Withheld
from harness import objects_in_sync
from harness.objects_in_sync import DIGITS, KINDS, NAMES, PASSWORDS, VALUES, Account, declared

if t.TYPE_CHECKING:
    from harness.plays import Json

pytestmark = pytest.mark.one_core

account = objects_in_sync.account
empty = objects_in_sync.empty


def test_manifest_when_the_account_is_empty_then_it_is_written_in_order_and_unchanged_after_that(
    empty: Account,
) -> None:
    result = empty.done(declared())
    order = list(dict.fromkeys(operation["method"] for operation in result["operations"]))
    assert order == ["AddApplication", "AddSecret", "AddUser", "AddScenario", "AddRule", "BindPhoneNumberToApplication"]
    assert collections.Counter(empty.writes) == {
        "AddApplication": 3,
        "AddSecret": 6,
        "AddUser": 20,
        "AddScenario": 12,
        "AddRule": 6,
        "BindPhoneNumberToApplication": 8,
    }
    for name in NAMES:
        found = empty.application(name)
        assert {row["user_name"] for row in found["users"]} == set(PASSWORDS[name])
        assert {secret: empty.value(found["application_id"], secret) for secret in VALUES[name]} == VALUES[name]
        for row in found["users"]:
            assert empty.emulator.has_password(row["user_id"], PASSWORDS[name][row["user_name"]])
        rule = next(rule for rule in found["rules"] if rule["rule_name"] == "in")
        numbers = DIGITS[3 * NAMES.index(name) :][:3]
        assert {empty.number(digits)["rule_id"] for digits in numbers} == {rule["rule_id"]}


def test_manifest_when_nothing_changed_then_each_kind_is_listed_once_and_each_value_read_once(account: Account) -> None:
    account.sync(declared())
    assert collections.Counter(account.calls) == {
        "GetApplications": 1,
        "GetScenarios": 13,  # a listing and 12 scripts
        "GetRules": 3,
        "GetPhoneNumbers": 1,
        "GetSecrets": 3,
        "GetSecretValue": 6,
        "GetUsers": 3,
    }


def test_drift_when_each_kind_differs_then_it_is_named_and_mended(account: Account) -> None:
    call, support, sales = account.emulator.call, account.application_id("support"), account.application_id("sales")
    moved, unbound, bent = DIGITS[0], DIGITS[1], DIGITS[2]
    bind = "BindPhoneNumberToApplication"
    call(bind, phone_number=moved, application_id=support, bind=False)
    call(bind, phone_number=moved, application_id=sales)
    call(bind, phone_number=unbound, application_id=support, bind=False)
    call(bind, phone_number=bent, application_id=support, rule_name="out")
    call(
        "SetSecretInfo", application_id=support, secret_name="SUPPORT_CRM", secret_value="other-Value", description="x"
    )
    call("SetSecretInfo", application_id=support, secret_name="SUPPORT_TTS", secret_value="other-Value")
    call("DelSecret", application_id=sales, secret_name="SALES_CRM")
    call("SetUserInfo", application_id=sales, user_name="sales-0", user_display_name="Zoe")
    call("DelUser", application_id=sales, user_name="sales-1")
    call("AddUser", application_id=sales, user_name="zoe", user_display_name="Zoe", user_password="Pass-zoe-1!")

    result = account.done(declared())

    found = [{key: value for key, value in row.items() if key != "modified"} for row in result["drift"]]
    assert found == [
        difference("secret", "support", "SUPPORT_CRM", "changed", {"description": "x"}, {"description": "of support"})
        | {"after": {"description": "of support", "value": "changed"}},
        difference("secret", "support", "SUPPORT_TTS", "changed", {}, {"value": "changed"}),
        difference("secret", "sales", "SALES_CRM", "missing", {}, {"description": "of sales", "value": "set"}),
        difference("user", "sales", "sales-0", "changed", {"display_name": "Zoe"}, {"display_name": "SALES-0"}),
        difference("user", "sales", "sales-1", "missing", {}, NEW_USER),
        difference("phone_number", "support", moved, "binding", {"application": "sales"}, IN_SUPPORT),
        difference("phone_number", "support", unbound, "binding", {}, IN_SUPPORT),
        difference("phone_number", "support", bent, "binding", {"rule": "out"}, {"rule": "in"}),
        difference("user", "sales", "zoe", "unmanaged", OTHER_USER, {}),
    ]
    assert account.writes.count(bind) == 4  # the moved one is unbound first
    assert "other-Value" not in repr(result)
    assert account.number(moved)["application_id"] == support
    assert account.value(support, "SUPPORT_TTS") == VALUES["support"]["SUPPORT_TTS"]


NEW_USER = {"display_name": "SALES-1", "custom_data": "x"}  # the platform chooses the rest
OTHER_USER = {"display_name": "Zoe", "active": True, "parent_accounting": True, "custom_data": ""}
IN_SUPPORT = {"application": "support", "rule": "in"}


def difference(kind: str, application: str, name: str, how: str, before: Json, after: Json) -> Json:
    """Return a difference as it is returned."""
    return {
        "object": kind,
        "name": name,
        "application": application,
        "kind": how,
        "before": before,
        "after": after,
    }


def test_calls_when_none_of_the_kinds_is_declared_then_none_is_listed(account: Account) -> None:
    project = declared()
    for found in project["applications"]:
        for kind in KINDS:
            del found[kind]
    account.sync(project, Withheld(), prune=["scenarios", "rules", "applications", *KINDS])
    assert {method for method in account.calls if method.startswith("Get")} == {
        "GetApplications",
        "GetScenarios",
        "GetRules",
    }


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("secret", "secret support/NEW: It has no value, and it does not exist in the account."),
        ("user", "user support/new: A new user needs a password."),
        ("number", "phone_number support/4930: The account does not have this number."),
        ("elsewhere", f"phone_number support/{DIGITS[7]}: phone number {DIGITS[7]} (id "),
    ],
)
def test_plan_when_something_is_missing_then_nothing_is_written(account: Account, change: str, message: str) -> None:
    project = declared()
    support, lab = project["applications"][0], project["applications"].pop()
    if change == "secret":
        support["secrets"].append({"name": "NEW"})
    elif change == "user":
        support["users"].append({"name": "new"})
    else:
        support["phone_numbers"].append({"number": "4930" if change == "number" else DIGITS[7]})
    project["scenarios"] = [scenario for scenario in project["scenarios"] if "lab" not in scenario["name"]]
    assert lab["name"] == "lab"
    refused = account.sync(project)
    assert message in refused["msg"]
    assert account.writes == []
    if change == "elsewhere":
        support["phone_numbers"][-1].update(force=True, rule="out")
        account.done(project)
        assert account.writes == ["BindPhoneNumberToApplication"] * 2


def test_message_when_the_platform_repeats_values_in_any_answer_then_none_is_shown(account: Account) -> None:
    echoed = f"{VALUES['support']['SUPPORT_CRM']} and {PASSWORDS['support']['support-0']}"
    for method in ("GetUsers", "GetSecretValue", "SetSecretInfo", "AddUser"):
        account.emulator.add_fault("api_error", method=method, code=127, msg=f"Not {echoed}.", times=1)
        account.emulator.call("SetSecretInfo", application_name="lab", secret_name="LAB_TTS", secret_value="y")
        account.emulator.call("DelUser", application_name="lab", user_name="lab-1")
        failed = account.sync(declared())  # which checks that no value is in the result
        assert failed["error"]["method"] == method, failed["msg"]
        assert "********" in failed["msg"]
        account.emulator.clear_faults()
        assert not account.sync(declared()).get("failed")
