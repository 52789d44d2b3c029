# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Options of an export that updates a project: what it reads from it, and what it may change."""

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  update:
    description:
      - Update the project in O(dest) from the account, for example to keep an edit made in the control panel. A later
        M(voximplant.platform.vox_sync) then finds nothing to change, except for the objects listed in RV(missing) and
        RV(not_updated).
      - Changed scripts are written to their own files. Changed attributes, the order of rules, and new objects are
        written to the manifest. All other lines of the manifest, including comments, are kept byte for byte.
      - Phone numbers, secrets, and users are only added to lists that the manifest already contains. A number that is
        now bound to another application is moved to the list of that application. Values of secrets and passwords are
        neither read nor written.
      - A token of O(substitutions) is kept if its value was not edited, and removed if its whole value was deleted. If
        its value was edited in any other way, the task fails and names the file, line, and token, unless O(force) is
        set.
      - If a scenario, rule, application, or user is missing from the account, and a new one has the same content, it is
        treated as renamed. A renamed scenario keeps its file.
      - A scenario whose name is not valid in a manifest is added to C(ignore.scenarios), and a warning names it.
      - If several scenarios have one file, also through symbolic links, the task fails when their scripts differ in the
        account. Give each of them its own file.
      - The task fails if a change affects an anchor, alias, or merge key of the manifest.
      - Nothing is written unless the changed manifest can be read back as intended.
    type: bool
    default: false
  update_scripts:
    description:
      - Set to V(false) if a build step creates the scripts from other sources. Changed scripts are then only reported
        in RV(not_updated).
      - Only used with O(update).
    type: bool
    default: true
  prune:
    description:
      - Remove objects from the project that the account no longer has, together with the scripts of scenarios. Without
        it, they stay declared and are returned in RV(missing).
      - A script that another scenario uses is kept. A scenario of O(scenarios_dir) whose file is kept, because another
        scenario uses it or it cannot be written, stays declared, and a warning names it. The task fails if no script of
        O(scenarios_dir) would be left.
      - Only used with O(update).
    type: bool
    default: false
  substitutions:
    description:
      - Values for tokens in scripts and in the manifest, as in M(voximplant.platform.vox_sync). They take precedence
        over the defaults in the manifest.
      - Only used with O(update).
    type: dict
  scenarios_dir:
    description:
      - Path to the directory with the scripts of the project, as in M(voximplant.platform.vox_sync). Takes precedence
        over the one in the manifest.
      - Only used with O(update).
    type: path
  ignore:
    description:
      - Shell globs for objects of other projects, as in M(voximplant.platform.vox_sync). They are added to those of the
        manifest.
      - Only used with O(update).
    type: dict
  src_roots:
    description:
      - Directories outside of O(dest) that the manifest may read scripts from, as in M(voximplant.platform.vox_sync).
        These scripts are never written, only reported in RV(not_updated).
      - Only used with O(update).
    type: list
    elements: path
"""
