#!/usr/bin/python
# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Read VoxEngine scenarios."""

from __future__ import annotations

DOCUMENTATION = r"""
module: vox_scenario_info
short_description: Read VoxEngine scenarios
version_added: 1.0.0
description:
  - List the scenarios of a Voximplant account, with their texts if wanted. All pages are read.
extends_documentation_fragment:
  - voximplant.platform.connection
  - voximplant.platform.selectors.APPLICATION
  - voximplant.platform.attributes
  - voximplant.platform.attributes.INFO
  - voximplant.platform.attributes.EXECUTION
  - voximplant.platform.attributes.GROUP
options:
  scenario_id:
    description: Only the scenario with this id.
    type: int
  scenario_name:
    description: Only the scenario with exactly this name.
    type: str
    aliases: [name]
  name_contains:
    description: Only scenarios whose names contain this text, in any case.
    type: str
  application_id:
    description: Only the scenarios that this application has for itself, without Shared ones. Excludes
      O(application_name).
    type: int
  with_script:
    description: Read the texts as well, one call each, several at a time.
    type: bool
    default: false
  limit:
    description:
      - The number of scenarios to return at most.
      - If no scenario is selected by id or name, only these are read, in the platform's own order. Otherwise, all
        are read and compared first.
    type: int
  offset:
    description: The number of scenarios to leave out at the start of the list.
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

- name: Read the text of one scenario
  voximplant.platform.vox_scenario_info:
    scenario_name: inbound
    with_script: true
  register: inbound
"""

RETURN = r"""
scenarios:
  description: The scenarios, in the order of their ids; with O(limit), see there.
  returned: success
  type: list
  elements: dict
  contains:
    scenario_id:
      description: Its id.
      type: int
      sample: 1134324
    scenario_name:
      description: Its name.
      type: str
      sample: inbound
    modified:
      description: When it was changed last, UTC.
      type: str
      sample: "2026-11-20 10:00:00"
    parent:
      description: Whether it belongs to the parent account and cannot be changed from this one.
      type: bool
    application_id:
      description: The application that it belongs to.
      returned: when the task named an application
      type: int
    scenario_script:
      description: Its text.
      returned: when O(with_script=true)
      type: str
total_count:
  description: How many scenarios there are, before O(limit) and O(offset).
  returned: success
  type: int
ambiguous:
  description: Always false, since this module changes nothing.
  returned: on failure, except when the options are wrong
  type: bool
error:
  description: What went wrong.
  returned: on failure, except when the options are wrong
  type: dict
  contains:
    method:
      description: The API method.
      type: str
    code:
      description: The platform's error code. Null if it gave none.
      type: int
    http_status:
      description: The HTTP status, if that is what went wrong. Null otherwise.
      type: int
    object:
      description: The kind of object that the failure is about.
      type: str
    name:
      description: The name of the object that the failure is about.
      type: str
    field:
      description: The option or parameter that is at fault, if it is known.
      type: str
"""

import typing as t

from ..module_utils._api.client import Client
from ..module_utils._module.argument_spec import APPLICATION, ONE_APPLICATION
from ..module_utils._module.runner import Arguments, Connection, Params, run_info
from ..module_utils._objects.applications import ApplicationSelector, resolve_application
from ..module_utils._objects.concurrency import Workers
from ..module_utils._objects.filters import contains, page
from ..module_utils._objects.models import Scenario
from ..module_utils._objects.scenarios import list_matching, list_part, read_script, read_scripts, scenario_id_of

FILTERS = ("scenario_id", "scenario_name", "name_contains")


def read(params: Params, connection: Connection) -> t.Dict[str, t.Any]:
    """Read the scenarios that the options select."""
    window = page(params)
    selector = ApplicationSelector.from_params(params)
    client = connection.client()
    if params["with_script"] and params["scenario_id"] is not None and not selector:
        found = read_script(client, params["scenario_id"])  # one call tells all
        pairs = [found] if found and contains(found[0].scenario_name, params["name_contains"]) else []
        return {"scenarios": [row(*pair) for pair in pairs[window]], "total_count": len(pairs)}
    application_id = resolve_application(client, selector) if selector else None
    shown, total_count = selected(client, params, application_id, window)
    if not params["with_script"]:
        return {"scenarios": [row(one) for one in shown], "total_count": total_count}
    with Workers() as workers:
        scripts = {scenario_id_of(one): text for one, text in read_scripts(client, shown, workers)}
    rows = [{**row(one), "scenario_script": scripts.get(scenario_id_of(one))} for one in shown]
    return {"scenarios": rows, "total_count": total_count}


def row(scenario: Scenario, script: t.Optional[str] = None) -> t.Dict[str, t.Any]:
    """What is returned of a scenario; its text, if it was read."""
    shown = {**scenario.as_result(), "parent": scenario.parent}
    return shown if script is None else {**shown, "scenario_script": script}


def selected(
    client: Client, params: Params, application_id: t.Optional[int], window: slice
) -> t.Tuple[t.Sequence[Scenario], int]:
    """The scenarios that the options select, as far as they are within the window, and how many there are in all."""
    if window.stop is not None and all(params[name] is None for name in FILTERS):
        part = list_part(client, application_id, window.start, window.stop - window.start)
        if part is not None:
            return part
    found = list_matching(client, params["scenario_id"], params["scenario_name"], application_id)
    found = tuple(one for one in found if contains(one.scenario_name, params["name_contains"]))
    return found[window], len(found)


def main() -> None:
    """Run the module."""
    arguments = Arguments(
        options={
            "scenario_id": {"type": "int"},
            "scenario_name": {"type": "str", "aliases": ["name"]},
            "name_contains": {"type": "str"},
            **APPLICATION,
            "with_script": {"type": "bool", "default": False},
            "limit": {"type": "int"},
            "offset": {"type": "int", "default": 0},
        },
        exclusive=[("scenario_id", "scenario_name"), ONE_APPLICATION],
    )
    run_info(arguments, read)


if __name__ == "__main__":
    main()
