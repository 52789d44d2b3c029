#!/usr/bin/python
# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Read applications."""

from __future__ import annotations

DOCUMENTATION = r"""
module: vox_application_info
short_description: Read applications
version_added: 1.0.0
description:
  - List the applications of a Voximplant account, with their rules if wanted.
extends_documentation_fragment:
  - voximplant.platform.connection
  - voximplant.platform.attributes
  - voximplant.platform.attributes.INFO
  - voximplant.platform.attributes.EXECUTION
  - voximplant.platform.attributes.GROUP
options:
  application_id:
    description: Only the application with this id.
    type: int
  application_name:
    description: Only the application with exactly this name, short or in full.
    type: str
  name_contains:
    description: Only applications whose short names contain this text, in any case.
    type: str
  with_rules:
    description: Read the rules of each application as well, one call each.
    type: bool
    default: false
author:
  - Voximplant platform collection contributors (@voximplant)
seealso:
  - module: voximplant.platform.vox_rule_info
"""

EXAMPLES = r"""
- name: List all applications with their rules
  voximplant.platform.vox_application_info:
    with_rules: true
  register: account
"""

RETURN = r"""
applications:
  description: The applications, in the order of their ids.
  returned: success
  type: list
  elements: dict
  contains:
    application_id:
      description: Its id.
      type: int
      sample: 11107202
    application_name:
      description: Its name in full.
      type: str
      sample: support.account.voximplant.com
    secure_record_storage:
      description: Whether records and logs can be read only with credentials.
      type: bool
    modified:
      description: When it was changed last, UTC.
      type: str
    rules:
      description:
        - Its rules in the order of their priority, each as the module M(voximplant.platform.vox_rule_info) returns
          it.
      returned: when O(with_rules=true)
      type: list
      elements: dict
total_count:
  description: How many applications there are.
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

import dataclasses
import typing as t

from ..module_utils._api.client import Client
from ..module_utils._module.argument_spec import APPLICATION, ONE_APPLICATION
from ..module_utils._module.runner import Arguments, Connection, Params, run_info
from ..module_utils._objects.applications import list_applications
from ..module_utils._objects.filters import contains
from ..module_utils._objects.models import Application, require_id
from ..module_utils._objects.rules import list_rules


def read(params: Params, connection: Connection) -> t.Dict[str, t.Any]:
    """Read the applications that the options select."""
    client = connection.client()
    found = [one for one in list_applications(client) if is_selected(one, params)]
    if params["with_rules"]:
        found = [with_rules(client, one) for one in found]
    return {"applications": [one.as_result() for one in found], "total_count": len(found)}


def is_selected(application: Application, params: Params) -> bool:
    """Whether the options select an application."""
    name = params["application_name"]
    return (
        params["application_id"] in (None, application.application_id)
        and (name is None or application.is_called(name))
        and contains(application.short_name, params["name_contains"])
    )


def with_rules(client: Client, application: Application) -> Application:
    """The application with its rules."""
    return dataclasses.replace(application, rules=list_rules(client, require_id(application.application_id)))


def main() -> None:
    """Run the module."""
    arguments = Arguments(
        options={
            **APPLICATION,
            "name_contains": {"type": "str"},
            "with_rules": {"type": "bool", "default": False},
        },
        exclusive=[ONE_APPLICATION],
    )
    run_info(arguments, read)


if __name__ == "__main__":
    main()
