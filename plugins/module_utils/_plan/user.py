# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Plan one user of an application. A password is only part of an operation's parameters, which are never shown."""

from __future__ import annotations

import dataclasses
import re
import typing as t

from .._api.errors import InputError, LimitError
from .._api.option_values import refuse_empty
from .._objects.models import Id, display_name, pending_id
from .._objects.resources import User
from .identity import find_existing
from .operations import DiffSection, Operation, Plan, in_sequence

ON_CREATE, ALWAYS = "on_create", "always"
MAX_DISPLAY_NAME_CHARACTERS = 255
MAX_CUSTOM_DATA_CHARACTERS = 8191
MIN_PASSWORD_CHARACTERS = 8
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{2,49}")
_REQUIRED_IN_PASSWORD = (r"[A-Z]", r"[a-z]", r"[0-9]", r"[^A-Za-z0-9]")
_ATTRIBUTES = ("user_name", "user_display_name", "user_active", "parent_accounting", "user_custom_data")


@dataclasses.dataclass(frozen=True)
class DesiredUser:
    """A user as a task describes it; C(None) leaves a field unchanged.

    :arg renamed_from: previous name of the user
    :arg update_password: when to set the password of a user that exists: C(ON_CREATE) or C(ALWAYS)
    """

    user_name: str
    renamed_from: t.Optional[str] = None
    user_display_name: t.Optional[str] = None
    user_password: t.Optional[str] = dataclasses.field(default=None, repr=False)
    update_password: str = ON_CREATE
    user_active: t.Optional[bool] = None
    parent_accounting: t.Optional[bool] = None
    user_custom_data: t.Optional[str] = None
    present: bool = True

    def __post_init__(self) -> None:
        refuse_empty(vars(self), "user_name", "renamed_from", "user_display_name", "user_password")
        for field, limit in (
            ("user_display_name", MAX_DISPLAY_NAME_CHARACTERS),
            ("user_custom_data", MAX_CUSTOM_DATA_CHARACTERS),
        ):
            if len(getattr(self, field) or "") > limit:
                raise LimitError(f"{field} has more than {limit} characters.", field=field)

    def __str__(self) -> str:
        return display_name("user", self.user_name, None)


@dataclasses.dataclass(frozen=True)
class CurrentUser:
    """What is known about the user of a task.

    :arg application_id: the application of the task
    :arg users: all users of that application
    """

    application_id: Id
    users: t.Tuple[User, ...] = ()

    def by_name(self, name: t.Optional[str]) -> t.Optional[User]:
        """Return the user with this name."""
        return next((user for user in self.users if user.user_name == name), None)


@dataclasses.dataclass(frozen=True)
class UserState:
    """A user, or its absence.

    :arg password: what a diff says about the password
    :arg label: what to call the user if it does not exist
    """

    user: t.Optional[User]
    password: str = ""
    label: str = ""

    def as_result(self) -> t.Dict[str, t.Any]:
        """Return the values that the task returns."""
        return {"user": None if self.user is None else self.user.as_result()}

    def diff_sections(self) -> t.Mapping[str, DiffSection]:
        """Return the attributes, one a line; of the password only whether it is set or changed."""
        if self.user is None:
            return {"attributes": DiffSection.of_lines(f"{self.label} (absent)", ())}
        values = {name: getattr(self.user, name) for name in _ATTRIBUTES}
        lines = [
            f"{name}: {str(value).lower() if isinstance(value, bool) else value}" for name, value in values.items()
        ]
        if self.password:
            lines.append(f"password: {self.password}")
        return {"attributes": DiffSection.of_lines(str(self.user), lines)}


