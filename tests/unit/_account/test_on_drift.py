# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What becomes of differences between an account and a project, as on_drift says."""

from __future__ import annotations

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.deployment import Deployment
from ansible_collections.voximplant.platform.plugins.module_utils._account.desired import (
    DesiredAccount,
    Prune,
    Selection,
)
from ansible_collections.voximplant.platform.plugins.module_utils._account.task import AccountTask
from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import ConflictError, InputError
from ansible_collections.voximplant.platform.plugins.module_utils._plan.application import DesiredApplication
from ansible_collections.voximplant.platform.plugins.module_utils._plan.rule import DesiredRule
from ansible_collections.voximplant.platform.tests.unit.support.declarations import NEW, deploy
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform

STRAYS = ["first", "second"]


@pytest.fixture
def drifted() -> Platform:
    """Return an account with one scenario that is not declared."""
    platform = Platform()
    platform.add_scenario("stray")
    return platform


DRIFT = [
    ("application", "support", "missing"),
    ("scenario", "common", "missing"),
    ("scenario", "own", "missing"),
    ("rule", "first", "missing"),
    ("rule", "second", "missing"),
    ("scenario", "stray", "unmanaged"),
]


def test_drift_when_it_should_be_fixed_then_everything_is_planned(drifted: Platform) -> None:
    plan = AccountTask(drifted.client, NEW, Deployment()).plan()
    assert len(plan.operations) == 5
    assert [(found.object, found.name, found.kind) for found in plan.after.drift] == DRIFT


def test_drift_when_it_should_be_reported_then_nothing_is_planned_or_written(drifted: Platform) -> None:
    task = AccountTask(drifted.client, NEW, Deployment(), on_drift="report")
    plan = task.plan()
    assert (plan.operations, plan.changed) == ((), False)
    assert [(found.object, found.name, found.kind) for found in plan.after.drift] == DRIFT
    assert plan.before.diff_sections() != plan.after.diff_sections()
    assert task.apply(plan) is plan.after
    assert drifted.writes == []


def test_drift_when_it_should_fail_then_the_error_names_and_returns_it(drifted: Platform) -> None:
    with pytest.raises(ConflictError) as failure:
        AccountTask(drifted.client, NEW, Deployment(), on_drift="fail").plan()
    named = ", ".join(f"{kind} {name} ({difference})" for kind, name, difference in DRIFT)
    assert failure.value.text == f"The account differs from the desired state: {named}."
    assert failure.value.field == "on_drift"
    drift = failure.value.as_result()["drift"]
    assert [(found["object"], found["name"], found["kind"]) for found in drift] == DRIFT


@pytest.mark.parametrize("on_drift", ["report", "fail"])
def test_drift_when_more_would_be_deleted_than_is_allowed_then_all_of_it_is_reported(on_drift: str) -> None:
    platform = Platform()
    for name in STRAYS:
        platform.add_scenario(name)
    desired = DesiredAccount((), (), prune=Prune(frozenset(("scenarios",)), limit=1))
    task = AccountTask(platform.client, desired, Deployment(), on_drift=on_drift)
    if on_drift == "report":
        found = [difference.name for difference in task.plan().after.drift]
    else:
        with pytest.raises(ConflictError, match="differs") as failure:
            task.plan()
        found = [difference["name"] for difference in failure.value.as_result()["drift"]]
    assert found == STRAYS
    with pytest.raises(InputError, match="2 objects would be deleted"):
        AccountTask(platform.client, desired, Deployment()).plan()


def test_drift_when_there_is_none_then_nothing_fails() -> None:
    platform = Platform()
    deploy(platform, NEW)
    task = AccountTask(platform.client, NEW, Deployment(), on_drift="fail")
    assert not task.plan().changed


def test_drift_when_rules_of_two_applications_have_one_name_then_each_has_its_own_values() -> None:
    platform = Platform()
    for name, pattern in (("support", "1"), ("sales", "2")):
        platform.add_rule("in", platform.add_application(name), rule_pattern=pattern)
    applications = tuple(
        DesiredApplication(name, rules=(DesiredRule("in", rule_pattern=pattern),))
        for name, pattern in (("support", "3"), ("sales", "4"))
    )
    plan = AccountTask(platform.client, DesiredAccount((), applications), Deployment(), on_drift="report").plan()
    assert [(found.application, found.before, found.after) for found in plan.after.drift] == [
        ("support", {"pattern": "1"}, {"pattern": "3"}),
        ("sales", {"pattern": "2"}, {"pattern": "4"}),
    ]


def test_part_when_its_application_is_still_to_be_renamed_then_what_is_pruned_has_the_present_name() -> None:
    platform = Platform()
    application = platform.add_application("help")
    platform.add_scenario("own_old", application_id=application.application_id)
    desired = DesiredAccount(
        (),
        (DesiredApplication("support", renamed_from="help"),),
        Selection(scenarios=("own_*",)),
        Prune(frozenset(("scenarios",))),
    )
    (operation,) = AccountTask(platform.client, desired, Deployment()).plan().operations
    assert (operation.method, operation.application) == ("DelScenario", "help")
