# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Desired objects, which a task has as options or a manifest has. They match OBJECTS in the argument specs."""

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
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
            description: Regular expression for the numbers that the rule accepts, not empty. Required for a new rule.
              If not set, the current value is left unchanged.
            type: str
          pattern_exclude:
            description: Regular expression for the numbers that the rule does not accept. An empty string removes it.
              If not set, the current value is left unchanged.
            type: str
          video_conference:
            description: Whether the rule is for video conferences. If not set, a new rule is not, and an existing rule
              is left unchanged.
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
            description: The digits of the number, in quotes. A leading C(+), spaces, and hyphens are ignored.
            type: str
            required: true
          rule:
            description: Name of the rule that the number is bound to. If not set, the number is bound to the
              application, and keeps its rule if it already has one there.
            type: str
          sms_enabled:
            description: Whether SMS is enabled for the number. If not set, the current value is left unchanged.
            type: bool
          incoming_sms_callback_url:
            description: URL that the platform calls for incoming SMS. An empty string removes it.
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
            description: Name that other people see, not empty. If not set, a new user gets its C(name).
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
"""
