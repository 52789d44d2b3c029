# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Decide which scenarios and scripts go when a project is pruned, and refuse what would leave it unreadable."""

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
    :arg kept: scenarios that the project has to declare, and why
    """

    removed: t.Tuple[LocalScript, ...] = ()
    deleted: t.Tuple[LocalScript, ...] = ()
    kept: t.Tuple[t.Tuple[LocalScript, str], ...] = ()


def prune_scenarios(
    project: LocalProject,
    missing: t.Sequence[LocalScript],
    selected: t.Optional[t.Sequence[str]],
    *,
    update_scripts: bool,
) -> Pruning:
    """Decide about the scenarios that the account does not have any more.

    A file that a remaining scenario or a link uses is not deleted.

    :arg selected: the applications whose rules are updated; C(None) for all
    :arg update_scripts: whether scripts may be deleted
    """
    bound = _bound_elsewhere(project, selected)
    gone = set(missing)
    used = {script.path for script in project.scripts if script.is_link or script not in gone}
    named = {script.path for script in project.scripts if script not in gone and not project.is_loose(script)}
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
        if script.name in bound:
            kept.append((script, "a rule of an application that is not selected runs it"))
            continue
        stays_found = project.is_loose(script) or (project.is_found(script.path) and script.path not in named)
        if reason and stays_found:
            kept.append((script, reason))
            continue
        removed.append(script)
        if script.path and not reason:
            deleted.append(script)
    return Pruning(tuple(removed), tuple(deleted), tuple(kept))


def _bound_elsewhere(project: LocalProject, selected: t.Optional[t.Sequence[str]]) -> t.Set[str]:
    """Return the names of scenarios that the rules of other applications run in the project."""
    return {
        project.name(name)
        for application in project.applications
        if not project.is_selected(application, selected)
        for rule in application.get("rules") or ()
        for name in rule.get("scenarios") or ()
    }


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
