# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Turn an account into files: a manifest, and one file for each scenario."""

from __future__ import annotations

import dataclasses
import re
import typing as t

from .._api.errors import ConflictError, InputError
from .._api.half_characters import has_half_characters
from .._api.libraries import Library
from .._objects.names import compose, more_than_once
from .._plan.scenario import MAX_NAME_CHARACTERS
from .file_names import file_stems

with Library("PyYAML") as PYYAML:
    import yaml

MANIFEST = "voximplant.yml"
SCENARIOS = "scenarios"
EXTENSION = ".js"

_UNLIMITED_WIDTH = 1000000
_GLOB_CHARACTERS = re.compile(r"[*?\[]")


@dataclasses.dataclass(frozen=True)
class ExportedScenario:
    """A scenario to write to a file.

    :arg script: None if a build step creates the file, which the manifest only names
    :arg application_name: short name of the application that it belongs to; None for a Shared one
    """

    name: str
    script: t.Optional[str]
    application_name: t.Optional[str] = None


@dataclasses.dataclass(frozen=True)
class Snapshot:
    """The objects to export.

    :arg applications: as in the manifest
    :arg full_names: full names of all applications of the account, exported or not, by their short names
    :arg existing: names of all scenarios of the account, exported or not
    :arg warnings: what was left out while reading
    :arg unread: keys of the manifest for kinds of objects that could not be read
    :arg origin: where to correct what cannot be written
    """

    scenarios: t.Tuple[ExportedScenario, ...] = ()
    applications: t.Tuple[t.Mapping[str, t.Any], ...] = ()
    existing: t.FrozenSet[str] = frozenset()
    warnings: t.Tuple[str, ...] = ()
    unread: t.FrozenSet[str] = frozenset()
    origin: str = "the account"
    full_names: t.Mapping[str, str] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class TargetFile:
    """A desired file.

    :arg path: relative to the directory of the export, with slashes
    :arg content: None if the file has to go
    :arg scenario_name: the scenario whose script it contains; None for the manifest
    """

    path: str
    content: t.Optional[bytes]
    scenario_name: t.Optional[str] = None


def files_of(snapshot: Snapshot, manifest: str = MANIFEST) -> t.Tuple[TargetFile, ...]:
    """Return the files for a snapshot: the manifest, then the scenarios by name.

    :arg manifest: the file name of the manifest
    :raises ConflictError: if two scenarios have one name
    :raises InputError: if something is not valid Unicode
    """
    scenarios = sorted(snapshot.scenarios, key=lambda scenario: scenario.name)
    check_unique(snapshot)
    paths = _paths(scenarios)
    check_unicode(snapshot)
    scripts = [
        TargetFile(paths[scenario.name], scenario.script.encode("utf-8"), scenario.name)
        for scenario in scenarios
        if scenario.script is not None
    ]
    left_out = _left_out(snapshot)
    entries = [entry_of(scenario, paths[scenario.name]) for scenario in scenarios if scenario.name not in left_out]
    content: t.Dict[str, t.Any] = {
        "scenarios": entries + [{"name": name} for name in sorted(_references(snapshot) - left_out)],
        "applications": [
            {**application, "rules": [rule_entry(rule, left_out) for rule in application["rules"]]}
            for application in sorted(snapshot.applications, key=lambda entry: str(entry["name"]))
        ],
    }
    ignored = sorted(name for name in left_out if name and not is_declarable(name))
    if ignored:
        content["ignore"] = {"scenarios": [glob_of(name) for name in ignored]}
    return (TargetFile(manifest, dump_yaml(content, explicit_start=True).encode("utf-8")), *scripts)


def warnings_of(snapshot: Snapshot) -> t.Tuple[str, ...]:
    """Return warnings about files that need a build step and names that are not valid in a manifest."""
    paths = _paths(snapshot.scenarios)
    unbuilt = sorted(scenario.name for scenario in snapshot.scenarios if scenario.script is None)
    left_out = _left_out(snapshot)
    undeclared = sorted(scenario.name for scenario in snapshot.scenarios if scenario.name in left_out)
    warnings = list(snapshot.warnings)
    if unbuilt:
        files = ", ".join(f"{name!r} to {paths[name]}" for name in unbuilt)
        warnings.append(
            f"These scenarios are TypeScript; a build step has to compile them before a deployment: {files}."
        )
    if undeclared:
        files = ", ".join(f"{name!r} in {paths[name]}" for name in undeclared)
        warnings.append(
            "The manifest leaves out scenarios whose names are not valid in a manifest, or differ from another name "
            f"only in their Unicode form: {files}."
        )
    rules = [
        f"{application['name']}/{rule['name']}"
        for application in snapshot.applications
        for rule in application["rules"]
        if rule.keys() != rule_entry(rule, left_out).keys()
    ]
    if rules:
        warnings.append(
            f"The manifest does not list the scenarios of rules that run such a scenario: {', '.join(rules)}."
        )
    return tuple(warnings)


