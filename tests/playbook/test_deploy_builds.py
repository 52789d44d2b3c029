# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Builds of several accounts in one directory: none of them gets the output of another one's build."""

from __future__ import annotations

import typing as t

import pytest

from harness import own_emulator
from harness.deployments import deploy
from harness.plays import HOSTS

if t.TYPE_CHECKING:
    from harness.plays import Controller, Json, Run
    from voximplant_emulator import Emulator

pytestmark = pytest.mark.one_core

controller = own_emulator.controller
emulator = own_emulator.emulator

NAMES = ("prod", "test")
BUILD = "rm -rf dist; mkdir dist; echo '// new' >dist/one.js; sleep 1; echo '// new' >dist/two.js"


@pytest.fixture
def accounts(controller: Controller, emulator: Emulator) -> dict[str, Json]:
    """Give accounts as hosts of the inventory, with a project that has to be built."""
    accounts = {name: emulator.add_account() for name in NAMES}
    login = {name: {"voximplant_credentials": account["credentials"]} for name, account in accounts.items()}
    hosts = {name: {**HOSTS["localhost"], **login[name]} for name in NAMES}
    controller.write("inventory/hosts.yml", {"all": {"hosts": hosts, "vars": {"voximplant_api_url": emulator.api_url}}})
    controller.write("project/voximplant.yml", {"scenarios_dir": "dist"})
    for account in accounts.values():
        emulator.call("AddScenario", account_id=account["account_id"], scenario_name="two", scenario_script="// old\n")
    return accounts


def deploy_all(controller: Controller, command: str, **keywords: str) -> Run:
    return deploy(
        controller,
        play={"hosts": "all", "defaults": {}, **keywords},
        deploy_build_command=command,
        deploy_prune=["scenarios"],
    )


def scripts(emulator: Emulator, account: Json) -> dict[str, str]:
    """Return the scripts of an account by name."""
    rows = emulator.state(account["account_id"])["scenarios"]
    return {row["scenario_name"]: row["scenario_script"] for row in rows}


def test_builds_when_their_command_is_the_same_then_every_account_gets_the_output(
    controller: Controller, emulator: Emulator, accounts: dict[str, Json]
) -> None:
    run = deploy_all(controller, BUILD)
    assert run.returncode == 0, run.output
    for account in accounts.values():
        assert scripts(emulator, account) == {"one": "// new\n", "two": "// new\n"}


def test_builds_when_their_command_depends_on_the_host_then_nothing_is_written(
    controller: Controller, emulator: Emulator, accounts: dict[str, Json]
) -> None:
    run = deploy_all(controller, "mkdir -p dist; echo '// {{ inventory_hostname }}' >dist/one.js")
    messages = [outcome.message for outcome in run.outcomes if outcome.status == "failed"]
    others = [f"/project is also built by {name}, with a different command" for name in reversed(NAMES)]
    assert all(other in message for other, message in zip(others, sorted(messages, reverse=True), strict=True))
    assert emulator.journal() == []


def test_builds_when_the_hosts_do_not_wait_for_each_other_then_no_account_gets_half_an_output(
    controller: Controller, emulator: Emulator, accounts: dict[str, Json]
) -> None:
    """One of them may fail, because the other one builds at the same time."""
    run = deploy_all(controller, BUILD, strategy="free")
    whole = {"one": "// new\n", "two": "// new\n"}
    for name, account in accounts.items():
        failed = [outcome for outcome in run.outcomes if (outcome.host, outcome.status) == (name, "failed")]
        assert all("/project is also built by" in outcome.message for outcome in failed), run.output
        assert scripts(emulator, account) == ({"two": "// old\n"} if failed else whole)
    assert whole in [scripts(emulator, account) for account in accounts.values()], run.output
