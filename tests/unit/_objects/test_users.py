# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Users: how they are listed."""

from __future__ import annotations

from ansible_collections.voximplant.platform.plugins.module_utils._objects.users import list_users
from harness.fakes import ok, talk

ROW = {"user_id": 5, "user_name": "anna", "user_active": True, "parent_accounting": True}


def test_users_when_listed_then_they_are_in_the_order_of_ids_and_have_their_application() -> None:
    rows = [ROW, {**ROW, "user_id": 3, "user_name": "bert", "user_active": False, "user_custom_data": "d"}]
    talking = talk(ok(rows, total_count=2))
    bert, anna = list_users(talking.client, 20)
    assert (bert.user_id, bert.user_active, bert.user_custom_data, bert.application_id) == (3, False, "d", 20)
    assert (anna.user_id, anna.user_active, anna.parent_accounting, anna.user_custom_data) == (5, True, True, "")
    assert talking.http.sent[0].form["application_id"] == "20"
