# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How many calls may be under way: the policy alone, and the throttle that obeys it. Nothing here sleeps."""

from __future__ import annotations

import threading
import typing as t

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.voximplant.platform.plugins.module_utils._api.call_limit import HIGHEST, LOWEST, CallLimit
from ansible_collections.voximplant.platform.plugins.module_utils._api.deadline import Deadline
from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import (
    CancelledError,
    InputError,
    NotFoundError,
    TransientError,
    TransportError,
)
from ansible_collections.voximplant.platform.plugins.module_utils._api.throttle import Throttle
from ansible_collections.voximplant.platform.plugins.module_utils._objects.concurrency import Workers
from harness.fakes import Time


class Platform:
    """Answers as many calls at a time as a limit allows, each in the seconds that it is told."""

    def __init__(self, limit: CallLimit) -> None:
        self.limit = limit
        self.now = 0.0

    def answer(self, seconds: float, rounds: int = 1) -> list[int]:
        """Return the limit after each round of calls."""
        found = []
        for _round in range(rounds):
            begun, count = self.now, self.limit.calls
            self.now += seconds
            for _call in range(count):
                self.limit.record_answer(begun, self.now, was_full=True)
            found.append(self.limit.calls)
        return found

    def refuse(self, calls: int) -> int:
        """Refuse calls that began together, and return the limit."""
        begun = self.now
        self.now += 0.1
        for _call in range(calls):
            self.limit.record_refusal(begun, self.now)
        return self.limit.calls


@pytest.mark.parametrize("seconds", [0.02, 0.1, 0.2, 0.45])
def test_limit_when_calls_stay_as_quick_then_it_is_the_highest_within_a_second(seconds: float) -> None:
    platform = Platform(CallLimit())
    assert platform.limit.calls == LOWEST
    assert platform.answer(seconds, 3) == [16, HIGHEST, HIGHEST]
    assert seconds * 2 < 1


def test_limit_when_more_calls_at_a_time_are_slow_then_it_is_lowered_and_raised_step_by_step() -> None:
    platform = Platform(CallLimit())
    platform.answer(0.1, 2)
    assert platform.answer(0.21) == [16]
    assert platform.answer(0.21) == [8]
    assert platform.answer(0.1, 3) == [9, 10, 11]


def test_limit_when_calls_are_somewhat_slower_then_it_stays() -> None:
    platform = Platform(CallLimit())
    platform.answer(0.1)
    assert platform.answer(0.17, 3) == [16, 16, 16]


def test_limit_when_all_calls_have_become_slow_then_they_are_what_is_usual_from_then_on() -> None:
    platform = Platform(CallLimit())
    platform.answer(0.1, 2)
    assert platform.answer(1.0, 4) == [16, 8, 9, 10]


def test_limit_when_calls_that_began_together_are_refused_then_it_is_halved_once() -> None:
    platform = Platform(CallLimit())
    platform.answer(0.1, 2)
    assert platform.refuse(HIGHEST) == 16
    assert platform.refuse(1) == 8
    assert platform.refuse(1) == LOWEST
    assert platform.answer(0.1) == [9]


def test_limit_when_fewer_calls_were_made_than_it_allows_then_they_say_nothing() -> None:
    limit = CallLimit()
    for number in range(100):
        limit.record_answer(number, number + 0.1, was_full=False)
    assert limit.calls == LOWEST


@pytest.mark.parametrize(("quick", "calls"), [(8, LOWEST), (9, HIGHEST)])
def test_limit_when_some_calls_of_a_round_are_slow_then_their_median_decides(quick: int, calls: int) -> None:
    platform = Platform(CallLimit())
    assert platform.answer(0.1) == [16]
    for number in range(16):
        platform.limit.record_answer(platform.now, platform.now + (0.1 if number < quick else 9.0), was_full=True)
    assert platform.limit.calls == calls


def test_limit_when_calls_began_before_it_was_changed_then_they_say_nothing_about_it() -> None:
    limit = CallLimit()
    for _call in range(LOWEST):
        limit.record_answer(0.0, 1.0, was_full=True)
    for _call in range(100):
        limit.record_answer(0.5, 9.0, was_full=True)
    limit.record_refusal(0.5, 9.0)
    assert limit.calls == 16


@given(st.lists(st.tuples(st.booleans(), st.floats(0.001, 10)), max_size=60))
def test_limit_whatever_happens_then_it_is_within_its_bounds(events: list[tuple[bool, float]]) -> None:
    platform = Platform(CallLimit())
    limits = [platform.refuse(3) if fails else platform.answer(seconds)[0] for fails, seconds in events]
    assert all(LOWEST <= calls <= HIGHEST for calls in limits)


