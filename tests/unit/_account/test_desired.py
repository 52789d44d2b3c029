# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What may be declared, what a part of it is, and how objects of an account are found."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.desired import (
    CurrentAccount,
    DeclaredApplication,
    DeclaredScenario,
    DesiredAccount,
    Prune,
    Selection,
)
from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import InputError
from ansible_collections.voximplant.platform.plugins.module_utils._objects.models import Application, Rule, Scenario
from ansible_collections.voximplant.platform.plugins.module_utils._plan.application import DesiredApplication
from ansible_collections.voximplant.platform.plugins.module_utils._plan.rule import DesiredRule

Pair = tuple[str, str | None]


def scenarios(*pairs: Pair) -> DesiredAccount:
    """An account that declares scenarios with their former names."""
    return DesiredAccount(scenarios=tuple(DeclaredScenario(name, renamed_from=former) for name, former in pairs))


def applications(*pairs: Pair) -> DesiredAccount:
    """An account that declares applications with their former names."""
    desired = [DesiredApplication(name, renamed_from=former) for name, former in pairs]
    return DesiredAccount(applications=tuple(map(DeclaredApplication, desired)))


def rules(*pairs: Pair) -> DesiredAccount:
    """An account with one application that declares rules with their former names."""
    desired = tuple(DesiredRule(name, renamed_from=former) for name, former in pairs)
    return DesiredAccount(applications=(DeclaredApplication(DesiredApplication("support"), desired),))


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
    assert refusal.value.text == f"{where}: aa is declared twice."
    assert refusal.value.field == field


@KINDS
@pytest.mark.parametrize("pairs", [(("aa", "cc"), ("bb", "cc")), (("cc", None), ("bb", "cc"))])
def test_names_when_two_objects_claim_a_former_one_then_it_is_refused(
    declare: t.Callable[..., DesiredAccount], field: str, where: str, pairs: tuple[Pair, ...]
) -> None:
    with pytest.raises(InputError) as refusal:
        declare(*pairs)
    assert refusal.value.text == f"{where}: cc is the former name of one, and a name of another."
    assert refusal.value.field == field
    assert refusal.value.advice == "Only one object can be what was called so: leave renamed_from out of the others."


def test_names_when_former_ones_differ_then_all_is_well() -> None:
    declared = rules(("aa", "old_aa"), ("bb", "old_bb"), ("cc", None), ("dd", None))
    assert [rule.rule_name for rule in declared.applications[0].rules or ()] == ["aa", "bb", "cc", "dd"]


def test_names_when_a_former_one_is_the_objects_own_then_no_other_object_is_blamed() -> None:
    assert rules(("aa", "aa")).applications[0].rules == (DesiredRule("aa", renamed_from="aa"),)


def test_applications_when_one_is_named_short_and_in_full_then_it_is_declared_twice() -> None:
    with pytest.raises(InputError, match="support is declared twice"):
        applications(("support", None), ("support.acme.voximplant.com", None))


def running(home: str | None, former: str | None = None) -> DesiredAccount:
    """An account whose application support has a rule that runs a scenario of some application."""
    support = DesiredApplication("support.acme.voximplant.com", renamed_from=former)
    rules = (DesiredRule("in", scenarios=("a", "b")), DesiredRule("out"))
    return DesiredAccount((DeclaredScenario("b", application_name=home),), (DeclaredApplication(support, rules),))


@pytest.mark.parametrize(
    ("home", "former"),
    [(None, None), ("support", None), ("support.acme.voximplant.com", None), ("help", "help")],
)
def test_rules_when_they_run_scenarios_of_their_application_or_shared_ones_then_all_is_well(
    home: str | None, former: str | None
) -> None:
    assert running(home, former).scenarios == (DeclaredScenario("b", application_name=home),)


def test_rules_when_one_runs_a_scenario_of_another_application_then_it_is_refused() -> None:
    with pytest.raises(InputError) as refusal:
        running("sales.acme.voximplant.com", "help")
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
    ("selection", "taken_scenarios", "taken_rules"),
    [
        (Selection(), {"in", "out"}, {"in", "out"}),
        (Selection(scenarios=("i*",)), {"in"}, set()),
        (Selection(rules=("o*",)), set(), {"out"}),
        (Selection(("x", "in"), ("*",)), {"in"}, {"in", "out"}),
        (Selection(scenarios=()), set(), set()),
        (Selection(scenarios=("IN",)), set(), set()),
    ],
)
def test_selection_when_globs_are_given_then_only_what_matches_one_of_its_kind_is_taken(
    selection: Selection, taken_scenarios: set[str], taken_rules: set[str]
) -> None:
    assert {name for name in ("in", "out") if selection.takes_scenario(name)} == taken_scenarios
    assert {name for name in ("in", "out") if selection.takes_rule(name)} == taken_rules
    assert selection.is_partial == (selection != Selection())


def test_prune_when_nothing_is_said_then_bindings_of_any_name_up_to_ten() -> None:
    assert Prune() == Prune(frozenset({"bindings"}), "*", 10)
    assert Prune().takes("bindings", "any") and not Prune().takes("scenarios", "any")


def test_prune_when_there_is_a_pattern_then_case_matters() -> None:
    prune = Prune(frozenset({"rules"}), "team_*")
    assert prune.takes("rules", "team_in") and not prune.takes("rules", "Team_in")
    assert prune.knows("team_in") and not prune.knows("other")


def test_current_account_when_asked_for_names_then_exact_ones_are_found() -> None:
    support, sales = Application(1, "support.acme.voximplant.com"), Application(2, "sales.acme.voximplant.com")
    account = CurrentAccount((support, sales), (Scenario(5, "a"), Scenario(6, "A")))
    assert account.scenario("A") == Scenario(6, "A")
    assert account.scenario("b") is None and account.scenario(None) is None
    assert account.application(None, "sales", "support") == sales
    assert account.application("support.acme.voximplant.com") == support
    assert account.application("Support") is None and account.application(None) is None


@pytest.mark.parametrize(
    ("name", "former", "key_id", "has_key"),
    [
        ("in", None, "key", True),
        ("new", "in", "key", True),
        ("in", None, "other", False),
        ("out", None, "key", False),
        ("in", None, None, False),
    ],
)
def test_key_when_looked_for_then_it_is_that_of_the_rule_that_is_meant(
    name: str, former: str | None, key_id: str | None, has_key: bool
) -> None:
    account = CurrentAccount(keys=frozenset({(7, "key")}))
    present = [Rule(7, "in", 1), Rule(8, "out", 1)]
    assert account.has_key(present, DesiredRule(name, renamed_from=former, bind_key_id=key_id)) is has_key
