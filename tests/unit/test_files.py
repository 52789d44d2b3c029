# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Local files: complete or unchanged, and only below their directory."""

from __future__ import annotations

import contextlib
import itertools
import os
import pathlib
import stat
import threading
import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils import _files
from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import (
    ConflictError,
    InputError,
    VoximplantError,
)
from ansible_collections.voximplant.platform.plugins.module_utils._files import (
    FileWrite,
    read_below,
    read_local,
    replace_file,
    write_local,
)


def test_files_when_written_then_they_read_back(tmp_path: pathlib.Path) -> None:
    directory = str(tmp_path / "a" / "b")
    assert read_local(directory, ["x", "s/y"]) == {"x": None, "s/y": None}
    write_local(directory, [FileWrite("x", b"\r\n\0"), FileWrite("s/y", b"")])
    assert read_local(directory, ["x", "s/y"]) == {"x": b"\r\n\0", "s/y": b""}
    assert sorted(os.listdir(directory)) == ["s", "x"]


def test_new_file_when_written_then_the_umask_applies(tmp_path: pathlib.Path) -> None:
    before = os.umask(0o027)
    try:
        write_local(str(tmp_path), [FileWrite("x", b"")])
    finally:
        os.umask(before)
    assert stat.filemode((tmp_path / "x").stat().st_mode) == "-rw-r-----"


def test_old_file_when_written_then_its_permissions_stay(tmp_path: pathlib.Path) -> None:
    (tmp_path / "x").write_bytes(b"old")
    (tmp_path / "x").chmod(0o604)
    write_local(str(tmp_path), [FileWrite("x", b"new", b"old")])
    assert (tmp_path / "x").read_bytes() == b"new"
    assert stat.filemode((tmp_path / "x").stat().st_mode) == "-rw----r--"


