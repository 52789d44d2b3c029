# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is looked at once more just before an account is written to."""

from __future__ import annotations

import collections
import dataclasses
import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.deployment import Deployment
from ansible_collections.voximplant.platform.plugins.module_utils._account.desired import (
    PRUNABLE,
    DesiredAccount,
    Prune,
)
from ansible_collections.voximplant.platform.plugins.module_utils._account.plan import AccountState
from ansible_collections.voximplant.platform.plugins.module_utils._account.precheck import precheck
from ansible_collections.voximplant.platform.plugins.module_utils._account.records import (
    History,
    modified_of,
    records_of,
)
from ansible_collections.voximplant.platform.plugins.module_utils._account.task import AccountTask
from ansible_collections.voximplant.platform.plugins.module_utils._api import errors
from ansible_collections.voximplant.platform.plugins.module_utils._api.transport import Response
from ansible_collections.voximplant.platform.plugins.module_utils._plan.application import DesiredApplication
from ansible_collections.voximplant.platform.plugins.module_utils._plan.operations import Plan
from ansible_collections.voximplant.platform.plugins.module_utils._plan.phone_number import DesiredPhoneNumber
from ansible_collections.voximplant.platform.plugins.module_utils._plan.rule import DesiredRule
from ansible_collections.voximplant.platform.plugins.module_utils._plan.scenario import DesiredScenario
from ansible_collections.voximplant.platform.tests.unit.support.declarations import (
    NEW,
    apply_plan,
    deploy,
    plan_for,
    running,
    scripts,
    support,
)
from ansible_collections.voximplant.platform.tests.unit.support.object_methods import Refused
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform
from ansible_collections.voximplant.platform.tests.unit.support.rows import ApplicationRow
from ansible_collections.voximplant.platform.tests.unit.support.unreliable import Lagging


def check(platform: Platform, plan: Plan[AccountState]) -> None:
    """Look once more at what a plan changes."""
    history = History(records_of(plan.before.current))
    precheck(platform.client, plan.operations, history, modified_of(plan.before.current), age=0.0)


LATER = "2026-03-03 00:00:00"


def test_second_look_when_an_untouched_scenario_was_edited_then_the_plan_holds() -> None:
    platform = Platform()
    touched, other = platform.add_scenario("touched", "x"), platform.add_scenario("other", "x")
    plan = plan_for(platform, scripts(touched="y", other="x"))
    other.modified = LATER
    check(platform, plan)
    touched.modified = LATER
    with pytest.raises(errors.ConflictError) as failure:
        check(platform, plan)
    assert str(failure.value) == (
        f"scenario touched: Somebody else changed the scenario with the ID {touched.scenario_id} while this task was "
        "running. It was left alone. Run the task again to see the difference."
    )


class Dated(Platform):
    """An account that says what time it is.

    :arg second: seconds since the last change of the scenarios
    """

    def __init__(self, second: int) -> None:
        super().__init__()
        self._second = second

    def send(self, *request: t.Any) -> Response:
        """Execute a request."""
        date = f"Thu, 01 Jan 2026 00:00:{self._second:02} GMT"
        return dataclasses.replace(super().send(*request), headers={"date": date})


def test_second_look_when_a_script_changed_after_it_was_read_but_not_its_time_then_it_is_an_error() -> None:
    platform = Dated(2)
    scenario = platform.add_scenario("touched", "x")
    plan = plan_for(platform, scripts(touched="y"))
    check(platform, plan)
    scenario.scenario_script = "z"
    with pytest.raises(errors.ConflictError, match="scenario touched: Somebody else"):
        check(platform, plan)


@pytest.mark.parametrize(
    ("second", "script", "reads"), [(2, "y", 1), (2, None, 0), (3, "y", 0)], ids=["recent", "unknown", "settled"]
)
def test_second_look_when_a_scenario_was_changed_lately_then_a_script_that_was_read_is_read_again(
    second: int, script: str | None, reads: int
) -> None:
    platform = Dated(second)
    platform.add_scenario("old", "x")
    plan = plan_for(platform, DesiredAccount((DesiredScenario("new", renamed_from="old", scenario_script=script),)))
    platform.calls.clear()
    check(platform, plan)
    assert platform.calls == ["GetScenarios"] * (1 + reads)


@pytest.mark.parametrize(("second", "reads"), [(42, 1), (43, 0)], ids=["recent", "settled"])
def test_second_look_when_it_comes_late_then_a_script_is_read_again_if_it_was_recent_at_the_first_one(
    second: int, reads: int
) -> None:
    platform = Dated(second)
    platform.add_scenario("touched", "x")
    task = AccountTask(platform.client, scripts(touched="y"), Deployment())
    task.client.sleep(60)
    plan = task.plan()
    task.client.sleep(40)
    platform.calls.clear()
    task.apply(plan)
    assert platform.calls[: platform.calls.index("SetScenarioInfo")] == ["GetScenarios"] * (1 + reads)


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


