# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files that only their owner may read, and the lock of a data directory."""

from __future__ import annotations

import fcntl
import os
import stat
import typing as t

if t.TYPE_CHECKING:
    import io
    import pathlib


def make_private(directory: pathlib.Path) -> None:
    """Make a directory unless it exists; raise RuntimeError if anybody else could put files or links into it."""
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    check_private(directory)


def check_private(directory: pathlib.Path) -> None:
    """Raise RuntimeError if a directory, or a link in its place, does not belong to this user alone."""
    found = (directory.lstat(), directory.stat())
    if any(each.st_uid != os.geteuid() for each in found) or stat.S_IMODE(found[1].st_mode) & 0o022:
        raise RuntimeError(
            f"{directory} must be a directory that belongs to you and that nobody else can write to; "
            "if it is yours, run chmod go-w on it"
        )


def write_private(path: pathlib.Path, content: bytes) -> None:
    """Write a file that only its owner may read, atomically: a reader sees the old content or the new."""
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "wb") as stream:
        stream.write(content)
    draft.replace(path)


def lock(path: pathlib.Path) -> io.TextIOWrapper:
    """Lock a file, write the process id into it and return it; raise BlockingIOError if another process has it.

    Closing the file, or the end of the process, unlocks it.
    """
    stream = path.open("a+", encoding="utf-8")
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        stream.close()
        raise BlockingIOError(f"another emulator uses {path.parent}") from error
    stream.truncate(0)
    stream.write(str(os.getpid()))
    stream.flush()
    return stream


def locked_by(path: pathlib.Path) -> int | None:
    """Return the id of the process that has a file locked, or None if it is not locked."""
    try:
        stream = path.open(encoding="utf-8")
    except FileNotFoundError:
        return None
    with stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            content = stream.read()
            return int(content) if content else None
    return None
