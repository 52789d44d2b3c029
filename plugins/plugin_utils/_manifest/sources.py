# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Read the files of a project: regular files of a bounded size, in the directories that are allowed."""

from __future__ import annotations

import dataclasses
import os
import stat
import typing as t

from ansible.errors import AnsibleActionFail

from ...module_utils._objects.names import is_same_name
from .._controller.files import read_file

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
        try:
            real = os.path.realpath(path)
        except ValueError:  # a character that no path can have
            return False
        return any(os.path.commonpath([directory, real]) == directory for directory in self.directories)


def read_source(loader: DataLoader, path: str) -> str:
    """Return the content of a regular UTF-8 file byte for byte, decrypted if it is vaulted.

    :raises AnsibleError: when it cannot be read, is something else, or is too large
    """
    path = find_normalized(path)
    try:
        found = os.stat(path)
    except OSError:  # reading it gives the reason
        return read_file(loader, path)
    except ValueError:
        raise AnsibleActionFail(f"{path!r} is not a path.") from None
    if stat.S_ISDIR(found.st_mode):
        raise AnsibleActionFail(f"{path} is a directory.")
    if not stat.S_ISREG(found.st_mode):
        raise AnsibleActionFail(f"{path} is not a regular file.")
    if found.st_size > MAX_BYTES:
        raise AnsibleActionFail(f"{path} has {found.st_size} bytes; at most {MAX_BYTES} are read.")
    return read_file(loader, path)


def find_normalized(path: str) -> str:
    """Return the path of the file that has this name in another form of Unicode, if only that exists."""
    if os.path.lexists(path):
        return path
    directory, name = os.path.split(path)
    if not name or directory == path:
        return path
    directory = find_normalized(directory)
    try:
        names = os.listdir(directory)
    except (OSError, ValueError):
        return path
    same = [found for found in names if is_same_name(found, name)]
    return os.path.join(directory, same[0]) if len(same) == 1 else path
