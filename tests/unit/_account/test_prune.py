# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is deleted or unbound, and what never is."""

from __future__ import annotations

import dataclasses

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.desired import (
    PRUNABLE,
    DesiredAccount,
    Prune,
    Selection,
)
from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import InputError
from ansible_collections.voximplant.platform.plugins.module_utils._plan.application import DesiredApplication
from ansible_collections.voximplant.platform.plugins.module_utils._plan.rule import DesiredRule
from ansible_collections.voximplant.platform.plugins.module_utils._plan.scenario import DesiredScenario
from ansible_collections.voximplant.platform.tests.unit.support.declarations import (
    deploy,
    names_run_by,
    plan_for,
    running,
)
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform

from ..support import pruning
from ..support.pruning import ALL, DAY, declared, removed

platform = pruning.platform


EVERYTHING = [
    "rule support/night",
    "rule lost/only",
    "scenario a",
    "scenario b",
    "scenario n",
    "scenario z",
    "application lost",
]


def test_prune_when_everything_may_go_then_only_what_is_declared_is_left(platform: Platform) -> None:
    gone = removed(platform, declared(DAY))
    assert sorted(gone) == sorted(name.replace("lost/", "").replace("support/", "") for name in EVERYTHING)
    assert [row.rule_name for row in platform.rules] == ["day"]
    assert [row.application_name for row in platform.applications] == ["support"]
    assert platform.scenarios == []


def test_prune_when_everything_may_go_then_rules_go_first_and_applications_last(platform: Platform) -> None:
    deploy(platform, declared(DAY))
    assert platform.writes == ["BindScenario", "DelRule", "DelRule", *["DelScenario"] * 4, "DelApplication"]


@pytest.mark.parametrize(
    ("kinds", "gone"),
    [
        ((), []),
        (("rules",), ["rule night"]),
        (("applications",), []),
        (("rules", "applications"), ["rule night", "rule only", "application lost"]),
        (("rules", "scenarios"), ["rule night", "scenario n"]),
        (("scenarios", "bindings"), ["scenario a", "scenario b"]),
        (("scenarios",), []),
    ],
)
def test_prune_when_kinds_are_given_then_nothing_of_others_goes(
    platform: Platform, kinds: tuple[str, ...], gone: list[str]
) -> None:
    assert sorted(removed(platform, declared(DAY, prune=Prune(frozenset(kinds), limit=99)))) == sorted(gone)


def test_prune_when_only_rules_and_scenarios_may_go_then_an_undeclared_application_keeps_its_rules(
    platform: Platform,
) -> None:
    removed(platform, declared(DAY, prune=Prune(frozenset({"rules", "scenarios", "bindings"}), limit=99)))
    assert [row.rule_name for row in platform.rules] == ["day", "only"]
    assert platform.named("z") is not None


def test_prune_when_a_rule_does_not_match_then_its_undeclared_application_stays_with_all_rules(
    platform: Platform,
) -> None:
    platform.add_rule("2nd", platform.applications[1])
    removed(platform, declared(DAY, prune=Prune(frozenset(PRUNABLE), "[lon]*", 99)))
    assert [row.rule_name for row in platform.rules] == ["day", "only", "2nd"]
    assert [row.application_name for row in platform.applications] == ["support", "lost"]


def test_prune_when_a_rule_outside_runs_a_scenario_then_it_stays_and_a_warning_names_the_rule(
    platform: Platform,
) -> None:
    plan = deploy(platform, declared(DAY, prune=Prune(frozenset({"scenarios", "bindings"}), limit=99)))
    n, z = platform.named("n"), platform.named("z")
    assert n is not None and z is not None
    assert plan.warnings == (
        f"scenario n (id {n.scenario_id}) is not deleted: it is bound to rule support/night.",
        f"scenario z (id {z.scenario_id}) is not deleted: it is bound to rule lost/only.",
    )


@pytest.mark.parametrize("kinds", [PRUNABLE, ("scenarios",), ("scenarios", "bindings")])
def test_prune_when_a_declared_rule_lists_an_undeclared_scenario_then_the_scenario_stays(
    platform: Platform, kinds: tuple[str, ...]
) -> None:
    day = DesiredRule("day", rule_pattern=".*", bindings=running("b", "n"))
    gone = removed(platform, declared(day, prune=Prune(frozenset(kinds), limit=99)))
    assert not {"scenario b", "scenario n"} & set(gone)
    assert names_run_by(platform, platform.rules[0])[:2] == ["b", "n"]


