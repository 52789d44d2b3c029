# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""What the way back of every kind of object has in common."""

from __future__ import annotations

import dataclasses
import typing as t

from .._objects.models import Id, PendingId
from .._plan.operations import Operation
from .object_records import PARAMETERS, PhoneNumberRecord, SecretRecord, UserRecord
from .records import ApplicationRecord, Key, Record, RuleRecord, ScenarioRecord
from .reversal import Reversal

Params = t.Dict[str, t.Any]
R = t.TypeVar("R", ApplicationRecord, ScenarioRecord, RuleRecord, PhoneNumberRecord, SecretRecord, UserRecord)


class UndoBuilder:
    """Makes the operations that put objects back."""

    def __init__(self, reversal: Reversal) -> None:
        self._reversal = reversal
        self._targets = reversal.targets
        self._shown = reversal.shown

    def _changes(self, kind: t.Type[R]) -> t.Iterator[t.Tuple[Key, R, R]]:
        """Yield the objects that exist before and now: key, record before, record now."""
        for key, target in self._targets.items():
            shown = self._shown.get(key)
            if isinstance(target, kind) and isinstance(shown, kind):
                yield key, target, shown

    def _deletions(self, kind: t.Type[R]) -> t.Iterator[t.Tuple[Key, R, PendingId]]:
        """Yield the objects to create again, with the pending ids that they will have."""
        for key, new_id in self._reversal.recreated.items():
            target = self._targets.get(key)
            if isinstance(new_id, PendingId) and isinstance(target, kind):
                yield key, target, new_id

    def _delete(self, kind: t.Type[R], method: str) -> t.Iterator[Operation]:
        """Yield the operations that delete the objects that were created."""
        for key in self._targets:
            shown = self._shown.get(key)
            if self._is_deleted(key) and isinstance(shown, kind):
                yield self._operation("delete", key, shown, method, self._selector(key, shown))

    def _update(self, kind: t.Type[R], method: str) -> t.Iterator[Operation]:
        """Yield the operations that send the attributes of existing objects that differ and are known."""
        names = PARAMETERS[method]
        for key, target, shown in self._changes(kind):
            params = {
                names[field]: getattr(target, field)
                for field in names
                if getattr(target, field) is not None and getattr(target, field) != getattr(shown, field)
            }
            if params:
                action = "rename" if names["name"] in params else "update"
                params = {**self._selector(key, target), **params}
                yield self._operation(action, key, target, method, params)

    def _create(self, key: Key, record: R, pending: PendingId, method: str, params: Params) -> Operation:
        """Return the operation that creates a deleted object again."""
        return dataclasses.replace(self._operation("create", key, record, method, params), provides=pending.key)

    def _operation(self, action: str, key: Key, record: R, method: str, params: t.Mapping[str, t.Any]) -> Operation:
        scope = getattr(record, "application_id", None)
        application = self._application_name(scope)
        scope_id = None if scope is None else self._reversal.new_id("application", scope)
        return Operation(action, key[0], record.name, method, params, application=application, application_id=scope_id)

    def _is_deleted(self, key: Key) -> bool:
        """Return whether the way back deletes an object."""
        return key in self._targets and self._targets[key] is None

    def _application_name(self, application_id: t.Optional[Id]) -> t.Optional[str]:
        return None if application_id is None else self._reversal.application_name(application_id)

    def _selector(self, key: Key, record: Record) -> Params:
        """Return the parameters that select an object; for a secret, its application is one of them."""
        selector: Params = {f"{key[0]}_id": key[1]}
        return {**selector, **self._scope(record)} if isinstance(record, SecretRecord) else selector

    def _scope(self, record: t.Union[RuleRecord, SecretRecord, UserRecord]) -> Params:
        return {"application_id": self._reversal.new_id("application", record.application_id)}
