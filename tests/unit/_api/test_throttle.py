# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the platform asks of one thread holds for all of them."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api.throttle import Throttle
from ansible_collections.voximplant.platform.plugins.module_utils._api.transport import Response
from harness.fakes import HALF, Time, failed, ok, raw, talk


def test_turn_when_nobody_asked_for_quiet_then_it_comes_at_once() -> None:
    time = Time()
    Throttle(time.sleep, time.clock).wait()
    assert time.sleeps == []


def test_turn_when_somebody_asked_for_quiet_then_it_comes_after_that() -> None:
    time = Time()
    throttle = Throttle(time.sleep, time.clock)
    throttle.pause_all(2.0)
    throttle.wait()
    throttle.wait()
    assert time.sleeps == [2.0]


@pytest.mark.parametrize(("first", "second"), [(5.0, 1.0), (1.0, 5.0)])
def test_quiet_when_it_is_asked_for_twice_then_the_longer_one_counts(first: float, second: float) -> None:
    time = Time()
    throttle = Throttle(time.sleep, time.clock)
    throttle.pause_all(first)
    throttle.pause_all(second)
    throttle.wait()
    assert time.now == max(first, second)


def test_turn_when_quiet_is_made_longer_meanwhile_then_it_comes_after_that() -> None:
    time = Time()
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        time.sleep(seconds)
        if len(slept) == 1:
            throttle.pause_all(3.0)

    throttle = Throttle(sleep, time.clock)
    throttle.pause_all(2.0)
    throttle.wait()
    assert slept == [2.0, 3.0]


def test_sleep_when_one_thread_does_then_calls_of_others_go_on() -> None:
    talking = talk(ok([]))
    talking.client.sleep(4.0)
    talking.client.call("GetRules")
    assert talking.waits == [4.0]


class Meanwhile(Time):
    """A time in which something happens when somebody sleeps first."""

    def __init__(self, happens: t.Callable[[], object]) -> None:
        super().__init__()
        self._happens = [happens]

    def sleep(self, seconds: float) -> None:
        """Let it happen once, and so many seconds pass."""
        if self._happens:
            self._happens.pop()()
        super().sleep(seconds)


@pytest.mark.parametrize("refusal", [raw(b"", 429), failed(340), failed(515)])
def test_call_when_another_one_was_asked_for_patience_then_it_waits_too(refusal: Response) -> None:
    time = Meanwhile(lambda: talking.client.call("GetRules"))
    talking = talk(refusal, ok([]), ok([]), time=time)
    talking.client.call("GetScenarios")
    assert talking.http.methods == ["GetScenarios", "GetRules", "GetScenarios"]
    assert time.sleeps[0] == HALF + HALF / 2  # the other call's; it would not have slept on its own account


def test_call_when_another_one_met_a_broken_server_then_it_does_not_wait() -> None:
    time = Meanwhile(lambda: talking.client.call("GetRules"))
    talking = talk(raw(b"", 503), ok([]), ok([]), time=time)
    talking.client.call("GetScenarios")
    assert talking.http.methods == ["GetScenarios", "GetRules", "GetScenarios"]
    assert len(time.sleeps) == 1
