# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Attributes of modules: check mode, diff mode, idempotence, and where modules run."""

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
attributes:
  check_mode:
    description: Can run in C(check_mode) and return changed status prediction without modifying the account.
  diff_mode:
    description: Returns details on what has changed (or would change in C(check_mode)) when in diff mode.
  idempotent:
    description: Running the same task twice in a row makes no changes the second time.
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
    details: >-
      If the task targets the controller itself, the module runs inside the controller's process. See
      R(Where modules run,ansible_collections.voximplant.platform.docsite.guide_execution).
  async:
    description: Can be used with the C(async) keyword.
    support: full
    details: With C(async), the module is transferred to the target host as usual.
"""

    GROUP = r"""
attributes:
  action_group:
    description: Use C(group/voximplant.platform.vox) in C(module_defaults) to set defaults for all modules.
    support: full
    membership:
      - voximplant.platform.vox
"""
