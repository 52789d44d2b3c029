# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the state absent deletes, in which order, and what it leaves because it is ignored."""

from __future__ import annotations

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.desired import (
    PRUNABLE,
    Ignore,
    Prune,
    Selection,
)
from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import InputError
from ansible_collections.voximplant.platform.plugins.module_utils._plan.application import DesiredApplication
from ansible_collections.voximplant.platform.plugins.module_utils._plan.phone_number import DesiredPhoneNumber
from ansible_collections.voximplant.platform.plugins.module_utils._plan.scenario import DesiredScenario
from ansible_collections.voximplant.platform.plugins.module_utils._plan.secret import DesiredSecret
from ansible_collections.voximplant.platform.plugins.module_utils._plan.user import DesiredUser
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform

from ..support import lab_account
from ..support.lab_account import A_AND_B, DECLARED, MAIN, SUPPORT, UNDECLARED, absent, deployed

platform = lab_account.platform


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
        f"application support (id {application.application_id}) is not deleted, because it contains ignored objects: "
        f"rule lab_x (id {lab_x.rule_id}), scenario lab_s (id {lab_s.scenario_id}), "
        f"phone number 1303 (id {number['phone_id']}), secret LAB_KEY (id {secret['secret_id']}), "
        f"user lab_ann (id {user['user_id']}).",
        f"scenario b (id {b.scenario_id}) is not deleted: it is bound to rule support/lab_x.",
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
    _application, content = warnings[0].split(" is not deleted, because it contains ignored objects: ")
    assert named in content and content.endswith(").")


def test_absence_when_declared_objects_use_ignored_ones_then_they_stay(platform: Platform) -> None:
    del platform.numbers[0]
    ignore = Ignore(rules=("support/lab_x",), scenarios=("a",))
    support = DesiredApplication(
        "support",
        rules=(MAIN,),
        phone_numbers=(DesiredPhoneNumber("1303", rule_name="lab_x"),),
        users=(DesiredUser("ann"),),
    )
    written, _warnings = deployed(platform, support, ignore=ignore, present=False)
    assert written == {"user ann"}
    assert [row.rule_name for row in platform.rules] == ["main", "lab_x"]


def test_absence_when_an_ignored_number_is_on_a_declared_rule_then_the_rule_and_what_it_runs_stay(
    platform: Platform,
) -> None:
    platform.numbers[1].update(rule_id=platform.rules[0].rule_id, rule_name="main")
    number = platform.numbers[1]["phone_id"]
    written, warnings = absent(platform, Ignore(phone_numbers=("1303",)))
    assert written == DECLARED - {"rule main", "scenario a"}
    assert f"rule support/main is not deleted: phone number 1303 (id {number}) is bound to it." in warnings


def test_absence_when_a_number_is_declared_elsewhere_then_it_does_not_move_and_its_rule_stays(
    platform: Platform,
) -> None:
    sales = DesiredApplication("sales", phone_numbers=(DesiredPhoneNumber("1202"),))
    support = DesiredApplication("support", rules=(MAIN,))
    written, warnings = deployed(platform, support, sales, ignore=LAB, present=False)
    assert written == set()
    number = platform.numbers[0]["phone_id"]
    assert warnings[1:] == (f"rule support/main is not deleted: phone number 1202 (id {number}) is bound to it.",)


def test_absence_when_all_goes_then_numbers_go_first_and_applications_last(platform: Platform) -> None:
    absent(platform, Ignore(), *PRUNABLE)
    methods = {"BindPhoneNumberToApplication": 2, "DelRule": 2, "DelScenario": 3}
    methods.update({"DelSecret": 2, "DelUser": 2, "DelApplication": 1})
    assert platform.writes == [method for method, count in methods.items() for _call in range(count)]


def test_absence_when_more_would_go_than_the_limit_then_nothing_is_written(platform: Platform) -> None:
    before = platform.snapshot()
    with pytest.raises(InputError) as refusal:
        deployed(platform, SUPPORT, scenarios=A_AND_B, prune=Prune(frozenset(PRUNABLE), limit=11), present=False)
    assert refusal.value.text.startswith("12 objects would be deleted or unbound, and prune_limit is 11: ")
    assert (refusal.value.field, platform.snapshot()) == ("prune_limit", before)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("rules", "Rules that are not declared would be deleted with their application: support/lab_x."),
        ("scenarios", "Deleting {application} would delete {scenario} as well."),
    ],
)
def test_absence_when_something_undeclared_would_go_with_its_application_then_it_is_named_and_nothing_is_written(
    platform: Platform, kind: str, text: str
) -> None:
    before = platform.snapshot()
    application = f"application support (id {platform.applications[0].application_id})"
    scenario = f"scenario lab_s (id {platform.scenarios[2].scenario_id})"
    with pytest.raises(InputError) as refusal:
        absent(platform, Ignore(), *{*PRUNABLE} - {kind})
    error = refusal.value
    assert error.text == text.format(application=application, scenario=scenario)
    assert (error.field, error.advice) == ("prune", f"Add {kind} to prune if that is intended.")
    assert platform.snapshot() == before


