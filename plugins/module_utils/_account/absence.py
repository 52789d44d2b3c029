# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Plan the deletion of what a project declares, for environments that are used for a while only."""

from __future__ import annotations

import typing as t

from .._api.errors import InputError
from .._objects.models import Application, Rule, Scenario
from .._objects.names import compose
from .desired import CurrentAccount, DesiredAccount
from .prune import check_own_scenarios, ignored_content, is_rule_ignored, warning_about_ignored
from .prune_objects import content_to_remove, declared_content, unused_rules
from .removals import Removals, remove_application, remove_rule, remove_scenario, unused_scenarios


def plan_absence(current: CurrentAccount, desired: DesiredAccount) -> Removals:
    """Plan to delete the declared applications with everything in them, and the declared scenarios.

    Kept with a warning: an application that contains anything ignored, with all but what it declares; a declared
    scenario that a remaining rule runs; and a declared rule to which a number stays bound.

    :raises InputError: if something undeclared would go and is not in C(prune)
    """
    applications = [] if desired.selection.is_partial else _existing_applications(current, desired)
    ignored = {application: list(ignored_content(current, desired, application)) for application in applications}
    kept = [application for application in applications if ignored[application]]
    removed = [application for application in applications if not ignored[application]]
    rules = [(application, rule) for application in removed for rule in application.rules or ()]
    _check_undeclared_rules(desired, rules)
    objects = declared_content(current, desired, kept)
    unbound = [owned.key for owned in objects]
    unused, rule_warnings = unused_rules(current, desired, _declared_rules(desired, kept), unbound)
    rules += unused
    objects += content_to_remove(current, desired, removed)
    rule_ids = frozenset(rule.rule_id for _application, rule in rules)
    scenarios, scenario_warnings = _removed_scenarios(current, desired, removed, rule_ids)
    plans = [owned.removal for owned in objects]
    plans += [remove_rule(application, rule) for application, rule in rules]
    plans += [remove_scenario(scenario, current) for scenario in scenarios]
    plans += [remove_application(application) for application in removed]
    warnings = [warning_about_ignored(application, ignored[application]) for application in kept]
    return Removals(tuple(plans), rule_ids, (), (*warnings, *rule_warnings, *scenario_warnings))


def _removed_scenarios(
    current: CurrentAccount,
    desired: DesiredAccount,
    removed: t.Sequence[Application],
    removed_rules: t.AbstractSet[t.Optional[int]],
) -> t.Tuple[t.List[Scenario], t.Tuple[str, ...]]:
    """Return the scenarios that are deleted, and a warning for each declared one that a remaining rule runs.

    :arg removed: the applications that are deleted
    """
    found = [current.scenario(scenario.name) for scenario in desired.scenarios]
    declared = [
        scenario
        for scenario in found
        if scenario is not None and desired.selection.includes_scenario(scenario.scenario_name)
    ]
    own = check_own_scenarios(current, desired.prune, removed, declared)
    return unused_scenarios(current, dict.fromkeys([*declared, *own]), removed_rules)


def _existing_applications(current: CurrentAccount, desired: DesiredAccount) -> t.List[Application]:
    found = [current.application(application.application_name) for application in desired.applications]
    return [application for application in found if application is not None]


def _declared_rules(
    desired: DesiredAccount, applications: t.Iterable[Application]
) -> t.Iterator[t.Tuple[Application, Rule]]:
    """Yield the declared rules of these applications, but none that is ignored or runs an ignored scenario."""
    for application in applications:
        names = _declared_rule_names(desired, application)
        for rule in application.rules or ():
            if compose(rule.rule_name) in names and not is_rule_ignored(desired, application, rule):
                yield application, rule


def _declared_rule_names(desired: DesiredAccount, application: Application) -> t.Set[str]:
    declared = desired.application(application.application_name)
    return {compose(rule.name) for rule in (declared.rules or ())} if declared is not None else set()


def _check_undeclared_rules(desired: DesiredAccount, rules: t.Sequence[t.Tuple[Application, Rule]]) -> None:
    """Refuse to delete undeclared rules, unless rules may be pruned."""
    undeclared = []
    for application, rule in rules:
        names = _declared_rule_names(desired, application)
        if compose(rule.rule_name) not in names and not desired.prune.includes("rules", rule.rule_name):
            undeclared.append(f"{application.short_name}/{rule.rule_name}")
    if undeclared:
        raise InputError(
            f"Rules that are not declared would be deleted with their application: {', '.join(undeclared)}.",
            field="prune",
            advice="Add rules to prune if that is intended.",
        )
