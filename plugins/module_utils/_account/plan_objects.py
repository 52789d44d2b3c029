# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Plan the secrets, users and phone numbers of each declared application."""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.errors import ConflictError, NotFoundError, error_context
from .._objects.models import Application, Id, require_id, short_name_of
from .._objects.names import compose
from .._objects.resources import PhoneNumber
from .._objects.rules import find_named
from .._plan.application import DesiredApplication
from .._plan.operations import Plan
from .._plan.phone_number import DesiredPhoneNumber, plan_phone_number
from .._plan.secret import CurrentSecret, DesiredSecret, SecretState, plan_secret
from .._plan.user import CurrentUser, DesiredUser, plan_user
from .desired import CurrentAccount, DesiredAccount
from .draft import Draft
from .prune_objects import is_bound_by

RuleIds = t.Mapping[t.Tuple[str, str], Id]
"""Ids of rules by the short name of the application and the composed name that the rule will have."""
_Owners = t.Iterator[t.Tuple[DesiredApplication, Id, t.Optional[Application]]]


def plan_secrets_and_users(
    current: CurrentAccount, desired: DesiredAccount, application_ids: t.Mapping[str, Id], draft: Draft
) -> None:
    """Plan the declared secrets and users; a partial deployment leaves them alone.

    :arg application_ids: ids of the applications that are planned, by short name
    """
    if desired.selection.is_partial:
        return
    for application, application_id, _existing in _owners(current, desired, application_ids):
        name = application.short_name
        key = t.cast(int, application_id)  # a new application has a pending id, under which nothing was read
        secrets = CurrentSecret(application_id, current.secrets.get(key, ()))
        for secret in application.secrets or ():
            with error_context("secret", f"{name}/{secret.secret_name}"):
                plan = _plan_secret(secrets, secret, current.secret_values)
            draft.add(f"secret {name}/{secret.secret_name}", plan, name)
        users = CurrentUser(application_id, current.users.get(key, ()))
        for user in application.users or ():
            with error_context("user", f"{name}/{user.user_name}"):
                _check_password(users, user)
                draft.add(f"user {name}/{user.user_name}", plan_user(users, user), name)


def plan_numbers(
    current: CurrentAccount,
    desired: DesiredAccount,
    application_ids: t.Mapping[str, Id],
    rule_ids: RuleIds,
    draft: Draft,
) -> None:
    """Plan the declared phone numbers.

    :arg application_ids: ids of the applications that are planned, by short name
    :arg rule_ids: ids of the rules that are planned
    """
    numbers = {number.phone_number: number for number in current.phone_numbers or ()}
    declared = [current.application(*application.names) for application in desired.applications]
    declared_ids = {application.application_id for application in declared if application is not None}
    for application, application_id, existing in _owners(current, desired, application_ids):
        name = application.short_name
        for entry in application.phone_numbers or ():
            if not is_bound_by(entry, desired):
                continue
            with error_context("phone_number", f"{name}/{entry.phone_number}"):
                number = _require_number(numbers, entry)
                binding = dataclasses.replace(
                    entry,
                    application_id=application_id,
                    application_name=name,
                    rule_id=_rule_id(name, entry, existing, rule_ids),
                    force=entry.force or number.application_id in declared_ids,
                )
                plan = plan_phone_number(number, binding)
                moves = any(operation.action in ("bind", "unbind") for operation in plan.operations)
                if moves and desired.ignore.phone_number(number):
                    raise ConflictError(
                        f"{number} is bound to an ignored object: application "
                        f"{short_name_of(number.application_name or '')}, rule {number.rule_name or 'none'}.",
                        field="ignore",
                        advice="Remove the object from ignore, or the number from phone_numbers.",
                    )
                draft.add(f"phone_number {name}/{entry.phone_number}", plan, name)


def _owners(current: CurrentAccount, desired: DesiredAccount, application_ids: t.Mapping[str, Id]) -> _Owners:
    """Yield the planned applications with their ids, and as they are if they exist."""
    for application in desired.applications:
        if application.short_name in application_ids:
            yield application, application_ids[application.short_name], current.application(*application.names)


def _plan_secret(state: CurrentSecret, desired: DesiredSecret, values: t.Mapping[int, str]) -> Plan[SecretState]:
    existing = state.find(desired)
    if existing is None and desired.secret_value is None:
        raise NotFoundError(
            "It has no value, and it does not exist in the account.",
            field="secret_values",
            advice="Add its value to secret_values.",
        )
    if existing is not None and desired.compares_value:
        is_same = values.get(require_id(existing.secret_id)) == desired.secret_value
        state = dataclasses.replace(state, has_value=is_same)
    return dataclasses.replace(plan_secret(state, desired), warnings=desired.description_warnings)


def _check_password(state: CurrentUser, desired: DesiredUser) -> None:
    """Refuse a new user without a password."""
    names = (desired.user_name, desired.renamed_from)
    if desired.user_password is None and not any(state.by_name(name) for name in names):
        raise NotFoundError(
            "A new user needs a password.", field="user_passwords", advice="Add its password to user_passwords."
        )


def _require_number(numbers: t.Mapping[str, PhoneNumber], entry: DesiredPhoneNumber) -> PhoneNumber:
    """Return the phone number of the account.

    :raises NotFoundError: if the account does not have it
    """
    if entry.phone_number not in numbers:
        raise NotFoundError(
            "The account does not have this number.",
            field="phone_numbers",
            advice="Buy the number in the control panel first, or check the account.",
        )
    return numbers[entry.phone_number]


def _rule_id(
    application: str, entry: DesiredPhoneNumber, existing: t.Optional[Application], rule_ids: RuleIds
) -> t.Optional[Id]:
    """Return the id of the rule that a number is bound to; C(None) if the entry names none."""
    if entry.rule_name is None:
        return None
    planned = rule_ids.get((application, compose(entry.rule_name)))
    if planned is not None:
        return planned
    rules = () if existing is None else existing.rules or ()
    for rule in find_named(rules, entry.rule_name):
        return rule.rule_id
    raise NotFoundError(f"The application has no rule {entry.rule_name!r}.", field="phone_numbers")
