# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""vox_sync that changes phone numbers, secrets and users of every kind, and puts them back when it fails."""

from __future__ import annotations

import collections
import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.withheld import Withheld
from harness import objects_in_sync
from harness.objects_in_sync import DIGITS, KINDS, NAMES, PASSWORDS, Account, declared
from voximplant_emulator.state.switches import CHOICES

if t.TYPE_CHECKING:
    from harness.plays import Json

pytestmark = pytest.mark.one_core

account = objects_in_sync.account
empty = objects_in_sync.empty


def without_ids(account: Account) -> Json:
    """Return the account with names in place of ids: what was deleted comes back with other ones."""
    state = account.content()
    names = {found["application_id"]: found["application_name"] for found in state["applications"]}
    rules = {rule["rule_id"]: rule["rule_name"] for found in state["applications"] for rule in found["rules"]}
    scripts = {found["scenario_id"]: found["scenario_name"] for found in state["scenarios"]}
    for found in state["applications"]:
        del found["application_id"]
        for rule in found["rules"]:
            rule["scenario_ids"] = [scripts[scenario_id] for scenario_id in rule["scenario_ids"]]
            del rule["rule_id"]
        for kind, key in (("secrets", "secret_id"), ("users", "user_id")):
            found[kind] = sorted(({**item, key: 0} for item in found[kind]), key=repr)
    for number in state["phone_numbers"]:
        number.update(application_id=names.get(number["application_id"]), rule_id=rules.get(number["rule_id"]))
    scenarios = [{**found, "scenario_id": 0} for found in state["scenarios"]]
    return {
        "applications": sorted(state["applications"], key=lambda found: str(found["application_name"])),
        "phone_numbers": state["phone_numbers"],
        "scenarios": sorted(scenarios, key=repr),
    }


def other_project() -> Json:
    """Return a project that changes, moves, renames, adds and deletes something of every kind."""
    project = declared()
    support, sales, _lab = project["applications"]
    support["phone_numbers"] = [{"number": DIGITS[3], "rule": "out", "incoming_sms_callback_url": "https://e.com"}]
    sales["phone_numbers"] = [{"number": DIGITS[0], "rule": "new", "sms_enabled": True}]
    sales["rules"].append({"name": "new", "pattern": "1"})
    support["secrets"] = [{"name": "RENAMED", "renamed_from": "SUPPORT_CRM", "description": ""}, {"name": "NEW"}]
    support["users"] = [{"name": "renamed", "renamed_from": "support-0", "active": False}, {"name": "new-1"}]
    project["applications"][2] = extra()
    project["scenarios"] = [scenario for scenario in project["scenarios"] if "lab" not in scenario["name"]]
    return project


def extra() -> Json:
    """Return a new application with something of every kind."""
    return {
        "name": "extra",
        "rules": [{"name": "in", "pattern": "1"}],
        "phone_numbers": [{"number": DIGITS[7], "rule": "in", "force": True}],
        "secrets": [{"name": "EXTRA"}],
        "users": [{"name": "extra-0"}],
    }


OTHER = Withheld(
    {"support": {"NEW": "new-Value-1", "RENAMED": "new-Value-2"}, "extra": {"EXTRA": "new-Value-3"}},
    {
        "support": {"new-1": "Pass-new-1!", **PASSWORDS["support"]},
        "extra": {"extra-0": "Pass-new-2!"},
        "lab": PASSWORDS["lab"],
    },
)
ALL: Json = {"prune": ["applications", "rules", "scenarios", "bindings", *KINDS], "prune_limit": 99, "atomic": True}


def test_everything_when_it_changes_then_it_is_as_declared_and_unchanged_after_that(account: Account) -> None:
    account.done(other_project(), OTHER, **ALL)


@pytest.mark.parametrize(
    "method",
    [
        "AddSecret",
        "SetSecretInfo",
        "AddUser",
        "AddRule",
        "BindPhoneNumberToApplication",
        "SetPhoneNumberInfo",
        "ControlSms",
        "DelSecret",
        "DelUser",
        "DelApplication",
    ],
)
def test_atomic_when_a_call_is_refused_then_everything_is_put_back_with_the_old_values(
    account: Account, method: str
) -> None:
    before = without_ids(account)
    account.emulator.add_fault("api_error", method=method, code=127, times=1)
    failed = account.sync(other_project(), OTHER, **ALL)
    assert failed["error"]["method"] == method
    assert failed["undone"] or method == "AddSecret"
    assert without_ids(account) == before, failed["msg"]
    assert failed["left_alone"] == []
    assert not failed_passwords(account)


def failed_passwords(account: Account) -> list[str]:
    """Return the users whose password is not the declared one."""
    return [
        user["user_name"]
        for name in NAMES
        for user in account.application(name)["users"]
        if not account.emulator.has_password(user["user_id"], PASSWORDS[name][user["user_name"]])
    ]


def test_atomic_when_the_password_of_a_deleted_user_is_not_known_then_the_user_is_named(account: Account) -> None:
    account.emulator.add_fault("api_error", method="DelApplication", code=127, times=1)
    withheld = Withheld(OTHER.secret_values, {**OTHER.user_passwords, "lab": {}})
    refused = account.sync(other_project(), withheld, **ALL)
    assert (refused["error"]["field"], account.writes) == ("force_delete", [])
    failed = account.sync(other_project(), withheld, **ALL, force_delete=True)
    names = sorted(PASSWORDS["lab"])
    assert sorted(failed["left_alone"]) == [f"user lab/{name} (its password is not known)" for name in names]
    assert account.application("lab")["users"] == []
    assert len(account.application("lab")["secrets"]) == 2


@pytest.mark.parametrize("kind", ["reset_after_commit", "reset_before_commit"])
def test_answer_when_it_is_lost_then_the_effect_is_looked_for_and_nothing_is_doubled(
    account: Account, kind: str
) -> None:
    lost = ("AddSecret", "SetSecretInfo", "AddUser", "SetUserInfo", "BindPhoneNumberToApplication", "DelSecret")
    for method in lost:
        account.emulator.add_fault(kind, method=method, times=1)
    result = account.sync(other_project(), OTHER, **ALL)
    assert not result.get("failed"), result["msg"]
    planned = collections.Counter(operation["method"] for operation in result["operations"])
    sent = collections.Counter(account.writes)
    again = 0 if kind == "reset_after_commit" else 1
    assert {method: sent[method] - planned[method] for method in lost} == dict.fromkeys(lost, again)
    account.sync(other_project(), OTHER, **ALL)
    assert account.writes == []


@pytest.mark.parametrize("choice", [1, 2])
def test_switches_when_the_platform_behaves_otherwise_then_all_is_deployed_and_put_back(
    account: Account, choice: int
) -> None:
    """All switches of these kinds at once, but for the one that says that nothing clears a callback URL."""
    prefixes = ("secret_", "user_", "bind_", "unbind_", "delete_application_numbers")
    switches = {
        name: values[choice] for name, values in CHOICES.items() if name.startswith(prefixes) and values[choice:]
    }
    account.emulator.set_switches(**{**switches, "secret_roles": "admin", "count_cap": "5"})
    before = without_ids(account)
    account.emulator.add_fault("api_error", method="DelApplication", code=127, times=1)
    failed = account.sync(other_project(), OTHER, **ALL)
    assert (failed["error"]["method"], failed["left_alone"]) == ("DelApplication", []), failed["msg"]
    assert without_ids(account) == before, failed["msg"]
    account.done(other_project(), OTHER, **ALL)
