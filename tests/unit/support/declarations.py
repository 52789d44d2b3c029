# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Accounts with several applications, what a repository may declare of them, and the way from one to the other."""

from __future__ import annotations

import dataclasses
import typing as t

from hypothesis import strategies as st

from ansible_collections.voximplant.platform.plugins.module_utils._account.desired import (
    PRUNABLE,
    DeclaredApplication,
    DeclaredScenario,
    DesiredAccount,
    Prune,
    Selection,
)
from ansible_collections.voximplant.platform.plugins.module_utils._account.plan import AccountState, plan_account
from ansible_collections.voximplant.platform.plugins.module_utils._account.read_current import read_account
from ansible_collections.voximplant.platform.plugins.module_utils._account.verify import (
    check_unmodified,
    confirm_account,
)
from ansible_collections.voximplant.platform.plugins.module_utils._apply.task import Flow, carry_out
from ansible_collections.voximplant.platform.plugins.module_utils._plan.application import DesiredApplication
from ansible_collections.voximplant.platform.plugins.module_utils._plan.operations import Operation, Plan
from ansible_collections.voximplant.platform.plugins.module_utils._plan.rule import DesiredRule

from .accounts import NORMALIZERS, SCRIPTS
from .platform import ACCOUNT, Platform, RuleRow, ScenarioRow

APPLICATIONS = ("one", "two")
SCENARIOS = ("a", "b", "c", "old_a", "old_b")
RULES = ("r", "s", "old_r", "old_s")
PATTERNS = ("1.*", "2.*")
GLOBS = ("*", "a", "b*", "old_*", "r", "[c-s]*")
Mixed = t.Callable[[t.Sequence[Operation]], t.Sequence[Operation]]


@st.composite
def whole_accounts(draw: st.DrawFn) -> Platform:
    """An account with any of the names."""
    platform = Platform(draw(st.sampled_from(NORMALIZERS)))
    for name in draw(some_of(APPLICATIONS)):
        platform.add_application(name, secure_record_storage=draw(st.booleans()))
    scopes = [None, None, *(application.application_id for application in platform.applications)]
    for name in draw(some_of(SCENARIOS)):
        scope = draw(st.sampled_from(scopes))
        platform.add_scenario(name, draw(st.sampled_from(SCRIPTS)), application_id=scope)
    for application in platform.applications:
        usable = [row for row in platform.scenarios if row.application_id in (None, application.application_id)]
        for name in draw(some_of(RULES)):
            platform.add_rule(
                name,
                application,
                *draw(some_of(usable)),
                rule_pattern=draw(st.sampled_from(PATTERNS)),
                rule_pattern_exclude=draw(st.sampled_from(("", "9"))),
                video_conference=draw(st.booleans()),
                key_ids={"key"} if draw(st.booleans()) else set(),
            )
    return platform


@st.composite
def declarations(draw: st.DrawFn, platform: Platform) -> DesiredAccount:
    """What a repository may declare; most of it can be reached from the account."""
    scenarios = tuple(_draw_scenario(draw, platform, name) for name in draw(some_of(("a", "b", "c", "d"))))
    declared = DesiredAccount(
        scenarios,
        selection=draw(selections()),
        prune=Prune(
            frozenset(draw(some_of(PRUNABLE))),
            draw(st.sampled_from(GLOBS)),
            draw(st.sampled_from((0, 1, 3, 99, 99, 99))),
        ),
    )
    applications = tuple(
        _draw_application(draw, platform, declared, name) for name in draw(some_of((*APPLICATIONS, "three")))
    )
    return dataclasses.replace(declared, applications=applications)


@st.composite
def selections(draw: st.DrawFn) -> Selection:
    """Everything more often than a part."""
    if draw(st.integers(0, 2)):
        return Selection()
    parts = st.none() | st.lists(st.sampled_from(GLOBS), max_size=2).map(tuple)
    return Selection(draw(parts), draw(parts))


def some_of(values: t.Iterable[t.Any]) -> st.SearchStrategy[list[t.Any]]:
    """Some of the values, each once, in any order."""
    known = list(values)
    return st.tuples(st.permutations(known), st.integers(0, len(known))).map(lambda drawn: drawn[0][: drawn[1]])


