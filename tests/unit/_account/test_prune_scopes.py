# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Scenarios that go with their application or without it, and rules and numbers that move to another one."""

from __future__ import annotations

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.deployment import Deployment
from ansible_collections.voximplant.platform.plugins.module_utils._account.desired import (
    DesiredAccount,
    Prune,
)
from ansible_collections.voximplant.platform.plugins.module_utils._account.task import AccountTask
from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import InputError
from ansible_collections.voximplant.platform.plugins.module_utils._plan.application import DesiredApplication
from ansible_collections.voximplant.platform.plugins.module_utils._plan.phone_number import DesiredPhoneNumber
from ansible_collections.voximplant.platform.plugins.module_utils._plan.rule import DesiredRule
from ansible_collections.voximplant.platform.tests.unit.support.declarations import (
    deploy,
    running,
)
from ansible_collections.voximplant.platform.tests.unit.support.platform import ACCOUNT, Platform

from ..support import pruning
from ..support.pruning import DAY, declared, removed

platform = pruning.platform


@pytest.fixture
def scoped(platform: Platform) -> Platform:
    """Add a scenario that belongs to the declared application, and one that belongs to the undeclared one."""
    for application, name in zip(platform.applications, ("own", "theirs"), strict=True):
        platform.add_scenario(name, f"// {name}\n", application_id=application.application_id)
    return platform


def test_prune_when_scenarios_belong_to_applications_then_only_those_of_declared_ones_go(scoped: Platform) -> None:
    gone = removed(scoped, declared(DAY, prune=Prune(frozenset({"scenarios"}))))
    assert gone == ["scenario own"]


def test_prune_when_an_undeclared_application_goes_then_its_scenarios_go_with_it(scoped: Platform) -> None:
    assert {"scenario theirs", "application lost"} <= {*removed(scoped, declared(DAY))}


def test_prune_when_scenarios_may_not_go_with_their_application_then_they_are_named_and_nothing_is_written(
    scoped: Platform,
) -> None:
    before = scoped.snapshot()
    with pytest.raises(InputError) as refusal:
        deploy(scoped, declared(DAY, prune=Prune(frozenset({"applications", "rules"}))))
    lost, theirs = scoped.applications[1].application_id, scoped.scenarios[-1].scenario_id
    assert refusal.value.text == (
        f"Deleting application lost (id {lost}) would delete scenario theirs (id {theirs}) as well."
    )
    assert (refusal.value.field, refusal.value.advice) == ("prune", "Add scenarios to prune if that is intended.")
    assert scoped.snapshot() == before


def test_prune_when_scenarios_go_then_their_deletions_name_the_applications_that_own_them(scoped: Platform) -> None:
    plan = AccountTask(scoped.client, declared(DAY), Deployment()).plan()
    owners = {found.name: found.application for found in plan.operations if found.method == "DelScenario"}
    assert owners == {**dict.fromkeys("abnz"), "own": "support", "theirs": "lost"}


def test_prune_when_scenarios_go_then_their_scripts_are_read_and_shown(scoped: Platform) -> None:
    plan = AccountTask(scoped.client, declared(DAY), Deployment()).plan()
    sections = plan.before.diff_sections()
    assert [sections[f"scenario {name} script"].text for name in ("own", "theirs")] == ["// own\n", "// theirs\n"]
    assert set(plan.before.current.scripts) == {row.scenario_id for row in scoped.scenarios}


def test_prune_when_a_rule_goes_then_neither_it_nor_its_scenarios_are_moved_first(platform: Platform) -> None:
    platform.rules[:2] = reversed(platform.rules[:2])
    day = DesiredRule("day", rule_pattern=".*", bindings=running("a", "b"))
    deploy(platform, declared(day, prune=Prune(frozenset({"rules", "scenarios"}))))
    assert platform.writes == ["DelRule", "DelScenario"]


def test_rule_when_it_changes_its_application_then_its_number_moves_to_a_new_one_before_the_old_one_goes(
    platform: Platform,
) -> None:
    support, old = platform.applications[0], platform.rules[1]
    bound = {"application_id": support.application_id, "application_name": f"support.{ACCOUNT}"}
    platform.add_number("1202", **bound, rule_id=old.rule_id, rule_name="night")
    applications = (
        DesiredApplication("support", rules=(DesiredRule("day"),)),
        DesiredApplication(
            "lost",
            rules=(DesiredRule("only"), DesiredRule("night", rule_pattern="2")),
            phone_numbers=(DesiredPhoneNumber("1202", rule_name="night"),),
        ),
    )
    deploy(platform, DesiredAccount(applications=applications, prune=Prune(frozenset({"rules"}))))
    bind = "BindPhoneNumberToApplication"
    assert platform.writes == ["AddRule", bind, bind, "DelRule"]
    assert [row.rule_name for row in platform.rules] == ["day", "only", "night"]
    assert platform.numbers[0]["rule_id"] == platform.rules[2].rule_id != old.rule_id
