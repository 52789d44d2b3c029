# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Restorations from a backup, against an account in memory."""

from __future__ import annotations

import pathlib
import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.deployment import Deployment
from ansible_collections.voximplant.platform.plugins.module_utils._account.desired import DesiredAccount, Prune
from ansible_collections.voximplant.platform.plugins.module_utils._account.restore import RestoreTask
from ansible_collections.voximplant.platform.plugins.module_utils._account.task import AccountTask
from ansible_collections.voximplant.platform.plugins.module_utils._account.withheld import Withheld
from ansible_collections.voximplant.platform.plugins.module_utils._api.client import Client
from ansible_collections.voximplant.platform.plugins.module_utils._api.credentials import ParameterCredentials
from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import InputError
from ansible_collections.voximplant.platform.plugins.module_utils._plan.scenario import DesiredScenario
from ansible_collections.voximplant.platform.tests.unit.support.platform import ACCOUNT, Platform
from harness.fakes import URL

NEW = DesiredAccount((DesiredScenario("menu", scenario_script="// menu\n"),))
KINDS = ("applications", "rules", "scenarios", "bindings", "phone_numbers", "secrets", "users")
PASSWORD = "Open-sesame-1"


def deploy(platform: Platform, directory: pathlib.Path, desired: DesiredAccount = NEW) -> str:
    """Deploy, and return the backup."""
    task = AccountTask(platform.client, desired, Deployment(backup_dir=str(directory)))
    return task.apply(task.plan()).backup_file or ""


def restore(platform: Platform, backup_file: str, **given: t.Any) -> tuple[str, ...]:
    """Restore, and return what is left alone."""
    task = RestoreTask(platform.client, backup_file, prune_limit=99, **given)
    plan = task.plan()
    task.apply(plan)
    return plan.after.left_alone


@pytest.mark.parametrize(
    ("url", "account"), [(URL, ("account_id", "2")), ("https://other.test/platform_api", ("account_id", "1"))]
)
def test_restoration_when_the_backup_is_of_another_account_or_platform_then_it_is_refused(
    tmp_path: pathlib.Path, url: str, account: tuple[str, str]
) -> None:
    platform = Platform()
    backup_file = deploy(platform, tmp_path)
    platform.calls.clear()
    client = Client(t.cast(t.Any, platform), url, ParameterCredentials(account, ("api_key", "a-secret-key")))
    with pytest.raises(InputError) as refusal:
        RestoreTask(client, backup_file).plan()
    assert refusal.value.field == "backup_file"
    assert f"but this task uses {url} account_id {account[1]}." in refusal.value.text
    assert platform.calls == []


@pytest.mark.parametrize(
    ("shown", "left"),
    [("// menu\n", []), ("// me", ["menu"]), ("// theirs\n", ["menu"]), ("// menu\n// theirs\n", ["menu"])],
    ids=["as planned", "less of it", "another script", "more of it"],
)
def test_restoration_when_an_id_was_not_noted_then_it_is_removed_if_it_is_as_planned_and_else_named(
    tmp_path: pathlib.Path, shown: str, left: list[str]
) -> None:
    """The process was killed between the platform's answer and the line in the backup."""
    platform = Platform()
    path = pathlib.Path(deploy(platform, tmp_path))
    header, _accepted = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(header)
    platform.scenarios[0].scenario_script = shown
    reason = "it may have been created by the deployment, but differs from the plan"
    assert restore(platform, str(path)) == tuple(f"scenario {name} ({reason})" for name in left)
    assert [row.scenario_name for row in platform.scenarios] == left


def test_restoration_when_an_application_was_deleted_then_it_comes_back_with_what_it_held(
    tmp_path: pathlib.Path,
) -> None:
    platform = Platform()
    shared, application = platform.add_scenario("shared", "// shared\n"), platform.add_application("support")
    application.secure_record_storage = True
    own = platform.add_scenario("own", "// own\n", application_id=application.application_id)
    platform.add_rule("second", application, shared)
    first = platform.add_rule("first", application, own, shared, rule_pattern="1", rule_pattern_exclude="19")
    bound = {"application_id": application.application_id, "application_name": f"support.{ACCOUNT}"}
    platform.add_number("1202", **bound, rule_id=first.rule_id, rule_name="first")
    platform.add_user(application.application_id, "ann", user_custom_data="x")
    keep_shared = DesiredAccount((DesiredScenario("shared"),), prune=Prune(frozenset(KINDS), limit=99))

    backup_file = deploy(platform, tmp_path, keep_shared)
    assert (platform.applications, platform.rules, platform.users) == ([], [], [])
    passwords = Withheld(user_passwords={"support": {"ann": PASSWORD}})

    assert restore(platform, backup_file, withheld=passwords) == ()

    (renewed,) = platform.applications
    assert (renewed.application_name, renewed.secure_record_storage) == ("support", True)
    assert renewed.application_id != application.application_id
    again = platform.named("own")
    assert again is not None and (again.scenario_script, again.application_id) == ("// own\n", renewed.application_id)
    assert [(rule.rule_name, rule.scenario_ids) for rule in platform.rules] == [
        ("second", [shared.scenario_id]),
        ("first", [again.scenario_id, shared.scenario_id]),
    ]
    assert (platform.rules[1].rule_pattern, platform.rules[1].rule_pattern_exclude) == ("1", "19")
    (number,), (user,) = platform.numbers, platform.users
    assert (number["application_id"], number["rule_id"]) == (renewed.application_id, platform.rules[1].rule_id)
    assert (user["user_name"], user["user_custom_data"], user["user_password"]) == ("ann", "x", PASSWORD)
