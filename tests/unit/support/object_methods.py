# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The phone numbers, secrets and users of an account in memory, and the API methods that change them."""

from __future__ import annotations

import itertools
import typing as t

Form = t.Mapping[str, str]
Row = dict[str, t.Any]


class Refused(Exception):
    """The platform refuses a call."""

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code


class ObjectMethods:
    """Keeps rows as the platform lists them; those of secrets with their values and applications."""

    def __init__(self) -> None:
        self.numbers: list[Row] = []
        self.secrets: list[Row] = []
        self.users: list[Row] = []
        self._object_ids = itertools.count(7_000_000_000)
        self._minutes = itertools.count()

    def add_number(self, digits: str, **fields: t.Any) -> Row:
        """Put a phone number there."""
        row = {"phone_id": next(self._object_ids), "phone_number": digits, "is_sms_supported": True, **fields}
        self.numbers.append(row)
        return row

    def add_secret(self, application_id: int, name: str, value: str = "old", **fields: t.Any) -> Row:
        """Put a secret there."""
        row = {"secret_id": next(self._object_ids), "secret_name": name, "value": value, **fields}
        self.secrets.append({**row, "application_id": application_id, "modified": self._now()})
        return self.secrets[-1]

    def add_user(self, application_id: int, name: str, **fields: t.Any) -> Row:
        """Put a user there."""
        defaults = {"user_display_name": name, "user_active": True, "parent_accounting": True}
        row = {"user_id": next(self._object_ids), "user_name": name, **defaults, **fields}
        self.users.append({**row, "application_id": application_id})
        return self.users[-1]

    def GetPhoneNumbers(self, form: Form) -> t.Any:
        """List numbers."""
        rows = [row for row in self.numbers if form.get("phone_id") in (None, str(row["phone_id"]))]
        return page(rows, form)

    def GetSecrets(self, form: Form) -> t.Any:
        """List the secrets of an application, without values."""
        return page([_without(row, "value", "application_id") for row in _own(self.secrets, form)], form)

    def GetSecretValue(self, form: Form) -> t.Any:
        """Return a secret with its value."""
        row = _by_id(_own(self.secrets, form), "secret_id", form)
        return {"result": {**_without(row, "value"), "secret_value": row["value"]}}

    def GetUsers(self, form: Form) -> t.Any:
        """List the users of an application."""
        return page([_without(row, "application_id", "user_password") for row in _own(self.users, form)], form)

    def AddSecret(self, form: Form) -> t.Any:
        """Make a secret."""
        if any(row["secret_name"] == form["secret_name"] for row in _own(self.secrets, form)):
            raise Refused(493)
        row = self.add_secret(int(form["application_id"]), form["secret_name"], form["secret_value"])
        row["description"] = form.get("description", "")
        return {"result": {"secret_id": row["secret_id"]}}

    def SetSecretInfo(self, form: Form) -> t.Any:
        """Change a secret."""
        row = _by_id(_own(self.secrets, form), "secret_id", form)
        names = {"new_secret_name": "secret_name", "secret_value": "value", "description": "description"}
        row.update({column: form[name] for name, column in names.items() if name in form}, modified=self._now())
        return {"result": 1}

    def DelSecret(self, form: Form) -> t.Any:
        """Delete a secret."""
        self.secrets.remove(_by_id(_own(self.secrets, form), "secret_id", form))
        return {"result": 1}

    def AddUser(self, form: Form) -> t.Any:
        """Make a user."""
        if any(row["user_name"] == form["user_name"] for row in _own(self.users, form)):
            raise Refused(118)
        fields = {"user_password": form["user_password"], "user_display_name": "", "user_custom_data": ""}
        row = self.add_user(int(form["application_id"]), form["user_name"], **fields)
        self._set_user(row, form)
        return {"result": 1, "user_id": row["user_id"]}

    def SetUserInfo(self, form: Form) -> t.Any:
        """Change a user."""
        self._set_user(_by_id(self.users, "user_id", form), form)
        return {"result": 1}

    def DelUser(self, form: Form) -> t.Any:
        """Delete a user."""
        self.users.remove(_by_id(self.users, "user_id", form))
        return {"result": 1}

    def BindPhoneNumberToApplication(self, form: Form) -> t.Any:
        """Bind a number that is not bound elsewhere, or unbind it."""
        row = _by_id(self.numbers, "phone_id", form)
        application_id = int(form["application_id"])
        if row.get("application_id") not in (None, application_id):
            raise Refused(182)
        bound = {"application_id": application_id, "application_name": "name"}
        if "rule_id" in form:
            bound.update(rule_id=int(form["rule_id"]), rule_name="name")
        elif "rule_id" in row and form["bind"] == "true":
            raise Refused(182)
        for name in ("application_id", "application_name", "rule_id", "rule_name"):
            row.pop(name, None)
        row.update(bound if form["bind"] == "true" else {})
        return {"result": 1}

    def SetPhoneNumberInfo(self, form: Form) -> t.Any:
        """Set the address for SMS."""
        row = _by_id(self.numbers, "phone_id", form)
        row["incoming_sms_callback_url"] = form["incoming_sms_callback_url"]
        return {"result": 1}

    def ControlSms(self, form: Form) -> t.Any:
        """Switch SMS on or off."""
        row = _by_id(self.numbers, "phone_number", form)
        row["is_sms_enabled"] = form["command"] == "enable"
        return {"result": 1}

    def _set_user(self, row: Row, form: Form) -> None:
        names = {"new_user_name": "user_name", "user_display_name": "", "user_custom_data": "", "user_password": ""}
        row.update({column or name: form[name] for name, column in names.items() if name in form})
        row.update({name: form[name] == "true" for name in ("user_active", "parent_accounting") if name in form})

    def _now(self) -> str:
        return f"2026-01-01 00:{next(self._minutes) % 60:02}:00"


def page(rows: t.Sequence[t.Any], form: Form) -> t.Any:
    """Return the part of a listing that a call asks for."""
    offset, count = int(form.get("offset", 0)), int(form.get("count", 20))
    part = rows[offset : offset + count]
    return {"result": part, "count": len(part), "total_count": len(rows)}


def _own(rows: list[Row], form: Form) -> list[Row]:
    return [row for row in rows if str(row["application_id"]) == form["application_id"]]


def _by_id(rows: list[Row], column: str, form: Form) -> Row:
    found = [row for row in rows if str(row[column]) == form[column]]
    if not found:
        raise Refused(116)
    return found[0]


def _without(row: Row, *hidden: str) -> Row:
    return {name: value for name, value in row.items() if name not in hidden}
