# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Look once more, just before writing, whether what will change is as the plan supposes."""

from __future__ import annotations

import typing as t

from .._api.errors import ConflictError, VoximplantError, error_context
from .._apply.observation import Observation
from .._objects.concurrency import run_concurrently
from .._objects.models import require_id
from .._plan.operations import Operation
from .observation import listings_of
from .records import ApplicationRecord, History, Key, RuleRecord, ScenarioRecord

if t.TYPE_CHECKING:
    from .._api.client import Client

Modified = t.Mapping[int, t.Optional[str]]


def precheck(
    client: Client, operations: t.Sequence[Operation], history: History, modified: Modified, workers: int
) -> None:
    """List what the operations change or delete, one listing a kind.

    :arg history: what was written so far
    :arg modified: time of each scenario's last change when it was read, by id; without those written since
    :raises ConflictError: if somebody else has changed any of it
    """
    observation = Observation(client)
    for _listed in run_concurrently(lambda listing: listing(), listings_of(observation, operations), workers):
        pass
    for operation in operations:
        for key in _keys_of(operation, history):
            if not _is_as_expected(key, history, observation, modified):
                with error_context(operation.object, operation.display_name):
                    raise _changed(key)


def _changed(key: Key) -> VoximplantError:
    return ConflictError(
        f"Somebody else changed the {key[0]} with the id {key[1]} while this task was running.",
        advice="It was left alone. Run the task again to see the difference.",
    )


def _keys_of(operation: Operation, history: History) -> t.List[Key]:
    """Return the existing objects that an operation changes or deletes."""
    params = operation.params
    if operation.action in ("create", "reorder") or operation.object not in ("scenario", "rule", "application"):
        return []
    key: Key = (operation.object, params[f"{operation.object}_id"])
    content = history.belonging_to(key[1]) if operation.method == "DelApplication" else []
    return [key, *(found for found in content if found[0] != "order")]


def _is_as_expected(key: Key, history: History, observation: Observation, modified: Modified) -> bool:
    record = history.get(key)
    object_id = t.cast(int, key[1])
    if isinstance(record, ScenarioRecord):
        found = observation.scenario(object_id)
        is_unmodified = found is not None and modified.get(object_id, found.modified) == found.modified
        return found is not None and found.scenario_name == record.name and is_unmodified
    if isinstance(record, RuleRecord):
        rules = observation.rules(require_id(t.cast(int, record.application_id)))
        rule = next((rule for rule in rules if rule.rule_id == object_id), None)
        return rule is not None and RuleRecord.of(rule) == record
    application = observation.application(object_id)
    return application is not None and ApplicationRecord.of(application) == record
