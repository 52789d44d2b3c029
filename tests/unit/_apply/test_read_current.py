# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is read before planning: how much, and what cannot be planned."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api import errors
from ansible_collections.voximplant.platform.plugins.module_utils._api.transport import Response
from ansible_collections.voximplant.platform.plugins.module_utils._apply.owners import check_scope, find_owner
from ansible_collections.voximplant.platform.plugins.module_utils._apply.read_rule import (
    read_candidates,
    read_rule_state,
)
from ansible_collections.voximplant.platform.plugins.module_utils._apply.read_scenario import read_scenario_state
from ansible_collections.voximplant.platform.plugins.module_utils._objects.models import BoundScenario, Scenario
from ansible_collections.voximplant.platform.plugins.module_utils._objects.rules import list_rules, read_rule
from ansible_collections.voximplant.platform.plugins.module_utils._plan.bindings import DesiredBindings
from ansible_collections.voximplant.platform.plugins.module_utils._plan.rule import CurrentRule, DesiredRule
from ansible_collections.voximplant.platform.plugins.module_utils._plan.scenario import DesiredScenario
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform

SHARED, SCRIPT = "shared", "script"


@pytest.fixture
def platform() -> Platform:
    """Return two applications, each with a scenario and a rule of its own, and two Shared scenarios."""
    account = Platform()
    account.add_scenario(SHARED, SCRIPT)
    account.add_scenario("Inbound")
    for name in ("one", "two"):
        application = account.add_application(name)
        own = account.add_scenario(f"of_{name}", application_id=application.application_id)
        account.add_rule(f"rule_{name}", application, own)
    return account


def first_id(platform: Platform) -> int:
    """Return the id of the first application."""
    return platform.applications[0].application_id


def rules_of_first(platform: Platform) -> CurrentRule:
    """Return the rules of the first application."""
    return CurrentRule(first_id(platform), list_rules(platform.client, first_id(platform)))


def row_of(platform: Platform, name: str) -> t.Any:
    """Return the scenario with this name."""
    return next(row for row in platform.scenarios if row.scenario_name == name)


@pytest.mark.parametrize(
    ("desired", "calls"),
    [
        ({"scenario_name": SHARED, "scenario_script": "x"}, ["GetScenarios"] * 2),
        ({"scenario_name": SHARED}, ["GetScenarios"]),
        ({"scenario_name": "of_one", "application_id": "one", "scenario_script": "x"}, ["GetScenarios"] * 2),
        ({"scenario_name": "new", "renamed_from": SHARED, "scenario_script": "x"}, ["GetScenarios"] * 2),
        ({"scenario_name": "new"}, ["GetScenarios"] * 2),
        ({"scenario_id": SHARED, "scenario_script": "x"}, ["GetScenarios"]),
        ({"scenario_id": SHARED, "scenario_name": "new"}, ["GetScenarios"] * 2),
    ],
)
def test_read_scenario_when_called_then_no_more_is_read_than_needed(
    platform: Platform, desired: dict[str, t.Any], calls: list[str]
) -> None:
    if "application_id" in desired:
        desired = {**desired, "application_id": first_id(platform)}
    if "scenario_id" in desired:
        desired = {**desired, "scenario_id": row_of(platform, SHARED).scenario_id}
    read_scenario_state(platform.client, DesiredScenario(**desired))
    assert platform.calls == calls


def test_read_scenario_when_the_case_of_the_name_differs_then_it_is_not_found(platform: Platform) -> None:
    current = read_scenario_state(platform.client, DesiredScenario("inbound", scenario_script="x"))
    assert (current.found, current.script, current.case_variants) == (None, None, ("Inbound",))


