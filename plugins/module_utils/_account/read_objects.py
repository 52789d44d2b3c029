# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Read the phone numbers, secrets and users that the plan for an account needs, and no others."""

from __future__ import annotations

import dataclasses
import typing as t

from .._objects.models import require_id
from .._objects.phone_numbers import list_phone_numbers
from .._objects.secrets import list_secrets, read_value
from .._objects.users import list_users
from .._plan.secret import CurrentSecret
from .desired import CurrentAccount, DesiredAccount
from .object_records import SecretRecord
from .prune_objects import is_bound_by
from .removals import Removals, removed_ids

if t.TYPE_CHECKING:
    from .._api.client import Client
    from .._objects.concurrency import Workers
    from .._objects.resources import Secret
    from .._plan.application import DesiredApplication
    from .records import History


def read_declared_objects(
    client: Client, current: CurrentAccount, desired: DesiredAccount, pool: Workers
) -> CurrentAccount:
    """Return an account with the objects of the kinds that existing applications declare.

    Each kind is listed once, and each secret with a desired value is read (GetPhoneNumbers, GetSecrets, GetUsers,
    GetSecretValue). Of applications that should be absent, everything is listed.
    """
    if not desired.present:
        return _with_content_of_absent(client, current, desired, pool)
    if _needs_numbers(desired):
        current = _with_numbers(client, current)
    if desired.selection.is_partial:
        return current
    owners = [(application, current.application(*application.names)) for application in desired.applications]
    existing = [(found, require_id(owner.application_id)) for found, owner in owners if owner is not None]
    secrets = [application_id for found, application_id in existing if found.secrets is not None]
    users = [application_id for found, application_id in existing if found.users is not None]
    current = _with_content(client, current, secrets, users, pool)
    compared = [
        secret for found, application_id in existing for secret in _secrets_to_compare(current, found, application_id)
    ]
    return _with_values(client, current, compared, pool)


def read_removed_objects(
    client: Client, current: CurrentAccount, removals: Removals, pool: Workers, *, with_values: bool
) -> CurrentAccount:
    """Return an account with what deleted applications contain, and the numbers that may use deleted rules.

    :arg with_values: read the values of deleted secrets, too
    """
    applications = removed_ids(removals, "DelApplication", "application_id")
    if (applications or removals.rule_ids) and current.phone_numbers is None:
        current = _with_numbers(client, current)
    secrets = [application_id for application_id in applications if application_id not in current.secrets]
    users = [application_id for application_id in applications if application_id not in current.users]
    current = _with_content(client, current, sorted(secrets), sorted(users), pool)
    if not with_values:
        return current
    removed = removed_ids(removals, "DelSecret", "secret_id")
    lost = [
        secret
        for application_id, found in current.secrets.items()
        for secret in found
        if application_id in applications or secret.secret_id in removed
    ]
    return _with_values(client, current, lost, pool)


def read_written_objects(
    client: Client, current: CurrentAccount, history: History, created: t.Sequence[int], pool: Workers
) -> CurrentAccount:
    """Return an account with the objects of the kinds that were written, and the values of secrets that were.

    :arg created: ids of applications that did not exist before: what they contain is always read
    """
    written = {kind: [key for key in history.keys if key[0] == kind] for kind in ("phone_number", "secret", "user")}
    creates_rules = any(key[0] == "rule" and history.first(key) is None for key in history.keys)
    if written["phone_number"] or created or creates_rules:  # a number may have been bound to a rule that is to go
        current = _with_numbers(client, current)
    existing = {require_id(application.application_id) for application in current.applications}

    def owners(kind: str) -> t.List[int]:
        scopes = {getattr(state, "application_id", None) for key in written[kind] for state in history.states(key)}
        return sorted(existing & ({*created} | {scope for scope in scopes if isinstance(scope, int)}))

    current = _with_content(client, current, owners("secret"), owners("user"), pool)
    states = [state for key in written["secret"] for state in history.states(key)]
    names = {state.name for state in states if isinstance(state, SecretRecord) and state.value is not None}
    changed = [secret for secrets in current.secrets.values() for secret in secrets if secret.secret_name in names]
    return _with_values(client, current, changed, pool)


def names_rules(application: DesiredApplication) -> bool:
    """Return whether a declared phone number is bound to a rule."""
    return any(entry.rule_name is not None for entry in application.phone_numbers or ())


def _needs_numbers(desired: DesiredAccount) -> bool:
    """Return whether an application declares phone numbers; for a partial deployment, some that it binds."""
    if not desired.selection.is_partial:
        return any(application.phone_numbers is not None for application in desired.applications)
    entries = (entry for application in desired.applications for entry in application.phone_numbers or ())
    return any(is_bound_by(entry, desired) for entry in entries)


def _with_numbers(client: Client, current: CurrentAccount) -> CurrentAccount:
    return dataclasses.replace(current, phone_numbers=list_phone_numbers(client, {}))


def _with_content(
    client: Client, current: CurrentAccount, secrets: t.Sequence[int], users: t.Sequence[int], pool: Workers
) -> CurrentAccount:
    """Return an account with the secrets and users of these applications."""
    listed_secrets = pool.map(lambda application_id: list_secrets(client, application_id), secrets)
    listed_users = pool.map(lambda application_id: list_users(client, application_id), users)
    return dataclasses.replace(
        current,
        secrets={**current.secrets, **dict(zip(secrets, listed_secrets))},
        users={**current.users, **dict(zip(users, listed_users))},
    )


def _secrets_to_compare(
    current: CurrentAccount, desired: DesiredApplication, application_id: int
) -> t.Iterator[Secret]:
    """Yield the secrets whose values are compared."""
    state = CurrentSecret(application_id, current.secrets.get(application_id, ()))
    for secret in desired.secrets or ():
        existing = state.find(secret) if secret.compares_value else None
        if existing is not None:
            yield existing


def _with_content_of_absent(
    client: Client, current: CurrentAccount, desired: DesiredAccount, pool: Workers
) -> CurrentAccount:
    """Return an account with all that declared applications contain: what is ignored keeps an application.

    A partial deletion keeps all applications; only the phone numbers matter to it, which can keep a rule.
    """
    owners = [current.application(application.application_name) for application in desired.applications]
    existing = [require_id(owner.application_id) for owner in owners if owner is not None]
    if not existing or (desired.selection.is_partial and not _selects_rules(desired)):
        return current
    current = _with_numbers(client, current)
    return current if desired.selection.is_partial else _with_content(client, current, existing, existing, pool)


def _selects_rules(desired: DesiredAccount) -> bool:
    """Return whether a partial deployment selects a declared rule, or the rule of a declared number."""
    rules = (rule for application in desired.applications for rule in application.rules or ())
    return any(desired.selection.includes_rule(rule.name) for rule in rules) or _needs_numbers(desired)


def _with_values(client: Client, current: CurrentAccount, secrets: t.Sequence[Secret], pool: Workers) -> CurrentAccount:
    """Return an account with the values of these secrets."""
    values = pool.map(lambda secret: read_value(client, secret), secrets)
    read = {require_id(secret.secret_id): value for secret, value in zip(secrets, values)}
    return dataclasses.replace(current, secret_values={**current.secret_values, **read})
