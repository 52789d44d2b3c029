# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Reads a project of voxengine-ci from its folder, without the platform."""

from __future__ import annotations

import json
import os
import typing as t

from .._api.errors import InputError
from .._objects.filters import contains
from .._objects.models import short_name_of
from .snapshot import ExportedScenario, Snapshot

ROOT = "voxfiles"
APPLICATIONS = "applications"
SOURCES = os.path.join("scenarios", "src")
ENDINGS = (".voxengine.js", ".voxengine.ts")

_RULE_KEYS = {
    "ruleName": ("name", str),
    "rulePattern": ("pattern", str),
    "rulePatternExclude": ("pattern_exclude", str),
    "videoConference": ("video_conference", bool),
}
_FIELD = "from_voxengine_ci"


def read_project(
    folder: str, names: t.Optional[t.Sequence[str]] = None, name_contains: t.Optional[str] = None
) -> Snapshot:
    """Read a project's applications, rules and scenarios. What its files do not tell, the manifest will not either.

    :arg folder: the project, or its folder voxfiles
    :arg names: only these applications, and the scenarios that are theirs or that their rules run
    :arg name_contains: only scenarios whose names contain this
    :raises VoximplantError: when it is no such project, or a file cannot be read
    """
    root = os.path.join(folder, ROOT) if os.path.isdir(os.path.join(folder, ROOT)) else folder
    places = _application_folders(root)
    if not places and not os.path.isdir(os.path.join(root, SOURCES)):
        raise InputError(
            f"{folder} is no project of voxengine-ci: it has neither {ROOT}, nor {APPLICATIONS} or {SOURCES}.",
            field=_FIELD,
        )
    applications = {place: _application(place) for place in places}
    _check_names(names, applications)
    chosen = {place: one for place, one in applications.items() if names is None or _is_named(place, one, names)}
    scenarios = _scenarios(root, None)
    for place, application in chosen.items():
        scenarios += _scenarios(place, application["name"])
    run = {name for application in chosen.values() for rule in application["rules"] for name in rule["scenarios"]}
    kept = tuple(
        scenario
        for scenario in scenarios
        if contains(scenario.name, name_contains)
        and (names is None or scenario.application_name is not None or scenario.name in run)
    )
    return Snapshot(kept, tuple(chosen.values()))


def _application_folders(root: str) -> t.Tuple[str, ...]:
    parent = os.path.join(root, APPLICATIONS)
    names = sorted(os.listdir(parent)) if os.path.isdir(parent) else []
    return tuple(os.path.join(parent, name) for name in names if os.path.isdir(os.path.join(parent, name)))


def _application(place: str) -> t.Dict[str, t.Any]:
    """An application as a manifest has it."""
    config = _json(os.path.join(place, "application.config.json"), dict, {})
    name = config.get("applicationName") or os.path.basename(place)
    if not isinstance(name, str):
        raise _unusable(os.path.join(place, "application.config.json"), "applicationName")
    path = os.path.join(place, "rules.config.json")
    return {"name": short_name_of(name), "rules": [_rule(path, row) for row in _json(path, list, [])]}


def _rule(path: str, row: t.Any) -> t.Dict[str, t.Any]:
    """A rule as a manifest has it, with the keys that its file has."""
    if not isinstance(row, dict) or not row.get("ruleName"):
        raise _unusable(path, "ruleName")
    rule: t.Dict[str, t.Any] = {}
    for key, (name, kind) in _RULE_KEYS.items():
        if row.get(key) is not None:
            if not isinstance(row[key], kind):
                raise _unusable(path, key)
            rule[name] = row[key]
    scenarios = row.get("scenarios") or []
    if not isinstance(scenarios, list):
        raise _unusable(path, "scenarios")
    present = [name for name in scenarios if name is not None]  # voxengine-ci writes null for what it cannot name
    if not all(isinstance(name, str) for name in present):
        raise _unusable(path, "scenarios")
    return {**rule, "scenarios": list(dict.fromkeys(present))}


def _scenarios(place: str, application_name: t.Optional[str]) -> t.List[ExportedScenario]:
    """The scenarios whose sources are below a folder; one in TypeScript comes without a text."""
    folder = os.path.join(place, SOURCES)
    found = []
    for file in sorted(os.listdir(folder)) if os.path.isdir(folder) else []:
        ending = next((ending for ending in ENDINGS if file.endswith(ending)), None)
        if ending is not None:
            script = _text(os.path.join(folder, file)) if ending == ENDINGS[0] else None
            found.append(ExportedScenario(file[: -len(ending)], script, application_name))
    return found


def _is_named(place: str, application: t.Mapping[str, t.Any], names: t.Iterable[str]) -> bool:
    return any(name in (application["name"], os.path.basename(place)) for name in names)


def _check_names(names: t.Optional[t.Sequence[str]], applications: t.Mapping[str, t.Mapping[str, t.Any]]) -> None:
    missing = [name for name in names or () if not any(_is_named(*pair, [name]) for pair in applications.items())]
    if missing:
        there = ", ".join(one["name"] for one in applications.values())
        raise InputError(
            f"The project has no applications called {', '.join(map(repr, missing))}; it has: {there or 'none'}.",
            field=APPLICATIONS,
        )


def _json(path: str, kind: t.Type[t.Any], default: t.Any) -> t.Any:
    """The content of a JSON file, or the default where there is none."""
    if not os.path.exists(path):
        return default
    try:
        value = json.loads(_text(path))
    except ValueError as error:
        raise InputError(f"{path} is not JSON: {error}.", field=_FIELD) from error
    if not isinstance(value, kind):
        raise _unusable(path, "the whole file")
    return value


def _text(path: str) -> str:
    """The text of a file, byte for byte."""
    try:
        with open(path, "rb") as file:
            return file.read().decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8: byte {error.start} cannot be read.", field=_FIELD) from error
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.", field=_FIELD) from error


def _unusable(path: str, part: str) -> InputError:
    return InputError(f"{path} has no usable value for {part}.", field=_FIELD)
