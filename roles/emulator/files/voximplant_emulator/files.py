# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files that only their owner may read."""

from __future__ import annotations

import fcntl
import os
import typing as t

if t.TYPE_CHECKING:
    import io
    import pathlib


def write_private(path: pathlib.Path, content: bytes) -> None:
    """Write a file that only its owner may read, at once: a reader sees the old content or the new."""
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "wb") as stream:
        stream.write(content)
    draft.replace(path)


def take(path: pathlib.Path) -> io.TextIOWrapper:
    """Return an open file that nobody else can take until it is closed; raise BlockingIOError if somebody has it."""
    stream = path.open("a", encoding="utf-8")
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        stream.close()
        raise BlockingIOError(f"another emulator uses {path.parent}") from error
    return stream
