# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options that say which object is meant; one for one with the argument specs of the same names."""

from __future__ import annotations


class ModuleDocFragment:
    APPLICATION = r"""
options:
  application_id:
    description: The application's id. Excludes O(application_name).
    type: int
  application_name:
    description: The application's name, short (V(support)) or in full (V(support.account.voximplant.com)).
    type: str
"""

    RULE = r"""
options:
  rule_id:
    description: The rule's id. Excludes O(rule_name).
    type: int
  rule_name:
    description: The rule's name. Needs O(application_id) or O(application_name).
    type: str
"""

    SCENARIO_LIST = r"""
options:
  scenarios:
    description: The scenarios by their names. Excludes O(scenario_ids).
    type: list
    elements: str
  scenario_ids:
    description: The scenarios by their ids.
    type: list
    elements: int
"""
