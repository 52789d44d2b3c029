# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Calls that are made several at a time, and how far they are."""

from __future__ import annotations

import typing as t

Item = t.TypeVar("Item")
Found = t.TypeVar("Found")

Progress = t.Callable[[str, int, int], None]
"""Is told what is done, such as C(read), how many times it was done, and how many times it will be in all."""

WORKERS = 8


def tell_nobody(what: str, done: int, total: int) -> None:
    """Take no notice of how far it is."""


class Workers:
    """Threads that make calls, so many at a time.

    Use it in a C(with) statement. No call is begun behind it, or after one of them has failed.
    """

    def __init__(self, count: int = WORKERS) -> None:
        from concurrent.futures import ThreadPoolExecutor

        self._pool = ThreadPoolExecutor(max_workers=count)
        self._end: t.Optional[Exception] = None

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_error: object) -> None:
        self._end = self._end or RuntimeError("Nobody waits for this any more.")
        self._pool.shutdown()

    def each(self, call: t.Callable[[Item], Found], items: t.Iterable[Item]) -> t.Iterator[Found]:
        """Begin to call a function for each item; its results come in the order of the items.

        A result can be forgotten as soon as it was taken. The first failure stands for every call that is not begun.
        """

        def call_in_time(item: Item) -> Found:
            if self._end is not None:
                raise self._end
            try:
                return call(item)
            except Exception as error:
                self._end = self._end or error
                raise

        return self._pool.map(call_in_time, items)


def side_by_side(call: t.Callable[[Item], Found], items: t.Iterable[Item], count: int) -> t.Iterator[Found]:
    """What a function returns for each item, in the order of the items; so many calls are made at a time."""
    if count == 1:
        yield from map(call, items)
        return
    with Workers(count) as workers:
        yield from workers.each(call, items)


def counted(items: t.Iterable[Item], what: str, total: int, progress: Progress) -> t.Iterator[Item]:
    """The same items; after each one it is told how many there were."""
    for done, item in enumerate(items, 1):
        progress(what, done, total)
        yield item
