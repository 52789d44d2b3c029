# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How much a restoration may remove, and how long it waits for an account that keeps changing."""

from __future__ import annotations

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.records import History
from ansible_collections.voximplant.platform.plugins.module_utils._account.restore import (
    check_limit,
    read_still_records,
)
from ansible_collections.voximplant.platform.plugins.module_utils._api.client import Client
from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import InputError, TransientError
from ansible_collections.voximplant.platform.plugins.module_utils._plan.operations import Operation
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform

from ..support.ways_back import op

DELETE = op("delete rule 1202", "DelRule", {"rule_id": 21})
UNBIND = op("unbind phone_number 1202", "BindPhoneNumberToApplication", {"phone_id": 71, "bind": False})
BIND = op("bind phone_number 1202", "BindPhoneNumberToApplication", {"phone_id": 71, "bind": True})
UNBIND_SCENARIOS = op("unbind rule 1202", "BindScenario", {"rule_id": 21, "scenario_id": (11, 12), "bind": False})
BIND_SCENARIOS = op("bind rule 1202", "BindScenario", {"rule_id": 21, "scenario_id": (13,), "bind": True})
OTHERS = (op("create rule in", "AddRule", {}), op("update rule out", "SetRuleInfo", {"rule_id": 22}))


@pytest.mark.parametrize(
    ("operations", "count", "names"),
    [
        ([DELETE], 1, "delete rule sales/1202"),
        ([UNBIND], 1, "unbind phone_number sales/1202"),
        ([UNBIND, BIND_SCENARIOS], 1, "unbind phone_number sales/1202"),
        ([UNBIND, BIND, DELETE], 1, "delete rule sales/1202"),  # the number is bound elsewhere
        ([UNBIND_SCENARIOS, BIND], 2, "unbind rule sales/1202"),
        ([DELETE, UNBIND_SCENARIOS], 3, "delete rule sales/1202, unbind rule sales/1202"),
    ],
)
def test_limit_when_more_would_be_removed_then_all_of_that_is_named(
    operations: list[Operation], count: int, names: str
) -> None:
    check_limit([*OTHERS, *operations], count)
    with pytest.raises(InputError) as refusal:
        check_limit([*OTHERS, *operations], count - 1)
    assert (refusal.value.text, refusal.value.field, refusal.value.advice) == (
        f"{count} objects would be deleted or unbound, and prune_limit is {count - 1}: {names}.",
        "prune_limit",
        "Raise prune_limit if that is intended.",
    )


def test_limit_when_a_number_only_moves_then_nothing_is_removed() -> None:
    check_limit([*OTHERS, UNBIND, BIND], 0)


def pauses_of(platform: Platform, changes: int) -> tuple[Client, list[float]]:
    """Return a client of an account to which a scenario is added in each of its first pauses, and all its pauses."""
    client = platform.client
    sleep = client.sleep
    pauses: list[float] = []

    def sleep_and_change(seconds: float) -> None:
        sleep(seconds)
        pauses.append(seconds)
        if len(pauses) <= changes:
            platform.add_scenario(f"scenario {len(pauses)}")

    client.sleep = sleep_and_change
    return client, pauses


@pytest.mark.parametrize("changes", [0, 1, 11])
def test_account_when_it_changes_then_it_is_read_until_it_has_been_still_for_5_seconds(changes: int) -> None:
    platform = Platform()
    client, pauses = pauses_of(platform, changes)
    records = read_still_records(client, History({}))
    assert {key for _kind, key in records} == {row.scenario_id for row in platform.scenarios}
    assert (len(records), pauses) == (changes, [5] * (changes + 1))


def test_account_when_it_keeps_changing_for_a_minute_then_that_is_said() -> None:
    client, pauses = pauses_of(Platform(), 99)
    with pytest.raises(TransientError) as failure:
        read_still_records(client, History({}))
    assert (failure.value.text, failure.value.advice) == (
        "The account has kept changing for 60 seconds. Nothing was written.",
        "Wait until no other deployment runs, then run the task again.",
    )
    assert pauses == [5] * 12
