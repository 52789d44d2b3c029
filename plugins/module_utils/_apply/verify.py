# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Reads back what was written: a success that the platform reports is believed when it shows."""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.errors import ConflictError, NotFoundError, about
from .._objects.applications import list_applications
from .._objects.models import require_id
from .._objects.rules import list_rules, read_rule
from .._objects.scenarios import read_script
from .._objects.script import is_same
from .._plan.bound_scenarios import BoundState, check_bound, check_order

if t.TYPE_CHECKING:
    from .._api.client import Client
    from .._api.response import Row
    from .._objects.models import Rule
    from .._plan.application import ApplicationState
    from .._plan.operations import Plan
    from .._plan.rule import RuleState
    from .._plan.scenario import ScenarioState


def confirm_scenario(client: Client, plan: Plan[ScenarioState], answers: t.Sequence[Row]) -> ScenarioState:
    """The scenario as the platform now has it, with its id and its time of modification."""
    scenario = plan.after.scenario
    if scenario is None:
        return plan.after
    scenario_id = scenario.scenario_id or answers[0].integer("scenario_id")
    with about("scenario", scenario.scenario_name):
        read = read_script(client, scenario_id)
        if read is None or read[0].scenario_name != scenario.scenario_name:
            raise NotFoundError(
                f"The platform accepted the change, but has no such scenario with the id {scenario_id}.",
                method="GetScenarios",
            )
        if plan.after.script is not None and not is_same(plan.after.script, read[1]):
            raise ConflictError("The platform accepted the text, but reports another one.", method="GetScenarios")
        _check_running(client, plan, scenario_id)
    filled = dataclasses.replace(scenario, scenario_id=scenario_id, modified=read[0].modified)
    return dataclasses.replace(plan.after, scenario=filled)


def confirm_binding(client: Client, plan: Plan[BoundState], answers: t.Sequence[Row]) -> BoundState:
    """The rule as the platform now has it, if it runs what was planned."""
    with about("rule", plan.after.rule.rule_name):
        reported = _read_again(client, plan)
        check_bound(plan.after.rule, reported.rule)
    return reported


def confirm_order(client: Client, plan: Plan[BoundState], answers: t.Sequence[Row]) -> BoundState:
    """The rule as the platform now has it, if it has the planned order."""
    with about("rule", plan.after.rule.rule_name):
        reported = _read_again(client, plan)
        check_order(plan.after.rule, reported.rule)
    return reported


def confirm_application(client: Client, plan: Plan[ApplicationState], answers: t.Sequence[Row]) -> ApplicationState:
    """The application as the platform now has it."""
    planned = plan.after.application
    if planned is None:
        return plan.after
    application_id = planned.application_id or answers[0].integer("application_id")
    with about("application", planned.short_name):
        applications = list_applications(client)
    for application in applications:
        same = application.is_called(planned.short_name)
        same = same and application.secure_record_storage == planned.secure_record_storage
        if application.application_id == application_id and same:
            return dataclasses.replace(plan.after, application=application)
    raise unseen("application", planned.short_name, "GetApplications")


def confirm_rule(client: Client, plan: Plan[RuleState], answers: t.Sequence[Row]) -> RuleState:
    """The rule as the platform now has it, if it is as planned and in its place."""
    planned = plan.after.rule
    if planned is None:
        return plan.after
    rule_id = planned.rule_id or answers[0].integer("rule_id")
    with about("rule", planned.rule_name):
        rules = list_rules(client, require_id(planned.application_id))
    reported = next((rule for rule in rules if rule.rule_id == rule_id), None)
    if reported is None or not is_as_planned(planned, reported):
        raise unseen("rule", planned.rule_name, "GetRules")
    moved = plan.after.order != plan.before.order
    if moved and tuple(rule.rule_name for rule in rules) != plan.after.order:
        raise unseen("rule", planned.rule_name, "GetRules")
    return dataclasses.replace(plan.after, rule=reported)


def is_as_planned(planned: Rule, reported: Rule) -> bool:
    """Whether a rule has the attributes and the scenarios that it was to get, but for what the platform assigns."""
    same = dataclasses.replace(planned, rule_id=reported.rule_id, modified=reported.modified)
    return same == dataclasses.replace(reported, application_id=planned.application_id)


def unseen(kind: str, name: str, method: str) -> ConflictError:
    """The error for a change that the platform accepted, but does not show."""
    error = ConflictError("The platform accepted the change, but does not show it.", method=method)
    error.object, error.name = kind, name
    return error


def _read_again(client: Client, plan: Plan[BoundState]) -> BoundState:
    rule = plan.after.rule
    return BoundState(read_rule(client, require_id(rule.rule_id), rule.application_id))


def _check_running(client: Client, plan: Plan[ScenarioState], scenario_id: int) -> None:
    """Look whether the rule of a new binding runs the scenario."""
    for operation in plan.operations:
        rule_id = operation.params.get("rule_id")
        if rule_id is not None and scenario_id not in read_rule(client, rule_id).scenario_ids:
            raise ConflictError(
                f"The platform accepted the binding, but the rule with the id {rule_id} does not run it.",
                method="GetRules",
            )
