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
import json
import re
import typing as t
from urllib.parse import quote, quote_plus

HIDDEN = "********"
WINDOW = 12  # a run of so many characters of a longer secret is hidden, too
_SHORTEST_SECRET = 4
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})|\\u([0-9A-Fa-f]{4})|\\([nrtbf\"\\/'])")
_SHORT_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}

Letter = t.Tuple[str, int, int]


class Redactor:
    """Hides secrets in text that somebody else has written.

    Recognizes them plain, in another case, percent-encoded, JSON-escaped, in hex, in Base64 at each offset, split by
    white space, and in pieces of at least twelve characters.

    :arg secrets: values that were sent or used; those of fewer than four characters are left out
    """

    def __init__(self, secrets: t.Iterable[str]) -> None:
        self._whole, self._windows = _patterns(frozenset(secret for secret in secrets if secret))

    def clean(self, text: str, longest: t.Optional[int] = 64 * 1024) -> str:
        """Return the text without secrets.

        :arg longest: maximum number of characters; a longer text is cut after its white space is shortened
        """
        if longest is not None and len(text) > longest:
            text = " ".join(text.split())[:longest]
        if not self._whole and not self._windows:
            return text
        hidden = bytearray(len(text))
        for letters in ([*_plain_letters(text)], [*_decoded_letters(text)]):
            for start, end in self._places(letters):
                hidden[start:end] = b"\1" * (end - start)
        return _replaced(text, hidden)

    def _places(self, letters: t.Sequence[Letter]) -> t.Iterator[t.Tuple[int, int]]:
        """Yield the start and end of each secret in the original text."""
        word = "".join(letter for letter, _start, _end in letters)
        for secret in self._whole:
            found = word.find(secret)
            while found >= 0:
                yield letters[found][1], letters[found + len(secret) - 1][2]
                found = word.find(secret, found + 1)
        if self._windows:
            for found in range(len(word) - WINDOW + 1):
                if word[found : found + WINDOW] in self._windows:
                    yield letters[found][1], letters[found + WINDOW - 1][2]


@functools.lru_cache(maxsize=32)
def _patterns(secrets: t.FrozenSet[str]) -> t.Tuple[t.Tuple[str, ...], t.FrozenSet[str]]:
    """Return short forms to look for as a whole, and pieces of long ones."""
    forms = {_normalized(form) for secret in secrets if len(secret) >= _SHORTEST_SECRET for form in _forms(secret)}
    short = tuple(form for form in forms if 0 < len(form) < WINDOW)
    return short, frozenset(
        form[start : start + WINDOW] for form in forms if len(form) >= WINDOW for start in range(len(form) - WINDOW + 1)
    )


def _forms(secret: str) -> t.Iterator[str]:
    """Yield what a secret looks like in the encodings that servers, proxies and programs use."""
    content = secret.encode("utf-8", "surrogatepass")
    yield secret
    yield quote(content, safe="")
    yield quote_plus(content)
    yield json.dumps(secret)[1:-1]
    yield content.hex()
    yield content.decode("latin-1")  # what percent-encoding holds, byte by byte
    for offset in range(3):
        # The first and last characters depend on the neighbors; what is between them does not.
        encoded = base64.b64encode(bytes(offset) + content).decode()
        start, end = (0, 2, 3)[offset], len(encoded) - (0, 3, 2)[(offset + len(content)) % 3]
        for form in (encoded[start:end], base64.urlsafe_b64encode(bytes(offset) + content).decode()[start:end]):
            if len(form) >= _SHORTEST_SECRET + 2:
                yield form


def _normalized(text: str) -> str:
    return "".join(letter for letter, _start, _end in _plain_letters(text))


def _plain_letters(text: str) -> t.Iterator[Letter]:
    """Yield each character that is not white space, in lower case, with its place."""
    for place, character in enumerate(text):
        if character.isprintable() and not character.isspace():
            yield _lower(character), place, place + 1


def _decoded_letters(text: str) -> t.Iterator[Letter]:
    """Yield the same of what is left when percent-encoding and escapes of JSON are undone."""
    end = 0
    for escape in _ESCAPE.finditer(text):
        for letter, first, last in _plain_letters(text[end : escape.start()]):
            yield letter, first + end, last + end
        hexadecimal = escape.group(1) or escape.group(2)
        character = chr(int(hexadecimal, 16)) if hexadecimal else _SHORT_ESCAPES.get(escape.group(3), escape.group(3))
        if character.isprintable() and not character.isspace():
            yield _lower(character), escape.start(), escape.end()
        end = escape.end()
    for letter, first, last in _plain_letters(text[end:]):
        yield letter, first + end, last + end


def _lower(character: str) -> str:
    lower = character.lower()
    return lower if len(lower) == 1 else character


def _replaced(text: str, hidden: t.Sequence[int]) -> str:
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
