# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An account that has what a project declares, and as much again that it does not declare."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.deployment import Deployment
from ansible_collections.voximplant.platform.plugins.module_utils._account.desired import (
    PRUNABLE,
    DesiredAccount,
    Ignore,
    Prune,
)
from ansible_collections.voximplant.platform.plugins.module_utils._account.task import AccountTask
from ansible_collections.voximplant.platform.plugins.module_utils._plan.application import DesiredApplication
from ansible_collections.voximplant.platform.plugins.module_utils._plan.bindings import DesiredBindings
from ansible_collections.voximplant.platform.plugins.module_utils._plan.phone_number import DesiredPhoneNumber
from ansible_collections.voximplant.platform.plugins.module_utils._plan.rule import DesiredRule
from ansible_collections.voximplant.platform.plugins.module_utils._plan.scenario import DesiredScenario
from ansible_collections.voximplant.platform.plugins.module_utils._plan.secret import DesiredSecret
from ansible_collections.voximplant.platform.plugins.module_utils._plan.user import DesiredUser
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform

MAIN = DesiredRule("main", rule_pattern="1", bindings=DesiredBindings(("a", "b")))


SUPPORT = DesiredApplication(
    "support",
    rules=(MAIN,),
    phone_numbers=(DesiredPhoneNumber("1202", rule_name="main"),),
    secrets=(DesiredSecret("KEY"),),
    users=(DesiredUser("ann"),),
)


DECLARED = {
    "rule main",
    "scenario a",
    "phone_number 1202",
    "secret KEY",
    "user ann",
}


UNDECLARED = {"rule lab_x", "scenario lab_s", "phone_number 1303", "secret LAB_KEY", "user lab_ann"}


@pytest.fixture
def platform() -> Platform:
    """Return an account with support: what is declared, and as much again that is not; lab_x runs b and lab_s."""
    made = Platform()
    support = made.add_application("support")
    scope = support.application_id
    a, b, lab_s = made.add_scenario("a"), made.add_scenario("b"), made.add_scenario("lab_s", application_id=scope)
    bound = {"application_id": scope, "application_name": "support.acme.voximplant.com"}
    main, lab_x = made.add_rule("main", support, a, b), made.add_rule("lab_x", support, b, lab_s)
    made.add_number("1202", **bound, rule_id=main.rule_id, rule_name="main")
    made.add_number("1303", **bound, rule_id=lab_x.rule_id, rule_name="lab_x")
    for secret, user in (("KEY", "ann"), ("LAB_KEY", "lab_ann")):
        made.add_secret(scope, secret)
        made.add_user(scope, user)
    return made


def deployed(platform: Platform, *applications: DesiredApplication, **given: t.Any) -> tuple[set[str], tuple[str, ...]]:
    """Deploy, and return what was written to, and the warnings; check that nothing is left to do."""
    desired = DesiredAccount(applications=applications, **given)
    task = AccountTask(platform.client, desired, Deployment(atomic=False))
    plan = task.plan()
    task.apply(plan)
    assert task.plan().operations == ()
    return {f"{operation.object} {operation.name}" for operation in plan.operations}, plan.warnings


def absent(platform: Platform, ignore: Ignore, *kinds: str) -> tuple[set[str], tuple[str, ...]]:
    """Delete the project, and return the same."""
    scenarios = (DesiredScenario("a"), DesiredScenario("b"))
    prune = Prune(frozenset(kinds), limit=99)
    return deployed(platform, SUPPORT, scenarios=scenarios, prune=prune, ignore=ignore, present=False)


ALL = Prune(frozenset(PRUNABLE), limit=99)


A_AND_B = (DesiredScenario("a"), DesiredScenario("b"))
