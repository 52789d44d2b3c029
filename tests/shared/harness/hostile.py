# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A server that answers as the platform does, but for one kind of call, and what it does with that."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import http.client
import time
import typing as t
import zlib
from urllib.parse import urlsplit

from .servers import Exchange, Server

if t.TYPE_CHECKING:
    import collections.abc as c
    import ssl

    from voximplant_emulator import Emulator

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
MEBIBYTE = 1024 * 1024
DRIP_SECONDS = 0.05
COOKIES = "".join(f"Set-Cookie: {name}=1; Path=/; Domain={name}\r\n" for name in ("127.0.0.1", "localhost", ".test"))


@dataclasses.dataclass(frozen=True)
class Hostility:
    """Something that a server does instead of answering.

    :arg behave: does it; the text is the address of another server
    :arg told: a part of the message of the task that meets it
    """

    name: str
    behave: c.Callable[[Exchange, str], None]
    told: str

    def __str__(self) -> str:
        return self.name


def whole(body: bytes, headers: str = "") -> c.Callable[[Exchange, str], None]:
    """An answer of this body."""
    return lambda exchange, _other: exchange.reply(body, "200 OK", headers)


def poured(start: bytes, piece: bytes, times: int | None = None) -> c.Callable[[Exchange, str], None]:
    """A start, and then the same piece again and again."""

    def pour(exchange: Exchange, _other: str) -> None:
        exchange.connection.sendall(start)
        count = 0
        while times is None or count < times:
            exchange.connection.sendall(piece)
            count += 1

    return pour


def dripped(start: bytes, drop: bytes) -> c.Callable[[Exchange, str], None]:
    """A start, and then a drop now and then."""

    def drip(exchange: Exchange, _other: str) -> None:
        exchange.connection.sendall(start)
        while True:
            exchange.connection.sendall(drop)
            time.sleep(DRIP_SECONDS)

    return drip


@functools.cache
def bomb(layers: int = 1) -> bytes:
    """A gibibyte of zeros, packed; in several layers, one of packed zeros, packed again."""
    packer = zlib.compressobj(9, wbits=31)
    zeros = bytes(MEBIBYTE)
    packed = b"".join(packer.compress(zeros) for _piece in range(1024)) + packer.flush()
    for _layer in range(layers - 1):
        packer = zlib.compressobj(9, wbits=31)
        packed = packer.compress(packed) + packer.flush()
    return packed


def exploded(layers: int, encoding: str, status: str = "200 OK") -> c.Callable[[Exchange, str], None]:
    """A small answer that unpacks to a large one, and has the address that a redirect may have, which is none."""
    headers = f"Content-Encoding: {encoding}\r\nLocation: http://[::1\r\n"
    return lambda exchange, _other: exchange.reply(bomb(layers), status, headers)


def redirected(status: str) -> c.Callable[[Exchange, str], None]:
    """An answer that sends the caller to another server."""
    return lambda exchange, other: exchange.reply(b"", status, f"Location: {other}/platform_api/X/\r\n{COOKIES}")


