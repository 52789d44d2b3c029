# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What tasks can be relied on for: check mode, diff, repetition."""

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
attributes:
  check_mode:
    description: Can run in C(check_mode) and return what would change without changing anything.
  diff_mode:
    description: Returns details on what has changed, or would change in C(check_mode), when in diff mode.
  idempotent:
    description: Running a task twice in a row changes nothing the second time.
"""

    STATE = r"""
attributes:
  check_mode:
    support: full
    details: No writing API call is sent.
  diff_mode:
    support: full
  idempotent:
    support: full
"""

    INFO = r"""
attributes:
  check_mode:
    support: full
    details: This module changes nothing in any mode.
  diff_mode:
    support: N/A
    details: This module changes nothing.
  idempotent:
    support: N/A
    details: This module changes nothing.
"""

    EXECUTION = r"""
attributes:
  action:
    description: Has an action plugin, which runs on the controller.
    support: full
    details: >-
      Runs the module in the controller's process where that makes no difference, see
      R(Where the modules run,ansible_collections.voximplant.platform.docsite.guide_execution).
  async:
    description: Can be used with the C(async) keyword.
    support: full
    details: The module is shipped then.
"""

    GROUP = r"""
attributes:
  action_group:
    description: Use C(group/voximplant.platform.vox) in C(module_defaults) to set defaults for all modules.
    support: full
    membership:
      - voximplant.platform.vox
"""
