# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where scenarios belong is listed for all applications only if a rule newly runs one without a declared scope."""

from __future__ import annotations

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.desired import DesiredAccount, Selection
from ansible_collections.voximplant.platform.plugins.module_utils._account.read_current import read_account
from ansible_collections.voximplant.platform.plugins.module_utils._plan.application import DesiredApplication
from ansible_collections.voximplant.platform.plugins.module_utils._plan.bindings import DesiredBindings
from ansible_collections.voximplant.platform.plugins.module_utils._plan.rule import DesiredRule
from ansible_collections.voximplant.platform.plugins.module_utils._plan.scenario import DesiredScenario
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform

ALL_APPLICATIONS = 3


def runs(*names: str, rule: str = "in") -> DesiredRule:
    """Return a rule that runs scenarios."""
    return DesiredRule(rule, bindings=DesiredBindings(names))


@pytest.mark.parametrize(
    ("rules", "scenarios", "selection", "listings"),
    [
        ((runs("bound"),), (), Selection(), 0),
        ((runs("loose"),), (), Selection(), ALL_APPLICATIONS),
        ((runs("loose"),), (DesiredScenario("loose"),), Selection(), ALL_APPLICATIONS),
        ((runs("loose"),), (DesiredScenario("loose", application_name="support"),), Selection(), 1),
        ((runs("new"),), (DesiredScenario("new", renamed_from="loose"),), Selection(), ALL_APPLICATIONS),
        ((runs("new"),), (DesiredScenario("new", scenario_script="x"),), Selection(), 0),
        ((runs("loose"),), (), Selection(rules=("other",)), 0),
        ((runs("bound"), runs("loose", rule="other")), (), Selection(rules=("other",)), ALL_APPLICATIONS),
    ],
    ids=[
        "bound already",
        "not declared",
        "declared without a scope",
        "declared with its scope",
        "renamed",
        "created",
        "not selected",
        "selected after one that is not",
    ],
)
def test_scopes_when_a_rule_runs_a_scenario_then_they_are_listed_as_far_as_they_matter(
    rules: tuple[DesiredRule, ...], scenarios: tuple[DesiredScenario, ...], selection: Selection, listings: int
) -> None:
    platform = Platform()
    support, *_others = (platform.add_application(name) for name in ("support", "help", "sales"))
    platform.add_rule("in", support, platform.add_scenario("bound"))
    platform.add_rule("other", support)
    platform.add_scenario("loose")
    desired = DesiredAccount(scenarios, (DesiredApplication("support", rules=rules),), selection)
    read_account(platform.client, desired)
    assert platform.calls.count("GetScenarios") == 1 + listings
