# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Finds what the manifest does not know, and plans the removal of what may be removed. Pure functions."""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.errors import InputError
from .._objects.models import Application, Rule, Scenario
from .._plan.application import ApplicationState, delete_application
from .._plan.operations import Operation, Plan
from .._plan.rule import RuleState, delete_rule
from .._plan.scenario import ScenarioState, delete_scenario
from .desired import CurrentAccount, DeclaredAccount, Prune
from .drift import Difference

STAGE_PRUNE = 1000000
_STAGE_RULES, _STAGE_SCENARIOS, _STAGE_APPLICATIONS = range(STAGE_PRUNE, STAGE_PRUNE + 3)


@dataclasses.dataclass(frozen=True)
class Victim:
    """One object that is removed."""

    key: str
    plan: Plan[t.Any]


@dataclasses.dataclass(frozen=True)
class Victims:
    """All that is removed, and all that the manifest does not know."""

    plans: t.Tuple[Victim, ...]
    unmanaged: t.Tuple[Difference, ...]
    warnings: t.Tuple[str, ...]


def victims_of(current: CurrentAccount, declared: DeclaredAccount) -> Victims:
    """What the manifest does not know, and which of it is removed."""
    applications = [] if declared.selection.is_partial else _unknown_applications(current, declared)
    rules = list(_unknown_rules(current, declared))
    scenarios = _unknown_scenarios(current, declared)
    doomed_applications = [one for one in applications if _is_doomed(one, declared.prune)]
    doomed_rules = [(one, rule) for one, rule in rules if declared.prune.takes("rules", rule.rule_name)]
    doomed_rules += [(one, rule) for one in doomed_applications for rule in one.rules or ()]
    gone = {rule.rule_id for _application, rule in doomed_rules}
    doomed_scenarios, warnings = _doomed_scenarios(current, declared, scenarios, gone)
    plans = [_rule_victim(application, rule) for application, rule in doomed_rules]
    plans += [_scenario_victim(scenario) for scenario in doomed_scenarios]
    plans += [_application_victim(application) for application in doomed_applications]
    unmanaged = [Difference("application", one.short_name, "", "unmanaged") for one in applications]
    unmanaged += [Difference("rule", rule.rule_name, one.short_name, "unmanaged") for one, rule in rules]
    unmanaged += [Difference("scenario", one.scenario_name, "", "unmanaged") for one in scenarios]
    spoken_for = tuple(one for one in unmanaged if declared.prune.knows(one.name))
    return Victims(tuple(plans), spoken_for, warnings)


def _unknown_applications(current: CurrentAccount, declared: DeclaredAccount) -> t.List[Application]:
    names = [name for one in declared.applications for name in (one.desired.application_name, one.desired.renamed_from)]
    names += [one.application_name for one in declared.scenarios]
    known = {application for name in names for application in (current.application(name),) if application is not None}
    return [application for application in current.applications if application not in known]


def _is_doomed(application: Application, prune: Prune) -> bool:
    """Whether an unknown application is removed; its rules go with it, so they must be allowed to."""
    rules = application.rules or ()
    return prune.takes("applications", application.short_name) and all(
        prune.takes("rules", rule.rule_name) for rule in rules
    )


def _unknown_rules(current: CurrentAccount, declared: DeclaredAccount) -> t.Iterator[t.Tuple[Application, Rule]]:
    """Rules that a declared application has beside the declared ones."""
    for one in declared.applications:
        application = current.application(one.desired.application_name, one.desired.renamed_from)
        if one.rules is None or application is None:
            continue
        names = {name for rule in one.rules for name in (rule.rule_name, rule.renamed_from)}
        for rule in application.rules or ():
            if rule.rule_name not in names and declared.selection.takes_rule(rule.rule_name):
                yield application, rule


def _unknown_scenarios(current: CurrentAccount, declared: DeclaredAccount) -> t.List[Scenario]:
    """Scenarios that are neither declared nor run by a declared rule."""
    names = {name for one in declared.scenarios for name in (one.name, one.renamed_from)}
    names |= {name for one in declared.applications for rule in one.rules or () for name in rule.scenarios or ()}
    return [
        one
        for one in current.scenarios
        if one.scenario_name not in names and not one.parent and declared.selection.takes_scenario(one.scenario_name)
    ]


def _doomed_scenarios(
    current: CurrentAccount, declared: DeclaredAccount, unknown: t.Sequence[Scenario], gone: t.Set[t.Optional[int]]
) -> t.Tuple[t.List[Scenario], t.Tuple[str, ...]]:
    """The unknown scenarios that no rule runs afterwards, and a warning for each that one does."""
    doomed, warnings = [], []
    for scenario in unknown:
        if not declared.prune.takes("scenarios", scenario.scenario_name):
            continue
        running = [
            rule
            for application in current.applications
            for rule in application.rules or ()
            if scenario.scenario_id in rule.scenario_ids
            and rule.rule_id not in gone
            and not _is_taken_off(declared, application, rule, scenario)
        ]
        if running:
            warnings.append(f"{scenario} is not deleted: it is run by {', '.join(map(str, running))}.")
        else:
            doomed.append(scenario)
    return doomed, tuple(warnings)


def _is_taken_off(declared: DeclaredAccount, application: Application, rule: Rule, scenario: Scenario) -> bool:
    """Whether the manifest lists the rule's scenarios, without this one, and its bindings are pruned."""
    if not declared.prune.takes("bindings", scenario.scenario_name):
        return False
    for one in declared.applications:
        names = (one.desired.application_name, one.desired.renamed_from)
        if any(name is not None and application.is_called(name) for name in names):
            for desired in one.rules or ():
                if rule.rule_name in (desired.rule_name, desired.renamed_from) and desired.scenarios is not None:
                    return declared.selection.takes_rule(desired.rule_name or "")
    return False


def _rule_victim(application: Application, rule: Rule) -> Victim:
    before, after = RuleState(rule), RuleState(None, label=str(rule))
    return Victim(
        f"rule {application.short_name}/{rule.rule_name}", _removal(before, after, delete_rule(rule), _STAGE_RULES)
    )


def _scenario_victim(scenario: Scenario) -> Victim:
    before, after = ScenarioState(scenario), ScenarioState(None, label=str(scenario))
    return Victim(
        f"scenario {scenario.scenario_name}", _removal(before, after, delete_scenario(scenario), _STAGE_SCENARIOS)
    )


def _application_victim(application: Application) -> Victim:
    before, after = ApplicationState(application), ApplicationState(None, label=str(application))
    return Victim(
        f"application {application.short_name}",
        _removal(before, after, delete_application(application), _STAGE_APPLICATIONS),
    )


def check_limit(prune: Prune, victims: Victims, operations: t.Sequence[Operation]) -> None:
    """Refuse to remove more than is allowed, and name all of it.

    :arg operations: those of the whole plan; what they unbind is removed, too
    :raises InputError: when it is more
    """
    unbound = [operation for operation in operations if operation.action == "unbind"]
    count = len(victims.plans) + sum(len(operation.params["scenario_id"]) for operation in unbound)
    if count > prune.limit:
        names = [victim.key for victim in victims.plans]
        names += [f"bindings of rule {operation.name}" for operation in unbound]
        raise InputError(
            f"{count} objects would be removed, and prune_limit is {prune.limit}: {', '.join(names)}.",
            field="prune_limit",
            advice="Raise prune_limit if that is meant.",
        )


def _removal(before: t.Any, after: t.Any, operation: Operation, stage: int) -> Plan[t.Any]:
    return Plan(before, after, (dataclasses.replace(operation, stage=stage),))
