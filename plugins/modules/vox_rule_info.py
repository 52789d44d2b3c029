#!/usr/bin/python
# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Read rules and the scenarios that they run."""

from __future__ import annotations

DOCUMENTATION = r"""
module: vox_rule_info
short_description: Get information about the rules of Voximplant applications
version_added: 1.0.0
description:
  - List the rules of one or all applications in order of priority, with the scenarios that they run.
extends_documentation_fragment:
  - voximplant.platform.connection
  - voximplant.platform.selectors.APPLICATION
  - voximplant.platform.selectors.NAME_CONTAINS
  - voximplant.platform.attributes
  - voximplant.platform.attributes.INFO
  - voximplant.platform.attributes.EXECUTION
  - voximplant.platform.attributes.GROUP
options:
  application_id:
    description:
      - Return only the rules of this application. If no application is set, the rules of all applications are returned.
      - Mutually exclusive with O(application_name).
    type: int
  rule_id:
    description:
      - Return only the rule with this ID.
      - Mutually exclusive with O(rule_name).
    type: int
  rule_name:
    description:
      - Return only rules with exactly this name.
      - Mutually exclusive with O(rule_id).
    type: str
author:
  - Voximplant platform collection contributors (@voximplant)
seealso:
  - module: voximplant.platform.vox_scenario_binding
  - module: voximplant.platform.vox_scenario_order
"""

EXAMPLES = r"""
- name: List the rules of an application
  voximplant.platform.vox_rule_info:
    application_name: support
  register: support

- name: Get the rules of all applications
  voximplant.platform.vox_rule_info:
  register: all_rules

- name: Show the rules that run a scenario
  ansible.builtin.debug:
    msg: "{{ item.rule_name }}"
  loop: "{{ all_rules.rules }}"
  loop_control:
    label: "{{ item.rule_id }}"
  when: "'common' in item.scenarios | map(attribute='scenario_name')"
"""

RETURN = r"""
rules:
  description: The matching rules, grouped by application and in order of priority. The format is that of
    RV(voximplant.platform.vox_rule#module:rule).
  returned: success
  type: list
  elements: dict
total_count:
  description: Number of matching rules.
  returned: success
  type: int
ambiguous:
  description: Always V(false), because this module does not change anything.
  returned: on failure, unless the options are invalid
  type: bool
error:
  description: See RV(voximplant.platform.vox_scenario#module:error).
  returned: on failure, unless the options are invalid
  type: dict
"""

import typing as t

from ..module_utils._module.argument_spec import APPLICATION, ONE_APPLICATION, ONE_RULE
from ..module_utils._module.runner import ModuleSpec, Params, TaskContext, run_info
from ..module_utils._objects.applications import ApplicationSelector, resolve_application
from ..module_utils._objects.filters import contains
from ..module_utils._objects.rules import list_matching


def read(params: Params, context: TaskContext) -> t.Dict[str, t.Any]:
    """Read the rules that the options select."""
    selector = ApplicationSelector.from_params(params)
    client = context.client()
    application_id = resolve_application(client, selector) if selector else None
    rules = [
        rule.as_result()
        for rule in list_matching(client, params["rule_id"], params["rule_name"], application_id)
        if contains(rule.rule_name, params["name_contains"])
    ]
    return {"rules": rules, "total_count": len(rules)}


def main() -> None:
    """Run the module."""
    spec = ModuleSpec(
        argument_spec={
            **APPLICATION,
            "rule_id": {"type": "int"},
            "rule_name": {"type": "str"},
            "name_contains": {"type": "str"},
        },
        mutually_exclusive=[ONE_RULE, ONE_APPLICATION],
    )
    run_info(spec, read)


if __name__ == "__main__":
    main()
