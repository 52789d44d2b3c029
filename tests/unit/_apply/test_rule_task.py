# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The task of vox_rule: what it sends, and what it makes of a platform that does not show it."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.modules.vox_rule import RuleTask
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform

from ..support import module_tasks
from ..support.module_tasks import ignore, refusal, run, task_of

platform = module_tasks.platform


@pytest.mark.parametrize(
    ("method", "desired"),
    [
        ("SetRuleInfo", {"rule_name": "r", "rule_pattern": "9"}),
        ("SetRuleInfo", {"rule_name": "r", "video_conference": True}),
        ("SetRuleInfo", {"rule_name": "r", "bind_key_id": "key-1"}),
        ("ReorderRules", {"rule_name": "s", "position": "first"}),
        ("BindScenario", {"rule_name": "s", "scenarios": ["a"]}),
        ("ReorderScenarios", {"rule_name": "r", "scenarios": ["b", "a"]}),
    ],
)
def test_rule_when_the_platform_does_not_show_the_change_then_it_is_an_error(
    platform: Platform, monkeypatch: pytest.MonkeyPatch, method: str, desired: dict[str, t.Any]
) -> None:
    ignore(platform, method, monkeypatch)
    error = refusal(task_of(RuleTask, platform, application_name="one", **desired), method)
    assert (error.object, error.name) == ("rule", f"one/{desired['rule_name']}")


@pytest.mark.parametrize(
    ("name", "is_updated", "methods"),
    [
        ("r", True, ["GetKeys", "GetRules", "SetRuleInfo"]),
        ("r", False, []),
        ("new", True, ["GetKeys", "AddRule"]),
        ("new", False, ["GetKeys", "AddRule"]),
    ],
)
def test_rule_when_only_new_rules_get_the_key_then_that_of_an_existing_one_is_not_looked_up(
    platform: Platform, name: str, is_updated: bool, methods: list[str]
) -> None:
    given = {"rule_name": name, "rule_pattern": ".*", "bind_key_id": "robot one", "update_bind_key": is_updated}
    task = task_of(RuleTask, platform, application_name="one", **given)
    platform.calls.clear()
    plan = task.plan()
    written = [operation.method for operation in plan.operations]
    assert platform.calls[:2] == ["GetApplications", "GetRules"]
    assert [*platform.calls[2:], *written] == methods
    task.apply(plan)
    rows = {row.rule_name: row.key_ids for row in platform.rules}
    assert (rows[name], rows["s"]) == ({"key-1"} if methods else set(), set())


def test_rule_when_a_new_one_is_not_listed_then_it_is_an_error(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    ignore(platform, "AddRule", monkeypatch, rule_id=99)
    refusal(task_of(RuleTask, platform, application_name="one", rule_name="new", rule_pattern="1"), "AddRule")


def test_rule_when_created_then_it_is_returned_as_the_platform_shows_it(platform: Platform) -> None:
    task = task_of(RuleTask, platform, application_name="one", rule_name="new", rule_pattern="1", position="first")
    rule = run(task)["rule"]
    row = platform.rules[0]
    assert (rule["rule_id"], rule["rule_name"], rule["modified"]) == (row.rule_id, "new", row.modified)
