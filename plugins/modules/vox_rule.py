#!/usr/bin/python
# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Manage the rules of an application."""

from __future__ import annotations

DOCUMENTATION = r"""
module: vox_rule
short_description: Manage the rules of a Voximplant application
version_added: 1.0.0
description:
  - Create, update, rename, move, or delete a rule of a Voximplant application.
  - A call is handled by the first rule whose pattern matches, so the order of the rules in an application matters.
extends_documentation_fragment:
  - voximplant.platform.connection
  - voximplant.platform.selectors.APPLICATION
  - voximplant.platform.attributes
  - voximplant.platform.attributes.STATE
  - voximplant.platform.attributes.EXECUTION
  - voximplant.platform.attributes.GROUP
options:
  rule_name:
    description:
      - Name of the rule, at most 99 characters.
      - Requires O(application_id) or O(application_name), unless O(rule_id) is set.
      - If O(rule_id) is also set, rename the rule to O(rule_name).
      - One of O(rule_name) and O(rule_id) is required.
    type: str
    aliases: [name]
  rule_id:
    description:
      - ID of the rule.
      - Mutually exclusive with O(renamed_from).
    type: int
  renamed_from:
    description:
      - Previous name of the rule. If only a rule with this name exists, it is renamed and keeps its ID.
      - The task fails if both names exist.
      - Mutually exclusive with O(rule_id).
    type: str
  rule_pattern:
    description: Regular expression for the numbers that the rule accepts. Required for a new rule. If not set, the
      current value is left unchanged.
    type: str
  rule_pattern_exclude:
    description: Regular expression for the numbers that the rule does not accept. An empty string removes it. If not
      set, the current value is left unchanged.
    type: str
  video_conference:
    description: Whether the rule is for video conferences. If not set, a new rule is not, and an existing rule is left
      unchanged.
    type: bool
  bind_key_id:
    description:
      - ID or name of a service account key that the scenarios of the rule may use.
      - If not set, a key that is bound to the rule stays bound.
    type: str
  update_bind_key:
    description:
      - Whether to bind the key to existing rules as well. With V(false), the key is only bound to a new rule, and not
        looked up for an existing one.
    type: bool
    default: true
  position:
    description:
      - Position of the rule among the rules of the application. One of V(first), V(last), or a number starting at 1.
      - If not set, a new rule is added at the end and an existing rule is not moved.
    type: str
  scenarios:
    description:
      - Names of the scenarios that the rule runs, in this order. All other scenarios are unbound from the rule.
      - If not set, the scenarios of the rule are left unchanged.
    type: list
    elements: str
  state:
    description: Desired state of the rule.
    type: str
    choices: [present, absent]
    default: present
author:
  - Voximplant platform collection contributors (@voximplant)
seealso:
  - module: voximplant.platform.vox_rule_info
  - module: voximplant.platform.vox_scenario_binding
  - module: voximplant.platform.vox_scenario_order
"""

EXAMPLES = r"""
- name: Handle calls to one number with two scenarios, before any other rule
  voximplant.platform.vox_rule:
    application_name: support
    rule_name: inbound
    rule_pattern: '12025550100'
    scenarios: [common, inbound]
    position: first

- name: Delete a rule
  voximplant.platform.vox_rule:
    application_name: support
    rule_name: inbound
    state: absent
"""

RETURN = r"""
rule:
  description:
    - The rule after the task has run. In check mode, the expected state.
    - Null if the rule is absent.
  returned: success
  type: dict
  contains:
    rule_id:
      description: ID of the rule. Null in check mode if the rule would be created.
      type: int
    rule_name:
      description: Name of the rule.
      type: str
    application_id:
      description: ID of the application that the rule belongs to.
      type: int
    rule_pattern:
      description: Regular expression for the numbers that the rule accepts.
      type: str
    rule_pattern_exclude:
      description: Regular expression for the numbers that the rule does not accept. Empty if there is none.
      type: str
    video_conference:
      description: Whether the rule is for video conferences.
      type: bool
    modified:
      description: Time of the last change, in UTC.
      type: str
    scenarios:
      description: The scenarios that the rule runs, in this order.
      type: list
      elements: dict
      contains:
        scenario_id:
          description: ID of the scenario.
          type: int
        scenario_name:
          description: Name of the scenario.
          type: str
operations:
  description: See RV(voximplant.platform.vox_scenario#module:operations).
  returned: always, unless the options are invalid
  type: list
  elements: dict
diff:
  description: See RV(voximplant.platform.vox_scenario#module:diff).
  returned: success, in diff mode
  type: list
  elements: dict
not_reached:
  description: See RV(voximplant.platform.vox_scenario#module:not_reached).
  returned: on failure, unless the options are invalid
  type: list
  elements: dict
ambiguous:
  description: See RV(voximplant.platform.vox_scenario#module:ambiguous).
  returned: on failure, unless the options are invalid
  type: bool
error:
  description: See RV(voximplant.platform.vox_scenario#module:error).
  returned: on failure, unless the options are invalid
  type: dict
"""

