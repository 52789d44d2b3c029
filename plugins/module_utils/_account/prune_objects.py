# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Find phone numbers, secrets and users that are not declared, and what goes with a deleted application."""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.errors import InputError
from .._objects.models import Application, Rule, require_id
from .._objects.names import is_same_name
from .._objects.resources import PhoneNumber
from .._plan.application import DesiredApplication
from .._plan.phone_number import DesiredPhoneNumber
from .desired import CurrentAccount, DesiredAccount
from .records import Key
from .removals import Removal, Removals, remove_number, remove_secret, remove_user, removed_ids, rule_title


@dataclasses.dataclass(frozen=True)
class OwnedObject:
    """A phone number, secret or user of an application.

    :arg kind: as in C(PRUNABLE)
    :arg title: what messages call the object
    :arg name: the name, or the digits of a number
    :arg key: key of the object's record
    :arg is_ignored: whether the project ignores the object
    :arg removal: the deletion of the object; a number is unbound
    """

    kind: str
    application: Application
    title: str
    name: str
    key: Key
    is_ignored: bool
    removal: Removal

    def __str__(self) -> str:
        return self.title


def content_of(current: CurrentAccount, desired: DesiredAccount, application: Application) -> t.List[OwnedObject]:
    """Return the phone numbers, secrets and users of an application that were read."""
    application_id = require_id(application.application_id)
    ignore = desired.ignore
    found = []
    for number in current.numbers_of(application_id):
        name, key = number.phone_number, ("phone_number", number.phone_id)
        is_ignored, removal = ignore.phone_number(number), remove_number(application, number)
        found.append(OwnedObject("phone_numbers", application, str(number), name, key, is_ignored, removal))
    for secret in current.secrets.get(application_id, ()):
        name, key = secret.secret_name, ("secret", require_id(secret.secret_id))
        is_ignored, removal = ignore.secret(application, secret), remove_secret(application, secret)
        found.append(OwnedObject("secrets", application, str(secret), name, key, is_ignored, removal))
    for user in current.users.get(application_id, ()):
        name, key = user.user_name, ("user", require_id(user.user_id))
        is_ignored, removal = ignore.user(application, user), remove_user(application, user)
        found.append(OwnedObject("users", application, str(user), name, key, is_ignored, removal))
    return found


def undeclared_objects(current: CurrentAccount, desired: DesiredAccount) -> t.List[OwnedObject]:
    """Return what the declared applications contain besides what they declare, of the kinds that they declare."""
    found: t.List[OwnedObject] = []
    if desired.selection.is_partial:
        return found
    for declared in desired.applications:
        application = current.application(*declared.names)
        if application is None:
            continue
        names = _declared_names(declared, desired)
        found += [
            owned
            for owned in content_of(current, desired, application)
            if owned.kind in names and owned.name not in names[owned.kind] and not owned.is_ignored
        ]
    return found


def content_to_remove(
    current: CurrentAccount, desired: DesiredAccount, removed: t.Iterable[Application]
) -> t.List[OwnedObject]:
    """Return the phone numbers, secrets and users that were read and go with deleted applications."""
    moved = _bound_numbers(desired) if desired.present else frozenset()
    content = [owned for application in removed for owned in content_of(current, desired, application)]
    return [owned for owned in content if owned.name not in moved or owned.kind != "phone_numbers"]


def declared_content(
    current: CurrentAccount, desired: DesiredAccount, kept: t.Iterable[Application]
) -> t.List[OwnedObject]:
    """Return what these applications contain that is declared, and not ignored."""
    content = [owned for application in kept for owned in content_of(current, desired, application)]
    return [owned for owned in content if _is_declared(owned, desired) and not owned.is_ignored]


