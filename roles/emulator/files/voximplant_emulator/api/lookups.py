# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Look-ups of objects by id or name, with the platform's error code for each failure."""

from __future__ import annotations

import typing as t

from .errors import ApiError

if t.TYPE_CHECKING:
    import collections.abc as c

    from ..state.accounts import Account
    from ..state.store import Row
    from .call import Call


INVALID = 496


def short_name(account: Account, application_name: str) -> str:
    """Return the short form of an application's name, which may be given in full."""
    return application_name.removesuffix("." + account.domain)


def application_by_id(call: Call, application_id: int) -> Row:
    """Return an application of the account; raise 116 if there is none."""
    row = call.store.row(
        "SELECT * FROM application WHERE application_id = ? AND account_id = ?", application_id, call.account_id
    )
    if row is None:
        raise ApiError(116)
    return row


def application_by_name(call: Call, name: str) -> Row:
    """Return an application of the account by its short or full name; raise 107 or 558 if there is none."""
    row = call.store.row(
        "SELECT * FROM application WHERE name = ? AND account_id = ?", short_name(call.account, name), call.account_id
    )
    if row is None:
        raise ApiError(call.switches.number("missing_application_name_error"))
    return row


def application(call: Call, name_parameter: str = "application_name") -> Row | None:
    """Return the application that the call names, by id first, or None if it names none."""
    application_id = call.params.integer("application_id")
    if application_id is not None:
        return application_by_id(call, application_id)
    name = call.params.non_empty(name_parameter)
    return None if name is None else application_by_name(call, name)


def required_application(call: Call, name_parameter: str = "application_name") -> Row:
    """Return the application that the call names; raise 134 if it names none."""
    row = application(call, name_parameter)
    if row is None:
        raise ApiError(134, "application_id")
    return row


def rule_by_id(call: Call, rule_id: int) -> Row:
    """Return a rule of the account; raise 147 if there is none."""
    row = call.store.row("SELECT * FROM rule WHERE rule_id = ? AND account_id = ?", rule_id, call.account_id)
    if row is None:
        raise ApiError(147)
    return row


def rule_by_name(call: Call, name: str, within: Row | None) -> Row:
    """Return the one rule with a name, in one application or in all; raise 156 if there is none or several."""
    rows = call.store.rows("SELECT * FROM rule WHERE name = ? AND account_id = ?", name, call.account_id)
    matches = [row for row in rows if within is None or row["application_id"] == within["application_id"]]
    if len(matches) != 1:
        raise ApiError(156)
    return matches[0]


def optional_rule(call: Call, within: Row | None) -> Row | None:
    """Return the rule that the call names, by id first, or None if it names none; raise 147 if it is elsewhere."""
    rule_id = call.params.integer("rule_id")
    if rule_id is not None:
        row = rule_by_id(call, rule_id)
        if within is not None and row["application_id"] != within["application_id"]:
            raise ApiError(147)
        return row
    name = call.params.non_empty("rule_name")
    return None if name is None else rule_by_name(call, name, within)


def rule(call: Call, within: Row | None) -> Row:
    """Return the rule that the call names; raise 147 if it names none."""
    row = optional_rule(call, within)
    if row is None:
        raise ApiError(147)
    return row


def scenario_named(call: Call, name: str) -> Row | None:
    """Return the scenario of this account with a name, as the switch `name_case` compares names, or None."""
    same = "fold(name) = fold(?)" if call.switches.value("name_case") == "insensitive" else "name = ?"
    return call.store.row(f"SELECT * FROM scenario WHERE account_id = ? AND {same}", call.account_id, name)


def own_scenario_by_id(call: Call, scenario_id: int) -> Row:
    """Return a scenario of this account; raise 132 if there is none."""
    row = call.store.row(
        "SELECT * FROM scenario WHERE scenario_id = ? AND account_id = ?", scenario_id, call.account_id
    )
    if row is None:
        raise ApiError(132)
    return row


def own_scenario_by_name(call: Call, name: str) -> Row:
    """Return a scenario of this account; raise 132 or 168 if there is none."""
    row = scenario_named(call, name)
    if row is None:
        raise ApiError(call.switches.number("missing_name_error"))
    return row


def usable_scenario_by_id(call: Call, scenario_id: int) -> Row:
    """Return a scenario that rules of this account can use; raise 132 if there is none."""
    row = call.store.row(
        f"SELECT * FROM scenario WHERE scenario_id = ? AND account_id IN {call.scenario_owners}", scenario_id
    )
    if row is None:
        raise ApiError(132)
    return row


def listed_scenarios(call: Call, by_id: c.Callable[[Call, int], Row]) -> list[Row] | None:
    """Return the scenarios that the call lists, by ids first, each once, or None if it lists none."""
    ids = call.params.integers("scenario_id")
    names = call.params.names("scenario_name")
    if ids is not None:
        rows = [by_id(call, scenario_id) for scenario_id in ids]
    elif names is not None:
        rows = [own_scenario_by_name(call, name) for name in names]
    else:
        return None
    return list({row["scenario_id"]: row for row in rows}.values())


def bindable_scenarios(call: Call, application_id: int) -> list[Row] | None:
    """Return the scenarios that the call lists for a rule; raise 132 or 496 if one belongs to another application."""
    rows = listed_scenarios(call, usable_scenario_by_id)
    for row in rows or ():
        if row["application_id"] not in (None, application_id):
            code = call.switches.number("foreign_scenario_error")
            raise ApiError(code, "scenario_id" if code == INVALID else None)
    return rows
