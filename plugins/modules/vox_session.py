#!/usr/bin/python
# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Start a session, or send a command to one."""

from __future__ import annotations

DOCUMENTATION = r"""
module: vox_session
short_description: Start a VoxEngine session or send a command to a running one
version_added: 1.0.0
description:
  - Start a session that runs the scenarios of a rule, or send an HTTP request to a running session.
  - Sessions may make calls, and calls cost money. The module never starts a session twice. If the response to the start
    request is lost, the task fails with RV(ambiguous=true), because a session may be running. The same applies to
    commands, and to a command whose response is HTTP status 5xx.
  - The module runs on the controller, regardless of the hosts of the play.
extends_documentation_fragment:
  - voximplant.platform.connection
  - voximplant.platform.selectors.APPLICATION
  - voximplant.platform.selectors.RULE
  - voximplant.platform.attributes
  - voximplant.platform.attributes.CONTROLLER
  - voximplant.platform.attributes.GROUP
attributes:
  check_mode:
    support: full
    details:
      - Checks whether the rule can run a session, but does not start one.
      - Does not send a command.
  diff_mode:
    support: full
  idempotent:
    support: none
    details: Each run starts a new session or sends the command again.
options:
  rule_id:
    description:
      - ID of the rule.
      - Exactly one of O(rule_id), O(rule_name), and O(access_url) is required.
    type: int
  conference_name:
    description:
      - Name of the conference to start. If a conference with this name is running, join it.
      - The name must have 1 to 49 characters, and the rule must be for video conferences.
    type: str
  user_id:
    description:
      - ID of the application user on whose behalf the session runs.
      - Mutually exclusive with O(user_name).
    type: int
  user_name:
    description:
      - Name of the application user on whose behalf the session runs. The module does not check whether the user
        exists.
      - Mutually exclusive with O(user_id).
    type: str
  script_custom_data:
    description:
      - Data for the session, either a string or a dictionary or list, which is sent as compact JSON.
      - Scripts read the data with C(VoxEngine.customData()). Data over 200 bytes may be truncated and triggers a
        warning.
    type: raw
  reference_ip:
    description: IP address near which the session should run. The platform chooses a server close to it.
    type: str
  server_location:
    description: Name of the server location in which to run the session. Takes precedence over O(reference_ip).
    type: str
  access_url:
    description:
      - URL of a running session, as returned by an earlier task. If set, send a request to this session instead of
        starting a new one.
      - Anyone who knows the URL can control the session, so it is treated as a secret. The credentials of the account
        are not sent to it.
      - Mutually exclusive with all options that select a rule or configure a new session.
    type: str
  command:
    description:
      - Body of the request to O(access_url), either a string or a dictionary or list, which is sent as compact JSON.
      - Requires O(access_url).
    type: raw
  method:
    description: HTTP method of the request to O(access_url).
    type: str
    choices: [GET, POST, PUT, DELETE]
    default: POST
  headers:
    description:
      - Additional headers of the request to O(access_url). Scripts only see headers that start with C(X-).
      - Requires O(access_url).
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

- name: Send a command to the running session
  voximplant.platform.vox_session:
    access_url: "{{ started.media_session_access_secure_url }}"
    command:
      command: terminate
  no_log: true

- name: Start or join a conference
  voximplant.platform.vox_session:
    rule_id: 1808190
    conference_name: incident-42
  no_log: true
"""

