# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Scripts: compare them with what the platform keeps, expand substitutions, check their size."""

from __future__ import annotations

import enum
import itertools
import re
import typing as t
import unicodedata

from .._api.errors import InputError, LimitError

MAX_SCRIPT_CHARACTERS = 131071
_BYTE_ORDER_MARK = "\ufeff"
_INVISIBLE = ("Cc", "Cf", "Zl", "Zp", "Zs")


class Match(enum.Enum):
    """How the platform's script compares with the desired one."""

    EXACT = "equal"
    NORMALIZED = "equal but for what a normalizing platform drops"
    DIFFERENT = "different"


def compare(desired: str, current: str) -> Match:
    """Compare the desired script with the platform's.

    The platform may have turned CR LF into LF, dropped a leading byte order mark, or dropped white space at the very
    end, alone or together. Nothing else counts as equal.
    """
    if desired == current:
        return Match.EXACT
    return Match.NORMALIZED if current in normalized_forms(desired) else Match.DIFFERENT


def normalized_forms(script: str) -> t.Iterator[str]:
    """Yield all forms in which the platform may keep a script, the script itself first; some occur several times."""
    for chosen in itertools.product((False, True), repeat=len(_NORMALIZATIONS)):
        kept = script
        for normalization in itertools.compress(_NORMALIZATIONS, chosen):
            kept = normalization(kept)
        yield kept


def is_same(desired: str, current: str) -> bool:
    """Return whether nothing would have to be sent."""
    return compare(desired, current) is not Match.DIFFERENT


def describe_change(before: str, after: str) -> str:
    """Return what a diff's header says about a change that its lines do not show; usually nothing."""
    if before.splitlines() == after.splitlines():
        return " (only line endings differ)"
    if _visible(before) == _visible(after):
        return " (only white space or invisible characters differ)"
    return ""


class Tokens:
    """Literal tokens and their values."""

    def __init__(self, values: t.Mapping[str, str]) -> None:
        self._values = values
        longer_first = sorted(values, reverse=True)  # of tokens that begin in the same way
        self._pattern = re.compile("|".join(map(re.escape, longer_first)) or r"(?!)")

    def expand(self, text: str) -> str:
        """Replace all tokens at once; values are not searched for tokens."""
        return self._pattern.sub(lambda found: self._values[found.group()], text)

    def find_in(self, texts: t.Iterable[str]) -> t.Set[str]:
        """Return the tokens that occur in any of these texts."""
        return {token for text in texts for token in self._pattern.findall(text)}


def substitute(scripts: t.Mapping[str, str], substitutions: t.Mapping[str, t.Any]) -> t.Dict[str, str]:
    """Replace tokens by values.

    :arg scripts: scripts by scenario name
    :raises InputError: if a token occurs in no script, or a value is neither a string nor a whole number
    """
    values = {str(token): token_value(str(token), value) for token, value in substitutions.items()}
    missing = sorted(token for token in values if not token or not any(token in script for script in scripts.values()))
    if missing:
        where = f"the script of {next(iter(scripts))}" if len(scripts) == 1 else "any script"
        raise InputError(
            f"These tokens of substitutions do not occur in {where}: {', '.join(map(repr, missing))}.",
            field="substitutions",
        )
    tokens = Tokens(values)
    return {name: tokens.expand(script) for name, script in scripts.items()}


def token_value(token: str, value: t.Any) -> str:
    """Return the value of a token. A fraction is refused: YAML has read 1.10 as another one.

    :raises InputError: if it is neither a string nor a whole number
    """
    if not is_token_value(value):
        raise InputError(
            f"The value of {token!r} in substitutions is neither a string nor a whole number.",
            field="substitutions",
            advice="Put it in quotes, or convert it with the string filter.",
        )
    return str(value)


def is_token_value(value: t.Any) -> bool:
    """Return whether a value can replace a token."""
    return isinstance(value, (str, int)) and not isinstance(value, bool)


def check_length(script: str) -> t.Tuple[str, ...]:
    """Refuse a script that the platform refuses, and return warnings about one that it may refuse."""
    if len(script) > MAX_SCRIPT_CHARACTERS:
        raise LimitError(
            f"The script has {len(script)} characters; the maximum is {MAX_SCRIPT_CHARACTERS}.",
            field="scenario_script",
            advice="Split it into several scenarios of one rule.",
        )
    if len(script.encode("utf-8", "surrogatepass")) > MAX_SCRIPT_CHARACTERS:
        return (
            f"The script has {len(script)} characters, but more than {MAX_SCRIPT_CHARACTERS} bytes as UTF-8; "
            "the platform may refuse it.",
        )
    return ()


def _visible(script: str) -> str:
    return "".join(character for character in script if unicodedata.category(character) not in _INVISIBLE)


_NORMALIZATIONS: t.Tuple[t.Callable[[str], str], ...] = (
    lambda script: script[1:] if script.startswith(_BYTE_ORDER_MARK) else script,
    lambda script: script.replace("\r\n", "\n"),
    str.rstrip,
)
