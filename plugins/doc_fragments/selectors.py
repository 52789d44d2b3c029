# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Options that select objects. They match the argument specs of the same names."""

from __future__ import annotations


class ModuleDocFragment:
    APPLICATION = r"""
options:
  application_id:
    description:
      - ID of the application.
      - Mutually exclusive with O(application_name).
    type: int
  application_name:
    description:
      - Name of the application, either short (V(support)) or full (V(support.account.voximplant.com)).
      - Mutually exclusive with O(application_id).
    type: str
"""

    RULE = r"""
options:
  rule_id:
    description:
      - ID of the rule.
      - Exactly one of O(rule_id) and O(rule_name) is required.
    type: int
  rule_name:
    description:
      - Name of the rule.
      - Requires O(application_id) or O(application_name).
    type: str
"""

    PHONE_NUMBER = r"""
options:
  phone_number:
    description:
      - Phone number with its country code. A leading C(+), spaces, and hyphens are ignored.
      - Mutually exclusive with O(phone_id).
    type: str
  phone_id:
    description:
      - ID of the phone number.
      - Mutually exclusive with O(phone_number).
    type: int
"""

    SCENARIO_LIST = r"""
options:
  scenarios:
    description:
      - Names of the scenarios.
      - Exactly one of O(scenarios) and O(scenario_ids) is required.
    type: list
    elements: str
  scenario_ids:
    description:
      - IDs of the scenarios.
      - Exactly one of O(scenarios) and O(scenario_ids) is required.
    type: list
    elements: int
"""

    NAME_CONTAINS = r"""
options:
  name_contains:
    description: Return only objects whose name contains this string. Case is ignored.
    type: str
"""

    PAGE = r"""
options:
  limit:
    description: Maximum number of objects to return.
    type: int
  offset:
    description: Number of objects to skip at the start of the list.
    type: int
    default: 0
"""
