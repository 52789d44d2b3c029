#!/usr/bin/python
# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Manage the secrets of an application."""

from __future__ import annotations

DOCUMENTATION = r"""
module: vox_secret
short_description: Manage the secrets of a Voximplant application
version_added: 1.0.0
description:
  - Create, update, rename, or delete a secret of a Voximplant application.
  - Scenarios of the application read a secret with C(VoxEngine.getSecretValue), so scripts do not need to contain
    keys and passwords.
  - The value never appears in results, diffs, or error messages. A diff only shows that it is set or changed.
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
    details: With O(update_value=always), the value is set each time.
options:
  application_id:
    description:
      - ID of the application.
      - Exactly one of O(application_id) and O(application_name) is required.
    type: int
  secret_name:
    description:
      - Name of the secret. A new name has at most 64 Latin letters, digits, and underscores, and starts with a letter.
      - Names are case-sensitive.
    type: str
    required: true
    aliases: [name]
  renamed_from:
    description:
      - Previous name of the secret. If only a secret with this name exists, it is renamed and keeps its ID and value.
      - The task fails if both names exist.
    type: str
  secret_value:
    description:
      - Value of the secret, at most 8192 characters. Required for a new secret.
      - A value of fewer than 4 characters triggers a warning, because Ansible hides it wherever it occurs in the
        output.
    type: str
  description:
    description:
      - Description of the secret. Only the first 200 characters are sent. An empty string removes it.
      - If not set, the current value is left unchanged.
    type: str
  update_value:
    description:
      - When to set the value of a secret that already exists.
      - V(compare) reads the current value and sets it if it is different. The current value is only held in memory.
      - V(on_create) never changes the value of an existing secret.
      - V(always) sets the value each time, so the task always reports a change.
    type: str
    choices: [compare, on_create, always]
    default: compare
  state:
    description: Desired state of the secret.
    type: str
    choices: [present, absent]
    default: present
author:
  - Voximplant platform collection contributors (@voximplant)
seealso:
  - module: voximplant.platform.vox_secret_info
"""

EXAMPLES = r"""
- name: Give the scenarios of an application the key of another service
  voximplant.platform.vox_secret:
    application_name: support
    secret_name: CRM_KEY
    secret_value: "{{ vault_crm_key }}"
    description: Key of the customer database

- name: Create a secret, but never change its value afterwards
  voximplant.platform.vox_secret:
    application_name: support
    secret_name: WEBHOOK_TOKEN
    secret_value: "{{ vault_webhook_token }}"
    update_value: on_create

- name: Delete a secret
  voximplant.platform.vox_secret:
    application_name: support
    secret_name: CRM_KEY
    state: absent
"""

RETURN = r"""
secret:
  description:
    - The secret after the task has run, without its value. In check mode, the expected state.
    - Null if the secret is absent.
  returned: success
  type: dict
  contains:
    secret_id:
      description: ID of the secret. Null in check mode if the secret would be created.
      type: int
    secret_name:
      description: Name of the secret.
      type: str
    application_id:
      description: ID of the application that the secret belongs to.
      type: int
    description:
      description: Description of the secret. Empty if there is none.
      type: str
    created:
      description: Time of creation, as given by the platform.
      type: str
    modified:
      description: Time of the last change, as given by the platform.
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
from ..module_utils._apply.read_secret import read_secret_state
from ..module_utils._apply.run import ApiTask, Run
from ..module_utils._module.argument_spec import APPLICATION, ONE_APPLICATION
from ..module_utils._module.runner import ModuleSpec, Params, TaskContext, run_task
from ..module_utils._objects.applications import ApplicationSelector, resolve_application
from ..module_utils._objects.models import require_id
from ..module_utils._plan.operations import Plan
from ..module_utils._plan.secret import (
    ALWAYS,
    COMPARE,
    ON_CREATE,
    CurrentSecret,
    DesiredSecret,
    SecretState,
    plan_secret,
)


class SecretTask(ApiTask[SecretState]):
    """Manage one secret."""

    def __init__(self, params: Params, context: TaskContext) -> None:
        self.application = ApplicationSelector.from_params(params)
        self.desired = DesiredSecret(
            secret_name=params["secret_name"],
            renamed_from=params["renamed_from"],
            secret_value=params["secret_value"],
            description=params["description"],
            update_value=params["update_value"],
            present=params["state"] == "present",
        )
        super().__init__(context.client())

    def plan(self) -> Plan[SecretState]:
        """Read the secrets of the application and plan."""
        with error_context("secret", self.desired.secret_name):
            try:
                application_id = resolve_application(self.client, self.application)
                current = read_secret_state(self.client, application_id, self.desired)
            except NotFoundError:
                if self.desired.present:
                    raise
                return plan_secret(CurrentSecret(0), self.desired)
            return name_applications(self.client, plan_secret(current, self.desired), self.application)

    def complete(self, plan: Plan[SecretState], run: Run, observation: Observation) -> SecretState:
        """Return the secret as the platform shows it."""
        planned = plan.after.secret
        if planned is None:
            return plan.after
        application_id = require_id(planned.application_id)
        secret = observation.secret(planned.secret_id or run.created_id, application_id)
        return dataclasses.replace(plan.after, secret=secret)


def main() -> None:
    """Run the module."""
    spec = ModuleSpec(
        argument_spec={
            **APPLICATION,
            "secret_name": {"type": "str", "required": True, "aliases": ["name"], "no_log": False},
            "renamed_from": {"type": "str"},
            "secret_value": {"type": "str", "no_log": True},
            "description": {"type": "str"},
            "update_value": {"type": "str", "choices": [COMPARE, ON_CREATE, ALWAYS], "default": COMPARE},
            "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
        },
        mutually_exclusive=[ONE_APPLICATION],
        required_one_of=[ONE_APPLICATION],
    )
    run_task(spec, SecretTask)


if __name__ == "__main__":
    main()
