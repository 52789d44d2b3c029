# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Collect the changes that bring an account into a project."""

from __future__ import annotations

import dataclasses
import functools
import typing as t

from .._api.errors import ConflictError
from .project import Entry, LocalProject, LocalScript
from .snapshot import TargetFile
from .yaml_edit import AddKey, Change, RemoveKey, SetItems, SetValue, edit_yaml
from .yaml_lists import Item, New
from .yaml_tree import Node, Path, Uneditable, find, parse

K = t.TypeVar("K")


@dataclasses.dataclass(frozen=True)
class Missing:
    """An object that the project declares and the account does not have any more."""

    object: str
    name: str
    application: t.Optional[str] = None


@dataclasses.dataclass(frozen=True)
class Matching(t.Generic[K]):
    """Which declared objects are which objects of the account.

    :arg found: names in the account by declared object
    :arg missing: declared objects that the account does not have
    :arg new: names that the project does not know
    """

    found: t.Mapping[K, str]
    missing: t.Tuple[K, ...]
    new: t.Tuple[str, ...]


def match(
    declared: t.Mapping[K, t.Tuple[str, t.Optional[str]]],
    current: t.Sequence[str],
    is_equal: t.Callable[[K, str], bool],
) -> Matching[K]:
    """Find declared objects by name, then by previous name; a missing and a new one with equal content were renamed.

    :arg declared: name and previous name
    :arg is_equal: compare a declared object with one of the account
    """
    names = set(current)
    found = {key: name for key, (name, _previous) in declared.items() if name in names}
    names -= set(found.values())
    for key, (_name, previous) in declared.items():
        if key not in found and previous is not None and previous in names:
            found[key] = previous
            names.remove(previous)
    missing = [key for key in declared if key not in found]
    new = [name for name in current if name in names]
    candidates = {key: [name for name in new if is_equal(key, name)] for key in missing}
    for key, equal in candidates.items():
        if len(equal) == 1 and sum(equal[0] in others for others in candidates.values()) == 1:
            found[key] = equal[0]
    renamed = set(found.values())
    return Matching(
        found,
        tuple(key for key in missing if key not in found),
        tuple(name for name in new if name not in renamed),
    )


def arrange(current: t.Sequence[Item], kept_missing: t.Sequence[int]) -> t.List[Item]:
    """Return the items in the account's order; each missing one that stays follows its predecessor in the manifest."""
    items = list(current)
    for index in kept_missing:
        before = [place for place, item in enumerate(items) if isinstance(item, int) and item == index - 1]
        earlier = [place for place, item in enumerate(items) if isinstance(item, int) and item < index]
        items.insert((before or earlier or [-1])[-1] + 1, index)
    return items


def expanded_strings(value: t.Any, key: str) -> t.Iterator[str]:
    """Generate the strings of a part of the manifest in which tokens are replaced: all but C(src).

    :arg key: where the part is
    """
    if isinstance(value, str) and key != "src":
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from expanded_strings(item, key)
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from expanded_strings(part, str(name))


