#!/usr/bin/python
# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Read the state and the result of a session."""

from __future__ import annotations

DOCUMENTATION = r"""
module: vox_session_info
short_description: Get information about a session
version_added: 1.0.0
description:
  - Look up a session in the call history of the last month, and optionally wait until it has finished.
extends_documentation_fragment:
  - voximplant.platform.connection
  - voximplant.platform.attributes
  - voximplant.platform.attributes.INFO
  - voximplant.platform.attributes.EXECUTION
  - voximplant.platform.attributes.GROUP
options:
  call_session_history_id:
    description: ID of the session, as returned by M(voximplant.platform.vox_session).
    type: int
    required: true
  wait:
    description: Whether to wait until the session has finished. This includes waiting for a session that the call
      history does not list yet.
    type: bool
    default: false
  wait_timeout:
    description: Maximum time to wait, in seconds. The task fails if the session has not finished by then.
    type: int
    default: 300
  wait_sleep:
    description: Time to wait between two checks, in seconds.
    type: int
    default: 5
author:
  - Voximplant platform collection contributors (@voximplant)
seealso:
  - module: voximplant.platform.vox_session
"""

EXAMPLES = r"""
- name: Wait until a session has finished
  voximplant.platform.vox_session_info:
    call_session_history_id: "{{ started.call_session_history_id }}"
    wait: true
    wait_timeout: 120
  register: ended
"""

RETURN = r"""
session:
  description: The session. Null if the call history does not list it, or does not list it yet.
  returned: success
  type: dict
  contains:
    call_session_history_id:
      description: ID of the session.
      type: int
      sample: 4278792344
    state:
      description: V(running) or V(finished).
      type: str
      sample: finished
    application_name:
      description: Full name of the application that the rule belongs to.
      type: str
    rule_name:
      description: Name of the rule that the session runs.
      type: str
    start_date:
      description: Start time, in UTC.
      type: str
      sample: "2026-11-20 10:00:00"
    duration:
      description: Duration in seconds.
      type: int
    finish_reason:
      description: Why the session ended.
      type: str
      sample: Normal termination
    log_file_url:
      description: URL of the session log.
      type: str
    custom_data:
      description: The data that the session was started with.
      type: str
    calls:
      description: The calls of the session, with the fields provided by the platform.
      type: list
      elements: dict
ambiguous:
  description: Always V(false), because this module does not change anything.
  returned: on failure, unless the options are invalid
  type: bool
error:
  description: See RV(voximplant.platform.vox_scenario#module:error).
  returned: on failure, unless the options are invalid
  type: dict
"""

import functools
import typing as t

from ..module_utils._api.deadline import check_seconds
from ..module_utils._api.errors import error_context
from ..module_utils._module.runner import ModuleSpec, Params, TaskContext, run_info
from ..module_utils._objects.sessions import read_session, wait_for_end


def read(params: Params, context: TaskContext) -> t.Dict[str, t.Any]:
    """Read the session, once or until it has finished."""
    timeout = check_seconds("wait_timeout", params["wait_timeout"], 0)
    pause = check_seconds("wait_sleep", params["wait_sleep"])
    history_id = params["call_session_history_id"]
    client = context.client()
    look = functools.partial(read_session, client, history_id)
    with error_context("session", str(history_id)):
        session = wait_for_end(look, timeout, pause, client.clock, client.sleep) if params["wait"] else look()
    return {"session": None if session is None else session.as_result()}


def main() -> None:
    """Run the module."""
    spec = ModuleSpec(
        argument_spec={
            "call_session_history_id": {"type": "int", "required": True},
            "wait": {"type": "bool", "default": False},
            "wait_timeout": {"type": "int", "default": 300},
            "wait_sleep": {"type": "int", "default": 5},
        }
    )
    run_info(spec, read)


if __name__ == "__main__":
    main()
