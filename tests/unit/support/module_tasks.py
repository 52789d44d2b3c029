# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks of modules against an account in memory."""

from __future__ import annotations

import types
import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api import errors
from ansible_collections.voximplant.platform.plugins.module_utils._apply.run import ApiTask
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform

OPTIONS = (
    "scenario_name",
    "scenario_id",
    "scenario_script",
    "src",
    "substitutions",
    "renamed_from",
    "rule_name",
    "rule_id",
    "rule_pattern",
    "rule_pattern_exclude",
    "video_conference",
    "bind_key_id",
    "position",
    "scenarios",
    "application_name",
    "application_id",
    "secure_record_storage",
)


@pytest.fixture
def platform() -> Platform:
    """Return an application with a rule that runs two scenarios, and one that runs none."""
    account = Platform()
    application = account.add_application("one")
    account.add_rule("r", application, account.add_scenario("a", "x"), account.add_scenario("b"))
    account.add_rule("s", application)
    return account


def task_of(kind: t.Callable[..., ApiTask[t.Any]], platform: Platform, **given: t.Any) -> ApiTask[t.Any]:
    """Return the task of a module, some of whose options are given."""
    params = {
        **dict.fromkeys(OPTIONS),
        "state": "present",
        "rewrite": False,
        "force": False,
        "update_bind_key": True,
        **given,
    }
    return kind(params, types.SimpleNamespace(client=lambda: platform.client))


def ignore(platform: Platform, method: str, monkeypatch: pytest.MonkeyPatch, **response: t.Any) -> None:
    """Let the account accept a call without doing anything."""
    monkeypatch.setattr(platform, method, lambda form: {"result": 1, **response})


def run(task: ApiTask[t.Any]) -> dict[str, t.Any]:
    """Plan and apply, and return the values of the state that was reached."""
    return dict(task.apply(task.plan()).as_result())


def refusal(task: ApiTask[t.Any], method: str) -> errors.VoximplantError:
    """Plan and apply what the account accepts without doing it, and return the error."""
    plan = task.plan()
    with pytest.raises(errors.ConflictError) as caught:
        task.apply(plan)
    assert caught.value.text == f"The platform accepted {method}, but does not show the change after 15 seconds."
    assert method in [operation.method for operation in plan.operations]
    assert len(caught.value.done) == len(plan.operations)
    return caught.value
