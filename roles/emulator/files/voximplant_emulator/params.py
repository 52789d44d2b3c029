# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The parameters of one API call, read as the types that the platform documents."""

from __future__ import annotations

import re
import typing as t

from .errors import ApiError

if t.TYPE_CHECKING:
    import collections.abc as c

ALL = "all"
_INTEGER = re.compile(r"[+-]?[0-9]+", re.ASCII)
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


def _integer(text: str, field_name: str) -> int:
    if not _INTEGER.fullmatch(text):
        raise ApiError(101, field_name, f'For input string: "{text}"')
    return int(text)


class Params:
    """Parameters as they came, all of them text; an empty value counts as none wherever no text is wanted."""

    def __init__(self, values: c.Mapping[str, str]) -> None:
        self._values = values

    def text(self, name: str) -> str | None:
        """Return the parameter as it came, or None if it did not come."""
        return self._values.get(name)

    def filled(self, name: str) -> str | None:
        """Return the parameter, or None if it did not come or is empty."""
        return self._values.get(name) or None

    def required(self, name: str) -> str:
        """Return the parameter; raise 134 if it did not come or is empty."""
        value = self.filled(name)
        if value is None:
            raise ApiError(134, name)
        return value

    def require_one_of(self, *names: str) -> None:
        """Raise 134, naming the first, if none of `names` came."""
        if not any(self.filled(name) for name in names):
            raise ApiError(134, names[0])

    def integer(self, name: str) -> int | None:
        """Return the parameter as a number; raise 101 if it is none."""
        value = self.filled(name)
        return None if value is None else _integer(value, name)

    def boolean(self, name: str, default: bool) -> bool:
        """Return the parameter as a truth value; raise 101 if it is none."""
        value = self.filled(name)
        if value is None:
            return default
        if value.lower() not in _BOOLEANS:
            raise ApiError(101, name)
        return _BOOLEANS[value.lower()]

    def asked(self, name: str) -> bool | None:
        """Return the parameter as a truth value, or None if it did not come."""
        return None if self.filled(name) is None else self.boolean(name, False)

    def names(self, name: str) -> list[str] | None:
        """Return the parts of a list joined with `;`, or None if it did not come."""
        value = self.filled(name)
        return None if value is None else [part for part in value.split(";") if part]

    def integers(self, name: str) -> list[int] | None:
        """Return a list of numbers joined with `;`; raise 101 if a part is none."""
        parts = self.names(name)
        return None if parts is None else [_integer(part, name) for part in parts]

    def is_all(self, name: str) -> bool:
        """Tell whether the parameter is the word that stands for everything the account has."""
        return self.filled(name) == ALL
