# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plans for sessions: one call, or none at all."""

from __future__ import annotations

import dataclasses
import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api import errors
from ansible_collections.voximplant.platform.plugins.module_utils._objects.models import BoundScenario, Rule
from ansible_collections.voximplant.platform.plugins.module_utils._plan.session import (
    check_start,
    plan_command,
    plan_start,
)

RULE = Rule(30, "r", 20, scenarios=(BoundScenario(1, "common"), BoundScenario(2, "inbound")))
CONFERENCE = dataclasses.replace(RULE, video_conference=True)
URL = "https://session.test:12092/request?token=s3cret"


@pytest.mark.parametrize(
    ("rule", "name", "method"),
    [
        (RULE, None, "StartScenarios"),
        (CONFERENCE, None, "StartScenarios"),
        (CONFERENCE, "standup", "StartConference"),
    ],
)
def test_start_when_the_rule_can_run_it_then_one_call_is_made(rule: Rule, name: str | None, method: str) -> None:
    plan = plan_start(rule, name, {"user_id": 5}, ("careful",))
    (operation,) = plan.operations
    assert (operation.action, operation.object, operation.name, operation.method) == ("start", "session", "r", method)
    assert operation.application_id == 20
    assert operation.params == {"rule_id": 30, "application_id": 20, "conference_name": name, "user_id": 5}
    assert plan.warnings == ("careful",)
    assert plan.before.diff_sections()["session"].text == ""
    assert plan.after.diff_sections()["session"].text == "scenarios: common, inbound\n"
    assert plan.after.as_result()["media_session_access_url"] is None


@pytest.mark.parametrize(
    ("rule", "name", "field"),
    [
        (dataclasses.replace(RULE, scenarios=()), None, "rule_name"),
        (dataclasses.replace(CONFERENCE, scenarios=()), "standup", "rule_name"),
        (RULE, "standup", "conference_name"),
    ],
)
def test_start_when_the_rule_cannot_run_it_then_it_is_refused(rule: Rule, name: str | None, field: str) -> None:
    with pytest.raises(errors.AccountStateError) as caught:
        plan_start(rule, name, {})
    assert caught.value.field == field


@pytest.mark.parametrize("name", [None, "x", "x" * 49])
def test_conference_name_when_it_fits_then_it_is_taken(name: str | None) -> None:
    assert check_start(name, None) == ()


@pytest.mark.parametrize("name", ["", "x" * 50])
def test_conference_name_when_it_does_not_fit_then_it_is_refused(name: str) -> None:
    with pytest.raises(errors.LimitError) as caught:
        check_start(name, None)
    assert caught.value.field == "conference_name"


@pytest.mark.parametrize(
    ("data", "warnings"), [("x" * 200, 0), ("x" * 201, 1), ("é" * 100, 0), ("é" * 101, 1), ("\ud800" * 67, 1), ("", 0)]
)
def test_custom_data_when_it_may_be_truncated_then_it_warns(data: str, warnings: int) -> None:
    assert len(check_start(None, data)) == warnings


def test_command_when_planned_then_its_result_and_diff_do_not_show_the_secret_url() -> None:
    plan = plan_command(URL, "POST", {"command": "hang up"})
    (operation,) = plan.operations
    assert operation.as_result() == {
        "action": "command",
        "object": "session",
        "name": "session.test",
        "application": None,
        "method": "POST",
    }
    assert operation.params == {"access_url": URL, "command": "hang up"}
    assert (plan.before.diff_sections()["command"].text, plan.after.diff_sections()["command"].text) == (
        "",
        "command: sent\n",
    )
    assert "s3cret" not in repr((plan.before, plan.after))
    assert plan.after.as_result() == {"response": None}


@pytest.mark.parametrize("url", ["http://10.0.0.1/x", "https://a.test"])
def test_command_when_the_url_is_one_of_http_then_it_is_accepted(url: str) -> None:
    assert plan_command(url, "GET", {}).changed


NO_URLS = ["", "a.test/x", "ftp://a.test/x", "https:///x", "http://[::1", "file:///etc/passwd"]
NOT_PRINTED = [
    " https://a.test/x",
    "https://a.test/x ",
    "https://a.test/x y",
    "https://a.test/x\n",
    "https://a\t.test/x",
]


@pytest.mark.parametrize("url", [*NO_URLS, *NOT_PRINTED])
def test_command_when_the_url_is_something_else_then_it_is_refused(url: t.Any) -> None:
    with pytest.raises(errors.InputError) as caught:
        plan_command(url, "POST", {})
    assert (caught.value.field, caught.value.text) == (
        "access_url",
        "access_url must be an http or https URL without spaces.",
    )
