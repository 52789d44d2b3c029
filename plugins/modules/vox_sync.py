#!/usr/bin/python
# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Bring a whole account to what a repository declares."""

from __future__ import annotations

DOCUMENTATION = r"""
module: vox_sync
short_description: Synchronize a Voximplant account with a manifest
version_added: 1.0.0
description:
  - Compare the applications, rules, scenarios, phone numbers, secrets, and users of a Voximplant account with a
    manifest, show the differences, and apply them.
  - Each type of object is listed once, and the scripts of the desired scenarios are read in parallel. Phone numbers,
    secrets, and users are only listed if the manifest declares them, or if they could be affected by a deletion.
    Only differences are written, in the order applications, secrets, users, scenarios, rules, bindings and their
    order, phone numbers, and finally deletions.
  - Immediately before the first write, and again before the deletions, what is about to be changed or deleted is listed
    again. The task fails if any of it has been modified in the meantime.
  - No state is kept between runs, except in O(cache_file). If a run fails, run the task again to complete it.
  - The plan and its warnings are printed to standard error before anything is written, with one line per object, and
    the outcome afterwards. These lines are not part of the task's result. C(no_log) hides them.
  - The module runs on the controller.
requirements:
  - jsonschema >= 4 (for O(manifest))
extends_documentation_fragment:
  - voximplant.platform.connection
  - voximplant.platform.manifest
  - voximplant.platform.deployment.SCOPE
  - voximplant.platform.deployment.ROLLBACK
  - voximplant.platform.deployment.VALUES
  - voximplant.platform.account.PROJECT
  - voximplant.platform.account.PLAN
  - voximplant.platform.attributes
  - voximplant.platform.attributes.STATE
  - voximplant.platform.attributes.CONTROLLER
  - voximplant.platform.attributes.GROUP
options:
  manifest:
    description:
      - Path to a YAML file on the controller with the desired state of the account. Relative paths are resolved
        as for C(src) in M(ansible.builtin.copy).
      - The file contains the keys O(scenarios) and O(applications), and is mutually exclusive with these options. It
        may also contain O(substitutions), O(scenarios_dir), and O(ignore).
      - At least one of O(manifest), O(scenarios), O(applications), and O(scenarios_dir) is required.
    type: path
  state:
    description:
      - V(present) brings the account to the desired state.
      - V(absent) deletes the desired applications with everything they contain, and the desired scenarios, within
        O(prune_limit). The task fails if an application contains objects that are not declared, unless O(prune)
        includes their types.
      - With V(absent), a scenario is kept with a warning if it is not in its C(application_name), belongs to the parent
        account or to an ignored application, or is run by a remaining rule. With O(only_scenarios) or O(only_rules),
        only selected scenarios and rules are deleted, the declared phone numbers of these rules are unbound, and all
        applications are kept.
    type: str
    choices: [present, absent]
    default: present
  on_drift:
    description:
      - What to do about differences between the account and the manifest.
      - V(fix) applies the manifest.
      - V(report) returns the differences in RV(drift) without writing anything. The task is not reported as changed.
      - V(fail) fails if there are any differences.
    type: str
    choices: [fix, report, fail]
    default: fix
  validate:
    description:
      - A command that checks scripts, as in M(ansible.builtin.copy). It must contain C(%s), which stands for a file
        with the script after substitutions.
      - It is run on the controller without a shell for each script that would be sent, before the first write, and in
        check mode as well. The task fails if the command fails.
    type: str
  cache_file:
    description:
      - Path to a file on the controller in which hashes of scripts are cached. Relative paths are relative to the
        directory of the playbook.
      - Scripts that have not changed since the
        last run are not read again, so a run without changes only lists the objects.
      - A cached hash is only used if the platform reports the same modification time, and if that time was at least two
        seconds old when the script was read. A missing or invalid file, or the file of another account, is ignored and
        replaced.
      - The contents of the file are trusted, so a manipulated file can hide differences. The task fails if anyone else
        can write to the file or to its directory. Use a separate file for each account.
      - The file is not used with O(atomic), O(expected_plan), or an O(on_drift) other than V(fix). It is not written in
        check mode.
    type: path
author:
  - Voximplant platform collection contributors (@voximplant)
seealso:
  - module: voximplant.platform.vox_export
  - module: voximplant.platform.vox_restore
  - module: voximplant.platform.vox_validate
  - module: voximplant.platform.vox_scenario
"""

