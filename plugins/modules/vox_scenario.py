#!/usr/bin/python
# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Manage VoxEngine scenarios."""

from __future__ import annotations

DOCUMENTATION = r"""
module: vox_scenario
short_description: Manage VoxEngine scenarios
version_added: 1.0.0
description:
  - Create, update, rename, or delete a scenario of a Voximplant account.
  - The module compares the desired script with the one on the platform, so edits made in the control panel are
    detected and reverted.
extends_documentation_fragment:
  - voximplant.platform.connection
  - voximplant.platform.selectors.APPLICATION
  - voximplant.platform.selectors.RULE
  - voximplant.platform.attributes
  - voximplant.platform.attributes.STATE
  - voximplant.platform.attributes.EXECUTION
  - voximplant.platform.attributes.GROUP
options:
  scenario_name:
    description:
      - Name of the scenario. Names are case-sensitive.
      - A new name must have 1 to 29 characters and must not contain a semicolon.
      - If O(scenario_id) is also set, rename the scenario to O(scenario_name).
      - One of O(scenario_name) and O(scenario_id) is required.
    type: str
    aliases: [name]
  scenario_id:
    description:
      - ID of the scenario.
      - V(all) deletes every scenario of the account. It requires O(state=absent) and O(force=true), and
        O(scenario_name) must not be set. The scenarios are deleted one by one, and RV(operations) lists each of them,
        even in check mode.
    type: str
  scenario_script:
    description:
      - JavaScript source of the scenario, at most 131071 characters. It is uploaded byte for byte.
      - Ansible templates the options of every task, so a script that contains C({{) or C({%) must be marked as
        C(!unsafe). The contents of O(src) are not templated.
      - If neither O(scenario_script) nor O(src) is set, an existing script is left unchanged and a new scenario is
        created empty.
      - A script is considered unchanged if the platform only converted CR LF to LF, dropped a byte order mark at the
        start, or dropped white space at the end.
      - Mutually exclusive with O(src).
    type: str
    aliases: [script]
  src:
    description:
      - Path to a UTF-8 file on the controller that contains the script. Relative paths are resolved as for
        C(src) in M(ansible.builtin.copy).
      - The file may be encrypted with Ansible Vault. It is not treated as a template.
      - Mutually exclusive with O(scenario_script).
    type: path
  substitutions:
    description:
      - Dictionary of literal tokens in the script and their replacements, for values that differ between accounts.
      - Values are strings or whole numbers. Put them in quotes, because YAML reads V(+12025550100), V(0123), and
        V(12:30) as other numbers.
      - Tokens are replaced before the script is compared and uploaded. The task fails if a token does not occur in the
        script.
    type: dict
  validate:
    description:
      - A command that checks the script on the controller before anything is read or sent, even in check mode.
      - It must contain C(%s), which stands for a file with the script as it would be sent. The name of the file ends
        in C(.js), and the file is deleted afterwards. The command is not run in a shell. If it fails, the task fails
        with its output.
    type: str
  renamed_from:
    description:
      - Previous name of the scenario. If only a scenario with this name exists, it is renamed and keeps its ID and its
        bindings.
      - The task fails if both names exist.
      - Mutually exclusive with O(scenario_id).
    type: str
  application_id:
    description:
      - ID of the application for which a new scenario is created. An existing scenario must belong to it.
      - If no application is set, a new scenario is created as Shared, and an existing one is found in any scope.
      - Scenarios are never moved between applications.
      - Mutually exclusive with O(application_name).
    type: int
  rule_id:
    description:
      - ID of a rule to bind the scenario to. If the scenario is not bound to the rule yet, it is added after those that
        the rule already runs.
      - Mutually exclusive with O(rule_name).
    type: int
  rule_name:
    description:
      - Name of a rule to bind the scenario to, as an alternative to O(rule_id).
      - Requires O(application_id) or O(application_name). The scenario must belong to the same application. To bind a
        Shared scenario, use O(rule_id) or M(voximplant.platform.vox_scenario_binding).
    type: str
  rewrite:
    description:
      - Whether to overwrite a scenario of the same name that somebody else creates after the module has checked that
        there is none. By default, the task fails in this case.
    type: bool
    default: false
  state:
    description: Desired state of the scenario.
    type: str
    choices: [present, absent]
    default: present
  force:
    description:
      - With O(state=absent), unbind the scenario from all rules before deleting it. Otherwise, the task fails and lists
        the rules that run the scenario.
    type: bool
    default: false
author:
  - Voximplant platform collection contributors (@voximplant)
seealso:
  - module: voximplant.platform.vox_scenario_info
  - module: voximplant.platform.vox_scenario_binding
  - module: voximplant.platform.vox_scenario_order
"""

