# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Turn the options of vox_sync into the desired account."""

from __future__ import annotations

import typing as t

from .._api.errors import InputError, error_context
from .._objects.models import short_name_of
from .._objects.script import substitute
from .._plan.application import DesiredApplication
from .._plan.rule import DesiredRule
from .._plan.scenario import DesiredScenario
from .desired import DesiredAccount, Prune, Selection

Entry = t.Mapping[str, t.Any]


def desired_account(params: t.Mapping[str, t.Any]) -> DesiredAccount:
    """Return the desired account of a task.

    :raises InputError: if an entry is invalid
    """
    if params["manifest"] is not None or params["scenarios_dir"] is not None:
        raise InputError("manifest and scenarios_dir were not read: they are on the controller.", field="manifest")
    return DesiredAccount(
        desired_scenarios(params["scenarios"] or (), params["substitutions"] or {}),
        tuple(_desired_application(entry) for entry in params["applications"] or ()),
        Selection(_globs(params["only_scenarios"]), _globs(params["only_rules"])),
        Prune(frozenset(params["prune"]), params["prune_pattern"], params["prune_limit"]),
    )


def desired_scenarios(
    entries: t.Sequence[Entry], substitutions: t.Mapping[str, t.Any]
) -> t.Tuple[DesiredScenario, ...]:
    """Return the declared scenarios, with substitutions expanded."""
    scripts = {entry["name"]: entry["script"] for entry in entries if entry["script"] is not None}
    for entry in entries:
        if entry["script"] is None and entry["src"] is not None:
            raise InputError(f"src of {entry['name']} was not read: it names a file on the controller.", field="src")
    scripts = substitute(scripts, substitutions)
    return tuple(_desired_scenario(entry, scripts.get(entry["name"])) for entry in entries)


def _desired_scenario(entry: Entry, script: t.Optional[str]) -> DesiredScenario:
    with error_context("scenario", entry["name"]):
        return DesiredScenario(
            scenario_name=entry["name"],
            scenario_script=script,
            renamed_from=entry["renamed_from"],
            application_name=entry["application_name"],
        )


def _desired_application(entry: Entry) -> DesiredApplication:
    rules, name = entry["rules"], entry["name"]
    with error_context("application", name):
        return DesiredApplication(
            application_name=name,
            renamed_from=entry["renamed_from"],
            secure_record_storage=entry["secure_record_storage"],
            rules=None if rules is None else tuple(_desired_rule(rule, short_name_of(name)) for rule in rules),
        )


def _desired_rule(entry: Entry, application: str) -> DesiredRule:
    with error_context("rule", f"{application}/{entry['name']}"):
        return DesiredRule.from_options(
            entry,
            rule_name=entry["name"],
            rule_pattern=entry["pattern"],
            rule_pattern_exclude=entry["pattern_exclude"],
        )


def _globs(patterns: t.Optional[t.Sequence[str]]) -> t.Optional[t.Tuple[str, ...]]:
    return None if patterns is None else tuple(patterns)
