# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Projects in memory, and the accounts that they declare."""

from __future__ import annotations

import dataclasses
import typing as t

import yaml

from ansible_collections.voximplant.platform.plugins.module_utils._export.adopt import Adoption, AdoptOptions, adopt
from ansible_collections.voximplant.platform.plugins.module_utils._export.project import LocalProject, LocalScript
from ansible_collections.voximplant.platform.plugins.module_utils._export.snapshot import ExportedScenario, Snapshot
from ansible_collections.voximplant.platform.plugins.module_utils._export.tokens import ProjectTokens
from ansible_collections.voximplant.platform.plugins.module_utils._objects.names import compose

Files = dict[str, str]
MANIFEST = "voximplant.yml"


def project_of(
    files: Files, *, scenarios_dir: str | None = None, links: t.Mapping[str, str] | None = None, **values: str
) -> LocalProject:
    """Read a project from its files.

    :arg scenarios_dir: takes precedence over the one in the manifest
    :arg links: paths of files by the paths of links to them in scenarios_dir
    """
    value = yaml.safe_load(files[MANIFEST])
    tokens = ProjectTokens({**value.get("substitutions", {}), **values})
    directory = scenarios_dir or value.get("scenarios_dir")
    scripts, named = [], set()
    for index, entry in enumerate(value.get("scenarios", ())):
        name = compose(tokens.expand(entry["name"]))
        path = entry.get("src") or f"{directory}/{name}.js"
        named.add(path)
        scripts.append(LocalScript(name, index, path if path in files else "", files.get(path)))
    for path, content in files.items():
        if directory and path.startswith(f"{directory}/") and path not in named:
            scripts.append(LocalScript(path[len(directory) + 1 : -3], None, path, content))
    for link, path in (links or {}).items():
        scripts.append(LocalScript(link[len(directory) + 1 : -3], None, path, files[path], is_link=True))
    ignore = value.get("ignore", {})
    return LocalProject("/project", MANIFEST, files[MANIFEST], value, tuple(scripts), tokens, directory, ignore)


def account_of(project: LocalProject) -> Snapshot:
    """Return the account that a project declares."""
    tokens = project.tokens
    scenarios = []
    for script in project.scripts:
        entry: t.Mapping[str, t.Any] = {} if script.index is None else project.scenarios[script.index]
        scope = project.short_name(entry.get("application_name"))
        scenarios.append(ExportedScenario(script.name, tokens.expand(script.content or ""), scope))
    applications = tuple(
        {
            "name": project.short_name(entry["name"]),
            "secure_record_storage": entry.get("secure_record_storage", False),
            "rules": [
                {
                    "name": tokens.expand(rule["name"]),
                    "pattern": tokens.expand(rule.get("pattern", ".*")),
                    "pattern_exclude": tokens.expand(rule.get("pattern_exclude", "")),
                    "video_conference": rule.get("video_conference", False),
                    "scenarios": [compose(tokens.expand(name)) for name in rule.get("scenarios", ())],
                }
                for rule in entry.get("rules", ())
            ],
        }
        for entry in project.applications
    )
    return Snapshot(tuple(scenarios), applications, frozenset(scenario.name for scenario in scenarios))


def adopt_files(
    files: Files, account: Snapshot, options: AdoptOptions | None = None, **values: t.Any
) -> tuple[Files, Adoption]:
    """Bring an account into a project, and return the project's files."""
    adoption = adopt(project_of(files, **values), account, options or AdoptOptions())
    result = dict(files)
    for file in adoption.files:
        if file.content is None:
            del result[file.path]
        else:
            result[file.path] = file.content.decode()
    return result, adoption


def with_script(account: Snapshot, name: str, script: str) -> Snapshot:
    """Return an account with another script."""
    scenarios = [
        dataclasses.replace(scenario, script=script) if scenario.name == name else scenario
        for scenario in account.scenarios
    ]
    return dataclasses.replace(account, scenarios=tuple(scenarios))


def with_rule(account: Snapshot, application: str, number: int, **values: object) -> Snapshot:
    """Return an account with another rule."""
    applications = []
    for entry in account.applications:
        rules = list(entry["rules"])
        if entry["name"] == application:
            rules[number] = {**rules[number], **values}
        applications.append({**entry, "rules": rules})
    return dataclasses.replace(account, applications=tuple(applications))