class Collector:
    """Collects changes of the manifest and of scripts.

    :arg force: make edited values literal instead of refusing them

    C(references) are the names of the scenarios that the rules of the changed manifest run.
    """

    def __init__(self, project: LocalProject, *, force: bool) -> None:
        self.project = project
        self._force = force
        self._changes: t.List[Change] = []
        self._files: t.Dict[str, TargetFile] = {}
        self._problems: t.List[str] = []
        self._clashes: t.List[str] = []
        self.references: t.Set[str] = set()

    @functools.cached_property
    def _root(self) -> Node:
        return parse(self.project.text)

    def set_string(self, path: Path, current: str, written: str) -> None:
        """Change a string of the manifest, and keep its tokens.

        :arg written: the string as it is in the manifest
        """
        if self.project.tokens.expand(written) == current:
            return
        adopted = self.project.tokens.adopt(written, current)
        line = self._line(path)
        place = f"{self.project.manifest}:{line}"
        self._problems += [f"{place}: {token}" for _line, token in adopted.broken]
        if not adopted.faithful:
            self._clashes.append(place)
        self._change(SetValue(path, adopted.text), line)

    def rename(self, path: Path, entry: Entry, name: str, key: str = "name") -> None:
        """Change the name of an object of the manifest, which then has no previous name to be found by.

        :arg key: the key that names it
        """
        self.set_string((*path, key), name, entry[key])
        if "renamed_from" in entry:
            self.remove_key(path, "renamed_from")

    def set_flag(self, path: Path, key: str, entry: Entry, current: Entry) -> None:
        """Change a boolean of an object of the manifest if it is declared and differs."""
        if key in entry and entry[key] != current[key]:
            self._change(SetValue((*path, key), current[key]), self._line((*path, key)))

    def set_items(self, path: Path, items: t.Sequence[Item], count: int) -> None:
        """Change a list of the manifest if it is not the same.

        :arg count: how many items it has
        """
        if list(items) == list(range(count)):
            return
        key = str(path[-1])
        for item in items:
            if isinstance(item, New) and self.project.tokens.find_in(expanded_strings(item.value, key)):
                value = item.value
                name = value.get("name", value.get("number")) if isinstance(value, dict) else value
                self._clashes.append(f"a new item of {key}, {name!r}")
        if len(path) == 1 and key not in self.project.value:
            new = [item.value for item in items if isinstance(item, New)]
            self._change(AddKey((), key, new), 1)
        else:
            self._change(SetItems(path, tuple(items)), self._line(path))

    def ignore_scenarios(self, globs: t.Sequence[str]) -> None:
        """Add globs to the scenarios that the manifest ignores."""
        ignore = self.project.value.get("ignore")
        if ignore is None:
            self._change(AddKey((), "ignore", {"scenarios": list(globs)}), 1)
        elif "scenarios" not in ignore:
            self._change(AddKey(("ignore",), "scenarios", list(globs)), self._line(("ignore",)))
        else:
            items = (*range(len(ignore["scenarios"])), *map(New, globs))
            self._change(SetItems(("ignore", "scenarios"), items), self._line(("ignore", "scenarios")))

    def add_key(self, path: Path, key: str, value: str) -> None:
        """Add a key to an object of the manifest, after its name."""
        self._change(AddKey(path, key, value, "name"), self._line(path))

    def remove_key(self, path: Path, key: str) -> None:
        """Remove a key from an object of the manifest."""
        self._change(RemoveKey(path, key), self._line(path))

    def set_script(self, script: LocalScript, current: str) -> None:
        """Change a script, and keep its tokens."""
        if script.path in self._files:  # another scenario has the same script
            return
        adopted = self.project.tokens.adopt_script(script.content or "", current)
        self._problems += [f"{script.path}:{line}: {token}" for line, token in adopted.broken]
        if not adopted.faithful:
            self._clashes.append(script.path)
        self._files[script.path] = TargetFile(script.path, adopted.text.encode("utf-8"), script.name)

    def add_script(self, path: str, content: str, name: str) -> None:
        """Add a script without tokens.

        :arg name: the scenario
        """
        if self.project.tokens.find_in([content]):
            self._clashes.append(path)
        self._files[path] = TargetFile(path, content.encode("utf-8"), name)

    def delete_script(self, script: LocalScript) -> None:
        """Delete the file of a script."""
        self._files[script.path] = TargetFile(script.path, None, script.name)

    def finish(self) -> t.Tuple[str, t.Dict[str, TargetFile]]:
        """Return the manifest's new text, and the scripts to write by path.

        :raises ConflictError: if tokens would be lost, or the manifest cannot be changed
        """
        if self._clashes:
            raise ConflictError(
                "The account contains text that is identical to tokens in "
                f"{', '.join(self._clashes)}. Nothing was written.",
                field="substitutions",
                advice="Choose other tokens.",
            )
        if self._problems and not self._force:
            raise ConflictError(
                f"The values of these tokens were edited in the account: {', '.join(self._problems)}. "
                "Nothing was written.",
                field="substitutions",
                advice="Change the values in substitutions, or set force to write the new values in place of the "
                "tokens.",
            )
        try:
            return edit_yaml(self.project.text, self._changes), self._files
        except Uneditable as error:
            raise self._uneditable(error.line, error.reason) from error

    def _change(self, change: Change, line: int) -> None:
        try:
            find(self._root, change.path)
        except Uneditable as error:
            raise self._uneditable(max(line, error.line), error.reason) from error
        self._changes.append(change)

    def _uneditable(self, line: int, reason: str) -> ConflictError:
        return ConflictError(
            f"{self.project.manifest}:{line}: The account differs here, and the manifest cannot be changed: {reason}. "
            "Nothing was written.",
            field="dest",
            advice="Change it by hand.",
        )

    def _line(self, path: Path) -> int:
        """Return the line of the innermost part of a path that has a place of its own."""
        node, line = self._root, 1
        for part in path:
            if node.kind == "alias":
                break
            place = part if isinstance(part, int) else node.index_of(part)
            if place is None or place >= len(node.children):
                break
            line = node.keys[place].line if node.keys else node.children[place].line
            node = node.children[place]
        return line
