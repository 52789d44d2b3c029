# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Looks at an account before it is changed, and after."""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.errors import ConflictError, about
from .._apply.verify import is_as_planned, unseen
from .._objects.models import PendingId, Rule
from .._objects.rules import list_rules
from .._objects.scenarios import list_scenarios

if t.TYPE_CHECKING:
    from .._api.client import Client
    from .._api.response import Row
    from .._objects.models import Id
    from .._plan.operations import Plan
    from .plan import AccountState, PlannedRules


def check_unmodified(client: Client, plan: Plan[AccountState]) -> None:
    """List the scenarios once more, and refuse to change one that was modified since it was read.

    :raises ConflictError: when there is one; nothing has been sent then
    """
    writes = ("SetScenarioInfo", "DelScenario")
    touched = {one.params["scenario_id"]: one.name for one in plan.operations if one.method in writes}
    if not touched:
        return
    modified = {scenario.scenario_id: scenario.modified for scenario in list_scenarios(client)}
    for scenario_id, name in touched.items():
        if modified.get(scenario_id) != plan.before.modified[scenario_id]:
            with about("scenario", name):
                raise ConflictError(
                    "It was modified by somebody else while this task was reading the account.",
                    method="GetScenarios",
                    advice="Nothing was written. Run the task again to see the difference.",
                )


def confirm_account(client: Client, plan: Plan[AccountState], answers: t.Sequence[Row]) -> AccountState:
    """Read back the rules that were written, one listing for each application, and compare them with the plan."""
    ids = {one.creates: answer for one, answer in zip(plan.operations, answers) if one.creates}
    places = {one.place for one in plan.operations if one.object == "rule"}
    places |= {one.name for one in plan.operations if one.method == "ReorderRules"}
    for planned in plan.after.planned:
        if planned.place in places:
            _confirm_rules(client, planned, ids)
    return plan.after


def _confirm_rules(client: Client, planned: PlannedRules, ids: t.Mapping[str, Row]) -> None:
    with about("application", planned.place):
        reported = list_rules(client, _assigned(planned.application_id, ids))
    by_name = {rule.rule_name: rule for rule in reported}
    for rule in planned.rules:
        found = by_name.get(rule.rule_name)
        if found is None or not is_as_planned(_with_ids(rule, ids), found):
            raise unseen("rule", f"{planned.place}/{rule.rule_name}", "GetRules")
    shown = [rule.rule_name for rule in reported if rule.rule_name in planned.order]
    if shown != [name for name in planned.order if name in by_name]:
        raise unseen("application", planned.place, "GetRules")


def _with_ids(rule: Rule, ids: t.Mapping[str, Row]) -> Rule:
    """A planned rule with the ids that its new scenarios were assigned."""
    scenarios = (dataclasses.replace(bound, scenario_id=_assigned(bound.scenario_id, ids)) for bound in rule.scenarios)
    return dataclasses.replace(rule, scenarios=tuple(scenarios))


def _assigned(number: Id, ids: t.Mapping[str, Row]) -> int:
    return ids[number.key].integer(number.field) if isinstance(number, PendingId) else number
