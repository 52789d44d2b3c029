#!/usr/bin/python
# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Manage the order in which a rule runs its scenarios."""

from __future__ import annotations

DOCUMENTATION = r"""
module: vox_scenario_order
short_description: Manage the order in which a rule runs its scenarios
version_added: 1.0.0
description:
  - Put the scenarios that are bound to a rule in an order. All of them share one JavaScript context and run one after
    the other, so that helpers come before what uses them.
  - The platform is always told the complete order, and the order is read back.
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
  scenarios:
    description:
      - The scenarios by their names, in the wanted order. Excludes O(scenario_ids).
      - A list that names only some puts those first. The others stay behind them in the order that they have.
      - Scenarios that the rule does not run are an error, as are duplicates and an empty list.
    type: list
    elements: str
  scenario_ids:
    description: The scenarios by their ids, in the wanted order.
    type: list
    elements: int
author:
  - Voximplant platform collection contributors (@voximplant)
seealso:
  - module: voximplant.platform.vox_scenario_binding
  - module: voximplant.platform.vox_rule_info
"""

EXAMPLES = r"""
- name: Run the shared helpers first, whatever else the rule runs
  voximplant.platform.vox_scenario_order:
    application_name: support
    rule_name: inbound
    scenarios: [common]

- name: Put all scenarios of a rule in order
  voximplant.platform.vox_scenario_order:
    rule_id: 1808186
    scenario_ids: [1134324, 1134320, 1134331]
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
      description: What it does, V(reorder).
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
    - action: reorder
      object: rule
      name: inbound
      method: ReorderScenarios
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
from ..module_utils._apply.task import Flow
from ..module_utils._apply.verify import confirm_order
from ..module_utils._apply.writes import execute
from ..module_utils._module.argument_spec import ONE_APPLICATION, ONE_RULE, ONE_SCENARIO_LIST, RULE, SCENARIO_LIST
from ..module_utils._module.runner import Arguments, Connection, Params, run_state
from ..module_utils._objects.rules import RuleSelector, resolve_rule
from ..module_utils._plan.bound_scenarios import BoundState, WantedScenarios, plan_order
from ..module_utils._plan.operations import Plan


def begin(params: Params, connection: Connection) -> Flow[BoundState]:
    """Check the options, and make the flow."""
    selector = RuleSelector.from_params(params)
    wanted = WantedScenarios.from_params(params)
    client = connection.client()

    def plan() -> Plan[BoundState]:
        with about("rule", str(selector)):
            return plan_order(resolve_rule(client, selector), wanted)

    return Flow(plan, functools.partial(execute, client), functools.partial(confirm_order, client))


def main() -> None:
    """Run the module."""
    arguments = Arguments(
        options={**RULE, **SCENARIO_LIST},
        exclusive=[ONE_RULE, ONE_APPLICATION, ONE_SCENARIO_LIST],
        needed=[ONE_RULE, ONE_SCENARIO_LIST],
    )
    run_state(arguments, begin)


if __name__ == "__main__":
    main()
