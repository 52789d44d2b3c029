# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An account whose names have another Unicode form than the project has: nothing is created or deleted for it."""

from __future__ import annotations

import dataclasses

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.desired import (
    PRUNABLE,
    DesiredAccount,
    Ignore,
    Prune,
    Selection,
)
from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import ConflictError, InputError
from ansible_collections.voximplant.platform.plugins.module_utils._objects.phone_numbers import number_matches
from ansible_collections.voximplant.platform.plugins.module_utils._plan.application import DesiredApplication
from ansible_collections.voximplant.platform.plugins.module_utils._plan.phone_number import DesiredPhoneNumber
from ansible_collections.voximplant.platform.plugins.module_utils._plan.rule import DesiredRule
from ansible_collections.voximplant.platform.plugins.module_utils._plan.scenario import DesiredScenario
from ansible_collections.voximplant.platform.tests.unit.support.declarations import deploy, running, support
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform
from ansible_collections.voximplant.platform.tests.unit.support.tasks import application_task

COMPOSED, DECOMPOSED = "caf\u00e9", "cafe\u0301"
FORMS = pytest.mark.parametrize(
    ("there", "declared"), [(COMPOSED, DECOMPOSED), (DECOMPOSED, COMPOSED)], ids=["composed", "decomposed"]
)
EVERYTHING = Prune(frozenset(PRUNABLE), limit=99)


def account(name: str) -> Platform:
    """Return an account whose scenario, and the rule that runs it, have this name."""
    platform = Platform()
    scenario = platform.add_scenario(name, "x")
    platform.add_rule(name, platform.add_application("support"), scenario, rule_pattern="1.*")
    return platform


@FORMS
def test_account_when_its_names_have_another_form_then_it_is_as_declared(there: str, declared: str) -> None:
    platform = account(there)
    rule = DesiredRule(declared, rule_pattern="1.*", bindings=running(declared))
    desired = DesiredAccount((DesiredScenario(declared, scenario_script="x"),), (support(rule),), prune=EVERYTHING)
    assert deploy(platform, desired).operations == ()
    changed = dataclasses.replace(rule, rule_pattern="2.*")
    desired = dataclasses.replace(desired, applications=(support(changed),))
    assert [operation.method for operation in deploy(platform, desired).operations] == ["SetRuleInfo"]
    assert [(row.rule_name, row.rule_pattern) for row in platform.rules] == [(there, "2.*")]


@FORMS
def test_objects_when_their_previous_names_have_another_form_then_they_are_renamed(there: str, declared: str) -> None:
    platform = account(there)
    ids = (platform.scenarios[0].scenario_id, platform.rules[0].rule_id)
    rule = DesiredRule("r", renamed_from=declared, rule_pattern="1.*", bindings=running("s"))
    desired = DesiredAccount((DesiredScenario("s", renamed_from=declared),), (support(rule),), prune=EVERYTHING)
    assert [operation.action for operation in deploy(platform, desired).operations] == ["rename", "rename"]
    assert (platform.scenarios[0].scenario_id, platform.rules[0].rule_id) == ids
    assert (platform.scenarios[0].scenario_name, platform.rules[0].rule_name) == ("s", "r")


@FORMS
def test_glob_when_its_form_differs_then_it_ignores_selects_and_prunes_the_same(there: str, declared: str) -> None:
    platform = account(there)
    nothing = DesiredAccount((), (support(),), prune=EVERYTHING)
    ignore = Ignore(scenarios=(f"{declared}*",), rules=(f"support/{declared}",))
    assert deploy(platform, dataclasses.replace(nothing, ignore=ignore)).operations == ()
    selection = Selection(rules=(f"{declared}*",))
    rule = DesiredRule(declared, rule_pattern="3.*")
    selected = DesiredAccount((), (support(rule),), selection=selection)
    assert [operation.method for operation in deploy(platform, selected).operations] == ["SetRuleInfo"]
    pattern = Prune(frozenset(PRUNABLE), f"{declared}*", 99)
    assert len(deploy(platform, dataclasses.replace(nothing, prune=pattern)).operations) == 2
    assert (platform.rules, platform.scenarios) == ([], [])


@FORMS
def test_number_when_its_rules_name_has_another_form_then_it_is_bound_to_it(there: str, declared: str) -> None:
    platform = account(there)
    number = platform.add_number("12025550100")
    for rules in ((DesiredRule(declared, rule_pattern="1.*"),), None):
        application = DesiredApplication(
            "support", rules=rules, phone_numbers=(DesiredPhoneNumber("12025550100", rule_name=declared),)
        )
        deploy(platform, DesiredAccount((), (application,), prune=EVERYTHING if rules else Prune()))
        assert number["rule_id"] == platform.rules[0].rule_id


@FORMS
def test_absence_when_the_account_has_another_form_then_what_is_declared_is_deleted(there: str, declared: str) -> None:
    platform = account(there)
    desired = DesiredAccount(
        (DesiredScenario(declared),), (support(DesiredRule(declared)),), prune=Prune(limit=99), present=False
    )
    deploy(platform, desired)
    assert (platform.applications, platform.rules, platform.scenarios) == ([], [], [])


