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
  - Create, edit, rename or delete a scenario of a Voximplant account.
  - The platform's own text is compared with the declared one, so that an edit in the control panel is seen and put
    right.
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
      - The scenario's name, compared exactly. A new name has 1 to 29 characters and no semicolon.
      - Together with O(scenario_id), the name that the scenario is to have.
      - One of O(scenario_name) and O(scenario_id) is needed.
    type: str
    aliases: [name]
  scenario_id:
    description:
      - The scenario's id.
      - V(all) stands for every scenario that the account has. It goes only with O(state=absent) and O(force=true).
        Each scenario is deleted by its id, and named in RV(operations), in check mode too.
    type: str
  scenario_script:
    description:
      - The scenario's text. It is sent as it is, byte for byte, and has at most 131071 characters.
      - Without O(scenario_script) and O(src), an existing text is left alone and a new scenario is empty.
      - A text counts as unchanged if the platform's is the same, or the same but for CR LF as LF, a dropped byte
        order mark at its start, or dropped white space at its very end.
    type: str
    aliases: [script]
  src:
    description:
      - A file with the text, UTF-8, on the controller. It is looked for like the C(src) of M(ansible.builtin.copy),
        and may be encrypted with Ansible Vault. It is not a template.
      - Excludes O(scenario_script).
    type: path
  substitutions:
    description:
      - Literal tokens of the text and the values that stand in their place, for what differs between accounts.
      - The text is compared and sent with the values in it. A token that does not occur is an error.
    type: dict
  validate:
    description:
      - A command that validates the script on the controller, before anything is read or sent, in check mode too.
      - C(%s) stands for a file that holds the script as it would be sent. Its name ends in C(.js), and it is deleted
        afterwards. The command is not run in a shell. If it fails, the task fails with its output.
    type: str
  renamed_from:
    description:
      - The name that the scenario may still have. If only a scenario of that name exists, it is renamed and keeps its
        id and its bindings.
      - If both names exist, the task fails.
    type: str
  application_id:
    description:
      - The application that a new scenario is made for, and the one that an existing scenario must be in.
      - Without an application, a new scenario is Shared, and an existing one is found wherever it is.
      - Scenarios are never moved between applications.
    type: int
  application_name:
    description: The name of that application, short or in full. Excludes O(application_id).
    type: str
  rule_id:
    description: A rule that is to run the scenario, behind those that it runs already. Excludes O(rule_name).
    type: int
  rule_name:
    description:
      - The name of that rule. Needs O(application_id) or O(application_name), which the scenario must be in as well.
      - For a Shared scenario, use O(rule_id) or M(voximplant.platform.vox_scenario_binding).
    type: str
  rewrite:
    description:
      - Let the platform overwrite a scenario of this name that was made by somebody else since this task looked,
        instead of failing.
    type: bool
    default: false
  state:
    description: Whether the scenario is to exist.
    type: str
    choices: [present, absent]
    default: present
  force:
    description:
      - With O(state=absent), unbind the scenario from every rule that runs it. Without it, the task fails and names
        the rules.
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

- name: Deploy it with what differs between accounts
  voximplant.platform.vox_scenario:
    scenario_name: inbound
    src: scenarios/inbound.js
    substitutions:
      __CALLER_ID__: "+12025550100"

- name: Make a scenario for one application, and have a rule run it
  voximplant.platform.vox_scenario:
    scenario_name: inbound
    src: scenarios/inbound.js
    application_name: support
    rule_name: inbound

- name: Rename a scenario without losing its id and its bindings
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
  description: The scenario as it is after the task; in check mode, as it would be. Null if it is absent.
  returned: success
  type: dict
  contains:
    scenario_id:
      description: Its id. Null for one that check mode would create.
      type: int
      sample: 1134324
    scenario_name:
      description: Its name.
      type: str
      sample: inbound
    modified:
      description: When it was changed last, UTC. Null for one that check mode would create.
      type: str
      sample: "2026-11-20 10:00:00"
    application_id:
      description: The application that it belongs to.
      returned: when the task named an application
      type: int
normalized:
  description: Whether the platform keeps the text in another form that counts as the same.
  returned: success
  type: bool
  sample: false
