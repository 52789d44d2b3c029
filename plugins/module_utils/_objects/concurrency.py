# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Several calls at a time, each in a thread."""

from __future__ import annotations

import collections
import functools
import threading
import typing as t

from .._api.call_limit import CallLimit

if t.TYPE_CHECKING:
    from concurrent.futures import Future

Item = t.TypeVar("Item")
Result = t.TypeVar("Result")

Progress = t.Callable[[str, int, int], None]
"""Progress callback: C((label, done, total)), such as C(("read", 20, 100))."""


def no_progress(label: str, done: int, total: int) -> None:
    """Ignore progress."""


class Workers:
    """A pool of threads that make calls: as many as the limit allows at the moment.

    Use it in a C(with) statement. After it, and after a call that failed, no further call begins.

    :arg limit: how many items are taken up at a time
    """

    def __init__(self, limit: CallLimit) -> None:
        from concurrent.futures import ThreadPoolExecutor

        self._limit = limit
        self._pool = ThreadPoolExecutor(max_workers=self._limit.highest)
        self._lock = threading.Lock()
        self._waiting: t.Deque[t.Tuple[Future[t.Any], t.Callable[[], t.Any]]] = collections.deque()
        self._busy = 0
        self._failure: t.Optional[BaseException] = None

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_error: object) -> None:
        with self._lock:
            self._failure = self._failure or RuntimeError("The pool is closed.")
        self._pool.shutdown()

    def map(self, call: t.Callable[[Item], Result], items: t.Iterable[Item]) -> t.Iterator[Result]:
        """Begin to call a function for each item, and return the results in the order of the items.

        A result can be freed as soon as it was taken. After the first failure every call that has not begun fails.
        """
        from concurrent.futures import Future

        futures: t.List[Future[Result]] = []
        for item in items:
            futures.append(Future())
            with self._lock:
                self._waiting.append((futures[-1], functools.partial(call, item)))
                self._employ()
        return _results(futures)

    def _employ(self) -> None:
        """Have one more thread work if there is work, and the limit allows it; the lock is held."""
        if self._waiting and self._busy < self._limit.calls:
            self._busy += 1
            self._pool.submit(self._work)

    def _work(self) -> None:
        """Make calls until none waits, or the limit has been lowered."""
        while True:
            with self._lock:
                if not self._waiting or self._busy > self._limit.calls:
                    self._busy -= 1
                    return
                future, call = self._waiting.popleft()
                if self._failure is None:
                    self._employ()  # the limit may have been raised
            self._make(call, future)

    def _make(self, call: t.Callable[[], t.Any], future: Future[t.Any]) -> None:
        if self._failure is not None:
            future.set_exception(self._failure)
            return
        try:
            result = call()
        except BaseException as error:
            self._failure = self._failure or error
            future.set_exception(error)
        else:
            future.set_result(result)


def _results(futures: t.List[Future[Result]]) -> t.Iterator[Result]:
    futures.reverse()
    while futures:
        yield futures.pop().result()


def run_concurrently(call: t.Callable[[Item], Result], items: t.Sequence[Item], limit: CallLimit) -> t.Iterator[Result]:
    """Yield the results of a function called for each item, several at a time, in the order of the items.

    Nothing is called before the first one is taken.
    """
    if limit.highest == 1 or len(items) == 1:
        yield from map(call, items)
        return
    with Workers(limit) as workers:
        yield from workers.map(call, items)


def report_progress(items: t.Iterable[Item], label: str, total: int, progress: Progress) -> t.Iterator[Item]:
    """Yield the same items, and report before each one how many there have been."""
    for done, item in enumerate(items, 1):
        progress(label, done, total)
        yield item
