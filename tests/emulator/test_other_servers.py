# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The emulator's command where something else is in the place of an emulator."""

from __future__ import annotations

import pathlib
import socket
import threading

import pytest

from voximplant_emulator.server import client, process


@pytest.mark.parametrize("content", ["", "{", "[]", "null", "{}", '"pid"'])
def test_state_when_its_file_says_nothing_then_no_emulator_is_running(tmp_path: pathlib.Path, content: str) -> None:
    (tmp_path / "endpoint.json").write_text(content, encoding="utf-8")
    (tmp_path / "lock").touch()
    assert process.running_endpoint(tmp_path) is None


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (b"HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno", "HTTP 404"),
        (b"HTTP/1.1 500 Broken\r\nContent-Length: 2\r\n\r\n[]", "HTTP 500"),
        (b"SSH-2.0-x\r\n", "BadStatusLine"),
    ],
)
def test_setup_when_another_server_answers_then_that_is_said(answer: bytes, says: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            with listener.accept()[0] as connection:
                connection.recv(65536)
                connection.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with pytest.raises(RuntimeError, match=f"the control URL is not the emulator's: {says}"):
            client.put({"control_url": url, "control_token": "t", "ca_path": None}, "setup", {})
        thread.join()
