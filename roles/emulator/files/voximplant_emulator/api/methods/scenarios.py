# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""AddScenario, SetScenarioInfo, DelScenario and GetScenarios."""

from __future__ import annotations

import typing as t

from ...state import clock
from .. import lookups
from ..call import Call, Reply, success
from ..changes import store_changes
from ..errors import ApiError
from . import applications, bindings

if t.TYPE_CHECKING:
    from ...state.store import Row

NAME_LIMIT = 30
SCRIPT_LIMIT = 128 * 1024
BYTE_ORDER_MARK = "\ufeff"


def add_scenario(call: Call) -> Reply:
    """Execute AddScenario: create a scenario, shared or in an application, and bind it to a rule if one is named."""
    params = call.params
    name = params.required("scenario_name")
    rewrite = params.boolean("rewrite", False)
    application = lookups.application(call)
    rule = lookups.optional_rule(call, application)
    script = _normalize(call, params.text("scenario_script") or "")
    _check_lengths(call, name, script)
    scope = None if application is None else application["application_id"]
    scenario_id = _store_script(call, name, script, scope, rewrite)
    if rule is not None:
        bindings.append(call, rule["rule_id"], [scenario_id])
    return success(scenario_id=scenario_id)


def _store_script(call: Call, name: str, script: str, scope: int | None, rewrite: bool) -> int:
    taken = lookups.scenario_named(call, name)
    if taken is None:
        return call.store.add(
            "scenario",
            account_id=call.account_id,
            application_id=scope,
            name=name,
            script=script,
            modified=clock.timestamp(),
        )
    if not rewrite or taken["application_id"] != scope:
        raise ApiError(133)
    scenario_id: int = taken["scenario_id"]
    call.store.change("scenario", "scenario_id", scenario_id, script=script, modified=clock.timestamp())
    return scenario_id


def _normalize(call: Call, script: str) -> str:
    """Return a script as the platform stores it, according to the switch `normalize`."""
    rule = call.switches.value("normalize")
    if rule in ("bom", "all"):
        script = script.removeprefix(BYTE_ORDER_MARK)
    if rule in ("crlf", "all"):
        script = script.replace("\r\n", "\n")
    return script.rstrip() if rule in ("strip", "all") else script


def _check_lengths(call: Call, name: str, script: str) -> None:
    if len(name) >= NAME_LIMIT:
        raise ApiError(call.switches.number("name_length_error"), "scenario_name", limit=NAME_LIMIT)
    counted = script.encode() if call.switches.value("script_length") == "bytes" else script
    if len(counted) >= SCRIPT_LIMIT:
        raise ApiError(130)


def set_scenario_info(call: Call) -> Reply:
    """Execute SetScenarioInfo: change a scenario's name or script; its id, bindings and scope stay."""
    params = call.params
    scenario_id = params.integer("scenario_id")
    if scenario_id is not None:
        row = lookups.own_scenario_by_id(call, scenario_id)
    else:
        row = lookups.own_scenario_by_name(call, params.required("required_scenario_name"))
    name = params.non_empty("scenario_name") or row["name"]
    script = params.text("scenario_script")
    script = row["script"] if script is None else _normalize(call, script)
    if name != row["name"] or script != row["script"]:
        _check_lengths(call, name, script)
    taken = lookups.scenario_named(call, name)
    if taken is not None and taken["scenario_id"] != row["scenario_id"]:
        raise ApiError(133)
    store_changes(call, "scenario", row, name=name, script=script)
    return success()


def del_scenario(call: Call) -> Reply:
    """Execute DelScenario: delete the scenarios listed, all of them or none, or with `all` every one."""
    params = call.params
    if params.is_all("scenario_id"):
        rows = call.store.rows("SELECT * FROM scenario WHERE account_id = ?", call.account_id)
    else:
        rows = lookups.listed_scenarios(call, lookups.own_scenario_by_id) or []
    for row in rows:
        _delete(call, row["scenario_id"])
    return success()


def _delete(call: Call, scenario_id: int) -> None:
    bound = call.store.row("SELECT 1 FROM binding WHERE scenario_id = ?", scenario_id)
    if bound and call.switches.value("delete_bound") == "error":
        raise ApiError(132)
    call.store.run("DELETE FROM scenario WHERE scenario_id = ?", scenario_id)


def get_scenarios(call: Call) -> Reply:
    """Execute GetScenarios: list scenarios; a script comes only with `scenario_id`, a scope only as a filter."""
    scenario_id = call.params.integer("scenario_id")
    with_script = call.params.boolean("with_script", False) and scenario_id is not None
    application = lookups.application(call)
    columns = "scenario_id, account_id, name, modified" + (", script" if with_script else "")
    condition, values = _filters(call, scenario_id, application)
    rows = call.store.rows(f"SELECT {columns} FROM scenario WHERE {condition} ORDER BY scenario_id", *values)
    if scenario_id is not None and not rows and call.switches.value("missing_id_get") == "error":
        raise ApiError(132)
    echo = {} if application is None else applications.names(call, application)
    return call.listing([scenario_info(call, row) for row in rows], **echo)


def _filters(call: Call, scenario_id: int | None, application: Row | None) -> tuple[str, list[object]]:
    conditions, values = [f"account_id IN {call.scenario_owners}"], list[object]()
    if scenario_id is not None:
        conditions.append("scenario_id = ?")
        values.append(scenario_id)
    if application is not None:
        conditions.append("application_id = ?")
        values.append(application["application_id"])
    name = call.params.non_empty("scenario_name")
    if name is not None:
        conditions.append(_name_filter(call))
        values.append(name)
    return " AND ".join(conditions), values


def _name_filter(call: Call) -> str:
    if call.switches.value("name_filter") == "substring":
        return "instr(fold(name), fold(?))"
    return "fold(name) = fold(?)" if call.switches.value("name_case") == "insensitive" else "name = ?"


def scenario_info(call: Call, row: Row) -> Reply:
    """Return a ScenarioInfoType; `row` contains the script if it was asked for."""
    info: Reply = {"scenario_id": row["scenario_id"], "scenario_name": row["name"], "modified": row["modified"]}
    if call.switches.on("include_parent_field"):
        info["parent"] = row["account_id"] != call.account_id
    if "script" in row:
        info["scenario_script"] = row["script"]
    return info