EXAMPLES = r"""
- name: Deploy a scenario from a file
  voximplant.platform.vox_scenario:
    scenario_name: inbound
    src: scenarios/inbound.js
    credentials_file: ~/voximplant.json

- name: Check the syntax of the script before it is uploaded
  voximplant.platform.vox_scenario:
    scenario_name: inbound
    src: scenarios/inbound.js
    validate: node --check %s

- name: Replace tokens that differ between accounts
  voximplant.platform.vox_scenario:
    scenario_name: inbound
    src: scenarios/inbound.js
    substitutions:
      __CALLER_ID__: "+12025550100"

- name: Deploy an inline script without templating
  voximplant.platform.vox_scenario:
    scenario_name: common
    scenario_script: !unsafe |
      const GREETING = "Hello {{ name }}";

- name: Create a scenario for one application and bind it to a rule
  voximplant.platform.vox_scenario:
    scenario_name: inbound
    src: scenarios/inbound.js
    application_name: support
    rule_name: inbound

- name: Rename a scenario, keeping its ID and bindings
  voximplant.platform.vox_scenario:
    scenario_name: inbound
    renamed_from: inbound_2024

- name: Delete a scenario, even if rules run it
  voximplant.platform.vox_scenario:
    scenario_name: inbound
    state: absent
    force: true
"""

RETURN = r"""
scenario:
  description:
    - The scenario after the task has run. In check mode, the expected state.
    - Null if the scenario is absent.
  returned: success
  type: dict
  contains:
    scenario_id:
      description: ID of the scenario. Null in check mode if the scenario would be created.
      type: int
      sample: 1134324
    scenario_name:
      description: Name of the scenario.
      type: str
      sample: inbound
    modified:
      description: Time of the last change, in UTC. Null in check mode if the scenario would be created.
      type: str
      sample: "2026-11-20 10:00:00"
    application_id:
      description: ID of the application that the scenario belongs to.
      returned: if an application is set in the task
      type: int
normalized:
  description: Whether the script on the platform differs from the desired one in ways that do not count as a change.
    See O(scenario_script).
  returned: success
  type: bool
  sample: false
operations:
  description: API calls that change the account, in the order in which they were made. In check mode, the calls that
    would be made.
  returned: always, unless the options are invalid
  type: list
  elements: dict
  contains:
    action:
      description:
        - What the call does.
        - One of V(create), V(update), V(rename), V(delete), V(bind), V(unbind), V(reorder), V(start), and V(command).
      type: str
    object:
      description: Type of the object. One of V(application), V(rule), V(scenario), V(phone_number), V(secret),
        V(user), and V(session).
      type: str
    name:
      description: Name of the object.
      type: str
    application:
      description: Short name of the application that the object belongs to. Null if it belongs to none.
      type: str
    method:
      description: Name of the API method, or the HTTP method of a command.
      type: str
  sample:
    - action: update
      object: scenario
      name: inbound
      application: null
      method: SetScenarioInfo
diff:
  description: What changed, one entry for each changed object or part of it. The headers name the object.
  returned: success, in diff mode
  type: list
  elements: dict
  contains:
    before_header:
      description: Heading of the previous state.
      type: str
      sample: scenario inbound (id 1134324)
    after_header:
      description: Heading of the new state.
      type: str
      sample: scenario inbound (id 1134324)
    before:
      description: Previous state as text.
      type: str
    after:
      description: New state as text.
      type: str
not_reached:
  description: Planned API calls that were not started because of the failure, in the same format as RV(operations).
  returned: on failure, unless the options are invalid
  type: list
  elements: dict
ambiguous:
  description: V(true) if the module cannot tell whether a call that changes something was executed, because the
    response was lost or reports a server error.
  returned: on failure, unless the options are invalid
  type: bool
error:
  description: Details of the failure.
  returned: on failure, unless the options are invalid
  type: dict
  contains:
    method:
      description: Name of the API method that failed, or the HTTP method of a command. Null if the failure did not
        occur in a call.
      type: str
    code:
      description: Error code of the platform. Null if the platform did not return one.
      type: int
    http_status:
      description: HTTP status of the response. Null unless the status is the reason for the failure.
      type: int
    object:
      description: Type of the object that the failure is about. Null if it is not known.
      type: str
    name:
      description: Name of the object that the failure is about. Null if it is not known.
      type: str
    field:
      description: Option or API parameter that caused the failure. Null if it is not known.
      type: str
"""

