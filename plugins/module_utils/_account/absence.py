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
from .._plan.scenario import DesiredScenario
from .desired import CurrentAccount, DesiredAccount
from .prune import check_own_scenarios, ignored_content, is_rule_ignored, warning_about_ignored
from .prune_objects import content_to_remove, declared_content, unused_rules
from .removals import Removals, remove_application, remove_rule, remove_scenario, unused_scenarios


def plan_absence(current: CurrentAccount, desired: DesiredAccount) -> Removals:
    """Plan to delete the declared applications with everything in them, and the declared scenarios.

    Kept with a warning: an application that contains anything ignored, with all but what it declares; a declared
    scenario that a remaining rule runs, or that is not in the declared scope; and a declared rule to which a number
    stays bound. A partial deletion keeps all applications.

    :raises InputError: if something undeclared would go and is not in C(prune)
    """
    applications = _existing_applications(current, desired)
    candidates = [] if desired.selection.is_partial else applications
    ignored = {application: list(ignored_content(current, desired, application)) for application in candidates}
    removed = [application for application, content in ignored.items() if not content]
    kept = [application for application in applications if application not in removed]
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
    warnings = [warning_about_ignored(application, content) for application, content in ignored.items() if content]
    return Removals(tuple(plans), rule_ids, (), (*warnings, *rule_warnings, *scenario_warnings))


def _removed_scenarios(
    current: CurrentAccount,
    desired: DesiredAccount,
    removed: t.Sequence[Application],
    removed_rules: t.AbstractSet[t.Optional[int]],
) -> t.Tuple[t.List[Scenario], t.Tuple[str, ...]]:
    """Return the scenarios that are deleted, and a warning for each declared one that is not.

    :arg removed: the applications that are deleted
    """
    declared: t.List[Scenario] = []
    others: t.Dict[Scenario, str] = {}
    for scenario in desired.scenarios:
        found = current.scenario(scenario.name)
        if found is not None and desired.selection.includes_scenario(found.scenario_name):
            reason = _reason_to_keep(current, desired, scenario, found)
            if reason:
                others[found] = f"{found} is not deleted: {reason}."
            else:
                declared.append(found)
    own = check_own_scenarios(current, desired.prune, removed, declared)
    unused, warnings = unused_scenarios(current, dict.fromkeys([*declared, *own]), removed_rules)
    return unused, (*(warning for found, warning in others.items() if found not in own), *warnings)


def _reason_to_keep(
    current: CurrentAccount, desired: DesiredAccount, declared: DesiredScenario, found: Scenario
) -> str:
    """Return why a scenario with the name of a declared one is another one; empty if it is the declared one."""
    if found.parent:
        return "it belongs to the parent account"
    owner = current.ignored_owner_of(found, desired.ignore)
    if owner is not None:
        return f"it belongs to the ignored application {owner.short_name}"
    if declared.application_name is None:
        return ""
    scope = current.application(declared.application_name)
    is_there = scope is not None and scope.application_id == found.application_id
    return "" if is_there else f"it is not in {declared.application_name}, but in another scope"


def _existing_applications(current: CurrentAccount, desired: DesiredAccount) -> t.List[Application]:
    found = [current.application(application.application_name) for application in desired.applications]
    return [application for application in found if application is not None]


def _declared_rules(
    desired: DesiredAccount, applications: t.Iterable[Application]
) -> t.Iterator[t.Tuple[Application, Rule]]:
    """Yield the selected declared rules of these applications; none that is ignored or runs an ignored scenario."""
    for application in applications:
        names = _declared_rule_names(desired, application)
        for rule in application.rules or ():
            is_selected = compose(rule.rule_name) in names and desired.selection.includes_rule(rule.rule_name)
            if is_selected and not is_rule_ignored(desired, application, rule):
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