ADDITIONS: dict[str, t.Callable[[Platform, ApplicationRow], t.Any]] = {
    "the list of its rules": lambda platform, extra: platform.add_rule("theirs", extra),
    "its scenarios": lambda platform, extra: platform.add_scenario("theirs", application_id=extra.application_id),
    "its secrets": lambda platform, extra: platform.add_secret(extra.application_id, "THEIRS"),
    "its users": lambda platform, extra: platform.add_user(extra.application_id, "theirs"),
    "its phone numbers": lambda platform, extra: platform.add_number(
        "1203", application_id=extra.application_id, application_name="extra"
    ),
}
"""What somebody adds to an application, by what the error calls it."""


@pytest.mark.parametrize("changed", ADDITIONS)
def test_second_look_when_somebody_adds_to_an_application_then_it_is_not_deleted(changed: str) -> None:
    platform = Platform()
    extra, other = platform.add_application("extra"), platform.add_application("other")
    platform.add_number("1201", application_id=other.application_id, application_name="other")
    prune = Prune(frozenset({"applications"}))
    plan = plan_for(platform, DesiredAccount(applications=(DesiredApplication("other"),), prune=prune))
    assert [operation.method for operation in plan.operations] == ["DelApplication"]
    check(platform, plan)
    ADDITIONS[changed](platform, extra)
    with pytest.raises(errors.ConflictError, match=f"application extra: Somebody else changed {changed} while"):
        check(platform, plan)


def test_second_look_when_this_run_moved_a_number_out_of_an_application_then_the_application_is_deleted() -> None:
    platform = Platform()
    extra, _other = platform.add_application("extra"), platform.add_application("other")
    platform.add_number("1201", application_id=extra.application_id, application_name="extra")
    other = DesiredApplication("other", phone_numbers=(DesiredPhoneNumber("1201", force=True),))
    deploy(platform, DesiredAccount(applications=(other,), prune=Prune(frozenset({"applications"}))))
    assert platform.writes == ["BindPhoneNumberToApplication", "BindPhoneNumberToApplication", "DelApplication"]


def test_second_look_when_the_platform_shows_writes_late_then_the_deletions_wait_for_them() -> None:
    platform = Lagging(3)
    platform.add_rule("in", platform.add_application("support"), platform.add_scenario("old", "x"))
    rule = DesiredRule("in", rule_pattern=".*", bindings=running())
    prune = Prune(frozenset({"bindings", "scenarios"}))
    deploy(platform, DesiredAccount(applications=(support(rule),), prune=prune))
    assert platform.writes == ["BindScenario", "DelScenario"]
    assert platform.time.sleeps == [0.25, 0.5, 1, 2]


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


def test_second_look_when_something_is_deleted_then_each_listing_is_read_once() -> None:
    platform = Platform()
    for name in ("a", "b", "c", "d"):
        platform.add_scenario(name, "x")
    for name in ("lost", "support"):
        platform.add_rule("in", platform.add_application(name))
    prune = Prune(frozenset(PRUNABLE), limit=9)
    plan = plan_for(platform, dataclasses.replace(scripts(a="y", b="y"), applications=(support(),), prune=prune))
    platform.calls.clear()
    check(platform, plan)
    assert collections.Counter(platform.calls) == {
        **dict.fromkeys(("GetApplications", "GetPhoneNumbers", "GetSecrets", "GetUsers"), 1),
        "GetRules": 2,  # one an application
        "GetScenarios": 2,  # all, and those of the application that goes
    }


def test_second_look_when_the_rule_of_an_application_that_goes_was_edited_then_the_application_stays() -> None:
    platform = Platform()
    platform.add_rule("in", platform.add_application("support"))
    plan = plan_for(platform, DesiredAccount(prune=Prune(frozenset(PRUNABLE))))
    deletion = dataclasses.replace(plan, stages=plan.stages[-1:])
    edit_rule(platform)
    with pytest.raises(errors.ConflictError, match="Somebody else changed the rule with the ID"):
        check(platform, deletion)


def test_second_look_when_there_are_only_deletions_then_it_is_not_repeated_before_them() -> None:
    platform = Platform()
    platform.add_scenario("old", "x")
    desired = DesiredAccount(prune=Prune(frozenset(("scenarios",))))
    plan = plan_for(platform, desired)
    platform.calls.clear()
    apply_plan(platform, desired, plan)
    assert platform.calls == ["GetApplications", "GetScenarios", "DelScenario", "GetScenarios"]
