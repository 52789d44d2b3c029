# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plans for one application: tables of cases, and properties of every plan that is applied."""

from __future__ import annotations

import dataclasses
import typing as t

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from ansible_collections.voximplant.platform.plugins.module_utils._api import errors
from ansible_collections.voximplant.platform.plugins.module_utils._objects.models import Application, Rule, Scenario
from ansible_collections.voximplant.platform.plugins.module_utils._objects.resources import PhoneNumber, Secret, User
from ansible_collections.voximplant.platform.plugins.module_utils._plan.application import (
    ApplicationState,
    CurrentApplication,
    DesiredApplication,
    plan_application,
    refuse_foreign,
)
from ansible_collections.voximplant.platform.plugins.module_utils._plan.operations import Plan
from ansible_collections.voximplant.platform.tests.unit.support.platform import ACCOUNT, Platform
from ansible_collections.voximplant.platform.tests.unit.support.tasks import application_task

SUPPORT = Application(20, f"support.{ACCOUNT}", rules=(Rule(30, "r", 20), Rule(31, "s", 20)))
SALES = Application(21, f"sales.{ACCOUNT}", True)
LISTING = (SUPPORT, SALES)


def plan_of(**fields: t.Any) -> Plan[ApplicationState]:
    """Plan in an account with two applications."""
    desired = DesiredApplication(**fields)
    return plan_application(CurrentApplication.among(LISTING, desired), desired)


def sent(**fields: t.Any) -> list[tuple[str, str, str, dict[str, t.Any]]]:
    """Return the calls of a plan, without parameters that are None."""
    return [
        (
            operation.action,
            operation.name,
            operation.method,
            {name: value for name, value in operation.params.items() if value is not None},
        )
        for operation in plan_of(**fields).operations
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
def test_plan_when_the_application_is_as_desired_then_nothing_is_sent(fields: dict[str, t.Any]) -> None:
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


@pytest.mark.parametrize("secure", [True, False])
def test_application_when_created_then_it_has_the_setting_that_was_asked_for(secure: bool) -> None:
    after = plan_of(application_name="new", secure_record_storage=secure).after.application
    assert after is not None
    assert after.secure_record_storage is secure


@pytest.mark.parametrize(("name", "secure"), [("support", True), ("sales", False)])
def test_application_when_its_setting_changes_then_the_planned_one_has_it(name: str, secure: bool) -> None:
    after = plan_of(application_name=name, secure_record_storage=secure).after.application
    assert after is not None
    assert after.secure_record_storage is secure


def test_application_when_its_full_name_is_of_another_account_then_it_is_refused() -> None:
    own = (Application(20, "support.acme.voximplant.com"),)
    for accepted in ("sales", "sales.acme.voximplant.com", "sales.acme.n2.voximplant.com"):
        refuse_foreign(own, accepted)
    refuse_foreign((), "sales.other.voximplant.com")  # nothing to compare it with
    for refused in ("sales.other.voximplant.com", "sales."):
        with pytest.raises(
            errors.ConflictError, match=r"'sales\..*' is not an application of this account\. The account"
        ):
            refuse_foreign(own, refused)
    with pytest.raises(errors.ConflictError, match=r"The account has .* instead") as caught:
        refuse_foreign(own, "support.other.voximplant.com")
    assert caught.value.field == "application_name"
    assert caught.value.advice == "Use the short name, or check the account."


def test_absent_when_it_has_rules_then_the_error_names_them() -> None:
    with pytest.raises(errors.ConflictError, match=r"It still has rule r \(id 30\), rule s \(id 31\)\."):
        plan_of(application_name="support", present=False)


def test_diff_when_an_application_changes_then_they_show_its_name_and_setting() -> None:
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


def test_absent_when_it_has_more_than_rules_then_the_error_names_all_of_it() -> None:
    content = (Scenario(5, "own"), PhoneNumber(6, "12025550100"), Secret(7, "KEY", 1), User(8, "agent", 1))
    current = CurrentApplication(SUPPORT, content=content)
    desired = DesiredApplication(application_name="support", present=False)
    named = "rule r .*, rule s .*, scenario own .*, phone number 12025550100 .*, secret KEY .*, user agent"
    with pytest.raises(errors.ConflictError, match=f"It still has {named}"):
        plan_application(current, desired)
    plan = plan_application(current, dataclasses.replace(desired, force=True))
    assert [operation.method for operation in plan.operations] == ["DelApplication"]
    assert plan.before.diff_sections()["attributes"].text.endswith(
        "secret: secret KEY (id 7)\nuser: user agent (id 8)\n"
    )


@given(
    st.lists(st.tuples(st.sampled_from(("aa", "bb", "cc")), st.booleans()), unique_by=lambda pair: pair[0]), st.data()
)
def test_application_when_the_plan_is_applied_then_nothing_is_left_to_do(
    rows: list[tuple[str, bool]], data: st.DataObject
) -> None:
    platform = Platform()
    ids: list[int | None] = [None]
    for name, secure in rows:
        application = platform.add_application(name, secure_record_storage=secure)
        ids.append(application.application_id)
        if data.draw(st.booleans()):
            platform.add_rule("r", application)
    application_id = data.draw(st.sampled_from(ids))
    desired = DesiredApplication(
        data.draw(st.sampled_from(("aa", "bb", f"cc.{ACCOUNT}"))),
        application_id,
        None if application_id else data.draw(st.sampled_from((None, "aa", "cc"))),
        data.draw(st.sampled_from((None, True, False))),
        present=data.draw(st.booleans()),
        force=data.draw(st.booleans()),
    )
    before = platform.snapshot()
    task = application_task(platform, desired)
    try:
        plan = task.plan()
    except errors.VoximplantError:
        reject()
    finally:
        assert platform.snapshot() == before
    reached = task.apply(plan)
    assert task.plan().operations == ()
    called = {desired.short_name, desired.renamed_from if desired.present else None}
    others = {
        row.application_id
        for row in before[2]
        if row.application_id != application_id and (application_id or row.application_name not in called)
    }
    for now, previous in zip(platform.snapshot()[1:3], before[1:3], strict=True):
        assert [row for row in now if row.application_id in others] == [
            row for row in previous if row.application_id in others
        ]
    names = [row.application_name for row in platform.applications]
    assert (desired.short_name in names) is desired.present
    assert (reached.application is not None) is desired.present
    if reached.application is not None:
        row = platform.application(reached.application.application_id or 0)
        assert (row.application_name, row.secure_record_storage) == (
            reached.application.short_name,
            reached.application.secure_record_storage,
        )
        assert desired.secure_record_storage in (None, row.secure_record_storage)
