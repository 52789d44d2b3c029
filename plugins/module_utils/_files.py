# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Files below one folder of this machine: read, and written as a whole or not at all, never outside of it."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import stat
import typing as t

from ._api.errors import ConflictError, InputError

_NEW_FILE_MODE = 0o666  # less what the umask takes away


def read_local(folder: str, paths: t.Iterable[str]) -> t.Dict[str, t.Optional[bytes]]:
    """The content of files, none where there is no file.

    :arg paths: relative to the folder, with slashes
    :raises ConflictError: when something else is in their way; all of it is named
    :raises InputError: when a file cannot be read
    """
    contents: t.Dict[str, t.Optional[bytes]] = {}
    problems: t.Set[str] = set()
    for path in paths:
        problem = _obstacle(folder, path)
        if problem is None:
            contents[path] = _content(os.path.join(folder, path))
        else:
            problems.add(problem)
    if problems:
        raise ConflictError(
            f"An export cannot write here: {'; '.join(sorted(problems))}. Nothing was written.", field="dest"
        )
    return contents


def write_local(folder: str, files: t.Iterable[t.Tuple[str, bytes]]) -> None:
    """Write files one after the other; each is complete or as it was, also if this is interrupted.

    :arg files: path, relative to the folder, and content
    :raises VoximplantError: when one cannot be written
    """
    for path, content in files:
        problem = _obstacle(folder, path)
        if problem is not None:
            raise ConflictError(f"An export cannot write here: {problem}.", field="dest")
        try:
            os.makedirs(os.path.dirname(os.path.join(folder, path)), exist_ok=True)
            replace_file(os.path.join(folder, path), content)
        except OSError as error:
            raise InputError(
                f"{os.path.join(folder, path)} cannot be written: {error.strerror}.",
                field="dest",
                advice="Files that were written before it are complete; run the task again.",
            ) from error


def replace_file(path: str, content: bytes) -> None:
    """Put a new file in the place of an old one, with its permissions; it is never seen half-written.

    :raises OSError: when it cannot be written
    """
    temporary = os.path.join(os.path.dirname(path), f".{secrets.token_hex(8)}.tmp")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _NEW_FILE_MODE)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        if os.path.exists(path):
            shutil.copymode(path, temporary)
        os.replace(temporary, path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary)


def _obstacle(folder: str, path: str) -> t.Optional[str]:
    """What keeps a file from being written: something that is not a folder on the way, or not a file at its end."""
    if os.path.lexists(folder) and not os.path.isdir(folder):
        return f"{folder} is not a folder"
    *folders, _name = path.split("/")
    place = folder
    for part in folders:
        place = os.path.join(place, part)
        if os.path.lexists(place) and (os.path.islink(place) or not os.path.isdir(place)):
            return f"{place} is a symbolic link, or not a folder"
    place = os.path.join(folder, path)
    if os.path.lexists(place) and not stat.S_ISREG(os.lstat(place).st_mode):
        return f"{place} is a symbolic link, or not a file"
    return None


def _content(path: str) -> t.Optional[bytes]:
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.", field="dest") from error