def test_names_when_two_differ_in_their_form_only_then_they_are_declared_twice() -> None:
    with pytest.raises(InputError, match="more than once"):
        DesiredAccount((DesiredScenario(COMPOSED), DesiredScenario(DECOMPOSED)))
    with pytest.raises(InputError, match="renamed_from of one object"):
        DesiredAccount((DesiredScenario(COMPOSED), DesiredScenario("x", renamed_from=DECOMPOSED)))
    with pytest.raises(InputError, match="It cannot run"):
        DesiredAccount(
            (DesiredScenario(COMPOSED, application_name="other"),),
            (support(DesiredRule("r", bindings=running(DECOMPOSED))),),
        )


@pytest.mark.parametrize("name", ["support", "support.acme.voximplant.com", "support.acme.n2.voximplant.com"])
def test_application_when_its_name_is_short_full_or_with_its_node_then_it_is_the_same_one(name: str) -> None:
    platform = account("r")
    rule = DesiredRule("r", rule_pattern="1.*", bindings=running("r"))
    desired = DesiredAccount((DesiredScenario("r"),), (DesiredApplication(name, rules=(rule,)),), prune=EVERYTHING)
    assert deploy(platform, desired).operations == ()


@pytest.mark.parametrize("name", ["support.other.voximplant.com", "support.", "support.acme"])
@pytest.mark.parametrize("present", [True, False])
def test_application_when_its_full_name_is_of_another_account_then_it_is_not_taken_for_the_own_one(
    name: str, present: bool
) -> None:
    platform = account("r")
    for applications, scope in (((DesiredApplication(name),), None), ((support(),), name)):
        desired = DesiredAccount((DesiredScenario("r", application_name=scope),), applications, present=present)
        if present:
            with pytest.raises(ConflictError, match=r"this account\. The account has 'support\.acme\.voximplant\.com'"):
                deploy(platform, desired)
        elif scope is None:
            assert platform.applications[0].application_name not in {
                found.name for found in deploy(platform, desired).operations
            }
    task = application_task(platform, DesiredApplication(name, present=present))
    if not present:
        assert not task.plan().changed
        return
    with pytest.raises(ConflictError, match="not an application of this account"):
        task.plan()


def test_scenario_when_the_account_has_its_name_in_another_case_then_a_refusal_names_it() -> None:
    desired = DesiredAccount((DesiredScenario("R", scenario_script="x"),))
    (operation,) = deploy(account("r"), desired).operations
    assert "may treat it as r, which differs only in case" in operation.on_conflict


def support_with_a_rule_and_a_number() -> Platform:
    """Return an account with one application, a rule and a number that is bound to it."""
    platform = Platform()
    application = platform.add_application("support")
    rule = platform.add_rule("r", application)
    bound = {"application_id": application.application_id, "application_name": "support.acme.voximplant.com"}
    platform.add_number("12025550100", **bound, rule_id=rule.rule_id, rule_name="r")
    return platform


@pytest.mark.parametrize("glob", ["+1202*", " +1 202 555-01*", "1202[4-6]*", "1202555010?", "+1-202-5550100"])
def test_number_when_a_glob_is_written_as_people_write_numbers_then_it_is_ignored(glob: str) -> None:
    application = DesiredApplication("support", phone_numbers=())
    desired = DesiredAccount((), (application,), prune=EVERYTHING, ignore=Ignore(phone_numbers=(glob,)))
    assert deploy(support_with_a_rule_and_a_number(), desired).operations == ()
    assert not number_matches("12025550100", ["+1203*", "1202[7-9]*"])


@pytest.mark.parametrize("name", ["support", "support.acme.voximplant.com", "sup*.acme.*"])
def test_application_when_a_glob_is_a_full_name_then_it_is_ignored_with_all_in_it(name: str) -> None:
    nothing = DesiredAccount((), (), prune=EVERYTHING, ignore=Ignore(applications=(name,)))
    assert deploy(support_with_a_rule_and_a_number(), nothing).operations == ()
    empty = DesiredApplication("support", rules=(), phone_numbers=())
    desired = DesiredAccount((), (empty,), prune=EVERYTHING, ignore=Ignore(rules=(f"{name}/r",)))
    assert deploy(support_with_a_rule_and_a_number(), desired).operations == ()


@pytest.mark.parametrize("glob", ["*acme*", "*voximplant*", "support*com"])
def test_application_when_a_glob_matches_the_account_alone_then_it_is_not_ignored(glob: str) -> None:
    empty = DesiredApplication("support", rules=(), phone_numbers=())
    for ignore in (Ignore(applications=(glob,)), Ignore(rules=(f"{glob}/r",))):
        desired = DesiredAccount((), (empty,), prune=EVERYTHING, ignore=ignore)
        operations = deploy(support_with_a_rule_and_a_number(), desired).operations
        assert [found.action for found in operations] == ["unbind", "delete"]
