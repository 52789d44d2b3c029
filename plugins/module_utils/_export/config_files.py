# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Read the files of a voxengine-ci project: scripts, and configuration in JSON or YAML."""

from __future__ import annotations

import dataclasses
import json
import os
import stat
import typing as t

from .._api.errors import InputError
from .._api.local_files import read_regular_file
from .file_names import DEPENDENCIES
from .yaml_tree import LOAD_ERRORS, load

FIELD = "from_voxengine_ci"

_MAX_BYTES = 4 * 2**20

_EXTENSIONS = (".json", ".yml", ".yaml")


@dataclasses.dataclass(frozen=True)
class Config:
    """A configuration file.

    :arg value: empty if there is no such file
    """

    path: str
    value: t.Any


def read_config(directory: str, stem: str, kind: t.Type[t.Any]) -> Config:
    """Read the configuration file of a name without extension.

    :arg kind: the required type, C(dict) or C(list)
    :raises InputError: if it cannot be read, has another extension than those that can be read, or there are several
    """
    readable = _readable_names(stem)
    present = [os.path.join(directory, name) for name in list_configs(directory, stem)]
    if not present:
        return Config(os.path.join(directory, readable[0]), kind())
    if len(present) > 1:
        raise InputError(
            f"There is more than one configuration file: {', '.join(present)}.",
            field=FIELD,
            advice="Remove those that voxengine-ci does not read.",
        )
    path = present[0]
    if os.path.basename(path) not in readable:
        raise InputError(
            f"{path} cannot be read: only {', '.join(readable[:-1])} and {readable[-1]} are supported.",
            field=FIELD,
            advice="Rename it, or convert it to JSON or YAML.",
        )
    value = _load(path)
    if not isinstance(value, kind):
        raise unusable_value(path, "the whole file")
    return Config(path, value)


def list_configs(directory: str, stem: str) -> t.List[str]:
    """Return the names in a directory that consist of a stem and any extension, regardless of case.

    A copy, such as C(rules.config.json.bak) next to C(rules.config.json), does not count.

    :arg stem: in lower case
    """
    names = [name for name in list_names(directory) if f"{name.lower()}.".startswith(f"{stem}.")]
    readable = tuple(name for name in _readable_names(stem) if name in names)
    return [name for name in names if name in readable or not name.startswith(readable)]


def _readable_names(stem: str) -> t.List[str]:
    return [stem + extension for extension in _EXTENSIONS]


def read_text(path: str) -> str:
    """Return the content of a file byte for byte.

    :raises InputError: if it cannot be read, is not a regular file, or is not UTF-8
    """
    try:
        return read_regular_file(path, FIELD, _MAX_BYTES, FIELD).decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8: byte {error.start} cannot be read.", field=FIELD) from error


def list_names(directory: str) -> t.List[str]:
    """Return the names in a directory, sorted; none if there is no such directory.

    :raises InputError: if it cannot be read: what is in it would be taken for missing
    """
    if not is_directory(directory):
        return []
    try:
        return sorted(os.listdir(directory))
    except OSError as error:
        raise InputError(f"{directory} cannot be read: {error.strerror}.", field=FIELD) from error


def list_files(directory: str) -> t.Iterator[str]:
    """Generate the paths of the files below a directory, without hidden ones and C(node_modules).

    Links are followed, each directory is read once. A link that leads nowhere counts as a file.
    """
    waiting = [directory]
    seen: t.Set[str] = set()
    while waiting:
        place = waiting.pop()
        if os.path.realpath(place) in seen:
            continue
        seen.add(os.path.realpath(place))
        names = [name for name in list_names(place) if not name.startswith(".") and name != DEPENDENCIES]
        for path in (os.path.join(place, name) for name in names):
            if os.path.isdir(path):
                waiting.append(path)
            else:
                yield path


def is_directory(path: str) -> bool:
    """Return whether there is a directory with this path.

    :raises InputError: if that cannot be found out, or a link leads nowhere
    """
    try:
        return stat.S_ISDIR(os.stat(path).st_mode)
    except FileNotFoundError as error:
        if os.path.lexists(path):
            raise InputError(f"{path} is a broken symbolic link.", field=FIELD) from error
        return False
    except NotADirectoryError:
        return False
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.", field=FIELD) from error
    except ValueError as error:  # a null byte, or half a character
        raise InputError(f"{FIELD} is not the path of a directory.", field=FIELD) from error


def unusable_value(path: str, part: str) -> InputError:
    """Return the error for a file with a missing or wrong value."""
    return InputError(f"{path} has no usable value for {part}.", field=FIELD)


def _load(path: str) -> t.Any:
    text = read_text(path)
    try:
        return json.loads(text) if path.endswith(".json") else load(text)
    except LOAD_ERRORS as error:
        kind = "JSON" if path.endswith(".json") else "YAML"
        problem = " ".join(str(error).split())
        raise InputError(f"{path} is not {kind}: {problem}.", field=FIELD) from error
