# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Plans for the scenarios of a rule: which ones it runs, and in which order. Pure functions."""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.errors import ConflictError, InputError, NotFoundError
from .._objects.models import BoundScenario, Id, Rule
from .operations import Document, Operation, Plan
from .scenario import bind, unbind


@dataclasses.dataclass(frozen=True)
class WantedScenarios:
    """A list of scenarios by name or by id, as a task gives it.

    :raises InputError: when it names a scenario twice
    """

    names: t.Optional[t.Tuple[str, ...]] = None
    ids: t.Optional[t.Tuple[int, ...]] = None

    def __post_init__(self) -> None:
        wanted = self.wanted
        twice = sorted({str(scenario) for scenario in wanted if wanted.count(scenario) > 1})
        if twice:
            raise InputError(f"{self.field} has {', '.join(twice)} twice.", field=self.field)
        if "" in wanted:
            raise InputError("scenarios has an empty name.", field=self.field)

    @classmethod
    def from_params(cls, params: t.Mapping[str, t.Any]) -> WantedScenarios:
        """Read the options C(scenarios) and C(scenario_ids), of which one is given."""
        names, ids = params["scenarios"], params["scenario_ids"]
        return cls(None if names is None else tuple(names), None if ids is None else tuple(ids))

    @property
    def field(self) -> str:
        """The option that the list comes from."""
        return "scenario_ids" if self.names is None else "scenarios"

    @property
    def wanted(self) -> t.Tuple[t.Union[str, Id], ...]:
        """What the list says, whichever kind it is."""
        return (self.ids or ()) if self.names is None else self.names

    def found_in(self, known: t.Sequence[BoundScenario]) -> t.Tuple[BoundScenario, ...]:
        """Those of the list that are known, in the order of the list."""
        by_key = {self.key(scenario): scenario for scenario in known}
        return tuple(by_key[wanted] for wanted in self.wanted if wanted in by_key)

    def missing_in(self, known: t.Sequence[BoundScenario]) -> t.Tuple[t.Union[str, Id], ...]:
        """Those of the list that are not known."""
        keys = {self.key(scenario) for scenario in known}
        return tuple(wanted for wanted in self.wanted if wanted not in keys)

    def key(self, scenario: BoundScenario) -> t.Union[str, Id]:
        """What the list would call a scenario."""
        return scenario.scenario_id if self.names is None else scenario.scenario_name


@dataclasses.dataclass(frozen=True)
class BoundState:
    """A rule with its scenarios."""

    rule: Rule

    def as_result(self) -> t.Dict[str, t.Any]:
        """The values that the task returns."""
        return {"rule": self.rule.as_result()}

    def documents(self) -> t.Mapping[str, Document]:
        """The names of the scenarios in running order, one a line."""
        return {"scenarios": Document(f"scenarios of {self.rule}", names_of(self.rule))}


def plan_binding(
    rule: Rule, wanted: WantedScenarios, known: t.Sequence[BoundScenario], *, present: bool, exclusive: bool
) -> Plan[BoundState]:
    """The way to a rule that runs these scenarios, or does not; the order of those that stay is kept.

    :arg known: scenarios that may be bound, beside those that are
    :arg exclusive: take all others off the rule
    """
    if not wanted.wanted and not (exclusive and present):
        raise InputError(
            f"{wanted.field} is empty.", field=wanted.field, advice="Set exclusive to leave the rule no scenario."
        )
    here = wanted.found_in(rule.scenarios)
    if not present:
        return _plan(rule, remove=here, add=())
    missing = wanted.missing_in((*rule.scenarios, *known))
    if missing:
        raise NotFoundError(
            f"There is no scenario {', '.join(map(repr, missing))} that this rule could run.", field=wanted.field
        )
    surplus = tuple(bound for bound in rule.scenarios if exclusive and bound not in here)
    add = tuple(scenario for scenario in wanted.found_in((*known, *rule.scenarios)) if scenario not in here)
    return _plan(rule, remove=surplus, add=add)


def plan_order(rule: Rule, wanted: WantedScenarios) -> Plan[BoundState]:
    """The way to a rule that runs these scenarios first, in this order, and the others behind them as they are."""
    if not wanted.wanted:
        raise InputError(f"{wanted.field} is empty.", field=wanted.field)
    missing = wanted.missing_in(rule.scenarios)
    if missing:
        bound = ", ".join(str(wanted.key(scenario)) for scenario in rule.scenarios)
        raise NotFoundError(
            f"{', '.join(map(repr, missing))} is not bound to the rule, which runs: {bound or 'nothing'}.",
            field=wanted.field,
            advice="Bind it first, for example with vox_scenario_binding.",
        )
    first = wanted.found_in(rule.scenarios)
    order = (*first, *(bound for bound in rule.scenarios if bound not in first))
    operations = () if order == rule.scenarios else (reorder_scenarios(rule, order),)
    return Plan(BoundState(rule), BoundState(dataclasses.replace(rule, scenarios=order)), operations)


def reorder_scenarios(rule: Rule, order: t.Sequence[BoundScenario]) -> Operation:
    """Put all scenarios of a rule in an order (ReorderScenarios)."""
    params = {"rule_id": rule.rule_id, "scenario_id": tuple(bound.scenario_id for bound in order)}
    return Operation("reorder", "rule", rule.rule_name, "ReorderScenarios", params)


def names_of(rule: Rule) -> str:
    """The names of the scenarios that a rule runs, in running order, one a line."""
    return "".join(f"{bound.scenario_name}\n" for bound in rule.scenarios)


def check_bound(planned: Rule, reported: Rule) -> None:
    """Compare the scenarios that a rule is to run with those that the platform says it runs, in any order.

    :raises ConflictError: when they are not the same
    """
    if set(planned.scenario_ids) != set(reported.scenario_ids):
        raise ConflictError(f"The platform accepted the change, but reports that the rule runs {_names(reported)}.")


def check_order(planned: Rule, reported: Rule) -> None:
    """Compare the order that a rule is to have with the one that the platform reports.

    :raises ConflictError: when they are not the same
    """
    if planned.scenario_ids != reported.scenario_ids:
        raise ConflictError(f"The platform accepted the order, but reports another one: {_names(reported)}.")


def _plan(rule: Rule, remove: t.Sequence[BoundScenario], add: t.Sequence[BoundScenario]) -> Plan[BoundState]:
    """Unbind first, so that no old and new scenario ever run together."""
    operations = []
    if remove:
        operations.append(unbind(rule, [bound.scenario_id for bound in remove]))
    if add:
        operations.append(bind(rule, [scenario.scenario_id for scenario in add]))
    kept = tuple(bound for bound in rule.scenarios if bound not in remove)
    after = dataclasses.replace(rule, scenarios=(*kept, *add))
    return Plan(BoundState(rule), BoundState(after), tuple(operations))


def _names(rule: Rule) -> str:
    return ", ".join(bound.scenario_name for bound in rule.scenarios) or "nothing"
