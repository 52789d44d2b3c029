#!/usr/bin/python
# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Read the users of applications."""

from __future__ import annotations

DOCUMENTATION = r"""
module: vox_user_info
short_description: Get information about the users of Voximplant applications
version_added: 1.0.0
description:
  - List the users of one or all applications.
extends_documentation_fragment:
  - voximplant.platform.connection
  - voximplant.platform.selectors.APPLICATION
  - voximplant.platform.selectors.NAME_CONTAINS
  - voximplant.platform.selectors.PAGE
  - voximplant.platform.attributes
  - voximplant.platform.attributes.INFO
  - voximplant.platform.attributes.EXECUTION
  - voximplant.platform.attributes.GROUP
options:
  application_id:
    description:
      - Return only the users of this application. If no application is set, the users of all applications are
        returned.
      - Mutually exclusive with O(application_name).
    type: int
  user_name:
    description: Return only users with exactly this name.
    type: str
author:
  - Voximplant platform collection contributors (@voximplant)
seealso:
  - module: voximplant.platform.vox_user
"""

EXAMPLES = r"""
- name: List the users of an application
  voximplant.platform.vox_user_info:
    application_name: support
  register: support

- name: Find a user in all applications
  voximplant.platform.vox_user_info:
    user_name: anna
  register: anna
"""

RETURN = r"""
users:
  description: The matching users, grouped by application and sorted by ID. The format is that of
    RV(voximplant.platform.vox_user#module:user).
  returned: success
  type: list
  elements: dict
total_count:
  description: Number of matching users, before O(limit) and O(offset) are applied.
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

from ..module_utils._module.argument_spec import APPLICATION, ONE_APPLICATION, PAGE
from ..module_utils._module.runner import ModuleSpec, Params, TaskContext, run_info
from ..module_utils._objects.applications import ApplicationSelector, list_selected_ids
from ..module_utils._objects.filters import contains, page
from ..module_utils._objects.users import list_users


def read(params: Params, context: TaskContext) -> t.Dict[str, t.Any]:
    """Read the users that the options select."""
    window = page(params)
    selector = ApplicationSelector.from_params(params)
    client = context.client()
    users = [
        user.as_result()
        for application_id in list_selected_ids(client, selector)
        for user in list_users(client, application_id)
        if params["user_name"] in (None, user.user_name) and contains(user.user_name, params["name_contains"])
    ]
    return {"users": users[window], "total_count": len(users)}


def main() -> None:
    """Run the module."""
    spec = ModuleSpec(
        argument_spec={
            **APPLICATION,
            "user_name": {"type": "str"},
            "name_contains": {"type": "str"},
            **PAGE,
        },
        mutually_exclusive=[ONE_APPLICATION],
    )
    run_info(spec, read)


if __name__ == "__main__":
    main()
