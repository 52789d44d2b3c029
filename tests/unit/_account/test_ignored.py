# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is ignored is no difference and stays, whatever is pruned; and what a partial deployment leaves alone."""

from __future__ import annotations

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.deployment import Deployment
from ansible_collections.voximplant.platform.plugins.module_utils._account.desired import (
    DesiredAccount,
    Ignore,
    Prune,
    Selection,
)
from ansible_collections.voximplant.platform.plugins.module_utils._account.task import AccountTask
from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import ConflictError
from ansible_collections.voximplant.platform.plugins.module_utils._plan.application import DesiredApplication
from ansible_collections.voximplant.platform.plugins.module_utils._plan.bindings import DesiredBindings
from ansible_collections.voximplant.platform.plugins.module_utils._plan.phone_number import DesiredPhoneNumber
from ansible_collections.voximplant.platform.plugins.module_utils._plan.rule import DesiredRule
from ansible_collections.voximplant.platform.plugins.module_utils._plan.scenario import DesiredScenario
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform

from ..support import lab_account
from ..support.lab_account import A_AND_B, ALL, MAIN, SUPPORT, UNDECLARED, deployed

platform = lab_account.platform


@pytest.mark.parametrize(
    ("globs", "written"),
    [(("support/lab_*",), set()), (("sales/*", "lab_*", "support/main"), {"phone_number 1303"})],
    ids=["its rule is ignored", "others are"],
)
def test_number_when_its_rule_is_ignored_then_it_is_not_unbound(
    platform: Platform, globs: tuple[str, ...], written: set[str]
) -> None:
    support = DesiredApplication("support", phone_numbers=(DesiredPhoneNumber("1202", rule_name="main"),))
    prune = Prune(frozenset({"phone_numbers"}))
    assert deployed(platform, support, prune=prune, ignore=Ignore(rules=globs))[0] == written


def test_number_when_it_is_bound_to_no_rule_then_a_glob_of_all_rules_does_not_keep_it(platform: Platform) -> None:
    del platform.numbers[1]["rule_id"], platform.numbers[1]["rule_name"]
    support = DesiredApplication("support", phone_numbers=(DesiredPhoneNumber("1202", rule_name="main"),))
    prune = Prune(frozenset({"phone_numbers"}))
    assert deployed(platform, support, prune=prune, ignore=Ignore(rules=("support/*",)))[0] == {"phone_number 1303"}


@pytest.mark.parametrize(("rule", "is_bound"), [("main", True), ("lab_x", False)])
def test_part_when_an_application_declares_no_rules_then_the_numbers_of_selected_rules_are_bound(
    platform: Platform, rule: str, is_bound: bool
) -> None:
    free = platform.add_number("1404")
    support = DesiredApplication("support", phone_numbers=(DesiredPhoneNumber("1404", rule_name=rule),))
    deployed(platform, support, selection=Selection(rules=("main",)))
    assert free.get("rule_id") == (platform.rules[0].rule_id if is_bound else None)


def test_part_when_it_moves_a_number_to_an_application_without_rules_then_the_rule_that_it_leaves_is_pruned(
    platform: Platform,
) -> None:
    sales = platform.add_application("sales")
    main = platform.add_rule("main", sales)
    applications = (
        DesiredApplication("support", rules=()),
        DesiredApplication("sales", phone_numbers=(DesiredPhoneNumber("1202", rule_name="main"),)),
    )
    prune = Prune(frozenset({"rules"}))
    written, warnings = deployed(platform, *applications, prune=prune, selection=Selection(rules=("main",)))
    assert written == {"phone_number 1202", "rule main"} and warnings == ()
    assert platform.numbers[0]["rule_id"] == main.rule_id
    assert [row.rule_name for row in platform.rules] == ["lab_x", "main"]


LAB_RULES, LAB_SCENARIOS, LAB_NUMBERS = (
    Ignore(rules=("*/lab_*",)),
    Ignore(scenarios=("lab_*",)),
    Ignore((), (), (), (), (), ("13*",)),
)


LAB_SECRETS, LAB_USERS = Ignore(secrets=("support/LAB_*",)), Ignore(users=("support/lab_*",))


