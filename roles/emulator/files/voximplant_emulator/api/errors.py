# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The API errors of the emulator, and their texts."""

from __future__ import annotations

TEXTS = {
    2: "Internal error.",
    4: "DB error.",
    15: "Media server error.",
    16: "Media balancer error.",
    21: "Call service failed.",
    22: "Conference balancer error.",
    23: "Conference server error.",
    100: "Authorization failed.",
    101: "Invalid arguments.",
    102: "Missing 'cmd' parameter.",
    103: "Unknown command.",
    104: "Forbidden command.",
    105: "The required output format type is not supported.",
    107: "Invalid application name.",
    108: "Exceeded the application number limit per account.",
    109: "Exceeded the user number limit per account.",
    111: "Invalid date format.",
    112: "The password should be at least 8 characters long.",
    116: "The 'application_id' parameter is invalid.",
    117: "The 'user_id' parameter is invalid.",
    118: "The user name is not unique.",
    121: "Invalid phone number.",
    122: (
        "The user name should start with a letter or digit and can contain latin characters, digits, hyphen and "
        "should be at least {limit} characters long."
    ),
    123: "Invalid date range.",
    127: "Insufficient money.",
    129: "Application name is not unique.",
    130: "The script text is too long.",
    131: "The account is not activated.",
    132: "The 'scenario_id' parameter is invalid.",
    133: "Scenario name is not unique.",
    134: "Required parameter is empty.",
    147: "'rule_id' parameter is invalid.",
    148: "The 'rule_pattern' parameter is invalid.",
    149: "The 'rule_pattern_exclude' parameter is invalid.",
    156: "The 'rule_name' parameter is invalid.",
    157: "The 'user_display_name' parameter is invalid.",
    162: "try later..",
    168: "The 'scenario_name' parameter is invalid.",
    175: "The 'rule_name' is not unique.",
    181: "The 'phone_id' parameter is invalid.",
    182: "Occupied phone number.",
    212: "The 'user_custom_data' parameter length should be less than 8192.",
    257: "The 'reference_ip' parameter is invalid.",
    269: "The 'conference_name' parameter is invalid.",
    270: "The 'conference_name' parameter length should be less than 50.",
    314: "Concurrent resource limit exceeded.",
    340: "Rate limit exceed.",
    375: "No scenario is bound to the rule.",
    386: "SMS disabled for number.",
    393: "The user is not bound to the application.",
    416: "Repeat after 1 seconds.",
    418: "The scenario number limit is exceeded.",
    419: "The scenario number limit per rule is exceeded.",
    433: "Invalid key id.",
    447: "Invalid token format.",
    454: "The token TTL exceeds the maximum limit.",
    455: "Token issued in the future.",
    456: "The token has expired.",
    477: "The '{field}' parameter length should not exceed {limit} symbols.",
    484: "HTTP request is rejected due to probable automatic request resend. Try again later.",
    485: "Specify the '{field}' parameter.",
    492: "The '{field}' parameter is forbidden.",
    493: "The '{field}' is not unique.",
    496: "The '{field}' parameter is invalid.",
    499: "The '{field}' parameter length should be less than {limit}.",
    512: "'{field}' parameter changes limit exceeded.",
    515: "The same operation has been performed recently. Please try again later.",
    523: "Password is too weak.",
    524: "Password cannot contain spaces.",
    528: "Sms is not supported.",
    535: "Please choose a password that you have not used before.",
    546: "Invalid Application IDs.",
    558: "Application is not found.",
}


class ApiError(Exception):
    """A call that the platform refuses.

    `code` is the platform's error code, `message` its text, `field_name` the invalid parameter and `limit` the length
    that the text names.
    """

    def __init__(
        self, code: int, field_name: str | None = None, message: str | None = None, limit: int | None = None
    ) -> None:
        self.code = code
        self.field_name = field_name
        self.message = message or TEXTS.get(code, f"Error {code}.").format(field=field_name, limit=limit)
        super().__init__(f"{code}: {self.message}")

    def as_reply(self) -> dict[str, object]:
        """Return the object that stands under `error` in the response."""
        error: dict[str, object] = {"code": self.code, "msg": self.message}
        if self.field_name is not None:
            error["field_name"] = self.field_name
        return error
