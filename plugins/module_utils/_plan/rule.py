# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Plan one rule, its scenarios and its position."""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.errors import ConflictError, InputError, LimitError, NotFoundError
from .._api.option_values import refuse_empty
from .._objects.models import BoundScenario, Id, Rule, display_name, pending_id
from .._objects.names import select_named
from .bindings import DesiredBindings, bind_and_order, scenario_names
from .identity import check_deleted_name, check_rename, find_existing
from .operations import DiffSection, Operation, Plan, in_sequence

MAX_NAME_CHARACTERS = 99
MAX_PATTERN_BYTES = 65535
LAST = -1


@dataclasses.dataclass(frozen=True)
class DesiredRule:
    """A rule as a task describes it; C(None) leaves a field unchanged.

    :arg rule_id: selects the rule; with C(rule_name) as well, the rule is renamed to it
    :arg renamed_from: previous name of the rule
    :arg bind_key_id: id of a service account's key
    :arg position: index in the order of the application's rules, from 0, or C(LAST)
    :arg bindings: the scenarios that the rule runs
    """

    rule_name: t.Optional[str] = None
    rule_id: t.Optional[int] = None
    renamed_from: t.Optional[str] = None
    rule_pattern: t.Optional[str] = None
    rule_pattern_exclude: t.Optional[str] = None
    video_conference: t.Optional[bool] = None
    bind_key_id: t.Optional[str] = None
    position: t.Optional[int] = None
    bindings: t.Optional[DesiredBindings] = None
    present: bool = True

    def __post_init__(self) -> None:
        refuse_empty(vars(self), "rule_name", "renamed_from", "rule_pattern", "bind_key_id")
        if len(self.name) > MAX_NAME_CHARACTERS:
            raise LimitError(f"rule_name has more than {MAX_NAME_CHARACTERS} characters.", field="rule_name")
        for field in ("rule_pattern", "rule_pattern_exclude"):
            if len((getattr(self, field) or "").encode("utf-8", "surrogatepass")) > MAX_PATTERN_BYTES:
                raise LimitError(f"{field} has more than {MAX_PATTERN_BYTES} bytes.", field=field)

    @classmethod
    def from_options(cls, options: t.Mapping[str, t.Any], **how: t.Any) -> DesiredRule:
        """Read the options that a module and an entry of a manifest share."""
        scenarios = options["scenarios"]
        return cls(
            renamed_from=options["renamed_from"],
            video_conference=options["video_conference"],
            bind_key_id=options["bind_key_id"],
            bindings=None if scenarios is None else DesiredBindings(tuple(scenarios), ordered=True, unbind_pattern="*"),
            **how,
        )

    @property
    def name(self) -> str:
        """Return the desired name; empty if the rule is given by id alone."""
        return self.rule_name or ""

    @property
    def scenarios(self) -> t.Tuple[str, ...]:
        """Return the names of the scenarios that the rule should run."""
        return (self.bindings.names or ()) if self.bindings is not None else ()

    def __str__(self) -> str:
        return display_name("rule", self.name, self.rule_id)


@dataclasses.dataclass(frozen=True)
class CurrentRule:
    """What is known about the rule of a task.

    :arg application_id: the application that the rule belongs to
    :arg siblings: all rules of that application, in order
    :arg known: scenarios that the rule can run; those that do not exist yet have a C(PendingId)
    :arg has_key: whether the desired key is bound to the rule
    """

    application_id: Id
    siblings: t.Tuple[Rule, ...] = ()
    known: t.Tuple[BoundScenario, ...] = ()
    has_key: bool = False

    def by_id(self, rule_id: t.Optional[int]) -> t.Optional[Rule]:
        """Return the rule with this id."""
        return next((rule for rule in self.siblings if rule_id is not None and rule.rule_id == rule_id), None)

    def by_name(self, name: t.Optional[str]) -> t.Optional[Rule]:
        """Return the rule with this name.

        :raises ConflictError: if several rules have it
        """
        matching = select_named(self.siblings, name, lambda rule: rule.rule_name)
        if len(matching) > 1:
            raise ConflictError(
                f"Several rules are named {name!r}: {', '.join(map(str, matching))}.",
                field="rule_name",
                advice="Rename or delete one of them with rule_id of vox_rule.",
            )
        return matching[0] if matching else None

    def find(self, desired: DesiredRule) -> t.Optional[Rule]:
        """Return the rule that a task describes, also under its previous name.

        :raises ConflictError: if several rules have the name
        """
        if desired.rule_id is not None:
            return self.by_id(desired.rule_id)
        return self.by_name(desired.rule_name) or self.by_name(desired.renamed_from)


