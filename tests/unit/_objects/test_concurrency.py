# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Concurrent calls: their order, their number, and what a failure stops."""

from __future__ import annotations

import threading

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api.call_limit import CallLimit
from ansible_collections.voximplant.platform.plugins.module_utils._objects.concurrency import (
    Workers,
    report_progress,
    run_concurrently,
)


@pytest.mark.parametrize("workers", [1, 2, 8])
def test_calls_when_made_concurrently_then_results_have_the_order_of_the_items(workers: int) -> None:
    assert list(run_concurrently(str, range(40), CallLimit(workers, workers))) == [str(number) for number in range(40)]


def test_calls_when_there_are_several_workers_then_so_many_are_made_at_a_time() -> None:
    together = threading.Barrier(4, timeout=10)
    running: list[int] = []
    most: list[int] = []

    def call(number: int) -> int:
        running.append(number)
        most.append(len(running))
        place = together.wait()
        running.remove(number)
        together.wait()
        return place

    assert sorted(run_concurrently(call, range(8), CallLimit(4, 4))) == [0, 0, 1, 1, 2, 2, 3, 3]
    assert max(most) == 4


@pytest.mark.parametrize("workers", [1, 2])
def test_calls_when_one_fails_then_only_those_that_had_begun_are_finished(workers: int) -> None:
    begun: list[int] = []
    over = threading.Event()

    def call(number: int) -> None:
        begun.append(number)
        if number == 0:
            threading.Timer(0.2, over.set).start()  # long after the failure is known
            raise LookupError
        over.wait(10)

    with pytest.raises(LookupError):
        list(run_concurrently(call, range(1000), CallLimit(workers, workers)))
    assert begun in ([0], list(range(workers)))


def test_workers_when_one_batch_fails_then_the_others_raise_its_failure() -> None:
    failed = threading.Event()

    def fail(_item: int) -> None:
        failed.set()
        raise LookupError

    with pytest.raises(LookupError), Workers(CallLimit(1, 1)) as workers:
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

    with pytest.raises(LookupError), Workers(CallLimit(2, 2)) as workers:
        results = workers.map(call, range(1000))
        both.wait()
        threading.Timer(0.1, left.set).start()
        raise LookupError
    assert sorted(begun) == [0, 1]
    assert [next(results), next(results)] == [None, None]
    with pytest.raises(RuntimeError, match="The pool is closed"):
        next(results)


@pytest.mark.parametrize("calls", [2, 8, 3])
def test_workers_when_the_limit_is_changed_then_as_many_threads_make_calls(calls: int) -> None:
    limit = CallLimit(4, 8)
    together: dict[int, threading.Barrier] = {count: threading.Barrier(count, timeout=10) for count in (4, calls)}

    def call(count: int) -> str:
        together[count].wait()
        return threading.current_thread().name

    with Workers(limit) as workers:
        assert len(set(workers.map(call, [4] * 20))) == 4
        limit.calls = calls
        assert len(set(workers.map(call, [calls] * calls * 5))) == calls


def test_workers_when_the_limit_is_raised_while_calls_wait_then_another_thread_begins() -> None:
    limit = CallLimit(1, 2)
    all_wait = threading.Event()
    together = threading.Barrier(2, timeout=5)

    def call(number: int) -> None:
        if number == 0:
            all_wait.wait(5)
            limit.calls = 2
        else:
            together.wait()

    with Workers(limit) as workers:
        results = workers.map(call, range(3))
        all_wait.set()
        assert list(results) == [None] * 3


def test_items_when_progress_is_reported_then_each_is_counted_after_it_came() -> None:
    reported: list[tuple[str, int, int]] = []
    for item in report_progress("ab", "read", 2, lambda *step: reported.append(step)):
        assert len(reported) == "ab".index(item) + 1
    assert reported == [("read", 1, 2), ("read", 2, 2)]


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
        list(run_concurrently(call, range(1000), CallLimit(2, 2)))
    assert sorted(begun) == [0, 1]
