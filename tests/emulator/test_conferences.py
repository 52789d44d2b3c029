# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""StartConference: a conference is joined while its session runs."""

from __future__ import annotations

import time
import typing as t

if t.TYPE_CHECKING:
    from voximplant_emulator import Emulator

    from .conftest import Api, World


def test_conference_when_the_name_is_running_then_joins_it(api: Api, world: World) -> None:
    start = {"rule_id": world.meeting, "conference_name": "board"}
    first = api.call("StartConference", **start)
    assert api.call("StartConference", **start) == first
    other = api.call("StartConference", rule_id=world.meeting, conference_name="staff")
    assert other["call_session_history_id"] != first["call_session_history_id"]


def test_conference_when_the_name_has_ended_then_starts_anew(emulator: Emulator, api: Api, world: World) -> None:
    start = {"rule_id": world.meeting, "conference_name": "board"}
    first = api.call("StartConference", **start)["call_session_history_id"]
    emulator.finish_session(first)
    assert api.call("StartConference", **start)["call_session_history_id"] != first


def test_conference_when_the_session_has_ended_by_itself_then_another_one_is_started(
    emulator: Emulator, api: Api, world: World
) -> None:
    emulator.set_switches(session_seconds=0.05)
    first = api.call("StartConference", rule_id=world.meeting, conference_name="board")
    time.sleep(0.1)
    second = api.call("StartConference", rule_id=world.meeting, conference_name="board")
    assert first["call_session_history_id"] != second["call_session_history_id"]
