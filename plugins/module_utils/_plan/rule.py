# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Plans for one rule: pure functions from what is there and what is wanted to the calls in between."""

from __future__ import annotations

import dataclasses
import fnmatch
import typing as t

from .._api.errors import ConflictError, InputError, LimitError, NotFoundError
from .._objects.models import BoundScenario, Id, PendingId, Rule, display_name
from .bound_scenarios import names_of, reorder_scenarios
from .identity import check_deleted_name, check_rename, existing_of, refuse_empty
from .operations import Document, Operation, Plan
from .scenario import bind, unbind

MAX_NAME_CHARACTERS = 99
MAX_PATTERN_BYTES = 65535

LAST = -1

STAGE_RULE, STAGE_UNBIND, STAGE_BIND, STAGE_REORDER, STAGE_POSITION = range(5)


@dataclasses.dataclass(frozen=True)
class DesiredRule:
    """What a task wants of a rule; what is none is left as it is.

    :arg rule_id: addresses the rule; with C(rule_name) as well, that becomes its name
    :arg renamed_from: the name it may still have
    :arg position: its place in the order of the application's rules, from 0, or LAST
    :arg scenarios: all that it runs, in running order
    :arg surplus: a glob of the names of other scenarios that are taken off it; none keeps them all
    """

    rule_name: t.Optional[str] = None
    rule_id: t.Optional[int] = None
    renamed_from: t.Optional[str] = None
    rule_pattern: t.Optional[str] = None
    rule_pattern_exclude: t.Optional[str] = None
    video_conference: t.Optional[bool] = None
    bind_key_id: t.Optional[str] = None
    position: t.Optional[int] = None
    scenarios: t.Optional[t.Tuple[str, ...]] = None
    surplus: t.Optional[str] = "*"
    present: bool = True

    def __post_init__(self) -> None:
        refuse_empty(self, "rule_name", "renamed_from", "rule_pattern")
        if len(self.rule_name or "") > MAX_NAME_CHARACTERS:
            raise LimitError(f"rule_name has more than {MAX_NAME_CHARACTERS} characters.", field="rule_name")
        for field in ("rule_pattern", "rule_pattern_exclude"):
            if len((getattr(self, field) or "").encode("utf-8", "surrogatepass")) > MAX_PATTERN_BYTES:
                raise LimitError(f"{field} has more than {MAX_PATTERN_BYTES} bytes.", field=field)
        wanted = self.scenarios or ()
        twice = sorted({name for name in wanted if wanted.count(name) > 1})
        if twice:
            raise InputError(f"scenarios has {', '.join(twice)} twice.", field="scenarios")

    def __str__(self) -> str:
        return display_name("rule", self.rule_name or "", self.rule_id)


@dataclasses.dataclass(frozen=True)
class CurrentRule:
    """What was read about the rule that a task means.

    :arg application_id: the application that it is to belong to
    :arg siblings: all rules of that application, in their order
    :arg known: scenarios that the rule may run; those that are still to be created have C(PendingId) ids
    :arg has_key: whether the wanted key is bound to the rule already
    """

    application_id: Id
    siblings: t.Tuple[Rule, ...] = ()
    known: t.Tuple[BoundScenario, ...] = ()
    has_key: bool = False

    def by_id(self, rule_id: t.Optional[int]) -> t.Optional[Rule]:
        """The rule of this id."""
        return next((rule for rule in self.siblings if rule_id is not None and rule.rule_id == rule_id), None)

    def by_name(self, name: t.Optional[str]) -> t.Optional[Rule]:
        """The one rule of this name.

        :raises ConflictError: when there are several
        """
        matching = [rule for rule in self.siblings if rule.rule_name == name]
        if len(matching) > 1:
            raise ConflictError(
                f"Several rules are called {name!r}: {', '.join(map(str, matching))}.",
                field="rule_name",
                advice="Give rule_id, or delete one of them.",
            )
        return matching[0] if matching else None


