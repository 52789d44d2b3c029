# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""vox_sync that deletes or unbinds phone numbers, secrets and users, and the part of them that it leaves."""

from __future__ import annotations

import collections
import copy
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


def test_prune_when_objects_are_not_declared_then_numbers_are_unbound_and_the_rest_is_deleted(account: Account) -> None:
    project = declared()
    support = project["applications"][0]
    for kind in KINDS:
        support[kind] = support[kind][1:]
    prune: Json = {"prune": [*KINDS, "bindings"]}
    withheld = without_first(0)

    kept = account.sync(project, withheld, prune=["bindings"])
    assert (kept["changed"], {row["kind"] for row in kept["drift"]}) == (False, {"unmanaged"})
    refused = account.sync(project, withheld, **prune, prune_limit=2)
    assert "3 objects would be deleted or unbound, and prune_limit is 2" in refused["msg"]
    assert (refused["error"]["field"], account.writes) == ("prune_limit", [])
    ignore = {"users": ["support/*"], "secrets": ["support/SUPPORT_CRM"], "phone_numbers": [DIGITS[0]]}
    kept = account.sync(project, withheld, **prune, ignore=ignore)
    assert (kept.get("failed", False), kept["changed"]) == (False, False), kept
    assert account.writes == []

    result = account.done(project, withheld, **prune, prune_limit=3)

    assert account.writes == ["BindPhoneNumberToApplication", "DelSecret", "DelUser"]
    assert (result["summary"]["deleted"], result["summary"]["unbound"]) == (2, 1)
    assert account.number(DIGITS[0])["application_id"] is None
    assert len(account.emulator.state()["phone_numbers"]) == 8


def without_first(index: int) -> Withheld:
    """Return the values and passwords without the first ones of an application."""
    values, passwords = copy.deepcopy(VALUES), copy.deepcopy(PASSWORDS)
    for given in (values, passwords):
        named = given[NAMES[index]]
        del named[next(iter(named))]
    return Withheld(values, passwords)


def test_prune_when_an_application_goes_then_what_it_holds_counts_and_has_to_be_allowed(account: Account) -> None:
    project = declared()
    project["applications"] = project["applications"][1:]
    project["scenarios"] = [scenario for scenario in project["scenarios"] if "support" not in scenario["name"]]
    withheld = Withheld({}, {})
    kinds = ["applications", "rules", "scenarios"]
    refused = account.sync(project, withheld, prune=kinds, prune_limit=99)
    assert (refused["error"]["field"], account.writes) == ("prune", [])
    assert "Add phone_numbers, secrets, users to prune" in refused["msg"]
    content = 3 + 2 + 7 + 2 + 4 + 1
    limited = account.sync(project, withheld, prune=[*kinds, *KINDS], prune_limit=content - 1)
    assert f"{content} objects would be deleted or unbound" in limited["msg"]
    account.done(project, withheld, prune=[*kinds, *KINDS], prune_limit=content)
    assert account.writes[:3] == ["BindPhoneNumberToApplication"] * 3
    assert account.writes[-1] == "DelApplication"
    assert [account.number(digits)["application_id"] for digits in DIGITS[:3]] == [None] * 3


def test_prune_when_a_number_stays_on_a_rule_then_the_rule_stays(account: Account) -> None:
    project = declared()
    support = project["applications"][0]
    del support["rules"][0], support["phone_numbers"]
    result = account.sync(project, prune=["rules", "bindings"])
    assert not result.get("failed"), result["msg"]
    assert account.writes == ["ReorderRules"]  # the rule stays after the declared one
    support["phone_numbers"] = [{"number": digits, "rule": "out"} for digits in DIGITS[:3]]
    account.done(project, prune=["rules", "bindings"])
    assert account.writes == ["BindPhoneNumberToApplication"] * 3 + ["DelRule"]


def test_absence_when_applications_go_then_numbers_are_unbound_and_the_rest_goes(account: Account) -> None:
    account.done(declared(), state="absent", prune_limit=99)
    counts = collections.Counter(account.writes)
    assert (counts["BindPhoneNumberToApplication"], counts["DelSecret"], counts["DelUser"]) == (8, 6, 20)
    assert account.emulator.state()["applications"] == []
    assert {row["application_id"] for row in account.emulator.state()["phone_numbers"]} == {None}


def test_absence_when_something_undeclared_would_go_then_it_is_refused(account: Account) -> None:
    account.emulator.call("AddSecret", application_id=account.application_id("lab"), secret_name="X", secret_value="y")
    refused = account.sync(declared(), state="absent", prune_limit=99)
    assert "would delete or unbind secret X (id " in refused["msg"]
    assert account.writes == []


def test_part_when_only_a_rule_is_selected_then_only_its_numbers_are_bound(empty: Account) -> None:
    result = empty.done(declared(), only_rules=["in"], only_scenarios=["*_0", "*_1"])
    assert set(empty.writes) == {"AddApplication", "AddScenario", "AddRule", "BindPhoneNumberToApplication"}
    assert result["summary"]["bound"] == 8
    empty.sync(declared(), only_scenarios=["*_0"])
    assert not {"GetPhoneNumbers", "GetSecrets", "GetUsers"} & set(empty.calls)
