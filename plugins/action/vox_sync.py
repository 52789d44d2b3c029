# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads the manifest and the scenarios on the controller, and runs the module here with what they say."""

from __future__ import annotations

import functools
import os
import typing as t

from ansible.errors import AnsibleActionFail

from ..modules.vox_sync import main
from ..plugin_utils._controller.files import find_path, option_errors, read_file
from ..plugin_utils._controller.in_process import InProcessAction
from ..plugin_utils._controller.progress import progress_of
from ..plugin_utils._manifest.mistakes import mistakes_in
from ..plugin_utils._manifest.nodes import Located, Mistake, Unreadable
from ..plugin_utils._manifest.scripts import Declared, Entry, ScenarioFile, Texts, scenario_files

Arguments = t.Dict[str, t.Any]

INLINE_OPTIONS = ("scenarios", "applications")


class ActionModule(InProcessAction):
    """Runs the module with texts in the place of the names of files."""

    def run(self, tmp: t.Optional[str] = None, task_vars: t.Optional[t.Dict[str, t.Any]] = None) -> t.Dict[str, t.Any]:
        """Run the action."""
        super().run(tmp, task_vars)
        arguments = {name: value for name, value in self._task.args.items() if value is not None}
        _check_mappings(arguments)
        files = self._scenario_files(arguments.pop("scenarios_dir", None))
        if "manifest" in arguments:
            for option in INLINE_OPTIONS:
                if option in arguments:
                    raise AnsibleActionFail(f"parameters are mutually exclusive: manifest|{option}")
            arguments.update(self._manifest(arguments.pop("manifest"), files))
        elif files is not None or "scenarios" in arguments:
            arguments["scenarios"] = self._inline(arguments.get("scenarios", []), files or ())
        for option in ("cache_file", "backup_dir"):
            if isinstance(arguments.get(option), str):
                arguments[option] = self._loader.path_dwim(arguments[option])
        return self.run_here(functools.partial(main, progress_of(self, task_vars)), task_vars, arguments)

    def _scenario_files(self, folder: t.Any) -> t.Optional[t.Sequence[ScenarioFile]]:
        if folder is None:
            return None
        path = find_path(self, "scenarios_dir", folder)
        if not os.path.isdir(path):
            raise AnsibleActionFail(f"scenarios_dir: {path} is not a folder.")
        return scenario_files(path, folder)

    def _manifest(self, name: t.Any, files: t.Optional[t.Sequence[ScenarioFile]]) -> Arguments:
        """The options that a manifest stands for."""
        path = find_path(self, "manifest", name)
        with option_errors("manifest"):
            text = read_file(self._loader, path)
        try:
            document = Located(name, text)
        except Unreadable as error:
            raise _failure([error.mistake]) from None
        mistakes = mistakes_in(document)
        declared = _declared(document, os.path.dirname(path))
        texts = Texts(self._read_file, files or ())
        scenarios = texts.of(declared)
        mistakes += texts.mistakes
        if mistakes:
            raise _failure(mistakes)
        return {"scenarios": scenarios, "applications": document.value.get("applications", [])}

    def _inline(self, scenarios: t.Sequence[Entry], files: t.Sequence[ScenarioFile]) -> t.List[Entry]:
        """The option C(scenarios) with texts."""
        declared = []
        for number, values in enumerate(scenarios):
            option = f"scenarios[{number}]"
            src = values.get("src")
            path = None if src is None else find_path(self, f"{option}.src", src)
            declared.append(Declared(values, path, _inline_mistake(option)))
        texts = Texts(self._read_file, files)
        entries = texts.of(declared)
        if texts.mistakes:
            raise _failure(texts.mistakes)
        return entries

    def _read_file(self, path: str) -> str:
        return read_file(self._loader, path)


def _declared(document: Located, folder: str) -> t.List[Declared]:
    """The scenarios of a manifest that are written well enough to be looked at."""
    value = document.value if isinstance(document.value, dict) else {}
    scenarios = value.get("scenarios")
    found = []
    for number, values in enumerate(scenarios if isinstance(scenarios, list) else []):
        if not isinstance(values, dict) or not isinstance(values.get("name"), str):
            continue
        src = values.get("src")
        path = os.path.join(folder, src) if isinstance(src, str) else None
        found.append(Declared(values, path, _manifest_mistake(document, number)))
    return found


def _manifest_mistake(document: Located, number: int) -> t.Callable[[str, str], Mistake]:
    return lambda key, text: document.mistake(("scenarios", number, *([key] if key else [])), text)


def _inline_mistake(option: str) -> t.Callable[[str, str], Mistake]:
    return lambda key, text: Mistake(f"{option}.{key}" if key else option, 0, "", text)


def _check_mappings(arguments: Arguments) -> None:
    """Refuse options that are no lists of mappings.

    AnsibleModule would refuse them as well, but at a point where it does not know yet which values are secret: its
    result would show them.
    """
    lists = {option: arguments.get(option) for option in INLINE_OPTIONS}
    applications = arguments.get("applications", [])
    if _is_list_of_mappings(applications):
        for number, application in enumerate(applications):
            lists[f"applications[{number}].rules"] = application.get("rules")
    for option, value in lists.items():
        if value is not None and not _is_list_of_mappings(value):
            raise AnsibleActionFail(f"{option} is not a list of mappings.")


def _is_list_of_mappings(value: t.Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def _failure(mistakes: t.Iterable[Mistake]) -> AnsibleActionFail:
    lines = [str(mistake) for mistake in sorted(set(mistakes))]
    count = "1 mistake" if len(lines) == 1 else f"{len(lines)} mistakes"
    return AnsibleActionFail("\n".join([f"{count}; nothing was sent.", *lines]))
