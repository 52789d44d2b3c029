# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The command, restarts, and what a data directory keeps."""

from __future__ import annotations

import contextlib
import json
import os
import pathlib
import signal
import sqlite3
import subprocess
import sys
import time
import typing as t

import pytest
import requests

import voximplant_emulator
from voximplant_emulator import Emulator
from voximplant_emulator.server import process
from voximplant_emulator.state import files

from .conftest import Api, Json

SECRETS = ("api_key", "session_id", "control_token")
COMMAND = pathlib.Path(voximplant_emulator.__file__).parents[1] / "emulator.py"


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the command to its end."""
    return subprocess.run(
        [sys.executable, COMMAND, *map(str, arguments)], capture_output=True, text=True, timeout=30, check=False
    )


@pytest.fixture
def directory(data_dir: pathlib.Path) -> t.Iterator[pathlib.Path]:
    """Give a data directory, and stop the emulator that uses it in the end."""
    yield data_dir
    run("--data-dir", data_dir, "--stop")


def endpoint(directory: pathlib.Path) -> Json:
    """Return the content of endpoint.json."""
    content: Json = json.loads((directory / "endpoint.json").read_text(encoding="utf-8"))
    return content


def client(directory: pathlib.Path) -> Api:
    """Return a client of the emulator that uses a directory."""
    known = endpoint(directory)
    return Api(known["api_url"], {"account_id": known["account_id"], "api_key": known["api_key"]})


def test_restart_when_the_directory_is_the_same_then_everything_is_still_there(data_dir: pathlib.Path) -> None:
    with Emulator(data_dir, switches={"rebind": "error"}) as first:
        first.call("AddScenario", scenario_name="kept")
        Api(first.api_url, {"account_id": first.account_id, "api_key": first.api_key}).call("GetScenarios")
        first.add_fault("hang", skip=5)
        first.set_latency(1)
        before = (first.api_key, first.session_id, first.state(), first.journal(), first.faults())
        authority = pathlib.Path(first.ca_path).read_bytes()
    assert not (data_dir / "endpoint.json").exists()
    with Emulator(data_dir) as second:
        assert (second.api_key, second.session_id, second.state(), second.journal(), second.faults()) == before
        assert second.switches()["rebind"] == "error"
        assert pathlib.Path(second.ca_path).read_bytes() == authority


def test_directory_when_in_use_then_a_second_emulator_is_refused(data_dir: pathlib.Path) -> None:
    with Emulator(data_dir), pytest.raises(BlockingIOError, match="another emulator uses"):
        Emulator(data_dir)


def test_attributes_when_compared_with_the_file_then_are_the_same(data_dir: pathlib.Path) -> None:
    with Emulator(data_dir) as emulator:
        assert {name: getattr(emulator, name) for name in endpoint(data_dir)} == endpoint(data_dir)


def test_tls_when_asked_for_then_the_api_is_on_localhost_over_https(data_dir: pathlib.Path) -> None:
    with Emulator(data_dir, tls=True) as emulator:
        assert emulator.api_url.startswith("https://localhost:")
        login = {"account_id": emulator.account_id, "api_key": emulator.api_key}
        reply = requests.post(f"{emulator.api_url}/GetScenarios", data=login, verify=emulator.ca_path, timeout=5)
        assert reply.json()["total_count"] == 0
        headers = emulator.control_headers
        url = f"{emulator.control_url}/switches"
        switches = requests.get(url, headers=headers, verify=emulator.ca_path, timeout=5).json()
        assert switches["rebind"] == "noop"
        emulator.add_fault("reset_after_commit")
        with pytest.raises(requests.ConnectionError):
            requests.post(f"{emulator.api_url}/GetScenarios", data=login, verify=emulator.ca_path, timeout=5)
        assert emulator.journal()[-1]["executed"] is True


def test_command_when_in_the_background_then_answers_until_it_is_stopped(directory: pathlib.Path) -> None:
    options = ("--data-dir", directory, "--latency-ms", "1", "--switch", "rebind=error", "--switch", "count_cap=3")
    started = run(*options, "--background")
    shown = {name: value for name, value in endpoint(directory).items() if name not in SECRETS}
    assert (started.returncode, json.loads(started.stdout)) == (0, shown)
    assert json.loads(run("--data-dir", directory, "--status").stdout) == shown
    assert client(directory).call("GetScenarios")["total_count"] == 0
    control = endpoint(directory)["control_url"]
    headers = {"Authorization": f"Bearer {endpoint(directory)['control_token']}"}
    known = requests.get(f"{control}/setup", headers=headers, timeout=5).json()
    assert (known["switches"], known["latency_ms"]) == ({"rebind": "error", "count_cap": "3"}, 1.0)
    again = run("--data-dir", directory, "--background")
    assert (again.returncode, "another emulator uses" in again.stderr) == (1, True)
    assert run("--data-dir", directory, "--stop").stdout.strip() == "stopped"
    assert run("--data-dir", directory, "--stop").stdout.strip() == "there was none"
    assert run("--data-dir", directory, "--status").stdout.strip() == "null"
    assert (directory / "emulator.log").read_text(encoding="utf-8").count("\n") <= 1


def test_command_when_killed_then_the_next_start_finds_what_was_committed(directory: pathlib.Path) -> None:
    run("--data-dir", directory, "--background")
    client(directory).call("AddScenario", scenario_name="kept")
    os.kill(endpoint(directory)["pid"], signal.SIGKILL)
    restarted = run("--data-dir", directory, "--background")
    assert restarted.returncode == 0, restarted.stderr
    assert client(directory).names("GetScenarios") == ["kept"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_command_when_in_the_foreground_then_a_signal_ends_it_cleanly(
    directory: pathlib.Path, number: signal.Signals
) -> None:
    with subprocess.Popen(
        [sys.executable, COMMAND, "--data-dir", directory], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as command:
        assert command.stdout is not None
        assert endpoint_of(command.stdout.readline()) == endpoint(directory)["api_url"]
        command.send_signal(number)
        out, err = command.communicate(timeout=10)
    assert (command.returncode, out, err) == (0, "", "")
    assert not (directory / "endpoint.json").exists()


def endpoint_of(line: str) -> str:
    """Return the URL at the end of the command's first line."""
    return line.rsplit(" ", 1)[-1].strip()


