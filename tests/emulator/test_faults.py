# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every kind of fault: what the client sees and whether the call is executed."""

from __future__ import annotations

import base64
import typing as t

import pytest
import requests

from voximplant_emulator.api import faults

if t.TYPE_CHECKING:
    from voximplant_emulator import Emulator

    from .conftest import Api, Json, World

See = t.Callable[[requests.Response], object]
BODY = base64.b64encode(b"\x00\xff").decode()
ANSWERED: list[tuple[Json, See, object]] = [
    ({"kind": "http_status", "status": 502}, lambda r: (r.status_code, "<html>" in r.text), (502, True)),
    ({"kind": "http_status", "status": 429, "retry_after": 3}, lambda r: r.headers["Retry-After"], "3"),
    ({"kind": "http_status", "status": 500, "body": "x"}, lambda r: ("Retry-After" in r.headers, r.text), (False, "x")),
    ({"kind": "api_error", "code": 340}, lambda r: r.json(), {"error": {"code": 340, "msg": "Rate limit exceed."}}),
    (
        {"kind": "api_error", "code": 15, "msg": "m", "field_name": "f", "as": "errors"},
        lambda r: r.json(),
        {"errors": [{"code": 15, "msg": "m", "field_name": "f"}]},
    ),
    ({"kind": "result_zero"}, lambda r: r.json(), {"result": 0}),
    (
        {"kind": "truncated"},
        lambda r: (r.status_code, r.text.startswith("{"), r.text.endswith("}")),
        (200, True, False),
    ),
    ({"kind": "non_json"}, lambda r: (r.status_code, r.headers["Content-Type"]), (200, "text/html")),
    ({"kind": "non_json", "body": "x", "content_type": "application/json"}, lambda r: r.text, "x"),
    (
        {"kind": "raw", "body": BODY, "status": 418, "content_type": "image/png", "headers": {"X-A": "b"}},
        lambda r: (r.status_code, r.content, r.headers["Content-Type"], r.headers["X-A"]),
        (418, b"\x00\xff", "image/png", "b"),
    ),
]
BROKEN: list[Json] = [
    {"kind": "hang", "seconds": 0.1},
    {"kind": "truncated", "incomplete": True},
]


def names(emulator: Emulator) -> list[str]:
    """Return the names of the scenarios that there are."""
    return [row["scenario_name"] for row in emulator.state()["scenarios"]]


@pytest.mark.parametrize("commit", [False, True])
@pytest.mark.parametrize(("fault", "see", "expected"), ANSWERED)
def test_fault_when_it_answers_then_so_and_commits_only_if_told(
    emulator: Emulator, api: Api, fault: Json, see: See, expected: object, commit: bool
) -> None:
    emulator.add_fault(**fault, commit=commit)
    assert see(api.send("AddScenario", scenario_name="new")) == expected
    assert names(emulator) == (["new"] if commit else [])
    row = emulator.journal()[-1]
    assert (row["fault"], row["executed"]) == (fault["kind"], commit)


@pytest.mark.parametrize("commit", [False, True])
@pytest.mark.parametrize("fault", BROKEN)
def test_fault_when_it_breaks_the_connection_then_so_and_commits_only_if_told(
    emulator: Emulator, api: Api, fault: Json, commit: bool
) -> None:
    emulator.add_fault(**fault, commit=commit)
    with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        api.send("AddScenario", scenario_name="new")
    assert names(emulator) == (["new"] if commit else [])
    assert api.call("GetScenarios")["total_count"] == int(commit)


@pytest.mark.parametrize(("kind", "committed"), [("reset_before_commit", False), ("reset_after_commit", True)])
def test_fault_when_it_resets_then_the_client_sees_a_reset(
    emulator: Emulator, api: Api, kind: str, committed: bool
) -> None:
    emulator.add_fault(kind)
    with pytest.raises(requests.ConnectionError, match="Connection reset by peer"):
        api.send("AddScenario", scenario_name="new")
    assert names(emulator) == (["new"] if committed else [])
    row = emulator.journal()[-1]
    assert (row["fault"], row["status"], row["executed"]) == (kind, None, committed)


def test_hang_when_the_client_gives_up_then_ends_at_once(emulator: Emulator, api: Api) -> None:
    emulator.add_fault("hang", commit=True)
    with pytest.raises(requests.Timeout):
        api.http.post(f"{api.url}/AddScenario", data={**api.login, "scenario_name": "new"}, timeout=0.1)
    assert names(emulator) == ["new"]


def test_delay_when_met_then_executes_and_answers_late(emulator: Emulator, api: Api) -> None:
    emulator.add_fault("delay", ms=80)
    response = api.send("AddScenario", scenario_name="new")
    assert response.elapsed.total_seconds() >= 0.08
    assert response.json()["result"] == 1


def test_warnings_when_met_then_stand_beside_the_result(emulator: Emulator, api: Api) -> None:
    emulator.add_fault("warnings", warnings=["look out"])
    assert api.call("AddScenario", scenario_name="new")["warnings"] == ["look out"]
    assert names(emulator) == ["new"]


def test_raw_when_endless_then_streams_until_the_client_goes(emulator: Emulator, api: Api) -> None:
    emulator.add_fault("raw", body=base64.b64encode(b"x" * 1000).decode(), endless=True)
    with api.http.post(f"{api.url}/GetScenarios", data=api.login, stream=True) as response:
        chunks = response.iter_content(100_000)
        assert sum(len(next(chunks)) for _unused in range(20)) > 1_000_000
    assert api.call("GetScenarios")["total_count"] == 0


