#!/usr/bin/python
# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Read rules and the scenarios that they run."""

from __future__ import annotations

DOCUMENTATION = r"""
module: vox_rule_info
short_description: Read rules and the scenarios that they run
version_added: 1.0.0
description:
  - List the rules of one application, or of all, in the order of their priority, with their scenarios in running
    order.
extends_documentation_fragment:
  - voximplant.platform.connection
  - voximplant.platform.selectors.APPLICATION
  - voximplant.platform.attributes
  - voximplant.platform.attributes.INFO
  - voximplant.platform.attributes.EXECUTION
  - voximplant.platform.attributes.GROUP
options:
  application_id:
    description: Only the rules of this application. Excludes O(application_name). Without either, those of every
      application.
    type: int
  rule_id:
    description: Only the rule with this id.
    type: int
  rule_name:
    description: Only rules with exactly this name.
    type: str
  name_contains:
    description: Only rules whose names contain this text, in any case.
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

- name: Find out which rules run a scenario
  voximplant.platform.vox_rule_info:
  register: all_rules

- name: Show their names
  ansible.builtin.debug:
    msg: "{{ item.rule_name }}"
  loop: "{{ all_rules.rules }}"
  loop_control:
    label: "{{ item.rule_id }}"
  when: "'common' in item.scenarios | map(attribute='scenario_name')"
"""

RETURN = r"""
rules:
  description: The rules, application by application, in the order of their priority.
  returned: success
  type: list
  elements: dict
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
total_count:
  description: How many rules there are.
  returned: success
  type: int
ambiguous:
  description: Always false, since this module changes nothing.
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

import typing as t

from ..module_utils._module.argument_spec import APPLICATION, ONE_APPLICATION, ONE_RULE
from ..module_utils._module.runner import Arguments, Connection, Params, run_info
from ..module_utils._objects.applications import ApplicationSelector, resolve_application
from ..module_utils._objects.filters import contains
from ..module_utils._objects.rules import list_matching


def read(params: Params, connection: Connection) -> t.Dict[str, t.Any]:
    """Read the rules that the options select."""
    selector = ApplicationSelector.from_params(params)
    client = connection.client()
    application_id = resolve_application(client, selector) if selector else None
    rules = [
        rule.as_result()
        for rule in list_matching(client, params["rule_id"], params["rule_name"], application_id)
        if contains(rule.rule_name, params["name_contains"])
    ]
    return {"rules": rules, "total_count": len(rules)}


def main() -> None:
    """Run the module."""
    arguments = Arguments(
        options={
            **APPLICATION,
            "rule_id": {"type": "int"},
            "rule_name": {"type": "str"},
            "name_contains": {"type": "str"},
        },
        exclusive=[ONE_RULE, ONE_APPLICATION],
    )
    run_info(arguments, read)


if __name__ == "__main__":
    main()
