#!/usr/bin/python
# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Write an account to files."""

from __future__ import annotations

DOCUMENTATION = r"""
module: vox_export
short_description: Export a Voximplant account to files
version_added: 1.0.0
description:
  - Write the applications, rules, scenarios, phone numbers, secrets, and users of a Voximplant account to a directory,
    as a manifest and one file per scenario. M(voximplant.platform.vox_sync) then finds no differences between the
    manifest and the account.
  - Values of secrets and passwords of users are neither read nor exported. To deploy the manifest to another account,
    set O(voximplant.platform.vox_sync#module:secret_values) and
    O(voximplant.platform.vox_sync#module:user_passwords).
  - Everything is read before anything is written. If anything cannot be read, the task fails without writing files.
  - If the credentials cannot read the phone numbers, secrets, or users, the manifest does not declare them, and a
    warning says so. With O(update=true), they stay in the project as they are.
  - If a file cannot be written, the task fails, and new files are deleted again, so that another run can finish.
  - Scripts are written byte for byte. Local files are only deleted with O(prune=true), and files with different content
    are only overwritten with O(force=true) or O(update=true).
  - Files are named after their scenarios. If a name cannot be used on every file system, the file name consists of the
    safe part of the name and a hash. The manifest maps scenario names to files.
  - Scenarios of a parent account are not exported. If rules run them, the manifest declares them without a file, so
    they are left unchanged.
  - The platform does not return the service account key of a rule, so the manifest does not contain it.
  - The module runs on the controller, regardless of the hosts of the play.
extends_documentation_fragment:
  - voximplant.platform.connection
  - voximplant.platform.update
  - voximplant.platform.attributes
  - voximplant.platform.attributes.STATE
  - voximplant.platform.attributes.CONTROLLER
  - voximplant.platform.attributes.GROUP
attributes:
  check_mode:
    support: full
    details: Reads the account and returns the files that would be written.
  diff_mode:
    support: full
    details:
      - With O(update), shows the changed lines of each file.
      - Otherwise, shows the size and hash of each file.
options:
  dest:
    description:
      - Path to a directory on the controller. Relative paths are relative to the directory of the playbook. The
        directory is created if it does not exist.
      - The directory itself may be a symbolic link, but symbolic links below it are not followed.
    type: path
    required: true
  applications:
    description:
      - Short or full names of the applications to export, with the scenarios that belong to them or are run by their
        rules.
      - If not set, the whole account is exported.
      - Mutually exclusive with O(update).
    type: list
    elements: str
  name_contains:
    description: Export only scenarios whose name contains this string. Case is ignored. Rules are exported completely.
    type: str
  force:
    description:
      - Whether to overwrite existing files that have different content.
      - With O(update), also replace tokens with values that were edited in the account, instead of failing.
    type: bool
    default: false
  manifest:
    description:
      - Path of the manifest, relative to O(dest). Scripts are written relative to its directory.
    type: str
    default: voximplant.yml
  from_voxengine_ci:
    description:
      - Path to a voxengine-ci project on the controller, version 36 or earlier, or to its source directory, which is
        C(voxfiles) or the value of C(VOX_CI_ROOT_PATH). The project is converted instead of exporting an account. No
        API calls are made, and no credentials are needed.
      - Rules and applications are read from JSON or YAML. A configuration file with any other extension is an error. A
        directory in C(applications) without C(application.config) and C(rules.config) is left out. Identical sources in
        several directories are converted once.
      - Sources are files in C(scenarios/src) whose names end in C(.voxengine.js) or C(.voxengine.ts). A warning lists
        scripts with other names and scripts in subdirectories, which are left out.
      - Settings that the project does not contain are left out of the manifest, so M(voximplant.platform.vox_sync)
        leaves them unchanged.
      - TypeScript scenarios are not converted. The manifest refers to the file that a build step must create from them,
        and a warning lists them.
    type: path
  include_unused:
    description:
      - With O(from_voxengine_ci), also convert scenarios that no rule runs. voxengine-ci does not upload them, so by
        default they are left out, and a warning names them.
    type: bool
    default: false
requirements:
  - PyYAML
  - jsonschema >= 4 (for O(update))
author:
  - Voximplant platform collection contributors (@voximplant)
seealso:
  - module: voximplant.platform.vox_sync
"""

EXAMPLES = r"""
- name: Export an account to a repository
  voximplant.platform.vox_export:
    dest: voximplant

- name: Export one application and overwrite existing files
  voximplant.platform.vox_export:
    dest: voximplant
    applications:
      - support
    force: true

- name: Keep what was edited in the control panel
  voximplant.platform.vox_export:
    dest: .
    update: true

- name: Convert a voxengine-ci project
  voximplant.platform.vox_export:
    dest: voximplant
    from_voxengine_ci: ../old-project
"""

