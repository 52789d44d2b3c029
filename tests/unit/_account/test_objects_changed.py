# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Phone numbers, secrets and users that somebody changes while a task runs, or that a rollback meets."""

from __future__ import annotations

import dataclasses
import functools
import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.backup import (
    BackupFile,
    backup_of,
    read_backup,
)
from ansible_collections.voximplant.platform.plugins.module_utils._account.deployment import Deployment
from ansible_collections.voximplant.platform.plugins.module_utils._account.desired import DesiredAccount, Prune
from ansible_collections.voximplant.platform.plugins.module_utils._account.records import records_of
from ansible_collections.voximplant.platform.plugins.module_utils._account.restore import RestoreTask
from ansible_collections.voximplant.platform.plugins.module_utils._account.task import AccountTask
from ansible_collections.voximplant.platform.plugins.module_utils._account.withheld import Withheld
from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import ConflictError, VoximplantError
from ansible_collections.voximplant.platform.plugins.module_utils._plan.application import DesiredApplication
from ansible_collections.voximplant.platform.plugins.module_utils._plan.phone_number import DesiredPhoneNumber
from ansible_collections.voximplant.platform.plugins.module_utils._plan.rule import DesiredRule
from ansible_collections.voximplant.platform.plugins.module_utils._plan.secret import DesiredSecret
from ansible_collections.voximplant.platform.plugins.module_utils._plan.user import DesiredUser
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform

from ..support import support_account
from ..support.support_account import EVERYTHING, PASSWORD, VALUE, planned, support, task_of

platform = support_account.platform


def change_secret(platform: Platform) -> None:
    """Give the secret another value."""
    platform.secrets[0].update(value="x", modified="2027-01-01 00:00:00")


def change_user(platform: Platform) -> None:
    """Give the user another name to show."""
    platform.users[0]["user_display_name"] = "x"


def change_number(platform: Platform) -> None:
    """Unbind the number."""
    del platform.numbers[0]["application_id"]


def describe_secret(platform: Platform) -> None:
    """Give the secret another description in the second in which it was read."""
    platform.secrets[0]["description"] = "x"


def delete_secret(platform: Platform) -> None:
    """Delete the secret."""
    del platform.secrets[0]


def delete_user(platform: Platform) -> None:
    """Delete the user."""
    del platform.users[0]


def delete_number(platform: Platform) -> None:
    """Cancel the number."""
    del platform.numbers[0]


SECRET, USER, NUMBER = "secret support/KEY", "user support/ann", "phone_number support/1202"
CHANGES: dict[t.Callable[[Platform], None], str] = {
    change_secret: SECRET,
    describe_secret: SECRET,
    delete_secret: SECRET,
    change_user: USER,
    delete_user: USER,
    change_number: NUMBER,
    delete_number: NUMBER,
}
"""What somebody does, and the object that is left alone then."""


@pytest.mark.parametrize(("change", "name"), CHANGES.items())
@pytest.mark.parametrize("is_deleted", [False, True], ids=["changed", "deleted"])
def test_object_when_somebody_changes_it_while_the_task_runs_then_it_is_left_alone(
    platform: Platform, change: t.Callable[[Platform], None], name: str, is_deleted: bool
) -> None:
    desired = support(
        secrets=(DesiredSecret("KEY", description="new"),),
        users=(DesiredUser("ann", user_active=False),),
        phone_numbers=(DesiredPhoneNumber("1202", incoming_sms_callback_url="https://example.com"),),
    )
    if is_deleted:
        desired = support(secrets=(), users=(), phone_numbers=())
    task = task_of(platform, desired, prune=EVERYTHING)
    plan = task.plan()
    assert len(plan.operations) == 3
    change(platform)
    before = platform.snapshot()
    with pytest.raises(ConflictError, match="Somebody else changed the") as refusal:
        task.apply(plan)
    assert (f"{refusal.value.object} {refusal.value.name}", platform.snapshot()) == (name, before)


