# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Test the end of a task's time: nothing begins after it, waits end at once, connections in use are shut down."""

from __future__ import annotations

import socket
import threading
import time
import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api.client import Client
from ansible_collections.voximplant.platform.plugins.module_utils._api.deadline import (
    MAX_WAIT_SECONDS,
    Deadline,
    check_seconds,
)
from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import (
    CancelledError,
    InputError,
    VoximplantError,
)
from ansible_collections.voximplant.platform.plugins.module_utils._api.transport import Http
from harness.fakes import CREDENTIALS
from harness.servers import Exchange, Server, serving

pytestmark = pytest.mark.usefixtures("bare_environment")
SOON_SECONDS = 2.0
PATIENT = 60


def hang(exchange: Exchange) -> None:
    """Do not answer."""
    time.sleep(SOON_SECONDS * 2)


def hang_in_the_middle(exchange: Exchange) -> None:
    """Begin an answer, and do not go on."""
    exchange.connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
    time.sleep(SOON_SECONDS * 2)


def drip(exchange: Exchange) -> None:
    """Answer a byte now and then."""
    exchange.connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    for _drop in range(100):
        exchange.connection.sendall(b" ")
        time.sleep(0.05)


def throttle(exchange: Exchange) -> None:
    """Ask for patience."""
    exchange.reply(b"{}", "429 Slow", "Retry-After: 60\r\n")


def client_of(url: str, deadline: Deadline | None = None) -> Client:
    """A client that would wait for long."""
    return Client(Http(timeout=PATIENT), url, CREDENTIALS, retries=9, deadline=deadline, jitter=lambda: 1.0)


def ended(client: Client, method: str, cancel: bool) -> VoximplantError:
    """The error of a call whose time ends while it is made; it comes soon after that."""
    timer = threading.Timer(0.3, client.deadline.cancel)
    if cancel:
        timer.start()
    else:
        client.deadline = Deadline(0.3)
    begun = time.monotonic()
    with pytest.raises(VoximplantError) as caught:
        client.call(method)
    assert time.monotonic() - begun < 0.3 + SOON_SECONDS
    timer.cancel()
    return caught.value


@pytest.mark.parametrize("cancel", [True, False], ids=["cancelled", "in time"])
@pytest.mark.parametrize("behaviour", [hang, hang_in_the_middle, drip])
@pytest.mark.parametrize(
    ("method", "ambiguous"), [("GetRules", False), ("SetRuleInfo", True), ("StartScenarios", True)]
)
def test_call_when_time_ends_while_it_is_under_way_then_only_a_write_is_ambiguous(
    behaviour: t.Callable[[Exchange], None], method: str, ambiguous: bool, cancel: bool
) -> None:
    with serving(behaviour) as server:
        error = ended(client_of(server.url), method, cancel)
    assert isinstance(error, CancelledError)
    assert error.ambiguous is ambiguous
    assert ("It is unknown whether" in str(error)) is ambiguous
    assert ("was cancelled" if cancel else "ran out of time") in str(error)
    assert len(server.requests) == 1


@pytest.mark.parametrize("cancel", [True, False], ids=["cancelled", "in time"])
@pytest.mark.parametrize("method", ["GetRules", "SetRuleInfo"])
def test_call_when_time_ends_while_it_waits_for_another_try_then_the_first_failure_is_told(
    method: str, cancel: bool
) -> None:
    with serving(throttle) as server:
        error = ended(client_of(server.url), method, cancel)
    assert error.http_status == 429
    assert "because the task ran out of time" in str(error)
    assert not error.ambiguous
    assert len(server.requests) == 1


@pytest.mark.parametrize("method", ["GetRules", "AddRule"])
def test_call_when_time_is_over_then_it_does_not_begin(method: str) -> None:
    with serving(hang) as server:
        for end in (Deadline(0), Deadline()):
            client = client_of(server.url, end)
            client.deadline.cancel()
            with pytest.raises(CancelledError, match="no call was made") as caught:
                client.call(method)
            assert not caught.value.ambiguous
    assert server.connections == 0


@pytest.mark.parametrize(
    ("ambiguous", "text"),
    [
        (True, "The task ran out of time: the call was aborted."),
        (False, "The task ran out of time: no call was made."),
    ],
)
def test_error_when_time_is_over_then_it_says_what_became_of_the_call(ambiguous: bool, text: str) -> None:
    error = Deadline(0).error(ambiguous=ambiguous)
    assert (error.text, error.ambiguous) == (text, ambiguous)


