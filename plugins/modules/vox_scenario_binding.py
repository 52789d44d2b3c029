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
    - V(null) if O(state=absent) and the rule does not exist.
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

from ..module_utils._apply.bindings import BindingsTask
from ..module_utils._module.argument_spec import ONE_APPLICATION, ONE_RULE, ONE_SCENARIO_LIST, RULE, SCENARIO_LIST
from ..module_utils._module.runner import ModuleSpec, Params, TaskContext, run_task
from ..module_utils._objects.rules import RuleSelector
from ..module_utils._plan.bindings import DesiredBindings


def build_task(params: Params, context: TaskContext) -> BindingsTask:
    """Check the options and make the task."""
    selector = RuleSelector.from_params(params)
    is_present = params["state"] == "present"
    is_exclusive = is_present and params["exclusive"]
    desired = DesiredBindings.from_options(params, present=is_present, unbind_pattern="*" if is_exclusive else None)
    if not is_exclusive:
        desired.require_entries("Set exclusive to unbind all scenarios from the rule.")
    return BindingsTask(context.client(), selector, desired)


def main() -> None:
    """Run the module."""
    spec = ModuleSpec(
        argument_spec={
            **RULE,
            **SCENARIO_LIST,
            "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
            "exclusive": {"type": "bool", "default": False},
        },
        mutually_exclusive=[ONE_RULE, ONE_APPLICATION, ONE_SCENARIO_LIST],
        required_one_of=[ONE_RULE, ONE_SCENARIO_LIST],
    )
    run_task(spec, build_task)


if __name__ == "__main__":
    main()