@pytest.mark.parametrize(("change", "name"), CHANGES.items())
def test_object_when_somebody_changes_it_before_the_deletions_then_it_is_not_deleted(
    platform: Platform, monkeypatch: pytest.MonkeyPatch, change: t.Callable[[Platform], None], name: str
) -> None:
    desired = support(secrets=(DesiredSecret("B", secret_value="x"),), users=(), phone_numbers=())
    add = platform.AddSecret

    def add_and_change(form: t.Mapping[str, str]) -> t.Any:
        change(platform)
        return add(form)

    monkeypatch.setattr(platform, "AddSecret", add_and_change)
    task = task_of(platform, desired, prune=EVERYTHING)
    plan = task.plan()
    with pytest.raises(ConflictError, match="Somebody else changed the") as refusal:
        task.apply(plan)
    assert f"{refusal.value.object} {refusal.value.name}" == name
    assert [operation.method for operation in refusal.value.done] == ["AddSecret"]
    assert not [method for method in platform.calls if method.startswith("Del")]


def test_backup_when_values_and_passwords_are_written_then_it_holds_neither(
    platform: Platform, tmp_path: t.Any
) -> None:
    desired = support(
        secrets=(DesiredSecret("KEY", secret_value="new-value"),),
        users=(DesiredUser("bob", user_password=PASSWORD),),
    )
    plan = planned(platform, desired)
    (state,) = [plan.before.current]
    assert dict(state.secret_values) == {platform.secrets[0]["secret_id"]: VALUE}
    before = records_of(state)
    backup = backup_of("account", plan.after.plan_id, before, plan.operations)
    file = BackupFile(str(tmp_path), "1", backup)
    for operation in plan.operations:
        file.append(dataclasses.replace(operation), platform.execute(operation))
    file.close()
    with open(file.path, encoding="utf-8") as found:
        text = found.read()
    assert not any(hidden in text for hidden in (VALUE, "new-value", PASSWORD))
    history = read_backup(file.path).history()
    key = ("secret", platform.secrets[0]["secret_id"])
    assert (key in history.with_new_value, history.get(key).value) == (True, None)


def test_restoration_when_the_deployment_wrote_objects_then_it_puts_back_what_a_backup_can_hold(
    platform: Platform, tmp_path: t.Any
) -> None:
    platform.add_user(platform.applications[0].application_id, "zoe", user_custom_data="z")
    platform.add_secret(platform.applications[0].application_id, "OLD", VALUE)
    before = platform.snapshot()
    desired = support(
        rules=(DesiredRule("out", rule_pattern="1"),),
        secrets=(
            DesiredSecret("KEY", secret_value="new-value", description="new"),
            DesiredSecret("B", secret_value="x"),
        ),
        users=(DesiredUser("anna", renamed_from="ann"), DesiredUser("bob", user_password=PASSWORD)),
        phone_numbers=(DesiredPhoneNumber("1202", rule_name="out", sms_enabled=True),),
    )
    deployment = Deployment(backup_dir=str(tmp_path))
    task = AccountTask(platform.client, DesiredAccount(applications=(desired,), prune=EVERYTHING), deployment)
    plan = task.plan()
    assert [warning.partition(":")[0] for warning in plan.warnings] == [
        "This cannot be put back",
        "vox_restore cannot put back the values of secrets",
    ]
    backup_file = task.apply(plan).backup_file or ""
    platform.calls.clear()

    withheld = Withheld(user_passwords={"support": {"zoe": PASSWORD}})
    for passwords in (Withheld(), withheld):
        restoration = RestoreTask(platform.client, backup_file, withheld=passwords)
        restored = restoration.plan()
        restoration.apply(restored)

    key = "secret support/KEY (its value was changed, and its previous value is not known)"
    assert sorted(restored.after.left_alone) == [key, "secret support/OLD (its value is not known)"]
    assert platform.calls.count("AddUser") == 1
    assert "GetSecretValue" not in platform.calls
    _scenarios, rules, _applications, numbers, (secret, _old), users = before
    (now,) = platform.secrets
    assert (now["description"], now["value"]) == ("", "new-value")
    assert now["secret_id"] == secret["secret_id"]
    assert [row["user_name"] for row in platform.users] == ["ann", "zoe"]
    assert platform.users[1]["user_custom_data"] == "z"
    assert [row.rule_name for row in platform.rules] == [row.rule_name for row in rules]
    rule_id = platform.rules[0].rule_id
    assert platform.numbers == [
        {**numbers[0], "rule_id": rule_id, "application_name": "name", "rule_name": "name", "is_sms_enabled": False}
    ]
    assert users[0]["user_id"] == platform.users[0]["user_id"]


