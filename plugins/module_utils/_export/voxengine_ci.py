# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Read a voxengine-ci project, up to version 36, without the platform."""

from __future__ import annotations

import dataclasses
import os
import typing as t

from .._api.errors import ConflictError, InputError
from .._objects.filters import contains
from .._objects.models import short_name_of
from .._objects.names import compose
from .config_files import (
    FIELD,
    is_directory,
    list_configs,
    list_files,
    list_names,
    read_config,
    read_text,
    unusable_value,
)
from .file_names import is_script_like
from .snapshot import ExportedScenario, Snapshot

ROOT = "voxfiles"
APPLICATIONS = "applications"
SOURCES = os.path.join("scenarios", "src")
EXTENSIONS = (".voxengine.js", ".voxengine.ts")

_CONFIGS = ("application.config", "rules.config")
_RULE_KEYS = {
    "ruleName": ("name", str),
    "rulePattern": ("pattern", str),
    "rulePatternExclude": ("pattern_exclude", str),
    "videoConference": ("video_conference", bool),
}


@dataclasses.dataclass(frozen=True)
class _Directory:
    """The directory of an application.

    :arg application: as in the manifest
    """

    path: str
    application: t.Mapping[str, t.Any]

    def is_called(self, name: str) -> bool:
        """Return whether this is the application's name, short or in full."""
        return name in (self.application["name"], os.path.basename(self.path))


def read_project(
    directory: str,
    names: t.Optional[t.Sequence[str]] = None,
    name_contains: t.Optional[str] = None,
    *,
    include_unused: bool = False,
) -> Snapshot:
    """Read a project's applications, rules and scenarios. The manifest contains nothing that its files do not contain.

    :arg directory: the project, its directory voxfiles, or what VOX_CI_ROOT_PATH named
    :arg names: only these applications, their scenarios and the scenarios that their rules run
    :arg name_contains: only scenarios whose names contain this
    :arg include_unused: also take scenarios that no rule runs, which voxengine-ci does not upload
    :raises VoximplantError: if it is not such a project, or a file cannot be read
    """
    root = os.path.join(directory, ROOT) if is_directory(os.path.join(directory, ROOT)) else directory
    paths = _subdirectories(os.path.join(root, APPLICATIONS))
    configured = [path for path in paths if _is_configured(path)]
    stray = [path for path in paths if path not in configured and (_sources(path) or _near_misses(path))]
    if not configured and not stray and not is_directory(os.path.join(root, SOURCES)):
        raise InputError(
            f"{directory} is not a voxengine-ci project: it has no {ROOT}, {APPLICATIONS} or {SOURCES} with files.",
            field=FIELD,
            advice="If the project sets VOX_CI_ROOT_PATH, use that directory.",
        )
    directories = [_Directory(path, _application(path)) for path in configured]
    _check_names(names, directories)
    selected = [found for found in directories if names is None or any(map(found.is_called, names))]
    scenarios = _scenarios(root, None)
    for found in selected:
        scenarios += _scenarios(found.path, found.application["name"])
    scenarios = _without_copies(scenarios)
    used = {name for found in selected for rule in found.application["rules"] for name in rule["scenarios"]}
    relevant = [
        scenario
        for scenario in scenarios
        if contains(scenario.name, name_contains)
        and (names is None or scenario.application_name is not None or scenario.name in used)
    ]
    unused = [] if include_unused else sorted({scenario.name for scenario in relevant} - used)
    without_source = sorted(used - {scenario.name for scenario in scenarios})
    near_misses = [path for place in (root, *(found.path for found in selected)) for path in _near_misses(place)]
    return Snapshot(
        tuple(scenario for scenario in relevant if scenario.name not in unused),
        tuple(found.application for found in selected),
        warnings=tuple(_warnings(root, stray, near_misses, unused, without_source)),
        origin="the files of the project",
    )


def _warnings(
    root: str,
    stray: t.Sequence[str],
    near_misses: t.Sequence[str],
    unused: t.Sequence[str],
    without_source: t.Sequence[str],
) -> t.Iterator[str]:
    if stray:
        places = ", ".join(os.path.relpath(path, root) for path in stray)
        yield f"These directories have neither {' nor '.join(_CONFIGS)} and are left out, with their sources: {places}."
    if near_misses:
        places = ", ".join(os.path.relpath(path, root) for path in near_misses)
        yield (
            f"Sources are files in {SOURCES} whose names end in {' or '.join(EXTENSIONS)}, "
            f"so these are left out: {places}."
        )
    if unused:
        yield (
            f"No rule runs these scenarios, so voxengine-ci does not upload them and they are left out: "
            f"{', '.join(unused)}. Set include_unused to convert them as well."
        )
    if without_source:
        yield (
            f"Rules run these scenarios, but the project has no source for them: {', '.join(without_source)}. "
            "The manifest declares them without a file, so they have to exist in the account. Version 36 does not "
            "download Shared scenarios: export the account instead to get them."
        )


