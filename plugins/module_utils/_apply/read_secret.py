# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Read the secrets of a task's application."""

from __future__ import annotations

import dataclasses
import typing as t

from .._objects.secrets import list_secrets, read_value
from .._plan.secret import CurrentSecret

if t.TYPE_CHECKING:
    from .._api.client import Client
    from .._plan.secret import DesiredSecret


def read_secret_state(client: Client, application_id: int, desired: DesiredSecret) -> CurrentSecret:
    """Read the secrets of a task's application, and whether the task's secret has the desired value."""
    current = CurrentSecret(application_id, list_secrets(client, application_id))
    existing = current.find(desired) if desired.compares_value else None
    if existing is None:
        return current
    is_same = read_value(client, existing) == desired.secret_value
    return dataclasses.replace(current, has_value=is_same)
