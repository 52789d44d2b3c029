# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Accounts with several applications, desired states of them, and deployments."""

from __future__ import annotations

import dataclasses
import typing as t

from hypothesis import strategies as st

from ansible_collections.voximplant.platform.plugins.module_utils._account.deployment import Deployment
from ansible_collections.voximplant.platform.plugins.module_utils._account.desired import (
    PRUNABLE,
    DesiredAccount,
    Prune,
    Selection,
)
from ansible_collections.voximplant.platform.plugins.module_utils._account.plan import AccountState, plan_account
from ansible_collections.voximplant.platform.plugins.module_utils._account.read_current import read_account
from ansible_collections.voximplant.platform.plugins.module_utils._account.task import AccountTask
from ansible_collections.voximplant.platform.plugins.module_utils._plan.application import DesiredApplication
from ansible_collections.voximplant.platform.plugins.module_utils._plan.bindings import DesiredBindings
from ansible_collections.voximplant.platform.plugins.module_utils._plan.operations import Operation, Plan
from ansible_collections.voximplant.platform.plugins.module_utils._plan.rule import DesiredRule
from ansible_collections.voximplant.platform.plugins.module_utils._plan.scenario import DesiredScenario

from .accounts import NORMALIZERS, SCRIPTS
from .platform import ACCOUNT, Platform, RuleRow, ScenarioRow

APPLICATIONS = ("one", "two")
SCENARIOS = ("a", "b", "c", "old_a", "old_b")
RULES = ("r", "s", "old_r", "old_s")
PATTERNS = ("1.*", "2.*")
GLOBS = ("*", "a", "b*", "old_*", "r", "[c-s]*")
Shuffle = t.Callable[[t.Sequence[Operation]], t.Sequence[Operation]]


@st.composite
def whole_accounts(draw: st.DrawFn) -> Platform:
    """Draw an account with any of the names."""
    platform = Platform(draw(st.sampled_from(NORMALIZERS)))
    for name in draw(most_of(APPLICATIONS)):
        platform.add_application(name, secure_record_storage=draw(st.booleans()))
    scopes = [None, None, *(application.application_id for application in platform.applications)]
    for name in draw(most_of(SCENARIOS)):
        scope = draw(st.sampled_from(scopes))
        platform.add_scenario(name, draw(st.sampled_from(SCRIPTS)), application_id=scope)
    for application in platform.applications:
        usable = [row for row in platform.scenarios if row.application_id in (None, application.application_id)]
        for name in draw(most_of(RULES)):
            platform.add_rule(
                name,
                application,
                *draw(some_of(usable)),
                rule_pattern=draw(st.sampled_from(PATTERNS)),
                rule_pattern_exclude=draw(st.sampled_from(("", "9"))),
                video_conference=draw(st.booleans()),
                key_ids={"key"} if draw(st.booleans()) else set(),
            )
    platform.rules = draw(st.permutations(platform.rules))
    return platform


@st.composite
def declarations(draw: st.DrawFn, platform: Platform) -> DesiredAccount:
    """Draw a desired state; most of them can be reached from the account."""
    scenarios = tuple(_draw_scenario(draw, platform, name) for name in draw(some_of(("a", "b", "c", "d"))))
    desired = DesiredAccount(
        scenarios,
        selection=draw(selections()),
        prune=Prune(
            frozenset(draw(some_of(PRUNABLE))),
            draw(st.sampled_from(GLOBS)),
            draw(st.sampled_from((*[99] * 9, 3, 1, 0))),
        ),
    )
    applications = tuple(
        _draw_application(draw, platform, desired, name) for name in draw(most_of((*APPLICATIONS, "three")))
    )
    return dataclasses.replace(desired, applications=applications)


@st.composite
def selections(draw: st.DrawFn) -> Selection:
    """Draw a selection: everything more often than a part."""
    if draw(st.integers(0, 2)) < 2:
        return Selection()
    parts = st.none() | st.lists(st.sampled_from(GLOBS), max_size=2).map(tuple)
    return Selection(draw(parts), draw(parts))


def some_of(values: t.Iterable[t.Any]) -> st.SearchStrategy[list[t.Any]]:
    """Draw some of the values, each once, in any order."""
    known = list(values)
    return st.tuples(st.permutations(known), st.integers(0, len(known))).map(lambda drawn: drawn[0][: drawn[1]])


def most_of(values: t.Iterable[t.Any]) -> st.SearchStrategy[list[t.Any]]:
    """Draw most of the values in any order; draws that come first are the likelier ones."""
    known = list(values)
    sizes = st.sampled_from((*[len(known)] * len(known), *reversed(range(len(known) + 1))))
    return st.tuples(st.permutations(known), sizes).map(lambda drawn: drawn[0][: drawn[1]])


def _draw_scenario(draw: st.DrawFn, platform: Platform, name: str) -> DesiredScenario:
    renamed_from = _draw_previous_name(draw, name, [row.scenario_name for row in platform.scenarios])
    row = platform.named(name) or (platform.named(renamed_from) if renamed_from else None)
    scope = None
    if row is None:
        scope = draw(st.sampled_from((None, *(found.application_name for found in platform.applications))))
    elif row.application_id is not None and draw(st.booleans()):
        scope = platform.application(row.application_id).application_name
    script = draw(st.sampled_from((None, *SCRIPTS)))
    return DesiredScenario(name, scenario_script=script, renamed_from=renamed_from, application_name=scope)


