#!/usr/bin/python
# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Manage which scenarios a rule runs."""

from __future__ import annotations

DOCUMENTATION = r"""
module: vox_scenario_binding
short_description: Manage which scenarios a rule runs
version_added: 1.0.0
description:
  - Bind scenarios to a rule, or unbind them. Only what is missing is bound and only what is surplus is unbound.
  - The order is left alone; see M(voximplant.platform.vox_scenario_order).
extends_documentation_fragment:
  - voximplant.platform.connection
  - voximplant.platform.selectors.APPLICATION
  - voximplant.platform.selectors.RULE
  - voximplant.platform.selectors.SCENARIO_LIST
  - voximplant.platform.attributes
  - voximplant.platform.attributes.STATE
  - voximplant.platform.attributes.EXECUTION
  - voximplant.platform.attributes.GROUP
options:
  state:
    description:
      - With V(present), the rule runs these scenarios; those that it does not run yet come last.
      - With V(absent), the rule does not run them. Names that do not exist are accepted then.
    type: str
    choices: [present, absent]
    default: present
  exclusive:
    description:
      - The rule runs exactly these scenarios. All others are unbound, before new ones are bound.
      - An empty list is accepted only with this.
    type: bool
    default: false
author:
  - Voximplant platform collection contributors (@voximplant)
seealso:
  - module: voximplant.platform.vox_scenario_order
  - module: voximplant.platform.vox_rule_info
"""

EXAMPLES = r"""
- name: Let a rule run two scenarios, and leave others alone
  voximplant.platform.vox_scenario_binding:
    application_name: support
    rule_name: inbound
    scenarios: [common, inbound]

- name: Let a rule run exactly these scenarios
  voximplant.platform.vox_scenario_binding:
    application_name: support
    rule_name: inbound
    scenarios: [common, inbound]
    exclusive: true

- name: Take a scenario off a rule
  voximplant.platform.vox_scenario_binding:
    rule_id: 1808186
    scenario_ids: [1134324]
    state: absent
"""

RETURN = r"""
rule:
  description: The rule as it is after the task; in check mode, as it would be.
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
      description: What it does, V(bind), V(unbind).
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
    - action: bind
      object: rule
      name: inbound
      method: BindScenario
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

from ..module_utils._api.errors import about
from ..module_utils._apply.read_current import candidates
from ..module_utils._apply.task import Flow
from ..module_utils._apply.verify import confirm_binding
from ..module_utils._apply.writes import execute
from ..module_utils._module.argument_spec import ONE_APPLICATION, ONE_RULE, ONE_SCENARIO_LIST, RULE, SCENARIO_LIST
from ..module_utils._module.runner import Arguments, Connection, Params, run_state
from ..module_utils._objects.rules import RuleSelector, resolve_rule
from ..module_utils._plan.bound_scenarios import BoundState, WantedScenarios, plan_binding
from ..module_utils._plan.operations import Plan


def begin(params: Params, connection: Connection) -> Flow[BoundState]:
    """Check the options, and make the flow."""
    selector = RuleSelector.from_params(params)
    wanted = WantedScenarios.from_params(params)
    present, exclusive = params["state"] == "present", params["exclusive"]
    client = connection.client()

    def plan() -> Plan[BoundState]:
        with about("rule", str(selector)):
            rule = resolve_rule(client, selector)
            known = candidates(client, rule, wanted) if present else ()
            return plan_binding(rule, wanted, known, present=present, exclusive=exclusive)

    return Flow(plan, functools.partial(execute, client), functools.partial(confirm_binding, client))


def main() -> None:
    """Run the module."""
    arguments = Arguments(
        options={
            **RULE,
            **SCENARIO_LIST,
            "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
            "exclusive": {"type": "bool", "default": False},
        },
        exclusive=[ONE_RULE, ONE_APPLICATION, ONE_SCENARIO_LIST],
        needed=[ONE_RULE, ONE_SCENARIO_LIST],
    )
    run_state(arguments, begin)


if __name__ == "__main__":
    main()
