# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Test to the character what is hidden of a secret, and what is left."""

from __future__ import annotations

import base64
import html
import json
import typing as t
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.voximplant.platform.plugins.module_utils._api import redact
from ansible_collections.voximplant.platform.plugins.module_utils._api.redact import HIDDEN, WINDOW, Known, Redactor

SHORT = "\"/a/'&<\u00e9"  # each character has an escape somewhere
LONGEST_NESTED = 256


@pytest.fixture(autouse=True)
def _patterns_made_anew() -> None:
    """Forget the patterns of secrets that other tests have used."""
    redact._patterns.cache_clear()


def encoded(content: bytes) -> str:
    """Base64."""
    return base64.b64encode(content).decode()


NESTED: dict[str, t.Callable[[str], str]] = {
    "HTML twice": lambda text: html.escape(html.escape(text)),
    "JSON of HTML": lambda text: json.dumps(html.escape(text))[1:-1],
    "JSON with escaped slashes": lambda text: json.dumps(text)[1:-1].replace("/", "\\/"),
    "JavaScript with escaped quotes": lambda text: text.replace("'", "\\'").replace('"', '\\"'),
}


@pytest.mark.parametrize("form", NESTED.values(), ids=NESTED)
def test_secret_when_escapes_of_named_characters_are_in_it_then_all_of_it_is_hidden(
    form: t.Callable[[str], str],
) -> None:
    assert Redactor([SHORT]).clean(f"a {form(SHORT)} b") == f"a {HIDDEN} b"


