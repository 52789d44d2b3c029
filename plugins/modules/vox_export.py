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
  - Write the applications, rules, and scenarios of a Voximplant account to a directory, as a manifest and one file per
    scenario. M(voximplant.platform.vox_sync) then finds no differences between the manifest and the account.
  - Everything is read before anything is written. If anything cannot be read, the task fails without writing files.
  - Scripts are written byte for byte. Local files are never deleted, and files with different content are only
    overwritten with O(force=true).
  - Files are named after their scenarios. If a name cannot be used on every file system, the file name consists of the
    safe part of the name and a digest. The manifest maps scenario names to files.
  - Scenarios of a parent account are not exported. The manifest only lists them in the rules that run them.
  - The platform does not return the service account key of a rule, so the manifest does not contain it.
  - The module runs on the controller, regardless of the hosts of the play.
extends_documentation_fragment:
  - voximplant.platform.connection
  - voximplant.platform.attributes
  - voximplant.platform.attributes.STATE
  - voximplant.platform.attributes.GROUP
attributes:
  action:
    description: Runs on the controller.
    support: full
  async:
    description: Can be used with the C(async) keyword.
    support: none
  check_mode:
    support: full
    details: Reads the account and returns the files that would be written.
  diff_mode:
    support: full
    details: Shows the size and digest of each file, not its contents.
options:
  dest:
    description:
      - Path to a directory on the controller. Relative paths are relative to the directory of the play. The directory
        is created if it does not exist.
      - The directory itself may be a symbolic link, but symbolic links below it are not followed.
    type: path
    required: true
  applications:
    description:
      - Names of the applications to export, either short or full, with the scenarios that belong to them or are run by
        their rules.
      - If not set, the whole account is exported.
    type: list
    elements: str
  name_contains:
    description: Export only scenarios whose name contains this string. Case is ignored. Rules are exported completely.
    type: str
  force:
    description: Whether to overwrite existing files that have different content.
    type: bool
    default: false
  from_voxengine_ci:
    description:
      - Path to a voxengine-ci project on the controller, or to its source directory, which is C(voxfiles) or the value
        of C(VOX_CI_ROOT_PATH). The project is converted instead of exporting an account. No API calls are made, and no
        credentials are needed.
      - Settings that the project does not contain are left out of the manifest, so M(voximplant.platform.vox_sync)
        leaves them unchanged.
      - TypeScript scenarios are not converted. The manifest refers to the file that a build step must create from them,
        and a warning lists them.
    type: path
requirements:
  - PyYAML (Python library)
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
  description: Exported files, starting with the manifest, followed by the scenarios sorted by name. In check mode, the
    expected files.
  returned: success
  type: list
  elements: dict
  contains:
    path:
      description: Path relative to O(dest).
      type: str
    scenario_name:
      description: Name of the scenario in the file. Null for the manifest.
      type: str
    action:
      description: V(created), V(updated), or V(unchanged).
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
    unchanged:
      description: Number of files already up to date.
      type: int
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

import typing as t

from ..module_utils._api.errors import InputError
from ..module_utils._apply.task import Task
from ..module_utils._export.plan import FilesState, plan_export, to_write
from ..module_utils._export.read_current import read_snapshot
from ..module_utils._export.snapshot import Snapshot, files_of, warnings_of
from ..module_utils._export.voxengine_ci import read_project
from ..module_utils._files import read_local, write_local
from ..module_utils._module.runner import ModuleSpec, Params, TaskContext, run_task
from ..module_utils._objects.concurrency import Progress, no_progress
from ..module_utils._plan.operations import Plan


class ExportTask(Task[FilesState]):
    """Write an account, or a project of voxengine-ci, to files."""

    def __init__(self, params: Params, context: TaskContext) -> None:
        self.directory = params["dest"]
        if not self.directory:
            raise InputError("dest is empty.", field="dest", advice="Give the directory to write to.")
        self.force = params["force"]
        self.read = reader(params, context)

    def plan(self) -> Plan[FilesState]:
        """Read the account and the files, and plan which files to write."""
        snapshot = self.read()
        targets = files_of(snapshot)
        local = read_local(self.directory, [target.path for target in targets])
        return plan_export(self.directory, targets, local, force=self.force, warnings=warnings_of(snapshot))

    def apply(self, plan: Plan[FilesState]) -> FilesState:
        """Write the files."""
        write_local(self.directory, [(target.path, target.content) for target in to_write(plan)])
        return plan.after


def reader(params: Params, context: TaskContext) -> t.Callable[[], Snapshot]:
    """Return a function that reads the account, or the project."""
    selection = (params["applications"], params["name_contains"])
    project = params["from_voxengine_ci"]
    if project is not None:
        return lambda: read_project(project, *selection)
    client = context.client()
    return lambda: read_snapshot(client, *selection, context.progress)


def main(progress: Progress = no_progress) -> None:
    """Run the module.

    :arg progress: progress callback
    """
    spec = ModuleSpec(
        argument_spec={
            "dest": {"type": "path", "required": True},
            "applications": {"type": "list", "elements": "str"},
            "name_contains": {"type": "str"},
            "force": {"type": "bool", "default": False},
            "from_voxengine_ci": {"type": "path"},
        },
    )
    run_task(spec, ExportTask, progress)


if __name__ == "__main__":
    main()