def test_prune_when_a_declared_rule_has_no_list_then_what_it_runs_stays(platform: Platform) -> None:
    assert "scenario a" not in removed(platform, declared(DesiredRule("day", rule_pattern=".*")))
    assert names_run_by(platform, platform.rules[0]) == ["a", "b"]


def test_prune_when_bindings_may_not_go_then_a_declared_rule_runs_them_after_its_own(platform: Platform) -> None:
    day = DesiredRule("day", rule_pattern=".*", bindings=running("b"))
    deploy(platform, declared(day, prune=Prune(frozenset())))
    assert names_run_by(platform, platform.rules[0]) == ["b", "a"]


def test_prune_when_a_binding_does_not_match_then_its_scenario_stays(platform: Platform) -> None:
    gone = removed(platform, declared(DAY, prune=Prune(frozenset({"scenarios", "bindings"}), "a", 99)))
    assert gone == ["scenario a"]
    assert names_run_by(platform, platform.rules[0]) == ["b"]


def test_prune_when_a_scenario_does_not_match_then_another_that_does_goes(platform: Platform) -> None:
    assert removed(platform, declared(DAY, prune=Prune(frozenset({"scenarios", "bindings"}), "b"))) == ["scenario b"]


def test_prune_when_an_application_declares_no_rules_then_they_stay_and_those_of_the_next_go(
    platform: Platform,
) -> None:
    account = declared(DAY, prune=Prune(frozenset({"rules"})))
    lost = DesiredApplication("lost")
    assert removed(platform, dataclasses.replace(account, applications=(lost, *account.applications))) == ["rule night"]


def test_prune_when_a_declared_scenario_is_in_an_undeclared_application_then_the_application_stays(
    platform: Platform,
) -> None:
    account = DesiredAccount((DesiredScenario("new", scenario_script="", application_name="lost"),), (), prune=ALL)
    assert "application lost" not in removed(platform, account)
    assert [row.application_name for row in platform.applications] == ["lost"]
    assert platform.named("new") is not None


def test_prune_when_a_declared_name_is_that_of_a_scenario_in_an_undeclared_application_then_both_stay(
    platform: Platform,
) -> None:
    own = platform.add_scenario("own", application_id=platform.applications[1].application_id)
    plan = deploy(platform, DesiredAccount((DesiredScenario("own", scenario_script="// new"),), (), prune=ALL))
    assert [row.application_name for row in platform.applications] == ["lost"]
    row = platform.named("own")
    assert row is not None
    assert row.scenario_script == "// new"
    lost = platform.applications[0]
    assert plan.warnings[-1] == (
        f"application lost (id {lost.application_id}) is not deleted, "
        f"because the manifest uses objects in it: scenario own (id {own.scenario_id})."
    )


def test_prune_when_objects_are_renamed_then_neither_name_is_undeclared(platform: Platform) -> None:
    account = DesiredAccount(
        tuple(DesiredScenario(f"new_{name}", renamed_from=name) for name in "abnz"),
        (DesiredApplication("help", renamed_from="support", rules=(DesiredRule("all", renamed_from="day"),)),),
        prune=ALL,
    )
    assert sorted(removed(platform, account)) == ["application lost", "rule night", "rule only"]
    assert [row.rule_name for row in platform.rules] == ["all"]


def test_prune_when_the_parent_account_owns_a_scenario_then_it_is_not_even_unmanaged(platform: Platform) -> None:
    platform.add_scenario("shared", parent=True)
    plan = deploy(platform, declared(DAY))
    assert platform.named("shared") is not None
    assert "shared" not in {found.name for found in plan.after.drift}


def test_prune_when_a_part_is_deployed_then_the_rest_stays(platform: Platform) -> None:
    part = Selection(scenarios=("z", "n"), rules=("night",))
    assert removed(platform, declared(DAY, selection=part)) == ["rule night", "scenario n"]
    assert [row.rule_name for row in platform.rules] == ["day", "only"]
    assert names_run_by(platform, platform.rules[0]) == ["a", "b"]