@pytest.mark.parametrize("switch", ["rebind", "rebind=maybe", "colour=blue"])
def test_command_when_a_switch_cannot_be_then_is_refused(data_dir: pathlib.Path, switch: str) -> None:
    refused = run("--data-dir", data_dir, "--switch", switch)
    assert refused.returncode == 2
    assert "--switch" in refused.stderr
    assert not data_dir.exists()


def test_command_when_the_port_is_taken_then_says_so(directory: pathlib.Path, emulator: Emulator) -> None:
    port = emulator.api_url.split(":")[2].split("/")[0]
    refused = run("--data-dir", directory, "--port", port, "--background")
    assert refused.returncode == 1
    assert f"Port {port} is in use" in refused.stderr


def test_command_when_a_library_is_missing_then_names_it_and_the_list(tmp_path: pathlib.Path) -> None:
    (tmp_path / "werkzeug.py").write_text("raise ModuleNotFoundError(name='werkzeug')", encoding="utf-8")
    refused = subprocess.run(
        [sys.executable, COMMAND, "--data-dir", tmp_path / "data"],
        env={"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert refused.returncode == 1
    assert "needs werkzeug" in refused.stderr
    assert "requirements.txt" in refused.stderr


def start_stranger() -> subprocess.Popen[bytes]:
    """Start a process that has nothing to do with an emulator."""
    return subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])


