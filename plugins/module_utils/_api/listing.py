# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Listings that come page by page: complete, or an error; bounded in rows and bytes."""

from __future__ import annotations

import json
import typing as t

from .errors import ProtocolError
from .response import ApiObject

PAGE_SIZE = 1000
MAX_ROWS = 200_000
MAX_BYTES = 64 * 1024 * 1024
TRIES = 4
_SECONDS_BETWEEN_TRIES = 0.5
_IDS = {
    "GetApplications": "application_id",
    "GetRules": "rule_id",
    "GetScenarios": "scenario_id",
    "GetUsers": "user_id",
    "GetPhoneNumbers": "phone_id",
    "GetSecrets": "secret_id",
    "GetKeys": "key_id",
}

ReadPage = t.Callable[[int, int], ApiObject]
"""Reads one page: C(offset) and C(count) to its answer."""


def complete_rows(read: ReadPage, method: str, sleep: t.Callable[[float], None]) -> t.Iterable[ApiObject]:
    """Return the rows of a whole listing, each once.

    It is complete if as many distinct rows came as C(total_count) says at the end, that did not change meanwhile, and
    each page begins with the last row of the page before it. Otherwise somebody changed the account between two pages,
    so it is read again.

    :arg sleep: waits between two tries
    :raises ProtocolError: if it was never complete, or is too large
    """
    listing = _Listing(method)
    for attempt in range(TRIES):
        if attempt:
            sleep(_SECONDS_BETWEEN_TRIES * attempt)
        listing = _Listing(method)
        for answer in part_pages(read, 0, None, listing.add):
            listing.add_total(answer)
        if listing.is_complete:
            return listing.rows.values()
    raise ProtocolError(
        f"{method} listed {len(listing.rows)} different rows of {listing.total}, "
        "and the list changed each time it was read.",
        method=method,
        advice="Run the task again when nobody else is changing the account.",
    )


def part_pages(
    read: ReadPage, offset: int, limit: t.Optional[int], add: t.Optional[t.Callable[[ApiObject], bool]] = None
) -> t.Iterator[ApiObject]:
    """Yield the answers for at most so many rows from an offset, also from a server that sends short pages.

    :arg add: takes notice of an answer, and returns whether it brings anything new; pages overlap by one row then
    """
    end = None if limit is None else offset + limit
    while end is None or offset < end:
        count = PAGE_SIZE if end is None else min(PAGE_SIZE, end - offset)
        answer = read(offset, count)
        yield answer
        received = len(answer.rows("result"))
        offset += received
        total = answer.optional_integer("total_count")
        is_last = offset >= total if total is not None else received < count
        has_news = received > 0 if add is None else add(answer)
        if is_last or not has_news:
            return
        if add is not None and received > 1:
            offset -= 1


class _Listing:
    """The rows that have come of a listing, within bounds."""

    def __init__(self, method: str) -> None:
        self._method = method
        self._id = _IDS.get(method)
        self._bytes = 0
        self._totals: t.Set[t.Optional[int]] = set()
        self._overlap: t.Optional[str] = None
        self._has_moved = False
        self.total: t.Optional[int] = None
        self.rows: t.Dict[str, ApiObject] = {}

    @property
    def is_complete(self) -> bool:
        """Return whether no row is missing, if the platform says how many there are."""
        return not self._has_moved and len(self._totals) == 1 and self.total in (None, len(self.rows))

    def add(self, answer: ApiObject) -> bool:
        """Add a page; return whether it has a row that no other page had, and follows the page before it."""
        before = len(self.rows)
        self._bytes += answer.size
        keys = [self._key(row) for row in answer.rows("result")]
        self._has_moved = self._overlap not in (None, *keys[:1])
        self._overlap = keys[-1] if len(keys) > 1 else None
        for key, row in zip(keys, answer.rows("result")):
            self.rows.setdefault(key, row)
        if len(self.rows) > MAX_ROWS or self._bytes > MAX_BYTES:
            raise ProtocolError(
                f"{self._method} lists more than {MAX_ROWS} rows or {MAX_BYTES} bytes.", method=self._method
            )
        return len(self.rows) > before and not self._has_moved

    def add_total(self, answer: ApiObject) -> None:
        """Take notice of the number of rows that a page announces."""
        self.total = answer.optional_integer("total_count")
        self._totals.add(self.total)

    def _key(self, row: ApiObject) -> str:
        """Return what tells a row from others: its id, or all of it."""
        value = row.fields.get(self._id) if self._id else None
        return str(value) if isinstance(value, (int, str)) else json.dumps(row.fields, sort_keys=True)
