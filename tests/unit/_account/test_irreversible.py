# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is said about what cannot be put back, and when a deletion is refused."""

from __future__ import annotations

import dataclasses
import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.irreversible import (
    Irreversible,
    read_irreversible,
)
from ansible_collections.voximplant.platform.plugins.module_utils._account.withheld import Withheld
from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import InputError
from ansible_collections.voximplant.platform.plugins.module_utils._plan.operations import Operation
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform

from ..support.ways_back import op

REST = "whatever else it has that this collection does not manage."


def test_warnings_when_everything_can_be_put_back_then_there_are_none() -> None:
    assert Irreversible().warnings(has_backup=True) == ()


def test_warnings_when_keys_and_applications_go_then_each_is_named() -> None:
    lost = Irreversible(
        ("the service account key of rule support/in", "user support/bob"),
        {"old": ("user anna",), "bare": ()},
        ("a/KEY",),
    )
    assert lost.warnings(has_backup=False) == (
        "This cannot be put back: the service account key of rule support/in, user support/bob.",
        f"This cannot be put back if application old is deleted: user anna, and {REST}",
        f"This cannot be put back if application bare is deleted: {REST}",
    )
    assert lost.warnings(has_backup=True)[3:] == ("vox_restore cannot put back the values of secrets: a/KEY.",)


@pytest.mark.parametrize(("count", "more"), [(10, ""), (11, ", and 1 more"), (12, ", and 2 more")])
def test_warnings_when_much_goes_then_ten_are_named_and_the_others_counted(count: int, more: str) -> None:
    users = tuple(f"user u{number}" for number in range(count))
    named = ", ".join(f"user u{number}" for number in range(10)) + more
    assert Irreversible(users, {"old": users}).warnings(has_backup=False) == (
        f"This cannot be put back: {named}.",
        f"This cannot be put back if application old is deleted: {named}, and {REST}",
    )


def test_deletion_when_something_would_be_lost_then_it_is_refused_and_named_unless_forced() -> None:
    lost = Irreversible(("support/in",), {"old": ("user anna (id 1)",), "bare": (), "older": ("secret KEY (id 2)",)})
    with pytest.raises(InputError) as caught:
        lost.check(force_delete=False)
    assert (caught.value.text, caught.value.field, caught.value.advice) == (
        "Deleting this cannot be undone, and atomic is set: "
        "application old has user anna (id 1); application older has secret KEY (id 2).",
        "force_delete",
        "Set force_delete to true if that is intended.",
    )
    lost.check(force_delete=True)


@pytest.mark.parametrize("lost", [Irreversible(), Irreversible(("a/b",)), Irreversible(content={"bare": ()})])
def test_deletion_when_nothing_known_would_be_lost_then_it_is_allowed(lost: Irreversible) -> None:
    lost.check(force_delete=False)


SALES, HELP = 1, 2
"""The ids of two applications; the second one is deleted."""


def key_of(rule: str) -> str:
    """Return how the service account key of a rule is named."""
    return f"the service account key of rule {rule}"


def without_password(user: str) -> str:
    """Return how a user who cannot be created again is named."""
    return f"user {user} without a password in user_passwords"


def deletion(kind: str, name: str, scope: int, object_id: int = 9) -> Operation:
    """Return the operation that deletes an object of an application."""
    return op(f"delete {kind} {name}", f"Del{kind.title()}", {f"{kind}_id": object_id}, scope)


@pytest.mark.parametrize(
    ("text", "method", "params", "expected"),
    [
        (
            "update rule in",
            "SetRuleInfo",
            {"rule_id": 21, "bind_key_id": "key"},
            Irreversible((key_of("sales/in"),)),
        ),
        ("update rule in", "SetRuleInfo", {"rule_id": 21, "rule_pattern": "1"}, Irreversible()),
        ("create rule in", "AddRule", {"rule_name": "in", "bind_key_id": "key"}, Irreversible()),
        ("update secret KEY", "SetSecretInfo", {"secret_value": "x"}, Irreversible(values=("sales/KEY",))),
        ("update secret KEY", "SetSecretInfo", {"description": "x"}, Irreversible()),
        ("create secret KEY", "AddSecret", {"secret_value": "x"}, Irreversible()),
        ("delete secret KEY", "DelSecret", {"secret_id": 51}, Irreversible(values=("sales/KEY",))),
        ("delete user ann", "DelUser", {"user_id": 61}, Irreversible((without_password("sales/ann"),))),
        ("delete user bob", "DelUser", {"user_id": 62}, Irreversible()),
        ("create user ann", "AddUser", {"user_name": "ann", "user_password": "x"}, Irreversible()),
    ],
)
def test_plan_when_no_rule_goes_then_what_it_loses_is_known_without_a_call(
    text: str, method: str, params: dict[str, t.Any], expected: Irreversible
) -> None:
    platform = Platform()
    passwords = Withheld(user_passwords={"sales": {"bob": "Open-sesame-1"}})
    assert read_irreversible(platform.client, [op(text, method, params)], passwords) == expected
    assert platform.calls == []


def test_plan_when_rules_and_an_application_go_then_keys_and_users_are_named_where_they_are() -> None:
    platform = Platform()
    operations = [deletion("user", "eve", HELP), deletion("user", "ann", SALES)]
    for name, scope in (("sales", SALES), ("help", HELP)):
        application = platform.add_application(name)
        for rule, keys in (("keyed", {"key-2"}), ("bare", set())):
            row = platform.add_rule(rule, application, key_ids=keys)
            operation = deletion("rule", rule, scope, row.rule_id)
            operations.append(dataclasses.replace(operation, application_id=application.application_id))
    operations.append(op("delete application help", "DelApplication", {"application_id": HELP}, None))
    assert read_irreversible(platform.client, operations, Withheld()) == Irreversible(
        (key_of("sales/keyed"), without_password("sales/ann")),
        {"help": (without_password("eve"), key_of("keyed"))},
    )
