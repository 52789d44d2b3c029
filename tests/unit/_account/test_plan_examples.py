# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plans of whole accounts, case by case: what is read, and in which order it is written."""

from __future__ import annotations

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.deployment import Deployment
from ansible_collections.voximplant.platform.plugins.module_utils._account.desired import (
    DesiredAccount,
    Prune,
    Selection,
)
from ansible_collections.voximplant.platform.plugins.module_utils._account.read_current import read_account
from ansible_collections.voximplant.platform.plugins.module_utils._account.task import AccountTask
from ansible_collections.voximplant.platform.plugins.module_utils._api import errors
from ansible_collections.voximplant.platform.plugins.module_utils._plan.application import DesiredApplication
from ansible_collections.voximplant.platform.plugins.module_utils._plan.rule import DesiredRule
from ansible_collections.voximplant.platform.plugins.module_utils._plan.scenario import DesiredScenario
from ansible_collections.voximplant.platform.tests.unit.support.declarations import (
    NEW,
    deploy,
    names_run_by,
    plan_for,
    running,
    support,
)
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform


def missing(kind: str, name: str, application: str = "", **attributes: object) -> dict[str, object]:
    """Return the difference of an object that the account does not have."""
    about = {"object": kind, "name": name, "application": application, "kind": "missing"}
    return {**about, "before": {}, "after": attributes, "modified": ""}


def test_plan_when_the_account_is_empty_then_each_object_takes_one_call_in_the_order_of_their_needs() -> None:
    platform = Platform()
    plan = deploy(platform, NEW)
    rule = {"pattern_exclude": "", "video_conference": False}
    methods = [operation.method for operation in plan.operations]
    assert methods == ["AddApplication", "AddScenario", "AddScenario", "AddRule", "AddRule"]
    assert [names_run_by(platform, rule) for rule in platform.rules] == [["common", "own"], ["common"]]
    assert plan.after.as_result() == {
        "plan_id": plan.after.plan_id,
        "summary": {
            "created": 5,
            "updated": 0,
            "renamed": 0,
            "bound": 0,
            "unbound": 0,
            "reordered": 0,
            "deleted": 0,
            "unchanged": 0,
        },
        "drift": [
            missing("application", "support", secure_record_storage=False),
            missing("scenario", "common", script="1 line"),
            missing("scenario", "own", "support", script="1 line"),
            missing("rule", "first", "support", **rule, pattern="1", scenarios=["common", "own"]),
            missing("rule", "second", "support", **rule, pattern="2", scenarios=["common"]),
        ],
    }


def test_plan_when_everything_exists_then_it_is_read_in_few_calls_and_nothing_is_written() -> None:
    platform = Platform()
    deploy(platform, NEW)
    platform.calls.clear()
    assert deploy(platform, NEW).after.summary.unchanged == 5
    assert sorted(platform.calls) == ["GetApplications", "GetRules", *["GetScenarios"] * 4]


def test_scenarios_when_their_application_does_not_exist_then_it_is_an_error() -> None:
    platform = Platform()
    platform.add_application("other")
    with pytest.raises(errors.InputError) as refusal:
        plan_for(platform, DesiredAccount((DesiredScenario("a", application_name="lost"),)))
    assert str(refusal.value) == "scenario lost/a: There is no application 'lost', and the project does not declare it."
    assert refusal.value.field == "application_name"


def test_scenarios_when_their_new_application_is_given_by_full_name_then_they_are_created_in_it() -> None:
    platform = Platform()
    scenarios = (DesiredScenario("a", scenario_script="", application_name="support.acme.voximplant.com"),)
    deploy(platform, DesiredAccount(scenarios, (support(),)))
    assert [row.application_id for row in platform.scenarios] == [platform.applications[0].application_id]


@pytest.mark.parametrize("application", ["support", "new"])
@pytest.mark.parametrize("declared", [(), (DesiredScenario("theirs", scenario_script="y"),)])
def test_rules_when_one_would_run_a_scenario_of_another_application_then_nothing_is_planned(
    application: str, declared: tuple[DesiredScenario, ...]
) -> None:
    platform = Platform()
    platform.add_rule("r", platform.add_application("support"))
    platform.add_scenario("theirs", application_id=platform.add_application("other").application_id)
    platform.add_scenario("shared")
    rule = DesiredRule("r", rule_pattern="1", bindings=running("shared", "theirs"))
    with pytest.raises(errors.ConflictError) as refusal:
        plan_for(platform, DesiredAccount(declared, (DesiredApplication(application, rules=(rule,)),)))
    assert refusal.value.text == "It cannot run theirs, a scenario of the application other."
    assert (refusal.value.name, refusal.value.field) == (f"{application}/r", "scenarios")


