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


def side_by_side(call: t.Callable[[Item], Found], items: t.Iterable[Item], workers: int = WORKERS) -> t.Iterator[Found]:
    """What a function returns for each item, in the order of the items.

    A result can be forgotten as soon as it was taken. After a failure no further call is begun.
    """
    if workers == 1:
        yield from map(call, items)
        return
    from concurrent.futures import ThreadPoolExecutor

    failures: t.List[BaseException] = []

    def call_unless_failed(item: Item) -> t.Optional[Found]:
        if failures:  # an earlier item: its failure is raised before this result is taken
            return None
        try:
            return call(item)
        except BaseException as error:
            failures.append(error)
            raise

    with ThreadPoolExecutor(max_workers=workers) as pool:
        yield from t.cast("t.Iterator[Found]", pool.map(call_unless_failed, items))


def counted(items: t.Iterable[Item], what: str, total: int, progress: Progress) -> t.Iterator[Item]:
    """The same items; after each one it is told how many there were."""
    for done, item in enumerate(items, 1):
        progress(what, done, total)
        yield item
