# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Plan the deletion of what is not declared."""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.errors import InputError
from .._objects.models import Application, Rule, Scenario, require_id
from .._plan.application import ApplicationState, delete_application
from .._plan.operations import Operation, Plan, in_sequence
from .._plan.rule import RuleState, delete_rule
from .._plan.scenario import ScenarioState, delete_scenario
from .desired import CurrentAccount, DesiredAccount, Prune
from .drift import Difference


@dataclasses.dataclass(frozen=True)
class Removal:
    """The deletion of one object.

    :arg key: kind and name of the object
    :arg application: short name of the application that the object belongs to
    """

    key: str
    plan: Plan[t.Any]
    application: t.Optional[str] = None


@dataclasses.dataclass(frozen=True)
class Removals:
    """All deletions, and everything that is not declared.

    :arg rule_ids: ids of the rules that are deleted
    """

    plans: t.Tuple[Removal, ...]
    rule_ids: t.FrozenSet[t.Optional[int]]
    unmanaged: t.Tuple[Difference, ...]
    warnings: t.Tuple[str, ...]


def plan_removals(current: CurrentAccount, desired: DesiredAccount) -> Removals:
    """Find what is not declared, and plan the deletion of what may be pruned."""
    applications = [] if desired.selection.is_partial else _undeclared_applications(current, desired)
    rules = list(_undeclared_rules(current, desired))
    scenarios = _undeclared_scenarios(current, desired)
    removed_applications = [found for found in applications if _is_removed(found, desired.prune)]
    removed_rules = [(found, rule) for found, rule in rules if desired.prune.includes("rules", rule.rule_name)]
    removed_rules += [(found, rule) for found in removed_applications for rule in found.rules or ()]
    rule_ids = frozenset(rule.rule_id for _application, rule in removed_rules)
    removed_scenarios, warnings = _removed_scenarios(current, desired, scenarios, rule_ids)
    plans = [_remove_rule(application, rule) for application, rule in removed_rules]
    removed_scenarios += _check_own_scenarios(current, desired.prune, removed_applications)
    plans += [_remove_scenario(scenario, current) for scenario in removed_scenarios]
    plans += [_remove_application(application) for application in removed_applications]
    unmanaged = [Difference("application", found.short_name, None, "unmanaged") for found in applications]
    unmanaged += [Difference("rule", rule.rule_name, found.short_name, "unmanaged") for found, rule in rules]
    names = {found.application_id: found.short_name for found in current.applications}
    unmanaged += [
        Difference("scenario", found.scenario_name, names.get(t.cast(int, found.application_id)), "unmanaged")
        for found in scenarios
    ]
    in_scope = tuple(difference for difference in unmanaged if desired.prune.in_scope(difference.name))
    return Removals(tuple(plans), rule_ids, in_scope, warnings)


def removed_scenario_ids(current: CurrentAccount, desired: DesiredAccount) -> t.FrozenSet[int]:
    """Return the ids of the scenarios that will be deleted."""
    return frozenset(
        operation.params["scenario_id"]
        for removal in plan_removals(current, desired).plans
        for operation in removal.plan.operations
        if operation.object == "scenario"
    )


def check_limit(prune: Prune, removals: Removals, operations: t.Sequence[Operation]) -> None:
    """Refuse to delete more than is allowed, and name everything.

    :arg operations: those of the whole plan; scenarios that they unbind count, too
    :raises InputError: if the limit is exceeded
    """
    unbound = [operation for operation in operations if operation.action == "unbind"]
    count = len(removals.plans) + sum(len(operation.params["scenario_id"]) for operation in unbound)
    if count > prune.limit:
        names = [removal.key for removal in removals.plans]
        names += [f"bindings of rule {operation.display_name}" for operation in unbound]
        raise InputError(
            f"{count} objects would be deleted or unbound, and prune_limit is {prune.limit}: {', '.join(names)}.",
            field="prune_limit",
            advice="Raise prune_limit if that is intended.",
        )


def _undeclared_applications(current: CurrentAccount, desired: DesiredAccount) -> t.List[Application]:
    names = [name for application in desired.applications for name in application.names]
    names += [scenario.application_name for scenario in desired.scenarios if scenario.application_name is not None]
    declared = [current.application(name) for name in names]
    return [application for application in current.applications if application not in declared]


def _is_removed(application: Application, prune: Prune) -> bool:
    """Return whether an undeclared application is deleted; its rules go with it, so they have to be in scope, too."""
    rules = application.rules or ()
    return prune.includes("applications", application.short_name) and all(
        prune.includes("rules", rule.rule_name) for rule in rules
    )


