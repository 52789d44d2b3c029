# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks of the modules for single objects: what they return after a write, and what they do not accept as written."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api import errors
from ansible_collections.voximplant.platform.plugins.module_utils._apply.bindings import BindingsTask
from ansible_collections.voximplant.platform.plugins.module_utils._apply.run import ApiTask
from ansible_collections.voximplant.platform.plugins.module_utils._apply.scenarios import DeleteAllTask
from ansible_collections.voximplant.platform.plugins.module_utils._objects.applications import ApplicationSelector
from ansible_collections.voximplant.platform.plugins.module_utils._objects.rules import RuleSelector
from ansible_collections.voximplant.platform.plugins.module_utils._plan.bindings import DesiredBindings
from ansible_collections.voximplant.platform.plugins.modules.vox_application import ApplicationTask
from ansible_collections.voximplant.platform.plugins.modules.vox_rule import RuleTask
from ansible_collections.voximplant.platform.plugins.modules.vox_scenario import build_task
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform

from ..support import module_tasks
from ..support.module_tasks import ignore, refusal, run, task_of

platform = module_tasks.platform


def bindings_task(platform: Platform, desired: DesiredBindings) -> BindingsTask:
    """Return a task for the scenarios of the first rule."""
    return BindingsTask(platform.client, RuleSelector(None, "r", ApplicationSelector(None, "one")), desired)


def test_scenario_when_created_then_its_id_and_time_are_filled_in(platform: Platform) -> None:
    rule = platform.rules[1]
    result = run(task_of(build_task, platform, scenario_name="new", scenario_script="y", rule_id=rule.rule_id))
    row = platform.scenarios[-1]
    assert rule.scenario_ids == [row.scenario_id]
    assert result["scenario"] == {
        "scenario_id": row.scenario_id,
        "scenario_name": "new",
        "modified": row.modified,
    }


