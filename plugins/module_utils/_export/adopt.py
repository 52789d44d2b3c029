# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Bring an account into a project: what changed there changes in the files, and nothing else."""

from __future__ import annotations

import collections
import dataclasses
import typing as t

from .._objects.filters import contains
from .._objects.names import compose
from .._objects.script import is_same
from .adopt_rules import adopt_applications, own_rules
from .changes import Collector, Matching, Missing, expanded_strings, match
from .file_names import file_stems
from .project import Entry, LocalProject, LocalScript
from .prune import Pruning, check_scripts_left, prune_scenarios
from .shared_files import check_shared, shared_files
from .snapshot import (
    EXTENSION,
    SCENARIOS,
    ExportedScenario,
    Snapshot,
    TargetFile,
    check_unicode,
    check_unique,
    entry_of,
    glob_of,
    is_declarable,
)
from .twins import without_twins
from .yaml_lists import Item, New
from .yaml_tree import load


@dataclasses.dataclass(frozen=True)
class AdoptOptions:
    """What a task says about adopting.

    :arg prune: remove what the account does not have any more
    :arg update_scripts: write changed scripts; otherwise they are only reported
    :arg applications: only these
    :arg name_contains: only scenarios whose names contain this
    """

    force: bool = False
    prune: bool = False
    update_scripts: bool = True
    applications: t.Optional[t.Sequence[str]] = None
    name_contains: t.Optional[str] = None


@dataclasses.dataclass(frozen=True)
class Adoption:
    """The files of a project that an account was brought into.

    :arg files: the manifest, then every script that has a file
    :arg missing: what the account does not have any more and the project still declares
    :arg not_updated: scripts that differ and were not written: path, scenario and reason
    :arg pruned: whether all that can be removed was removed
    """

    files: t.Tuple[TargetFile, ...]
    missing: t.Tuple[Missing, ...]
    not_updated: t.Tuple[t.Tuple[str, str, str], ...]
    warnings: t.Tuple[str, ...]
    pruned: bool = False


def adopt(project: LocalProject, snapshot: Snapshot, options: AdoptOptions) -> Adoption:
    """Bring an account into a project.

    :raises VoximplantError: if it is not possible; nothing is written then
    """
    project = dataclasses.replace(project, full_names=snapshot.full_names)
    own = [
        {**found, "rules": own_rules(project, str(found["name"]), found["rules"])}
        for found in snapshot.applications
        if not project.ignores_in(str(found["name"]))
    ]
    check_unique(dataclasses.replace(snapshot, applications=tuple(own)))
    check_unicode(snapshot)
    snapshot, twin_warnings = without_twins(project, snapshot)
    collector = Collector(project, force=options.force)
    scenarios = _Scenarios(project, snapshot, options, collector)
    renamed = {script.name: name for script, name in scenarios.matching.found.items()}
    missing = adopt_applications(collector, snapshot, options.applications, renamed, prune=options.prune)
    scenarios.adopt(collector.references)
    manifest, changed = collector.finish()
    files = {**project.files, **changed}
    check_scripts_left(project, files)
    return Adoption(
        (TargetFile(project.manifest, manifest.encode("utf-8")), *(files[path] for path in sorted(files))),
        tuple(scenarios.missing() + missing),
        tuple(scenarios.not_updated),
        (*snapshot.warnings, *twin_warnings, *scenarios.warnings, *_lost_tokens(project, manifest, files)),
        options.prune,
    )


