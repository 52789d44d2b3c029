# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plans for one secret: tables of cases."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api import errors
from ansible_collections.voximplant.platform.plugins.module_utils._objects.models import pending_id
from ansible_collections.voximplant.platform.plugins.module_utils._objects.resources import Secret
from ansible_collections.voximplant.platform.plugins.module_utils._plan.operations import Plan
from ansible_collections.voximplant.platform.plugins.module_utils._plan.secret import (
    CurrentSecret,
    DesiredSecret,
    SecretState,
    plan_secret,
)

APPLICATION = 20
VALUE = "s3cret-value"
OLD = Secret(41, "OLD", APPLICATION, "d")
OTHER = Secret(42, "Other", APPLICATION)


def plan_of(name: str, has_value: bool | None = None, **desired: t.Any) -> Plan[SecretState]:
    """Plan among two secrets."""
    return plan_secret(CurrentSecret(APPLICATION, (OLD, OTHER), has_value), DesiredSecret(name, **desired))


def sent(*names: str, **desired: t.Any) -> list[tuple[str, str, dict[str, t.Any]]]:
    """Return the calls of a plan, without the application that each of them names."""
    operations = plan_of(*names, **desired).operations
    assert {operation.params["application_id"] for operation in operations} <= {APPLICATION}
    assert {operation.application_id for operation in operations} <= {APPLICATION}
    return [
        (found.action, found.method, {name: value for name, value in found.params.items() if name != "application_id"})
        for found in operations
    ]


@pytest.mark.parametrize(
    ("desired", "action", "params"),
    [
        ({"secret_value": VALUE, "has_value": False}, "update", {"secret_value": VALUE}),
        ({"secret_value": VALUE, "has_value": True}, "", None),
        ({"secret_value": VALUE, "update_value": "on_create"}, "", None),
        ({"secret_value": VALUE, "update_value": "always"}, "update", {"secret_value": VALUE}),
        ({"update_value": "always"}, "", None),
        ({"description": "d"}, "", None),
        ({"description": ""}, "update", {"description": ""}),
        ({"description": "e" * 201}, "update", {"description": "e" * 200}),
    ],
)
def test_secret_when_it_exists_then_only_the_difference_is_sent(
    desired: dict[str, t.Any], action: str, params: dict[str, t.Any] | None
) -> None:
    expected = [] if params is None else [(action, "SetSecretInfo", {"secret_id": 41, **params})]
    assert sent("OLD", **desired) == expected


def test_secret_when_it_does_not_exist_then_it_is_created_with_its_value() -> None:
    expected = {"secret_name": "NEW", "secret_value": VALUE, "description": "x" * 200}
    assert sent("NEW", secret_value=VALUE, description="x" * 300) == [("create", "AddSecret", expected)]
    assert plan_of("NEW", secret_value=VALUE).operations[0].provides == pending_id("secret", "NEW", APPLICATION).key
    with pytest.raises(errors.InputError, match=r"A new secret needs a value\. Set secret_value\.$") as caught:
        plan_of("NEW")
    assert caught.value.field == "secret_value"


def test_secret_when_renamed_then_its_id_and_value_stay() -> None:
    expected = {"secret_id": 41, "new_secret_name": "NEW"}
    assert sent("NEW", renamed_from="OLD") == [("rename", "SetSecretInfo", expected)]
    assert sent("OLD", renamed_from="GONE") == []
    with pytest.raises(errors.ConflictError, match="renamed_from names the second"):
        plan_of("OLD", renamed_from="Other")


def test_secret_when_it_should_be_absent_then_only_it_is_deleted() -> None:
    assert sent("OLD", present=False, renamed_from="Other") == [("delete", "DelSecret", {"secret_id": 41})]
    assert sent("GONE", present=False, renamed_from="OLD") == []


@pytest.mark.parametrize("name", ["1st", "_a", "a-b", "ä", "x" * 65, "a b", "a\n"])
def test_name_when_it_is_new_and_invalid_then_it_is_refused(name: str) -> None:
    for desired in ({"secret_value": VALUE}, {"renamed_from": "OLD"}):
        with pytest.raises(errors.InputError, match="is invalid") as caught:
            plan_of(name, **desired)
        assert caught.value.field == "secret_name"


@pytest.mark.parametrize("field", ["secret_name", "renamed_from", "secret_value"])
def test_option_when_empty_then_it_is_refused(field: str) -> None:
    with pytest.raises(errors.InputError, match=f"{field} is empty"):
        DesiredSecret(**{"secret_name": "NEW", field: ""})


def test_value_when_it_is_too_long_then_the_error_does_not_have_it() -> None:
    assert DesiredSecret("NEW", secret_value="v" * 8192).secret_value
    with pytest.raises(errors.LimitError) as caught:
        DesiredSecret("NEW", secret_value="v" * 8193)
    assert "vvv" not in str(caught.value)
    assert caught.value.field == "secret_value"


def test_value_when_anything_is_shown_then_it_is_not_there() -> None:
    for name, desired in (("NEW", {}), ("OLD", {"has_value": False})):
        plan = plan_of(name, secret_value=VALUE, **desired)
        shown = [plan.before.diff_sections(), plan.after.diff_sections(), plan.after.as_result()]
        shown += [operation.as_result() for operation in plan.operations]
        assert VALUE not in repr([shown, plan.warnings, DesiredSecret(name, secret_value=VALUE)])
        assert "value: " in plan.after.diff_sections()["attributes"].text
    assert "value: " not in plan_of("OLD", description="x").after.diff_sections()["attributes"].text


@pytest.mark.parametrize("value", ["abc", "abcd"])
def test_value_when_it_is_short_then_a_warning_says_what_ansible_does(value: str) -> None:
    warning = (
        "The value of secret NEW has fewer than 4 characters. Ansible hides it wherever it occurs in the output, "
        "even as part of other words."
    )
    assert plan_of("NEW", secret_value=value).warnings == ((warning,) if value == "abc" else ())
    assert plan_of("OLD", secret_value=value, present=False).warnings == ()


def test_secret_when_another_differs_in_case_only_then_a_refusal_would_name_it() -> None:
    (operation,) = plan_of("OTHER", secret_value=VALUE).operations
    assert operation.on_conflict == "The application has Other, which differs only in case."
    assert plan_of("NEW", secret_value=VALUE).operations[0].on_conflict == ""
