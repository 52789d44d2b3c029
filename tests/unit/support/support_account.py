# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An account with an application, and a phone number, a secret and a user of it."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.deployment import Deployment
from ansible_collections.voximplant.platform.plugins.module_utils._account.desired import (
    DesiredAccount,
    Prune,
)
from ansible_collections.voximplant.platform.plugins.module_utils._account.plan import AccountState
from ansible_collections.voximplant.platform.plugins.module_utils._account.task import AccountTask
from ansible_collections.voximplant.platform.plugins.module_utils._account.withheld import NOTHING
from ansible_collections.voximplant.platform.plugins.module_utils._plan.application import DesiredApplication
from ansible_collections.voximplant.platform.plugins.module_utils._plan.operations import Plan
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform

VALUE, PASSWORD = "sesame-4711", "Open-sesame-1"
EVERYTHING = Prune(frozenset({"rules", "phone_numbers", "secrets", "users"}))


def support(**given: t.Any) -> DesiredApplication:
    """Return the application support with what is given."""
    return DesiredApplication("support", **given)


def task_of(platform: Platform, *applications: DesiredApplication, **given: t.Any) -> AccountTask:
    """Return the task that brings an account there."""
    deployment = Deployment(atomic=given.pop("atomic", False), withheld=given.pop("withheld", NOTHING))
    return AccountTask(platform.client, DesiredAccount(applications=applications, **given), deployment)


def planned(platform: Platform, *applications: DesiredApplication, **given: t.Any) -> Plan[AccountState]:
    """Plan."""
    return task_of(platform, *applications, **given).plan()


@pytest.fixture
def platform() -> Platform:
    """An account with an application, a rule, a number on it, a secret and a user."""
    made = Platform()
    application = made.add_application("support")
    rule = made.add_rule("in", application)
    bound = {"application_id": application.application_id, "application_name": "support.acme.voximplant.com"}
    made.add_number("1202", **bound, rule_id=rule.rule_id, rule_name="in")
    made.add_secret(application.application_id, "KEY", VALUE)
    made.add_user(application.application_id, "ann")
    return made
