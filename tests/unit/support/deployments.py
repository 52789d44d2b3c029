# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Deployments of drawn accounts, for properties, and how to compare an account before and after."""

from __future__ import annotations

from hypothesis import HealthCheck, assume
from hypothesis import strategies as st

from ansible_collections.voximplant.platform.plugins.module_utils._account.desired import DesiredAccount
from ansible_collections.voximplant.platform.plugins.module_utils._account.plan import AccountState
from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import VoximplantError
from ansible_collections.voximplant.platform.plugins.module_utils._plan.operations import Plan
from harness.examples import examples

from .declarations import declarations, deploy, plan_for
from .platform import Platform

THOROUGH = examples(0.4, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
KEYS = (("scenarios", "scenario_id"), ("rules", "rule_id"), ("applications", "application_id"))


def reachable(data: st.DataObject, platform: Platform) -> tuple[DesiredAccount, Plan[AccountState]]:
    """Draw a desired state that has a plan; check that planning writes nothing, whether it has one or not."""
    desired = data.draw(declarations(platform))
    before = platform.snapshot()
    platform.calls.clear()
    try:
        return desired, plan_for(platform, desired)
    except VoximplantError as error:
        assume(error is None)
        raise
    finally:
        assert platform.snapshot() == before
        assert platform.writes == []


def deployed(data: st.DataObject, platform: Platform) -> tuple[DesiredAccount, Platform]:
    """Draw and deploy a desired state, each stage in any order; return it and the account as it was."""
    desired, _plan = reachable(data, platform)
    before = copy_of(platform)
    deploy(platform, desired, lambda operations: data.draw(st.permutations(operations)))
    return desired, before


def copy_of(platform: Platform) -> Platform:
    """Return the account as it is now."""
    copy = Platform()
    copy.content = platform.snapshot()
    return copy


def ids(platform: Platform) -> set[int]:
    """Return the ids of all objects, which are unique in the whole account."""
    return {getattr(row, key) for rows, key in KEYS for row in getattr(platform, rows)}


def names(platform: Platform) -> dict[int, str]:
    """Return the names of all objects by id."""
    return {
        **{row.scenario_id: row.scenario_name for row in platform.scenarios},
        **{row.rule_id: row.rule_name for row in platform.rules},
        **{row.application_id: row.application_name for row in platform.applications},
    }


def bindings(platform: Platform) -> dict[int, set[int]]:
    """Return the ids of the scenarios that each rule runs."""
    return {row.rule_id: set(row.scenario_ids) for row in platform.rules}
