# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every change when something goes wrong on the way: done once, or not and said so; a session never starts twice."""

from __future__ import annotations

import base64
import dataclasses
import json
import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils import _client
from harness.accounts import World, fill, login, rules, texts
from harness.in_process import run_module

if t.TYPE_CHECKING:
    from harness.plays import Json
    from voximplant_emulator import Emulator


@dataclasses.dataclass(frozen=True)
class Write:
    """A task that makes one call, and what the account must look like afterwards."""

    method: str
    module: str
    options: Json
    holds: t.Callable[[Emulator, World], bool]

    def __str__(self) -> str:
        bind = {"present": "-bind", "absent": "-unbind"}.get(self.options.get("state", ""), "")
        return self.method + (bind if self.method == "BindScenario" else "")


WRITES = (
    Write(
        "AddScenario",
        "vox_scenario",
        {"scenario_name": "new", "scenario_script": "// new\r\n", "rule_id": "spare"},
        lambda emulator, world: texts(emulator)["new"] == "// new\r\n" and len(rules(emulator)["spare"]) == 1,
    ),
    Write(
        "SetScenarioInfo",
        "vox_scenario",
        {"scenario_id": "menu", "scenario_name": "card", "scenario_script": "// card\n"},
        lambda emulator, world: texts(emulator).get("card") == "// card\n" and "menu" not in texts(emulator),
    ),
    Write(
        "DelScenario",
        "vox_scenario",
        {"scenario_name": "loose", "state": "absent"},
        lambda emulator, world: "loose" not in texts(emulator),
    ),
    Write(
        "BindScenario",
        "vox_scenario_binding",
        {"rule_id": "spare", "scenarios": ["menu", "common"], "state": "present"},
        lambda emulator, world: rules(emulator)["spare"] == [world.menu, world.common],
    ),
    Write(
        "BindScenario",
        "vox_scenario_binding",
        {"rule_id": "inbound", "scenarios": ["menu", "common"], "state": "absent"},
        lambda emulator, world: rules(emulator)["inbound"] == [world.voicemail],
    ),
    Write(
        "ReorderScenarios",
        "vox_scenario_order",
        {"rule_id": "inbound", "scenarios": ["voicemail", "menu"]},
        lambda emulator, world: rules(emulator)["inbound"] == [world.voicemail, world.menu, world.common],
    ),
)
STARTS = (
    Write("StartScenarios", "vox_session", {"rule_id": "inbound"}, lambda emulator, world: True),
    Write(
        "StartConference", "vox_session", {"rule_id": "meeting", "conference_name": "a"}, lambda emulator, world: True
    ),
)
UNANSWERED: tuple[Json, ...] = (
    *({"kind": "http_status", "status": status} for status in (500, 502, 503)),
    *({"kind": "api_error", "code": code} for code in (2, 4, 15, 16, 162, 484)),
    {"kind": "api_error", "code": 2, "as": "errors"},
    {"kind": "truncated"},
    {"kind": "truncated", "incomplete": True},
    {"kind": "non_json"},
    {"kind": "result_zero"},
)
HANG: Json = {"kind": "hang", "seconds": 3}
RESETS: tuple[Json, ...] = ({"kind": "reset_before_commit"}, {"kind": "reset_after_commit"})
THROTTLED: tuple[Json, ...] = tuple({"kind": "api_error", "code": code} for code in (314, 340, 416, 515))
TOO_MANY: Json = {"kind": "http_status", "status": 429, "retry_after": 0}


def commits(faults: t.Iterable[Json]) -> list[Json]:
    """Each fault twice: the call is executed before it, or is not."""
    return [{**fault, "commit": commit} for fault in faults for commit in (False, True)]


def told(value: object) -> str:
    """The name of a test's parameter."""
    return "-".join(map(str, value.values())) if isinstance(value, dict) else str(value)