def glob_of(name: str) -> str:
    """Return a glob that matches this name alone."""
    return _GLOB_CHARACTERS.sub(r"[\g<0>]", name)


def is_declarable(name: str) -> bool:
    """Return whether a manifest can declare a scenario of this name."""
    return 0 < len(name) <= MAX_NAME_CHARACTERS and ";" not in name


def _references(snapshot: Snapshot) -> t.Set[str]:
    """Return the scenarios that rules run and that are not exported, such as those of a parent account."""
    bound = {
        name
        for application in snapshot.applications
        for rule in application["rules"]
        for name in rule.get("scenarios", ())
    }
    return bound - {scenario.name for scenario in snapshot.scenarios}


def _left_out(snapshot: Snapshot) -> t.Set[str]:
    """Return names that are not valid in a manifest, or that it takes for another of its names.

    Of names that differ only in their Unicode form, the one in normal form C is kept, which is how they are compared.
    """
    left_out: t.Set[str] = set()
    seen: t.Set[str] = set()
    names = [scenario.name for scenario in snapshot.scenarios]
    names = sorted(names, key=lambda name: (compose(name) != name, name))
    for name in names + sorted(_references(snapshot)):
        if not is_declarable(name) or compose(name) in seen:
            left_out.add(name)
        seen.add(compose(name))
    return left_out


def check_unique(snapshot: Snapshot) -> None:
    """Refuse several scenarios, or rules of an application, of one name.

    :raises ConflictError: naming all of them
    """
    repeated = more_than_once(scenario.name for scenario in snapshot.scenarios)
    if repeated:
        raise ConflictError(
            f"Several scenarios are called {', '.join(map(repr, repeated))}; a manifest can declare only one of them.",
            advice="Rename the others, or export with applications or name_contains.",
        )
    for application in snapshot.applications:
        repeated = more_than_once(compose(str(rule["name"])) for rule in application.get("rules", ()))
        if repeated:
            raise ConflictError(
                f"Several rules of the application {application['name']} are called "
                f"{', '.join(map(repr, repeated))}; a manifest can declare only one of them.",
                advice="Rename the others, or export other applications.",
            )


def check_unicode(snapshot: Snapshot) -> None:
    """Refuse what no file can contain: half characters, which JSON can carry and UTF-8 cannot.

    :raises InputError: naming the objects
    """
    broken = [
        f"scenario {scenario.name!r}"
        for scenario in snapshot.scenarios
        if has_half_characters([scenario.name, scenario.script])
    ]
    broken += [f"application {entry['name']!r}" for entry in snapshot.applications if has_half_characters(entry)]
    if broken:
        raise InputError(
            f"These contain characters that are not valid Unicode and cannot be written to files: "
            f"{', '.join(broken)}. Nothing was written.",
            advice=f"Correct them in {snapshot.origin}.",
        )


def dump_yaml(value: t.Any, *, explicit_start: bool = False, flow: bool = False, style: t.Optional[str] = None) -> str:
    """Return a value as YAML, the same for the same value, without folding lines.

    :arg style: the quotes of all strings
    :raises MissingLibraryError: if PyYAML cannot be imported
    """
    PYYAML.require()
    text: str = yaml.dump(
        value,
        Dumper=_dumper(),
        sort_keys=False,
        allow_unicode=True,
        width=_UNLIMITED_WIDTH,
        explicit_start=explicit_start,
        default_flow_style=flow,
        default_style=style,
    )
    return text


def _paths(scenarios: t.Iterable[ExportedScenario]) -> t.Dict[str, str]:
    """Return the path of each scenario's file by the scenario's name."""
    stems = file_stems(scenario.name for scenario in scenarios)
    return {name: f"{SCENARIOS}/{stem}{EXTENSION}" for name, stem in stems.items()}


def entry_of(scenario: ExportedScenario, path: str) -> t.Dict[str, str]:
    """Return a scenario as in the manifest."""
    entry = {"name": scenario.name, "src": path}
    if scenario.application_name is not None:
        entry["application_name"] = scenario.application_name
    return entry


def rule_entry(rule: t.Mapping[str, t.Any], left_out: t.Collection[str]) -> t.Dict[str, t.Any]:
    """Return a rule as in the manifest: without a list of scenarios in which two names would be the same."""
    entry = dict(rule)
    if any(is_declarable(name) and name in left_out for name in rule.get("scenarios", ())):
        del entry["scenarios"]
    return entry


def _dumper() -> t.Type[yaml.SafeDumper]:
    """Return a YAML writer whose output reads back unchanged."""

    class Dumper(yaml.SafeDumper):
        """Writes lists indented, as yamllint and ansible-lint expect them, and without aliases."""

        def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
            super().increase_indent(flow, False)

        def ignore_aliases(self, data: t.Any) -> bool:
            return True

        def text(self, text: str) -> t.Any:
            # PyYAML does not read line breaks other than LF back unless they are escaped.
            return self.represent_scalar("tag:yaml.org,2002:str", text, None if text.isprintable() else '"')

    Dumper.add_representer(str, Dumper.text)
    return Dumper
