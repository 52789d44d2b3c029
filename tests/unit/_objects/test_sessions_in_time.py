# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Commands to sessions, and waiting for sessions, when the task's time ends."""

from __future__ import annotations

import threading
import time
import types
import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api import errors
from ansible_collections.voximplant.platform.plugins.module_utils._api.client import Client
from ansible_collections.voximplant.platform.plugins.module_utils._api.deadline import Deadline
from ansible_collections.voximplant.platform.plugins.module_utils._api.transport import Response
from ansible_collections.voximplant.platform.plugins.module_utils._objects.sessions import send_command
from ansible_collections.voximplant.platform.plugins.modules import vox_session_info
from harness.fakes import CREDENTIALS, URL, FakeHttp, ok, raw


def test_command_when_the_tasks_time_ends_while_it_waits_for_the_session_then_it_is_not_sent_again() -> None:
    class Checking(FakeHttp):
        def send(self, verb: str, url: str, headers: t.Mapping[str, str], body: bytes, *deadline: object) -> Response:
            """Send nothing any more when the time is over, as a real one."""
            t.cast(Deadline, deadline[0]).check()
            return super().send(verb, url, headers, body)

    http, deadline = Checking(raw(b"", 404), raw(b"done")), Deadline()
    timer = threading.Timer(0.1, deadline.cancel)
    timer.start()
    with pytest.raises(errors.CancelledError, match="no call was made") as caught:
        send_command(t.cast(t.Any, http), "PUT", URL, {}, "x", deadline=deadline)
    timer.join()
    assert (len(http.sent), caught.value.method, caught.value.ambiguous) == (1, "PUT", False)


def test_wait_when_the_tasks_time_ends_then_it_ends_too() -> None:
    deadline = Deadline()
    client = Client(t.cast(t.Any, FakeHttp(*[ok([])] * 3)), URL, CREDENTIALS, deadline=deadline)
    context = types.SimpleNamespace(client=lambda: client)
    params = {"call_session_history_id": 5, "wait": True, "wait_timeout": 600, "wait_sleep": 300}
    timer = threading.Timer(0.1, deadline.cancel)
    timer.start()
    begun = time.monotonic()
    with pytest.raises(errors.CancelledError):
        vox_session_info.read(params, t.cast(t.Any, context))
    timer.join()
    assert time.monotonic() - begun < 2


@pytest.mark.parametrize("name", ["wait_timeout", "wait_sleep"])
@pytest.mark.parametrize("seconds", [-1, 10**400])
def test_wait_when_no_clock_can_count_its_seconds_then_it_is_refused(name: str, seconds: int) -> None:
    params = {"call_session_history_id": 5, "wait": True, "wait_timeout": 600, "wait_sleep": 300, name: seconds}
    with pytest.raises(errors.InputError, match=f"{name} must be a number of seconds"):
        vox_session_info.read(params, t.cast(t.Any, None))
