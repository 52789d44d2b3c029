# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rules to which somebody binds a phone number while they are about to be deleted, against an account in memory."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.deployment import Deployment
from ansible_collections.voximplant.platform.plugins.module_utils._account.desired import DesiredAccount, Prune
from ansible_collections.voximplant.platform.plugins.module_utils._account.restore import RestoreTask
from ansible_collections.voximplant.platform.plugins.module_utils._account.task import AccountTask
from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import ConflictError
from ansible_collections.voximplant.platform.plugins.module_utils._plan.application import DesiredApplication
from ansible_collections.voximplant.platform.plugins.module_utils._plan.rule import DesiredRule
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform

RULES = (DesiredRule("new", rule_pattern="1"),)


@pytest.fixture
def platform() -> Platform:
    """An account with an application, a rule, and a number that is not bound."""
    made = Platform()
    made.add_rule("old", made.add_application("support"))
    made.add_number("1202")
    return made


def bind_number(platform: Platform, name: str) -> None:
    """Bind the number to a rule."""
    (rule,) = (found for found in platform.rules if found.rule_name == name)
    bound = {"application_id": rule.application_id, "application_name": "support.acme.voximplant.com"}
    platform.numbers[0].update(bound, rule_id=rule.rule_id, rule_name=rule.rule_name)


def test_rule_when_a_number_is_bound_to_it_after_the_plan_then_it_is_not_deleted(platform: Platform) -> None:
    desired = DesiredAccount(
        applications=(DesiredApplication("support", rules=()),), prune=Prune(frozenset({"rules", "bindings"}))
    )
    task = AccountTask(platform.client, desired, Deployment())
    plan = task.plan()
    assert [operation.method for operation in plan.operations] == ["DelRule"]
    bind_number(platform, "old")
    with pytest.raises(ConflictError, match=r"Somebody else bound the phone number 1202 \(id \d+\) to it while"):
        task.apply(plan)
    assert [rule.rule_name for rule in platform.rules] == ["old"]


def test_restoration_when_a_number_was_bound_to_a_created_rule_then_the_rule_is_left_alone(
    platform: Platform, tmp_path: t.Any
) -> None:
    desired = DesiredAccount(applications=(DesiredApplication("support", rules=RULES),))
    task = AccountTask(platform.client, desired, Deployment(backup_dir=str(tmp_path)))
    backup_file = task.apply(task.plan()).backup_file or ""
    bind_number(platform, "new")
    plan = RestoreTask(platform.client, backup_file).plan()
    assert plan.after.left_alone == ("rule support/new (a phone number that stays is bound to it)",)
    assert "DelRule" not in [operation.method for operation in plan.operations]
