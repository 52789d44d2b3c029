#!/usr/bin/python
# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Manage applications."""

from __future__ import annotations

DOCUMENTATION = r"""
module: vox_application
short_description: Manage Voximplant applications
version_added: 1.0.0
description:
  - Create, update, rename, or delete an application of a Voximplant account.
extends_documentation_fragment:
  - voximplant.platform.connection
  - voximplant.platform.attributes
  - voximplant.platform.attributes.STATE
  - voximplant.platform.attributes.EXECUTION
  - voximplant.platform.attributes.GROUP
options:
  application_name:
    description:
      - Name of the application, either short (V(support)) or full (V(support.account.voximplant.com)).
      - A new name must have 2 to 65 characters, consist of lower-case letters, digits, and hyphens, and start with a
        letter.
      - If O(application_id) is also set, rename the application to O(application_name).
      - One of O(application_name) and O(application_id) is required.
    type: str
    aliases: [name]
  application_id:
    description:
      - ID of the application.
      - Mutually exclusive with O(renamed_from).
    type: int
  renamed_from:
    description:
      - Previous name of the application. If only an application with this name exists, it is renamed and keeps its ID.
      - The task fails if both names exist.
      - Mutually exclusive with O(application_id).
    type: str
  secure_record_storage:
    description:
      - Whether call records and logs can only be read with credentials.
      - If not set, the current value is left unchanged.
    type: bool
  state:
    description: Desired state of the application.
    type: str
    choices: [present, absent]
    default: present
  force:
    description:
      - With O(state=absent), delete the application together with its rules. Otherwise, the task fails if the
        application has rules.
    type: bool
    default: false
notes:
  - A service account needs the C(Owner) or C(Admin) role to create, update, or rename applications, and C(Owner) to
    delete them, according to the platform's current API reference. Older documentation allows C(Developer) as well.
author:
  - Voximplant platform collection contributors (@voximplant)
seealso:
  - module: voximplant.platform.vox_application_info
  - module: voximplant.platform.vox_rule
"""

EXAMPLES = r"""
- name: Create an application
  voximplant.platform.vox_application:
    application_name: support

- name: Rename an application
  voximplant.platform.vox_application:
    application_name: help-desk
    renamed_from: support

- name: Delete an application together with its rules
  voximplant.platform.vox_application:
    application_name: help-desk
    state: absent
    force: true
"""

RETURN = r"""
application:
  description:
    - The application after the task has run. In check mode, the expected state.
    - Null if the application is absent.
  returned: success
  type: dict
  contains:
    application_id:
      description: ID of the application. Null in check mode if the application would be created.
      type: int
      sample: 11107202
    application_name:
      description: Full name of the application. In check mode, the short name if the application would be created.
      type: str
      sample: support.account.voximplant.com
    secure_record_storage:
      description: Whether call records and logs can only be read with credentials.
      type: bool
    modified:
      description: Time of the last change, in UTC.
      type: str
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

import dataclasses
import functools

from ..module_utils._applications import list_applications
from ..module_utils._argspec import APPLICATION
from ..module_utils._client import Client
from ..module_utils._confirm import confirm_application
from ..module_utils._errors import about
from ..module_utils._flow import Flow
from ..module_utils._models import number
from ..module_utils._module import Arguments, Connection, Params, run_state
from ..module_utils._plan import Plan
from ..module_utils._plan_application import (
    ApplicationState,
    CurrentApplication,
    DesiredApplication,
    plan_application,
)
from ..module_utils._rules import list_rules
from ..module_utils._writes import execute


def begin(params: Params, connection: Connection) -> Flow[ApplicationState]:
    """Check the options, and make the flow."""
    desired = DesiredApplication(
        application_name=params["application_name"],
        application_id=params["application_id"],
        renamed_from=params["renamed_from"],
        secure_record_storage=params["secure_record_storage"],
        present=params["state"] == "present",
        force=params["force"],
    )
    client = connection.client()

    def plan() -> Plan[ApplicationState]:
        with about("application", desired.application_name or str(desired.application_id)):
            return plan_application(gather(client, desired), desired)

    return Flow(plan, functools.partial(execute, client), functools.partial(confirm_application, client))


def gather(client: Client, desired: DesiredApplication) -> CurrentApplication:
    """Everything about the application that the task means; the rules of one that is to be deleted."""
    current = CurrentApplication.among(list_applications(client), desired)
    if desired.present or current.found is None:
        return current
    rules = list_rules(client, number(current.found.application_id))
    return dataclasses.replace(current, found=dataclasses.replace(current.found, rules=rules))


def main() -> None:
    """Run the module."""
    arguments = Arguments(
        options={
            "application_name": {"type": "str", "aliases": ["name"]},
            "application_id": APPLICATION["application_id"],
            "renamed_from": {"type": "str"},
            "secure_record_storage": {"type": "bool"},
            "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
            "force": {"type": "bool", "default": False},
        },
        exclusive=[("application_id", "renamed_from")],
        needed=[("application_name", "application_id")],
    )
    run_state(arguments, begin)


if __name__ == "__main__":
    main()
