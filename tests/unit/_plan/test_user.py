# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plans for one user: tables of cases."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api import errors
from ansible_collections.voximplant.platform.plugins.module_utils._objects.models import pending_id
from ansible_collections.voximplant.platform.plugins.module_utils._objects.resources import User
from ansible_collections.voximplant.platform.plugins.module_utils._plan.operations import Plan
from ansible_collections.voximplant.platform.plugins.module_utils._plan.user import (
    CurrentUser,
    DesiredUser,
    UserState,
    plan_user,
)

APPLICATION = 20
PASSWORD = "Pass-word-4711"
ANNA = User(51, "anna", APPLICATION, "Anna", user_custom_data="d")
BERT = User(52, "bert", APPLICATION, "Bert", user_active=False)


def plan_of(name: str, **desired: t.Any) -> Plan[UserState]:
    """Plan among two users."""
    return plan_user(CurrentUser(APPLICATION, (ANNA, BERT)), DesiredUser(name, **desired))


def sent(*names: str, **desired: t.Any) -> list[tuple[str, str, t.Mapping[str, t.Any]]]:
    """Return the calls of a plan."""
    return [(found.action, found.method, found.params) for found in plan_of(*names, **desired).operations]


@pytest.mark.parametrize(
    ("desired", "params"),
    [
        ({"user_display_name": "Anna S."}, {"user_display_name": "Anna S."}),
        ({"user_display_name": "Anna", "user_active": True, "parent_accounting": True, "user_custom_data": "d"}, None),
        ({"user_active": False}, {"user_active": False}),
        ({"parent_accounting": False}, {"parent_accounting": False}),
        ({"user_custom_data": ""}, {"user_custom_data": ""}),
        ({"user_password": PASSWORD}, None),
        ({"user_password": PASSWORD, "update_password": "always"}, {"user_password": PASSWORD}),
        ({"update_password": "always"}, None),
    ],
)
def test_user_when_it_exists_then_only_the_difference_is_sent(
    desired: dict[str, t.Any], params: dict[str, t.Any] | None
) -> None:
    expected = [] if params is None else [("update", "SetUserInfo", {"user_id": 51, **params})]
    assert sent("anna", **desired) == expected


@pytest.mark.parametrize(
    ("desired", "params"),
    [
        ({}, {"user_display_name": "carl"}),
        ({"user_custom_data": ""}, {"user_display_name": "carl"}),
        (
            {"user_display_name": "Carl", "user_active": False, "parent_accounting": False, "user_custom_data": "x"},
            {"user_display_name": "Carl", "user_active": False, "parent_accounting": False, "user_custom_data": "x"},
        ),
    ],
)
def test_user_when_it_does_not_exist_then_it_is_created_with_what_is_given(
    desired: dict[str, t.Any], params: dict[str, t.Any]
) -> None:
    own = {"application_id": APPLICATION, "user_name": "carl", "user_password": PASSWORD}
    assert sent("carl", user_password=PASSWORD, **desired) == [("create", "AddUser", {**own, **params})]
    after = plan_of("carl", user_password=PASSWORD, **desired).after.user
    assert after is not None
    assert after.user_display_name == params["user_display_name"]


def test_user_when_it_is_new_and_has_no_password_then_the_error_names_the_option() -> None:
    with pytest.raises(errors.InputError, match=r"A new user needs a password\. Set user_password\.$") as caught:
        plan_of("carl")
    assert caught.value.field == "user_password"


def test_user_when_renamed_then_its_id_and_password_stay() -> None:
    expected = {"user_id": 51, "new_user_name": "ann"}
    assert sent("ann", renamed_from="anna", user_password=PASSWORD) == [("rename", "SetUserInfo", expected)]
    assert sent("anna", renamed_from="gone") == []
    with pytest.raises(errors.ConflictError, match="renamed_from names the second") as caught:
        plan_of("anna", renamed_from="bert")
    assert caught.value.advice == "Delete one of them, or remove renamed_from."


def test_user_when_it_should_be_absent_then_only_it_is_deleted() -> None:
    assert sent("anna", present=False, renamed_from="bert") == [("delete", "DelUser", {"user_id": 51})]
    assert sent("gone", present=False, renamed_from="anna") == []


@pytest.mark.parametrize("name", ["ab", "Anna", "_anna", "a b c", "x" * 51, "anna\n", "änna"])
def test_name_when_it_is_new_and_invalid_then_it_is_refused(name: str) -> None:
    for desired in ({"user_password": PASSWORD}, {"renamed_from": "anna"}):
        with pytest.raises(errors.InputError, match="is invalid") as caught:
            plan_of(name, **desired)
        assert caught.value.field == "user_name"


@pytest.mark.parametrize(
    "password", ["Aa1-567", "aa1-5678", "AA1-5678", "Aaa-bcde", "Aa145678", "Aa1- 5678", "Aa1-\t5678"]
)
def test_password_when_it_is_weak_then_it_is_refused_before_it_is_sent_and_not_shown(password: str) -> None:
    for name, desired in (("carl", {}), ("anna", {"update_password": "always"})):
        with pytest.raises(errors.InputError, match="user_password is too weak") as caught:
            plan_of(name, user_password=password, **desired)
        assert password not in str(caught.value)
        assert caught.value.field == "user_password"
    assert sent("anna", user_password=password) == []


def test_password_when_it_has_the_least_number_of_characters_then_it_is_accepted() -> None:
    (operation,) = plan_of("carl", user_password="Aa1-5678").operations
    assert operation.params["user_password"] == "Aa1-5678"
    assert operation.provides == pending_id("user", "carl", APPLICATION).key


@pytest.mark.parametrize("field", ["user_name", "renamed_from", "user_display_name", "user_password"])
def test_option_when_empty_then_it_is_refused(field: str) -> None:
    with pytest.raises(errors.InputError, match=f"{field} is empty"):
        DesiredUser(**{"user_name": "carl", field: ""})


@pytest.mark.parametrize(("field", "limit"), [("user_display_name", 255), ("user_custom_data", 8191)])
def test_text_when_it_is_too_long_then_it_is_refused(field: str, limit: int) -> None:
    assert DesiredUser("carl", **{field: "x" * limit})
    with pytest.raises(errors.LimitError, match=f"{field} has more than {limit} characters") as caught:
        DesiredUser("carl", **{field: "x" * (limit + 1)})
    assert caught.value.field == field


def test_password_when_anything_is_shown_then_it_is_not_there() -> None:
    for name, word in (("carl", "set"), ("anna", "changed")):
        plan = plan_of(name, user_password=PASSWORD, update_password="always")
        shown = [plan.before.diff_sections(), plan.after.diff_sections(), plan.after.as_result()]
        shown += [operation.as_result() for operation in plan.operations]
        assert PASSWORD not in repr([shown, DesiredUser(name, user_password=PASSWORD)])
        assert f"password: {word}\n" in plan.after.diff_sections()["attributes"].text


def test_diff_when_shown_then_it_has_the_attributes_of_both_sides() -> None:
    plan = plan_of("bert", user_active=True)
    before, after = (state.diff_sections()["attributes"] for state in (plan.before, plan.after))
    assert before.header == "user bert (id 52)"
    assert before.text.splitlines() == [
        "user_name: bert",
        "user_display_name: Bert",
        "user_active: false",
        "parent_accounting: true",
        "user_custom_data: ",
    ]
    assert after.text == before.text.replace("false", "true")
