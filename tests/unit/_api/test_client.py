# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One call of the Management API: what is sent, how answers are read, and how listings are paged."""

from __future__ import annotations

import datetime
import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api import errors
from ansible_collections.voximplant.platform.plugins.module_utils._api.credentials import ParameterCredentials
from ansible_collections.voximplant.platform.plugins.module_utils._api.transport import Response
from harness.fakes import (
    URL,
    Renewing,
    answer,
    failed,
    ok,
    raw,
    talk,
)

BIG = 2**63 + 11


def refused_by(response: Response, method: str = "AddScenario") -> errors.VoximplantError:
    """The error of a call that is answered so, once."""
    with pytest.raises(errors.VoximplantError) as caught:
        talk(response, retries=0).client.call(method)
    return caught.value


def test_call_when_made_then_it_posts_a_form_to_the_methods_address() -> None:
    talking = talk(ok([]))
    talking.client.call("GetScenarios", {"scenario_name": "a b&c=d", "count": 20})
    (sent,) = talking.http.sent
    assert (sent.verb, sent.url) == ("POST", f"{URL}/GetScenarios/")
    assert sent.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert sent.form == {"scenario_name": "a b&c=d", "count": "20"}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        (False, "false"),
        (0, "0"),
        (BIG, str(BIG)),
        ("", ""),
        ("Grüße 日本\n", "Grüße 日本\n"),
        ((3, 1, 2), "3;1;2"),
        ([BIG], str(BIG)),
        ((), ""),
    ],
)
def test_call_when_parameter_has_a_type_then_it_is_written_as_the_platform_reads_it(value: t.Any, text: str) -> None:
    talking = talk(ok())
    talking.client.call("SetScenarioInfo", {"value": value})
    assert talking.http.sent[0].form == {"value": text}


def test_call_when_parameter_is_none_then_it_is_not_sent() -> None:
    talking = talk(ok())
    talking.client.call("SetScenarioInfo", {"scenario_id": 1, "scenario_name": None})
    assert talking.http.sent[0].form == {"scenario_id": "1"}


def test_call_when_text_is_no_unicode_then_nothing_is_sent() -> None:
    talking = talk(ok())
    with pytest.raises(errors.InputError) as caught:
        talking.client.call("SetScenarioInfo", {"scenario_id": 1, "scenario_name": "a", "scenario_script": "b\ud800"})
    assert talking.http.sent == []
    assert (caught.value.method, caught.value.field, str(caught.value)) == (
        "SetScenarioInfo",
        "scenario_script",
        "The parameter scenario_script contains a character that is not valid Unicode.",
    )


def test_call_when_key_proves_who_calls_then_it_is_in_the_body_alone() -> None:
    credentials = ParameterCredentials(("account_email", "a@b.c"), ("session_id", "s3cret"))
    talking = talk(ok(), credentials=credentials)
    talking.client.call("SetScenarioInfo", {"scenario_id": 1})
    (sent,) = talking.http.sent
    assert sent.form == {"scenario_id": "1", "account_email": "a@b.c", "session_id": "s3cret"}
    assert "s3cret" not in sent.url + repr(sent.headers)


def test_call_when_parameters_name_another_account_then_the_credentials_win() -> None:
    talking = talk(ok())
    talking.client.call("SetScenarioInfo", {"account_id": 666, "api_key": "other"})
    assert b"account_id=1&" in talking.http.sent[0].body
    assert b"666" not in talking.http.sent[0].body


def test_call_when_token_proves_who_calls_then_it_is_in_the_header_alone() -> None:
    talking = talk(ok(), credentials=Renewing())
    talking.client.call("SetScenarioInfo", {"scenario_id": 1})
    (sent,) = talking.http.sent
    assert sent.headers["Authorization"] == "Bearer 0"
    assert b"Bearer" not in sent.body
    assert "Bearer" not in sent.url


