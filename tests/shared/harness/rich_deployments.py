# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Deployments of the rich project by playbooks, and the account before them."""

from __future__ import annotations

import typing as t

import pytest

from voximplant_emulator import Emulator

from .plays import Controller, Json, Outcome, Unsafe
from .projects import Project
from .rich_project import as_options, without_secret
from .whole_accounts import Account

SYNC = "voximplant.platform.vox_sync"
RESTORE = "voximplant.platform.vox_restore"
PROJECT = without_secret()
FOR_GOOD = ["This cannot be put back if application closed is deleted"]  # what a plan warns of


@pytest.fixture
def account(emulator: Emulator) -> Account:
    """The account before the deployment."""
    PROJECT.fill(emulator)
    return Account(emulator)


def options(account: Account, project: Project = PROJECT, **changes: object) -> Json:
    """What is declared; texts are not templated."""
    found = as_options(project.fill(account.emulator))
    for scenario in found["scenarios"]:
        if "script" in scenario:
            scenario["script"] = Unsafe(scenario["script"])
    return {**found, **changes}


def run(controller: Controller, *tasks: Json, **how: t.Any) -> list[Outcome]:
    """Run tasks one after the other, each named by its number."""
    played = controller.run([{"name": str(number), "diff": True, **task} for number, task in enumerate(tasks)], **how)
    return [played[str(number)] for number in range(len(tasks))]
