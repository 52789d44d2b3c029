# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Read the scenario of a task: where it is, its script, and the rules that run it."""

from __future__ import annotations

import typing as t

from .._api.errors import ConflictError, NotFoundError
from .._objects.models import BoundScenario, Rule, Scenario, require_id
from .._objects.names import case_variants
from .._objects.rules import list_all_rules
from .._objects.scenarios import find_by_name, find_named, list_scenarios, read_script, scenario_id_of
from .._plan.scenario import CurrentScenario
from .owners import check_scope, find_owner

if t.TYPE_CHECKING:
    from .._api.client import Client
    from .._plan.scenario import DesiredScenario


def read_scenario_state(client: Client, desired: DesiredScenario, rule: t.Optional[Rule] = None) -> CurrentScenario:
    """Read the scenario of a task.

    :arg rule: the rule that should run it
    """
    if desired.scenario_id is not None:
        return _by_id(client, desired, rule)
    listing: t.Tuple[Scenario, ...] = ()
    found = None
    if desired.application_id is not None:
        found = find_named(list_scenarios(client, require_id(desired.application_id)), desired.name)
    elif desired.renamed_from is None:
        found = find_by_name(client, desired.name)
    if found is None or desired.renamed_from is not None:
        listing = list_scenarios(client)
        found = found or find_named(listing, desired.name)
    match = find_named(listing, desired.renamed_from) if desired.present and desired.renamed_from else None
    existing = found or match
    return CurrentScenario(
        found=found,
        script=_read_script(client, existing, desired),
        renamed_from_match=match,
        actual_scope=_actual_scope(client, existing, desired),
        bound_rules=_bound_rules(client, found, desired),
        rule=_check_rule(client, existing, desired, rule),
        case_variants=case_variants((found.scenario_name for found in listing), desired.name),
    )


def _by_id(client: Client, desired: DesiredScenario, rule: t.Optional[Rule]) -> CurrentScenario:
    """Read the scenario with the desired id, and another one that has its new name."""
    read = read_script(client, t.cast(int, desired.scenario_id))
    if read is None:
        return CurrentScenario()
    found, script = read
    listing: t.Tuple[Scenario, ...] = ()
    if desired.present and desired.scenario_name not in (None, found.scenario_name):
        listing = list_scenarios(client)
    return CurrentScenario(
        found=found,
        script=script,
        name_conflict=find_named(listing, desired.scenario_name),
        actual_scope=_actual_scope(client, found, desired),
        bound_rules=_bound_rules(client, found, desired),
        rule=_check_rule(client, found, desired, rule),
    )


def _read_script(client: Client, existing: t.Optional[Scenario], desired: DesiredScenario) -> t.Optional[str]:
    """Read the script if it is compared or shown."""
    if existing is None or (desired.present and desired.scenario_script is None):
        return None
    read = read_script(client, scenario_id_of(existing))
    if read is None:
        raise NotFoundError(f"{existing} was deleted while it was read.", method="GetScenarios")
    return read[1]


def _actual_scope(client: Client, existing: t.Optional[Scenario], desired: DesiredScenario) -> str:
    """Return where the scenario is, if that is not the desired application."""
    if existing is None or desired.application_id is None or existing.application_id == desired.application_id:
        return ""
    application_id = require_id(desired.application_id)
    own = list_scenarios(client, application_id)
    if any(scenario.scenario_id == existing.scenario_id for scenario in own):
        return ""
    return find_owner(client, scenario_id_of(existing), exclude=application_id) or "Shared"


def _bound_rules(client: Client, found: t.Optional[Scenario], desired: DesiredScenario) -> t.Tuple[Rule, ...]:
    """Return the rules that run a scenario which should be deleted."""
    if found is None or desired.present:
        return ()
    return tuple(rule for rule in list_all_rules(client) if found.scenario_id in rule.scenario_ids)


def _check_rule(
    client: Client, existing: t.Optional[Scenario], desired: DesiredScenario, rule: t.Optional[Rule]
) -> t.Optional[Rule]:
    """Return the rule if it can run the scenario."""
    if rule is None:
        return None
    if existing is None:
        if desired.application_id not in (None, rule.application_id):
            raise ConflictError(
                f"{rule} belongs to the application with the ID {rule.application_id}, "
                f"but the new scenario would belong to the application with the ID {desired.application_id}.",
                field="application_id",
            )
    elif existing.scenario_id not in rule.scenario_ids:
        check_scope(client, rule, (BoundScenario(scenario_id_of(existing), existing.scenario_name),))
    return rule
