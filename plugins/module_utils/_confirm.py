# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Reads back what was written: a success that the platform reports is believed when it shows."""

from __future__ import annotations

import dataclasses
import typing as t

from ._errors import ConflictError, NotFoundError, about
from ._plan_binding import RuleState, check_bound, check_order
from ._rules import read_rule
from ._scenarios import read_script
from ._text import is_same

if t.TYPE_CHECKING:
    from ._client import Client, Row
    from ._plan import Plan
    from ._plan_scenario import ScenarioState


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


def confirm_binding(client: Client, plan: Plan[RuleState], answers: t.Sequence[Row]) -> RuleState:
    """The rule as the platform now has it, if it runs what was planned."""
    reported = _read_again(client, plan)
    with about("rule", reported.rule.rule_name):
        check_bound(plan.after.rule, reported.rule)
    return reported


def confirm_order(client: Client, plan: Plan[RuleState], answers: t.Sequence[Row]) -> RuleState:
    """The rule as the platform now has it, if it has the planned order."""
    reported = _read_again(client, plan)
    with about("rule", reported.rule.rule_name):
        check_order(plan.after.rule, reported.rule)
    return reported


def _read_again(client: Client, plan: Plan[RuleState]) -> RuleState:
    rule = plan.after.rule
    return RuleState(read_rule(client, rule.rule_id, rule.application_id))


def _check_running(client: Client, plan: Plan[ScenarioState], scenario_id: int) -> None:
    """Look whether the rule of a new binding runs the scenario."""
    for operation in plan.operations:
        rule_id = operation.params.get("rule_id")
        if rule_id is not None and scenario_id not in read_rule(client, rule_id).scenario_ids:
            raise ConflictError(
                f"The platform accepted the binding, but the rule with the id {rule_id} does not run it.",
                method="GetRules",
            )
