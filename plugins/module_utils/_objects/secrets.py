# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Read secrets. Values are only compared, and never part of what is returned to a user."""

from __future__ import annotations

import typing as t

from .models import require_id
from .resources import Secret

if t.TYPE_CHECKING:
    from .._api.client import Client


def list_secrets(client: Client, application_id: int) -> t.Tuple[Secret, ...]:
    """Return the secrets of an application without their values, sorted by id (GetSecrets)."""
    rows = client.pages("GetSecrets", {"application_id": application_id})
    secrets = [Secret.from_row(row, application_id) for row in rows]
    return tuple(sorted(secrets, key=lambda secret: t.cast(int, secret.secret_id)))


def read_value(client: Client, secret: Secret) -> str:
    """Return the value of a secret (GetSecretValue)."""
    ids = {"application_id": require_id(secret.application_id), "secret_id": require_id(secret.secret_id)}
    return client.call("GetSecretValue", ids).text("secret_value", "")
