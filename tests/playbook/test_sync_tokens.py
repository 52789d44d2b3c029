# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""vox_sync with a manifest whose names are tokens: everything else of the task means the names after substitution."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.withheld import Withheld
from ansible_collections.voximplant.platform.plugins.plugin_utils._manifest.project import (
    Given,
    Project,
    read_manifest,
)
from ansible_collections.voximplant.platform.plugins.plugin_utils._manifest.sources import Roots
from harness.accounts import login, texts
from harness.in_process import run_module

if t.TYPE_CHECKING:
    import pathlib

    from harness.plays import Json
    from voximplant_emulator import Emulator

pytestmark = pytest.mark.one_core

HOTLINE, OTHER = "12025550100", "12025550101"
TOKENS = {"__STAGE__": "test", "__HOTLINE__": HOTLINE}
KINDS = ["applications", "rules", "scenarios", "bindings", "phone_numbers", "secrets", "users"]
SMOKE_TEST = {"application_name": "calls-test", "rule_name": "test_in", "timeout": 20}
WITHHELD = Withheld({"calls-test": {"test_KEY": "sesame"}}, {"calls-test": {"agent-test": "Pass-word-1!"}})
MANIFEST = """\
substitutions:
  __STAGE__: null
  __HOTLINE__: null
scenarios_dir: js
scenarios:
  - {name: __STAGE___in, src: js/in.js, application_name: calls-__STAGE__}
applications:
  - name: calls-__STAGE__
    rules:
      - {name: __STAGE___in, pattern: '__HOTLINE__', scenarios: [__STAGE___in]}
      - {name: out, pattern: '9'}
    phone_numbers:
      - {number: '__HOTLINE__', rule: __STAGE___in, incoming_sms_callback_url: 'https://__STAGE__.example.com'}
    secrets:
      - {name: __STAGE___KEY, description: of __STAGE__}
    users:
      - {name: agent-__STAGE__, display_name: Agent __STAGE__, custom_data: __STAGE__}
ignore:
  scenarios: ['live_*']
"""


@pytest.fixture
def account(emulator: Emulator) -> Emulator:
    """Give an account two phone numbers; a session takes no time."""
    emulator.reset()
    emulator.add_phone_numbers(HOTLINE, OTHER)
    emulator.set_switches(session_seconds=0.01)
    return emulator


def read_text(path: str, roots: Roots | None) -> str:
    """Read a script."""
    with open(path, encoding="utf-8", newline="") as file:
        return file.read()


def read(directory: pathlib.Path, manifest: str = MANIFEST, **tokens: str) -> Project:
    """Write a project with one script, and read it."""
    (directory / "js").mkdir(parents=True, exist_ok=True)
    (directory / "js" / "in.js").write_text("// __STAGE__\n", encoding="utf-8")
    path = directory / "voximplant.yml"
    return read_manifest("voximplant.yml", str(path), manifest, read_text, Given(tokens))


def sync(account: Emulator, project: Project, *, check_mode: bool = False, **options: t.Any) -> Json:
    """Deploy a project."""
    assert project.mistakes == ()
    declared = {"scenarios": project.scenarios, "applications": project.applications, "ignore": project.ignore}
    given = {**login(account), **declared, **options}
    account.clear_journal()
    return run_module("vox_sync", given, check_mode=check_mode, withheld=WITHHELD)


def writes(account: Emulator) -> list[str]:
    """Return the methods that were called to write, each once where several calls come after each other."""
    methods = [call["method"] for call in account.journal(write=True)]
    return [method for method, before in zip(methods, [None, *methods], strict=False) if method != before]


def test_project_when_its_names_are_tokens_then_number_pattern_values_and_smoke_test_mean_what_they_become(
    account: Emulator, tmp_path: pathlib.Path
) -> None:
    project = read(tmp_path, **TOKENS)
    checked = sync(account, project, check_mode=True, smoke_test=SMOKE_TEST)
    done = sync(account, project, smoke_test=SMOKE_TEST)
    assert not done.get("failed"), done["msg"]
    assert done["session"]["finish_reason"] == "Normal termination"
    assert done["plan_id"] == checked["plan_id"]
    (application,) = account.state()["applications"]
    (rule, _out), (secret,), (user,) = (application[kind] for kind in ("rules", "secrets", "users"))
    number = next(row for row in account.state()["phone_numbers"] if row["phone_number"] == HOTLINE)
    assert (rule["rule_name"], rule["rule_pattern"], number["rule_id"]) == ("test_in", HOTLINE, rule["rule_id"])
    assert number["incoming_sms_callback_url"] == "https://test.example.com"
    assert (secret["secret_name"], secret["description"]) == ("test_KEY", "of test")
    value = account.call("GetSecretValue", application_name="calls-test", secret_name="test_KEY")
    assert value["result"]["secret_value"] == "sesame"
    assert account.has_password(user["user_id"], "Pass-word-1!")
    shown = [user[name] for name in ("user_name", "user_display_name", "user_custom_data")]
    assert shown == ["agent-test", "Agent test", "test"]
    assert texts(account) == {"test_in": "// test\n"}
    again = sync(account, project, smoke_test=SMOKE_TEST)
    assert (again["changed"], writes(account)) == (False, [])


