#!/usr/bin/python
# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Read applications."""

from __future__ import annotations

DOCUMENTATION = r"""
module: vox_application_info
short_description: Get information about Voximplant applications
version_added: 1.0.0
description:
  - List the applications of a Voximplant account, optionally with their rules.
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
      - Return only the application with this ID.
      - Mutually exclusive with O(application_name).
    type: int
  application_name:
    description:
      - Return only the application with exactly this short or full name.
      - Mutually exclusive with O(application_id).
    type: str
  with_rules:
    description: Whether to return the rules of each application. This takes one additional API call per application.
    type: bool
    default: false
author:
  - Voximplant platform collection contributors (@voximplant)
seealso:
  - module: voximplant.platform.vox_rule_info
"""

EXAMPLES = r"""
- name: List all applications with their rules
  voximplant.platform.vox_application_info:
    with_rules: true
  register: account
"""

RETURN = r"""
applications:
  description: The matching applications, sorted by ID.
  returned: success
  type: list
  elements: dict
  contains:
    application_id:
      description: ID of the application.
      type: int
      sample: 11107202
    application_name:
      description: Full name of the application.
      type: str
      sample: support.account.voximplant.com
    secure_record_storage:
      description: Whether call records and logs can only be read with credentials.
      type: bool
    modified:
      description: Time of the last change, in UTC.
      type: str
    rules:
      description: Rules of the application in order of priority, in the same format as
        RV(voximplant.platform.vox_rule_info#module:rules).
      returned: if O(with_rules=true)
      type: list
      elements: dict
total_count:
  description: Number of matching applications.
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

from ..module_utils._module.argument_spec import APPLICATION, ONE_APPLICATION
from ..module_utils._module.runner import ModuleSpec, Params, TaskContext, run_info
from ..module_utils._objects.applications import list_applications
from ..module_utils._objects.filters import contains
from ..module_utils._objects.models import Application
from ..module_utils._objects.rules import with_rules


def read(params: Params, context: TaskContext) -> t.Dict[str, t.Any]:
    """Read the applications that the options select."""
    client = context.client()
    found = [application for application in list_applications(client) if is_selected(application, params)]
    if params["with_rules"]:
        found = [with_rules(client, application) for application in found]
    return {"applications": [application.as_result() for application in found], "total_count": len(found)}


def is_selected(application: Application, params: Params) -> bool:
    """Return whether the options select an application."""
    name = params["application_name"]
    return (
        params["application_id"] in (None, application.application_id)
        and (name is None or application.is_called(name))
        and contains(application.short_name, params["name_contains"])
    )


def main() -> None:
    """Run the module."""
    spec = ModuleSpec(
        argument_spec={
            **APPLICATION,
            "name_contains": {"type": "str"},
            "with_rules": {"type": "bool", "default": False},
        },
        mutually_exclusive=[ONE_APPLICATION],
    )
    run_info(spec, read)


if __name__ == "__main__":
    main()
