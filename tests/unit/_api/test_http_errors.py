# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Test that whatever a server, a proxy or a library does is an error of the collection, of the right class."""

from __future__ import annotations

import gzip
import http.client
import socket
import ssl
import time
import typing as t
import zlib

import pytest
import requests.exceptions
import urllib3.exceptions

from ansible_collections.voximplant.platform.plugins.module_utils._api import connections, exchange
from ansible_collections.voximplant.platform.plugins.module_utils._api.deadline import Deadline
from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import (
    InputError,
    ProtocolError,
    ProxyError,
    TransportError,
    VoximplantError,
)
from ansible_collections.voximplant.platform.plugins.module_utils._api.exchange import Exchange as Exchanged
from ansible_collections.voximplant.platform.plugins.module_utils._api.exchange import open_exchange
from ansible_collections.voximplant.platform.plugins.module_utils._api.http_errors import failure_of
from ansible_collections.voximplant.platform.plugins.module_utils._api.sockets import open_socket
from ansible_collections.voximplant.platform.plugins.module_utils._api.transport import Http
from harness.servers import Exchange, serving, unused_port

pytestmark = pytest.mark.usefixtures("bare_environment")
HEAD = b"HTTP/1.1 200 OK\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"


def post(url: str, **named: t.Any) -> bytes:
    """The body that a server answers."""
    return Http(timeout=5, **named).send("POST", f"{url}/", {}, b"a=1").body


MALFORMED = {
    "negative chunk": CHUNKED + b"-5\r\nhello\r\n0\r\n\r\n",
    "chunk of minus one": CHUNKED + b"-1\r\nhello\r\n0\r\n\r\n",
    "chunk of no size": CHUNKED + b"\r\nhello",
    "chunk of letters": CHUNKED + b"zz\r\nhello\r\n",
    "chunk with an underscore": CHUNKED + b"1_0\r\nhello\r\n",
    "huge chunk": CHUNKED + b"f" * 40 + b"\r\nhello\r\n",
    "chunk cut short": CHUNKED + b"10\r\nhello",
    "negative length": HEAD + b"Content-Length: -5\r\n\r\nhello",
    "two lengths": HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
    "length of letters": HEAD + b"Content-Length: five\r\n\r\nhello",
    "two lengths in one": HEAD + b"Content-Length: 5,6\r\n\r\nhello",
    "status of letters": b"HTTP/1.1 abc OK\r\n\r\n",
    "status of one digit": b"HTTP/1.1 2 OK\r\n\r\n",
    "status of four digits": b"HTTP/1.1 2000 OK\r\n\r\n",
    "another protocol": b"SSH-2.0-OpenSSH\r\n\r\n",
    "HTTP of the future": b"HTTP/9.9 200 OK\r\n\r\n",
    "header without colon": HEAD + b"nonsense\r\nContent-Length: 5\r\n\r\nhello",
    "null bytes in headers": HEAD + b"X-\0: \0\r\nContent-Length: 5\r\n\r\nhello",
    "encoding of another alphabet": HEAD + "Content-Encoding: gz\u00efp\r\n\r\n".encode() + b"hello",
    "interim answers without end": b"HTTP/1.1 102 Processing\r\n\r\n" * 3,
    "interim answer cut short": b"HTTP/1.1 103 Early Hints\r\nLink:",
    "upgrade": b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
    "gzip of nothing": HEAD + b"Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello",
    "gzip and then nonsense": HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"a") + b"nonsense",
    "gzip with a broken checksum": HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"a")[:-8] + bytes(8),
}


@pytest.mark.parametrize("answer", MALFORMED.values(), ids=MALFORMED)
def test_answer_when_it_is_malformed_then_it_is_an_ambiguous_error_or_read_as_it_is(answer: bytes) -> None:
    def say(exchange: Exchange) -> None:
        exchange.connection.sendall(answer)
        exchange.close()

    with serving(say) as server:
        try:
            body = post(server.url)
        except (ProtocolError, TransportError) as error:
            assert error.ambiguous
        else:
            assert body in (b"hello", b"")
    assert len(server.requests) == 1


