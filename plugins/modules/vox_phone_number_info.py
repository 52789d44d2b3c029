#!/usr/bin/python
# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Read phone numbers and what they are bound to."""

from __future__ import annotations

DOCUMENTATION = r"""
module: vox_phone_number_info
short_description: Get information about the phone numbers of a Voximplant account
version_added: 1.0.0
description:
  - List the phone numbers of an account, with the application and the rule that each is bound to.
extends_documentation_fragment:
  - voximplant.platform.connection
  - voximplant.platform.selectors.APPLICATION
  - voximplant.platform.selectors.RULE
  - voximplant.platform.selectors.PHONE_NUMBER
  - voximplant.platform.selectors.PAGE
  - voximplant.platform.attributes
  - voximplant.platform.attributes.INFO
  - voximplant.platform.attributes.EXECUTION
  - voximplant.platform.attributes.GROUP
options:
  application_id:
    description:
      - Return only the numbers that are bound to this application.
      - Mutually exclusive with O(application_name).
    type: int
  rule_id:
    description:
      - Return only the numbers that are bound to this rule.
      - Mutually exclusive with O(rule_name).
    type: int
  bound:
    description: Return only numbers that are bound to an application (V(true)), or only unbound numbers (V(false)).
    type: bool
  country_code:
    description: Return only numbers of the country with this two-letter code.
    type: str
  number_contains:
    description: Return only numbers that contain these digits. A leading C(+), spaces, and hyphens are ignored.
    type: str
author:
  - Voximplant platform collection contributors (@voximplant)
seealso:
  - module: voximplant.platform.vox_phone_number
"""

EXAMPLES = r"""
- name: List the numbers that no application answers
  voximplant.platform.vox_phone_number_info:
    bound: false
  register: unbound

- name: List the numbers of an application
  voximplant.platform.vox_phone_number_info:
    application_name: support
  register: support
"""

RETURN = r"""
phone_numbers:
  description: The matching phone numbers, sorted by ID. The format is that of
    RV(voximplant.platform.vox_phone_number#module:phone_number).
  returned: success
  type: list
  elements: dict
total_count:
  description: Number of matching phone numbers, before O(limit) and O(offset) are applied.
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

import dataclasses
import typing as t

from ..module_utils._module.argument_spec import ONE_APPLICATION, ONE_PHONE_NUMBER, ONE_RULE, PAGE, PHONE_NUMBER, RULE
from ..module_utils._module.runner import ModuleSpec, Params, TaskContext, run_info
from ..module_utils._objects.applications import ApplicationSelector, resolve_application
from ..module_utils._objects.filters import page
from ..module_utils._objects.phone_numbers import PhoneNumberSelector, digits_of, list_selected
from ..module_utils._objects.rules import RuleSelector, resolve_rule


def read(params: Params, context: TaskContext) -> t.Dict[str, t.Any]:
    """Read the phone numbers that the options select."""
    window = page(params)
    selector = PhoneNumberSelector.from_params(params)
    part = "" if params["number_contains"] is None else digits_of(params["number_contains"], "number_contains")
    rule_selector = RuleSelector.from_params(params)
    client = context.client()
    application_id = None
    if rule_selector.application:
        application_id = resolve_application(client, rule_selector.application)
        rule_selector = dataclasses.replace(rule_selector, application=ApplicationSelector(application_id, None))
    filters = {
        "application_id": application_id,
        "rule_id": resolve_rule(client, rule_selector).rule_id if rule_selector else None,
        "is_bound_to_application": params["bound"],
        "country_code": params["country_code"],
    }
    numbers = [number.as_result() for number in list_selected(client, selector, filters) if part in number.phone_number]
    return {"phone_numbers": numbers[window], "total_count": len(numbers)}


def main() -> None:
    """Run the module."""
    spec = ModuleSpec(
        argument_spec={
            **PHONE_NUMBER,
            **RULE,
            "bound": {"type": "bool"},
            "country_code": {"type": "str"},
            "number_contains": {"type": "str"},
            **PAGE,
        },
        mutually_exclusive=[ONE_PHONE_NUMBER, ONE_RULE, ONE_APPLICATION],
    )
    run_info(spec, read)


if __name__ == "__main__":
    main()
