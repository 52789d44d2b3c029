# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plans for one application: tables of cases, and what holds for every plan that is carried out."""

from __future__ import annotations

import dataclasses
import typing as t

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from ansible_collections.voximplant.platform.plugins.module_utils._api import errors
from ansible_collections.voximplant.platform.plugins.module_utils._apply.verify import confirm_application
from ansible_collections.voximplant.platform.plugins.module_utils._objects.applications import list_applications
from ansible_collections.voximplant.platform.plugins.module_utils._objects.models import Application, Rule
from ansible_collections.voximplant.platform.plugins.module_utils._plan.application import (
    ApplicationState,
    CurrentApplication,
    DesiredApplication,
    plan_application,
)
from ansible_collections.voximplant.platform.plugins.module_utils._plan.operations import Plan
from ansible_collections.voximplant.platform.tests.unit.support.platform import ACCOUNT, Platform

SUPPORT = Application(20, f"support.{ACCOUNT}", rules=(Rule(30, "r", 20), Rule(31, "s", 20)))
SALES = Application(21, f"sales.{ACCOUNT}", True)
LISTING = (SUPPORT, SALES)


def plan_of(**fields: t.Any) -> Plan[ApplicationState]:
    """A plan in an account with two applications."""
    desired = DesiredApplication(**fields)
    return plan_application(CurrentApplication.among(LISTING, desired), desired)


def sent(**fields: t.Any) -> list[tuple[str, str, str, dict[str, t.Any]]]:
    """The calls of a plan, without parameters that are none."""
    return [
        (one.action, one.name, one.method, {name: value for name, value in one.params.items() if value is not None})
        for one in plan_of(**fields).operations
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"application_name": "support"},
        {"application_name": f"support.{ACCOUNT}"},
        {"application_id": 20},
        {"application_id": 20, "application_name": "support"},
        {"application_name": "support", "secure_record_storage": False},
        {"application_name": "sales", "secure_record_storage": True},
        {"application_name": "support", "renamed_from": "gone"},
        {"application_name": "missing", "present": False},
        {"application_id": 99, "present": False},
    ],
)
def test_plan_when_the_application_is_as_wanted_then_nothing_is_sent(fields: dict[str, t.Any]) -> None:
    plan = plan_of(**fields)
    assert plan.operations == ()
    assert plan.before.diff_sections() == plan.after.diff_sections()


@pytest.mark.parametrize(
    ("fields", "call"),
    [
        ({"application_name": "new"}, ("create", "new", "AddApplication", {"application_name": "new"})),
        (
            {"application_name": "new", "secure_record_storage": True},
            ("create", "new", "AddApplication", {"application_name": "new", "secure_record_storage": True}),
        ),
        (
            {"application_name": "sales", "secure_record_storage": False},
            ("update", "sales", "SetApplicationInfo", {"application_id": 21, "secure_record_storage": False}),
        ),
        (
            {"application_id": 20, "application_name": "new", "secure_record_storage": True},
            (
                "rename",
                "new",
                "SetApplicationInfo",
                {"application_id": 20, "application_name": "new", "secure_record_storage": True},
            ),
        ),
        (
            {"renamed_from": f"sales.{ACCOUNT}", "application_name": f"new.{ACCOUNT}"},
            ("rename", "new", "SetApplicationInfo", {"application_id": 21, "application_name": "new"}),
        ),
        (
            {"application_name": "sales", "present": False},
            ("delete", "sales", "DelApplication", {"application_id": 21}),
        ),
        (
            {"application_id": 20, "application_name": "support", "present": False, "force": True},
            ("delete", "support", "DelApplication", {"application_id": 20}),
        ),
    ],
)
def test_plan_when_something_differs_then_one_call_is_made(
    fields: dict[str, t.Any], call: tuple[str, str, str, dict[str, t.Any]]
) -> None:
    assert sent(**fields) == [call]


