# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a way back keeps because something that stays needs it, and that it then leaves alone what that runs."""

from __future__ import annotations

import dataclasses

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.object_records import (
    PhoneNumberRecord,
    SecretRecord,
)
from ansible_collections.voximplant.platform.plugins.module_utils._account.records import (
    ApplicationRecord,
    RuleRecord,
    ScenarioRecord,
)
from ansible_collections.voximplant.platform.plugins.module_utils._objects.models import PendingId
from ansible_collections.voximplant.platform.plugins.module_utils._objects.resources import Secret
from ansible_collections.voximplant.platform.tests.unit.support.recorded import FIRST, KEY, Call, Made, call, made, undo
from ansible_collections.voximplant.platform.tests.unit.support.ways_back import Changes

FRESH = call("AddScenario", "scenario", scenario_name="fresh", scenario_script="x", assigned=19)
RULE = {"rule_name": "new", "rule_pattern": "9", "scenario_id": (19,)}
NEW_RULE = call("AddRule", "rule", application_id=1, assigned=29, **RULE)
TIME = "2026-01-01 00:00:00"
NEW_SECRET = call("AddSecret", "secret", application_id=1, secret_name="NEW", secret_value=None, assigned=49)
SHOWN: Changes = {
    ("scenario", 19): ScenarioRecord("fresh", "x"),
    ("rule", 29): RuleRecord("new", 1, "9", scenario_ids=(19,)),
    ("order", 1): (21, 22, 23, 29),
}

KEPT: dict[str, tuple[list[Call], Changes, tuple[str, ...]]] = {
    "a new rule to which somebody bound a number, and what it runs": (
        [FRESH, NEW_RULE],
        {**SHOWN, ("phone_number", 63): PhoneNumberRecord("103", 1, 29)},
        (
            "rule sales/new (a phone number that stays is bound to it)",
            "scenario fresh (a rule that stays runs it)",
        ),
    ),
    "what a rule runs in place of what somebody deleted": (
        [
            FRESH,
            call("BindScenario", "rule", rule_id=21, scenario_id=(11,), bind=False),
            call("BindScenario", "rule", rule_id=21, scenario_id=(19,), bind=True),
        ],
        {
            ("scenario", 19): ScenarioRecord("fresh", "x"),
            ("scenario", 11): None,
            ("rule", 21): dataclasses.replace(FIRST, scenario_ids=(19,)),
            ("rule", 23): RuleRecord("third", 1, "3", scenario_ids=(21,)),
        },
        (
            "rule sales/first (a scenario that it ran no longer exists)",
            "scenario fresh (a rule that stays runs it)",
        ),
    ),
    "where a number is if its application was deleted": (
        [
            call("AddApplication", "application", application_name="new", assigned=9),
            call("AddRule", "rule", application_id=9, rule_name="in", rule_pattern="1", assigned=29),
            call(
                *("BindPhoneNumberToApplication", "phone_number"), phone_id=61, application_id=9, rule_id=29, bind=True
            ),
        ],
        {
            ("application", 1): None,
            ("rule", 21): None,
            ("application", 9): ApplicationRecord("new"),
            ("rule", 29): RuleRecord("in", 9, "1"),
            ("phone_number", 61): PhoneNumberRecord("101", 9, 29),
        },
        (
            "phone_number new/101 (its application no longer exists)",
            "application new (it holds what is not put back)",
            "rule new/in (a phone number that stays is bound to it)",
        ),
    ),
    "a new secret that somebody has given another value": (
        [NEW_SECRET],
        {("secret", 49): SecretRecord("NEW", 1, is_modified=True)},
        ("secret sales/NEW (somebody changed it since)",),
    ),
}


@pytest.mark.parametrize("name", KEPT)
def test_way_back_when_something_that_stays_needs_it_then_all_of_it_is_kept_and_named(name: str) -> None:
    calls, shown, left_alone = KEPT[name]
    undone = undo(calls, shown)
    assert (undone.left_alone, made(undone)) == (left_alone, [])


