# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is looked at before an account is changed, and after."""

from __future__ import annotations

import dataclasses
import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.desired import (
    DeclaredApplication,
    DeclaredScenario,
    DesiredAccount,
)
from ansible_collections.voximplant.platform.plugins.module_utils._account.verify import (
    check_unmodified,
    confirm_account,
)
from ansible_collections.voximplant.platform.plugins.module_utils._api import errors
from ansible_collections.voximplant.platform.plugins.module_utils._api.response import ApiObject
from ansible_collections.voximplant.platform.plugins.module_utils._plan.application import DesiredApplication
from ansible_collections.voximplant.platform.plugins.module_utils._plan.rule import DesiredRule
from ansible_collections.voximplant.platform.tests.unit.support.declarations import deploy, plan_for
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform

NEW = DesiredAccount(
    (DeclaredScenario("common", "x"), DeclaredScenario("own", "y", application_name="support")),
    (
        DeclaredApplication(
            DesiredApplication("support"),
            (
                DesiredRule("first", rule_pattern="1", scenarios=("common", "own")),
                DesiredRule("second", rule_pattern="2", scenarios=("common",)),
            ),
        ),
    ),
)


def support(*rules: DesiredRule) -> DeclaredApplication:
    """The application support with these rules."""
    return DeclaredApplication(DesiredApplication("support"), rules)


def spoil_attributes(platform: Platform) -> None:
    """The first rule has another pattern."""
    platform.rules[0].rule_pattern = "9"


def spoil_bindings(platform: Platform) -> None:
    """The first rule runs its scenarios in another order."""
    platform.rules[0].scenario_ids.reverse()


def spoil_presence(platform: Platform) -> None:
    """The first rule is gone."""
    del platform.rules[0]


@pytest.mark.parametrize("spoil", [spoil_attributes, spoil_bindings, spoil_presence])
def test_confirmation_when_a_rule_is_not_as_planned_then_it_is_an_error_that_names_it(
    spoil: t.Callable[[Platform], None],
) -> None:
    platform = Platform()
    plan = plan_for(platform, NEW)
    ids: dict[str, t.Any] = {}
    deploy(platform, NEW)
    for operation in plan.operations:
        rows = {
            "AddApplication": platform.applications,
            "AddScenario": [row for row in platform.scenarios if row.scenario_name == operation.name],
            "AddRule": [row for row in platform.rules if row.rule_name == operation.name],
        }[operation.method]
        ids[operation.creates] = ApiObject(operation.method, dataclasses.asdict(rows[0]))
    answers = [ids[operation.creates] for operation in plan.operations]
    assert confirm_account(platform.client, plan, answers) is plan.after
    spoil(platform)
    with pytest.raises(errors.ConflictError) as failure:
        confirm_account(platform.client, plan, answers)
    assert (failure.value.object, failure.value.name) == ("rule", "support/first")


def test_confirmation_when_the_rules_are_in_another_order_then_it_is_an_error_that_names_the_application() -> None:
    platform = Platform()
    application = platform.add_application("support")
    for name in "ba":
        platform.add_rule(name, application)
    wanted = DesiredAccount(applications=(support(*(DesiredRule(name) for name in "ab")),))
    plan = plan_for(platform, wanted)
    with pytest.raises(errors.ConflictError) as failure:
        confirm_account(platform.client, plan, [ApiObject("Any", {})])
    assert (failure.value.object, failure.value.name) == ("application", "support")
    deploy(platform, wanted)
    assert confirm_account(platform.client, plan, [ApiObject("Any", {})]) is plan.after


def test_confirmation_when_no_rule_was_written_then_none_is_read() -> None:
    platform = Platform()
    deploy(platform, NEW)
    platform.calls.clear()
    plan = plan_for(platform, dataclasses.replace(NEW, scenarios=(DeclaredScenario("common", "new"),)))
    platform.calls.clear()
    assert confirm_account(platform.client, plan, [ApiObject("Any", {})]) is plan.after
    assert platform.calls == []


def test_second_look_when_an_untouched_scenario_was_edited_then_the_plan_holds() -> None:
    platform = Platform()
    touched, other = platform.add_scenario("touched", "x"), platform.add_scenario("other", "x")
    plan = plan_for(platform, DesiredAccount((DeclaredScenario("touched", "y"), DeclaredScenario("other", "x"))))
    other.modified = "2026-03-03 00:00:00"
    check_unmodified(platform.client, plan)
    touched.modified = "2026-03-03 00:00:00"
    with pytest.raises(errors.ConflictError) as failure:
        check_unmodified(platform.client, plan)
    assert (failure.value.object, failure.value.name) == ("scenario", "touched")


def test_second_look_when_no_scenario_is_changed_then_there_is_none() -> None:
    platform = Platform()
    plan = plan_for(platform, NEW)
    platform.calls.clear()
    check_unmodified(platform.client, plan)
    assert platform.calls == []
