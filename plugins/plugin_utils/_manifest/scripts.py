# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Gives each declared scenario its text: its own file's, or that of the file of its name in a folder."""

from __future__ import annotations

import dataclasses
import os
import typing as t

from ansible.errors import AnsibleError

from ...module_utils._plan.scenario import MAX_NAME_CHARACTERS
from .nodes import Mistake

ENDINGS = (".voxengine.js", ".js")
Entry = t.Dict[str, t.Any]


@dataclasses.dataclass(frozen=True)
class ScenarioFile:
    """A file of a folder of scenarios.

    :arg name: the scenario's name
    :arg path: where it is
    :arg shown: its name as people know it
    """

    name: str
    path: str
    shown: str


@dataclasses.dataclass(frozen=True)
class Declared:
    """A scenario as a manifest or a task declares it.

    :arg values: its keys, of the right types
    :arg path: the file that C(src) names
    :arg mistake: makes a mistake of a key and a text
    """

    values: Entry
    path: t.Optional[str]
    mistake: t.Callable[[str, str], Mistake]

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.values.get("name"))


class Texts:
    """The texts of scenarios, and what is wrong with their files.

    :arg read: the text of the file with this path; raises AnsibleError
    :arg files: the files of the folder, in their order
    """

    def __init__(self, read: t.Callable[[str], str], files: t.Sequence[ScenarioFile]) -> None:
        self._read = read
        self._files = files
        self.mistakes: t.List[Mistake] = []

    def of(self, declared: t.Sequence[Declared]) -> t.List[Entry]:
        """The declared scenarios with their texts, then those that only the folder has."""
        named = {os.path.realpath(one.path) for one in declared if one.path is not None}
        free = self._by_name(file for file in self._files if not named or os.path.realpath(file.path) not in named)
        entries = [self._declared(one, free.get(one.name)) for one in declared]
        names = {one.name for one in declared}
        return entries + [self._undeclared(file) for name, file in free.items() if name not in names]

    def _by_name(self, files: t.Iterable[ScenarioFile]) -> t.Dict[str, ScenarioFile]:
        found: t.Dict[str, ScenarioFile] = {}
        for file in files:
            other = found.setdefault(file.name, file)
            if other is not file:
                self._complain(file, f"{other.shown} is the scenario {file.name!r} already")
        return found

    def _declared(self, one: Declared, file: t.Optional[ScenarioFile]) -> Entry:
        inline = one.values.get("script") is not None
        if file is not None and (inline or one.path is not None):
            self.mistakes.append(one.mistake("src", f"{file.shown} is the scenario {one.name!r}, too"))
        elif inline and one.path is not None:
            self.mistakes.append(one.mistake("src", "script is given as well"))
        elif inline:
            return dict(one.values)
        elif one.path is not None:
            return {**one.values, "script": self._text(one.path, lambda text: one.mistake("src", text))}
        elif file is not None:
            text = self._text(file.path, lambda text: Mistake(file.shown, 0, "", text))
            return {**one.values, "src": file.shown, "script": text}
        else:
            self.mistakes.append(one.mistake("", "src is missing, and scenarios_dir has no file of this name"))
        return dict(one.values)

    def _undeclared(self, file: ScenarioFile) -> Entry:
        if not file.name:
            self._complain(file, "the scenario has no name")
        if ";" in file.name:
            self._complain(file, "the scenario's name has a semicolon, which separates names in the platform's lists")
        if len(file.name) > MAX_NAME_CHARACTERS:
            has = f"the scenario's name has {len(file.name)} characters"
            self._complain(file, f"{has}; at most {MAX_NAME_CHARACTERS} are possible")
        script = self._text(file.path, lambda text: Mistake(file.shown, 0, "", text))
        return {"name": file.name, "src": file.shown, "script": script}

    def _text(self, path: str, mistake: t.Callable[[str], Mistake]) -> str:
        try:
            return self._read(path)
        except AnsibleError as error:
            self.mistakes.append(mistake(str(error).rstrip(".")))
            return ""

    def _complain(self, file: ScenarioFile, text: str) -> None:
        self.mistakes.append(Mistake(file.shown, 0, "", text))


def scenario_files(folder: str, shown: str) -> t.Tuple[ScenarioFile, ...]:
    """The files below a folder whose names end as those of scenarios do, in the order of the scenarios' names."""
    found = []
    for parent, _folders, names in os.walk(folder):
        for name in names:
            ending = next((ending for ending in ENDINGS if name.endswith(ending)), None)
            if ending is not None:
                path = os.path.join(parent, name)
                place = os.path.join(shown, os.path.relpath(path, folder))
                found.append(ScenarioFile(name[: -len(ending)], path, place))
    return tuple(sorted(found, key=lambda file: (file.name, file.shown)))
