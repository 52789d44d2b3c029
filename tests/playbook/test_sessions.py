# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""vox_session and vox_session_info through ansible-playbook."""

from __future__ import annotations

import dataclasses
import typing as t

import pytest

if t.TYPE_CHECKING:
    from harness.accounts import World
    from harness.plays import Controller, Json, Outcome, Run
    from voximplant_emulator import Emulator

pytestmark = [pytest.mark.every_core, pytest.mark.measured]

SESSION, SESSION_INFO = "voximplant.platform.vox_session", "voximplant.platform.vox_session_info"
INBOUND = {"application_name": "support", "rule_name": "inbound"}
MEETING = {"rule_id": "{{ meeting }}", "conference_name": "incident-42"}
# An address of a block that is set aside for documentation: nobody answers there.
UNREACHABLE = {"elsewhere": {"ansible_connection": "ssh", "ansible_host": "192.0.2.1"}}
STARTS: dict[str, Json] = {
    "text": {**INBOUND, "script_custom_data": "+12025550100"},
    "mapping": {**INBOUND, "script_custom_data": {"number": "+12025550100", "tries": 2, "now": True, "who": "Zoë"}},
    "list": {**INBOUND, "script_custom_data": ["a", 1]},
    "user": {**INBOUND, "user_name": "agent"},
    "place": {**INBOUND, "reference_ip": "203.0.113.9", "server_location": "us-west"},
    "conference": {**MEETING, "user_id": "{{ agent }}"},
}
SENT: dict[str, tuple[str, Json]] = {
    "text": ("StartScenarios", {"script_custom_data": "+12025550100"}),
    "mapping": (
        "StartScenarios",
        {"script_custom_data": '{"number":"+12025550100","tries":2,"now":true,"who":"Zoë"}'},
    ),
    "list": ("StartScenarios", {"script_custom_data": '["a",1]'}),
    "user": ("StartScenarios", {"user_name": "agent"}),
    "place": ("StartScenarios", {"reference_ip": "203.0.113.9", "server_location": "us-west"}),
    "conference": ("StartConference", {"conference_name": "incident-42"}),
}
COMMANDS: dict[str, Json] = {
    "command text": {"command": "say hello"},
    "command mapping": {"command": {"say": "hello", "times": 2}, "headers": {"X-Trace": 7}},
    "command put": {"command": ["a"], "method": "PUT"},
    "command none": {"method": "GET"},
    "command terminate": {"command": "terminate"},
}


def in_turn(name: str, options: Json) -> list[Json]:
    """Start a session in check mode, then for real."""
    return [
        {"name": f"{name}: {step}", SESSION: options, "check_mode": step == "check", "diff": True}
        for step in ("check", "real")
    ]


def command(name: str, options: Json) -> list[Json]:
    """Send a command to the session of the text, in check mode, then for real."""
    url = "{{ started.media_session_access_secure_url }}"
    return in_turn(name, {"access_url": url, "ca_path": "{{ ca_path }}", **options})


def look(name: str, **options: object) -> Json:
    return {"name": name, SESSION_INFO: {"call_session_history_id": "{{ started.call_session_history_id }}", **options}}


@pytest.fixture(scope="module")
def run(controller: Controller, emulator: Emulator, world: World) -> Run:
    application = {"application_id": world.support}
    agent = emulator.call(
        "AddUser", user_name="agent", user_display_name="Agent", user_password="Secret-123", **application
    )["user_id"]
    emulator.set_media(not_found_first=2, body="heard", status=202)
    controller.write("inventory/elsewhere.yml", {"all": {"hosts": UNREACHABLE}})
    remember = {
        "name": "remember",
        "ansible.builtin.set_fact": {"started": "{{ begun }}"},
    }
    tasks = [
        *in_turn("first", INBOUND),
        {**in_turn("remembered", INBOUND)[1], "register": "begun"},
        remember,
        look("look"),
        look("wait too short", wait=True, wait_timeout=1, wait_sleep=1),
        *(task for name, options in STARTS.items() for task in in_turn(name, options)),
        *(task for name, options in COMMANDS.items() for task in command(name, options)),
        {"name": "gone: real", **command("gone", {"command": "too late"})[1]},
        look("wait", wait=True, wait_timeout=30, wait_sleep=1),
        {"name": "never was", SESSION_INFO: {"call_session_history_id": 1}},
    ]
    known = {**dataclasses.asdict(world), "agent": agent, "ca_path": emulator.ca_path}
    # vox_session_info is a module: of these tasks only the action may run where nobody answers.
    for task in tasks:
        if SESSION_INFO in task:
            task["delegate_to"] = "localhost"
    return controller.run(tasks, hosts="elsewhere", vars=known)


def write_of(outcome: Outcome) -> Json:
    (call,) = (call for call in outcome.calls if call["write"])
    return call