def test_limit_when_it_is_a_number_then_nothing_changes_it() -> None:
    platform = Platform(CallLimit.from_option("5"))
    assert [*platform.answer(0.1, 3), platform.refuse(5), *platform.answer(9.0)] == [5] * 5


@pytest.mark.parametrize("option", ["auto", "AUTO", " auto ", "", " ", None])
def test_option_when_it_is_auto_or_empty_then_the_limit_can_grow(option: str | None) -> None:
    limit = CallLimit.from_option(option)
    assert (limit.calls, limit.highest) == (LOWEST, HIGHEST)


@pytest.mark.parametrize(("option", "calls"), [("1", 1), ("1000", 1000), ("5".zfill(20), 5)])
def test_option_when_it_is_a_number_then_that_is_the_limit(option: str, calls: int) -> None:
    limit = CallLimit.from_option(option)
    assert (limit.calls, limit.highest) == (calls, calls)


@pytest.mark.parametrize("option", ["0", "-1", "2.5", "many", "²", "1001", "5".zfill(21), "9" * 5000])
def test_option_when_it_is_neither_auto_nor_a_number_then_it_is_refused(option: str) -> None:
    with pytest.raises(InputError, match="workers must be auto or a number from 1 to 1000") as caught:
        CallLimit.from_option(option)
    assert caught.value.field == "workers"


class Recorder(CallLimit):
    """Remembers what it takes notice of."""

    def __init__(self) -> None:
        super().__init__(1, 1)
        self.noticed: list[tuple[t.Any, ...]] = []

    def record_answer(self, begun: float, ended: float, *, was_full: bool) -> None:
        """Remember an answer."""
        self.noticed.append((begun, ended, was_full))

    def record_refusal(self, begun: float, now: float) -> None:
        """Remember a refusal."""
        self.noticed.append((begun, now))


def test_turn_when_a_call_is_answered_then_its_time_counts_without_the_pause_before_it() -> None:
    time, limit = Time(), Recorder()
    throttle = Throttle(time.sleep, time.clock, limit=limit)
    throttle.pause_all(2.0)
    with throttle.turn():
        time.now += 0.5
    assert limit.noticed == [(2.0, 2.5, True)]


@pytest.mark.parametrize(
    ("error", "counts"),
    [
        (TransientError("throttled", http_status=429), True),
        (TransientError("throttled", code=340), True),
        (TransientError("broken", http_status=503), True),
        (TransportError("reset", ambiguous=True), True),
        (NotFoundError("no such rule", code=132), False),
    ],
)
def test_turn_when_a_call_fails_then_only_an_overload_counts(error: Exception, counts: bool) -> None:
    time, limit = Time(), Recorder()
    with pytest.raises(type(error)), Throttle(time.sleep, time.clock, limit=limit).turn():
        raise error
    assert limit.noticed == ([(0.0, 0.0)] if counts else [])


def test_turn_when_more_threads_want_one_than_the_limit_then_so_many_have_it_and_more_once_it_grows() -> None:
    limit = CallLimit(2, 4)
    throttle = Throttle(lambda seconds: None, lambda: 0.0, limit=limit)
    gate, inside = threading.Semaphore(0), threading.Semaphore(0)

    def call(_number: int) -> None:
        with throttle.turn():
            inside.release()
            gate.acquire(timeout=10)

    with Workers(CallLimit(8, 8)) as workers:
        made = workers.map(call, range(20))
        for calls in (2, 4):
            assert all(inside.acquire(timeout=5) for _call in range(calls))
            assert not inside.acquire(timeout=0.2)
            assert limit.calls == calls
            gate.release(calls)
        gate.release(14)
        assert len(list(made)) == 20


def test_turn_when_the_task_is_cancelled_then_those_that_wait_for_one_are_never_made() -> None:
    deadline = Deadline()
    throttle = Throttle(deadline.sleep, lambda: 0.0, deadline.check, CallLimit(1, 1))
    made: list[int] = []

    def call(number: int) -> None:
        with throttle.turn():
            made.append(number)

    with Workers(CallLimit(4, 4)) as workers:
        with throttle.turn():
            waiting = workers.map(call, range(4))
            deadline.cancel()
        with pytest.raises(CancelledError):
            list(waiting)
    assert made == []


def test_pool_when_a_call_fails_then_those_that_wait_for_the_limit_do_not_begin() -> None:
    begun: list[int] = []
    many, over = threading.Event(), threading.Event()

    def call(number: int) -> None:
        begun.append(number)
        if number == 0:
            many.wait(0.2)  # in vain, unless more begin than the limit allows
            raise LookupError
        if number > 1:
            many.set()
        over.wait(10)

    with Workers(CallLimit(2, 32)) as workers:
        made = workers.map(call, range(64))
        with pytest.raises(LookupError):
            list(made)
        over.set()
    assert sorted(begun) == [0, 1]
