# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Which application an object belongs to."""

from __future__ import annotations

import contextlib
import typing as t

from .._api.errors import ConflictError, NotFoundError
from .._objects.applications import list_applications
from .._objects.models import require_id, short_name_of
from .._objects.scenarios import list_scenarios

if t.TYPE_CHECKING:
    from .._api.client import Client
    from .._objects.applications import ApplicationSelector
    from .._objects.models import BoundScenario, Rule
    from .._plan.operations import Plan, S


def name_applications(client: Client, plan: Plan[S], selector: ApplicationSelector) -> Plan[S]:
    """Return the plan with the short names of the applications that its operations belong to.

    :arg selector: the application that the task names; others are looked up (GetApplications)
    """
    ids = {operation.application_id for operation in plan.operations if isinstance(operation.application_id, int)}
    if not ids:
        return plan
    if selector.application_name is not None and len(ids) == 1:
        return plan.with_applications({ids.pop(): short_name_of(selector.application_name)})
    applications = list_applications(client)
    return plan.with_applications({require_id(found.application_id): found.short_name for found in applications})


def check_scope(client: Client, rule: Rule, scenarios: t.Sequence[BoundScenario]) -> None:
    """Refuse scenarios that belong to another application than the rule; any rule can run Shared ones."""
    if not scenarios:
        return
    own = {scenario.scenario_id for scenario in list_scenarios(client, rule.application_id)}
    for scenario in scenarios:
        owner = None
        if scenario.scenario_id not in own:
            owner = find_owner(client, require_id(scenario.scenario_id), exclude=rule.application_id)
        if owner is not None:
            raise ConflictError(
                f"The scenario {scenario.scenario_name} (id {scenario.scenario_id}) belongs to {owner}, "
                f"but {rule} belongs to the application with the ID {rule.application_id}.",
                field="scenarios",
                advice="A rule runs scenarios of its own application and Shared ones.",
            )


def find_owner(client: Client, scenario_id: int, exclude: t.Optional[int] = None) -> t.Optional[str]:
    """Return the application that a scenario belongs to, or C(None) if it is Shared.

    :arg exclude: id of an application that is known not to be it
    """
    for application in list_applications(client):
        if application.application_id == exclude:
            continue
        with contextlib.suppress(NotFoundError):  # it was deleted meanwhile
            own = list_scenarios(client, require_id(application.application_id))
            if any(scenario.scenario_id == scenario_id for scenario in own):
                return str(application)
    return None
