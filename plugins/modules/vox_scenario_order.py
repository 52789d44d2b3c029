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
  - Set the order of the scenarios bound to a rule. The scenarios run one after the other in a shared JavaScript
    context, so helper scenarios must come before the scenarios that use them.
  - The module always sends the complete order and then verifies it.
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
      - Names of the scenarios in the desired order.
      - The listed scenarios come first. Scenarios that are bound to the rule but not listed follow in their current
        order.
      - The task fails if the list is empty, contains duplicates, or contains a scenario that is not bound to the rule.
      - Exactly one of O(scenarios) and O(scenario_ids) is required.
    type: list
    elements: str
  scenario_ids:
    description:
      - IDs of the scenarios in the desired order, as an alternative to O(scenarios).
    type: list
    elements: int
author:
  - Voximplant platform collection contributors (@voximplant)
seealso:
  - module: voximplant.platform.vox_scenario_binding
  - module: voximplant.platform.vox_rule_info
"""

EXAMPLES = r"""
- name: Run the helper scenario before all others
  voximplant.platform.vox_scenario_order:
    application_name: support
    rule_name: inbound
    scenarios: [common]

- name: Set the complete order of a rule
  voximplant.platform.vox_scenario_order:
    rule_id: 1808186
    scenario_ids: [1134324, 1134320, 1134331]
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

from ..module_utils._apply.bindings import BindingsTask
from ..module_utils._module.argument_spec import ONE_APPLICATION, ONE_RULE, ONE_SCENARIO_LIST, RULE, SCENARIO_LIST
from ..module_utils._module.runner import ModuleSpec, Params, TaskContext, run_task
from ..module_utils._objects.rules import RuleSelector
from ..module_utils._plan.bindings import DesiredBindings


def build_task(params: Params, context: TaskContext) -> BindingsTask:
    """Check the options and make the task."""
    selector = RuleSelector.from_params(params)
    desired = DesiredBindings.from_options(params, ordered=True)
    desired.require_entries()
    return BindingsTask(context.client(), selector, desired)


def main() -> None:
    """Run the module."""
    spec = ModuleSpec(
        argument_spec={**RULE, **SCENARIO_LIST},
        mutually_exclusive=[ONE_RULE, ONE_APPLICATION, ONE_SCENARIO_LIST],
        required_one_of=[ONE_RULE, ONE_SCENARIO_LIST],
    )
    run_task(spec, build_task)


if __name__ == "__main__":
    main()
