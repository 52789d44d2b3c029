# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Backup files: their content, full disks, lines that were not written to their end, and files that are none."""

from __future__ import annotations

import dataclasses
import datetime
import errno
import json
import os
import pathlib
import time
import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.backup import (
    Backup,
    BackupFile,
    backup_of,
    read_backup,
)
from ansible_collections.voximplant.platform.plugins.module_utils._account.records import (
    ApplicationRecord,
    Records,
    RuleRecord,
    ScenarioRecord,
)
from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import InputError
from ansible_collections.voximplant.platform.plugins.module_utils._api.response import ApiObject
from ansible_collections.voximplant.platform.plugins.module_utils._objects.models import PendingId
from ansible_collections.voximplant.platform.plugins.module_utils._plan.operations import Operation

BEFORE: Records = {
    ("application", 1): ApplicationRecord("sales", True),
    ("application", 2): ApplicationRecord("other"),
    ("order", 1): (21,),
    ("rule", 21): RuleRecord("inbound", 1, "1", scenario_ids=(11, 12)),
    ("scenario", 11): ScenarioRecord("menu", "\ufeff// Grüße 🙂\r\n  "),
    ("scenario", 12): ScenarioRecord("common"),
    ("scenario", 13): ScenarioRecord("not touched"),
}
NEW = PendingId("scenario new", "scenario_id")
OPERATIONS = (
    Operation("update", "scenario", "menu", "SetScenarioInfo", {"scenario_id": 11, "scenario_script": "// \ud800"}),
    Operation("create", "scenario", "new", "AddScenario", {"scenario_name": "new"}, provides="scenario new"),
    Operation(
        "bind",
        "rule",
        "inbound",
        "BindScenario",
        {"rule_id": 21, "application_id": 1, "scenario_id": (NEW,), "bind": True},
        application="sales",
        application_id=1,
    ),
)
BACKUP = backup_of("https://api.test account_id 1", "1-0", BEFORE, OPERATIONS)


def write(directory: pathlib.Path, count: int = 2, backup: Backup = BACKUP) -> pathlib.Path:
    """Write a backup in which so many writes were accepted."""
    file = BackupFile(str(directory), "1", backup)
    for operation in OPERATIONS[:count]:
        file.append(operation, ApiObject(operation.method, {"result": 1, "scenario_id": 99}))
    file.close()
    return pathlib.Path(file.path)


def test_backup_when_it_is_read_then_it_is_what_was_written(tmp_path: pathlib.Path) -> None:
    backup = read_backup(str(write(tmp_path)))
    assert (backup.account, backup.plan_id, backup.operations) == (BACKUP.account, "1-0", OPERATIONS)
    assert backup.before == {key: record for key, record in BEFORE.items() if key[1] not in (2, 13)}
    assert [operation for operation, _response in backup.accepted] == list(OPERATIONS[:2])


@pytest.mark.parametrize(
    ("kind", "method", "param", "field"),
    [("secret", "AddSecret", "secret_value", "secret_id"), ("user", "AddUser", "user_password", "user_id")],
)
@pytest.mark.parametrize("object_id", [31, "31"])
def test_backup_when_the_platform_repeats_a_secret_then_only_its_id_is_kept(
    tmp_path: pathlib.Path, kind: str, method: str, param: str, field: str, object_id: int | str
) -> None:
    operation = Operation("create", kind, "x", method, {param: "Pa55word?xyz"}, provides=f"{kind} x")
    file = BackupFile(str(tmp_path), "1", dataclasses.replace(BACKUP, operations=()))
    answer = {"result": 1, field: object_id, param: "Pa55word?xyz", "warnings": ["weak: Pa55word?xyz"]}
    file.append(operation, ApiObject(method, answer))
    file.close()
    written = pathlib.Path(file.path).read_text()
    assert "Pa55word" not in written
    assert json.loads(written.splitlines()[1])["response"] == {field: object_id}


@pytest.mark.parametrize(
    ("count", "scenario_id", "states"), [(0, NEW, 2), (1, NEW, 2), (2, 99, 2)], ids=["none", "one", "two"]
)
def test_history_when_some_writes_have_no_response_then_they_may_have_been_executed(
    tmp_path: pathlib.Path, count: int, scenario_id: t.Any, states: int
) -> None:
    history = read_backup(str(write(tmp_path, count))).history()
    assert history.keys == (("scenario", 11), ("scenario", scenario_id), ("rule", 21))
    last = history.last(("rule", 21))
    assert isinstance(last, RuleRecord) and last.scenario_ids == (11, 12, scenario_id)
    assert all(len(history.states(key)) == states for key in history.keys)


@pytest.mark.parametrize("cut", [1, 2, 40])
def test_backup_when_its_last_line_was_not_written_to_its_end_then_it_does_not_count(
    tmp_path: pathlib.Path, cut: int
) -> None:
    path = write(tmp_path)
    path.write_bytes(path.read_bytes()[:-cut])
    assert len(read_backup(str(path)).accepted) == 1


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"{}\n", b"[]\n", b"null\n", b"\xff\n", b"[" * 100_000 + b"\n", b'{"format": 2}\n']
)
def test_backup_when_it_is_none_then_that_is_said(tmp_path: pathlib.Path, content: bytes) -> None:
    path = tmp_path / "other.json"
    path.write_bytes(content)
    with pytest.raises(InputError) as raised:
        read_backup(str(path))
    assert raised.value.field == "backup_file" and str(path) in str(raised.value)


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("missing.json", "there is no file"),
        (".", "is a directory"),
        ("fifo", "is not a regular file"),
        ("a\0b", "is not the path of a file"),
        ("x" * 300, "File name too long"),
    ],
)
def test_backup_when_it_cannot_be_read_then_that_is_said(tmp_path: pathlib.Path, name: str, problem: str) -> None:
    os.mkfifo(tmp_path / "fifo")
    with pytest.raises(InputError, match=problem) as raised:
        read_backup(str(tmp_path / name))
    assert raised.value.field == "backup_file"


PLANNED = {"action": "create", "object": "scenario", "name": "x", "method": "AddScenario", "params": {}}
HEADER = {"format": 1, "account": "a", "plan_id": "p", "before": [], "operations": []}


@pytest.mark.parametrize(
    ("header", "entries"),
    [
        ({"before": [[["scenario", float("inf")], {}]]}, []),
        ({"before": [[["scenario", 1], 5]]}, []),
        ({"operations": [{**PLANNED, "params": 5}]}, []),
        ({"operations": [PLANNED]}, []),
        ({}, [{"operation": PLANNED, "response": 5}]),
        ({}, [{"operation": PLANNED, "response": {}}]),
        ({}, [{"operation": {**PLANNED, "params": {"scenario_name": "x"}}, "response": {"scenario_id": "?"}}]),
        ({}, [[]]),
    ],
)
def test_backup_when_a_part_of_it_has_another_shape_then_it_is_none(
    tmp_path: pathlib.Path, header: dict[str, t.Any], entries: list[t.Any]
) -> None:
    path = tmp_path / "broken.json"
    path.write_text("".join(json.dumps(entry) + "\n" for entry in ({**HEADER, **header}, *entries)))
    with pytest.raises(InputError, match="is not a backup of vox_sync"):
        read_backup(str(path))


def test_backup_when_several_are_made_in_one_second_then_each_has_a_file_of_its_own(tmp_path: pathlib.Path) -> None:
    paths = [write(tmp_path, count) for count in (0, 1, 2, 0, 1, 2)]
    assert len(set(paths)) == 6
    assert [len(read_backup(str(path)).accepted) for path in paths] == [0, 1, 2, 0, 1, 2]


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
