# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Plan which files of a project to change so that it declares what the account contains."""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.errors import ConflictError
from .._files import read_local
from .plan import ExportPlan, FileChange, FilesState

if t.TYPE_CHECKING:
    from .adopt import Adoption
    from .project import Project


def plan_update(project: Project, adoption: Adoption, *, force: bool) -> ExportPlan:
    """Plan the files of a project that an account was brought into.

    :arg force: overwrite files that are not part of the project
    :raises ConflictError: if there are such files and C(force) is not set
    """
    known = {
        script.path: script.content.encode("utf-8")
        for script in project.scripts
        if script.content is not None and not script.obstacle
    }
    known[project.manifest] = project.text.encode("utf-8")
    new = [file.path for file in adoption.files if file.path not in known]
    before: t.Dict[str, t.Optional[bytes]] = {**known, **read_local(project.directory, new)}
    changes = tuple(FileChange(file, before[file.path]) for file in adoption.files)
    in_the_way = [change.target.path for change in changes if change.action == "updated" and change.target.path in new]
    if in_the_way and not force:
        raise ConflictError(
            f"New scenarios would overwrite files that the manifest does not name: {', '.join(in_the_way)}. "
            "Nothing was written.",
            field="dest",
            advice="Move them away, or set force to overwrite them.",
        )
    details = {
        "missing": [dataclasses.asdict(missing) for missing in adoption.missing],
        "not_updated": [
            {"path": path, "scenario_name": name, "reason": reason} for path, name, reason in adoption.not_updated
        ],
    }
    before_state, after_state = (
        FilesState(project.directory, project.manifest, changes, written, True, details) for written in (False, True)
    )
    return ExportPlan(before_state, after_state, warnings=(*adoption.warnings, *_warnings(adoption)))


def _warnings(adoption: Adoption) -> t.Iterator[str]:
    if adoption.missing:
        names = ", ".join(
            f"{missing.object} {missing.application + '/' if missing.application else ''}{missing.name}"
            for missing in adoption.missing
        )
        yield (
            f"The account does not have these, and the project still declares them: {names}. "
            "Set prune to remove them from the project."
        )
    if adoption.not_updated:
        names = ", ".join(f"{path} ({reason})" for path, _name, reason in adoption.not_updated)
        yield f"These scripts differ from the account's and were not updated: {names}. Change their sources by hand."
