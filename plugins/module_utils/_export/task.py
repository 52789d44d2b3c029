# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""The task that writes an account, or a project of voxengine-ci, to files."""

from __future__ import annotations

import os
import typing as t

from .._api.errors import ConflictError, VoximplantError
from .._apply.task import Task
from .._files import FileWrite, read_local, write_local
from .._plan.operations import Plan
from .adopt import AdoptOptions, adopt
from .plan import FilesState, plan_export, plan_update, to_write
from .project import LocalProject
from .snapshot import Snapshot, TargetFile, files_of, warnings_of

FindMistakes = t.Callable[[t.Sequence[TargetFile]], t.Sequence[str]]


def find_none(files: t.Sequence[TargetFile]) -> t.Sequence[str]:
    """Find no mistakes."""
    return ()


class ExportTask(Task[FilesState]):
    """Write a new project, or update one.

    :arg manifest: path of the manifest
    :arg read: reads the account, or the project of voxengine-ci
    :arg project: the project to update; C(None) writes a new one
    :arg find_mistakes: finds those that a project has with these files
    """

    def __init__(
        self,
        manifest: str,
        read: t.Callable[[], Snapshot],
        options: AdoptOptions,
        project: t.Optional[LocalProject] = None,
        find_mistakes: FindMistakes = find_none,
    ) -> None:
        self.directory, self.manifest = os.path.split(manifest)
        self.read = read
        self.options = options
        self.project = project
        self.find_mistakes = find_mistakes

    def plan(self) -> Plan[FilesState]:
        """Read the account and the files, and plan which files to write."""
        snapshot = self.read()
        force = self.options.force
        if self.project is not None:
            adoption = adopt(self.project, snapshot, self.options)
            self._check(adoption.files)
            return plan_update(self.project, adoption, force=force)
        targets = files_of(snapshot, self.manifest)
        local = read_local(self.directory, [target.path for target in targets])
        warnings = warnings_of(snapshot)
        mistakes = self.find_mistakes(targets)
        if mistakes:
            warnings += (
                f"The manifest has mistakes and cannot be deployed yet: {'; '.join(mistakes)}. "
                f"Correct the manifest, or {snapshot.origin}.",
            )
        return plan_export(self.directory, self.manifest, targets, local, force=force, warnings=warnings)

    def _check(self, files: t.Sequence[TargetFile]) -> None:
        """Refuse an update that would leave a project which cannot be read again."""
        mistakes = self.find_mistakes(files)
        if mistakes:
            raise ConflictError(
                f"The updated project would have mistakes: {'; '.join(mistakes)}. Nothing was written.",
                field="update",
                advice="Set prune to remove what the account no longer has, or correct the project by hand first.",
            )

    def apply(self, plan: Plan[FilesState]) -> FilesState:
        """Write the files.

        :raises VoximplantError: if one of them cannot be written; those that were created before it are deleted again,
            so that the task can be repeated, and C(changed) of the error's result is whether others were written
        """
        writes = to_write(plan)
        done: t.List[FileWrite] = []
        try:
            for write in writes:
                write_local(self.directory, [write])
                done.append(write)
        except VoximplantError as error:
            rest = writes[len(done) :]
            if rest[0].content is not None:  # otherwise all is written, and some files have to be deleted yet
                done = [write for write in done if write.before is not None or not self._take_back(write)]
            error.result = {"changed": bool(done)}
            error.advice = _next_step(done, rest)
            raise
        return plan.after

    def _take_back(self, write: FileWrite) -> bool:
        """Delete a file that was created, and return whether that was possible."""
        try:
            write_local(self.directory, [FileWrite(write.path, None, write.content)])
        except VoximplantError:
            return False
        return True


def _next_step(done: t.Sequence[FileWrite], rest: t.Sequence[FileWrite]) -> str:
    """Say what to do after a failure.

    :arg done: what stays written
    :arg rest: what was not written; deletions come last
    """
    if rest[0].content is None:
        return f"All other files were written. Delete these by hand: {', '.join(write.path for write in rest)}."
    if not done:
        return "Nothing was written. Run the task again."
    return "What was written before stays. Run the task again to write the rest."
