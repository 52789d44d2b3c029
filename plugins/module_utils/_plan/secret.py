# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Plan one secret of an application. Its value is only part of an operation's parameters, which are never shown."""

from __future__ import annotations

import dataclasses
import re
import typing as t

from .._api.errors import InputError, LimitError
from .._api.option_values import refuse_empty
from .._objects.models import Id, display_name, pending_id
from .._objects.names import case_variants
from .._objects.resources import Secret
from .identity import find_existing
from .operations import DiffSection, Operation, Plan, in_sequence

COMPARE, ON_CREATE, ALWAYS = "compare", "on_create", "always"
MAX_VALUE_CHARACTERS = 8192
MAX_DESCRIPTION_CHARACTERS = 200
_SHORT_VALUE = 4
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")


@dataclasses.dataclass(frozen=True)
class DesiredSecret:
    """A secret as a task describes it; C(None) leaves a field unchanged.

    :arg renamed_from: previous name of the secret
    :arg update_value: when to set the value of a secret that exists: C(COMPARE), C(ON_CREATE) or C(ALWAYS)
    """

    secret_name: str
    renamed_from: t.Optional[str] = None
    secret_value: t.Optional[str] = dataclasses.field(default=None, repr=False)
    description: t.Optional[str] = None
    update_value: str = COMPARE
    present: bool = True

    def __post_init__(self) -> None:
        refuse_empty(vars(self), "secret_name", "renamed_from", "secret_value")
        if len(self.secret_value or "") > MAX_VALUE_CHARACTERS:
            raise LimitError(f"secret_value has more than {MAX_VALUE_CHARACTERS} characters.", field="secret_value")

    @property
    def kept_description(self) -> t.Optional[str]:
        """Return the part of the description that the platform keeps."""
        return None if self.description is None else self.description[:MAX_DESCRIPTION_CHARACTERS]

    @property
    def compares_value(self) -> bool:
        """Return whether the value has to be read to plan."""
        return self.present and self.secret_value is not None and self.update_value == COMPARE

    @property
    def warnings(self) -> t.Tuple[str, ...]:
        """Return what the user should know about the options."""
        found = []
        if self.present and self.secret_value is not None and len(self.secret_value) < _SHORT_VALUE:
            found.append(
                f"The value of {self} has fewer than {_SHORT_VALUE} characters. Ansible hides it wherever it occurs in "
                "the output, even as part of other words."
            )
        return (*found, *self.description_warnings)

    @property
    def description_warnings(self) -> t.Tuple[str, ...]:
        """Return what the user should know about the description."""
        if not self.present or len(self.description or "") <= MAX_DESCRIPTION_CHARACTERS:
            return ()
        return (
            f"The description of {self} is longer than {MAX_DESCRIPTION_CHARACTERS} characters. Only the first "
            f"{MAX_DESCRIPTION_CHARACTERS} are sent.",
        )

    def __str__(self) -> str:
        return display_name("secret", self.secret_name, None)


@dataclasses.dataclass(frozen=True)
class CurrentSecret:
    """What is known about the secret of a task.

    :arg application_id: the application of the task
    :arg secrets: all secrets of that application
    :arg has_value: whether the secret has the desired value; C(None) if that was not compared
    """

    application_id: Id
    secrets: t.Tuple[Secret, ...] = ()
    has_value: t.Optional[bool] = None

    def by_name(self, name: t.Optional[str]) -> t.Optional[Secret]:
        """Return the secret with this name."""
        return next((secret for secret in self.secrets if secret.secret_name == name), None)

    def find(self, desired: DesiredSecret) -> t.Optional[Secret]:
        """Return the secret that exists under its name or, unless it should be absent, under its previous name."""
        previous = self.by_name(desired.renamed_from) if desired.present else None
        return find_existing(self.by_name(desired.secret_name), previous)


