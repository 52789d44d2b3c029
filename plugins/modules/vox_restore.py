#!/usr/bin/python
# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Put an account back to what a backup holds."""

from __future__ import annotations

DOCUMENTATION = r"""
module: vox_restore
short_description: Put a Voximplant account back to what it was before a deployment
version_added: 1.0.0
description:
  - Put back what a run of M(voximplant.platform.vox_sync) with O(voximplant.platform.vox_sync#module:backup_dir) has
    changed, also if that run was killed.
  - Objects that are as the deployment wrote them are put back. Names, scripts, attributes, scenarios of rules, and
    orders become what they were, and what was created is deleted. Objects that are as they were before are left
    unchanged.
  - An object that somebody has changed since is left alone and named, unless O(force) is set. What was created and is
    used by objects of somebody else is always left alone.
  - Deleted objects are created again with new IDs, and phone numbers are bound where they were. Users are created again
    with passwords from O(user_passwords); one without a password is left alone.
  - The backup does not contain values of secrets. Deleted secrets are not created again, and changed values are not put
    back. Keys of service accounts are not bound to their rules again. All of this is named in RV(left_alone).
  - The account is read when it has not changed for 5 seconds, because a deployment that was killed may still be
    writing. The task fails if the account keeps changing.
  - A call that the platform refuses does not keep the others from being made. Run the task again to see what is left.
  - Before anything is written, the plan is shown on standard error as by M(voximplant.platform.vox_sync).
  - The module runs on the controller.
extends_documentation_fragment:
  - voximplant.platform.connection
  - voximplant.platform.account.PLAN
  - voximplant.platform.attributes
  - voximplant.platform.attributes.STATE
  - voximplant.platform.attributes.GROUP
options:
  backup_file:
    description:
      - Path to a backup on the controller, such as RV(voximplant.platform.vox_sync#module:backup_file). Relative paths
        are relative to the playbook.
      - The task fails if the backup is of another account or O(api_url).
    type: path
    required: true
  prune_limit:
    description:
      - Maximum number of objects to delete or unbind. The task fails before any write if more are planned. V(0) allows
        none.
    type: int
    default: 10
  force:
    description: Whether to put back objects that somebody has changed since the deployment.
    type: bool
    default: false
  user_passwords:
    description:
      - Dictionary of applications, each with a dictionary of the names of users and their passwords, for users that
        have to be created again. Keep it in a vault.
      - Passwords are never part of a result, diff, plan, or error.
    type: dict
author:
  - Voximplant platform collection contributors (@voximplant)
seealso:
  - module: voximplant.platform.vox_sync
"""

EXAMPLES = r"""
- name: Show what a restoration would change
  voximplant.platform.vox_restore:
    backup_file: /var/backups/voximplant/1-20261126T120000Z-1-0f3a6d0c6f7e4c5fa1d7c1a0e9b2d3c4.json
  check_mode: true
  diff: true
  register: restoration

- name: Restore exactly that
  voximplant.platform.vox_restore:
    backup_file: /var/backups/voximplant/1-20261126T120000Z-1-0f3a6d0c6f7e4c5fa1d7c1a0e9b2d3c4.json
    expected_plan: "{{ restoration.plan_id }}"
    prune_limit: 20
"""

RETURN = r"""
plan_id:
  description: ID of the plan. It is the same in check mode and in the real run.
  returned: success, and on failure once there is a plan
  type: str
  sample: 1-0f3a6d0c6f7e4c5fa1d7c1a0e9b2d3c4
drift:
  description:
    - Differences between the account and the backup before the task has run, as in
      RV(voximplant.platform.vox_sync#module:drift). What the deployment created is V(unmanaged).
  returned: success, and on failure once there is a plan
  type: list
  elements: dict
left_alone:
  description: Objects that are not put back, with the reason.
  returned: success, and on failure once there is a plan
  type: list
  elements: str
  sample: ["rule support/inbound (somebody changed it since)"]
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

from ..module_utils._account.restore import PRUNE_LIMIT, RestoreTask
from ..module_utils._account.withheld import NOTHING, Withheld
from ..module_utils._api.call_limit import CallLimit
from ..module_utils._api.errors import InputError
from ..module_utils._module.argument_spec import PLAN
from ..module_utils._module.runner import ModuleSpec, Params, Show, TaskContext, run_task, show_nothing
from ..module_utils._objects.concurrency import Progress, no_progress


def build_task(params: Params, context: TaskContext, withheld: Withheld) -> RestoreTask:
    """Check the options and make the task."""
    if params["user_passwords"]:
        raise InputError("user_passwords was not read: this module runs on the controller.", field="user_passwords")
    limit = CallLimit.from_option(params["workers"])
    client = context.client(limit)
    client.hide(withheld.values())
    return RestoreTask(
        client,
        params["backup_file"],
        workers=limit,
        expected_plan=params["expected_plan"],
        prune_limit=params["prune_limit"],
        force=params["force"],
        withheld=withheld,
        progress=context.progress,
    )


def main(progress: Progress = no_progress, show: Show = show_nothing, withheld: Withheld = NOTHING) -> None:
    """Run the module.

    :arg progress: progress callback
    :arg show: called with the plan
    :arg withheld: passwords, which are no parameters so that no output can hold them
    """
    spec = ModuleSpec(
        argument_spec={
            "backup_file": {"type": "path", "required": True},
            **PLAN,
            "prune_limit": {"type": "int", "default": PRUNE_LIMIT},
            "force": {"type": "bool", "default": False},
            "user_passwords": {"type": "dict", "no_log": True},
        },
    )
    run_task(spec, lambda params, context: build_task(params, context, withheld), progress, show)


if __name__ == "__main__":
    main()
