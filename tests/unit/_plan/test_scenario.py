# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plans for one scenario: what is sent in each case, and what is refused before anything is."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api import errors
from ansible_collections.voximplant.platform.plugins.module_utils._objects.models import BoundScenario, Rule, Scenario
from ansible_collections.voximplant.platform.plugins.module_utils._plan.bindings import bind, unbind
from ansible_collections.voximplant.platform.plugins.module_utils._plan.operations import Operation, Plan
from ansible_collections.voximplant.platform.plugins.module_utils._plan.scenario import (
    CurrentScenario,
    DesiredScenario,
    ScenarioState,
    plan_delete_all,
    plan_scenario,
)

FOUND = Scenario(5, "inbound", "2026-01-01 00:00:00")
OTHER = Scenario(6, "old")
FOREIGN = Scenario(7, "theirs", parent=True)
RULE = Rule(30, "r", 20, scenarios=(BoundScenario(6, "old"),))
RUNNING = Rule(31, "s", 20, scenarios=(BoundScenario(5, "inbound"), BoundScenario(6, "old")))


def sent(current: CurrentScenario, **desired: t.Any) -> list[tuple[str, str, str, t.Mapping[str, t.Any]]]:
    """Return the calls of a plan."""
    plan = plan_scenario(current, DesiredScenario(**desired))
    return [(operation.action, operation.name, operation.method, operation.params) for operation in plan.operations]


def test_present_when_missing_then_it_is_created_with_what_is_given_alone() -> None:
    assert sent(CurrentScenario(), scenario_name="new") == [("create", "new", "AddScenario", {"scenario_name": "new"})]
    everything = {"scenario_name": "new", "scenario_script": "x", "application_id": 20, "rewrite": True}
    assert sent(CurrentScenario(rule=RULE), **everything) == [
        ("create", "new", "AddScenario", {**everything, "rule_id": 30})
    ]


@pytest.mark.parametrize("current", [CurrentScenario(), CurrentScenario(found=FOUND, script="x")])
def test_present_when_it_is_in_an_application_then_the_operation_has_it(current: CurrentScenario) -> None:
    plan = plan_scenario(current, DesiredScenario("inbound", application_id=20, scenario_script="y"))
    assert [operation.application_id for operation in plan.operations] == [20]


@pytest.mark.parametrize(
    ("script", "desired", "action", "params"),
    [
        ("x", {"scenario_script": "y"}, "update", {"scenario_script": "y"}),
        ("x", {"scenario_script": ""}, "update", {"scenario_script": ""}),
        (None, {"scenario_script": "y"}, "update", {"scenario_script": "y"}),
        ("x", {"scenario_id": 5, "scenario_name": "other"}, "rename", {"scenario_name": "other"}),
        (
            "x",
            {"scenario_id": 5, "scenario_name": "other", "scenario_script": "y"},
            "rename",
            {"scenario_name": "other", "scenario_script": "y"},
        ),
    ],
)
def test_present_when_something_differs_then_only_that_is_sent(
    script: str | None, desired: dict[str, t.Any], action: str, params: dict[str, t.Any]
) -> None:
    desired.setdefault("scenario_name", "inbound")
    name = desired["scenario_name"]
    calls = sent(CurrentScenario(found=FOUND, script=script), **desired)
    assert calls == [(action, name, "SetScenarioInfo", {"scenario_id": 5, **params})]


@pytest.mark.parametrize(
    ("script", "desired", "normalized"),
    [
        ("x", {"scenario_script": "x"}, False),
        ("x", {"scenario_script": "x\n"}, True),
        (None, {}, False),
        ("x", {"scenario_id": 5, "scenario_name": None}, False),
        ("", {"scenario_script": ""}, False),
        ("x", {"renamed_from": "old", "scenario_script": "x"}, False),
    ],
)
def test_present_when_nothing_differs_then_nothing_is_sent(
    script: str | None, desired: dict[str, t.Any], normalized: bool
) -> None:
    plan = plan_scenario(
        CurrentScenario(found=FOUND, script=script), DesiredScenario(**{"scenario_name": "inbound", **desired})
    )
    assert not plan.changed
    assert plan.after.as_result() == {"scenario": FOUND.as_result(), "normalized": normalized}
    assert plan.before.diff_sections() == plan.after.diff_sections()


def test_present_when_only_the_previous_name_exists_then_it_is_renamed_and_keeps_its_id() -> None:
    current = CurrentScenario(renamed_from_match=OTHER, script="x")
    desired = {"scenario_name": "new", "renamed_from": "old", "scenario_script": "x"}
    assert sent(current, **desired) == [
        ("rename", "new", "SetScenarioInfo", {"scenario_id": 6, "scenario_name": "new"})
    ]


