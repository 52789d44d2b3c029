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
  - Immediately before the first write, the scenarios are listed again. The task fails if a scenario that is about to be
    changed has been modified in the meantime.
  - No state is kept between runs, except in O(cache_file). If a run fails, run the task again to complete it.
  - The plan is printed to standard error before anything is written, with one line per object, and the outcome
    afterwards. These lines are not part of the task's result. C(no_log) hides them.
  - The module runs on the controller.
extends_documentation_fragment:
  - voximplant.platform.connection
  - voximplant.platform.account.PROJECT
  - voximplant.platform.account.PLAN
  - voximplant.platform.attributes
  - voximplant.platform.attributes.STATE
  - voximplant.platform.attributes.GROUP
options:
  manifest:
    description:
      - Path to a YAML file on the controller with the desired state of the account. Relative paths are resolved
        as for C(src) in M(ansible.builtin.copy).
      - The file contains the keys O(scenarios) and O(applications), and is mutually exclusive with these options. It
        may also contain O(substitutions), O(scenarios_dir), and O(ignore).
    type: path
  scenarios:
    description: Desired scenarios.
    type: list
    elements: dict
    suboptions:
      name:
        description: Name of the scenario.
        type: str
        required: true
      src:
        description:
          - Path to a UTF-8 file on the controller that contains the script.
          - An entry with neither O(scenarios[].src) nor O(scenarios[].script) uses the file of O(scenarios_dir) that
            has its name.
          - A scenario without a source must already exist in the account, and its script is left unchanged.
        type: path
      script:
        description: The script. If it contains C({{) or C({%), mark it as C(!unsafe) so that Ansible does not template
          it.
        type: str
      renamed_from:
        description: Previous name of the scenario.
        type: str
      application_name:
        description: Name of the application that the scenario belongs to. If not set, a new scenario is created as
          Shared.
        type: str
      protect:
        description: Whether the task fails instead of deleting the scenario.
        type: bool
        default: false
  applications:
    description: Desired applications.
    type: list
    elements: dict
    suboptions:
      name:
        description: Short or full name of the application.
        type: str
        required: true
      renamed_from:
        description: Previous name of the application.
        type: str
      secure_record_storage:
        description:
          - Whether call records and logs can only be read with credentials.
          - If not set, the current value is left unchanged.
        type: bool
      protect:
        description: Whether the task fails instead of deleting the application.
        type: bool
        default: false
      rules:
        description:
          - Desired rules in order of priority. Other rules of the application follow in their current order.
          - If not set, the rules of the application are left unchanged.
        type: list
        elements: dict
        suboptions:
          name:
            description: Name of the rule.
            type: str
            required: true
          renamed_from:
            description: Previous name of the rule.
            type: str
          pattern:
            description: Regular expression for the numbers that the rule accepts. Required for a new rule.
            type: str
          pattern_exclude:
            description: Regular expression for the numbers that the rule does not accept. An empty string removes it.
            type: str
          video_conference:
            description: Whether the rule is for video conferences.
            type: bool
          bind_key_id:
            description: ID or name of a service account key that the scenarios of the rule may use.
            type: str
          scenarios:
            description: Names of the scenarios that the rule runs, in this order. If not set, they are left unchanged.
            type: list
            elements: str
          protect:
            description: Whether the task fails instead of deleting the rule.
            type: bool
            default: false
      phone_numbers:
        description:
          - Phone numbers of the account that are bound to the application. Numbers are never bought or released.
          - If not set, the numbers of the application are left unchanged.
        type: list
        elements: dict
        suboptions:
          number:
            description: The digits of the number, in quotes. A leading C(+), blanks, and hyphens are ignored.
            type: str
            required: true
          rule:
            description: Name of the rule that the number is bound to. If not set, the number is bound to the
              application, and keeps its rule if it already has one there.
            type: str
          sms_enabled:
            description: Whether the number receives SMS. If not set, the current value is left unchanged.
            type: bool
          incoming_sms_callback_url:
            description: URL that incoming SMS are sent to. An empty string removes it.
            type: str
          force:
            description: Whether to bind the number even if it is bound to an application that is not in the manifest.
              Not needed to move a number from one application of the manifest to another.
            type: bool
            default: false
      secrets:
        description:
          - Secrets that scenarios of the application read with C(VoxEngine.getSecretValue). A string stands for a
            dictionary that contains only C(name). Values are in O(secret_values).
          - If not set, the secrets of the application are left unchanged.
        type: list
        elements: dict
        suboptions:
          name:
            description: Name of the secret.
            type: str
            required: true
          renamed_from:
            description: Previous name of the secret.
            type: str
          description:
            description: Description of the secret. Only the first 200 characters are sent.
            type: str
      users:
        description:
          - Users of the application. Passwords of new users are in O(user_passwords).
          - If not set, the users of the application are left unchanged.
        type: list
        elements: dict
        suboptions:
          name:
            description: Name of the user.
            type: str
            required: true
          renamed_from:
            description: Previous name of the user.
            type: str
          display_name:
            description: Name that other people see. If not set, a new user gets its C(name).
            type: str
          active:
            description: Whether the user can log in. If not set, the current value is left unchanged.
            type: bool
          parent_accounting:
            description: Whether calls are charged to the account instead of the user's own balance. If not set, the
              current value is left unchanged.
            type: bool
          custom_data:
            description: Data that scenarios can read. An empty string removes it.
            type: str
  state:
    description:
      - V(present) brings the account to the desired state.
      - V(absent) deletes the desired applications with everything they contain, and the desired scenarios, within
        O(prune_limit). The task fails if an application contains objects that are not declared, unless O(prune)
        includes their types.
    type: str
    choices: [present, absent]
    default: present
  ignore:
    description:
      - Shell globs for objects that do not belong to the project. These objects are never reported, unbound, or
        deleted. The globs are added to those of the manifest.
      - The keys are C(applications), C(rules), C(users), and C(secrets) (such as V(support/lab_*)), C(scenarios),
        C(phone_numbers), and C(files) for files in O(scenarios_dir).
      - A rule may run an ignored scenario. Rules that run ignored scenarios and applications that contain ignored
        objects are not deleted.
    type: dict
  only_scenarios:
    description:
      - Shell globs. Only scenarios with a matching name are changed.
      - If O(only_scenarios) or O(only_rules) is set, only objects selected by either option are changed, and the order
        of rules is left unchanged.
    type: list
    elements: str
  only_rules:
    description: Shell globs. Only rules with a matching name are changed. See O(only_scenarios).
    type: list
    elements: str
  prune:
    description:
      - Object types to delete when they are not in the manifest.
      - V(bindings) unbinds scenarios that are not in the list of a desired rule.
      - V(rules) deletes other rules of desired applications.
      - V(applications) requires V(rules). An application that is not in the manifest is deleted together with its
        rules, if the names of all its rules match O(prune_pattern).
      - V(scenarios) never deletes a scenario that is run by a rule outside of the manifest or listed by a desired rule.
      - V(phone_numbers) unbinds other numbers of desired applications that set C(phone_numbers). Numbers are never
        released.
      - V(secrets) and V(users) delete other secrets and users of desired applications that set C(secrets) or C(users).
      - An application that contains phone numbers, secrets, or users is only deleted if these types are included.
    type: list
    elements: str
    choices: [scenarios, rules, bindings, applications, phone_numbers, secrets, users]
    default: [bindings]
  prune_pattern:
    description: A shell glob. Only objects with a matching name are deleted or reported as unmanaged.
    type: str
    default: "*"
  prune_limit:
    description: Maximum number of deletions. The task fails before any write if more are planned. V(0) allows none.
    type: int
    default: 10
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
  atomic:
    description:
      - Roll back everything that was written if a call is refused, the smoke test fails, or the task reaches its
        C(timeout). Objects keep their IDs. Deleted objects are created again with new IDs.
      - Objects that somebody else has changed in the meantime are left unchanged and listed in RV(left_alone).
      - A run that is interrupted with Ctrl+C or killed is not rolled back. Use O(backup_dir) and
        M(voximplant.platform.vox_restore) in this case.
      - Warnings name everything that a rollback could not restore, also in check mode. See also O(force_delete).
    type: bool
    default: false
  smoke_test:
    description:
      - Start a session if something was written, and fail unless it ends as expected. The session is started once,
        before anything is deleted, and never in check mode.
    type: dict
    suboptions:
      rule_name:
        description: Name of the rule.
        type: str
        required: true
      application_name:
        description: Name of the application that the rule belongs to.
        type: str
        required: true
      script_custom_data:
        description: Data for the scenarios. Dictionaries and lists are sent as compact JSON.
        type: raw
      timeout:
        description: Maximum duration of the session in seconds.
        type: int
        default: 60
      finish_reason:
        description: A shell glob that the finish reason of the session has to match.
        type: str
        default: Normal termination
  backup_dir:
    description:
      - Directory on the controller for a backup of everything that the plan changes, written before the first change.
        The backup contains scripts in clear text, and only its owner can read it.
        M(voximplant.platform.vox_restore) restores it.
    type: path
  rollback_timeout:
    description: Maximum duration of a rollback in seconds.
    type: int
    default: 300
  force_delete:
    description:
      - Whether O(atomic) may delete an application that has users without a password in O(user_passwords), or service
        account keys bound to its rules, which a rollback cannot restore. Otherwise, the task fails before it writes
        anything.
    type: bool
    default: false
  secret_values:
    description:
      - Dictionary of applications, each with a dictionary of the names of declared secrets and their values. Keep it in
        a vault. Put numbers in quotes.
      - The value of an existing secret is read, compared in memory, and only written if it differs. A declared
        secret without a value must already exist.
      - Values and passwords never appear in results, diffs, plans, backups, or errors. O(expected_plan) does not cover
        them.
    type: dict
  user_passwords:
    description:
      - Dictionary of applications, each with a dictionary of the names of declared users and their passwords. Keep it
        in a vault. If O(prune) includes V(users), it can also have the passwords of users that are deleted, so that
        O(atomic) can create them again.
      - A password is only used if the user is created. The password of an existing user cannot be read and is left
        unchanged; use M(voximplant.platform.vox_user) to set it.
    type: dict
  cache_file:
    description:
      - Path to a file on the controller in which hashes of scripts are cached. Scripts that have not changed since the
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

- name: Deploy with a backup and a smoke test, and roll back if anything fails
  voximplant.platform.vox_sync:
    manifest: voximplant.yml
    atomic: true
    backup_dir: backups
    smoke_test:
      application_name: support
      rule_name: smoke

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
  returned: if O(smoke_test) was run
  type: dict
  contains:
    call_session_history_id:
      description: ID of the session.
      type: int
    finish_reason:
      description: How the session ended.
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
  description: Differences between the account and the desired state before the task has run.
  returned: success, and on failure once there is a plan
  type: list
  elements: dict
  contains:
    object:
      description: Type of the object, V(application), V(rule), V(scenario), V(phone_number), V(secret), or V(user).
      type: str
    name:
      description: Name of the object.
      type: str
    application:
      description: Name of the application that the object belongs to, or that a phone number is bound to. Empty for
        other objects.
      type: str
    kind:
      description: Type of difference, V(missing), V(changed), V(renamed), V(unmanaged), V(order), or V(binding).
      type: str
    before:
      description:
        - The attributes that differ, with their values in the account. A script is represented by its number of lines.
          Values of secrets are never included.
        - Empty for V(missing), and for a key that is not bound.
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

from ..module_utils._account.desired import PRUNABLE
from ..module_utils._account.options import desired_account
from ..module_utils._account.smoke_test import DEFAULT_FINISH_REASON, DEFAULT_TIMEOUT_SECONDS, SmokeTest
from ..module_utils._account.task import AccountTask
from ..module_utils._account.withheld import NOTHING, Withheld
from ..module_utils._account.writer import ROLLBACK_SECONDS, Deployment
from ..module_utils._api.call_limit import CallLimit
from ..module_utils._api.errors import InputError
from ..module_utils._module.argument_spec import PLAN, PROJECT
from ..module_utils._module.runner import ModuleSpec, Params, Show, TaskContext, run_task, show_nothing
from ..module_utils._objects.concurrency import Progress, no_progress

if t.TYPE_CHECKING:
    from ..module_utils._account.cache import ScriptCache

RULE = {
    "name": {"type": "str", "required": True},
    "renamed_from": {"type": "str"},
    "pattern": {"type": "str"},
    "pattern_exclude": {"type": "str"},
    "video_conference": {"type": "bool"},
    "bind_key_id": {"type": "str", "no_log": False},
    "scenarios": {"type": "list", "elements": "str"},
    "protect": {"type": "bool", "default": False},
}
PHONE_NUMBER = {
    "number": {"type": "str", "required": True},
    "rule": {"type": "str"},
    "sms_enabled": {"type": "bool"},
    "incoming_sms_callback_url": {"type": "str"},
    "force": {"type": "bool", "default": False},
}
SECRET = {
    "name": {"type": "str", "required": True},
    "renamed_from": {"type": "str"},
    "description": {"type": "str"},
}
USER = {
    "name": {"type": "str", "required": True},
    "renamed_from": {"type": "str"},
    "display_name": {"type": "str"},
    "active": {"type": "bool"},
    "parent_accounting": {"type": "bool"},
    "custom_data": {"type": "str"},
}
APPLICATION = {
    "name": {"type": "str", "required": True},
    "renamed_from": {"type": "str"},
    "secure_record_storage": {"type": "bool"},
    "rules": {"type": "list", "elements": "dict", "options": RULE},
    "phone_numbers": {"type": "list", "elements": "dict", "options": PHONE_NUMBER},
    "secrets": {"type": "list", "elements": "dict", "options": SECRET, "no_log": False},
    "users": {"type": "list", "elements": "dict", "options": USER},
    "protect": {"type": "bool", "default": False},
}
SCENARIO = {
    "name": {"type": "str", "required": True},
    "src": {"type": "path"},
    "script": {"type": "str"},
    "renamed_from": {"type": "str"},
    "application_name": {"type": "str"},
    "protect": {"type": "bool", "default": False},
}
SMOKE_TEST = {
    "rule_name": {"type": "str", "required": True},
    "application_name": {"type": "str", "required": True},
    "script_custom_data": {"type": "raw"},
    "timeout": {"type": "int", "default": DEFAULT_TIMEOUT_SECONDS},
    "finish_reason": {"type": "str", "default": DEFAULT_FINISH_REASON},
}


def build_task(
    params: Params, context: TaskContext, check_script: t.Callable[[str, str], None], withheld: Withheld
) -> AccountTask:
    """Check the options and make the task."""
    limit = CallLimit.from_option(params["workers"])
    if params["rollback_timeout"] < 1:
        raise InputError("rollback_timeout must be a positive number of seconds.", field="rollback_timeout")
    desired = desired_account(params, withheld)
    deployment = Deployment(
        workers=limit,
        atomic=params["atomic"],
        smoke_test=SmokeTest.from_options(params["smoke_test"]),
        backup_dir=params["backup_dir"],
        rollback_timeout=params["rollback_timeout"],
        force_delete=params["force_delete"],
        withheld=withheld,
    )
    if deployment.atomic:
        context.grace_seconds += deployment.rollback_timeout
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
        warn=context.warn,
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


def main(
    progress: Progress = no_progress,
    show: Show = show_nothing,
    check_script: t.Callable[[str, str], None] = lambda name, script: None,
    withheld: Withheld = NOTHING,
) -> None:
    """Run the module.

    :arg progress: progress callback
    :arg show: called with the plan
    :arg check_script: called with the name and the script of each scenario that would be sent; raises if it is refused
    :arg withheld: values of secrets and passwords, which are no parameters so that no output can hold them
    """
    spec = ModuleSpec(
        argument_spec={
            "manifest": {"type": "path"},
            **PROJECT,
            "scenarios": {"type": "list", "elements": "dict", "options": SCENARIO},
            "applications": {"type": "list", "elements": "dict", "options": APPLICATION},
            "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
            "ignore": {"type": "dict"},
            "only_scenarios": {"type": "list", "elements": "str"},
            "only_rules": {"type": "list", "elements": "str"},
            "prune": {"type": "list", "elements": "str", "choices": list(PRUNABLE), "default": ["bindings"]},
            "prune_pattern": {"type": "str", "default": "*"},
            "prune_limit": {"type": "int", "default": 10},
            "on_drift": {"type": "str", "choices": ["fix", "report", "fail"], "default": "fix"},
            "validate": {"type": "str"},
            **PLAN,
            "atomic": {"type": "bool", "default": False},
            "smoke_test": {"type": "dict", "options": SMOKE_TEST},
            "backup_dir": {"type": "path"},
            "rollback_timeout": {"type": "int", "default": ROLLBACK_SECONDS},
            "force_delete": {"type": "bool", "default": False},
            "secret_values": {"type": "dict", "no_log": True},
            "user_passwords": {"type": "dict", "no_log": True},
            "cache_file": {"type": "path"},
        },
        mutually_exclusive=[("manifest", "scenarios"), ("manifest", "applications")],
    )
    run_task(spec, lambda params, context: build_task(params, context, check_script, withheld), progress, show)


if __name__ == "__main__":
    main()
