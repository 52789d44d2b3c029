# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Service account keys of declared rules, by name."""

from __future__ import annotations

import dataclasses
import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.deployment import Deployment
from ansible_collections.voximplant.platform.plugins.module_utils._account.desired import DesiredAccount, Selection
from ansible_collections.voximplant.platform.plugins.module_utils._account.task import AccountTask
from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import NotFoundError
from ansible_collections.voximplant.platform.plugins.module_utils._plan.rule import DesiredRule
from ansible_collections.voximplant.platform.tests.unit.support.declarations import support
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform


def task_of(platform: Platform, key: str, **changes: t.Any) -> AccountTask:
    """Declare two rules, one with a key."""
    rules = (
        DesiredRule("in", rule_pattern="1", bind_key_id=key),
        DesiredRule("out", rule_pattern="2"),
    )
    desired = DesiredAccount(applications=(support(*rules),))
    return AccountTask(platform.client, dataclasses.replace(desired, **changes), Deployment())


def test_key_when_given_by_name_then_its_id_is_bound_and_found_again() -> None:
    platform = Platform()
    task = task_of(platform, "robot one")
    task.apply(task.plan())
    assert [rule.key_ids for rule in platform.rules] == [{"key-1"}, set()]
    assert task.plan().operations == ()


def test_key_when_it_does_not_exist_then_its_rule_is_named_before_anything_else_is_read() -> None:
    platform = Platform()
    with pytest.raises(NotFoundError, match=r"^rule support/in: .* name 'android'[.] Existing keys: robot [(]key[)]"):
        task_of(platform, "android").plan()
    assert platform.calls == ["GetKeys"]


@pytest.mark.parametrize("changes", [{"selection": Selection(rules=("out",))}, {"present": False}])
def test_key_when_its_rule_is_not_selected_or_goes_then_it_is_not_looked_up(changes: t.Any) -> None:
    platform = Platform()
    task_of(platform, "android", **changes).plan()
    assert "GetKeys" not in platform.calls


def test_key_when_its_bound_rule_goes_then_nothing_is_asked_about_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    platform = Platform()
    task = task_of(platform, "robot one")
    task.apply(task.plan())
    asked: list[t.Mapping[str, str]] = []
    listing = platform.GetRules

    def note(form: t.Mapping[str, str]) -> t.Any:
        asked.append(form)
        return listing(form)

    monkeypatch.setattr(platform, "GetRules", note)
    plan = task_of(platform, "robot one", present=False).plan()
    assert plan.changed
    assert asked and not any("attached_key_id" in form for form in asked)