def test_prune_when_the_rule_of_a_surplus_binding_is_left_out_then_its_scenario_stays(platform: Platform) -> None:
    assert removed(platform, declared(DAY, selection=Selection(scenarios=("a", "b")))) == []


def test_limit_when_it_is_reached_then_all_goes(platform: Platform) -> None:
    assert len(removed(platform, declared(DAY, prune=Prune(frozenset(PRUNABLE), limit=9)))) == len(EVERYTHING)


def test_limit_when_it_is_exceeded_then_all_is_named_and_nothing_is_written(platform: Platform) -> None:
    with pytest.raises(InputError) as refusal:
        deploy(platform, declared(DAY, prune=Prune(frozenset(PRUNABLE), limit=8)))
    assert platform.writes == []
    assert refusal.value.text.startswith("9 objects would be deleted or unbound, and prune_limit is 8: ")
    names = refusal.value.text.removesuffix(".").split(": ", 1)[1].split(", ")
    assert sorted(names) == sorted([*EVERYTHING, "bindings of rule support/day"])
    assert refusal.value.field == "prune_limit"
    assert refusal.value.advice == "Raise prune_limit if that is intended."


def test_limit_when_it_is_zero_and_nothing_goes_then_the_rest_is_deployed(platform: Platform) -> None:
    day = DesiredRule("day", rule_pattern="1", bindings=running("a", "b"))
    assert removed(platform, declared(day, prune=Prune(limit=0))) == []
    assert platform.rules[0].rule_pattern == "1"


def test_unmanaged_when_reported_then_every_undeclared_object_that_matches_is_listed_once(platform: Platform) -> None:
    plan = plan_for(platform, declared(DAY, scenarios=("a",), prune=Prune(frozenset(), "[lnz]*")))
    found = [difference for difference in plan.after.drift if difference.kind == "unmanaged"]
    assert [(difference.object, difference.name, difference.application) for difference in found] == [
        ("application", "lost", None),
        ("rule", "night", "support"),
        ("scenario", "n", None),
        ("scenario", "z", None),
    ]
    assert [difference.after for difference in found] == [{}] * 4
    assert found[0].before == {"secure_record_storage": False}
    assert found[1].before["pattern"] == ".*"


def test_diff_when_objects_are_deleted_then_it_shows_what_is_lost(platform: Platform) -> None:
    plan = plan_for(platform, declared(DAY))
    before, after = plan.before.diff_sections(), plan.after.diff_sections()
    assert before["rule support/night scenarios"].text == "n\n"
    assert after["rule support/night attributes"].text == ""
    assert before["application lost attributes"].text.endswith(f"rule: rule only (id {platform.rules[2].rule_id})\n")
    assert before["scenario z attributes"].text == "scenario_name: z\n"
    assert all(after[key].text == "" for key in before if key.startswith(("application lost", "scenario", "rule lost")))
    assert before.keys() == after.keys()
    night, (_a, _b, _n, z), lost = platform.rules[1], platform.scenarios, platform.applications[1]
    headers = {
        key: after[f"{key} attributes"].header for key in ("rule support/night", "scenario z", "application lost")
    }
    assert headers == {
        "rule support/night": f"rule night (id {night.rule_id}) (absent) in support",
        "scenario z": f"scenario z (id {z.scenario_id}) (absent)",
        "application lost": f"application lost (id {lost.application_id}) (absent)",
    }


def test_prune_when_an_undeclared_application_has_a_rule_of_a_declared_name_then_what_it_runs_stays(
    platform: Platform,
) -> None:
    platform.rules[2].rule_name = "day"
    assert removed(platform, declared(DAY, prune=Prune(frozenset({"scenarios", "bindings"}), limit=99))) == [
        "scenario a",
        "scenario b",
    ]


def test_prune_when_the_rule_of_a_surplus_binding_is_in_the_part_then_its_scenario_goes(platform: Platform) -> None:
    assert removed(platform, declared(DAY, selection=Selection(("a",), ("day",)))) == ["scenario a"]


def test_prune_when_the_rule_of_a_surplus_binding_is_in_the_last_application_then_its_scenario_goes(
    platform: Platform,
) -> None:
    account = declared(DAY, prune=Prune(frozenset({"scenarios", "bindings"}), limit=99))
    applications = (DesiredApplication("first"), *account.applications)
    assert removed(platform, dataclasses.replace(account, applications=applications)) == ["scenario a", "scenario b"]
