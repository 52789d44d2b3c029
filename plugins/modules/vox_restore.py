#!/usr/bin/python
# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Restore the objects of an account from a backup."""

from __future__ import annotations

DOCUMENTATION = r"""
module: vox_restore
short_description: Restore a Voximplant account from the backup of a deployment
version_added: 1.0.0
description:
  - Undo the changes of a run of M(voximplant.platform.vox_sync) with O(voximplant.platform.vox_sync#module:backup_dir),
    even if that run was killed.
  - Objects that are still as the deployment wrote them get their previous names, scripts, attributes, bindings, and
    order, and objects that the deployment created are deleted. Objects that are already in their previous state are
    left unchanged.
  - Objects that somebody has changed since the deployment are left unchanged and listed in RV(left_alone), unless
    O(force) is set. Created objects that other objects use are always left unchanged.
  - Deleted objects are created again with new IDs, and phone numbers are bound to their previous rules. Users are only
    created again if O(user_passwords) contains their passwords.
  - The backup does not contain values of secrets. Deleted secrets are not created again, and changed values are not
    restored. RV(left_alone) lists these objects.
  - Keys of service accounts are not bound to their rules again. The deployment has warned about it. If it only bound
    another key, RV(left_alone) lists the rule.
  - The account is only read after it has not changed for 5 seconds, because a killed deployment may still be writing.
    The task fails if the account keeps changing.
  - If the platform refuses a call, the remaining calls are still made. Run the task again to see what is left.
  - The plan is printed to standard error before anything is written, as by M(voximplant.platform.vox_sync).
  - The module runs on the controller.
extends_documentation_fragment:
  - voximplant.platform.connection
  - voximplant.platform.account.PLAN
  - voximplant.platform.attributes
  - voximplant.platform.attributes.STATE
  - voximplant.platform.attributes.CONTROLLER
  - voximplant.platform.attributes.GROUP
options:
  backup_file:
    description:
      - Path to a backup on the controller, such as RV(voximplant.platform.vox_sync#module:backup_file). Relative paths
        are relative to the directory of the playbook.
      - The task fails if the backup was made of a different account or with a different O(api_url).
    type: path
    required: true
  prune_limit:
    description:
      - Maximum number of objects to delete or unbind. The task fails before any write if more are planned. V(0) allows
        none.
    type: int
    default: 10
  force:
    description: Whether to also restore objects that somebody has changed since the deployment.
    type: bool
    default: false
  user_passwords:
    description:
      - Dictionary of applications, each with a dictionary of the names of users and their passwords, for users that
        have to be created again. Keep it in a vault.
      - Passwords never appear in results, diffs, plans, or errors.
    type: dict
author:
  - Voximplant platform collection contributors (@voximplant)
seealso:
  - module: voximplant.platform.vox_sync
"""

EXAMPLES = r"""
- name: Show what restoring a backup would change
  voximplant.platform.vox_restore:
    # The path is in the result of vox_sync.
    backup_file: "{{ deployment.backup_file }}"
  check_mode: true
  diff: true
  register: restoration

- name: Restore exactly that
  voximplant.platform.vox_restore:
    backup_file: "{{ deployment.backup_file }}"
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
    - Differences between the account and the backup before the task ran, as in
      RV(voximplant.platform.vox_sync#module:drift). Objects that the deployment created are V(unmanaged).
  returned: success, and on failure once there is a plan
  type: list
  elements: dict
left_alone:
  description: Objects that are not restored, with the reason.
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

import typing as t

from ..module_utils._account.restore import PRUNE_LIMIT, RestoreTask
from ..module_utils._account.withheld import NOTHING, Withheld
from ..module_utils._api.call_limit import CallLimit
from ..module_utils._api.errors import InputError
from ..module_utils._api.option_values import refuse_empty, refuse_negative
from ..module_utils._module.argument_spec import PLAN
from ..module_utils._module.runner import ModuleSpec, Params, Show, TaskContext, run_task
from ..module_utils._objects.concurrency import Progress, no_progress


def build_task(params: Params, context: TaskContext, withheld: Withheld) -> RestoreTask:
    """Check the options and make the task."""
    if params["user_passwords"]:
        raise InputError("user_passwords was not read: this module runs on the controller.", field="user_passwords")
    refuse_empty(params, "backup_file", advice="Set it to the path of a backup.")
    refuse_empty(params, "expected_plan")
    refuse_negative(params, "prune_limit")
    client = context.client(CallLimit.from_option(params["workers"]))
    client.hide(withheld.values())
    return RestoreTask(
        client,
        params["backup_file"],
        expected_plan=params["expected_plan"],
        prune_limit=params["prune_limit"],
        force=params["force"],
        withheld=withheld,
        progress=context.progress,
    )


def main(progress: Progress = no_progress, show: t.Optional[Show] = None, withheld: Withheld = NOTHING) -> None:
    """Run the module.

    :arg progress: progress callback
    :arg show: called with the plan
    :arg withheld: passwords, which are not parameters, so that no output can contain them
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
