# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is put back after some calls, by what the platform shows then, and what is left alone."""

from __future__ import annotations

import dataclasses

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.object_records import (
    PhoneNumberRecord,
    SecretRecord,
    UserRecord,
)
from ansible_collections.voximplant.platform.plugins.module_utils._account.records import (
    ApplicationRecord,
    History,
    RuleRecord,
    ScenarioRecord,
)
from ansible_collections.voximplant.platform.plugins.module_utils._account.undo import Undo, plan_undo
from ansible_collections.voximplant.platform.plugins.module_utils._objects.models import PendingId
from ansible_collections.voximplant.platform.tests.unit.support.recorded import (
    BEFORE,
    FIRST,
    KEY,
    MENU,
    SECOND,
    Call,
    Made,
    call,
    made,
    undo,
)
from ansible_collections.voximplant.platform.tests.unit.support.ways_back import Changes, changed

RENAME = call("SetScenarioInfo", "scenario", scenario_id=11, scenario_name="evening")
ADD_RULE = {"application_id": 1, "rule_name": "first", "rule_pattern": "1", "scenario_id": (11,)}
NEW_SECRET = call("AddSecret", "secret", application_id=1, secret_name="NEW", secret_value="x", assigned=49)
LOST_SECRET = call("AddSecret", "secret", application_id=1, secret_name="NEW", secret_value="x")
SECOND_KEY = call("AddSecret", "secret", application_id=1, secret_name="KEY", secret_value="x")
NEW_USER = call("AddUser", "user", 1, user_name="new", assigned=59)
NEW_SCENARIO = call("AddScenario", "scenario", scenario_name="new", assigned=19)
DELETE_FIRST = call("DelRule", "rule", rule_id=21)
REORDER = call("ReorderRules", "application", 1, rule_id=(23, 22, 21))
TO_HELP = {"application_id": 2, "bind": True}
MOVED = call("BindPhoneNumberToApplication", "phone_number", phone_id=61, **TO_HELP)
NEW_ID = PendingId("application new", "application_id")
PUT_IN_ORDER = ("ReorderRules", {"rule_id": (21, 22, 23)})

