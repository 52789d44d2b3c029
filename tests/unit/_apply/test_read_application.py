# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is read of applications before planning, and how operations get their names."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._apply.owners import name_applications
from ansible_collections.voximplant.platform.plugins.module_utils._apply.read_application import read_application
from ansible_collections.voximplant.platform.plugins.module_utils._objects.applications import ApplicationSelector
from ansible_collections.voximplant.platform.plugins.module_utils._objects.models import Scenario
from ansible_collections.voximplant.platform.plugins.module_utils._plan.application import DesiredApplication
from ansible_collections.voximplant.platform.plugins.module_utils._plan.operations import Operation, Plan, in_sequence
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform


@pytest.fixture
def platform() -> Platform:
    """Return two applications, each with a scenario and a rule of its own, and two Shared scenarios."""
    account = Platform()
    account.add_scenario("shared")
    account.add_scenario("Inbound")
    for name in ("one", "two"):
        application = account.add_application(name)
        own = account.add_scenario(f"of_{name}", application_id=application.application_id)
        account.add_rule(f"rule_{name}", application, own)
    return account


@pytest.mark.parametrize(
    ("desired", "calls", "rules", "scenarios"),
    [
        (DesiredApplication("one"), ["GetApplications"], None, []),
        (DesiredApplication("missing", present=False), ["GetApplications"], None, []),
        (
            DesiredApplication("one", present=False),
            ["GetApplications", "GetRules", "GetScenarios", "GetPhoneNumbers", "GetSecrets", "GetUsers"],
            ["rule_one"],
            ["of_one"],
        ),
    ],
)
def test_read_application_when_it_should_be_deleted_then_what_goes_with_it_is_read(
    platform: Platform, desired: DesiredApplication, calls: list[str], rules: list[str] | None, scenarios: list[str]
) -> None:
    current = read_application(platform.client, desired)
    assert platform.calls == calls
    found = None if current.found is None else current.found.rules
    assert (None if found is None else [rule.rule_name for rule in found]) == rules
    assert [owned.scenario_name for owned in current.content if isinstance(owned, Scenario)] == scenarios


@pytest.mark.parametrize(
    ("scopes", "name", "names", "calls"),
    [
        (["one"], "one.acme.voximplant.com", ["one"], []),
        (["one"], None, ["one"], ["GetApplications"]),
        (["one", None, "two"], None, ["one", None, "two"], ["GetApplications"]),
        (["one", "two"], "one", ["one", "two"], ["GetApplications"]),
        ([None], None, [None], []),
        ([], None, [], []),
    ],
)
def test_operations_when_they_belong_to_applications_then_they_are_named_with_few_calls(
    platform: Platform, scopes: list[str | None], name: str | None, names: list[str | None], calls: list[str]
) -> None:
    ids = {row.application_name: row.application_id for row in platform.applications}
    operations = [
        Operation("update", "rule", "r", "SetRuleInfo", {}, application_id=ids.get(scope or "")) for scope in scopes
    ]
    state = t.cast(t.Any, None)
    plan = name_applications(
        platform.client, Plan(state, state, in_sequence(operations)), ApplicationSelector(None, name)
    )
    assert [operation.application for operation in plan.operations] == names
    assert platform.calls == calls
