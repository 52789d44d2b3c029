# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""vox_sync with phone numbers, secrets and users: 3 applications, 12 scenarios, 8 numbers, 6 secrets, 20 users."""

from __future__ import annotations

import collections
import copy
import json
import typing as t

import pytest
from ansible.module_utils import basic
from ansible.parsing.vault import VaultLib, VaultSecret

from ansible_collections.voximplant.platform.plugins.module_utils._account.withheld import Withheld
from ansible_collections.voximplant.platform.plugins.plugin_utils._manifest.project import Given, read_manifest
from harness.accounts import login
from harness.in_process import run_module
from harness.plays import Vaulted, check_hidden
from voximplant_emulator.state.switches import CHOICES

if t.TYPE_CHECKING:
    import pathlib

    from harness.plays import Controller, Json
    from voximplant_emulator import Emulator

pytestmark = pytest.mark.one_core

SYNC = "voximplant.platform.vox_sync"
NAMES = ("support", "sales", "lab")
DIGITS = [f"1202555010{number}" for number in range(8)]
KINDS = ("phone_numbers", "secrets", "users")
VALUES = {name: {f"{name.upper()}_{key}": f"{name}-Value&{key}=%41" for key in ("CRM", "TTS")} for name in NAMES}
USERS = {"support": 7, "sales": 7, "lab": 6}
PASSWORDS = {
    name: {f"{name}-{number}": f"Pass-{name}-{number}!w0rd" for number in range(count)} for name, count in USERS.items()
}
WITHHELD = Withheld(VALUES, PASSWORDS)
HIDDEN = [text for given in (VALUES, PASSWORDS) for named in given.values() for text in named.values()]
HIDDEN += ["new-Value", "Pass-new"]


def application(name: str, numbers: list[str]) -> Json:
    """Return an application of the manifest with its two rules."""
    return {
        "name": name,
        "rules": [
            {"name": "in", "pattern": "1202.*", "scenarios": [f"{name}_0", f"{name}_1"]},
            {"name": "out", "pattern": "44.*", "scenarios": [f"{name}_2", f"{name}_3"]},
        ],
        "phone_numbers": [{"number": number, "rule": "in"} for number in numbers],
        "secrets": [{"name": secret, "description": f"of {name}"} for secret in VALUES[name]],
        "users": [{"name": user, "display_name": user.upper(), "custom_data": "x"} for user in PASSWORDS[name]],
    }


def declared() -> Json:
    """Return what the manifest declares, as options."""
    scenarios = [
        {"name": f"{name}_{number}", "script": f"// {name} {number}\n"} for name in NAMES for number in range(4)
    ]
    return {
        "scenarios": scenarios,
        "applications": [application(name, DIGITS[3 * index : 3 * index + 3]) for index, name in enumerate(NAMES)],
    }


