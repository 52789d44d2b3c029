# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Test that text from outside loses every form of a secret, and everything that a terminal or a CI parser obeys."""

from __future__ import annotations

import base64
import html
import json
import typing as t
from urllib.parse import quote, quote_plus

import hypothesis
import pytest
from hypothesis import strategies as st

from ansible_collections.voximplant.platform.plugins.module_utils._api import errors
from ansible_collections.voximplant.platform.plugins.module_utils._api.redact import (
    HIDDEN,
    LONGEST_TEXT,
    WINDOW,
    Redactor,
)
from ansible_collections.voximplant.platform.plugins.module_utils._api.screen import (
    lines,
    one_line,
    terminal_safe,
    visible_line,
    with_visible_controls,
)
from harness.fakes import failed, ok, talk

KEY = "aB3/+key=with & odd%chars\u00e9-0123456789"
FORMS: dict[str, t.Callable[[str], str]] = {
    "plain": str,
    "capitals": str.upper,
    "small letters": str.lower,
    "percent": lambda text: quote(text, safe=""),
    "percent in small letters": lambda text: quote(text, safe="").lower(),
    "all percent": lambda text: "".join(f"%{byte:02x}" for byte in text.encode()),
    "form": quote_plus,
    "JSON": lambda text: json.dumps(text)[1:-1],
    "all JSON": lambda text: "".join(f"\\u{ord(character):04X}" for character in text),
    "hex": lambda text: text.encode().hex(),
    "hex in capitals": lambda text: text.encode().hex().upper(),
    "line breaks": "\r\n".join,
    "blanks": " \t ".join,
    "JSON line breaks": "\\n".join,
    "null bytes": "\0".join,
    "bidirectional marks": "\u202e".join,
    "Base64": lambda text: base64.b64encode(text.encode()).decode(),
    "Base64 after one": lambda text: base64.b64encode(b"x" + text.encode() + b"yz").decode(),
    "Base64 after two": lambda text: base64.b64encode(b"xy" + text.encode() + b"z").decode(),
    "Base64 for URLs": lambda text: base64.urlsafe_b64encode(b"xy" + text.encode()).decode(),
    "basic authentication": lambda text: base64.b64encode(f"user:{text}".encode()).decode(),
    "percent twice": lambda text: quote(quote(text, safe=""), safe=""),
    "all percent twice": lambda text: "".join(f"%25{byte:02x}" for byte in text.encode()),
    "percent of Base64": lambda text: quote(base64.b64encode(text.encode()).decode(), safe=""),
    "Base64 of a form": lambda text: base64.b64encode(f"api_key={quote_plus(text)}&x".encode()).decode(),
    "Base64 of hex": lambda text: base64.b64encode(text.encode().hex().encode()).decode(),
    "Base64 twice": lambda text: base64.b64encode(base64.b64encode(text.encode())).decode(),
    "Base64 of UTF-16": lambda text: base64.b64encode(text.encode("utf-16-le")).decode(),
    "JSON twice": lambda text: json.dumps(json.dumps(text)),
    "all JSON twice": lambda text: "".join(f"\\\\u{ord(character):04x}" for character in text),
    "JavaScript": lambda text: "".join(f"\\u{{{ord(character):x}}}" for character in text),
    "bytes of Python": lambda text: repr(text.encode("utf-16-be")),
    "bytes of C": lambda text: "".join(f"\\x{byte:02x}" for byte in text.encode()),
    "octal": lambda text: "".join(f"\\{byte:03o}" for byte in text.encode()),
    "HTML": html.escape,
    "all HTML": lambda text: "".join(f"&#{ord(character)};" for character in text),
    "all HTML in hex": lambda text: "".join(f"&#x{ord(character):X};" for character in text),
    "HTML blanks": "&nbsp;".join,
    "HTML line breaks": "<br/>".join,
    "quoted printable": lambda text: "".join(f"={byte:02X}" for byte in text.encode()),
    "hex with colons": lambda text: text.encode().hex(":"),
    "list of bytes": lambda text: ", ".join(f"0x{byte:02x}" for byte in text.encode()),
    "wide letters": lambda text: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text),
}


