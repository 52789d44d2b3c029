# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rollbacks that cannot put everything back: what they leave alone, what they still do, and what they say."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.deployment import Deployment
from ansible_collections.voximplant.platform.plugins.module_utils._account.desired import (
    DesiredAccount,
    DesiredApplication,
)
from ansible_collections.voximplant.platform.plugins.module_utils._account.rollback import RolledBack
from ansible_collections.voximplant.platform.plugins.module_utils._account.smoke_test import SmokeTest
from ansible_collections.voximplant.platform.plugins.module_utils._account.task import AccountTask
from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import (
    AccountStateError,
    ConflictError,
    TransportError,
    VoximplantError,
)
from ansible_collections.voximplant.platform.plugins.module_utils._plan.bindings import DesiredBindings
from ansible_collections.voximplant.platform.plugins.module_utils._plan.operations import Operation
from ansible_collections.voximplant.platform.plugins.module_utils._plan.rule import DesiredRule
from ansible_collections.voximplant.platform.plugins.module_utils._plan.scenario import DesiredScenario
from ansible_collections.voximplant.platform.tests.unit.support.object_methods import Refused
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform
from ansible_collections.voximplant.platform.tests.unit.support.unreliable import Lagging

PUT_BACK = Operation("update", "scenario", "menu", "SetScenarioInfo", {})
DELETION = Operation("delete", "rule", "in", "DelRule", {})


class Meanwhile(SmokeTest):
    """A smoke test that fails after somebody has done something to the account."""

    def __init__(self, deed: t.Callable[[], object]) -> None:
        super().__init__("", "")
        object.__setattr__(self, "deed", deed)

    def check(self, client: t.Any, plan: t.Any) -> t.Any:
        """Accept every plan."""
        return plan

    def run(self, client: t.Any) -> t.Any:
        """Let somebody do it, and fail."""
        vars(self)["deed"]()
        raise ConflictError("The test failed.")


def failure_of(platform: Platform, desired: DesiredAccount, deed: t.Callable[[], object]) -> VoximplantError:
    """Deploy atomically, and return the error of a smoke test that fails after a deed."""
    task = AccountTask(platform.client, desired, Deployment(atomic=True, smoke_test=Meanwhile(deed)))
    with pytest.raises(ConflictError, match="The test failed") as failure:
        task.apply(task.plan())
    return failure.value


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({}, "Nothing had to be put back."),
        ({"left_alone": ("rule in",)}, "Left alone: rule in."),
        ({"failure": ConflictError("No.")}, "The rollback failed: No."),
        ({"failure": ZeroDivisionError("out")}, "The rollback failed: ZeroDivisionError: out."),
        (
            {"failure": ConflictError("No."), "left_alone": ("rule in",)},
            "The rollback failed: No. Left alone: rule in.",
        ),
        (
            {
                "undone": (PUT_BACK,),
                "left_alone": ("rule a", "rule b"),
                "not_undone": (DELETION,),
                "failure": ConflictError("No."),
            },
            "The rollback failed: No. Put back: update scenario menu. Not put back: delete rule in. "
            "Left alone: rule a, rule b.",
        ),
    ],
)
def test_roll_back_when_it_has_ended_then_it_says_what_became_of_each_object(given: t.Any, text: str) -> None:
    assert str(RolledBack(**given)) == text


def test_roll_back_when_one_call_is_refused_then_the_others_are_made_and_it_says_so() -> None:
    platform = Platform()
    for name in ("first", "second"):
        platform.add_scenario(name, "old")
    set_scenario = platform.SetScenarioInfo

    def refuse_the_first(form: t.Mapping[str, str]) -> t.Any:
        if form["scenario_id"] == str(platform.scenarios[0].scenario_id):
            raise Refused(168)
        return set_scenario(form)

    def deed() -> None:
        t.cast(t.Any, platform).SetScenarioInfo = refuse_the_first

    desired = DesiredAccount(tuple(DesiredScenario(name, scenario_script="new") for name in ("first", "second")))
    epilogue = failure_of(platform, desired, deed).epilogue
    assert epilogue.startswith("The rollback failed: scenario first: ")
    assert epilogue.endswith(" Put back: update scenario second. Not put back: update scenario first.")
    assert [row.scenario_script for row in platform.scenarios] == ["new", "old"]


