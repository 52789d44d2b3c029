# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every API method by name, the function that executes it, and who may call it."""

from __future__ import annotations

import dataclasses
import typing as t

from . import (
    account,
    applications,
    bindings,
    history,
    phone_numbers,
    phone_settings,
    rules,
    scenarios,
    secrets,
    sessions,
    users,
)

if t.TYPE_CHECKING:
    import collections.abc as c

    from ...state.switches import Switches
    from ..call import Call, Reply

Roles = frozenset[str] | None
ANYBODY: Roles = None
OWNER = frozenset({"Owner"})
ADMINS = OWNER | {"Admin"}
EDITORS = ADMINS | {"Developer"}
STARTERS = EDITORS | {"CallsSMS"}
ACCOUNTANTS = ADMINS | {"Accountant"}
USER_MANAGERS = ADMINS | {"User manager"}
RULE_READERS = EDITORS | {"Supervisor", "Call list manager", "Support"}
APPLICATION_READERS = RULE_READERS | {"User manager", "Accountant"}
HISTORY_READERS = EDITORS | {"Supervisor", "Support"}
USER_READERS = EDITORS | {"Supervisor", "User manager"}
NUMBER_READERS = EDITORS | {"Supervisor", "Accountant", "Support", "Payer"}
APPLICATION = "application_id|application_name"
NUMBER = "phone_id|phone_number"
SECRET = "secret_id|secret_name"
USER = "user_id|user_name"
SECRET_ROLES: dict[str, Roles] = {"admin": ADMINS, "anybody": ANYBODY}


@dataclasses.dataclass(frozen=True)
class ApiMethod:
    """An API method.

    A service account needs one of `roles`, unless they are None. A call without the `required` parameters is
    refused; "a|b" asks for either. `role_switch` has the roles that other values of a switch give.
    """

    run: c.Callable[[Call], Reply]
    roles: Roles
    required: tuple[str, ...] = ()
    role_switch: tuple[str, c.Mapping[str, Roles]] | None = None

    def allowed_roles(self, switches: Switches) -> Roles:
        """Return the roles that may call the method, None for every service account."""
        if self.role_switch is None:
            return self.roles
        name, by_value = self.role_switch
        return by_value.get(switches.value(name), self.roles)


def _managed(run: c.Callable[[Call], Reply], roles: frozenset[str], *required: str) -> ApiMethod:
    """Return a method that is open to developers too according to older pages of the reference."""
    return ApiMethod(run, roles, required, ("developer_manages", {"true": roles | EDITORS}))


def _secret(run: c.Callable[[Call], Reply], *required: str) -> ApiMethod:
    """Return a method for secrets, whose roles are not documented."""
    return ApiMethod(run, EDITORS, (APPLICATION, *required), ("secret_roles", SECRET_ROLES))


METHODS = {
    "AddApplication": _managed(applications.add_application, ADMINS, "application_name"),
    "AddRule": ApiMethod(rules.add_rule, EDITORS, ("rule_name", "rule_pattern", APPLICATION)),
    "AddScenario": ApiMethod(scenarios.add_scenario, EDITORS, ("scenario_name",)),
    "AddSecret": _secret(secrets.add_secret, "secret_name"),
    "AddUser": _managed(users.add_user, USER_MANAGERS, "user_name", "user_password", APPLICATION),
    "BindPhoneNumberToApplication": ApiMethod(
        phone_numbers.bind_phone_number_to_application, EDITORS, (NUMBER, APPLICATION)
    ),
    "BindScenario": ApiMethod(bindings.bind_scenario, EDITORS, ("scenario_id|scenario_name",)),
    "ControlSms": ApiMethod(phone_settings.control_sms, EDITORS, ("phone_number", "command")),
    "DelApplication": _managed(applications.del_application, OWNER, APPLICATION),
    "DelRule": ApiMethod(rules.del_rule, EDITORS),
    "DelScenario": ApiMethod(scenarios.del_scenario, EDITORS, ("scenario_id|scenario_name",)),
    "DelSecret": _secret(secrets.del_secret, SECRET),
    "DelUser": _managed(users.del_user, USER_MANAGERS, USER),
    "GetAccountInfo": ApiMethod(account.get_account_info, ANYBODY),
    "GetApplications": ApiMethod(applications.get_applications, APPLICATION_READERS),
    "GetCallHistory": ApiMethod(history.get_call_history, HISTORY_READERS),
    "GetKeys": ApiMethod(account.get_keys, ANYBODY),
    "GetPhoneNumbers": ApiMethod(phone_numbers.get_phone_numbers, NUMBER_READERS),
    "GetRules": ApiMethod(rules.get_rules, RULE_READERS),
    "GetScenarios": ApiMethod(scenarios.get_scenarios, EDITORS),
    "GetSecretValue": _secret(secrets.get_secret_value, SECRET),
    "GetSecrets": _secret(secrets.get_secrets),
    "GetUsers": ApiMethod(users.get_users, USER_READERS),
    "IsAccountPhoneNumber": ApiMethod(phone_numbers.is_account_phone_number, NUMBER_READERS, ("phone_number",)),
    "Logon": ApiMethod(account.logon, ANYBODY),
    "ReorderRules": ApiMethod(rules.reorder_rules, EDITORS),
    "ReorderScenarios": ApiMethod(bindings.reorder_scenarios, EDITORS),
    "SetApplicationInfo": _managed(
        applications.set_application_info, ADMINS, "application_id|required_application_name"
    ),
    "SetPhoneNumberInfo": ApiMethod(phone_settings.set_phone_number_info, ACCOUNTANTS, (NUMBER,)),
    "SetRuleInfo": ApiMethod(rules.set_rule_info, EDITORS),
    "SetScenarioInfo": ApiMethod(scenarios.set_scenario_info, EDITORS, ("scenario_id|required_scenario_name",)),
    "SetSecretInfo": _secret(secrets.set_secret_info, SECRET),
    "SetUserInfo": _managed(users.set_user_info, USER_MANAGERS, USER),
    "StartConference": ApiMethod(sessions.start_conference, STARTERS, ("conference_name",)),
    "StartScenarios": ApiMethod(sessions.start_scenarios, STARTERS),
}


def is_write(name: str) -> bool:
    """Tell whether an API method changes anything."""
    return not name.startswith(("Get", "Is"))