def check_content(current: CurrentAccount, desired: DesiredAccount, removals: Removals) -> None:
    """Refuse to delete applications with phone numbers, secrets and users that are not declared.

    :raises InputError: if some of them are not in C(prune)
    """
    ids = removed_ids(removals, "DelApplication", "application_id")
    removed = [application for application in current.applications if application.application_id in ids]
    kept = [owned for owned in content_to_remove(current, desired, removed) if not _may_be_removed(owned, desired)]
    if kept:
        kinds = dict.fromkeys(owned.kind for owned in kept)
        raise InputError(
            f"Deleting {', '.join(map(str, removed))} would delete or unbind {', '.join(map(str, kept))} as well.",
            field="prune",
            advice=f"Add {', '.join(kinds)} to prune if that is intended.",
        )


def unused_rules(
    current: CurrentAccount,
    desired: DesiredAccount,
    rules: t.Iterable[t.Tuple[Application, Rule]],
    unbound: t.Collection[Key],
) -> t.Tuple[t.List[t.Tuple[Application, Rule]], t.List[str]]:
    """Return the rules that no phone number will use, and a warning for each other one, which is not deleted.

    :arg unbound: keys of the phone numbers that are unbound
    """
    unused, warnings = [], []
    for application, rule in rules:
        number = _number_that_stays(current, desired, rule, unbound)
        if number is None:
            unused.append((application, rule))
        else:
            warnings.append(f"{rule_title(application, rule)} is not deleted: {number} is bound to it.")
    return unused, warnings


def _number_that_stays(
    current: CurrentAccount, desired: DesiredAccount, rule: Rule, unbound: t.Collection[Key]
) -> t.Optional[PhoneNumber]:
    """Return a phone number that stays bound to a rule."""
    bound = (number for number in current.phone_numbers or () if number.rule_id == rule.rule_id)
    staying = (number for number in bound if ("phone_number", number.phone_id) not in unbound)
    return next((number for number in staying if not _leaves(current, desired, number, rule)), None)


def _leaves(current: CurrentAccount, desired: DesiredAccount, number: PhoneNumber, rule: Rule) -> bool:
    """Return whether the project binds a number to another rule or application."""
    for application in desired.applications if desired.present else ():
        for entry in application.phone_numbers or ():
            if entry.phone_number == number.phone_number and is_bound_by(entry, desired):
                owner = current.application(*application.names)
                is_moved = owner is None or owner.application_id != number.application_id
                is_bound_elsewhere = entry.rule_name is not None and not is_same_name(entry.rule_name, rule.rule_name)
                return is_moved or is_bound_elsewhere
    return False


def is_bound_by(entry: DesiredPhoneNumber, desired: DesiredAccount) -> bool:
    """Return whether a deployment binds a declared number: a partial one only with its rule."""
    selection = desired.selection
    return not selection.is_partial or (entry.rule_name is not None and selection.includes_rule(entry.rule_name))


def _bound_numbers(desired: DesiredAccount) -> t.FrozenSet[str]:
    entries = (entry for application in desired.applications for entry in application.phone_numbers or ())
    return frozenset(entry.phone_number for entry in entries if is_bound_by(entry, desired))


def _declared_names(application: DesiredApplication, desired: DesiredAccount) -> t.Dict[str, t.Set[t.Optional[str]]]:
    """Return the names that an application declares, by the kinds that it declares; a number can be another's.

    The previous names do not count where the objects should be absent.
    """
    names: t.Dict[str, t.Set[t.Optional[str]]] = {}
    if application.phone_numbers is not None:
        names["phone_numbers"] = {*_bound_numbers(desired)}
    if application.secrets is not None:
        names["secrets"] = {secret.secret_name for secret in application.secrets}
        names["secrets"] |= {secret.renamed_from for secret in application.secrets if desired.present}
    if application.users is not None:
        names["users"] = {user.user_name for user in application.users}
        names["users"] |= {user.renamed_from for user in application.users if desired.present}
    return names


def _may_be_removed(owned: OwnedObject, desired: DesiredAccount) -> bool:
    """Return whether an object may go with its application; one with ignored objects is not deleted at all."""
    return _is_declared(owned, desired) or desired.prune.includes(owned.kind, owned.name)


def _is_declared(owned: OwnedObject, desired: DesiredAccount) -> bool:
    declared = desired.application(owned.application.application_name)
    return declared is not None and owned.name in _declared_names(declared, desired).get(owned.kind, ())
