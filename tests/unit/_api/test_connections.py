# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Answers on a real connection: bounded in time and size, whatever comes; and whether anything was sent at all."""

from __future__ import annotations

import contextlib
import gzip
import socket
import struct
import threading
import time
import types
import typing as t
import zlib

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api import connections, transport
from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import ProtocolError, TransportError
from ansible_collections.voximplant.platform.plugins.module_utils._api.transport import Http
from harness.servers import Exchange, Server, serving

pytestmark = pytest.mark.usefixtures("bare_environment")
HEAD = b"HTTP/1.1 200 OK\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
LENGTH = HEAD + b"Content-Length: 1000000\r\n\r\n"
BOUNDED_SECONDS = 3  # a timeout of half a second, and a slow machine


def post(url: str, timeout: float = 5) -> bytes:
    """The body that a server answers."""
    return Http(timeout=timeout).send("POST", f"{url}/", {}, b"a=1").body


def answered(body: bytes, headers: str, status: str = "200 OK") -> bytes:
    """What is made of a body that comes with some headers."""
    with serving(lambda exchange: exchange.reply(body, status, headers)) as server:
        return post(server.url)


@pytest.mark.parametrize(
    ("start", "drop"),
    [
        (b"", b"H"),
        (HEAD, b"X-A: b\r\n"),
        (HEAD + b"X-A: ", b"a"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (LENGTH, b"x"),
        (CHUNKED, b"1\r\nx\r\n"),
        (CHUNKED + b"0", b"0"),
        (CHUNKED + b"0\r\n", b"X-A: b\r\n"),
    ],
    ids=["status", "headers", "one header", "continue", "length", "chunks", "size of a chunk", "trailers"],
)
def test_answer_when_it_drips_then_the_time_for_it_is_bounded_as_a_whole(start: bytes, drop: bytes) -> None:
    def drip(exchange: Exchange) -> None:
        exchange.connection.sendall(start)
        for _drop in range(100):
            exchange.connection.sendall(drop)
            time.sleep(0.1)

    begun = time.monotonic()
    with serving(drip) as server, pytest.raises(TransportError) as caught:
        post(server.url, timeout=0.5)
    assert time.monotonic() - begun < BOUNDED_SECONDS
    assert caught.value.ambiguous
    assert str(caught.value) == "The server did not respond in time."


@pytest.mark.parametrize(
    ("start", "flood"),
    [
        (HEAD + b"\r\n", b"x" * 65536),
        (CHUNKED, b"10000\r\n" + b"x" * 65536 + b"\r\n"),
        (CHUNKED, b"0" * 65536),
        (CHUNKED + b"0\r\n", b"x" * 65536),
        (CHUNKED + b"0\r\n", b"X-A: b\r\n" * 5000),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 3000),
    ],
    ids=["no length", "chunks", "size of a chunk", "one trailer", "trailers", "continue"],
)
def test_answer_when_it_never_ends_then_no_more_than_the_bound_is_read(
    monkeypatch: pytest.MonkeyPatch, start: bytes, flood: bytes
) -> None:
    monkeypatch.setattr(connections, "MAX_ANSWER_BYTES", 1024 * 1024)
    sent = []

    def pour(exchange: Exchange) -> None:
        exchange.connection.sendall(start)
        while True:
            exchange.connection.sendall(flood)
            sent.append(len(flood))

    with serving(pour) as server, pytest.raises((ProtocolError, TransportError)) as caught:
        post(server.url, timeout=30)
    assert caught.value.ambiguous
    assert sum(sent) < 16 * 1024 * 1024  # what the buffers of both sides took


@pytest.mark.parametrize("header", [b"X-A: b\r\n" * 200, b"X-A: " + b"b" * 70000 + b"\r\n"], ids=["many", "long"])
def test_answer_when_its_headers_are_many_or_long_then_it_is_no_http(header: bytes) -> None:
    with (
        serving(lambda exchange: exchange.connection.sendall(HEAD + header + b"\r\n")) as server,
        pytest.raises(TransportError, match=r"response is not HTTP: (HTTPException|LineTooLong)\.") as caught,
    ):
        post(server.url)
    assert caught.value.ambiguous


