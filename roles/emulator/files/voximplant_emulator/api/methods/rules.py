# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""AddRule, SetRuleInfo, DelRule, ReorderRules and GetRules."""

from __future__ import annotations

import re
import typing as t

from ...state import clock
from .. import lookups
from ..call import Call, Reply, success
from ..changes import store_changes
from ..errors import ApiError
from . import bindings

if t.TYPE_CHECKING:
    from ...state.store import Row

NAME_LIMIT = 100
PATTERN_LIMIT = 64 * 1024
_NEW: Row = {
    "rule_id": None,
    "name": "",
    "pattern": "",
    "pattern_exclude": "",
    "video_conference": False,
    "bind_key_id": None,
}


def _check_pattern(text: str, code: int) -> None:
    """Raise `code` if a pattern is too long or not a regular expression."""
    try:
        re.compile(text)
    except re.error as error:
        raise ApiError(code) from error
    if len(text) >= PATTERN_LIMIT:
        raise ApiError(code)


def _check_name(call: Call, name: str, application_id: int, own_id: int | None) -> None:
    """Raise 156 if a rule's name is too long and 175 if another rule of the application has it."""
    if len(name) >= NAME_LIMIT:
        raise ApiError(156)
    taken = call.store.row("SELECT rule_id FROM rule WHERE application_id = ? AND name = ?", application_id, name)
    if taken is not None and taken["rule_id"] != own_id:
        raise ApiError(175)


def _key_id(call: Call) -> str | None:
    """Return the service account to bind to a rule, or None; raise 433 if the account has none with that id."""
    key_id = call.params.non_empty("bind_key_id")
    owned = "SELECT 1 FROM service_key WHERE key_id = ? AND account_id = ?"
    if key_id is not None and call.store.row(owned, key_id, call.account_id) is None:
        raise ApiError(433)
    return key_id


def _settings(call: Call, application_id: int, before: Row) -> Row:
    """Return the fields of a rule after the call; fields that the call does not give are as `before`."""
    params = call.params
    name = params.non_empty("rule_name") or before["name"]
    pattern = params.non_empty("rule_pattern") or before["pattern"]
    exclude = params.text("rule_pattern_exclude")
    exclude = before["pattern_exclude"] if exclude is None else exclude
    key_id = _key_id(call) or before["bind_key_id"]
    _check_pattern(pattern, 148)
    _check_pattern(exclude, 149)
    _check_name(call, name, application_id, before["rule_id"])
    return {
        "name": name,
        "pattern": pattern,
        "pattern_exclude": exclude,
        "video_conference": int(params.boolean("video_conference", before["video_conference"])),
        "bind_key_id": key_id,
    }


def add_rule(call: Call) -> Reply:
    """Execute AddRule: create a rule after the application's others, with the scenarios listed."""
    application = lookups.required_application(call)
    application_id = application["application_id"]
    listed = lookups.bindable_scenarios(call, application_id) or []
    rule_id = call.store.add(
        "rule",
        account_id=call.account_id,
        application_id=application_id,
        position=_next_position(call, application_id),
        modified=clock.timestamp(),
        **_settings(call, application_id, _NEW),
    )
    bindings.set_bound_ids(call, rule_id, [row["scenario_id"] for row in listed])
    return success(rule_id=rule_id)


def _next_position(call: Call, application_id: int) -> int:
    highest = "SELECT COALESCE(MAX(position), -1) + 1 AS next FROM rule WHERE application_id = ?"
    position: int = call.store.require_row(highest, application_id)["next"]
    return position


def set_rule_info(call: Call) -> Reply:
    """Execute SetRuleInfo: change the given fields, which cannot be scenarios or the application."""
    rule_id = call.params.integer("rule_id")
    if rule_id is None:
        raise ApiError(147)
    row = lookups.rule_by_id(call, rule_id)
    store_changes(call, "rule", row, **_settings(call, row["application_id"], row))
    return success()