RETURN = r"""
media_session_access_url:
  description:
    - HTTP URL of the session. Null in check mode.
    - Anyone who knows the URL can control the session, so use C(no_log=true) on the task.
  returned: success, if a session is started
  type: str
media_session_access_secure_url:
  description: HTTPS URL of the session. See RV(media_session_access_url).
  returned: success, if a session is started
  type: str
call_session_history_id:
  description: ID of the session in the call history. Null in check mode.
  returned: success, if a session is started
  type: int
  sample: 4278792344
rule:
  description: The rule that the session runs, in the same format as RV(voximplant.platform.vox_rule#module:rule).
  returned: success, if a session is started
  type: dict
response:
  description: Response of the session to the command. Null in check mode.
  returned: success, if a command is sent
  type: dict
  contains:
    status:
      description: HTTP status.
      type: int
    content:
      description: Body of the response.
      type: str
operations:
  description: See RV(voximplant.platform.vox_scenario#module:operations).
  returned: always, unless the options are invalid
  type: list
  elements: dict
diff:
  description: See RV(voximplant.platform.vox_scenario#module:diff).
  returned: success, in diff mode
  type: list
  elements: dict
not_reached:
  description: See RV(voximplant.platform.vox_scenario#module:not_reached).
  returned: on failure, unless the options are invalid
  type: list
  elements: dict
ambiguous:
  description: See RV(voximplant.platform.vox_scenario#module:ambiguous).
  returned: on failure, unless the options are invalid
  type: bool
error:
  description: See RV(voximplant.platform.vox_scenario#module:error).
  returned: on failure, unless the options are invalid
  type: dict
"""

import dataclasses
import typing as t

from ..module_utils._api.errors import ProtocolError, error_context
from ..module_utils._api.headers import encode_headers
from ..module_utils._apply.observation import Observation
from ..module_utils._apply.run import ApiTask, Run
from ..module_utils._apply.sessions import CommandTask
from ..module_utils._apply.task import Task
from ..module_utils._module.argument_spec import ONE_APPLICATION, ONE_RULE, RULE
from ..module_utils._module.runner import ModuleSpec, Params, TaskContext, run_task
from ..module_utils._objects.models import StartedSession, require_id, short_name_of
from ..module_utils._objects.rules import RuleSelector, resolve_rule
from ..module_utils._objects.sessions import as_text
from ..module_utils._plan.operations import Plan
from ..module_utils._plan.session import SessionState, check_start, plan_start

STARTING = ("conference_name", "user_id", "user_name", "script_custom_data", "reference_ip", "server_location")


class StartTask(ApiTask[SessionState]):
    """Start a session on a rule."""

    def __init__(self, params: Params, context: TaskContext) -> None:
        self.selector = RuleSelector.from_params(params)
        self.conference_name = params["conference_name"]
        self.call_params = {name: params[name] for name in STARTING if name != "conference_name"}
        self.call_params["script_custom_data"] = as_text("script_custom_data", params["script_custom_data"])
        self.warnings = check_start(self.conference_name, self.call_params["script_custom_data"])
        super().__init__(context.client())

    def plan(self) -> Plan[SessionState]:
        """Read the rule and plan."""
        with error_context("rule", str(self.selector)):
            rule = resolve_rule(self.client, self.selector)
            plan = plan_start(rule, self.conference_name, self.call_params, self.warnings)
        name = self.selector.application.application_name
        return plan if name is None else plan.with_applications({require_id(rule.application_id): short_name_of(name)})

    def complete(self, plan: Plan[SessionState], run: Run, observation: Observation) -> SessionState:
        """Return the session with its id and addresses."""
        ((_operation, response),) = run.accepted
        try:
            return dataclasses.replace(plan.after, started=StartedSession.from_row(response))
        except ProtocolError as error:
            error.advice = "The session was started: check the call history before you start another one."
            raise


def build_task(params: Params, context: TaskContext) -> Task[t.Any]:
    """Check the options and make the task."""
    if params["access_url"] is None:
        return StartTask(params, context)
    request = {"command": as_text("command", params["command"]), "headers": encode_headers(params["headers"] or {})}
    return CommandTask(context.http(), params["access_url"], params["method"], request, context.deadline)


def main() -> None:
    """Run the module."""
    spec = ModuleSpec(
        argument_spec={
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
        mutually_exclusive=[
            ONE_RULE,
            ONE_APPLICATION,
            ("user_id", "user_name"),
            *(("access_url", option) for option in (*RULE, *STARTING)),
        ],
        required_one_of=[(*ONE_RULE, "access_url")],
        required_by={"command": ["access_url"], "headers": ["access_url"]},
    )
    run_task(spec, build_task)


if __name__ == "__main__":
    main()