def test_call_when_time_ends_while_it_connects_then_nothing_was_sent() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener:
        address = listener.getsockname()
        fillers = [socket.socket() for _filler in range(4)]
        for filler in fillers:
            filler.setblocking(False)
            filler.connect_ex(address)  # the queue is full: the next one is not accepted
        try:
            error = ended(client_of(f"http://127.0.0.1:{address[1]}"), "SetRuleInfo", cancel=True)
        finally:
            for filler in fillers:
                filler.close()
    assert isinstance(error, CancelledError)
    assert not error.ambiguous


def test_call_when_time_ends_in_a_handshake_then_nothing_was_sent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        error = ended(client_of(f"https://127.0.0.1:{listener.getsockname()[1]}"), "SetRuleInfo", cancel=True)
    assert isinstance(error, CancelledError)
    assert not error.ambiguous


def test_calls_when_cancelled_then_all_threads_end_and_none_begins_another() -> None:
    with serving(hang) as server:
        client = client_of(server.url)
        errors: list[BaseException] = []

        def work() -> None:
            try:
                while True:
                    client.call("GetRules")
            except VoximplantError as error:
                errors.append(error)

        threads = [threading.Thread(target=work) for _thread in range(8)]
        for thread in threads:
            thread.start()
        while len(server.requests) < 8:
            time.sleep(0.01)
        begun = time.monotonic()
        client.deadline.cancel()
        for thread in threads:
            thread.join(5)
        assert time.monotonic() - begun < SOON_SECONDS
    assert [type(error) for error in errors] == [CancelledError] * 8
    assert len(server.requests) == 8


def test_call_when_the_deadline_is_replaced_then_it_is_made_in_the_new_time() -> None:
    with serving(lambda exchange: exchange.reply(b'{"result": 1}')) as server:
        client = client_of(server.url, Deadline(0))
        client.deadline = Deadline(30)
        assert client.call("SetRuleInfo").fields == {"result": 1}


def test_connection_when_a_call_has_ended_then_cancelling_does_not_touch_it() -> None:
    http, first = Http(timeout=5), Deadline()
    with serving(lambda exchange: exchange.reply(b"fine")) as server:
        assert isinstance(server, Server)
        http.send("POST", f"{server.url}/", {}, b"", first)
        first.cancel()
        assert http.send("POST", f"{server.url}/", {}, b"", Deadline()).body == b"fine"
        assert server.connections == 1


def test_deadline_when_there_is_none_then_nothing_is_limited() -> None:
    endless, short = Deadline(), Deadline(5)
    assert (endless.limit(30), endless.is_over) == (30, False)
    assert 4 < short.limit(30) <= 5
    assert short.limit(1) == 1
    assert Deadline(0).limit(30) > 0
    begun = time.monotonic()
    Deadline(0.1).sleep(30)
    assert 0.1 <= time.monotonic() - begun < SOON_SECONDS


def test_deadline_when_it_is_over_then_nobody_waits() -> None:
    begun = time.monotonic()
    Deadline(-5).sleep(30)
    assert time.monotonic() - begun < 0.9


@pytest.mark.parametrize("seconds", [1, MAX_WAIT_SECONDS])
def test_seconds_when_clocks_can_count_them_then_they_are_taken(seconds: int) -> None:
    assert check_seconds("wait_timeout", seconds) == seconds
    assert check_seconds("wait_timeout", 0, least=0) == 0


@pytest.mark.parametrize(("seconds", "least"), [(0, 1), (-1, 0), (MAX_WAIT_SECONDS + 1, 0)])
def test_seconds_when_they_are_too_few_or_too_many_then_the_option_is_named(seconds: int, least: int) -> None:
    with pytest.raises(InputError) as caught:
        check_seconds("wait_timeout", seconds, least)
    assert caught.value.field == "wait_timeout"
    assert caught.value.text == f"wait_timeout must be a number of seconds from {least} to {MAX_WAIT_SECONDS}."


def test_seconds_when_no_least_number_is_given_then_it_is_one() -> None:
    with pytest.raises(InputError, match="from 1 to"):
        check_seconds("wait_sleep", 0)
