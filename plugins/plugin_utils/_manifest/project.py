# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Read a project: a manifest or the same as options of a task, with its scripts, and with values in place of tokens."""

from __future__ import annotations

import dataclasses
import functools
import os
import typing as t

from ...module_utils._objects.models import short_name_of
from ...module_utils._objects.names import matches
from .directory import Listing, list_scenarios
from .document import Document, Mistake, Path, TaskOptions, items
from .mistakes import mistakes_in
from .names import name_mistakes, name_of
from .nodes import Located, Unreadable
from .phone_numbers import number_mistakes
from .references import previous_name_mistakes, reference_mistakes, resolve_references
from .schema import IGNORABLE
from .scripts import Declared, Read, Script, Scripts
from .sources import Roots, find_normalized
from .substitutions import Expanded, expand_document, resolve, unexpanded_tokens, unused_tokens

Ignored = t.Dict[str, t.List[str]]


@dataclasses.dataclass(frozen=True)
class Given:
    """What a task says about a project in addition to the project itself.

    :arg substitutions: values of tokens
    :arg ignore: adds to the manifest's
    :arg scenarios_dir: replaces the manifest's; its path, and its name as the user knows it
    :arg roots: where a manifest may name files, besides its own directory
    :arg planned: scripts that are about to be written: names of their scenarios by real path; C(None) for a deletion
    """

    substitutions: t.Mapping[str, t.Any] = dataclasses.field(default_factory=dict)
    ignore: t.Mapping[str, t.Any] = dataclasses.field(default_factory=dict)
    scenarios_dir: t.Optional[t.Tuple[str, str]] = None
    roots: t.Tuple[str, ...] = ()
    planned: t.Mapping[str, t.Optional[str]] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class Project:
    """The desired state of an account, with values in place of tokens.

    :arg document: scenarios and applications, which know their places
    :arg scripts: the scenarios with their scripts
    :arg mistakes: all of them; with any, the rest is not complete
    """

    document: Document
    scripts: t.Tuple[Script, ...] = ()
    ignore: Ignored = dataclasses.field(default_factory=dict)
    mistakes: t.Tuple[Mistake, ...] = ()
    warnings: t.Tuple[str, ...] = ()

    @property
    def scenarios(self) -> t.List[t.Dict[str, t.Any]]:
        """Return the scenarios as options of the module."""
        return [script.values for script in self.scripts]

    def names(self, kind: str, application: str) -> t.Set[str]:
        """Return the names of the secrets or users that an application with this short name declares."""
        entries = [
            entry
            for entry in items(self.document.value, "applications")
            if short_name_of(name_of(entry) or "") == application
        ]
        return {name for entry in entries for item in items(entry, kind) for name in [name_of(item)] if name}

    @property
    def applications(self) -> t.List[t.Dict[str, t.Any]]:
        """Return the applications as options of the module; a secret that is only a name becomes a mapping."""
        return [_application(entry) for entry in items(self.document.value, "applications")]


def read_manifest(name: str, path: str, content: str, read: Read, given: Given) -> Project:
    """Read a manifest and the scripts that belong to it.

    :arg name: the manifest's name as the user knows it
    :arg path: where it is
    :arg read: reads the script with this path, if it is where it has to be; raises AnsibleError
    """
    try:
        located = Located(name, content)
    except Unreadable as error:
        return Project(TaskOptions({}), mistakes=(error.mistake,))
    roots = Roots.below(os.path.dirname(path) or ".", *given.roots)
    return _Reader(located, read, given, _Files(os.path.dirname(name), os.path.dirname(path), roots)).project()


def read_options(options: t.Mapping[str, t.Any], paths: t.Mapping[int, str], read: Read, given: Given) -> Project:
    """Read the options C(scenarios) and C(applications) of a task, and the scripts that belong to them.

    :arg paths: the paths of the scenarios' C(src), by their places in the list
    """
    return _Reader(TaskOptions(dict(options)), read, given, paths).project()


@dataclasses.dataclass(frozen=True)
class _Files:
    """Where the files of a manifest are.

    :arg shown: the manifest's directory as the user knows it
    :arg directory: the path of that directory
    """

    shown: str
    directory: str
    roots: Roots

    def path(self, name: str) -> str:
        """Return the path of a file that the manifest names, as the file system spells it."""
        return find_normalized(os.path.join(self.directory, name))