SEPARATED: dict[str, t.Callable[[str], str]] = {
    "hyphens": "-".join,
    "quoted lines": lambda text: "\n> ".join(text[start : start + 8] for start in range(0, len(text), 8)),
    "hexdump": lambda text: "\n".join(text[at : at + 8].encode().hex(" ") for at in range(0, len(text) - 7, 8)),
}


def remains(shown: str, form: str) -> list[str]:
    """The pieces of a form that still show."""
    return [
        form[start : start + WINDOW] for start in range(len(form) - WINDOW + 1) if form[start : start + WINDOW] in shown
    ]


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize(
    "secret", [KEY, "0f3a9b7c-12de-4a5b-8c9d-aabbccddeeff", "pass-word", "MIIEvQIBADANBgkqhkiG9w0BAQ"]
)
def test_secret_when_it_comes_back_in_any_form_then_it_does_not_show(form: t.Callable[[str], str], secret: str) -> None:
    text = form(secret)
    shown = Redactor([secret]).clean(f"before <{text}> after")
    assert shown.startswith("before <")
    assert shown.endswith("> after")
    assert HIDDEN in shown
    assert remains(shown, text) == []
    assert secret[4:-4].lower() not in shown.lower()


@pytest.mark.parametrize("form", SEPARATED.values(), ids=SEPARATED)
@pytest.mark.parametrize("secret", ["0f3a9b7c-12de-4a5b-8c9d-aabbccddeeff", "MIIEvQIBADANBgkqhkiG9w0BAQ"])
def test_secret_when_it_is_long_and_separators_are_between_its_parts_then_it_does_not_show(
    form: t.Callable[[str], str], secret: str
) -> None:
    text = form(secret)
    shown = Redactor([secret]).clean(f"before <{text}> after")
    assert len(remains(shown, text)) == 0
    assert shown.startswith(f"before <{HIDDEN}")


def test_secret_when_only_a_piece_of_it_comes_back_then_that_does_not_show() -> None:
    secret = "0123456789abcdefghij"
    for start in range(len(secret) - WINDOW + 1):
        piece = secret[start : start + WINDOW]
        assert Redactor([secret]).clean(f"<{piece}>") == f"<{HIDDEN}>"


@hypothesis.given(
    st.text(st.characters(codec="utf-8"), max_size=30),
    st.text(st.sampled_from("abcdefXYZ0189-_"), min_size=8, max_size=40),
    st.text(st.characters(codec="utf-8"), max_size=30),
    st.sampled_from(sorted(FORMS)),
)
def test_secret_when_it_is_anywhere_in_any_text_then_it_does_not_show(
    before: str, secret: str, after: str, name: str
) -> None:
    hypothesis.assume(secret.lower() not in (before + " " + after).lower())
    form = FORMS[name](secret)
    shown = Redactor([secret]).clean(before + form + after)
    squeezed = "".join(shown.split()).lower()
    assert HIDDEN in shown
    assert secret.lower() not in squeezed
    assert [piece for piece in remains(shown, form) if piece not in f"{before} {after}"] == []


@pytest.mark.parametrize(
    "text", ["", "x", "No such scenario.", "50% off \\u00e9 %zz", "\u0130stanbul \u1e9e", "a" * 5000]
)
def test_text_when_it_has_no_secret_then_it_stays_as_it_is(text: str) -> None:
    assert Redactor([KEY, "", "abc"]).clean(text) == text
    assert Redactor([]).clean(text) == text


def test_text_when_it_is_huge_then_its_beginning_is_cleaned_in_bounded_time() -> None:
    text = "x" * 100 + " " * 1_000_000 + KEY
    shown = Redactor([KEY]).clean(" ".join(KEY) + text)
    assert len(shown) <= LONGEST_TEXT + len(HIDDEN)
    assert shown.startswith(HIDDEN)


def test_text_when_it_is_cut_then_it_was_cleaned_before() -> None:
    talking = talk(failed(1, "x" * 490 + "a-secret-key"))
    with pytest.raises(errors.VoximplantError) as caught:
        talking.client.call("SetRuleInfo")
    assert "a-secret" not in str(caught.value)
    assert f"{HIDDEN}" in str(caught.value)