OTHER_CASE = Ignore(("SUP*",), ("support/Lab_*",), ("Lab_*",), ("*/Lab_*",), ("*/lab_*",))


@pytest.mark.parametrize(
    ("ignore", "unreported", "stays"),
    [
        (Ignore(), "", ""),
        (OTHER_CASE, "", ""),
        (LAB_RULES, "rule lab_x, phone_number 1303", "rule lab_x, phone_number 1303, scenario lab_s"),
        (LAB_SCENARIOS, "scenario lab_s", "scenario lab_s, rule lab_x"),
        (LAB_NUMBERS, "phone_number 1303", "phone_number 1303, rule lab_x, scenario lab_s"),
        (LAB_SECRETS, "secret LAB_KEY", "secret LAB_KEY"),
        (LAB_USERS, "user lab_ann", "user lab_ann"),
        (Ignore(applications=("sup*",)), ", ".join(sorted(UNDECLARED)), ", ".join(sorted(UNDECLARED))),
    ],
    ids=["nothing", "other case", "rule", "scenario", "number", "secret", "user", "application"],
)
def test_ignored_object_when_everything_may_be_pruned_then_it_is_not_reported_and_stays_with_what_it_needs(
    platform: Platform, ignore: Ignore, unreported: str, stays: str
) -> None:
    desired = DesiredAccount(applications=(SUPPORT,), scenarios=A_AND_B, prune=ALL, ignore=ignore)
    drift = AccountTask(platform.client, desired, Deployment()).plan().after.drift
    reported = {f"{found.object} {found.name}" for found in drift if found.kind == "unmanaged"}
    assert UNDECLARED - reported == {*filter(None, unreported.split(", "))}
    written, _warnings = deployed(platform, SUPPORT, scenarios=A_AND_B, prune=ALL, ignore=ignore)
    assert UNDECLARED - written == {*filter(None, stays.split(", "))}


@pytest.mark.parametrize(
    ("ignore", "named"),
    [
        (LAB_RULES, ["scenario lab_s (id {s}) is not deleted: it is bound to rule support/lab_x."]),
        (LAB_SCENARIOS, ["rule support/lab_x is not deleted, because it runs ignored scenarios: lab_s."]),
        (
            LAB_NUMBERS,
            [
                "scenario lab_s (id {s}) is not deleted: it is bound to rule support/lab_x.",
                "rule support/lab_x is not deleted: phone number 1303 (id {n}) is bound to it.",
            ],
        ),
    ],
    ids=["rule", "scenario", "number"],
)
def test_prune_when_an_ignored_object_needs_another_then_what_stays_is_named_with_the_reason(
    platform: Platform, ignore: Ignore, named: list[str]
) -> None:
    ids = {"x": platform.rules[1].rule_id, "s": platform.scenarios[2].scenario_id, "n": platform.numbers[1]["phone_id"]}
    _written, warnings = deployed(platform, SUPPORT, scenarios=A_AND_B, prune=ALL, ignore=ignore)
    assert list(warnings) == [text.format(**ids) for text in named]


@pytest.mark.parametrize(
    ("ignore", "named"),
    [
        (LAB_RULES, "rule lab_x"),
        (LAB_SCENARIOS, "scenario lab_s"),
        (LAB_NUMBERS, "phone number 1303"),
        (LAB_SECRETS, "secret LAB_KEY"),
        (LAB_USERS, "user lab_ann"),
    ],
    ids=["rule", "scenario", "number", "secret", "user"],
)
def test_undeclared_application_when_it_holds_anything_ignored_then_it_stays_whole_and_is_named(
    platform: Platform, ignore: Ignore, named: str
) -> None:
    before = platform.snapshot()
    written, warnings = deployed(platform, prune=ALL, ignore=ignore)
    assert (written, platform.snapshot()) == (set(), before)
    (warning,) = (text for text in warnings if text.startswith("application support (id "))
    _application, content = warning.split(" is not deleted, because it contains ignored objects: ")
    assert named in content and content.endswith(").")


