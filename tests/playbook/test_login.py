# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""All ways to log in: as options, as defaults of a play, from the environment, for modules and for the action."""

from __future__ import annotations

import datetime
import json
import pathlib
import typing as t

import pytest
from ansible.parsing.vault import VaultLib, VaultSecret

from harness.plays import Vaulted

if t.TYPE_CHECKING:
    from harness.accounts import World
    from harness.plays import Controller, Json, Outcome
    from voximplant_emulator import Emulator

pytestmark = pytest.mark.every_core

WAYS = ("api_key", "session_id", "credentials_file", "credentials_json", "credentials_mapping")
FAMILIES = {
    "api_key": "api_key",
    "session_id": "session",
    "credentials_file": "token",
    "credentials_json": "token",
    "credentials_mapping": "token",
}


def options_for(emulator: Emulator) -> dict[str, Json]:
    """The options that each way to log in takes."""
    text = pathlib.Path(emulator.credentials_file).read_text(encoding="utf-8")
    return {
        "api_key": {"account_name": emulator.account_name, "api_key": emulator.api_key},
        "session_id": {"account_email": emulator.account_email, "session_id": emulator.session_id},
        "credentials_file": {"credentials_file": emulator.credentials_file},
        "credentials_json": {"credentials": text},
        "credentials_mapping": {"credentials": json.loads(text)},
    }


def variables_for(emulator: Emulator) -> dict[str, dict[str, str]]:
    """The environment variables that each way to log in takes; a mapping cannot be one."""
    options = options_for(emulator)
    account = {"VOXIMPLANT_API_URL": emulator.api_url}
    return {
        "api_key": {
            **account,
            "VOXIMPLANT_ACCOUNT_ID": str(emulator.account_id),
            "VOXIMPLANT_API_KEY": emulator.api_key,
        },
        "session_id": {
            **account,
            "VOXIMPLANT_ACCOUNT_NAME": emulator.account_name,
            "VOXIMPLANT_SESSION_ID": emulator.session_id,
        },
        "credentials_file": {**account, "VOXIMPLANT_CREDENTIALS": emulator.credentials_file},
        "credentials_json": {**account, "VOXIMPLANT_CREDENTIALS_JSON": options["credentials_json"]["credentials"]},
    }


def pair(name: str, world: World, options: Json | None = None, **keywords: object) -> list[Json]:
    """A module's task and an action's."""
    tasks = {
        "vox_scenario_info": {"scenario_id": world.menu},
        "vox_session": {"rule_id": world.inbound},
    }
    return [
        {"name": f"{name}: {module}", f"voximplant.platform.{module}": {**wanted, **(options or {})}, **keywords}
        for module, wanted in tasks.items()
    ]


def check(outcomes: t.Sequence[Outcome], family: str) -> None:
    """Make sure that a module and an action went through with one kind of evidence, and none of it in a URL."""
    for outcome in outcomes:
        assert outcome.status == "ok", outcome.result
        assert {call["auth"] for call in outcome.calls} == {family}
        assert all(call["query_keys"] == [] for call in outcome.calls)
    assert len(outcomes) == 2


@pytest.fixture(scope="module")
def played(controller: Controller, emulator: Emulator, world: World) -> dict[str, list[Outcome]]:
    """Log in every way within one play, as options and through the task's environment."""
    url = {"api_url": emulator.api_url}
    tasks = [
        *(task for way, options in options_for(emulator).items() for task in pair(f"options {way}", world, options)),
        *(
            task
            for way, variables in variables_for(emulator).items()
            for task in pair(f"environment {way}", world, environment=variables)
        ),
    ]
    run = controller.run(tasks, defaults=url)
    by_way: dict[str, list[Outcome]] = {}
    for outcome in run.outcomes:
        by_way.setdefault(outcome.task.rsplit(":", 1)[0], []).append(outcome)
    return by_way


@pytest.mark.parametrize("way", WAYS)
def test_login_when_it_comes_as_options_then_module_and_action_use_it(
    played: dict[str, list[Outcome]], way: str
) -> None:
    check(played[f"options {way}"], FAMILIES[way])


@pytest.mark.parametrize("way", WAYS[:-1])
def test_login_when_it_comes_from_the_tasks_environment_then_module_and_action_use_it(
    played: dict[str, list[Outcome]], way: str
) -> None:
    check(played[f"environment {way}"], FAMILIES[way])


@pytest.mark.parametrize("way", ["api_key", "credentials_json"])
def test_login_when_it_comes_from_the_process_environment_then_module_and_action_use_it(
    controller: Controller, emulator: Emulator, world: World, way: str
) -> None:
    run = controller.run(pair("play", world), defaults={}, environment=variables_for(emulator)[way])
    check(run.outcomes, FAMILIES[way])


def test_login_when_options_and_environment_differ_then_options_win(
    controller: Controller, emulator: Emulator, world: World
) -> None:
    wrong = {
        "VOXIMPLANT_API_KEY": "wrong-wrong-wrong",
        "VOXIMPLANT_ACCOUNT_ID": "1",
        "VOXIMPLANT_API_URL": "http://127.0.0.1:1",
    }
    run = controller.run(
        [*pair("play", world, environment=wrong), *pair("other", world, options_for(emulator)["credentials_file"])],
        environment={"VOXIMPLANT_ACCOUNT_ID": "1"},
    )
    check(run.outcomes[:2], "api_key")
    assert [outcome.status for outcome in run.outcomes[2:]] == ["failed", "failed"]
    assert "api_key and credentials_file are mutually exclusive" in run.outcomes[2].message


