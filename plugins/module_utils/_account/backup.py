# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Backups: files that contain what a deployment is about to change, and what it then wrote.

A backup has one JSON document a line: a header with the state before and the planned operations, then each write that
the platform accepted, as it was sent, with the id that it assigned.
"""

from __future__ import annotations

import dataclasses
import datetime
import itertools
import json
import os
import re
import threading
import typing as t

from .._api.errors import InputError, ProtocolError
from .._api.local_files import read_regular_file
from .._api.response import ApiObject
from .._apply.verify import Accepted
from .._objects.models import Id, PendingId
from .._plan.operations import Operation
from .object_records import PhoneNumberRecord, SecretRecord, UserRecord, assigned_id
from .records import ApplicationRecord, History, Key, Record, Records, RuleRecord, ScenarioRecord

FORMAT = 1
_MAX_BYTES = 512 * 1024 * 1024
_DIRECTORY_MODE = 0o700
_FILE_MODE = 0o600
_RECORDS = {
    "scenario": ScenarioRecord,
    "rule": RuleRecord,
    "application": ApplicationRecord,
    "phone_number": PhoneNumberRecord,
    "secret": SecretRecord,
    "user": UserRecord,
}
_WITHHELD = ("secret_value", "user_password")
_PENDING = "pending"
_UNSAFE = re.compile(r"[^\w.@+-]", re.ASCII)


@dataclasses.dataclass(frozen=True)
class Backup:
    """The content of a backup.

    :arg account: the account that it was made of
    :arg before: the records before the first write: of what changes, and of everything that has to be known for it
    :arg operations: the planned operations
    :arg accepted: the writes that the platform accepted
    """

    account: str
    plan_id: str
    before: Records
    operations: t.Tuple[Operation, ...]
    accepted: t.Tuple[Accepted, ...] = ()

    def history(self) -> History:
        """Return what was written, followed by what may have been: every write of the plan without a response."""
        return History.of(self.before, self._without_response(), self.accepted)

    def _without_response(self) -> t.List[Operation]:
        """Return the planned operations that the platform is not known to have accepted."""
        writes = {operation.provides: (operation, response) for operation, response in self.accepted}

        def id_of(pending: PendingId) -> Id:
            return assigned_id(*writes[pending.key], pending.field) if pending.key in writes else pending

        accepted = [operation for operation, _response in self.accepted]
        planned = [operation.with_ids(id_of) for operation in self.operations]
        return [operation for operation in planned if operation not in accepted]


class BackupFile:
    """A new backup that accepted writes are appended to; safe to use from several threads.

    :arg directory: made if it is missing, with access for the user alone
    :raises InputError: if the file cannot be written
    """

    def __init__(self, directory: str, account_id: str, backup: Backup) -> None:
        now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
        name = f"{_UNSAFE.sub('_', account_id)}-{now}-{backup.plan_id}"
        self.path = os.path.join(directory, f"{name}.json")
        self._lock = threading.Lock()
        header = {
            "format": FORMAT,
            "account": backup.account,
            "plan_id": backup.plan_id,
            "before": [[list(key), _encode(record)] for key, record in backup.before.items()],
            "operations": [_encode_operation(operation) for operation in backup.operations],
        }
        try:
            os.makedirs(directory, mode=_DIRECTORY_MODE, exist_ok=True)
            self._create(directory, name)
        except OSError as error:
            raise self._error(error) from error
        try:
            self._write(header)
        except OSError as error:
            self.close()
            os.unlink(self.path)
            raise self._error(error) from error

    def _error(self, error: OSError) -> InputError:
        text = f"The backup {self.path} cannot be written: {error.strerror}. Nothing was changed."
        return InputError(text, field="backup_dir")

    def _create(self, directory: str, name: str) -> None:
        """Make a file that does not exist yet; several of one second are numbered."""
        for number in itertools.count(2):
            try:
                flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND
                self._descriptor = os.open(self.path, flags, _FILE_MODE)
                return
            except FileExistsError:
                self.path = os.path.join(directory, f"{name}-{number}.json")

    def append(self, operation: Operation, response: ApiObject) -> None:
        """Append a write that the platform accepted.

        :raises OSError: if the file cannot be written
        """
        with self._lock:
            self._write({"operation": _encode_operation(operation), "response": _assigned_id(operation, response)})

    def close(self) -> None:
        """Close the file."""
        os.close(self._descriptor)

    def _write(self, document: t.Mapping[str, t.Any]) -> None:
        """Write a line, whole or not at all."""
        line = json.dumps(document, separators=(",", ":")).encode("ascii") + b"\n"
        size = os.fstat(self._descriptor).st_size
        try:
            while line:
                line = line[os.write(self._descriptor, line) :]
            os.fsync(self._descriptor)
        except OSError:
            os.ftruncate(self._descriptor, size)
            raise


def read_backup(path: str) -> Backup:
    """Read a backup; a line that was not written to its end does not count.

    :raises InputError: if the file cannot be read, or is not a backup
    """
    content = read_regular_file(path, "backup_file", _MAX_BYTES, "backup_file")
    try:
        lines = content.split(b"\n")[:-1]
        header, *accepted = [json.loads(line) for line in lines]
        if header["format"] != FORMAT:
            raise InputError(
                f"{path} has the format {header['format']}, and this version reads {FORMAT}.", field="backup_file"
            )
        backup = Backup(
            header["account"],
            header["plan_id"],
            {_key(key): _decode_record(_key(key), record) for key, record in header["before"]},
            tuple(_decode_operation(operation) for operation in header["operations"]),
            tuple(_decode_accepted(entry) for entry in accepted),
        )
        backup.history()  # fails if anything has an unexpected shape
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        raise InputError(f"{path} is not a backup of vox_sync.", field="backup_file") from error
    except ProtocolError as error:
        raise InputError(f"{path} is not a backup of vox_sync: {error.text}", field="backup_file") from error
    return backup


def backup_of(account: str, plan_id: str, before: Records, operations: t.Sequence[Operation]) -> Backup:
    """Return the backup of a plan, with the records that the plan changes or refers to."""
    history = History.of(before, operations)
    needed: t.Set[Key] = set(history.keys)
    for key in history.keys:
        needed.update(_references(before.get(key)), _references(history.last(key)))
    return Backup(account, plan_id, {key: before[key] for key in before if key in needed}, tuple(operations))


def _references(record: t.Optional[Record]) -> t.Iterator[Key]:
    """Yield the objects that a record refers to."""
    if isinstance(record, tuple):
        yield from (("rule", rule_id) for rule_id in record)
    if isinstance(record, RuleRecord):
        yield from (("scenario", scenario_id) for scenario_id in record.scenario_ids)
    if isinstance(record, PhoneNumberRecord) and record.rule_id is not None:
        yield "rule", record.rule_id
    application_id = getattr(record, "application_id", None)
    if application_id is not None:
        yield from (("application", application_id), ("order", application_id))


def _encode_operation(operation: Operation) -> t.Any:
    """Return an operation as JSON, without the values of secrets and without passwords."""
    params = {name: None if name in _WITHHELD else value for name, value in operation.params.items()}
    return _encode(dataclasses.replace(operation, params=params))


def _assigned_id(operation: Operation, response: ApiObject) -> t.Dict[str, t.Any]:
    """Return the id in a response; its other fields are not needed, and may repeat a secret that was sent."""
    name = f"{operation.object}_id"
    value = response.fields.get(name)
    is_id = isinstance(value, int) or (isinstance(value, str) and value.isdecimal())
    return {name: value} if operation.provides and is_id else {}


def _encode(value: t.Any) -> t.Any:
    """Return a value as JSON; pending ids are marked, and what records do not show is left out."""
    if isinstance(value, PendingId):
        return {_PENDING: [value.key, value.field]}
    if dataclasses.is_dataclass(value):
        return {field.name: _encode(getattr(value, field.name)) for field in dataclasses.fields(value) if field.repr}
    if isinstance(value, t.Mapping):
        return {name: _encode(item) for name, item in value.items()}
    return [_encode(item) for item in value] if isinstance(value, (tuple, list)) else value


def _decode(value: t.Any) -> t.Any:
    if isinstance(value, dict) and set(value) == {_PENDING}:
        return PendingId(*value[_PENDING])
    if isinstance(value, dict):
        return {name: _decode(item) for name, item in value.items()}
    return tuple(_decode(item) for item in value) if isinstance(value, list) else value


def _key(value: t.Sequence[t.Any]) -> Key:
    kind, object_id = value
    return kind, int(object_id)


def _decode_record(key: Key, value: t.Any) -> Record:
    decoded = _decode(value)
    if key[0] == "order":
        return t.cast(Record, decoded)
    return t.cast(Record, _RECORDS[key[0]](**decoded))


def _decode_operation(value: t.Any) -> Operation:
    operation = Operation(**_decode(value))
    if not isinstance(operation.params, dict):
        raise TypeError
    return operation


def _decode_accepted(entry: t.Mapping[str, t.Any]) -> Accepted:
    operation = _decode_operation(entry["operation"])
    return operation, ApiObject(operation.method, dict(entry["response"]))
