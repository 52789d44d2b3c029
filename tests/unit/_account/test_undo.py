# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The operations that lead from what a deployment wrote back to what was there before."""

from __future__ import annotations

import dataclasses

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.object_records import (
    SecretRecord,
    UserRecord,
)
from ansible_collections.voximplant.platform.plugins.module_utils._account.records import (
    ApplicationRecord,
    History,
    RuleRecord,
    ScenarioRecord,
)
from ansible_collections.voximplant.platform.plugins.module_utils._account.undo import plan_undo
from ansible_collections.voximplant.platform.plugins.module_utils._api.response import ApiObject
from ansible_collections.voximplant.platform.plugins.module_utils._objects.models import Id
from ansible_collections.voximplant.platform.plugins.module_utils._plan.operations import Operation
from ansible_collections.voximplant.platform.tests.unit.support.ways_back import (
    ACCOUNT,
    RULE,
    SCRIPT,
    Changes,
    again,
    changed,
    op,
    stages,
    undo,
)

SECRET = SecretRecord("KEY", 1, "of the shop", "a-value")
USER = UserRecord("ann", 1, "Ann", active=True, parent_accounting=False, custom_data="x")
PLAIN, SECURE = ({"secure_record_storage": is_secure} for is_secure in (False, True))


def reordered(*rule_ids: Id) -> Operation:
    """Return the operation that sets the order of the rules of the application sales."""
    return Operation("reorder", "application", "sales", "ReorderRules", {"rule_id": rule_ids}, application_id=1)


def test_undo_when_attributes_were_changed_then_exactly_those_are_set_to_what_they_were() -> None:
    before = changed({("secret", 51): SECRET, ("user", 61): USER})
    after = changed(
        {
            ("application", 1): ApplicationRecord("shop"),
            ("application", 2): ApplicationRecord("help", True),
            ("scenario", 11): ScenarioRecord("moved", "// new"),
            ("scenario", 12): ScenarioRecord("common", "// new"),
            ("rule", 21): dataclasses.replace(RULE, pattern="9", pattern_exclude="91", video_conference=True),
            ("order", 1): (22, 21),
            ("secret", 51): SecretRecord("NEW", 1, "", "b-value"),
            ("user", 61): UserRecord("ann", 1, "", active=False, parent_accounting=True),
        },
        before,
    )
    menu = {"scenario_id": 11, "scenario_name": "menu", "scenario_script": SCRIPT}
    rule = {"rule_id": 21, "rule_pattern": "1", "rule_pattern_exclude": "", "video_conference": False}
    secret = {"new_secret_name": "KEY", "description": "of the shop", "secret_value": "a-value"}
    user = {"user_display_name": "Ann", "user_active": True, "parent_accounting": False, "user_custom_data": "x"}
    assert undo(before, after).stages == stages(
        (
            op(
                "rename application sales",
                "SetApplicationInfo",
                {"application_id": 1, "application_name": "sales"},
                None,
            ),
            op("update application help", "SetApplicationInfo", {"application_id": 2, **PLAIN}, None),
        ),
        (
            op("rename scenario menu", "SetScenarioInfo", menu, None),
            op("update scenario common", "SetScenarioInfo", {"scenario_id": 12, "scenario_script": SCRIPT}, None),
        ),
        op("rename secret KEY", "SetSecretInfo", {"secret_id": 51, "application_id": 1, **secret}),
        op("update user ann", "SetUserInfo", {"user_id": 61, **user}),
        op("update rule inbound", "SetRuleInfo", rule),
        reordered(21, 22),
    )


