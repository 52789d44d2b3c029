# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks of the modules for whole accounts, and what an export wrote."""

from __future__ import annotations

import typing as t

if t.TYPE_CHECKING:
    import pathlib

    from .plays import Json, Run


def sync(name: str = "Sync", **options: object) -> Json:
    """Return a task that syncs."""
    return {"name": name, "voximplant.platform.vox_sync": options}


def export(name: str = "Export", **options: object) -> Json:
    """A task that exports."""
    return {"name": name, "voximplant.platform.vox_export": options}


def tree(directory: pathlib.Path) -> dict[str, bytes]:
    """Return the files below a directory with their contents."""
    return {
        str(path.relative_to(directory)): path.read_bytes()
        for path in sorted(directory.rglob("*"))
        if not path.is_dir()
    }


def actions(run: Run, task: str = "Export") -> dict[str, str]:
    """What was done with each file."""
    return {file["path"]: file["action"] for file in run[task].result["files"]}
