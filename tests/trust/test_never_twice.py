# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A session starts once: behind a proxy that repeats requests, in loops of `until`, and in a rescue block."""

from __future__ import annotations

import pathlib
import typing as t

import pytest
import yaml

from harness.accounts import World, fill, login
from harness.in_process import run_module
from harness.retrying_proxy import RetryingProxy

if t.TYPE_CHECKING:
    from harness.plays import Controller, Json, Run
    from voximplant_emulator import Emulator

EXAMPLE = pathlib.Path(__file__).resolve().parents[2] / "docs" / "examples" / "phone_on_call.yml"
STARTS: dict[str, Json] = {
    "StartScenarios": {"rule_name": "inbound"},
    "StartConference": {"rule_name": "meeting", "conference_name": "incident"},
}
# What the calls of the example meet, in turn; how many of them arrive; how many sessions run; what the play says.
LOST: Json = {"kind": "http_status", "status": 503}
UNDISTURBED: Json = {"kind": "delay", "ms": 0}
NO_MONEY: Json = {"kind": "api_error", "code": 127}
PHONES, PERHAPS, NOBODY = "A session is phoning", "A session may be phoning", "Nobody is being phoned"
PLAYED: dict[str, tuple[list[Json], int, int, str]] = {
    "well": ([], 1, 1, PHONES),
    "busy": ([{"kind": "api_error", "code": 314}], 2, 1, PHONES),
    "busy twice": ([{"kind": "api_error", "code": 340}, {"kind": "api_error", "code": 515}], 3, 1, PHONES),
    "no money": ([NO_MONEY] * 4, 4, 0, NOBODY),
    "lost before": ([LOST], 1, 0, PERHAPS),
    "lost after": ([{**LOST, "commit": True}], 1, 1, PERHAPS),
    "reset": ([{"kind": "reset_after_commit"}], 1, 1, PERHAPS),
    "truncated": ([{"kind": "truncated", "commit": True}], 1, 1, PERHAPS),
    "taken for a repetition": ([{"kind": "api_error", "code": 484}], 1, 0, PERHAPS),
    "busy, then lost": ([{"kind": "api_error", "code": 314}, {**LOST, "commit": True}], 2, 1, PERHAPS),
}


@pytest.fixture
def fresh(emulator: Emulator) -> World:
    """Give an account that no session runs in."""
    emulator.reset()
    return fill(emulator)


@pytest.mark.parametrize("method", STARTS)
@pytest.mark.parametrize(
    ("faults", "arrivals", "sessions", "is_started"),
    [
        ([], 1, 1, True),
        ([{"kind": "reset_before_commit"}], 2, 1, True),
        ([{"kind": "reset_after_commit"}], 2, 2, True),
        ([{"kind": "reset_after_commit"}, {"kind": "api_error", "code": 484}], 2, 1, False),
        ([{"kind": "reset_after_commit"}, {"kind": "reset_before_commit"}], 2, 1, False),
    ],
    ids=["well", "lost before", "lost after", "recognised", "lost twice"],
)
def test_start_when_a_proxy_repeats_requests_then_the_task_sent_one(
    emulator: Emulator,
    fresh: World,
    method: str,
    faults: list[Json],
    arrivals: int,
    sessions: int,
    is_started: bool,
) -> None:
    for fault in faults:
        emulator.add_fault(**fault, method=method)
    with RetryingProxy(emulator.api_url) as proxy:
        options = {**login(emulator), "application_name": "support", **STARTS[method], "api_url": proxy.url}
        result = run_module("vox_session", options)
    assert (proxy.received.count(method), proxy.passed_on.count(method)) == (1, arrivals)
    # Two, if the proxy repeats what was executed, which no client can see; a conference that runs is joined.
    assert len(emulator.state()["sessions"]) == (1 if method == "StartConference" else sessions)
    assert result.get("changed", False) is is_started
    assert result.get("ambiguous", False) is not is_started


def tasks_of_example(name: str) -> list[Json]:
    """The tasks of the example, with names that tell which time it is, and a failure that does not end the play."""
    (play,) = yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))
    (block,) = play["tasks"]
    for task in (*block["block"], *block["rescue"]):
        task["name"] += f": {name}"
    return [{"name": f"{name}, as a whole", "block": [block], "rescue": [{"ansible.builtin.meta": "noop"}]}]


@pytest.fixture(scope="module")
def run(controller: Controller, emulator: Emulator) -> Run:
    """Run the example once for each line of the table, in one play."""
    emulator.reset()
    world = fill(emulator)
    emulator.call(
        "AddRule", application_id=world.support, rule_name="oncall", rule_pattern="x", scenario_id=world.common
    )
    for faults, arrivals, *_rest in PLAYED.values():
        for fault in [*faults, UNDISTURBED][:arrivals]:
            emulator.add_fault(**fault, method="StartScenarios")
    return controller.run(
        [task for name in PLAYED for task in tasks_of_example(name)],
        ignore_errors=False,
        vars={"deploy_command": ["false"], "seconds_between_calls": 0},
    )


@pytest.mark.parametrize("name", PLAYED)
def test_example_when_its_calls_meet_faults_then_it_phones_once_or_says_that_it_may_have(run: Run, name: str) -> None:
    _faults, arrivals, sessions, said = PLAYED[name]
    phone = run[f"Phone the person on call: {name}"]
    end = run[f"Fail and report whether anyone is being phoned: {name}"]
    assert [call["method"] for call in phone.calls if call["write"]] == ["StartScenarios"] * arrivals
    assert sum(call["executed"] for call in phone.calls if call["write"]) == sessions
    assert said in end.message
    assert ("Check the call history" in end.message) is (said == PERHAPS)


def test_loop_when_it_repeats_whatever_failed_then_two_sessions_run(
    controller: Controller, emulator: Emulator, run: Run
) -> None:
    """Show why the guide warns of it."""
    emulator.add_fault(**LOST, commit=True, method="StartScenarios")
    task = {
        "name": "careless",
        "voximplant.platform.vox_session": {"application_name": "support", "rule_name": "oncall"},
        "register": "phone",
        "until": "phone is success",
        "retries": 2,
        "delay": 0,
    }
    careless = controller.run([task])["careless"]
    assert [call["executed"] for call in careless.calls if call["write"]] == [True, True]