def test_undo_when_objects_were_created_then_they_are_deleted_and_those_that_use_others_first() -> None:
    created: Changes = {
        ("application", 3): ApplicationRecord("shop"),
        ("order", 3): (),
        ("scenario", 14): ScenarioRecord("new", ""),
        ("rule", 24): RuleRecord("new", 1, "4", scenario_ids=(14,)),
        ("order", 1): (24, 21, 22),
        ("secret", 51): SECRET,
        ("user", 61): USER,
    }
    assert undo(ACCOUNT, changed(created)).stages == stages(
        op("delete rule new", "DelRule", {"rule_id": 24}),
        op("delete scenario new", "DelScenario", {"scenario_id": 14}, None),
        op("delete secret KEY", "DelSecret", {"secret_id": 51, "application_id": 1}),
        op("delete user ann", "DelUser", {"user_id": 61}),
        op("delete application shop", "DelApplication", {"application_id": 3}, None),
    )


def test_undo_when_objects_were_deleted_then_they_are_created_with_what_they_had_and_nothing_else() -> None:
    deleted: Changes = {
        ("application", 3): ApplicationRecord("shop", True),
        ("scenario", 14): ScenarioRecord("own", SCRIPT, 1),
        ("scenario", 15): ScenarioRecord("empty", ""),
        ("rule", 23): RuleRecord("all", 1, ".*", "1", True, (14, 11)),
        ("rule", 24): RuleRecord("bare", 1, "2"),
        ("order", 1): (24, 21, 22, 23),
        ("secret", 51): SECRET,
        ("secret", 52): SecretRecord("BARE", 1, value="b-value"),
        ("user", 61): USER,
        ("user", 62): UserRecord("bob", 1, active=False, parent_accounting=True),
    }
    sales = {"application_id": 1}
    all_calls = {"rule_name": "all", "rule_pattern": ".*", "rule_pattern_exclude": "1", "video_conference": True}
    ann = {"user_name": "ann", "user_password": "Open-sesame-1", "user_display_name": "Ann", "user_custom_data": "x"}
    bob = {"user_name": "bob", "user_password": "Open-sesame-2", "user_display_name": "bob"}
    key = {"secret_name": "KEY", "secret_value": "a-value", "description": "of the shop"}
    bare = {"secret_name": "BARE", "secret_value": "b-value"}
    plan = undo(changed(deleted), ACCOUNT)
    assert plan.stages == stages(
        op("create application shop", "AddApplication", {"application_name": "shop", **SECURE}, None, new=3),
        (
            op("create secret KEY", "AddSecret", {**sales, **key}, new=51),
            op("create secret BARE", "AddSecret", {**sales, **bare}, new=52),
        ),
        (
            op("create user ann", "AddUser", {**sales, **ann, "user_active": True, "parent_accounting": False}, new=61),
            op("create user bob", "AddUser", {**sales, **bob, "user_active": False, "parent_accounting": True}, new=62),
        ),
        (
            op(
                "create scenario own",
                "AddScenario",
                {**sales, "scenario_name": "own", "scenario_script": SCRIPT},
                new=14,
            ),
            op("create scenario empty", "AddScenario", {"scenario_name": "empty"}, None, new=15),
        ),
        op("create rule bare", "AddRule", {**sales, "rule_name": "bare", "rule_pattern": "2"}, new=24),
        op("create rule all", "AddRule", {**sales, **all_calls, "scenario_id": (again("scenario", 14), 11)}, new=23),
        reordered(again("rule", 24), 21, 22, again("rule", 23)),
    )
    assert plan.left_alone == ()