def _subdirectories(parent: str) -> t.List[str]:
    names = [name for name in list_names(parent) if not name.startswith(".")]
    return [path for path in (os.path.join(parent, name) for name in names) if is_directory(path)]


def _is_configured(path: str) -> bool:
    """Return whether a directory belongs to an application; version 36 makes empty ones for all of an account."""
    return any(list_configs(path, stem) for stem in _CONFIGS)


def _application(path: str) -> t.Dict[str, t.Any]:
    """Return an application as in the manifest."""
    config = read_config(path, _CONFIGS[0], dict)
    name = config.value.get("applicationName") or os.path.basename(path)
    if not isinstance(name, str):
        raise unusable_value(config.path, "applicationName")
    rules = read_config(path, _CONFIGS[1], list)
    return {"name": short_name_of(name), "rules": [_rule(rules.path, row) for row in rules.value]}


def _rule(path: str, row: t.Any) -> t.Dict[str, t.Any]:
    """Return a rule as in the manifest, with the keys that its file has."""
    if not isinstance(row, dict) or not row.get("ruleName"):
        raise unusable_value(path, "ruleName")
    rule: t.Dict[str, t.Any] = {}
    for key, (name, kind) in _RULE_KEYS.items():
        if row.get(key) is not None:
            if not isinstance(row[key], kind):
                raise unusable_value(path, key)
            rule[name] = row[key]
    scenarios = row.get("scenarios") or []
    if not isinstance(scenarios, list):
        raise unusable_value(path, "scenarios")
    present = [name for name in scenarios if name is not None]  # voxengine-ci writes null for what it cannot name
    if not all(isinstance(name, str) for name in present):
        raise unusable_value(path, "scenarios")
    return {**rule, "scenarios": list(dict.fromkeys(map(compose, present)))}


def _sources(path: str) -> t.List[str]:
    """Return the paths of the sources below a directory."""
    directory = os.path.join(path, SOURCES)
    return [os.path.join(directory, name) for name in list_names(directory) if _is_source(name)]


def _is_source(name: str) -> bool:
    return name.endswith(EXTENSIONS) and name[0] != "."


def _near_misses(path: str) -> t.List[str]:
    """Return the paths of scripts that are not sources, because of their names or their subdirectories."""
    sources = set(_sources(path))
    scripts = [file for file in list_files(os.path.join(path, SOURCES)) if is_script_like(os.path.basename(file))]
    return sorted(script for script in scripts if script not in sources)


def _scenarios(path: str, application_name: t.Optional[str]) -> t.List[ExportedScenario]:
    """Return the scenarios with sources below a directory; one in TypeScript comes without a script."""
    found = []
    for source in _sources(path):
        name, _separator, extension = os.path.basename(source).rpartition(".voxengine.")
        script = read_text(source) if extension == "js" else None
        found.append(ExportedScenario(compose(name), script, application_name))
    return found


def _without_copies(scenarios: t.Sequence[ExportedScenario]) -> t.List[ExportedScenario]:
    """Take a source once that lies in several directories with the same bytes.

    No scope is declared for it: a sync then finds the scenario wherever the account has it.
    """
    found: t.Dict[str, ExportedScenario] = {}
    for scenario in scenarios:
        other = found.setdefault(scenario.name, scenario)
        if other is scenario:
            continue
        if scenario.script is None or scenario.script != other.script:
            raise ConflictError(
                f"The project has several different sources for the scenario {scenario.name!r}.",
                field=FIELD,
                advice="Keep one of them.",
            )
        found[scenario.name] = dataclasses.replace(other, application_name=None)
    return list(found.values())


def _check_names(names: t.Optional[t.Sequence[str]], directories: t.Sequence[_Directory]) -> None:
    missing = [name for name in names or () if not any(found.is_called(name) for found in directories)]
    if missing:
        there = ", ".join(found.application["name"] for found in directories)
        raise InputError(
            f"The project has no applications called {', '.join(map(repr, missing))}; it has: {there or 'none'}.",
            field=APPLICATIONS,
        )