def test_present_when_a_rule_should_run_it_then_it_is_bound_once() -> None:
    params = {"scenario_id": (5,), "rule_id": 30, "application_id": 20, "bind": True}
    assert sent(CurrentScenario(found=FOUND, rule=RULE), scenario_name="inbound") == [
        ("bind", "r", "BindScenario", params)
    ]
    assert sent(CurrentScenario(found=FOUND, rule=RUNNING), scenario_name="inbound") == []


def test_present_when_a_foreign_one_needs_a_binding_only_then_that_is_made() -> None:
    assert [call[0] for call in sent(CurrentScenario(found=FOREIGN, rule=RULE), scenario_name="theirs")] == ["bind"]


def test_absent_when_rules_run_it_and_force_is_set_then_it_is_taken_off_them_first() -> None:
    calls = sent(
        CurrentScenario(found=FOUND, bound_rules=(RUNNING,)), scenario_name="inbound", present=False, force=True
    )
    assert calls == [
        ("unbind", "s", "BindScenario", {"scenario_id": (5,), "rule_id": 31, "application_id": 20, "bind": False}),
        ("delete", "inbound", "DelScenario", {"scenario_id": 5}),
    ]


@pytest.mark.parametrize("desired", [{"scenario_name": "inbound"}, {"scenario_id": 5}])
def test_absent_when_it_is_gone_then_nothing_is_sent(desired: dict[str, t.Any]) -> None:
    plan = plan_scenario(CurrentScenario(), DesiredScenario(present=False, **desired))
    assert not plan.changed
    assert plan.after.as_result() == {"scenario": None, "normalized": False}
    assert plan.after.diff_sections() == plan.before.diff_sections()


@pytest.mark.parametrize(
    "desired", [{"scenario_name": "inbound"}, {"scenario_id": 5}, {"scenario_id": 5, "scenario_name": "inbound"}]
)
def test_absent_when_no_rule_runs_it_then_it_is_deleted(desired: dict[str, t.Any]) -> None:
    calls = sent(CurrentScenario(found=FOUND), present=False, **desired)
    assert calls == [("delete", "inbound", "DelScenario", {"scenario_id": 5})]


def test_absent_when_it_is_in_an_application_then_the_operation_has_it() -> None:
    plan = plan_scenario(CurrentScenario(found=FOUND), DesiredScenario("inbound", application_id=20, present=False))
    assert [operation.application_id for operation in plan.operations] == [20]


@pytest.mark.parametrize(
    ("current", "desired", "kind", "field"),
    [
        (CurrentScenario(), {"scenario_id": 5}, errors.NotFoundError, "scenario_id"),
        (
            CurrentScenario(found=FOUND, renamed_from_match=OTHER),
            {"scenario_name": "inbound", "renamed_from": "old"},
            errors.ConflictError,
            "renamed_from",
        ),
        (
            CurrentScenario(found=FOUND, actual_scope="Shared"),
            {"scenario_name": "inbound", "application_id": 20},
            errors.ConflictError,
            "application_id",
        ),
        (
            CurrentScenario(found=FOUND, actual_scope="Shared"),
            {"scenario_name": "inbound", "application_id": 20, "present": False},
            errors.ConflictError,
            "application_id",
        ),
        (
            CurrentScenario(found=FOUND, actual_scope="Shared"),
            {"scenario_name": "inbound", "application_name": "sales"},
            errors.ConflictError,
            "application_name",
        ),
        (
            CurrentScenario(found=FOUND, name_conflict=OTHER),
            {"scenario_id": 5, "scenario_name": "old"},
            errors.ConflictError,
            "scenario_name",
        ),
        (
            CurrentScenario(found=FOUND),
            {"scenario_id": 5, "scenario_name": "x", "present": False},
            errors.ConflictError,
            "scenario_name",
        ),
        (
            CurrentScenario(found=FOUND, bound_rules=(RUNNING,)),
            {"scenario_name": "inbound", "present": False},
            errors.ConflictError,
            "force",
        ),
        (
            CurrentScenario(found=FOREIGN),
            {"scenario_name": "theirs", "present": False},
            errors.NotPermittedError,
            "scenario_name",
        ),
        (
            CurrentScenario(found=FOREIGN, script="x"),
            {"scenario_name": "theirs", "scenario_script": "y"},
            errors.NotPermittedError,
            "scenario_name",
        ),
        (CurrentScenario(), {"scenario_name": "x" * 30}, errors.InputError, "scenario_name"),
        (CurrentScenario(), {"scenario_name": "a;b"}, errors.InputError, "scenario_name"),
        (
            CurrentScenario(found=FOUND),
            {"scenario_id": 5, "scenario_name": "x" * 30},
            errors.InputError,
            "scenario_name",
        ),
    ],
)
def test_plan_when_there_is_none_then_the_error_says_which_option_is_at_fault(
    current: CurrentScenario, desired: dict[str, t.Any], kind: type[errors.VoximplantError], field: str
) -> None:
    with pytest.raises(errors.VoximplantError) as caught:
        plan_scenario(current, DesiredScenario(**desired))
    assert (type(caught.value), caught.value.field) == (kind, field)