def test_scenarios_when_a_scenario_is_renamed_and_another_is_new_then_the_rename_comes_first() -> None:
    platform = Platform()
    platform.add_scenario("Inbound")
    scenarios = (DesiredScenario("inbound", scenario_script=""), DesiredScenario("first", renamed_from="Inbound"))
    plan = deploy(platform, DesiredAccount(scenarios))
    assert [(found.action, found.name) for found in plan.operations] == [("rename", "first"), ("create", "inbound")]


@pytest.mark.parametrize("scope", [None, "two"])
def test_scenarios_when_a_scenario_is_in_another_scope_then_it_is_an_error_and_nothing_is_moved(
    scope: str | None,
) -> None:
    platform = Platform()
    ids = {name: platform.add_application(name).application_id for name in ("one", "two")}
    platform.add_scenario("a", application_id=ids.get(scope or ""))
    with pytest.raises(errors.ConflictError, match="another scope"):
        plan_for(platform, DesiredAccount((DesiredScenario("a", application_name="one"),)))


def test_scenarios_when_their_application_is_renamed_then_they_are_still_in_it() -> None:
    platform = Platform()
    application = platform.add_application("help")
    platform.add_scenario("a", "x", application_id=application.application_id)
    wanted = DesiredAccount(
        (
            DesiredScenario("a", scenario_script="x", application_name="support"),
            DesiredScenario("b", scenario_script="", application_name="support"),
        ),
        (support(renamed_from="help"),),
    )
    plan = deploy(platform, wanted)
    assert [(found.action, found.name) for found in plan.operations] == [("rename", "support"), ("create", "b")]
    assert {row.application_id for row in platform.scenarios} == {application.application_id}


def test_part_when_deployed_then_what_is_left_out_does_not_matter_and_no_order_is_changed() -> None:
    platform = Platform()
    application = platform.add_application("support")
    for name in ("a", "b"):
        platform.add_rule(name, application)
    plan = deploy(
        platform,
        DesiredAccount(
            (DesiredScenario("left"), DesiredScenario("taken", scenario_script="")),
            (support(DesiredRule("a", rule_pattern="1"), DesiredRule("b", rule_pattern="2")),),
            Selection(("taken",), ("b",)),
        ),
    )
    assert [(found.action, found.name) for found in plan.operations] == [("create", "taken"), ("update", "b")]


@pytest.mark.parametrize(
    ("selection", "needed"),
    [
        (Selection(rules=("in",)), True),
        (Selection(scenarios=("own",)), True),
        (Selection(scenarios=("common",)), False),
        (Selection(rules=("out",)), False),
        (Selection(), True),
    ],
)
def test_applications_when_a_part_is_deployed_then_only_what_it_needs_is_created(
    selection: Selection, needed: bool
) -> None:
    platform = Platform()
    scenarios = (
        DesiredScenario("common", scenario_script=""),
        DesiredScenario("own", scenario_script="", application_name="support"),
    )
    rules = [DesiredRule(name, rule_pattern="1") for name in ("in", "out")]
    applications = (support(rules[0]), DesiredApplication("sales", rules=(rules[1],)))
    deploy(platform, DesiredAccount(scenarios, applications, selection))
    assert ("support" in [row.application_name for row in platform.applications]) is needed


def test_part_when_its_application_exists_then_the_application_is_left_as_it_is() -> None:
    platform = Platform()
    old = platform.add_application("old")
    platform.add_rule("in", old)
    desired = DesiredApplication(
        "support",
        renamed_from="old",
        secure_record_storage=True,
        rules=(DesiredRule("in", rule_pattern="1"), DesiredRule("out", rule_pattern="2")),
    )
    plan = deploy(platform, DesiredAccount((), (desired,), Selection(rules=("*",))))
    assert [(found.action, found.name) for found in plan.operations] == [("update", "in"), ("create", "out")]
    assert (old.application_name, old.secure_record_storage) == ("old", False)
    assert {rule.application_id for rule in platform.rules} == {old.application_id}


def test_reading_when_only_rules_are_pruned_then_undeclared_applications_are_not_read() -> None:
    platform = Platform()
    for name in ("support", "lost"):
        platform.add_application(name)
    for kinds, calls in (("rules", 1), ("bindings", 1), ("scenarios", 2), ("applications", 2)):
        platform.calls.clear()
        read_account(platform.client, DesiredAccount((), (support(),), prune=Prune(frozenset({kinds}))))
        assert platform.calls.count("GetRules") == calls