@pytest.mark.parametrize("size", [0, 1, 65535, 65536, 65537, 131072, 3_000_000])
@pytest.mark.parametrize("name", ["gzip", "x-gzip", " GZIP "])
def test_answer_when_it_is_packed_then_it_is_unpacked(size: int, name: str) -> None:
    body = (b"0123456789" * (size // 10 + 1))[:size]
    assert answered(gzip.compress(body), f"Content-Encoding: {name}\r\n") == body


def test_answer_when_it_has_no_body_then_there_is_nothing_to_unpack() -> None:
    assert answered(b"", "Content-Encoding: gzip\r\n") == b""


def test_request_when_sent_then_it_asks_for_the_one_packing_that_is_read() -> None:
    with serving(lambda exchange: exchange.reply(b"")) as server:
        post(server.url)
    assert server.requests[0].header("Accept-Encoding") == "gzip"


@pytest.mark.parametrize(
    ("body", "encoding", "text"),
    [
        (gzip.compress(b"x" * 100)[:-3], "gzip", "it is truncated"),
        (b"plain", "gzip", "cannot be decompressed"),
        (zlib.compress(b"x"), "deflate", "not requested: 'deflate'"),
        (gzip.compress(gzip.compress(b"x")), "gzip, gzip", "not requested: 'gzip, gzip'"),
        (b"x", "br\u00e9" + "e" * 100, r"not requested: 'br\\xe3\\xa9e{16}'"),
    ],
    ids=range(5),
)
def test_answer_when_it_is_packed_badly_then_it_is_no_answer(body: bytes, encoding: str, text: str) -> None:
    with pytest.raises(ProtocolError, match=text) as caught:
        answered(body, f"Content-Encoding: {encoding}\r\n")
    assert caught.value.ambiguous


@pytest.mark.parametrize("status", ["200 OK", "302 Found", "500 Broken"])
def test_answer_when_it_unpacks_to_more_than_allowed_then_it_is_given_up(
    monkeypatch: pytest.MonkeyPatch, status: str
) -> None:
    monkeypatch.setattr(connections, "MAX_ANSWER_BYTES", 1000)
    headers = "Content-Encoding: gzip\r\nLocation: /\r\n"
    assert len(answered(gzip.compress(b"x" * 1000), headers, status)) == 1000
    with pytest.raises(ProtocolError, match="larger than 1000 bytes"):
        answered(gzip.compress(b"x" * 1001), headers, status)


def test_answer_when_it_unpacks_to_much_then_it_comes_in_small_pieces() -> None:
    packed = gzip.compress(bytes(1_000_000))
    for size in (1, 7, len(packed)):
        chunks = [packed[start : start + size] for start in range(0, len(packed), size)]
        pieces = [*transport._decompress(chunks, "gzip")]
        assert max(map(len, pieces)) <= 65536
        assert b"".join(pieces) == bytes(1_000_000)


def test_answer_when_padding_between_members_ends_a_chunk_then_the_next_member_is_read() -> None:
    chunks = [gzip.compress(b"first ") + bytes(3), bytes(2), gzip.compress(b"second")]
    assert b"".join(transport._decompress(chunks, "gzip")) == b"first second"


@contextlib.contextmanager
def wire_of(content: bytes, timeout: float) -> t.Iterator[tuple[connections.BoundedReader, socket.socket]]:
    """An answer that has come as a whole, and the socket that it comes from."""
    far, near = socket.socketpair()
    with far, near:
        far.sendall(content)
        far.shutdown(socket.SHUT_WR)
        near.settimeout(timeout)
        yield connections.BoundedReader(near), near


@pytest.mark.parametrize(("bound", "fits"), [(9, False), (10, True)])
def test_wire_when_as_much_comes_as_is_allowed_then_it_is_read_to_its_end(
    monkeypatch: pytest.MonkeyPatch, bound: int, fits: bool
) -> None:
    monkeypatch.setattr(connections, "MAX_ANSWER_BYTES", bound - 4)
    monkeypatch.setattr(connections, "_MAX_HEAD_BYTES", 4)
    with wire_of(b"0123456789", timeout=5) as (wire, _socket):
        if fits:
            assert wire.readall() == b"0123456789"
        else:
            with pytest.raises(ProtocolError, match=f"larger than {bound - 4} bytes"):
                wire.readall()


def test_wire_when_its_time_is_up_then_not_even_what_has_come_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "time", types.SimpleNamespace(monotonic=lambda: 7.0))
    with wire_of(b"x", timeout=0) as (wire, _socket), pytest.raises(socket.timeout):
        wire.read(1)


def test_wire_when_it_was_read_then_the_next_request_has_the_time_of_the_socket() -> None:
    with wire_of(b"x", timeout=5) as (wire, near):
        assert wire.read(1) == b"x"
        assert near.gettimeout() == 5


def broken_handshake(answer: bytes) -> t.Iterator[str]:
    """The address of a server that answers the first bytes of a handshake with others, and breaks it off."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            connection = listener.accept()[0]
            connection.recv(65536)
            connection.sendall(answer)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connection.close()

        threading.Thread(target=serve, daemon=True).start()
        yield f"https://127.0.0.1:{listener.getsockname()[1]}"


@pytest.mark.parametrize("answer", [b"", b"\x15\x03\x03\x00\x02\x02\x28", b"HTTP/1.1 400 Bad\r\n\r\n"], ids=range(3))
def test_handshake_when_it_breaks_then_nothing_was_sent(answer: bytes) -> None:
    for url in broken_handshake(answer):
        with pytest.raises(TransportError, match="The server cannot be reached: ") as caught:
            post(url)
        assert not caught.value.ambiguous


def test_handshake_when_it_hangs_then_nothing_was_sent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener, pytest.raises(TransportError) as caught:
        post(f"https://127.0.0.1:{listener.getsockname()[1]}", timeout=0.3)
    assert not caught.value.ambiguous
    assert "the connection timed out" in str(caught.value)


@pytest.mark.parametrize("refusal", ["403 Forbidden", "407 Proxy Authentication Required"])
def test_proxy_when_it_opens_no_tunnel_then_nothing_was_sent(monkeypatch: pytest.MonkeyPatch, refusal: str) -> None:
    with serving(lambda exchange: exchange.reply(b"", refusal)) as proxy:
        monkeypatch.setenv("https_proxy", proxy.url)
        with pytest.raises(TransportError) as caught:
            post("https://api.test")
    assert not caught.value.ambiguous
    assert proxy.requests[0].head.startswith("CONNECT api.test:443 ")


def test_proxy_when_it_breaks_after_the_request_then_it_may_have_been_executed(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(Exchange.reset) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        with pytest.raises(TransportError) as caught:
            post("http://api.test")
    assert caught.value.ambiguous
    assert len(proxy.requests) == 1


def test_connection_when_an_answer_took_long_then_the_next_one_has_all_its_time() -> None:
    def answer_late(exchange: Exchange) -> None:
        time.sleep(1.1)
        exchange.reply(b"fine")

    http = Http(timeout=2)
    with serving(answer_late) as server:
        for _call in range(2):
            assert http.send("POST", f"{server.url}/", {}, b"").body == b"fine"
    assert isinstance(server, Server)
    assert server.connections == 1
