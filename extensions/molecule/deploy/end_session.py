# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Ends the next session that runs on an emulator, as its scenarios would, and then itself.

The emulator runs no scripts, so somebody has to. Usage: end_session.py CONTROL_URL
The token of the control API is in the environment variable EMULATOR_CONTROL_TOKEN.
"""

from __future__ import annotations

import json
import os
import sys
import time
import urllib.request

PATIENCE_SECONDS = 60
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))
OPENER.addheaders = [("Authorization", f"Bearer {os.environ['EMULATOR_CONTROL_TOKEN']}")]


def running_sessions(control_url: str) -> list[int]:
    """Return the ids of the sessions that have not finished."""
    with OPENER.open(f"{control_url}/state", timeout=10) as answer:
        sessions = json.load(answer)["sessions"]
    return [session["call_session_history_id"] for session in sessions if session["active"]]


def finish(control_url: str, session: int) -> None:
    """End a session normally."""
    request = urllib.request.Request(
        f"{control_url}/sessions/{session}/finish", b"{}", {"Content-Type": "application/json"}
    )
    OPENER.open(request, timeout=10).close()


def main(control_url: str) -> None:
    """Wait for a session and end it."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        for session in running_sessions(control_url):
            finish(control_url, session)
            return
        time.sleep(0.2)


if __name__ == "__main__":
    main(sys.argv[1])