import dataclasses
import typing as t

from ..module_utils._api.errors import InputError, NotFoundError, error_context
from ..module_utils._apply.observation import Observation
from ..module_utils._apply.owners import name_applications
from ..module_utils._apply.read_rule import read_rule_state
from ..module_utils._apply.run import ApiTask, Run
from ..module_utils._module.argument_spec import APPLICATION, ONE_APPLICATION
from ..module_utils._module.runner import ModuleSpec, Params, TaskContext, run_task
from ..module_utils._objects.applications import resolve_application
from ..module_utils._objects.keys import Keys
from ..module_utils._objects.models import parse_number, require_id
from ..module_utils._objects.rules import RuleSelector, list_rules, read_rule
from ..module_utils._plan.operations import Plan
from ..module_utils._plan.rule import LAST, CurrentRule, DesiredRule, RuleState, plan_rule

POSITIONS = {None: None, "first": 0, "last": LAST}


class RuleTask(ApiTask[RuleState]):
    """Manage one rule."""

    def __init__(self, params: Params, context: TaskContext) -> None:
        self.selector = RuleSelector.from_params(params)
        self.update_bind_key = params["update_bind_key"]
        self.desired = DesiredRule.from_options(
            params,
            rule_name=params["rule_name"],
            rule_id=params["rule_id"],
            rule_pattern=params["rule_pattern"],
            rule_pattern_exclude=params["rule_pattern_exclude"],
            position=index_of(params["position"]),
            present=params["state"] == "present",
        )
        super().__init__(context.client())

    def plan(self) -> Plan[RuleState]:
        """Read the rules of the application and plan."""
        with error_context("rule", str(self.desired.rule_name or self.desired.rule_id)):
            try:
                application_id = self.find_application()
                rules = CurrentRule(application_id, list_rules(self.client, application_id))
                desired = self.with_key_id(rules)
                current = read_rule_state(self.client, rules, desired)
            except NotFoundError:
                if self.desired.present:
                    raise
                return plan_rule(CurrentRule(0), self.desired)
            plan = plan_rule(current, desired)
            return name_applications(self.client, plan, self.selector.application)

    def find_application(self) -> int:
        """Return the id of the rule's application."""
        if self.selector.application:
            return resolve_application(self.client, self.selector.application)
        return require_id(read_rule(self.client, require_id(self.selector.rule_id)).application_id)

    def with_key_id(self, rules: CurrentRule) -> DesiredRule:
        """Return the desired rule with the id of its key, which can be given by name; without one that stays as it is.

        :arg rules: the rules of the application
        """
        key = self.desired.bind_key_id
        if key is None or not self.desired.present:
            return self.desired
        is_set = self.update_bind_key or rules.find(self.desired) is None
        return dataclasses.replace(self.desired, bind_key_id=Keys(self.client).id_of(key) if is_set else None)

    def complete(self, plan: Plan[RuleState], run: Run, observation: Observation) -> RuleState:
        """Return the rule as the platform shows it."""
        planned = plan.after.rule
        if planned is None:
            return plan.after
        application_id = require_id(planned.application_id)
        rule = observation.rule(planned.rule_id or run.created_id, application_id)
        return dataclasses.replace(plan.after, rule=rule)


def index_of(position: t.Optional[str]) -> t.Optional[int]:
    """Return the index in the order of the application's rules."""
    if position in POSITIONS:
        return POSITIONS[position]
    number = parse_number(position or "")
    if number is None or number < 1:
        raise InputError(f"position must be first, last or a number from 1: {position!r}.", field="position")
    return number - 1


def main() -> None:
    """Run the module."""
    spec = ModuleSpec(
        argument_spec={
            "rule_name": {"type": "str", "aliases": ["name"]},
            "rule_id": {"type": "int"},
            "renamed_from": {"type": "str"},
            "rule_pattern": {"type": "str"},
            "rule_pattern_exclude": {"type": "str"},
            "video_conference": {"type": "bool"},
            "bind_key_id": {"type": "str", "no_log": False},
            "update_bind_key": {"type": "bool", "default": True},
            "position": {"type": "str"},
            "scenarios": {"type": "list", "elements": "str"},
            **APPLICATION,
            "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
        },
        mutually_exclusive=[("rule_id", "renamed_from"), ONE_APPLICATION],
        required_one_of=[("rule_name", "rule_id")],
    )
    run_task(spec, RuleTask)


if __name__ == "__main__":
    main()