PUT_BACK: dict[str, tuple[list[Call], Changes, Made]] = {
    "a renamed scenario": (
        [RENAME],
        {("scenario", 11): dataclasses.replace(MENU, name="evening")},
        [("SetScenarioInfo", {"scenario_id": 11, "scenario_name": "menu"})],
    ),
    "the order of rules": ([REORDER], {("order", 1): (23, 22, 21)}, [PUT_IN_ORDER]),
    "the order of rules among one of somebody else": (
        [REORDER],
        {("order", 1): (23, 29, 22, 21), ("rule", 29): RuleRecord("theirs", 1, "9")},
        [("ReorderRules", {"rule_id": (21, 22, 23, 29)})],
    ),
    "rules of an application that had none, in whichever order": (
        [
            call("AddRule", "rule", assigned=31, application_id=2, rule_name="x", rule_pattern="1"),
            call("AddRule", "rule", assigned=32, application_id=2, rule_name="y", rule_pattern="2"),
        ],
        {("rule", 31): RuleRecord("x", 2, "1"), ("rule", 32): RuleRecord("y", 2, "2"), ("order", 2): (32, 31)},
        [("DelRule", {"rule_id": 31}), ("DelRule", {"rule_id": 32})],
    ),
    "a rule that was created again already, but is not in its place": (
        [DELETE_FIRST],
        {("rule", 21): None, ("rule", 31): FIRST, ("order", 1): (22, 23, 31)},
        [("ReorderRules", {"rule_id": (31, 22, 23)})],
    ),
    "a rule that was replaced by an equal one": (
        [DELETE_FIRST, call("AddRule", "rule", assigned=31, **ADD_RULE)],
        {("rule", 21): None, ("rule", 31): FIRST, ("order", 1): (22, 23, 31)},
        [
            ("DelRule", {"rule_id": 31}),
            ("AddRule", ADD_RULE),
            ("ReorderRules", {"rule_id": (PendingId("rule 21", "rule_id"), 22, 23)}),
        ],
    ),
    "a new application, and what is in it, without any known id": (
        [
            call("AddApplication", "application", application_name="new", secure_record_storage=True),
            call("AddScenario", "scenario", scenario_name="own", scenario_script="x", application_id=NEW_ID),
            call(
                *("AddRule", "rule"),
                **{"application_id": NEW_ID, "rule_name": "x", "rule_pattern": "1", "rule_pattern_exclude": "9"},
                **{"video_conference": True, "scenario_id": (11,)},
            ),
            call("AddSecret", "secret", application_id=NEW_ID, secret_name="A", secret_value="v", description="x"),
            call("AddUser", "user", NEW_ID, user_name="x", user_display_name="X", user_active=False),
        ],
        {
            ("application", 91): ApplicationRecord("new", True),
            ("scenario", 92): ScenarioRecord("own", "x", 91),
            ("rule", 93): RuleRecord("x", 91, "1", "9", True, (11,)),
            ("order", 91): (93,),
            ("secret", 94): SecretRecord("A", 91, "x", "v"),
            ("user", 95): UserRecord("x", 91, "X", False, True),
        },
        [
            ("DelRule", {"rule_id": 93}),
            ("DelScenario", {"scenario_id": 92}),
            ("DelSecret", {"secret_id": 94, "application_id": 91}),
            ("DelUser", {"user_id": 95}),
            ("DelApplication", {"application_id": 91}),
        ],
    ),
    "the order of the scenarios of a rule": (
        [call("ReorderScenarios", "rule", rule_id=23, scenario_id=(11, 21))],
        {("rule", 23): RuleRecord("third", 1, "3", scenario_ids=(11, 21))},
        [("ReorderScenarios", {"rule_id": 23, "scenario_id": (21, 11)})],
    ),
    "the scenarios of a rule, and its attributes": (
        [
            call("SetRuleInfo", "rule", rule_id=21, rule_name="new", rule_pattern_exclude="9", video_conference=True),
            call("BindScenario", "rule", rule_id=21, scenario_id=(11,), bind=False),
            call("BindScenario", "rule", rule_id=21, scenario_id=(21,), bind=True),
        ],
        {("rule", 21): RuleRecord("new", 1, "1", "9", True, (21,))},
        [
            ("BindScenario", {"rule_id": 21, "application_id": 1, "scenario_id": (21,), "bind": False}),
            (
                "SetRuleInfo",
                {"rule_id": 21, "rule_name": "first", "rule_pattern_exclude": "", "video_conference": False},
            ),
            ("BindScenario", {"rule_id": 21, "application_id": 1, "scenario_id": (11,), "bind": True}),
        ],
    ),
    "the value of a secret": (
        [call("SetSecretInfo", "secret", secret_id=41, secret_value="new")],
        {("secret", 41): dataclasses.replace(KEY, value="new")},
        [("SetSecretInfo", {"secret_id": 41, "application_id": 1, "secret_value": "old"})],
    ),
    "the description of a secret, whose value was not read": (
        [call("SetSecretInfo", "secret", secret_id=42, description="new")],
        {("secret", 42): SecretRecord("UNREAD", 1, "new", "read now")},
        [("SetSecretInfo", {"secret_id": 42, "application_id": 1, "description": ""})],
    ),
    "a number that was moved": (
        [MOVED],
        {("phone_number", 61): PhoneNumberRecord("101", 2)},
        [
            ("BindPhoneNumberToApplication", {"phone_id": 61, "application_id": 2, "bind": False}),
            ("BindPhoneNumberToApplication", {"phone_id": 61, "application_id": 1, "bind": True, "rule_id": 21}),
        ],
    ),
    "a number that had no rule": (
        [call("BindPhoneNumberToApplication", "phone_number", phone_id=63, application_id=1, bind=False)],
        {("phone_number", 63): PhoneNumberRecord("103")},
        [("BindPhoneNumberToApplication", {"phone_id": 63, "application_id": 1, "bind": True})],
    ),
    "a number that was not bound": (
        [call("BindPhoneNumberToApplication", "phone_number", phone_id=62, **TO_HELP)],
        {("phone_number", 62): PhoneNumberRecord("102", 2)},
        [("BindPhoneNumberToApplication", {"phone_id": 62, "application_id": 2, "bind": False})],
    ),
    "the address and the switch of a number": (
        [
            call("SetPhoneNumberInfo", "phone_number", phone_id=61, incoming_sms_callback_url="https://new.test"),
            call("ControlSms", "phone_number", phone_number="101", command="enable"),
        ],
        {("phone_number", 61): PhoneNumberRecord("101", 1, 21, True, "https://new.test")},
        [
            ("SetPhoneNumberInfo", {"phone_id": 61, "incoming_sms_callback_url": ""}),
            ("ControlSms", {"phone_number": "101", "command": "disable"}),
        ],
    ),
}


@pytest.mark.parametrize("name", PUT_BACK)
def test_way_back_when_nobody_else_changed_anything_then_it_leads_there_and_nothing_is_left_alone(name: str) -> None:
    calls, shown, expected = PUT_BACK[name]
    undone = undo(calls, shown)
    assert (made(undone), undone.left_alone) == (expected, ())