def test_absence_when_a_scenario_of_its_application_is_declared_then_it_goes_without_being_pruned(
    platform: Platform,
) -> None:
    declared = (*A_AND_B, DesiredScenario("lab_s"))
    prune = Prune(frozenset({*PRUNABLE} - {"scenarios"}), limit=99)
    written, warnings = deployed(platform, SUPPORT, scenarios=declared, prune=prune, present=False)
    assert written == {*DECLARED, *UNDECLARED, "scenario b", "application support"}
    assert warnings == ()


@pytest.mark.parametrize(
    ("scope", "owner", "is_deleted"),
    [
        ("support", "support", True),
        ("support.acme.voximplant.com", "support", True),
        (None, "support", True),
        ("support", "other", False),
        ("support", None, False),
        ("missing", "other", False),
        ("missing", None, False),
    ],
)
@pytest.mark.parametrize("kinds", [(), PRUNABLE], ids=["nothing may be pruned", "all may"])
def test_absence_when_a_scenario_is_in_another_scope_then_it_stays_with_a_warning(
    platform: Platform, scope: str | None, owner: str | None, is_deleted: bool, kinds: tuple[str, ...]
) -> None:
    owners = {"support": platform.applications[0], "other": platform.add_application("other")}
    menu = platform.add_scenario("menu", application_id=owners[owner].application_id if owner else None)
    declared, prune = (DesiredScenario("menu", application_name=scope),), Prune(frozenset(kinds))
    written, warnings = deployed(platform, scenarios=declared, prune=prune, present=False)
    assert written == ({"scenario menu"} if is_deleted else set())
    warning = f"scenario menu (id {menu.scenario_id}) is not deleted: it is not in {scope}, but in another scope."
    assert warnings == (() if is_deleted else (warning,))


def test_absence_when_a_scenario_is_in_another_application_that_goes_then_it_may_go_with_that_without_a_warning(
    platform: Platform,
) -> None:
    declared = (*A_AND_B, DesiredScenario("lab_s", application_name="other"))
    written, warnings = deployed(
        platform, SUPPORT, scenarios=declared, prune=Prune(frozenset(PRUNABLE), limit=99), present=False
    )
    assert written == {*DECLARED, *UNDECLARED, "scenario b", "application support"}
    assert warnings == ()


def test_absence_when_a_scenario_belongs_to_the_parent_account_then_it_stays_with_a_warning(
    platform: Platform,
) -> None:
    shared = platform.add_scenario("shared", parent=True)
    declared = (DesiredScenario("shared"), DesiredScenario("lab_s", application_name="support"))
    platform.rules[1].scenario_ids.pop()
    written, warnings = deployed(platform, scenarios=declared, present=False)
    assert written == {"scenario lab_s"}
    assert warnings == (f"scenario shared (id {shared.scenario_id}) is not deleted: it belongs to the parent account.",)


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(rules=("main",)), {"rule main", "phone_number 1202"}),
        (Selection(("a",), ("main",)), {"rule main", "phone_number 1202", "scenario a"}),
        (Selection(rules=("lab_*",)), set()),
    ],
    ids=["rule", "rule and its scenario", "not declared"],
)
def test_absence_when_a_part_is_selected_then_its_rules_go_with_their_numbers_and_applications_stay(
    platform: Platform, selection: Selection, expected: set[str]
) -> None:
    written, warnings = deployed(platform, SUPPORT, scenarios=A_AND_B, selection=selection, present=False)
    assert (written, warnings) == (expected, ())


def test_absence_when_only_a_rule_with_an_undeclared_number_is_selected_then_it_stays_with_a_warning(
    platform: Platform,
) -> None:
    support, number = DesiredApplication("support", rules=(MAIN,)), platform.numbers[0]["phone_id"]
    written, warnings = deployed(platform, support, selection=Selection(rules=("main",)), present=False)
    assert written == set()
    assert warnings == (f"rule support/main is not deleted: phone number 1202 (id {number}) is bound to it.",)


@pytest.mark.parametrize("ignore", [LAB, Ignore(rules=("support/main",)), Ignore(scenarios=("a",))])
def test_absence_when_a_part_is_selected_then_only_what_is_ignored_itself_stays(
    platform: Platform, ignore: Ignore
) -> None:
    part = {"selection": Selection(rules=("main",)), "ignore": ignore}
    written, warnings = deployed(platform, DesiredApplication("support", rules=(MAIN,)), **part, present=False)
    assert (written, len(warnings)) == (set(), 1 if ignore is LAB else 0)


def test_absence_when_an_object_only_has_a_previous_name_then_it_stays_with_its_application(
    platform: Platform,
) -> None:
    support = DesiredApplication(
        "support",
        secrets=(DesiredSecret("TOKEN", renamed_from="KEY"),),
        users=(DesiredUser("bob", renamed_from="ann"),),
    )
    written, _warnings = deployed(platform, support, ignore=LAB, present=False)
    assert written == set()
    rules = Prune(frozenset({"rules", "phone_numbers", "scenarios"}), limit=99)
    with pytest.raises(InputError, match=r"secret KEY .*, secret LAB_KEY .*, user ann .*, user lab_ann .* as well"):
        deployed(platform, support, prune=rules, present=False)