def test_part_when_its_first_number_is_not_selected_then_the_next_one_is_bound(platform: Platform) -> None:
    free = platform.add_number("1404")
    numbers = (DesiredPhoneNumber("1303", rule_name="lab_x"), DesiredPhoneNumber("1404", rule_name="main"))
    deployed(platform, DesiredApplication("support", phone_numbers=numbers), selection=Selection(rules=("main",)))
    assert free.get("rule_id") == platform.rules[0].rule_id


def test_undeclared_application_when_it_may_not_be_pruned_then_what_it_holds_is_no_reason_to_warn(
    platform: Platform,
) -> None:
    assert deployed(platform, prune=Prune(frozenset({"secrets"})), ignore=LAB_SECRETS)[1] == ()
    ignored = Ignore(rules=("support/lab_*",))
    warnings = deployed(platform, prune=Prune(frozenset({"scenarios"})), ignore=ignored)[1]
    assert [warning for warning in warnings if warning.startswith("application ")] == []


@pytest.mark.parametrize(
    ("bound", "after", "written"),
    [
        (["lab_s", "a", "b"], ["lab_s", "a", "b"], set()),
        (["a", "lab_s", "b"], ["a", "lab_s", "b"], set()),
        (["lab_s", "b", "a"], ["a", "b", "lab_s"], {"rule main"}),
        (["b", "lab_s"], ["a", "b", "lab_s"], {"rule main"}),
    ],
)
def test_ignored_scenario_when_it_is_bound_to_a_declared_rule_then_it_stays_and_only_others_are_put_in_order(
    platform: Platform, bound: list[str], after: list[str], written: set[str]
) -> None:
    ids = {row.scenario_name: row.scenario_id for row in platform.scenarios}
    main = platform.rules[0]
    main.scenario_ids = [ids[name] for name in bound]
    rules = (DesiredRule("main", bindings=DesiredBindings(("a", "b"), ordered=True)),)
    declared = DesiredApplication("support", rules=rules)
    desired = DesiredAccount(A_AND_B, (declared,), ignore=LAB_SCENARIOS)
    drift = AccountTask(platform.client, desired, Deployment()).plan().after.drift
    assert {f"{found.object} {found.name}" for found in drift if found.kind in ("order", "binding")} == written
    assert deployed(platform, declared, scenarios=A_AND_B, ignore=LAB_SCENARIOS)[0] == written
    assert main.scenario_ids == [ids[name] for name in after]


def test_declared_rule_when_it_lists_an_ignored_scenario_then_it_runs_it(platform: Platform) -> None:
    rule = DesiredRule("main", rule_pattern="1", bindings=DesiredBindings(("a", "lab_s"), ordered=True))
    deployed(platform, DesiredApplication("support", rules=(rule,)), ignore=LAB_SCENARIOS)
    assert platform.rules[0].scenario_ids == [platform.scenarios[0].scenario_id, platform.scenarios[2].scenario_id]


@pytest.mark.parametrize(
    ("ignore", "present", "after"),
    [
        (LAB_RULES, ["lab_x", "main", "second"], ["lab_x", "main", "second"]),
        (LAB_RULES, ["main", "lab_x", "second"], ["main", "lab_x", "second"]),
        (LAB_RULES, ["lab_x", "second", "main"], ["main", "second", "lab_x"]),
        (LAB_RULES, ["stray", "main", "second", "lab_x"], ["main", "second", "stray", "lab_x"]),
        (Ignore(), ["lab_x", "main", "second"], ["main", "second", "lab_x"]),
    ],
)
def test_ignored_rule_when_it_stands_before_declared_ones_then_that_alone_moves_nothing(
    platform: Platform, ignore: Ignore, present: list[str], after: list[str]
) -> None:
    for name in {*present} - {"main", "lab_x"}:
        platform.add_rule(name, platform.applications[0])
    platform.rules.sort(key=lambda row: present.index(row.rule_name))
    rules = (DesiredRule("main"), DesiredRule("second"))
    written, _warnings = deployed(platform, DesiredApplication("support", rules=rules), ignore=ignore)
    assert [row.rule_name for row in platform.rules] == after
    assert written == (set() if present == after else {"application support"})