@dataclasses.dataclass(frozen=True)
class RuleState:
    """A rule, or its absence, in the order of its application's rules.

    :arg key_id: the key that is known to be bound to the rule
    :arg label: what to call the rule if it does not exist
    """

    rule: t.Optional[Rule]
    key_id: str = ""
    order: t.Tuple[str, ...] = ()
    label: str = ""

    def as_result(self) -> t.Dict[str, t.Any]:
        """Return the values that the task returns."""
        return {"rule": None if self.rule is None else self.rule.as_result()}

    def diff_sections(self) -> t.Mapping[str, DiffSection]:
        """Return the attributes, the scenarios in running order, and the order of the application's rules."""
        header = f"{self.label} (absent)" if self.rule is None else str(self.rule)
        return {
            "attributes": DiffSection.of_lines(header, () if self.rule is None else self._attributes(self.rule)),
            "scenarios": DiffSection.of_lines(
                f"scenarios of {header}", () if self.rule is None else scenario_names(self.rule)
            ),
            "order": DiffSection.of_lines("order of the rules", self.order),
        }

    def _attributes(self, rule: Rule) -> t.List[str]:
        lines = [
            f"rule_name: {rule.rule_name}",
            f"rule_pattern: {rule.rule_pattern}",
            f"rule_pattern_exclude: {rule.rule_pattern_exclude}",
            f"video_conference: {str(rule.video_conference).lower()}",
        ]
        if self.key_id:
            lines.append(f"bind_key_id: {self.key_id}")
        return lines


def plan_rule(current: CurrentRule, desired: DesiredRule) -> Plan[RuleState]:
    """Plan one rule.

    :raises VoximplantError: if the desired state cannot be reached
    """
    found = current.by_id(desired.rule_id) if desired.rule_id is not None else current.by_name(desired.rule_name)
    if not desired.present:
        return _plan_absent(found, desired)
    if desired.rule_id is not None and found is None:
        raise NotFoundError(f"The application has no rule with the ID {desired.rule_id}.", field="rule_id")
    existing = find_existing(found, current.by_name(desired.renamed_from))
    if found is not None and desired.rule_id is None:
        desired = dataclasses.replace(desired, rule_name=None)  # its name is the same, perhaps in another Unicode form
    if existing is None:
        after, operations = _create(current, desired)
    else:
        after, operations = _change(existing, current, desired)
    order, moved = _move(current, desired, existing, after)
    names = tuple(rule.rule_name for rule in current.siblings)
    key_id = desired.bind_key_id or ""
    before = RuleState(existing, key_id if current.has_key else "", names, str(desired))
    planned = RuleState(after, key_id, order if moved else names)
    return Plan(before, planned, in_sequence((*operations, *moved)))


def delete_rule(rule: Rule) -> Operation:
    """Return the operation that deletes a rule (DelRule)."""
    params = {"rule_id": rule.rule_id}
    return Operation("delete", "rule", rule.rule_name, "DelRule", params, application_id=rule.application_id)


def reorder_rules(name: str, rule_ids: t.Sequence[Id], application_id: Id) -> Operation:
    """Return the operation that sets the order of all rules of an application (ReorderRules).

    :arg name: what the operation is about: the rule that moves, or the application
    """
    params = {"rule_id": tuple(rule_ids)}
    return Operation("reorder", "rule", name, "ReorderRules", params, application_id=application_id)