@pytest.mark.parametrize(
    ("fields", "kind", "field"),
    [
        ({"application_id": 99}, errors.NotFoundError, "application_id"),
        ({"application_name": "support", "renamed_from": "sales"}, errors.ConflictError, "renamed_from"),
        ({"application_id": 20, "application_name": "sales"}, errors.ConflictError, "application_name"),
        ({"application_id": 20, "application_name": "x", "present": False}, errors.ConflictError, "application_name"),
        ({"application_name": "support", "present": False}, errors.ConflictError, "force"),
        ({"application_name": "X"}, errors.InputError, "application_name"),
        ({"application_name": "x"}, errors.InputError, "application_name"),
        ({"application_name": "1x"}, errors.InputError, "application_name"),
        ({"application_name": "a" * 66}, errors.InputError, "application_name"),
        ({"application_id": 20, "application_name": "Bad"}, errors.InputError, "application_name"),
        ({"application_name": ""}, errors.InputError, "application_name"),
        ({"application_name": "new", "renamed_from": ""}, errors.InputError, "renamed_from"),
    ],
)
def test_plan_when_there_is_none_then_the_error_says_which_option_is_at_fault(
    fields: dict[str, t.Any], kind: type[errors.VoximplantError], field: str
) -> None:
    with pytest.raises(errors.VoximplantError) as caught:
        plan_of(**fields)
    assert (type(caught.value), caught.value.field) == (kind, field)


def test_name_when_it_is_as_long_as_it_may_be_then_it_is_taken() -> None:
    assert plan_of(application_name="a" * 65).changed


def test_absent_when_it_has_rules_then_the_error_names_them() -> None:
    with pytest.raises(errors.ConflictError, match=r"It has rule r \(id 30\), rule s \(id 31\)\."):
        plan_of(application_name="support", present=False)


def test_documents_when_an_application_changes_then_they_show_its_name_and_setting() -> None:
    plan = plan_of(application_id=21, application_name="new", secure_record_storage=False)
    before, after = (state.diff_sections()["attributes"].text for state in (plan.before, plan.after))
    assert before == "application_name: sales\nsecure_record_storage: true\n"
    assert after == "application_name: new\nsecure_record_storage: false\n"
    gone = plan_of(application_name="support", present=False, force=True)
    assert "rule: rule r (id 30)\n" in gone.before.diff_sections()["attributes"].text
    assert gone.after.diff_sections()["attributes"].text == ""
    assert plan_of(application_name="new").before.diff_sections()["attributes"].header == "application new (absent)"


def test_result_when_an_application_is_returned_then_its_rules_are_not() -> None:
    assert plan_of(application_name="support").after.as_result() == {
        "application": dataclasses.replace(SUPPORT, rules=None).as_result()
    }
    assert plan_of(application_name="gone", present=False).after.as_result() == {"application": None}


@given(
    st.lists(st.tuples(st.sampled_from(("aa", "bb", "cc")), st.booleans()), unique_by=lambda pair: pair[0]), st.data()
)
def test_application_when_the_plan_is_carried_out_then_nothing_is_left_to_do(
    rows: list[tuple[str, bool]], data: st.DataObject
) -> None:
    platform = Platform()
    ids: list[int | None] = [None]
    for name, secure in rows:
        ids.append(platform.add_application(name, secure_record_storage=secure).application_id)
    application_id = data.draw(st.sampled_from(ids))
    desired = DesiredApplication(
        data.draw(st.sampled_from(("aa", "bb", f"cc.{ACCOUNT}"))),
        application_id,
        None if application_id else data.draw(st.sampled_from((None, "aa", "cc"))),
        data.draw(st.sampled_from((None, True, False))),
        data.draw(st.booleans()),
    )

    def plan() -> Plan[ApplicationState]:
        return plan_application(CurrentApplication.among(list_applications(platform.client), desired), desired)

    before = platform.snapshot()
    try:
        first = plan()
    except errors.VoximplantError:
        reject()
    finally:
        assert platform.snapshot() == before
    answers = [platform.execute(operation) for operation in first.operations]
    assert plan().operations == ()
    reached = confirm_application(platform.client, first, answers) if answers else first.after
    names = [row.application_name for row in platform.applications]
    assert (desired.short_name in names) is desired.present
    if reached.application is not None:
        row = platform.application(reached.application.application_id or 0)
        assert (row.application_name, row.secure_record_storage) == (
            reached.application.short_name,
            reached.application.secure_record_storage,
        )
        assert desired.secure_record_storage in (None, row.secure_record_storage)
