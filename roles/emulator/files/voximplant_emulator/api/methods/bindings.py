# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which scenarios a rule runs, and in which order: BindScenario, ReorderScenarios, and helpers for other methods."""

from __future__ import annotations

import typing as t

from .. import lookups
from ..call import Call, Reply, success
from ..errors import ApiError

if t.TYPE_CHECKING:
    import collections.abc as c


def bound_ids(call: Call, rule_id: int) -> list[int]:
    """Return the ids of a rule's scenarios in running order."""
    rows = call.store.rows("SELECT scenario_id FROM binding WHERE rule_id = ? ORDER BY position", rule_id)
    return [row["scenario_id"] for row in rows]


def set_bound_ids(call: Call, rule_id: int, scenario_ids: c.Iterable[int]) -> None:
    """Make a rule's scenarios exactly these, in this order."""
    call.store.run("DELETE FROM binding WHERE rule_id = ?", rule_id)
    for position, scenario_id in enumerate(scenario_ids):
        call.store.add("binding", rule_id=rule_id, scenario_id=scenario_id, position=position)


def append(call: Call, rule_id: int, scenario_ids: c.Iterable[int]) -> None:
    """Bind scenarios to a rule after those that it has; the ones bound already stay where they are."""
    present = bound_ids(call, rule_id)
    set_bound_ids(call, rule_id, [*present, *(new for new in scenario_ids if new not in present)])


def reorder(call: Call, present: list[int], new_order: list[int]) -> list[int]:
    """Return `present` in the order `new_order`; raise 101 for a repeated id, and for a partial list if switched so."""
    if len(set(new_order)) < len(new_order):
        raise ApiError(101)
    if len(new_order) < len(present) and call.switches.value("reorder_partial") == "error":
        raise ApiError(101)
    return [*new_order, *(left for left in present if left not in new_order)]


def bind_scenario(call: Call) -> Reply:
    """Execute BindScenario: bind scenarios to a rule, or unbind them with `bind=false`."""
    params = call.params
    named = params.non_empty("application_id") or params.non_empty("application_name")
    by_rule_name = params.non_empty("rule_name") and not params.non_empty("rule_id")
    if not named and (by_rule_name or call.switches.on("bind_app_required")):
        raise ApiError(485, "application_id")
    binds = params.boolean("bind", True)
    rule = lookups.rule(call, lookups.application(call))
    listed = lookups.bindable_scenarios(call, rule["application_id"]) or []
    change = _bind if binds else _unbind
    present = bound_ids(call, rule["rule_id"])
    set_bound_ids(call, rule["rule_id"], change(call, present, [row["scenario_id"] for row in listed]))
    return success()


def _bind(call: Call, present: list[int], listed: list[int]) -> list[int]:
    again = [scenario_id for scenario_id in listed if scenario_id in present]
    behaviour = call.switches.value("rebind")
    if again and behaviour == "error":
        raise ApiError(132)
    moved = again if behaviour == "move_last" else []
    stays = [scenario_id for scenario_id in present if scenario_id not in moved]
    return [*stays, *(scenario_id for scenario_id in listed if scenario_id not in stays)]


def _unbind(call: Call, present: list[int], listed: list[int]) -> list[int]:
    if call.switches.value("unbind_missing") == "error" and not set(listed) <= set(present):
        raise ApiError(132)
    return [scenario_id for scenario_id in present if scenario_id not in listed]


def reorder_scenarios(call: Call) -> Reply:
    """Execute ReorderScenarios: put a rule's scenarios into another order; no list changes nothing."""
    new_order = call.params.integers("scenario_id")
    rule = lookups.rule(call, lookups.application(call))
    present = bound_ids(call, rule["rule_id"])
    if new_order is None:
        return success()
    if not set(new_order) <= set(present):
        raise ApiError(132)
    set_bound_ids(call, rule["rule_id"], reorder(call, present, new_order))
    return success()
