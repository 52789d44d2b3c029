# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What calls do to the records of an account."""

from __future__ import annotations

from ansible_collections.voximplant.platform.plugins.module_utils._account.object_records import PhoneNumberRecord
from ansible_collections.voximplant.platform.plugins.module_utils._account.records import (
    ApplicationRecord,
    RuleRecord,
    ScenarioRecord,
)
from ansible_collections.voximplant.platform.tests.unit.support.recorded import call, history_of


def test_records_when_an_application_is_deleted_then_its_content_goes_and_its_numbers_are_unbound() -> None:
    history = history_of(call("DelApplication", "application", application_id=1))
    last = {key: history.states(key)[-1] for key in history.keys}
    gone = [("application", 1), ("order", 1), ("rule", 21), ("rule", 22), ("rule", 23), ("secret", 41), ("secret", 42)]
    unbound = {("phone_number", 61): PhoneNumberRecord("101"), ("phone_number", 63): PhoneNumberRecord("103")}
    assert last == {**dict.fromkeys((*gone, ("user", 51))), **unbound}


def test_records_when_objects_are_created_then_a_script_and_an_order_begin_empty_and_a_rule_is_the_last() -> None:
    history = history_of(
        call("AddApplication", "application", application_name="new", assigned=9),
        call("AddScenario", "scenario", scenario_name="new", assigned=19),
        call("AddRule", "rule", application_id=1, rule_name="new", rule_pattern="1", assigned=29),
    )
    assert {key: history.states(key)[-1] for key in history.keys} == {
        ("application", 9): ApplicationRecord("new"),
        ("order", 9): (),
        ("scenario", 19): ScenarioRecord("new", ""),
        ("rule", 29): RuleRecord("new", 1, "1"),
        ("order", 1): (21, 22, 23, 29),
    }
