# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Phone numbers, secrets and users as immutable values."""

from __future__ import annotations

import dataclasses
import typing as t

from .models import Id, display_name

if t.TYPE_CHECKING:
    from .._api.response import ApiObject


@dataclasses.dataclass(frozen=True)
class PhoneNumber:
    """A phone number of the account.

    :arg phone_number: digits, without a plus sign
    :arg application_id: the application that the number is bound to, with its full name; None if there is none
    :arg rule_id: the rule of that application that the number is bound to, with its name; None if there is none
    :arg phone_next_renewal: date of the next payment
    :arg modified: time of the last change in UTC, in the platform's format
    """

    phone_id: int
    phone_number: str
    application_id: t.Optional[Id] = None
    application_name: t.Optional[str] = None
    rule_id: t.Optional[Id] = None
    rule_name: t.Optional[str] = None
    is_sms_supported: bool = False
    is_sms_enabled: bool = False
    incoming_sms_callback_url: str = ""
    phone_country_code: str = ""
    category_name: str = ""
    phone_region_name: str = ""
    phone_next_renewal: str = ""
    modified: str = ""

    @classmethod
    def from_row(cls, row: ApiObject) -> PhoneNumber:
        """Read a row of GetPhoneNumbers."""
        application_id, rule_id = row.optional_integer("application_id"), row.optional_integer("rule_id")
        return cls(
            row.integer("phone_id"),
            row.text("phone_number").lstrip("+"),
            application_id,
            None if application_id is None else row.text("application_name", ""),
            rule_id,
            None if rule_id is None else row.text("rule_name", ""),
            row.flag("is_sms_supported"),
            row.flag("is_sms_enabled"),
            row.text("incoming_sms_callback_url", ""),
            row.text("phone_country_code", ""),
            row.text("category_name", ""),
            row.text("phone_region_name", ""),
            row.text("phone_next_renewal", ""),
            row.text("modified", ""),
        )

    def as_result(self) -> t.Dict[str, t.Any]:
        """Return the phone number for a task's result."""
        return dataclasses.asdict(self)

    def __str__(self) -> str:
        return display_name("phone number", self.phone_number, self.phone_id)


@dataclasses.dataclass(frozen=True)
class Secret:
    """A secret of an application, without its value.

    :arg secret_id: None if the secret does not exist yet
    :arg created: time of creation, as the platform gives it
    :arg modified: time of the last change, as the platform gives it
    """

    secret_id: t.Optional[int]
    secret_name: str
    application_id: t.Optional[Id]
    description: str = ""
    created: str = ""
    modified: str = ""

    @classmethod
    def from_row(cls, row: ApiObject, application_id: int) -> Secret:
        """Read a row of GetSecrets, which does not contain the application."""
        return cls(
            row.integer("secret_id"),
            row.text("secret_name"),
            application_id,
            row.text("description", ""),
            row.text("created", ""),
            row.text("modified", ""),
        )

    def as_result(self) -> t.Dict[str, t.Any]:
        """Return the secret for a task's result."""
        return dataclasses.asdict(self)

    def __str__(self) -> str:
        return display_name("secret", self.secret_name, self.secret_id)


@dataclasses.dataclass(frozen=True)
class User:
    """A user of an application, without the password.

    :arg user_id: None if the user does not exist yet
    :arg parent_accounting: whether calls are charged to the account instead of the user's own balance
    :arg created: time of creation in UTC, in the platform's format
    :arg modified: time of the last change in UTC, in the platform's format
    """

    user_id: t.Optional[int]
    user_name: str
    application_id: t.Optional[Id]
    user_display_name: str = ""
    user_active: bool = True
    parent_accounting: bool = True
    user_custom_data: str = ""
    created: str = ""
    modified: str = ""

    @classmethod
    def from_row(cls, row: ApiObject, application_id: int) -> User:
        """Read a row of GetUsers, which does not contain the application."""
        return cls(
            row.integer("user_id"),
            row.text("user_name"),
            application_id,
            row.text("user_display_name", ""),
            row.flag("user_active"),
            row.flag("parent_accounting"),
            row.text("user_custom_data", ""),
            row.text("created", ""),
            row.text("modified", ""),
        )

    def as_result(self) -> t.Dict[str, t.Any]:
        """Return the user for a task's result."""
        return dataclasses.asdict(self)

    def __str__(self) -> str:
        return display_name("user", self.user_name, self.user_id)
