# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Read the project on the controller, and run the module here with the desired state of an account."""

from __future__ import annotations

import functools
import typing as t

from ..module_utils._account.task import CheckScript, accept
from ..module_utils._account.withheld import Withheld
from ..module_utils._api.screen import visible_line
from ..modules.vox_sync import main
from ..plugin_utils._controller.conversion import as_list
from ..plugin_utils._controller.files import absolute_paths, failure
from ..plugin_utils._controller.in_process import Result, Variables
from ..plugin_utils._controller.progress import progress_of
from ..plugin_utils._controller.withheld import SECRET_VALUES, USER_PASSWORDS, take_withheld
from ..plugin_utils._manifest.action import Arguments, ProjectAction, failure_message
from ..plugin_utils._manifest.project import Project
from ..plugin_utils._manifest.withheld import undeclared_values
from ..plugin_utils._report.blocks import PlanBlocks


class ActionModule(ProjectAction):
    """Runs the module with scripts in place of the names of files, and values in place of tokens."""

    def produce(self, task_vars: Variables) -> Result:
        """Return the result of the task."""
        arguments = {name: value for name, value in self.arguments().items() if value is not None}
        withheld = take_withheld(arguments, SECRET_VALUES, USER_PASSWORDS)
        project = self.take_project(arguments)
        prunes_users = "users" in as_list(arguments.get("prune"), "prune")
        arguments.update(_options(project, withheld, prunes_users=prunes_users))
        absolute_paths(self._loader, arguments, "cache_file", "backup_dir")
        blocks = PlanBlocks(self, task_vars)
        check = _script_check(arguments.pop("validate", None))
        run = functools.partial(main, progress_of(self, task_vars), blocks.show_plan, check, withheld)
        result = self.run_here(run, task_vars, arguments)
        blocks.show_outcome(result)
        if project.warnings:
            result["warnings"] = [*map(visible_line, project.warnings), *result.get("warnings", ())]
        return result


def _script_check(command: t.Any) -> CheckScript:
    """Return what checks a script: the command of the user, if there is one.

    :raises AnsibleActionFail: when it is not a command
    """
    if command is None or command == "":
        return accept
    from ..plugin_utils._validate.command import check_command, run_validator

    return functools.partial(run_validator, check_command(command))


def _options(project: Project, withheld: Withheld, *, prunes_users: bool) -> Arguments:
    """Return the options that stand for a project.

    :arg prunes_users: whether users that it does not declare are deleted
    :raises AnsibleActionFail: when the project has mistakes, or a value belongs to nothing that it declares
    """
    mistakes = [*project.mistakes, *undeclared_values(project, withheld, prunes_users=prunes_users)]
    if mistakes:
        raise failure(failure_message(mistakes))
    options: Arguments = {"scenarios": project.scenarios, "applications": project.applications}
    ignored = {kind: globs for kind, globs in project.ignore.items() if kind != "files"}
    return {**options, **({"ignore": ignored} if ignored else {})}
