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
      - With O(state=absent), delete the application together with its rules, scenarios, secrets, and users, and unbind
        its phone numbers. Otherwise, the task fails if the application has any of these, and names them.
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

- name: Delete an application together with everything that belongs to it
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

from ..module_utils._api.errors import error_context
from ..module_utils._apply.observation import Observation
from ..module_utils._apply.read_application import read_application
from ..module_utils._apply.run import ApiTask, Run
from ..module_utils._module.argument_spec import APPLICATION
from ..module_utils._module.runner import ModuleSpec, Params, TaskContext, run_task
from ..module_utils._plan.application import ApplicationState, DesiredApplication, plan_application
from ..module_utils._plan.operations import Plan


class ApplicationTask(ApiTask[ApplicationState]):
    """Manage one application."""

    def __init__(self, params: Params, context: TaskContext) -> None:
        self.desired = DesiredApplication(
            application_name=params["application_name"],
            application_id=params["application_id"],
            renamed_from=params["renamed_from"],
            secure_record_storage=params["secure_record_storage"],
            present=params["state"] == "present",
            force=params["force"],
        )
        super().__init__(context.client())

    def plan(self) -> Plan[ApplicationState]:
        """Read the application and plan."""
        with error_context("application", self.desired.application_name or str(self.desired.application_id)):
            return plan_application(read_application(self.client, self.desired), self.desired)

    def complete(self, plan: Plan[ApplicationState], run: Run, observation: Observation) -> ApplicationState:
        """Return the application as the platform shows it."""
        planned = plan.after.application
        if planned is None:
            return plan.after
        application = observation.application(planned.application_id or run.created_id)
        return dataclasses.replace(plan.after, application=application)


def main() -> None:
    """Run the module."""
    spec = ModuleSpec(
        argument_spec={
            "application_name": {"type": "str", "aliases": ["name"]},
            "application_id": APPLICATION["application_id"],
            "renamed_from": {"type": "str"},
            "secure_record_storage": {"type": "bool"},
            "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
            "force": {"type": "bool", "default": False},
        },
        mutually_exclusive=[("application_id", "renamed_from")],
        required_one_of=[("application_name", "application_id")],
    )
    run_task(spec, ApplicationTask)


if __name__ == "__main__":
    main()