def plan_user(current: CurrentUser, desired: DesiredUser) -> Plan[UserState]:
    """Plan one user.

    :raises VoximplantError: if the desired state cannot be reached
    """
    found = current.by_name(desired.user_name)
    if not desired.present:
        absent = UserState(None, label=str(desired))
        deletions = [] if found is None else [delete_user(found)]
        return Plan(UserState(found, label=str(desired)), absent, in_sequence(deletions))
    existing = find_existing(found, current.by_name(desired.renamed_from))
    after, operations = _create(current, desired) if existing is None else _change(existing, desired)
    return Plan(UserState(existing, label=str(desired)), after, in_sequence(operations))


def is_user_name(name: str) -> bool:
    """Return whether the platform accepts a name for a user."""
    return _NAME.fullmatch(name) is not None


def delete_user(user: User) -> Operation:
    """Return the operation that deletes a user (DelUser)."""
    return _operation("delete", user, "DelUser", {"user_id": user.user_id})


def _create(current: CurrentUser, desired: DesiredUser) -> t.Tuple[UserState, t.Tuple[Operation, ...]]:
    """Plan to create the user (AddUser).

    The platform may require a display name: without one, it is the user's name.
    """
    if desired.user_password is None:
        raise InputError("A new user needs a password.", field="user_password", advice="Set user_password.")
    _check_name(desired.user_name)
    _check_password(desired.user_password)
    given = _given_attributes(desired)
    user = User(None, application_id=current.application_id, **{"user_display_name": desired.user_name, **given})
    params = {
        "application_id": current.application_id,
        "user_password": desired.user_password,
        "user_display_name": user.user_display_name,
        **given,
    }
    operation = _operation("create", user, "AddUser", {name: value for name, value in params.items() if value != ""})
    created = pending_id("user", desired.user_name, current.application_id)
    operation = dataclasses.replace(operation, provides=created.key)
    return UserState(user, "set"), (operation,)


def _change(existing: User, desired: DesiredUser) -> t.Tuple[UserState, t.Tuple[Operation, ...]]:
    """Plan to change what differs (SetUserInfo)."""
    changes = {name: value for name, value in _given_attributes(desired).items() if value != getattr(existing, name)}
    after = dataclasses.replace(existing, **changes)
    params: t.Dict[str, t.Any] = dict(changes)
    if "user_name" in changes:
        _check_name(desired.user_name)
        params["new_user_name"] = params.pop("user_name")
    if desired.user_password is not None and desired.update_password == ALWAYS:
        _check_password(desired.user_password)
        params["user_password"] = desired.user_password
    if not params:
        return UserState(existing), ()
    action = "rename" if "new_user_name" in params else "update"
    operation = _operation(action, after, "SetUserInfo", {"user_id": existing.user_id, **params})
    return UserState(after, "changed" if "user_password" in params else ""), (operation,)


def _given_attributes(desired: DesiredUser) -> t.Dict[str, t.Any]:
    """Return the attributes that the task sets."""
    values = {name: getattr(desired, name) for name in _ATTRIBUTES}
    return {name: value for name, value in values.items() if value is not None}


def _operation(action: str, user: User, method: str, params: t.Mapping[str, t.Any]) -> Operation:
    return Operation(action, "user", user.user_name, method, params, application_id=user.application_id)


def _check_name(name: str) -> None:
    """Refuse a new name that the platform does not accept."""
    if not is_user_name(name):
        raise InputError(
            f"user_name {name!r} is invalid: 3 to 50 lower-case Latin letters, digits, underscores and hyphens, "
            "starting with a letter or a digit.",
            field="user_name",
        )


def _check_password(password: str) -> None:
    """Refuse a password that the platform does not accept; the message does not contain it."""
    is_complete = all(re.search(pattern, password) for pattern in _REQUIRED_IN_PASSWORD)
    if len(password) < MIN_PASSWORD_CHARACTERS or re.search(r"\s", password) or not is_complete:
        raise InputError(
            f"user_password is too weak: at least {MIN_PASSWORD_CHARACTERS} characters, with an upper-case letter, a "
            "lower-case letter, a digit and a special character, and without spaces.",
            field="user_password",
        )
