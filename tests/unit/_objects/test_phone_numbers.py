# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Phone numbers: how they are written, read and looked up."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api import errors
from ansible_collections.voximplant.platform.plugins.module_utils._objects.phone_numbers import (
    PhoneNumberSelector,
    digits_of,
    list_phone_numbers,
    read_phone_number,
)
from harness.fakes import failed, ok, talk


def row(phone_id: int, number: str = "12025550100", **fields: t.Any) -> dict[str, t.Any]:
    """A row of GetPhoneNumbers."""
    return {"phone_id": phone_id, "phone_number": number, **fields}


@pytest.mark.parametrize("text", ["12025550100", "+12025550100", "+1 202-555-0100", " 1\u00a0202 5550100 "])
def test_digits_when_written_for_people_then_only_digits_are_left(text: str) -> None:
    assert digits_of(text) == "12025550100"


@pytest.mark.parametrize("text", ["", "+", "all", "1;2", "++12", "1+2", "(202)5550100", "\u0661\u0662"])
def test_digits_when_something_else_is_there_then_it_is_refused_with_its_option(text: str) -> None:
    with pytest.raises(errors.InputError, match="is not a phone number") as caught:
        digits_of(text, "number_contains")
    assert caught.value.field == "number_contains"


def test_numbers_when_listed_then_they_are_in_the_order_of_ids_and_have_what_is_set() -> None:
    bound = row(7, "+442079460000", application_id=20, application_name="a.b.c", rule_id=3, rule_name="r")
    second, first = list_phone_numbers(talk(ok([bound, row(2)], total_count=2)).client, {})[::-1]
    assert (first.phone_id, first.application_id, first.application_name, first.rule_name) == (2, None, None, None)
    assert (second.phone_number, second.application_id, second.rule_name) == ("442079460000", 20, "r")


def test_number_when_the_listing_has_others_then_only_the_selected_one_counts() -> None:
    talking = talk(ok([row(1, "120255501001"), row(2)], total_count=2))
    assert read_phone_number(talking.client, PhoneNumberSelector(None, "12025550100")).phone_id == 2
    assert talking.http.sent[0].form == {"phone_number": "12025550100", "count": "1000", "offset": "0"}


@pytest.mark.parametrize("response", [ok([], total_count=0), failed(121), failed(181)])
@pytest.mark.parametrize(
    ("selector", "field", "what"),
    [((5, None), "phone_id", "phone number with the ID 5"), ((None, "12"), "phone_number", "phone number 12")],
)
def test_number_when_the_account_lacks_it_then_the_error_names_the_option(
    response: t.Any, selector: tuple[t.Any, t.Any], field: str, what: str
) -> None:
    with pytest.raises(errors.NotFoundError, match=f"The account does not have the {what}[.] Buy the number") as caught:
        read_phone_number(talk(response).client, PhoneNumberSelector(*selector))
    assert (caught.value.field, caught.value.method) == (field, "GetPhoneNumbers")


def test_number_when_the_platform_refuses_the_call_then_its_error_is_the_tasks() -> None:
    with pytest.raises(errors.NotPermittedError):
        read_phone_number(talk(failed(104)).client, PhoneNumberSelector(5, None))