class Account:
    """The emulator's account, and the runs of vox_sync in this process."""

    def __init__(self, emulator: Emulator) -> None:
        self.emulator = emulator
        self.calls: list[str] = []
        self.writes: list[str] = []

    def sync(self, project: Json, withheld: Withheld = WITHHELD, *, check_mode: bool = False, **options: t.Any) -> Json:
        """Run vox_sync, and see that nothing that it returns or sends openly holds a value or a password."""
        seen = len(self.emulator.journal())
        given = {**login(self.emulator), **project, **options}
        result = run_module("vox_sync", given, check_mode=check_mode, withheld=withheld)
        journal = self.emulator.journal()[seen:]
        self.calls = [call["method"] for call in journal]
        self.writes = [call["method"] for call in journal if call["write"]]
        check_hidden(HIDDEN, repr(result), repr(journal))
        return result

    def done(self, project: Json, withheld: Withheld = WITHHELD, **options: t.Any) -> Json:
        """Check, run, and run again: check mode writes nothing and tells the same, and the last run changes nothing."""
        checked = self.sync(project, withheld, check_mode=True, **options)
        assert not checked.get("failed"), checked["msg"]
        assert self.writes == []
        result = self.sync(project, withheld, **options)
        assert not result.get("failed"), result["msg"]
        writes = self.writes
        assert sorted(writes) == sorted(operation["method"] for operation in result["operations"])
        for key in ("changed", "operations", "plan_id", "drift", "summary", "diff"):
            assert checked[key] == result[key], key
        again = self.sync(project, withheld, **options)
        assert (again["changed"], again["operations"], self.writes) == (False, [], [])
        self.writes = writes
        return result

    def content(self) -> Json:
        """Return the account without times of changes, and with the values of its secrets."""
        state = self.emulator.state()
        for found in (*state["scenarios"], *state["phone_numbers"], *state["applications"]):
            found.pop("modified", None)
        for found in state["applications"]:
            for item in (*found["rules"], *found["secrets"], *found["users"]):
                item.pop("modified", None)
            for secret in found["secrets"]:
                secret["value"] = self.value(found["application_id"], secret["secret_name"])
        return state

    def application_id(self, name: str) -> int:
        """Return the id of an application."""
        return self.application(name)["application_id"]  # type: ignore[no-any-return]

    def application(self, name: str) -> Json:
        """Return an application."""
        (found,) = (found for found in self.emulator.state()["applications"] if found["application_name"] == name)
        return t.cast("Json", found)

    def number(self, digits: str) -> Json:
        """Return a phone number."""
        (found,) = (row for row in self.emulator.state()["phone_numbers"] if row["phone_number"] == digits)
        return t.cast("Json", found)

    def value(self, application_id: int, name: str) -> str:
        """Return the value of a secret."""
        found = self.emulator.call("GetSecretValue", application_id=application_id, secret_name=name)
        value: str = {**found, **(found["result"] if isinstance(found["result"], dict) else {})}["secret_value"]
        return value


@pytest.fixture
def empty(emulator: Emulator) -> Account:
    """An account that has nothing but phone numbers."""
    emulator.reset()
    emulator.add_phone_numbers(*DIGITS)
    return Account(emulator)


@pytest.fixture
def account(empty: Account) -> Account:
    """An account as the manifest declares it."""
    assert not empty.sync(declared()).get("failed")
    return empty


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
    assert "is declared" not in account.sync(project, withheld, **prune, ignore=ignore).get("msg", "")
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
        ("secret", "secret support/NEW: It has no value, so it has to exist in the account, and it does not."),
        ("user", "user support/new: It is new, and has no password."),
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


def test_play_when_values_are_vaulted_then_no_output_holds_them(
    empty: Account, controller: Controller, tmp_path: pathlib.Path
) -> None:
    """The action takes the values out: also short ones hide nothing else, and failed tasks do not show them."""
    vault = VaultLib([("default", VaultSecret(b"password"))])
    (tmp_path / "password").write_text("password", encoding="utf-8")
    manifest = declared()
    for scenario in manifest["scenarios"]:
        controller.write(f"js/{scenario['name']}.js", scenario.pop("script").encode())
    manifest["applications"][0]["secrets"].append("PORT")
    controller.write("voximplant.yml", {**manifest, "scenarios_dir": "js"})
    secrets = {
        name: {key: Vaulted(vault.encrypt(text).decode()) for key, text in VALUES[name].items()} for name in VALUES
    }
    secrets["support"]["PORT"] = "1"
    controller.write("vaulted.yml", {"secret_values": secrets, "user_passwords": PASSWORDS})
    task: Json = {
        SYNC: {
            "manifest": "voximplant.yml",
            "secret_values": "{{ secret_values }}",
            "user_passwords": "{{ user_passwords }}",
        },
        "diff": True,
    }
    undeclared = {"support": "{{ secret_values.support | combine({'TYPO': 'sesame-9'}) }}"}
    lacking = {SYNC: {**task[SYNC], "secret_values": undeclared}}
    tasks = [{"name": "Check", **task, "check_mode": True}, {"name": "Sync", **task}, {"name": "Again", **task}]
    run = controller.run(
        [*tasks, {"name": "Undeclared", **lacking}],
        "-vvv",
        "--vault-password-file",
        str(tmp_path / "password"),
        "-e",
        f"@{controller.folder}/vaulted.yml",
    )
    assert run["Sync"].result["plan_id"] == run["Check"].result["plan_id"]
    assert len(run["Sync"].result["operations"]) == 56  # with nothing masked in them
    assert [run[name].writes for name in ("Check", "Again", "Undeclared")] == [[], [], []]
    assert "the application 'support' declares no secret 'TYPO'" in run["Undeclared"].message
    assert "+ secret support/PORT" in run.output
    check_hidden([*HIDDEN, "sesame-9"], run.output, repr(run.outcomes))
    assert empty.value(empty.application_id("support"), "PORT") == "1"
    assert empty.value(empty.application_id("sales"), "SALES_CRM") == VALUES["sales"]["SALES_CRM"]


