# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Text from outside without secrets in any form.

Clean first, cut afterwards: a secret that is cut in two is not recognized any more.
"""

from __future__ import annotations

import base64
import functools
import html
import json
import re
import sys
import typing as t
import unicodedata
from urllib.parse import quote, quote_plus

HIDDEN = "********"
WINDOW = 12  # a run of so many characters of a longer secret is hidden, too
_PART = WINDOW // 2
LONGEST_TEXT = 8 * 1024
_SHORTEST_SECRET = 4
_LONGEST_NESTED = 256  # characters of a secret that is looked for in encodings of encodings
_LAYERS = 3
# Each kind of escape; the first letter of a group's name says what it contains: hexadecimal, octal or decimal digits,
# the name of a character, or nothing that shows.
_ESCAPES = [
    re.compile(form)
    for form in (
        r"%u(?P<h1>[0-9a-f]{4})|%(?P<h2>[0-9a-f]{2})",
        r"\\+(?:u\{(?P<h1>[0-9a-f]{1,6})\}|u(?P<h2>[0-9a-f]{4})|x(?P<h3>[0-9a-f]{2})|(?P<o>[0-3][0-7]{2})"
        r"|(?P<m>[nrtbf])|(?P<c>[\"\\/']))",
        r"&#x(?P<h>[0-9a-f]{1,6});|&#(?P<d>[0-9]{1,7});|&(?P<n>amp|lt|gt|quot|apos);|(?P<m>&nbsp;)",
        r"(?P<m><[^<>]{1,40}>)",
        r"=(?P<h>[0-9a-f]{2})",
        r"0x(?P<h>[0-9a-f]{2}),?",
    )
]
_MIXED = _ESCAPES[:3]  # the others are too short to be undone where they may not be meant
_SEPARATOR = re.compile(r"[\W_]+")
_BASES = {"h": 16, "o": 8, "d": 10}
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


class View(t.NamedTuple):
    """What can be read in a text: its letters, and where in the text each one begins and ends."""

    word: str
    starts: t.Sequence[int]
    ends: t.Sequence[int]


class Known(t.NamedTuple):
    """Pieces of secrets, all of the same length.

    :arg parts: their parts of half that length: of each run of letters that is as long as a piece, only one such part
      is looked up
    """

    pieces: t.FrozenSet[str]
    parts: t.FrozenSet[str]

    @classmethod
    def of(cls, forms: t.Iterable[str]) -> Known:
        """Return the pieces of long forms of secrets."""
        pieces = frozenset(piece for form in forms for piece in _runs(form, WINDOW))
        return cls(pieces, frozenset(part for piece in pieces for part in _runs(piece, _PART)))

    def places(self, word: str) -> t.Iterator[int]:
        """Yield where a piece begins."""
        step = WINDOW - _PART + 1
        for part in range(0, len(word), step):
            if word[part : part + _PART] in self.parts:
                for place in range(max(0, part - step + 1), part + 1):
                    if word[place : place + WINDOW] in self.pieces:
                        yield place


class Redactor:
    """Hides secrets in text that somebody else has written.

    Recognizes them plain, in another case, percent-encoded, escaped as in JSON, JavaScript, HTML and mails, in hex, in
    Base64 at each offset, in several of these after each other, split by white space or separators, and in pieces of
    at least twelve characters.

    :arg secrets: values that were sent or used; those of fewer than four characters are left out
    """

    def __init__(self, secrets: t.Iterable[str]) -> None:
        self._patterns = _patterns(frozenset(secret for secret in secrets if secret))

    def clean(self, text: str, longest: t.Optional[int] = LONGEST_TEXT) -> str:
        """Return the text without secrets.

        :arg longest: maximum number of characters; a longer text is cut after its white space is shortened
        """
        if longest is not None and len(text) > longest:
            text = " ".join(text.split())[:longest]
        whole, known, _bare = self._patterns
        if not whole and not known.pieces:
            return text
        hidden = bytearray(len(text))
        for view in _views(text):
            for start, end in self._places(view):
                hidden[start:end] = b"\1" * (end - start)
        return _replace_hidden(text, hidden)

    def _places(self, view: View) -> t.Iterator[t.Tuple[int, int]]:
        """Yield the start and end of each secret in the original text."""
        whole, known, known_bare = self._patterns
        for secret in whole:
            found = view.word.find(secret)
            while found >= 0:
                yield view.starts[found], view.ends[found + len(secret) - 1]
                found = view.word.find(secret, found + 1)
        for found in known.places(view.word):
            yield view.starts[found], view.ends[found + WINDOW - 1]
        found_bare = [*known_bare.places(_SEPARATOR.sub("", view.word))]
        if found_bare:
            bare = [place for place, letter in enumerate(view.word) if letter.isalnum()]
            for found in found_bare:
                yield view.starts[bare[found]], view.ends[bare[found + WINDOW - 1]]


def _runs(text: str, length: int) -> t.Iterator[str]:
    """Yield each run of so many characters."""
    return (text[start : start + length] for start in range(len(text) - length + 1))


@functools.lru_cache(maxsize=32)
def _patterns(secrets: t.FrozenSet[str]) -> t.Tuple[t.Tuple[str, ...], Known, Known]:
    """Return short forms to look for as a whole, and pieces of long ones, with and without separators."""
    forms = {_view(form).word for secret in secrets if len(secret) >= _SHORTEST_SECRET for form in _forms(secret)}
    short = tuple(form for form in forms if 0 < len(form) < WINDOW)
    return short, Known.of(forms), Known.of({"".join(filter(str.isalnum, form)) for form in forms})


def _forms(secret: str) -> t.Iterator[str]:
    """Yield what a secret looks like in the encodings that servers, proxies and programs use."""
    content = secret.encode("utf-8", "surrogatepass")
    plain = (
        secret,
        quote(content, safe=""),
        quote_plus(content),
        json.dumps(secret)[1:-1],
        html.escape(secret),
        content.hex(),
        content.decode("latin-1"),  # what percent-encoding contains, byte by byte
    )
    yield from plain
    yield from _base64_forms(content)
    if len(secret) <= _LONGEST_NESTED:
        encoded = {form.encode("utf-8", "surrogatepass") for form in (*plain, base64.b64encode(content).decode())}
        for form in encoded | {secret.encode("utf-16-le", "surrogatepass")}:
            yield from _base64_forms(form)


def _base64_forms(content: bytes) -> t.Iterator[str]:
    """Yield Base64 at each offset, without its ends."""
    for offset in range(3):
        # The first and last characters depend on the neighbors; what is between them does not.
        encoded = base64.b64encode(bytes(offset) + content).decode()
        start, end = (0, 2, 3)[offset], len(encoded) - (0, 3, 2)[(offset + len(content)) % 3]
        for form in (encoded[start:end], base64.urlsafe_b64encode(bytes(offset) + content).decode()[start:end]):
            if len(form) >= _SHORTEST_SECRET + 2:
                yield form


def _view(text: str) -> View:
    """Return the characters that are not white space, in lower case."""
    starts = [place for place, character in enumerate(text) if character.isprintable() and not character.isspace()]
    shown = "".join([text[place] for place in starts])
    word = shown.lower() if shown.isascii() else "".join(map(_simple, shown))
    return View(word, starts, [place + 1 for place in starts])


def _views(text: str) -> t.Iterator[View]:
    """Yield what can be read in a text, and what is left when escapes are undone: of one kind, or of several."""
    view = _view(text)
    yield view
    for escape in _ESCAPES:
        decoded = _undo_escapes(view, escape)
        for _layer in range(_LAYERS):
            if decoded is not None:
                yield decoded
                decoded = _undo_escapes(decoded, escape)
    mixed = view
    for _layer in range(_LAYERS):
        for escape in _MIXED:
            mixed = _undo_escapes(mixed, escape) or mixed
    if mixed is not view:
        yield mixed


def _undo_escapes(view: View, escape: t.Pattern[str]) -> t.Optional[View]:
    """Return a view with characters in place of their escapes; C(None) if there is none."""
    words: t.List[str] = []
    starts: t.List[int] = []
    ends: t.List[int] = []
    end = 0
    for match in escape.finditer(view.word):
        first, last = match.span()
        meaning = _meaning(match)
        words += [view.word[end:first], meaning]
        starts += [*view.starts[end:first], *[view.starts[first]] * len(meaning)]
        ends += [*view.ends[end:first], *[view.ends[last - 1]] * len(meaning)]
        end = last
    if not end:
        return None
    return View("".join([*words, view.word[end:]]), [*starts, *view.starts[end:]], [*ends, *view.ends[end:]])


def _meaning(match: t.Match[str]) -> str:
    """Return the character that an escape stands for, in lower case; empty if nothing shows."""
    name = str(match.lastgroup)  # each form of an escape has one
    kind, content = name[0], match.group(name)
    if kind in _BASES:
        code = int(content, _BASES[kind])
        return _view(chr(code)).word if code <= sys.maxunicode else ""
    return _NAMED[content] if kind == "n" else content if kind == "c" else ""


def _simple(character: str) -> str:
    """Return a character in lower case, and in its usual width."""
    simple = unicodedata.normalize("NFKC", character).lower()
    return simple if len(simple) == 1 else character


def _replace_hidden(text: str, hidden: t.Sequence[int]) -> str:
    """Return the text with one mark for each hidden run."""
    parts: t.List[str] = []
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and hidden[end] == hidden[start]:
            end += 1
        parts.append(HIDDEN if hidden[start] else text[start:end])
        start = end
    return "".join(parts)
