# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Give each declared scenario its script: its own file, or the file of its name in a directory."""

from __future__ import annotations

import dataclasses
import os
import typing as t

from ansible.errors import AnsibleError

from ...module_utils._objects.names import compose
from .directory import ScenarioFile
from .document import Mistake
from .names import name_of, scenario_name_problem
from .sources import Roots

Entry = t.Dict[str, t.Any]
Read = t.Callable[[str, t.Optional[Roots]], str]
_REMEDY = "declare it as {name: ..., src: ...}"


@dataclasses.dataclass(frozen=True)
class Declared:
    """A scenario that a manifest or a task declares.

    :arg values: its keys
    :arg path: the file that C(src) names
    :arg shown: that file's name as the user knows it
    :arg mistake: makes a mistake about C(src) from a message
    :arg roots: where the file has to be; C(None) for anywhere
    """

    values: Entry
    path: t.Optional[str]
    shown: str
    mistake: t.Callable[[str], Mistake]
    roots: t.Optional[Roots] = None

    @property
    def name(self) -> str:
        """Return the scenario's name."""
        return name_of(self.values) or ""


@dataclasses.dataclass(frozen=True)
class Script:
    """A scenario with its script.

    :arg values: its keys as the module expects them, with C(script)
    :arg shown: the name of the file as the user knows it; empty for a script that is an option
    :arg path: the path of the file, as it was read
    """

    values: Entry
    shown: str = ""
    path: str = ""

    @property
    def name(self) -> str:
        """Return the scenario's name."""
        return str(self.values["name"])

    @property
    def application(self) -> t.Optional[str]:
        """The application that the scenario belongs to; C(None) for a Shared one."""
        name = self.values.get("application_name")
        return name if isinstance(name, str) else None

    @property
    def script(self) -> t.Optional[str]:
        """Return the script; C(None) if the account's is left alone."""
        return self.values.get("script")


class Scripts:
    """Finds and reads scripts, and collects what is wrong with their files.

    :arg read: reads the file with this path, if it is where it has to be; raises AnsibleError
    :arg files: the files of the directory, in their order
    """

    def __init__(self, read: Read, files: t.Sequence[ScenarioFile]) -> None:
        self._read = read
        self._files = files
        self.mistakes: t.List[Mistake] = []
        self.all_read = True

    def join(self, declared: t.Sequence[Declared]) -> t.List[Script]:
        """Return the declared scenarios with their scripts, then those that only the directory has."""
        named = {os.path.realpath(scenario.path) for scenario in declared if scenario.path is not None}
        free = self._by_name([file for file in self._files if not named or os.path.realpath(file.path) not in named])
        scripts = [self._join_declared(scenario, free.get(compose(scenario.name))) for scenario in declared]
        names = {compose(scenario.name) for scenario in declared}
        return scripts + [self._join_undeclared(file) for name, file in free.items() if name not in names]

    def _by_name(self, files: t.Sequence[ScenarioFile]) -> t.Dict[str, ScenarioFile]:
        found: t.Dict[str, ScenarioFile] = {}
        for file in files:
            other = found.setdefault(file.name, file)
            if other is not file and os.path.realpath(other.path) != os.path.realpath(file.path):
                self._complain(file, f"{other.shown} is already the scenario {file.name!r}; {_REMEDY}")
        return found

    def _join_declared(self, scenario: Declared, file: t.Optional[ScenarioFile]) -> Script:
        inline = scenario.values.get("script") is not None
        if file is not None and (inline or scenario.path is not None):
            self.mistakes.append(scenario.mistake(f"scenarios_dir also has a file for it: {file.shown}"))
        elif inline and scenario.path is not None:
            self.mistakes.append(scenario.mistake("src and script are mutually exclusive"))
        elif scenario.path is not None:
            script = self._text(scenario.path, scenario.roots, scenario.mistake)
            return Script({**scenario.values, "script": script}, scenario.shown, scenario.path)
        elif file is not None:
            script = self._text(file.path, file.roots, lambda message: Mistake(file.shown, 0, "", message))
            return Script({**scenario.values, "src": file.shown, "script": script}, file.shown, file.path)
        return Script(dict(scenario.values))

    def _join_undeclared(self, file: ScenarioFile) -> Script:
        problem = scenario_name_problem(file.name)
        if problem is not None:
            self._complain(file, f"the scenario's name {problem}; {_REMEDY}")
        script = self._text(file.path, file.roots, lambda message: Mistake(file.shown, 0, "", message))
        return Script({"name": file.name, "src": file.shown, "script": script}, file.shown, file.path)

    def _text(self, path: str, roots: t.Optional[Roots], mistake: t.Callable[[str], Mistake]) -> str:
        try:
            return self._read(path, roots)
        except AnsibleError as error:
            self.all_read = False
            self.mistakes.append(mistake(str(error).rstrip(".")))
            return ""

    def _complain(self, file: ScenarioFile, message: str) -> None:
        self.mistakes.append(Mistake(file.shown, 0, "", message))
