# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files that a task names on the controller."""

from __future__ import annotations

import os
import typing as t

from ansible.errors import AnsibleActionFail, AnsibleError

if t.TYPE_CHECKING:
    from ansible.parsing.dataloader import DataLoader
    from ansible.plugins.action import ActionBase


def read_text(action: ActionBase, option: str, name: t.Any) -> str:
    """The text of a file, byte for byte, decrypted if it is vaulted.

    The file is looked for as ansible.builtin.copy looks for its src: in files/ of the role, and beside the play.

    :arg option: the option that names the file, for messages
    :raises AnsibleActionFail: when it is missing, a folder, unreadable, or not UTF-8
    """
    if not isinstance(name, str) or not name:
        raise AnsibleActionFail(f"{option} is not the name of a file.")
    try:
        path = action._find_needle("files", name)
        if os.path.isdir(path):
            raise AnsibleActionFail(f"{option}: {path} is a folder.")
        content = _read(action._loader, path)
    except AnsibleActionFail:
        raise
    except AnsibleError as error:
        raise AnsibleActionFail(f"{option}: {error}") from None
    except OSError as error:
        raise AnsibleActionFail(f"{option}: {name} cannot be read: {error.strerror}.") from None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise AnsibleActionFail(
            f"{option}: {path} is not UTF-8: byte {error.start} cannot be read. Nothing was sent."
        ) from None


def _read(loader: DataLoader, path: str) -> bytes:
    """The content of a file; of a vaulted one, a decrypted copy is made and removed again."""
    real = loader.get_real_file(path, decrypt=True)
    try:
        with open(real, "rb") as file:
            return file.read()
    finally:
        loader.cleanup_tmp_file(real)
