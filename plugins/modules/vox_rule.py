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
    description: Regular expression for the numbers that the rule accepts. Required for a new rule.
    type: str
  rule_pattern_exclude:
    description: Regular expression for the numbers that the rule does not accept. An empty string removes it.
    type: str
  video_conference:
    description: Whether the rule is for video conferences.
    type: bool
  bind_key_id:
    description: ID of a service account key that the scenarios of the rule may use.
    type: str
  position:
    description:
      - Position of the rule among the rules of the application, V(first), V(last), or a number starting at 1.
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
      description: ID of the rule.
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

import functools
import typing as t

from ..module_utils._applications import resolve_application
from ..module_utils._argspec import APPLICATION, ONE_APPLICATION
from ..module_utils._client import Client
from ..module_utils._confirm import confirm_rule
from ..module_utils._errors import InputError, about
from ..module_utils._flow import Flow
from ..module_utils._gather import gather_rule
from ..module_utils._models import number
from ..module_utils._module import Arguments, Connection, Params, run_state
from ..module_utils._plan import Plan
from ..module_utils._plan_rule import LAST, DesiredRule, RuleState, plan_rule
from ..module_utils._rules import RuleSelector, read_rule
from ..module_utils._writes import execute


def begin(params: Params, connection: Connection) -> Flow[RuleState]:
    """Check the options, and make the flow."""
    selector = RuleSelector.from_params(params)
    desired = wanted_rule(params)
    client = connection.client()

    def plan() -> Plan[RuleState]:
        with about("rule", str(desired.rule_name or desired.rule_id)):
            return plan_rule(gather_rule(client, application_of(client, selector), desired), desired)

    return Flow(plan, functools.partial(execute, client), functools.partial(confirm_rule, client))


def application_of(client: Client, selector: RuleSelector) -> int:
    """The application that the rule belongs to, or is to."""
    if selector.application:
        return resolve_application(client, selector.application)
    return number(read_rule(client, number(selector.rule_id)).application_id)


def wanted_rule(params: Params) -> DesiredRule:
    """The rule that the options describe."""
    scenarios = params["scenarios"]
    return DesiredRule(
        rule_name=params["rule_name"],
        rule_id=params["rule_id"],
        renamed_from=params["renamed_from"],
        rule_pattern=params["rule_pattern"],
        rule_pattern_exclude=params["rule_pattern_exclude"],
        video_conference=params["video_conference"],
        bind_key_id=params["bind_key_id"],
        position=wanted_position(params["position"]),
        scenarios=None if scenarios is None else tuple(scenarios),
        present=params["state"] == "present",
    )


def wanted_position(position: t.Optional[str]) -> t.Optional[int]:
    """The place in the order, from 0."""
    places = {None: None, "first": 0, "last": LAST}
    if position in places:
        return places[position]
    if position is None or not position.isdecimal() or int(position) < 1:
        raise InputError(f"position is neither first, last nor a number from 1: {position!r}.", field="position")
    return int(position) - 1


def main() -> None:
    """Run the module."""
    arguments = Arguments(
        options={
            "rule_name": {"type": "str", "aliases": ["name"]},
            "rule_id": {"type": "int"},
            "renamed_from": {"type": "str"},
            "rule_pattern": {"type": "str"},
            "rule_pattern_exclude": {"type": "str"},
            "video_conference": {"type": "bool"},
            "bind_key_id": {"type": "str", "no_log": False},
            "position": {"type": "str"},
            "scenarios": {"type": "list", "elements": "str"},
            **APPLICATION,
            "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
        },
        exclusive=[("rule_id", "renamed_from"), ONE_APPLICATION],
        needed=[("rule_name", "rule_id")],
    )
    run_state(arguments, begin)


if __name__ == "__main__":
    main()
