# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The files of backups: their names, permissions and lines, and full disks."""

from __future__ import annotations

import datetime
import errno
import json
import os
import pathlib
import stat
import time

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.backup import BackupFile, read_backup
from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import InputError
from ansible_collections.voximplant.platform.plugins.module_utils._api.response import ApiObject
from ansible_collections.voximplant.platform.tests.unit.support.backups import BACKUP, OPERATIONS, write


class NewYear(datetime.datetime):
    """A clock that has stopped."""

    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> NewYear:
        """Return the first moment of 2027."""
        return cls(2027, 1, 1, tzinfo=tz)


def test_backup_when_several_are_made_in_one_second_then_each_has_a_file_of_its_own(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(datetime, "datetime", NewYear)
    paths = [write(tmp_path, count) for count in (0, 1, 2, 0, 1, 2)]
    suffixes = ("", "-2", "-3", "-4", "-5", "-6")
    assert paths == [tmp_path / f"1-20270101T000000Z-1-0{suffix}.json" for suffix in suffixes]
    assert [len(read_backup(str(path)).accepted) for path in paths] == [0, 1, 2, 0, 1, 2]


def test_backup_when_its_directory_is_missing_then_both_are_made_for_the_user_alone(tmp_path: pathlib.Path) -> None:
    usual = os.umask(0)
    try:
        path = write(tmp_path / "new")
    finally:
        os.umask(usual)
    assert [stat.S_IMODE(found.stat().st_mode) for found in (path.parent, path)] == [0o700, 0o600]


def test_backup_when_it_is_written_then_each_line_is_json_without_spaces(tmp_path: pathlib.Path) -> None:
    header, *entries = write(tmp_path).read_text(encoding="ascii").splitlines()
    assert [json.dumps(json.loads(line), separators=(",", ":")) for line in (header, *entries)] == [header, *entries]


def test_backup_when_the_account_has_an_odd_name_then_it_stays_in_its_directory(tmp_path: pathlib.Path) -> None:
    file = BackupFile(str(tmp_path / "new" / "deep"), "../../a b@c.de", BACKUP)
    file.close()
    path = pathlib.Path(file.path)
    assert path.parent == tmp_path / "new" / "deep" and path.name.startswith(".._.._a_b@c.de-")


def test_backup_when_the_clock_shows_another_time_zone_then_its_name_has_utc(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        path = write(tmp_path)
    finally:
        monkeypatch.undo()
        time.tzset()
    account, written_at, plan_id = path.stem.split("-", 2)
    assert (account, plan_id) == ("1", "1-0")
    moment = datetime.datetime.strptime(written_at, "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.UTC)
    assert abs((datetime.datetime.now(datetime.UTC) - moment).total_seconds()) < 60


class FullDisk:
    """Writes so many bytes, and no more."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, left: int) -> None:
        self._left = left
        self._write = os.write
        monkeypatch.setattr(os, "write", self)

    def __call__(self, descriptor: int, content: bytes) -> int:
        if not self._left:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        done = self._write(descriptor, content[: self._left])
        self._left -= done
        return done


def test_backup_when_the_disk_is_full_at_once_then_nothing_is_left(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    FullDisk(monkeypatch, 20)
    with pytest.raises(InputError, match=r"No space left on device\. Nothing was changed"):
        write(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_backup_when_the_disk_gets_full_then_it_ends_with_a_whole_line(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = BackupFile(str(tmp_path), "1", BACKUP)
    response = ApiObject("SetScenarioInfo", {"result": 1})
    with monkeypatch.context() as patch:
        FullDisk(patch, 20)
        with pytest.raises(OSError, match="No space left"):
            file.append(OPERATIONS[0], response)
    file.append(OPERATIONS[0], response)
    file.close()
    assert len(read_backup(file.path).accepted) == 1


def test_backup_when_its_directory_is_a_file_then_nothing_is_written(tmp_path: pathlib.Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError) as raised:
        BackupFile(str(tmp_path / "file"), "1", BACKUP)
    assert raised.value.field == "backup_dir"
