# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks on users, secrets and phone numbers, and the calls that they make when nothing disturbs them."""

from __future__ import annotations

from .fault_tasks import INBOUND, READS, SUPPORT, Task

NUMBER, PASSWORD = "12025550100", "Pa55word!"
OBJECT_TASKS = (
    Task(
        "create a user",
        "vox_user",
        {**SUPPORT, "user_name": "carla", "user_display_name": "Carla", "user_password": PASSWORD},
        "GetApplications GetUsers AddUser GetUsers",
        "user carla",
    ),
    Task(
        "edit and rename a user",
        "vox_user",
        {**SUPPORT, "user_name": "bea", "renamed_from": "anna", "user_display_name": "Bea", "user_active": False},
        "GetApplications GetUsers SetUserInfo GetUsers",
        "user bea",
    ),
    Task(
        "delete a user",
        "vox_user",
        {**SUPPORT, "user_name": "anna", "state": "absent"},
        "GetApplications GetUsers DelUser GetUsers",
        "user anna",
    ),
    Task(
        "create a secret",
        "vox_secret",
        {**SUPPORT, "secret_name": "TTS_KEY", "secret_value": "a new value", "description": "speech"},
        "GetApplications GetSecrets AddSecret GetSecrets GetSecretValue",
        "secret TTS_KEY",
    ),
    Task(
        "edit and rename a secret",
        "vox_secret",
        {**SUPPORT, "secret_name": "CRM", "renamed_from": "CRM_KEY", "secret_value": "another value"},
        "GetApplications GetSecrets GetSecretValue SetSecretInfo GetSecrets GetSecretValue",
        "secret CRM",
    ),
    Task(
        "delete a secret",
        "vox_secret",
        {**SUPPORT, "secret_name": "CRM_KEY", "state": "absent"},
        "GetApplications GetSecrets DelSecret GetSecrets",
        "secret CRM_KEY",
    ),
    Task(
        "bind a phone number",
        "vox_phone_number",
        {
            **INBOUND,
            "phone_number": NUMBER,
            "force": True,
            "sms_enabled": True,
            "incoming_sms_callback_url": "https://example.test/sms",
        },
        "GetPhoneNumbers GetApplications GetRules BindPhoneNumberToApplication BindPhoneNumberToApplication"
        " SetPhoneNumberInfo ControlSms GetPhoneNumbers",
        f"phone_number {NUMBER}",
    ),
    Task(
        "unbind a phone number",
        "vox_phone_number",
        {"phone_number": NUMBER, "state": "unbound"},
        "GetPhoneNumbers BindPhoneNumberToApplication GetPhoneNumbers",
        f"phone_number {NUMBER}",
    ),
    Task(
        "read users",
        "vox_user_info",
        {},
        "GetApplications GetUsers GetUsers",
        None,
        READS,
    ),
    Task(
        "read secrets",
        "vox_secret_info",
        SUPPORT,
        "GetApplications GetSecrets",
        None,
        READS,
    ),
    Task(
        "read phone numbers",
        "vox_phone_number_info",
        INBOUND,
        "GetApplications GetRules GetPhoneNumbers",
        None,
        READS,
    ),
)
