# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The parameters of an API call, converted to the types that the platform documents."""

from __future__ import annotations

import re
import typing as t

from .errors import ApiError

if t.TYPE_CHECKING:
    import collections.abc as c

ALL = "all"
INTEGERS = frozenset(
    {
        "application_id",
        "call_session_history_id",
        "child_account_id",
        "count",
        "max_duration",
        "min_duration",
        "offset",
        "phone_id",
        "rule_id",
        "scenario_id",
        "secret_id",
        "user_id",
    }
)
BOOLEANS = frozenset(
    {
        "auto_charge",
        "bind",
        "can_be_used",
        "canceled",
        "children_calls_only",
        "children_phones_only",
        "deactivated",
        "desc_order",
        "is_bound_to_application",
        "is_bound_to_rule",
        "parent_accounting",
        "return_live_balance",
        "rewrite",
        "secure_record_storage",
        "user_active",
        "video_conference",
        "with_calls",
        "with_other_resources",
        "with_records",
        "with_roles",
        "with_rules",
        "with_scenarios",
        "with_script",
        "with_total_count",
    }
)
_INTEGER = re.compile(r"[+-]?[0-9]+", re.ASCII)
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


def _integer(text: str, field_name: str) -> int:
    if not _INTEGER.fullmatch(text):
        raise ApiError(101, field_name, f'For input string: "{text}"')
    return int(text)


class Params:
    """Parameters as strings; an empty one counts as missing unless the method takes any text."""

    def __init__(self, values: c.Mapping[str, str]) -> None:
        self._values = values

    @property
    def values(self) -> c.Mapping[str, str]:
        """Return every parameter as a string."""
        return self._values

    def text(self, name: str) -> str | None:
        """Return the parameter, or None if it is missing."""
        return self._values.get(name)

    def non_empty(self, name: str) -> str | None:
        """Return the parameter, or None if it is missing or empty."""
        return self._values.get(name) or None

    def required(self, name: str) -> str:
        """Return the parameter; raise 134 if it is missing or empty."""
        value = self.non_empty(name)
        if value is None:
            raise ApiError(134, name)
        return value

    def check(self, required: c.Iterable[str]) -> None:
        """Raise 134 if a `required` parameter is missing (for "a|b": both), then 101 if a value has the wrong type."""
        for alternatives in (names.split("|") for names in required):
            if not any(self.non_empty(name) for name in alternatives):
                raise ApiError(134, alternatives[0])
        for name in self._values:
            if name in INTEGERS and not self.is_all(name):
                self.integers(name)
            elif name in BOOLEANS:
                self.boolean(name, False)

    def integer(self, name: str) -> int | None:
        """Return the parameter as an integer, or None if it is missing; raise 101 if it is not a number."""
        value = self.non_empty(name)
        return None if value is None else _integer(value, name)

    def boolean(self, name: str, default: bool) -> bool:
        """Return the parameter as a boolean; raise 101 if it is not one."""
        value = self.non_empty(name)
        if value is None:
            return default
        if value.lower() not in _BOOLEANS:
            raise ApiError(101, name)
        return _BOOLEANS[value.lower()]

    def optional_boolean(self, name: str) -> bool | None:
        """Return the parameter as a boolean, or None if it is missing; raise 101 if it is not one."""
        return None if self.non_empty(name) is None else self.boolean(name, False)

    def names(self, name: str) -> list[str] | None:
        """Split a list at `;`; return None if it is missing."""
        value = self.non_empty(name)
        return None if value is None else [part for part in value.split(";") if part]

    def integers(self, name: str) -> list[int] | None:
        """Split a list of integers at `;`; return None if it is missing, raise 101 if an item is not a number."""
        parts = self.names(name)
        return None if parts is None else [_integer(part, name) for part in parts]

    def is_all(self, name: str) -> bool:
        """Tell whether the parameter is the word `all`."""
        return self.non_empty(name) == ALL
