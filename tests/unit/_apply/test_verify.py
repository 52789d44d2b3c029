# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Accepted writes: they are read back until they show."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api import errors
from ansible_collections.voximplant.platform.plugins.module_utils._api.response import ApiObject
from ansible_collections.voximplant.platform.plugins.module_utils._apply.observation import Observation
from ansible_collections.voximplant.platform.plugins.module_utils._apply.run import ApiTask
from ansible_collections.voximplant.platform.plugins.module_utils._apply.verify import find, verify
from ansible_collections.voximplant.platform.plugins.module_utils._plan.operations import Plan, in_sequence
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform
from ansible_collections.voximplant.platform.tests.unit.support.unreliable import Lagging
from ansible_collections.voximplant.platform.tests.unit.support.writes import (
    ASSIGNED,
    CALLS,
    Nothing,
    Params,
    apply,
    assigned_id,
    fill,
    labels,
    operation_of,
    reference,
)

TABLE = pytest.mark.parametrize(("method", "params"), CALLS, ids=labels(CALLS))


@pytest.mark.parametrize("scoped", [True, False])
@TABLE
def test_write_when_the_platform_shows_it_late_then_it_is_read_until_it_shows(
    method: str, params: Params, scoped: bool
) -> None:
    platform = Lagging(3)
    fill(platform)
    apply(platform, operation_of(platform, method, params, scoped=scoped))
    assert platform.time.sleeps == [0.25, 0.5, 1, 2]
    assert platform.writes == [method]
    assert platform.snapshot() == reference(method, params)


@TABLE
def test_write_when_the_platform_shows_it_at_once_then_nothing_waits(method: str, params: Params) -> None:
    platform = Lagging(0)
    fill(platform)
    apply(platform, operation_of(platform, method, params, scoped=True))
    assert platform.time.sleeps == []
    assert platform.calls[-1].startswith("Get")


@TABLE
def test_write_when_the_platform_never_shows_it_then_it_fails_after_15_seconds_as_accepted(
    method: str, params: Params
) -> None:
    platform = Lagging(99)
    fill(platform)
    operation = operation_of(platform, method, params, scoped=True)
    with pytest.raises(errors.ConflictError) as caught:
        apply(platform, operation)
    assert platform.time.now == 15
    assert (platform.writes, platform.time.sleeps[:5]) == ([method], [0.25, 0.5, 1, 2, 4])
    assert caught.value.text == f"The platform accepted {method}, but does not show the change after 15 seconds."
    assert caught.value.advice == "Check the object, then run the task again."
    assert (caught.value.method, caught.value.object, caught.value.name) == (method, "object", "x")
    assert (caught.value.done, caught.value.not_reached) == ((operation,), ())
    assert not caught.value.ambiguous


def test_writes_when_only_the_second_does_not_show_then_the_error_names_it_and_all_are_done() -> None:
    class Ignoring(Lagging):
        def DelScenario(self, form: t.Mapping[str, str]) -> t.Any:
            """Accept the call, and delete nothing."""
            return {"result": 1}

    platform = Ignoring(0)
    fill(platform)
    operations = [
        operation_of(platform, "SetApplicationInfo", {"application_id": "two", "secure_record_storage": True}),
        operation_of(platform, "DelScenario", {"scenario_id": "own"}),
    ]
    with pytest.raises(errors.ConflictError, match="accepted DelScenario") as caught:
        ApiTask[Nothing](platform.client).apply(Plan(Nothing(), Nothing(), in_sequence(operations)))
    assert caught.value.done == tuple(operations)
    assert (platform.time.now, platform.calls.count("GetApplications")) == (15, 7)


# What may be wrong with an object after a call that was accepted: the row and its field, and a value.
SCENARIO = {"scenario_name": "new", "scenario_script": "x", "application_id": "one", "rule_id": "s"}
RULE = {
    "application_id": "one",
    "rule_name": "new",
    "rule_pattern": "1.*",
    "rule_pattern_exclude": "19.*",
    "video_conference": True,
    "scenario_id": ("b", "own"),
    "bind_key_id": "key-1",
}
SPOILED: list[tuple[str, dict[str, t.Any], str, str, t.Any]] = [
    ("AddScenario", SCENARIO, "scenarios", "scenario_name", "other"),
    ("AddScenario", SCENARIO, "scenarios", "scenario_script", "y"),
    ("AddScenario", SCENARIO, "scenarios", "application_id", None),
    ("AddScenario", SCENARIO, "rules", "scenario_ids", []),
    ("AddApplication", {"application_name": "three"}, "applications", "application_name", "four"),
    ("AddApplication", {"application_name": "three"}, "applications", "secure_record_storage", True),
    *(
        ("AddRule", RULE, "rules", field, value)
        for field, value in (
            ("rule_name", "other"),
            ("rule_pattern", "2.*"),
            ("rule_pattern_exclude", ""),
            ("video_conference", False),
            ("scenario_ids", []),
            ("key_ids", set()),
        )
    ),
]


@pytest.mark.parametrize(
    ("method", "params", "rows", "field", "value"), SPOILED, ids=[f"{case[0]}-{case[3]}" for case in SPOILED]
)
def test_find_when_an_object_is_not_as_the_call_created_it_then_the_call_does_not_show(
    method: str, params: Params, rows: str, field: str, value: t.Any
) -> None:
    platform = Platform()
    fill(platform)
    operation = operation_of(platform, method, params)
    response = platform.execute(operation)
    shown = {"result": 1, ASSIGNED[method]: assigned_id(platform, method)}
    assert find(operation, Observation(platform.client), response) == ApiObject(method, shown)
    setattr(getattr(platform, rows)[-1], field, value)
    assert find(operation, Observation(platform.client), response) is None


def test_find_when_another_object_has_the_same_name_then_the_one_of_the_response_counts() -> None:
    platform = Platform()
    fill(platform)
    operation = operation_of(platform, "AddRule", {"application_id": "one", "rule_name": "new", "rule_pattern": "1.*"})
    first, second = platform.execute(operation), platform.execute(operation)
    for response in (first, second):
        found = find(operation, Observation(platform.client), response)
        assert found is not None
        assert found.integer("rule_id") == response.integer("rule_id")


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("AddScenario", {"scenario_name": "new"}),
        ("AddApplication", {"application_name": "three"}),
        ("AddRule", {"application_id": "one", "rule_name": "new", "rule_pattern": "1.*"}),
    ],
)
def test_write_when_only_another_object_of_the_name_shows_then_it_does_not_count(method: str, params: Params) -> None:
    platform = Lagging(0)
    fill(platform)
    operation = operation_of(platform, method, params)
    created = platform.execute(operation)
    missing = ApiObject(method, {**created.fields, ASSIGNED[method]: 99})
    assert verify(platform.client, [(operation, created)]) is not None
    with pytest.raises(errors.ConflictError, match=f"accepted {method}, but does not show the change"):
        verify(platform.client, [(operation, missing)])


def test_write_when_it_does_not_show_within_a_given_time_then_all_of_that_is_waited_for() -> None:
    platform = Lagging(0)
    fill(platform)
    operation = operation_of(platform, "AddScenario", {"scenario_name": "new"})
    with pytest.raises(errors.ConflictError, match="accepted AddScenario, but does not show the change"):
        verify(platform.client, [(operation, None)], seconds=0.5)
    assert platform.time.sleeps == [0.25, 0.25]
