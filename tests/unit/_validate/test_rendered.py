# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where a rendered project is written, whatever somebody else does to the directory meanwhile."""

from __future__ import annotations

import pathlib
import secrets

import pytest
from ansible.errors import AnsibleActionFail

from ansible_collections.voximplant.platform.plugins.plugin_utils._validate.rendered import (
    check_apart,
    find_outdated,
    write_rendered,
)

FILES = {"voximplant.yml": b"scenarios: []\n", "scenarios/a.js": b"// a\n"}


def test_files_when_written_then_only_their_user_can_read_them(tmp_path: pathlib.Path) -> None:
    directory = tmp_path / "new" / "rendered"
    for _again in range(2):
        write_rendered(str(directory), FILES)
        assert {name: (directory / name).read_bytes() for name in FILES} == FILES
        modes = {path.name: path.stat().st_mode & 0o777 for path in (directory, *directory.rglob("*"))}
        assert modes == {"rendered": 0o700, "voximplant.yml": 0o600, "scenarios": 0o700, "a.js": 0o600}
        assert find_outdated(str(directory), FILES) == {}
        (directory / "voximplant.yml").chmod(0o644)


@pytest.mark.parametrize("made", ["", "rendered", "rendered/scenarios"])
def test_directory_when_it_is_only_a_check_then_nothing_is_made(tmp_path: pathlib.Path, made: str) -> None:
    (tmp_path / made).mkdir(parents=True, exist_ok=True)
    before = list(tmp_path.rglob("*"))
    write_rendered(str(tmp_path / "rendered"), FILES, is_check=True)
    assert list(tmp_path.rglob("*")) == before


def test_file_when_a_directory_has_its_name_then_that_is_said(tmp_path: pathlib.Path) -> None:
    (tmp_path / "scenarios" / "a.js").mkdir(parents=True)
    with pytest.raises(AnsibleActionFail, match=r"rendered_dir: .*a\.js: Is a directory"):
        find_outdated(str(tmp_path), {"scenarios/a.js": b""})


@pytest.mark.parametrize("place", ["", "scenarios"])
@pytest.mark.parametrize("way", ["mode", "link"])
def test_directory_when_others_could_write_to_it_then_nothing_is_written(
    tmp_path: pathlib.Path, place: str, way: str
) -> None:
    directory = tmp_path / "rendered"
    (directory / "scenarios").mkdir(parents=True)
    directory.chmod(0o700)
    if way == "mode":
        (directory / place).chmod(0o777)
    else:
        (directory / place).rename(tmp_path / "real")
        (directory / place).symlink_to(tmp_path / "real")
    for is_check in (True, False):
        with pytest.raises(AnsibleActionFail, match="must be a directory that belongs to you"):
            write_rendered(str(directory), {"scenarios/a.js": b"// a\n"}, is_check=is_check)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_directory_when_a_link_is_put_in_its_place_after_it_was_checked_then_it_is_not_followed(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory, victim = tmp_path / "rendered", tmp_path / "victim"
    victim.mkdir()

    def swap(length: int) -> str:
        if not directory.is_symlink():
            directory.rename(tmp_path / "moved")
            directory.symlink_to(victim)
        return "0" * length

    monkeypatch.setattr(secrets, "token_hex", swap)
    write_rendered(str(directory), {"voximplant.yml": b"x"})
    assert list(victim.iterdir()) == []
    assert (tmp_path / "moved" / "voximplant.yml").read_bytes() == b"x"


@pytest.mark.parametrize("source", ["voximplant.yml", "other.yml", "scenarios/a.js", "link.yml", "linked/b.js"])
def test_directory_when_it_holds_a_file_of_the_project_then_it_is_refused(tmp_path: pathlib.Path, source: str) -> None:
    directory, outside = tmp_path / "project", tmp_path / "outside"
    (directory / "scenarios").mkdir(parents=True)
    outside.mkdir()
    (outside / "link.yml").symlink_to(directory / "voximplant.yml")
    (outside / "linked").symlink_to(directory / "scenarios")
    path = str((outside if source.startswith("link") else directory) / source)
    with pytest.raises(AnsibleActionFail) as failure:
        check_apart(str(directory), [str(outside / "c.js"), path])
    assert str(failure.value).startswith(f"rendered_dir: {directory} is the project itself")
    assert path in str(failure.value)


def test_directory_when_it_is_next_to_or_below_the_project_then_it_is_accepted(tmp_path: pathlib.Path) -> None:
    for name in ("rendered", "project/rendered", "project/scenarios/rendered"):
        check_apart(str(tmp_path / name), [str(tmp_path / "project" / path) for path in FILES])
