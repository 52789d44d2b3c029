# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is read of an application's secrets before planning one of them."""

from __future__ import annotations

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._apply.read_secret import read_secret_state
from ansible_collections.voximplant.platform.plugins.module_utils._objects.secrets import list_secrets
from ansible_collections.voximplant.platform.plugins.module_utils._plan.secret import (
    ALWAYS,
    ON_CREATE,
    CurrentSecret,
    DesiredSecret,
)
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform

LISTED, COMPARED = ["GetSecrets"], ["GetSecrets", "GetSecretValue"]


@pytest.mark.parametrize(
    ("desired", "has_value", "calls"),
    [
        (DesiredSecret("KEY", secret_value="value-2"), True, COMPARED),
        (DesiredSecret("KEY", secret_value="value-1"), False, COMPARED),
        (DesiredSecret("NEW", renamed_from="KEY", secret_value="value-2"), True, COMPARED),
        (DesiredSecret("NEW", secret_value="value-2"), None, LISTED),
        (DesiredSecret("KEY", description="d"), None, LISTED),
        (DesiredSecret("KEY", secret_value="value-2", update_value=ON_CREATE), None, LISTED),
        (DesiredSecret("KEY", secret_value="value-2", update_value=ALWAYS), None, LISTED),
        (DesiredSecret("KEY", secret_value="value-2", present=False), None, LISTED),
    ],
)
def test_read_secret_when_its_value_is_compared_then_it_is_read_and_else_not(
    desired: DesiredSecret, has_value: bool | None, calls: list[str]
) -> None:
    platform = Platform()
    for number in (1, 2):
        platform.add_secret(platform.add_application(f"app-{number}").application_id, "KEY", f"value-{number}")
    application_id = platform.applications[1].application_id
    secrets = list_secrets(platform.client, application_id)
    platform.calls.clear()
    current = read_secret_state(platform.client, application_id, desired)
    assert (current, platform.calls) == (CurrentSecret(application_id, secrets, has_value), calls)