def test_read_scenario_when_the_filter_of_names_finds_nothing_then_all_are_listed(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    listing = platform.GetScenarios

    def blind(form: t.Mapping[str, str]) -> t.Any:
        return {"result": [], "total_count": 0} if "scenario_name" in form else listing(form)

    monkeypatch.setattr(platform, "GetScenarios", blind)
    current = read_scenario_state(platform.client, DesiredScenario(SHARED))
    assert current.found is not None
    assert current.found.scenario_name == SHARED


def test_read_scenario_when_it_was_deleted_while_it_was_read_then_the_error_says_so(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    listing = platform.GetScenarios

    def forgetful(form: t.Mapping[str, str]) -> t.Any:
        return {"result": []} if "with_script" in form else listing(form)

    monkeypatch.setattr(platform, "GetScenarios", forgetful)
    with pytest.raises(errors.NotFoundError, match="deleted while it was read") as caught:
        read_scenario_state(platform.client, DesiredScenario(SHARED, scenario_script="x"))
    assert caught.value.method == "GetScenarios"


@pytest.mark.parametrize(
    ("name", "application", "actual_scope"),
    [
        ("of_one", "one", ""),
        ("of_one", "two", "application one"),
        (SHARED, "one", "Shared"),
        ("of_one", None, ""),
        ("missing", "one", ""),
    ],
)
@pytest.mark.parametrize("by_id", [True, False])
def test_read_scenario_when_it_is_not_in_the_desired_application_then_its_actual_scope_is_found(
    platform: Platform, name: str, application: str | None, actual_scope: str, by_id: bool
) -> None:
    ids = {row.application_name: row.application_id for row in platform.applications}
    scenario_id = next((row.scenario_id for row in platform.scenarios if row.scenario_name == name), 5)
    desired = DesiredScenario(
        None if by_id else name, scenario_id if by_id else None, application_id=ids.get(application or "")
    )
    assert read_scenario_state(platform.client, desired).actual_scope.split(" (id ", 1)[0] == actual_scope


def test_read_scenario_when_it_should_be_deleted_then_the_rules_that_run_it_are_found(platform: Platform) -> None:
    row = row_of(platform, "of_one")
    for desired in (DesiredScenario("of_one", present=False), DesiredScenario(None, row.scenario_id, present=False)):
        current = read_scenario_state(platform.client, desired)
        assert [rule.rule_name for rule in current.bound_rules] == ["rule_one"]
        assert current.script == ""
    assert read_scenario_state(platform.client, DesiredScenario("of_one")).bound_rules == ()


def test_read_scenario_when_it_should_be_renamed_then_the_scenario_that_has_the_new_name_is_found(
    platform: Platform,
) -> None:
    row = row_of(platform, SHARED)
    current = read_scenario_state(platform.client, DesiredScenario("of_one", row.scenario_id))
    assert current.name_conflict is not None
    assert current.name_conflict.scenario_name == "of_one"
    assert read_scenario_state(platform.client, DesiredScenario(SHARED, row.scenario_id)).name_conflict is None


def test_read_scenario_when_it_should_be_absent_then_its_previous_name_does_not_matter(platform: Platform) -> None:
    desired = DesiredScenario("new", renamed_from=SHARED, present=False)
    assert read_scenario_state(platform.client, desired).renamed_from_match is None


def test_read_scenario_when_the_id_is_unknown_then_nothing_is_found(platform: Platform) -> None:
    assert read_scenario_state(platform.client, DesiredScenario(None, 5)).found is None


def test_read_scenario_when_a_rule_of_another_application_should_run_it_then_it_is_refused(platform: Platform) -> None:
    rule = read_rule(platform.client, platform.rules[1].rule_id)
    with pytest.raises(errors.ConflictError, match=r"of_one \(id \d+\) belongs to application one") as caught:
        read_scenario_state(platform.client, DesiredScenario("of_one"), rule)
    assert caught.value.field == "scenarios"
    with pytest.raises(errors.ConflictError) as caught:
        read_scenario_state(platform.client, DesiredScenario("new", application_id=first_id(platform)), rule)
    assert caught.value.field == "application_id"


@pytest.mark.parametrize(
    ("name", "rule"), [(SHARED, 0), (SHARED, 1), ("of_one", 0), ("of_two", 1), ("new", 0), ("Inbound", 1)]
)
def test_read_scenario_when_the_rule_can_run_it_then_the_rule_is_returned(
    platform: Platform, name: str, rule: int
) -> None:
    read = read_rule(platform.client, platform.rules[rule].rule_id)
    assert read_scenario_state(platform.client, DesiredScenario(name), read).rule == read


def test_candidates_when_some_are_not_bound_then_those_are_returned_in_the_desired_order(platform: Platform) -> None:
    rule = read_rule(platform.client, platform.rules[0].rule_id)
    found = read_candidates(platform.client, rule, DesiredBindings(("Inbound", "missing", "of_one", SHARED)))
    assert [scenario.scenario_name for scenario in found] == ["Inbound", SHARED]


def test_candidates_when_all_are_bound_then_nothing_is_read(platform: Platform) -> None:
    rule = read_rule(platform.client, platform.rules[0].rule_id)
    platform.calls.clear()
    assert read_candidates(platform.client, rule, DesiredBindings(("of_one",))) == ()
    assert platform.calls == []


def test_candidates_when_one_belongs_to_another_application_then_it_is_refused(platform: Platform) -> None:
    rule = read_rule(platform.client, platform.rules[0].rule_id)
    with pytest.raises(errors.ConflictError) as caught:
        read_candidates(platform.client, rule, DesiredBindings((SHARED, "of_two")))
    assert caught.value.advice == "A rule runs scenarios of its own application and Shared ones."


def test_scope_when_there_is_no_scenario_then_nothing_is_read(platform: Platform) -> None:
    rule = read_rule(platform.client, platform.rules[0].rule_id)
    platform.calls.clear()
    assert check_scope(platform.client, rule, ()) is None
    assert platform.calls == []


def test_owner_when_an_application_is_excluded_then_it_is_not_read(platform: Platform) -> None:
    scenario_id = row_of(platform, "of_one").scenario_id
    assert str(find_owner(platform.client, scenario_id)).startswith("application one")
    assert find_owner(platform.client, scenario_id, exclude=first_id(platform)) is None
    assert find_owner(platform.client, row_of(platform, SHARED).scenario_id) is None


def test_owner_when_one_application_was_read_already_then_it_is_not_read_again(platform: Platform) -> None:
    rule, scenario = read_rule(platform.client, platform.rules[0].rule_id), row_of(platform, "of_two")
    platform.calls.clear()
    read_scenario_state(platform.client, DesiredScenario("of_two", application_id=first_id(platform)))
    assert platform.calls == ["GetScenarios"] * 3 + ["GetApplications", "GetScenarios"]
    platform.calls.clear()
    with pytest.raises(errors.ConflictError, match=r"of_two .* but rule rule_one .* belongs to the application"):
        check_scope(platform.client, rule, [BoundScenario(scenario.scenario_id, "of_two")])
    assert platform.calls == ["GetScenarios", "GetApplications", "GetScenarios"]


def test_read_rule_when_it_exists_then_its_key_and_possible_scenarios_are_read(platform: Platform) -> None:
    row = platform.rules[0]
    row.key_ids.add("key-1")
    desired = DesiredRule("rule_one", bindings=DesiredBindings(("of_one", SHARED)), bind_key_id="key-1")
    current = read_rule_state(platform.client, rules_of_first(platform), desired)
    assert current.known == (BoundScenario(row_of(platform, SHARED).scenario_id, SHARED),)
    assert (current.has_key, current.application_id) == (True, first_id(platform))
    assert [rule.rule_name for rule in current.siblings] == ["rule_one"]
    assert not read_rule_state(
        platform.client, rules_of_first(platform), DesiredRule("rule_one", bind_key_id="key-2")
    ).has_key


def test_read_rule_when_a_new_one_cannot_run_a_scenario_then_the_error_names_both(platform: Platform) -> None:
    with pytest.raises(errors.ConflictError, match=r"of_two .* but rule new belongs to the application"):
        read_rule_state(
            platform.client, rules_of_first(platform), DesiredRule("new", bindings=DesiredBindings(("of_two",)))
        )


@pytest.mark.parametrize(
    "desired",
    [
        DesiredRule("rule_one", present=False, bindings=DesiredBindings(("missing",)), bind_key_id="k"),
        DesiredRule("rule_one"),
        DesiredRule("new"),
    ],
)
def test_read_rule_when_nothing_more_matters_then_one_listing_is_read(platform: Platform, desired: DesiredRule) -> None:
    current = read_rule_state(platform.client, rules_of_first(platform), desired)
    assert (current.known, current.has_key, platform.calls) == ((), False, ["GetRules"])


def test_read_scenario_when_the_platform_refuses_then_it_fails() -> None:
    class Closed(Platform):
        def send(self, verb: str, url: str, headers: t.Mapping[str, str], body: bytes, *_deadline: object) -> Response:
            """Refuse every call."""
            return Response(200, {}, b'{"error": {"code": 104, "msg": "No."}}')

    with pytest.raises(errors.NotPermittedError):
        read_scenario_state(Closed().client, DesiredScenario(SHARED))
    with pytest.raises(errors.NotPermittedError):
        read_scenario_state(Closed().client, DesiredScenario(None, 5))


def test_read_scenario_when_found_by_name_then_its_row_is_returned(platform: Platform) -> None:
    row = row_of(platform, SHARED)
    current = read_scenario_state(platform.client, DesiredScenario(SHARED, scenario_script=""))
    assert current.found == Scenario(row.scenario_id, SHARED, row.modified)
    assert current.script == SCRIPT
