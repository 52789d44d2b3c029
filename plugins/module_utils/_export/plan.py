# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Plan which files to write."""

from __future__ import annotations

import dataclasses
import hashlib
import typing as t

from .._api.errors import ConflictError
from .._files import FileWrite, read_local
from .._plan.operations import DiffSection, Plan

if t.TYPE_CHECKING:
    from .adopt import Adoption
    from .project import LocalProject
    from .snapshot import TargetFile

ACTIONS = ("created", "updated", "deleted", "unchanged")
_SHOWN_DIGITS = 12


@dataclasses.dataclass(frozen=True)
class FileChange:
    """A desired file and its current content.

    :arg before: None if there is no file
    """

    target: TargetFile
    before: t.Optional[bytes]

    @property
    def action(self) -> str:
        """Return one of C(ACTIONS)."""
        if self.before == self.target.content:
            return "unchanged"
        if self.before is None:
            return "created"
        return "deleted" if self.target.content is None else "updated"


@dataclasses.dataclass(frozen=True)
class FilesState:
    """The files of an export, before or after they are written.

    :arg manifest: the manifest's path, relative to the directory
    :arg with_texts: show the content of each file in the diff, not only its size and digest
    :arg details: further values of the task's result
    """

    directory: str
    manifest: str
    changes: t.Tuple[FileChange, ...]
    written: bool = False
    with_texts: bool = False
    details: t.Mapping[str, t.Any] = dataclasses.field(default_factory=dict)

    def as_result(self) -> t.Dict[str, t.Any]:
        """Return the values that the task returns."""
        files = [
            {"path": change.target.path, "scenario_name": change.target.scenario_name, "action": change.action}
            for change in self.changes
        ]
        actions = [change.action for change in self.changes]
        return {
            "manifest": f"{self.directory}/{self.manifest}",
            "files": files,
            "summary": {action: actions.count(action) for action in ACTIONS},
            **self.details,
        }

    def diff_sections(self) -> t.Mapping[str, DiffSection]:
        """Return the files as texts, or as one list of sizes and digests."""
        contents = [
            (change.target.path, change.target.content if self.written else change.before) for change in self.changes
        ]
        if self.with_texts:
            return {path: DiffSection(path, _text(content), is_content=True) for path, content in contents}
        lines = [_line(path, content) for path, content in contents if content is not None]
        return {"files": DiffSection.of_lines(f"files in {self.directory}", lines)}


@dataclasses.dataclass(frozen=True)
class ExportPlan(Plan[FilesState]):
    """A plan that writes files and makes no writing API call."""

    @property
    def changed(self) -> bool:
        """Return whether any file has to be written."""
        return bool(to_write(self))


def plan_export(
    directory: str,
    manifest: str,
    targets: t.Sequence[TargetFile],
    local: t.Mapping[str, t.Optional[bytes]],
    *,
    force: bool,
    warnings: t.Sequence[str] = (),
) -> ExportPlan:
    """Plan the export of an account.

    :arg local: the current content of each path, None for a missing file
    :arg force: overwrite files with different content
    :raises ConflictError: if there are such files and C(force) is not set
    """
    changes = tuple(FileChange(target, local[target.path]) for target in targets)
    different = [change.target.path for change in changes if change.action == "updated"]
    if different and not force:
        raise ConflictError(
            f"These files already exist in {directory} with different content: {', '.join(different)}. "
            "Nothing was written.",
            field="dest",
            advice="Set force to overwrite them, set update to update the project from the account, or export to "
            "another directory.",
        )
    return _plan(FilesState(directory, manifest, changes), warnings)


def plan_update(project: LocalProject, adoption: Adoption, *, force: bool) -> ExportPlan:
    """Plan the files of a project that an account was brought into.

    :arg force: overwrite files that are not part of the project
    :raises ConflictError: if there are such files and C(force) is not set
    """
    known = {path: file.content for path, file in project.files.items()}
    known[project.manifest] = project.text.encode("utf-8")
    new = [file.path for file in adoption.files if file.path not in known]
    before = {**known, **read_local(project.directory, new)}
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
    state = FilesState(project.directory, project.manifest, changes, with_texts=True, details=details)
    return _plan(state, [*adoption.warnings, *_adoption_warnings(adoption)])


def to_write(plan: Plan[FilesState]) -> t.Tuple[FileWrite, ...]:
    """Return the files that differ from what is desired: scripts, then the manifest that names them, then deletions."""
    changes = [change for change in plan.after.changes if change.action != "unchanged"]
    changes.sort(key=lambda change: (change.target.content is None, change.target.path == plan.after.manifest))
    return tuple(FileWrite(change.target.path, change.target.content, change.before) for change in changes)


def _plan(before: FilesState, warnings: t.Sequence[str]) -> ExportPlan:
    return ExportPlan(before, dataclasses.replace(before, written=True), warnings=tuple(warnings))


def _adoption_warnings(adoption: Adoption) -> t.Iterator[str]:
    if adoption.missing and not adoption.pruned:
        names = ", ".join(
            f"{missing.object} {missing.application + '/' if missing.application else ''}{missing.name}"
            for missing in adoption.missing
        )
        yield (
            f"The account no longer has these objects, but the project still declares them: {names}. "
            "Set prune to remove them from the project."
        )
    if adoption.not_updated:
        names = ", ".join(f"{path} ({reason})" for path, _name, reason in adoption.not_updated)
        yield f"These scripts differ from the account's and were not updated: {names}. Change their sources by hand."


def _line(path: str, content: bytes) -> str:
    return f"{path} ({len(content)} bytes, SHA-256 {hashlib.sha256(content).hexdigest()[:_SHOWN_DIGITS]})"


def _text(content: t.Optional[bytes]) -> str:
    return (content or b"").decode("utf-8")
