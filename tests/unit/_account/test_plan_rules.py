# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rules in plans of whole accounts, case by case: what is looked up, and in which order it is written."""

from __future__ import annotations

import dataclasses

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.desired import (
    DesiredAccount,
    Selection,
)
from ansible_collections.voximplant.platform.plugins.module_utils._account.drift import Difference
from ansible_collections.voximplant.platform.plugins.module_utils._api import errors
from ansible_collections.voximplant.platform.plugins.module_utils._plan.application import DesiredApplication
from ansible_collections.voximplant.platform.plugins.module_utils._plan.rule import DesiredRule
from ansible_collections.voximplant.platform.plugins.module_utils._plan.scenario import DesiredScenario
from ansible_collections.voximplant.platform.tests.unit.support.declarations import (
    deploy,
    plan_for,
    running,
    support,
)
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform


def test_rules_when_a_key_is_bound_already_then_it_is_not_bound_again() -> None:
    platform = Platform()
    keys = {"without": None, "in": "key", "out": "key"}
    rules = (DesiredRule(name, rule_pattern="1", bind_key_id=key) for name, key in keys.items())
    wanted = DesiredAccount(applications=(support(*rules),))
    deploy(platform, wanted)
    assert [rule.key_ids for rule in platform.rules] == [set(), {"key"}, {"key"}]
    assert plan_for(platform, wanted).operations == ()
    platform.rules[1].key_ids = {"other"}
    assert [operation.name for operation in deploy(platform, wanted).operations] == ["in"]


def test_rules_when_the_rule_of_a_key_is_not_selected_then_the_key_is_not_looked_up() -> None:
    platform = Platform()
    platform.add_rule("in", platform.add_application("support"))
    rules = (DesiredRule("in", bind_key_id="key"), DesiredRule("out", rule_pattern="1"))
    plan_for(platform, DesiredAccount(applications=(support(*rules),), selection=Selection(rules=("out",))))
    assert platform.calls.count("GetRules") == 1


@pytest.mark.parametrize(
    ("scenario", "bound"),
    [(DesiredScenario("new", scenario_script=""), False), (DesiredScenario("new", renamed_from="old"), True)],
    ids=["new", "renamed"],
)
def test_part_when_a_rule_runs_a_declared_scenario_that_is_left_out_then_the_advice_is_to_select_it(
    scenario: DesiredScenario, bound: bool
) -> None:
    platform = Platform()
    old = platform.add_scenario("old")
    platform.add_rule("in", platform.add_application("support"), *([old] if bound else []))
    declared = (support(DesiredRule("in", bindings=running("new"))),)
    with pytest.raises(errors.NotFoundError) as refusal:
        plan_for(platform, DesiredAccount((scenario,), declared, Selection(rules=("in",))))
    assert str(refusal.value) == (
        "rule support/in: It cannot run 'new': the account has no scenario of this name, and the declared one is not "
        "selected. Add it to only_scenarios."
    )
    assert refusal.value.field == "only_scenarios"
    selected = Selection(("new",), ("in",))
    assert len(plan_for(platform, DesiredAccount((scenario,), declared, selected)).operations) == (1 if bound else 2)


def test_rules_when_new_rules_come_between_others_then_one_call_sets_the_order() -> None:
    platform = Platform()
    application = platform.add_application("support")
    for name in ("stray", "b"):
        platform.add_rule(name, application)
    rules = tuple(DesiredRule(name, rule_pattern=".*") for name in "abc")
    plan = deploy(platform, DesiredAccount(applications=(support(*rules),)))
    assert [row.rule_name for row in platform.rules] == ["a", "b", "c", "stray"]
    assert [operation.method for operation in plan.operations] == ["AddRule", "AddRule", "ReorderRules"]
    header = "order of the rules of support"
    assert plan.before.diff_sections()[header].text == "stray\nb\na\nc\n"
    assert plan.after.diff_sections()[header].text == "a\nb\nc\nstray\n"
    assert plan.after.drift[-2:] == (
        Difference(
            "application", "support", None, "order", {"rules": ["stray", "b"]}, {"rules": ["a", "b", "c", "stray"]}
        ),
        Difference(
            "rule",
            "stray",
            "support",
            "unmanaged",
            {"pattern": ".*", "pattern_exclude": "", "video_conference": False, "scenarios": []},
            {},
            "2026-01-01 00:00:00",
        ),
    )


def test_rules_when_a_rule_is_renamed_and_another_is_new_then_the_rename_comes_first() -> None:
    platform = Platform()
    platform.add_rule("In", platform.add_application("support"))
    rules = (DesiredRule("in", rule_pattern="1"), DesiredRule("first", renamed_from="In"))
    plan = deploy(platform, DesiredAccount(applications=(support(*rules),)))
    actions = [(found.action, found.name) for found in plan.operations]
    assert actions == [("rename", "first"), ("create", "in"), ("reorder", "support")]


def test_rules_when_scenarios_of_several_change_then_all_are_unbound_before_any_is_bound_or_ordered() -> None:
    platform = Platform()
    application = platform.add_application("support")
    a, b, _c = (platform.add_scenario(name) for name in "abc")
    for name in ("in", "out"):
        platform.add_rule(name, application, a, b)
    rules = tuple(DesiredRule(name, rule_pattern="1", bindings=running("c", "b")) for name in ("in", "out"))
    plan = deploy(platform, DesiredAccount(applications=(support(*rules),)))
    actions = ("update", "unbind", "bind", "reorder")
    assert [(found.action, found.name) for found in plan.operations] == [
        (action, name) for action in actions for name in ("in", "out")
    ]


def test_rules_when_a_scenario_is_renamed_and_edited_then_rules_run_it_under_its_new_name() -> None:
    platform = Platform()
    scenario = platform.add_scenario("old", "x")
    platform.add_rule("in", platform.add_application("support"), scenario)
    wanted = DesiredAccount(
        (DesiredScenario("new", scenario_script="y", renamed_from="old"),),
        (support(DesiredRule("in", bindings=running("new"))),),
    )
    plan = deploy(platform, wanted)
    assert [(found.action, found.object, found.name) for found in plan.operations] == [("rename", "scenario", "new")]
    assert (scenario.scenario_name, scenario.scenario_script) == ("new", "y")
    with pytest.raises(errors.NotFoundError, match="rule support/in: This rule cannot run 'old': no such scenario"):
        rule = DesiredRule("in", bindings=running("old"))
        plan_for(platform, dataclasses.replace(wanted, applications=(support(rule),)))


def test_rules_when_a_rule_lists_a_previous_name_then_it_is_an_error_before_the_rename_too() -> None:
    platform = Platform()
    platform.add_scenario("old")
    scenarios = (DesiredScenario("new", renamed_from="old"),)
    rule = DesiredRule("in", rule_pattern="1", bindings=running("old"))
    with pytest.raises(errors.NotFoundError, match="rule support/in: This rule cannot run 'old': no such scenario"):
        plan_for(platform, DesiredAccount(scenarios, (support(rule),)))


def test_rules_when_an_application_before_theirs_declares_no_rules_then_they_are_created_all_the_same() -> None:
    without = DesiredApplication("sales")
    plan = deploy(Platform(), DesiredAccount((), (without, support(DesiredRule("in", rule_pattern="1")))))
    assert [found.name for found in plan.operations] == ["sales", "support", "in"]
