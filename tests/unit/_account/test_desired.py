# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What can be declared, what a part of it is, and how objects of an account are found."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.desired import (
    CurrentAccount,
    DesiredAccount,
    Prune,
    Selection,
)
from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import InputError
from ansible_collections.voximplant.platform.plugins.module_utils._objects.models import Application, Rule, Scenario
from ansible_collections.voximplant.platform.plugins.module_utils._plan.application import DesiredApplication
from ansible_collections.voximplant.platform.plugins.module_utils._plan.bindings import DesiredBindings
from ansible_collections.voximplant.platform.plugins.module_utils._plan.rule import DesiredRule
from ansible_collections.voximplant.platform.plugins.module_utils._plan.scenario import DesiredScenario

Pair = tuple[str, str | None]
DOMAIN = "acme.voximplant.com"


def scenarios(*pairs: Pair) -> DesiredAccount:
    """Return an account that declares scenarios with their previous names."""
    desired = [DesiredScenario(name, renamed_from=renamed_from) for name, renamed_from in pairs]
    return DesiredAccount(scenarios=tuple(desired))


def applications(*pairs: Pair) -> DesiredAccount:
    """Return an account that declares applications with their previous names."""
    desired = [DesiredApplication(name, renamed_from=renamed_from) for name, renamed_from in pairs]
    return DesiredAccount(applications=tuple(desired))


def rules(*pairs: Pair) -> DesiredAccount:
    """Return an account with one application that declares rules with their previous names."""
    desired = tuple(DesiredRule(name, renamed_from=renamed_from) for name, renamed_from in pairs)
    return DesiredAccount(applications=(DesiredApplication("support", rules=desired),))


KINDS = pytest.mark.parametrize(
    ("declare", "field", "where"),
    [
        (scenarios, "scenarios", "scenarios"),
        (applications, "applications", "applications"),
        (rules, "rules", "the rules of support"),
    ],
)


@KINDS
def test_names_when_one_is_declared_twice_then_it_is_refused(
    declare: t.Callable[..., DesiredAccount], field: str, where: str
) -> None:
    with pytest.raises(InputError) as refusal:
        declare(("aa", None), ("bb", None), ("aa", None))
    assert refusal.value.text == f"{where}: declared more than once: aa."
    assert refusal.value.field == field


@KINDS
@pytest.mark.parametrize("pairs", [(("aa", "cc"), ("bb", "cc")), (("cc", None), ("bb", "cc"))])
def test_names_when_two_objects_claim_a_previous_name_then_it_is_refused(
    declare: t.Callable[..., DesiredAccount], field: str, where: str, pairs: tuple[Pair, ...]
) -> None:
    with pytest.raises(InputError) as refusal:
        declare(*pairs)
    assert (
        refusal.value.text == f"{where}: cc is the renamed_from of one object and the name or renamed_from of another."
    )
    assert refusal.value.field == field
    assert refusal.value.advice == "Only one object can have had that name: remove renamed_from from the others."


def test_names_when_previous_names_differ_then_they_are_accepted() -> None:
    declared = rules(("aa", "old_aa"), ("bb", "old_bb"), ("cc", None), ("dd", None))
    assert [rule.rule_name for rule in declared.applications[0].rules or ()] == ["aa", "bb", "cc", "dd"]


def test_names_when_a_previous_name_is_the_objects_own_then_it_is_accepted() -> None:
    assert rules(("aa", "aa")).applications[0].rules == (DesiredRule("aa", renamed_from="aa"),)


def test_applications_when_a_short_and_a_full_name_are_the_same_then_it_is_refused() -> None:
    with pytest.raises(InputError, match="declared more than once: support"):
        applications(("support", None), ("support.acme.voximplant.com", None))


@pytest.mark.parametrize("pairs", [(("a", "help"), ("b", f"help.{DOMAIN}")), (("help", None), ("b", f"help.{DOMAIN}"))])
def test_applications_when_two_claim_a_previous_name_in_different_forms_then_it_is_refused(
    pairs: tuple[Pair, ...],
) -> None:
    with pytest.raises(InputError, match="applications: help is the renamed_from of one object and"):
        applications(*pairs)
    assert len(applications(("help", f"help.{DOMAIN}")).applications) == 1


