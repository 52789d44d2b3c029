# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An export that fails while it writes files: what stays is a project, and another run finishes the job."""

from __future__ import annotations

import dataclasses
import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils import _files
from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import (
    ConflictError,
    InputError,
    VoximplantError,
)
from ansible_collections.voximplant.platform.plugins.module_utils._export.adopt import AdoptOptions
from ansible_collections.voximplant.platform.plugins.module_utils._export.plan import to_write
from ansible_collections.voximplant.platform.plugins.module_utils._export.snapshot import ExportedScenario, Snapshot
from ansible_collections.voximplant.platform.plugins.module_utils._export.task import ExportTask

from ..support.projects import MANIFEST, Files, project_of

if t.TYPE_CHECKING:
    import pathlib

BEFORE = {
    MANIFEST: "scenarios_dir: js\nscenarios:\n- {name: a, src: js/a.js}\n- {name: gone, src: lib/gone.js}\n",
    "js/a.js": "// a",
    "js/b.js": "// b",
    "js/old.js": "// old",
    "lib/gone.js": "// gone",
}
ACCOUNT = Snapshot(
    (
        ExportedScenario("a", "// a!"),
        ExportedScenario("b", "// b!"),
        ExportedScenario("A", "// new, with another file name"),
        ExportedScenario("shops", "// new, of an application", "shop"),
        ExportedScenario("loose", "// new"),
    )
)


def read(directory: pathlib.Path) -> Files:
    """Return the files of a project."""
    files = (path for path in directory.rglob("*") if path.is_file())
    return {str(path.relative_to(directory)): path.read_text() for path in files}


def task_of(directory: pathlib.Path, *, update: bool) -> ExportTask:
    """Return a task that exports the account, or updates a project from it."""
    project = dataclasses.replace(project_of(read(directory)), directory=str(directory)) if update else None
    return ExportTask(str(directory / MANIFEST), lambda: ACCOUNT, AdoptOptions(prune=update), project)


def run(directory: pathlib.Path, *, update: bool) -> None:
    """Run the task."""
    task = task_of(directory, update=update)
    task.apply(task.plan())


def make(directory: pathlib.Path, files: Files) -> pathlib.Path:
    """Write the files of a project."""
    for path, content in files.items():
        (directory / path).parent.mkdir(parents=True, exist_ok=True)
        (directory / path).write_text(content)
    return directory


def fail_at(monkeypatch: pytest.MonkeyPatch, number: int, error: Exception) -> list[str]:
    """Let one write fail, and return the list of those that were tried."""
    tried: list[str] = []
    real = _files._write_below

    def write(root: int, write: _files.FileWrite) -> None:
        tried.append(write.path)
        if len(tried) == number:
            raise error
        real(root, write)

    monkeypatch.setattr(_files, "_write_below", write)
    return tried


ERRORS = [
    (OSError(28, "No space left on device"), InputError, "cannot be written: No space left on device."),
    (_files._Obstacle("js/a.js was changed while the task ran"), ConflictError, "js/a.js was changed while"),
]


@pytest.mark.parametrize(("error", "kind", "message"), ERRORS, ids=["system", "conflict"])
@pytest.mark.parametrize("update", [True, False])
def test_export_when_a_write_fails_then_a_project_stays_and_another_run_finishes_it(
    tmp_path: pathlib.Path, update: bool, error: Exception, kind: type[VoximplantError], message: str
) -> None:
    files = BEFORE if update else {}
    expected = make(tmp_path / "expected", files)
    run(expected, update=update)
    count = len(to_write(task_of(make(tmp_path / "count", files), update=update).plan()))
    assert count
    for number in range(1, count + 1):
        directory = make(tmp_path / str(number), files)
        task = task_of(directory, update=update)
        plan = task.plan()
        with pytest.MonkeyPatch.context() as patch:
            tried = fail_at(patch, number, error)
            with pytest.raises(kind, match=message) as caught:
                task.apply(plan)
        after = read(directory)
        assert caught.value.as_result()["changed"] == (after != files)
        assert ("Nothing was written." in str(caught.value)) == (after == files)
        if tried[number - 1] not in ("js/old.js", "lib/gone.js"):
            assert after.keys() == files.keys()
            run(directory, update=update)
        else:
            assert "All other files were written. Delete these by hand: " in str(caught.value)
            assert "lib/gone.js" in str(caught.value)
            (directory / "js/old.js").unlink(missing_ok=True)
            (directory / "lib/gone.js").unlink()
        assert read(directory) == read(expected)


def test_export_when_a_created_file_cannot_be_taken_back_then_the_result_says_so(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = task_of(tmp_path, update=False)
    plan = task.plan()
    real = _files._write_below

    def write(root: int, write: _files.FileWrite) -> None:
        if write.content is None or write.path == MANIFEST:
            raise PermissionError(13, "Permission denied")
        real(root, write)

    monkeypatch.setattr(_files, "_write_below", write)
    with pytest.raises(InputError, match=r"What was written before stays\. Run the task again") as caught:
        task.apply(plan)
    assert caught.value.as_result()["changed"]
    monkeypatch.undo()
    run(tmp_path, update=False)
    assert read(tmp_path)[MANIFEST].count("src: ") == 5