EXAMPLES = r"""
- name: Deploy a manifest
  voximplant.platform.vox_sync:
    manifest: voximplant.yml

- name: Report changes made in the control panel
  voximplant.platform.vox_sync:
    manifest: voximplant.yml
    on_drift: report
  register: account

- name: Deploy only two scenarios
  voximplant.platform.vox_sync:
    manifest: voximplant.yml
    only_scenarios: [inbound, common]

- name: Deploy a secret and a user, with their values from a vaulted file
  voximplant.platform.vox_sync:
    applications:
      - name: support
        secrets: [CRM_KEY]
        users:
          - name: agent1
    secret_values:
      support:
        CRM_KEY: "{{ vault_crm_key }}"
    user_passwords:
      support:
        agent1: "{{ vault_agent1_password }}"

- name: Deploy with a backup, and roll back if anything fails
  voximplant.platform.vox_sync:
    manifest: voximplant.yml
    atomic: true
    backup_dir: backups

- name: Deploy a directory and delete outdated scenarios of one team
  voximplant.platform.vox_sync:
    scenarios_dir: scenarios
    prune: [scenarios]
    prune_pattern: "support_*"
"""

RETURN = r"""
plan_id:
  description:
    - ID of the plan. It is the same in check mode and in the real run.
    - An approval with O(expected_plan) does not cover O(workers), O(atomic), O(smoke_test), O(backup_dir),
      O(secret_values), or O(user_passwords).
  returned: success, and on failure once there is a plan
  type: str
  sample: 1-0f3a6d0c6f7e4c5fa1d7c1a0e9b2d3c4
session:
  description: The session of the smoke test.
  returned: success, if O(smoke_test) was run
  type: dict
  contains:
    call_session_history_id:
      description: ID of the session.
      type: int
    finish_reason:
      description: Why the session ended.
      type: str
    log_file_url:
      description: URL of the session's log.
      type: str
backup_file:
  description: Path of the backup.
  returned: if O(backup_dir) is set and something was written
  type: str
undone:
  description: The operations of the rollback, as in RV(voximplant.platform.vox_scenario#module:operations).
  returned: if O(atomic=true) and the task failed after it wrote something
  type: list
  elements: dict
not_undone:
  description:
    - The operations of the rollback that failed or were not reached, as in
      RV(voximplant.platform.vox_scenario#module:operations). Until somebody makes these changes by hand, the account is
      neither in its previous nor in its desired state.
  returned: if O(atomic=true) and the task failed after it wrote something
  type: list
  elements: dict
left_alone:
  description: Objects that the rollback did not restore, with the reason.
  returned: if O(atomic=true) and the task failed after it wrote something
  type: list
  elements: str
summary:
  description: Number of changes by type.
  returned: success
  type: dict
  contains:
    created:
      description: Number of objects created.
      type: int
    updated:
      description: Number of objects whose attributes or scripts changed.
      type: int
    renamed:
      description: Number of objects renamed.
      type: int
    bound:
      description: Number of scenarios bound to rules, plus phone numbers bound.
      type: int
    unbound:
      description: Number of scenarios unbound from rules, plus phone numbers unbound.
      type: int
    reordered:
      description: Number of rules and applications whose order changed.
      type: int
    deleted:
      description: Number of objects deleted.
      type: int
    unchanged:
      description: Number of desired objects that did not need to be changed.
      type: int
drift:
  description: Differences between the account and the desired state before the task ran.
  returned: success, and on failure once there is a plan
  type: list
  elements: dict
  contains:
    object:
      description: Type of the object. One of V(application), V(rule), V(scenario), V(phone_number), V(secret), and
        V(user).
      type: str
    name:
      description: Name of the object.
      type: str
    application:
      description: Name of the application that the object belongs to, or that a phone number is bound to. Empty for
        other objects.
      type: str
    kind:
      description: Type of difference. One of V(missing), V(changed), V(renamed), V(unmanaged), V(order), and
        V(binding).
      type: str
    before:
      description:
        - The attributes that differ, with their values in the account. A script is represented by its number of lines.
          Values of secrets are never included.
        - Empty for V(missing). The key that was bound to a rule is not known.
      type: dict
    after:
      description: The same attributes with their desired values. Empty for V(unmanaged).
      type: dict
    modified:
      description: Time of the object's last change in UTC. Empty if the platform does not return it.
      type: str
  sample:
    - object: scenario
      name: menu
      application: ""
      kind: changed
      before: {script: 40 lines}
      after: {script: 42 lines (+3 -1)}
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

from ..module_utils._account.deployment import Deployment
from ..module_utils._account.options import desired_account
from ..module_utils._account.task import AccountTask, CheckScript, accept
from ..module_utils._account.withheld import NOTHING, Withheld
from ..module_utils._api.call_limit import CallLimit
from ..module_utils._api.deadline import check_seconds
from ..module_utils._api.option_values import refuse_empty, refuse_negative
from ..module_utils._module.account_spec import OBJECTS, ROLLBACK, SCOPE, VALUES
from ..module_utils._module.argument_spec import ONE_PROJECT, PLAN, PROJECT
from ..module_utils._module.runner import ModuleSpec, Params, Show, TaskContext, run_task
from ..module_utils._objects.concurrency import Progress, no_progress

if t.TYPE_CHECKING:
    from ..module_utils._account.cache import ScriptCache
    from ..module_utils._account.smoke_test import SmokeTest


def build_task(params: Params, context: TaskContext, check_script: CheckScript, withheld: Withheld) -> AccountTask:
    """Check the options and make the task."""
    limit = CallLimit.from_option(params["workers"])
    refuse_empty(params, "backup_dir", "cache_file", "expected_plan")
    refuse_negative(params, "prune_limit")
    check_seconds("rollback_timeout", params["rollback_timeout"])
    desired = desired_account(params, withheld)
    deployment = Deployment(
        atomic=params["atomic"],
        smoke_test=read_smoke_test(params["smoke_test"]) if params["smoke_test"] else None,
        backup_dir=params["backup_dir"],
        rollback_timeout=params["rollback_timeout"],
        force_delete=params["force_delete"],
        withheld=withheld,
    )
    client = context.client(limit)
    client.hide(withheld.values())
    return AccountTask(
        client,
        desired,
        deployment,
        on_drift=params["on_drift"],
        expected_plan=params["expected_plan"],
        cache=open_cache(params["cache_file"], client.account) if uses_cache(params) else None,
        check_script=check_script,
        progress=context.progress,
    )


def uses_cache(params: Params) -> bool:
    """Return whether cached hashes may stand for scripts: not where a plan is approved, taken back or only reported."""
    is_plain = not params["atomic"] and params["expected_plan"] is None and params["on_drift"] == "fix"
    return params["cache_file"] is not None and is_plain


def open_cache(path: str, account: str) -> ScriptCache:
    """Open the cache of an account's scripts; its code is loaded only if it is used."""
    from ..module_utils._account.cache import ScriptCache

    return ScriptCache(path, account)


