# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Reads a whole account, as far as a manifest makes it necessary: one listing a kind, then texts side by side."""

from __future__ import annotations

import dataclasses
import typing as t

from .._objects.applications import list_applications
from .._objects.concurrency import Progress, Workers, tell_nobody
from .._objects.models import Application, Scenario, require_id
from .._objects.rules import has_key, list_rules
from .._objects.scenarios import list_scenarios, read_scripts, scenario_id_of
from .desired import CurrentAccount, DeclaredAccount

if t.TYPE_CHECKING:
    from .._api.client import Client
    from .cache import TextCache


def gather_account(
    client: Client,
    declared: DeclaredAccount,
    workers: int,
    cache: t.Optional[TextCache] = None,
    progress: Progress = tell_nobody,
) -> CurrentAccount:
    """Everything that the plan for an account needs.

    :arg workers: how many calls are made at a time
    :arg cache: remembers texts that need not be read
    :arg progress: is told how many texts were read
    """
    with Workers(workers) as pool:
        (applications,), (scenarios,) = pool.each(list_applications, (client,)), pool.each(list_scenarios, (client,))
        listed = CurrentAccount(applications, scenarios)
        with_rules = pool.each(
            lambda one: _with_rules(client, one) if _rules_matter(one, declared) else one, applications
        )
        scopes = pool.each(
            lambda one: list_scenarios(client, require_id(one.application_id)), _scopes(listed, declared)
        )
        scripts = _scripts(client, _compared(listed, declared), pool, cache, progress)
        own = {scenario.scenario_id: scenario for scope in scopes for scenario in scope}
        current = CurrentAccount(
            tuple(with_rules), tuple(own.get(scenario.scenario_id, scenario) for scenario in scenarios), scripts
        )
    return dataclasses.replace(current, keys=_bound_keys(client, current, declared))


def _scripts(
    client: Client,
    compared: t.Sequence[t.Tuple[Scenario, str]],
    workers: Workers,
    cache: t.Optional[TextCache],
    progress: Progress,
) -> t.Dict[int, str]:
    """The platform's texts by id; one that is the declared one takes no memory of its own.

    :arg compared: the scenarios with the texts that are declared for them
    """
    declared = {scenario_id_of(scenario): text for scenario, text in compared}
    recalled = {} if cache is None else {scenario_id_of(one): cache.recall(one, text) for one, text in compared}
    scripts = {number: text for number, text in recalled.items() if text is not None}
    asked = client.platform_time
    unknown = [scenario for scenario, _text in compared if scenario_id_of(scenario) not in scripts]
    for scenario, text in read_scripts(client, unknown, workers, progress):
        ours = declared[scenario_id_of(scenario)]
        scripts[scenario_id_of(scenario)] = ours if text == ours else text
        if cache is not None:
            cache.note(scenario, text, asked)
    return scripts


def _with_rules(client: Client, application: Application) -> Application:
    return dataclasses.replace(application, rules=list_rules(client, require_id(application.application_id)))


def _rules_matter(application: Application, declared: DeclaredAccount) -> bool:
    """Whether an application's rules are declared, may be removed, or may run what is removed."""
    if declared.prune.kinds & {"scenarios", "applications"}:
        return True
    for one in declared.applications:
        names = (one.desired.application_name, one.desired.renamed_from)
        if one.rules is not None and any(name is not None and application.is_called(name) for name in names):
            return True
    return False


def _bound_keys(client: Client, current: CurrentAccount, declared: DeclaredAccount) -> t.FrozenSet[t.Tuple[int, str]]:
    """The declared keys of rules that have them already; one call for each, since rows of rules do not tell."""
    found = set()
    for one in declared.applications:
        application = current.application(one.desired.application_name, one.desired.renamed_from)
        for desired in one.rules or ():
            key_id = desired.bind_key_id
            if application is not None and key_id and declared.selection.takes_rule(desired.rule_name or ""):
                names = (desired.rule_name, desired.renamed_from)
                meant = [rule for rule in application.rules or () if rule.rule_name in names]
                found |= {(require_id(rule.rule_id), key_id) for rule in meant if has_key(client, rule, key_id)}
    return frozenset(found)


def _scopes(current: CurrentAccount, declared: DeclaredAccount) -> t.Sequence[Application]:
    """The applications that declared scenarios belong to, as far as they exist."""
    names = {scenario.application_name for scenario in declared.scenarios if scenario.application_name is not None}
    found = {}
    for name in names:
        one = declared.application(name)
        application = current.application(name, one.desired.renamed_from if one is not None else None)
        if application is not None:
            found[application.application_id] = application
    return tuple(found.values())


def _compared(current: CurrentAccount, declared: DeclaredAccount) -> t.Sequence[t.Tuple[Scenario, str]]:
    """The scenarios whose texts are compared with declared ones, and those."""
    found = [
        (current.scenario(one.name) or current.scenario(one.renamed_from), one.script)
        for one in declared.scenarios
        if declared.selection.takes_scenario(one.name)
    ]
    return [(scenario, script) for scenario, script in found if scenario is not None and script is not None]
