# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The project that vox_export reads to update it: which file is which script, whatever links lead there."""

from __future__ import annotations

import pathlib
import typing as t

import pytest
from ansible.parsing.dataloader import DataLoader

from ansible_collections.voximplant.platform.plugins.action.vox_export import ActionModule
from ansible_collections.voximplant.platform.plugins.module_utils._export.project import LocalProject, LocalScript

OUTSIDE = "the file is outside of the directory of the manifest"


class Action(ActionModule):
    """The action, which only reads projects."""

    def __init__(self) -> None:
        self._loader = DataLoader()

    def _find_needle(self, dirname: str, needle: str) -> str:
        return needle


def read(dest: pathlib.Path, **options: t.Any) -> LocalProject:
    """Read the project to update."""
    project, _find_mistakes = Action()._project(str(dest / "voximplant.yml"), {"update": True, **options})
    return project


def write(path: pathlib.Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


@pytest.fixture
def link(tmp_path: pathlib.Path) -> pathlib.Path:
    """A link to a project on another level than the project."""
    write(tmp_path / "real" / "project" / "voximplant.yml", "scenarios: [{name: a, src: src/a.js}, {name: b}]\n")
    write(tmp_path / "real" / "project" / "src" / "a.js", "// a")
    (tmp_path / "link").symlink_to(tmp_path / "real" / "project")
    return tmp_path / "link"


@pytest.mark.parametrize("decoy", [False, True], ids=["alone", "with a file where the link's own level leads"])
def test_scripts_when_dest_is_a_link_and_scenarios_dir_is_outside_then_each_has_its_own_file(
    link: pathlib.Path, tmp_path: pathlib.Path, *, decoy: bool
) -> None:
    write(tmp_path / "shared" / "b.js", "// b")
    if decoy:
        write(tmp_path / "real" / "shared" / "b.js", "// decoy")
    project = read(link, scenarios_dir=str(tmp_path / "shared"))
    assert project.scripts == (
        LocalScript("a", 0, "src/a.js", "// a"),
        LocalScript("b", 1, "../../shared/b.js", "// b", OUTSIDE),
    )
    assert (link / project.scripts[1].path).samefile(tmp_path / "shared" / "b.js")
    assert project.scenarios_dir is None


def test_scripts_when_dest_is_a_link_and_scenarios_dir_is_below_it_then_they_can_be_written(
    link: pathlib.Path, tmp_path: pathlib.Path
) -> None:
    write(tmp_path / "real" / "project" / "more" / "b.js", "// b")
    project = read(link, scenarios_dir=str(link / "more"))
    assert project.scripts[1] == LocalScript("b", 1, "more/b.js", "// b")
    assert project.scenarios_dir == "more"
