# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""From an account to files: a manifest, and one file for each scenario."""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.errors import ConflictError, InputError, MissingLibraryError
from .._plan.scenario import MAX_NAME_CHARACTERS
from .file_names import file_stems

try:
    import yaml
except ImportError:
    HAS_YAML = False
else:
    HAS_YAML = True

MANIFEST = "voximplant.yml"
SCENARIOS = "scenarios"
ENDING = ".js"

_MANY_COLUMNS = 1000000


@dataclasses.dataclass(frozen=True)
class ExportedScenario:
    """A scenario to be written to a file.

    :arg script: its text; none if the manifest is to name a file that something else makes
    :arg application_name: the application that it belongs to, or none for a Shared one
    """

    name: str
    script: t.Optional[str]
    application_name: t.Optional[str] = None


@dataclasses.dataclass(frozen=True)
class Snapshot:
    """What is exported.

    :arg applications: as the manifest has them
    """

    scenarios: t.Tuple[ExportedScenario, ...] = ()
    applications: t.Tuple[t.Mapping[str, t.Any], ...] = ()


@dataclasses.dataclass(frozen=True)
class TargetFile:
    """A file as it is to be.

    :arg path: relative to the folder of the export, with slashes
    :arg scenario_name: whose text it holds; none for the manifest
    """

    path: str
    content: bytes
    scenario_name: t.Optional[str] = None


def files_of(snapshot: Snapshot) -> t.Tuple[TargetFile, ...]:
    """The files that say what a snapshot holds: the manifest, then the scenarios by name.

    :raises ConflictError: when two scenarios have one name
    :raises InputError: when something is not valid Unicode text
    """
    scenarios = sorted(snapshot.scenarios, key=lambda scenario: scenario.name)
    _check_unique(scenarios)
    paths = _paths(scenarios)
    _check_unicode(scenarios, snapshot.applications)
    written = [
        TargetFile(paths[scenario.name], scenario.script.encode("utf-8"), scenario.name)
        for scenario in scenarios
        if scenario.script is not None
    ]
    manifest = {
        "scenarios": [
            _entry(scenario, paths[scenario.name]) for scenario in scenarios if _is_declarable(scenario.name)
        ],
        "applications": [dict(one) for one in sorted(snapshot.applications, key=lambda one: str(one["name"]))],
    }
    return (TargetFile(MANIFEST, _as_yaml(manifest)), *written)


def warnings_of(snapshot: Snapshot) -> t.Tuple[str, ...]:
    """What the reader of the files has to know."""
    paths = _paths(snapshot.scenarios)
    unbuilt = sorted(scenario.name for scenario in snapshot.scenarios if scenario.script is None)
    undeclared = sorted(scenario.name for scenario in snapshot.scenarios if not _is_declarable(scenario.name))
    warnings = []
    if unbuilt:
        files = ", ".join(f"{name!r} to {paths[name]}" for name in unbuilt)
        warnings.append(
            f"These scenarios are TypeScript; a build step has to compile them before a deployment: {files}."
        )
    if undeclared:
        files = ", ".join(f"{name!r} in {paths[name]}" for name in undeclared)
        warnings.append(f"A manifest cannot declare scenarios with these names, so it leaves them out: {files}.")
    return tuple(warnings)


def _paths(scenarios: t.Iterable[ExportedScenario]) -> t.Dict[str, str]:
    """Each scenario's file by the scenario's name."""
    stems = file_stems(scenario.name for scenario in scenarios)
    return {name: f"{SCENARIOS}/{stem}{ENDING}" for name, stem in stems.items()}


def _is_declarable(name: str) -> bool:
    """Whether a manifest can declare a scenario of this name."""
    return 0 < len(name) <= MAX_NAME_CHARACTERS and ";" not in name


def _check_unique(scenarios: t.Sequence[ExportedScenario]) -> None:
    names = [scenario.name for scenario in scenarios]
    twice = sorted({name for name, following in zip(names, names[1:]) if name == following})
    if twice:
        raise ConflictError(
            f"Several scenarios are called {', '.join(map(repr, twice))}; a manifest can declare one of them only.",
            advice="Rename the others, or export with applications or name_contains.",
        )


def _check_unicode(scenarios: t.Sequence[ExportedScenario], applications: t.Sequence[t.Any]) -> None:
    """Refuse what no file can hold: half characters, which JSON can carry and UTF-8 cannot."""
    broken = [f"scenario {scenario.name!r}" for scenario in scenarios if _is_broken([scenario.name, scenario.script])]
    broken += [f"application {application['name']!r}" for application in applications if _is_broken(application)]
    if broken:
        raise InputError(
            f"These cannot be written to files, since they hold characters that are no valid Unicode text: "
            f"{', '.join(broken)}. Nothing was written.",
            advice="Correct them in the account.",
        )


def _is_broken(value: t.Any) -> bool:
    """Whether a text, or one inside of lists and mappings, has half characters."""
    if isinstance(value, str):
        return any("\ud800" <= character <= "\udfff" for character in value)
    if isinstance(value, t.Mapping):
        return any(_is_broken(item) for pair in value.items() for item in pair)
    return isinstance(value, (list, tuple)) and any(map(_is_broken, value))


def _entry(scenario: ExportedScenario, path: str) -> t.Dict[str, str]:
    """A scenario as the manifest has it."""
    entry = {"name": scenario.name, "src": path}
    if scenario.application_name is not None:
        entry["application_name"] = scenario.application_name
    return entry


def _as_yaml(manifest: t.Mapping[str, t.Any]) -> bytes:
    """A manifest as a file, the same for the same content."""
    if not HAS_YAML:
        raise MissingLibraryError("PyYAML")

    text = yaml.dump(
        manifest, Dumper=_dumper(), sort_keys=False, allow_unicode=True, width=_MANY_COLUMNS, explicit_start=True
    )
    return text.encode("utf-8")


def _dumper() -> t.Type[yaml.SafeDumper]:
    """A writer of YAML that reads back as it was."""

    class Dumper(yaml.SafeDumper):
        """Writes lists indented, as linters of playbooks want them, and each in full."""

        def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
            super().increase_indent(flow, False)

        def ignore_aliases(self, data: t.Any) -> bool:
            return True

        def text(self, text: str) -> t.Any:
            # With line breaks other than LF, PyYAML reads back something else unless they are escaped.
            return self.represent_scalar("tag:yaml.org,2002:str", text, None if text.isprintable() else '"')

    Dumper.add_representer(str, Dumper.text)
    return Dumper