def del_rule(call: Call) -> Reply:
    """Execute DelRule: delete the rules listed, all of them or none; `all` is every rule of the application."""
    params = call.params
    application = None if params.is_all("application_id") else lookups.application(call)
    if params.is_all("rule_id"):
        rows = _rules(call, application)
    elif params.non_empty("rule_id"):
        rows = [lookups.rule_by_id(call, rule_id) for rule_id in params.integers("rule_id") or ()]
    elif params.non_empty("rule_name"):
        rows = [lookups.rule_by_name(call, name, application) for name in params.names("rule_name") or ()]
    else:
        raise ApiError(147)
    for row in rows:
        call.store.run("DELETE FROM rule WHERE rule_id = ?", row["rule_id"])
    return success()


def reorder_rules(call: Call) -> Reply:
    """Execute ReorderRules: put the rules of one application into another order."""
    new_order = call.params.integers("rule_id")
    if not new_order:
        raise ApiError(147)
    rows = [lookups.rule_by_id(call, rule_id) for rule_id in new_order]
    if len({row["application_id"] for row in rows}) > 1:
        raise ApiError(101)
    application = lookups.application_by_id(call, rows[0]["application_id"])
    present = [row["rule_id"] for row in _rules(call, application)]
    for position, rule_id in enumerate(bindings.reorder(call, present, new_order)):
        call.store.change("rule", "rule_id", rule_id, position=position)
    return success()


def _rules(call: Call, application: Row | None) -> list[Row]:
    """Return the rules of an application, or of all, in the order in which calls meet them."""
    scope = "" if application is None else "AND application_id = ?"
    values = () if application is None else (application["application_id"],)
    return call.store.rows(
        f"SELECT * FROM rule WHERE account_id = ? {scope} ORDER BY application_id, position", call.account_id, *values
    )


def get_rules(call: Call) -> Reply:
    """Execute GetRules: list rules in their order, with their scenarios if asked."""
    params = call.params
    rule_id = params.integer("rule_id")
    with_scenarios = params.boolean("with_scenarios", False)
    video_conference = params.optional_boolean("video_conference")
    application = lookups.application(call)
    if application is None and call.switches.on("getrules_app_required"):
        raise ApiError(116)
    rows = [row for row in _rules(call, application) if rule_id in (None, row["rule_id"])]
    if rule_id is not None and not rows and call.switches.value("missing_id_get") == "error":
        raise ApiError(147)
    if video_conference is not None:
        rows = [row for row in rows if bool(row["video_conference"]) is video_conference]
    found = [row for row in rows if _passes(call, row)]
    return call.listing([rule_info(call, row, with_scenarios) for row in found])


def _passes(call: Call, row: Row) -> bool:
    params = call.params
    number = params.non_empty("template")
    if number is not None and not _takes(row, number):
        return False
    key_id = params.non_empty("attached_key_id")
    part = params.non_empty("rule_name") or ""
    return key_id in (None, row["bind_key_id"]) and part.casefold() in row["name"].casefold()


def _takes(row: Row, number: str) -> bool:
    excluded = row["pattern_exclude"] and re.fullmatch(row["pattern_exclude"], number)
    return bool(re.fullmatch(row["pattern"], number)) and not excluded


def rule_info(call: Call, row: Row, with_scenarios: bool) -> Reply:
    """Return a RuleInfoType."""
    info: Reply = {
        "rule_id": row["rule_id"],
        "application_id": row["application_id"],
        "rule_name": row["name"],
        "rule_pattern": row["pattern"],
        "video_conference": bool(row["video_conference"]),
        "modified": row["modified"],
    }
    if row["pattern_exclude"]:
        info["rule_pattern_exclude"] = row["pattern_exclude"]
    if with_scenarios:
        query = "SELECT scenario_id, name, modified FROM binding JOIN scenario USING (scenario_id) WHERE rule_id = ?"
        bound = call.store.rows(f"{query} ORDER BY position", row["rule_id"])
        info["scenarios"] = [
            {"scenario_id": row["scenario_id"], "scenario_name": row["name"], "modified": row["modified"]}
            for row in bound
        ]
    return info
