# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Several calls at a time, each in a thread."""

from __future__ import annotations

import typing as t

from .._api.call_limit import CallLimit, Slots, WorkerCount

Item = t.TypeVar("Item")
Result = t.TypeVar("Result")

Progress = t.Callable[[str, int, int], None]
"""Progress callback: C((label, done, total)), such as C(("read", 20, 100))."""


def no_progress(label: str, done: int, total: int) -> None:
    """Ignore progress."""


class Workers:
    """A pool of threads that make calls.

    Use it in a C(with) statement. After it, and after a call that failed, no further call begins.

    :arg limit: how many items are taken up at a time
    """

    def __init__(self, limit: WorkerCount) -> None:
        from concurrent.futures import ThreadPoolExecutor

        limit = CallLimit.of(limit)
        self._slots = Slots(limit)
        self._pool = ThreadPoolExecutor(max_workers=limit.highest)
        self._failure: t.Optional[Exception] = None

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_error: object) -> None:
        self._failure = self._failure or RuntimeError("The pool is closed.")
        self._pool.shutdown()

    def map(self, call: t.Callable[[Item], Result], items: t.Iterable[Item]) -> t.Iterator[Result]:
        """Begin to call a function for each item, and return the results in the order of the items.

        A result can be freed as soon as it was taken. After the first failure every call that has not begun fails.
        """

        def call_unless_failed(item: Item) -> Result:
            with self._slots:
                if self._failure is not None:
                    raise self._failure
                try:
                    return call(item)
                except Exception as error:
                    self._failure = self._failure or error
                    raise

        return self._pool.map(call_unless_failed, items)


def run_concurrently(
    call: t.Callable[[Item], Result], items: t.Iterable[Item], limit: WorkerCount
) -> t.Iterator[Result]:
    """Call a function for each item, several at a time, and return the results in the order of the items."""
    if CallLimit.of(limit).highest == 1:
        yield from map(call, items)
        return
    with Workers(limit) as workers:
        yield from workers.map(call, items)


def report_progress(items: t.Iterable[Item], label: str, total: int, progress: Progress) -> t.Iterator[Item]:
    """Return the same items, and report after each one how many there were."""
    for done, item in enumerate(items, 1):
        progress(label, done, total)
        yield item