def test_export_when_it_is_deployed_again_then_nothing_changes_and_no_value_is_in_it(
    account: Account, tmp_path: pathlib.Path
) -> None:
    account.emulator.call("SetSecretInfo", application_name="lab", secret_name="LAB_TTS", description="")
    account.emulator.call("BindPhoneNumberToApplication", phone_number=DIGITS[7], application_name="lab", bind=False)
    account.emulator.call("BindPhoneNumberToApplication", phone_number=DIGITS[7], application_name="lab")
    account.emulator.clear_journal()
    exported = run_module("vox_export", {**login(account.emulator), "dest": str(tmp_path)})
    assert not exported.get("failed"), exported["msg"]
    assert "GetSecretValue" not in [call["method"] for call in account.emulator.journal()]
    text = (tmp_path / "voximplant.yml").read_text(encoding="utf-8")
    check_hidden(HIDDEN, text, repr(exported))
    project = read_manifest("voximplant.yml", str(tmp_path / "voximplant.yml"), text, read_text, Given())
    assert project.mistakes == ()
    lab = next(found for found in project.applications if found["name"] == "lab")
    assert lab["phone_numbers"] == [
        {"number": DIGITS[6], "rule": "in", "sms_enabled": False, "incoming_sms_callback_url": ""},
        {"number": DIGITS[7], "sms_enabled": False, "incoming_sms_callback_url": ""},
    ]
    assert lab["secrets"] == [{"name": "LAB_CRM", "description": "of lab"}, {"name": "LAB_TTS"}]
    assert len(lab["users"]) == 6
    options = {"scenarios": project.scenarios, "applications": project.applications}
    again = account.sync(options, Withheld(), prune=["applications", "rules", "scenarios", "bindings", *KINDS])
    assert (again["changed"], again["drift"], account.writes) == (False, [], [])


def test_export_when_the_key_may_not_read_secrets_and_users_then_it_leaves_them_out_and_alone(
    emulator: Emulator, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    warnings: list[str] = []
    monkeypatch.setattr(basic.AnsibleModule, "warn", lambda _module, warning: warnings.append(warning))
    other = emulator.add_account(roles=["Developer"])
    emulator.add_phone_numbers("12025550199", account_id=other["account_id"])
    owner = {"api_url": emulator.api_url, "account_id": other["account_id"], "api_key": other["api_key"]}
    scenarios = [found for found in declared()["scenarios"] if found["name"].startswith("support")]
    options = {"scenarios": scenarios, "applications": [application("support", ["12025550199"])]}
    withheld = Withheld({"support": VALUES["support"]}, {"support": PASSWORDS["support"]})
    assert run_module("vox_sync", {**owner, **options}, withheld=withheld)["changed"]
    (tmp_path / "key.json").write_text(json.dumps(other["credentials"]), encoding="utf-8")
    emulator.set_switches(secret_roles="admin")
    emulator.add_fault("api_error", method="GetUsers", code=104)  # which no role with scenarios lacks
    robot = {"api_url": emulator.api_url, "credentials_file": str(tmp_path / "key.json")}
    exported = run_module("vox_export", {**robot, "dest": str(tmp_path / "out")})
    assert not exported.get("failed"), exported["msg"]
    without_secrets, without_users = warnings
    assert "leaves out secrets" in without_secrets and "leaves out users" in without_users
    path = tmp_path / "out" / "voximplant.yml"
    project = read_manifest("voximplant.yml", str(path), path.read_text(encoding="utf-8"), read_text, Given())
    assert [{*KINDS} & {*found} for found in project.applications] == [{"phone_numbers"}]
    options = {"scenarios": project.scenarios, "applications": project.applications}
    again = run_module("vox_sync", {**robot, **options}, withheld=Withheld())
    assert (again["changed"], again["operations"]) == (False, []), again


def read_text(path: str) -> str:
    """Read a script of an export."""
    with open(path, encoding="utf-8", newline="") as file:
        return file.read()


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
