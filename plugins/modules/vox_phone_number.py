#!/usr/bin/python
# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Manage what the phone numbers of an account are bound to."""

from __future__ import annotations

DOCUMENTATION = r"""
module: vox_phone_number
short_description: Bind Voximplant phone numbers to applications and rules
version_added: 1.0.0
description:
  - Bind a phone number of the account to an application and a rule, unbind it, and change its SMS settings.
  - This module never buys or releases phone numbers. The account must already have the number.
extends_documentation_fragment:
  - voximplant.platform.connection
  - voximplant.platform.selectors.APPLICATION
  - voximplant.platform.selectors.PHONE_NUMBER
  - voximplant.platform.attributes
  - voximplant.platform.attributes.STATE
  - voximplant.platform.attributes.EXECUTION
  - voximplant.platform.attributes.GROUP
options:
  phone_number:
    description:
      - Phone number with its country code. A leading C(+), spaces, and hyphens are ignored.
      - Exactly one of O(phone_number) and O(phone_id) is required.
    type: str
  application_id:
    description:
      - ID of the application to bind the number to.
      - With O(state=bound), O(application_id), O(application_name), or an O(rule_id) other than V(0) is required.
      - With O(state=unbound), a number that is bound to another application is not changed.
      - Mutually exclusive with O(application_name).
    type: int
  rule_id:
    description:
      - ID of the rule to bind the number to. V(0) binds the number to the application without a rule.
      - If neither O(rule_id) nor O(rule_name) is set, a number that is already bound to the application keeps its rule.
      - Mutually exclusive with O(rule_name) and O(state=unbound).
    type: int
  rule_name:
    description:
      - Name of the rule to bind the number to.
      - Requires O(application_id) or O(application_name). Mutually exclusive with O(state=unbound).
    type: str
  sms_enabled:
    description: Whether SMS is enabled for the number. The number must support SMS. If not set, the current value is
      left unchanged.
    type: bool
  incoming_sms_callback_url:
    description:
      - URL that the platform calls for incoming SMS. An empty string removes it. If not set, the current value is left
        unchanged.
      - A service account needs the C(Owner), C(Admin), or C(Accountant) role to change it.
    type: str
  state:
    description:
      - V(bound) binds the number to the application and the rule.
      - V(unbound) unbinds the number from its application and rule. If the application that is set does not exist,
        nothing is changed.
    type: str
    choices: [bound, unbound]
    default: bound
  force:
    description:
      - Bind the number even if it is bound to another application. Otherwise, the task fails.
    type: bool
    default: false
notes:
  - A number that is moved to another application, or bound without its rule, is unbound first and then bound again.
    Between these two API calls, incoming calls to the number are not handled.
author:
  - Voximplant platform collection contributors (@voximplant)
seealso:
  - module: voximplant.platform.vox_phone_number_info
  - module: voximplant.platform.vox_rule
"""

EXAMPLES = r"""
- name: Let the support application answer a number
  voximplant.platform.vox_phone_number:
    phone_number: "+1 202-555-0100"
    application_name: support
    rule_name: inbound

- name: Send incoming SMS to a web server
  voximplant.platform.vox_phone_number:
    phone_number: "12025550100"
    application_name: support
    sms_enabled: true
    incoming_sms_callback_url: https://example.com/sms

- name: Move a number here, even if another application has it
  voximplant.platform.vox_phone_number:
    phone_number: "12025550100"
    application_name: support
    rule_name: oncall
    force: true

- name: Unbind a number
  voximplant.platform.vox_phone_number:
    phone_number: "12025550100"
    state: unbound
"""

