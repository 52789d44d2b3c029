# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Reads what a task declares of an account from its options."""

from __future__ import annotations

import typing as t

from .._api.errors import InputError
from .._objects.script import check_length, substitute
from .._plan.application import DesiredApplication
from .._plan.rule import DesiredRule
from .desired import DeclaredApplication, DeclaredScenario

Entries = t.Sequence[t.Mapping[str, t.Any]]


def declared_scenarios(
    entries: Entries, substitutions: t.Mapping[str, t.Any]
) -> t.Tuple[t.Tuple[DeclaredScenario, ...], t.Tuple[str, ...]]:
    """The scenarios with values in the place of tokens, and warnings about their texts."""
    scripts = {entry["name"]: entry["script"] for entry in entries if entry["script"] is not None}
    for entry in entries:
        if entry["script"] is None and entry["src"] is not None:
            raise InputError(f"src of {entry['name']} was not read: it is a file on the controller.", field="src")
    scripts = substitute(scripts, substitutions)
    warnings = [f"{name}: {warning}" for name, script in scripts.items() for warning in check_length(script)]
    scenarios = tuple(
        DeclaredScenario(entry["name"], scripts.get(entry["name"]), entry["renamed_from"], entry["application_name"])
        for entry in entries
    )
    return scenarios, tuple(warnings)


def declared_applications(entries: Entries) -> t.Tuple[DeclaredApplication, ...]:
    """The applications with their rules."""
    return tuple(
        DeclaredApplication(
            DesiredApplication(
                application_name=entry["name"],
                renamed_from=entry["renamed_from"],
                secure_record_storage=entry["secure_record_storage"],
            ),
            None if entry["rules"] is None else tuple(_rule(rule) for rule in entry["rules"]),
        )
        for entry in entries
    )


def _rule(entry: t.Mapping[str, t.Any]) -> DesiredRule:
    scenarios = entry["scenarios"]
    return DesiredRule(
        rule_name=entry["name"],
        renamed_from=entry["renamed_from"],
        rule_pattern=entry["pattern"],
        rule_pattern_exclude=entry["pattern_exclude"],
        video_conference=entry["video_conference"],
        bind_key_id=entry["bind_key_id"],
        scenarios=None if scenarios is None else tuple(scenarios),
    )
