# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Read what the plan for a single object needs."""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.errors import ConflictError, NotFoundError
from .._objects.applications import list_applications
from .._objects.models import BoundScenario, Rule, Scenario, require_id, short_name_of
from .._objects.names import case_variants
from .._objects.phone_numbers import list_phone_numbers
from .._objects.rules import has_key, list_all_rules, list_rules
from .._objects.scenarios import find_by_name, find_named, list_scenarios, read_script, scenario_id_of
from .._objects.secrets import has_value, list_secrets
from .._objects.users import list_users
from .._plan.application import CurrentApplication
from .._plan.bindings import DesiredBindings
from .._plan.rule import CurrentRule
from .._plan.scenario import CurrentScenario, DesiredScenario
from .._plan.secret import CurrentSecret

if t.TYPE_CHECKING:
    from .._api.client import Client
    from .._objects.applications import ApplicationSelector
    from .._plan.application import DesiredApplication, Owned
    from .._plan.operations import Plan, S
    from .._plan.rule import DesiredRule
    from .._plan.secret import DesiredSecret


def read_application(client: Client, desired: DesiredApplication) -> CurrentApplication:
    """Read the application of a task, and what goes with it if it should be deleted."""
    current = CurrentApplication.among(list_applications(client), desired)
    if desired.present or current.found is None:
        return current
    application_id = require_id(current.found.application_id)
    with_rules = dataclasses.replace(current.found, rules=list_rules(client, application_id))
    content: t.Tuple[Owned, ...] = (
        *list_scenarios(client, application_id),
        *list_phone_numbers(client, {"application_id": application_id}),
        *list_secrets(client, application_id),
        *list_users(client, application_id),
    )
    return dataclasses.replace(current, found=with_rules, content=content)


def read_rule_state(client: Client, rules: CurrentRule, desired: DesiredRule) -> CurrentRule:
    """Read what the rule of a task can run, and whether the desired key is bound to it.

    :arg rules: the rules of the application, which exists
    """
    if not desired.present:
        return rules
    existing = rules.find(desired)
    rule = existing or Rule(None, desired.name, t.cast(int, rules.application_id))
    key_id = desired.bind_key_id
    return dataclasses.replace(
        rules,
        known=() if desired.bindings is None else read_candidates(client, rule, desired.bindings),
        has_key=existing is not None and key_id is not None and has_key(client, existing, key_id),
    )


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


def read_secret_state(client: Client, application_id: int, desired: DesiredSecret) -> CurrentSecret:
    """Read the secrets of a task's application, and whether the task's secret has the desired value."""
    current = CurrentSecret(application_id, list_secrets(client, application_id))
    existing = current.find(desired)
    if existing is None or desired.secret_value is None or not desired.compares_value:
        return current
    is_same = has_value(client, application_id, require_id(existing.secret_id), desired.secret_value)
    return dataclasses.replace(current, has_value=is_same)


def read_candidates(client: Client, rule: Rule, desired: DesiredBindings) -> t.Tuple[BoundScenario, ...]:
    """Read those of the desired scenarios that the rule does not run yet.

    :raises ConflictError: if one of them belongs to another application than the rule
    """
    if not desired.present or not desired.missing_from(rule.scenarios):
        return ()
    listing = list_scenarios(client)
    known = [BoundScenario(scenario_id_of(scenario), scenario.scenario_name) for scenario in listing]
    bound = desired.select(rule.scenarios)
    new = tuple(scenario for scenario in desired.select(known) if scenario not in bound)
    check_scope(client, rule, new)
    return new


def name_applications(client: Client, plan: Plan[S], selector: ApplicationSelector) -> Plan[S]:
    """Return the plan with the short names of the applications that its operations belong to.

    :arg selector: the application that the task names; others are looked up (GetApplications)
    """
    ids = {operation.application_id for operation in plan.operations if isinstance(operation.application_id, int)}
    if not ids:
        return plan
    if selector.application_name is not None and len(ids) == 1:
        return plan.with_applications({ids.pop(): short_name_of(selector.application_name)})
    applications = list_applications(client)
    return plan.with_applications({require_id(found.application_id): found.short_name for found in applications})


def check_scope(client: Client, rule: Rule, scenarios: t.Sequence[BoundScenario]) -> None:
    """Refuse scenarios that belong to another application than the rule; any rule can run Shared ones."""
    if not scenarios:
        return
    own = {scenario.scenario_id for scenario in list_scenarios(client, rule.application_id)}
    for scenario in scenarios:
        owner = None
        if scenario.scenario_id not in own:
            owner = find_owner(client, require_id(scenario.scenario_id), exclude=rule.application_id)
        if owner is not None:
            raise ConflictError(
                f"The scenario {scenario.scenario_name} (id {scenario.scenario_id}) belongs to {owner}, "
                f"and {rule} to the application with the id {rule.application_id}.",
                field="scenarios",
                advice="A rule runs scenarios of its own application and Shared ones.",
            )


def find_owner(client: Client, scenario_id: int, exclude: t.Optional[int] = None) -> t.Optional[str]:
    """Return the application that a scenario belongs to, or C(None) if it is Shared.

    :arg exclude: id of an application that is known not to be it
    """
    for application in list_applications(client):
        if application.application_id != exclude:
            own = list_scenarios(client, require_id(application.application_id))
            if any(scenario.scenario_id == scenario_id for scenario in own):
                return str(application)
    return None


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
                f"{rule} belongs to the application with the id {rule.application_id}, "
                f"and the new scenario would belong to the one with the id {desired.application_id}.",
                field="application_id",
            )
    elif existing.scenario_id not in rule.scenario_ids:
        check_scope(client, rule, (BoundScenario(scenario_id_of(existing), existing.scenario_name),))
    return rule
