# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Read what the plan for an account needs."""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.errors import error_context
from .._objects.applications import list_applications
from .._objects.concurrency import Progress, Workers, no_progress
from .._objects.keys import Keys
from .._objects.models import Application, Scenario, require_id
from .._objects.names import compose
from .._objects.rules import has_key, with_rules
from .._objects.scenarios import list_scenarios, read_every_script, scenario_id_of, with_own
from .desired import CurrentAccount, DesiredAccount, is_called
from .read_objects import names_rules, read_declared_objects, read_removed_objects
from .removals import Removals, removed_ids

if t.TYPE_CHECKING:
    from .._api.client import Client
    from .._plan.application import DesiredApplication
    from .._plan.rule import DesiredRule
    from .cache import ScriptCache


def resolve_keys(client: Client, desired: DesiredAccount) -> DesiredAccount:
    """Return the desired account with ids in place of the names of keys; rules that stay as they are keep theirs.

    :raises VoximplantError: if a key does not exist
    """
    if not desired.present:
        return desired
    keys = Keys(client)

    def resolve_rule(application: DesiredApplication, rule: DesiredRule) -> DesiredRule:
        if rule.bind_key_id is None or not desired.selection.includes_rule(rule.name):
            return rule
        with error_context("rule", f"{application.short_name}/{rule.name}"):
            return dataclasses.replace(rule, bind_key_id=keys.id_of(rule.bind_key_id))

    def resolve(application: DesiredApplication) -> DesiredApplication:
        if application.rules is None:
            return application
        return dataclasses.replace(
            application, rules=tuple(resolve_rule(application, rule) for rule in application.rules)
        )

    return dataclasses.replace(desired, applications=tuple(map(resolve, desired.applications)))


def read_account(
    client: Client,
    desired: DesiredAccount,
    cache: t.Optional[ScriptCache] = None,
    progress: Progress = no_progress,
) -> CurrentAccount:
    """Read an account.

    :arg cache: knows scripts that need not be read
    :arg progress: progress callback for scripts
    """
    with Workers(client.limit) as pool:
        applications, scenarios = pool.map(lambda listing: listing(client), _LISTINGS)
        listed = CurrentAccount(applications, scenarios)
        complete = pool.map(
            lambda found: with_rules(client, found) if _needs_rules(found, desired) else found, applications
        )
        listed = dataclasses.replace(listed, applications=tuple(complete))
        scopes = pool.map(
            lambda found: list_scenarios(client, require_id(found.application_id)), _scopes(listed, desired)
        )
        scripts = _read_scripts(client, _scripts_to_compare(listed, desired), pool, cache, progress)
        current = dataclasses.replace(listed, scenarios=with_own(scenarios, scopes), scripts=scripts)
        current = read_declared_objects(client, current, desired, pool)
    return dataclasses.replace(current, keys=_bound_keys(client, current, desired))


def read_removed(client: Client, current: CurrentAccount, removals: Removals, *, with_values: bool) -> CurrentAccount:
    """Return the account with what has to be known of objects that will be deleted, and of what goes with them.

    :arg with_values: read the values of secrets, too, to put them back
    """
    removed = removed_ids(removals, "DelScenario", "scenario_id")
    missing = [scenario for scenario in current.scenarios if scenario.scenario_id in removed]
    missing = [scenario for scenario in missing if scenario_id_of(scenario) not in current.scripts]
    with Workers(client.limit) as pool:
        read = {scenario_id_of(scenario): script for scenario, script in read_every_script(client, missing, pool)}
        current = dataclasses.replace(current, scripts={**current.scripts, **read})
        return read_removed_objects(client, current, removals, pool, with_values=with_values)


_LISTINGS: t.Tuple[t.Callable[[Client], t.Tuple[t.Any, ...]], ...] = (list_applications, list_scenarios)


