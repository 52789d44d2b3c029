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
from ansible_collections.voximplant.platform.plugins.module_utils._account.drift import Difference
from ansible_collections.voximplant.platform.plugins.module_utils._account.restore import RestoreTask
from ansible_collections.voximplant.platform.plugins.module_utils._account.task import AccountTask
from ansible_collections.voximplant.platform.plugins.module_utils._account.withheld import Withheld
from ansible_collections.voximplant.platform.plugins.module_utils._api.client import Client
from ansible_collections.voximplant.platform.plugins.module_utils._api.credentials import ParameterCredentials
from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import (
    ConflictError,
    InputError,
    VoximplantError,
)
from ansible_collections.voximplant.platform.plugins.module_utils._apply.task import diff_of
from ansible_collections.voximplant.platform.plugins.module_utils._plan.application import DesiredApplication
from ansible_collections.voximplant.platform.plugins.module_utils._plan.rule import DesiredRule
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
    assert (refusal.value.text, refusal.value.field, refusal.value.advice) == (
        f"The backup was made of {URL} account_id 1, but this task uses {url} account_id {account[1]}.",
        "backup_file",
        "Use the api_url and the account_id, account_name or account_email of the deployment.",
    )
    assert platform.calls == []


@pytest.fixture
def platform() -> Platform:
    """Return an account with three scenarios."""
    made = Platform()
    for name in ("menu", "queue", "gone"):
        made.add_scenario(name, f"// {name}\n")
    return made


def changed_since(platform: Platform, directory: pathlib.Path) -> str:
    """Deploy what changes, creates and deletes, and then change a scenario; return the backup."""
    declared = tuple(DesiredScenario(name, scenario_script="// new\n") for name in ("menu", "queue", "new"))
    extra = DesiredApplication("extra")
    backup_file = deploy(platform, directory, DesiredAccount(declared, (extra,), prune=Prune(frozenset(KINDS))))
    platform.scenarios[1].scenario_script = "// theirs\n"
    platform.calls.clear()
    return backup_file


OPERATIONS = ["delete scenario new", "delete application extra", "update scenario menu", "create scenario gone"]
LEFT = "scenario queue (somebody changed it since)"


def test_restoration_when_it_is_planned_then_it_shows_what_comes_back_what_goes_and_what_stays(
    platform: Platform, tmp_path: pathlib.Path
) -> None:
    plan = RestoreTask(platform.client, changed_since(platform, tmp_path)).plan()
    assert platform.writes == []
    assert list(map(str, plan.operations)) == OPERATIONS
    assert plan.warnings == ("Created again, with a new ID: scenario gone.", f"Left alone: {LEFT}.")
    assert [tuple(entry.values()) for entry in diff_of(plan)] == [
        ("application extra", "application extra (absent)", "name: extra\nsecure_record_storage: false\n", ""),
        ("order of the rules of extra", "order of the rules of extra (absent)", "rules: \n", ""),
        ("scenario gone (absent)", "scenario gone", "", "name: gone\n"),
        ("script of scenario gone (absent)", "script of scenario gone", "", "// gone\n"),
        ("script of scenario menu", "script of scenario menu", "// new\n", "// menu\n"),
        ("scenario new", "scenario new (absent)", "name: new\n", ""),
        ("script of scenario new", "script of scenario new (absent)", "// new\n", ""),
    ]
    drift = (
        Difference("scenario", "menu", None, "changed", {"script": "1 line"}, {"script": "1 line (+1 -1)"}),
        Difference("scenario", "gone", None, "missing", {}, {"script": "1 line"}),
        Difference("application", "extra", None, "unmanaged", {"secure_record_storage": False}),
        Difference("scenario", "new", None, "unmanaged", {"script": "1 line"}),
    )
    assert plan.after.as_result() == {
        "plan_id": plan.after.plan_id,
        "drift": [difference.as_result() for difference in drift],
        "left_alone": [LEFT],
    }


