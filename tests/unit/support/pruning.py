# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An account of which a part is declared, and what goes when that is deployed."""

from __future__ import annotations

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.desired import (
    PRUNABLE,
    DesiredAccount,
    Prune,
    Selection,
)
from ansible_collections.voximplant.platform.plugins.module_utils._plan.application import DesiredApplication
from ansible_collections.voximplant.platform.plugins.module_utils._plan.rule import DesiredRule
from ansible_collections.voximplant.platform.plugins.module_utils._plan.scenario import DesiredScenario
from ansible_collections.voximplant.platform.tests.unit.support.declarations import (
    deploy,
    running,
)
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform

ALL = Prune(frozenset(PRUNABLE), limit=99)


@pytest.fixture
def platform() -> Platform:
    """Return an account: support runs a and b by day and n by night; lost runs z."""
    platform = Platform()
    support, lost = platform.add_application("support"), platform.add_application("lost")
    a, b, n, z = (platform.add_scenario(name) for name in "abnz")
    platform.add_rule("day", support, a, b)
    platform.add_rule("night", support, n)
    platform.add_rule("only", lost, z)
    return platform


def declared(
    *rules: DesiredRule, prune: Prune = ALL, selection: Selection | None = None, scenarios: tuple[str, ...] = ()
) -> DesiredAccount:
    """Return an account that declares the application support with these rules."""
    return DesiredAccount(
        tuple(map(DesiredScenario, scenarios)),
        (DesiredApplication("support", rules=rules),),
        selection or Selection(),
        prune,
    )


def removed(platform: Platform, account: DesiredAccount) -> list[str]:
    """Deploy, and return what is deleted, in order."""
    return [
        f"{operation.object} {operation.name}"
        for operation in deploy(platform, account).operations
        if operation.action == "delete"
    ]


DAY = DesiredRule("day", rule_pattern=".*", bindings=running())
