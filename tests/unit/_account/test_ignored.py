# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is ignored stays, whatever is deleted; and numbers of a partial deployment."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.desired import (
    DesiredAccount,
    Ignore,
    Prune,
    Selection,
)
from ansible_collections.voximplant.platform.plugins.module_utils._account.task import AccountTask
from ansible_collections.voximplant.platform.plugins.module_utils._account.writer import Deployment
from ansible_collections.voximplant.platform.plugins.module_utils._plan.application import DesiredApplication
from ansible_collections.voximplant.platform.plugins.module_utils._plan.phone_number import PhoneNumberEntry
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform


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
    task = AccountTask(platform.client, desired, Deployment(workers=1, atomic=False))
    plan = task.plan()
    task.apply(plan)
    assert task.plan().operations == ()
    return {f"{operation.object} {operation.name}" for operation in plan.operations}, plan.warnings


@pytest.mark.parametrize(
    ("globs", "written"),
    [(("support/lab_*",), set()), (("sales/*", "lab_*", "support/main"), {"phone_number 1303"})],
    ids=["its rule is ignored", "others are"],
)
def test_number_when_its_rule_is_ignored_then_it_is_not_unbound(
    platform: Platform, globs: tuple[str, ...], written: set[str]
) -> None:
    support = DesiredApplication("support", phone_numbers=(PhoneNumberEntry("1202", rule_name="main"),))
    prune = Prune(frozenset({"phone_numbers"}))
    assert deployed(platform, support, prune=prune, ignore=Ignore(rules=globs))[0] == written


def test_number_when_it_is_bound_to_no_rule_then_a_glob_of_all_rules_does_not_keep_it(platform: Platform) -> None:
    del platform.numbers[1]["rule_id"], platform.numbers[1]["rule_name"]
    support = DesiredApplication("support", phone_numbers=(PhoneNumberEntry("1202", rule_name="main"),))
    prune = Prune(frozenset({"phone_numbers"}))
    assert deployed(platform, support, prune=prune, ignore=Ignore(rules=("support/*",)))[0] == {"phone_number 1303"}


@pytest.mark.parametrize(("rule", "is_bound"), [("main", True), ("lab_x", False)])
def test_part_when_an_application_declares_no_rules_then_the_numbers_of_selected_rules_are_bound(
    platform: Platform, rule: str, is_bound: bool
) -> None:
    free = platform.add_number("1404")
    support = DesiredApplication("support", phone_numbers=(PhoneNumberEntry("1404", rule_name=rule),))
    deployed(platform, support, selection=Selection(rules=("main",)))
    assert (free.get("rule_id") == platform.rules[0].rule_id) is is_bound


def test_part_when_it_moves_a_number_to_an_application_without_rules_then_the_rule_that_it_leaves_is_pruned(
    platform: Platform,
) -> None:
    sales = platform.add_application("sales")
    main = platform.add_rule("main", sales)
    applications = (
        DesiredApplication("support", rules=()),
        DesiredApplication("sales", phone_numbers=(PhoneNumberEntry("1202", rule_name="main"),)),
    )
    prune = Prune(frozenset({"rules"}))
    written, warnings = deployed(platform, *applications, prune=prune, selection=Selection(rules=("main",)))
    assert written == {"phone_number 1202", "rule main"} and warnings == ()
    assert platform.numbers[0]["rule_id"] == main.rule_id
    assert [row.rule_name for row in platform.rules] == ["lab_x", "main"]