LIBRARY_ERRORS: tuple[Exception, ...] = (
    ValueError("read length must be non-negative or -1"),
    TypeError(),
    KeyError("x"),
    LookupError("unknown encoding: x"),
    UnicodeDecodeError("ascii", b"x", 0, 1, "no"),
    UnicodeEncodeError("latin-1", "x", 0, 1, "no"),
    AttributeError("'NoneType' object has no attribute 'readline'"),
    AssertionError(),
    OverflowError(),
    RecursionError(),
    MemoryError(),
    EOFError(),
    NotImplementedError(),
    zlib.error("Error -3"),
    OSError(),
    ConnectionResetError(),
    BrokenPipeError(),
    TimeoutError("timed out"),
    socket.gaierror(-2, "Name or service not known"),
    socket.herror(),
    ssl.SSLError(1, "[SSL] record layer failure"),
    ssl.SSLEOFError(),
    ssl.SSLZeroReturnError(),
    ssl.SSLWantReadError(),
    http.client.HTTPException("got more than 100 headers"),
    http.client.NotConnected(),
    http.client.InvalidURL(),
    http.client.UnknownProtocol("HTTP/9"),
    http.client.UnimplementedFileMode(),
    http.client.IncompleteRead(b""),
    http.client.ImproperConnectionState(),
    http.client.CannotSendRequest(),
    http.client.CannotSendHeader(),
    http.client.ResponseNotReady(),
    http.client.BadStatusLine("x"),
    http.client.LineTooLong("header line"),
    http.client.RemoteDisconnected("x"),
    *(
        kind.__new__(kind)
        for kind in vars(requests.exceptions).values()
        if isinstance(kind, type) and issubclass(kind, requests.exceptions.RequestException)
    ),
    *(
        kind.__new__(kind)
        for kind in vars(urllib3.exceptions).values()
        if isinstance(kind, type) and issubclass(kind, urllib3.exceptions.HTTPError)
    ),
)


@pytest.mark.parametrize("error", LIBRARY_ERRORS, ids=lambda error: f"{type(error).__module__}.{type(error).__name__}")
@pytest.mark.parametrize("is_sent", [True, False])
def test_error_when_a_library_raises_any_then_it_has_a_class_and_says_whether_the_request_left(
    monkeypatch: pytest.MonkeyPatch, error: Exception, is_sent: bool
) -> None:
    def fail(*_arguments: t.Any, **_named: t.Any) -> t.Any:
        exchange.current.exchange.is_sent = is_sent
        raise error

    monkeypatch.setattr(connections.Adapter, "send", fail)
    with pytest.raises(VoximplantError) as caught:
        post("http://127.0.0.1:1")
    assert caught.value.ambiguous is is_sent
    if is_sent:
        assert isinstance(caught.value, TransportError)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a",
        "https://",
        "http://[::1",
        "nothing",
        "http://a:99999/",
        "http://\ud800/",
        "http://\u2024\u2024/",
        "http://a b/",
        "http://" + "a" * 64 + ".test/",
        "http://a..b/",
        "http://.a/",
        "http://*.test/",
        "http://a\0b/",
        "http://a:b/",
    ],
)
def test_url_when_it_cannot_be_called_then_nothing_was_sent(url: str) -> None:
    with pytest.raises((InputError, TransportError)) as caught:
        Http(timeout=5).send("POST", url, {}, b"")
    assert not caught.value.ambiguous


@pytest.mark.parametrize("status", ["102 Processing", "103 Early Hints", "100 Continue"])
def test_answer_when_interim_ones_come_before_it_then_they_are_passed_over(status: str) -> None:
    def say(exchange: Exchange) -> None:
        exchange.connection.sendall(f"HTTP/1.1 {status}\r\nLink: </a>\r\n\r\n".encode() * 2)
        exchange.reply(b"fine")

    with serving(say) as server:
        http = Http(timeout=5)
        for _call in range(2):
            assert http.send("POST", f"{server.url}/", {}, b"").body == b"fine"
    assert server.connections == 1


