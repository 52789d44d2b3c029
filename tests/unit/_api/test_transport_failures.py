# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Requests that fail: whether they may have been executed, and what the error says."""

from __future__ import annotations

import itertools
import time
import typing as t

import pytest
import requests.exceptions
import urllib3.exceptions

from ansible_collections.voximplant.platform.plugins.module_utils._api import http_errors
from ansible_collections.voximplant.platform.plugins.module_utils._api.deadline import Deadline
from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import CertificateError, TransportError
from ansible_collections.voximplant.platform.plugins.module_utils._api.exchange import Exchange as Exchanged
from ansible_collections.voximplant.platform.plugins.module_utils._api.exchange import NotConnectedError
from ansible_collections.voximplant.platform.plugins.module_utils._api.transport import Http
from harness.servers import Exchange, serving

pytestmark = pytest.mark.usefixtures("bare_environment")


def failure(behaviour: t.Callable[[Exchange], None], timeout: float = 5) -> TransportError:
    """The transport error of a request to a server that behaves so; it was sent once."""
    with serving(behaviour) as server, pytest.raises(TransportError) as caught:
        Http(timeout=timeout).send("POST", f"{server.url}/method/", {}, b"a=1")
    assert len(server.requests) == 1
    return caught.value


def test_answer_when_connection_is_reset_then_it_may_have_been_executed() -> None:
    error = failure(Exchange.reset)
    assert error.ambiguous
    assert str(error) == "The connection broke before the response was complete: Connection reset by peer."


def test_answer_when_connection_is_closed_then_it_may_have_been_executed() -> None:
    error = failure(Exchange.close)
    assert error.ambiguous
    assert str(error) == "The connection broke before the response was complete: RemoteDisconnected."


def test_answer_when_it_is_cut_short_then_it_may_have_been_executed() -> None:
    def cut(exchange: Exchange) -> None:
        exchange.connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
        exchange.close()

    error = failure(cut)
    assert error.ambiguous
    assert str(error) == "The connection broke before the response was complete: IncompleteRead."


def test_answer_when_it_is_no_http_then_it_may_have_been_executed() -> None:
    error = failure(lambda exchange: exchange.connection.sendall(b"\x00\x01\x02\r\n\r\n"))
    assert error.ambiguous
    assert str(error) == "The server's response is not HTTP: BadStatusLine."


def test_answer_when_none_comes_in_time_then_it_may_have_been_executed() -> None:
    error = failure(lambda exchange: time.sleep(1.5), timeout=0.5)
    assert error.ambiguous
    assert str(error) == "The server did not respond in time."


def test_answer_when_it_stops_in_the_middle_then_it_may_have_been_executed() -> None:
    def stop(exchange: Exchange) -> None:
        exchange.connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
        time.sleep(1.5)

    assert failure(stop, timeout=0.5).ambiguous


def test_answer_when_it_trickles_longer_than_allowed_then_it_is_given_up() -> None:
    def trickle(exchange: Exchange) -> None:
        exchange.connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _byte in range(100):
            exchange.connection.sendall(b"1\r\nx\r\n")
            time.sleep(0.02)

    error = failure(trickle, timeout=0.5)
    assert error.ambiguous
    assert str(error) == "The server did not respond in time."


def test_failure_when_an_exception_carries_others_then_all_of_them_are_looked_at_but_those_it_hides() -> None:
    context, reason, argument, cause, hidden = (OSError(name) for name in ("a", "b", "c", "d", "e"))
    error = urllib3.exceptions.MaxRetryError(t.cast(t.Any, None), "/", reason)
    error.__context__, error.args = context, (argument, "text", 1)
    reason.__cause__, reason.__context__ = cause, hidden
    assert {*http_errors.causes_of(error)} == {error, context, reason, argument, cause}


def test_failure_when_exceptions_carry_each_other_then_each_is_looked_at_once() -> None:
    error, cause = OSError("a"), OSError("b")
    error.__cause__, error.args = cause, (cause,)
    cause.__cause__, cause.args = error, (error,)
    assert [*itertools.islice(http_errors.causes_of(error), 5)] == [error, cause]


def test_failure_when_urllib3_has_its_own_error_for_another_host_then_it_is_told_as_one_of_the_certificate() -> None:
    class OfAnotherHost(ValueError):
        """As urllib3 1.26 raises it."""

    OfAnotherHost.__name__ = "CertificateError"
    error = NotConnectedError()
    error.__cause__ = OSError(OfAnotherHost("hostname 'a' doesn't match 'b'"))
    refused = http_errors.failure_of(error, Exchanged(Deadline()))
    assert isinstance(refused, CertificateError)
    assert refused.text == "The server's certificate is not trusted: hostname 'a' doesn't match 'b'."


class SocksError(OSError):
    """An error of PySocks, which keeps the error of the socket in an attribute."""

    def __init__(self, socket_err: OSError) -> None:
        super().__init__("Socket error")
        self.socket_err = socket_err


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (TimeoutError("timed out"), "The server cannot be reached: the connection timed out."),
        (
            requests.exceptions.ConnectionError(TimeoutError()),
            "The server cannot be reached: the connection timed out.",
        ),
        (ConnectionRefusedError(111, "Connection refused"), "The server cannot be reached: Connection refused."),
        (requests.exceptions.InvalidURL("no host"), "The URL is invalid."),
        (SocksError(TimeoutError()), "The server cannot be reached: the connection timed out."),
    ],
)
def test_error_when_the_request_did_not_leave_then_it_says_why(error: Exception, text: str) -> None:
    found = http_errors.failure_of(error, Exchanged(Deadline()))
    assert (found.text, found.ambiguous) == (text, False)
