# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The emulator's process: starting it in the background, finding it, and stopping it."""

from __future__ import annotations

import json
import os
import pathlib
import signal
import subprocess
import sys
import time
import typing as t

from ..state.files import check_private, locked_by, make_private

if t.TYPE_CHECKING:
    import collections.abc as c

ENDPOINT = "endpoint.json"
LOCK = "lock"
LOG = "emulator.log"
SECRETS = frozenset({"api_key", "control_token", "session_id"})
PATIENCE_SECONDS = 30
_STEP_SECONDS = 0.02


def running_endpoint(directory: pathlib.Path) -> dict[str, t.Any] | None:
    """Return the content of `endpoint.json` if the emulator that wrote it still runs, else None.

    The process id in the file proves nothing: after a crash it may be that of any other process. The emulator that
    runs holds a lock, which the kernel releases when it ends.
    """
    try:
        check_private(directory)
        endpoint: dict[str, t.Any] = json.loads((directory / ENDPOINT).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):  # an emulator writes it whole
        return None
    if not isinstance(endpoint, dict) or "pid" not in endpoint:
        return None
    return endpoint if locked_by(directory / LOCK) == endpoint["pid"] else None


def without_secrets(endpoint: dict[str, t.Any] | None) -> dict[str, t.Any] | None:
    """Return what may be shown of an endpoint."""
    return endpoint and {name: value for name, value in endpoint.items() if name not in SECRETS}


def start(command: c.Sequence[str], directory: pathlib.Path) -> dict[str, t.Any]:
    """Start `command` in a session of its own and return its endpoint; raise RuntimeError if it does not get ready."""
    make_private(directory)
    log = directory / LOG
    with log.open("w", encoding="utf-8") as stream:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=stream, stderr=subprocess.STDOUT, start_new_session=True
        )
    for _unused in range(int(PATIENCE_SECONDS / _STEP_SECONDS)):
        endpoint = running_endpoint(directory)
        if endpoint is not None and endpoint["pid"] == process.pid:
            return endpoint
        if process.poll() is not None:
            break
        time.sleep(_STEP_SECONDS)
    process.terminate()
    raise RuntimeError(f"the emulator did not start: {log.read_text(encoding='utf-8').strip()}")


def stop(directory: pathlib.Path) -> bool:
    """Stop the emulator of a directory and wait until it has gone; return whether there was one.

    Raise RuntimeError if it does not stop, or if it is part of another program.
    """
    endpoint = running_endpoint(directory)
    if endpoint is None:
        return False
    if endpoint["embedded"]:
        raise RuntimeError(f"the emulator is part of the program with the process id {endpoint['pid']}: end that")
    _terminate(directory, endpoint["pid"])
    for _unused in range(int(PATIENCE_SECONDS / _STEP_SECONDS)):
        if locked_by(directory / LOCK) != endpoint["pid"]:
            return True
        time.sleep(_STEP_SECONDS)
    raise RuntimeError(f"the emulator with the process id {endpoint['pid']} does not stop")


def _terminate(directory: pathlib.Path, pid: int) -> None:
    """Send SIGTERM to the emulator, and to no process that got its id in the meantime."""
    if not hasattr(os, "pidfd_open"):
        os.kill(pid, signal.SIGTERM)
        return
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    try:
        if running_endpoint(directory) is not None:  # so the descriptor is the emulator's
            signal.pidfd_send_signal(descriptor, signal.SIGTERM)
    except ProcessLookupError:
        return
    finally:
        os.close(descriptor)


def this_command(arguments: c.Sequence[str]) -> list[str]:
    """Return the command that is running, with other arguments."""
    return [sys.executable, str(pathlib.Path(sys.argv[0]).absolute()), *arguments]