def _plan_absent(found: t.Optional[Rule], desired: DesiredRule) -> Plan[RuleState]:
    absent = RuleState(None, label=str(desired))
    if found is None:
        return Plan(absent, absent)
    check_deleted_name(found, found.rule_name, desired.rule_name, "rule_name")
    return Plan(RuleState(found), absent, in_sequence([delete_rule(found)]))


def _create(current: CurrentRule, desired: DesiredRule) -> t.Tuple[Rule, t.Tuple[Operation, ...]]:
    """Plan to create a rule with its scenarios in one call (AddRule)."""
    if desired.rule_pattern is None:
        raise InputError("A new rule needs a pattern.", field="rule_pattern")
    rule = Rule(
        None,
        desired.name,
        current.application_id if isinstance(current.application_id, int) else None,
        desired.rule_pattern,
        desired.rule_pattern_exclude or "",
        bool(desired.video_conference),
    )
    if desired.bindings is not None:
        scenarios, _bind = bind_and_order(rule, desired.bindings, current.known)
        rule = dataclasses.replace(rule, scenarios=scenarios)
    params = {
        "application_id": current.application_id,
        "rule_name": desired.name,
        "rule_pattern": desired.rule_pattern,
        "rule_pattern_exclude": desired.rule_pattern_exclude or None,
        "video_conference": desired.video_conference or None,
        "bind_key_id": desired.bind_key_id,
        "scenario_id": rule.scenario_ids or None,
    }
    operation = Operation(
        "create",
        "rule",
        desired.name,
        "AddRule",
        {key: value for key, value in params.items() if value is not None},
        application_id=current.application_id,
        provides=pending_id("rule", desired.name, current.application_id).key,
    )
    return rule, (operation,)


def _change(existing: Rule, current: CurrentRule, desired: DesiredRule) -> t.Tuple[Rule, t.Tuple[Operation, ...]]:
    """Plan to change what differs (SetRuleInfo, BindScenario, ReorderScenarios)."""
    attributes: t.Dict[str, t.Any] = {
        "rule_name": desired.rule_name,
        "rule_pattern": desired.rule_pattern,
        "rule_pattern_exclude": desired.rule_pattern_exclude,
        "video_conference": desired.video_conference,
    }
    params = {name: value for name, value in attributes.items() if value not in (None, getattr(existing, name))}
    after = dataclasses.replace(existing, **params)
    if "rule_name" in params:
        check_rename(existing, current.by_name(desired.rule_name), "rule_name")
    if desired.bind_key_id and not current.has_key:
        params["bind_key_id"] = desired.bind_key_id
    operations: t.Tuple[Operation, ...] = ()
    if params:
        action = "rename" if "rule_name" in params else "update"
        params = {"rule_id": existing.rule_id, **params}
        scope = existing.application_id
        operations = (Operation(action, "rule", after.rule_name, "SetRuleInfo", params, application_id=scope),)
    if desired.bindings is not None:
        scenarios, running = bind_and_order(after, desired.bindings, current.known)
        after = dataclasses.replace(after, scenarios=scenarios)
        operations += running
    return after, operations


def _move(
    current: CurrentRule, desired: DesiredRule, existing: t.Optional[Rule], after: Rule
) -> t.Tuple[t.Tuple[str, ...], t.Tuple[Operation, ...]]:
    """Return the order of the application's rules with this one in its position, and the operation it takes."""
    others = [rule for rule in current.siblings if rule != existing]
    own: Id = after.rule_id or pending_id("rule", after.rule_name, current.application_id)
    present = [rule.rule_id for rule in current.siblings] + ([own] if existing is None else [])
    index = len(others) if existing is None else current.siblings.index(existing)
    if desired.position is not None:
        index = len(others) if desired.position == LAST else desired.position
    if index > len(others):
        raise InputError(
            f"position {index + 1} is out of range: the application has {len(others) + 1} rules, including this one.",
            field="position",
        )
    names = [rule.rule_name for rule in others]
    ids: t.List[t.Any] = [rule.rule_id for rule in others]
    names.insert(index, after.rule_name)
    ids.insert(index, own)
    moved = () if ids == present else (reorder_rules(after.rule_name, ids, current.application_id),)
    return tuple(names), moved
