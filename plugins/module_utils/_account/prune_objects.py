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
from .._objects.resources import PhoneNumber, Secret, User
from .._plan.application import DesiredApplication
from .._plan.phone_number import PhoneNumberEntry
from .desired import CurrentAccount, DesiredAccount
from .records import Key
from .removals import Removal, Removals, remove_number, remove_secret, remove_user, removed_ids


@dataclasses.dataclass(frozen=True)
class Owned:
    """A phone number, secret or user of an application.

    :arg kind: as in C(PRUNABLE)
    """

    kind: str
    application: Application
    item: t.Union[PhoneNumber, Secret, User]

    @property
    def name(self) -> str:
        """Return the name, or the digits of a number."""
        item = self.item
        if isinstance(item, PhoneNumber):
            return item.phone_number
        return item.secret_name if isinstance(item, Secret) else item.user_name

    @property
    def key(self) -> Key:
        """Return the key of the object's record."""
        item = self.item
        if isinstance(item, PhoneNumber):
            return "phone_number", item.phone_id
        return (
            ("secret", require_id(item.secret_id)) if isinstance(item, Secret) else ("user", require_id(item.user_id))
        )

    def is_ignored(self, desired: DesiredAccount) -> bool:
        """Return whether the project ignores the object."""
        item = self.item
        if isinstance(item, PhoneNumber):
            return desired.ignore.phone_number(item)
        if isinstance(item, Secret):
            return desired.ignore.secret(self.application, item)
        return desired.ignore.user(self.application, item)

    def removal(self) -> Removal:
        """Plan the deletion of the object; a number is unbound."""
        item = self.item
        if isinstance(item, PhoneNumber):
            return remove_number(self.application, item)
        return (
            remove_secret(self.application, item) if isinstance(item, Secret) else remove_user(self.application, item)
        )

    def __str__(self) -> str:
        return str(self.item)


def content_of(current: CurrentAccount, application: Application) -> t.List[Owned]:
    """Return the phone numbers, secrets and users of an application, as far as they were read."""
    application_id = require_id(application.application_id)
    return [
        *(Owned("phone_numbers", application, number) for number in current.numbers_of(application_id)),
        *(Owned("secrets", application, secret) for secret in current.secrets.get(application_id, ())),
        *(Owned("users", application, user) for user in current.users.get(application_id, ())),
    ]


def undeclared_objects(current: CurrentAccount, desired: DesiredAccount) -> t.List[Owned]:
    """Return what the declared applications contain besides what they declare, of the kinds that they declare."""
    found: t.List[Owned] = []
    if desired.selection.is_partial:
        return found
    for declared in desired.applications:
        application = current.application(*declared.names)
        if application is None:
            continue
        names = _declared_names(declared, desired)
        found += [
            owned
            for owned in content_of(current, application)
            if owned.kind in names and owned.name not in names[owned.kind] and not owned.is_ignored(desired)
        ]
    return found


def content_to_remove(
    current: CurrentAccount, desired: DesiredAccount, removed: t.Iterable[Application]
) -> t.List[Owned]:
    """Return the phone numbers, secrets and users that go with deleted applications, as far as they were read."""
    moved = _bound_numbers(desired) if desired.present else frozenset()
    content = [owned for application in removed for owned in content_of(current, application)]
    return [owned for owned in content if owned.name not in moved or owned.kind != "phone_numbers"]


def declared_content(current: CurrentAccount, desired: DesiredAccount, kept: t.Iterable[Application]) -> t.List[Owned]:
    """Return what these applications contain that is declared, and not ignored."""
    content = [owned for application in kept for owned in content_of(current, application)]
    return [owned for owned in content if _is_declared(owned, desired) and not owned.is_ignored(desired)]


def check_content(current: CurrentAccount, desired: DesiredAccount, removals: Removals) -> None:
    """Refuse to delete applications with phone numbers, secrets and users that are not declared.

    :raises InputError: if some of them are not in C(prune)
    """
    ids = removed_ids(removals, "DelApplication", "application_id")
    removed = [application for application in current.applications if application.application_id in ids]
    kept = [owned for owned in content_to_remove(current, desired, removed) if not _may_go(owned, desired)]
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
            warnings.append(f"{rule} is not deleted: {number} is bound to it.")
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
                return is_moved or entry.rule_name not in (None, rule.rule_name)
    return False


def is_bound_by(entry: PhoneNumberEntry, desired: DesiredAccount) -> bool:
    """Return whether a deployment binds a declared number: a partial one only with its rule."""
    selection = desired.selection
    return not selection.is_partial or (entry.rule_name is not None and selection.includes_rule(entry.rule_name))


def _bound_numbers(desired: DesiredAccount) -> t.FrozenSet[str]:
    entries = (entry for application in desired.applications for entry in application.phone_numbers or ())
    return frozenset(entry.phone_number for entry in entries if is_bound_by(entry, desired))


def _declared_names(application: DesiredApplication, desired: DesiredAccount) -> t.Dict[str, t.Set[t.Optional[str]]]:
    """Return the names that an application declares, by the kinds that it declares; a number can be another's."""
    names: t.Dict[str, t.Set[t.Optional[str]]] = {}
    if application.phone_numbers is not None:
        numbers = [entry for found in desired.applications for entry in found.phone_numbers or ()]
        names["phone_numbers"] = {entry.phone_number for entry in numbers}
    if application.secrets is not None:
        secrets = application.secrets
        names["secrets"] = {name for secret in secrets for name in (secret.secret_name, secret.renamed_from)}
    if application.users is not None:
        names["users"] = {name for user in application.users for name in (user.user_name, user.renamed_from)}
    return names


def _may_go(owned: Owned, desired: DesiredAccount) -> bool:
    if owned.is_ignored(desired):
        return False
    return _is_declared(owned, desired) or desired.prune.includes(owned.kind, owned.name)


def _is_declared(owned: Owned, desired: DesiredAccount) -> bool:
    declared = desired.application(owned.application.application_name)
    return declared is not None and owned.name in _declared_names(declared, desired).get(owned.kind, ())