@dataclasses.dataclass(frozen=True)
class RuleState:
    """A rule, or that there is none, in the order of its application's rules.

    :arg label: what it is called where there is none
    """

    rule: t.Optional[Rule]
    key_id: str = ""
    order: t.Tuple[str, ...] = ()
    label: str = ""

    def as_result(self) -> t.Dict[str, t.Any]:
        """The values that the task returns."""
        return {"rule": None if self.rule is None else self.rule.as_result()}

    def documents(self) -> t.Mapping[str, Document]:
        """The attributes, the scenarios in running order, and the place among the other rules."""
        header = f"{self.label} (absent)" if self.rule is None else str(self.rule)
        return {
            "attributes": Document(header, "" if self.rule is None else self._attributes(self.rule)),
            "scenarios": Document(f"scenarios of {header}", "" if self.rule is None else names_of(self.rule)),
            "order": Document("order of the rules", "".join(f"{name}\n" for name in self.order)),
        }

    def _attributes(self, rule: Rule) -> str:
        lines = [
            f"rule_name: {rule.rule_name}",
            f"rule_pattern: {rule.rule_pattern}",
            f"rule_pattern_exclude: {rule.rule_pattern_exclude}",
            f"video_conference: {str(rule.video_conference).lower()}",
        ]
        if self.key_id:
            lines.append(f"bind_key_id: {self.key_id}")
        return "".join(f"{line}\n" for line in lines)


def plan_rule(current: CurrentRule, desired: DesiredRule) -> Plan[RuleState]:
    """The way to the desired rule.

    :raises VoximplantError: when there is none; nothing has been sent then
    """
    found = current.by_id(desired.rule_id) if desired.rule_id is not None else current.by_name(desired.rule_name)
    if not desired.present:
        return _plan_absent(found, desired)
    if desired.rule_id is not None and found is None:
        raise NotFoundError(f"The application has no rule with the id {desired.rule_id}.", field="rule_id")
    existing = existing_of(found, current.by_name(desired.renamed_from))
    before = _before(current, desired, existing)
    after, operations = _create(current, desired) if existing is None else _change(existing, current, desired, before)
    order, moved = _moved(current, desired, existing, after)
    return Plan(
        before,
        RuleState(after, desired.bind_key_id or "", order if moved else before.order),
        (*operations, *moved),
    )


def created_key(application_id: Id, name: str) -> str:
    """What C(PendingId) calls a rule that is to be created."""
    return f"rule {name} of {application_id}"


def delete_rule(rule: Rule) -> Operation:
    """Delete a rule (DelRule)."""
    return Operation("delete", "rule", rule.rule_name, "DelRule", {"rule_id": rule.rule_id})


def reorder_rules(name: str, rule_ids: t.Sequence[t.Any]) -> Operation:
    """Put all rules of an application in an order (ReorderRules).

    :arg name: what the operation is about: the rule that moves, or the application
    """
    return Operation("reorder", "rule", name, "ReorderRules", {"rule_id": tuple(rule_ids)}, stage=STAGE_POSITION)


def plan_running(
    rule: Rule, wanted: t.Sequence[str], known: t.Sequence[BoundScenario], pattern: t.Optional[str]
) -> t.Tuple[t.Tuple[BoundScenario, ...], t.Tuple[Operation, ...]]:
    """The way to a rule that runs these scenarios in this order: the scenarios, and the calls.

    Unbinding comes first, so that no old and new scenario ever run together.

    :arg pattern: a glob of the names of others that are taken off the rule; the rest stay behind the wanted ones
    """
    by_name = {scenario.scenario_name: scenario for scenario in (*known, *rule.scenarios)}
    first = tuple(by_name[name] for name in _all_known(wanted, by_name))
    others = tuple(bound for bound in rule.scenarios if bound not in first)
    surplus = tuple(bound for bound in others if pattern and fnmatch.fnmatchcase(bound.scenario_name, pattern))
    target = (*first, *(bound for bound in others if bound not in surplus))
    missing = tuple(scenario for scenario in first if scenario not in rule.scenarios)
    operations = []
    if surplus:
        ids = [bound.scenario_id for bound in surplus]
        operations.append(dataclasses.replace(unbind(rule, ids), stage=STAGE_UNBIND))
    if missing:
        ids = [scenario.scenario_id for scenario in missing]
        operations.append(dataclasses.replace(bind(rule, ids), stage=STAGE_BIND))
    kept = tuple(bound for bound in rule.scenarios if bound not in surplus)
    if (*kept, *missing) != target:
        operations.append(dataclasses.replace(reorder_scenarios(rule, target), stage=STAGE_REORDER))
    return target, tuple(operations)


def _all_known(wanted: t.Sequence[str], by_name: t.Mapping[str, BoundScenario]) -> t.Sequence[str]:
    unknown = [name for name in wanted if name not in by_name]
    if unknown:
        raise NotFoundError(
            f"There is no scenario {', '.join(map(repr, unknown))} that this rule could run.", field="scenarios"
        )
    return wanted