class _Reader:
    """Reads one project.

    :arg files: where a manifest's files are, or the paths of the files that a task names
    """

    def __init__(
        self, document: Document, read: Read, given: Given, files: t.Union[_Files, t.Mapping[int, str]]
    ) -> None:
        self._document, self._read, self._given, self._files = document, read, given, files
        self._ignore = _merge_ignored(document.value, given.ignore)
        self._substitutions, self._mistakes = resolve(document, given.substitutions)
        self._complete = True

    def project(self) -> Project:
        """Read it."""
        substitutions = self._substitutions
        document = expand_document(self._document, substitutions)
        if isinstance(self._document, Located):
            self._mistakes += mistakes_in(self._document, document)
        self._mistakes += [*name_mistakes(document, self._ignore), *previous_name_mistakes(document)]
        self._mistakes += number_mistakes(document, self._ignore)
        self._mistakes += unexpanded_tokens(self._document, self._given.ignore, substitutions)
        listing = self._listing()
        scripts = Scripts(lambda path, roots: substitutions.expand(self._read(path, roots)), listing.files)
        declared = self._list_declared(document)
        joined = scripts.join(declared)
        self._mistakes += [*listing.mistakes, *scripts.mistakes, *self._find_ignored(joined[len(declared) :])]
        if not listing.mistakes:
            scopes = {script.name: script.application for script in joined}
            resolve_references(document, scopes)
            self._mistakes += reference_mistakes(document, scopes, self._ignore)
        if not listing.mistakes and scripts.all_read and self._complete:
            self._mistakes += unused_tokens(self._document, substitutions)
        mistakes = tuple(sorted(set(self._mistakes)))
        return Project(document, tuple(joined), self._ignore, mistakes, listing.warnings)

    def _find_ignored(self, undeclared: t.Sequence[Script]) -> t.Iterator[Mistake]:
        """Find files of the directory whose scenarios the project ignores."""
        for script in undeclared:
            if matches(script.name, self._ignore.get("scenarios", ())):
                message = f"ignore.scenarios matches the scenario {script.name!r}; leave its file out with ignore.files"
                yield Mistake(script.shown, 0, "", message)

    def _listing(self) -> Listing:
        """List the scripts of the task's directory, or else of the manifest's."""
        ignored = self._ignore.get("files", [])
        if self._given.scenarios_dir is not None:
            return list_scenarios(*self._given.scenarios_dir, ignored).with_planned(self._given.planned)
        value = self._document.value
        name = value.get("scenarios_dir") if isinstance(value, dict) else None
        if not isinstance(self._files, _Files) or not isinstance(name, str) or not name:
            return Listing()
        return self._manifest_listing(self._files, name, ignored)

    def _manifest_listing(self, files: _Files, name: str, ignored: t.Sequence[str]) -> Listing:
        path, place = files.path(name), ("scenarios_dir",)
        if not files.roots.hold(path):
            return Listing(mistakes=(self._document.mistake(place, _outside(name)),))
        if not os.path.isdir(path):
            note = self._note_on_tokens(name, path)
            return Listing(mistakes=(self._document.mistake(place, f"there is no directory {path}{note}"),))
        listing = list_scenarios(path, os.path.join(files.shown, name), ignored, files.roots)
        listing = listing.with_planned(self._given.planned)
        outside = [self._document.mistake(place, _outside(name)) for name in listing.outside]
        return dataclasses.replace(listing, mistakes=(*listing.mistakes, *outside))

    def _list_declared(self, document: Expanded) -> t.List[Declared]:
        """List the scenarios that have a name."""
        found = []
        for number, values in enumerate(items(document.value, "scenarios")):
            if name_of(values) is not None and isinstance(values, dict):
                found.append(self._declare(document, ("scenarios", number), values))
            elif not isinstance(self._files, _Files):  # the schema of a manifest says so, too
                self._mistakes.append(document.mistake(("scenarios", number), "name is missing"))
        return found

    def _declare(self, document: Expanded, place: Path, values: t.Dict[str, t.Any]) -> Declared:
        src, mistake = values.get("src"), functools.partial(document.mistake, (*place, "src"))
        path: t.Optional[str] = None
        shown = note = ""
        if isinstance(self._files, _Files) and isinstance(src, str) and src:
            path, shown = self._files.path(src), os.path.join(self._files.shown, src)
            note = self._note_on_tokens(src, path)
            if not self._files.roots.hold(path):
                self._mistakes.append(mistake(_outside(src)))
                self._complete = False
                path = None
        elif not isinstance(self._files, _Files):
            path, shown = self._files.get(t.cast(int, place[1])), str(src or "")
        roots = self._files.roots if isinstance(self._files, _Files) else None
        return Declared(values, path, shown, lambda message: mistake(message + note), roots)

    def _note_on_tokens(self, name: str, path: str) -> str:
        """Return what to add to the message that a path does not exist; empty if it exists, or has no token."""
        is_missing = bool(self._substitutions.tokens_in(name)) and not os.path.exists(path)
        return "; tokens are not replaced in paths" if is_missing else ""


def _application(entry: t.Dict[str, t.Any]) -> t.Dict[str, t.Any]:
    if not isinstance(entry.get("secrets"), list):
        return entry
    secrets = [secret if isinstance(secret, dict) else {"name": name_of(secret)} for secret in entry["secrets"]]
    return {**entry, "secrets": secrets}


def _outside(name: str) -> str:
    return f"{name} is outside of the manifest's directory; name its directory in the option src_roots to allow it"


def _merge_ignored(value: t.Any, given: t.Mapping[str, t.Any]) -> Ignored:
    """Add the globs of the task to those of a manifest."""
    declared = value.get("ignore") if isinstance(value, dict) else None
    merged: Ignored = {}
    for kind in IGNORABLE:
        globs = [*items(declared, kind), *items(given, kind)]
        if globs:
            merged[kind] = [glob for glob in globs if isinstance(glob, str)]
    return merged
