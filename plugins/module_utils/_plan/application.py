# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Plans for one application: pure functions from what is there and what is wanted to the calls in between."""

from __future__ import annotations

import dataclasses
import re
import typing as t

from .._api.errors import ConflictError, InputError, NotFoundError
from .._objects.models import Application, display_name, short_name_of
from .identity import check_deleted_name, check_rename, existing_of, refuse_empty
from .operations import Document, Operation, Plan

_SHORT_NAME = re.compile(r"[a-z][a-z0-9-]{1,64}")


@dataclasses.dataclass(frozen=True)
class DesiredApplication:
    """What a task wants of an application; what is none is left as it is.

    :arg application_name: short, or in full
    :arg application_id: addresses the application; with C(application_name) as well, that becomes its name
    :arg renamed_from: the name it may still have
    :arg present: whether it is to be there
    :arg force: delete it with the rules that it has
    """

    application_name: t.Optional[str] = None
    application_id: t.Optional[int] = None
    renamed_from: t.Optional[str] = None
    secure_record_storage: t.Optional[bool] = None
    present: bool = True
    force: bool = False

    def __post_init__(self) -> None:
        refuse_empty(self, "application_name", "renamed_from")

    @property
    def short_name(self) -> str:
        """The wanted name without the account's part."""
        return short_name_of(self.application_name or "")

    def __str__(self) -> str:
        return display_name("application", self.short_name, self.application_id)


@dataclasses.dataclass(frozen=True)
class CurrentApplication:
    """What was read about the application that a task means.

    :arg found: the application with the wanted id or name; with its rules if it is to be deleted
    :arg formerly: the application that is called as C(renamed_from) says
    :arg namesake: the application that has the name which the found one is to get, or has
    """

    found: t.Optional[Application] = None
    formerly: t.Optional[Application] = None
    namesake: t.Optional[Application] = None

    @classmethod
    def among(cls, applications: t.Sequence[Application], desired: DesiredApplication) -> CurrentApplication:
        """Pick what matters from a listing of all applications."""
        called = _called(applications, desired.application_name)
        if desired.application_id is None:
            return cls(found=called, formerly=_called(applications, desired.renamed_from))
        found = next((one for one in applications if one.application_id == desired.application_id), None)
        return cls(found=found, namesake=called)


@dataclasses.dataclass(frozen=True)
class ApplicationState:
    """An application, or that there is none.

    :arg label: what it is called where there is none
    """

    application: t.Optional[Application]
    label: str = ""

    def as_result(self) -> t.Dict[str, t.Any]:
        """The values that the task returns."""
        if self.application is None:
            return {"application": None}
        return {"application": dataclasses.replace(self.application, rules=None).as_result()}

    def documents(self) -> t.Mapping[str, Document]:
        """The attributes, one a line, and the rules of one that is deleted."""
        if self.application is None:
            return {"attributes": Document(f"{self.label} (absent)", "")}
        secure = str(self.application.secure_record_storage).lower()
        lines = [f"application_name: {self.application.short_name}", f"secure_record_storage: {secure}"]
        lines += [f"rule: {rule}" for rule in self.application.rules or ()]
        return {"attributes": Document(str(self.application), "".join(f"{line}\n" for line in lines))}


def plan_application(current: CurrentApplication, desired: DesiredApplication) -> Plan[ApplicationState]:
    """The way to the desired application.

    :raises VoximplantError: when there is none; nothing has been sent then
    """
    if not desired.present:
        return _plan_absent(current, desired)
    if desired.application_id is not None and current.found is None:
        raise NotFoundError(f"There is no application with the id {desired.application_id}.", field="application_id")
    existing = existing_of(current.found, current.formerly)
    return _plan_create(desired) if existing is None else _plan_change(existing, current, desired)


def created_key(short_name: str) -> str:
    """What C(PendingId) calls an application that is to be created."""
    return f"application {short_name}"


def _plan_create(desired: DesiredApplication) -> Plan[ApplicationState]:
    name = _checked_name(desired)
    secure = bool(desired.secure_record_storage)
    params = {"application_name": name, "secure_record_storage": secure or None}
    operation = Operation("create", "application", name, "AddApplication", params, creates=created_key(name))
    after = ApplicationState(Application(None, name, secure))
    return Plan(ApplicationState(None, label=str(desired)), after, (operation,))


def _plan_change(
    existing: Application, current: CurrentApplication, desired: DesiredApplication
) -> Plan[ApplicationState]:
    params: t.Dict[str, t.Any] = {}
    after = existing
    if desired.application_name is not None and not existing.is_called(desired.application_name):
        check_rename(existing, current.namesake, "application_name")
        name = params["application_name"] = _checked_name(desired)
        after = dataclasses.replace(after, application_name=existing.renamed(name))
    if desired.secure_record_storage not in (None, existing.secure_record_storage):
        params["secure_record_storage"] = desired.secure_record_storage
        after = dataclasses.replace(after, secure_record_storage=bool(desired.secure_record_storage))
    operations = []
    if params:
        action = "rename" if "application_name" in params else "update"
        params = {"application_id": existing.application_id, **params}
        operations.append(Operation(action, "application", after.short_name, "SetApplicationInfo", params))
    return Plan(ApplicationState(existing), ApplicationState(after), tuple(operations))


def _plan_absent(current: CurrentApplication, desired: DesiredApplication) -> Plan[ApplicationState]:
    found = current.found
    gone = ApplicationState(None, label=str(desired))
    if found is None:
        return Plan(gone, gone)
    check_deleted_name(found, found.short_name, desired.short_name or None, "application_name")
    if found.rules and not desired.force:
        raise ConflictError(
            f"It has {', '.join(map(str, found.rules))}.",
            field="force",
            advice="Delete its rules first, or set force to delete it with all of them.",
        )
    return Plan(ApplicationState(found), gone, (delete_application(found),))


def delete_application(application: Application) -> Operation:
    """Delete an application with the rules that it still has (DelApplication)."""
    params = {"application_id": application.application_id}
    return Operation("delete", "application", application.short_name, "DelApplication", params)


def _called(applications: t.Sequence[Application], name: t.Optional[str]) -> t.Optional[Application]:
    return next((one for one in applications if name is not None and one.is_called(name)), None)


def _checked_name(desired: DesiredApplication) -> str:
    """The wanted short name, if the platform takes it."""
    name = desired.short_name
    if not _SHORT_NAME.fullmatch(name):
        raise InputError(
            f"application_name {name!r} is not 2 to 65 lower-case letters, digits and hyphens after a letter.",
            field="application_name",
        )
    return name
