# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is ignored is no difference and stays, whatever is deleted; and what a partial deployment leaves alone."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.desired import (
    PRUNABLE,
    DesiredAccount,
    Ignore,
    Prune,
    Selection,
)
from ansible_collections.voximplant.platform.plugins.module_utils._account.task import AccountTask
from ansible_collections.voximplant.platform.plugins.module_utils._account.writer import Deployment
from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import InputError
from ansible_collections.voximplant.platform.plugins.module_utils._plan.application import DesiredApplication
from ansible_collections.voximplant.platform.plugins.module_utils._plan.bindings import DesiredBindings
from ansible_collections.voximplant.platform.plugins.module_utils._plan.phone_number import PhoneNumberEntry
from ansible_collections.voximplant.platform.plugins.module_utils._plan.rule import DesiredRule
from ansible_collections.voximplant.platform.plugins.module_utils._plan.scenario import DesiredScenario
from ansible_collections.voximplant.platform.plugins.module_utils._plan.secret import DesiredSecret
from ansible_collections.voximplant.platform.plugins.module_utils._plan.user import DesiredUser
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform

MAIN = DesiredRule("main", rule_pattern="1", bindings=DesiredBindings(("a", "b")))
SUPPORT = DesiredApplication(
    "support",
    rules=(MAIN,),
    phone_numbers=(PhoneNumberEntry("1202", rule_name="main"),),
    secrets=(DesiredSecret("KEY"),),
    users=(DesiredUser("ann"),),
)
DECLARED = {
    "rule main",
    "scenario a",
    "phone_number 1202",
    "secret KEY",
    "user ann",
}
UNDECLARED = {"rule lab_x", "scenario lab_s", "phone_number 1303", "secret LAB_KEY", "user lab_ann"}


@pytest.fixture
def platform() -> Platform:
    """Return an account with support: what is declared, and as much again that is not; lab_x runs b and lab_s."""
    made = Platform()
    support = made.add_application("support")
    scope = support.application_id
    a, b, lab_s = made.add_scenario("a"), made.add_scenario("b"), made.add_scenario("lab_s", application_id=scope)
    bound = {"application_id": scope, "application_name": "support.acme.voximplant.com"}
    main, lab_x = made.add_rule("main", support, a, b), made.add_rule("lab_x", support, b, lab_s)
    made.add_number("1202", **bound, rule_id=main.rule_id, rule_name="main")
    made.add_number("1303", **bound, rule_id=lab_x.rule_id, rule_name="lab_x")
    for secret, user in (("KEY", "ann"), ("LAB_KEY", "lab_ann")):
        made.add_secret(scope, secret)
        made.add_user(scope, user)
    return made


def deployed(platform: Platform, *applications: DesiredApplication, **given: t.Any) -> tuple[set[str], tuple[str, ...]]:
    """Deploy, and return what was written to, and the warnings; check that nothing is left to do."""
    desired = DesiredAccount(applications=applications, **given)
    task = AccountTask(platform.client, desired, Deployment(workers=1, atomic=False))
    plan = task.plan()
    task.apply(plan)
    assert task.plan().operations == ()
    return {f"{operation.object} {operation.name}" for operation in plan.operations}, plan.warnings


def absent(platform: Platform, ignore: Ignore, *kinds: str) -> tuple[set[str], tuple[str, ...]]:
    """Delete the project, and return the same."""
    scenarios = (DesiredScenario("a"), DesiredScenario("b"))
    prune = Prune(frozenset(kinds), limit=99)
    return deployed(platform, SUPPORT, scenarios=scenarios, prune=prune, ignore=ignore, present=False)


LAB = Ignore(
    rules=("support/lab_*",),
    scenarios=("lab_*",),
    users=("support/lab_*",),
    secrets=("support/LAB_*",),
)


def test_absence_when_nothing_is_ignored_then_all_goes(platform: Platform) -> None:
    written, warnings = absent(platform, Ignore(), *PRUNABLE)
    assert written == {*DECLARED, *UNDECLARED, "scenario b", "application support"}
    assert warnings == ()


