# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Test the playbook deploy.yml of a project without an account."""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys
import typing as t

import pytest

PROJECT = pathlib.Path(__file__).resolve().parent
LIST = ("ansible-galaxy", "collection", "list", "voximplant.platform", "--format", "json")
(WHERE,) = json.loads(subprocess.check_output(LIST))
sys.path.insert(0, f"{WHERE}/voximplant/platform/roles/emulator/files")

from voximplant_emulator import Emulator


@pytest.fixture
def account(tmp_path: pathlib.Path) -> t.Iterator[Emulator]:
    """Provide an account with the application and the rule that the playbook expects."""
    with Emulator(tmp_path) as emulator:
        emulator.call("AddApplication", application_name="support")
        emulator.call("AddRule", application_name="support", rule_name="inbound", rule_pattern="12025550100")
        yield emulator


def deploy(account: Emulator) -> subprocess.CompletedProcess[str]:
    """Run the playbook against the account."""
    login = {"VOXIMPLANT_API_URL": account.api_url, "VOXIMPLANT_CREDENTIALS": account.credentials_file}
    command = ["ansible-playbook", "deploy.yml"]
    return subprocess.run(
        command, cwd=PROJECT, env={**os.environ, **login}, capture_output=True, text=True, check=False
    )


def test_second_deployment_changes_nothing(account: Emulator) -> None:
    assert deploy(account).returncode == 0
    account.clear_journal()
    assert deploy(account).returncode == 0
    assert account.journal(write=True) == []


def test_deployment_continues_after_a_lost_response(account: Emulator) -> None:
    account.add_fault("reset_after_commit", method="AddScenario")
    assert deploy(account).returncode == 0
    assert {scenario["scenario_name"] for scenario in account.state()["scenarios"]} == {"common", "inbound"}


def test_deployment_reports_why_the_platform_refuses_a_call(account: Emulator) -> None:
    account.add_fault("api_error", method="BindScenario", code=419)
    done = deploy(account)
    assert done.returncode != 0
    assert "code 419" in done.stdout
