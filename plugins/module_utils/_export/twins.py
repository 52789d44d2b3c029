# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Scenarios of an account whose names differ only in their Unicode form, of which a project can have one."""

from __future__ import annotations

import dataclasses
import typing as t

from .._objects.names import compose
from .project import LocalProject
from .snapshot import ExportedScenario, Snapshot, rule_entry


def without_twins(project: LocalProject, snapshot: Snapshot) -> t.Tuple[Snapshot, t.List[str]]:
    """Leave out the scenarios that a deployment of the project would not find, and warn of them.

    The name that the project writes is found first, then the one in normal form C. Rules that run a scenario that is
    left out come without their list of scenarios, in which two names would be the same.
    """
    written = {project.tokens.expand(entry["name"]) for entry in project.scenarios}
    chosen: t.Dict[str, ExportedScenario] = {}
    for scenario in sorted(snapshot.scenarios, key=lambda scenario: _preference(scenario.name, written)):
        chosen.setdefault(compose(scenario.name), scenario)
    twins = {scenario.name for scenario in snapshot.scenarios} - {scenario.name for scenario in chosen.values()}
    applications = tuple(
        {**application, "rules": [rule_entry(rule, twins) for rule in application["rules"]]}
        for application in snapshot.applications
    )
    reduced = dataclasses.replace(snapshot, scenarios=tuple(chosen.values()), applications=applications)
    names = sorted({repr(compose(name)) for name in twins if not project.ignores("scenarios", name)})
    if not names:
        return reduced, []
    warnings = [
        f"The account has several scenarios called {', '.join(names)}, whose names differ only in their Unicode form. "
        "The project has the one whose name it writes, or else the one in normal form C. Rename or delete the others."
    ]
    rules = [(application, rule) for application in applications for rule in application["rules"]]
    unlisted = [f"{application['name']}/{rule['name']}" for application, rule in rules if "scenarios" not in rule]
    if unlisted:
        warnings.append(
            f"The manifest does not list the scenarios of rules that run such a scenario: {', '.join(unlisted)}."
        )
    return reduced, warnings


def _preference(name: str, written: t.Collection[str]) -> t.Tuple[bool, bool, str]:
    """Return a key that sorts preferred names first."""
    return name not in written, compose(name) != name, name