@pytest.mark.parametrize("padding", [b"", bytes(10)])
@pytest.mark.parametrize("size", [1, 7, 100_000])
def test_answer_when_its_gzip_has_several_members_then_all_are_read(size: int, padding: bytes) -> None:
    parts = [b"first ", b"", b"second " * 50_000, b"third"]
    packed = b"".join(map(gzip.compress, parts)) + padding

    def say(exchange: Exchange) -> None:
        exchange.connection.sendall(CHUNKED.replace(b"OK\r\n", b"OK\r\nContent-Encoding: gzip\r\n"))
        for start in range(0, len(packed), size):
            piece = packed[start : start + size]
            exchange.connection.sendall(b"%x\r\n%b\r\n" % (len(piece), piece))
        exchange.connection.sendall(b"0\r\n\r\n")

    with serving(say) as server:
        assert post(server.url) == b"".join(parts)


def test_answer_when_the_last_member_of_its_gzip_is_cut_then_it_is_no_answer() -> None:
    packed = gzip.compress(b"first") + gzip.compress(b"second")[:-4]
    with (
        serving(lambda exchange: exchange.reply(packed, headers="Content-Encoding: gzip\r\n")) as server,
        pytest.raises(ProtocolError, match="it is truncated"),
    ):
        post(server.url)


@pytest.mark.parametrize(
    ("refusal", "retryable", "advice"),
    [
        ("407 Proxy Authentication Required", False, "user and password"),
        ("403 Forbidden", False, "Ask the operator of the proxy"),
        ("500 Internal Server Error", True, "Ask the operator of the proxy"),
        ("502 Bad Gateway", True, "Ask the operator of the proxy"),
        ("504 Gateway Timeout", True, "Ask the operator of the proxy"),
    ],
)
def test_proxy_when_it_refuses_then_its_status_is_told(
    monkeypatch: pytest.MonkeyPatch, refusal: str, retryable: bool, advice: str
) -> None:
    with serving(lambda exchange: exchange.reply(b"", refusal)) as proxy:
        monkeypatch.setenv("https_proxy", proxy.url.replace("//", "//user:s3cret@"))
        with pytest.raises(ProxyError, match=f"refused to connect to the server: HTTP {refusal[:3]}") as caught:
            post("https://api.test")
    assert (caught.value.http_status, caught.value.retryable) == (int(refusal[:3]), retryable)
    assert not caught.value.ambiguous
    assert advice in caught.value.advice
    assert "s3cret" not in str(caught.value)


def addresses(*ports: int) -> list[t.Any]:
    """What a host name resolves to."""
    return [(socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", port)) for port in ports]


def test_host_when_it_has_many_addresses_that_swallow_connections_then_the_timeout_counts_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener:
        port = listener.getsockname()[1]
        fillers = [socket.socket() for _filler in range(4)]
        for filler in fillers:
            filler.setblocking(False)
            filler.connect_ex(("127.0.0.1", port))
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_arguments: addresses(*[port] * 20))
        begun = time.monotonic()
        with pytest.raises(TransportError, match="the connection timed out") as caught:
            Http(timeout=0.5).send("POST", "http://api.test/", {}, b"")
        assert time.monotonic() - begun < 2
        for filler in fillers:
            filler.close()
    assert not caught.value.ambiguous


def test_host_when_its_first_addresses_do_not_answer_then_the_next_one_is_tried(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with serving(lambda exchange: exchange.reply(b"fine")) as server:
        found = addresses(unused_port(), server.port)
        found.insert(0, (255, socket.SOCK_STREAM, 0, "", ("nowhere", 1)))  # a family that this machine does not have
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_arguments: found)
        assert post(f"http://api.test:{server.port}") == b"fine"


def test_host_when_it_has_no_address_then_nothing_was_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_arguments: [])
    with open_exchange(Deadline()) as exchange, pytest.raises(OSError, match="no address"):
        open_socket("api.test", 1, 5, None, exchange)
    assert not failure_of(OSError("The host has no address."), Exchanged(Deadline())).ambiguous
