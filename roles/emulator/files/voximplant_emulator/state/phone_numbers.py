# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The phone numbers that accounts have."""

from __future__ import annotations

import re
import sqlite3
import typing as t

from . import clock

if t.TYPE_CHECKING:
    import collections.abc as c

    from .store import Store

_DIGITS = re.compile(r"[0-9]{3,15}", re.ASCII)
_OPTIONS: dict[str, object] = {
    "is_sms_supported": True,
    "country_code": "US",
    "category_name": "GEOGRAPHIC",
    "region_name": "New York",
    "price": 1.0,
}


def add(store: Store, account_id: int, phone_number: str, **options: object) -> int:
    """Give an account a phone number and return its id; raise ValueError if the number or an option is invalid.

    The options are `is_sms_supported`, `country_code`, `category_name`, `region_name` and `price`.
    """
    if not _DIGITS.fullmatch(phone_number):
        raise ValueError(f"a phone number has 3 to 15 digits and nothing else, not {phone_number!r}")
    unknown = sorted(set(options) - set(_OPTIONS))
    if unknown:
        raise ValueError(f"a phone number has no {unknown[0]!r}; it has: {', '.join(_OPTIONS)}")
    now = clock.timestamp()
    columns = {**_OPTIONS, **options, "purchase_date": now, "next_renewal": clock.in_a_month(), "modified": now}
    try:
        return store.add("phone_number", account_id=account_id, phone_number=phone_number, **columns)
    except sqlite3.IntegrityError as error:
        raise ValueError(f"an account has the phone number {phone_number} already") from error


def ensure(store: Store, account_id: int, numbers: c.Iterable[str | c.Mapping[str, t.Any]]) -> list[str]:
    """Give an account the numbers that it lacks, and return them; raise what `add` raises.

    Each is the number alone or a mapping with `phone_number` and the options of `add`.
    """
    definitions = [{"phone_number": number} if isinstance(number, (str, int)) else dict(number) for number in numbers]
    present = {row["phone_number"] for row in store.rows("SELECT * FROM phone_number WHERE account_id = ?", account_id)}
    added = []
    for definition in definitions:
        phone_number = str(definition.pop("phone_number", ""))
        if phone_number not in present:
            add(store, account_id, phone_number, **definition)
            present.add(phone_number)
            added.append(phone_number)
    return added


def release(store: Store, account_id: int, phone_number: str) -> None:
    """Take a phone number away from an account; raise LookupError if the account does not have it."""
    condition = "phone_number = ? AND account_id = ?"
    store.require_row(f"SELECT 1 FROM phone_number WHERE {condition}", phone_number, account_id)
    store.run(f"DELETE FROM phone_number WHERE {condition}", phone_number, account_id)