def test_login_when_a_child_account_is_named_then_the_parents_key_acts_there(
    controller: Controller, emulator: Emulator
) -> None:
    child = emulator.add_account(account_name="child", parent_account_id=emulator.account_id)["account_id"]
    options = {
        "api_url": emulator.api_url,
        "credentials_file": emulator.credentials_file,
        "child_account_id": child,
        "scenario_name": "in_child",
    }
    run = controller.run([{"name": "create", "voximplant.platform.vox_scenario": options}], defaults={})
    assert run["create"].writes == ["AddScenario"]
    assert [row["scenario_name"] for row in emulator.state(child)["scenarios"]] == ["in_child"]


def test_fleet_when_accounts_are_hosts_then_each_task_acts_in_its_own(
    controller: Controller, emulator: Emulator
) -> None:
    accounts = {name: emulator.add_account(account_name=name) for name in ("north", "south")}
    shared = {"ansible_connection": "local", "ansible_python_interpreter": "{{ ansible_playbook_python }}"}
    hosts = {
        name: {**shared, "id": account["account_id"], "key": account["api_key"]} for name, account in accounts.items()
    }
    controller.write("inventory/fleet.yml", {"fleet": {"hosts": hosts}})
    run = controller.run(
        [{"name": "create", "voximplant.platform.vox_scenario": {"scenario_name": "of_{{ inventory_hostname }}"}}],
        hosts="fleet",
        defaults={"api_url": emulator.api_url, "account_id": "{{ id }}", "api_key": "{{ key }}"},
    )
    assert {outcome.host: outcome.status for outcome in run.outcomes} == {"north": "ok", "south": "ok"}
    for name, account in accounts.items():
        rows = emulator.state(account["account_id"])["scenarios"]
        assert [row["scenario_name"] for row in rows] == [f"of_{name}"]
        assert account["api_key"] not in run.output


def test_login_when_the_key_file_is_vaulted_and_relative_then_both_paths_find_and_decrypt_it(
    controller: Controller, emulator: Emulator, world: World, tmp_path: pathlib.Path
) -> None:
    text = pathlib.Path(emulator.credentials_file).read_bytes()
    controller.write("files/vaulted.json", VaultLib([("default", VaultSecret(b"password"))]).encrypt(text))
    controller.write("password", b"password")
    for execution in ("in_process", "shipped"):
        run = controller.run(
            pair(execution, world),
            "--vault-password-file",
            "password",
            defaults={"api_url": emulator.api_url, "credentials_file": "vaulted.json"},
            environment={"VOXIMPLANT_EXECUTION": execution},
        )
        check(run.outcomes, "token")


def test_login_when_variables_hold_relative_paths_or_blanks_then_both_paths_read_them_alike(
    controller: Controller, emulator: Emulator, world: World
) -> None:
    controller.write("own/key.json", pathlib.Path(emulator.credentials_file).read_bytes())
    blank = dict.fromkeys(("VOXIMPLANT_API_KEY", "VOXIMPLANT_SESSION_ID", "VOXIMPLANT_CREDENTIALS_JSON"), " ")
    controller.write("plays/unused.yml", [])
    for execution in ("in_process", "shipped"):
        run = controller.run(
            pair(execution, world),
            defaults={},
            directory="plays",
            environment={
                "VOXIMPLANT_API_URL": emulator.api_url,
                "VOXIMPLANT_CREDENTIALS": "own/key.json",
                "VOXIMPLANT_EXECUTION": execution,
                **blank,
            },
        )
        check(run.outcomes, "token")


def test_login_when_values_are_vaulted_inline_then_both_paths_decrypt_them(
    controller: Controller, emulator: Emulator, world: World
) -> None:
    vault = VaultLib([("default", VaultSecret(b"password"))])
    controller.write("password", b"password")
    login = {
        "api_url": emulator.api_url,
        "account_id": emulator.account_id,
        "api_key": Vaulted(vault.encrypt(emulator.api_key).decode()),
    }
    script = {"scenario_name": "vaulted", "scenario_script": Vaulted(vault.encrypt("// __WHO__").decode())}
    script["substitutions"] = {"__WHO__": Vaulted(vault.encrypt("me").decode())}
    for execution in ("in_process", "shipped"):
        run = controller.run(
            [
                *pair(execution, world, login),
                {"name": "script", "voximplant.platform.vox_scenario": {**login, **script}},
                {
                    "name": "session",
                    "voximplant.platform.vox_session": {
                        **login,
                        "rule_id": world.inbound,
                        "script_custom_data": {"day": datetime.date(2026, 11, 26)},
                    },
                },
            ],
            "--vault-password-file",
            "password",
            defaults={},
            environment={"VOXIMPLANT_EXECUTION": execution},
        )
        assert [outcome.status for outcome in run.outcomes] == ["ok"] * 4, run.output
        assert run["session"].writes == ["StartScenarios"]
    (row,) = (row for row in emulator.state()["scenarios"] if row["scenario_name"] == "vaulted")
    assert row["scenario_script"] == "// me"