@pytest.mark.parametrize(
    ("method", "result"),
    [("GetScenarios", []), ("GetScenarios", [{}]), ("GetAccountInfo", {}), ("DelScenario", 1), ("StartScenarios", 1)],
)
def test_answer_when_result_has_the_methods_type_then_it_is_a_success(method: str, result: t.Any) -> None:
    assert talk(ok(result)).client.call(method).fields["result"] == result


@pytest.mark.parametrize(
    ("method", "content"),
    [
        ("GetScenarios", {"result": 1}),
        ("GetScenarios", {"result": "[]"}),
        ("GetScenarios", {"result": None}),
        ("GetScenarios", {}),
        ("DelScenario", {"result": 0}),
        ("DelScenario", {"result": 2}),
        ("DelScenario", {"result": True}),
        ("DelScenario", {"result": "1"}),
        ("DelScenario", {"result": []}),
        ("DelScenario", {"result": None}),
        ("DelScenario", {}),
        ("DelScenario", []),
        ("DelScenario", "text"),
        ("DelScenario", None),
        ("DelScenario", {"error": "a text"}),
        ("DelScenario", {"error": {"msg": "without a code"}}),
        ("DelScenario", {"error": ["a text in a list"], "result": 1}),
    ],
)
def test_answer_when_it_says_neither_success_nor_failure_then_it_is_a_protocol_error(
    method: str, content: t.Any
) -> None:
    error = refused_by(answer(content), method)
    assert isinstance(error, errors.ProtocolError)
    assert (error.method, error.code) == (method, None)
    assert error.text.startswith(f"{method} returned ")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b'{"result": 1',
        b'{"result": 1}}',
        b'{"result": "\xff"}',
        '{"result": 1}'.encode("utf-16"),
        b'{"a":' * 100_000,
        b"[" * 100_000,
        b"\x00",
    ],
)
def test_answer_when_it_is_no_json_object_then_it_is_a_protocol_error(body: bytes) -> None:
    assert isinstance(refused_by(raw(body)), errors.ProtocolError)


def test_answer_when_an_id_is_no_whole_number_then_it_is_a_protocol_error() -> None:
    row = talk(raw(b'{"result": 1, "scenario_id": 1.5}')).client.call("AddScenario")
    with pytest.raises(errors.ProtocolError) as caught:
        row.integer("scenario_id")
    assert caught.value.field == "scenario_id"


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1.5", '"x"', "null", "true"])
def test_answer_when_error_code_is_no_whole_number_then_it_is_an_error_without_one(number: str) -> None:
    error = refused_by(raw(b'{"error": {"code": %s, "msg": "No."}}' % number.encode()))
    assert isinstance(error, errors.ProtocolError)
    assert error.code is None


@pytest.mark.parametrize("code", [132, "132"])
def test_answer_when_error_code_is_a_number_or_digits_then_it_is_a_number(code: t.Any) -> None:
    error = refused_by(answer({"error": {"code": code, "msg": "The parameter is invalid.", "field_name": "x"}}))
    assert isinstance(error, errors.NotFoundError)
    assert (error.method, error.code, error.field, error.http_status) == ("AddScenario", 132, "x", None)
    assert str(error).startswith("AddScenario failed with code 132: The parameter is invalid. ")


def test_answer_when_error_has_a_list_then_the_first_one_counts() -> None:
    error = refused_by(answer({"errors": [{"code": 133, "msg": "One"}, {"code": 100, "msg": "Two"}]}))
    assert (error.code, error.text) == (133, "AddScenario failed with code 133: One.")


@pytest.mark.parametrize("empty", [{"error": None}, {"errors": []}, {"error": {}, "errors": None}])
def test_answer_when_the_error_is_empty_then_the_result_counts(empty: t.Any) -> None:
    assert talk(answer({"result": 1, **empty})).client.call("DelScenario").integer("result") == 1


