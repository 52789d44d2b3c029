# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Plan the rules of each declared application."""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.errors import ConflictError, NotFoundError, error_context
from .._objects.models import Application, BoundScenario, Id, Rule, pending_id
from .._objects.names import NameTable, compose, is_same_name
from .._objects.scenarios import scenario_id_of
from .._plan.operations import DiffSection
from .._plan.rule import CurrentRule, DesiredRule, plan_rule, reorder_rules
from .desired import CurrentAccount, DesiredAccount
from .draft import Draft

if t.TYPE_CHECKING:
    from .._plan.application import DesiredApplication

Names = t.Mapping[Id, str]


def plan_rules(
    current: CurrentAccount,
    desired: DesiredAccount,
    application_ids: t.Mapping[str, Id],
    known: t.Mapping[str, BoundScenario],
    *,
    removed: t.AbstractSet[t.Optional[int]],
    draft: Draft,
) -> t.Dict[t.Tuple[str, str], Id]:
    """Plan the rules of each declared application, and their order; return their ids by application and composed name.

    :arg application_ids: ids of the applications that are planned, by short name
    :arg known: scenarios that rules can run, by the names that they will have
    :arg removed: ids of the rules that will be deleted
    """
    rule_ids: t.Dict[t.Tuple[str, str], Id] = {}
    owners = _owners(current, known)
    scenario_names = {bound.scenario_id: name for name, bound in known.items()}
    for application in desired.applications:
        name = application.short_name
        if application.rules is None or name not in application_ids:
            continue
        existing = current.application(*application.names)
        _check_scenarios(desired, application, existing, owners)
        siblings = _siblings(existing, scenario_names)
        state = CurrentRule(application_ids[name], siblings, tuple(known.values()))
        planned = [
            _plan_rule(current, state, _with_unbind_pattern(rule, desired), name, draft)
            for rule in application.rules
            if desired.selection.includes_rule(rule.name)
        ]
        rule_ids.update({(name, compose(rule.rule_name)): _id_of(rule, state) for rule in planned})
        if not desired.selection.is_partial:
            ignored = {rule.rule_id for rule in siblings if existing and desired.ignore.rule(existing, rule)}
            _plan_order(state, planned, name, draft, removed=removed, ignored=ignored)
    return rule_ids


def _owners(current: CurrentAccount, known: t.Mapping[str, BoundScenario]) -> NameTable[t.Optional[Application]]:
    """Return the applications that scenarios belong to, as far as that is known, by the names that they will have."""
    owners: t.Dict[Id, t.Optional[Application]] = {
        scenario_id_of(scenario): current.owner_of(scenario) for scenario in current.scenarios
    }
    return NameTable((name, owners.get(bound.scenario_id)) for name, bound in known.items())


def _check_scenarios(
    desired: DesiredAccount,
    application: DesiredApplication,
    existing: t.Optional[Application],
    owners: NameTable[t.Optional[Application]],
) -> None:
    """Refuse rules that run another application's scenario, or one that a partial deployment leaves out.

    The platform would refuse the former half-way. The latter is neither created nor renamed.
    """
    for rule in application.rules or ():
        names = rule.scenarios if desired.selection.includes_rule(rule.name) else ()
        with error_context("rule", f"{application.short_name}/{rule.name}"):
            for name in names:
                owner = owners.get(name)
                if owner is not None and (existing is None or owner.application_id != existing.application_id):
                    raise ConflictError(
                        f"It cannot run {name}, a scenario of the application {owner.short_name}.",
                        field="scenarios",
                        advice="A rule runs scenarios of its own application and Shared ones.",
                    )
                if name not in owners and any(is_same_name(name, scenario.name) for scenario in desired.scenarios):
                    raise NotFoundError(
                        f"It cannot run {name!r}: the account has no scenario of this name, and the declared one is "
                        "not selected.",
                        field="only_scenarios",
                        advice="Add it to only_scenarios.",
                    )


def _with_unbind_pattern(rule: DesiredRule, desired: DesiredAccount) -> DesiredRule:
    if rule.bindings is None:
        return rule
    bindings = dataclasses.replace(
        rule.bindings, unbind_pattern=desired.prune.unbind_pattern, ignored=desired.ignore.scenarios
    )
    return dataclasses.replace(rule, bindings=bindings)


def _plan_rule(current: CurrentAccount, state: CurrentRule, rule: DesiredRule, application: str, draft: Draft) -> Rule:
    """Plan one rule and return it as planned."""
    with error_context("rule", f"{application}/{rule.name}"):
        has_key = current.has_key(state.siblings, rule)
        plan = plan_rule(dataclasses.replace(state, has_key=has_key), rule)
    draft.add(f"rule {application}/{rule.name}", plan, application)
    return t.cast(Rule, plan.after.rule)


def _siblings(application: t.Optional[Application], names: Names) -> t.Tuple[Rule, ...]:
    """Return the rules that an application has, with the names that their scenarios will have."""
    rules = (application.rules or ()) if application is not None else ()
    return tuple(
        dataclasses.replace(
            rule,
            scenarios=tuple(
                dataclasses.replace(bound, scenario_name=names.get(bound.scenario_id, bound.scenario_name))
                for bound in rule.scenarios
            ),
        )
        for rule in rules
    )


def _plan_order(
    state: CurrentRule,
    planned: t.Sequence[Rule],
    application: str,
    draft: Draft,
    *,
    removed: t.AbstractSet[t.Optional[int]],
    ignored: t.AbstractSet[t.Optional[int]],
) -> None:
    """Put the declared rules in their order, other rules after them, and rules that will be deleted last.

    :arg removed: ids of the rules that will be deleted
    :arg ignored: ids of the rules whose position alone is not a reason to move any
    """
    declared = [_id_of(rule, state) for rule in planned]
    present = [_id_of(rule, state) for rule in state.siblings]
    present += [rule_id for rule_id in declared if rule_id not in present]
    others = [rule_id for rule_id in present if rule_id not in declared]
    desired = [*declared, *(rule_id for rule_id in others if rule_id not in removed)]
    if _without(desired, ignored) == _without(present, {*removed, *ignored}):
        return
    desired += [rule_id for rule_id in others if rule_id in removed]
    names = {_id_of(rule, state): rule.rule_name for rule in (*state.siblings, *planned)}
    operation = reorder_rules(application, desired, state.application_id)
    draft.operations.append(dataclasses.replace(operation, object="application"))
    header = f"order of the rules of {application}"
    draft.before[header] = DiffSection.of_lines(header, [names[rule_id] for rule_id in present])
    draft.after[header] = DiffSection.of_lines(header, [names[rule_id] for rule_id in desired])


def _without(rule_ids: t.Sequence[Id], others: t.AbstractSet[t.Optional[Id]]) -> t.List[Id]:
    return [rule_id for rule_id in rule_ids if rule_id not in others]


def _id_of(rule: Rule, state: CurrentRule) -> Id:
    return rule.rule_id or pending_id("rule", rule.rule_name, state.application_id)
