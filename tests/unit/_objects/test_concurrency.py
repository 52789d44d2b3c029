# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Calls that are made several at a time: their order, their number, and what a failure stops."""

from __future__ import annotations

import threading

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._objects.concurrency import (
    Workers,
    report_progress,
    run_concurrently,
)


@pytest.mark.parametrize("workers", [1, 2, 8])
def test_calls_when_made_side_by_side_then_results_have_the_order_of_the_items(workers: int) -> None:
    assert list(run_concurrently(str, range(40), workers)) == [str(number) for number in range(40)]


def test_calls_when_there_are_several_workers_then_so_many_are_made_at_a_time() -> None:
    together = threading.Barrier(4, timeout=10)
    assert len(set(run_concurrently(lambda _number: together.wait(), range(4), 4))) == len(range(4))


@pytest.mark.parametrize("workers", [1, 2])
def test_calls_when_one_fails_then_hardly_any_other_is_begun(workers: int) -> None:
    begun: list[int] = []
    failed = threading.Event()

    def call(number: int) -> None:
        begun.append(number)
        if number == 0:
            failed.set()
            raise LookupError
        failed.wait(10)

    with pytest.raises(LookupError):
        list(run_concurrently(call, range(10_000), workers))
    assert len(begun) < len(range(10_000))


def test_workers_when_one_of_several_rows_fails_then_its_failure_is_what_the_others_raise() -> None:
    failed = threading.Event()

    def fail(_item: int) -> None:
        failed.set()
        raise LookupError

    with pytest.raises(LookupError), Workers(1) as workers:
        workers.map(fail, [1])
        failed.wait(10)
        list(workers.map(str, range(3)))


def test_workers_when_the_block_is_left_then_nothing_more_is_begun() -> None:
    begun: list[int] = []
    both = threading.Barrier(3, timeout=10)
    left = threading.Event()

    def call(number: int) -> None:
        begun.append(number)
        both.wait()
        left.wait(10)

    with pytest.raises(LookupError), Workers(2) as workers:
        workers.map(call, range(1000))
        both.wait()
        threading.Timer(0.1, left.set).start()
        raise LookupError
    assert len(begun) == len(("one of the first worker", "one of the second"))


def test_items_when_counted_then_each_is_told_after_it_came() -> None:
    told: list[tuple[str, int, int]] = []
    for item in report_progress("ab", "read", 2, lambda *step: told.append(step)):
        assert len(told) == "ab".index(item) + 1
    assert told == [("read", 1, 2), ("read", 2, 2)]


def test_calls_when_a_later_one_fails_first_then_no_other_is_begun_while_the_first_goes_on() -> None:
    begun: list[int] = []
    many = threading.Event()

    def call(number: int) -> None:
        begun.append(number)
        if number == 0:
            many.wait(0.5)  # in vain, unless others are begun
        elif number == 1:
            raise LookupError
        elif number > 50:
            many.set()

    with pytest.raises(LookupError):
        list(run_concurrently(call, range(1000), 2))
    assert sorted(begun) == [0, 1]