DELETE_FIRST = call("DelRule", "rule", rule_id=21)
FIRST_AGAIN = PendingId("rule 21", "rule_id")
PUT_BACK: dict[str, tuple[list[Call], Changes, Made]] = {
    "a new rule whose scenario is gone": (
        [FRESH, NEW_RULE],
        {**SHOWN, ("scenario", 19): None, ("rule", 29): RuleRecord("new", 1, "9")},
        [("DelRule", {"rule_id": 29})],
    ),
    "the pattern of a rule that also runs a scenario of the parent account": (
        [call("SetRuleInfo", "rule", rule_id=21, rule_pattern="7")],
        {("rule", 21): dataclasses.replace(FIRST, pattern="7"), ("scenario", 11): None},
        [("SetRuleInfo", {"rule_id": 21, "rule_pattern": "1"})],
    ),
    "a new secret that nobody has changed": (
        [NEW_SECRET],
        {("secret", 49): SecretRecord("NEW", 1)},
        [("DelSecret", {"secret_id": 49, "application_id": 1})],
    ),
    "the description of a secret that was changed before": (
        [call("SetSecretInfo", "secret", secret_id=41, description="new")],
        {("secret", 41): dataclasses.replace(KEY, description="new", is_modified=True)},
        [("SetSecretInfo", {"secret_id": 41, "application_id": 1, "description": ""})],
    ),
    "a new rule behind one that somebody put first": (
        [call("AddRule", "rule", application_id=1, rule_name="new", rule_pattern="9", assigned=29)],
        {
            ("rule", 29): RuleRecord("new", 1, "9"),
            ("rule", 28): RuleRecord("theirs", 1, "112"),
            ("order", 1): (28, 21, 22, 23, 29),
        },
        [("DelRule", {"rule_id": 29})],
    ),
    "a deleted rule before those that somebody added behind others": (
        [DELETE_FIRST],
        {
            ("rule", 21): None,
            ("rule", 27): RuleRecord("one", 1, "7"),
            ("rule", 28): RuleRecord("two", 1, "8"),
            ("order", 1): (22, 27, 28, 23),
        },
        [
            (
                "AddRule",
                {"application_id": 1, "rule_name": "first", "rule_pattern": "1", "scenario_id": (11,)},
            ),
            ("ReorderRules", {"rule_id": (FIRST_AGAIN, 22, 27, 28, 23)}),
        ],
    ),
}


@pytest.mark.parametrize("name", PUT_BACK)
def test_way_back_when_somebody_elses_objects_are_beside_it_then_it_leaves_them_as_they_are(name: str) -> None:
    calls, shown, expected = PUT_BACK[name]
    undone = undo(calls, shown)
    assert (made(undone), undone.left_alone) == (expected, ())


def test_way_back_when_what_a_deleted_rule_ran_is_gone_then_it_is_created_without_and_named() -> None:
    shown: Changes = {
        ("rule", 21): None,
        ("scenario", 11): None,
        ("rule", 23): RuleRecord("third", 1, "3", scenario_ids=(21,)),
        ("order", 1): (22, 23),
    }
    undone = undo([DELETE_FIRST], shown)
    assert undone.left_alone == ("rule sales/first (a scenario that it ran no longer exists)",)
    assert made(undone)[0] == ("AddRule", {"application_id": 1, "rule_name": "first", "rule_pattern": "1"})


@pytest.mark.parametrize(
    ("created", "modified", "expected"),
    [("", "", False), (TIME, TIME, False), (TIME, "2026-01-01 00:00:01", True), ("", TIME, False)],
    ids=["without times", "new", "changed", "without the time of its creation"],
)
def test_secret_when_it_was_changed_after_its_creation_then_its_record_says_so(
    created: str, modified: str, expected: bool
) -> None:
    record = SecretRecord.of(Secret(49, "NEW", 1, created=created, modified=modified))
    assert record.is_modified is expected
