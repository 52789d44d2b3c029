# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Read the application of a task."""

from __future__ import annotations

import dataclasses
import typing as t

from .._objects.applications import list_applications
from .._objects.models import require_id
from .._objects.phone_numbers import list_phone_numbers
from .._objects.rules import with_rules
from .._objects.scenarios import list_scenarios
from .._objects.secrets import list_secrets
from .._objects.users import list_users
from .._plan.application import CurrentApplication

if t.TYPE_CHECKING:
    from .._api.client import Client
    from .._plan.application import DesiredApplication, Owned


def read_application(client: Client, desired: DesiredApplication) -> CurrentApplication:
    """Read the application of a task, and what goes with it if it should be deleted."""
    current = CurrentApplication.among(list_applications(client), desired)
    if desired.present or current.found is None:
        return current
    application_id = require_id(current.found.application_id)
    found = with_rules(client, current.found)
    content: t.Tuple[Owned, ...] = (
        *list_scenarios(client, application_id),
        *list_phone_numbers(client, {"application_id": application_id}),
        *list_secrets(client, application_id),
        *list_users(client, application_id),
    )
    return dataclasses.replace(current, found=found, content=content)
