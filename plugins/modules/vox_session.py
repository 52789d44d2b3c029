#!/usr/bin/python
# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Start a session, or send a command to one."""

from __future__ import annotations

DOCUMENTATION = r"""
module: vox_session
short_description: Start a session, or send a command to one
version_added: 1.0.0
description:
  - Start a session that runs the scenarios of a rule, or make an HTTP request to a session that runs.
  - Sessions may make calls, and calls cost money. A session is started exactly once. If nobody knows whether it was
    started, because the answer was lost, the task fails and says so; it is never started a second time. The same
    holds for commands.
  - Runs on the controller, whatever the hosts of the play are, and does not touch them.
extends_documentation_fragment:
  - voximplant.platform.connection
  - voximplant.platform.selectors.APPLICATION
  - voximplant.platform.selectors.RULE
  - voximplant.platform.attributes
  - voximplant.platform.attributes.GROUP
attributes:
  check_mode:
    support: full
    details: Looks whether the rule can run a session, and starts none.
  diff_mode:
    support: full
  idempotent:
    support: none
    details: Each task starts a session of its own.
  action:
    description: Runs on the controller.
    support: full
  async:
    description: Can be used with the C(async) keyword.
    support: none
options:
  conference_name:
    description:
      - Start a conference of this name, or join the one that runs. The rule must be one for video conferences.
      - 1 to 49 characters.
    type: str
  user_id:
    description: The user of the application on whose behalf the session runs. Excludes O(user_name).
    type: int
  user_name:
    description: The name of that user. It is not looked up, but passed on as it is.
    type: str
  script_custom_data:
    description:
      - Data for the session, text or a mapping or list, which is sent as compact JSON.
      - The script reads it with C(VoxEngine.customData). Only 200 bytes are promised to arrive; more of them warn.
    type: raw
  reference_ip:
    description: An IP address. The session runs on a server close to it.
    type: str
  server_location:
    description: The name of the location to run the session in. Beats O(reference_ip).
    type: str
  access_url:
    description:
      - Instead of starting a session, send a request to the one with this address, as an earlier task returned it.
      - Whoever knows the address controls the session. It is treated as a secret. No credentials of the account are
        sent there.
      - It excludes all options that start a session.
    type: str
  command:
    description: The body of that request, text or a mapping or list, which is sent as compact JSON.
    type: raw
  method:
    description: The HTTP method of that request.
    type: str
    choices: [GET, POST, PUT, DELETE]
    default: POST
  headers:
    description: Further headers of that request. A script sees those that start with C(X-).
    type: dict
author:
  - Voximplant platform collection contributors (@voximplant)
seealso:
  - module: voximplant.platform.vox_session_info
"""

EXAMPLES = r"""
- name: Phone the person on call
  voximplant.platform.vox_session:
    application_name: support
    rule_name: callback
    script_custom_data:
      number: "+12025550100"
  register: started
  no_log: true

- name: Tell the running session to hang up
  voximplant.platform.vox_session:
    access_url: "{{ started.media_session_access_secure_url }}"
    command:
      command: terminate
  no_log: true

- name: Open a conference
  voximplant.platform.vox_session:
    rule_id: 1808190
    conference_name: incident-42
  no_log: true
"""