NOTHING_TO_DO: dict[str, tuple[list[Call], Changes]] = {
    "somebody put a secret of the same name in place of the new one": (
        [NEW_SECRET],
        {("secret", 48): SecretRecord("NEW", 1, "", "x")},
    ),
    "somebody put a user of the same name in place of the new one": ([NEW_USER], {("user", 58): UserRecord("new", 1)}),
    "somebody put an application, a scenario and a rule like the new ones in their place": (
        [
            call("AddApplication", "application", application_name="new", assigned=9),
            NEW_SCENARIO,
            call("AddRule", "rule", application_id=1, rule_name="new", rule_pattern="1", assigned=29),
        ],
        {
            ("application", 8): ApplicationRecord("new"),
            ("scenario", 18): ScenarioRecord("new", ""),
            ("rule", 28): RuleRecord("new", 1, "1"),
        },
    ),
    "somebody created a user of the name that the lost secret has": (
        [LOST_SECRET],
        {("user", 58): UserRecord("NEW", 1)},
    ),
    "another application has a new secret of the name of the lost one": (
        [LOST_SECRET],
        {("secret", 48): SecretRecord("NEW", 2)},
    ),
    "an earlier way back gave the previous name back to a secret": (
        [call("SetSecretInfo", "secret", secret_id=41, new_secret_name="OLD"), SECOND_KEY],
        {},
    ),
    "an earlier way back deleted the new scenario": ([NEW_SCENARIO], {}),
    "a scenario that was unknown was deleted": ([call("DelScenario", "scenario", scenario_id=99)], {}),
    "the value of a secret was not written, and not read again": (
        [call("SetSecretInfo", "secret", secret_id=41, secret_value="new")],
        {("secret", 41): dataclasses.replace(KEY, value=None)},
    ),
}


@pytest.mark.parametrize("name", NOTHING_TO_DO)
def test_way_back_when_everything_is_as_before_then_nobody_elses_objects_are_touched(name: str) -> None:
    calls, shown = NOTHING_TO_DO[name]
    assert undo(calls, shown) == Undo(())


LEFT_ALONE: dict[str, tuple[list[Call], Changes, Made]] = {
    "scenario evening (somebody changed it since)": (
        [RENAME],
        {("scenario", 11): ScenarioRecord("evening", "// theirs\n")},
        [],
    ),
    "scenario evening (another scenario has its name now)": (
        [RENAME],
        {("scenario", 11): dataclasses.replace(MENU, name="evening"), ("scenario", 18): ScenarioRecord("menu", "")},
        [],
    ),
    "scenario extra (another scenario has its name now)": (
        [call("DelScenario", "scenario", scenario_id=21)],
        {("scenario", 21): None, ("scenario", 18): ScenarioRecord("extra", "// theirs\n")},
        [],
    ),
    "secret sales/KEY (its application does not exist)": (
        [call("DelSecret", "secret", secret_id=41)],
        {("secret", 41): None, ("application", 1): None},
        [],
    ),
    "secret sales/NEW (somebody changed it since)": (
        [NEW_SECRET],
        {("secret", 49): SecretRecord("NEW", 1, "", "theirs")},
        [],
    ),
    "order of the rules of sales (somebody changed it since)": ([REORDER], {("order", 1): (22, 23, 21)}, []),
    "scenario new (a rule that stays runs it)": (
        [NEW_SCENARIO],
        {("scenario", 19): ScenarioRecord("new", ""), ("rule", 22): dataclasses.replace(SECOND, scenario_ids=(19,))},
        [],
    ),
    "phone_number help/101 (its application no longer exists)": (
        [MOVED],
        {("phone_number", 61): PhoneNumberRecord("101", 2), ("application", 1): None},
        [],
    ),
    "phone_number help/101 (its rule no longer exists)": (
        [MOVED],
        {("phone_number", 61): PhoneNumberRecord("101", 2), ("rule", 21): None},
        [
            ("BindPhoneNumberToApplication", {"phone_id": 61, "application_id": 2, "bind": False}),
            ("BindPhoneNumberToApplication", {"phone_id": 61, "application_id": 1, "bind": True}),
        ],
    ),
}


@pytest.mark.parametrize("left", LEFT_ALONE)
def test_way_back_when_something_is_in_its_way_then_the_object_is_left_alone_with_the_reason(left: str) -> None:
    calls, shown, expected = LEFT_ALONE[left]
    undone = undo(calls, shown)
    assert (undone.left_alone, made(undone)) == ((left,), expected)


def test_way_back_when_a_deleted_rule_has_a_twin_then_that_is_not_taken_for_it() -> None:
    history = History({**BEFORE, ("rule", 24): FIRST})
    operation, response = DELETE_FIRST
    history.replay(operation, response)
    shown = changed({("rule", 21): None, ("rule", 24): FIRST, ("order", 1): (22, 23)}, BEFORE)
    undone = plan_undo(history, shown)
    assert undone.left_alone == ("rule sales/first (another rule has its name now)",)


def test_way_back_when_a_rule_and_a_scenario_have_the_same_id_then_each_gets_its_own_again() -> None:
    deleted = (call("DelScenario", "scenario", scenario_id=21), DELETE_FIRST)
    undone = undo(deleted, {("scenario", 21): None, ("rule", 21): None, ("order", 1): (22, 23)})
    provided = {operation.object: operation.provides for stage in undone.stages for operation in stage}
    assert provided["rule"] != provided["scenario"]
