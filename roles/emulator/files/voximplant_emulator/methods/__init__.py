# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every API method by name, the function that executes it, and who may call it."""

from __future__ import annotations

import dataclasses
import typing as t

from . import account, applications, bindings, history, rules, scenarios, sessions, users

if t.TYPE_CHECKING:
    import collections.abc as c

    from ..call import Call, Reply

EDITORS = frozenset({"Owner", "Admin", "Developer"})
STARTERS = EDITORS | {"CallsSMS"}
READERS = EDITORS | {"Supervisor", "Call list manager", "Support"}
ANYBODY: frozenset[str] | None = None
APPLICATION = "application_id|application_name"


@dataclasses.dataclass(frozen=True)
class ApiMethod:
    """An API method.

    A service account needs one of `roles`, or none if there are None. A call without the `required` parameters is
    refused; "a|b" asks for one of both.
    """

    run: c.Callable[[Call], Reply]
    roles: frozenset[str] | None
    required: tuple[str, ...] = ()


METHODS = {
    "AddApplication": ApiMethod(applications.add_application, EDITORS, ("application_name",)),
    "AddRule": ApiMethod(rules.add_rule, EDITORS, ("rule_name", "rule_pattern", APPLICATION)),
    "AddScenario": ApiMethod(scenarios.add_scenario, EDITORS, ("scenario_name",)),
    "AddUser": ApiMethod(users.add_user, EDITORS, ("user_name", "user_display_name", "user_password", APPLICATION)),
    "BindScenario": ApiMethod(bindings.bind_scenario, EDITORS, ("scenario_id|scenario_name",)),
    "DelApplication": ApiMethod(applications.del_application, EDITORS, (APPLICATION,)),
    "DelRule": ApiMethod(rules.del_rule, EDITORS),
    "DelScenario": ApiMethod(scenarios.del_scenario, EDITORS, ("scenario_id|scenario_name",)),
    "GetAccountInfo": ApiMethod(account.get_account_info, ANYBODY),
    "GetApplications": ApiMethod(applications.get_applications, READERS),
    "GetCallHistory": ApiMethod(history.get_call_history, READERS),
    "GetRules": ApiMethod(rules.get_rules, READERS),
    "GetScenarios": ApiMethod(scenarios.get_scenarios, EDITORS),
    "GetUsers": ApiMethod(users.get_users, READERS),
    "Logon": ApiMethod(account.logon, ANYBODY),
    "ReorderRules": ApiMethod(rules.reorder_rules, EDITORS),
    "ReorderScenarios": ApiMethod(bindings.reorder_scenarios, EDITORS),
    "SetApplicationInfo": ApiMethod(
        applications.set_application_info, EDITORS, ("application_id|required_application_name",)
    ),
    "SetRuleInfo": ApiMethod(rules.set_rule_info, EDITORS),
    "SetScenarioInfo": ApiMethod(scenarios.set_scenario_info, EDITORS, ("scenario_id|required_scenario_name",)),
    "StartConference": ApiMethod(sessions.start_conference, STARTERS, ("conference_name",)),
    "StartScenarios": ApiMethod(sessions.start_scenarios, STARTERS),
}


def writes(name: str) -> bool:
    """Tell whether an API method changes anything."""
    return not name.startswith("Get")
