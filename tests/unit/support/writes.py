# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Writing calls of every method, to an account that they fit."""

from __future__ import annotations

import typing as t

from ansible_collections.voximplant.platform.plugins.module_utils._api.response import ApiObject
from ansible_collections.voximplant.platform.plugins.module_utils._apply.run import ApiTask, Run
from ansible_collections.voximplant.platform.plugins.module_utils._plan.operations import (
    DiffSection,
    Operation,
    Plan,
    in_sequence,
)

from .platform import Platform

Params = t.Mapping[str, t.Any]
Call = tuple[str, dict[str, t.Any]]
ASSIGNED = {"AddScenario": "scenario_id", "AddApplication": "application_id", "AddRule": "rule_id"}


class Nothing:
    """A state without content."""

    def as_result(self) -> dict[str, t.Any]:
        """Return no values."""
        return {}

    def diff_sections(self) -> dict[str, DiffSection]:
        """Return no sections."""
        return {}


def fill(platform: Platform) -> None:
    """Add two applications, three scenarios of which one is the first application's own, and two rules."""
    first = platform.add_application("one")
    platform.add_application("two")
    scenarios = [platform.add_scenario("a", "text"), platform.add_scenario("b")]
    platform.add_scenario("own", application_id=first.application_id)
    platform.add_rule("r", first, *scenarios)
    platform.add_rule("s", first)


def ids_of(platform: Platform) -> dict[str, int]:
    """Return the ids of all objects by name."""
    return {
        **{row.scenario_name: row.scenario_id for row in platform.scenarios},
        **{row.rule_name: row.rule_id for row in platform.rules},
        **{row.application_name: row.application_id for row in platform.applications},
    }


# The parameters of each method; names stand for ids.
CALLS: list[Call] = [
    ("AddScenario", {"scenario_name": "new"}),
    ("AddScenario", {"scenario_name": "new", "scenario_script": "x\r\n"}),
    ("AddScenario", {"scenario_name": "new", "scenario_script": "x", "application_id": "one", "rule_id": "s"}),
    ("SetScenarioInfo", {"scenario_id": "a", "scenario_script": "other"}),
    ("SetScenarioInfo", {"scenario_id": "a", "scenario_script": ""}),
    ("SetScenarioInfo", {"scenario_id": "a", "scenario_name": "other"}),
    ("SetScenarioInfo", {"scenario_id": "a", "scenario_name": "other", "scenario_script": "other"}),
    ("DelScenario", {"scenario_id": "own"}),
    ("BindScenario", {"scenario_id": ("own",), "rule_id": "r", "application_id": "one", "bind": True}),
    ("BindScenario", {"scenario_id": ("a", "b"), "rule_id": "r", "application_id": "one", "bind": False}),
    ("BindScenario", {"scenario_id": ("own", "b"), "rule_id": "s", "application_id": "one", "bind": True}),
    ("ReorderScenarios", {"scenario_id": ("b", "a"), "rule_id": "r"}),
    ("AddApplication", {"application_name": "three"}),
    ("AddApplication", {"application_name": "three", "secure_record_storage": True}),
    ("SetApplicationInfo", {"application_id": "one", "application_name": "uno"}),
    ("SetApplicationInfo", {"application_id": "two", "secure_record_storage": True}),
    ("DelApplication", {"application_id": "two"}),
    ("AddRule", {"application_id": "one", "rule_name": "new", "rule_pattern": "1.*"}),
    (
        "AddRule",
        {
            "application_id": "one",
            "rule_name": "new",
            "rule_pattern": "1.*",
            "rule_pattern_exclude": "19.*",
            "video_conference": True,
            "scenario_id": ("b", "own"),
        },
    ),
    ("SetRuleInfo", {"rule_id": "r", "rule_pattern": "2.*"}),
    ("SetRuleInfo", {"rule_id": "r", "rule_name": "other", "video_conference": True}),
    ("SetRuleInfo", {"rule_id": "r", "bind_key_id": "key-1"}),
    ("DelRule", {"rule_id": "s"}),
    ("ReorderRules", {"rule_id": ("s", "r")}),
]


def with_ids(platform: Platform, params: Params) -> dict[str, t.Any]:
    """Return the parameters with ids instead of names."""
    ids = ids_of(platform)

    def resolve(name: str, value: t.Any) -> t.Any:
        if not name.endswith("_id") or name == "bind_key_id":
            return value
        return tuple(ids[item] for item in value) if isinstance(value, tuple) else ids[value]

    return {name: resolve(name, value) for name, value in params.items()}


def operation_of(platform: Platform, method: str, params: Params, *, scoped: bool = False) -> Operation:
    """Return the operation that makes a call.

    :arg scoped: give the operation the id of the rule's application, as plans do
    """
    scope = ids_of(platform)["one"] if "Rule" in method or (scoped and "rule_id" in params) else None
    return Operation("update", "object", "x", method, with_ids(platform, params), application_id=scope)


def make(platform: Platform, operation: Operation) -> ApiObject:
    """Make the call of one operation and return the response."""
    run = Run(platform.client, (operation,))
    run.make([[operation]])
    ((made, response),) = run.accepted
    assert made == operation
    return response


def apply(platform: Platform, operation: Operation) -> Nothing:
    """Carry out a plan with one operation."""
    plan = Plan(Nothing(), Nothing(), in_sequence([operation]))
    return ApiTask[Nothing](platform.client).apply(plan)


def reference(method: str, params: Params) -> t.Any:
    """Return the account after the call was executed once."""
    platform = Platform()
    fill(platform)
    platform.execute(operation_of(platform, method, params))
    return platform.snapshot()


def assigned_id(platform: Platform, method: str) -> int | None:
    """Return the id that a call assigned last."""
    rows = {
        "AddScenario": platform.scenarios,
        "AddApplication": platform.applications,
        "AddRule": platform.rules,
    }.get(method)
    return None if rows is None else t.cast(int, getattr(rows[-1], ASSIGNED[method]))


def labels(calls: t.Sequence[Call]) -> list[str]:
    """Return names for the cases of a table of calls."""
    return [f"{method}-{number}" for number, (method, _params) in enumerate(calls)]
