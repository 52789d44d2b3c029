# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Phone numbers, secrets and users as in a manifest: names, and never values or passwords."""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.errors import NotPermittedError, VoximplantError
from .._objects.models import require_id
from .._objects.phone_numbers import list_phone_numbers
from .._objects.resources import PhoneNumber, Secret, User
from .._objects.secrets import list_secrets
from .._objects.users import list_users
from .._plan.secret import is_secret_name
from .._plan.user import is_user_name

if t.TYPE_CHECKING:
    from .._api.client import Client
    from .._objects.concurrency import Workers
    from .._objects.models import Application

Entry = t.Dict[str, t.Any]
Found = t.TypeVar("Found")

_AUTHORIZATION_FAILED = 100


@dataclasses.dataclass(frozen=True)
class Content:
    """What applications contain besides rules and scenarios, by the ids of the applications.

    :arg refusals: why a kind could not be read: the first error by the key of the manifest
    """

    phone_numbers: t.Tuple[PhoneNumber, ...] = ()
    secrets: t.Mapping[int, t.Tuple[Secret, ...]] = dataclasses.field(default_factory=dict)
    users: t.Mapping[int, t.Tuple[User, ...]] = dataclasses.field(default_factory=dict)
    refusals: t.Mapping[str, VoximplantError] = dataclasses.field(default_factory=dict)

    def entries(self, application: Application) -> Entry:
        """Return the lists of an application that were read and are not empty, sorted by name."""
        application_id = require_id(application.application_id)
        numbers = [number for number in self.phone_numbers if number.application_id == application_id]
        secrets = [found for found in self.secrets.get(application_id, ()) if is_secret_name(found.secret_name)]
        users = [found for found in self.users.get(application_id, ()) if is_user_name(found.user_name)]
        lists = {
            "phone_numbers": [_number(found) for found in sorted(numbers, key=lambda found: found.phone_number)],
            "secrets": [_secret(found) for found in sorted(secrets, key=lambda found: found.secret_name)],
            "users": [_user(found) for found in sorted(users, key=lambda found: found.user_name)],
        }
        return {kind: entries for kind, entries in lists.items() if entries and kind not in self.refusals}

    def warnings(self) -> t.Iterator[str]:
        """Yield warnings about kinds that could not be read, and about names that are not valid in a manifest."""
        for kind, refusal in self.refusals.items():
            yield (
                f"The export leaves out {kind.replace('_', ' ')}, which these credentials cannot read: {refusal.text}"
            )
        names = [found.secret_name for secrets in self.secrets.values() for found in secrets]
        odd = [f"secret {name!r}" for name in names if not is_secret_name(name)]
        names = [found.user_name for users in self.users.values() for found in users]
        odd += [f"user {name!r}" for name in names if not is_user_name(name)]
        if odd:
            yield f"The manifest leaves out objects whose names are not valid in a manifest: {', '.join(odd)}."


def read_content(client: Client, applications: t.Sequence[Application], workers: Workers) -> Content:
    """Read what applications contain (GetPhoneNumbers, GetSecrets, GetUsers); values of secrets are not read.

    :raises VoximplantError: if anything cannot be read for another reason than missing permissions
    """
    ids = [require_id(application.application_id) for application in applications]
    secrets = workers.map(lambda application_id: _try_list(lambda: list_secrets(client, application_id)), ids)
    users = workers.map(lambda application_id: _try_list(lambda: list_users(client, application_id)), ids)
    numbers, numbers_refusal = _try_list(lambda: list_phone_numbers(client, {})) if ids else ((), None)
    secrets_by_id, users_by_id = dict(zip(ids, secrets)), dict(zip(ids, users))
    refusals = {
        "phone_numbers": [numbers_refusal],
        "secrets": [refusal for _found, refusal in secrets_by_id.values()],
        "users": [refusal for _found, refusal in users_by_id.values()],
    }
    return Content(
        numbers,
        {application_id: found for application_id, (found, _refusal) in secrets_by_id.items()},
        {application_id: found for application_id, (found, _refusal) in users_by_id.items()},
        {kind: refusal for kind, listed in refusals.items() for refusal in listed[::-1] if refusal is not None},
    )


def _try_list(
    list_objects: t.Callable[[], t.Tuple[Found, ...]],
) -> t.Tuple[t.Tuple[Found, ...], t.Optional[VoximplantError]]:
    """Return the objects, or the error if the credentials may not read them."""
    try:
        return list_objects(), None
    except VoximplantError as error:
        # The same credentials have listed the applications, so code 100 is about their role as well.
        if isinstance(error, NotPermittedError) or error.code == _AUTHORIZATION_FAILED:
            return (), error
        raise


def _number(number: PhoneNumber) -> Entry:
    entry: Entry = {"number": number.phone_number}
    if number.rule_name is not None:
        entry["rule"] = number.rule_name
    return {
        **entry,
        "sms_enabled": number.is_sms_enabled,
        "incoming_sms_callback_url": number.incoming_sms_callback_url,
    }


def _secret(secret: Secret) -> t.Union[str, Entry]:
    if not secret.description:
        return secret.secret_name
    return {"name": secret.secret_name, "description": secret.description}


def _user(user: User) -> Entry:
    display_name = {"display_name": user.user_display_name} if user.user_display_name else {}
    return {
        "name": user.user_name,
        **display_name,
        "active": user.user_active,
        "parent_accounting": user.parent_accounting,
        "custom_data": user.user_custom_data,
    }
