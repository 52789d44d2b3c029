# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs of operations that a client without a platform answers."""

from __future__ import annotations

import typing as t

from ansible_collections.voximplant.platform.plugins.module_utils._api import errors
from ansible_collections.voximplant.platform.plugins.module_utils._api.call_limit import CallLimit
from ansible_collections.voximplant.platform.plugins.module_utils._api.response import ApiObject
from ansible_collections.voximplant.platform.plugins.module_utils._apply.run import Run
from ansible_collections.voximplant.platform.plugins.module_utils._plan.operations import Operation


def operation(name: str, *, params: dict[str, t.Any] | None = None, **fields: t.Any) -> Operation:
    """Return an operation; its name is one of its parameters."""
    return Operation("update", "rule", name, "SetRuleInfo", {"name": name, **(params or {})}, **fields)


class FakeClient:
    """Records the calls, answers with ids, and fails at those whose names are given."""

    def __init__(self, *failing: str, error: errors.VoximplantError | None = None) -> None:
        self._failing = failing
        self._error = error
        self.limit = CallLimit(1, 1)
        self.made: list[dict[str, t.Any]] = []

    def call(self, method: str, params: dict[str, t.Any], _probe: t.Any = None) -> ApiObject:
        """Record a call."""
        self.made.append(params)
        if params["name"] in self._failing:
            raise self._error or errors.TransientError(f"No {params['name']}.")
        return ApiObject(method, {"result": 1, "rule_id": len(self.made)})

    @property
    def names(self) -> list[str]:
        """Return the names of the operations whose calls were made."""
        return [params["name"] for params in self.made]


def names(operations: t.Iterable[t.Any]) -> list[str]:
    """Return the names of operations."""
    return [found.name for found in operations]


def run_of(client: FakeClient, made: str, **given: t.Any) -> Run:
    """Return a run of operations with these letters for names."""
    return Run(t.cast(t.Any, client), [operation(name) for name in made], **given)
