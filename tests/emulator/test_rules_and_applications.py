# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The methods for rules, applications and users, with default switches."""

from __future__ import annotations

import typing as t

import pytest

if t.TYPE_CHECKING:
    from voximplant_emulator import Emulator

    from .conftest import Api, Json, World


def rule_names(emulator: Emulator) -> list[str]:
    """Return the names of the rules of `support`, in their order."""
    return [rule["rule_name"] for rule in emulator.state()["applications"][0]["rules"]]


def rule(api: Api, rule_id: int) -> Json:
    """Return a rule as GetRules shows it."""
    found: Json = api.call("GetRules", rule_id=rule_id, with_scenarios="true")["result"][0]
    return found


def test_add_rule_when_scenarios_are_listed_then_binds_them_in_that_order_at_the_end_of_the_rules(
    emulator: Emulator, api: Api, world: World
) -> None:
    rule_id = api.call(
        "AddRule",
        application_name="support",
        rule_name="last",
        rule_pattern=r"1\d{10}",
        rule_pattern_exclude="1900.*",
        video_conference="True",
        scenario_name="third;first",
    )["rule_id"]
    assert rule_names(emulator) == ["inbound", "empty", "meeting", "last"]
    row = rule(api, rule_id)
    assert [scenario["scenario_name"] for scenario in row["scenarios"]] == ["third", "first"]
    assert set(row["scenarios"][0]) == {"scenario_id", "scenario_name", "modified"}
    assert (row["rule_pattern"], row["rule_pattern_exclude"], row["video_conference"]) == (r"1\d{10}", "1900.*", True)
    assert row["application_id"] == world.support


def test_add_rule_when_a_key_is_bound_then_can_be_found_by_it(emulator: Emulator, api: Api, world: World) -> None:
    key_id = emulator.add_account()["credentials"]["key_id"]
    new = {"application_id": world.sales, "rule_name": "keyed", "rule_pattern": ".*"}
    assert api.code("AddRule", bind_key_id=key_id, **new) == 433
    with open(emulator.credentials_file, encoding="utf-8") as stream:
        own = stream.read().split('"key_id": "')[1].split('"')[0]
    api.call("AddRule", bind_key_id=own, **new)
    assert api.names("GetRules", attached_key_id=own) == ["keyed"]


def test_rule_info_when_nothing_is_excluded_then_leaves_the_pattern_out(api: Api, world: World) -> None:
    reply = api.call("GetRules", application_id=world.support)
    expected = {"rule_id", "application_id", "rule_name", "rule_pattern", "video_conference", "modified"}
    assert set(reply["result"][0]) == expected
    assert (reply["count"], reply["total_count"]) == (3, 3)


def test_set_rule_when_some_is_given_then_the_rest_stays(api: Api, world: World) -> None:
    api.call("SetRuleInfo", rule_id=world.inbound, rule_pattern="7.*", rule_pattern_exclude="77", scenario_id="1")
    row = rule(api, world.inbound)
    assert (row["rule_name"], row["rule_pattern"], row["rule_pattern_exclude"]) == ("inbound", "7.*", "77")
    assert len(row["scenarios"]) == 3
    api.call("SetRuleInfo", rule_id=world.inbound, rule_name="in", rule_pattern_exclude="", video_conference="1")
    row = rule(api, world.inbound)
    assert (row["rule_name"], row["rule_pattern"], row["video_conference"]) == ("in", "7.*", True)
    assert "rule_pattern_exclude" not in row


@pytest.mark.parametrize(
    ("selector", "left"),
    [
        ({"rule_id": "inbound"}, ["empty", "meeting"]),
        ({"rule_name": "empty;meeting", "application_name": "support"}, ["inbound"]),
        ({"rule_id": "all", "application_name": "support"}, []),
        ({"rule_id": "all", "application_name": "sales"}, ["inbound", "empty", "meeting"]),
        ({"rule_id": "all", "application_id": "all"}, []),
    ],
)
def test_del_rule_when_selected_then_deletes_those(
    emulator: Emulator, api: Api, world: World, selector: Json, left: list[str]
) -> None:
    ids = {"rule_id": world.inbound} if selector.get("rule_id") == "inbound" else {}
    api.call("DelRule", **{**selector, **ids})
    assert rule_names(emulator) == left


def test_reorder_rules_when_complete_then_is_the_new_order(emulator: Emulator, api: Api, world: World) -> None:
    api.call("ReorderRules", rule_id=f"{world.meeting};{world.inbound};{world.empty}")
    assert rule_names(emulator) == ["meeting", "inbound", "empty"]
    assert api.names("GetRules", application_id=world.support) == ["meeting", "inbound", "empty"]


