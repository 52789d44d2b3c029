# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Plan which scenarios a rule runs, and in which order."""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.errors import InputError, NotFoundError
from .._objects.models import BoundScenario, Id, Rule
from .._objects.names import NameTable, compose, matches
from .operations import DiffSection, Operation, Plan, in_sequence

Key = t.Union[str, Id]


@dataclasses.dataclass(frozen=True)
class DesiredBindings:
    """The scenarios that a rule should run, or should not.

    :arg names: scenario names; None if they are given as ids
    :arg ids: scenario ids; None if they are given as names
    :arg present: False unbinds them
    :arg ordered: run them first, in the order given
    :arg unbind_pattern: glob of the names of other scenarios to unbind; None keeps all others
    :arg ignored: globs of the names of other scenarios that are never unbound, and whose position does not matter
    :raises InputError: if a scenario is named twice or has an empty name
    """

    names: t.Optional[t.Tuple[str, ...]] = None
    ids: t.Optional[t.Tuple[int, ...]] = None
    present: bool = True
    ordered: bool = False
    unbind_pattern: t.Optional[str] = None
    ignored: t.Tuple[str, ...] = ()

    def __post_init__(self) -> None:
        keys = self.keys
        composed = [compose(str(key)) for key in keys]
        repeated = sorted({key for key in composed if composed.count(key) > 1})
        if repeated:
            raise InputError(f"{self.field} lists more than once: {', '.join(repeated)}.", field=self.field)
        if "" in keys:
            raise InputError("scenarios contains an empty name.", field=self.field)

    @classmethod
    def from_options(cls, params: t.Mapping[str, t.Any], **how: t.Any) -> DesiredBindings:
        """Read the options C(scenarios) and C(scenario_ids), of which one is given."""
        names, ids = params["scenarios"], params["scenario_ids"]
        return cls(None if names is None else tuple(names), None if ids is None else tuple(ids), **how)

    @property
    def field(self) -> str:
        """Return the option that the list comes from."""
        return "scenario_ids" if self.names is None else "scenarios"

    @property
    def keys(self) -> t.Tuple[Key, ...]:
        """Return the names or ids of the list."""
        return (self.ids or ()) if self.names is None else self.names

    def require_entries(self, advice: str = "") -> None:
        """Refuse an empty list."""
        if not self.keys:
            raise InputError(f"{self.field} is empty.", field=self.field, advice=advice)

    def key(self, scenario: BoundScenario) -> Key:
        """Return what the list would call a scenario."""
        return scenario.scenario_id if self.names is None else scenario.scenario_name

    def select(self, scenarios: t.Sequence[BoundScenario]) -> t.Tuple[BoundScenario, ...]:
        """Return those of the scenarios that the list names, in the order of the list."""
        by_key = NameTable((str(self.key(scenario)), scenario) for scenario in scenarios)
        found = [by_key.get(str(key)) for key in self.keys]
        return tuple(scenario for scenario in found if scenario is not None)

    def missing_from(self, scenarios: t.Sequence[BoundScenario]) -> t.Tuple[Key, ...]:
        """Return those of the list that are not among the scenarios."""
        keys = NameTable((str(self.key(scenario)), scenario) for scenario in scenarios)
        return tuple(key for key in self.keys if str(key) not in keys)


@dataclasses.dataclass(frozen=True)
class BoundState:
    """A rule and the scenarios that it runs, or its absence."""

    rule: t.Optional[Rule]

    def as_result(self) -> t.Dict[str, t.Any]:
        """Return the values that the task returns."""
        return {"rule": None if self.rule is None else self.rule.as_result()}

    def diff_sections(self) -> t.Mapping[str, DiffSection]:
        """Return the names of the scenarios in running order, one a line."""
        if self.rule is None:
            return {}
        return {"scenarios": DiffSection.of_lines(f"scenarios of {self.rule}", scenario_names(self.rule))}


def plan_bindings(rule: Rule, desired: DesiredBindings, known: t.Sequence[BoundScenario]) -> Plan[BoundState]:
    """Plan the bindings of one rule.

    :arg known: scenarios that can be bound besides those that are bound
    """
    target, operations = bind_and_order(rule, desired, known)
    after = dataclasses.replace(rule, scenarios=target)
    return Plan(BoundState(rule), BoundState(after), in_sequence(operations))