class _Scenarios:
    """Brings the scenarios of an account into a project."""

    def __init__(self, project: LocalProject, snapshot: Snapshot, options: AdoptOptions, collector: Collector) -> None:
        self._project, self._snapshot, self._options, self._collector = project, snapshot, options, collector
        self._current = {compose(scenario.name): scenario for scenario in snapshot.scenarios}
        self._existing = {compose(name) for name in snapshot.existing}
        self._shared = shared_files(project)
        self.not_updated: t.List[t.Tuple[str, str, str]] = []
        self.warnings: t.List[str] = []
        self.matching = self._match()
        self._pruning = (
            prune_scenarios(project, self.matching.missing, options.applications, update_scripts=options.update_scripts)
            if options.prune
            else Pruning()
        )

    def _match(self) -> Matching[LocalScript]:
        declared = {
            script: (script.name, self._project.previous_name(self._entry(script)))
            for script in self._project.scripts
            if contains(script.name, self._options.name_contains)
            and (script.name in self._current or script.name not in self._existing)
        }
        current = [
            name
            for name, scenario in self._current.items()
            if is_declarable(scenario.name) and not self._is_ignored(scenario)
        ]
        return match(declared, current, self._is_equal)

    def adopt(self, references: t.Collection[str]) -> None:
        """Collect the changes of scenarios and scripts.

        :arg references: names of the scenarios that rules run
        """
        project, matching = self._project, self.matching
        if self._options.update_scripts:
            self._check_shared()
        for script, name in matching.found.items():
            self._adopt(script, self._current[name])
        for script in self._pruning.deleted:
            self._collector.delete_script(script)
        self.warnings += [
            f"The account does not have the scenario {script.name!r} any more, and prune leaves it in the project: "
            f"{reason}{f' ({script.path})' if script.path else ''}. Remove it by hand."
            for script, reason in self._pruning.kept
        ]
        removed = {script.index for script in self._pruning.removed}
        items: t.List[Item] = [index for index in range(len(project.scenarios)) if index not in removed]
        items += [
            New(entry_of(dataclasses.replace(self._current[name], name=name), script.path))
            for script, name in self._scripts_to_declare()
        ]
        items += self._add([self._current[name] for name in sorted(matching.new)])
        declared = {script.name for script in project.scripts} | set(matching.found.values()) | set(matching.new)
        items += [
            New({"name": name})
            for name in sorted(map(compose, references))
            if name not in declared and is_declarable(name) and not project.ignores("scenarios", name)
        ]
        self._collector.set_items(("scenarios",), items, len(project.scenarios))
        self._ignore(references)

    def _ignore(self, references: t.Collection[str]) -> None:
        """Ignore the scenarios that no manifest can declare, so that a deployment leaves them and their rules alone."""
        project = self._project
        own = {scenario.name for scenario in self._current.values() if not self._is_ignored(scenario)}
        previous = {project.previous_name(entry) for entry in project.scenarios}  # a deployment renames them
        names = sorted(
            name
            for name in own.union(references) - previous
            if name and not is_declarable(name) and not project.ignores("scenarios", name)
        )
        if names:
            self._collector.ignore_scenarios([glob_of(name) for name in names])
        for name in names:
            self.warnings.append(
                f"A manifest cannot declare a scenario called {name!r}, so it is added to ignore.scenarios."
            )

    def _check_shared(self) -> None:
        texts = {script: self._current[name].script or "" for script, name in self.matching.found.items()}
        read = {*texts, *self.matching.missing}
        unread = [script for script in self._project.scripts if script not in read and script.name in self._existing]
        check_shared(self._project, texts, unread)

    def missing(self) -> t.List[Missing]:
        """Return the scenarios that stay declared without being in the account."""
        removed = set(self._pruning.removed)
        missing = (script for script in self.matching.missing if script not in removed)
        return [Missing("scenario", script.name, self._scope(script)) for script in missing]

    def _is_ignored(self, scenario: ExportedScenario) -> bool:
        return self._project.ignores("scenarios", scenario.name) or (
            scenario.application_name is not None and self._project.ignores_in(scenario.application_name)
        )

    def _is_equal(self, script: LocalScript, name: str) -> bool:
        current = self._current[name]
        if script.content is None or current.script is None or self._scope(script) != current.application_name:
            return False
        if script.path in self._shared and self._project.is_loose(script):
            return False  # an entry that names the file would hide the other scenarios
        return is_same(self._project.tokens.expand(script.content), current.script)

    def _adopt(self, script: LocalScript, current: ExportedScenario) -> None:
        project, collector = self._project, self._collector
        name = compose(current.name)
        if script.index is not None:
            entry, path = project.scenarios[script.index], ("scenarios", script.index)
            if name != script.name:
                collector.rename(path, entry, current.name)
                if project.is_loose(script):
                    collector.add_key(path, "src", script.path)
            scope = self._scope(script)
            if scope is not None and current.application_name is None:
                collector.remove_key(path, "application_name")
            elif scope is not None and scope != current.application_name:
                collector.set_string(
                    (*path, "application_name"), t.cast(str, current.application_name), entry["application_name"]
                )
        self._adopt_script(script, current)

    def _adopt_script(self, script: LocalScript, current: ExportedScenario) -> None:
        theirs = t.cast(str, current.script)
        if script.content is None or is_same(self._project.tokens.expand(script.content), theirs):
            return
        reason = script.obstacle
        if not self._options.update_scripts:
            reason = "update_scripts is false"
        if reason:
            self.not_updated.append((script.path, current.name, reason))
        else:
            self._collector.set_script(dataclasses.replace(script, name=current.name), theirs)

    def _scripts_to_declare(self) -> t.List[t.Tuple[LocalScript, str]]:
        """Return renamed scenarios that only a file name declared: they need an entry now, since the file stays."""
        return [
            (script, name)
            for script, name in self.matching.found.items()
            if script.index is None and name != script.name
        ]

    def _add(self, scenarios: t.Sequence[ExportedScenario]) -> t.Iterator[Item]:
        """Add files for new scenarios, and yield the entries that they need."""
        project = self._project
        directory = self._directory()
        taken = [
            path.rpartition("/")[2][: -len(EXTENSION)]
            for path in (script.path for script in project.scripts)
            if path.rpartition("/")[0] == directory and path.endswith(EXTENSION)
        ]
        stems = file_stems((scenario.name for scenario in scenarios), taken)
        for scenario in scenarios:
            stem = stems[scenario.name]
            path = f"{directory}/{stem}{EXTENSION}" if directory else f"{stem}{EXTENSION}"
            self._collector.add_script(path, scenario.script or "", scenario.name)
            is_declared = project.is_found(path) and stem == compose(scenario.name)
            if not is_declared or scenario.application_name is not None:
                yield New(entry_of(scenario, path))

    def _directory(self) -> str:
        """Return where new scripts go: scenarios_dir, or the directory that contains most scripts."""
        if self._project.scenarios_dir is not None:
            return self._project.scenarios_dir
        paths = [script.path for script in self._project.scripts if script.path and not script.obstacle]
        counts = collections.Counter(path.rpartition("/")[0] for path in paths)
        return counts.most_common(1)[0][0] if counts else SCENARIOS

    def _scope(self, script: LocalScript) -> t.Optional[str]:
        return self._project.short_name(self._entry(script).get("application_name"))

    def _entry(self, script: LocalScript) -> Entry:
        """Return a scenario as in the manifest; nothing if it has no entry."""
        return {} if script.index is None else self._project.scenarios[script.index]


def _lost_tokens(project: LocalProject, manifest: str, files: t.Mapping[str, TargetFile]) -> t.List[str]:
    """Warn of tokens that occur nowhere any more, which is a mistake in a project."""
    before = project.tokens.find_in([*_strings(project.value), *(script.content or "" for script in project.scripts)])
    outside = [script.content or "" for script in project.scripts if script.obstacle]
    written = [(file.content or b"").decode("utf-8") for file in files.values()]
    lost = sorted(before - project.tokens.find_in([*_strings(load(manifest)), *outside, *written]))
    if not lost:
        return []
    return [f"These tokens no longer occur in the project: {', '.join(lost)}. Remove them from substitutions."]


def _strings(manifest: t.Mapping[str, t.Any]) -> t.Iterator[str]:
    for key in ("scenarios", "applications"):
        yield from expanded_strings(manifest.get(key), key)
