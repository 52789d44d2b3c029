# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What calls do to the records of an account."""

from __future__ import annotations

from ansible_collections.voximplant.platform.plugins.module_utils._account.object_records import PhoneNumberRecord
from ansible_collections.voximplant.platform.plugins.module_utils._account.records import ApplicationRecord
from ansible_collections.voximplant.platform.tests.unit.support.recorded import call, history_of


def test_records_when_an_application_is_deleted_then_its_content_goes_and_its_numbers_are_unbound() -> None:
    history = history_of(call("DelApplication", "application", application_id=1))
    last = {key: history.states(key)[-1] for key in history.keys}
    gone = [("application", 1), ("order", 1), ("rule", 21), ("rule", 22), ("rule", 23), ("secret", 41), ("secret", 42)]
    unbound = {("phone_number", 61): PhoneNumberRecord("101"), ("phone_number", 63): PhoneNumberRecord("103")}
    assert last == {**dict.fromkeys((*gone, ("user", 51))), **unbound}


def test_records_when_an_application_is_created_then_the_order_of_its_rules_is_empty() -> None:
    history = history_of(call("AddApplication", "application", application_name="new", assigned=9))
    assert [history.states(key)[-1] for key in history.keys] == [ApplicationRecord("new"), ()]