def _draw_application(draw: st.DrawFn, platform: Platform, desired: DesiredAccount, name: str) -> DesiredApplication:
    application = DesiredApplication(
        draw(st.sampled_from((name, f"{name}.{ACCOUNT}"))), secure_record_storage=draw(st.none() | st.booleans())
    )
    if draw(st.integers(0, 4)) == 4:
        return application
    scopes = scopes_after(platform, desired)
    usable = [known for known in scopes if scopes[known] in (None, name)]
    present = [row.rule_name for row in rules_of(platform, name)]
    rules = tuple(_draw_rule(draw, rule, present, usable) for rule in draw(most_of(("r", "s", "t"))))
    return dataclasses.replace(application, rules=rules)


def _draw_rule(draw: st.DrawFn, name: str, present: t.Sequence[str], usable: t.Sequence[str]) -> DesiredRule:
    return DesiredRule(
        rule_name=name,
        renamed_from=_draw_previous_name(draw, name, present),
        rule_pattern=draw(st.sampled_from(PATTERNS)),
        rule_pattern_exclude=draw(st.sampled_from((None, "", "9"))),
        video_conference=draw(st.none() | st.booleans()),
        bind_key_id=draw(st.sampled_from((None, "key"))),
        bindings=None if draw(st.integers(0, 4)) == 4 else running(*draw(some_of(usable))),
    )


def _draw_previous_name(draw: st.DrawFn, name: str, present: t.Collection[str]) -> str | None:
    """Draw the previous name that goes with a name; seldom where both exist, since that is an error."""
    previous = f"old_{name}"
    if name in present and previous in present and draw(st.integers(0, 9)):
        return None
    return draw(st.sampled_from((None, previous)))


def scripts(**declared: str) -> DesiredAccount:
    """Return an account that declares these scripts."""
    return DesiredAccount(tuple(DesiredScenario(name, scenario_script=script) for name, script in declared.items()))


def running(*names: str) -> DesiredBindings:
    """Return the bindings of a rule that declares these scenarios, as the options make them."""
    return DesiredBindings(names, ordered=True, unbind_pattern="*")


def scopes_after(platform: Platform, desired: DesiredAccount) -> dict[str, str | None]:
    """Return the application's name of each scenario that exists after a deployment without pruning."""
    scopes = {
        row.scenario_name: None
        if row.application_id is None
        else platform.application(row.application_id).application_name
        for row in platform.scenarios
    }
    for scenario in desired.scenarios:
        if not desired.selection.includes_scenario(scenario.name):
            continue
        if scenario.name not in scopes:
            scopes[scenario.name] = scopes.pop(scenario.renamed_from or "", scenario.application_name)
    return scopes


def rules_of(platform: Platform, application: str) -> list[RuleRow]:
    """Return the rules of an application in order."""
    ids = [row.application_id for row in platform.applications if row.application_name == application]
    return [row for row in platform.rules if row.application_id in ids]


def names_run_by(platform: Platform, rule: RuleRow) -> list[str]:
    """Return the names of the scenarios that a rule runs, in running order."""
    return [platform.scenario(scenario_id).scenario_name for scenario_id in rule.scenario_ids]


def scenarios_called(platform: Platform, *names: str | None) -> list[ScenarioRow]:
    """Return the scenarios that have one of these names."""
    return [row for row in platform.scenarios if row.scenario_name in names]


def plan_for(platform: Platform, desired: DesiredAccount) -> Plan[AccountState]:
    """Read an account and plan."""
    return plan_account(read_account(platform.client, desired), desired)


def apply_plan(platform: Platform, desired: DesiredAccount, plan: Plan[AccountState]) -> AccountState:
    """Apply a plan as vox_sync does."""
    return AccountTask(platform.client, desired, Deployment()).apply(plan)


def deploy(platform: Platform, desired: DesiredAccount, shuffle: Shuffle = tuple) -> Plan[AccountState]:
    """Plan, and apply the plan.

    :arg shuffle: changes the order of the operations of one stage
    """
    plan = plan_for(platform, desired)
    stages = tuple(tuple(shuffle(stage)) for stage in plan.stages)
    apply_plan(platform, desired, dataclasses.replace(plan, stages=stages))
    return plan


def support(*rules: DesiredRule, renamed_from: str | None = None) -> DesiredApplication:
    """Return the application support with these rules."""
    return DesiredApplication("support", renamed_from=renamed_from, rules=rules)


NEW = DesiredAccount(
    (
        DesiredScenario("common", scenario_script="x"),
        DesiredScenario("own", scenario_script="y", application_name="support"),
    ),
    (
        DesiredApplication(
            "support",
            rules=(
                DesiredRule("first", rule_pattern="1", bindings=running("common", "own")),
                DesiredRule("second", rule_pattern="2", bindings=running("common")),
            ),
        ),
    ),
)
"""An application with two rules, a Shared scenario and one of its own."""
