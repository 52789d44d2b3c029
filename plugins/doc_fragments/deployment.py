# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How a project is deployed: which objects it may change, how it is taken back, and values that it does not contain."""

from __future__ import annotations


class ModuleDocFragment:
    SCOPE = r"""
options:
  ignore:
    description:
      - Shell globs for objects that do not belong to the project. These objects are never reported, unbound, or
        deleted. The globs are added to those of the manifest. The task fails if the project declares or renames an
        ignored object, or declares a scenario that belongs to an ignored application.
      - The keys are C(applications), C(rules), C(users), and C(secrets) (such as V(support/lab_*)), C(scenarios),
        C(phone_numbers), and C(files) for files in O(scenarios_dir). They are compared with names after substitution,
        and must not contain tokens.
      - A rule may run an ignored scenario. Rules that run ignored scenarios, and applications that contain ignored
        objects, are not deleted. The position of ignored rules and scenarios does not matter.
    type: dict
  only_scenarios:
    description:
      - Shell globs. Only scenarios with a matching name are changed.
      - If O(only_scenarios) or O(only_rules) is set, only objects selected by either option are changed, and the order
        of rules is left unchanged.
      - A glob that matches no scenario of the project or the account is an error, because nothing would be deployed. If
        O(prune) includes V(scenarios), it is a warning, because an earlier run may have deleted the scenario.
      - An empty string or list is an error. Omit the option to deploy everything.
    type: list
    elements: str
  only_rules:
    description: Shell globs. Only rules with a matching name are changed. See O(only_scenarios), which also says what
      happens if a glob matches no rule.
    type: list
    elements: str
  prune:
    description:
      - Object types to delete when they are not in the manifest.
      - V(bindings) unbinds scenarios that are not in the list of a desired rule.
      - V(rules) deletes other rules of desired applications.
      - V(applications) deletes applications that are not in the manifest, together with their rules. An application
        that has rules is only deleted if V(rules) is included and the names of all its rules match O(prune_pattern).
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
    description:
      - Maximum number of deletions. The task fails before any write if more are planned. V(0) allows none.
      - With an O(on_drift) other than V(fix), nothing is deleted, and the number is not limited.
    type: int
    default: 10
"""

    ROLLBACK = r"""
options:
  atomic:
    description:
      - Roll back everything that was written if a call is refused, the smoke test fails, or the C(timeout) keyword
        ends the task. Objects keep their IDs. Deleted objects are created again with new IDs.
      - Objects that somebody else has changed in the meantime are left unchanged and listed in RV(left_alone).
      - A run that is interrupted with Ctrl+C or killed is not rolled back. Use O(backup_dir) and
        M(voximplant.platform.vox_restore) in this case.
      - Warnings name the users, service account keys, and applications that a rollback could not restore completely,
        even in check mode. See also O(force_delete).
    type: bool
    default: false
  smoke_test:
    description:
      - Start a session if something was written, and fail unless it ends as expected. The session is started once,
        before anything is deleted, and never in check mode.
      - The task fails before it writes anything, and in check mode as well, if the rule neither exists nor is created,
        or if no scenario is bound to it.
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
        description: Data for the scenarios. Dictionaries and lists are sent as compact JSON. Data over 200 bytes may be
          truncated and triggers a warning.
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
      - Relative paths are relative to the directory of the playbook.
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
"""

    VALUES = r"""
options:
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
        in a vault. If O(prune) includes V(users), it can also contain the passwords of users that are deleted, so that
        O(atomic) can create them again.
      - A password is only used if the user is created. The password of an existing user cannot be read and is left
        unchanged; use M(voximplant.platform.vox_user) to set it.
    type: dict
"""
