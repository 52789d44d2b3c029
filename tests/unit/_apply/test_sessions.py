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
from ansible_collections.voximplant.platform.plugins.module_utils._apply.sessions import CommandTask, send
from ansible_collections.voximplant.platform.plugins.module_utils._plan.operations import Operation
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


@pytest.mark.parametrize(
    ("body", "headers", "kind"),
    [
        ('{"a":1}', {}, "application/json"),
        ("[1]", {}, "application/json"),
        ("text", {}, "text/plain; charset=utf-8"),
        (None, {}, "text/plain; charset=utf-8"),
        ("[1]", {"Content-Type": "x/y"}, "x/y"),
    ],
)
def test_operation_when_executed_then_its_body_has_a_type_and_its_answer_is_text(
    body: str | None, headers: dict[str, t.Any], kind: str
) -> None:
    http = FakeHttp(raw(b"ok \xff"))
    params = {"access_url": ACCESS_URL, "command": body, "headers": {"X-Number": 5, **headers}}
    response = send(t.cast(t.Any, http), Operation("command", "session", "s", "POST", params), Deadline())
    assert response == {"status": 200, "content": "ok \ufffd"}
    assert http.sent[0].headers == {"Content-Type": kind, "X-Number": "5"}
    assert http.sent[0].body == (body or "").encode()


def test_operation_when_the_session_repeats_its_address_then_the_token_in_it_does_not_show() -> None:
    url = "https://media.test:12092/request/0123456789abcdef?session=fedcba9876543210"
    http = FakeHttp(raw(b"you called /request/0123456789ABCDEF as " + b"fedcba9876543210" + b" " * 100_000 + b"end"))
    params = {"access_url": url, "command": None, "headers": {}}
    answer = send(t.cast(t.Any, http), Operation("command", "session", "s", "POST", params), Deadline())
    assert answer["content"] == "you called /request/******** as ********" + " " * 100_000 + "end"


@pytest.mark.parametrize("headers", [{"X-A": "\u043f"}, {"X-A": " a"}, {"X-A": "a\nb"}])
def test_operation_when_a_header_cannot_be_sent_then_nothing_is_sent(headers: dict[str, str]) -> None:
    http = FakeHttp(raw(b"ok"))
    params = {"access_url": ACCESS_URL, "command": None, "headers": headers}
    with pytest.raises(errors.InputError, match="The header X-A") as caught:
        send(t.cast(t.Any, http), Operation("command", "session", "s", "POST", params), Deadline())
    assert (caught.value.field, caught.value.ambiguous, http.sent) == ("headers", False, [])
