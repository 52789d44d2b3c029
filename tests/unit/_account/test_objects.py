# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Phone numbers, secrets and users in the plan of an account, against an account in memory."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.desired import (
    Ignore,
    Prune,
    Selection,
)
from ansible_collections.voximplant.platform.plugins.module_utils._account.drift import Difference
from ansible_collections.voximplant.platform.plugins.module_utils._account.plan import AccountState
from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import (
    ConflictError,
    InputError,
    NotFoundError,
)
from ansible_collections.voximplant.platform.plugins.module_utils._plan.application import DesiredApplication
from ansible_collections.voximplant.platform.plugins.module_utils._plan.operations import DiffSection, Plan
from ansible_collections.voximplant.platform.plugins.module_utils._plan.phone_number import DesiredPhoneNumber
from ansible_collections.voximplant.platform.plugins.module_utils._plan.rule import DesiredRule
from ansible_collections.voximplant.platform.plugins.module_utils._plan.secret import DesiredSecret
from ansible_collections.voximplant.platform.plugins.module_utils._plan.user import DesiredUser
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform

from ..support import support_account
from ..support.support_account import EVERYTHING, VALUE, planned, support, task_of

platform = support_account.platform


@pytest.mark.parametrize(
    "declared",
    [None, (DesiredPhoneNumber("1202"),), (DesiredPhoneNumber("1202", rule_name="in"),)],
    ids=["not declared", "without a rule", "with the rule"],
)
def test_rule_when_a_number_stays_on_it_then_it_is_not_pruned_and_a_warning_names_both(
    platform: Platform, declared: tuple[DesiredPhoneNumber, ...] | None
) -> None:
    plan = planned(platform, support(rules=(), phone_numbers=declared), prune=EVERYTHING)
    assert plan.operations == ()
    number = platform.numbers[0]["phone_id"]
    assert plan.warnings == (f"rule support/in is not deleted: phone number 1202 (id {number}) is bound to it.",)


@pytest.mark.parametrize("declared", [(), (DesiredPhoneNumber("1202", rule_name="out"),)], ids=["unbound", "moved"])
def test_rule_when_its_number_goes_then_it_is_pruned_after_that(
    platform: Platform, declared: tuple[DesiredPhoneNumber, ...]
) -> None:
    desired = support(rules=(DesiredRule("out", rule_pattern="1"),), phone_numbers=declared)
    methods = [operation.method for operation in planned(platform, desired, prune=EVERYTHING).operations]
    assert methods.index("BindPhoneNumberToApplication") < methods.index("DelRule")


def test_number_when_it_goes_then_its_diff_names_the_application(platform: Platform) -> None:
    plan = planned(platform, support(phone_numbers=()), prune=EVERYTHING)
    (header,) = (section.header for title, section in plan.before.sections.items() if "1202" in title)
    assert header.endswith(" in support")


def test_secret_and_user_when_they_go_then_the_difference_shows_what_they_were(platform: Platform) -> None:
    plan = planned(platform, support(secrets=(), users=()), prune=EVERYTHING)
    ids = {"secret KEY": platform.secrets[0]["secret_id"], "user ann": platform.users[0]["user_id"]}
    before, after = plan.before.diff_sections(), plan.after.diff_sections()
    for (name, object_id), first_line in zip(ids.items(), ("secret_name: KEY", "user_name: ann"), strict=True):
        place = f"{name.replace(' ', ' support/')} attributes"
        assert before[place].header == f"{name} (id {object_id}) in support"
        assert before[place].text.splitlines()[0] == first_line
        assert after[place] == DiffSection(f"{name} (id {object_id}) (absent) in support", "")


def test_number_when_its_rule_is_renamed_then_the_number_is_left_alone(platform: Platform) -> None:
    desired = support(
        rules=(DesiredRule("first", renamed_from="in"),), phone_numbers=(DesiredPhoneNumber("1202", rule_name="first"),)
    )
    assert [operation.object for operation in planned(platform, desired).operations] == ["rule"]


