# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is looked at once more just before an account is written to."""

from __future__ import annotations

import dataclasses
import datetime
import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.deployment import Deployment
from ansible_collections.voximplant.platform.plugins.module_utils._account.desired import DesiredAccount, Prune
from ansible_collections.voximplant.platform.plugins.module_utils._account.plan import AccountState
from ansible_collections.voximplant.platform.plugins.module_utils._account.precheck import precheck
from ansible_collections.voximplant.platform.plugins.module_utils._account.records import (
    History,
    modified_of,
    records_of,
)
from ansible_collections.voximplant.platform.plugins.module_utils._account.task import AccountTask
from ansible_collections.voximplant.platform.plugins.module_utils._api import errors
from ansible_collections.voximplant.platform.plugins.module_utils._plan.application import DesiredApplication
from ansible_collections.voximplant.platform.plugins.module_utils._plan.operations import Plan
from ansible_collections.voximplant.platform.plugins.module_utils._plan.rule import DesiredRule
from ansible_collections.voximplant.platform.tests.unit.support.declarations import (
    NEW,
    apply_plan,
    plan_for,
    scripts,
    support,
)
from ansible_collections.voximplant.platform.tests.unit.support.object_methods import Refused
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform


def check(platform: Platform, plan: Plan[AccountState]) -> None:
    """Look once more at what a plan changes."""
    history = History(records_of(plan.before.current))
    precheck(platform.client, plan.operations, history, modified_of(plan.before.current))


LATER = "2026-03-03 00:00:00"


def test_second_look_when_an_untouched_scenario_was_edited_then_the_plan_holds() -> None:
    platform = Platform()
    touched, other = platform.add_scenario("touched", "x"), platform.add_scenario("other", "x")
    plan = plan_for(platform, scripts(touched="y", other="x"))
    other.modified = LATER
    check(platform, plan)
    touched.modified = LATER
    with pytest.raises(errors.ConflictError, match="Somebody else changed the scenario") as failure:
        check(platform, plan)
    assert (failure.value.object, failure.value.name) == ("scenario", "touched")


def test_second_look_when_a_scenario_was_deleted_then_it_is_an_error() -> None:
    platform = Platform()
    platform.add_scenario("touched", "x")
    plan = plan_for(platform, scripts(touched="y"))
    platform.scenarios.clear()
    with pytest.raises(errors.ConflictError, match="scenario touched: Somebody else"):
        check(platform, plan)


def test_second_look_when_no_scenario_is_changed_then_there_is_none() -> None:
    platform = Platform()
    plan = plan_for(platform, NEW)
    platform.calls.clear()
    check(platform, plan)
    assert platform.calls == []


def edit_rule(platform: Platform) -> None:
    """Give the rule another pattern."""
    platform.rules[0].rule_pattern = "9"


def bind_to_rule(platform: Platform) -> None:
    """Let the rule run another scenario."""
    platform.rules[0].scenario_ids.append(platform.scenarios[1].scenario_id)


def order_rule(platform: Platform) -> None:
    """Let the rule run its scenarios in another order."""
    platform.rules[0].scenario_ids.reverse()


def delete_rule(platform: Platform) -> None:
    """Delete the rule."""
    del platform.rules[0]


def edit_application(platform: Platform) -> None:
    """Change the setting of the application."""
    platform.applications[0].secure_record_storage = True


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (edit_rule, "rule support/in"),
        (bind_to_rule, "rule support/in"),
        (order_rule, "rule support/in"),
        (delete_rule, "rule support/in"),
        (edit_application, "application help"),
    ],
)
def test_second_look_when_a_rule_its_bindings_or_an_application_changed_then_nothing_is_written(
    change: t.Callable[[Platform], None], named: str
) -> None:
    platform = Platform()
    application = platform.add_application("support")
    a, _b, c = (platform.add_scenario(name) for name in "abc")
    platform.add_rule("in", application, a, c)
    rules = (DesiredRule("in", rule_pattern="2"), DesiredRule("new", rule_pattern="1"))
    desired = DesiredAccount(applications=(support(*rules),))
    if change is edit_application:
        desired = DesiredAccount(applications=(DesiredApplication("help", renamed_from="support"),))
    plan = plan_for(platform, desired)
    change(platform)
    before = platform.snapshot()
    with pytest.raises(errors.ConflictError, match="Somebody else changed the") as failure:
        apply_plan(platform, desired, plan)
    assert (f"{failure.value.object} {failure.value.name}", platform.snapshot()) == (named, before)


def test_second_look_when_the_platform_refuses_it_once_then_nothing_is_deleted() -> None:
    class Refusing(Platform):
        """An account that refuses the first listing after a write."""

        def GetScenarios(self, form: t.Mapping[str, str]) -> t.Any:
            after_write = self.calls[self.calls.index("AddScenario") :] if "AddScenario" in self.calls else []
            if after_write.count("GetScenarios") == 1:
                raise Refused(133)
            return super().GetScenarios(form)

    platform = Refusing()
    platform.add_scenario("old", "x")
    desired = dataclasses.replace(scripts(new="y"), prune=Prune(frozenset(("scenarios",))))
    plan = plan_for(platform, desired)
    with pytest.raises(errors.ConflictError) as failure:
        apply_plan(platform, desired, plan)
    assert (failure.value.code, [operation.name for operation in failure.value.done]) == (133, ["new"])
    assert "DelScenario" not in platform.calls


def test_second_look_when_there_are_only_deletions_then_it_is_not_repeated_before_them() -> None:
    platform = Platform()
    platform.add_scenario("old", "x")
    desired = DesiredAccount(prune=Prune(frozenset(("scenarios",))))
    plan = plan_for(platform, desired)
    platform.calls.clear()
    apply_plan(platform, desired, plan)
    assert platform.calls == ["GetApplications", "GetScenarios", "DelScenario", "GetScenarios"]


@pytest.mark.parametrize(("seconds", "is_read"), [(55, True), (600, False)], ids=["after it was read", "long before"])
def test_second_look_when_a_scenario_changed_then_its_script_is_only_read_if_that_was_not_long_before_the_first_look(
    seconds: int, is_read: bool
) -> None:
    platform = Platform()
    changed_at = datetime.datetime.now(datetime.UTC) - datetime.timedelta(seconds=seconds)
    scenario = platform.add_scenario("menu", "old", modified=f"{changed_at:%Y-%m-%d %H:%M:%S}")
    task = AccountTask(platform.client, scripts(menu="new"), Deployment())
    task.client.sleep(1000)
    plan = task.plan()
    task.client.sleep(60)
    platform.calls.clear()
    if is_read:
        scenario.scenario_script = "edited"
        with pytest.raises(errors.ConflictError, match="Somebody else changed the scenario"):
            task.apply(plan)
        assert platform.calls == ["GetScenarios", "GetScenarios"]
    else:
        task.apply(plan)
        assert platform.calls[:2] == ["GetScenarios", "SetScenarioInfo"]
