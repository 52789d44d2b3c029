#!/usr/bin/python
# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Read VoxEngine scenarios."""

from __future__ import annotations

DOCUMENTATION = r"""
module: vox_scenario_info
short_description: Get information about VoxEngine scenarios
version_added: 1.0.0
description:
  - List the scenarios of a Voximplant account, optionally with their scripts. Paging is handled automatically.
extends_documentation_fragment:
  - voximplant.platform.connection
  - voximplant.platform.selectors.APPLICATION
  - voximplant.platform.selectors.NAME_CONTAINS
  - voximplant.platform.attributes
  - voximplant.platform.attributes.INFO
  - voximplant.platform.attributes.EXECUTION
  - voximplant.platform.attributes.GROUP
options:
  scenario_id:
    description:
      - Return only the scenario with this ID.
      - Mutually exclusive with O(scenario_name).
    type: int
  scenario_name:
    description:
      - Return only the scenario with exactly this name.
      - Mutually exclusive with O(scenario_id).
    type: str
    aliases: [name]
  application_id:
    description:
      - Return only the scenarios that belong to this application. Shared scenarios are not included.
      - Mutually exclusive with O(application_name).
    type: int
  with_script:
    description: Whether to return the scripts. This takes one API call per scenario. Several calls are made in
      parallel.
    type: bool
    default: false
  limit:
    description:
      - Maximum number of scenarios to return.
      - If no scenario is selected by ID or name, only this part of the list is read, in the order used by the platform.
        Otherwise, all scenarios are read and filtered first.
    type: int
  offset:
    description: Number of scenarios to skip at the start of the list.
    type: int
    default: 0
author:
  - Voximplant platform collection contributors (@voximplant)
seealso:
  - module: voximplant.platform.vox_scenario
"""

EXAMPLES = r"""
- name: List all scenarios
  voximplant.platform.vox_scenario_info:
  register: all_scenarios

- name: Get the script of a scenario
  voximplant.platform.vox_scenario_info:
    scenario_name: inbound
    with_script: true
  register: inbound
"""

RETURN = r"""
scenarios:
  description: The matching scenarios, sorted by ID. See O(limit) for the order if only a part of the list is read.
  returned: success
  type: list
  elements: dict
  contains:
    scenario_id:
      description: ID of the scenario.
      type: int
      sample: 1134324
    scenario_name:
      description: Name of the scenario.
      type: str
      sample: inbound
    modified:
      description: Time of the last change, in UTC.
      type: str
      sample: "2026-11-20 10:00:00"
    parent:
      description: Whether the scenario belongs to the parent account and cannot be changed from this one.
      type: bool
    application_id:
      description: ID of the application that the scenario belongs to.
      returned: if an application is set in the task
      type: int
    scenario_script:
      description: Script of the scenario.
      returned: if O(with_script=true)
      type: str
total_count:
  description: Number of matching scenarios, before O(limit) and O(offset) are applied.
  returned: success
  type: int
ambiguous:
  description: Always V(false), because this module does not change anything.
  returned: on failure, unless the options are invalid
  type: bool
error:
  description: See RV(voximplant.platform.vox_scenario#module:error).
  returned: on failure, unless the options are invalid
  type: dict
"""

import typing as t

from ..module_utils._api.client import Client
from ..module_utils._module.argument_spec import APPLICATION, ONE_APPLICATION, PAGE
from ..module_utils._module.runner import ModuleSpec, Params, TaskContext, run_info
from ..module_utils._objects.applications import ApplicationSelector, resolve_application
from ..module_utils._objects.concurrency import Workers
from ..module_utils._objects.filters import contains, page
from ..module_utils._objects.models import Scenario
from ..module_utils._objects.scenarios import list_matching, list_part, read_script, read_scripts, scenario_id_of

FILTERS = ("scenario_id", "scenario_name", "name_contains")


def read(params: Params, context: TaskContext) -> t.Dict[str, t.Any]:
    """Read the scenarios that the options select."""
    window = page(params)
    selector = ApplicationSelector.from_params(params)
    client = context.client()
    if params["with_script"] and params["scenario_id"] is not None and not selector:
        found = read_script(client, params["scenario_id"])  # one call returns everything
        pairs = [found] if found and contains(found[0].scenario_name, params["name_contains"]) else []
        return {"scenarios": [row(*pair) for pair in pairs[window]], "total_count": len(pairs)}
    application_id = resolve_application(client, selector) if selector else None
    shown, total_count = select_scenarios(client, params, application_id, window)
    if not params["with_script"]:
        return {"scenarios": [row(scenario) for scenario in shown], "total_count": total_count}
    with Workers(client.limit) as workers:
        scripts = {scenario_id_of(found): script for found, script in read_scripts(client, shown, workers)}
    rows = [{**row(scenario), "scenario_script": scripts.get(scenario_id_of(scenario))} for scenario in shown]
    return {"scenarios": rows, "total_count": total_count}


def row(scenario: Scenario, script: t.Optional[str] = None) -> t.Dict[str, t.Any]:
    """Return a scenario for the result, with its script if it was read."""
    shown = {**scenario.as_result(), "parent": scenario.parent}
    return shown if script is None else {**shown, "scenario_script": script}


def select_scenarios(
    client: Client, params: Params, application_id: t.Optional[int], window: slice
) -> t.Tuple[t.Sequence[Scenario], int]:
    """Return the selected scenarios that are within the window, and the number of all selected ones."""
    if window.stop is not None and all(params[name] is None for name in FILTERS):
        listed = list_part(client, application_id, window.start, window.stop - window.start)
        if listed is not None:
            return listed
    found = list_matching(client, params["scenario_id"], params["scenario_name"], application_id)
    part = params["name_contains"]
    found = tuple(scenario for scenario in found if contains(scenario.scenario_name, part))
    return found[window], len(found)


def main() -> None:
    """Run the module."""
    spec = ModuleSpec(
        argument_spec={
            "scenario_id": {"type": "int"},
            "scenario_name": {"type": "str", "aliases": ["name"]},
            "name_contains": {"type": "str"},
            **APPLICATION,
            "with_script": {"type": "bool", "default": False},
            **PAGE,
        },
        mutually_exclusive=[("scenario_id", "scenario_name"), ONE_APPLICATION],
    )
    run_info(spec, read)


if __name__ == "__main__":
    main()