def test_reading_when_a_scenario_has_no_declared_script_then_its_script_is_not_read() -> None:
    platform = Platform()
    ids = {name: platform.add_scenario(name, f"text of {name}").scenario_id for name in ("a", "b", "old", "d")}
    scenarios = (
        DesiredScenario("a"),
        DesiredScenario("b", scenario_script=""),
        DesiredScenario("c", scenario_script="", renamed_from="old"),
        DesiredScenario("d", scenario_script=""),
    )
    selection = Selection(scenarios=("a", "b", "c"))
    current = read_account(platform.client, DesiredAccount(scenarios, selection=selection))
    assert current.scripts == {ids["b"]: "text of b", ids["old"]: "text of old"}


def test_reading_when_an_application_is_declared_without_rules_then_they_are_not_read() -> None:
    platform = Platform()
    platform.add_application("support")
    read_account(platform.client, DesiredAccount(applications=(DesiredApplication("support"),)))
    assert platform.calls == ["GetApplications", "GetScenarios"]


def test_drift_when_a_scenario_differs_then_it_has_the_time_of_its_last_change() -> None:
    platform = Platform()
    scenario = platform.add_scenario("menu", "old")
    plan = plan_for(platform, DesiredAccount((DesiredScenario("menu", scenario_script="new"),)))
    assert [difference.modified for difference in plan.after.drift] == [scenario.modified]


def test_scenarios_when_only_renamed_then_their_script_is_not_sent() -> None:
    platform = Platform()
    scenario = platform.add_scenario("old", "x")
    plan = plan_for(platform, DesiredAccount((DesiredScenario("new", scenario_script="x", renamed_from="old"),)))
    assert [found.params for found in plan.operations] == [
        {"scenario_id": scenario.scenario_id, "scenario_name": "new"}
    ]


def test_scenarios_when_they_have_no_source_then_they_have_to_exist_and_are_left_alone() -> None:
    platform = Platform()
    platform.add_scenario("console_made", "kept")
    with pytest.raises(errors.NotFoundError, match="scenario missing: It has no source") as failure:
        plan_for(platform, DesiredAccount((DesiredScenario("missing"),)))
    assert failure.value.field == "src"
    assert failure.value.advice == "Add src, or create the scenario in the control panel."
    assert not plan_for(platform, DesiredAccount((DesiredScenario("console_made"),))).changed


@pytest.mark.parametrize("prune", [frozenset[str](), frozenset(("scenarios",))], ids=["changed", "deleted"])
def test_script_when_the_platform_does_not_show_it_then_it_is_not_taken_for_an_empty_one(prune: frozenset[str]) -> None:
    platform = Platform()
    hidden = platform.add_scenario("hidden", "precious")
    read_one = platform.GetScenarios
    platform.GetScenarios = lambda form: read_one(  # type: ignore[method-assign]
        {**form, "scenario_id": "1"} if form.get("scenario_id") == str(hidden.scenario_id) else form
    )
    declared = () if prune else (DesiredScenario("hidden", scenario_script="new"),)
    task = AccountTask(platform.client, DesiredAccount(declared, prune=Prune(prune)), Deployment())
    with pytest.raises(errors.NotFoundError, match=r"was deleted while the account was being read\. ") as failure:
        task.plan()
    error = failure.value
    assert (error.object, error.name, error.method) == ("scenario", "hidden", "GetScenarios")
    assert error.advice == "Run the task again."


@pytest.mark.parametrize("scope", [None, "help", "support"])
def test_drift_when_scenarios_of_an_application_change_then_it_has_both_states_whether_or_not_they_name_it(
    scope: str | None,
) -> None:
    platform = Platform()
    application = platform.add_application("help")
    for name in ("menu", "old"):
        platform.add_scenario(name, "x", application_id=application.application_id)
    scenarios = (
        DesiredScenario("menu", scenario_script="y\nz", application_name=scope),
        DesiredScenario("new", renamed_from="old", scenario_script="y", application_name=scope),
    )
    prune = Prune(frozenset({"scenarios"}))
    plan = plan_for(platform, DesiredAccount(scenarios, (support(renamed_from="help"),), prune=prune))
    assert [(found.name, found.application, found.kind, found.before, found.after) for found in plan.after.drift] == [
        ("support", None, "renamed", {"name": "help"}, {"name": "support"}),
        ("new", "support", "renamed", {"name": "old", "script": "1 line"}, {"name": "new", "script": "1 line (+1 -1)"}),
        ("menu", "support", "changed", {"script": "1 line"}, {"script": "2 lines (+2 -1)"}),
    ]