@pytest.mark.parametrize("kinds", [(), PRUNABLE], ids=["nothing may be pruned", "all may"])
def test_absence_when_content_is_ignored_then_it_stays_with_its_application_and_the_declared_rest_goes(
    platform: Platform, kinds: tuple[str, ...]
) -> None:
    application, lab_x = platform.applications[0], platform.rules[1]
    b, lab_s = platform.scenarios[1:]
    number, secret, user = platform.numbers[1], platform.secrets[1], platform.users[1]
    written, warnings = absent(platform, LAB, *kinds)
    assert written == DECLARED
    assert platform.rules == [lab_x] and lab_x.scenario_ids == [b.scenario_id, lab_s.scenario_id]
    assert platform.scenarios == [b, lab_s]
    assert number["rule_id"] == lab_x.rule_id
    assert (platform.secrets, platform.users) == ([secret], [user])
    assert warnings == (
        f"application support (id {application.application_id}) is not deleted: it contains "
        f"rule lab_x (id {lab_x.rule_id}), scenario lab_s (id {lab_s.scenario_id}), "
        f"phone number 1303 (id {number['phone_id']}), secret LAB_KEY (id {secret['secret_id']}), "
        f"user lab_ann (id {user['user_id']}), which is ignored.",
        f"scenario b (id {b.scenario_id}) is not deleted: it is bound to rule lab_x (id {lab_x.rule_id}).",
    )


@pytest.mark.parametrize(
    ("ignore", "named"),
    [
        (Ignore(rules=("support/lab_x",)), "rule lab_x"),
        (Ignore(scenarios=("lab_s",)), "scenario lab_s"),
        (Ignore(phone_numbers=("1303",)), "phone number 1303"),
        (Ignore(secrets=("*/LAB_KEY",)), "secret LAB_KEY"),
        (Ignore(users=("*/lab_ann",)), "user lab_ann"),
    ],
    ids=["rule", "scenario", "number", "secret", "user"],
)
def test_absence_when_one_object_is_ignored_then_its_application_stays_with_all_that_is_not_declared(
    platform: Platform, ignore: Ignore, named: str
) -> None:
    written, warnings = absent(platform, ignore)
    assert written == DECLARED
    assert named in warnings[0] and warnings[0].endswith(", which is ignored.")


def test_absence_when_declared_objects_use_ignored_ones_then_they_stay(platform: Platform) -> None:
    del platform.numbers[0]
    ignore = Ignore(rules=("support/lab_x",), scenarios=("a",))
    support = DesiredApplication(
        "support",
        rules=(MAIN,),
        phone_numbers=(PhoneNumberEntry("1303", rule_name="lab_x"),),
        users=(DesiredUser("ann"),),
    )
    written, _warnings = deployed(platform, support, ignore=ignore, present=False)
    assert written == {"user ann"}
    assert [row.rule_name for row in platform.rules] == ["main", "lab_x"]


def test_absence_when_an_ignored_number_is_on_a_declared_rule_then_the_rule_and_what_it_runs_stay(
    platform: Platform,
) -> None:
    platform.numbers[1].update(rule_id=platform.rules[0].rule_id, rule_name="main")
    number, main = platform.numbers[1]["phone_id"], platform.rules[0].rule_id
    written, warnings = absent(platform, Ignore(phone_numbers=("1303",)))
    assert written == DECLARED - {"rule main", "scenario a"}
    assert f"rule main (id {main}) is not deleted: phone number 1303 (id {number}) is bound to it." in warnings


def test_absence_when_a_number_is_declared_elsewhere_then_it_does_not_move_and_its_rule_stays(
    platform: Platform,
) -> None:
    sales = DesiredApplication("sales", phone_numbers=(PhoneNumberEntry("1202"),))
    support = DesiredApplication("support", rules=(MAIN,))
    written, warnings = deployed(platform, support, sales, ignore=LAB, present=False)
    assert written == set()
    number, main = platform.numbers[0]["phone_id"], platform.rules[0].rule_id
    assert warnings[1:] == (f"rule main (id {main}) is not deleted: phone number 1202 (id {number}) is bound to it.",)


@pytest.mark.parametrize(
    ("globs", "written"),
    [(("support/lab_*",), set()), (("sales/*", "lab_*", "support/main"), {"phone_number 1303"})],
    ids=["its rule is ignored", "others are"],
)
def test_number_when_its_rule_is_ignored_then_it_is_not_unbound(
    platform: Platform, globs: tuple[str, ...], written: set[str]
) -> None:
    support = DesiredApplication("support", phone_numbers=(PhoneNumberEntry("1202", rule_name="main"),))
    prune = Prune(frozenset({"phone_numbers"}))
    assert deployed(platform, support, prune=prune, ignore=Ignore(rules=globs))[0] == written


def test_number_when_it_is_bound_to_no_rule_then_a_glob_of_all_rules_does_not_keep_it(platform: Platform) -> None:
    del platform.numbers[1]["rule_id"], platform.numbers[1]["rule_name"]
    support = DesiredApplication("support", phone_numbers=(PhoneNumberEntry("1202", rule_name="main"),))
    prune = Prune(frozenset({"phone_numbers"}))
    assert deployed(platform, support, prune=prune, ignore=Ignore(rules=("support/*",)))[0] == {"phone_number 1303"}


