# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks that between them make every call that a module can make, and the cells of the fault matrix."""

from __future__ import annotations

import dataclasses
import typing as t
import zlib

from .fault_table import DURATIONS, LOGINS, SLOW, Fault, ending, faults

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
NUMBER, PASSWORD = "12025550100", "Pa55word!"
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
        "create a user",
        "vox_user",
        {**SUPPORT, "user_name": "carla", "user_display_name": "Carla", "user_password": PASSWORD},
        "GetApplications GetUsers AddUser GetUsers",
        "user carla",
    ),
    Task(
        "edit and rename a user",
        "vox_user",
        {**SUPPORT, "user_name": "bea", "renamed_from": "anna", "user_display_name": "Bea", "user_active": False},
        "GetApplications GetUsers SetUserInfo GetUsers",
        "user bea",
    ),
    Task(
        "delete a user",
        "vox_user",
        {**SUPPORT, "user_name": "anna", "state": "absent"},
        "GetApplications GetUsers DelUser GetUsers",
        "user anna",
    ),
    Task(
        "create a secret",
        "vox_secret",
        {**SUPPORT, "secret_name": "TTS_KEY", "secret_value": "a new value", "description": "speech"},
        "GetApplications GetSecrets AddSecret GetSecrets GetSecretValue",
        "secret TTS_KEY",
    ),
    Task(
        "edit and rename a secret",
        "vox_secret",
        {**SUPPORT, "secret_name": "CRM", "renamed_from": "CRM_KEY", "secret_value": "another value"},
        "GetApplications GetSecrets GetSecretValue SetSecretInfo GetSecrets GetSecretValue",
        "secret CRM",
    ),
    Task(
        "delete a secret",
        "vox_secret",
        {**SUPPORT, "secret_name": "CRM_KEY", "state": "absent"},
        "GetApplications GetSecrets DelSecret GetSecrets",
        "secret CRM_KEY",
    ),
    Task(
        "bind a phone number",
        "vox_phone_number",
        {
            **INBOUND,
            "phone_number": NUMBER,
            "force": True,
            "sms_enabled": True,
            "incoming_sms_callback_url": "https://example.test/sms",
        },
        "GetPhoneNumbers GetApplications GetRules BindPhoneNumberToApplication BindPhoneNumberToApplication"
        " SetPhoneNumberInfo ControlSms GetPhoneNumbers GetPhoneNumbers",
        f"phone_number {NUMBER}",
    ),
    Task(
        "unbind a phone number",
        "vox_phone_number",
        {"phone_number": NUMBER, "state": "unbound"},
        "GetPhoneNumbers BindPhoneNumberToApplication GetPhoneNumbers",
        f"phone_number {NUMBER}",
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
        "read users",
        "vox_user_info",
        {},
        "GetApplications GetUsers GetUsers",
        None,
        READS,
    ),
    Task(
        "read secrets",
        "vox_secret_info",
        SUPPORT,
        "GetApplications GetSecrets",
        None,
        READS,
    ),
    Task(
        "read phone numbers",
        "vox_phone_number_info",
        INBOUND,
        "GetApplications GetRules GetPhoneNumbers",
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


def kind_of(method: str) -> str:
    """What sort of call a method is, in the words of the table of faults."""
    return {"Get": "read", "Add": "add", "Sta": "start"}.get(method[:3], "write")


@dataclasses.dataclass(frozen=True)
class Cell:
    """One cell: a call of a task that meets a fault.

    :arg before: how many calls of the method come before it
    """

    task: Task
    method: str
    place: str
    before: int
    fault: Fault
    duration: str
    login: str

    def __str__(self) -> str:
        return f"{self.task}: {self.place} {self.method}, {self.fault}, {self.duration}, {self.login}"

    @property
    def kind(self) -> str:
        """The column of the table."""
        return kind_of(self.method)

    @property
    def index(self) -> int:
        """The place of the call among all calls of the task, from 0."""
        return [place for place, method in enumerate(self.task.methods()) if method == self.method][self.before]

    @property
    def is_planned(self) -> bool:
        """Whether the task knows what it is going to do when it makes the call."""
        writes = [place for place, method in enumerate(self.task.methods()) if kind_of(method) != "read"]
        return bool(writes) and self.index >= writes[0] - self.task.checks


def cells() -> list[Cell]:
    """Every cell that the table has an entry for."""
    known = faults()
    return [
        cell
        for task in TASKS
        for method, place, before in places(task)
        for fault in known
        for duration in DURATIONS
        for login in LOGINS
        if exists(cell := Cell(task, method, place, before, fault, duration, login))
    ]


def places(task: Task) -> list[tuple[str, str, int]]:
    """The first, the middle and the last call of each method of a task, where these are different ones."""
    methods = task.methods()
    found = []
    for method in dict.fromkeys(methods):
        count = methods.count(method)
        named = {count // 2: "middle", count - 1: "last", 0: "first"}
        found += [(method, named[before], before) for before in sorted(named)]
    return found


def exists(cell: Cell) -> bool:
    """Whether the cell is one of the matrix: a read is the same, executed or not.

    A fault that stays does not depend on the login, unless a new token may help; what costs a second is rare. An outage
    does not begin with a certain call where several are made at a time.
    """
    end = ending(cell.fault, cell.kind)
    if end is None or (cell.kind == "read" and cell.fault.executed):
        return False
    if cell.kind == "read" and cell.task.is_parallel and cell.duration == "outage":
        return False
    is_plain = (cell.duration, cell.login) == (DURATIONS[0], LOGINS[0])
    is_either = DURATIONS[0] == cell.duration or LOGINS[0] == cell.login
    return is_plain or (cell.fault.name != SLOW and (is_either or end == "REAUTHENTICATE"))


def part_of(every: list[Cell]) -> list[Cell]:
    """Cells that have each fault with each kind of call, duration and login, and each call of each task."""
    met: set[tuple[object, ...]] = set()
    chosen = []
    mixed = sorted(every, key=lambda cell: _number_of(str(cell)))
    for news in (2, 1):  # first those that have two things to show
        for cell in mixed:
            pairs = {
                (cell.fault, cell.kind, cell.duration, cell.login),
                (cell.task, cell.method, cell.place, cell.duration),
            }
            if len(pairs - met) >= news:
                met |= pairs
                chosen.append(cell)
    return sorted(chosen, key=every.index)


def _number_of(text: str) -> int:
    """A number that is the same in every run and unlike those of similar texts."""
    return zlib.crc32(text.encode())
