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
  - Bind scenarios to a rule or unbind them from it. Only the differences are sent to the platform.
  - The order of the scenarios is not changed. Use M(voximplant.platform.vox_scenario_order) for this.
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
      - With V(present), bind the scenarios to the rule. Newly bound scenarios are added at the end.
      - With V(absent), unbind them from the rule. Names of scenarios that do not exist are ignored.
    type: str
    choices: [present, absent]
    default: present
  exclusive:
    description:
      - Whether to unbind all scenarios that are not listed. They are unbound before new ones are bound.
      - An empty list of scenarios is only accepted with O(exclusive=true).
    type: bool
    default: false
author:
  - Voximplant platform collection contributors (@voximplant)
seealso:
  - module: voximplant.platform.vox_scenario_order
  - module: voximplant.platform.vox_rule_info
"""

EXAMPLES = r"""
- name: Bind two scenarios to a rule
  voximplant.platform.vox_scenario_binding:
    application_name: support
    rule_name: inbound
    scenarios: [common, inbound]

- name: Bind two scenarios to a rule and unbind all others
  voximplant.platform.vox_scenario_binding:
    application_name: support
    rule_name: inbound
    scenarios: [common, inbound]
    exclusive: true

- name: Unbind a scenario from a rule
  voximplant.platform.vox_scenario_binding:
    rule_id: 1808186
    scenario_ids: [1134324]
    state: absent
"""

RETURN = r"""
rule:
  description:
    - The rule after the task has run. In check mode, the expected state.
    - The format is that of RV(voximplant.platform.vox_rule#module:rule).
  returned: success
  type: dict
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

from ..module_utils._argspec import ONE_APPLICATION, ONE_RULE, ONE_SCENARIO_LIST, RULE, SCENARIO_LIST
from ..module_utils._confirm import confirm_binding
from ..module_utils._errors import about
from ..module_utils._flow import Flow
from ..module_utils._gather import candidates
from ..module_utils._module import Arguments, Connection, Params, run_state
from ..module_utils._plan import Plan
from ..module_utils._plan_binding import BoundState, WantedScenarios, plan_binding
from ..module_utils._rules import RuleSelector, resolve_rule
from ..module_utils._writes import execute


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