def _draw_scenario(draw: st.DrawFn, platform: Platform, name: str) -> DeclaredScenario:
    formerly = _former(draw, name, [row.scenario_name for row in platform.scenarios])
    row = platform.named(name) or (platform.named(formerly) if formerly else None)
    scope = None
    if row is None:
        scope = draw(st.sampled_from((None, *(one.application_name for one in platform.applications))))
    elif row.application_id is not None and draw(st.booleans()):
        scope = platform.application(row.application_id).application_name
    return DeclaredScenario(name, draw(st.sampled_from((None, *SCRIPTS))), formerly, scope)


def _draw_application(draw: st.DrawFn, platform: Platform, declared: DesiredAccount, name: str) -> DeclaredApplication:
    desired = DesiredApplication(
        draw(st.sampled_from((name, f"{name}.{ACCOUNT}"))), secure_record_storage=draw(st.none() | st.booleans())
    )
    if draw(st.integers(0, 4)) == 0:
        return DeclaredApplication(desired)
    usable = [known for known in runnable(platform, declared) if runnable(platform, declared)[known] in (None, name)]
    present = [row.rule_name for row in rules_of(platform, name)]
    rules = tuple(_draw_rule(draw, rule, present, usable) for rule in draw(some_of(("r", "s", "t"))))
    return DeclaredApplication(desired, rules)


def _draw_rule(draw: st.DrawFn, name: str, present: t.Sequence[str], usable: t.Sequence[str]) -> DesiredRule:
    return DesiredRule(
        rule_name=name,
        renamed_from=_former(draw, name, present),
        rule_pattern=draw(st.sampled_from(PATTERNS)),
        rule_pattern_exclude=draw(st.sampled_from((None, "", "9"))),
        video_conference=draw(st.none() | st.booleans()),
        bind_key_id=draw(st.sampled_from((None, "key"))),
        scenarios=None if draw(st.integers(0, 4)) == 0 else tuple(draw(some_of(usable))),
    )


def _former(draw: st.DrawFn, name: str, present: t.Collection[str]) -> str | None:
    """The former name that goes with a name; seldom where both are there, since that is an error."""
    former = f"old_{name}"
    if name in present and former in present and draw(st.integers(0, 9)):
        return None
    return draw(st.sampled_from((None, former)))


def runnable(platform: Platform, declared: DesiredAccount) -> dict[str, str | None]:
    """The scenarios that there will be if all is deployed, each with the name of its application."""
    scopes = {
        row.scenario_name: None
        if row.application_id is None
        else platform.application(row.application_id).application_name
        for row in platform.scenarios
    }
    for one in declared.scenarios:
        if not declared.selection.takes_scenario(one.name):
            continue
        if one.name not in scopes:
            scopes[one.name] = scopes.pop(one.renamed_from or "", one.application_name)
    return scopes


def rules_of(platform: Platform, application: str) -> list[RuleRow]:
    """The rules of an application, in their order."""
    ids = [row.application_id for row in platform.applications if row.application_name == application]
    return [row for row in platform.rules if row.application_id in ids]


def names_run_by(platform: Platform, rule: RuleRow) -> list[str]:
    """The names of the scenarios that a rule runs, in running order."""
    return [platform.scenario(scenario_id).scenario_name for scenario_id in rule.scenario_ids]


def scenarios_called(platform: Platform, *names: str | None) -> list[ScenarioRow]:
    """The scenarios that have one of these names."""
    return [row for row in platform.scenarios if row.scenario_name in names]


def plan_for(platform: Platform, declared: DesiredAccount) -> Plan[AccountState]:
    """The plan for an account, read afresh."""
    return plan_account(read_account(platform.client, declared, 1), declared)


def deploy(platform: Platform, declared: DesiredAccount, mixed: Mixed = tuple) -> Plan[AccountState]:
    """Plan, carry out, and compare with what is there then.

    :arg mixed: brings the operations into another order; stages stay as they are
    """
    plan = plan_for(platform, declared)
    operations = tuple(sorted(mixed(plan.operations), key=lambda operation: operation.stage))
    flow: Flow[AccountState] = Flow(
        lambda: plan,
        platform.execute,
        lambda done, answers: confirm_account(platform.client, done, answers),
        lambda done: check_unmodified(platform.client, done),
    )
    carry_out(flow, dataclasses.replace(plan, operations=operations))
    return plan