RETURN = r"""
media_session_access_url:
  description:
    - The address of the session, http. Null in check mode.
    - Whoever knows it controls the session, so use C(no_log=true) on the task.
  returned: success, when a session is started
  type: str
media_session_access_secure_url:
  description: The same as https.
  returned: success, when a session is started
  type: str
call_session_history_id:
  description: The session's id in the call history. Null in check mode.
  returned: success, when a session is started
  type: int
  sample: 4278792344
rule:
  description: The rule that the session runs.
  returned: success, when a session is started
  type: dict
  contains:
    rule_id:
      description: Its id.
      type: int
    rule_name:
      description: Its name.
      type: str
    application_id:
      description: The application that it belongs to.
      type: int
    rule_pattern:
      description: The pattern of the numbers that it takes.
      type: str
    rule_pattern_exclude:
      description: The pattern of the numbers that it does not take; empty if there is none.
      type: str
    video_conference:
      description: Whether it runs conferences.
      type: bool
    modified:
      description: When it was changed last, UTC.
      type: str
    scenarios:
      description: The scenarios that it runs, in running order.
      type: list
      elements: dict
      contains:
        scenario_id:
          description: The scenario's id.
          type: int
        scenario_name:
          description: The scenario's name.
          type: str
response:
  description: What the session answered to the command. Null in check mode.
  returned: success, when a command is sent
  type: dict
  contains:
    status:
      description: The HTTP status.
      type: int
    content:
      description: The body as text.
      type: str
operations:
  description: The writing API calls, in their order; in check mode, those that would be made.
  returned: always, except when the options are wrong
  type: list
  elements: dict
  contains:
    action:
      description: What it does, V(start), V(command).
      type: str
    object:
      description: What it does it to, V(session).
      type: str
    name:
      description: The object's name.
      type: str
    method:
      description: The API method.
      type: str
  sample:
    - action: start
      object: session
      name: inbound
      method: StartScenarios
not_reached:
  description: The writing API calls that were planned, and not begun because of the failure. Each is described as
    in RV(operations).
  returned: on failure, except when the options are wrong
  type: list
  elements: dict
ambiguous:
  description: "Whether it is unknown if a session was started, or a command delivered: the answer was lost."
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
import typing as t

from ..module_utils._api.errors import error_context
from ..module_utils._api.headers import encode_headers
from ..module_utils._apply.sessions import execute_command
from ..module_utils._apply.task import Flow
from ..module_utils._apply.writes import execute
from ..module_utils._module.argument_spec import ONE_APPLICATION, ONE_RULE, RULE
from ..module_utils._module.runner import Arguments, Connection, Params, run_state
from ..module_utils._objects.models import StartedSession
from ..module_utils._objects.rules import RuleSelector, resolve_rule
from ..module_utils._objects.sessions import as_text
from ..module_utils._plan.operations import Plan
from ..module_utils._plan.session import check_start, plan_command, plan_start

STARTING = ("conference_name", "user_id", "user_name", "script_custom_data", "reference_ip", "server_location")


def begin(params: Params, connection: Connection) -> Flow[t.Any]:
    """Check the options, and make the flow."""
    return begin_start(params, connection) if params["access_url"] is None else begin_command(params, connection)


def begin_start(params: Params, connection: Connection) -> Flow[t.Any]:
    """Start a session on a rule."""
    selector = RuleSelector.from_params(params)
    given = {name: params[name] for name in STARTING if name != "conference_name"}
    given["script_custom_data"] = as_text(params["script_custom_data"])
    warnings = check_start(params["conference_name"], given["script_custom_data"])
    client = connection.client()

    def plan() -> Plan[t.Any]:
        with error_context("rule", str(selector)):
            return plan_start(resolve_rule(client, selector), params["conference_name"], given, warnings)

    return Flow(
        plan,
        lambda operation: execute(client, operation),
        lambda plan, answers: dataclasses.replace(plan.after, started=StartedSession.from_row(answers[0])),
    )


def begin_command(params: Params, connection: Connection) -> Flow[t.Any]:
    """Send a request to a running session."""
    request = {"command": as_text(params["command"]), "headers": encode_headers(params["headers"] or {})}
    http = connection.http()
    return Flow(
        lambda: plan_command(params["access_url"], params["method"], request),
        lambda operation: execute_command(http, operation),
        lambda plan, answers: dataclasses.replace(plan.after, response=answers[0].fields),
    )


def main() -> None:
    """Run the module."""
    arguments = Arguments(
        options={
            **RULE,
            "conference_name": {"type": "str"},
            "user_id": {"type": "int"},
            "user_name": {"type": "str"},
            "script_custom_data": {"type": "raw"},
            "reference_ip": {"type": "str"},
            "server_location": {"type": "str"},
            "access_url": {"type": "str", "no_log": True},
            "command": {"type": "raw"},
            "method": {"type": "str", "choices": ["GET", "POST", "PUT", "DELETE"], "default": "POST"},
            "headers": {"type": "dict"},
        },
        exclusive=[
            ONE_RULE,
            ONE_APPLICATION,
            ("user_id", "user_name"),
            *(("access_url", option) for option in (*RULE, *STARTING)),
        ],
        needed=[(*ONE_RULE, "access_url")],
        required_by={"command": ["access_url"], "headers": ["access_url"]},
    )
    run_state(arguments, begin)


if __name__ == "__main__":
    main()
