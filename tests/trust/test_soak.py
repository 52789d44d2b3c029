# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Load and soak: many tasks at a time, a large account under random faults, and many sessions under random faults."""

from __future__ import annotations

import collections
import time
import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api import client as _client
from harness import accounts
from harness.in_process import run_module

if t.TYPE_CHECKING:
    import collections.abc as c

    from harness.plays import Controller, Json
    from voximplant_emulator import Emulator

Figure = t.Callable[[str, t.Any], None]

everything = pytest.mark.everything
RULE = "callback"
# Calls of either sort meet one of these: some are executed before their answer is lost, and some are not.
RANDOM: tuple[Json, ...] = (
    {"kind": "http_status", "status": 503},
    {"kind": "http_status", "status": 502, "commit": True},
    {"kind": "api_error", "code": 2, "commit": True},
    {"kind": "api_error", "code": 340},
    {"kind": "http_status", "status": 429, "retry_after": 1},
    {"kind": "truncated", "commit": True},
    {"kind": "non_json"},
    {"kind": "reset_before_commit"},
    {"kind": "reset_after_commit"},
    {"kind": "result_zero", "commit": True},
)
# More than eight workers can outlast with three tries each.
OUTAGE: Json = {"kind": "http_status", "status": 503, "times": 40}


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait no time between tries."""
    monkeypatch.setattr(_client, "pause", lambda *_arguments: 0.0)


def add_random_faults(emulator: Emulator, rate: float, faults: c.Sequence[Json], **chosen: object) -> None:
    """Let a part of the calls meet one of the faults, each as often as another; the same ones in every run."""
    for seed, fault in enumerate(faults):
        emulator.add_fault(**fault, times=0, rate=rate / len(faults), seed=seed, **chosen)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("starts", [60, pytest.param(1000, marks=everything)])
def test_sessions_when_many_are_started_under_faults_then_each_runs_once_or_is_told_as_unknown(
    emulator: Emulator, figure: Figure, starts: int
) -> None:
    emulator.reset()
    world = accounts.fill(emulator)
    add_random_faults(emulator, 0.3, RANDOM, method="Start*")
    add_random_faults(emulator, 0.05, RANDOM, method="Get*")
    begun = time.monotonic()

    results = [
        run_module(
            "vox_session", {**accounts.login(emulator), "rule_id": world.inbound, "script_custom_data": str(number)}
        )
        for number in range(starts)
    ]

    sessions = collections.defaultdict(list)
    for row in emulator.state()["sessions"]:
        sessions[row["custom_data"]].append(row["call_session_history_id"])
    counts = collections.Counter(told(result) for result in results)
    for number, result in enumerate(results):
        found = sessions.get(str(number), [])
        if told(result) == "started":
            assert found == [result["call_session_history_id"]]
        else:
            assert len(found) <= (1 if told(result) == "unknown" else 0), result
            assert result["error"]["method"] in ("StartScenarios", "GetRules"), result
    lost = [number for number, result in enumerate(results) if told(result) == "unknown"]
    assert {len(sessions.get(str(number), [])) for number in lost} == {0, 1}  # nobody can tell from the answer
    assert min(counts[outcome] for outcome in ("started", "unknown", "not started")) > 0
    figure(f"sessions of {starts} starts", dict(counts))
    figure(f"seconds for {starts} starts", round(time.monotonic() - begun, 1))


def told(result: Json) -> str:
    """What a task says about its session."""
    if not result.get("failed"):
        return "started"
    return "unknown" if result["ambiguous"] else "not started"


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("count", [150, pytest.param(5000, marks=everything)])
def test_sync_when_one_call_in_twenty_fails_then_running_it_again_ends_as_declared(
    emulator: Emulator, figure: Figure, count: int
) -> None:
    emulator.reset()
    fill_half(emulator, count)
    emulator.add_fault(**OUTAGE, method="AddScenario", skip=count // 8)
    add_random_faults(emulator, 0.05, RANDOM)
    begun = time.monotonic()
    failures: list[Json] = []

    while (result := sync(emulator, count)).get("failed") or result["changed"]:
        if result.get("failed"):
            check_failed_sync(result)
            failures.append(result)
        assert len(failures) < 20, failures[-1]["msg"]

    calls = len(emulator.journal())
    emulator.clear_faults()
    check_declared(emulator, count)
    assert sync(emulator, count)["changed"] is False
    assert failures  # the outage is longer than the tries of all workers together
    faults = sum(call["fault"] is not None for call in emulator.journal())
    figure(f"failed runs before {count} scenarios were as declared", len(failures))
    figure(f"calls for {count} scenarios", calls)
    figure(f"calls that met a fault, for {count} scenarios", faults)
    figure(f"seconds for {count} scenarios", round(time.monotonic() - begun, 1))


def wanted(count: int) -> Json:
    """An account of so many scenarios, and a rule for each hundred of them that runs two."""
    names = [f"scenario_{number}" for number in range(count)]
    rules = [
        {"name": f"rule_{number}", "pattern": str(number), "scenarios": names[number : number + 2]}
        for number in range(count // 99)
    ]
    return {
        "scenarios": [{"name": name, "script": text(name)} for name in names],
        "applications": [{"name": "support", "rules": rules}],
    }


def text(name: str) -> str:
    """A text that a careless client would spoil."""
    return f"// {name}: Zoë\r\n{{{{ no template }}}}\n"


def fill_half(emulator: Emulator, count: int) -> None:
    """Give an account every other one of the scenarios, and every fourth with another text."""
    for number in range(0, count, 2):
        name = f"scenario_{number}"
        emulator.call("AddScenario", scenario_name=name, scenario_script=text(name) if number % 4 else "// once\n")


def sync(emulator: Emulator, count: int) -> Json:
    """Bring the account to the declared state, as far as it goes."""
    return run_module("vox_sync", {**accounts.login(emulator), **wanted(count), "retries": 2, "workers": 8})


def check_failed_sync(result: Json) -> None:
    """Make sure that a failed run names the call, the object of one that writes, and what to do about it."""
    error = result["error"]
    assert error["method"] in result["msg"], result["msg"]
    assert error["method"].startswith("Get") or (error["object"] and error["name"] in result["msg"])
    assert result["ambiguous"] is ("It is unknown whether" in result["msg"])
    assert any(advice in result["msg"] for advice in ("un the task again", "Check api_url")), result["msg"]


def check_declared(emulator: Emulator, count: int) -> None:
    """Make sure that the account is as declared, with nothing in it twice and no text changed."""
    declared = wanted(count)
    assert accounts.texts(emulator) == {entry["name"]: entry["script"] for entry in declared["scenarios"]}
    names = {row["scenario_id"]: name for name, row in accounts.scenarios(emulator).items()}
    (application,) = emulator.state()["applications"]
    assert [
        (rule["rule_name"], [names[scenario_id] for scenario_id in rule["scenario_ids"]])
        for rule in application["rules"]
    ] == [(rule["name"], rule["scenarios"]) for rule in declared["applications"][0]["rules"]]
    added = collections.Counter(
        call["params"]["scenario_name"]
        for call in emulator.journal(write=True)
        if call["method"] == "AddScenario" and call["executed"]
    )
    assert set(added.values()) == {1}


@pytest.mark.parametrize("hosts", [20, pytest.param(200, marks=everything)])
def test_tasks_when_many_hosts_run_them_at_a_time_then_each_is_done_once(
    controller: Controller, emulator: Emulator, figure: Figure, hosts: int
) -> None:
    emulator.reset()
    accounts.fill(emulator)
    latency = hosts * 0.025  # so that the calls of many hosts are under way together
    emulator.set_latency(latency * 1000)
    names = [f"host_{number}" for number in range(hosts)]
    local = {"ansible_connection": "local", "ansible_python_interpreter": "{{ ansible_playbook_python }}"}
    controller.write("inventory/many.yml", {"all": {"hosts": {name: local for name in names}}})
    begun = time.monotonic()

    run = controller.run(
        [
            {
                "name": "create",
                "voximplant.platform.vox_scenario": {"name": "{{ inventory_hostname }}", "script": "// mine\n"},
            }
        ],
        *("--forks", str(hosts)),
        hosts="host_*",
    )

    emulator.set_latency(0)
    assert sorted(outcome.host for outcome in run.outcomes if outcome.result["changed"]) == sorted(names)
    assert {name for name in accounts.texts(emulator) if name.startswith("host_")} == set(names)
    added = [call for call in emulator.journal(write=True) if call["method"] == "AddScenario"]
    assert len(added) == hosts
    figure(f"tasks at a time, each with its scenario, of {hosts}", len(run.outcomes))
    figure(f"most calls under way at a time, of {hosts} hosts", accounts.most_at_a_time(emulator, latency))
    figure(f"seconds for {hosts} hosts", round(time.monotonic() - begun, 1))
