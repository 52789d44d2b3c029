# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Read and write files below one local directory, atomically and never through a symbolic link."""

from __future__ import annotations

import contextlib
import dataclasses
import errno
import os
import secrets
import stat
import typing as t

from ._api.errors import ConflictError, InputError

_NEW_FILE_MODE, _NEW_DIRECTORY_MODE = 0o666, 0o777  # the umask applies
PRIVATE_FILE_MODE, PRIVATE_DIRECTORY_MODE = 0o600, 0o700
_OPEN_DIRECTORY = getattr(os, "O_PATH", os.O_RDONLY) | os.O_DIRECTORY  # a directory need not be readable
_OPEN_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK  # opening a FIFO must not wait for a writer
_NOT_A_DIRECTORY = (errno.ELOOP, errno.EMLINK, errno.ENOTDIR)


@dataclasses.dataclass(frozen=True)
class FileWrite:
    """A file to write or to delete.

    :arg path: relative to the directory, with slashes
    :arg content: the new content; None deletes the file
    :arg before: the content that was read; None if there was no file
    """

    path: str
    content: t.Optional[bytes]
    before: t.Optional[bytes] = None


class _Obstacle(Exception):
    """Something other than the expected file or directory is at a path."""


def read_local(directory: str, paths: t.Iterable[str]) -> t.Dict[str, t.Optional[bytes]]:
    """Return the content of each file, None for a missing one.

    :arg paths: relative to the directory, with slashes
    :raises ConflictError: if a link, or anything but a file or directory, is in the way; all obstacles are named
    :raises InputError: if a file cannot be read
    """
    contents: t.Dict[str, t.Optional[bytes]] = {}
    obstacles: t.Set[str] = set()
    with _open_root(directory) as root:
        for path in paths:
            try:
                contents[path] = None if root is None else _read_below(root, path)
            except _Obstacle as obstacle:
                obstacles.add(os.path.join(directory, str(obstacle)))
            except OSError as error:
                raise InputError(
                    f"{os.path.join(directory, path)} cannot be read: {error.strerror}.", field="dest"
                ) from error
    if obstacles:
        raise ConflictError(
            f"An export cannot write here: {'; '.join(sorted(obstacles))}. Nothing was written.", field="dest"
        )
    return contents


def read_below(directory: str, path: str, longest: int) -> bytes:
    """Return the content of a regular file below a directory, reached through no link.

    :arg path: relative to the directory, with slashes
    :arg longest: maximum length in bytes
    :raises InputError: if it cannot be read, is longer, or a link or something else is in the way
    :raises ConflictError: if the directory is none
    """
    with _open_root(directory) as root:
        try:
            content = None if root is None else _read_below(root, path, longest + 1)
        except _Obstacle as obstacle:
            raise InputError(f"{os.path.join(directory, str(obstacle))}.") from obstacle
        except OSError as error:
            raise InputError(f"{os.path.join(directory, path)} cannot be read: {error.strerror}.") from error
    if content is None:
        raise InputError(f"There is no file {os.path.join(directory, path)}.")
    if len(content) > longest:
        raise InputError(f"{os.path.join(directory, path)} is longer than {longest} bytes.")
    return content


def write_local(directory: str, writes: t.Iterable[FileWrite]) -> None:
    """Write files one after the other; an interruption leaves each of them complete, either old or new.

    :raises ConflictError: if a file is no longer as it was read, or something else is in the way
    :raises InputError: if a file cannot be written
    """
    if not os.path.lexists(directory):
        with _name_file_in_errors(directory):
            os.makedirs(directory, exist_ok=True)
    with _open_root(directory) as root:
        for write in writes:
            path = os.path.join(directory, write.path)
            if root is None:
                raise _conflict(f"{directory} is a symbolic link to a missing directory")
            with _name_file_in_errors(path):
                try:
                    _write_below(root, write)
                except _Obstacle as obstacle:
                    raise _conflict(os.path.join(directory, str(obstacle))) from obstacle


def write_private(directory: str, files: t.Mapping[str, bytes]) -> None:
    """Write files that only their user can read, below a directory that belongs to the user alone.

    :arg files: content by path, relative to the directory, with slashes
    :raises InputError: if the directory, or one on the way to a file, is a link, or others can write to it
    :raises OSError: if a file cannot be written
    """
    os.makedirs(directory, PRIVATE_DIRECTORY_MODE, exist_ok=True)

    def write(path: str, parent: int) -> None:
        _replace(parent, os.path.basename(path), files[path], PRIVATE_FILE_MODE)

    _visit_private(directory, files, write, create=True)


def check_private(directory: str, paths: t.Iterable[str]) -> None:
    """Raise what C(write_private) would raise about directories that are there."""
    if os.path.lexists(directory):
        _visit_private(directory, paths, lambda path, parent: None)


def _visit_private(
    directory: str, paths: t.Iterable[str], visit: t.Callable[[str, int], None], *, create: bool = False
) -> None:
    """Open the directory of each file in turn, check it, and call a function with the file's path, if it is there."""
    try:
        root = os.open(directory, _OPEN_DIRECTORY | os.O_NOFOLLOW)
    except NotADirectoryError as error:
        raise _not_private(directory) from error
    try:
        _check_private(os.fstat(root), directory)
        for path in paths:
            with _open_parent(root, path, create=create, mode=PRIVATE_DIRECTORY_MODE) as parent:
                if parent is not None:
                    _check_private(os.fstat(parent), os.path.dirname(os.path.join(directory, path)))
                    visit(path, parent)
    except _Obstacle as obstacle:
        raise _not_private(os.path.join(directory, str(obstacle).partition(" is ")[0])) from obstacle
    finally:
        os.close(root)