def test_scenario_when_changed_then_the_new_time_is_returned(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = platform.scenarios[0]
    change = platform.SetScenarioInfo

    def changed(form: t.Mapping[str, str]) -> t.Any:
        row.modified = "2026-02-02 00:00:00"
        return change(form)

    monkeypatch.setattr(platform, "SetScenarioInfo", changed)
    result = run(task_of(build_task, platform, scenario_name="a", scenario_script="y"))
    assert result["scenario"]["modified"] == "2026-02-02 00:00:00"


@pytest.mark.parametrize(
    "desired",
    [
        {"scenario_name": "a", "scenario_script": "other"},
        {"scenario_name": "new", "renamed_from": "a"},
    ],
)
def test_scenario_when_the_platform_does_not_show_the_change_then_it_is_an_error(
    platform: Platform, monkeypatch: pytest.MonkeyPatch, desired: dict[str, t.Any]
) -> None:
    ignore(platform, "SetScenarioInfo", monkeypatch)
    error = refusal(task_of(build_task, platform, **desired), "SetScenarioInfo")
    assert str(error).startswith(f"scenario {desired['scenario_name']}: The platform accepted ")


def test_scenario_when_the_platform_has_lost_it_then_it_is_an_error(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    ignore(platform, "AddScenario", monkeypatch, scenario_id=99)
    error = refusal(task_of(build_task, platform, scenario_name="new"), "AddScenario")
    assert (error.object, error.name) == ("scenario", "new")


def test_scenario_when_the_binding_does_not_show_then_it_is_an_error(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    ignore(platform, "BindScenario", monkeypatch)
    task = task_of(build_task, platform, scenario_name="a", rule_id=platform.rules[1].rule_id)
    error = refusal(task, "BindScenario")
    assert (error.object, error.name) == ("rule", "one/s")


def test_scenarios_when_all_are_deleted_then_no_rule_runs_any(platform: Platform) -> None:
    task = DeleteAllTask(platform.client)
    plan = task.plan()
    platform.calls.clear()
    assert task.apply(plan).as_result() == {"scenario": None, "normalized": False}
    assert platform.calls.count("GetScenarios") == 1
    assert (platform.scenarios, [rule.scenario_ids for rule in platform.rules]) == ([], [[], []])
    assert [(found.application, found.name) for found in plan.operations] == [("one", "r"), (None, "a"), (None, "b")]


@pytest.mark.parametrize("options", [{"scenario_name": "loose"}, {"scenario_name": "loose", "force": True}])
def test_scenario_when_another_application_vanishes_meanwhile_then_it_is_deleted_all_the_same(
    platform: Platform, monkeypatch: pytest.MonkeyPatch, options: dict[str, t.Any]
) -> None:
    platform.add_scenario("loose")
    vanishing = platform.add_application("two")
    list_rules, list_scenarios = platform.GetRules, platform.GetScenarios

    def gone(read: t.Callable[[t.Mapping[str, str]], t.Any]) -> t.Callable[[t.Mapping[str, str]], t.Any]:
        def answer(form: t.Mapping[str, str]) -> t.Any:
            if form.get("application_id") == str(vanishing.application_id):
                return {"error": {"code": 116, "msg": "The application does not exist."}}
            return read(form)

        return answer

    monkeypatch.setattr(platform, "GetRules", gone(list_rules))
    monkeypatch.setattr(platform, "GetScenarios", gone(list_scenarios))
    task = task_of(build_task, platform, state="absent", **options)
    plan = task.plan()
    assert [operation.method for operation in plan.operations] == ["DelScenario"]
    task.apply(plan)
    assert [row.scenario_name for row in platform.scenarios] == ["a", "b"]


@pytest.mark.parametrize(
    "selector",
    [
        RuleSelector(None, "gone", ApplicationSelector(None, "one")),
        RuleSelector(None, "r", ApplicationSelector(None, "gone")),
        RuleSelector(99, None, ApplicationSelector(None, None)),
    ],
)
def test_bindings_when_the_rule_does_not_exist_then_it_runs_none_of_the_scenarios(
    platform: Platform, selector: RuleSelector
) -> None:
    task = BindingsTask(platform.client, selector, DesiredBindings(("a",), present=False))
    plan = task.plan()
    assert (plan.changed, plan.after.as_result(), plan.after.diff_sections()) == (False, {"rule": None}, {})
    with pytest.raises(errors.NotFoundError):
        BindingsTask(platform.client, selector, DesiredBindings(("a",))).plan()


def test_bindings_when_the_rule_cannot_be_read_then_the_error_names_it(platform: Platform) -> None:
    platform.rules.clear()
    with pytest.raises(errors.NotFoundError, match="The application has no rule named 'r'") as caught:
        bindings_task(platform, DesiredBindings(("a",))).plan()
    assert (caught.value.object, caught.value.name) == ("rule", "r")


@pytest.mark.parametrize(
    ("method", "desired"),
    [
        ("BindScenario", DesiredBindings(("b",), unbind_pattern="*")),
        ("BindScenario", DesiredBindings(("b",), present=False)),
        ("ReorderScenarios", DesiredBindings(("b",), ordered=True)),
    ],
)
def test_bindings_when_the_platform_does_not_show_them_then_it_is_an_error(
    platform: Platform, monkeypatch: pytest.MonkeyPatch, method: str, desired: DesiredBindings
) -> None:
    ignore(platform, method, monkeypatch)
    error = refusal(bindings_task(platform, desired), method)
    assert str(error).startswith(f"rule one/r: The platform accepted {method}")


@pytest.mark.parametrize(
    ("desired", "names"),
    [
        (DesiredBindings(("c",)), ["a", "b", "c"]),
        (DesiredBindings(("a",), present=False), ["b"]),
        (DesiredBindings(("b",), ordered=True), ["b", "a"]),
    ],
)
def test_bindings_when_changed_then_the_rule_is_returned_as_the_platform_shows_it(
    platform: Platform, monkeypatch: pytest.MonkeyPatch, desired: DesiredBindings, names: list[str]
) -> None:
    platform.add_scenario("c")
    platform.rules[0].rule_pattern = "1"
    task = bindings_task(platform, desired)
    plan = task.plan()
    platform.rules[0].rule_pattern = "changed in the meantime"
    platform.calls.clear()
    rule = task.apply(plan).as_result()["rule"]
    assert platform.calls[1:] == ["GetRules"]  # those of its application alone
    assert [scenario["scenario_name"] for scenario in rule["scenarios"]] == names
    assert rule["rule_pattern"] == "changed in the meantime"


@pytest.mark.parametrize(
    ("method", "desired"),
    [
        ("SetApplicationInfo", {"application_name": "one", "secure_record_storage": True}),
        ("SetApplicationInfo", {"application_name": "new", "renamed_from": "one"}),
        ("AddApplication", {"application_name": "new"}),
    ],
)
def test_application_when_the_platform_does_not_show_the_change_then_it_is_an_error(
    platform: Platform, monkeypatch: pytest.MonkeyPatch, method: str, desired: dict[str, t.Any]
) -> None:
    ignore(platform, method, monkeypatch, application_id=platform.applications[0].application_id)
    error = refusal(task_of(ApplicationTask, platform, **desired), method)
    assert (error.object, error.name) == ("application", desired["application_name"])


def test_application_when_created_then_its_id_and_full_name_are_filled_in(platform: Platform) -> None:
    application = run(task_of(ApplicationTask, platform, application_name="new"))["application"]
    row = platform.applications[-1]
    assert (application["application_id"], application["application_name"]) == (
        row.application_id,
        "new.acme.voximplant.com",
    )


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        (build_task, {"scenario_name": "a", "application_name": "missing"}),
        (build_task, {"scenario_name": "missing", "rule_id": 99}),
        (RuleTask, {"rule_name": "r", "application_name": "missing"}),
        (RuleTask, {"rule_id": 99}),
        (ApplicationTask, {"application_name": "missing"}),
    ],
)
def test_absent_when_the_object_or_what_it_belongs_to_is_missing_then_nothing_is_changed(
    platform: Platform, kind: t.Callable[..., ApiTask[t.Any]], given: dict[str, t.Any]
) -> None:
    before = platform.snapshot()
    plan = task_of(kind, platform, state="absent", **given).plan()
    assert not plan.changed
    assert plan.before.as_result() == plan.after.as_result()
    assert platform.snapshot() == before


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        (build_task, {"scenario_name": "a", "application_name": "missing"}),
        (RuleTask, {"rule_name": "r", "application_name": "missing"}),
    ],
)
def test_present_when_the_application_is_missing_then_it_is_an_error(
    platform: Platform, kind: t.Callable[..., ApiTask[t.Any]], given: dict[str, t.Any]
) -> None:
    with pytest.raises(errors.NotFoundError, match="There is no application named 'missing'"):
        task_of(kind, platform, **given).plan()
