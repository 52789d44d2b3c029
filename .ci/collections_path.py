# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Give this checkout the place where Ansible looks for a collection.

Run as a script, it prints a value for ANSIBLE_COLLECTIONS_PATH.
"""

from __future__ import annotations

import contextlib
import os
import pathlib
import tempfile
import zlib

ROOT = pathlib.Path(__file__).resolve().parent.parent
LOCAL = ROOT / ".ansible" / "collections"  # mypy looks here


def link_checkout(base: pathlib.Path) -> None:
    """Make ``base/ansible_collections/voximplant/platform`` a link to the checkout."""
    link = base / "ansible_collections" / "voximplant" / "platform"
    link.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):  # also when several processes start at once
        link.symlink_to(os.path.relpath(ROOT, link.parent) if base == LOCAL else ROOT, target_is_directory=True)


def make_temporary_base() -> pathlib.Path:
    """Return a directory of this user and checkout among the temporary files; raise if it belongs to someone else."""
    name = f"voximplant-platform-{os.getuid()}-{zlib.crc32(os.fsencode(ROOT)):08x}"
    base = pathlib.Path(tempfile.gettempdir()) / name
    base.mkdir(mode=0o700, exist_ok=True)
    if base.is_symlink() or base.stat().st_uid != os.getuid():
        raise PermissionError(f"{base} belongs to another user. Remove it, or set TMPDIR to a directory of your own")
    return base


def collections_path() -> str:
    """Return the directory that holds ``ansible_collections`` with a link to this checkout, and make both if needed.

    ansible-core ignores a collection if ``ansible_collections`` occurs more than once in its path. A checkout that
    lies below a directory of that name therefore has its link among the temporary files.
    """
    link_checkout(LOCAL)
    if "ansible_collections" not in ROOT.parts:
        return str(LOCAL)
    base = make_temporary_base()
    link_checkout(base)
    return str(base)


if __name__ == "__main__":
    print(collections_path())
