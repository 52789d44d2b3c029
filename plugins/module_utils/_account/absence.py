# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Plan the deletion of what a project declares, for environments that are used for a while only."""

from __future__ import annotations

import typing as t

from .._api.errors import InputError
from .._objects.models import Application, Rule
from .desired import CurrentAccount, DesiredAccount
from .prune import check_own_scenarios
from .prune_objects import content_to_remove
from .removals import Removals, remove_application, remove_rule, remove_scenario


def plan_absence(current: CurrentAccount, desired: DesiredAccount) -> Removals:
    """Plan to delete the declared applications with everything in them, and the declared scenarios.

    A declared scenario that another application's rule runs is kept, with a warning.

    :raises InputError: if anything is protected, or something undeclared would go and is not in C(prune)
    """
    _check_protected(desired)
    applications = [] if desired.selection.is_partial else _declared(current, desired)
    rules = [(application, rule) for application in applications for rule in application.rules or ()]
    _check_undeclared_rules(desired, rules)
    rule_ids = frozenset(rule.rule_id for _application, rule in rules)
    found = [current.scenario(scenario.name) for scenario in desired.scenarios]
    declared = [
        scenario
        for scenario in found
        if scenario is not None and desired.selection.includes_scenario(scenario.scenario_name)
    ]
    own = check_own_scenarios(current, desired.prune, applications, declared)
    scenarios = dict.fromkeys([*declared, *own])
    kept = {
        scenario: [
            str(rule)
            for application in current.applications
            for rule in application.rules or ()
            if rule.rule_id not in rule_ids and scenario.scenario_id in rule.scenario_ids
        ]
        for scenario in scenarios
    }
    warnings = tuple(
        f"{scenario} is not deleted: it is bound to {', '.join(bound)}." for scenario, bound in kept.items() if bound
    )
    plans = [owned.removal() for owned in content_to_remove(current, desired, applications)]
    plans += [remove_rule(application, rule) for application, rule in rules]
    plans += [remove_scenario(scenario, current) for scenario, bound in kept.items() if not bound]
    plans += [remove_application(application) for application in applications]
    return Removals(tuple(plans), rule_ids, (), warnings)


def _declared(current: CurrentAccount, desired: DesiredAccount) -> t.List[Application]:
    found = [current.application(application.application_name) for application in desired.applications]
    return [application for application in found if application is not None]


def _check_protected(desired: DesiredAccount) -> None:
    if desired.protected:
        raise InputError(
            f"These are protected and would be deleted: {', '.join(sorted(desired.protected))}.",
            field="state",
            advice="Remove protect from them if that is intended.",
        )


def _check_undeclared_rules(desired: DesiredAccount, rules: t.Sequence[t.Tuple[Application, Rule]]) -> None:
    """Refuse to delete rules that nobody declares, unless rules may be pruned."""
    undeclared = []
    for application, rule in rules:
        declared = desired.application(application.application_name)
        names = {wanted.name for wanted in (declared.rules or ())} if declared is not None else set()
        if rule.rule_name not in names and not desired.prune.includes("rules", rule.rule_name):
            undeclared.append(f"{application.short_name}/{rule.rule_name}")
    if undeclared:
        raise InputError(
            f"Rules that are not declared would be deleted with their application: {', '.join(undeclared)}.",
            field="prune",
            advice="Add rules to prune if that is intended.",
        )