RETURN = r"""
manifest:
  description: Path to the manifest.
  returned: success
  type: str
  sample: /home/me/project/voximplant/voximplant.yml
files:
  description: Exported files, starting with the manifest, followed by the scripts sorted by scenario name, or with
    O(update) by path. In check mode, the expected files.
  returned: success
  type: list
  elements: dict
  contains:
    path:
      description: Path relative to the directory of the manifest.
      type: str
    scenario_name:
      description: Name of the scenario in the file. Null for the manifest.
      type: str
    action:
      description: V(created), V(updated), V(deleted), or V(unchanged).
      type: str
  sample:
    - path: voximplant.yml
      scenario_name: null
      action: created
    - path: scenarios/inbound.js
      scenario_name: inbound
      action: created
summary:
  description: Number of files by action.
  returned: success
  type: dict
  contains:
    created:
      description: Number of new files.
      type: int
    updated:
      description: Number of files with different content.
      type: int
    deleted:
      description: Number of scripts removed because of O(prune).
      type: int
    unchanged:
      description: Number of files already up to date.
      type: int
missing:
  description: Objects that the project declares but the account no longer has.
  returned: success, if O(update) is set
  type: list
  elements: dict
  contains:
    object:
      description: Type of the object. One of V(application), V(rule), V(scenario), V(phone_number), V(secret), and
        V(user).
      type: str
    name:
      description: Name of the object.
      type: str
    application:
      description: Name of the application that the object belongs to. Null for applications and Shared scenarios.
      type: str
not_updated:
  description: Scripts that differ from those in the account but were not written.
  returned: success, if O(update) is set
  type: list
  elements: dict
  contains:
    path:
      description: Path of the script, relative to the directory of the manifest.
      type: str
    scenario_name:
      description: Name of the scenario.
      type: str
    reason:
      description: Why the script was not written.
      type: str
operations:
  description: Always empty, because an export makes no API calls that change the account.
  returned: always, unless the options are invalid
  type: list
  elements: dict
  sample: []
diff:
  description: See RV(voximplant.platform.vox_scenario#module:diff).
  returned: success, in diff mode
  type: list
  elements: dict
ambiguous:
  description: Always V(false), because an export does not change the account.
  returned: on failure, unless the options are invalid
  type: bool
error:
  description: See RV(voximplant.platform.vox_scenario#module:error).
  returned: on failure, unless the options are invalid
  type: dict
"""

import os
import typing as t

from ..module_utils._api.errors import InputError
from ..module_utils._export.adopt import AdoptOptions
from ..module_utils._export.project import LocalProject
from ..module_utils._export.read_current import read_account
from ..module_utils._export.snapshot import MANIFEST, Snapshot
from ..module_utils._export.task import ExportTask, FindMistakes, find_none
from ..module_utils._export.voxengine_ci import read_project
from ..module_utils._module.runner import ModuleSpec, Params, TaskContext, run_task
from ..module_utils._objects.concurrency import Progress, no_progress


def build_task(
    params: Params, context: TaskContext, project: t.Optional[LocalProject], find_mistakes: FindMistakes
) -> ExportTask:
    """Check the options and make the task."""
    if not params["dest"]:
        raise InputError("dest is empty.", field="dest", advice="Set it to the directory to write to.")
    path = os.path.join(params["dest"], params["manifest"] or MANIFEST)
    reader = snapshot_reader(params, context, project)
    return ExportTask(path, reader, adopt_options(params), project, find_mistakes)


def snapshot_reader(
    params: Params, context: TaskContext, project: t.Optional[LocalProject]
) -> t.Callable[[], Snapshot]:
    """Return the function that reads the account or the voxengine-ci project."""
    selection = (params["applications"], params["name_contains"])
    source = params["from_voxengine_ci"]
    if source is not None:
        return lambda: read_project(source, *selection, include_unused=params["include_unused"])
    client = context.client()
    declared = {script.name for script in project.scripts} if project is not None else ()
    return lambda: read_account(client, *selection, context.progress, include=declared)


def adopt_options(params: Params) -> AdoptOptions:
    """Return the options of an update."""
    return AdoptOptions(
        params["force"], params["prune"], params["update_scripts"], params["applications"], params["name_contains"]
    )


def main(
    progress: Progress = no_progress,
    project: t.Optional[LocalProject] = None,
    find_mistakes: FindMistakes = find_none,
) -> None:
    """Run the module.

    :arg progress: progress callback
    :arg project: the project to update, as the action plugin read it
    :arg find_mistakes: finds those that the project has with these files
    """
    spec = ModuleSpec(
        argument_spec={
            "dest": {"type": "path", "required": True},
            "manifest": {"type": "str", "default": MANIFEST},
            "applications": {"type": "list", "elements": "str"},
            "name_contains": {"type": "str"},
            "force": {"type": "bool", "default": False},
            "update": {"type": "bool", "default": False},
            "update_scripts": {"type": "bool", "default": True},
            "prune": {"type": "bool", "default": False},
            "substitutions": {"type": "dict"},
            "scenarios_dir": {"type": "path"},
            "ignore": {"type": "dict"},
            "src_roots": {"type": "list", "elements": "path"},
            "from_voxengine_ci": {"type": "path"},
            "include_unused": {"type": "bool", "default": False},
        },
        mutually_exclusive=[("update", "from_voxengine_ci")],
    )
    run_task(spec, lambda params, context: build_task(params, context, project, find_mistakes), progress)


if __name__ == "__main__":
    main()
