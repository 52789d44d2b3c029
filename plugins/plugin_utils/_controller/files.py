# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files on the controller that a task names."""

from __future__ import annotations

import contextlib
import os
import typing as t

from ansible.errors import AnsibleActionFail, AnsibleError, AnsibleFileNotFound
from ansible.parsing.vault import b_HEADER

from ...module_utils._api.errors import InputError
from ...module_utils._api.half_characters import has_half_characters
from ...module_utils._api.local_files import read_regular_file
from ...module_utils._api.screen import lines

if t.TYPE_CHECKING:
    from ansible.parsing.dataloader import DataLoader
    from ansible.plugins.action import ActionBase

LONGEST_FILE = 16 * 1024 * 1024
_HINT_ABOUT_REMOTE_SRC = "\nIf you are using a module"  # an option that no module of the collection has


def read_text(action: ActionBase, option: str, name: t.Any) -> str:
    """Return the text of a file, byte for byte, decrypted if it is vaulted.

    The file is looked for as ansible.builtin.copy looks for its src: in files/ of the role, and next to the play.

    :arg option: the option that names the file, for messages
    :raises AnsibleActionFail: if it is missing, not a regular file, unreadable, or not UTF-8
    """
    path = find_path(action, option, name)
    with option_errors(option):
        return read_file(action._loader, path)


def find_path(action: ActionBase, option: str, name: t.Any, advice: str = "") -> str:
    """Return the path of a file or directory that an option names, found as ansible.builtin.copy finds its src.

    :arg advice: what to do if it is missing
    :raises AnsibleActionFail: if it is missing
    """
    if name == "":
        raise failure(f"{option} is empty. Omit it, or give it a value.")
    if not isinstance(name, str):
        raise failure(f"{option} is not a path.")
    with option_errors(option):
        try:
            return t.cast(str, action._find_needle("files", name))
        except AnsibleFileNotFound as error:
            raise failure(f"{str(error).partition(_HINT_ABOUT_REMOTE_SRC)[0]} {advice}".strip()) from None
        except ValueError:  # a null byte, or half a character
            raise failure("the value is not a path.") from None


def absolute_paths(loader: DataLoader, arguments: t.Dict[str, t.Any], *options: str) -> None:
    """Make the paths of options absolute: a module has another working directory than the play.

    :raises AnsibleActionFail: if a path is not valid UTF-8, which the play's own directory can cause
    """
    for option in options:
        if isinstance(arguments.get(option), str) and arguments[option]:
            arguments[option] = path = loader.path_dwim(arguments[option])
            check_path(option, path)


def check_path(option: str, path: str) -> None:
    """Refuse a path that no module can get.

    :raises AnsibleActionFail: if it is not valid UTF-8
    """
    if has_half_characters(path):
        shown = with_visible_bytes(path)
        raise failure(f"{option}: the path {shown} is not valid UTF-8. Rename the directory, or choose another path.")


def with_visible_bytes(path: str) -> str:
    r"""Return a path with bytes that are not UTF-8 as escapes, such as C(\xff)."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def read_file(loader: DataLoader, path: str) -> str:
    """Return the text of the file with this path, byte for byte, decrypted if it is vaulted.

    :raises AnsibleError: if it is missing, not a regular file, unreadable, or not UTF-8
    """
    return decode(path, read_bytes(loader, path, LONGEST_FILE))


def failure(message: str, result: t.Optional[t.Dict[str, t.Any]] = None) -> AnsibleActionFail:
    """Return a failure of the task.

    :arg message: may contain names of files and other texts from outside
    """
    return AnsibleActionFail(lines(message), result=result)


@contextlib.contextmanager
def option_errors(option: str) -> t.Iterator[None]:
    """Name the option at fault in errors raised inside the block."""
    try:
        yield
    except AnsibleError as error:
        raise failure(f"{option}: {error}") from None


def read_bytes(loader: DataLoader, path: str, longest: int) -> bytes:
    """Return the content of a file, decrypted if it is vaulted.

    :arg longest: maximum length in bytes
    :raises AnsibleError: if it is missing, not a regular file, unreadable, longer, or cannot be decrypted
    """
    try:
        content = read_regular_file(path, "", longest, "")
    except InputError as error:
        raise failure(error.text.lstrip(": ")) from None
    return decrypt(loader, path, content)


def decrypt(loader: DataLoader, path: str, content: bytes) -> bytes:
    """Return the content of a file, decrypted if it is vaulted; the file is not opened again, and no copy is made.

    :raises AnsibleActionFail: if it cannot be decrypted
    """
    if not content.startswith(b_HEADER):
        return content
    if not loader._vault.secrets:
        raise failure(f"A vault password or secret must be specified to decrypt {path}.")
    try:
        return bytes(loader._vault.decrypt(content))
    except AnsibleError as error:
        raise failure(f"{path} cannot be decrypted: {error}") from None


def decode(path: str, content: bytes) -> str:
    """Return the text of a file.

    :raises AnsibleActionFail: if it is not UTF-8
    """
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise failure(f"{path} is not UTF-8: byte {error.start} cannot be read. Nothing was sent.") from None
