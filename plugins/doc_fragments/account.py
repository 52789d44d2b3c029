# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Options of modules that work on whole accounts: the project that declares one, and how a plan is applied."""

from __future__ import annotations


class ModuleDocFragment:
    PROJECT = r"""
options:
  scenarios_dir:
    description:
      - Path to a directory on the controller. Each C(*.js) file in it or its subdirectories is a scenario, named after
        the file without C(.voxengine.js) or C(.js). Takes precedence over C(scenarios_dir) in the manifest.
      - Relative paths are resolved as for C(src) in M(ansible.builtin.copy).
      - Hidden files and directories, C(node_modules), and the files of O(ignore) are left out. Links to directories are
        followed.
      - The task fails if a directory cannot be read, or if no file matches.
    type: path
  src_roots:
    description: Directories on the controller that a manifest may read files from, in addition to its own directory.
      Relative paths are resolved as for C(src) in M(ansible.builtin.copy).
    type: list
    elements: path
  substitutions:
    description:
      - Dictionary of literal tokens and their values. They are replaced in scripts, names, references, and patterns of
        the project, but not in paths.
      - Values are strings or whole numbers. Put them in quotes, because YAML reads V(+12025550100), V(0123), and
        V(12:30) as other numbers.
      - Values take precedence over the defaults in the manifest. The task fails if a token has no value or does not
        occur in the project.
    type: dict
"""

    PLAN = r"""
options:
  expected_plan:
    description:
      - The RV(plan_id) that was approved, for example that of a run in check mode. If the plan has a different ID, the
        task fails before it writes anything. A plan without changes always passes.
      - Only a task that writes needs an approval, so M(voximplant.platform.vox_sync) with an C(on_drift) other than
        V(fix) ignores it.
    type: str
  workers:
    description:
      - Maximum number of parallel API calls. Either V(auto) or a number from 1 to 1000.
      - V(auto) starts with 8 and goes up to 32 as long as the platform does not get slower and does not throttle calls.
        Otherwise, it goes back down to 8.
    type: str
    default: auto
"""
