# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Turn the options of vox_sync into the desired account."""

from __future__ import annotations

import typing as t

from .._api.errors import InputError, error_context
from .._objects.models import short_name_of
from .._plan.application import DesiredApplication
from .._plan.operations import display_name_of
from .._plan.rule import DesiredRule
from .._plan.scenario import DesiredScenario
from .desired import DesiredAccount, Ignore, Prune, Selection

Entry = t.Mapping[str, t.Any]


def desired_account(params: t.Mapping[str, t.Any]) -> DesiredAccount:
    """Return the desired account of a task; its tokens were expanded on the controller.

    :raises InputError: if an entry is invalid
    """
    for option in ("manifest", "scenarios_dir", "src_roots", "substitutions", "validate"):
        if params[option]:
            raise InputError(f"{option} was not read: this module runs on the controller.", field=option)
    scenarios, applications = params["scenarios"] or (), params["applications"] or ()
    return DesiredAccount(
        desired_scenarios(scenarios),
        tuple(_desired_application(entry) for entry in applications),
        Selection(_globs(params["only_scenarios"]), _globs(params["only_rules"])),
        Prune(frozenset(params["prune"]), params["prune_pattern"], params["prune_limit"]),
        _ignore(params["ignore"] or {}),
        _protected(scenarios, applications),
        present=params["state"] == "present",
    )


def desired_scenarios(entries: t.Sequence[Entry]) -> t.Tuple[DesiredScenario, ...]:
    """Return the declared scenarios."""
    for entry in entries:
        if entry["script"] is None and entry["src"] is not None:
            raise InputError(f"src of {entry['name']} was not read: it names a file on the controller.", field="src")
    return tuple(_desired_scenario(entry, entry["script"]) for entry in entries)


def _ignore(globs: t.Mapping[str, t.Any]) -> Ignore:
    kinds = ("applications", "rules", "scenarios")
    return Ignore(*(tuple(globs.get(kind) or ()) for kind in kinds))


def _protected(scenarios: t.Sequence[Entry], applications: t.Sequence[Entry]) -> t.FrozenSet[str]:
    """Return the keys of the entries that no plan may delete."""
    keys = [f"scenario {entry['name']}" for entry in scenarios if entry["protect"]]
    for entry in applications:
        name = short_name_of(entry["name"])
        keys += [f"application {name}"] if entry["protect"] else []
        keys += [f"rule {name}/{rule['name']}" for rule in entry["rules"] or () if rule["protect"]]
    return frozenset(keys)


def _desired_scenario(entry: Entry, script: t.Optional[str]) -> DesiredScenario:
    scope = entry["application_name"]
    with error_context("scenario", display_name_of(entry["name"], short_name_of(scope) if scope else None)):
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
