# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Attributes of modules: check mode, diff mode, idempotence, and where modules run."""

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
attributes:
  check_mode:
    description: Can predict changes in C(check_mode) without making them.
  diff_mode:
    description: Shows what has changed, or would change, in diff mode.
  idempotent:
    description: A second run of the same task makes no changes.
"""

    STATE = r"""
attributes:
  check_mode:
    support: full
    details: No API call that changes anything is made.
  diff_mode:
    support: full
  idempotent:
    support: full
"""

    INFO = r"""
attributes:
  check_mode:
    support: full
    details: This module does not change anything.
  diff_mode:
    support: N/A
    details: This module does not change anything.
  idempotent:
    support: N/A
    details: This module does not change anything.
"""

    EXECUTION = r"""
attributes:
  action:
    description: Has an action plugin that runs on the controller.
    support: full
    details:
      - On the controller itself, the module runs in Ansible's own process.
      - See the guide R(Where modules run,ansible_collections.voximplant.platform.docsite.guide_execution).
  async:
    description: Can be used with the C(async) keyword.
    support: full
    details: With C(async), the module is transferred to the target.
"""

    CONTROLLER = r"""
attributes:
  action:
    description: Runs on the controller.
    support: full
  async:
    description: Can be used with the C(async) keyword.
    support: none
"""

    GROUP = r"""
attributes:
  action_group:
    description: Options can be set for the group in C(module_defaults).
    support: full
    membership:
      - voximplant.platform.vox
"""