def test_reorder_rules_when_of_two_applications_then_101(emulator: Emulator, api: Api, world: World) -> None:
    other = emulator.call("AddRule", application_id=world.sales, rule_name="r", rule_pattern=".*")["rule_id"]
    assert api.code("ReorderRules", rule_id=f"{other};{world.inbound}") == 101


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"rule_name": "MEET"}, ["meeting"]),
        ({"video_conference": "true"}, ["meeting"]),
        ({"video_conference": "false", "count": "1", "offset": "1"}, ["empty"]),
        ({"application_name": "sales"}, []),
    ],
)
def test_get_rules_when_filtered_then_lists_those(api: Api, world: World, filters: Json, expected: list[str]) -> None:
    assert api.names("GetRules", **filters) == expected


def test_get_rules_when_a_number_is_given_then_lists_those_that_take_it(
    emulator: Emulator, api: Api, world: World
) -> None:
    emulator.call("SetRuleInfo", rule_id=world.inbound, rule_pattern=r"1\d+", rule_pattern_exclude="1900.*")
    emulator.call("SetRuleInfo", rule_id=world.meeting, rule_pattern="19.*")
    assert api.names("GetRules", template="1800") == ["inbound", "empty"]
    assert api.names("GetRules", template="1900") == ["empty", "meeting"]


@pytest.mark.parametrize("name", ["fresh", "fresh.demoaccount.voximplant.com"])
def test_add_application_when_named_short_or_in_full_then_answers_with_the_full_name(api: Api, name: str) -> None:
    reply = api.call("AddApplication", application_name=name, secure_record_storage="1")
    assert reply["application_name"] == "fresh.demoaccount.voximplant.com"
    assert reply["secure_record_storage"] is True


def test_set_application_when_renamed_then_keeps_id_and_rules(emulator: Emulator, api: Api, world: World) -> None:
    reply = api.call("SetApplicationInfo", required_application_name="support", application_name="helpdesk")
    assert reply["application_name"] == "helpdesk.demoaccount.voximplant.com"
    assert emulator.state()["applications"][0]["application_id"] == world.support
    assert rule_names(emulator) == ["inbound", "empty", "meeting"]


@pytest.mark.parametrize("how", ["id", "name", "all"])
def test_del_application_when_deleted_then_its_rules_and_own_scenarios_go_and_shared_ones_stay(
    emulator: Emulator, api: Api, world: World, how: str
) -> None:
    both = {"id": f"{world.support};{world.sales}", "all": "all"}
    params = {"application_name": "support;sales"} if how == "name" else {"application_id": both[how]}
    api.call("DelApplication", **params)
    state = emulator.state()
    assert state["applications"] == []
    assert [row["scenario_name"] for row in state["scenarios"]] == ["first", "second", "third", "loose"]


def test_get_applications_when_listed_then_has_the_fields_of_today(api: Api, world: World) -> None:
    row = api.call("GetApplications", application_name="uppor")["result"][0]
    assert set(row) == {
        "application_id",
        "application_name",
        "extended_application_name",
        "created",
        "modified",
        "secure_record_storage",
    }
    assert row["extended_application_name"] == "support.demoaccount.n2.voximplant.com"


def test_get_applications_when_rules_are_asked_then_has_them(api: Api, world: World) -> None:
    row = api.call("GetApplications", application_id=world.support, with_rules="true")["result"][0]
    assert [rule["rule_name"] for rule in row["rules"]] == ["inbound", "empty", "meeting"]
    assert "scenarios" not in row["rules"][0]
    row = api.call("GetApplications", application_id=world.support, with_scenarios="true")["result"][0]
    assert [scenario["scenario_name"] for scenario in row["rules"][0]["scenarios"]] == ["first", "second", "third"]


def test_users_when_added_then_are_listed_and_filtered(api: Api, world: World) -> None:
    new = {"application_id": world.support, "user_password": "Secret-123"}
    for name, active in (("bob", "false"), ("alice", "true")):
        api.call("AddUser", user_name=name, user_display_name=name.title(), user_active=active, **new)
    listed = {"application_name": "support", "order_by": "user_name"}
    assert [row["user_name"] for row in api.call("GetUsers", **listed)["result"]] == ["alice", "bob"]
    assert [row["user_name"] for row in api.call("GetUsers", user_active="true")["result"]] == ["alice"]
    assert [row["user_name"] for row in api.call("GetUsers", user_display_name="BO")["result"]] == ["bob"]
    assert api.call("GetUsers", application_id=world.sales)["result"] == []


def test_account_info_when_asked_then_has_the_host_and_the_balance(emulator: Emulator, api: Api) -> None:
    reply = api.call("GetAccountInfo", return_live_balance="true")
    assert reply["api_address"] == "api-node1.voximplant.com"
    assert reply["result"]["account_name"] == emulator.account_name
    assert reply["result"]["balance"] > 0
