# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Look up the service account keys that declared rules name."""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.errors import error_context
from .._objects.keys import Keys

if t.TYPE_CHECKING:
    from .._api.client import Client
    from .._plan.application import DesiredApplication
    from .._plan.rule import DesiredRule
    from .desired import DesiredAccount


def resolve_keys(client: Client, desired: DesiredAccount) -> DesiredAccount:
    """Return the desired account with ids in place of the names of keys; rules that stay as they are keep theirs.

    :raises VoximplantError: if a key does not exist
    """
    if not desired.present:
        return desired
    keys = Keys(client)

    def resolve_rule(application: DesiredApplication, rule: DesiredRule) -> DesiredRule:
        if rule.bind_key_id is None or not desired.selection.includes_rule(rule.name):
            return rule
        with error_context("rule", f"{application.short_name}/{rule.name}"):
            return dataclasses.replace(rule, bind_key_id=keys.id_of(rule.bind_key_id))

    def resolve(application: DesiredApplication) -> DesiredApplication:
        if application.rules is None:
            return application
        return dataclasses.replace(
            application, rules=tuple(resolve_rule(application, rule) for rule in application.rules)
        )

    return dataclasses.replace(desired, applications=tuple(map(resolve, desired.applications)))
