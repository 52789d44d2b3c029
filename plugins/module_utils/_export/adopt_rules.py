# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Bring the applications of an account and their rules into a project."""

from __future__ import annotations

import typing as t

from .._objects.names import compose
from .adopt_objects import adopt_objects, without_ignored
from .changes import Collector, Missing, arrange, match
from .project import Entry, LocalProject
from .snapshot import Snapshot, is_declarable
from .yaml_lists import Item, New
from .yaml_tree import Path

_PATTERNS = ("pattern", "pattern_exclude")


def adopt_applications(
    collector: Collector,
    snapshot: Snapshot,
    selected: t.Optional[t.Sequence[str]],
    renamed: t.Mapping[str, str],
    *,
    prune: bool,
) -> t.List[Missing]:
    """Collect the changes of applications and rules, and return what stays declared without being in the account.

    :arg selected: only these applications
    :arg renamed: names of scenarios in the account by their names in the project
    """
    project = collector.project
    entries = project.applications
    current = {str(entry["name"]): entry for entry in snapshot.applications}
    declared = {index: project.application_names(entry) for index, entry in enumerate(entries)}
    in_scope = {index: pair for index, pair in declared.items() if project.is_selected(entries[index], selected)}
    known = [name for name in current if not project.ignores_in(name)]
    matching = match(
        in_scope, known, lambda index, name: _has_equal_rules(collector, entries[index], current[name], renamed)
    )
    numbers = {number for application in current.values() for number in _numbers_of(application)}
    missing: t.List[Missing] = []
    for index, name in matching.found.items():
        entry, path = entries[index], ("applications", index)
        if name != declared[index][0]:
            suffix = project.name(entry["name"])[len(declared[index][0]) :]
            collector.rename(path, entry, name + suffix)
        collector.set_flag(path, "secure_record_storage", entry, current[name])
        if "rules" in entry:
            rules = _Rules(collector, (*path, "rules"), entry["rules"], name, renamed)
            missing += rules.adopt(current[name]["rules"], prune=prune)
        other_numbers = numbers - {*_numbers_of(current[name])}
        missing += adopt_objects(
            collector, path, entry, current[name], other_numbers, unread=snapshot.unread, prune=prune
        )
    gone = matching.missing if prune else ()
    items: t.List[Item] = [index for index in declared if index not in gone]
    for index in sorted(declared.keys() - matching.found.keys() - set(gone)):
        entry = entries[index]
        unread = _Rules(collector, ("applications", index, "rules"), entry.get("rules") or (), entry["name"], renamed)
        unread.rename_scenarios(range(len(entry.get("rules") or ())))
    for name in sorted(matching.new):
        own = own_rules(project, name, current[name]["rules"])
        new = without_ignored(project, current[name])
        items.append(New({**new, "rules": [_new_rule(collector, rule) for rule in own]}))
    collector.set_items(("applications",), items, len(entries))
    return missing + [Missing("application", declared[index][0]) for index in matching.missing if index not in gone]


def own_rules(project: LocalProject, application: str, rules: t.Iterable[Entry]) -> t.List[Entry]:
    """Return the rules of an application that no other project has."""
    return [rule for rule in rules if not project.ignores_in(application, "rules", str(rule["name"]))]


def _numbers_of(application: Entry) -> t.List[str]:
    return [str(entry["number"]) for entry in application.get("phone_numbers", ())]