@pytest.mark.parametrize(
    ("before", "after", "unbound", "bound", "is_reordered"),
    [
        ((11, 12), (12, 11), (), (), True),
        ((11,), (11, 13), (13,), (), False),
        ((12, 11), (12, 13), (13,), (11,), False),
        ((11, 12), (13, 12), (13,), (11,), True),
    ],
)
def test_undo_when_a_rule_runs_other_scenarios_then_it_runs_those_it_ran_in_their_order(
    before: tuple[int, ...],
    after: tuple[int, ...],
    unbound: tuple[int, ...],
    bound: tuple[int, ...],
    is_reordered: bool,
) -> None:
    rule = dataclasses.replace(RULE, scenario_ids=before)
    renamed = dataclasses.replace(rule, name="evening", scenario_ids=after)
    plan = undo(changed({("rule", 21): rule}), changed({("rule", 21): renamed}))
    binding = {"rule_id": 21, "application_id": 1}
    unbind = op("unbind rule evening", "BindScenario", {**binding, "scenario_id": unbound, "bind": False})
    bind = op("bind rule inbound", "BindScenario", {**binding, "scenario_id": bound, "bind": True})
    assert plan.stages == stages(
        *[unbind] * bool(unbound),
        op("rename rule inbound", "SetRuleInfo", {"rule_id": 21, "rule_name": "inbound"}),
        *[bind] * bool(bound),
        *[op("reorder rule inbound", "ReorderScenarios", {"rule_id": 21, "scenario_id": before})] * is_reordered,
    )


NIGHT = op("create rule night", "AddRule", {"application_id": 1, "rule_name": "night", "rule_pattern": "2"}, new=22)
INBOUND = op(
    "create rule inbound",
    "AddRule",
    {"application_id": 1, "rule_name": "inbound", "rule_pattern": "1", "scenario_id": (11, 12)},
    new=21,
)
TWIN = RuleRecord("inbound", 1, "8")


@pytest.mark.parametrize(
    ("after", "since", "expected"),
    [
        ({("order", 1): (22, 21)}, {("rule", 29): TWIN, ("order", 1): (22, 29, 21)}, [reordered(21, 22, 29)]),
        ({("rule", 22): None, ("order", 1): (21,)}, {}, [NIGHT]),
        ({("rule", 21): None, ("order", 1): (22,)}, {}, [INBOUND, reordered(again("rule", 21), 22)]),
        ({("rule", 21): None, ("order", 1): (22,)}, {("rule", 29): TWIN, ("order", 1): (22, 29)}, []),
    ],
    ids=["others stand behind", "the last one", "the first one", "one that cannot come back"],
)
def test_undo_when_rules_have_another_order_then_only_those_that_are_there_are_ordered(
    after: Changes, since: Changes, expected: list[Operation]
) -> None:
    assert undo(ACCOUNT, changed(after), since).stages == stages(*expected)


@pytest.mark.parametrize(("given", "is_left"), [({}, True), ({"force": False}, True), ({"force": True}, False)])
def test_undo_when_somebody_changed_an_object_since_then_it_is_left_alone_unless_forced(
    given: dict[str, bool], is_left: bool
) -> None:
    after, since = changed({("rule", 22): RuleRecord("night", 1, "6")}), {("rule", 22): RuleRecord("night", 1, "7")}
    plan = undo(ACCOUNT, after, since, **given)
    assert plan.left_alone == ("rule sales/night (somebody changed it since)",) * is_left
    put_back = op("update rule night", "SetRuleInfo", {"rule_id": 22, "rule_pattern": "2"})
    assert plan.stages == stages(*[put_back] * (not is_left))


def test_undo_when_keys_were_bound_then_rules_that_existed_keep_them_and_created_ones_go() -> None:
    history = History(ACCOUNT)
    history.replay(op("update rule inbound", "SetRuleInfo", {"rule_id": 21, "bind_key_id": "key-1"}))
    new = {"application_id": 1, "rule_name": "new", "rule_pattern": "9", "bind_key_id": "key-1"}
    history.replay(op("create rule new", "AddRule", new), ApiObject("AddRule", {"rule_id": 41}))
    undone = plan_undo(history, changed({("rule", 41): RuleRecord("new", 1, "9"), ("order", 1): (21, 22, 41)}))
    assert undone.left_alone == ("rule sales/inbound (a key that may have been bound to it stays bound)",)
    assert undone.stages == stages(op("delete rule new", "DelRule", {"rule_id": 41}))
