# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""A project that an account is brought into: its manifest as text, and its scripts with their tokens."""

from __future__ import annotations

import dataclasses
import functools
import os
import typing as t

from .._objects.models import short_name_of
from .._objects.names import compose, matches, matches_in
from .._objects.phone_numbers import number_matches
from .file_names import is_left_out
from .snapshot import EXTENSION, TargetFile
from .tokens import ProjectTokens

Entry = t.Mapping[str, t.Any]


@dataclasses.dataclass(frozen=True)
class LocalScript:
    """The script of a scenario in the project.

    :arg index: the scenario's place in the manifest's list; None if it is only in scenarios_dir
    :arg path: relative to the project's directory, with slashes; empty if the account's script is left alone
    :arg content: as it is in the file, with tokens
    :arg obstacle: why the file cannot be written; empty if it can
    :arg is_link: whether the project reaches the file through a symbolic link, which stays where it is
    """

    name: str
    index: t.Optional[int]
    path: str = ""
    content: t.Optional[str] = None
    obstacle: str = ""
    is_link: bool = False


@dataclasses.dataclass(frozen=True)
class LocalProject:
    """A project as it is in the files, which were found to be without mistakes.

    :arg directory: where the manifest is
    :arg manifest: the manifest's file name
    :arg text: the manifest
    :arg value: its content, with tokens
    :arg scripts: one for each scenario of the manifest, in its order, then those that are only in scenarios_dir
    :arg scenarios_dir: where new scripts that need no entry go, relative to the directory; None if there is none
    :arg ignore: globs by kind
    :arg full_names: full names of the account's applications by their short names
    """

    directory: str
    manifest: str
    text: str
    value: Entry
    scripts: t.Tuple[LocalScript, ...]
    tokens: ProjectTokens
    scenarios_dir: t.Optional[str] = None
    ignore: t.Mapping[str, t.Sequence[str]] = dataclasses.field(default_factory=dict)
    full_names: t.Mapping[str, str] = dataclasses.field(default_factory=dict)

    @property
    def scenarios(self) -> t.Sequence[Entry]:
        """Return the scenarios of the manifest, with tokens."""
        return self.value.get("scenarios") or ()

    @property
    def applications(self) -> t.Sequence[Entry]:
        """Return the applications of the manifest, with tokens."""
        return self.value.get("applications") or ()

    @property
    def files(self) -> t.Dict[str, TargetFile]:
        """Return the scripts that have files which can be written, by path, with tokens."""
        return {
            script.path: TargetFile(script.path, script.content.encode("utf-8"), script.name)
            for script in self.scripts
            if script.content is not None and not script.obstacle
        }

    def name(self, value: str) -> str:
        """Return a name with values in place of tokens, in Unicode's normal form C."""
        return compose(self.tokens.expand(value))

    def short_name(self, value: t.Optional[str]) -> t.Optional[str]:
        """Return an application's name without the account's part."""
        return None if value is None else short_name_of(self.name(value))

    def application_names(self, entry: Entry) -> t.Tuple[str, t.Optional[str]]:
        """Return the short name of an application of the manifest, and its previous one."""
        return short_name_of(self.name(entry["name"])), self.short_name(entry.get("renamed_from"))

    def is_selected(self, entry: Entry, selected: t.Optional[t.Sequence[str]]) -> bool:
        """Return whether an application of the manifest is selected by either name; all are if C(selected) is None."""
        names = {short_name_of(name) for name in selected or ()}
        return selected is None or not names.isdisjoint(self.application_names(entry))

    def previous_name(self, entry: t.Union[str, Entry]) -> t.Optional[str]:
        """Return the previous name of an object of the manifest; None if it has none."""
        value = None if isinstance(entry, str) else entry.get("renamed_from")
        return None if value is None else self.name(value)

    def ignores(self, kind: str, name: str) -> bool:
        """Return whether a phone number or a scenario belongs to another project."""
        return (number_matches if kind == "phone_numbers" else matches)(name, self.ignore.get(kind, ()))

    def ignores_in(self, application: str, kind: str = "applications", name: t.Optional[str] = None) -> bool:
        """Return whether an object of an application belongs to another project, or the application itself.

        :arg application: its short name in the account
        """
        full_name = self.full_names.get(application, application)
        return matches_in(full_name, name, self.ignore.get(kind, ()), self._renamed)

    @functools.cached_property
    def _renamed(self) -> t.Mapping[str, str]:
        """Return the new short names of applications that are still to be renamed, by their previous ones."""
        names = map(self.application_names, self.applications)
        return {previous: name for name, previous in names if previous is not None}

    def is_loose(self, script: LocalScript) -> bool:
        """Return whether a script belongs to its scenario by its file name alone."""
        return bool(script.path) and (script.index is None or self.scenarios[script.index].get("src") is None)

    def is_found(self, path: str) -> bool:
        """Return whether a file in scenarios_dir is a scenario without an entry that names it."""
        prefix = f"{self.scenarios_dir}/" if self.scenarios_dir else ""
        if self.scenarios_dir is None or not path.startswith(prefix) or not path.endswith(EXTENSION):
            return False
        parts = path[len(prefix) :].split("/")
        places = ["/".join(parts[: depth + 1]) for depth in range(len(parts))]
        return not any(is_left_out(place, self.ignore.get("files", ())) for place in places)


def path_below(directory: str, path: str) -> t.Optional[str]:
    """Return a path relative to a directory, with slashes and all links resolved; None if it is outside of it."""
    root, real = os.path.realpath(directory), os.path.realpath(path)
    relative = os.path.relpath(real, root)
    if relative.split(os.sep, maxsplit=1)[0] == os.pardir:
        return None
    return "" if relative == os.curdir else relative.replace(os.sep, "/")
