# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""HTTP headers that a task gives, checked before anything is sent."""

from __future__ import annotations

import re
import typing as t

from .errors import InputError

_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+\Z")
_SECRET = re.compile("auth(?!or)|authori|cookie|key(?!word)|passw|secret|signature|token", re.IGNORECASE)
_SHORTEST_SECRET = 8
_UNSENDABLE = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f]")


def encode_headers(headers: t.Mapping[str, t.Any]) -> t.Dict[str, str]:
    """Return headers as text; C(None) leaves one out, booleans are written in lower case.

    :raises InputError: if a name or a value cannot be sent
    """
    return {str(name): _value(str(name), value) for name, value in headers.items() if value is not None}


def header_secrets(headers: t.Mapping[str, t.Any]) -> t.Tuple[str, ...]:
    """Return the long words in the values of headers whose names say that they are secret, such as tokens."""
    values = [str(value) for name, value in headers.items() if value is not None and _SECRET.search(str(name))]
    return tuple(word for value in values for word in value.split() if len(word) >= _SHORTEST_SECRET)


def _value(name: str, value: t.Any) -> str:
    if not _NAME.match(name):
        raise InputError(f"{name!a} is not a valid HTTP header name.", field="headers")
    if isinstance(value, (dict, list)):
        raise InputError(f"The header {name} is not a single value.", field="headers", advice="Set it to a string.")
    text = str(value).lower() if isinstance(value, bool) else str(value)
    if _UNSENDABLE.search(text):
        raise InputError(f"The header {name} contains a line break or another control character.", field="headers")
    if text != text.strip():
        raise InputError(f"The header {name} begins or ends with white space.", field="headers")
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        raise InputError(
            f"The header {name} contains characters outside Latin-1.",
            field="headers",
            advice="Send such text in the command, or percent-encode it.",
        ) from None
    return text
