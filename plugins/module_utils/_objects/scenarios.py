# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Read scenarios and their scripts."""

from __future__ import annotations

import typing as t

from .._api.errors import NotFoundError, error_context
from .concurrency import Progress, Workers, no_progress, report_progress
from .models import Scenario, require_id
from .names import is_same_name, select_named

if t.TYPE_CHECKING:
    from .._api.client import Client
    from .._api.response import ApiObject

_UNKNOWN_SCENARIO_CODES = (132, 168)


def list_scenarios(client: Client, application_id: t.Optional[int] = None) -> t.Tuple[Scenario, ...]:
    """Return all scenarios of the account, or those of one application without Shared ones (GetScenarios)."""
    return _list(client, {"application_id": application_id}, application_id)


def with_own(scenarios: t.Iterable[Scenario], listings: t.Iterable[t.Iterable[Scenario]]) -> t.Tuple[Scenario, ...]:
    """Return the scenarios of an account, with the application of those that listings of applications contain."""
    own = {scenario.scenario_id: scenario for listing in listings for scenario in listing}
    return tuple(own.get(scenario.scenario_id, scenario) for scenario in scenarios)


def find_by_name(client: Client, name: str) -> t.Optional[Scenario]:
    """Return the scenario with exactly this name (GetScenarios with its filter as a hint).

    The filter may match parts of names, ignore case, or miss a match: what it finds is compared, and what it does not
    find may still exist, also in another Unicode form.
    """
    return next((found for found in _list(client, {"scenario_name": name}) if found.scenario_name == name), None)


def find_named(scenarios: t.Iterable[Scenario], name: t.Optional[str]) -> t.Optional[Scenario]:
    """Return the scenario with this name, from a listing of the account."""
    return next(iter(select_named(scenarios, name, lambda scenario: scenario.scenario_name)), None)


def read_script(client: Client, scenario_id: int) -> t.Optional[t.Tuple[Scenario, str]]:
    """Return a scenario and its script, or C(None) if it does not exist (GetScenarios with C(with_script)).

    A row without a script belongs to a scenario whose script is empty.
    """
    row = _row(client, scenario_id, with_script=True)
    return None if row is None else (Scenario.from_row(row), row.text("scenario_script", ""))


def read_scenario(client: Client, scenario_id: int) -> t.Optional[Scenario]:
    """Return a scenario without its script, or C(None) if it does not exist (GetScenarios)."""
    row = _row(client, scenario_id, with_script=False)
    return None if row is None else Scenario.from_row(row)


def list_matching(
    client: Client, scenario_id: t.Optional[int], scenario_name: t.Optional[str], application_id: t.Optional[int]
) -> t.Tuple[Scenario, ...]:
    """Return the scenarios with this id or this name, of one application or of any scope."""
    if application_id is None and scenario_id is not None:
        scenario = read_scenario(client, scenario_id)
        return () if scenario is None else (scenario,)
    return tuple(
        scenario
        for scenario in list_scenarios(client, application_id)
        if scenario_id in (None, scenario.scenario_id)
        and (scenario_name is None or is_same_name(scenario_name, scenario.scenario_name))
    )


def list_part(
    client: Client, application_id: t.Optional[int], offset: int, limit: int
) -> t.Optional[t.Tuple[t.Tuple[Scenario, ...], int]]:
    """Return part of a listing and the length of the whole.

    GetScenarios with C(count) and C(offset): the rest of a long listing is not read. C(None) if the platform does not
    say that length, or the listing moved while it was read: rows may be missing then.
    """
    rows: t.List[ApiObject] = []
    totals = set()
    for answer in client.answers("GetScenarios", {"application_id": application_id}, offset, limit):
        rows += answer.rows("result")
        totals.add(answer.optional_integer("total_count"))
    part = tuple(Scenario.from_row(row, application_id) for row in rows[:limit])
    total = totals.pop() if len(totals) == 1 else None
    is_complete = total is not None and len(set(map(scenario_id_of, part))) == max(0, min(limit, total - offset))
    return (part, t.cast(int, total)) if is_complete else None


def read_scripts(
    client: Client,
    scenarios: t.Sequence[Scenario],
    workers: Workers,
    progress: Progress = no_progress,
) -> t.Iterator[t.Tuple[Scenario, str]]:
    """Read scripts, several at a time; scenarios that the platform does not show any more are left out."""
    read = workers.map(lambda scenario: read_script(client, scenario_id_of(scenario)), scenarios)
    for found in report_progress(read, "read", len(scenarios), progress):
        if found is not None:
            yield found


def read_every_script(
    client: Client, scenarios: t.Sequence[Scenario], workers: Workers, progress: Progress = no_progress
) -> t.Iterator[t.Tuple[Scenario, str]]:
    """Read scripts, several at a time: a script that was not read must not be taken for an empty one.

    :raises NotFoundError: at the end, if the platform does not show some of the scenarios any more
    """
    missing = {scenario_id_of(scenario): scenario for scenario in scenarios}
    for scenario, script in read_scripts(client, scenarios, workers, progress):
        del missing[scenario_id_of(scenario)]
        yield scenario, script
    if missing:
        first, *others = missing.values()
        also = f"; also deleted: {', '.join(map(str, others))}" if others else ""
        with error_context("scenario", first.scenario_name):
            raise NotFoundError(
                f"The scenario with the ID {first.scenario_id} was deleted while the account was being read{also}."
                " Nothing was written.",
                method="GetScenarios",
                advice="Run the task again.",
            )


def _row(client: Client, scenario_id: int, *, with_script: bool) -> t.Optional[ApiObject]:
    params = {"scenario_id": scenario_id, "with_script": True if with_script else None}
    try:
        rows = client.call("GetScenarios", params).rows("result")
    except NotFoundError as error:
        if error.code in _UNKNOWN_SCENARIO_CODES:
            return None
        raise
    return next((row for row in rows if row.integer("scenario_id") == scenario_id), None)


def _list(
    client: Client, params: t.Mapping[str, t.Any], application_id: t.Optional[int] = None
) -> t.Tuple[Scenario, ...]:
    """Return the rows of a listing, sorted by id."""
    rows = (Scenario.from_row(row, application_id) for row in client.pages("GetScenarios", params))
    return tuple(sorted(rows, key=scenario_id_of))


def scenario_id_of(scenario: Scenario) -> int:
    """Return the id of a scenario; raise if it has none."""
    return require_id(scenario.scenario_id)
