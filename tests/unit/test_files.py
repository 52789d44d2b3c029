# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files of this machine: complete or as they were, and only below their folder."""

from __future__ import annotations

import os
import pathlib
import stat

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils import _files as _local_files
from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import ConflictError, InputError
from ansible_collections.voximplant.platform.plugins.module_utils._files import read_local, write_local


def test_files_when_they_are_written_then_they_read_back(tmp_path: pathlib.Path) -> None:
    folder = str(tmp_path / "a" / "b")
    assert read_local(folder, ["x", "s/y"]) == {"x": None, "s/y": None}
    write_local(folder, [("x", b"\r\n\0"), ("s/y", b"")])
    assert read_local(folder, ["x", "s/y"]) == {"x": b"\r\n\0", "s/y": b""}
    assert sorted(os.listdir(folder)) == ["s", "x"]


def test_new_file_when_it_is_written_then_the_umask_counts(tmp_path: pathlib.Path) -> None:
    before = os.umask(0o027)
    try:
        write_local(str(tmp_path), [("x", b"")])
    finally:
        os.umask(before)
    assert stat.filemode((tmp_path / "x").stat().st_mode) == "-rw-r-----"


def test_old_file_when_it_is_written_then_its_permissions_stay(tmp_path: pathlib.Path) -> None:
    (tmp_path / "x").write_bytes(b"old")
    (tmp_path / "x").chmod(0o604)
    write_local(str(tmp_path), [("x", b"new")])
    assert (tmp_path / "x").read_bytes() == b"new"
    assert stat.filemode((tmp_path / "x").stat().st_mode) == "-rw----r--"


def test_folder_when_it_is_a_link_itself_then_it_is_followed(tmp_path: pathlib.Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    write_local(str(tmp_path / "link"), [("s/x", b"1")])
    assert (tmp_path / "real" / "s" / "x").read_bytes() == b"1"


@pytest.mark.parametrize(
    "obstacle", ["folder is a file", "s is a file", "s is a link", "x is a folder", "x is a link", "x is a linked text"]
)
def test_files_when_something_is_in_the_way_then_it_is_neither_read_nor_written(
    tmp_path: pathlib.Path, obstacle: str
) -> None:
    folder = tmp_path / "out"
    (tmp_path / "target").mkdir()
    place = {"folder": folder, "s": folder / "s", "x": folder / "s" / "x"}[obstacle.split(" ", maxsplit=1)[0]]
    place.parent.mkdir(parents=True, exist_ok=True)
    if obstacle.endswith("file"):
        place.write_bytes(b"")
    elif obstacle.endswith("folder"):
        place.mkdir()
    elif obstacle.endswith("text"):
        (tmp_path / "text").write_bytes(b"")
        place.symlink_to(tmp_path / "text")
    else:
        place.symlink_to(tmp_path / "target", target_is_directory=True)
    with pytest.raises(ConflictError) as caught:
        read_local(str(folder), ["s/x"])
    assert str(place) in caught.value.text
    with pytest.raises(ConflictError):
        write_local(str(folder), [("s/x", b"")])
    assert list((tmp_path / "target").iterdir()) == []


def test_file_when_writing_breaks_then_the_old_one_is_whole_and_no_trace_stays(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "x").write_bytes(b"old")

    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(_local_files.shutil, "copymode", full)
    with pytest.raises(InputError, match=r"x cannot be written: No space left on device\."):
        write_local(str(tmp_path), [("x", b"new")])
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"x": b"old"}
