# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sessions: reading one, waiting for its end, and telling it something."""

from __future__ import annotations

import datetime
import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api import errors
from ansible_collections.voximplant.platform.plugins.module_utils._api.deadline import Deadline
from ansible_collections.voximplant.platform.plugins.module_utils._api.response import ApiObject
from ansible_collections.voximplant.platform.plugins.module_utils._api.transport import Response
from ansible_collections.voximplant.platform.plugins.module_utils._objects.sessions import (
    Session,
    as_text,
    read_session,
    send_command,
    wait_for_end,
)
from harness.fakes import (
    FakeHttp,
    failed,
    ok,
    raw,
    talk,
)
from harness.in_process import run_module

NOW = datetime.datetime(2026, 3, 1, 12, 30, 5, tzinfo=datetime.UTC)
URL = "https://session.test/request?token=t"
BIG = 2**40


class Clock:
    """Time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.slept.append(seconds)
        self.now += seconds


def session(state: str) -> Session:
    """A session in this state."""
    return Session(1, state, "", "", "", None, "", "", "", ())


def row_of(**fields: t.Any) -> Session:
    """A session read from a row."""
    return Session.from_row(ApiObject("GetCallHistory", {"call_session_history_id": 1, **fields}))


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({}, "running"),
        ({"finish_reason": ""}, "running"),
        ({"finish_reason": "Normal termination"}, "finished"),
        ({"active": True, "finish_reason": "x"}, "running"),
        ({"active": False}, "finished"),
        ({"active": None}, "running"),
        ({"active": None, "finish_reason": "x"}, "finished"),
    ],
)
def test_session_when_read_then_its_state_is_told(fields: dict[str, t.Any], state: str) -> None:
    assert row_of(**fields).state == state


def test_session_when_returned_then_every_field_is_there() -> None:
    read = row_of(
        application_name="a",
        rule_name="r",
        start_date="s",
        duration="7",
        log_file_url="l",
        custom_data="c",
        calls=[{"call_id": 5}],
    )
    assert read.as_result() == {
        "call_session_history_id": 1,
        "state": "running",
        "application_name": "a",
        "rule_name": "r",
        "start_date": "s",
        "duration": 7,
        "finish_reason": "",
        "log_file_url": "l",
        "custom_data": "c",
        "calls": [{"call_id": 5}],
    }


def test_read_when_asked_then_the_last_month_is_searched_and_only_that_session_counts() -> None:
    talking = talk(ok([{"call_session_history_id": 5}, {"call_session_history_id": str(BIG), "rule_name": "r"}]))
    found = read_session(talking.client, BIG, NOW)
    assert found is not None
    assert found.rule_name == "r"
    assert talking.http.sent[0].form == {
        "call_session_history_id": str(BIG),
        "from_date": "2026-01-29 12:30:05",
        "to_date": "2026-03-02 12:30:05",
        "with_calls": "true",
    }


@pytest.mark.parametrize("step", [ok([]), ok([{"call_session_history_id": 5}]), failed(168)])
def test_read_when_the_history_does_not_list_it_then_there_is_none(step: Response) -> None:
    assert read_session(talk(step).client, BIG, NOW) is None


def test_read_when_no_time_is_given_then_it_is_now() -> None:
    talking = talk(ok([]))
    read_session(talking.client, 1)
    form = talking.http.sent[0].form
    begin, end = (datetime.datetime.strptime(form[name], "%Y-%m-%d %H:%M:%S") for name in ("from_date", "to_date"))
    assert end - begin == datetime.timedelta(days=32)
    now = end.replace(tzinfo=datetime.UTC) - datetime.timedelta(days=1)
    assert abs(datetime.datetime.now(datetime.UTC) - now) < datetime.timedelta(minutes=1)


@pytest.mark.parametrize(
    ("states", "timeout", "slept"),
    [
        (["finished"], 0, []),
        ([None, "running", "finished"], 10, [5, 5]),
        (["running", "running", "finished"], 10, [5, 5]),
    ],
)
def test_wait_when_it_ends_in_time_then_it_is_returned(
    states: list[str | None], timeout: float, slept: list[float]
) -> None:
    clock = Clock()
    looks = iter([None if state is None else session(state) for state in states])
    assert wait_for_end(lambda: next(looks), timeout, 5, clock, clock.sleep).state == "finished"
    assert clock.slept == slept


@pytest.mark.parametrize(
    ("state", "timeout", "says", "slept"),
    [
        ("running", 10, "within 10 seconds: it is still running.", [5, 5]),
        (None, 9, "within 9 seconds: the history does not list it.", [5, 4]),
        ("running", 4, "within 4 seconds", [4]),
        ("running", 6, "within 6 seconds", [5, 1]),
    ],
)
def test_wait_when_time_runs_out_then_it_is_a_failure(
    state: str | None, timeout: float, says: str, slept: list[float]
) -> None:
    clock = Clock()
    seen = None if state is None else session(state)
    with pytest.raises(errors.TransientError, match=says) as caught:
        wait_for_end(lambda: seen, timeout, 5, clock, clock.sleep)
    assert (caught.value.field, clock.slept) == ("wait_timeout", slept)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, None),
        ("", ""),
        (" as it is ", " as it is "),
        ({"a": 1, "b": [True, None]}, '{"a":1,"b":[true,null]}'),
        (["é"], '["é"]'),
    ],
)
def test_text_when_it_is_data_then_it_is_compact_json(value: t.Any, text: str | None) -> None:
    assert as_text("command", value) == text


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf")])
@pytest.mark.parametrize(
    ("module", "field", "options"),
    [
        ("vox_session", "script_custom_data", {"rule_id": 1}),
        ("vox_session", "command", {"access_url": "https://session.invalid/request/abc"}),
        ("vox_sync", "smoke_test.script_custom_data", {"rule_name": "a", "application_name": "b"}),
    ],
)
def test_data_when_json_cannot_express_a_number_then_the_option_is_named_and_nothing_is_sent(
    module: str, field: str, options: dict[str, t.Any], number: float
) -> None:
    given = {**options, field.rpartition(".")[2]: {"a": [number]}}
    account = {"api_url": "https://api.invalid", "account_id": 1, "api_key": "0123456789abcdef", "retries": 0}
    if module == "vox_sync":
        given = {"scenarios": [], "smoke_test": given}
    result = run_module(module, {**account, **given})
    assert (result["failed"], result["error"]["field"]) == (True, field)
    assert result["msg"].startswith(f"{field} contains .nan or .inf, which JSON cannot express. ")


def command(*steps: Response | Exception, body: str = "x") -> tuple[FakeHttp, Clock, t.Callable[[], Response]]:
    """A command to a session that answers so."""
    http, clock = FakeHttp(*steps), Clock()

    def call() -> Response:
        timing: dict[str, t.Any] = {"deadline": Deadline(), "clock": clock, "sleep": clock.sleep}
        return send_command(t.cast(t.Any, http), "PUT", URL, {"X-Own": "1"}, body, **timing)

    return http, clock, call


@pytest.mark.parametrize("status", [200, 204, 299])
def test_command_when_it_is_taken_then_it_was_sent_once_as_given(status: int) -> None:
    http, clock, call = command(raw(b"done", status), body="é")
    assert call().status == status
    (sent,) = http.sent
    assert (sent.verb, sent.url, sent.headers, sent.body) == ("PUT", URL, {"X-Own": "1"}, "é".encode())
    assert clock.slept == []


def test_command_when_the_session_does_not_listen_yet_then_it_is_given_a_moment() -> None:
    http, clock, call = command(raw(b"", 404), raw(b"", 404), raw(b"done"))
    assert call().body == b"done"
    assert (len(http.sent), clock.slept) == (3, [0.5, 0.5])


def test_command_when_there_is_no_such_session_then_the_grace_ends() -> None:
    http, clock, call = command(*(raw(b"", 404) for _try in range(50)))
    with pytest.raises(errors.NotFoundError, match=r"There is no such session \(HTTP 404\)") as caught:
        call()
    assert not caught.value.ambiguous
    assert (len(http.sent), sum(clock.slept)) == (11, 5.0)


@pytest.mark.parametrize("status", [199, 300, 302, 400, 403, 429, 499])
def test_command_when_it_is_refused_then_it_is_not_sent_again(status: int) -> None:
    http, _clock, call = command(raw(b"", status), raw(b""))
    with pytest.raises(errors.RejectedError) as caught:
        call()
    assert (caught.value.http_status, caught.value.field, len(http.sent)) == (status, "access_url", 1)
    assert (str(caught.value), caught.value.ambiguous) == (f"The session returned HTTP status {status}.", False)
    assert caught.value.method == "PUT"


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_command_when_the_server_breaks_then_it_is_unknown_and_not_sent_again(status: int) -> None:
    http, _clock, call = command(raw(b"", 404), raw(b"", status), raw(b""))
    with pytest.raises(errors.TransientError) as caught:
        call()
    assert (caught.value.http_status, caught.value.field, len(http.sent)) == (status, "access_url", 2)
    assert (str(caught.value), caught.value.ambiguous) == (
        f"The session returned HTTP status {status}. "
        "It is unknown whether the session received the command; it is not sent again.",
        True,
    )


@pytest.mark.parametrize("ambiguous", [True, False])
def test_command_when_the_connection_fails_then_it_says_whether_it_is_unknown(ambiguous: bool) -> None:
    http, _clock, call = command(errors.TransportError("Broken.", ambiguous=ambiguous), raw(b""))
    with pytest.raises(errors.TransportError) as caught:
        call()
    assert ("unknown whether the session received" in str(caught.value)) is ambiguous
    assert (caught.value.method, len(http.sent)) == ("PUT", 1)


@pytest.mark.parametrize(("field", "named"), [("api_url", "access_url"), ("ca_path", "ca_path")])
def test_command_when_an_option_is_wrong_then_it_is_named_and_the_url_is_that_of_the_session(
    field: str, named: str
) -> None:
    _http, _clock, call = command(errors.InputError("Wrong.", field=field))
    with pytest.raises(errors.InputError) as caught:
        call()
    assert caught.value.field == named


def test_command_when_it_is_no_unicode_then_nothing_is_sent() -> None:
    http, _clock, call = command(raw(b""), body="\ud800")
    with pytest.raises(errors.InputError) as caught:
        call()
    assert (caught.value.field, http.sent) == ("command", [])
