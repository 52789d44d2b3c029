# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One project that needs every kind of write, for tests that go through its writes one by one."""

from __future__ import annotations

import dataclasses
import typing as t

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
            DesiredScenario(scenario_name="common", scenario_script="// common\n"),
            DesiredScenario(scenario_name="menu", scenario_script="// ********\n"),
            DesiredScenario(scenario_name="after", scenario_script="// other\n", renamed_from="before"),
            DesiredScenario(scenario_name="own", scenario_script="// sales only\n", application_name="sales"),
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
LAST_BEFORE_DELETIONS = 20  # number of that write, from 0


def without_secret(project: Project = RICH) -> Project:
    """Return the project without the account's key in a script."""
    scenarios = (dataclasses.replace(seed, script=seed.script.replace(API_KEY, "")) for seed in project.scenarios)
    return dataclasses.replace(project, scenarios=tuple(scenarios))


def as_options(desired: DesiredAccount) -> dict[str, t.Any]:
    """Return what is declared as options of vox_sync."""
    return {
        "scenarios": [
            _given(
                name=found.scenario_name,
                script=found.scenario_script,
                renamed_from=found.renamed_from,
                application_name=found.application_name,
            )
            for found in desired.scenarios
        ],
        "applications": [
            _given(
                name=found.application_name,
                renamed_from=found.renamed_from,
                secure_record_storage=found.secure_record_storage,
                rules=[_rule_options(rule) for rule in found.rules or ()],
            )
            for found in desired.applications
        ],
        "prune": sorted(desired.prune.kinds),
        "prune_limit": desired.prune.limit,
    }


def _rule_options(rule: DesiredRule) -> dict[str, t.Any]:
    return _given(
        name=rule.rule_name, pattern=rule.rule_pattern, renamed_from=rule.renamed_from, scenarios=list(rule.scenarios)
    )


def _given(**values: t.Any) -> dict[str, t.Any]:
    return {name: value for name, value in values.items() if value is not None}
