# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role `emulator`: its README is complete, and the role does what it says."""

from __future__ import annotations

import json
import os
import pathlib
import re
import socket
import subprocess
import sys
import typing as t

import pytest

import voximplant_emulator
from voximplant_emulator.api import faults
from voximplant_emulator.state import switches

ROLE = pathlib.Path(voximplant_emulator.__file__).parents[2]
PLAYBOOK = pathlib.Path(sys.executable).with_name("ansible-playbook")
README = (ROLE / "README.md").read_text(encoding="utf-8")
CONFIGURED: dict[str, object] = {
    "emulator_tls": True,
    "emulator_latency_ms": 1.5,
    "emulator_switches": {"rebind": "error", "escape_slashes": True, "count_cap": 3},
    "emulator_faults": [{"kind": "hang", "skip": 2}],
    "emulator_phone_numbers": ["12025550100", {"phone_number": "12025550101", "is_sms_supported": False}],
}
Step = dict[str, object]
STARTED: Step = {"emulator_state": "started"}
STOPPED: Step = {"emulator_state": "stopped"}


def table(heading: str) -> dict[str, str]:
    """Return the rows of the first table below a heading of the README, by their first cell."""
    section = README.split(f"## {heading}\n")[1].split("\n## ")[0]
    rows: list[tuple[str, str]] = re.findall(r"^\| `(\w+)` \| (.*) \|$", section, re.MULTILINE)
    return dict(rows)


def test_page_when_compared_with_the_switches_then_lists_each_with_its_values_default_first() -> None:
    values = {name: re.findall(r"`([^`]+)`", cells.split(" | ")[0]) for name, cells in table("Switches").items()}
    expected = {name: list(choices) for name, choices in switches.CHOICES.items()}
    assert values == {**expected, **{name: [value] for name, value in switches.NUMBERS.items()}}


def test_page_when_compared_with_the_faults_then_lists_each_with_its_options() -> None:
    rows = table("Faults")
    assert set(rows) == set(faults.KINDS)
    for name, kind in faults.KINDS.items():
        options = re.sub(r"\([^)]*\)", "", f"{rows[name]} ".split(" | ")[-1])
        assert re.findall(r"`(\w+)`", options) == list(kind.options), name


def play(directory: pathlib.Path, steps: list[Step], *arguments: str, **environ: str) -> str:
    """Run the role once for each step, in one play that goes on after a failure, and return the output.

    The play has defaults that the commands of the role must not take over.
    """
    defaults = {"ansible.builtin.command": {"creates": "/", "removes": "/nowhere", "chdir": "/nowhere"}}
    common = {"emulator_data_dir": str(directory / "data")}
    tasks = [
        {
            "block": [
                {
                    "ansible.builtin.include_role": {
                        "name": "voximplant.platform.emulator",
                        "apply": {"ignore_errors": True, **({"check_mode": True} if step.get("check_mode") else {})},
                    },
                    "vars": {**common, **{name: value for name, value in step.items() if name != "check_mode"}},
                }
            ],
            "rescue": [{"ansible.builtin.meta": "noop"}],
        }
        for step in steps
    ]
    book = directory / "play.yml"
    play = {"hosts": "localhost", "gather_facts": False, "module_defaults": defaults, "tasks": tasks}
    book.write_text(json.dumps([play]), encoding="utf-8")
    environment = {**os.environ, "ANSIBLE_NOCOLOR": "1", "ANSIBLE_LOCALHOST_WARNING": "0", **environ}
    local = f"ansible_connection=local ansible_python_interpreter={sys.executable}"
    command = [str(PLAYBOOK), "-i", "localhost,", "-e", local, str(book), *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)
    return done.stdout


def changes(output: str) -> list[bool]:
    """Return for each time the role ran whether it changed something."""
    runs = output.split("TASK [voximplant.platform.emulator : Find out what differs]")[1:]
    return ["\nchanged:" in run for run in runs]


@pytest.fixture
def directory(tmp_path: pathlib.Path) -> t.Iterator[pathlib.Path]:
    """Give a directory, and stop the emulator that uses it in the end."""
    yield tmp_path
    command = [sys.executable, str(ROLE / "files" / "emulator.py"), "--data-dir", str(tmp_path / "data"), "--stop"]
    subprocess.run(command, check=True, capture_output=True)


