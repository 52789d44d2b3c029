# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Reads what a plan needs to know, with as few calls as the question allows."""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.errors import ConflictError, NotFoundError
from .._objects.applications import list_applications
from .._objects.models import BoundScenario, Rule, Scenario, require_id
from .._objects.rules import has_key, list_all_rules, list_rules
from .._objects.scenarios import find_by_name, list_scenarios, read_script, scenario_id_of
from .._plan.bound_scenarios import WantedScenarios
from .._plan.rule import CurrentRule
from .._plan.scenario import CurrentScenario, DesiredScenario

if t.TYPE_CHECKING:
    from .._api.client import Client
    from .._plan.rule import DesiredRule


def gather_scenario(client: Client, desired: DesiredScenario, rule: t.Optional[Rule] = None) -> CurrentScenario:
    """Everything about the scenario that a task means.

    :arg rule: the rule that is to run it
    """
    if desired.scenario_id is not None:
        return _by_id(client, desired, rule)
    name = t.cast(str, desired.scenario_name)
    listing: t.Tuple[Scenario, ...] = ()
    found = None
    if desired.application_id is not None:
        found = _called(list_scenarios(client, require_id(desired.application_id)), name)
    elif desired.renamed_from is None:
        found = find_by_name(client, name)
    if found is None or desired.renamed_from is not None:
        listing = list_scenarios(client)
        found = found or _called(listing, name)
    formerly = _called(listing, desired.renamed_from) if desired.present and desired.renamed_from else None
    existing = found or formerly
    return CurrentScenario(
        found=found,
        script=_script(client, existing, desired),
        formerly=formerly,
        elsewhere=_elsewhere(client, existing, desired),
        running=_running(client, found, desired),
        rule=_checked_rule(client, existing, desired, rule),
        variants=tuple(one.scenario_name for one in listing if one.scenario_name.lower() == name.lower()),
    )


def candidates(client: Client, rule: Rule, wanted: WantedScenarios) -> t.Tuple[BoundScenario, ...]:
    """Those of the wanted scenarios that the rule does not run yet, as far as they exist.

    :raises ConflictError: when one of them belongs to another application than the rule
    """
    if not wanted.missing_in(rule.scenarios):
        return ()
    listing = list_scenarios(client)
    known = [BoundScenario(scenario_id_of(scenario), scenario.scenario_name) for scenario in listing]
    bound = wanted.found_in(rule.scenarios)
    new = tuple(scenario for scenario in wanted.found_in(known) if scenario not in bound)
    check_scope(client, rule, new)
    return new


def gather_rule(client: Client, application_id: int, desired: DesiredRule) -> CurrentRule:
    """Everything about the rule that a task means, and the rules beside it."""
    current = CurrentRule(application_id, list_rules(client, application_id))
    if not desired.present:
        return current
    named = current.by_name(desired.rule_name) or current.by_name(desired.renamed_from)
    existing = current.by_id(desired.rule_id) if desired.rule_id is not None else named
    rule = existing or Rule(None, desired.rule_name or "", application_id)
    key_id = desired.bind_key_id
    return dataclasses.replace(
        current,
        known=candidates(client, rule, WantedScenarios(names=desired.scenarios or ())),
        has_key=existing is not None and key_id is not None and has_key(client, existing, key_id),
    )


def check_scope(client: Client, rule: Rule, scenarios: t.Sequence[BoundScenario]) -> None:
    """Refuse scenarios that belong to another application than the rule; Shared ones may be run by any rule."""
    if not scenarios:
        return
    own = {scenario.scenario_id for scenario in list_scenarios(client, rule.application_id)}
    for scenario in scenarios:
        place = None
        if scenario.scenario_id not in own:
            place = locate(client, require_id(scenario.scenario_id), but=rule.application_id)
        if place is not None:
            raise ConflictError(
                f"The scenario {scenario.scenario_name} (id {scenario.scenario_id}) belongs to {place}, "
                f"and {rule} to the application with the id {rule.application_id}.",
                field="scenarios",
                advice="A rule runs scenarios of its own application and Shared ones.",
            )


def locate(client: Client, scenario_id: int, but: t.Optional[int] = None) -> t.Optional[str]:
    """The application that a scenario belongs to, or none for a Shared one.

    :arg but: an application that is known not to be it
    """
    for application in list_applications(client):
        if application.application_id != but:
            own = list_scenarios(client, require_id(application.application_id))
            if any(scenario.scenario_id == scenario_id for scenario in own):
                return str(application)
    return None


def _by_id(client: Client, desired: DesiredScenario, rule: t.Optional[Rule]) -> CurrentScenario:
    """The scenario with the wanted id; what may stand in the way of its new name."""
    scenario_id = t.cast(int, desired.scenario_id)
    read = read_script(client, scenario_id)
    if read is None:
        return CurrentScenario()
    found, script = read
    listing: t.Tuple[Scenario, ...] = ()
    if desired.present and desired.scenario_name not in (None, found.scenario_name):
        listing = list_scenarios(client)
    return CurrentScenario(
        found=found,
        script=script,
        namesake=_called(listing, desired.scenario_name),
        elsewhere=_elsewhere(client, found, desired),
        running=_running(client, found, desired),
        rule=_checked_rule(client, found, desired, rule),
    )


def _called(scenarios: t.Iterable[Scenario], name: t.Optional[str]) -> t.Optional[Scenario]:
    return next((scenario for scenario in scenarios if scenario.scenario_name == name), None)


def _script(client: Client, existing: t.Optional[Scenario], desired: DesiredScenario) -> t.Optional[str]:
    """The text, where it is compared or shown."""
    if existing is None or (desired.present and desired.scenario_script is None):
        return None
    read = read_script(client, scenario_id_of(existing))
    if read is None:
        raise NotFoundError(f"{existing} was deleted while it was read.", method="GetScenarios")
    return read[1]


def _elsewhere(client: Client, existing: t.Optional[Scenario], desired: DesiredScenario) -> str:
    """Where the scenario is, if it is not in the wanted application."""
    if existing is None or desired.application_id is None or existing.application_id == desired.application_id:
        return ""
    own = list_scenarios(client, require_id(desired.application_id))
    if any(scenario.scenario_id == existing.scenario_id for scenario in own):
        return ""
    return locate(client, scenario_id_of(existing), but=require_id(desired.application_id)) or "Shared"


def _running(client: Client, found: t.Optional[Scenario], desired: DesiredScenario) -> t.Tuple[Rule, ...]:
    """The rules that run a scenario which is to be deleted."""
    if found is None or desired.present:
        return ()
    return tuple(rule for rule in list_all_rules(client) if found.scenario_id in rule.scenario_ids)


def _checked_rule(
    client: Client, existing: t.Optional[Scenario], desired: DesiredScenario, rule: t.Optional[Rule]
) -> t.Optional[Rule]:
    """The rule, if it may run the scenario."""
    if rule is None:
        return None
    if existing is None:
        if desired.application_id not in (None, rule.application_id):
            raise ConflictError(
                f"{rule} belongs to the application with the id {rule.application_id}, "
                f"and the new scenario would to the one with the id {desired.application_id}.",
                field="application_id",
            )
    elif existing.scenario_id not in rule.scenario_ids:
        check_scope(client, rule, (BoundScenario(scenario_id_of(existing), existing.scenario_name),))
    return rule
