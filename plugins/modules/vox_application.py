#!/usr/bin/python
# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Manage applications."""

from __future__ import annotations

DOCUMENTATION = r"""
module: vox_application
short_description: Manage applications
version_added: 1.0.0
description:
  - Create, rename, change or delete an application of a Voximplant account.
extends_documentation_fragment:
  - voximplant.platform.connection
  - voximplant.platform.attributes
  - voximplant.platform.attributes.STATE
  - voximplant.platform.attributes.EXECUTION
  - voximplant.platform.attributes.GROUP
options:
  application_name:
    description:
      - The application's name, short (V(support)) or in full (V(support.account.voximplant.com)).
      - A new name has 2 to 65 lower-case letters, digits and hyphens, and starts with a letter.
    type: str
    aliases: [name]
  application_id:
    description: The application's id. Together with O(application_name), that is the name that it is to have.
    type: int
  renamed_from:
    description:
      - The name that the application may still have. If only an application of that name exists, it is renamed and
        keeps its id.
      - If both names exist, the task fails.
    type: str
  secure_record_storage:
    description: Whether records and logs can be read only with credentials. Left as it is if not given.
    type: bool
  state:
    description: Whether the application is to exist.
    type: str
    choices: [present, absent]
    default: present
  force:
    description:
      - With O(state=absent), delete the application together with its rules. Without it, the task fails if it has
        any.
    type: bool
    default: false
author:
  - Voximplant platform collection contributors (@voximplant)
seealso:
  - module: voximplant.platform.vox_application_info
  - module: voximplant.platform.vox_rule
"""

EXAMPLES = r"""
- name: Have an application
  voximplant.platform.vox_application:
    application_name: support

- name: Rename it
  voximplant.platform.vox_application:
    application_name: help-desk
    renamed_from: support

- name: Delete it with its rules
  voximplant.platform.vox_application:
    application_name: help-desk
    state: absent
    force: true
"""

RETURN = r"""
application:
  description: The application as it is after the task; in check mode, as it would be. Null if it is absent.
  returned: success
  type: dict
  contains:
    application_id:
      description: Its id. Null for one that check mode would create.
      type: int
      sample: 11107202
    application_name:
      description: Its name in full; for one that check mode would create, the short name.
      type: str
      sample: support.account.voximplant.com
    secure_record_storage:
      description: Whether records and logs can be read only with credentials.
      type: bool
    modified:
      description: When it was changed last, UTC.
      type: str
operations:
  description: The writing API calls, in their order; in check mode, those that would be made.
  returned: always, except when the options are wrong
  type: list
  elements: dict
  contains:
    action:
      description: What it does, V(create), V(update), V(rename), V(delete).
      type: str
    object:
      description: What it does it to, V(application).
      type: str
    name:
      description: The object's name.
      type: str
    method:
      description: The API method.
      type: str
  sample:
    - action: create
      object: application
      name: support
      method: AddApplication
not_reached:
  description: The writing API calls that were planned, and not begun because of the failure. Each is described as
    in RV(operations).
  returned: on failure, except when the options are wrong
  type: list
  elements: dict
ambiguous:
  description: "Whether it is unknown if a call that changes something was executed: its answer was lost."
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

import dataclasses
import functools

from ..module_utils._api.client import Client
from ..module_utils._api.errors import about
from ..module_utils._apply.task import Flow
from ..module_utils._apply.verify import confirm_application
from ..module_utils._apply.writes import execute
from ..module_utils._module.argument_spec import APPLICATION
from ..module_utils._module.runner import Arguments, Connection, Params, run_state
from ..module_utils._objects.applications import list_applications
from ..module_utils._objects.models import require_id
from ..module_utils._objects.rules import list_rules
from ..module_utils._plan.application import (
    ApplicationState,
    CurrentApplication,
    DesiredApplication,
    plan_application,
)
from ..module_utils._plan.operations import Plan


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
    rules = list_rules(client, require_id(current.found.application_id))
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
