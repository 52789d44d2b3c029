# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Decide which scripts of a project go with their scenarios, and which scenarios stay because of their scripts."""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.errors import ConflictError
from .project import LocalProject, LocalScript
from .snapshot import TargetFile


@dataclasses.dataclass(frozen=True)
class Pruning:
    """What to do with scenarios that the account does not have any more.

    :arg removed: scenarios that the project no longer declares
    :arg deleted: those of them whose scripts are deleted
    :arg kept: scenarios that stay declared, because their files stay in scenarios_dir, and why
    """

    removed: t.Tuple[LocalScript, ...] = ()
    deleted: t.Tuple[LocalScript, ...] = ()
    kept: t.Tuple[t.Tuple[LocalScript, str], ...] = ()


def prune_scenarios(project: LocalProject, missing: t.Sequence[LocalScript], *, update_scripts: bool) -> Pruning:
    """Decide about the scenarios that the account does not have any more.

    A file that a remaining scenario or a link uses is not deleted.

    :arg update_scripts: whether scripts may be deleted
    """
    others = [script for script in project.scripts if script not in missing]
    used = {script.path for script in project.scripts if script.is_link or script in others}
    named = {script.path for script in others if not project.is_loose(script)}
    removed: t.List[LocalScript] = []
    deleted: t.List[LocalScript] = []
    kept: t.List[t.Tuple[LocalScript, str]] = []
    for script in missing:
        reason = script.obstacle
        if not update_scripts:
            reason = "update_scripts is false"
        elif script.is_link:
            reason = "the file is a symbolic link"
        elif script.path in used:
            reason = "another scenario has the same file"
        stays_found = project.is_loose(script) or (project.is_found(script.path) and script.path not in named)
        if reason and stays_found:
            kept.append((script, reason))
            continue
        removed.append(script)
        if script.path and not reason:
            deleted.append(script)
    return Pruning(tuple(removed), tuple(deleted), tuple(kept))


def check_scripts_left(project: LocalProject, files: t.Mapping[str, TargetFile]) -> None:
    """Refuse to delete the last script of scenarios_dir: a project whose directory has none cannot be read.

    :arg files: the scripts of the updated project, by path
    :raises ConflictError: if none would be left
    """
    loose = {script.path for script in project.scripts if project.is_loose(script)}
    paths = {path for path in {*loose, *files} if path in loose or project.is_found(path)}
    deleted = {path for path in paths if path in files and files[path].content is None}
    if deleted and deleted == paths:
        raise ConflictError(
            f"The account has none of the scenarios in {project.scenarios_dir}, and without them no file would be left "
            "there, so that the project could not be read. Nothing was written.",
            field="prune",
            advice="Check that this is the right account. To remove them all, delete the files by hand and leave out "
            "scenarios_dir.",
        )