def test_warning_when_it_repeats_what_was_sent_then_that_does_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://user:pr0xy-pass@proxy.test:3128")
    echo = "A-SECRET-KEY, pr0xy-pass, s3cret-value; a-secret-key"
    talking = talk(ok(1, warnings=[echo, {"msg": echo}]))
    talking.client.call("AddUser", {"user_password": "s3cret-value", "user_name": "visible"})
    assert talking.client.warnings[0] == f"AddUser: {HIDDEN}, {HIDDEN}, {HIDDEN}; {HIDDEN}"
    assert "s3cret" not in talking.client.warnings[1]


def test_text_when_values_were_sent_with_the_call_or_are_to_be_hidden_then_only_secret_ones_are() -> None:
    client = talk().client
    client.hide(["w1thheld"])
    client.hide(iter(["m0re"]))
    params = {"user_name": "visible", "user_password": "s3cret-value", "secret_value": None}
    shown = client.clean("visible, s3cret-value, w1thheld, m0re, a-secret-key, None", params)
    assert shown == f"visible, {HIDDEN}, {HIDDEN}, {HIDDEN}, {HIDDEN}, None"
    assert client.clean("s3cret-value") == "s3cret-value"


def test_error_when_it_names_a_field_then_that_is_cleaned_too() -> None:
    body = {"error": {"code": 1, "msg": "No", "field_name": "a-secret-key\x1b[2J"}}
    with pytest.raises(errors.VoximplantError) as caught:
        talk(ok(**body)).client.call("SetRuleInfo")
    assert caught.value.field == f"{HIDDEN} [2J"


COMMANDS = {
    "::set-output name=x::y": ": :set-output name=x::y",
    "  ::error file=a::b": "  : :error file=a::b",
    "##vso[task.setvariable variable=a]b": "# #vso[task.setvariable variable=a]b",
    "x ##vso[task.complete]": "x # #vso[task.complete]",
    "##[group]": "# #[group]",
    "##teamcity[buildStatus]": "# #teamcity[buildStatus]",
    "###vso[": "## #vso[",
}


@pytest.mark.parametrize(("text", "shown"), COMMANDS.items())
def test_line_when_a_ci_system_would_obey_it_then_it_does_not(text: str, shown: str) -> None:
    assert one_line(text, 500) == shown
    assert visible_line(text) == shown
    assert lines(f"a\n{text}\n") == f"a\n{shown}\n"
    assert str(errors.InputError(text)).startswith(shown)


@pytest.mark.parametrize("text", ["a::b", "std::string", "fe80::1", "2001:db8::a", "# heading", "##", "a ## b", "::1"])
def test_line_when_no_ci_system_would_obey_it_then_it_stays(text: str) -> None:
    assert one_line(text, 500) == text


def test_line_when_a_terminal_would_obey_it_then_it_does_not() -> None:
    text = "a\x1b[31m\r\nb\x07\u202ec\u2066d\u200fe\x9bf\x7f\u2028"
    assert one_line(text, 500) == "a [31m  b  c d e f  "
    assert lines(text) == "a [31m \nb  c d e f  "
    assert visible_line("caf\u00e9 \\ b") == "caf\u00e9 \\ b"
    assert visible_line(text) == "a\\x1b[31m\\r\\nb\\x07\\u202ec\\u2066d\\u200fe\\x9bf\\x7f\\u2028"
    assert with_visible_controls(text) == "a\\x1b[31m\r\nb\\x07\\u202ec\\u2066d\\u200fe\\x9bf\\x7f\\u2028"
    assert terminal_safe(text) == "a\\x1b[31m\r\nb\\x07\\u202ec\\u2066d\\u200fe\\x9bf\\x7f\u2028"
    assert terminal_safe("\ufeffa\x0b\x0c\rb\r\n\ttab\n") == "\ufeffa\x0b\x0c\\rb\r\n\ttab\n"
    assert with_visible_controls("a\rb\r\r\n") == "a\\rb\\r\r\n"
    assert with_visible_controls("\ttab \u00e9\n") == "\ttab \u00e9\n"


def test_line_when_it_is_too_long_then_it_is_cut() -> None:
    assert one_line("x" * 501, 500) == "x" * 500 + " ..."
