# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks on the account that `fill` makes: between them and those on objects, they make every call of a module."""

from __future__ import annotations

import dataclasses
import typing as t

Json = dict[str, t.Any]

READS, CHANGES, STARTS = "reads", "changes", "starts"


@dataclasses.dataclass(frozen=True, eq=False)
class Task:
    """A task on the account that `fill` makes, and the calls that it makes when nothing disturbs it.

    :arg about: the object that a failed reading call is about; none where a listing of all is read
    :arg sort: whether it reads only, changes the account, or starts a session
    :arg is_parallel: whether calls that read are made several at a time, so that one can begin while another fails
    :arg checks: how many calls look just before the first write whether the account is as it was planned from
    """

    name: str
    module: str
    options: Json
    calls: str
    about: str | None = None
    sort: str = CHANGES
    is_parallel: bool = False
    checks: int = 0

    def __str__(self) -> str:
        return self.name

    @property
    def has_objects(self) -> bool:
        """Whether it is about users, secrets or phone numbers."""
        return self.module.removesuffix("_info") in ("vox_user", "vox_secret", "vox_phone_number")

    def methods(self) -> list[str]:
        """The calls in their order."""
        return self.calls.split()


SYNC = {
    "workers": 1,
    "prune": ["scenarios", "rules", "bindings", "applications"],
    "scenarios": [
        {"name": "common", "script": "// common, edited\n"},
        {"name": "answering", "renamed_from": "voicemail"},
        {"name": "menu"},
        {"name": "extra", "script": "// extra\r\n", "application_name": "support"},
    ],
    "applications": [
        {
            "name": "support",
            "secure_record_storage": True,
            "rules": [
                {"name": "night", "pattern": "1.*", "scenarios": ["extra", "common"]},
                {"name": "inbound", "pattern": "2.*", "scenarios": ["answering", "common"]},
            ],
        },
        {"name": "fresh", "rules": [{"name": "all", "pattern": ".*", "scenarios": ["common"]}]},
    ],
}
SUPPORT = {"application_name": "support"}
INBOUND = {**SUPPORT, "rule_name": "inbound"}
TASKS = (
    Task(
        "create a scenario",
        "vox_scenario",
        {"scenario_name": "new", "scenario_script": "// new\r\n", **INBOUND, "rule_name": "spare"},
        "GetApplications GetRules GetScenarios GetScenarios AddScenario GetScenarios GetRules GetScenarios",
        "scenario new",
    ),
    Task(
        "edit and rename a scenario",
        "vox_scenario",
        {"scenario_name": "card", "renamed_from": "menu", "scenario_script": "// card\n"},
        "GetScenarios GetScenarios SetScenarioInfo GetScenarios",
        "scenario card",
    ),
    Task(
        "delete a scenario",
        "vox_scenario",
        {"scenario_name": "common", "state": "absent", "force": True},
        "GetScenarios GetScenarios GetApplications GetRules GetRules GetApplications"
        " BindScenario BindScenario DelScenario GetRules GetScenarios",
        "scenario common",
    ),
    Task(
        "delete every scenario",
        "vox_scenario",
        {"scenario_id": "all", "state": "absent", "force": True},
        "GetScenarios GetApplications GetRules GetRules GetApplications BindScenario BindScenario"
        " DelScenario DelScenario DelScenario DelScenario DelScenario GetScenarios GetRules",
    ),
    Task(
        "bind and unbind",
        "vox_scenario_binding",
        {**INBOUND, "scenarios": ["menu", "loose"], "exclusive": True},
        "GetApplications GetRules GetScenarios GetScenarios GetApplications GetScenarios"
        " BindScenario BindScenario GetRules",
        "rule inbound",
    ),
    Task(
        "order",
        "vox_scenario_order",
        {**INBOUND, "scenarios": ["voicemail", "menu"]},
        "GetApplications GetRules ReorderScenarios GetRules",
        "rule inbound",
    ),
    Task(
        "create an application",
        "vox_application",
        {"application_name": "fresh", "secure_record_storage": True},
        "GetApplications AddApplication GetApplications",
        "application fresh",
    ),
    Task(
        "edit and rename an application",
        "vox_application",
        {"application_name": "help", "renamed_from": "support", "secure_record_storage": True},
        "GetApplications SetApplicationInfo GetApplications",
        "application help",
    ),
    Task(
        "delete an application",
        "vox_application",
        {"application_name": "support", "state": "absent", "force": True},
        "GetApplications GetRules GetScenarios GetPhoneNumbers GetSecrets GetUsers DelApplication GetApplications",
        "application support",
    ),
    Task(
        "create a rule",
        "vox_rule",
        {
            **INBOUND,
            "rule_name": "night",
            "rule_pattern": "1.*",
            "position": "first",
            "scenarios": ["menu", "common"],
        },
        "GetApplications GetRules GetScenarios GetScenarios GetApplications GetScenarios GetApplications GetScenarios"
        " AddRule ReorderRules GetRules",
        "rule night",
    ),
    Task(
        "edit and rename a rule",
        "vox_rule",
        {
            **INBOUND,
            "rule_name": "front",
            "renamed_from": "inbound",
            "rule_pattern": "2.*",
            "position": "last",
            "scenarios": ["loose", "menu", "common"],
        },
        "GetApplications GetRules GetScenarios GetScenarios GetApplications GetScenarios"
        " SetRuleInfo BindScenario BindScenario ReorderScenarios ReorderRules GetRules",
        "rule front",
    ),
    Task(
        "give a rule a key",
        "vox_rule",
        {**INBOUND, "bind_key_id": "emulator"},
        "GetApplications GetRules GetKeys GetRules SetRuleInfo GetRules GetRules",
        "rule inbound",
    ),
    Task(
        "delete a rule",
        "vox_rule",
        {**INBOUND, "state": "absent"},
        "GetApplications GetRules DelRule GetRules",
        "rule inbound",
    ),
    Task(
        "sync an account",
        "vox_sync",
        SYNC,
        "GetApplications GetScenarios GetRules GetRules GetScenarios GetScenarios GetScenarios GetScenarios"
        " GetScenarios GetPhoneNumbers GetSecrets GetUsers"
        " GetApplications GetScenarios GetRules GetRules GetPhoneNumbers GetScenarios GetSecrets GetUsers"
        " SetApplicationInfo AddApplication SetScenarioInfo SetScenarioInfo AddScenario SetRuleInfo AddRule AddRule"
        " BindScenario ReorderScenarios ReorderRules"
        " GetApplications GetRules GetRules GetScenarios GetRules GetPhoneNumbers GetScenarios GetSecrets GetUsers"
        " DelRule DelRule DelRule DelScenario DelScenario DelApplication"
        " GetApplications GetScenarios GetRules GetRules GetRules",
        is_parallel=True,
        checks=8,
    ),
    Task(
        "start a session",
        "vox_session",
        INBOUND,
        "GetApplications GetRules StartScenarios",
        "rule inbound",
        STARTS,
    ),
    Task(
        "start a conference",
        "vox_session",
        {**INBOUND, "rule_name": "meeting", "conference_name": "incident"},
        "GetApplications GetRules StartConference",
        "rule meeting",
        STARTS,
    ),
    Task(
        "read scenarios",
        "vox_scenario_info",
        {"application_name": "support", "with_script": True, "name_contains": "m"},
        "GetApplications GetScenarios",
        None,
        READS,
        True,
    ),
    Task(
        "read rules",
        "vox_rule_info",
        {},
        "GetApplications GetRules GetRules",
        None,
        READS,
    ),
    Task(
        "read applications",
        "vox_application_info",
        {"with_rules": True},
        "GetApplications GetRules GetRules",
        None,
        READS,
    ),
    Task(
        "read a session",
        "vox_session_info",
        {"call_session_history_id": 1},
        "GetCallHistory",
        "session 1",
        READS,
    ),
    Task(
        "export an account",
        "vox_export",
        {},
        "GetApplications GetRules GetRules GetScenarios GetScenarios GetPhoneNumbers GetSecrets GetSecrets GetUsers"
        " GetUsers GetScenarios GetScenarios GetScenarios GetScenarios GetScenarios GetScenarios",
        None,
        READS,
        True,
    ),
)