RETURN = r"""
phone_number:
  description: The phone number after the task has run. In check mode, the expected state.
  returned: success
  type: dict
  contains:
    phone_id:
      description: ID of the phone number.
      type: int
    phone_number:
      description: Digits of the phone number, without a plus sign.
      type: str
      sample: "12025550100"
    application_id:
      description: ID of the application that the number is bound to. Null if there is none.
      type: int
    application_name:
      description: Full name of that application.
      type: str
    rule_id:
      description: ID of the rule that the number is bound to. Null if there is none.
      type: int
    rule_name:
      description: Name of that rule.
      type: str
    is_sms_supported:
      description: Whether the number supports SMS.
      type: bool
    is_sms_enabled:
      description: Whether SMS is enabled.
      type: bool
    incoming_sms_callback_url:
      description: URL that the platform calls for incoming SMS. Empty if there is none.
      type: str
    phone_country_code:
      description: Two-letter code of the country.
      type: str
    category_name:
      description: Category of the number.
      type: str
    phone_region_name:
      description: Region of the number.
      type: str
    phone_next_renewal:
      description: Date of the next payment.
      type: str
    modified:
      description: Time of the last change, in UTC.
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

from ..module_utils._api.errors import InputError, NotFoundError, error_context
from ..module_utils._apply.observation import Observation
from ..module_utils._apply.run import ApiTask, Run
from ..module_utils._module.argument_spec import ONE_APPLICATION, ONE_PHONE_NUMBER, ONE_RULE, PHONE_NUMBER, RULE
from ..module_utils._module.runner import ModuleSpec, Params, TaskContext, run_task
from ..module_utils._objects.applications import ApplicationSelector, read_application
from ..module_utils._objects.models import require_id
from ..module_utils._objects.phone_numbers import PhoneNumberSelector, read_phone_number
from ..module_utils._objects.resources import PhoneNumber
from ..module_utils._objects.rules import RuleSelector, resolve_rule
from ..module_utils._plan.operations import Plan
from ..module_utils._plan.phone_number import (
    NO_RULE,
    DesiredPhoneNumber,
    PhoneNumberState,
    check_callback_url,
    plan_phone_number,
)

NO_APPLICATION = 0  # the id of an application that does not exist


class PhoneNumberTask(ApiTask[PhoneNumberState]):
    """Bind or unbind one phone number."""

    def __init__(self, params: Params, context: TaskContext) -> None:
        self.selector = PhoneNumberSelector.from_params(params)
        self.application = ApplicationSelector.from_params(params)
        self.without_rule = params["rule_id"] == NO_RULE
        rule_id = None if self.without_rule else params["rule_id"]
        self.rule = RuleSelector(rule_id, params["rule_name"], self.application)
        self.params = params
        self.is_bound = params["state"] == "bound"
        self.check_options()
        super().__init__(context.client())

    def check_options(self) -> None:
        """Refuse options that do not say what to bind the number to, and URLs that are none."""
        check_callback_url(self.params["incoming_sms_callback_url"])
        if self.is_bound and not self.application and not self.rule:
            raise InputError(
                "Binding a number requires an application.",
                field="application_name",
                advice="Add application_id or application_name, or set state to unbound.",
            )
        if not self.is_bound and (self.rule or self.without_rule):
            raise InputError(
                "A number is unbound from its application and its rule together.",
                field="rule_name" if self.rule.rule_name is not None else "rule_id",
                advice="Remove rule_id and rule_name.",
            )

    def plan(self) -> Plan[PhoneNumberState]:
        """Read the number, its application and its rule, and plan."""
        with error_context("phone_number", str(self.selector)):
            current = read_phone_number(self.client, self.selector)
            return plan_phone_number(current, self.read_desired(current))

    def read_desired(self, current: PhoneNumber) -> DesiredPhoneNumber:
        """Return the desired state, with the ids and names of the application and the rule."""
        rule = None
        selector = self.application
        if self.rule and not selector:
            rule = resolve_rule(self.client, self.rule)
            selector = ApplicationSelector(rule.application_id, None)
        application_id, application_name = self.find_application(current, selector)
        if self.rule and rule is None:
            known = ApplicationSelector(application_id, None)
            rule = resolve_rule(self.client, dataclasses.replace(self.rule, application=known))
        return DesiredPhoneNumber(
            application_id=application_id,
            application_name=application_name,
            rule_id=NO_RULE if self.without_rule else None if rule is None else rule.rule_id,
            rule_name=None if rule is None else rule.rule_name or None,
            sms_enabled=self.params["sms_enabled"],
            incoming_sms_callback_url=self.params["incoming_sms_callback_url"],
            bound=self.is_bound,
            force=self.params["force"],
        )

    def find_application(self, current: PhoneNumber, selector: ApplicationSelector) -> t.Tuple[t.Optional[int], str]:
        """Return the id and the full name of the selected application; no id and no name to unbind from any."""
        if not selector:
            return None, ""
        if selector.application_id is not None and selector.application_id == current.application_id:
            return selector.application_id, current.application_name or ""
        try:
            application = read_application(self.client, selector)
        except NotFoundError:
            if self.is_bound:
                raise
            return NO_APPLICATION, ""
        return require_id(application.application_id), application.application_name

    def complete(self, plan: Plan[PhoneNumberState], run: Run, observation: Observation) -> PhoneNumberState:
        """Return the number as the platform shows it."""
        return PhoneNumberState(observation.phone_number(phone_id=plan.after.number.phone_id) or plan.after.number)


def main() -> None:
    """Run the module."""
    spec = ModuleSpec(
        argument_spec={
            **PHONE_NUMBER,
            **RULE,
            "sms_enabled": {"type": "bool"},
            "incoming_sms_callback_url": {"type": "str"},
            "state": {"type": "str", "choices": ["bound", "unbound"], "default": "bound"},
            "force": {"type": "bool", "default": False},
        },
        mutually_exclusive=[ONE_PHONE_NUMBER, ONE_RULE, ONE_APPLICATION],
        required_one_of=[ONE_PHONE_NUMBER],
    )
    run_task(spec, PhoneNumberTask)


if __name__ == "__main__":
    main()
