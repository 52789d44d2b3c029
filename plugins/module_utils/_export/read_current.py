# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Read a whole account, or what belongs to some of its applications."""

from __future__ import annotations

import typing as t

from .._api.errors import NotFoundError
from .._objects.applications import list_applications
from .._objects.concurrency import Progress, Workers, no_progress
from .._objects.filters import contains
from .._objects.models import require_id
from .._objects.names import compose
from .._objects.rules import with_rules
from .._objects.scenarios import list_scenarios, read_every_script, scenario_id_of
from .objects import read_content
from .snapshot import ExportedScenario, Snapshot

if t.TYPE_CHECKING:
    from .._api.client import Client
    from .._objects.models import Application, Scenario


def read_account(
    client: Client,
    names: t.Optional[t.Sequence[str]] = None,
    name_contains: t.Optional[str] = None,
    progress: Progress = no_progress,
    *,
    include: t.Collection[str] = (),
) -> Snapshot:
    """Read an account, without the scenarios of its parent account and without values of secrets.

    GetApplications, GetRules and GetScenarios; GetPhoneNumbers, GetSecrets and GetUsers if there are applications.

    :arg names: only these applications, their scenarios and the scenarios that their rules run
    :arg name_contains: only scenarios whose names contain this
    :arg include: names of scenarios to read whichever applications are selected
    :arg progress: progress callback for the scripts
    :raises VoximplantError: if anything cannot be read, but for phone numbers, secrets and users that the credentials
        may not read; there is no other partial snapshot
    """
    with Workers(client.limit) as workers:
        listings = workers.map(list_scenarios, (client,))
        everything = list_applications(client)
        selected = _select_applications(everything, names)
        complete = workers.map(lambda application: with_rules(client, application), selected)
        included = {compose(name) for name in include}
        scopes = _scopes(client, everything if include else selected, workers)
        applications, (listing,) = tuple(complete), listings
        short_names = {application.short_name for application in selected}
        bound = {key for application in applications for rule in application.rules or () for key in rule.scenario_ids}
        own = tuple(
            scenario
            for scenario in listing
            if not scenario.parent
            and (
                names is None
                or scenario_id_of(scenario) in bound
                or scopes.get(scenario_id_of(scenario)) in short_names
                or compose(scenario.scenario_name) in included
            )
            and contains(scenario.scenario_name, name_contains)
        )
        content = read_content(client, selected, workers)
        exported = _with_scripts(client, own, scopes, workers, progress)
    known = {scenario_id_of(scenario): scenario.scenario_name for scenario in listing}
    return Snapshot(
        exported,
        tuple({**_entry(application, known), **content.entries(application)} for application in applications),
        existing=frozenset(known.values()),
        warnings=tuple(content.warnings()),
        unread=frozenset(content.refusals),
        full_names={application.short_name: application.application_name for application in everything},
    )


def _select_applications(
    applications: t.Sequence[Application], names: t.Optional[t.Sequence[str]]
) -> t.Tuple[Application, ...]:
    if names is None:
        return tuple(applications)
    missing = [name for name in names if not any(application.is_called(name) for application in applications)]
    if missing:
        there = ", ".join(str(application) for application in applications)
        raise NotFoundError(
            f"There are no applications named {', '.join(map(repr, missing))}. "
            f"Existing applications: {there or 'none'}.",
            method="GetApplications",
            field="applications",
        )
    return tuple(application for application in applications if any(application.is_called(name) for name in names))


def _scopes(client: Client, applications: t.Sequence[Application], workers: Workers) -> t.Dict[int, str]:
    """Return the short name of its application for the id of each scenario that is not Shared."""
    listings = workers.map(
        lambda application: list_scenarios(client, require_id(application.application_id)), applications
    )
    return {
        scenario_id_of(scenario): application.short_name
        for application, listing in zip(applications, listings)
        for scenario in listing
    }


def _with_scripts(
    client: Client,
    scenarios: t.Sequence[Scenario],
    scopes: t.Mapping[int, str],
    workers: Workers,
    progress: Progress,
) -> t.Tuple[ExportedScenario, ...]:
    """Read the scripts, several at a time."""
    read = read_every_script(client, scenarios, workers, progress)
    scripts = {scenario_id_of(scenario): script for scenario, script in read}
    return tuple(
        ExportedScenario(
            scenario.scenario_name, scripts[scenario_id_of(scenario)], scopes.get(scenario_id_of(scenario))
        )
        for scenario in scenarios
    )


def _entry(application: Application, names: t.Mapping[int, str]) -> t.Dict[str, t.Any]:
    """Return an application as in the manifest.

    :arg names: names of scenarios by id
    """
    return {
        "name": application.short_name,
        "secure_record_storage": application.secure_record_storage,
        "rules": [
            {
                "name": rule.rule_name,
                "pattern": rule.rule_pattern,
                "pattern_exclude": rule.rule_pattern_exclude,
                "video_conference": rule.video_conference,
                "scenarios": [
                    names.get(require_id(bound.scenario_id), bound.scenario_name) for bound in rule.scenarios
                ],
            }
            for rule in application.rules or ()
        ],
    }
