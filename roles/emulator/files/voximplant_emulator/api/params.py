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
    """Parameters as they came, all of them text; an empty value counts as none wherever no text is wanted."""

    def __init__(self, values: c.Mapping[str, str]) -> None:
        self._values = values

    @property
    def values(self) -> c.Mapping[str, str]:
        """Return every parameter as it came."""
        return self._values

    def text(self, name: str) -> str | None:
        """Return the parameter as it came, or None if it did not come."""
        return self._values.get(name)

    def non_empty(self, name: str) -> str | None:
        """Return the parameter, or None if it did not come or is empty."""
        return self._values.get(name) or None

    def required(self, name: str) -> str:
        """Return the parameter; raise 134 if it did not come or is empty."""
        value = self.non_empty(name)
        if value is None:
            raise ApiError(134, name)
        return value

    def check(self, required: c.Iterable[str]) -> None:
        """Raise 134 if something `required` is missing ("a|b": both are), then 101 if a value is not of its type."""
        for alternatives in (names.split("|") for names in required):
            if not any(self.non_empty(name) for name in alternatives):
                raise ApiError(134, alternatives[0])
        for name in self._values:
            if name in INTEGERS and not self.is_all(name):
                self.integers(name)
            elif name in BOOLEANS:
                self.boolean(name, False)

    def integer(self, name: str) -> int | None:
        """Return the parameter as a number; raise 101 if it is none."""
        value = self.non_empty(name)
        return None if value is None else _integer(value, name)

    def boolean(self, name: str, default: bool) -> bool:
        """Return the parameter as a truth value; raise 101 if it is none."""
        value = self.non_empty(name)
        if value is None:
            return default
        if value.lower() not in _BOOLEANS:
            raise ApiError(101, name)
        return _BOOLEANS[value.lower()]

    def optional_boolean(self, name: str) -> bool | None:
        """Return the parameter as a truth value, or None if it did not come."""
        return None if self.non_empty(name) is None else self.boolean(name, False)

    def names(self, name: str) -> list[str] | None:
        """Return the parts of a list joined with `;`, or None if it did not come."""
        value = self.non_empty(name)
        return None if value is None else [part for part in value.split(";") if part]

    def integers(self, name: str) -> list[int] | None:
        """Return a list of numbers joined with `;`; raise 101 if a part is none."""
        parts = self.names(name)
        return None if parts is None else [_integer(part, name) for part in parts]

    def is_all(self, name: str) -> bool:
        """Tell whether the parameter is the word that stands for everything the account has."""
        return self.non_empty(name) == ALL
