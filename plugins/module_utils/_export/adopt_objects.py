# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Bring the phone numbers, secrets and users of an application into a project."""

from __future__ import annotations

import dataclasses
import typing as t

from .._objects.phone_numbers import digits_of
from .changes import Collector, Matching, Missing, match
from .project import LocalProject
from .yaml_lists import Item, New
from .yaml_tree import Path

Entry = t.Union[str, t.Mapping[str, t.Any]]


@dataclasses.dataclass(frozen=True)
class Kind:
    """A list of an application.

    :arg key: the key of the manifest
    :arg object: what an item is called
    :arg name: the key that names an item
    :arg strings: attributes that are strings; one that an object of the account does not have is removed
    """

    key: str
    object: str
    name: str = "name"
    strings: t.Tuple[str, ...] = ()
    flags: t.Tuple[str, ...] = ()

    def name_of(self, entry: Entry, project: t.Optional[LocalProject] = None) -> str:
        """Return the name of an item, with values in place of tokens if it is one of the project."""
        name = entry if isinstance(entry, str) else str(entry[self.name])
        name = name if project is None else project.name(name)
        return digits_of(name) if self.name == "number" else name

    def is_ignored(self, project: LocalProject, application: str, entry: Entry) -> bool:
        """Return whether the project ignores an object of the account."""
        name = self.name_of(entry)
        if self.name != "number":
            return project.ignores_in(application, self.key, name)
        rule = entry.get("rule") if isinstance(entry, t.Mapping) else None
        return project.ignores(self.key, name) or (rule is not None and project.ignores_in(application, "rules", rule))


NUMBERS = Kind("phone_numbers", "phone_number", "number", ("rule", "incoming_sms_callback_url"), ("sms_enabled",))
SECRETS = Kind("secrets", "secret", strings=("description",))
USERS = Kind("users", "user", strings=("display_name", "custom_data"), flags=("active", "parent_accounting"))
KINDS = (NUMBERS, SECRETS, USERS)
_NEVER_EMPTY = ("rule", "display_name")


def adopt_objects(
    collector: Collector,
    path: Path,
    entry: t.Mapping[str, t.Any],
    current: t.Mapping[str, t.Any],
    other_numbers: t.Collection[str],
    *,
    unread: t.Collection[str],
    prune: bool,
) -> t.List[Missing]:
    """Collect the changes of the lists that an application declares; return what stays declared without existing.

    :arg path: of the application in the manifest
    :arg entry: the application in the manifest
    :arg current: the application in the account
    :arg other_numbers: phone numbers that other applications of the account have: they do not stay declared here
    :arg unread: keys of lists that could not be read: they stay as they are
    """
    missing: t.List[Missing] = []
    for kind in KINDS:
        if kind.key in entry and kind.key not in unread:
            objects = _Objects(collector, kind, (*path, kind.key), entry[kind.key], str(current["name"]))
            missing += objects.adopt(current.get(kind.key, ()), other_numbers if kind is NUMBERS else (), prune=prune)
    return missing


def without_ignored(project: LocalProject, application: t.Mapping[str, t.Any]) -> t.Dict[str, t.Any]:
    """Return an application of the account without the objects that the project ignores."""
    name = str(application["name"])
    kept = {
        kind.key: [item for item in application.get(kind.key, ()) if not kind.is_ignored(project, name, item)]
        for kind in KINDS
    }
    others = {key: value for key, value in application.items() if key not in kept}
    return {**others, **{key: items for key, items in kept.items() if items}}


class _Objects:
    """Brings one list of an application into a project.

    :arg path: of the list
    :arg application: its short name in the account
    """

    def __init__(
        self, collector: Collector, kind: Kind, path: Path, entries: t.Sequence[Entry], application: str
    ) -> None:
        self._collector, self._kind, self._path, self._entries = collector, kind, path, entries
        self._application = application

    def adopt(self, objects: t.Sequence[Entry], other_numbers: t.Collection[str], *, prune: bool) -> t.List[Missing]:
        """Collect the changes; an object that the account does not have stays, unless it has moved or is pruned."""
        project, kind = self._collector.project, self._kind
        current = {
            kind.name_of(item): item for item in objects if not kind.is_ignored(project, self._application, item)
        }
        matching = self._match(current)
        for index, name in matching.found.items():
            self._adopt(index, current[name])
        names = {index: kind.name_of(entry, project) for index, entry in enumerate(self._entries)}
        gone = [index for index in matching.missing if prune or names[index] in other_numbers]
        items: t.List[Item] = [index for index in names if index not in gone]
        items += [New(current[name]) for name in sorted(matching.new)]
        self._collector.set_items(self._path, items, len(self._entries))
        left = [index for index in matching.missing if index not in gone]
        return [Missing(kind.object, names[index], self._application) for index in left]

    def _match(self, current: t.Mapping[str, Entry]) -> Matching[int]:
        project = self._collector.project
        declared = {
            index: (self._kind.name_of(entry, project), project.previous_name(entry))
            for index, entry in enumerate(self._entries)
        }
        return match(declared, list(current), lambda index, name: self._is_equal(index, current[name]))

    def _is_equal(self, index: int, current: Entry) -> bool:
        """Return whether a user may have been renamed: all that is declared, at least one attribute, is the same."""
        entry = self._entries[index]
        if self._kind is not USERS or isinstance(entry, str) or isinstance(current, str):
            return False
        expand = self._collector.project.tokens.expand
        values = {key: expand(entry[key]) for key in self._kind.strings if key in entry}
        values.update({key: entry[key] for key in self._kind.flags if key in entry})
        return bool(values.get("display_name")) and all(current.get(key) == value for key, value in values.items())

    def _adopt(self, index: int, current: Entry) -> None:
        collector, kind, entry, path = self._collector, self._kind, self._entries[index], (*self._path, index)
        name = kind.name_of(current)
        if kind.name_of(entry, collector.project) != name:
            if isinstance(entry, str):
                collector.set_string(path, name, entry)
                return
            collector.rename(path, entry, name, kind.name)
        if isinstance(entry, str):
            return
        values = {} if isinstance(current, str) else current
        for key in kind.strings:
            if key in entry and key in _NEVER_EMPTY and key not in values:
                collector.remove_key(path, key)
            elif key in entry:
                collector.set_string((*path, key), values.get(key, ""), entry[key])
        for key in kind.flags:
            collector.set_flag(path, key, entry, values)