def plan_order(rule: Rule, desired: DesiredBindings) -> Plan[BoundState]:
    """Plan the running order of scenarios that a rule has already.

    :raises NotFoundError: if the list names a scenario that is not bound to the rule
    """
    missing = desired.missing_from(rule.scenarios)
    if missing:
        bound = ", ".join(str(desired.key(scenario)) for scenario in rule.scenarios)
        raise NotFoundError(
            f"Not bound to the rule: {', '.join(map(repr, missing))}. It runs: {bound or 'nothing'}.",
            field=desired.field,
            advice="Bind them first, for example with vox_scenario_binding.",
        )
    return plan_bindings(rule, desired, ())


def bind_and_order(
    rule: Rule, desired: DesiredBindings, known: t.Sequence[BoundScenario]
) -> t.Tuple[t.Tuple[BoundScenario, ...], t.Tuple[Operation, ...]]:
    """Return the scenarios that the rule will run, and the operations that lead there.

    Unbinding comes first, so that an old and a new scenario never run together.

    :raises NotFoundError: if a scenario is neither bound nor known
    """
    if desired.present:
        _check_known(desired, (*rule.scenarios, *known))
    listed = desired.select((*known, *rule.scenarios))
    unbound = tuple(bound for bound in rule.scenarios if _is_unbound(bound, bound in listed, desired))
    kept = tuple(bound for bound in rule.scenarios if bound not in unbound)
    added = tuple(scenario for scenario in listed if scenario not in rule.scenarios) if desired.present else ()
    target = bound_after = (*kept, *added)
    if desired.ordered and not _is_ordered(bound_after, listed, desired):
        target = (*listed, *(bound for bound in kept if bound not in listed))
    operations = []
    if unbound:
        operations.append(unbind(rule, [bound.scenario_id for bound in unbound]))
    if added:
        operations.append(bind(rule, [scenario.scenario_id for scenario in added]))
    if target != bound_after:
        operations.append(reorder_scenarios(rule, target))
    return target, tuple(operations)


def bind(rule: Rule, scenario_ids: t.Sequence[Id]) -> Operation:
    """Return the operation that binds scenarios to a rule, after those that are bound, in this order (BindScenario)."""
    return _bind_scenario("bind", rule, scenario_ids, True)


def unbind(rule: Rule, scenario_ids: t.Sequence[Id]) -> Operation:
    """Return the operation that unbinds scenarios from a rule (BindScenario with C(bind) false)."""
    return _bind_scenario("unbind", rule, scenario_ids, False)


def reorder_scenarios(rule: Rule, order: t.Sequence[BoundScenario]) -> Operation:
    """Return the operation that sets the order of a rule's scenarios; all of them are sent (ReorderScenarios)."""
    params = {
        "rule_id": rule.rule_id,
        "scenario_id": tuple(bound.scenario_id for bound in order),
    }
    scope = rule.application_id
    return Operation("reorder", "rule", rule.rule_name, "ReorderScenarios", params, application_id=scope)


def scenario_names(rule: Rule) -> t.List[str]:
    """Return the names of the scenarios that a rule runs, in running order."""
    return [bound.scenario_name for bound in rule.scenarios]


def _is_ordered(
    bound: t.Sequence[BoundScenario], listed: t.Tuple[BoundScenario, ...], desired: DesiredBindings
) -> bool:
    """Return whether the listed scenarios come first, in their order; ignored ones do not count."""
    counted = [found for found in bound if found in listed or not _is_ignored(found, desired)]
    return tuple(counted[: len(listed)]) == listed


def _is_ignored(bound: BoundScenario, desired: DesiredBindings) -> bool:
    return matches(bound.scenario_name, desired.ignored)


def _check_known(desired: DesiredBindings, known: t.Sequence[BoundScenario]) -> None:
    missing = desired.missing_from(known)
    if missing:
        raise NotFoundError(
            f"This rule cannot run {', '.join(map(repr, missing))}: no such scenario.", field=desired.field
        )


def _is_unbound(bound: BoundScenario, is_listed: bool, desired: DesiredBindings) -> bool:
    if is_listed:
        return not desired.present
    if _is_ignored(bound, desired):
        return False
    return desired.unbind_pattern is not None and matches(bound.scenario_name, (desired.unbind_pattern,))


def _bind_scenario(action: str, rule: Rule, scenario_ids: t.Sequence[Id], bound: bool) -> Operation:
    params = {
        "scenario_id": tuple(scenario_ids),
        "rule_id": rule.rule_id,
        "application_id": rule.application_id,
        "bind": bound,
    }
    return Operation(action, "rule", rule.rule_name, "BindScenario", params, application_id=rule.application_id)
