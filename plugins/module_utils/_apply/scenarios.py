# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Tasks for one scenario, and for all of an account."""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.client import Client
from .._api.errors import NotFoundError, error_context
from .._objects.applications import ApplicationSelector, resolve_application
from .._objects.rules import RuleSelector, list_all_rules, resolve_rule
from .._objects.scenarios import list_scenarios
from .._plan.operations import Plan
from .._plan.scenario import (
    AllScenarios,
    CurrentScenario,
    DesiredScenario,
    ScenarioState,
    plan_delete_all,
    plan_scenario,
)
from .observation import Observation
from .owners import name_applications
from .read_scenario import read_scenario_state
from .run import ApiTask, Run
from .verify import Accepted, verify


class ScenarioTask(ApiTask[ScenarioState]):
    """Manage one scenario.

    :arg selector: the rule that should run it, and its application
    :arg desired: without the application, which is looked up
    """

    def __init__(self, client: Client, selector: RuleSelector, desired: DesiredScenario) -> None:
        super().__init__(client)
        self.selector = selector
        self.desired = desired

    def plan(self) -> Plan[ScenarioState]:
        """Read the scenario and plan."""
        with error_context("scenario", self.desired.scenario_name or str(self.desired.scenario_id)):
            try:
                return self.plan_in_scope()
            except NotFoundError:
                if self.desired.present:
                    raise
                return plan_scenario(CurrentScenario(), self.desired)

    def plan_in_scope(self) -> Plan[ScenarioState]:
        """Look up the application and the rule, read the scenario and plan."""
        application = self.selector.application
        application_id = resolve_application(self.client, application) if application else None
        selector = dataclasses.replace(self.selector, application=ApplicationSelector(application_id, None))
        rule = resolve_rule(self.client, selector) if selector and self.desired.present else None
        desired = dataclasses.replace(self.desired, application_id=application_id)
        plan = plan_scenario(read_scenario_state(self.client, desired, rule), desired)
        return name_applications(self.client, plan, application)

    def complete(self, plan: Plan[ScenarioState], run: Run, observation: Observation) -> ScenarioState:
        """Return the scenario with what the platform assigned."""
        planned = plan.after.scenario
        if planned is None:
            return plan.after
        scenario_id = planned.scenario_id or run.created_id
        shown = observation.scenario(scenario_id)
        modified = planned.modified if shown is None else shown.modified
        return dataclasses.replace(
            plan.after, scenario=dataclasses.replace(planned, scenario_id=scenario_id, modified=modified)
        )


class DeleteAllTask(ApiTask[AllScenarios]):
    """Delete every scenario of the account."""

    def plan(self) -> Plan[AllScenarios]:
        """List the scenarios and the rules that run them."""
        plan = plan_delete_all(list_scenarios(self.client), list_all_rules(self.client))
        return name_applications(self.client, plan, ApplicationSelector(None, None))

    def verify(self, accepted: t.Sequence[Accepted]) -> Observation:
        """List the scenarios once instead of reading each."""

        def observe(client: Client) -> Observation:
            observation = Observation(client)
            observation.scenarios()
            return observation

        return verify(self.client, accepted, observe)
