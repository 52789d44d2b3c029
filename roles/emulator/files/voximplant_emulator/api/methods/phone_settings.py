# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""SetPhoneNumberInfo and ControlSms."""

from __future__ import annotations

from ..call import Call, Reply, success
from ..changes import store_changes
from ..errors import ApiError
from .phone_numbers import selected_numbers

_COMMANDS = {"enable": True, "disable": False}


def set_phone_number_info(call: Call) -> Reply:
    """Execute SetPhoneNumberInfo: set the SMS callback URL and the automatic renewal of numbers."""
    url = call.params.text("incoming_sms_callback_url")
    auto_charge = call.params.optional_boolean("auto_charge")
    if url == "" and call.switches.value("clear_sms_url") != "clear":
        if call.switches.value("clear_sms_url") == "error":
            raise ApiError(496, "incoming_sms_callback_url")
        url = None
    for number in selected_numbers(call):
        store_changes(
            call,
            "phone_number",
            number,
            incoming_sms_callback_url=number["incoming_sms_callback_url"] if url is None else url,
            auto_charge=number["auto_charge"] if auto_charge is None else int(auto_charge),
        )
    return success()


def control_sms(call: Call) -> Reply:
    """Execute ControlSms: enable or disable SMS on a number; raise 528 if the number does not support it."""
    command = call.params.required("command")
    if command not in _COMMANDS:
        raise ApiError(496, "command")
    for number in selected_numbers(call):
        if not number["is_sms_supported"]:
            raise ApiError(528)
        store_changes(call, "phone_number", number, is_sms_enabled=int(_COMMANDS[command]))
    return success()