def test_plan_id_when_values_and_passwords_are_others_then_it_is_the_same(platform: Platform) -> None:
    def plan_with(value: str, password: str) -> Plan[AccountState]:
        secrets = (DesiredSecret("KEY", secret_value=value), DesiredSecret("NEW", secret_value=value))
        users = (DesiredUser("bob", user_password=password),)
        return planned(platform, support(secrets=secrets, users=users))

    first, second = plan_with("value-1", "Password-1"), plan_with("value-2", "Password-2")
    assert len(first.operations) == 3
    assert first.after.plan_id == second.after.plan_id
    shown = repr([first.after.as_result(), first.after.diff_sections(), first.before.diff_sections()])
    assert "value-1" not in shown and "Password-1" not in shown and VALUE not in shown


def test_content_when_an_ignored_object_is_in_an_undeclared_application_then_the_application_stays(
    platform: Platform,
) -> None:
    kinds = frozenset({"applications", "rules", "phone_numbers", "secrets", "users"})
    plan = planned(platform, prune=Prune(kinds), ignore=Ignore(secrets=("support/K*",)))
    assert plan.operations == ()
    assert [warning for warning in plan.warnings if "because it contains ignored objects: secret KEY" in warning]


def test_secret_when_it_is_written_then_its_value_is_read_back_only_if_its_time_has_not_moved(
    platform: Platform,
) -> None:
    desired = support(secrets=(DesiredSecret("KEY", secret_value="new-value"), DesiredSecret("B", secret_value="x")))
    task = task_of(platform, desired)
    plan = task.plan()
    platform.calls.clear()
    task.apply(plan)
    assert platform.calls == ["GetSecrets", "SetSecretInfo", "AddSecret", "GetSecrets"]
    assert [row["value"] for row in platform.secrets] == ["new-value", "x"]


@pytest.mark.parametrize("ignore", [Ignore(applications=("sup*",)), Ignore(rules=("support/in",))])
def test_number_when_it_is_bound_to_what_is_ignored_then_it_is_not_taken_away(
    platform: Platform, ignore: Ignore
) -> None:
    platform.add_application("sales")
    taken = DesiredApplication("sales", phone_numbers=(DesiredPhoneNumber("1202", force=True),))
    with pytest.raises(ConflictError, match=r"application support, rule in.* Remove the object from ignore") as caught:
        planned(platform, taken, ignore=ignore)
    assert caught.value.field == "ignore"
    assert planned(platform, taken).operations != ()
    same = support(phone_numbers=(DesiredPhoneNumber("1202", sms_enabled=True),))
    assert [found.action for found in planned(platform, same, ignore=Ignore(rules=("support/in",))).operations] == [
        "update"
    ]


@pytest.mark.parametrize("renamed_from", [None, "office"], ids=["to a present application", "to a renamed one"])
def test_number_when_it_moves_then_it_is_unbound_from_the_one_application_and_differs_once_in_the_other(
    platform: Platform, renamed_from: str | None
) -> None:
    number = platform.numbers[0]["phone_id"]
    platform.add_application(renamed_from or "sales")
    sales = DesiredApplication(
        "sales", renamed_from=renamed_from, phone_numbers=(DesiredPhoneNumber("1202", force=True),)
    )
    plan = planned(platform, support(rules=()), sales)
    moves = [operation for operation in plan.operations if operation.object == "phone_number"]
    assert [(str(move), move.application_id) for move in moves] == [
        ("unbind phone_number support/1202", platform.applications[0].application_id),
        ("bind phone_number sales/1202", platform.applications[1].application_id),
    ]
    before, after = {"application": "support", "rule": "in"}, {"application": "sales"}
    drift = [difference for difference in plan.after.drift if difference.object == "phone_number"]
    assert drift == [Difference("phone_number", "1202", "sales", "binding", before, after)]
    sections = [state.diff_sections()["phone_number sales/1202 attributes"] for state in (plan.before, plan.after)]
    assert {section.header for section in sections} == {f"phone number 1202 (id {number}) in sales"}
    assert [section.text.splitlines()[:2] for section in sections] == [
        ["application: support", "rule: in"],
        ["application: sales", "rule: "],
    ]