@pytest.mark.parametrize("text", [None, "", 0])
def test_answer_when_error_has_no_text_then_the_message_says_so(text: t.Any) -> None:
    assert "code 133: no text." in str(refused_by(answer({"error": {"code": 133, "msg": text}})))


def test_answer_when_error_names_no_field_as_text_then_there_is_none() -> None:
    assert refused_by(answer({"error": {"code": 133, "msg": "No.", "field_name": ["x"]}})).field is None


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (300, errors.RejectedError),
        (302, errors.RejectedError),
        (404, errors.RejectedError),
        (428, errors.RejectedError),
        (429, errors.TransientError),
        (430, errors.RejectedError),
        (499, errors.RejectedError),
        (500, errors.TransientError),
        (599, errors.TransientError),
    ],
)
def test_answer_when_http_status_is_one_of_failure_then_it_fails_whatever_the_body_says(
    status: int, kind: type[Exception]
) -> None:
    error = refused_by(answer({"result": 1}, status))
    assert error.__class__ is kind
    assert (error.http_status, error.code) == (status, None)


@pytest.mark.parametrize("status", [200, 201, 299])
def test_answer_when_http_status_is_below_300_then_the_body_counts(status: int) -> None:
    assert talk(answer({"result": 1}, status)).client.call("DelScenario").integer("result") == 1


def test_answer_when_failed_status_has_a_platform_error_then_both_are_told() -> None:
    error = refused_by(failed(100, status=401))
    assert isinstance(error, errors.AuthenticationError)
    assert (error.http_status, error.code) == (401, 100)


def test_answer_when_failed_status_has_the_code_of_a_gateway_then_the_status_is_told() -> None:
    error = refused_by(failed("FORBIDDEN", status=403))
    assert isinstance(error, errors.RejectedError)
    assert (error.http_status, error.code, error.field) == (403, None, None)
    assert str(error).startswith("AddScenario returned HTTP status 403. Check api_url")


def test_warnings_when_answers_have_some_then_they_are_collected_with_their_methods() -> None:
    talking = talk(ok(warnings=["old", {"code": 5}]), ok([]), ok(warnings=None))
    for method in ("AddRule", "GetRules", "DelRule"):
        talking.client.call(method)
    assert talking.client.warnings == ["AddRule: old", "AddRule: {'code': 5}"]


def test_warnings_when_there_are_many_then_the_first_hundred_are_kept() -> None:
    talking = talk(*(ok(warnings=[f"{answer}.{number}" for number in range(60)]) for answer in range(3)))
    for _answer in range(3):
        talking.client.call("AddRule")
    assert talking.client.warnings == [f"AddRule: {number // 60}.{number % 60}" for number in range(100)]


@pytest.mark.parametrize("warnings", [None, 5, "text", {"a": 1}, True])
def test_warnings_when_they_are_no_list_then_they_are_passed_over(warnings: t.Any) -> None:
    talking = talk(ok(warnings=warnings))
    assert talking.client.call("DelRule").integer("result") == 1
    assert talking.client.warnings == []


def test_time_when_the_platform_tells_its_own_then_that_counts() -> None:
    talking = talk(ok(), answer({"result": 1}, date="Wed, 21 Oct 2026 07:28:00 GMT"))
    for _call in range(2):
        talking.client.call("DelRule")
    assert talking.client.platform_time == datetime.datetime(2026, 10, 21, 7, 28, tzinfo=datetime.UTC)


@pytest.mark.parametrize("headers", [{}, {"date": "soon"}, {"date": "Wed, 21 Oct 99999 07:28:00 GMT"}])
def test_time_when_the_platform_tells_none_then_this_machines_counts(headers: dict[str, str]) -> None:
    talking = talk(answer({"result": 1}, date="Wed, 21 Oct 2015 07:28:00 GMT"), answer({"result": 1}, **headers))
    for _call in range(2):
        talking.client.call("DelRule")
    before = datetime.datetime.now(datetime.UTC)
    assert before <= talking.client.platform_time <= datetime.datetime.now(datetime.UTC)