def account_running(scope: str | None, renamed_from: str | None = None) -> DesiredAccount:
    """Return an account whose application support has a rule that runs a scenario of some scope."""
    rules = (DesiredRule("in", bindings=DesiredBindings(("a", "b"))), DesiredRule("out"))
    support = DesiredApplication("support.acme.voximplant.com", renamed_from=renamed_from, rules=rules)
    return DesiredAccount((DesiredScenario("b", application_name=scope),), (support,))


@pytest.mark.parametrize(
    ("scope", "renamed_from"),
    [
        (None, None),
        ("support", None),
        ("support.acme.voximplant.com", None),
        ("help", "help"),
        ("help", "help.acme.voximplant.com"),
        ("help.acme.voximplant.com", "help"),
    ],
)
def test_rules_when_they_run_scenarios_of_their_application_or_shared_ones_then_they_are_accepted(
    scope: str | None, renamed_from: str | None
) -> None:
    assert account_running(scope, renamed_from).scenarios == (DesiredScenario("b", application_name=scope),)


def test_rules_when_they_run_a_scenario_of_another_application_then_they_are_refused() -> None:
    with pytest.raises(InputError) as refusal:
        account_running("sales.acme.voximplant.com", "help")
    assert str(refusal.value) == (
        "rule support/in: It cannot run b, a scenario of the application sales.acme.voximplant.com."
    )
    assert refusal.value.field == "scenarios"


@pytest.mark.parametrize("name", ["support", "support.acme.voximplant.com"])
def test_application_when_asked_for_by_either_name_then_it_is_found(name: str) -> None:
    declared = applications(("sales", None), ("support", None))
    assert declared.application(name) is declared.applications[1]
    assert declared.application("other") is None


@pytest.mark.parametrize(
    ("selection", "scenario_names", "rule_names"),
    [
        (Selection(), {"in", "out"}, {"in", "out"}),
        (Selection(scenarios=("i*",)), {"in"}, set()),
        (Selection(rules=("o*",)), set(), {"out"}),
        (Selection(("x", "in"), ("*",)), {"in"}, {"in", "out"}),
        (Selection(scenarios=()), set(), set()),
        (Selection(scenarios=("IN",)), set(), set()),
    ],
)
def test_selection_when_globs_are_given_then_only_what_matches_a_glob_of_its_kind_is_included(
    selection: Selection, scenario_names: set[str], rule_names: set[str]
) -> None:
    assert {name for name in ("in", "out") if selection.includes_scenario(name)} == scenario_names
    assert {name for name in ("in", "out") if selection.includes_rule(name)} == rule_names
    assert selection.is_partial == (selection != Selection())


def test_prune_when_no_option_is_given_then_it_includes_up_to_ten_bindings_of_any_name() -> None:
    assert Prune() == Prune(frozenset({"bindings"}), "*", 10)
    assert Prune().includes("bindings", "any") and not Prune().includes("scenarios", "any")


def test_prune_when_there_is_a_pattern_then_case_matters() -> None:
    prune = Prune(frozenset({"rules"}), "team_*")
    assert prune.includes("rules", "team_in") and not prune.includes("rules", "Team_in")
    assert prune.in_scope("team_in") and not prune.in_scope("other")


def test_current_account_when_asked_for_names_then_exact_ones_are_found() -> None:
    support, sales = Application(1, "support.acme.voximplant.com"), Application(2, "sales.acme.voximplant.com")
    account = CurrentAccount((support, sales), (Scenario(5, "a"), Scenario(6, "A")))
    assert account.scenario("A") == Scenario(6, "A")
    assert account.scenario("b") is None and account.scenario(None) is None
    assert account.application(None, "sales", "support") == sales
    assert account.application("support.acme.voximplant.com") == support
    assert account.application("Support") is None and account.application(None) is None


@pytest.mark.parametrize(
    ("name", "renamed_from", "key_id", "has_key"),
    [
        ("in", None, "key", True),
        ("new", "in", "key", True),
        ("in", None, "other", False),
        ("out", None, "key", False),
        ("in", None, None, False),
    ],
)
def test_key_when_looked_up_then_it_is_that_of_the_desired_rule(
    name: str, renamed_from: str | None, key_id: str | None, has_key: bool
) -> None:
    account = CurrentAccount(keys=frozenset({(7, "key")}))
    present = [Rule(7, "in", 1), Rule(8, "out", 1)]
    assert account.has_key(present, DesiredRule(name, renamed_from=renamed_from, bind_key_id=key_id)) is has_key
