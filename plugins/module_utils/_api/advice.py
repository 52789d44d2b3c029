# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""What a person can do about the platform's error codes."""

from __future__ import annotations

import typing as t

_CREDENTIALS = (
    "Check the credentials, and that the service account has a role that may call this method "
    "(Owner, Admin, or Developer for scenarios and rules)."
)
_CLOCK = "Check the clock of the machine that runs this task: tokens are only valid for a few minutes."
_LATER = "The platform is busy: run the task again later, or lower the number of parallel tasks."
_BALANCE = "Check the account's state and balance in the control panel."
_PASSWORD = (
    "Use a password of at least 8 characters with upper-case and lower-case letters, digits, and special characters, "
    "and without spaces."
)
_NAMES = "The name must be unique in the whole account, including Shared scenarios and all applications."

ADVICE: t.Dict[int, str] = {
    100: _CREDENTIALS,
    102: "The api_url may be wrong, or a proxy dropped the request's body.",
    103: "The api_url may be wrong, or this account is not allowed to use the method.",
    104: _CREDENTIALS,
    112: _PASSWORD,
    115: "Check account_id.",
    116: "Check application_id: it may belong to another account.",
    117: "Check user_id or user_name: the user must exist in the rule's application.",
    118: "Another user has this name, possibly in another application of the account.",
    121: "Check phone_number: the number must belong to the account.",
    127: _BALANCE,
    130: "A script must have fewer than 131072 characters: split it into several scenarios of one rule.",
    131: _BALANCE,
    132: "The scenario does not exist, or belongs to a different application than the rule.",
    133: _NAMES,
    135: "The session_id has expired: log on again, or use a service account.",
    137: _CREDENTIALS,
    147: "Check rule_id: it may belong to another account.",
    161: "The session_id is not valid: log on again, or use a service account.",
    181: "Check phone_id: the number must belong to the account.",
    182: "Unbind the number from its application first.",
    257: "Check reference_ip.",
    281: _BALANCE,
    282: _BALANCE,
    314: _LATER,
    340: _LATER,
    375: "Bind a scenario to the rule first, for example with vox_scenario_binding.",
    386: "Enable SMS on the number first, with sms_enabled.",
    393: "Bind the user to the application first.",
    416: _LATER,
    418: "Delete scenarios that are no longer needed.",
    419: "Bind fewer scenarios to the rule.",
    433: "The key may have been deleted, or belong to another account: check the key file, or bind_key_id of a rule.",
    447: "Check that the key file is complete.",
    454: _CLOCK,
    455: _CLOCK,
    456: _CLOCK,
    484: "The platform mistook the request for a repeated one: wait a moment before you try again.",
    515: _LATER,
    523: _PASSWORD,
    524: _PASSWORD,
    527: "The platform does not accept requests from this network.",
    528: "Use a phone number that supports SMS.",
    535: "The user has or had this password. Choose another one, or set update_password to on_create.",
}