operations:
  description: The writing API calls, in their order; in check mode, those that would be made.
  returned: always, except when the options are wrong
  type: list
  elements: dict
  contains:
    action:
      description: What it does, V(create), V(update), V(rename), V(delete), V(bind) or V(unbind).
      type: str
    object:
      description: What it does it to, V(scenario) or V(rule).
      type: str
    name:
      description: The object's name.
      type: str
    method:
      description: The API method.
      type: str
  sample:
    - action: update
      object: scenario
      name: inbound
      method: SetScenarioInfo
not_reached:
  description: The writing API calls that were planned, and not begun because of the failure. Each is described as
    in RV(operations).
  returned: on failure, except when the options are wrong
  type: list
  elements: dict
ambiguous:
  description: "Whether it is unknown if a call that changes something was executed: its answer was lost."
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

import dataclasses
import functools
import typing as t

from ..module_utils._api.errors import InputError, about
from ..module_utils._apply.read_current import gather_scenario
from ..module_utils._apply.task import Flow
from ..module_utils._apply.verify import confirm_scenario
from ..module_utils._apply.writes import execute
from ..module_utils._module.argument_spec import ONE_APPLICATION, ONE_RULE, RULE
from ..module_utils._module.runner import Arguments, Connection, Params, run_state
from ..module_utils._objects.applications import ApplicationSelector, resolve_application
from ..module_utils._objects.rules import RuleSelector, list_all_rules, resolve_rule
from ..module_utils._objects.scenarios import list_scenarios
from ..module_utils._objects.script import check_length, substitute
from ..module_utils._plan.operations import Plan
from ..module_utils._plan.scenario import DesiredScenario, plan_delete_all, plan_scenario

EVERY_SCENARIO = "all"


def begin(params: Params, connection: Connection) -> Flow[t.Any]:
    """Check the options, and make the flow."""
    script = wanted_script(params)
    warnings = check_length(script) if script is not None else ()
    if params["scenario_id"] == EVERY_SCENARIO:
        if params["state"] != "absent" or not params["force"] or params["scenario_name"] is not None:
            raise InputError(
                "scenario_id is all.", field="scenario_id", advice="That goes with state absent, force, and no name."
            )
        client = connection.client()
        return Flow(
            lambda: plan_delete_all(list_scenarios(client), list_all_rules(client)),
            functools.partial(execute, client),
            lambda plan, answers: plan.after,
        )
    selector = RuleSelector.from_params(params)
    desired = wanted_scenario(params, script)
    client = connection.client()

    def plan() -> Plan[t.Any]:
        with about("scenario", desired.scenario_name or str(desired.scenario_id)):
            application_id = resolve_application(client, selector.application) if selector.application else None
            located = dataclasses.replace(selector, application=ApplicationSelector(application_id, None))
            rule = resolve_rule(client, located) if selector else None
            wanted = dataclasses.replace(desired, application_id=application_id)
            planned = plan_scenario(gather_scenario(client, wanted, rule), wanted)
        return dataclasses.replace(planned, warnings=warnings)

    return Flow(plan, functools.partial(execute, client), functools.partial(confirm_scenario, client))


def wanted_scenario(params: Params, script: t.Optional[str]) -> DesiredScenario:
    """The scenario that the options describe; its application is not looked up yet."""
    scenario_id = params["scenario_id"]
    if scenario_id is not None and not scenario_id.isdecimal():
        raise InputError(f"scenario_id is neither a number nor all: {scenario_id!r}.", field="scenario_id")
    return DesiredScenario(
        scenario_name=params["scenario_name"],
        scenario_id=None if scenario_id is None else int(scenario_id),
        scenario_script=script,
        renamed_from=params["renamed_from"],
        rewrite=params["rewrite"],
        present=params["state"] == "present",
        force=params["force"],
    )


def wanted_script(params: Params) -> t.Optional[str]:
    """The text with its substitutions, if one is declared."""
    if params["src"] is not None:
        raise InputError("src was not read: it is a file on the controller.", field="src")
    script, substitutions = params["scenario_script"], params["substitutions"]
    if substitutions and script is None:
        raise InputError("substitutions are given without a script.", field="substitutions")
    if script is None:
        return None
    name = params["scenario_name"] or params["scenario_id"]
    return substitute({name: script}, substitutions or {})[name]


def main() -> None:
    """Run the module."""
    arguments = Arguments(
        options={
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
        exclusive=[("scenario_script", "src"), ("scenario_id", "renamed_from"), ONE_RULE, ONE_APPLICATION],
        needed=[("scenario_name", "scenario_id")],
    )
    run_state(arguments, begin)


if __name__ == "__main__":
    main()
