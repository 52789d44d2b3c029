#!/usr/bin/python
# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Manage the rules of an application."""

from __future__ import annotations

DOCUMENTATION = r"""
module: vox_rule
short_description: Manage the rules of an application
version_added: 1.0.0
description:
  - Create, rename, change, move or delete a rule of an application.
  - A call is taken by the first rule whose pattern matches the number, so the order of an application's rules
    matters.
extends_documentation_fragment:
  - voximplant.platform.connection
  - voximplant.platform.selectors.APPLICATION
  - voximplant.platform.attributes
  - voximplant.platform.attributes.STATE
  - voximplant.platform.attributes.EXECUTION
  - voximplant.platform.attributes.GROUP
options:
  rule_name:
    description: The rule's name, at most 99 characters. Needs O(application_id) or O(application_name).
    type: str
    aliases: [name]
  rule_id:
    description: The rule's id. Together with O(rule_name), that is the name that it is to have.
    type: int
  renamed_from:
    description:
      - The name that the rule may still have. If only a rule of that name exists, it is renamed and keeps its id.
      - If both names exist, the task fails.
    type: str
  rule_pattern:
    description: A regular expression for the numbers that the rule takes. Required for a new rule.
    type: str
  rule_pattern_exclude:
    description: A regular expression for the numbers that it does not take. An empty text removes it.
    type: str
  video_conference:
    description: Whether it runs conferences.
    type: bool
  bind_key_id:
    description: The id of a service account's key that the scenarios of this rule may use.
    type: str
  position:
    description:
      - The rule's place in the order of the application's rules, V(first), V(last) or a number from 1.
      - Without it, a new rule comes last and an existing one stays where it is.
    type: str
  scenarios:
    description:
      - The names of all scenarios that the rule runs, in running order. Others are unbound.
      - Without it, the scenarios are left alone.
    type: list
    elements: str
  state:
    description: Whether the rule is to exist.
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
- name: Take calls to one number with two scenarios, before any other rule
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
  description: The rule as it is after the task; in check mode, as it would be. Null if it is absent.
  returned: success
  type: dict
  contains:
    rule_id:
      description: Its id.
      type: int
    rule_name:
      description: Its name.
      type: str
    application_id:
      description: The application that it belongs to.
      type: int
    rule_pattern:
      description: The pattern of the numbers that it takes.
      type: str
    rule_pattern_exclude:
      description: The pattern of the numbers that it does not take; empty if there is none.
      type: str
    video_conference:
      description: Whether it runs conferences.
      type: bool
    modified:
      description: When it was changed last, UTC.
      type: str
    scenarios:
      description: The scenarios that it runs, in running order.
      type: list
      elements: dict
      contains:
        scenario_id:
          description: The scenario's id.
          type: int
        scenario_name:
          description: The scenario's name.
          type: str
operations:
  description: The writing API calls, in their order; in check mode, those that would be made.
  returned: always, except when the options are wrong
  type: list
  elements: dict
  contains:
    action:
      description: What it does, V(create), V(update), V(rename), V(delete), V(bind), V(unbind), V(reorder).
      type: str
    object:
      description: What it does it to, V(rule).
      type: str
    name:
      description: The object's name.
      type: str
    method:
      description: The API method.
      type: str
  sample:
    - action: create
      object: rule
      name: inbound
      method: AddRule
not_reached:
  description: The writing API calls that were planned, and not begun because of the failure. Each is described as
    in RV(operations).
  returned: on failure, except when the options are wrong
  type: list
  elements: dict
ambiguous:
  description: "Whether it is unknown if a call that changes something was executed: its answer was lost."
  returned: on failure, except when the options are wrong
  type: bool
error:
  description: What went wrong.
  returned: on failure, except when the options are wrong
  type: dict
  contains:
    method:
      description: The API method.
      type: str
    code:
      description: The platform's error code. Null if it gave none.
      type: int
    http_status:
      description: The HTTP status, if that is what went wrong. Null otherwise.
      type: int
    object:
      description: The kind of object that the failure is about.
      type: str
    name:
      description: The name of the object that the failure is about.
      type: str
    field:
      description: The option or parameter that is at fault, if it is known.
      type: str
"""

import functools
import typing as t

from ..module_utils._api.client import Client
from ..module_utils._api.errors import InputError, about
from ..module_utils._apply.read_current import gather_rule
from ..module_utils._apply.task import Flow
from ..module_utils._apply.verify import confirm_rule
from ..module_utils._apply.writes import execute
from ..module_utils._module.argument_spec import APPLICATION, ONE_APPLICATION
from ..module_utils._module.runner import Arguments, Connection, Params, run_state
from ..module_utils._objects.applications import resolve_application
from ..module_utils._objects.models import require_id
from ..module_utils._objects.rules import RuleSelector, read_rule
from ..module_utils._plan.operations import Plan
from ..module_utils._plan.rule import LAST, DesiredRule, RuleState, plan_rule


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
    return require_id(read_rule(client, require_id(selector.rule_id)).application_id)


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
