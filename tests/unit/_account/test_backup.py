# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Backups: their content, lines that were not written to their end, and files that are none."""

from __future__ import annotations

import dataclasses
import json
import os
import pathlib
import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.backup import (
    BackupFile,
    backup_of,
    read_backup,
)
from ansible_collections.voximplant.platform.plugins.module_utils._account.object_records import PhoneNumberRecord
from ansible_collections.voximplant.platform.plugins.module_utils._account.records import (
    Key,
    Records,
    RuleRecord,
    ScenarioRecord,
)
from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import InputError
from ansible_collections.voximplant.platform.plugins.module_utils._api.response import ApiObject
from ansible_collections.voximplant.platform.plugins.module_utils._plan.operations import Operation
from ansible_collections.voximplant.platform.tests.unit.support.backups import BACKUP, BEFORE, NEW, OPERATIONS, write


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
    ("provides", "object_id"), [("", 31), ("secret x", "Pa55word?xyz"), ("secret x", None), ("secret x", [31])]
)
def test_backup_when_a_response_assigns_no_id_then_nothing_of_it_is_kept(
    tmp_path: pathlib.Path, provides: str, object_id: t.Any
) -> None:
    operation = Operation("update", "secret", "x", "SetSecretInfo", {"secret_id": 31}, provides=provides)
    file = BackupFile(str(tmp_path), "1", dataclasses.replace(BACKUP, operations=()))
    file.append(operation, ApiObject("SetSecretInfo", {"result": 1, "secret_id": object_id}))
    file.close()
    assert json.loads(pathlib.Path(file.path).read_text().splitlines()[1])["response"] == {}


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


def test_history_when_an_accepted_write_assigned_no_id_then_what_it_created_is_known_by_its_content(
    tmp_path: pathlib.Path,
) -> None:
    path = write(tmp_path)
    path.write_bytes(path.read_bytes().replace(b'{"scenario_id":99}', b"{}"))
    history = read_backup(str(path)).history()
    assert history.keys == (("scenario", 11), ("scenario", NEW), ("rule", 21))
    assert (history.last(("scenario", NEW)), len(history.states(("scenario", NEW)))) == (ScenarioRecord("new", ""), 2)


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
    with pytest.raises(InputError, match="is not a backup of vox_sync") as raised:
        read_backup(str(path))
    assert raised.value.field == "backup_file"


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        (("ReorderRules", "application", {"rule_id": (22, 21)}), {("order", 1), ("rule", 21), ("rule", 22)}),
        (("SetScenarioInfo", "scenario", {"scenario_id": 13, "scenario_script": ""}), {("scenario", 13)}),
        (
            ("BindScenario", "rule", {"rule_id": 21, "scenario_id": (11,), "bind": False}),
            {("rule", 21), ("scenario", 11), ("scenario", 12), ("application", 1), ("order", 1)},
        ),
        (
            ("BindScenario", "rule", {"rule_id": 22, "scenario_id": (13,), "bind": True}),
            {("rule", 22), ("scenario", 13), ("application", 1), ("order", 1)},
        ),
        (
            (
                "BindPhoneNumberToApplication",
                "phone_number",
                {"phone_id": 71, "application_id": 2, "rule_id": 31, "bind": True},
            ),
            {
                ("phone_number", 71),
                *((kind, scope) for kind in ("application", "order") for scope in (1, 2)),
                ("rule", 21),
                ("rule", 31),
            },
        ),
        (
            ("SetPhoneNumberInfo", "phone_number", {"phone_id": 72, "incoming_sms_callback_url": "x"}),
            {("phone_number", 72)},
        ),
    ],
)
def test_backup_when_it_is_made_then_it_has_what_changes_and_what_that_referred_or_will_refer_to(
    operation: tuple[str, str, dict[str, t.Any]], expected: set[Key]
) -> None:
    account: Records = {
        **BEFORE,
        ("order", 1): (21, 22),
        ("order", 2): (31,),
        ("rule", 22): RuleRecord("night", 1, "2"),
        ("rule", 31): RuleRecord("desk", 2, "3"),
        ("phone_number", 71): PhoneNumberRecord("1202", 1, 21),
        ("phone_number", 72): PhoneNumberRecord("1303"),
    }
    method, kind, params = operation
    planned = Operation("update", kind, "x", method, params, application_id=1)
    assert backup_of("account", "1-0", account, [planned]).before == {
        key: account[key] for key in account if key in expected
    }
