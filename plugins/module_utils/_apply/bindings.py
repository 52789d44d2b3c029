# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Manage which scenarios a rule runs, and in which order."""

from __future__ import annotations

import typing as t

from .._api.errors import NotFoundError, error_context
from .._objects.models import require_id
from .._objects.rules import resolve_rule
from .._plan.bindings import BoundState, plan_bindings, plan_order
from .._plan.operations import Plan
from .owners import name_applications
from .read_rule import read_candidates
from .run import ApiTask, Run

if t.TYPE_CHECKING:
    from .._api.client import Client
    from .._objects.rules import RuleSelector
    from .._plan.bindings import DesiredBindings
    from .observation import Observation


class BindingsTask(ApiTask[BoundState]):
    """Bind, unbind or order the scenarios of one rule."""

    def __init__(self, client: Client, selector: RuleSelector, desired: DesiredBindings) -> None:
        super().__init__(client)
        self.selector = selector
        self.desired = desired

    def plan(self) -> Plan[BoundState]:
        """Read the rule and plan."""
        with error_context("rule", str(self.selector)):
            try:
                rule = resolve_rule(self.client, self.selector)
            except NotFoundError:
                if self.desired.present:
                    raise
                return Plan(BoundState(None), BoundState(None))
            if self.desired.ordered:
                plan = plan_order(rule, self.desired)
            else:
                plan = plan_bindings(rule, self.desired, read_candidates(self.client, rule, self.desired))
            return name_applications(self.client, plan, self.selector.application)

    def complete(self, plan: Plan[BoundState], run: Run, observation: Observation) -> BoundState:
        """Return the rule as the platform shows it."""
        rule = plan.after.rule
        if rule is None:
            return plan.after
        return BoundState(observation.rule(require_id(rule.rule_id), rule.application_id) or rule)