def read_smoke_test(options: Params) -> SmokeTest:
    """Read the option C(smoke_test); the code of sessions is loaded only if it is used."""
    from ..module_utils._account.smoke_test import SmokeTest

    return SmokeTest.from_options(options)


def main(
    progress: Progress = no_progress,
    show: t.Optional[Show] = None,
    check_script: CheckScript = accept,
    withheld: Withheld = NOTHING,
) -> None:
    """Run the module.

    :arg progress: progress callback
    :arg show: called with the plan
    :arg check_script: called for each scenario that would be sent
    :arg withheld: values of secrets and passwords, which are not parameters, so that no output can contain them
    """
    spec = ModuleSpec(
        argument_spec={
            "manifest": {"type": "path"},
            **PROJECT,
            **OBJECTS,
            "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
            **SCOPE,
            "on_drift": {"type": "str", "choices": ["fix", "report", "fail"], "default": "fix"},
            "validate": {"type": "str"},
            **PLAN,
            **ROLLBACK,
            **VALUES,
            "cache_file": {"type": "path"},
        },
        mutually_exclusive=[("manifest", "scenarios"), ("manifest", "applications")],
        required_one_of=[ONE_PROJECT],
    )
    run_task(spec, lambda params, context: build_task(params, context, check_script, withheld), progress, show)


if __name__ == "__main__":
    main()