def _undeclared_rules(current: CurrentAccount, desired: DesiredAccount) -> t.Iterator[t.Tuple[Application, Rule]]:
    """Return the rules that declared applications have besides the declared ones."""
    for declared in desired.applications:
        application = current.application(*declared.names)
        if declared.rules is None or application is None:
            continue
        names = {name for rule in declared.rules for name in (rule.rule_name, rule.renamed_from)}
        for rule in application.rules or ():
            if rule.rule_name not in names and desired.selection.includes_rule(rule.rule_name):
                yield application, rule


def _undeclared_scenarios(current: CurrentAccount, desired: DesiredAccount) -> t.List[Scenario]:
    """Return scenarios that are neither declared nor run by a declared rule."""
    names = {name for scenario in desired.scenarios for name in (scenario.name, scenario.renamed_from)}
    names |= {name for found in desired.applications for rule in found.rules or () for name in rule.scenarios}
    return [
        scenario
        for scenario in current.scenarios
        if scenario.scenario_name not in names
        and not scenario.parent
        and desired.selection.includes_scenario(scenario.scenario_name)
    ]


def _removed_scenarios(
    current: CurrentAccount,
    desired: DesiredAccount,
    undeclared: t.Sequence[Scenario],
    removed_rules: t.AbstractSet[t.Optional[int]],
) -> t.Tuple[t.List[Scenario], t.Tuple[str, ...]]:
    """Return the undeclared scenarios that no rule will run, and a warning for each that one will."""
    removed, warnings = [], []
    declared = _declared_application_ids(current, desired)
    for scenario in undeclared:
        is_in_scope = scenario.application_id is None or scenario.application_id in declared
        if not is_in_scope or not desired.prune.includes("scenarios", scenario.scenario_name):
            continue
        bound_rules = [
            rule
            for application in current.applications
            for rule in application.rules or ()
            if scenario.scenario_id in rule.scenario_ids
            and rule.rule_id not in removed_rules
            and not _is_unbound(desired, application, rule, scenario)
        ]
        if bound_rules:
            warnings.append(f"{scenario} is not deleted: it is bound to {', '.join(map(str, bound_rules))}.")
        else:
            removed.append(scenario)
    return removed, tuple(warnings)


def _declared_application_ids(current: CurrentAccount, desired: DesiredAccount) -> t.Set[t.Optional[int]]:
    applications = [current.application(*declared.names) for declared in desired.applications]
    return {found.application_id for found in applications if found is not None}


def _check_own_scenarios(current: CurrentAccount, prune: Prune, removed: t.Sequence[Application]) -> t.List[Scenario]:
    """Return the scenarios that go with deleted applications.

    :raises InputError: if scenarios may not be deleted
    """
    ids = {application.application_id for application in removed}
    own = [scenario for scenario in current.scenarios if scenario.application_id in ids - {None}]
    kept = [str(scenario) for scenario in own if not prune.includes("scenarios", scenario.scenario_name)]
    if kept:
        raise InputError(
            f"Deleting {', '.join(map(str, removed))} would delete {', '.join(kept)} as well.",
            field="prune",
            advice="Add scenarios to prune if that is intended.",
        )
    return own


def _is_unbound(desired: DesiredAccount, application: Application, rule: Rule, scenario: Scenario) -> bool:
    """Return whether a rule will not run a scenario any more, because its declared list does not name it."""
    if not desired.prune.includes("bindings", scenario.scenario_name):
        return False
    for declared in desired.applications:
        if not any(application.is_called(name) for name in declared.names):
            continue
        for wanted in declared.rules or ():
            if rule.rule_name in (wanted.rule_name, wanted.renamed_from) and wanted.bindings is not None:
                return desired.selection.includes_rule(wanted.name)
    return False


def _remove_rule(application: Application, rule: Rule) -> Removal:
    plan = Plan(RuleState(rule), RuleState(None, label=str(rule)), in_sequence([delete_rule(rule)]))
    return Removal(f"rule {application.short_name}/{rule.rule_name}", plan, application.short_name)


def _remove_scenario(scenario: Scenario, current: CurrentAccount) -> Removal:
    script = current.scripts.get(require_id(scenario.scenario_id))
    plan = Plan(
        ScenarioState(scenario, script),
        ScenarioState(None, label=str(scenario)),
        in_sequence([delete_scenario(scenario)]),
    )
    owners = (found for found in current.applications if found.application_id == scenario.application_id)
    owner = next(owners, None)
    return Removal(f"scenario {scenario.scenario_name}", plan, None if owner is None else owner.short_name)


def _remove_application(application: Application) -> Removal:
    before, after = ApplicationState(application), ApplicationState(None, label=str(application))
    plan = Plan(before, after, in_sequence([delete_application(application)]))
    return Removal(f"application {application.short_name}", plan)
