# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which phone numbers, secrets and users of an account are read, and which values of secrets."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.desired import (
    CurrentAccount,
    DesiredAccount,
    Prune,
    Selection,
)
from ansible_collections.voximplant.platform.plugins.module_utils._account.object_records import (
    SecretRecord,
    UserRecord,
)
from ansible_collections.voximplant.platform.plugins.module_utils._account.plan import plan_removals
from ansible_collections.voximplant.platform.plugins.module_utils._account.read_current import (
    read_account,
    read_removed,
)
from ansible_collections.voximplant.platform.plugins.module_utils._account.read_objects import read_written_objects
from ansible_collections.voximplant.platform.plugins.module_utils._account.records import (
    History,
    Record,
    RuleRecord,
    ScenarioRecord,
)
from ansible_collections.voximplant.platform.plugins.module_utils._api.call_limit import CallLimit
from ansible_collections.voximplant.platform.plugins.module_utils._objects.applications import list_applications
from ansible_collections.voximplant.platform.plugins.module_utils._objects.concurrency import Workers
from ansible_collections.voximplant.platform.plugins.module_utils._plan.application import DesiredApplication
from ansible_collections.voximplant.platform.plugins.module_utils._plan.phone_number import DesiredPhoneNumber
from ansible_collections.voximplant.platform.plugins.module_utils._plan.rule import DesiredRule
from ansible_collections.voximplant.platform.plugins.module_utils._plan.secret import ALWAYS, ON_CREATE, DesiredSecret
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform

from ..support import support_account
from ..support.support_account import VALUE, support

platform = support_account.platform

KEY_IS_THERE = DesiredSecret("KEY", secret_value="x", update_value=ON_CREATE)


@pytest.fixture
def full(platform: Platform) -> Platform:
    """Return the account with one more secret, and one more application with a secret."""
    platform.add_secret(platform.applications[0].application_id, "OLD", "old-value")
    platform.add_secret(platform.add_application("lost").application_id, "LOST", "lost-value")
    return platform


def values_of(platform: Platform, current: CurrentAccount) -> dict[str, str]:
    """Return the values that were read by the names of their secrets."""
    names = {row["secret_id"]: row["secret_name"] for row in platform.secrets}
    return {names[secret_id]: value for secret_id, value in current.secret_values.items()}


@pytest.mark.parametrize(
    ("secret", "values"),
    [
        (DesiredSecret("KEY", secret_value="x"), {"KEY": VALUE}),
        (DesiredSecret("NEW", renamed_from="KEY", secret_value="x"), {"KEY": VALUE}),
        (DesiredSecret("KEY", description="x"), {}),
        (DesiredSecret("KEY", secret_value="x", update_value=ALWAYS), {}),
        (KEY_IS_THERE, {}),
        (DesiredSecret("NEW", secret_value="x"), {}),
    ],
)
def test_values_when_secrets_are_declared_then_only_those_that_are_compared_are_read(
    full: Platform, secret: DesiredSecret, values: dict[str, str]
) -> None:
    current = read_account(full.client, DesiredAccount(applications=(support(secrets=(secret,)),)))
    assert values_of(full, current) == values
    assert full.calls.count("GetSecretValue") == len(values)


@pytest.mark.parametrize(
    ("selection", "given", "calls"),
    [
        (Selection(), {}, ["GetPhoneNumbers", "GetSecrets", "GetUsers"]),
        (Selection(rules=("*",)), {}, []),
        (Selection(rules=("*",)), {"rules": (DesiredRule("in"),)}, ["GetPhoneNumbers"]),
        (
            Selection(rules=("*",)),
            {"phone_numbers": (DesiredPhoneNumber("1202", rule_name="in"),)},
            ["GetPhoneNumbers"],
        ),
        (Selection(scenarios=("*",)), {"rules": (DesiredRule("in"),)}, []),
    ],
)
def test_absence_when_only_a_part_is_selected_then_at_most_the_numbers_that_can_keep_its_rules_are_read(
    full: Platform, selection: Selection, given: dict[str, t.Any], calls: list[str]
) -> None:
    read_account(full.client, DesiredAccount(applications=(support(**given),), present=False, selection=selection))
    assert [call for call in full.calls if call not in ("GetApplications", "GetScenarios", "GetRules")] == calls


