# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Plan the deletion of what is not declared."""

from __future__ import annotations

import functools
import typing as t

from .._api.errors import InputError
from .._objects.models import Application, Rule, Scenario, require_id
from .._objects.names import compose
from .._plan.rule import DesiredRule
from .desired import CurrentAccount, DesiredAccount, Prune, is_called
from .prune_objects import content_of, content_to_remove, undeclared_objects, unused_rules
from .records import Key
from .removals import Removals, remove_application, remove_rule, remove_scenario, rule_title, unused_scenarios


def plan_pruning(current: CurrentAccount, desired: DesiredAccount) -> Removals:
    """Find what is not declared, and plan the deletion of what may be pruned."""
    applications = [] if desired.selection.is_partial else _undeclared_applications(current, desired)
    rules = list(_undeclared_rules(current, desired))
    scenarios = _undeclared_scenarios(current, desired)
    kept = {application: list(ignored_content(current, desired, application)) for application in applications}
    used = {application: list(_declared_content(current, desired, application)) for application in applications}
    removed_applications = [
        application
        for application in applications
        if not kept[application] + used[application] and _is_removed(application, desired.prune)
    ]
    objects = undeclared_objects(current, desired)
    removed_objects = [owned for owned in objects if desired.prune.includes(owned.kind, owned.name)]
    prunable = [(application, rule) for application, rule in rules if _is_rule_removed(desired, rule)]
    removed_rules, rule_warnings = unused_rules(current, desired, prunable, [owned.key for owned in removed_objects])
    removed_rules += [(application, rule) for application in removed_applications for rule in application.rules or ()]
    rule_ids = frozenset(rule.rule_id for _application, rule in removed_rules)
    is_unbound = functools.partial(_is_unbound, desired)
    candidates = _prunable_scenarios(current, desired, scenarios)
    removed_scenarios, warnings = unused_scenarios(current, candidates, rule_ids, is_unbound)
    removed_objects += content_to_remove(current, desired, removed_applications)
    plans = [owned.removal for owned in removed_objects]
    plans += [remove_rule(application, rule) for application, rule in removed_rules]
    removed_scenarios += check_own_scenarios(current, desired.prune, removed_applications)
    plans += [remove_scenario(scenario, current) for scenario in removed_scenarios]
    plans += [remove_application(application) for application in removed_applications]
    unmanaged: t.List[t.Tuple[Key, str]] = [
        (("application", require_id(owner.application_id)), owner.short_name) for owner in applications
    ]
    unmanaged += [(("rule", require_id(rule.rule_id)), rule.rule_name) for _application, rule in rules]
    unmanaged += [(("scenario", require_id(scenario.scenario_id)), scenario.scenario_name) for scenario in scenarios]
    unmanaged += [(owned.key, owned.name) for owned in objects]
    in_scope = tuple(key for key, name in unmanaged if desired.prune.in_scope(name))
    warnings += (*rule_warnings, *_warn_about_ignored(desired, kept, rules), *_warn_about_declared(desired, used))
    return Removals(tuple(plans), rule_ids, in_scope, warnings)


def _undeclared_applications(current: CurrentAccount, desired: DesiredAccount) -> t.List[Application]:
    names = [name for application in desired.applications for name in application.names]
    names += [scenario.application_name for scenario in desired.scenarios if scenario.application_name is not None]
    declared = [current.application(name) for name in names]
    return [
        application
        for application in current.applications
        if application not in declared and not desired.ignore.application(application)
    ]


def _is_removed(application: Application, prune: Prune) -> bool:
    """Return whether an undeclared application is deleted; its rules go with it, so they have to be in scope, too."""
    rules = application.rules or ()
    return prune.includes("applications", application.short_name) and all(
        prune.includes("rules", rule.rule_name) for rule in rules
    )


def _undeclared_rules(current: CurrentAccount, desired: DesiredAccount) -> t.Iterator[t.Tuple[Application, Rule]]:
    """Yield the rules that declared applications have besides the declared ones."""
    for declared in desired.applications:
        application = current.application(*declared.names)
        if declared.rules is None or application is None:
            continue
        names = _rule_names(declared.rules)
        for rule in application.rules or ():
            is_undeclared = compose(rule.rule_name) not in names and not desired.ignore.rule(application, rule)
            if is_undeclared and desired.selection.includes_rule(rule.rule_name):
                yield application, rule


def _rule_names(declared: t.Iterable[DesiredRule]) -> t.Set[str]:
    """Return the names and previous names of declared rules, composed."""
    names = [name for rule in declared for name in (rule.rule_name, rule.renamed_from)]
    return {compose(name) for name in names if name is not None}


def _is_rule_removed(desired: DesiredAccount, rule: Rule) -> bool:
    """Return whether an undeclared rule is deleted, unless a phone number uses it."""
    return desired.prune.includes("rules", rule.rule_name) and not _ignored_scenarios(desired, rule)