TOO_LARGE, TOO_SLOW, NO_JSON = "The response is larger than", "did not respond in time", "not the platform's JSON"
HOSTILITIES = (
    Hostility("100 MB", poured(HEAD + b"Content-Length: 104857600\r\n\r\n", b"x" * MEBIBYTE, 100), TOO_LARGE),
    Hostility("endless", poured(HEAD + b"\r\n", b"x" * 65536), TOO_LARGE),
    Hostility("endless chunks", poured(CHUNKED, b"10000\r\n" + b"x" * 65536 + b"\r\n"), TOO_LARGE),
    Hostility("endless headers", poured(HEAD, b"X-More: x\r\n" * 5000), "is not HTTP"),
    Hostility("endless continue", poured(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 2000), TOO_LARGE),
    Hostility("dripping", dripped(HEAD + b"Content-Length: 1000000\r\n\r\n", b" "), TOO_SLOW),
    Hostility("dripping chunks", dripped(CHUNKED, b"1\r\n \r\n"), TOO_SLOW),
    Hostility("dripping headers", dripped(HEAD + b"X-More: ", b"x"), TOO_SLOW),
    Hostility("dripping status", dripped(b"", b"H"), TOO_SLOW),
    Hostility("nested", whole(b'{"result": ' + b"[" * 1_000_000), NO_JSON),
    Hostility("nested objects", whole(b'{"result": ' + b'{"a":' * 1_000_000), NO_JSON),
    Hostility("wide", whole(b'{"result": [' + b"{}," * 5_000_000 + b"{}]}"), NO_JSON),
    Hostility("NaN", whole(b'{"result": 1, "a": NaN}'), NO_JSON),
    Hostility("infinity", whole(b'{"result": 1, "a": -1e999}'), NO_JSON),
    Hostility("key twice", whole(b'{"result": 1, "result": 1}'), NO_JSON),
    Hostility("number of many digits", whole(b'{"result": ' + b"9" * 5_000_000 + b"}"), NO_JSON),
    Hostility("invalid UTF-8", whole(b'{"result": 1, "a": "\xff\xc0\x80"}'), NO_JSON),
    Hostility("null bytes", whole(bytes(1000)), NO_JSON),
    Hostility("nothing", whole(b""), NO_JSON),
    Hostility("gzip bomb", exploded(1, "gzip"), TOO_LARGE),
    Hostility("gzip bomb that has moved", exploded(1, "gzip", "302 Found"), TOO_LARGE),
    Hostility("gzip bomb in another", exploded(2, "gzip, gzip"), "content encoding that was not requested"),
    Hostility("deflate bomb", exploded(1, "deflate"), "content encoding that was not requested"),
    Hostility("negative chunk", poured(CHUNKED, b"-5\r\n{}\r\n", 1), "is not HTTP"),
    Hostility("gzip that is none", whole(b"plain", "Content-Encoding: gzip\r\n"), "cannot be decompressed"),
    *(
        Hostility(f"redirect {status[:3]}", redirected(status), f"HTTP status {status[:3]}")
        for status in ("301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent")
    ),
)


class HostileServer:
    """Hands calls on to an emulator, but for those of one method.

    :arg other: the address of another server, to which a caller may be sent
    :arg replaced: what is replaced in requests before they are handed on
    """

    def __init__(
        self,
        emulator: Emulator,
        tls: ssl.SSLContext | None = None,
        other: str = "",
        replaced: tuple[str, str] = ("", ""),
    ) -> None:
        self._platform = urlsplit(emulator.api_url)
        self._other = other
        self._replaced = tuple(text.encode() for text in replaced)
        self._hostility: Hostility | None = None
        self._method = ""
        self.server = Server(self._behave, tls)
        self.url = f"{self.server.url}{self._platform.path}"

    def meet(self, method: str, hostility: Hostility | None) -> None:
        """Be hostile to the calls of a method from now on, and forget the requests until now."""
        self._method, self._hostility = method, hostility
        self.server.requests.clear()

    def arrived(self, method: str) -> int:
        """How many calls of a method have come."""
        return sum(method_of(request) == method for request in self.server.requests)

    def _behave(self, exchange: Exchange) -> None:
        if self._hostility is not None and method_of(exchange) == self._method:
            self._hostility.behave(exchange, self._other)
            exchange.close()
        else:
            self._hand_on(exchange)

    def _hand_on(self, exchange: Exchange) -> None:
        """Let the emulator answer, with cookies for everybody."""
        with contextlib.closing(http.client.HTTPConnection(self._platform.netloc, timeout=30)) as connection:
            kept = {name: exchange.header(name) for name in ("Authorization", "Content-Type")}
            headers = {name: value for name, value in kept.items() if value is not None}
            body = exchange.body.replace(*self._replaced) if self._replaced[0] else exchange.body
            connection.request("POST", exchange.head.split(" ", 2)[1], body, headers)
            answer = connection.getresponse()
            exchange.reply(answer.read(), f"{answer.status} {answer.reason}", COOKIES)


def method_of(exchange: Exchange) -> str:
    """The API method that a request calls."""
    return exchange.head.split(" ", 2)[1].rstrip("/").rpartition("/")[2]
