# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Test which headers of a task are sent, and which are refused before anything is sent."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import InputError
from ansible_collections.voximplant.platform.plugins.module_utils._api.headers import encode_headers, header_secrets
from ansible_collections.voximplant.platform.plugins.module_utils._api.transport import Http
from harness.servers import serving

pytestmark = pytest.mark.usefixtures("bare_environment")


def test_headers_when_they_can_be_sent_then_they_arrive_as_text() -> None:
    given = {
        "X-Null": None,
        "X-True": True,
        "X-Number": 5,
        "X-Float": 1.5,
        "X-Empty": "",
        "X-Tab": "a\tb",
    }
    with serving(lambda exchange: exchange.reply(b"")) as server:
        Http(timeout=5).send("POST", f"{server.url}/", given, b"")
    head = server.requests[0].head
    for line in ("X-True: true", "X-Number: 5", "X-Float: 1.5", "X-Empty: ", "X-Tab: a\tb"):
        assert f"\r\n{line}\r\n" in f"\r\n{head}\r\n"
    assert "X-Null" not in head
    assert encode_headers({"X-Latin": "caf\u00e9"}) == {"X-Latin": "caf\u00e9"}


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("X-A", "\u043f\u0440\u0438\u0432\u0435\u0442", "outside Latin-1"),
        ("X-A", "\ud800", "outside Latin-1"),
        ("X-A", " a", "begins or ends with white space"),
        ("X-A", "a\t", "begins or ends with white space"),
        ("X-A", "\u00a0a", "begins or ends with white space"),
        ("X-A", "\x85a", "control character"),
        ("X-A", "a\nX-B: c", "a line break"),
        ("X-A", "a\r", "a line break"),
        ("X-A", "a\0", "control character"),
        ("X-A", ["a"], "not a single value"),
        ("X-A", {"a": 1}, "not a single value"),
        ("", "a", "is not a valid HTTP header name"),
        ("X A", "a", "is not a valid HTTP header name"),
        ("X:A", "a", "is not a valid HTTP header name"),
        ("X-\u00e9", "a", "is not a valid HTTP header name"),
        ("X\n", "a", "is not a valid HTTP header name"),
    ],
)
def test_header_when_it_cannot_be_sent_then_it_is_named_and_nothing_is_sent(name: str, value: t.Any, says: str) -> None:
    with serving(lambda exchange: exchange.reply(b"")) as server, pytest.raises(InputError, match=says) as caught:
        Http(timeout=5).send("POST", f"{server.url}/", {name: value}, b"")
    assert (caught.value.field, caught.value.ambiguous) == ("headers", False)
    assert server.connections == 0


@pytest.mark.parametrize(
    ("headers", "secrets"),
    [
        ({"Authorization": "Token 9f8e7d6c5b4a"}, ("9f8e7d6c5b4a",)),
        ({"Cookie": "sid=0123456789; theme=dark-and-calm"}, ("sid=0123456789;", "theme=dark-and-calm")),
        ({"X-Api-Key": 1234567890, "x-access-token": "abcdefgh"}, ("1234567890", "abcdefgh")),
        ({"X-Token-Required": True, "X-Key": None, "Authorization": "Basic x"}, ()),
        ({"X-Keyword": "reminders", "X-Author": "Elisabeth", "X-Number": "0123456789"}, ()),
    ],
)
def test_header_when_its_name_says_that_it_is_secret_then_its_long_words_are(
    headers: dict[str, t.Any], secrets: tuple[str, ...]
) -> None:
    assert header_secrets(headers) == secrets
