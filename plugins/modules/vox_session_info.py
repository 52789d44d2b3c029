#!/usr/bin/python
# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Read what became of a session."""

from __future__ import annotations

DOCUMENTATION = r"""
module: vox_session_info
short_description: Read what became of a session
version_added: 1.0.0
description:
  - Look up one session of the last month in the call history, and wait for its end if wanted.
extends_documentation_fragment:
  - voximplant.platform.connection
  - voximplant.platform.attributes
  - voximplant.platform.attributes.INFO
  - voximplant.platform.attributes.EXECUTION
  - voximplant.platform.attributes.GROUP
options:
  call_session_history_id:
    description: The session's id, as M(voximplant.platform.vox_session) returns it.
    type: int
    required: true
  wait:
    description: Wait until the session has finished. A session that the history does not list yet is waited for as
      well.
    type: bool
    default: false
  wait_timeout:
    description: How long to wait, in seconds. The task fails if the session has not finished by then.
    type: int
    default: 300
  wait_sleep:
    description: How long to wait between two looks, in seconds.
    type: int
    default: 5
author:
  - Voximplant platform collection contributors (@voximplant)
seealso:
  - module: voximplant.platform.vox_session
"""

EXAMPLES = r"""
- name: Wait for the end of a session
  voximplant.platform.vox_session_info:
    call_session_history_id: "{{ started.call_session_history_id }}"
    wait: true
    wait_timeout: 120
  register: ended
"""

RETURN = r"""
session:
  description: The session. Null if the history does not list it, perhaps not yet.
  returned: success
  type: dict
  contains:
    call_session_history_id:
      description: Its id.
      type: int
      sample: 4278792344
    state:
      description: V(running) or V(finished).
      type: str
      sample: finished
    application_name:
      description: The application of its rule, in full.
      type: str
    rule_name:
      description: The rule that it runs.
      type: str
    start_date:
      description: When it started, UTC.
      type: str
      sample: "2026-11-20 10:00:00"
    duration:
      description: How long it took, in seconds.
      type: int
    finish_reason:
      description: Why it ended.
      type: str
      sample: Normal termination
    log_file_url:
      description: Where its log is.
      type: str
    custom_data:
      description: The data that it was started with.
      type: str
    calls:
      description: Its calls, with the fields that the platform gives them.
      type: list
      elements: dict
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

import functools
import typing as t

from ..module_utils._api.errors import InputError, about
from ..module_utils._module.runner import Arguments, Connection, Params, run_info
from ..module_utils._objects.sessions import read_session, wait_for_end


def read(params: Params, connection: Connection) -> t.Dict[str, t.Any]:
    """Read the session, once or until it has finished."""
    if params["wait_sleep"] < 1:
        raise InputError("wait_sleep is not a positive number of seconds.", field="wait_sleep")
    history_id = params["call_session_history_id"]
    look = functools.partial(read_session, connection.client(), history_id)
    with about("session", str(history_id)):
        session = wait_for_end(look, params["wait_timeout"], params["wait_sleep"]) if params["wait"] else look()
    return {"session": None if session is None else session.as_result()}


def main() -> None:
    """Run the module."""
    arguments = Arguments(
        options={
            "call_session_history_id": {"type": "int", "required": True},
            "wait": {"type": "bool", "default": False},
            "wait_timeout": {"type": "int", "default": 300},
            "wait_sleep": {"type": "int", "default": 5},
        }
    )
    run_info(arguments, read)


if __name__ == "__main__":
    main()
