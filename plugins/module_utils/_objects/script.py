# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""The text of a scenario: when two count as the same, what is put into it, how long it may be."""

from __future__ import annotations

import enum
import itertools
import re
import typing as t

from .._api.errors import InputError, LimitError

MAX_SCRIPT_CHARACTERS = 131071
_BYTE_ORDER_MARK = "\ufeff"


class Match(enum.Enum):
    """How the platform's text compares with ours."""

    EXACT = "it is ours"
    NORMALIZED = "it is what a normalising platform keeps of ours"
    DIFFERENT = "it is another text"


def compare(ours: str, theirs: str) -> Match:
    """Compare a declared text with the platform's.

    The platform may have turned CR LF into LF, dropped a leading byte order mark, or dropped white space at the very
    end, alone or together; nothing else counts as the same.
    """
    if ours == theirs:
        return Match.EXACT
    return Match.NORMALIZED if theirs in variants(ours) else Match.DIFFERENT


def variants(ours: str) -> t.Iterator[str]:
    """All texts that the platform may keep of a declared one: the text itself first, some of them several times."""
    for count in range(len(_NORMALIZATIONS) + 1):
        for chosen in itertools.combinations(_NORMALIZATIONS, count):
            kept = ours
            for normalization in chosen:
                kept = normalization(kept)
            yield kept


def is_same(ours: str, theirs: str) -> bool:
    """Whether nothing would have to be sent."""
    return compare(ours, theirs) is not Match.DIFFERENT


def substitute(texts: t.Mapping[str, str], substitutions: t.Mapping[str, t.Any]) -> t.Dict[str, str]:
    """Put values in the place of tokens, all at once, so that no value is searched for tokens.

    :arg texts: the texts of scenarios by name
    :raises InputError: when a token occurs in no text, or a value is not text or a number
    """
    values = {str(token): _value(str(token), value) for token, value in substitutions.items()}
    missing = sorted(token for token in values if not token or not any(token in text for text in texts.values()))
    if missing:
        where = f"the script of {next(iter(texts))}" if len(texts) == 1 else "any script"
        raise InputError(
            f"These tokens of substitutions do not occur in {where}: {', '.join(map(repr, missing))}.",
            field="substitutions",
        )
    if not values:
        return dict(texts)
    tokens = re.compile("|".join(map(re.escape, sorted(values, key=len, reverse=True))))
    return {name: tokens.sub(lambda found: values[found.group()], text) for name, text in texts.items()}


def check_length(text: str) -> t.Tuple[str, ...]:
    """Refuse a text that the platform certainly refuses, and return warnings about one that it may refuse."""
    if len(text) > MAX_SCRIPT_CHARACTERS:
        raise LimitError(
            f"The script has {len(text)} characters; at most {MAX_SCRIPT_CHARACTERS} are possible.",
            field="scenario_script",
            advice="Split it into several scenarios of one rule.",
        )
    if len(text.encode("utf-8", "surrogatepass")) > MAX_SCRIPT_CHARACTERS:
        return (
            f"The script has {len(text)} characters, but more than {MAX_SCRIPT_CHARACTERS} bytes as UTF-8; "
            "the platform may refuse it.",
        )
    return ()


def _value(token: str, value: t.Any) -> str:
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise InputError(
            f"The value of {token!r} in substitutions is neither text nor a number.",
            field="substitutions",
            advice="Put it in quotes.",
        )
    return str(value)


def _without_byte_order_mark(text: str) -> str:
    return text[1:] if text.startswith(_BYTE_ORDER_MARK) else text


def _with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n")


def _without_white_space_at_the_end(text: str) -> str:
    return text.rstrip()


_NORMALIZATIONS: t.Tuple[t.Callable[[str], str], ...] = (
    _without_byte_order_mark,
    _with_line_feeds,
    _without_white_space_at_the_end,
)
