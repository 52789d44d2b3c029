# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""GetCallHistory: the sessions of an account, running and finished."""

from __future__ import annotations

import dataclasses
import json
import typing as t
import zoneinfo

from ...state import clock
from .. import lookups
from ..call import Call, Reply
from ..errors import ApiError

if t.TYPE_CHECKING:
    import collections.abc as c

    from ...state.store import Row

COUNT_LIMIT = 1000
OFFSET_LIMIT = 10000
UTC = "Etc/GMT"
NO_DATES = "The 'from_date' and 'to_date' parameters are not specified. The last month is shown."
_DETAILS = {"with_calls": "calls", "with_records": "records", "with_other_resources": "other_resource_usage"}


def get_call_history(call: Call) -> Reply:
    """Execute GetCallHistory: list sessions by id, date, application, rule, user, number or custom data."""
    params = call.params
    if (params.non_empty("output") or "json") != "json":
        raise ApiError(105)
    _check_page(call)
    zone = _zone(params.non_empty("timezone"))
    since, until = _date(call, "from_date"), _date(call, "to_date")
    if since and until and since > until:
        raise ApiError(123)
    filters = _filters(call, since, until)
    found = [row for row in _rows(call) if filters.match(row)]
    if params.boolean("desc_order", False):
        found.reverse()
    reply = call.listing([session_info(call, row, zone) for row in found])
    reply["timezone"] = UTC if zone is None else zone.key
    if not params.boolean("with_total_count", True):
        del reply["total_count"]
    if since is None and until is None:
        reply["warnings"] = [NO_DATES]
    return reply


def _check_page(call: Call) -> None:
    for name, limit in (("count", COUNT_LIMIT), ("offset", OFFSET_LIMIT)):
        if (call.params.integer(name) or 0) > limit:
            raise ApiError(101, name)


def _zone(name: str | None) -> zoneinfo.ZoneInfo | None:
    if name in (None, "auto", "UTC", UTC):
        return None
    try:
        return zoneinfo.ZoneInfo(str(name))
    except (zoneinfo.ZoneInfoNotFoundError, ValueError) as error:
        raise ApiError(496, "timezone") from error


def _date(call: Call, name: str) -> str | None:
    text = call.params.non_empty(name)
    if text is None:
        return None
    try:
        return clock.parse(text).strftime(clock.FORMAT)
    except ValueError as error:
        raise ApiError(111, name) from error


def _rows(call: Call) -> list[Row]:
    """Return the sessions of the accounts that the call asks about: its own, or those of its child accounts."""
    listed = ", ".join(str(account_id) for account_id in call.asked_accounts("children_calls_only"))
    return call.store.rows(f"SELECT * FROM session WHERE account_id IN ({listed}) ORDER BY call_session_history_id")


@dataclasses.dataclass(frozen=True)
class Filters:
    """The filters of a call; None and an empty dictionary match every session."""

    exact: c.Mapping[str, object]
    listed: c.Mapping[str, list[int]]
    numbers: c.Mapping[str, list[str]]
    shortest: int
    longest: int | None
    since: str
    until: str

    def match(self, row: Row) -> bool:
        """Tell whether a session passes the filters."""
        calls = json.loads(row["details"]).get("calls", [])
        return (
            self.since <= row["start_date"] <= self.until
            and self.shortest <= row["duration"]
            and (self.longest is None or row["duration"] <= self.longest)
            and all(row[column] == value for column, value in self.exact.items())
            and all(row[column] in values for column, values in self.listed.items())
            and all(any(leg.get(name) in values for leg in calls) for name, values in self.numbers.items())
        )


def _filters(call: Call, since: str | None, until: str | None) -> Filters:
    params = call.params
    application = lookups.application(call)
    rule_name = params.non_empty("rule_name")
    if rule_name is not None and application is None:
        raise ApiError(485, "application_id")
    exact = {
        "application_id": None if application is None else application["application_id"],
        "rule_name": rule_name,
        "custom_data": params.non_empty("call_session_history_custom_data"),
    }
    listed = {name: params.integers(name) for name in ("call_session_history_id", "user_id")}
    numbers = {name: params.names(name) for name in ("local_number", "remote_number")}
    return Filters(
        exact={name: value for name, value in exact.items() if value is not None},
        listed={name: ids for name, ids in listed.items() if ids is not None},
        numbers={name: texts for name, texts in numbers.items() if texts is not None},
        shortest=params.integer("min_duration") or 0,
        longest=params.integer("max_duration"),
        since=since or "",
        until=until or "9999",
    )


def session_info(call: Call, row: Row, zone: zoneinfo.ZoneInfo | None) -> Reply:
    """Return a CallSessionInfoType."""
    history_id = row["call_session_history_id"]
    day = clock.parse(row["start_date"]).strftime("%Y/%m/%d")
    info: Reply = {
        "call_session_history_id": history_id,
        "account_id": row["account_id"],
        "application_id": row["application_id"],
        "application_name": row["application_name"],
        "rule_name": row["rule_name"],
        "start_date": clock.to_zone(row["start_date"], zone),
        "duration": row["duration"],
        "initiator_address": row["reference_ip"] or "127.0.0.1",
        "media_server_address": "127.0.0.1",
        "log_file_url": f"https://storage-gw-us-01.voximplant.com/voxdata-us-logs/{day}/log?sessionid={history_id}",
        "active": bool(row["active"]),
    }
    info.update({name: row[name] for name in ("user_id", "custom_data", "finish_reason") if row[name] is not None})
    details = json.loads(row["details"])
    for parameter, name in _DETAILS.items():
        if call.params.boolean(parameter, False):
            info[name] = details.get(name, [])
    return info