def test_file_when_deleted_then_only_it_goes(tmp_path: pathlib.Path) -> None:
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / "x").write_bytes(b"old")
    (tmp_path / "s" / "y").write_bytes(b"")
    write_local(str(tmp_path), [FileWrite("s/x", None, b"old"), FileWrite("gone/z", None)])
    assert [str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*")] == ["s", "s/y"]


@pytest.mark.parametrize("content", [b"new", None])
def test_file_when_changed_after_it_was_read_then_it_is_left_alone(
    tmp_path: pathlib.Path, content: bytes | None
) -> None:
    (tmp_path / "x").write_bytes(b"edited meanwhile")
    with pytest.raises(ConflictError, match=r"x was changed while the task ran"):
        write_local(str(tmp_path), [FileWrite("x", content, b"old")])
    assert (tmp_path / "x").read_bytes() == b"edited meanwhile"


def test_directory_when_it_is_a_link_itself_then_it_is_followed(tmp_path: pathlib.Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    write_local(str(tmp_path / "link"), [FileWrite("s/x", b"1")])
    assert (tmp_path / "real" / "s" / "x").read_bytes() == b"1"


def test_file_when_replaced_then_a_link_in_its_place_goes_and_its_target_stays(tmp_path: pathlib.Path) -> None:
    (tmp_path / "target").write_bytes(b"target")
    (tmp_path / "link").symlink_to("target")
    replace_file(str(tmp_path / "link"), b"new")
    assert (tmp_path / "target").read_bytes() == b"target"
    assert not (tmp_path / "link").is_symlink()
    assert (tmp_path / "link").read_bytes() == b"new"


def put(place: pathlib.Path, kind: str, outside: pathlib.Path) -> None:
    """Put something at a place where a file or a directory belongs."""
    place.parent.mkdir(parents=True, exist_ok=True)
    if kind == "file":
        place.write_bytes(b"")
    elif kind == "directory":
        place.mkdir()
    elif kind == "fifo":
        os.mkfifo(place)
    elif kind == "device":
        place.symlink_to("/dev/zero")
    elif kind == "broken link":
        place.symlink_to(outside / "missing")
    elif kind == "link to a file":
        (outside / "text").write_bytes(b"")
        place.symlink_to(outside / "text")
    else:
        place.symlink_to(outside, target_is_directory=True)


def test_file_when_its_directory_is_none_then_the_error_does_not_speak_of_an_export(tmp_path: pathlib.Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ConflictError) as caught:
        read_below(str(tmp_path / "file"), "x", 9)
    assert caught.value.text == f"{tmp_path / 'file'} is not a directory."


@pytest.mark.parametrize(
    ("part", "kind"),
    [
        *(("", kind) for kind in ("file", "fifo", "device", "broken link")),
        *(("s", kind) for kind in ("file", "link", "fifo", "device", "broken link")),
        *(("s/x", kind) for kind in ("directory", "link", "link to a file", "fifo", "device", "broken link")),
    ],
)
def test_files_when_something_is_in_the_way_then_it_is_neither_read_nor_written(
    tmp_path: pathlib.Path, part: str, kind: str
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    directory = tmp_path / "out"
    put(directory / part, kind, outside)
    before = sorted(outside.iterdir())
    if (part, kind) != ("", "broken link"):  # reads as missing
        with pytest.raises(ConflictError) as caught:
            read_local(str(directory), ["s/x"])
        assert str(directory / part).rstrip("/") in caught.value.text
    with pytest.raises(ConflictError) as caught:
        write_local(str(directory), [FileWrite("s/x", b"secret")])
    assert str(directory / part).rstrip("/") in caught.value.text
    assert sorted(outside.iterdir()) == before
    assert all(path.read_bytes() == b"" for path in before)


@pytest.mark.parametrize("path", ["../x", "s/../../x", "/x", "s//x", "./x"])
def test_path_when_it_leads_out_then_nothing_is_written(tmp_path: pathlib.Path, path: str) -> None:
    (tmp_path / "out").mkdir()
    with pytest.raises(ConflictError, match=r"is not below the directory"):
        write_local(str(tmp_path / "out"), [FileWrite(path, b"1")])
    assert [found for found in tmp_path.rglob("*") if found.is_file()] == []


@pytest.mark.parametrize("call", ["mkdir", "stat", "open", "replace"])
def test_directory_when_swapped_for_a_link_between_two_calls_then_nothing_is_written_outside(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    """Whichever system call comes next, the link is there just before it, or the file is already open."""
    outside = tmp_path / "outside"
    outside.mkdir()
    out = tmp_path / "out"
    (out / "s").mkdir(parents=True)
    real = getattr(os, call)

    def swapped(*arguments: t.Any, **keywords: t.Any) -> t.Any:
        with contextlib.suppress(OSError):
            (out / "s").rename(out / "moved")
            (out / "s").symlink_to(outside, target_is_directory=True)
        return real(*arguments, **keywords)

    monkeypatch.setattr(_files.os, call, swapped)
    with contextlib.suppress(ConflictError):
        write_local(str(out), [FileWrite("s/x", b"1")])
    assert (out / "s").is_symlink()
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize("kind", ["link to a file", "fifo"])
def test_file_when_swapped_after_it_was_looked_at_then_it_is_not_read(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    out = tmp_path / "out"
    put(out / "x", "file", outside)
    real = os.stat

    def swapped(*arguments: t.Any, **keywords: t.Any) -> os.stat_result:
        found = real(*arguments, **keywords)
        with contextlib.suppress(FileNotFoundError):
            (out / "x").unlink()
            put(out / "x", kind, outside)
        return found

    with monkeypatch.context() as patch:
        patch.setattr(_files.os, "stat", swapped)
        with pytest.raises(ConflictError, match="x is a symbolic link, or not a regular file"):
            read_local(str(out), ["x"])


def test_directory_when_swapped_all_the_time_then_nothing_is_written_outside(tmp_path: pathlib.Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    out = tmp_path / "out"
    (out / "s").mkdir(parents=True)
    done = threading.Event()
    swaps = 0

    def swap() -> None:
        nonlocal swaps
        for number in itertools.takewhile(lambda _: not done.is_set(), itertools.count()):
            with contextlib.suppress(OSError):
                (out / "s").rename(out / f"aside-{number}")
                (out / "s").symlink_to(outside, target_is_directory=True)
                swaps += 1
            with contextlib.suppress(OSError):
                (out / "s").unlink()

    swapper = threading.Thread(target=swap)
    swapper.start()
    try:
        outcomes = {attempt(str(out), number) for number in itertools.takewhile(lambda _: swaps < 50, range(20000))}
    finally:
        done.set()
        swapper.join()
    assert list(outside.iterdir()) == []
    assert "written" in outcomes
    assert swaps >= 50


def attempt(directory: str, number: int) -> str:
    """Write a file, and tell what came of it."""
    try:
        write_local(directory, [FileWrite(f"s/{number}", b"1")])
    except VoximplantError as error:
        return type(error).__name__
    return "written"


def test_file_when_writing_fails_then_the_old_one_is_whole_and_no_trace_stays(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "x").write_bytes(b"old")

    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(_files.os, "fchmod", full)
    with pytest.raises(InputError, match=r"x cannot be written: No space left on device\."):
        write_local(str(tmp_path), [FileWrite("x", b"new", b"old")])
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"x": b"old"}


def test_file_when_it_cannot_be_read_then_it_is_named(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x").write_bytes(b"")
    real = os.open

    def denied(path: str, flags: int, *arguments: t.Any, **keywords: t.Any) -> int:
        if path == "x":
            raise PermissionError(13, "Permission denied")
        return real(path, flags, *arguments, **keywords)

    monkeypatch.setattr(_files.os, "open", denied)
    with pytest.raises(InputError, match=r"x cannot be read: Permission denied\."):
        read_local(str(tmp_path), ["x"])