@pytest.mark.parametrize(("rule", "is_bound"), [("main", True), ("lab_x", False)])
def test_part_when_an_application_declares_no_rules_then_the_numbers_of_selected_rules_are_bound(
    platform: Platform, rule: str, is_bound: bool
) -> None:
    free = platform.add_number("1404")
    support = DesiredApplication("support", phone_numbers=(PhoneNumberEntry("1404", rule_name=rule),))
    deployed(platform, support, selection=Selection(rules=("main",)))
    assert free.get("rule_id") == (platform.rules[0].rule_id if is_bound else None)


def test_part_when_it_moves_a_number_to_an_application_without_rules_then_the_rule_that_it_leaves_is_pruned(
    platform: Platform,
) -> None:
    sales = platform.add_application("sales")
    main = platform.add_rule("main", sales)
    applications = (
        DesiredApplication("support", rules=()),
        DesiredApplication("sales", phone_numbers=(PhoneNumberEntry("1202", rule_name="main"),)),
    )
    prune = Prune(frozenset({"rules"}))
    written, warnings = deployed(platform, *applications, prune=prune, selection=Selection(rules=("main",)))
    assert written == {"phone_number 1202", "rule main"} and warnings == ()
    assert platform.numbers[0]["rule_id"] == main.rule_id
    assert [row.rule_name for row in platform.rules] == ["lab_x", "main"]


ALL = Prune(frozenset(PRUNABLE), limit=99)
A_AND_B = (DesiredScenario("a"), DesiredScenario("b"))
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
    drift = AccountTask(platform.client, desired, Deployment(workers=1)).plan().after.drift
    reported = {f"{found.object} {found.name}" for found in drift if found.kind == "unmanaged"}
    assert UNDECLARED - reported == {*filter(None, unreported.split(", "))}
    written, _warnings = deployed(platform, SUPPORT, scenarios=A_AND_B, prune=ALL, ignore=ignore)
    assert UNDECLARED - written == {*filter(None, stays.split(", "))}


@pytest.mark.parametrize(
    ("ignore", "named"),
    [
        (LAB_RULES, ["scenario lab_s (id {s}) is not deleted: it is bound to rule lab_x (id {x})."]),
        (LAB_SCENARIOS, ["rule lab_x (id {x}) is not deleted: it runs lab_s, which is ignored."]),
        (
            LAB_NUMBERS,
            [
                "scenario lab_s (id {s}) is not deleted: it is bound to rule lab_x (id {x}).",
                "rule lab_x (id {x}) is not deleted: phone number 1303 (id {n}) is bound to it.",
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
    assert named in warning and warning.endswith(", which is ignored.")


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
    drift = AccountTask(platform.client, desired, Deployment(workers=1)).plan().after.drift
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


def test_absence_when_all_goes_then_numbers_go_first_and_applications_last(platform: Platform) -> None:
    absent(platform, Ignore(), *PRUNABLE)
    writes = [call for call in platform.calls if not call.startswith("Get")]
    bind = "BindPhoneNumberToApplication"
    assert list(dict.fromkeys(writes)) == [bind, "DelRule", "DelScenario", "DelSecret", "DelUser", "DelApplication"]


def test_absence_when_more_would_go_than_the_limit_then_nothing_is_written(platform: Platform) -> None:
    before = platform.snapshot()
    with pytest.raises(InputError) as refusal:
        deployed(platform, SUPPORT, scenarios=A_AND_B, prune=Prune(frozenset(PRUNABLE), limit=11), present=False)
    assert refusal.value.text.startswith("12 objects would be deleted or unbound, and prune_limit is 11: ")
    assert (refusal.value.field, platform.snapshot()) == ("prune_limit", before)


def test_absence_when_an_undeclared_rule_would_go_with_its_application_then_it_is_named_and_nothing_is_written(
    platform: Platform,
) -> None:
    before = platform.snapshot()
    kinds = {*PRUNABLE} - {"rules"}
    with pytest.raises(InputError, match=r"Rules that are not declared .* application: support/lab_x\.") as refusal:
        absent(platform, Ignore(), *kinds)
    assert (refusal.value.field, platform.snapshot()) == ("prune", before)


def test_part_when_everything_may_be_pruned_then_numbers_secrets_users_and_other_rules_stay(platform: Platform) -> None:
    part = Selection(rules=("main",))
    written, _warnings = deployed(platform, SUPPORT, scenarios=A_AND_B, prune=ALL, selection=part)
    assert written == {"rule main"}
    assert [row.rule_name for row in platform.rules] == ["main", "lab_x"]
    assert all(len(rows) == 2 for rows in (platform.numbers, platform.secrets, platform.users))
