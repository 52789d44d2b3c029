# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files that a task names on the controller."""

from __future__ import annotations

import contextlib
import typing as t

from ansible.errors import AnsibleActionFail, AnsibleError
from ansible.parsing.vault import b_HEADER

if t.TYPE_CHECKING:
    from ansible.parsing.dataloader import DataLoader
    from ansible.plugins.action import ActionBase


def read_text(action: ActionBase, option: str, name: t.Any) -> str:
    """The text of a file, byte for byte, decrypted if it is vaulted.

    The file is looked for as ansible.builtin.copy looks for its src: in files/ of the role, and beside the play.

    :arg option: the option that names the file, for messages
    :raises AnsibleActionFail: when it is missing, a folder, unreadable, or not UTF-8
    """
    path = find(action, option, name)
    with blaming(option):
        return text_of(action._loader, path)


def find(action: ActionBase, option: str, name: t.Any) -> str:
    """The path of a file or folder that an option names, looked for as ansible.builtin.copy looks for its src.

    :raises AnsibleActionFail: when it is missing
    """
    if not isinstance(name, str) or not name:
        raise AnsibleActionFail(f"{option} is not the name of a file.")
    with blaming(option):
        return t.cast(str, action._find_needle("files", name))


def text_of(loader: DataLoader, path: str) -> str:
    """The text of the file with this path, byte for byte, decrypted if it is vaulted.

    :raises AnsibleError: when it is missing, a folder, unreadable, or not UTF-8
    """
    try:
        return _read(loader, path).decode("utf-8")
    except UnicodeDecodeError as error:
        raise AnsibleActionFail(f"{path} is not UTF-8: byte {error.start} cannot be read. Nothing was sent.") from None
    except FileNotFoundError:
        raise AnsibleActionFail(f"there is no file {path}.") from None
    except IsADirectoryError:
        raise AnsibleActionFail(f"{path} is a folder.") from None
    except OSError as error:
        raise AnsibleActionFail(f"{path} cannot be read: {error.strerror}.") from None


@contextlib.contextmanager
def blaming(option: str) -> t.Iterator[None]:
    """Name the option that is at fault for what goes wrong inside."""
    try:
        yield
    except AnsibleError as error:
        raise AnsibleActionFail(f"{option}: {error}") from None


def _read(loader: DataLoader, path: str) -> bytes:
    """The content of a file; of a vaulted one, a decrypted copy is made and removed again."""
    with open(path, "rb") as file:
        content = file.read()
    if not content.startswith(b_HEADER):
        return content
    real = loader.get_real_file(path, decrypt=True)
    try:
        with open(real, "rb") as file:
            return file.read()
    finally:
        loader.cleanup_tmp_file(real)
