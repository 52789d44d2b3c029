# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""vox_sync when it is killed, when two run at once, and when somebody else writes meanwhile."""

from __future__ import annotations

import json
import pathlib
import subprocess
import sys
import time
import typing as t

import pytest

from harness import accounts, alone
from voximplant_emulator import Emulator

pytestmark = pytest.mark.one_core

Json = dict[str, t.Any]
SLOW_MS = 40
WRITES = 10


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> t.Iterator[Emulator]:
    """Run an emulator for all tests of this file; each of them starts with an empty account."""
    with Emulator(tmp_path_factory.mktemp("emulator")) as running:
        yield running


def begin(emulator: Emulator, options: Json) -> subprocess.Popen[str]:
    """Start vox_sync in a process of its own."""
    arguments = json.dumps({**accounts.login(emulator), **options})
    command = [sys.executable, str(pathlib.Path(alone.__file__)), "vox_sync", arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finish(process: subprocess.Popen[str]) -> Json:
    """Wait for vox_sync and return its result."""
    output, errors = process.communicate(timeout=300)
    assert not errors, errors
    result: Json = json.loads(output)
    return result


def wait_for_writes(emulator: Emulator, count: int) -> None:
    """Wait until so many writing calls have arrived."""
    deadline = time.monotonic() + 60
    while len(emulator.journal(write=True)) < count:
        assert time.monotonic() < deadline
        time.sleep(0.002)


def wanted() -> Json:
    """Six scenarios and three rules; one scenario is renamed, one deleted, one edited, three are new."""
    names = ["common", "renamed", "edited", "new_a", "new_b", "new_c"]
    scenarios: list[Json] = [{"name": name, "script": f"// {name}\n"} for name in names]
    scenarios[1]["renamed_from"] = "before"
    rules = [
        {"name": "first", "pattern": "1", "scenarios": ["common", "renamed", "new_a"]},
        {"name": "second", "pattern": "2", "scenarios": ["new_b", "common"]},
        {"name": "third", "pattern": "3", "scenarios": ["new_c"]},
    ]
    return {
        "scenarios": scenarios,
        "applications": [{"name": "support", "rules": rules}],
        "prune": ["bindings", "scenarios"],
        "workers": 1,
    }


def fill(emulator: Emulator) -> dict[str, int]:
    """The account before: four scenarios, and one of the rules with two of them; the ids of the scenarios."""
    emulator.reset()
    application_id = emulator.call("AddApplication", application_name="support")["application_id"]
    ids = {}
    for name in ("common", "before", "edited", "obsolete"):
        added = emulator.call("AddScenario", scenario_name=name, scenario_script=f"// {name}, once\n")
        ids[name] = added["scenario_id"]
    emulator.call(
        "AddRule",
        application_id=application_id,
        rule_name="first",
        rule_pattern="1",
        scenario_id=[ids["obsolete"], ids["before"], ids["common"]],
    )
    return ids


def check_declared(emulator: Emulator, before: dict[str, int]) -> None:
    """The account is as declared, without duplicates, and what was renamed kept its id."""
    scenarios = accounts.scenarios(emulator)
    assert {name: row["scenario_script"] for name, row in scenarios.items()} == {
        entry["name"]: entry["script"] for entry in wanted()["scenarios"]
    }
    ids = {name: row["scenario_id"] for name, row in scenarios.items()}
    assert (ids["renamed"], ids["common"], ids["edited"]) == (before["before"], before["common"], before["edited"])
    (application,) = emulator.state()["applications"]
    assert [(rule["rule_name"], rule["scenario_ids"]) for rule in application["rules"]] == [
        ("first", [ids["common"], ids["renamed"], ids["new_a"]]),
        ("second", [ids["new_b"], ids["common"]]),
        ("third", [ids["new_c"]]),
    ]


def test_sync_when_it_is_not_disturbed_then_it_makes_the_writes_that_the_other_tests_count(emulator: Emulator) -> None:
    before = fill(emulator)
    result = finish(begin(emulator, wanted()))
    assert len(emulator.journal(write=True)) == len(result["operations"]) == WRITES + 2
    check_declared(emulator, before)


@pytest.mark.parametrize("count", range(1, WRITES + 2))
def test_sync_when_it_is_killed_after_a_write_then_the_next_run_ends_in_the_declared_state(
    emulator: Emulator, count: int
) -> None:
    before = fill(emulator)
    emulator.set_latency(SLOW_MS)
    with begin(emulator, wanted()) as killed:
        wait_for_writes(emulator, count)
        killed.kill()
    emulator.set_latency(0)
    assert killed.returncode != 0
    time.sleep(SLOW_MS / 1000)  # a call that was on its way is executed all the same
    assert len(emulator.journal(write=True)) < WRITES + 2

    first, second = (finish(begin(emulator, wanted())) for _unused in range(2))

    assert first["changed"] and not first.get("failed"), first
    assert not second["changed"], second
    check_declared(emulator, before)


@pytest.mark.parametrize("latency", [0, 5, 40])
def test_sync_when_two_run_at_once_then_the_account_ends_as_declared_or_one_stops(
    emulator: Emulator, latency: int
) -> None:
    before = fill(emulator)
    emulator.set_latency(latency)
    both = [begin(emulator, {**wanted(), "workers": 4}) for _unused in range(2)]
    results = [finish(process) for process in both]
    emulator.set_latency(0)
    for result in results:
        assert not result.get("failed") or result["error"]["object"] in ("scenario", "rule"), result
    last = finish(begin(emulator, wanted()))
    assert not last.get("failed"), last
    check_declared(emulator, before)
    assert not finish(begin(emulator, wanted()))["changed"]


def test_sync_when_a_scenario_is_edited_between_reading_and_writing_then_it_stops(emulator: Emulator) -> None:
    before = fill(emulator)
    time.sleep(1.1)  # the platform tells the time of a change in whole seconds
    emulator.add_fault("delay", method="GetRules", ms=700)
    with begin(emulator, wanted()) as process:
        deadline = time.monotonic() + 60
        while not any(call["method"] == "GetScenarios" for call in emulator.journal()):
            assert time.monotonic() < deadline
            time.sleep(0.01)
        emulator.call("SetScenarioInfo", scenario_id=before["edited"], scenario_script="// console\n")
        result = finish(process)
    emulator.clear_faults()
    assert result["failed"] and result["error"]["name"] == "edited", result
    assert "Somebody else changed the scenario" in result["msg"]
    assert emulator.journal(write=True) == []
    assert accounts.texts(emulator)["edited"] == "// console\n"