def test_absent_when_rules_run_it_then_the_error_names_them_all() -> None:
    current = CurrentScenario(found=FOUND, bound_rules=(RUNNING, RULE))
    with pytest.raises(errors.ConflictError, match=r"It is bound to rule s \(id 31\), rule r \(id 30\)\."):
        plan_scenario(current, DesiredScenario("inbound", present=False))


@pytest.mark.parametrize(
    ("desired", "field"),
    [
        ({"scenario_name": ""}, "scenario_name"),
        ({"scenario_name": "a", "renamed_from": ""}, "renamed_from"),
        ({"scenario_name": "a", "renamed_from": "a"}, "renamed_from"),
    ],
)
def test_desired_when_it_makes_no_sense_then_it_is_refused(desired: dict[str, t.Any], field: str) -> None:
    with pytest.raises(errors.InputError) as caught:
        DesiredScenario(**desired)
    assert caught.value.field == field


def test_name_when_it_is_as_long_as_it_may_be_then_it_is_taken() -> None:
    assert len(sent(CurrentScenario(), scenario_name="x" * 29)) == 1


def test_create_when_the_name_exists_in_another_case_then_a_conflict_would_name_it() -> None:
    def advice(*variants: str) -> str:
        return (
            plan_scenario(CurrentScenario(case_variants=variants), DesiredScenario("Inbound")).operations[0].on_conflict
        )

    assert advice("inbound") == "The platform may treat it as inbound, which differs only in case."
    assert advice() == ""


def test_delete_all_when_there_are_scenarios_then_rules_are_emptied_first_and_foreign_ones_stay() -> None:
    empty = Rule(32, "e", 20, scenarios=(BoundScenario(7, "theirs"),))
    plan = plan_delete_all([FOUND, OTHER, FOREIGN], [RUNNING, empty])
    assert plan.operations == (
        unbind(RUNNING, [5, 6]),
        Operation("delete", "scenario", "inbound", "DelScenario", {"scenario_id": 5}),
        Operation("delete", "scenario", "old", "DelScenario", {"scenario_id": 6}),
    )
    assert plan.before.diff_sections()["names"].text == "scenario inbound (id 5)\nscenario old (id 6)\n"
    assert plan.after.diff_sections()["names"].text == ""
    assert plan.after.as_result() == {"scenario": None, "normalized": False}


def test_bind_when_made_then_ids_keep_their_order() -> None:
    assert bind(RULE, [9, 3]).params["scenario_id"] == (9, 3)
    assert (bind(RULE, [9]).params["bind"], unbind(RULE, [9]).params["bind"]) == (True, False)


@pytest.mark.parametrize("current", [CurrentScenario(), CurrentScenario(found=FOUND, script="x")])
def test_script_when_it_is_sent_then_its_length_is_checked(current: CurrentScenario) -> None:
    def plan_of(script: str) -> Plan[ScenarioState]:
        return plan_scenario(current, DesiredScenario("inbound", scenario_script=script))

    with pytest.raises(errors.LimitError) as caught:
        plan_of("x" * 131_072)
    assert caught.value.field == "scenario_script"
    (warning,) = plan_of("\u00e9" * 65_536).warnings
    assert warning.startswith("The script has 65536 characters, but more than 131071 bytes as UTF-8")
    assert plan_of("x" * 131_071).warnings == ()


@pytest.mark.parametrize("script", ["x" * 131_072, "\u00e9" * 65_536])
def test_script_when_the_platform_has_it_already_then_its_length_does_not_matter(script: str) -> None:
    plan = plan_scenario(
        CurrentScenario(found=FOUND, script=script), DesiredScenario("inbound", scenario_script=script)
    )
    assert (plan.operations, plan.warnings) == ((), ())
