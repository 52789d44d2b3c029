# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Errors: their classes by code, their messages, and what playbooks can read of them."""

from __future__ import annotations

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api import errors
from ansible_collections.voximplant.platform.plugins.module_utils._api.advice import ADVICE
from ansible_collections.voximplant.platform.plugins.module_utils._plan.operations import Operation

CODES = {
    errors.AuthenticationError: (100, 115, 135, 161, 433, 455, 456),
    errors.NotPermittedError: (104, 527),
    errors.NotFoundError: (116, 117, 132, 147, 156, 168),
    errors.ConflictError: (118, 133, 493),
    errors.LimitError: (130, 418, 419),
    errors.AccountStateError: (127, 131, 317, 375),
    errors.TransientError: (2, 4, 15, 16, 162, 314, 340, 416, 484, 515),
    errors.RejectedError: (1, 3, 102, 999),
}


def operation(name: str) -> Operation:
    """An operation."""
    return Operation("update", "rule", name, "SetRuleInfo", {})


@pytest.mark.parametrize(("kind", "code"), [(kind, code) for kind, codes in CODES.items() for code in codes])
def test_code_when_the_platform_reports_it_then_the_error_is_of_its_class(
    kind: type[errors.VoximplantError], code: int
) -> None:
    error = errors.error_for_code("M", code, "Text", field="f", http_status=400)
    assert error.__class__ is kind
    assert (error.method, error.code, error.field, error.http_status) == ("M", code, "f", 400)
    assert error.advice == ADVICE.get(code, "")


@pytest.mark.parametrize(("text", "shown"), [("No", "No."), ("No.", "No."), ("Why?", "Why?"), ("Oh!", "Oh!")])
def test_text_when_it_has_no_stop_then_it_gets_one(text: str, shown: str) -> None:
    assert str(errors.error_for_code("M", 999, text)) == f"M failed with code 999: {shown}"


@pytest.mark.parametrize("code", ADVICE)
def test_advice_when_there_is_some_then_it_is_a_sentence(code: int) -> None:
    assert ADVICE[code].endswith(".")


def test_message_when_everything_is_known_then_it_has_it_in_order() -> None:
    error = errors.VoximplantError("Text.", advice="Advice.")
    error.object, error.name = "rule", "inbound"
    error.done, error.not_reached = (operation("a"),), (operation("b"), operation("c"))
    assert str(error) == (
        "rule inbound: Text. Advice. Done before the failure: update rule a. Not reached: update rule b, update rule c."
    )


def test_message_when_only_the_text_is_known_then_it_is_the_text() -> None:
    assert str(errors.VoximplantError("Text.")) == "Text."
    half = errors.VoximplantError("Text.")
    half.object = "rule"
    assert str(half) == "Text."


@pytest.mark.parametrize(("count", "ends"), [(10, "update rule 9."), (11, "update rule 9, and 1 more.")])
def test_message_when_much_was_done_then_the_first_ten_are_named(count: int, ends: str) -> None:
    error = errors.VoximplantError("Text.")
    error.done = tuple(operation(str(number)) for number in range(count))
    assert str(error).endswith(ends)


def test_advice_when_given_then_it_stands_in_for_that_of_the_code() -> None:
    assert errors.VoximplantError("Text.", code=133, advice="Own.").advice == "Own."
    assert errors.VoximplantError("Text.", code=133).advice == ADVICE[133]


def test_result_when_a_task_fails_then_playbooks_can_read_every_part() -> None:
    error = errors.error_for_code("AddScenario", 133, "Taken.", field="scenario_name", http_status=400)
    error.object, error.name = "scenario", "inbound"
    error.result = {"drift": [1]}
    assert error.as_result() == {
        "drift": [1],
        "msg": str(error),
        "ambiguous": False,
        "error": {
            "method": "AddScenario",
            "code": 133,
            "http_status": 400,
            "name": "inbound",
            "object": "scenario",
            "field": "scenario_name",
        },
    }


def test_error_context_when_blocks_are_nested_then_the_innermost_one_counts() -> None:
    with (
        pytest.raises(errors.InputError) as caught,
        errors.error_context("rule", "outer"),
        errors.error_context("scenario", "inner"),
    ):
        raise errors.InputError("Text.")
    assert (caught.value.object, caught.value.name) == ("scenario", "inner")


def test_error_context_when_it_is_another_error_then_it_passes() -> None:
    with pytest.raises(ValueError, match="other"), errors.error_context("rule", "outer"):
        raise ValueError("other")


def test_error_when_nothing_is_said_about_it_then_it_is_not_ambiguous() -> None:
    error = errors.TransportError("Text.")
    assert (error.ambiguous, error.retry_after, error.method, error.code) == (False, None, None, None)


def test_error_when_an_earlier_try_may_have_been_executed_then_it_is_unclear_what_happened() -> None:
    error = errors.RejectedError("No.")
    assert not error.unclear
    error.is_retried = True
    assert (error.unclear, error.ambiguous) == (True, False)
    assert errors.TransportError("Text.", ambiguous=True).unclear


def test_library_when_it_is_missing_then_the_message_says_so_and_what_it_is_for() -> None:
    assert errors.MissingLibraryError("PyYAML").text == "The Python library PyYAML is missing."
    assert errors.MissingLibraryError("PySocks", "for a proxy").text == (
        "The Python library PySocks is missing. It is required for a proxy."
    )


def test_message_when_names_of_the_platform_are_hostile_then_no_part_of_it_is_obeyed() -> None:
    error = errors.NotFoundError("a\x1b[2J\nb", advice="Candidates: ::set-output name=x::y, ##vso[task.complete]\r")
    error.object, error.name = "rule", "::error::c\u202e"
    shown = str(error)
    assert shown.isprintable()
    assert "::set" not in shown
    assert "::error" not in shown
    assert "##vso" not in shown
