# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Writes whose response is lost: each is looked up, and none is made twice."""

from __future__ import annotations

import contextlib
import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api import errors
from ansible_collections.voximplant.platform.plugins.module_utils._api.response import ApiObject
from ansible_collections.voximplant.platform.plugins.module_utils._apply.verify import is_verifiable, probe
from ansible_collections.voximplant.platform.plugins.module_utils._plan.operations import Operation
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform, Refused
from ansible_collections.voximplant.platform.tests.unit.support.unreliable import Lagging, Losing
from ansible_collections.voximplant.platform.tests.unit.support.writes import (
    ASSIGNED,
    CALLS,
    Call,
    Params,
    assigned_id,
    fill,
    labels,
    make,
    operation_of,
    reference,
)


@pytest.mark.parametrize("executed", [True, False])
@pytest.mark.parametrize(("method", "params"), CALLS, ids=labels(CALLS))
def test_write_when_its_response_is_lost_then_it_is_executed_once(method: str, params: Params, executed: bool) -> None:
    platform = Losing(executed=executed)
    fill(platform)
    response = make(platform, operation_of(platform, method, params))
    assert platform.writes == [method] * (1 if executed else 2)
    assert platform.snapshot() == reference(method, params)
    assert response.integer("result") == 1
    found = {field: response.integer(field) for field in ASSIGNED.values() if field in response.fields}
    assert found == ({ASSIGNED[method]: assigned_id(platform, method)} if method in ASSIGNED else {})


@pytest.mark.parametrize(
    "params",
    [
        {"scenario_name": "a", "scenario_script": "x"},
        {"scenario_name": "a"},
        {"scenario_name": "b", "application_id": "one"},
        {"scenario_name": "b", "rule_id": "s"},
    ],
)
def test_add_when_the_name_belongs_to_another_scenario_then_it_is_a_conflict(params: Params) -> None:
    platform = Platform()
    fill(platform)
    before = platform.snapshot()
    with pytest.raises(errors.ConflictError) as caught:
        make(platform, operation_of(platform, "AddScenario", params))
    assert (caught.value.code, platform.snapshot()) == (133, before)


@pytest.mark.parametrize(
    ("script", "params"), [("x", {"scenario_script": "x"}), ("x", {"scenario_script": "x\n"}), ("", {})]
)
def test_add_when_the_same_scenario_exists_then_it_is_done(script: str, params: Params) -> None:
    platform = Platform()
    row = platform.add_scenario("inbound", script)
    operation = Operation("create", "scenario", "inbound", "AddScenario", {"scenario_name": "inbound", **params})
    assert make(platform, operation) == ApiObject("AddScenario", {"result": 1, "scenario_id": row.scenario_id})


def test_delete_when_the_object_is_gone_already_then_it_is_done() -> None:
    platform = Platform()
    operation = Operation("delete", "scenario", "x", "DelScenario", {"scenario_id": 5})
    assert make(platform, operation).integer("result") == 1


# Calls that the account looks almost as if it had executed.
NOT_DONE: list[Call] = [
    ("SetScenarioInfo", {"scenario_id": "a", "scenario_name": "x", "scenario_script": "text"}),
    ("SetScenarioInfo", {"scenario_id": "a", "scenario_name": "a", "scenario_script": "x"}),
    ("BindScenario", {"scenario_id": ("a", "own"), "rule_id": "r", "application_id": "one", "bind": True}),
    ("BindScenario", {"scenario_id": ("a", "own"), "rule_id": "r", "application_id": "one", "bind": False}),
    ("ReorderScenarios", {"scenario_id": ("b", "a"), "rule_id": "r"}),
    ("AddApplication", {"application_name": "one", "secure_record_storage": True}),
    ("SetApplicationInfo", {"application_id": "one", "application_name": "x"}),
    ("SetApplicationInfo", {"application_id": "one", "application_name": "one", "secure_record_storage": True}),
    ("AddRule", {"application_id": "one", "rule_name": "r", "rule_pattern": "x"}),
    ("AddRule", {"application_id": "one", "rule_name": "r", "rule_pattern": ".*", "scenario_id": ("b", "a")}),
    ("SetRuleInfo", {"rule_id": "r", "rule_pattern_exclude": "x"}),
    ("SetRuleInfo", {"rule_id": "r", "rule_name": "r", "bind_key_id": "k"}),
    ("DelRule", {"rule_id": "r"}),
    ("DelApplication", {"application_id": "one"}),
    ("DelScenario", {"scenario_id": "a"}),
    ("ReorderRules", {"rule_id": ("s", "r")}),
]