import typing as t

from ..module_utils._api.errors import InputError
from ..module_utils._apply.run import ApiTask
from ..module_utils._apply.scenarios import DeleteAllTask, ScenarioTask
from ..module_utils._module.argument_spec import ONE_APPLICATION, ONE_RULE, RULE
from ..module_utils._module.runner import ModuleSpec, Params, TaskContext, run_task
from ..module_utils._objects.models import parse_number
from ..module_utils._objects.rules import RuleSelector
from ..module_utils._objects.script import substitute
from ..module_utils._plan.scenario import DesiredScenario

EVERY_SCENARIO = "all"


def build_task(params: Params, context: TaskContext) -> ApiTask[t.Any]:
    """Check the options and make the task."""
    if params["scenario_id"] != EVERY_SCENARIO:
        selector, desired = RuleSelector.from_params(params), desired_scenario(params)
        return ScenarioTask(context.client(), selector, desired)
    if params["state"] != "absent" or not params["force"] or params["scenario_name"] is not None:
        raise InputError(
            "scenario_id=all requires state=absent and force=true, and no scenario_name.", field="scenario_id"
        )
    return DeleteAllTask(context.client())


def desired_scenario(params: Params) -> DesiredScenario:
    """Return the scenario that the options describe; its application is looked up later."""
    scenario_id = None if params["scenario_id"] is None else parse_number(params["scenario_id"])
    if scenario_id is None and params["scenario_id"] is not None:
        raise InputError(f"scenario_id must be a number or all: {params['scenario_id']!r}.", field="scenario_id")
    return DesiredScenario(
        scenario_name=params["scenario_name"],
        scenario_id=scenario_id,
        scenario_script=desired_script(params),
        renamed_from=params["renamed_from"],
        rewrite=params["rewrite"],
        present=params["state"] == "present",
        force=params["force"],
    )


def desired_script(params: Params) -> t.Optional[str]:
    """Return the script with its substitutions expanded, if there is one."""
    if params["src"] is not None:
        raise InputError("src was not read: it names a file on the controller.", field="src")
    script, substitutions = params["scenario_script"], params["substitutions"]
    if substitutions and script is None:
        raise InputError("substitutions requires scenario_script or src.", field="substitutions")
    if script is None:
        return None
    name = params["scenario_name"] or params["scenario_id"]
    return substitute({name: script}, substitutions or {})[name]


def main() -> None:
    """Run the module."""
    spec = ModuleSpec(
        argument_spec={
            "scenario_name": {"type": "str", "aliases": ["name"]},
            "scenario_id": {"type": "str"},
            "scenario_script": {"type": "str", "aliases": ["script"]},
            "src": {"type": "path"},
            "substitutions": {"type": "dict"},
            "validate": {"type": "str"},
            "renamed_from": {"type": "str"},
            **RULE,
            "rewrite": {"type": "bool", "default": False},
            "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
            "force": {"type": "bool", "default": False},
        },
        mutually_exclusive=[
            ("scenario_script", "src"),
            ("scenario_id", "renamed_from"),
            ONE_RULE,
            ONE_APPLICATION,
        ],
        required_one_of=[("scenario_name", "scenario_id")],
    )
    run_task(spec, build_task)


if __name__ == "__main__":
    main()
