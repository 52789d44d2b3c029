# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Write an account to files of the controller, whatever the hosts of the play are."""

from __future__ import annotations

import dataclasses
import functools
import os
import typing as t

from ansible.module_utils.parsing.convert_bool import boolean
from ansible.parsing.vault import b_HEADER

from ..module_utils._export.project import LocalProject, LocalScript, path_below
from ..module_utils._export.snapshot import MANIFEST, TargetFile
from ..module_utils._export.task import FindMistakes
from ..module_utils._export.tokens import ProjectTokens
from ..module_utils._export.yaml_tree import load
from ..modules.vox_export import main
from ..plugin_utils._controller.files import absolute_paths, failure, option_errors
from ..plugin_utils._controller.in_process import Result, Variables
from ..plugin_utils._controller.progress import progress_of
from ..plugin_utils._manifest.action import ProjectAction, failure_message
from ..plugin_utils._manifest.project import Given, Project, read_manifest
from ..plugin_utils._manifest.sources import Roots, read_source
from ..plugin_utils._manifest.substitutions import OCCURS_NOWHERE

Arguments = t.Dict[str, t.Any]
ReadScript = t.Callable[[str, t.Optional[Roots]], str]


class ActionModule(ProjectAction):
    """Runs the module here, with directories relative to the play and the project to update."""

    def produce(self, task_vars: Variables) -> Result:
        """Return the result of the task."""
        arguments = {name: value for name, value in self.arguments().items() if value is not None}
        absolute_paths(self._loader, arguments, "dest", "from_voxengine_ci")
        run = functools.partial(main, progress_of(self, task_vars))
        if isinstance(arguments.get("dest"), str):
            path = os.path.join(arguments["dest"], str(arguments.get("manifest") or MANIFEST))
            if boolean(arguments.get("update", False), strict=False):
                run = functools.partial(run, *self._project(path, arguments))
            else:
                find_mistakes = functools.partial(self._find_mistakes, path, Given(), lambda script, roots: "")
                run = functools.partial(run, find_mistakes=find_mistakes)
        return self.run_here(run, task_vars, arguments)

    def _project(self, path: str, arguments: Arguments) -> t.Tuple[LocalProject, FindMistakes]:
        """Read the project to update, and return it with the function that reads it again before it is written.

        :arg path: the manifest
        :raises AnsibleActionFail: if it cannot be read, or has mistakes
        """
        if not os.path.isfile(path):
            raise failure(f"update: there is no manifest {path}. Export without update first.")
        if _is_encrypted(path):
            raise failure(f"update: {path} is encrypted with Ansible Vault and cannot be edited.")
        directory, manifest = os.path.split(path)
        given = self._take_given(arguments)
        if given.scenarios_dir is not None:
            found = given.scenarios_dir[0]
            shown = os.path.relpath(os.path.realpath(found), os.path.realpath(directory))  # either may be a link
            given = Given(given.substitutions, given.ignore, (found, shown), given.roots)
        contents: t.Dict[str, str] = {}

        def read(script: str, roots: t.Optional[Roots]) -> str:
            contents[script] = text = read_source(self._loader, script, roots)
            return text

        with option_errors("update"):
            text = read_source(self._loader, path)
        project = read_manifest(manifest, path, text, read, given)
        if project.mistakes:
            raise failure(failure_message(project.mistakes))
        value = load(text) or {}
        values: t.Dict[str, t.Any] = {}
        for substitutions in (value.get("substitutions") or {}, given.substitutions):
            values.update({token: content for token, content in substitutions.items() if content is not None})
        scenarios_dir = given.scenarios_dir[0] if given.scenarios_dir is not None else value.get("scenarios_dir")
        local = LocalProject(
            directory,
            manifest,
            text,
            value,
            tuple(_scripts(project, directory, len(value.get("scenarios") or ()), contents)),
            ProjectTokens(values),
            None if scenarios_dir is None else path_below(directory, os.path.join(directory, scenarios_dir)),
            project.ignore,
        )
        read_other = functools.partial(read_source, self._loader)
        return local, functools.partial(self._find_mistakes, path, given, read_other)

    @staticmethod
    def _find_mistakes(path: str, given: Given, read_other: ReadScript, files: t.Sequence[TargetFile]) -> t.List[str]:
        """Find the mistakes that a project has with these files; of tokens that occur nowhere, a warning tells.

        :arg path: the manifest, which is the first of the files
        :arg read_other: reads a script that is not among the files
        """
        directory, name = os.path.split(path)
        manifest, *scripts = files
        planned = {os.path.realpath(os.path.join(directory, script.path)): script for script in scripts}

        def read(script: str, roots: t.Optional[Roots]) -> str:
            found = planned.get(os.path.realpath(script))
            return _text(found) if found is not None else read_other(script, roots)

        names = {place: None if found.content is None else found.scenario_name for place, found in planned.items()}
        project = read_manifest(name, path, _text(manifest), read, dataclasses.replace(given, planned=names))
        return [str(mistake) for mistake in project.mistakes if mistake.message != OCCURS_NOWHERE]


def _scripts(project: Project, directory: str, declared: int, contents: t.Mapping[str, str]) -> t.Iterator[LocalScript]:
    """Yield the scripts with their tokens.

    :arg declared: how many scenarios the manifest has; those after them have no entry
    :arg contents: the files by their paths, as they were read
    """
    for index, script in enumerate(project.scripts):
        place = index if index < declared else None
        if not script.path:
            yield LocalScript(script.name, place)
            continue
        below = path_below(directory, script.path)
        obstacle = "" if below is not None else "the file is outside of the directory of the manifest"
        if _is_encrypted(script.path):
            obstacle = "the file is encrypted with Ansible Vault"
        is_link = os.path.islink(script.path)
        yield LocalScript(script.name, place, below or script.shown, contents[script.path], obstacle, is_link)


def _text(file: TargetFile) -> str:
    return (file.content or b"").decode("utf-8")


def _is_encrypted(path: str) -> bool:
    try:
        with open(path, "rb") as file:
            return file.read(len(b_HEADER)) == b_HEADER
    except OSError as error:
        raise failure(f"update: {path} cannot be read: {error.strerror}.") from None