@pytest.mark.parametrize(("method", "params"), NOT_DONE, ids=labels(NOT_DONE))
def test_probe_when_the_account_is_not_as_the_call_would_leave_it_then_the_call_is_made_again(
    method: str, params: Params
) -> None:
    platform = Losing(executed=False)
    fill(platform)
    with contextlib.suppress(errors.ConflictError, errors.RejectedError):
        make(platform, operation_of(platform, method, params))
    assert platform.writes == [method] * 2


# Calls for rules, whose application is known.
OF_RULES: list[Call] = [
    ("BindScenario", {"scenario_id": ("own",), "rule_id": "r", "application_id": "one", "bind": True}),
    ("ReorderScenarios", {"scenario_id": ("b", "a"), "rule_id": "r"}),
    ("SetRuleInfo", {"rule_id": "r", "rule_pattern": "2.*"}),
    ("DelRule", {"rule_id": "s"}),
    ("ReorderRules", {"rule_id": ("s", "r")}),
]


@pytest.mark.parametrize("executed", [True, False])
@pytest.mark.parametrize(("method", "params"), OF_RULES, ids=labels(OF_RULES))
def test_probe_when_the_application_of_a_rule_is_known_then_it_is_sent(
    method: str, params: Params, executed: bool
) -> None:
    class Demanding(Losing):
        def GetRules(self, form: t.Mapping[str, str]) -> t.Any:
            """List rules, as a platform does that requires the application."""
            if "application_id" not in form:
                raise Refused(116)
            return super().GetRules(form)

    platform = Demanding(executed=executed)
    fill(platform)
    make(platform, operation_of(platform, method, params, scoped=True))
    assert platform.calls == [method, "GetRules", *([] if executed else [method])]


def test_probe_when_a_new_rule_shows_late_then_it_is_looked_for_again() -> None:
    platform = Lagging(1.5)
    fill(platform)
    operation = operation_of(platform, "AddRule", {"application_id": "one", "rule_name": "new", "rule_pattern": "1.*"})
    platform.execute(operation)
    found = probe(platform.client, operation)
    assert found is not None
    assert found.integer("rule_id") == assigned_id(platform, "AddRule")
    assert platform.time.sleeps == [0.25, 0.5, 1]


@pytest.mark.parametrize(
    ("method", "sleeps"), [("AddRule", [0.25, 0.5, 1, 2]), ("AddScenario", []), ("AddApplication", []), ("DelRule", [])]
)
def test_probe_when_a_call_was_not_executed_then_only_a_new_rule_is_waited_for(
    method: str, sleeps: list[float]
) -> None:
    params = next(params for found, params in CALLS if found == method)
    platform = Lagging(99)
    fill(platform)
    assert probe(platform.client, operation_of(platform, method, params)) is None
    assert platform.time.sleeps == sleeps


@pytest.mark.parametrize("method", ["SetScenarioInfo", "SetApplicationInfo"])
def test_set_when_the_object_is_gone_then_it_is_not_taken_for_done(method: str) -> None:
    kind = "scenario" if "Scenario" in method else "application"
    operation = Operation("update", kind, "x", method, {f"{kind}_id": 5, f"{kind}_name": "x"})
    with pytest.raises(errors.NotFoundError, match=f"{method} failed with code "):
        make(Platform(), operation)


@pytest.mark.parametrize("method", ["StartScenarios", "StartConference"])
def test_start_when_its_response_is_lost_then_nothing_is_looked_up(method: str) -> None:
    platform = Losing(executed=False)
    fill(platform)
    operation = operation_of(platform, method, {"rule_id": "r"})
    assert not is_verifiable(operation)
    with pytest.raises(errors.TransportError) as caught:
        make(platform, operation)
    assert caught.value.ambiguous
    assert platform.calls == [method]
