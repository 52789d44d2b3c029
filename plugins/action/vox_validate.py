# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Validate a project on the controller, without the account and without credentials."""

from __future__ import annotations

import typing as t

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ..module_utils._api.errors import InputError
from ..module_utils._api.option_values import refuse_empty
from ..module_utils._module.argument_spec import CONNECTION, PROJECT, Spec, without_blanks
from ..module_utils._module.strings import check_strings
from ..plugin_utils._controller.files import failure, find_path, read_text
from ..plugin_utils._controller.in_process import Result, Variables
from ..plugin_utils._manifest.action import ProjectAction
from ..plugin_utils._manifest.document import pluralize
from ..plugin_utils._validate.checks import check_project
from ..plugin_utils._validate.javascript import has_library, require_library
from ..plugin_utils._validate.platform_modules import BUILT_IN, Table, read_typings
from ..plugin_utils._validate.rendered import check_apart, find_outdated, render, write_rendered

if t.TYPE_CHECKING:
    from ..plugin_utils._manifest.project import Project

CHECK, AUTO, SKIP = "check", "auto", "skip"
NOT_PARSED = "The scripts were not parsed, because the Python library esprima-fork is not installed."
OPTIONS: Spec = {
    "manifest": {"type": "path"},
    **PROJECT,
    "ignore": {"type": "dict"},
    "typings": {"type": "path"},
    "rendered_dir": {"type": "path"},
    "syntax": {"type": "str", "choices": [CHECK, AUTO, SKIP], "default": CHECK},
}
REQUIRED_ONE_OF = [("manifest", "scenarios_dir")]


class ActionModule(ProjectAction):
    """Does all of the work here; there is no code in the module of this name."""

    def produce(self, task_vars: Variables) -> Result:
        """Validate the project.

        :raises AnsibleActionFail: when an option is wrong, or a library is not installed
        """
        options = self._options_of_task()
        syntax, manifest = options["syntax"], options.get("manifest")
        parses = syntax == CHECK or (syntax == AUTO and has_library())
        table = self._table(options.get("typings")) if parses else None
        project = check_project(self.take_project(options), table)
        result = {**_report(project), "changed": False}
        if syntax == AUTO and not parses:
            result["warnings"].append(NOT_PARSED)
        if not project.mistakes and options.get("rendered_dir") is not None:
            sources = [script.path for script in project.scripts if script.path]
            sources += [] if manifest is None else [find_path(self, "manifest", manifest)]
            result["changed"] = self._render(project, options["rendered_dir"], sources)
        return result

    def _options_of_task(self) -> t.Dict[str, t.Any]:
        """Return the options of the task with their defaults.

        Connection options are passed over: C(module_defaults) gives them to all modules of the group.
        """
        given = {
            name: value for name, value in self.task_arguments().items() if value is not None and name not in CONNECTION
        }
        given = without_blanks(OPTIONS, given)
        try:
            refuse_empty(given, *OPTIONS)
            check_strings(OPTIONS, given)
        except InputError as error:
            raise failure(str(error)) from None
        validated = ArgumentSpecValidator(OPTIONS, required_one_of=REQUIRED_ONE_OF).validate(given)
        if validated.unsupported_parameters:
            names = ", ".join(sorted(map(str, validated.unsupported_parameters)))
            raise failure(f"Unsupported parameters: {names}. The parameters are {', '.join(OPTIONS)}.")
        if validated.error_messages:
            raise failure(". ".join(validated.error_messages))
        return {name: value for name, value in validated.validated_parameters.items() if value is not None}

    def _table(self, typings: t.Optional[str]) -> Table:
        """Return what has to be required; make sure that scripts can be parsed."""
        require_library()
        if typings is None:
            return BUILT_IN
        table = read_typings(read_text(self, "typings", typings))
        if not table:
            raise failure(f"typings: {typings} does not declare the modules of VoxEngine.")
        return table

    def _render(self, project: Project, name: str, sources: t.Sequence[str]) -> bool:
        """Write what would be sent, unless in check mode; return whether it was not there.

        :arg sources: the files of the project
        """
        directory = self._loader.path_dwim(name)
        check_apart(directory, sources)
        files = find_outdated(directory, render(project))
        if files:
            write_rendered(directory, files, is_check=bool(self._task.check_mode))
        return bool(files)


def _report(project: Project) -> Result:
    report: Result = {
        "mistakes": [mistake.as_result() for mistake in project.mistakes],
        "warnings": list(project.warnings),
    }
    if project.mistakes:
        lines = [f"{pluralize(len(project.mistakes), 'mistake')} in the project.", *map(str, project.mistakes)]
        report.update(failed=True, msg="\n".join(lines))
    return report
