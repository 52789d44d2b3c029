# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Test which URLs may be called, and what in them is secret."""

from __future__ import annotations

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import InputError
from ansible_collections.voximplant.platform.plugins.module_utils._api.urls import (
    is_loopback,
    parse_api_url,
    url_passwords,
    url_tokens,
)


@pytest.mark.parametrize(
    "url",
    [
        "https://api.test",
        "https://api.test:8443/platform_api",
        "http://127.0.0.1:8080/x",
        "http://127.9.9.9",
        "http://[::1]:8080",
        "http://localhost",
    ],
)
def test_url_when_credentials_may_go_there_then_it_loses_only_slashes_at_its_end(url: str) -> None:
    assert parse_api_url(url) == url
    assert parse_api_url(f"{url}//") == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "  ",
        "api.test",
        "ftp://api.test",
        "https://",
        "https:///x",
        "https://user:s3cret@api.test",
        "https://:s3cret@api.test",
        "https://user@api.test",
        "https://api.test?key=s3cret",
        "https://api.test#x",
        "https://api.test/\ud800",
        "https://api.test/\u202e",
        "https://api.test?",
        "https://api.test/platform_api#",
        "https://api.test/platform_api ",
        " https://api.test/platform_api",
        "https://api.test/a b",
        "https://api.test/a\tb",
        "https://api.test/platform_api\n",
        "https://user:s3cret@[::1",
        "https://api.test:0",
        "https://api.test:99999",
        "https://api.test:x",
        "https://[::1",
        "http://api.test",
        "http://10.0.0.1",
        "http://localhost.api.test",
        "http://127.0.0.1.api.test",
    ],
)
def test_url_when_credentials_may_not_go_there_then_it_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_api_url(url)
    assert caught.value.field == "api_url"
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize("url", ["https://api.test ", "https://api.test?", "https://api.test#", "https://a b"])
def test_url_when_a_character_cannot_be_in_it_then_the_message_says_so(url: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_api_url(url)
    assert caught.value.text == "api_url must be an https URL without spaces, a query, or a fragment."


def test_url_when_its_scheme_is_missing_then_an_example_is_shown() -> None:
    with pytest.raises(InputError) as caught:
        parse_api_url("api.voximplant.com")
    assert "VOXIMPLANT_API_URL" in caught.value.advice
    assert "https://api.voximplant.com/platform_api" in caught.value.advice


@pytest.mark.parametrize("url", ["", " "])
def test_url_when_it_is_blank_then_nobody_means_the_real_platform_by_it(url: str) -> None:
    with pytest.raises(InputError, match="api_url is empty") as caught:
        parse_api_url(url)
    assert "Omit it" in caught.value.advice


@pytest.mark.parametrize(
    ("url", "advice"),
    [
        ("https://user:s3cret@api.test", "Use the options for credentials."),
        ("http://api.test", "Use https."),
    ],
)
def test_url_when_credentials_would_be_at_risk_then_the_way_out_is_named(url: str, advice: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_api_url(url)
    assert caught.value.advice == advice


@pytest.mark.parametrize(
    ("url", "passwords"),
    [
        ("https://user:s3cret@api.test/x", {"s3cret"}),
        ("https://user:s3%2Fcret@api.test", {"s3%2Fcret", "s3/cret"}),
        ("https://user:a:b@c@api.test", {"a:b@c"}),
        ("user:s3cret@api.test", {"s3cret"}),
        ("https://user:s3cret@[::1", {"s3cret"}),
        ("https://user@api.test", set()),
        ("https://api.test", set()),
        (None, set()),
    ],
)
def test_passwords_when_a_url_has_one_then_it_is_found_even_in_a_broken_url(
    url: str | None, passwords: set[str]
) -> None:
    assert set(url_passwords(url)) == passwords


def test_tokens_when_an_access_url_has_some_then_the_host_is_none_of_them() -> None:
    url = "https://long-host-name.test:12092/request/ab12cd34ef/x?session=0123456789&a=1"
    assert url_tokens(url) == ("ab12cd34ef", "0123456789")
    assert url_tokens(None) == url_tokens("https://long-host-name.test") == ()


@pytest.mark.parametrize(
    ("path", "tokens"),
    [("12345678", ("12345678",)), ("1234567", ()), ("a//12345678/b", ("12345678",)), ("12345678//b", ("12345678",))],
)
def test_tokens_when_a_part_is_long_enough_then_it_is_one_wherever_it_is(path: str, tokens: tuple[str, ...]) -> None:
    assert url_tokens(f"https://a.test/{path}") == tokens


@pytest.mark.parametrize(("host", "expected"), [("127.8.9.1", True), ("::1", True), ("localhost", True), ("a", False)])
def test_loopback_when_host_is_given_then_it_is_this_machine_or_not(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected
