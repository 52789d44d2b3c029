#!/usr/bin/python
# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Read the secrets of applications, without their values."""

from __future__ import annotations

DOCUMENTATION = r"""
module: vox_secret_info
short_description: Get information about the secrets of Voximplant applications
version_added: 1.0.0
description:
  - List the names, descriptions, and times of the secrets of one or all applications. Values are never read.
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
      - Return only the secrets of this application. If no application is set, the secrets of all applications are
        returned.
      - Mutually exclusive with O(application_name).
    type: int
  secret_name:
    description: Return only secrets with exactly this name.
    type: str
author:
  - Voximplant platform collection contributors (@voximplant)
seealso:
  - module: voximplant.platform.vox_secret
"""

EXAMPLES = r"""
- name: List the secrets of an application
  voximplant.platform.vox_secret_info:
    application_name: support
  register: support

- name: Check whether a secret exists
  voximplant.platform.vox_secret_info:
    application_name: support
    secret_name: CRM_KEY
  register: crm_key
"""

RETURN = r"""
secrets:
  description: The matching secrets without their values, grouped by application and sorted by ID. The format is that of
    RV(voximplant.platform.vox_secret#module:secret).
  returned: success
  type: list
  elements: dict
total_count:
  description: Number of matching secrets, before O(limit) and O(offset) are applied.
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
from ..module_utils._objects.secrets import list_secrets


def read(params: Params, context: TaskContext) -> t.Dict[str, t.Any]:
    """Read the secrets that the options select."""
    window = page(params)
    selector = ApplicationSelector.from_params(params)
    client = context.client()
    secrets = [
        secret.as_result()
        for application_id in list_selected_ids(client, selector)
        for secret in list_secrets(client, application_id)
        if params["secret_name"] in (None, secret.secret_name) and contains(secret.secret_name, params["name_contains"])
    ]
    return {"secrets": secrets[window], "total_count": len(secrets)}


def main() -> None:
    """Run the module."""
    spec = ModuleSpec(
        argument_spec={
            **APPLICATION,
            "secret_name": {"type": "str", "no_log": False},
            "name_contains": {"type": "str"},
            **PAGE,
        },
        mutually_exclusive=[ONE_APPLICATION],
    )
    run_info(spec, read)


if __name__ == "__main__":
    main()
