# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is measured, and how much of it: everything, a part in a few minutes, or just enough to see that it works."""

from __future__ import annotations

import dataclasses

SYNC, PARALLEL, LOOPS, FLEET = "vox_sync", "workers", "loops", "fleet"  # the parts
FIRST, NO_OP, REMEMBERED, ONE, TENTH = "first run", "no-op", "no-op, cache_file", "one changed", "10 % changed"
THROTTLED = "no-op, every tenth call throttled"
EVERY_CASE = (FIRST, NO_OP, REMEMBERED, ONE, TENTH)
IN_PROCESS, SHIPPED, URI = "in_process", "shipped", "ansible.builtin.uri"
DEBUG, NO_CALL = "ansible.builtin.debug", "no call"  # what a loop costs Ansible itself
API_KEY, SERVICE_ACCOUNT = "API key", "service account"
COMPARED = "vox_scenario"  # the module that is compared with `uri`
BY_ID = f"{COMPARED} by id"
WORKERS = 8


@dataclasses.dataclass(frozen=True)
class SyncScope:
    """An account of `size` scenarios, the cases for each latency, and those for which the bare calls are made too."""

    size: int
    rounds: int
    cases: dict[int, tuple[str, ...]]
    floors: tuple[str, ...] = (FIRST, NO_OP, ONE, TENTH)


@dataclasses.dataclass(frozen=True)
class WorkersScope:
    """An account of `size` scenarios, the cases for each latency, and the values of `workers` that are tried."""

    size: int
    cases: dict[int, tuple[str, ...]]
    workers: tuple[str, ...] = (str(WORKERS), "auto")


@dataclasses.dataclass(frozen=True)
class LoopScope:
    """Loops over unchanged tasks.

    There are `items` of them, and `few_items` where a slow way tells as much with fewer. Only the module that is
    compared with `uri` is looped at every latency; the `others`, if they are wanted, at the first one.
    """

    rounds: int
    latencies: tuple[int, ...]
    items: int
    few_items: int
    others: bool = True


@dataclasses.dataclass(frozen=True)
class FleetScope:
    """Accounts, the scenarios in each, the latency, and the values of `forks` that are tried."""

    accounts: int
    size: int
    latency: int
    forks: tuple[int, ...]


@dataclasses.dataclass(frozen=True)
class Scope:
    """What is measured."""

    name: str
    syncs: tuple[SyncScope, ...]
    parallel: tuple[WorkersScope, ...]
    loops: LoopScope
    fleet: FleetScope


FULL = Scope(
    "full",
    (
        SyncScope(50, 2, {20: EVERY_CASE, 100: EVERY_CASE}),
        SyncScope(200, 3, {20: EVERY_CASE, 100: EVERY_CASE}),
        SyncScope(1000, 1, {20: EVERY_CASE, 100: EVERY_CASE}, (FIRST, NO_OP)),
        SyncScope(5000, 1, {20: EVERY_CASE, 100: (NO_OP,)}, (NO_OP,)),
    ),
    (
        WorkersScope(200, {20: (NO_OP,), 100: (NO_OP,), 200: (NO_OP,)}),
        WorkersScope(5000, {100: (NO_OP, THROTTLED)}),
    ),
    LoopScope(2, (20, 100), 200, 20),
    FleetScope(200, 20, 20, (5, 25)),
)
QUICK = Scope(
    "quick",
    (SyncScope(50, 2, {20: EVERY_CASE}), SyncScope(200, 2, {20: EVERY_CASE})),
    (WorkersScope(200, {20: (NO_OP,), 100: (NO_OP, THROTTLED), 200: (NO_OP,)}),),
    LoopScope(1, (20,), 50, 10),
    FleetScope(25, 10, 20, (25,)),
)
TINY = Scope(
    "tiny",
    (SyncScope(2, 1, {0: (FIRST, NO_OP, REMEMBERED)}),),
    (),
    LoopScope(1, (0,), 2, 1, others=False),
    FleetScope(2, 2, 0, (2,)),
)
SCOPES = {scope.name: scope for scope in (FULL, QUICK, TINY)}
