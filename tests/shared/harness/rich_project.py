# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One project that needs every kind of write, for tests that go through its writes one by one."""

from __future__ import annotations

import dataclasses

from ansible_collections.voximplant.platform.plugins.module_utils._account.desired import (
    PRUNABLE,
    DesiredAccount,
    Prune,
)
from ansible_collections.voximplant.platform.plugins.module_utils._plan.application import DesiredApplication
from ansible_collections.voximplant.platform.plugins.module_utils._plan.bindings import DesiredBindings
from ansible_collections.voximplant.platform.plugins.module_utils._plan.rule import DesiredRule
from ansible_collections.voximplant.platform.plugins.module_utils._plan.scenario import DesiredScenario

from .projects import API_KEY, ApplicationSeed, Project, RuleSeed, ScenarioSeed


def _rule(name: str, *scenarios: str, pattern: str = ".*", renamed_from: str | None = None) -> DesiredRule:
    bindings = DesiredBindings(scenarios, ordered=True, unbind_pattern="*")
    return DesiredRule(rule_name=name, rule_pattern=pattern, renamed_from=renamed_from, bindings=bindings)


RICH = Project(
    scenarios=(
        ScenarioSeed("common", "// common\r\n"),
        ScenarioSeed("menu", f"\ufeff// {API_KEY}  \n"),
        ScenarioSeed("before", "// Grüße\n"),
        ScenarioSeed("obsolete", "// 日本語\n\n"),
        ScenarioSeed("own", "// sales only\n", "sales"),
        ScenarioSeed("gone", "// goes with its application\r\n", "closed"),
    ),
    applications=(
        ApplicationSeed(
            "sales",
            False,
            (
                RuleSeed("inbound", "1", "", False, ("common", "menu", "obsolete")),
                RuleSeed("night", "2", "9", False, ("own",)),
                RuleSeed("old", "3", "", True, ("common", "before")),
            ),
        ),
        ApplicationSeed(
            "support", True, (RuleSeed("inbound", "1", "", False, ("menu",)), RuleSeed("last", "7", "", False, ()))
        ),
        ApplicationSeed("closed", True, (RuleSeed("inbound", "1", "", False, ("gone", "common")),)),
    ),
    desired=DesiredAccount(
        scenarios=(
            DesiredScenario(scenario_name="common", scenario_script="// common, changed\r\n"),
            DesiredScenario(scenario_name="menu", scenario_script="// ********\n"),
            DesiredScenario(scenario_name="after", scenario_script="// other\n", renamed_from="before"),
            DesiredScenario(scenario_name="own", application_name="sales"),
            DesiredScenario(scenario_name="new", scenario_script="// new\n"),
            DesiredScenario(scenario_name="new_own", scenario_script="// own\n", application_name="fresh"),
        ),
        applications=(
            DesiredApplication(
                application_name="sales",
                secure_record_storage=True,
                rules=(
                    _rule("first", "new", "common"),
                    _rule("evening", "own", "after", renamed_from="night", pattern="2"),
                    _rule("inbound", "menu", "common", "new", pattern="10"),
                ),
            ),
            DesiredApplication(
                application_name="help", renamed_from="support", rules=(_rule("last"), _rule("inbound", "menu", "new"))
            ),
            DesiredApplication(application_name="fresh", rules=(_rule("inbound", "new_own", "new"),)),
        ),
        prune=Prune(frozenset(PRUNABLE), "*", 1000),
    ),
)
WRITES = 26


def without_deletions(project: Project = RICH) -> Project:
    """Return the project with nothing to delete."""
    return dataclasses.replace(project, desired=dataclasses.replace(project.desired, prune=Prune()))
