# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Put the plans of single objects together into one for an account."""

from __future__ import annotations

import collections
import dataclasses
import enum
import typing as t

from .._plan.operations import DiffSection, Operation, Plan, Stages


class Phase(enum.Enum):
    """What is written, in this order; those of a phase are independent, but new rules keep their order."""

    APPLICATIONS = ("AddApplication", "SetApplicationInfo")
    SECRETS = ("AddSecret", "SetSecretInfo")
    USERS = ("AddUser", "SetUserInfo")
    RENAMED_SCENARIOS = ("rename scenario",)
    SCENARIOS = ("AddScenario", "SetScenarioInfo")
    RULES = ("SetRuleInfo",)
    NEW_RULES = ("AddRule",)
    UNBIND = ("unbind rule",)
    BIND = ("bind rule",)
    SCENARIO_ORDER = ("ReorderScenarios",)
    RULE_ORDER = ("ReorderRules",)
    MOVED_NUMBERS = ("unbind phone_number",)
    BOUND_NUMBERS = ("bind phone_number",)
    SMS_ADDRESSES = ("SetPhoneNumberInfo",)
    SMS_COMMANDS = ("ControlSms",)
    UNBOUND_NUMBERS = ("prune phone_number",)
    DELETED_RULES = ("DelRule",)
    DELETED_SCENARIOS = ("DelScenario",)
    DELETED_SECRETS = ("DelSecret",)
    DELETED_USERS = ("DelUser",)
    DELETED_APPLICATIONS = ("DelApplication",)

    @classmethod
    def of(cls, operation: Operation) -> Phase:
        """Return the phase of an operation."""
        action = "prune" if operation.is_pruning else operation.action
        keys = (f"{action} {operation.object}", operation.method)
        return next(phase for phase in cls if any(key in phase.value for key in keys))


class Draft:
    """An account's plan in the making."""

    def __init__(self) -> None:
        self.before: t.Dict[str, DiffSection] = {}
        self.after: t.Dict[str, DiffSection] = {}
        self.operations: t.List[Operation] = []
        self.warnings: t.List[str] = []
        self.unchanged = 0
        self._added: t.Counter[str] = collections.Counter()

    def add(self, title: str, plan: Plan[t.Any], application: t.Optional[str] = None) -> None:
        """Add the plan of one object.

        :arg title: kind and name of the object
        :arg application: short name of the application that the object belongs to; a phone number that moves is
            unbound from another one, which its operation names
        """
        self.unchanged += not plan.changed
        self.operations += [
            dataclasses.replace(operation, application=operation.application or application)
            for operation in plan.operations
        ]
        self.warnings += [f"{title}: {warning}" for warning in plan.warnings]
        self._added[title] += 1
        place = f"{title} {self._added[title]}" if self._added[title] > 1 else title  # two objects can have one name
        for target, state in ((self.before, plan.before), (self.after, plan.after)):
            sections = state.diff_sections().items()
            target.update({f"{place} {aspect}": _add_scope(section, application) for aspect, section in sections})

    def stages(self) -> Stages:
        """Return the operations in stages."""
        by_phase: t.Dict[Phase, t.List[Operation]] = {phase: [] for phase in Phase}
        for operation in self.operations:
            by_phase[Phase.of(operation)].append(operation)
        stages: t.List[t.Tuple[Operation, ...]] = []
        for phase, operations in by_phase.items():
            stages += [(operation,) for operation in operations] if phase is Phase.NEW_RULES else [tuple(operations)]
        return tuple(stage for stage in stages if stage)


def _add_scope(section: DiffSection, application: t.Optional[str]) -> DiffSection:
    if application is None:
        return section
    return dataclasses.replace(section, header=f"{section.header} in {application}")
