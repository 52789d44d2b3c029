# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""StartScenarios and StartConference: media sessions and the addresses under which they listen."""

from __future__ import annotations

import ipaddress
import re
import secrets
import time
import typing as t

from ...state import clock
from .. import lookups
from ..call import Call, Reply, success
from ..errors import ApiError
from . import bindings

if t.TYPE_CHECKING:
    from ...state.store import Row

CONFERENCE_NAME_LIMIT = 50
_SERVER_LOCATION = re.compile(r"[A-Za-z][A-Za-z0-9-]+", re.ASCII)


def start_scenarios(call: Call) -> Reply:
    """Execute StartScenarios: start a session that runs a rule's scenarios."""
    rule = lookups.rule(call, lookups.application(call))
    return _reply(call, _start(call, rule, None))


def start_conference(call: Call) -> Reply:
    """Execute StartConference: start a session on a video-conference rule, or join the running one with that name."""
    name = call.params.required("conference_name")
    rule = lookups.rule(call, lookups.application(call))
    if not rule["video_conference"]:
        raise ApiError(269)
    if len(name) >= CONFERENCE_NAME_LIMIT:
        raise ApiError(270)
    running = call.store.row(
        "SELECT * FROM session WHERE account_id = ? AND conference_name = ? AND active", call.account_id, name
    )
    return _reply(call, _start(call, rule, name) if running is None else running)


def _start(call: Call, rule: Row, conference_name: str | None) -> Row:
    params = call.params
    reference_ip, server_location = _validate_location(call)
    user_id = _user_id(call, rule["application_id"])
    if not bindings.bound_ids(call, rule["rule_id"]):
        raise ApiError(375)
    if call.account.balance <= 0:
        raise ApiError(127)
    application = lookups.application_by_id(call, rule["application_id"])
    history_id = call.store.add(
        "session",
        account_id=call.account_id,
        application_id=application["application_id"],
        application_name=f"{application['name']}.{call.account.domain}",
        rule_id=rule["rule_id"],
        rule_name=rule["name"],
        user_id=user_id,
        conference_name=conference_name,
        custom_data=params.text("script_custom_data"),
        reference_ip=reference_ip,
        server_location=server_location,
        path=_new_path(),
        start_date=clock.timestamp(),
        **_end(call),
    )
    return call.store.require_row("SELECT * FROM session WHERE call_session_history_id = ?", history_id)


def _end(call: Call) -> dict[str, object]:
    """Return when and how the session ends by itself, as the switches say."""
    now = time.time()
    seconds = call.switches.fraction("session_seconds")
    ends_at = now + seconds if seconds else None
    return {"started_at": now, "ends_at": ends_at, "ends_with": call.switches.value("session_finish_reason")}


def _new_path() -> str:
    session, token = secrets.token_hex(8).upper(), secrets.token_hex(8).upper()
    return f"/request/{session}.{int(time.time())}.{secrets.randbelow(1000)}_127.0.0.1/{token}"


def _validate_location(call: Call) -> tuple[str | None, str | None]:
    """Return `reference_ip` and `server_location`; raise 257 or 496 if one is invalid."""
    reference_ip = call.params.non_empty("reference_ip")
    if reference_ip is not None:
        try:
            ipaddress.ip_address(reference_ip)
        except ValueError as error:
            raise ApiError(257) from error
    server_location = call.params.non_empty("server_location")
    if server_location is not None and not _SERVER_LOCATION.fullmatch(server_location):
        raise ApiError(496, "server_location")
    return reference_ip, server_location


def _user_id(call: Call, application_id: int) -> int | None:
    """Return the user to run on behalf of, or None; raise 117 if it is unknown, 393 if of another application."""
    user_id, user_name = call.params.integer("user_id"), call.params.non_empty("user_name")
    if user_id is None and user_name is None:
        return None
    column, value = ("user_id", user_id) if user_id is not None else ("user_name", user_name)
    rows = call.store.rows(
        "SELECT user_id, application_id FROM user JOIN application USING (application_id)"
        f" WHERE account_id = ? AND {column} = ?",
        call.account_id,
        value,
    )
    if not rows:
        raise ApiError(117)
    here: list[int] = [row["user_id"] for row in rows if row["application_id"] == application_id]
    if not here:
        raise ApiError(393)
    return here[0]


def _reply(call: Call, session: Row) -> Reply:
    host = "localhost" if call.switches.value("secure_url_host") == "name" else "127.0.0.1"
    return success(
        media_session_access_url=f"http://127.0.0.1:{call.media.http_port}{session['path']}",
        media_session_access_secure_url=f"https://{host}:{call.media.secure_port}{session['path']}",
        call_session_history_id=session["call_session_history_id"],
    )