EVERYTHING = ("applications", "rules", "phone_numbers", "secrets", "users")


@pytest.mark.parametrize(
    ("declared", "kinds", "with_values", "calls", "values"),
    [
        (support(secrets=(KEY_IS_THERE,)), ("secrets",), True, ["GetSecretValue"], {"OLD": "old-value"}),
        (support(secrets=(KEY_IS_THERE,)), ("secrets",), False, [], {}),
        (support(rules=()), ("rules",), True, ["GetPhoneNumbers"], {}),
        (support(rules=(), phone_numbers=()), ("rules", "phone_numbers"), True, [], {}),
        (
            support(secrets=(KEY_IS_THERE, DesiredSecret("OLD"))),
            EVERYTHING,
            True,
            ["GetPhoneNumbers", "GetSecrets", "GetUsers", "GetSecretValue"],
            {"LOST": "lost-value"},
        ),
        (support(), EVERYTHING, False, ["GetPhoneNumbers", "GetSecrets", "GetUsers"], {}),
    ],
)
def test_removal_when_something_goes_then_what_matters_of_it_is_read_and_nothing_twice(
    full: Platform,
    declared: DesiredApplication,
    kinds: tuple[str, ...],
    with_values: bool,
    calls: list[str],
    values: dict[str, str],
) -> None:
    desired = DesiredAccount(applications=(declared,), prune=Prune(frozenset(kinds)))
    current = read_account(full.client, desired)
    full.calls.clear()
    removals = plan_removals(current, desired)
    assert removals.plans
    current = read_removed(full.client, current, removals, with_values=with_values)
    assert (full.calls, values_of(full, current)) == (calls, values)


OLD_RULE, OLD_SECRET, OLD_USER = ("rule", 1), ("secret", 2), ("user", 3)
OF_SUPPORT, GONE = 5_000_000_000, 5


@pytest.mark.parametrize(
    ("key", "record", "calls", "values"),
    [
        (OLD_RULE, RuleRecord("in", OF_SUPPORT, "changed"), [], {}),
        (("rule", 9), RuleRecord("new", OF_SUPPORT, "1"), ["GetPhoneNumbers"], {}),
        (("scenario", 9), ScenarioRecord("new"), [], {}),
        (OLD_SECRET, SecretRecord("KEY", OF_SUPPORT, value="new"), ["GetSecrets", "GetSecretValue"], {"KEY": VALUE}),
        (OLD_SECRET, SecretRecord("KEY", OF_SUPPORT, "changed"), ["GetSecrets"], {}),
        (("secret", 9), SecretRecord("KEY", GONE, value="new"), [], {}),
        (OLD_USER, UserRecord("ann", OF_SUPPORT, "changed"), ["GetUsers"], {}),
        (("user", 9), UserRecord("new", GONE), [], {}),
    ],
)
def test_roll_back_when_it_begins_then_it_reads_the_kinds_that_were_written_where_they_were(
    full: Platform, key: t.Any, record: Record, calls: list[str], values: dict[str, str]
) -> None:
    assert full.applications[0].application_id == OF_SUPPORT
    history = History(
        {
            OLD_RULE: RuleRecord("in", OF_SUPPORT, ".*"),
            OLD_SECRET: SecretRecord("KEY", OF_SUPPORT),
            OLD_USER: UserRecord("ann", OF_SUPPORT),
        }
    )
    history.put(key, record)
    account = CurrentAccount(list_applications(full.client))
    full.calls.clear()
    with Workers(CallLimit(1, 1)) as pool:
        read = read_written_objects(full.client, account, history, [], pool)
    assert (full.calls, values_of(full, read)) == (calls, values)


def test_roll_back_when_an_application_is_new_then_all_that_it_holds_is_read(full: Platform) -> None:
    account = CurrentAccount(list_applications(full.client))
    lost = full.applications[1].application_id
    full.calls.clear()
    with Workers(CallLimit(1, 1)) as pool:
        read = read_written_objects(full.client, account, History({}), [lost], pool)
    assert full.calls == ["GetPhoneNumbers", "GetSecrets", "GetUsers"]
    assert ([secret.secret_name for secret in read.secrets[lost]], read.users) == (["LOST"], {lost: ()})
