# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""What neither a roll-back nor a restoration can put back, found before the first write."""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.errors import InputError
from .._objects.concurrency import run_concurrently
from .._objects.keys import list_keys
from .._objects.models import require_id
from .._objects.phone_numbers import list_phone_numbers
from .._objects.rules import rule_ids_with_key
from .._objects.secrets import list_secrets
from .._objects.users import list_users

if t.TYPE_CHECKING:
    from .._api.call_limit import WorkerCount
    from .._api.client import Client
    from .._plan.operations import Operation

_MOST_NAMED = 10


@dataclasses.dataclass(frozen=True)
class Irreversible:
    """What a plan changes for good.

    :arg keys: names of the rules that get another service account key, or whose key goes with them
    :arg content: what goes with each deleted application, by its short name
    """

    keys: t.Tuple[str, ...] = ()
    content: t.Mapping[str, t.Tuple[str, ...]] = dataclasses.field(default_factory=dict)

    def warnings(self) -> t.Tuple[str, ...]:
        """Return what to tell before the first write."""
        lost = [f"the service account key of rule {name}" for name in self.keys]
        warnings = [f"This cannot be put back: {_enumerate(lost)}."] if lost else []
        for name, content in self.content.items():
            named = f"{_enumerate(content)}, and " if content else ""
            warnings.append(
                f"This cannot be put back if application {name} is deleted: {named}whatever else it has that this "
                "collection does not manage."
            )
        return tuple(warnings)

    def check(self, *, force_delete: bool) -> None:
        """Refuse to delete an application that a roll-back could not make again, unless that is allowed.

        :raises InputError: if there is one
        """
        named = [f"application {name} has {_enumerate(content)}" for name, content in self.content.items() if content]
        if named and not force_delete:
            raise InputError(
                f"Deleting this cannot be undone, and atomic is set: {'; '.join(named)}.",
                field="force_delete",
                advice="Set force_delete to true if that is intended.",
            )


def read_irreversible(client: Client, operations: t.Sequence[Operation], workers: WorkerCount) -> Irreversible:
    """Find out what operations change for good.

    GetUsers, GetSecrets and GetPhoneNumbers for each application that is deleted; GetKeys, and GetRules for each key
    and application, if rules are deleted.
    """
    keyed = _rules_with_keys(client, [found for found in operations if found.method == "DelRule"], workers)
    applications = [found for found in operations if found.method == "DelApplication"]
    listed = run_concurrently(lambda found: _content_of(client, found.params["application_id"]), applications, workers)
    content = {}
    for application, held in zip(applications, listed):
        own = [rule for rule in keyed if rule.application_id == application.params["application_id"]]
        keyed = [rule for rule in keyed if rule not in own]
        content[application.name] = (*held, *(f"the service account key of rule {rule.name}" for rule in own))
    changed = [found for found in operations if found.method == "SetRuleInfo" and "bind_key_id" in found.params]
    return Irreversible(tuple(rule.display_name for rule in (*changed, *keyed)), content)


def _content_of(client: Client, application_id: int) -> t.Tuple[str, ...]:
    """Return the users, secrets and phone numbers of an application."""
    numbers = list_phone_numbers(client, {"application_id": application_id})
    found = (*list_users(client, application_id), *list_secrets(client, application_id), *numbers)
    return tuple(map(str, found))


def _rules_with_keys(client: Client, rules: t.Sequence[Operation], workers: WorkerCount) -> t.List[Operation]:
    """Return those of the deleted rules to which a service account key is bound."""
    if not rules:
        return []
    scopes = dict.fromkeys(require_id(rule.application_id) for rule in rules)
    pairs = [(scope, key_id) for key_id in list_keys(client) for scope in scopes]
    listed = run_concurrently(lambda pair: rule_ids_with_key(client, *pair), pairs, workers)
    with_key = {rule_id for rule_ids in listed for rule_id in rule_ids}
    return [rule for rule in rules if rule.params["rule_id"] in with_key]


def _enumerate(names: t.Sequence[str]) -> str:
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return f"{', '.join(names[:_MOST_NAMED])}{more}"