def outcomes(api: Api, method: str, times: int) -> str:
    """Return how calls went, a letter each: . for a success, x for a fault."""
    return "".join("x" if api.send(method).status_code == 503 else "." for _unused in range(times))


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, "x..."),
        ({"times": 2}, "xx.."),
        ({"skip": 1}, ".x.."),
        ({"skip": 1, "times": 2}, ".xx."),
        ({"times": 0}, "xxxx"),
        ({"method": "GetS*", "times": 0}, "xxxx"),
        ({"method": "GetRules", "times": 0}, "...."),
        ({"method": "media", "times": 0}, "...."),
        ({"times": 0, "rate": 1}, "xxxx"),
        ({"times": 0, "rate": 0}, "...."),
    ],
)
def test_fault_when_counted_then_meets_those_calls(emulator: Emulator, api: Api, options: Json, expected: str) -> None:
    emulator.add_fault("http_status", **options)
    assert outcomes(api, "GetScenarios", 4) == expected


def test_fault_when_left_to_chance_then_each_seed_meets_about_as_many_calls_as_told_and_always_the_same(
    emulator: Emulator, api: Api
) -> None:
    drawn = []
    for seed in (1, 2, 1):
        emulator.clear_faults()
        emulator.add_fault("http_status", times=0, rate=0.25, seed=seed)
        drawn.append(outcomes(api, "GetScenarios", 200))
    assert drawn[0] == drawn[2] != drawn[1]
    assert all(30 < letters.count("x") < 70 for letters in drawn)


def test_fault_when_for_an_account_then_leaves_others_alone(emulator: Emulator, api: Api) -> None:
    other = emulator.add_account()["account_id"]
    emulator.add_fault("http_status", account_id=other)
    assert outcomes(api, "GetScenarios", 1) == "."
    emulator.add_fault("http_status", account_id=emulator.account_id)
    assert outcomes(api, "GetScenarios", 1) == "x"


def test_faults_when_several_then_the_next_waits_for_the_first(emulator: Emulator, api: Api) -> None:
    emulator.add_fault("api_error", code=340)
    emulator.add_fault("api_error", code=515)
    assert [api.code("GetScenarios"), api.code("GetScenarios")] == [340, 515]
    assert [fault["seen"] for fault in emulator.faults()] == [2, 1]
    emulator.clear_faults()
    assert emulator.faults() == []


@pytest.mark.parametrize(
    ("fault", "complaint"),
    [
        ({"kind": "flood"}, "unknown kind of fault 'flood'"),
        ({"kind": "hang", "colour": "blue"}, "has no 'colour'"),
        ({"kind": "reset_after_commit", "commit": False}, "has no 'commit'"),
        ({"kind": "http_status", "status": "bad"}, "invalid literal"),
        ({"kind": "http_status", "times": -1}, "times must be"),
        ({"kind": "http_status", "rate": 1.5}, "rate must be"),
        ({"kind": "cut"}, "needs 'parameter'"),
        ({"kind": "cut", "parameter": "x", "length": -1}, "length must be"),
        ({"kind": "cut", "parameter": "x", "length": "many"}, "invalid literal"),
        ({"kind": "meanwhile"}, "needs 'call'"),
        ({"kind": "meanwhile", "call": "DelEverything"}, "no API method 'DelEverything'"),
        ({"kind": "shift_rows", "by": "some"}, "invalid literal"),
    ],
)
def test_fault_when_it_cannot_be_then_is_refused(emulator: Emulator, fault: Json, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        emulator.add_fault(**fault)
    assert emulator.faults() == []


def test_cases_when_compared_with_the_kinds_then_cover_every_kind() -> None:
    here = {fault["kind"] for fault, *_unused in ANSWERED} | {fault["kind"] for fault in BROKEN}
    alone = {"reset_before_commit", "reset_after_commit", "delay", "warnings"}
    alone |= {"lost", "cut", "meanwhile", "shift_rows"}  # in test_lies.py
    assert here | alone == set(faults.KINDS)


@pytest.mark.parametrize(
    ("kind", "expected", "delivered"),
    [
        ("http_status", "503", 0),
        ("reset_after_commit", "reset", 1),
        ("reset_before_commit", "reset", 0),
        ("warnings", "200", 1),
    ],
)
def test_fault_when_for_media_then_meets_the_command(
    emulator: Emulator, api: Api, world: World, kind: str, expected: str, delivered: int
) -> None:
    url = emulator.call("StartScenarios", rule_id=world.inbound)["media_session_access_url"]
    emulator.add_fault(kind, method="media")
    try:
        seen = str(api.http.post(url, data="hello").status_code)
    except requests.ConnectionError:
        seen = "reset"
    assert seen == expected
    assert len(emulator.state()["sessions"][0]["commands"]) == delivered
    assert emulator.journal()[-1]["fault"] == kind


def test_fault_when_for_every_method_then_leaves_commands_to_sessions_alone(
    emulator: Emulator, api: Api, world: World
) -> None:
    url = emulator.call("StartScenarios", rule_id=world.inbound)["media_session_access_url"]
    emulator.add_fault("http_status", times=0)
    assert api.http.post(url, data="hello").status_code == 200
