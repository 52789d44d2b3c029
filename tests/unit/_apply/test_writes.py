# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Writing calls whose answer is lost: each is looked for, and none is made twice."""

from __future__ import annotations

import contextlib
import dataclasses
import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api import errors
from ansible_collections.voximplant.platform.plugins.module_utils._api.response import Row
from ansible_collections.voximplant.platform.plugins.module_utils._api.transport import Response
from ansible_collections.voximplant.platform.plugins.module_utils._apply.writes import execute
from ansible_collections.voximplant.platform.plugins.module_utils._plan.operations import Operation
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform, Refused

Params = t.Mapping[str, t.Any]


class Losing(Platform):
    """An account whose first writing call is lost, after it was executed or before."""

    def __init__(self, executed: bool) -> None:
        super().__init__()
        self._executed = executed
        self._armed = True
        self.writes: list[str] = []

    def send(self, verb: str, url: str, headers: t.Mapping[str, str], body: bytes) -> Response:
        """Execute a request, or lose it."""
        method = url.rsplit("/", 2)[1]
        if method.startswith("Get"):
            return super().send(verb, url, headers, body)
        self.writes.append(method)
        if not self._armed:
            return super().send(verb, url, headers, body)
        self._armed = False
        if self._executed:
            super().send(verb, url, headers, body)
        raise errors.TransportError("Silence.", ambiguous=True)


def fill(platform: Platform) -> None:
    """Two applications, three scenarios of which one is the first application's own, and two rules."""
    one = platform.add_application("one")
    platform.add_application("two")
    scenarios = [platform.add_scenario("a", "text"), platform.add_scenario("b")]
    platform.add_scenario("own", application_id=one.application_id)
    platform.add_rule("r", one, *scenarios)
    platform.add_rule("s", one)


def ids_of(platform: Platform) -> dict[str, int]:
    """The ids of everything, by name."""
    return {
        **{row.scenario_name: row.scenario_id for row in platform.scenarios},
        **{row.rule_name: row.rule_id for row in platform.rules},
        **{row.application_name: row.application_id for row in platform.applications},
    }


# What each method is given; names stand for ids.
CALLS: list[tuple[str, dict[str, t.Any]]] = [
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


def resolved(platform: Platform, params: Params) -> dict[str, t.Any]:
    """The parameters with ids in the place of names."""
    ids = ids_of(platform)

    def real(name: str, value: t.Any) -> t.Any:
        if not name.endswith("_id") or name == "bind_key_id":
            return value
        return tuple(ids[one] for one in value) if isinstance(value, tuple) else ids[value]

    return {name: real(name, value) for name, value in params.items()}


def operation_of(platform: Platform, method: str, params: Params) -> Operation:
    """The operation that makes a call."""
    return Operation("update", "scenario", "x", method, resolved(platform, params))


def reference(method: str, params: Params) -> t.Any:
    """The account after the call was executed once."""
    platform = Platform()
    fill(platform)
    platform.execute(operation_of(platform, method, params))
    return platform.snapshot()


@pytest.mark.parametrize("executed", [True, False])
@pytest.mark.parametrize(("method", "params"), CALLS, ids=[f"{one[0]}-{n}" for n, one in enumerate(CALLS)])
def test_write_when_its_answer_is_lost_then_it_is_executed_once(method: str, params: Params, executed: bool) -> None:
    platform = Losing(executed)
    fill(platform)
    answer = execute(platform.client, operation_of(platform, method, params))
    assert platform.writes == [method] * (1 if executed else 2)
    assert platform.snapshot() == reference(method, params)
    assert answer.integer("result") == 1
    for field, names in (("scenario_id", platform.scenarios), ("rule_id", platform.rules)):
        if field in answer.fields:
            assert answer.integer(field) == getattr(names[-1], field)


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
        execute(platform.client, operation_of(platform, "AddScenario", params))
    assert (caught.value.code, platform.snapshot()) == (133, before)


@pytest.mark.parametrize(
    ("script", "params"), [("x", {"scenario_script": "x"}), ("x", {"scenario_script": "x\n"}), ("", {})]
)
def test_add_when_the_same_scenario_is_there_then_it_is_done(script: str, params: Params) -> None:
    platform = Platform()
    row = platform.add_scenario("inbound", script)
    added = execute(platform.client, operation_of(platform, "AddScenario", {"scenario_name": "inbound", **params}))
    assert added == Row("AddScenario", {"result": 1, "scenario_id": row.scenario_id})


def test_delete_when_it_is_gone_already_then_it_is_done() -> None:
    platform = Platform()
    operation = Operation("delete", "scenario", "x", "DelScenario", {"scenario_id": 5})
    assert execute(platform.client, operation).integer("result") == 1


# Calls that the account is close to having executed, but has not.
NOT_DONE: list[tuple[str, dict[str, t.Any]]] = [
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


@pytest.mark.parametrize(("method", "params"), NOT_DONE, ids=[f"{one[0]}-{n}" for n, one in enumerate(NOT_DONE)])
def test_look_when_the_account_is_not_as_the_call_would_leave_it_then_the_call_is_made_again(
    method: str, params: Params
) -> None:
    platform = Losing(executed=False)
    fill(platform)
    with contextlib.suppress(errors.ConflictError, errors.RejectedError):
        execute(platform.client, operation_of(platform, method, params))
    assert platform.writes == [method] * 2


def test_look_when_the_application_of_a_rule_is_known_then_the_platform_is_told() -> None:
    class Asking(Losing):
        def GetRules(self, form: t.Mapping[str, str]) -> t.Any:
            """List rules, as platforms do that want to know the application."""
            if "application_id" not in form:
                raise Refused(116)
            return super().GetRules(form)

    platform = Asking(executed=True)
    fill(platform)
    params = {"scenario_id": ("own",), "rule_id": "r", "application_id": "one", "bind": True}
    execute(platform.client, operation_of(platform, "BindScenario", params))
    assert platform.calls == ["BindScenario", "GetRules"]


@pytest.mark.parametrize("method", ["SetScenarioInfo", "SetApplicationInfo"])
def test_set_when_the_object_is_gone_meanwhile_then_it_is_not_taken_for_done(method: str) -> None:
    kind = "scenario" if "Scenario" in method else "application"
    operation = Operation("update", kind, "x", method, {f"{kind}_id": 5, f"{kind}_name": "x"})
    with pytest.raises(errors.NotFoundError):
        execute(Platform().client, operation)


def test_start_when_its_answer_is_lost_then_nothing_is_looked_for() -> None:
    platform = Losing(executed=False)
    fill(platform)
    with pytest.raises(errors.TransportError) as caught:
        execute(platform.client, operation_of(platform, "StartScenarios", {"rule_id": "r"}))
    assert caught.value.ambiguous
    assert (platform.writes, platform.calls) == (["StartScenarios"], [])


def test_operation_when_executed_then_its_result_has_no_parameters() -> None:
    operation = Operation(
        "update", "scenario", "x", "SetScenarioInfo", {"scenario_script": "s3cret"}, "advice", 3, "k", "p"
    )
    assert operation.as_result() == {
        "action": "update",
        "object": "scenario",
        "name": "x",
        "method": "SetScenarioInfo",
    }
    assert dataclasses.replace(operation, stage=4) != operation
