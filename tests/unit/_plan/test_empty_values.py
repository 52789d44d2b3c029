# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Empty strings in what tasks describe: accepted only where the platform can hold them."""

from __future__ import annotations

import dataclasses
import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import InputError
from ansible_collections.voximplant.platform.plugins.module_utils._plan.application import DesiredApplication
from ansible_collections.voximplant.platform.plugins.module_utils._plan.phone_number import DesiredPhoneNumber
from ansible_collections.voximplant.platform.plugins.module_utils._plan.rule import DesiredRule
from ansible_collections.voximplant.platform.plugins.module_utils._plan.scenario import DesiredScenario
from ansible_collections.voximplant.platform.plugins.module_utils._plan.secret import DesiredSecret
from ansible_collections.voximplant.platform.plugins.module_utils._plan.user import DesiredUser

REQUIRED = {DesiredSecret: "secret_name", DesiredUser: "user_name", DesiredPhoneNumber: "phone_number"}
ELSEWHERE = {
    "phone_number",  # digits_of
    "application_name",  # of a scenario: ApplicationSelector, and the mistakes of a manifest
    *("update_value", "update_password"),  # choices
}


@pytest.mark.parametrize(
    ("kind", "can_be_empty"),
    [
        (DesiredApplication, set()),
        (DesiredRule, {"rule_pattern_exclude"}),
        (DesiredScenario, {"scenario_script"}),
        (DesiredSecret, {"description"}),
        (DesiredUser, {"user_custom_data"}),
        (DesiredPhoneNumber, {"incoming_sms_callback_url"}),
    ],
)
def test_string_when_it_is_empty_then_it_is_refused_unless_the_platform_can_hold_it(
    kind: t.Any, can_be_empty: set[str]
) -> None:
    strings = {field.name for field in dataclasses.fields(kind) if field.type in ("str", "t.Optional[str]")}
    assert can_be_empty < strings
    for field in strings - ELSEWHERE:
        options = {REQUIRED[kind]: "abc"} if kind in REQUIRED else {}
        options[field] = ""
        if field in can_be_empty:
            assert getattr(kind(**options), field) == ""
        else:
            with pytest.raises(InputError, match=f"{field} is empty"):
                kind(**options)