IN_SALES = (DesiredScenario("foreign", scenario_script="new"), DesiredScenario("new", renamed_from="foreign"))


@pytest.mark.parametrize("scenario", IN_SALES, ids=["declared", "renamed"])
def test_declared_scenario_when_it_belongs_to_an_ignored_application_then_nothing_is_written(
    platform: Platform, scenario: DesiredScenario
) -> None:
    foreign = platform.add_scenario("foreign", application_id=platform.add_application("sales").application_id)
    before = platform.snapshot()
    with pytest.raises(ConflictError) as refusal:
        deployed(platform, scenarios=(scenario,), ignore=Ignore(applications=("sal*",)))
    assert refusal.value.text == (
        f"scenario foreign (id {foreign.scenario_id}) belongs to the ignored application sales."
    )
    assert (refusal.value.field, refusal.value.advice) == (
        "ignore",
        "Remove the application from ignore, or the scenario from scenarios.",
    )
    assert platform.snapshot() == before


def test_absence_when_a_declared_scenario_belongs_to_an_ignored_application_then_it_stays_with_a_warning(
    platform: Platform,
) -> None:
    foreign = platform.add_scenario("foreign", application_id=platform.add_application("sales").application_id)
    declared = (DesiredScenario("foreign"), DesiredScenario("lab_s", application_name="support"))
    platform.rules[1].scenario_ids.pop()
    ignore = Ignore(applications=("sales",))
    written, warnings = deployed(platform, scenarios=declared, ignore=ignore, present=False)
    assert written == {"scenario lab_s"}
    assert warnings == (
        f"scenario foreign (id {foreign.scenario_id}) is not deleted: it belongs to the ignored application sales.",
    )


def test_ignored_object_when_its_application_is_renamed_then_globs_of_the_new_name_keep_it(platform: Platform) -> None:
    help_desk = DesiredApplication("help", renamed_from="support", rules=(MAIN,), secrets=(), users=())
    ignore = Ignore(rules=("help/lab_*",), secrets=("help/*",), users=("help/*",), renamed={"support": "help"})
    written, _warnings = deployed(platform, help_desk, scenarios=A_AND_B, prune=ALL, ignore=ignore)
    assert written == {"application help", "rule main"}
    assert platform.numbers[1]["rule_id"] == platform.rules[1].rule_id


def test_ignored_scenario_when_its_name_is_decomposed_then_a_composed_glob_keeps_it(platform: Platform) -> None:
    platform.rules[0].scenario_ids.append(platform.add_scenario("cafe\u0301").scenario_id)
    ignore = Ignore(scenarios=("caf\u00e9", "lab_*"), rules=LAB_RULES.rules)
    written, _warnings = deployed(platform, SUPPORT, scenarios=A_AND_B, prune=ALL, ignore=ignore)
    assert platform.named("cafe\u0301") is not None
    assert len(platform.rules[0].scenario_ids) == 3 and "scenario cafe\u0301" not in written


def test_part_when_everything_may_be_pruned_then_numbers_secrets_users_and_other_rules_stay(platform: Platform) -> None:
    part = Selection(rules=("main",))
    written, _warnings = deployed(platform, SUPPORT, scenarios=A_AND_B, prune=ALL, selection=part)
    assert written == {"rule main"}
    assert [row.rule_name for row in platform.rules] == ["main", "lab_x"]
    assert all(len(rows) == 2 for rows in (platform.numbers, platform.secrets, platform.users))


def test_part_when_an_application_differs_then_it_is_neither_changed_nor_shown(platform: Platform) -> None:
    application = DesiredApplication("support", secure_record_storage=True, rules=(MAIN,))
    desired = DesiredAccount(applications=(application,), scenarios=A_AND_B, selection=Selection(rules=("main",)))
    plan = AccountTask(platform.client, desired, Deployment()).plan()
    assert {operation.object for operation in plan.operations} == {"rule"}
    before, after = plan.before.diff_sections(), plan.after.diff_sections()
    assert {name for name in after if after[name] != before[name]} == {"rule support/main attributes"}
