#!/usr/bin/python
# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Manage the users of an application."""

from __future__ import annotations

DOCUMENTATION = r"""
module: vox_user
short_description: Manage the users of a Voximplant application
version_added: 1.0.0
description:
  - Create, update, rename, or delete a user of a Voximplant application, for example an agent with a softphone.
  - Passwords cannot be read, so they are never compared. They do not appear in results, diffs, or error messages.
  - A service account needs the C(Owner), C(Admin), or C(User manager) role to change users.
extends_documentation_fragment:
  - voximplant.platform.connection
  - voximplant.platform.selectors.APPLICATION
  - voximplant.platform.attributes
  - voximplant.platform.attributes.STATE
  - voximplant.platform.attributes.EXECUTION
  - voximplant.platform.attributes.GROUP
attributes:
  idempotent:
    support: partial
    details: With O(update_password=always), the password is set each time.
options:
  application_id:
    description:
      - ID of the application.
      - Exactly one of O(application_id) and O(application_name) is required.
    type: int
  user_name:
    description:
      - Name of the user. A new name has 3 to 50 lower-case Latin letters, digits, underscores, and hyphens, and starts
        with a letter or a digit.
    type: str
    required: true
    aliases: [name]
  renamed_from:
    description:
      - Previous name of the user. If only a user with this name exists, it is renamed and keeps its ID and password.
      - The task fails if both names exist.
    type: str
  user_display_name:
    description:
      - Name that other people see, 1 to 255 characters. It cannot be removed, so an empty string is refused.
      - If not set, a new user gets its O(user_name), and the display name of an existing user is left unchanged.
    type: str
  user_password:
    description:
      - Password of the user. Required for a new user.
      - A password has at least 8 characters, with an upper-case letter, a lower-case letter, a digit, and a special
        character, and no spaces.
    type: str
  update_password:
    description:
      - When to set the password of a user that already exists.
      - V(on_create) never changes the password of an existing user.
      - V(always) sets the password each time, so the task always reports a change.
    type: str
    choices: [on_create, always]
    default: on_create
  user_active:
    description: Whether the user can log in. If not set, the current value is left unchanged.
    type: bool
  parent_accounting:
    description: Whether calls are charged to the account instead of the user's own balance. If not set, the current
      value is left unchanged.
    type: bool
  user_custom_data:
    description: Data that scenarios can read, at most 8191 characters. An empty string removes it. If not set, the
      current value is left unchanged.
    type: str
  state:
    description: Desired state of the user.
    type: str
    choices: [present, absent]
    default: present
author:
  - Voximplant platform collection contributors (@voximplant)
seealso:
  - module: voximplant.platform.vox_user_info
"""

EXAMPLES = r"""
- name: Create an agent
  voximplant.platform.vox_user:
    application_name: support
    user_name: anna
    user_display_name: Anna Smith
    user_password: "{{ vault_anna_password }}"

- name: Set a new password
  voximplant.platform.vox_user:
    application_name: support
    user_name: anna
    user_password: "{{ vault_anna_password }}"
    update_password: always

- name: Delete an agent
  voximplant.platform.vox_user:
    application_name: support
    user_name: anna
    state: absent
"""

RETURN = r"""
user:
  description:
    - The user after the task has run, without the password. In check mode, the expected state.
    - Null if the user is absent.
  returned: success
  type: dict
  contains:
    user_id:
      description: ID of the user. Null in check mode if the user would be created.
      type: int
    user_name:
      description: Name of the user.
      type: str
    application_id:
      description: ID of the application that the user belongs to.
      type: int
    user_display_name:
      description: Name that other people see.
      type: str
    user_active:
      description: Whether the user can log in.
      type: bool
    parent_accounting:
      description: Whether calls are charged to the account instead of the user's own balance.
      type: bool
    user_custom_data:
      description: Data that scenarios can read. Empty if there is none.
      type: str
    created:
      description: Time of creation, in UTC.
      type: str
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

from ..module_utils._api.errors import NotFoundError, error_context
from ..module_utils._apply.observation import Observation
from ..module_utils._apply.owners import name_applications
from ..module_utils._apply.run import ApiTask, Run
from ..module_utils._module.argument_spec import APPLICATION, ONE_APPLICATION
from ..module_utils._module.runner import ModuleSpec, Params, TaskContext, run_task
from ..module_utils._objects.applications import ApplicationSelector, resolve_application
from ..module_utils._objects.models import require_id
from ..module_utils._objects.users import list_users
from ..module_utils._plan.operations import Plan
from ..module_utils._plan.user import ALWAYS, ON_CREATE, CurrentUser, DesiredUser, UserState, plan_user


class UserTask(ApiTask[UserState]):
    """Manage one user."""

    def __init__(self, params: Params, context: TaskContext) -> None:
        self.application = ApplicationSelector.from_params(params)
        self.desired = DesiredUser(
            user_name=params["user_name"],
            renamed_from=params["renamed_from"],
            user_display_name=params["user_display_name"],
            user_password=params["user_password"],
            update_password=params["update_password"],
            user_active=params["user_active"],
            parent_accounting=params["parent_accounting"],
            user_custom_data=params["user_custom_data"],
            present=params["state"] == "present",
        )
        super().__init__(context.client())

    def plan(self) -> Plan[UserState]:
        """Read the users of the application and plan."""
        with error_context("user", self.desired.user_name):
            try:
                application_id = resolve_application(self.client, self.application)
                current = CurrentUser(application_id, list_users(self.client, application_id))
            except NotFoundError:
                if self.desired.present:
                    raise
                return plan_user(CurrentUser(0), self.desired)
            return name_applications(self.client, plan_user(current, self.desired), self.application)

    def complete(self, plan: Plan[UserState], run: Run, observation: Observation) -> UserState:
        """Return the user as the platform shows it."""
        planned = plan.after.user
        if planned is None:
            return plan.after
        application_id = require_id(planned.application_id)
        user = observation.user(planned.user_id or run.created_id, application_id)
        return dataclasses.replace(plan.after, user=user)


def main() -> None:
    """Run the module."""
    spec = ModuleSpec(
        argument_spec={
            **APPLICATION,
            "user_name": {"type": "str", "required": True, "aliases": ["name"]},
            "renamed_from": {"type": "str"},
            "user_display_name": {"type": "str"},
            "user_password": {"type": "str", "no_log": True},
            "update_password": {
                "type": "str",
                "choices": [ON_CREATE, ALWAYS],
                "default": ON_CREATE,
                "no_log": False,
            },
            "user_active": {"type": "bool"},
            "parent_accounting": {"type": "bool"},
            "user_custom_data": {"type": "str"},
            "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
        },
        mutually_exclusive=[ONE_APPLICATION],
        required_one_of=[ONE_APPLICATION],
    )
    run_task(spec, UserTask)


if __name__ == "__main__":
    main()
