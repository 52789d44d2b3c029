# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Protected objects: a plan that would delete one is refused, and any other is not."""

from __future__ import annotations

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.desired import (
    PRUNABLE,
    DesiredAccount,
    Ignore,
    Prune,
    Selection,
)
from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import InputError
from ansible_collections.voximplant.platform.plugins.module_utils._plan.rule import DesiredRule
from ansible_collections.voximplant.platform.plugins.module_utils._plan.scenario import DesiredScenario
from ansible_collections.voximplant.platform.tests.unit.support.declarations import deploy, plan_for, support
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform

KEYS = ("application support", "rule support/in", "scenario menu", "scenario caf\u00e9")
SCENARIOS = (DesiredScenario("menu"), DesiredScenario("caf\u00e9"))


@pytest.fixture
def platform() -> Platform:
    """Return an account with an application, a rule, a scenario of its own, and a Shared one with a decomposed name."""
    made = Platform()
    application = made.add_application("support")
    made.add_rule("in", application, made.add_scenario("menu", application_id=application.application_id))
    made.add_scenario("cafe\u0301")
    return made


def absent(*protected: str, ignore: Ignore | None = None, selection: Selection | None = None) -> DesiredAccount:
    """Return a project that deletes everything, some of it protected."""
    return DesiredAccount(
        SCENARIOS,
        (support(DesiredRule("in")),),
        selection or Selection(),
        Prune(frozenset(PRUNABLE)),
        ignore or Ignore(),
        frozenset(protected),
        present=False,
    )


@pytest.mark.parametrize("key", KEYS)
def test_protected_object_when_the_plan_deletes_it_then_it_is_named_and_nothing_is_written(
    platform: Platform, key: str
) -> None:
    before = platform.snapshot()
    with pytest.raises(InputError, match="These are protected and would be deleted: ") as refusal:
        deploy(platform, absent(key))
    assert refusal.value.text.replace("cafe\u0301", "caf\u00e9").partition(": ")[2] == f"{key}."
    assert platform.snapshot() == before


def test_protected_objects_when_several_would_go_then_all_are_named(platform: Platform) -> None:
    with pytest.raises(InputError, match=r"deleted: application support, rule support/in, scenario menu\.") as refusal:
        plan_for(platform, absent(*KEYS[:3]))
    assert refusal.value.field == "state"
    assert refusal.value.advice == "Remove protect from them if that is intended."


@pytest.mark.parametrize(
    ("protected", "desired"),
    [
        ("scenario other", absent("scenario other")),
        ("application support", absent("application support", ignore=Ignore(rules=("support/in",)))),
        ("scenario menu", absent("scenario menu", selection=Selection(scenarios=("caf*",)))),
    ],
    ids=["it does not exist", "it is kept", "it is not selected"],
)
def test_protected_object_when_the_plan_does_not_delete_it_then_the_rest_goes(
    platform: Platform, protected: str, desired: DesiredAccount
) -> None:
    deleted = [operation.qualified_name for operation in deploy(platform, desired).operations]
    assert "cafe\u0301" in deleted and protected.rpartition(" ")[2] not in deleted


def test_protected_object_when_it_is_declared_then_it_is_deployed_and_never_pruned(platform: Platform) -> None:
    desired = DesiredAccount(
        SCENARIOS,
        (support(DesiredRule("in", rule_pattern="2")),),
        protected=frozenset(KEYS),
        prune=Prune(frozenset(PRUNABLE)),
    )
    assert [operation.method for operation in deploy(platform, desired).operations] == ["SetRuleInfo"]
