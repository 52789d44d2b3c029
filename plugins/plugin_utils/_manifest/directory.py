# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Find the scripts below a directory, and say what is left out."""

from __future__ import annotations

import dataclasses
import os
import stat
import typing as t

from ...module_utils._api.errors import list_in_words
from ...module_utils._api.half_characters import has_half_characters
from ...module_utils._api.screen import visible_line
from ...module_utils._export.file_names import is_left_out, is_script_like
from ...module_utils._objects.names import compose
from .._controller.files import with_visible_bytes
from .document import Mistake
from .sources import Roots

ENDINGS = (".voxengine.js", ".js")
_MAX_ENTRIES = 200_000


@dataclasses.dataclass(frozen=True)
class ScenarioFile:
    """A script below a directory of scenarios.

    :arg name: the scenario's name
    :arg path: the file's path
    :arg shown: the file's name as the user knows it
    :arg roots: where the file has to be; C(None) for anywhere
    """

    name: str
    path: str
    shown: str
    roots: t.Optional[Roots] = None


@dataclasses.dataclass(frozen=True)
class Listing:
    """What is below a directory of scenarios.

    :arg files: the scripts, sorted by the names of their scenarios
    :arg outside: links that lead to places that are not allowed
    """

    files: t.Tuple[ScenarioFile, ...] = ()
    outside: t.Tuple[str, ...] = ()
    mistakes: t.Tuple[Mistake, ...] = ()
    warnings: t.Tuple[str, ...] = ()

    def with_planned(self, planned: t.Mapping[str, t.Optional[str]]) -> Listing:
        """Return the listing as it will be.

        :arg planned: names of the scenarios of files that are written, by real path; C(None) for a deleted one
        """
        kept = [file for file in self.files if os.path.realpath(file.path) not in planned]
        new = [ScenarioFile(compose(name), path, path) for path, name in planned.items() if name is not None]
        return dataclasses.replace(self, files=(*kept, *new))


def list_scenarios(
    directory: str, shown: str, ignored: t.Sequence[str] = (), roots: t.Optional[Roots] = None
) -> Listing:
    """List the scripts below a directory.

    Hidden files and directories, C(node_modules), and what is ignored are left out. Links to directories are followed,
    each directory is read once. What cannot be read, and a directory without a script, is a mistake: the scenarios
    would be taken for deleted.

    :arg shown: the directory's name as the user knows it
    :arg ignored: globs; one with a slash matches a path below the directory, another one any name on the way to a file
    :arg roots: where links may lead; C(None) for anywhere
    """
    walk = _Walk(directory, shown, ignored, roots)
    walk.run()
    files = tuple(sorted(walk.files, key=lambda file: (file.name, file.shown)))
    near_misses = list_in_words(sorted(walk.near_misses))
    mistakes = walk.mistakes
    if not files and not mistakes and not walk.outside:
        hint = f"; other files: {near_misses}" if near_misses else ""
        mistakes = [
            Mistake(shown, 0, "", f"this directory and its subdirectories have no file whose name ends in .js{hint}")
        ]
    warning = visible_line(f"{shown}: left out, because their names do not end in .js: {near_misses}")
    return Listing(files, tuple(walk.outside), tuple(mistakes), (warning,) if files and near_misses else ())


class _Walk:
    """One walk through a directory."""

    def __init__(self, directory: str, shown: str, ignored: t.Sequence[str], roots: t.Optional[Roots]) -> None:
        self._root, self._shown, self._ignored, self._roots = directory, shown, ignored, roots
        self._directories, self._links = [""], t.cast(t.List[str], [])
        self._seen: t.Set[t.Tuple[int, int]] = set()
        self._entries = 0
        self.outside: t.List[str] = []
        self.files: t.List[ScenarioFile] = []
        self.mistakes: t.List[Mistake] = []
        self.near_misses: t.List[str] = []

    def run(self) -> None:
        """Visit all directories; real ones before links to them, so that files have their own paths."""
        while self._directories or self._links:
            place = (self._directories or self._links).pop()
            names = self._names(place)
            self._entries += len(names)
            if self._entries > _MAX_ENTRIES:
                self._complain("", f"there are more than {_MAX_ENTRIES} files below this directory")
                return
            for name in names:
                below = os.path.join(place, name)
                if not is_left_out(below.replace(os.sep, "/"), self._ignored):
                    self._visit(below, name)

    def _names(self, place: str) -> t.List[str]:
        """List a directory that was not read before."""
        path = os.path.join(self._root, place)
        try:
            found = os.stat(path)
            if (found.st_dev, found.st_ino) in self._seen:
                return []
            self._seen.add((found.st_dev, found.st_ino))
            return sorted(os.listdir(path), reverse=True)
        except OSError as error:
            self._complain(place, f"the directory cannot be read: {error.strerror}")
            return []

    def _visit(self, below: str, name: str) -> None:
        path = os.path.join(self._root, below)
        is_link = os.path.islink(path)
        if is_link and self._roots is not None and not self._roots.hold(path):
            self.outside.append(os.path.join(self._shown, below))
            return
        try:
            mode = os.stat(path).st_mode
        except OSError as error:
            self._complain(below, f"cannot be read: {error.strerror}")
            return
        if stat.S_ISDIR(mode):
            (self._links if is_link else self._directories).append(below)
            return
        name = compose(name)
        ending = next((ending for ending in ENDINGS if name.endswith(ending)), None)
        if ending is not None and has_half_characters(os.path.join(self._shown, below)):
            self._complain(below, "the name is not valid UTF-8; rename the file or its directory")
        elif ending is not None:
            self.files.append(ScenarioFile(name[: -len(ending)], path, os.path.join(self._shown, below), self._roots))
        elif is_script_like(name):
            self.near_misses.append(below)

    def _complain(self, below: str, message: str) -> None:
        shown = os.path.join(self._shown, below).rstrip(os.sep)
        self.mistakes.append(Mistake(with_visible_bytes(shown), 0, "", message))