def test_project_when_it_is_written_out_in_another_directory_then_its_plan_is_the_same(
    account: Emulator, tmp_path: pathlib.Path
) -> None:
    literal = MANIFEST.partition("scenarios_dir")[2].replace("__STAGE__", "test").replace("__HOTLINE__", HOTLINE)
    head = "substitutions: {__STAGE__: test}\nscenarios_dir"
    projects = (read(tmp_path / "a", **TOKENS), read(tmp_path / "deep" / "b", head + literal))
    first, second = (sync(account, project, check_mode=True) for project in projects)
    assert len(first["operations"]) == 8
    assert (first["plan_id"], first["operations"]) == (second["plan_id"], second["operations"])


def test_globs_when_names_are_tokens_then_they_match_what_those_become(
    account: Emulator, tmp_path: pathlib.Path
) -> None:
    for name in ("test_old", "live_old"):
        account.call("AddScenario", scenario_name=name)
    project = read(tmp_path, **TOKENS)
    part = sync(account, project, only_rules=["test_*"], only_scenarios=["test_*"])
    assert [rule["rule_name"] for rule in account.state()["applications"][0]["rules"]] == ["test_in"], part
    pruned = sync(account, project, prune=["scenarios"], prune_pattern="test_*")
    assert [operation["name"] for operation in pruned["operations"] if operation["action"] == "delete"] == ["test_old"]
    assert sorted(texts(account)) == ["live_old", "test_in"]
    (mistake,) = read(tmp_path, **{**TOKENS, "__STAGE__": "live"}).mistakes
    assert str(mistake).startswith("voximplant.yml:6: scenarios[0].name: 'live_in' is declared, but ignore.scenarios")


def fill(account: Emulator) -> None:
    """Give the account an application that the project does not know, with something of every kind."""
    scope = {"application_id": account.call("AddApplication", application_name="old")["application_id"]}
    added = account.call("AddScenario", scenario_name="old", **scope)
    rule = {"rule_name": "old", "rule_pattern": "1", "scenario_id": added["scenario_id"]}
    account.call("AddRule", **scope, **rule)
    account.call("AddSecret", **scope, secret_name="OLD", secret_value="x")
    account.call("AddUser", **scope, user_name="old", user_display_name="Old", user_password="Pass-word-2!")
    account.call("BindPhoneNumberToApplication", **scope, phone_number=OTHER, rule_name="old")


def test_sync_when_something_of_every_kind_comes_and_goes_then_the_smoke_test_is_between_writes_and_deletions(
    account: Emulator, tmp_path: pathlib.Path
) -> None:
    fill(account)
    done = sync(account, read(tmp_path, **TOKENS), prune=KINDS, smoke_test=SMOKE_TEST)
    assert not done.get("failed"), done["msg"]
    bind = "BindPhoneNumberToApplication"
    assert writes(account) == [
        *("AddApplication", "AddSecret", "AddUser", "AddScenario", "AddRule", bind, "SetPhoneNumberInfo"),
        "StartScenarios",
        *(bind, "DelRule", "DelScenario", "DelSecret", "DelUser", "DelApplication"),
    ]


def test_sync_when_no_limit_is_given_then_a_rule_may_lose_ten_scenarios_and_not_eleven(account: Emulator) -> None:
    ids = [account.call("AddScenario", scenario_name=f"s{number}")["scenario_id"] for number in range(11)]
    account.call("AddApplication", application_name="support")
    account.call("AddRule", application_name="support", rule_name="in", rule_pattern="1", scenario_id=ids)
    options: Json = {
        **login(account),
        "applications": [{"name": "support", "rules": [{"name": "in", "scenarios": []}]}],
    }
    account.clear_journal()
    refused = run_module("vox_sync", options)
    assert "11 objects would be deleted or unbound, and prune_limit is 10" in refused["msg"]
    assert (refused["error"]["field"], writes(account)) == ("prune_limit", [])
    account.call("DelScenario", scenario_id=ids[0])
    assert run_module("vox_sync", options)["summary"]["unbound"] == 10