class _Rules:
    """Brings the rules of an application into a project.

    :arg path: of the list of rules
    :arg application: its short name in the account
    """

    def __init__(
        self,
        collector: Collector,
        path: Path,
        entries: t.Sequence[Entry],
        application: str,
        renamed: t.Mapping[str, str],
    ) -> None:
        self._collector, self._path, self._entries = collector, path, entries
        self._application, self._renamed = application, renamed

    def adopt(self, rules: t.Sequence[Entry], *, prune: bool) -> t.List[Missing]:
        """Collect the changes of rules and of their order."""
        project = self._collector.project
        current = {compose(str(rule["name"])): rule for rule in own_rules(project, self._application, rules)}
        declared = {
            index: (project.name(entry["name"]), project.previous_name(entry))
            for index, entry in enumerate(self._entries)
        }
        matching = match(
            declared,
            list(current),
            lambda index, name: _is_equal(self._collector, self._entries[index], current[name], self._renamed),
        )
        for index, name in matching.found.items():
            self._adopt(index, declared[index][0], current[name])
        indices = {name: index for index, name in matching.found.items()}
        order: t.List[Item] = [
            indices[name] if name in indices else New(_new_rule(self._collector, rule))
            for name, rule in current.items()
        ]
        items = arrange(order, () if prune else matching.missing)
        self._collector.set_items(self._path, items, len(self._entries))
        left = () if prune else matching.missing
        self.rename_scenarios(left)
        return [Missing("rule", declared[index][0], self._application) for index in left]

    def rename_scenarios(self, indices: t.Iterable[int]) -> None:
        """Change the names of renamed scenarios in rules that stay as they are otherwise."""
        for index in indices:
            for number, written in enumerate(self._entries[index].get("scenarios") or ()):
                name = _scenario(self._collector, written, self._renamed)
                if name != self._collector.project.name(written):
                    self._collector.set_string((*self._path, index, "scenarios", number), name, written)

    def _adopt(self, index: int, name: str, current: Entry) -> None:
        collector, entry, path = self._collector, self._entries[index], (*self._path, index)
        if compose(current["name"]) != name:
            collector.rename(path, entry, current["name"])
        for key in _PATTERNS:
            if key in entry:
                collector.set_string((*path, key), current[key], entry[key])
        collector.set_flag(path, "video_conference", entry, current)
        if "scenarios" in entry and "scenarios" in current:
            self._adopt_scenarios((*path, "scenarios"), entry["scenarios"], current["scenarios"])
        elif "scenarios" in entry:
            collector.remove_key(path, "scenarios")

    def _adopt_scenarios(self, path: Path, written: t.Sequence[str], current: t.Sequence[str]) -> None:
        project = self._collector.project
        indices = {_scenario(self._collector, value, self._renamed): index for index, value in enumerate(written)}
        items: t.List[Item] = []
        for name in current:
            index = indices.get(compose(name))
            if index is not None:
                if project.name(written[index]) != compose(name):
                    self._collector.set_string((*path, index), name, written[index])
                items.append(index)
                self._collector.references.add(name)
            elif not project.ignores("scenarios", name):
                items += [New(name)] if is_declarable(name) else []
                self._collector.references.add(name)
        self._collector.set_items(path, items, len(written))


def _new_rule(collector: Collector, rule: Entry) -> t.Dict[str, t.Any]:
    collector.references.update(rule.get("scenarios", ()))
    return dict(rule)


def _scenario(collector: Collector, written: str, renamed: t.Mapping[str, str]) -> str:
    """Return the name that a scenario of a rule has in the account."""
    name = collector.project.name(written)
    return renamed.get(name, name)


def _is_equal(collector: Collector, entry: Entry, current: Entry, renamed: t.Mapping[str, str]) -> bool:
    """Return whether a rule has all the attributes that are declared, but for the name."""
    expand = collector.project.tokens.expand
    if any(key in entry and expand(entry[key]) != current[key] for key in _PATTERNS):
        return False
    if entry.get("video_conference", current["video_conference"]) != current["video_conference"]:
        return False
    if "scenarios" not in entry or "scenarios" not in current:
        return True
    scenarios = [_scenario(collector, value, renamed) for value in entry["scenarios"]]
    return scenarios == [compose(name) for name in current["scenarios"]]


def _has_equal_rules(collector: Collector, entry: Entry, current: Entry, renamed: t.Mapping[str, str]) -> bool:
    """Return whether an application has exactly the rules that are declared."""
    rules = entry.get("rules")
    if rules is None or len(rules) != len(current["rules"]):
        return False
    return all(
        collector.project.name(rule["name"]) == compose(found["name"]) and _is_equal(collector, rule, found, renamed)
        for rule, found in zip(rules, current["rules"])
    )