def test_restoration_when_it_is_forced_then_it_also_puts_back_what_somebody_changed(
    platform: Platform, tmp_path: pathlib.Path
) -> None:
    backup_file = changed_since(platform, tmp_path)
    assert restore(platform, backup_file, force=True) == ()
    assert {row.scenario_name: row.scenario_script for row in platform.scenarios} == {
        name: f"// {name}\n" for name in ("menu", "queue", "gone")
    }


def test_restoration_when_nothing_is_created_or_left_alone_then_nothing_is_warned_about(tmp_path: pathlib.Path) -> None:
    bare = Platform()
    plan = RestoreTask(bare.client, deploy(bare, tmp_path)).plan()
    assert (list(map(str, plan.operations)), plan.warnings) == (["delete scenario menu"], ())


def test_restoration_when_another_plan_was_approved_then_nothing_is_written(
    platform: Platform, tmp_path: pathlib.Path
) -> None:
    backup_file = changed_since(platform, tmp_path)
    found = RestoreTask(platform.client, backup_file).plan().after.plan_id
    assert RestoreTask(platform.client, backup_file, expected_plan=found).plan().after.plan_id == found
    with pytest.raises(ConflictError) as refusal:
        RestoreTask(platform.client, backup_file, expected_plan="1-0").plan()
    assert refusal.value.text == f"The plan is {found}, not 1-0. Nothing was written."
    assert (refusal.value.field, platform.writes) == ("expected_plan", [])


def test_restoration_when_a_call_is_refused_then_the_others_are_made_and_all_of_it_is_reported(
    platform: Platform, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    progress: list[tuple[str, int, int]] = []
    task = RestoreTask(
        platform.client,
        changed_since(platform, tmp_path),
        progress=lambda label, done, total: progress.append((label, done, total)),
    )
    plan = task.plan()
    monkeypatch.setattr(platform, "DelScenario", lambda form: {"error": {"code": 127, "msg": "Refused."}})
    with pytest.raises(VoximplantError) as refusal:
        task.apply(plan)
    error = refusal.value
    assert (error.code, error.object, error.name) == (127, "scenario", "new")
    assert (list(map(str, error.done)), error.not_reached) == (OPERATIONS[1:], ())
    assert error.result == plan.after.as_result()
    assert progress == [("written", done, 4) for done in range(4)]
    assert {row.scenario_name for row in platform.scenarios} == {"menu", "queue", "new", "gone"}


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


def test_restoration_when_objects_change_then_its_diff_has_their_texts_and_names_with_the_application(
    tmp_path: pathlib.Path,
) -> None:
    platform = Platform()
    platform.add_scenario("menu", "old")
    platform.add_rule("in", platform.add_application("support"))
    rules = (DesiredRule("in", rule_pattern="1"),)
    desired = DesiredAccount(
        (DesiredScenario("menu", scenario_script="new"),), (DesiredApplication("support", rules=rules),)
    )
    plan = RestoreTask(platform.client, deploy(platform, tmp_path, desired)).plan()
    sections = plan.after.diff_sections().values()
    assert {section.header: section.text for section in sections if section.is_content} == {
        "script of scenario menu": "old",
        "script of rule support/in": "",
    }


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


@pytest.mark.parametrize(
    ("script", "remark"),
    [("// old\n", " (only line endings differ)"), ("// new\n", ""), (None, "")],
)
def test_diff_when_only_line_endings_come_back_then_the_header_says_so(
    tmp_path: pathlib.Path, script: str | None, remark: str
) -> None:
    platform = Platform()
    platform.add_scenario("menu", "// old\r\n")
    other_name = DesiredScenario("menu2", renamed_from="menu", scenario_script=script)
    backup_file = deploy(platform, tmp_path, DesiredAccount((other_name,)))
    plan = RestoreTask(platform.client, backup_file).plan()
    headers = [
        section.header
        for state in (plan.before, plan.after)
        for section in state.diff_sections().values()
        if section.header.startswith("script of")
    ]
    assert headers == [f"script of scenario menu{remark}"] * 2