def _undeclared_scenarios(current: CurrentAccount, desired: DesiredAccount) -> t.List[Scenario]:
    """Return scenarios that are neither declared nor run by a declared rule."""
    names = _declared_scenario_names(desired)
    return [
        scenario
        for scenario in current.scenarios
        if compose(scenario.scenario_name) not in names
        and not scenario.parent
        and not desired.ignore.scenario(scenario.scenario_name)
        and current.ignored_owner_of(scenario, desired.ignore) is None
        and desired.selection.includes_scenario(scenario.scenario_name)
    ]


def _declared_scenario_names(desired: DesiredAccount) -> t.Set[str]:
    """Return the names of scenarios that are declared or run by a declared rule, composed."""
    names = {name for scenario in desired.scenarios for name in (scenario.name, scenario.renamed_from)}
    names |= {
        name for application in desired.applications for rule in application.rules or () for name in rule.scenarios
    }
    return {compose(name) for name in names if name is not None}


def _prunable_scenarios(
    current: CurrentAccount, desired: DesiredAccount, undeclared: t.Iterable[Scenario]
) -> t.Iterator[Scenario]:
    """Yield the undeclared scenarios that may be pruned, and are Shared or belong to declared applications."""
    declared = [current.application(*application.names) for application in desired.applications]
    scopes = {None, *(application.application_id for application in declared if application is not None)}
    for scenario in undeclared:
        if scenario.application_id in scopes and desired.prune.includes("scenarios", scenario.scenario_name):
            yield scenario


def _ignored_scenarios(desired: DesiredAccount, rule: Rule) -> t.List[str]:
    return [bound.scenario_name for bound in rule.scenarios if desired.ignore.scenario(bound.scenario_name)]


def is_rule_ignored(desired: DesiredAccount, application: Application, rule: Rule) -> bool:
    """Return whether a rule is ignored, or runs an ignored scenario."""
    return desired.ignore.rule(application, rule) or bool(_ignored_scenarios(desired, rule))


def ignored_content(current: CurrentAccount, desired: DesiredAccount, application: Application) -> t.Iterator[str]:
    """Yield what an application contains that is ignored."""
    for rule in application.rules or ():
        if is_rule_ignored(desired, application, rule):
            yield str(rule)
    for scenario in _own_scenarios(current, application):
        if desired.ignore.scenario(scenario.scenario_name):
            yield str(scenario)
    yield from (str(owned) for owned in content_of(current, desired, application) if owned.is_ignored)


def _declared_content(current: CurrentAccount, desired: DesiredAccount, application: Application) -> t.Iterator[str]:
    """Yield the declared scenarios that an application contains: a manifest can name one without its application."""
    names = _declared_scenario_names(desired)
    for scenario in _own_scenarios(current, application):
        if compose(scenario.scenario_name) in names:
            yield str(scenario)


def _own_scenarios(current: CurrentAccount, application: Application) -> t.List[Scenario]:
    """Return the scenarios that belong to an application."""
    scope = application.application_id
    return [scenario for scenario in current.scenarios if scope is not None and scenario.application_id == scope]


def _warn_about_ignored(
    desired: DesiredAccount,
    applications: t.Mapping[Application, t.List[str]],
    rules: t.Sequence[t.Tuple[Application, Rule]],
) -> t.Iterator[str]:
    """Yield a warning for each object that is kept because of what is ignored."""
    for application, content in applications.items():
        if content and desired.prune.includes("applications", application.short_name):
            yield warning_about_ignored(application, content)
    for application, rule in rules:
        ignored = _ignored_scenarios(desired, rule)
        if ignored and desired.prune.includes("rules", rule.rule_name):
            title = rule_title(application, rule)
            yield f"{title} is not deleted, because it runs ignored scenarios: {', '.join(ignored)}."


def warning_about_ignored(application: Application, content: t.Sequence[str]) -> str:
    """Return the warning that an application is kept because of what it contains."""
    return f"{application} is not deleted, because it contains ignored objects: {', '.join(content)}."


def _warn_about_declared(desired: DesiredAccount, applications: t.Mapping[Application, t.List[str]]) -> t.Iterator[str]:
    """Yield a warning for each application that is kept because of declared scenarios."""
    for application, content in applications.items():
        if content and desired.prune.includes("applications", application.short_name):
            yield f"{application} is not deleted, because the manifest uses objects in it: {', '.join(content)}."


def check_own_scenarios(
    current: CurrentAccount,
    prune: Prune,
    removed: t.Sequence[Application],
    declared: t.Sequence[Scenario] = (),
) -> t.List[Scenario]:
    """Return the scenarios that go with deleted applications.

    :arg declared: scenarios that are deleted anyway
    :raises InputError: if scenarios may not be deleted
    """
    ids = {application.application_id for application in removed}
    own = [scenario for scenario in current.scenarios if scenario.application_id in ids - {None}]
    kept = [
        str(scenario)
        for scenario in own
        if scenario not in declared and not prune.includes("scenarios", scenario.scenario_name)
    ]
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
        for desired_rule in declared.rules or ():
            if is_called(rule, desired_rule) and desired_rule.bindings is not None:
                return desired.selection.includes_rule(desired_rule.name)
    return False