@pytest.fixture
def fresh(emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(_client, "pause", lambda *_: 0.0)
    emulator.reset()
    return fill(emulator)


def carry_out(emulator: Emulator, world: World, write: Write, **options: object) -> Json:
    ids = dataclasses.asdict(world)
    addressed = {name: ids[write.options[name]] for name in ("rule_id", "scenario_id") if name in write.options}
    emulator.clear_journal()
    return run_module(write.module, {**login(emulator), "timeout": 1, **write.options, **addressed, **options})


def attempts(emulator: Emulator, write: Write) -> list[bool]:
    """The calls of the write's method: whether each was executed."""
    return [call["executed"] for call in emulator.journal(write=True) if call["method"] == write.method]


@pytest.mark.parametrize(
    ("write", "fault"),
    [
        *((write, fault) for write in WRITES for fault in (*commits(UNANSWERED), *RESETS)),
        *((WRITES[0], fault) for fault in commits([HANG])),
    ],
    ids=told,
)
def test_write_when_its_answer_is_lost_then_it_is_executed_once(
    emulator: Emulator, fresh: World, write: Write, fault: Json
) -> None:
    emulator.add_fault(method=write.method, **fault)
    result = carry_out(emulator, fresh, write)
    assert not result.get("failed"), result
    assert result["changed"] is True
    assert write.holds(emulator, fresh)
    executed_at_once = fault.get("commit", fault["kind"] == "reset_after_commit")
    assert attempts(emulator, write) == ([True] if executed_at_once else [False, True])


@pytest.mark.parametrize("fault", [TOO_MANY, *THROTTLED], ids=told)
@pytest.mark.parametrize("write", WRITES, ids=told)
def test_write_when_the_platform_is_busy_then_it_is_sent_again(
    emulator: Emulator, fresh: World, write: Write, fault: Json
) -> None:
    emulator.add_fault(method=write.method, times=2, **fault)
    result = carry_out(emulator, fresh, write)
    assert result["changed"] is True
    assert write.holds(emulator, fresh)
    assert attempts(emulator, write) == [False, False, True]


@pytest.mark.parametrize("fault", [{"kind": "http_status", "status": 503}, TOO_MANY], ids=told)
@pytest.mark.parametrize("write", WRITES, ids=told)
def test_write_when_it_never_succeeds_then_it_gives_up_and_says_why(
    emulator: Emulator, fresh: World, write: Write, fault: Json
) -> None:
    before = emulator.state()
    emulator.add_fault(method=write.method, times=0, **fault)
    result = carry_out(emulator, fresh, write, retries=2)
    assert result["failed"]
    assert result["error"]["method"] == write.method
    assert result["error"]["http_status"] == fault["status"]
    assert result["operations"] == []
    assert emulator.state() == before
    assert attempts(emulator, write) == [False] * 3


@pytest.mark.parametrize("write", WRITES, ids=told)
def test_write_when_it_is_refused_then_it_is_sent_once(emulator: Emulator, fresh: World, write: Write) -> None:
    emulator.add_fault("api_error", method=write.method, code=131, times=0)
    result = carry_out(emulator, fresh, write)
    assert (result["failed"], result["error"]["code"], result["error"]["method"]) == (True, 131, write.method)
    assert attempts(emulator, write) == [False]


@pytest.mark.parametrize(
    ("write", "fault"),
    [
        *((write, fault) for write in STARTS for fault in (*commits(UNANSWERED), *RESETS)),
        *((STARTS[0], fault) for fault in commits([HANG])),
    ],
    ids=told,
)
def test_start_when_its_answer_is_lost_then_it_is_not_sent_again_and_said_to_be_unknown(
    emulator: Emulator, fresh: World, write: Write, fault: Json
) -> None:
    emulator.add_fault(method=write.method, **fault)
    result = carry_out(emulator, fresh, write)
    assert result["failed"]
    assert f"It is unknown whether {write.method} was executed." in result["msg"]
    assert len(attempts(emulator, write)) == 1
    executed = fault.get("commit", fault["kind"] == "reset_after_commit")
    assert len(emulator.state()["sessions"]) == int(executed)


@pytest.mark.parametrize("fault", THROTTLED, ids=told)
@pytest.mark.parametrize("write", STARTS, ids=told)
def test_start_when_the_platform_is_busy_then_it_is_not_sent_again(
    emulator: Emulator, fresh: World, write: Write, fault: Json
) -> None:
    emulator.add_fault(method=write.method, **fault)
    result = carry_out(emulator, fresh, write)
    assert (result["failed"], result["error"]["code"]) == (True, fault["code"])
    assert "unknown whether" not in result["msg"]
    assert attempts(emulator, write) == [False]


@pytest.mark.parametrize("write", STARTS, ids=told)
def test_start_when_it_was_certainly_not_executed_then_it_is_sent_again(
    emulator: Emulator, fresh: World, write: Write
) -> None:
    emulator.add_fault(method=write.method, **TOO_MANY)
    result = carry_out(emulator, fresh, write)
    assert result["changed"] is True
    assert attempts(emulator, write) == [False, True]
    assert len(emulator.state()["sessions"]) == 1


@pytest.mark.parametrize("code", [455, 456])
@pytest.mark.parametrize("write", [*WRITES, *STARTS], ids=told)
def test_call_when_the_token_is_out_of_time_then_it_is_signed_again_once(
    emulator: Emulator, fresh: World, write: Write, code: int
) -> None:
    emulator.add_fault("api_error", method=write.method, code=code)
    key = {"account_id": None, "api_key": None, "credentials_file": emulator.credentials_file}
    result = carry_out(emulator, fresh, write, **key)
    assert result["changed"] is True
    assert attempts(emulator, write) == [False, True]
    assert {call["auth"] for call in emulator.journal()} == {"token"}


@pytest.mark.parametrize("write", [*WRITES, *STARTS], ids=told)
def test_call_when_a_new_token_is_out_of_time_too_then_it_gives_up(
    emulator: Emulator, fresh: World, write: Write
) -> None:
    emulator.add_fault("api_error", method=write.method, code=456, times=0)
    key = {"account_id": None, "api_key": None, "credentials_file": emulator.credentials_file}
    result = carry_out(emulator, fresh, write, **key)
    assert (result["failed"], result["error"]["code"]) == (True, 456)
    assert attempts(emulator, write) == [False, False]


@pytest.mark.parametrize("fault", [*UNANSWERED, *RESETS, TOO_MANY, *THROTTLED], ids=told)
@pytest.mark.parametrize("write", [*WRITES, *STARTS], ids=told)
def test_read_when_it_fails_for_a_while_then_it_is_made_again(
    emulator: Emulator, fresh: World, write: Write, fault: Json
) -> None:
    emulator.add_fault(method="Get*", times=2, **fault)
    result = carry_out(emulator, fresh, write)
    assert result["changed"] is True
    assert write.holds(emulator, fresh)
    assert attempts(emulator, write) == [True]


def test_read_when_it_hangs_then_it_is_made_again(emulator: Emulator, fresh: World) -> None:
    emulator.add_fault(method="GetScenarios", **HANG)
    assert carry_out(emulator, fresh, WRITES[0])["changed"] is True
    assert WRITES[0].holds(emulator, fresh)


def test_rule_when_the_platform_lists_two_of_its_name_then_it_is_ambiguous(emulator: Emulator, fresh: World) -> None:
    twins = [{"rule_id": number, "rule_name": "twin", "application_id": fresh.support} for number in (1, 2)]
    body = base64.b64encode(json.dumps({"result": twins, "count": 2, "total_count": 2}).encode()).decode()
    emulator.add_fault("raw", method="GetRules", body=body, content_type="application/json", times=0)
    options = {**login(emulator), "application_name": "support", "rule_name": "twin", "scenarios": ["menu"]}
    result = run_module("vox_scenario_binding", options)
    assert "Several rules are called 'twin': twin (id 1), twin (id 2)." in result["msg"]
    assert result["error"]["field"] == "rule_name"
    assert emulator.journal(write=True) == []


def test_creation_when_the_name_is_reported_taken_by_its_own_first_try_then_it_is_done(
    emulator: Emulator, fresh: World
) -> None:
    emulator.add_fault("api_error", method="AddScenario", code=133, commit=True)
    result = carry_out(emulator, fresh, WRITES[0])
    assert result["changed"] is True
    assert attempts(emulator, WRITES[0]) == [True]
    assert result["scenario"]["scenario_id"] in rules(emulator)["spare"]


def test_creation_when_the_name_is_taken_then_it_fails(emulator: Emulator, fresh: World) -> None:
    emulator.add_fault("api_error", method="AddScenario", code=133)
    result = carry_out(emulator, fresh, WRITES[0])
    assert (result["failed"], result["error"]["code"]) == (True, 133)
    assert "new" not in texts(emulator)