def test_role_when_run_in_every_state_twice_then_the_second_time_changes_nothing_and_no_secret_is_shown(
    directory: pathlib.Path,
) -> None:
    steps = [STARTED, CONFIGURED, CONFIGURED, STOPPED, STOPPED]
    output = play(directory, steps, "-vvvv", "--diff")
    assert changes(output) == [True, True, False, True, False]
    assert output.count("emulator_account_id") >= 1
    with voximplant_emulator.Emulator(directory / "data") as again:
        secrets = (again.api_key, again.session_id, again.control_token)
        assert [secret for secret in secrets if secret in output] == []
        assert (again.switches()["rebind"], again.switches()["escape_slashes"]) == ("error", "true")
        assert [fault["fault"] for fault in again.faults()] == CONFIGURED["emulator_faults"]
        numbers = {row["phone_number"]: row["is_sms_supported"] for row in again.state()["phone_numbers"]}
        assert numbers == {"12025550100": True, "12025550101": False}


def test_role_when_a_variable_is_empty_or_in_check_mode_then_defaults_count_and_nothing_changes(
    directory: pathlib.Path,
) -> None:
    empty: Step = {name: "" for name in (*CONFIGURED, "emulator_state", "emulator_port")}
    changed: Step = {"emulator_switches": {"rebind": "error"}, "check_mode": True}
    nothing: Step = {name: None for name in CONFIGURED}  # ansible-core 2.18 refuses a state that is null
    steps = [{**STARTED, "check_mode": True}, STARTED, empty, nothing, changed, STARTED]
    output = play(directory, [*steps, {**STOPPED, "check_mode": True}, STARTED], "-v")
    assert changes(output) == [True, True, False, False, True, False, True, False]
    for message in ("would be started", "would be changed: switches", "would be stopped"):
        assert message in output


def test_role_when_a_variable_is_invalid_then_says_so(directory: pathlib.Path) -> None:
    steps: dict[str, Step] = {
        "emulator_state must be started or stopped, not running.": {"emulator_state": "running"},
        "emulator_tls must be true or false, not maybe.": {"emulator_tls": "maybe"},
        "latency_ms must be a number from 0, not 'fast'": {"emulator_latency_ms": "fast"},
        "there is no switch 'colour'": {"emulator_switches": {"colour": "blue"}},
        "a phone number has 3 to 15 digits": {"emulator_phone_numbers": ["+1"]},
    }
    with socket.create_server(("127.0.0.1", 0)) as taken:
        steps["did not start"] = {"emulator_port": taken.getsockname()[1]}
        output = play(directory, [STARTED, *steps.values()])
    assert "...ignoring" not in output
    assert [message for message in steps if message not in output] == []
    assert output.count("fatal:") == len(steps)


def test_role_when_the_play_is_in_check_mode_then_says_so_and_starts_nothing(directory: pathlib.Path) -> None:
    assert changes(play(directory, [STARTED], "--check")) == [True]
    assert not (directory / "data").exists()


def test_playbook_when_it_starts_the_emulator_then_ends_with_a_line_that_says_so(directory: pathlib.Path) -> None:
    variables = json.dumps({"emulator_data_dir": str(directory / "data")})
    command = [str(PLAYBOOK), "voximplant.platform.emulator", "-e", variables]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)
    (message,) = re.findall(r'"msg": "(.*)"', done.stdout)
    url = r"http://127.0.0.1:\d+/platform_api"
    file = re.escape(str(directory / "data" / "credentials.json"))
    use = rf"To use it: export VOXIMPLANT_API_URL={url} VOXIMPLANT_CREDENTIALS={file}"
    assert re.fullmatch(rf"The emulator answers at {url}\. {use}", message)


def test_role_when_a_library_is_missing_then_says_what_to_install(directory: pathlib.Path) -> None:
    (directory / "werkzeug.py").write_text("raise ModuleNotFoundError(name='werkzeug')", encoding="utf-8")
    output = play(directory, [STARTED], PYTHONPATH=str(directory))
    assert "The emulator needs werkzeug, which is not installed here" in output
    assert "requirements.txt" in output
    assert output.count("fatal:") == 1
