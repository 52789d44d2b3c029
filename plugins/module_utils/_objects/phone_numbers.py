# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Read phone numbers, and look one up."""

from __future__ import annotations

import dataclasses
import re
import typing as t

from .._api.errors import InputError, NotFoundError, VoximplantError
from .names import matches
from .resources import PhoneNumber

if t.TYPE_CHECKING:
    from .._api.client import Client, Value

_UNKNOWN_NUMBER_CODES = (121, 181)
_PUNCTUATION = re.compile(r"[\s-]")
_GLOB_PUNCTUATION = re.compile(r"^\s*\+|(\[[^]]*\])|[\s-]")


@dataclasses.dataclass(frozen=True)
class PhoneNumberSelector:
    """A phone number by id, or by its digits."""

    phone_id: t.Optional[int]
    phone_number: t.Optional[str]

    @classmethod
    def from_params(cls, params: t.Mapping[str, t.Any]) -> PhoneNumberSelector:
        """Read the options C(phone_id) and C(phone_number).

        :raises InputError: if the number has other characters than digits, spaces, hyphens and a plus sign in front
        """
        number = params["phone_number"]
        return cls(params["phone_id"], None if number is None else digits_of(number))

    def __str__(self) -> str:
        return self.phone_number or str(self.phone_id)

    def selects(self, number: PhoneNumber) -> bool:
        """Return whether this is a number's id or its digits."""
        return self.phone_id in (None, number.phone_id) and self.phone_number in (None, number.phone_number)


def digits_of(phone_number: str, field: str = "phone_number") -> str:
    """Return a phone number without a plus sign, spaces and hyphens.

    :arg field: the option that it is the value of
    :raises InputError: if anything else than digits is left
    """
    digits = _PUNCTUATION.sub("", phone_number)
    digits = digits[1:] if digits.startswith("+") else digits
    if not re.fullmatch("[0-9]+", digits):
        raise InputError(
            f"{field} {phone_number!r} is not a phone number.",
            field=field,
            advice="Write it as digits, such as 12025550100.",
        )
    return digits


def number_matches(digits: str, globs: t.Iterable[str]) -> bool:
    """Return whether a phone number matches one of some globs, which are written as people write numbers."""
    return matches(digits, [_GLOB_PUNCTUATION.sub(r"\1", glob) for glob in globs])


def list_phone_numbers(client: Client, filters: t.Mapping[str, Value]) -> t.Tuple[PhoneNumber, ...]:
    """Return the phone numbers that these parameters of GetPhoneNumbers select, sorted by id."""
    try:
        numbers = [PhoneNumber.from_row(row) for row in client.pages("GetPhoneNumbers", filters)]
    except VoximplantError as error:
        if error.code not in _UNKNOWN_NUMBER_CODES:
            raise
        return ()
    return tuple(sorted(numbers, key=lambda number: number.phone_id))


def list_selected(
    client: Client, selector: PhoneNumberSelector, filters: t.Optional[t.Mapping[str, Value]] = None
) -> t.Tuple[PhoneNumber, ...]:
    """Return the phone numbers that a selector and other parameters of GetPhoneNumbers select, sorted by id."""
    own = {"phone_id": selector.phone_id, "phone_number": selector.phone_number}
    return tuple(filter(selector.selects, list_phone_numbers(client, {**own, **(filters or {})})))


def read_phone_number(client: Client, selector: PhoneNumberSelector) -> PhoneNumber:
    """Return the selected phone number (GetPhoneNumbers).

    :raises NotFoundError: if the account does not have it
    """
    for number in list_selected(client, selector):
        return number
    field = "phone_number" if selector.phone_id is None else "phone_id"
    what = f"phone number {selector}" if selector.phone_id is None else f"phone number with the ID {selector}"
    raise NotFoundError(
        f"The account does not have the {what}.",
        method="GetPhoneNumbers",
        field=field,
        advice="Buy the number in the control panel first, or check the account.",
    )
