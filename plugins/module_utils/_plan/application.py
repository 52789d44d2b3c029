# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Plan one application."""

from __future__ import annotations

import dataclasses
import re
import typing as t

from .._api.errors import ConflictError, InputError, NotFoundError
from .._api.option_values import refuse_empty
from .._objects.models import Application, Scenario, display_name, pending_id, short_name_of
from .._objects.resources import PhoneNumber, Secret, User
from .identity import check_deleted_name, check_rename, find_existing
from .operations import DiffSection, Operation, Plan, in_sequence
from .phone_number import DesiredPhoneNumber
from .rule import DesiredRule
from .secret import DesiredSecret
from .user import DesiredUser

_SHORT_NAME = re.compile(r"[a-z][a-z0-9-]{1,64}")
NAME_RULE = "2 to 65 lower-case letters, digits and hyphens, starting with a letter"

Owned = t.Union[Scenario, PhoneNumber, Secret, User]
_KINDS = {Scenario: "scenario", PhoneNumber: "phone_number", Secret: "secret", User: "user"}


@dataclasses.dataclass(frozen=True)
class DesiredApplication:
    """An application as a task describes it; C(None) leaves a field unchanged.

    :arg application_name: short or full name
    :arg application_id: selects the application; with C(application_name) as well, the application is renamed to it
    :arg renamed_from: previous name of the application
    :arg rules: its rules in order, for whole accounts; None leaves them alone
    :arg phone_numbers: numbers bound to it, for whole accounts; None leaves them alone
    :arg secrets: its secrets, for whole accounts; None leaves them alone
    :arg users: its users, for whole accounts; None leaves them alone
    :arg force: delete the application with everything that belongs to it
    """

    application_name: t.Optional[str] = None
    application_id: t.Optional[int] = None
    renamed_from: t.Optional[str] = None
    secure_record_storage: t.Optional[bool] = None
    rules: t.Optional[t.Tuple[DesiredRule, ...]] = None
    phone_numbers: t.Optional[t.Tuple[DesiredPhoneNumber, ...]] = None
    secrets: t.Optional[t.Tuple[DesiredSecret, ...]] = None
    users: t.Optional[t.Tuple[DesiredUser, ...]] = None
    present: bool = True
    force: bool = False

    def __post_init__(self) -> None:
        refuse_empty(vars(self), "application_name", "renamed_from")

    @property
    def short_name(self) -> str:
        """Return the desired name without the account's part."""
        return short_name_of(self.application_name or "")

    @property
    def names(self) -> t.Tuple[str, ...]:
        """Return the names under which the application may exist."""
        return tuple(name for name in (self.application_name, self.renamed_from) if name is not None)

    def __str__(self) -> str:
        return display_name("application", self.short_name, self.application_id)


@dataclasses.dataclass(frozen=True)
class CurrentApplication:
    """What is known about the application of a task.

    :arg found: the application with the desired id or name; with its rules if it should be deleted
    :arg renamed_from_match: the application that has the previous name
    :arg name_conflict: the application that has the desired name, when another one is given by id
    :arg content: what belongs to the application besides its rules, if it should be deleted
    """

    found: t.Optional[Application] = None
    renamed_from_match: t.Optional[Application] = None
    name_conflict: t.Optional[Application] = None
    content: t.Tuple[Owned, ...] = ()

    @classmethod
    def among(cls, applications: t.Sequence[Application], desired: DesiredApplication) -> CurrentApplication:
        """Pick what matters from all applications of the account.

        :raises ConflictError: if one should be there that has the full name of another account's application
        """
        by_name = find_application(applications, desired.application_name)
        if desired.present and by_name is None:
            refuse_foreign(applications, desired.application_name)
        if desired.application_id is None:
            return cls(found=by_name, renamed_from_match=find_application(applications, desired.renamed_from))
        by_id = (found for found in applications if found.application_id == desired.application_id)
        return cls(found=next(by_id, None), name_conflict=by_name)


@dataclasses.dataclass(frozen=True)
class ApplicationState:
    """An application, or its absence.

    :arg content: what is deleted or unbound with it, besides its rules
    :arg label: what to call the application if it does not exist
    """

    application: t.Optional[Application]
    content: t.Tuple[Owned, ...] = ()
    label: str = ""

    def as_result(self) -> t.Dict[str, t.Any]:
        """Return the values that the task returns."""
        if self.application is None:
            return {"application": None}
        return {"application": dataclasses.replace(self.application, rules=None).as_result()}

    def diff_sections(self) -> t.Mapping[str, DiffSection]:
        """Return the attributes, one a line, and what a deleted application contains."""
        if self.application is None:
            return {"attributes": DiffSection.of_lines(f"{self.label} (absent)", ())}
        secure = str(self.application.secure_record_storage).lower()
        lines = [f"application_name: {self.application.short_name}", f"secure_record_storage: {secure}"]
        lines += [f"rule: {rule}" for rule in self.application.rules or ()]
        lines += [f"{_KINDS[type(owned)]}: {owned}" for owned in self.content]
        return {"attributes": DiffSection.of_lines(str(self.application), lines)}


