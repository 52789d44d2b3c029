# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Read what the rule of a task can run."""

from __future__ import annotations

import dataclasses
import typing as t

from .._objects.models import BoundScenario, Rule, require_id
from .._objects.rules import has_key
from .._objects.scenarios import list_scenarios, scenario_id_of
from .owners import check_scope

if t.TYPE_CHECKING:
    from .._api.client import Client
    from .._plan.bindings import DesiredBindings
    from .._plan.rule import CurrentRule, DesiredRule


def read_rule_state(client: Client, rules: CurrentRule, desired: DesiredRule) -> CurrentRule:
    """Read what the rule of a task can run, and whether the desired key is bound to it.

    :arg rules: the rules of the application, which exists
    """
    if not desired.present:
        return rules
    existing = rules.find(desired)
    rule = existing or Rule(None, desired.name, require_id(rules.application_id))
    key_id = desired.bind_key_id
    return dataclasses.replace(
        rules,
        known=() if desired.bindings is None else read_candidates(client, rule, desired.bindings),
        has_key=existing is not None and key_id is not None and has_key(client, existing, key_id),
    )


def read_candidates(client: Client, rule: Rule, desired: DesiredBindings) -> t.Tuple[BoundScenario, ...]:
    """Read those of the desired scenarios that the rule does not run yet.

    :raises ConflictError: if one of them belongs to another application than the rule
    """
    if not desired.present or not desired.missing_from(rule.scenarios):
        return ()
    listing = list_scenarios(client)
    known = [BoundScenario(scenario_id_of(scenario), scenario.scenario_name) for scenario in listing]
    bound = desired.select(rule.scenarios)
    new = tuple(scenario for scenario in desired.select(known) if scenario not in bound)
    check_scope(client, rule, new)
    return new