@pytest.mark.parametrize("length", [5, 6, 7, 8, 9, 20])
@pytest.mark.parametrize("before", [0, 1, 2])
@pytest.mark.parametrize("after", [0, 1, 2, 3])
def test_secret_when_it_is_in_base64_then_every_character_is_hidden_that_depends_on_it_alone(
    length: int, before: int, after: int
) -> None:
    secret = "Qz7~Kp#1Vw!9Lm?3Rt$5"[:length]
    text = encoded(b"~" * before + secret.encode() + b"~" * after)
    start, end = -(-8 * before // 6), 8 * (before + length) // 6  # bits of a byte, and of a character
    assert Redactor([secret]).clean(text) == f"{text[:start]}{HIDDEN}{text[end:]}"


def test_secret_when_its_base64_is_so_short_that_any_word_may_have_it_then_it_stays() -> None:
    assert Redactor(["Qz7~"]).clean(encoded(b"Qz7~")) == encoded(b"Qz7~")


@pytest.mark.parametrize(
    ("secret", "escape"),
    [
        ("a /b /c /", lambda text: quote(text, safe="")),
        ('"Qz7"Kp"V', lambda text: json.dumps(text)[1:-1]),
    ],
)
def test_secret_when_it_is_escaped_and_then_in_base64_then_all_of_it_is_hidden(
    secret: str, escape: t.Callable[[str], str]
) -> None:
    text = escape(secret)
    assert len(text) % 3 == 0
    assert Redactor([secret]).clean(encoded(text.encode())) == HIDDEN


def test_secret_when_it_is_as_long_as_is_looked_for_in_nested_encodings_then_it_is_hidden() -> None:
    secret = ("Qz7~Kp#1Vw!9Lm?3" * 16)[:LONGEST_NESTED]
    assert Redactor([secret]).clean(encoded(secret.encode().hex().encode())).startswith(HIDDEN)


def test_secret_when_half_a_character_is_in_it_then_it_is_hidden() -> None:
    assert Redactor(["half \udc80 a secret"]).clean("<half \udc80 a secret>") == f"<{HIDDEN}>"


@pytest.mark.parametrize("before", range(WINDOW))
def test_secret_when_a_piece_of_it_is_inside_a_word_then_the_piece_is_hidden_wherever_it_begins(before: int) -> None:
    secret = "0123456789abcdefghij"
    for start in range(len(secret) - WINDOW + 1):
        piece = secret[start : start + WINDOW]
        assert Redactor([secret]).clean(f"{'x' * before}{piece}x") == f"{'x' * before}{HIDDEN}x"


@pytest.mark.parametrize("escape", ["&#9999999;", "&#x110000;", "\\u{110000}", "&#1114111;"])
def test_text_when_an_escape_in_it_stands_for_no_character_then_the_secret_beside_it_is_hidden(escape: str) -> None:
    assert Redactor(["s3cret-value"]).clean(f"{escape} s3cret-value") == f"{escape} {HIDDEN}"


def test_text_when_a_small_letter_is_of_another_width_then_the_secret_is_hidden_and_its_neighbors_stay() -> None:
    assert Redactor(["s3cret"]).clean("\ufb03 \uff53\uff13CRET \u00e9") == f"\ufb03 {HIDDEN} \u00e9"


@pytest.mark.parametrize(
    "text", ["abcd", "abcd abcd", "x abcd abcd abcd", "ABCD", "abcdabcd"], ids=lambda text: text.replace(" ", "_")
)
def test_secret_when_it_is_short_then_it_is_hidden_wherever_it_stands(text: str) -> None:
    expected = text.lower().replace("abcdabcd", HIDDEN).replace("abcd", HIDDEN)
    assert Redactor(["abcd"]).clean(text) == expected


def test_secret_when_it_overlaps_itself_then_its_last_character_is_hidden_too() -> None:
    assert Redactor(["abab"]).clean("<ababab>") == f"<{HIDDEN}>"
    assert Redactor(["aaaa"]).clean("<aaaaa>") == f"<{HIDDEN}>"


def test_secret_when_there_are_separators_between_its_letters_then_all_of_it_is_hidden() -> None:
    assert Redactor(["qwertyuiopas"]).clean("<q-w.e-r.t-y.u-i.o-p.a-s>") == f"<{HIDDEN}>"


def percent(text: str) -> str:
    """Escape every character as in an address."""
    return "".join(f"%{ord(character):02x}" for character in text)


def mail(text: str) -> str:
    """Escape every character as in a mail."""
    return "".join(f"={ord(character):02x}" for character in text)


def javascript(text: str) -> str:
    """Escape every character as in JavaScript."""
    return "".join(f"\\u{ord(character):04x}" for character in text)


@pytest.mark.parametrize(
    "escapes",
    [
        (percent,),
        (percent,) * 2,
        (mail,) * 2,
        (percent,) * 3,
        (javascript, percent),
        (percent, javascript),
        (javascript, html.escape),
    ],
    ids=lambda escapes: " of ".join(escape.__name__ for escape in reversed(escapes)),
)
def test_secret_when_it_is_escaped_several_times_then_all_of_it_is_hidden(
    escapes: tuple[t.Callable[[str], str], ...],
) -> None:
    text = "s3cret<value"
    for escape in escapes:
        text = escape(text)
    assert Redactor(["s3cret<value"]).clean(f"x {text} y") == f"x {HIDDEN} y"


def test_text_when_it_is_as_long_as_is_shown_then_its_white_space_stays() -> None:
    assert Redactor([]).clean("a  b", longest=4) == "a  b"
    assert Redactor([]).clean("a  bc", longest=4) == "a bc"


@given(st.text("ab", max_size=4 * WINDOW), st.text("ab", min_size=WINDOW, max_size=2 * WINDOW))
def test_pieces_when_looked_for_then_each_is_found_once_where_it_begins(word: str, secret: str) -> None:
    pieces = {secret[start : start + WINDOW] for start in range(len(secret) - WINDOW + 1)}
    starts = [start for start in range(len(word) - WINDOW + 1) if word[start : start + WINDOW] in pieces]
    assert list(Known.of([secret]).places(word)) == starts


@pytest.mark.parametrize("before", range(WINDOW))
@pytest.mark.parametrize("after", range(3))
def test_pieces_when_the_word_has_one_then_it_is_found_at_each_place(before: int, after: int) -> None:
    word = "x" * before + "0123456789ab" + "x" * after
    assert list(Known.of(["0123456789ab"]).places(word)) == [before]
