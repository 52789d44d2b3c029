# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Looks for secrets: whole ones, and any twelve characters of one, in texts, files and processes."""

from __future__ import annotations

import contextlib
import json
import pathlib
import threading
import time
import typing as t
from urllib.parse import urlsplit

if t.TYPE_CHECKING:
    import collections.abc as c
    import subprocess

    from voximplant_emulator import Emulator

PIECE = 12
TOKEN_START = "eyJhbGciOiJS"  # what every signed token begins with: {"alg":"RS


class Secrets:
    """All that must not show, and where a piece of it does.

    :arg texts: the secrets
    """

    def __init__(self, texts: c.Iterable[str]) -> None:
        self._pieces = {TOKEN_START} | {
            text[start : start + PIECE] for text in texts for start in range(len(text) - PIECE + 1)
        }

    def __len__(self) -> int:
        """How many pieces are looked for."""
        return len(self._pieces)

    def found_in(self, text: str) -> list[str]:
        """Where a text holds a piece, with what is around it."""
        pieces, found, start = self._pieces, [], 0
        while start <= len(text) - PIECE and len(found) < 3:
            if text[start : start + PIECE] in pieces:
                found.append(text[max(start - 150, 0) : start + 60])
                start += 1000
            start += 1
        return found

    def found_below(self, folder: pathlib.Path, known: c.Collection[pathlib.Path]) -> list[str]:
        """The files below a folder that hold a piece, but for those that are known to."""
        found = []
        for path in folder.rglob("*"):
            if path.is_file() and path not in known:
                with contextlib.suppress(FileNotFoundError):
                    found += [f"{path}: {text}" for text in self.found_in(path.read_bytes().decode("utf-8", "replace"))]
        return found


def secrets_of(emulator: Emulator, *addresses: str, values: c.Iterable[str] = ()) -> Secrets:
    """The secrets of the emulator's account and of the addresses of sessions, and other values."""
    key = json.loads(pathlib.Path(emulator.credentials_file).read_text(encoding="utf-8"))
    lines = [line for line in key["private_key"].splitlines() if not line.startswith("-----")]
    parts = [urlsplit(url).path.rpartition("/")[2] for url in addresses]
    return Secrets([emulator.api_key, emulator.session_id, *lines, *parts, *values])


class Watch:
    """Gathers what all processes of a play show to others while it runs: their arguments and their environment.

    A play is told from others by an entry of its environment.
    """

    def __init__(self, environment: str) -> None:
        self._mark = environment.encode()
        self._own: set[int] = set()
        self.arguments: set[str] = set()
        self.environments: set[str] = set()

    def __call__(self, process: subprocess.Popen[str]) -> None:
        """Watch a process and its children until it ends."""
        self._own.add(process.pid)
        threading.Thread(target=self._gather, args=(process,), daemon=True).start()

    def _gather(self, process: subprocess.Popen[str]) -> None:
        while process.poll() is None:
            for folder in pathlib.Path("/proc").glob("[0-9]*"):
                with contextlib.suppress(OSError):
                    self._look_at(folder)
            time.sleep(0.02)

    def _look_at(self, folder: pathlib.Path) -> None:
        environment = (folder / "environ").read_bytes()
        if self._mark in environment:
            self.arguments.add((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace"))
            self.environments.add(environment.replace(b"\0", b"\n").decode("utf-8", "replace"))

    def saw(self, part: str) -> bool:
        """Whether a process had this in its arguments."""
        return any(part in arguments for arguments in self.arguments)