def _read_scripts(
    client: Client,
    compared: t.Sequence[t.Tuple[Scenario, str]],
    workers: Workers,
    cache: t.Optional[ScriptCache],
    progress: Progress,
) -> t.Dict[int, str]:
    """Return the platform's scripts by id; one that equals the desired script takes no memory of its own.

    :arg compared: scenarios with their desired scripts
    """
    desired = {scenario_id_of(scenario): script for scenario, script in compared}
    cached = {}
    if cache is not None:
        cached = {scenario_id_of(scenario): cache.get(scenario, script) for scenario, script in compared}
    scripts = {scenario_id: script for scenario_id, script in cached.items() if script is not None}
    read_after = client.platform_time
    unknown = [scenario for scenario, _script in compared if scenario_id_of(scenario) not in scripts]
    for scenario, script in read_every_script(client, unknown, workers, progress):
        ours = desired[scenario_id_of(scenario)]
        scripts[scenario_id_of(scenario)] = ours if script == ours else script
        if cache is not None:
            cache.add(scenario, script, read_after)
    return scripts


def _needs_rules(application: Application, desired: DesiredAccount) -> bool:
    """Return whether rules are declared, may be deleted, or may run what is deleted."""
    if _deletes(desired):
        return True
    return any(
        (entry.rules is not None or names_rules(entry)) and _is_same(application, entry)
        for entry in desired.applications
    )


def _deletes(desired: DesiredAccount) -> bool:
    """Return whether scenarios may be deleted: then it matters which rules run them, and where they belong."""
    return not desired.present or bool(desired.prune.kinds & {"scenarios", "applications"})


def _is_same(application: Application, desired: DesiredApplication) -> bool:
    return any(application.is_called(name) for name in desired.names)


def _bound_keys(client: Client, current: CurrentAccount, desired: DesiredAccount) -> t.FrozenSet[t.Tuple[int, str]]:
    """Return the declared keys that are bound to their rules; one call each, since rows of rules do not have them."""
    found: t.Set[t.Tuple[int, str]] = set()
    for application in desired.applications if desired.present else ():
        existing = current.application(*application.names)
        rules = () if existing is None else existing.rules or ()
        for rule in application.rules or ():
            key_id = rule.bind_key_id
            if key_id is None or not desired.selection.includes_rule(rule.name):
                continue
            matching = [existing for existing in rules if is_called(existing, rule)]
            found |= {(require_id(match.rule_id), key_id) for match in matching if has_key(client, match, key_id)}
    return frozenset(found)


def _scopes(current: CurrentAccount, desired: DesiredAccount) -> t.Sequence[Application]:
    """Return the existing applications whose own scenarios matter: those of declared scenarios, and ignored ones.

    All of them matter if scenarios may be deleted, or a rule will run one of which it is not declared where it belongs.
    """
    if _deletes(desired) or _binds_from_anywhere(current, desired):
        return current.applications
    names = {scenario.application_name for scenario in desired.scenarios if scenario.application_name is not None}
    ignored = [application for application in current.applications if desired.ignore.application(application)]
    found = {application.application_id: application for application in ignored if desired.scenarios}
    for name in names:
        declared = desired.application(name)
        application = current.application(name, declared.renamed_from if declared is not None else None)
        if application is not None:
            found[application.application_id] = application
    return tuple(found.values())


def _binds_from_anywhere(current: CurrentAccount, desired: DesiredAccount) -> bool:
    """Return whether a rule will run an existing scenario that is declared without an application, or not at all."""
    declared = {compose(scenario.name): scenario for scenario in desired.scenarios}
    for application in desired.applications:
        existing = current.application(*application.names)
        for rule in application.rules or ():
            if not desired.selection.includes_rule(rule.name):
                continue
            present = [found for found in (existing and existing.rules) or () if is_called(found, rule)]
            bound = {scenario.scenario_id for found in present for scenario in found.scenarios}
            for name in rule.scenarios:
                entry = declared.get(compose(name))
                found = current.scenario(name) or current.scenario(None if entry is None else entry.renamed_from)
                is_placed = entry is not None and entry.application_name is not None
                if found is not None and not is_placed and found.scenario_id not in bound:
                    return True
    return False


def _scripts_to_compare(current: CurrentAccount, desired: DesiredAccount) -> t.Sequence[t.Tuple[Scenario, str]]:
    """Return the scenarios whose scripts are compared, with the desired scripts."""
    found = [
        (current.scenario(scenario.name) or current.scenario(scenario.renamed_from), scenario.scenario_script)
        for scenario in desired.scenarios
        if desired.selection.includes_scenario(scenario.name)
    ]
    return [(scenario, script) for scenario, script in found if scenario is not None and script is not None]