@dataclasses.dataclass(frozen=True)
class SecretState:
    """A secret, or its absence.

    :arg value: what a diff says about the value
    :arg label: what to call the secret if it does not exist
    """

    secret: t.Optional[Secret]
    value: str = ""
    label: str = ""

    def as_result(self) -> t.Dict[str, t.Any]:
        """Return the values that the task returns."""
        return {"secret": None if self.secret is None else self.secret.as_result()}

    def diff_sections(self) -> t.Mapping[str, DiffSection]:
        """Return the attributes, one a line; of the value only whether it is set or changed."""
        if self.secret is None:
            return {"attributes": DiffSection.of_lines(f"{self.label} (absent)", ())}
        lines = [f"secret_name: {self.secret.secret_name}", f"description: {self.secret.description}"]
        if self.value:
            lines.append(f"value: {self.value}")
        return {"attributes": DiffSection.of_lines(str(self.secret), lines)}


def plan_secret(current: CurrentSecret, desired: DesiredSecret) -> Plan[SecretState]:
    """Plan one secret.

    :raises VoximplantError: if the desired state cannot be reached
    """
    existing = current.find(desired)
    before = SecretState(existing, label=str(desired))
    if not desired.present:
        deletions = [] if existing is None else [delete_secret(existing)]
        return Plan(before, SecretState(None, label=str(desired)), in_sequence(deletions))
    after, operations = _create(current, desired) if existing is None else _change(existing, current, desired)
    return Plan(before, after, in_sequence(operations), desired.warnings)


def is_secret_name(name: str) -> bool:
    """Return whether the platform accepts a name for a secret."""
    return _NAME.fullmatch(name) is not None


def delete_secret(secret: Secret) -> Operation:
    """Return the operation that deletes a secret (DelSecret)."""
    return _operation("delete", secret, "DelSecret", {"secret_id": secret.secret_id})


def _create(current: CurrentSecret, desired: DesiredSecret) -> t.Tuple[SecretState, t.Tuple[Operation, ...]]:
    """Plan to create the secret (AddSecret)."""
    if desired.secret_value is None:
        raise InputError("A new secret needs a value.", field="secret_value", advice="Set secret_value.")
    _check_name(desired.secret_name)
    secret = Secret(None, desired.secret_name, current.application_id, desired.kept_description or "")
    params = {"secret_name": desired.secret_name, "secret_value": desired.secret_value}
    if secret.description:
        params["description"] = secret.description
    operation = dataclasses.replace(
        _operation("create", secret, "AddSecret", params),
        provides=pending_id("secret", desired.secret_name, current.application_id).key,
        on_conflict=_case_advice(current, desired.secret_name),
    )
    return SecretState(secret, "set"), (operation,)


def _change(
    existing: Secret, current: CurrentSecret, desired: DesiredSecret
) -> t.Tuple[SecretState, t.Tuple[Operation, ...]]:
    """Plan to change what differs (SetSecretInfo)."""
    params: t.Dict[str, t.Any] = {}
    after = existing
    if existing.secret_name != desired.secret_name:
        _check_name(desired.secret_name)
        params["new_secret_name"] = desired.secret_name
        after = dataclasses.replace(after, secret_name=desired.secret_name)
    description = desired.kept_description
    if description is not None and description != existing.description:
        params["description"] = description
        after = dataclasses.replace(after, description=description)
    sets_value = desired.update_value == ALWAYS or (desired.update_value == COMPARE and not current.has_value)
    if desired.secret_value is not None and sets_value:
        params["secret_value"] = desired.secret_value
    if not params:
        return SecretState(existing), ()
    action = "rename" if "new_secret_name" in params else "update"
    operation = _operation(action, after, "SetSecretInfo", {"secret_id": existing.secret_id, **params})
    return SecretState(after, "changed" if "secret_value" in params else ""), (operation,)


def _operation(action: str, secret: Secret, method: str, params: t.Mapping[str, t.Any]) -> Operation:
    params = {"application_id": secret.application_id, **params}
    return Operation(action, "secret", secret.secret_name, method, params, application_id=secret.application_id)


def _check_name(name: str) -> None:
    """Refuse a new name that the platform does not accept."""
    if not is_secret_name(name):
        raise InputError(
            f"secret_name {name!r} is invalid: at most 64 Latin letters, digits and underscores, starting with a "
            "letter.",
            field="secret_name",
        )


def _case_advice(current: CurrentSecret, name: str) -> str:
    """Return advice for a platform that takes names which differ in case only for the same."""
    variants = case_variants((secret.secret_name for secret in current.secrets), name)
    return f"The application has {', '.join(variants)}, which differs only in case." if variants else ""
