# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Values that no task can mean: they are refused before anything is sent."""

from __future__ import annotations

import typing as t

import pytest

from harness.in_process import run_module

ACCOUNT = {"api_url": "https://api.invalid", "account_id": 1, "api_key": "0123456789abcdef", "retries": 0}
EMPTY = "is empty. Omit it, or give it a value."
NEGATIVE = "must not be negative."
SELECTORS = {
    "vox_application_info": ("application_name", "name_contains"),
    "vox_phone_number_info": ("phone_number", "number_contains", "country_code", "application_name"),
    "vox_rule_info": ("rule_name", "name_contains", "application_name"),
    "vox_scenario_info": ("scenario_name", "name_contains", "application_name"),
    "vox_secret_info": ("secret_name", "name_contains", "application_name"),
    "vox_user_info": ("user_name", "name_contains", "application_name"),
}


@pytest.mark.parametrize(
    ("module", "option", "value", "message", "others"),
    [
        ("vox_sync", "expected_plan", "", EMPTY, {"scenarios": []}),
        ("vox_sync", "backup_dir", "", EMPTY, {"scenarios": []}),
        ("vox_sync", "cache_file", "", EMPTY, {"scenarios": []}),
        ("vox_sync", "prune_limit", -1, NEGATIVE, {"scenarios": []}),
        ("vox_restore", "backup_file", "", "is empty. Set it to the path of a backup.", {}),
        ("vox_restore", "expected_plan", "", EMPTY, {"backup_file": "no_such.json"}),
        ("vox_restore", "prune_limit", -1, NEGATIVE, {"backup_file": "no_such.json"}),
        ("vox_rule", "application_name", "", EMPTY, {"rule_name": "a", "state": "absent"}),
        ("vox_scenario_order", "rule_name", "", EMPTY, {"application_id": 1, "scenarios": ["a"]}),
        ("vox_session", "application_name", "", EMPTY, {"rule_name": "a"}),
        ("vox_secret", "application_name", "", EMPTY, {"secret_name": "A", "state": "absent"}),
        ("vox_user", "application_name", "", EMPTY, {"user_name": "ann", "state": "absent"}),
        *((module, option, "", EMPTY, {}) for module, options in SELECTORS.items() for option in options),
    ],
)
def test_value_when_no_task_can_mean_it_then_the_option_is_named(
    module: str, option: str, value: object, message: str, others: dict[str, t.Any]
) -> None:
    result = run_module(module, {**ACCOUNT, **others, option: value})
    assert (result["failed"], result["msg"]) == (True, f"{option} {message}")
    assert result["error"]["field"] == option
