# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Commands to running sessions."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api import errors
from ansible_collections.voximplant.platform.plugins.module_utils._api.deadline import Deadline
from ansible_collections.voximplant.platform.plugins.module_utils._api.redact import HIDDEN
from ansible_collections.voximplant.platform.plugins.module_utils._apply.sessions import CommandTask
from harness.fakes import FakeHttp, raw

ACCESS_URL = "https://session.test/request/secret"


def task_of(http: FakeHttp, command: str | None, **headers: t.Any) -> CommandTask:
    """Return a task that sends a command."""
    return CommandTask(t.cast(t.Any, http), ACCESS_URL, "POST", {"command": command, "headers": headers}, Deadline())


def test_command_when_planned_then_nothing_is_sent() -> None:
    http = FakeHttp()
    plan = task_of(http, "x").plan()
    assert plan.changed
    assert plan.after.as_result() == {"response": None}
    assert http.sent == []


@pytest.mark.parametrize(
    ("command", "content_type"),
    [
        ('{"x": 1}', "application/json"),
        ("[1]", "application/json"),
        ("x", "text/plain; charset=utf-8"),
        ("", "text/plain; charset=utf-8"),
        (None, "text/plain; charset=utf-8"),
    ],
)
def test_command_when_applied_then_it_is_sent_once_and_the_response_is_returned(
    command: str | None, content_type: str
) -> None:
    http = FakeHttp(raw(b"done \xff", 202))
    task = task_of(http, command, **{"X-Number": 7})
    assert task.apply(task.plan()).as_result() == {"response": {"status": 202, "content": "done \ufffd"}}
    (sent,) = http.sent
    assert (sent.verb, sent.url, sent.body) == ("POST", ACCESS_URL, (command or "").encode())
    assert (sent.headers["Content-Type"], sent.headers["X-Number"]) == (content_type, "7")


def test_command_when_a_content_type_is_given_then_it_replaces_the_default() -> None:
    http = FakeHttp(raw(b""))
    task = task_of(http, "{}", **{"Content-Type": "text/x"})
    task.apply(task.plan())
    assert http.sent[0].headers["Content-Type"] == "text/x"


def test_response_when_it_repeats_secret_headers_then_they_do_not_show() -> None:
    echo = "Authorization: Bearer s3cret-token-0123 / s3cret-token-0123 / X-Number: number-0123456789"
    headers = {"Authorization": "Bearer s3cret-token-0123", "X-Number": "number-0123456789", "Cookie": None}
    task = task_of(FakeHttp(raw(echo.encode())), "x", **headers)
    response = task.apply(task.plan()).as_result()["response"]
    assert response["content"] == f"Authorization: Bearer {HIDDEN} / {HIDDEN} / X-Number: number-0123456789"


def test_command_when_it_fails_then_the_error_names_the_host_and_not_the_url() -> None:
    task = task_of(FakeHttp(errors.TransportError("Silence.")), "x")
    with pytest.raises(errors.TransportError) as caught:
        task.apply(task.plan())
    assert (caught.value.object, caught.value.name) == ("session", "session.test")
    assert "secret" not in str(caught.value)
