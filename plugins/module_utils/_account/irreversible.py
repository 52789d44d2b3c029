# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""What neither a rollback nor a restoration can put back, found before the first write."""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.errors import InputError, list_in_words
from .._objects.concurrency import run_concurrently
from .._objects.keys import list_keys
from .._objects.models import require_id
from .._objects.rules import rule_ids_with_key

if t.TYPE_CHECKING:
    from .._api.client import Client
    from .._plan.operations import Operation
    from .withheld import Withheld


@dataclasses.dataclass(frozen=True)
class Irreversible:
    """What a plan changes for good.

    :arg lost: rules that get another service account key, or whose key goes with them, and deleted users without a
        password
    :arg content: the same of each deleted application, by its short name
    :arg values: secrets whose values change or go: a rollback puts them back, but a backup does not contain them
    """

    lost: t.Tuple[str, ...] = ()
    content: t.Mapping[str, t.Tuple[str, ...]] = dataclasses.field(default_factory=dict)
    values: t.Tuple[str, ...] = ()

    def warnings(self, *, has_backup: bool) -> t.Tuple[str, ...]:
        """Return what to tell before the first write."""
        warnings = [f"This cannot be put back: {list_in_words(self.lost)}."] if self.lost else []
        for name, content in self.content.items():
            named = f"{list_in_words(content)}, and " if content else ""
            warnings.append(
                f"This cannot be put back if application {name} is deleted: {named}whatever else it has that this "
                "collection does not manage."
            )
        if self.values and has_backup:
            warnings.append(f"vox_restore cannot put back the values of secrets: {list_in_words(self.values)}.")
        return tuple(warnings)

    def check(self, *, force_delete: bool) -> None:
        """Refuse to delete an application that a rollback could not make again, unless that is allowed.

        :raises InputError: if there is one
        """
        named = [f"application {name} has {list_in_words(lost)}" for name, lost in self.content.items() if lost]
        if named and not force_delete:
            raise InputError(
                f"Deleting this cannot be undone, and atomic is set: {'; '.join(named)}.",
                field="force_delete",
                advice="Set force_delete to true if that is intended.",
            )


def read_irreversible(client: Client, operations: t.Sequence[Operation], withheld: Withheld) -> Irreversible:
    """Find out what operations change for good; GetKeys, and GetRules for each key and application, if rules go.

    :arg withheld: passwords with which deleted users can be created again
    """
    changed = [rule for rule in operations if rule.method == "SetRuleInfo" and "bind_key_id" in rule.params]
    keyed = _rules_with_keys(client, [rule for rule in operations if rule.method == "DelRule"])
    users = [user for user in operations if user.method == "DelUser"]
    users = [user for user in users if not withheld.user_password(user.application or "", user.name)]
    applications = [application.name for application in operations if application.method == "DelApplication"]
    others = [lost for lost in (*changed, *keyed, *users) if lost.application not in applications]
    return Irreversible(
        tuple(_describe(lost, lost.qualified_name) for lost in others),
        {
            name: tuple(_describe(lost, lost.name) for lost in (*users, *keyed) if lost.application == name)
            for name in applications
        },
        tuple(operation.qualified_name for operation in operations if _loses_value(operation)),
    )


def _describe(operation: Operation, name: str) -> str:
    if operation.object == "user":
        return f"user {name} without a password in user_passwords"
    return f"the service account key of rule {name}"


def _loses_value(operation: Operation) -> bool:
    return operation.method == "DelSecret" or (
        operation.method == "SetSecretInfo" and "secret_value" in operation.params
    )


def _rules_with_keys(client: Client, rules: t.Sequence[Operation]) -> t.List[Operation]:
    """Return those of the deleted rules to which a service account key is bound."""
    if not rules:
        return []
    scopes = dict.fromkeys(require_id(rule.application_id) for rule in rules)
    pairs = [(scope, key_id) for key_id in list_keys(client) for scope in scopes]
    listed = run_concurrently(lambda pair: rule_ids_with_key(client, *pair), pairs, client.limit)
    with_key = {rule_id for rule_ids in listed for rule_id in rule_ids}
    return [rule for rule in rules if rule.params["rule_id"] in with_key]