@pytest.mark.parametrize("kind", ["secret", "user", "number"])
def test_restoration_when_somebody_filled_a_created_application_then_it_is_left_alone(
    platform: Platform, tmp_path: t.Any, kind: str
) -> None:
    desired = DesiredAccount(applications=(DesiredApplication("extra"),))
    task = AccountTask(platform.client, desired, Deployment(backup_dir=str(tmp_path)))
    backup_file = task.apply(task.plan()).backup_file or ""
    extra = platform.applications[-1].application_id
    if kind == "secret":
        platform.add_secret(extra, "X")
    elif kind == "user":
        platform.add_user(extra, "x")
    else:
        platform.add_number("1", application_id=extra, application_name="extra")
    plan = RestoreTask(platform.client, backup_file).plan()
    assert (plan.operations, plan.after.left_alone) == ((), ("application extra (it holds what is not put back)",))


def test_user_when_the_platform_chooses_another_default_then_a_roll_back_still_knows_it(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platform, "add_user", functools.partial(platform.add_user, parent_accounting=False))
    monkeypatch.setattr(platform, "AddRule", lambda form: {"error": {"code": 127, "msg": "Refused."}})
    desired = support(
        users=(DesiredUser("bob", user_password=PASSWORD),), rules=(DesiredRule("out", rule_pattern="1"),)
    )
    task = task_of(platform, desired, atomic=True)
    with pytest.raises(VoximplantError) as refusal:
        task.apply(task.plan())
    assert refusal.value.result["left_alone"] == []
    assert [row["user_name"] for row in platform.users] == ["ann"]


def test_secret_and_number_when_a_later_call_is_refused_then_a_roll_back_puts_back_value_and_address(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    platform.numbers[0]["incoming_sms_callback_url"] = "https://old.test"
    monkeypatch.setattr(platform, "DelUser", lambda form: {"error": {"code": 127, "msg": "Refused."}})
    desired = support(
        secrets=(DesiredSecret("KEY", secret_value="new-value"),),
        users=(),
        phone_numbers=(DesiredPhoneNumber("1202", incoming_sms_callback_url="https://new.test"),),
    )
    task = task_of(platform, desired, prune=EVERYTHING, atomic=True)
    with pytest.raises(VoximplantError) as refusal:
        task.apply(task.plan())
    assert [operation.method for operation in refusal.value.done] == ["SetSecretInfo", "SetPhoneNumberInfo"]
    assert refusal.value.result["left_alone"] == []
    assert platform.secrets[0]["value"] == VALUE
    assert platform.numbers[0]["incoming_sms_callback_url"] == "https://old.test"


@pytest.mark.parametrize("renamed_from", [None, "old"])
def test_user_when_a_later_call_is_refused_then_a_roll_back_creates_it_again_with_the_given_password(
    platform: Platform, monkeypatch: pytest.MonkeyPatch, renamed_from: str | None
) -> None:
    platform.applications[0].application_name = renamed_from or "support"
    monkeypatch.setattr(platform, "DelApplication", lambda form: {"error": {"code": 127, "msg": "Refused."}})
    platform.add_application("extra")
    withheld = Withheld(user_passwords={"support": {"ann": PASSWORD}})
    prune = Prune(frozenset({"applications", "users"}))
    desired = support(users=(), renamed_from=renamed_from)
    task = task_of(platform, desired, prune=prune, atomic=True, withheld=withheld)
    plan = task.plan()
    with pytest.raises(VoximplantError) as refusal:
        task.apply(plan)
    deletion = refusal.value.done[-1]
    assert (deletion.method, deletion.qualified_name) == ("DelUser", "support/ann")
    assert [warning for warning in plan.warnings if "without a password" in warning] == []
    assert [found.application for found in plan.after.drift if found.name == "ann"] == ["support"]
    assert refusal.value.result["left_alone"] == []
    assert [(row["user_name"], row["user_password"]) for row in platform.users] == [("ann", PASSWORD)]