def _before(current: CurrentRule, desired: DesiredRule, existing: t.Optional[Rule]) -> RuleState:
    order = tuple(rule.rule_name for rule in current.siblings)
    return RuleState(existing, (desired.bind_key_id or "") if current.has_key else "", order, str(desired))


def _plan_absent(found: t.Optional[Rule], desired: DesiredRule) -> Plan[RuleState]:
    gone = RuleState(None, label=str(desired))
    if found is None:
        return Plan(gone, gone)
    check_deleted_name(found, found.rule_name, desired.rule_name, "rule_name")
    return Plan(RuleState(found), gone, (delete_rule(found),))


def _create(current: CurrentRule, desired: DesiredRule) -> t.Tuple[Rule, t.Tuple[Operation, ...]]:
    """A new rule with its scenarios, in one call (AddRule)."""
    name = desired.rule_name or ""
    if desired.rule_pattern is None:
        raise InputError("A new rule needs a pattern.", field="rule_pattern")
    by_name = {scenario.scenario_name: scenario for scenario in current.known}
    scenarios = tuple(by_name[wanted] for wanted in _all_known(desired.scenarios or (), by_name))
    params = {
        "application_id": current.application_id,
        "rule_name": name,
        "rule_pattern": desired.rule_pattern,
        "rule_pattern_exclude": desired.rule_pattern_exclude or None,
        "video_conference": desired.video_conference or None,
        "bind_key_id": desired.bind_key_id,
        "scenario_id": tuple(scenario.scenario_id for scenario in scenarios) or None,
    }
    known = {key: value for key, value in params.items() if value is not None}
    key = created_key(current.application_id, name)
    operation = Operation("create", "rule", name, "AddRule", known, stage=STAGE_RULE, creates=key)
    rule = Rule(
        None,
        name,
        current.application_id if isinstance(current.application_id, int) else None,
        desired.rule_pattern,
        desired.rule_pattern_exclude or "",
        bool(desired.video_conference),
        scenarios=scenarios,
    )
    return rule, (operation,)


def _change(
    existing: Rule, current: CurrentRule, desired: DesiredRule, before: RuleState
) -> t.Tuple[Rule, t.Tuple[Operation, ...]]:
    """An existing rule with what differs (SetRuleInfo, BindScenario, ReorderScenarios)."""
    wanted: t.Dict[str, t.Any] = {
        "rule_name": desired.rule_name,
        "rule_pattern": desired.rule_pattern,
        "rule_pattern_exclude": desired.rule_pattern_exclude,
        "video_conference": desired.video_conference,
    }
    params = {name: value for name, value in wanted.items() if value not in (None, getattr(existing, name))}
    after = dataclasses.replace(existing, **params)
    if "rule_name" in params:
        check_rename(existing, current.by_name(desired.rule_name), "rule_name")
    if desired.bind_key_id and not current.has_key:
        params["bind_key_id"] = desired.bind_key_id
    operations: t.Tuple[Operation, ...] = ()
    if params:
        action = "rename" if "rule_name" in params else "update"
        params = {"rule_id": existing.rule_id, **params}
        operations = (Operation(action, "rule", after.rule_name, "SetRuleInfo", params, stage=STAGE_RULE),)
    if desired.scenarios is not None:
        scenarios, running = plan_running(after, desired.scenarios, current.known, desired.surplus)
        after = dataclasses.replace(after, scenarios=scenarios)
        operations += running
    return after, operations


def _moved(
    current: CurrentRule, desired: DesiredRule, existing: t.Optional[Rule], after: Rule
) -> t.Tuple[t.Tuple[str, ...], t.Tuple[Operation, ...]]:
    """The order of the application's rules with this one in its place, and the call that leads to it, if any."""
    others = [rule for rule in current.siblings if rule != existing]
    own: t.Any = after.rule_id
    place = current.siblings.index(existing) if existing is not None else len(others)
    present = [rule.rule_id for rule in current.siblings]
    if existing is None:
        own = PendingId(created_key(current.application_id, after.rule_name), "rule_id")
        present.append(own)
    if desired.position is not None:
        place = len(others) if desired.position == LAST else desired.position
    if place > len(others):
        raise InputError(
            f"position {place + 1} is behind the last place; with this rule the application has {len(others) + 1}.",
            field="position",
        )
    names = [rule.rule_name for rule in others]
    ids: t.List[t.Any] = [rule.rule_id for rule in others]
    names.insert(place, after.rule_name)
    ids.insert(place, own)
    return tuple(names), () if ids == present else (reorder_rules(after.rule_name, ids),)
