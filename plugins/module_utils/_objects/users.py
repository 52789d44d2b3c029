# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Read users. Their passwords cannot be read."""

from __future__ import annotations

import typing as t

from .resources import User

if t.TYPE_CHECKING:
    from .._api.client import Client


def list_users(client: Client, application_id: int) -> t.Tuple[User, ...]:
    """Return the users of an application, sorted by id (GetUsers)."""
    rows = client.pages("GetUsers", {"application_id": application_id})
    users = [User.from_row(row, application_id) for row in rows]
    return tuple(sorted(users, key=lambda user: t.cast(int, user.user_id)))