def test_number_when_it_is_bound_to_a_declared_application_then_a_partial_deployment_moves_it(
    platform: Platform,
) -> None:
    sales = DesiredApplication(
        "sales",
        rules=(DesiredRule("out", rule_pattern="1"),),
        phone_numbers=(DesiredPhoneNumber("1202", rule_name="out"),),
    )
    plan = planned(platform, support(rules=()), sales, selection=Selection(rules=("out",)))
    assert [operation.action for operation in plan.operations] == ["create", "create", "unbind", "bind"]


@pytest.mark.parametrize(
    ("declared", "text", "field", "advice"),
    [
        (
            {"secrets": (DesiredSecret("NEW"),)},
            "It has no value, and it does not exist in the account.",
            "secret_values",
            "Add its value to secret_values.",
        ),
        (
            {"users": (DesiredUser("bob"),)},
            "A new user needs a password.",
            "user_passwords",
            "Add its password to user_passwords.",
        ),
        (
            {"phone_numbers": (DesiredPhoneNumber("1203"),)},
            "The account does not have this number.",
            "phone_numbers",
            "Buy the number in the control panel first, or check the account.",
        ),
        (
            {"phone_numbers": (DesiredPhoneNumber("1202", rule_name="out"),)},
            "The application has no rule 'out'.",
            "phone_numbers",
            "",
        ),
    ],
    ids=["value", "password", "number", "rule"],
)
def test_object_when_something_that_it_needs_is_missing_then_the_error_says_where_to_add_it(
    platform: Platform, declared: dict[str, t.Any], text: str, field: str, advice: str
) -> None:
    with pytest.raises(NotFoundError) as caught:
        planned(platform, support(**declared))
    assert (caught.value.text, caught.value.field, caught.value.advice) == (text, field, advice)


@pytest.mark.parametrize(("value", "methods"), [(VALUE, []), ("sesame-4712", ["SetSecretInfo"])], ids=["same", "other"])
def test_secret_when_its_value_is_compared_then_only_another_one_is_set(
    platform: Platform, value: str, methods: list[str]
) -> None:
    plan = planned(platform, support(secrets=(DesiredSecret("KEY", secret_value=value),)))
    assert [operation.method for operation in plan.operations] == methods


def test_prune_when_several_applications_are_declared_then_undeclared_objects_of_each_go(
    platform: Platform,
) -> None:
    platform.add_secret(platform.add_application("sales").application_id, "OLD", VALUE)
    applications = (
        DesiredApplication("new", secrets=()),
        support(secrets=()),
        DesiredApplication("sales", secrets=()),
    )
    plan = planned(platform, *applications, prune=EVERYTHING)
    assert sorted(operation.name for operation in plan.operations if operation.action == "delete") == ["KEY", "OLD"]


def test_prune_when_an_application_holds_what_may_not_be_pruned_then_the_error_names_it(platform: Platform) -> None:
    with pytest.raises(InputError) as caught:
        planned(platform, prune=Prune(frozenset({"applications", "rules"})))
    number, secret, user = platform.numbers[0], platform.secrets[0], platform.users[0]
    assert caught.value.text == (
        f"Deleting application support (id {platform.applications[0].application_id}) would delete or unbind "
        f"phone number 1202 (id {number['phone_id']}), secret KEY (id {secret['secret_id']}), "
        f"user ann (id {user['user_id']}) as well."
    )
    assert caught.value.field == "prune"
    assert caught.value.advice == "Add phone_numbers, secrets, users to prune if that is intended."
    everything = Prune(frozenset({"applications", *EVERYTHING.kinds}))
    assert planned(platform, prune=everything).operations[-1].method == "DelApplication"


def test_prune_when_the_number_of_an_application_moves_to_another_then_it_does_not_keep_the_application(
    platform: Platform,
) -> None:
    platform.secrets.clear()
    platform.users.clear()
    new = DesiredApplication("new", phone_numbers=(DesiredPhoneNumber("1202", force=True),))
    plan = planned(platform, new, prune=Prune(frozenset({"applications", "rules"})))
    assert [operation.method for operation in plan.operations] == [
        "AddApplication",
        "BindPhoneNumberToApplication",
        "BindPhoneNumberToApplication",
        "DelRule",
        "DelApplication",
    ]