def _check_private(status: os.stat_result, path: str) -> None:
    if status.st_uid != os.geteuid() or status.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise _not_private(path)


def _not_private(path: str) -> InputError:
    return InputError(
        f"{path} must be a directory that belongs to you and that nobody else can write to.",
        advice="If it is yours, run chmod go-w on it. Otherwise, use another directory.",
    )


def replace_file(path: str, content: bytes, mode: t.Optional[int] = None) -> None:
    """Replace or create a file atomically.

    :arg mode: its permissions; by default those of an old one
    :raises OSError: if it cannot be written
    """
    parent = os.open(os.path.dirname(path) or ".", _OPEN_DIRECTORY)
    try:
        _replace(parent, os.path.basename(path), content, mode)
    finally:
        os.close(parent)


@contextlib.contextmanager
def _open_root(directory: str) -> t.Iterator[t.Optional[int]]:
    """Open the directory, which may be a link itself; yield None if it is missing."""
    try:
        root = os.open(directory, _OPEN_DIRECTORY)
    except FileNotFoundError:
        yield None
        return
    except NotADirectoryError as error:
        raise ConflictError(f"{directory} is not a directory.", field="dest") from error
    except OSError as error:
        raise InputError(f"{directory} cannot be opened: {error.strerror}.", field="dest") from error
    try:
        yield root
    finally:
        os.close(root)


@contextlib.contextmanager
def _open_parent(
    root: int, path: str, *, create: bool = False, mode: int = _NEW_DIRECTORY_MODE
) -> t.Iterator[t.Optional[int]]:
    """Open the directory that contains a file, one part at a time; yield None if it is missing."""
    *parts, _name = path.split("/")
    with contextlib.ExitStack() as stack:
        parent = root
        for depth, part in enumerate(parts, 1):
            if part in ("", ".", ".."):
                raise _Obstacle(f"{path} is not below the directory")
            try:
                if create:
                    with contextlib.suppress(FileExistsError):
                        os.mkdir(part, mode, dir_fd=parent)
                parent = os.open(part, _OPEN_DIRECTORY | os.O_NOFOLLOW, dir_fd=parent)
            except FileNotFoundError:
                yield None
                return
            except OSError as error:
                if error.errno not in _NOT_A_DIRECTORY:
                    raise
                place = "/".join(parts[:depth])
                raise _Obstacle(f"{place} is a symbolic link, or not a directory") from error
            stack.callback(os.close, parent)
        yield parent


def _read_below(root: int, path: str, longest: int = -1) -> t.Optional[bytes]:
    with _open_parent(root, path) as parent:
        return None if parent is None else _read(parent, path, longest)


def _read(parent: int, path: str, longest: int = -1) -> t.Optional[bytes]:
    """Return the content of a regular file, at most so many bytes of it, None if there is none."""
    name = os.path.basename(path)
    try:
        _check_regular(os.stat(name, dir_fd=parent, follow_symlinks=False), path)  # opening a device can have effects
        descriptor = os.open(name, _OPEN_FILE, dir_fd=parent)
    except FileNotFoundError:
        return None
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise _not_a_file(path) from error
        raise
    with os.fdopen(descriptor, "rb") as file:
        _check_regular(os.fstat(descriptor), path)
        return file.read(longest)


def _write_below(root: int, write: FileWrite) -> None:
    with _open_parent(root, write.path, create=write.content is not None) as parent:
        if parent is None:  # only when deleting
            return
        if _read(parent, write.path) != write.before:
            raise _Obstacle(f"{write.path} was changed while the task ran")
        name = os.path.basename(write.path)
        if write.content is None:
            os.unlink(name, dir_fd=parent)
        else:
            _replace(parent, name, write.content)


def _replace(parent: int, name: str, content: bytes, mode: t.Optional[int] = None) -> None:
    """Replace or create a file; without a mode, an old file's permissions are kept."""
    temporary = f".{secrets.token_hex(8)}.tmp"
    try:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
        descriptor = os.open(temporary, flags, _NEW_FILE_MODE if mode is None else mode, dir_fd=parent)
        with os.fdopen(descriptor, "wb") as file:
            with contextlib.suppress(FileNotFoundError):
                status = os.stat(name, dir_fd=parent, follow_symlinks=False)
                if mode is None and stat.S_ISREG(status.st_mode):
                    os.fchmod(descriptor, stat.S_IMODE(status.st_mode))
            file.write(content)
        os.replace(temporary, name, src_dir_fd=parent, dst_dir_fd=parent)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary, dir_fd=parent)


def _check_regular(status: os.stat_result, path: str) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise _not_a_file(path)


def _not_a_file(path: str) -> _Obstacle:
    return _Obstacle(f"{path} is a symbolic link, or not a regular file")


def _conflict(obstacle: str) -> ConflictError:
    return ConflictError(f"An export cannot write here: {obstacle}.", field="dest")


@contextlib.contextmanager
def _name_file_in_errors(path: str) -> t.Iterator[None]:
    """Name the file in errors."""
    try:
        yield
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}.", field="dest") from error