def session_of(emulator: Emulator, outcome: Outcome) -> Json:
    history_id = outcome.result["call_session_history_id"]
    (session,) = (found for found in emulator.state()["sessions"] if found["call_session_history_id"] == history_id)
    return session


def test_session_when_the_host_cannot_be_reached_then_it_is_started_all_the_same(run: Run) -> None:
    assert {outcome.host for outcome in run.outcomes} == {"elsewhere"}
    assert [outcome.task for outcome in run.outcomes if outcome.status == "unreachable"] == []
    assert [outcome.task for outcome in run.outcomes if outcome.status == "failed"] == ["wait too short", "gone: real"]


@pytest.mark.parametrize("name", ["first", *STARTS])
def test_session_when_in_check_mode_then_nothing_starts_and_the_rest_is_foretold(run: Run, name: str) -> None:
    checked, done = run[f"{name}: check"], run[f"{name}: real"]
    assert checked.writes == []
    for key in ("changed", "operations", "diff", "rule"):
        assert checked.result[key] == done.result[key]
    assert checked.result["changed"] is True
    assert checked.result["media_session_access_url"] is checked.result["call_session_history_id"] is None


@pytest.mark.parametrize("name", STARTS)
def test_session_when_started_then_one_call_carries_what_was_given(run: Run, world: World, name: str) -> None:
    method, sent = SENT[name]
    call = write_of(run[f"{name}: real"])
    assert call["method"] == method == run[f"{name}: real"].result["operations"][0]["method"]
    assert {**call["params"], **sent} == call["params"]
    assert call["params"]["rule_id"] == str(world.meeting if name == "conference" else world.inbound)


def test_session_when_started_then_its_addresses_are_returned(run: Run, emulator: Emulator) -> None:
    result = run["first: real"].result
    assert result["media_session_access_url"].startswith(emulator.media_url)
    assert result["media_session_access_secure_url"].startswith(emulator.media_secure_url)
    assert session_of(emulator, run["first: real"])["rule_name"] == "inbound"


@pytest.mark.parametrize("name", COMMANDS)
def test_command_when_in_check_mode_then_nothing_is_sent(run: Run, name: str) -> None:
    checked = run[f"{name}: check"]
    assert checked.calls == ()
    assert (checked.result["changed"], checked.result["response"]) == (True, None)


def test_command_when_sent_then_each_arrives_once_and_without_credentials(run: Run, emulator: Emulator) -> None:
    commands = session_of(emulator, run["remembered: real"])["commands"]
    assert [(command["method"], command["body"]) for command in commands] == [
        ("POST", "say hello"),
        ("POST", '{"say":"hello","times":2}'),
        ("PUT", '["a"]'),
        ("GET", ""),
        ("POST", "terminate"),
    ]
    assert commands[1]["headers"]["X-Trace"] == "7"
    for name in COMMANDS:
        assert {call["auth"] for call in run[f"{name}: real"].calls} == {"none"}


def test_command_when_the_session_does_not_listen_yet_then_it_is_sent_until_it_does(run: Run) -> None:
    assert [call["executed"] for call in run["command text: real"].calls] == [False, False, True]
    assert run["command text: real"].result["response"] == {"status": 202, "content": "heard"}


def test_command_when_the_session_has_ended_then_the_failure_says_so(run: Run) -> None:
    gone = run["gone: real"]
    assert "There is no such session (HTTP 404)" in gone.message
    assert (gone.result["error"]["field"], gone.result["ambiguous"]) == ("access_url", False)
    assert {call["executed"] for call in gone.calls} == {False}


def test_session_info_when_it_runs_then_it_says_so(run: Run) -> None:
    session = run["look"].result["session"]
    assert (session["state"], session["rule_name"]) == ("running", "inbound")
    assert session["application_name"].startswith("support.")


def test_session_info_when_the_time_runs_out_then_it_fails_and_names_the_option(run: Run) -> None:
    assert "within 1 seconds" in run["wait too short"].message
    assert run["wait too short"].result["error"]["field"] == "wait_timeout"


def test_session_info_when_it_has_finished_then_waiting_returns_it(run: Run) -> None:
    session = run["wait"].result["session"]
    assert (session["state"], session["finish_reason"]) == ("finished", "Normal termination")
    assert session["duration"] == 1


def test_session_info_when_there_never_was_one_then_it_is_null(run: Run) -> None:
    assert run["never was"].result["session"] is None
    assert run["never was"].status == "ok"


def test_session_when_data_may_be_cut_then_it_warns(controller: Controller, world: World) -> None:
    task = {"name": "long", SESSION: {**INBOUND, "script_custom_data": "x" * 201}}
    run = controller.run([task], expected=["script_custom_data has 201 bytes"])
    assert run["long"].result["changed"] is True