def plan_application(current: CurrentApplication, desired: DesiredApplication) -> Plan[ApplicationState]:
    """Plan one application, without its rules.

    :raises VoximplantError: if the desired state cannot be reached
    """
    if not desired.present:
        return _plan_absent(current, desired)
    if desired.application_id is not None and current.found is None:
        raise NotFoundError(f"There is no application with the ID {desired.application_id}.", field="application_id")
    existing = find_existing(current.found, current.renamed_from_match)
    return _plan_create(desired) if existing is None else _plan_change(existing, current, desired)


def is_application_name(name: str) -> bool:
    """Return whether the platform accepts a short name for an application; an old application can have another one."""
    return _SHORT_NAME.fullmatch(name) is not None


def find_application(applications: t.Iterable[Application], name: t.Optional[str]) -> t.Optional[Application]:
    """Return the application with this short or full name."""
    return None if name is None else next((found for found in applications if found.is_called(name)), None)


def refuse_foreign(applications: t.Sequence[Application], name: t.Optional[str]) -> None:
    """Refuse the full name of another account's application, if an application of this one shows that it is.

    :raises ConflictError: if it is one
    """
    short_name, dot, account = (name or "").partition(".")
    names_account = (found.is_called(f"{found.short_name}.{account}") for found in applications)
    if not dot or not applications or any(names_account):
        return
    own = next((found for found in applications if found.short_name == short_name), None)
    shown = f"{own.application_name!r} instead" if own else f"{applications[0].application_name!r}, for example"
    raise ConflictError(
        f"{name!r} is not an application of this account. The account has {shown}.",
        field="application_name",
        advice="Use the short name, or check the account.",
    )


def delete_application(application: Application) -> Operation:
    """Return the operation that deletes an application with everything that belongs to it (DelApplication)."""
    return _operation("delete", application.short_name, "DelApplication", application_id=application.application_id)


def _plan_create(desired: DesiredApplication) -> Plan[ApplicationState]:
    name = _check_name(desired)
    secure = bool(desired.secure_record_storage)
    operation = _operation(
        "create", name, "AddApplication", application_name=name, secure_record_storage=secure or None
    )
    operation = dataclasses.replace(operation, provides=pending_id("application", name).key)
    after = ApplicationState(Application(None, name, secure))
    return Plan(ApplicationState(None, label=str(desired)), after, in_sequence([operation]))


def _plan_change(
    existing: Application, current: CurrentApplication, desired: DesiredApplication
) -> Plan[ApplicationState]:
    changes: t.Dict[str, t.Any] = {}
    after = existing
    if desired.application_name is not None and not existing.is_called(desired.application_name):
        check_rename(existing, current.name_conflict, "application_name")
        name = changes["application_name"] = _check_name(desired)
        after = dataclasses.replace(after, application_name=existing.full_name(name))
    if desired.secure_record_storage not in (None, existing.secure_record_storage):
        changes["secure_record_storage"] = desired.secure_record_storage
        after = dataclasses.replace(after, secure_record_storage=bool(desired.secure_record_storage))
    operations = []
    if changes:
        action = "rename" if "application_name" in changes else "update"
        changes = {"application_id": existing.application_id, **changes}
        operations.append(_operation(action, after.short_name, "SetApplicationInfo", **changes))
    return Plan(ApplicationState(existing), ApplicationState(after), in_sequence(operations))


def _plan_absent(current: CurrentApplication, desired: DesiredApplication) -> Plan[ApplicationState]:
    found = current.found
    absent = ApplicationState(None, label=str(desired))
    if found is None:
        return Plan(absent, absent)
    check_deleted_name(found, found.short_name, desired.short_name or None, "application_name")
    content = [*map(str, found.rules or ()), *map(str, current.content)]
    if content and not desired.force:
        raise ConflictError(
            f"It still has {', '.join(content)}.",
            field="force",
            advice="Delete them first, or set force to delete the application with all of them.",
        )
    return Plan(ApplicationState(found, current.content), absent, in_sequence([delete_application(found)]))


def _operation(action: str, name: str, method: str, **params: t.Any) -> Operation:
    return Operation(action, "application", name, method, params)


def _check_name(desired: DesiredApplication) -> str:
    """Return the desired short name if the platform accepts it."""
    name = desired.short_name
    if not is_application_name(name):
        raise InputError(f"application_name {name!r} is invalid: {NAME_RULE}.", field="application_name")
    return name