def test_roll_back_when_the_account_cannot_be_read_then_it_says_why_nothing_was_put_back() -> None:
    platform = Platform()
    platform.add_scenario("menu", "old")

    def refuse(_form: t.Mapping[str, str]) -> t.Any:
        raise Refused(100)

    def deed() -> None:
        t.cast(t.Any, platform).GetApplications = refuse

    desired = DesiredAccount((DesiredScenario("menu", scenario_script="new"),))
    epilogue = failure_of(platform, desired, deed).epilogue
    assert epilogue.startswith("The rollback failed: GetApplications failed with code 100")
    assert "Nothing had to be put back" not in epilogue
    assert platform.scenarios[0].scenario_script == "new"


def test_roll_back_when_somebody_made_an_equal_rule_meanwhile_then_only_its_own_is_deleted() -> None:
    platform = Platform()
    application, scenario = platform.add_application("support"), platform.add_scenario("menu", "m")
    rules = (DesiredRule("in", rule_pattern="1", bindings=DesiredBindings(("menu",))),)
    desired = DesiredAccount(
        (DesiredScenario("menu", scenario_script="m"),), (DesiredApplication("support", rules=rules),)
    )

    theirs = []

    def deed() -> None:
        theirs.append(platform.add_rule("in", application, scenario, rule_pattern="1"))
        platform.rules.sort(key=lambda rule: rule is not theirs[0])

    error = failure_of(platform, desired, deed)
    assert error.epilogue == "Put back: delete rule support/in."
    assert platform.rules == theirs


def test_roll_back_when_somebody_added_a_scenario_to_a_new_application_then_that_stays_with_it() -> None:
    platform = Platform()

    def deed() -> None:
        platform.add_scenario("theirs", "s", application_id=platform.applications[0].application_id)

    error = failure_of(platform, DesiredAccount((), (DesiredApplication("support", rules=()),)), deed)
    assert "Left alone: " in error.epilogue
    assert [row.scenario_name for row in platform.scenarios] == ["theirs"]
    assert len(platform.applications) == 1


@pytest.mark.parametrize(("timeout", "seconds"), [(9, 3), (300, 15)])
def test_roll_back_when_a_write_does_not_show_then_it_is_waited_for_a_third_of_the_time_at_most(
    timeout: int, seconds: int
) -> None:
    platform = Lagging(10**6)

    def add_and_fail(_form: t.Mapping[str, str]) -> t.Any:
        raise TransportError("Silence.", ambiguous=True)

    t.cast(t.Any, platform).AddScenario = add_and_fail
    desired = DesiredAccount((DesiredScenario("menu", scenario_script="new"),))
    task = AccountTask(platform.client, desired, Deployment(atomic=True, rollback_timeout=timeout))
    with pytest.raises(TransportError):
        task.apply(task.plan())
    waited = platform.time.sleeps[platform.time.sleeps.index(0.25) :]
    assert sum(waited) == pytest.approx(seconds)


def test_roll_back_when_the_first_write_is_refused_then_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_form: t.Mapping[str, str]) -> t.Any:
        raise Refused(131)

    platform = Platform()
    monkeypatch.setattr(platform, "AddScenario", refuse)
    task = AccountTask(
        platform.client, DesiredAccount((DesiredScenario("menu", scenario_script="new"),)), Deployment(atomic=True)
    )
    with pytest.raises(AccountStateError) as caught:
        task.apply(task.plan())
    assert (caught.value.epilogue, set(caught.value.result)) == ("", {"plan_id", "drift"})
    assert platform.calls[-1] == "AddScenario"
