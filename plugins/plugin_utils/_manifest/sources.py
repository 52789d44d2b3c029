# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Read the files of a project: regular files of a bounded size, in the directories that are allowed."""

from __future__ import annotations

import dataclasses
import os
import stat
import typing as t

from ...module_utils._api.errors import ConflictError, InputError
from ...module_utils._files import read_below
from ...module_utils._objects.names import is_same_name
from .._controller.files import decode, decrypt, failure, read_file

if t.TYPE_CHECKING:
    from ansible.parsing.dataloader import DataLoader

MAX_BYTES = 4 * 2**20  # a script of the greatest length, vaulted, has a quarter of it


@dataclasses.dataclass(frozen=True)
class Roots:
    """The directories below which a manifest may name files.

    :arg directories: their real paths
    """

    directories: t.Tuple[str, ...]

    @classmethod
    def below(cls, *directories: str) -> Roots:
        """Allow what is below these directories, whatever links they are behind."""
        return cls(tuple(os.path.realpath(directory) for directory in directories))

    def hold(self, path: str) -> bool:
        """Tell whether a path, with its links resolved, is below one of the directories."""
        return self.locate(path) is not None

    def locate(self, path: str) -> t.Optional[t.Tuple[str, str]]:
        """Return the directory that contains a path, and the path below it without links; C(None) if none does."""
        try:
            real = os.path.realpath(path)
        except ValueError:  # a character that no path can have
            return None
        holding = (found for found in self.directories if os.path.commonpath([found, real]) == found)
        directory = next(holding, None)
        return None if directory is None else (directory, os.path.relpath(real, directory))


def read_source(loader: DataLoader, path: str, roots: t.Optional[Roots] = None) -> str:
    """Return the content of a regular UTF-8 file byte for byte, decrypted if it is vaulted.

    :arg roots: where the file has to be; a link that somebody puts into its way meanwhile is not followed
    :raises AnsibleError: when it cannot be read, is something else, or is too large
    """
    path = find_normalized(path)
    try:
        found = os.stat(path)
    except FileNotFoundError:
        raise failure(f"there is no file {path}.") from None
    except OSError as error:
        raise failure(f"the file {path} cannot be read: {error.strerror}.") from None
    except ValueError:
        raise failure(f"{path!r} is not a path.") from None
    if stat.S_ISDIR(found.st_mode):
        raise failure(f"{path} is a directory.")
    if not stat.S_ISREG(found.st_mode):
        raise failure(f"{path} is not a regular file.")
    if found.st_size > MAX_BYTES:
        raise failure(f"{path} has {found.st_size} bytes; at most {MAX_BYTES} are read.")
    if roots is None:
        return read_file(loader, path)
    return decode(path, decrypt(loader, path, _read_located(path, roots)))


def _read_located(path: str, roots: Roots) -> bytes:
    located = roots.locate(path)
    if located is None:
        raise failure(f"{path} is outside of the directories that are allowed.")
    try:
        return read_below(*located, MAX_BYTES)
    except (ConflictError, InputError) as error:
        raise failure(error.text) from None


def find_normalized(path: str) -> str:
    """Return the path of the file that has this name in another form of Unicode, if only that exists."""
    found, missing = path, []
    while not os.path.lexists(found):
        directory, name = os.path.split(found)
        if not name:
            return path
        found = directory
        missing.append(name)
    for name in reversed(missing):
        try:
            same = [entry for entry in os.listdir(found) if is_same_name(entry, name)]
        except (OSError, ValueError):
            return path
        if len(same) != 1:
            return path
        found = os.path.join(found, same[0])
    return found
