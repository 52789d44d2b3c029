# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Plans an export: which files have to be written."""

from __future__ import annotations

import dataclasses
import hashlib
import typing as t

from .._api.errors import ConflictError
from .._plan.operations import Document, Plan
from .snapshot import MANIFEST

if t.TYPE_CHECKING:
    from .snapshot import TargetFile

ACTIONS = ("created", "updated", "unchanged")
_SHOWN_DIGITS = 12


@dataclasses.dataclass(frozen=True)
class FileChange:
    """A file as it is to be, and as it is.

    :arg before: its content; none if there is no file
    """

    target: TargetFile
    before: t.Optional[bytes]

    @property
    def action(self) -> str:
        """One of C(ACTIONS)."""
        if self.before is None:
            return "created"
        return "unchanged" if self.before == self.target.content else "updated"


@dataclasses.dataclass(frozen=True)
class FilesState:
    """The files of an export, before or after they are written.

    :arg folder: where they are
    """

    folder: str
    changes: t.Tuple[FileChange, ...]
    written: bool

    def as_result(self) -> t.Dict[str, t.Any]:
        """The values that the task returns."""
        files = [
            {"path": change.target.path, "scenario_name": change.target.scenario_name, "action": change.action}
            for change in self.changes
        ]
        actions = [change.action for change in self.changes]
        return {
            "manifest": f"{self.folder}/{MANIFEST}",
            "files": files,
            "summary": {action: actions.count(action) for action in ACTIONS},
        }

    def documents(self) -> t.Mapping[str, Document]:
        """The files that are there, one a line."""
        contents = [
            (change.target.path, change.target.content if self.written else change.before) for change in self.changes
        ]
        lines = [_line(path, content) for path, content in contents if content is not None]
        return {"files": Document(f"files in {self.folder}", "".join(lines))}


@dataclasses.dataclass(frozen=True)
class ExportPlan(Plan[FilesState]):
    """The way to the files of an export; it makes no writing call."""

    @property
    def changed(self) -> bool:
        """Whether anything has to be written."""
        return bool(to_write(self))


def plan_export(
    folder: str,
    targets: t.Sequence[TargetFile],
    local: t.Mapping[str, t.Optional[bytes]],
    *,
    force: bool,
    warnings: t.Sequence[str] = (),
) -> ExportPlan:
    """The way from the files that are there to those that are to be.

    :arg local: the content of each path, none where there is no file
    :arg force: overwrite files that have another content
    :raises ConflictError: when there are such files otherwise
    """
    changes = tuple(FileChange(target, local[target.path]) for target in targets)
    different = [change.target.path for change in changes if change.action == "updated"]
    if different and not force:
        raise ConflictError(
            f"These files are in {folder} already, with another content: {', '.join(different)}. Nothing was written.",
            field="dest",
            advice="Set force to overwrite them, or export to another folder.",
        )
    before, after = (FilesState(folder, changes, written) for written in (False, True))
    return ExportPlan(before, after, warnings=tuple(warnings))


def to_write(plan: Plan[FilesState]) -> t.Tuple[TargetFile, ...]:
    """The files that are not as they are to be."""
    return tuple(change.target for change in plan.after.changes if change.action != "unchanged")


def _line(path: str, content: bytes) -> str:
    return f"{path} ({len(content)} bytes, SHA-256 {hashlib.sha256(content).hexdigest()[:_SHOWN_DIGITS]})\n"