def test_stop_when_the_process_id_of_a_stale_file_is_that_of_another_then_leaves_it_alone(
    directory: pathlib.Path,
) -> None:
    run("--data-dir", directory, "--background")
    stale = endpoint(directory)
    os.kill(stale["pid"], signal.SIGKILL)
    wait_for_end(stale["pid"])
    with start_stranger() as stranger:
        (directory / "endpoint.json").write_text(json.dumps({**stale, "pid": stranger.pid}), encoding="utf-8")
        (directory / "lock").write_text(str(stranger.pid), encoding="utf-8")
        assert run("--data-dir", directory, "--stop").stdout.strip() == "there was none"
        assert process.running_endpoint(directory) is None
        unchanged = json.loads(run("--data-dir", directory, "--ensure", "stopped").stdout)
        assert unchanged == {"changed": False, "message": "No emulator is running.", "endpoint": None}
        started = json.loads(run("--data-dir", directory, "--ensure", "started").stdout)
        assert (started["changed"], started["endpoint"]["pid"] == stranger.pid) == (True, False)
        stopped = json.loads(run("--data-dir", directory, "--ensure", "stopped").stdout)
        assert stopped["message"] == f"The emulator at {started['endpoint']['api_url']} was stopped."
        assert stranger.poll() is None
        stranger.kill()


def test_stop_when_the_file_names_another_process_than_the_lock_then_signals_neither(
    directory: pathlib.Path,
) -> None:
    run("--data-dir", directory, "--background")
    known = endpoint(directory)
    with start_stranger() as stranger:
        (directory / "endpoint.json").write_text(json.dumps({**known, "pid": stranger.pid}), encoding="utf-8")
        assert run("--data-dir", directory, "--stop").stdout.strip() == "there was none"
        assert stranger.poll() is None
        stranger.kill()
    (directory / "endpoint.json").write_text(json.dumps(known), encoding="utf-8")
    assert run("--data-dir", directory, "--stop").stdout.strip() == "stopped"


@pytest.mark.parametrize(
    ("setup", "message"),
    [
        ('{"switches": {"colour": "blue"}}', "there is no switch 'colour'"),
        ('{"phone_numbers": ["+1"]}', "a phone number has 3 to 15 digits"),
        ('{"faults": [{"kind": "flood"}]}', "unknown kind of fault 'flood'"),
        ("{", "Expecting property name"),
    ],
)
def test_ensure_when_the_setup_is_invalid_then_says_so_and_starts_nothing(
    directory: pathlib.Path, setup: str, message: str
) -> None:
    refused = run("--data-dir", directory, "--ensure", "started", "--setup", setup)
    assert (refused.returncode, refused.stdout, message in refused.stderr) == (1, "", True)
    assert not directory.exists()


def wait_for_end(pid: int) -> None:
    """Wait until a process that was killed has gone, or is at least a zombie without files."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            status = pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
        except OSError:
            return
        if status.rsplit(")", 1)[1].split()[0] == "Z":
            return
        time.sleep(0.01)
    raise AssertionError(f"{pid} does not end")


def test_stop_when_it_returns_then_the_emulator_has_gone(directory: pathlib.Path) -> None:
    command = [sys.executable, str(COMMAND), "--data-dir", str(directory)]
    for _unused in range(3):
        pid = process.start(command, directory)["pid"]
        assert files.locked_by(directory / "lock") == pid
        assert process.stop(directory)
        assert files.locked_by(directory / "lock") is None


def test_stop_when_the_emulator_is_part_of_this_program_then_is_refused(data_dir: pathlib.Path) -> None:
    with Emulator(data_dir) as emulator:
        refused = run("--data-dir", data_dir, "--stop")
        assert (refused.returncode, f"process id {os.getpid()}" in refused.stderr) == (1, True)
        assert emulator.call("GetScenarios")["total_count"] == 0


def test_directory_when_another_version_made_it_then_is_refused(data_dir: pathlib.Path) -> None:
    data_dir.mkdir()
    with contextlib.closing(sqlite3.connect(data_dir / "emulator.sqlite3")) as database:
        database.execute("CREATE TABLE account (account_id INTEGER)")
    with pytest.raises(RuntimeError, match=f"delete {data_dir}"):
        Emulator(data_dir)


def test_token_when_started_again_then_is_the_same_and_only_the_owner_reads_it(data_dir: pathlib.Path) -> None:
    with Emulator(data_dir) as first:
        token = first.control_token
        assert (data_dir / "control_token").stat().st_mode & 0o777 == 0o600
    with Emulator(data_dir) as second:
        assert second.control_token == token
    with Emulator(data_dir.with_name("other")) as other:
        assert other.control_token != token
